//! Which threads go first.

/// Lowers the priority of this thread by so many steps of `nice`, on Linux, where threads have one of their own; those it
/// begins inherit it. It is never raised, which is for the owner of the machine alone.
pub fn give_way(steps: i32) {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(steps) {
        tracing::debug!(%error, "a thread that is to give way has the priority of all others");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = steps;
}

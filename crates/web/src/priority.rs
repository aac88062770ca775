//! Which threads go first, and which wait for a break.

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

/// Keeps this thread, the one with this number of so many, to a processor of its own, on Linux and where there are as many processors that it
/// may run on: threads that do the same are then never in line for one of them while another has nothing to do.
pub(crate) fn stay_on(number: usize, of: usize) {
    #[cfg(target_os = "linux")]
    {
        use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
        let Ok(all) = sched_getaffinity(None) else { return };
        let mut processors = (0..CpuSet::MAX_CPU).filter(|processor| all.is_set(*processor));
        if of > 1
            && all.count() as usize == of
            && let Some(own) = processors.nth(number)
        {
            let mut alone = CpuSet::new();
            alone.set(own);
            if let Err(error) = sched_setaffinity(None, &alone) {
                tracing::debug!(%error, "a thread runs on any processor");
            }
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (number, of);
}

/// Says of this thread, on Linux, whether it interrupts nobody when it is woken (`SCHED_BATCH`, see sched(7)): then it goes on when
/// whoever is at work has a break, and finds all that has come meanwhile. Otherwise it is scheduled as most threads are. Its priority stays
/// what it is.
pub(crate) fn wait_for_breaks(waits: bool) {
    #[cfg(target_os = "linux")]
    if let Err(error) = linux::schedule(waits) {
        tracing::debug!(%error, waits, "a thread is scheduled as before");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = waits;
}

#[cfg(target_os = "linux")]
mod linux {
    use thread_priority::{
        Error, NormalThreadSchedulePolicy, ThreadPriority, ThreadPriorityValue, ThreadSchedulePolicy,
        set_thread_priority_and_policy, thread_native_id,
    };

    /// The library sets a priority with the class, by a scale of its own, so it is given the one that the thread has.
    pub(super) fn schedule(in_batches: bool) -> Result<(), Error> {
        use NormalThreadSchedulePolicy::{Batch, Other};
        let class = ThreadSchedulePolicy::Normal(if in_batches { Batch } else { Other });
        let steps = rustix::process::nice(0).map_err(|error| Error::OS(error.raw_os_error()))?;
        let scale = (0..=u8::MAX).map_while(|value| ThreadPriorityValue::try_from(value).ok());
        let same = scale
            .map(ThreadPriority::Crossplatform)
            .find(|priority| priority.to_posix(class) == Ok(steps))
            .ok_or(Error::Priority("the scale has no such priority"))?;
        set_thread_priority_and_policy(thread_native_id(), same, class)
    }
}

#[cfg(all(test, target_os = "linux"))]
#[allow(clippy::unwrap_used)]
mod tests {
    use thread_priority::{NormalThreadSchedulePolicy, ThreadSchedulePolicy, thread_schedule_policy};

    use super::*;

    #[test]
    fn a_thread_that_waits_for_breaks_keeps_its_priority_whichever_it_is() {
        let heard = std::thread::spawn(|| {
            let mut heard = Vec::new();
            for _ in 0..20 {
                let before = rustix::process::nice(0);
                for (waits, class) in
                    [(true, NormalThreadSchedulePolicy::Batch), (false, NormalThreadSchedulePolicy::Other)]
                {
                    wait_for_breaks(waits);
                    heard.push((thread_schedule_policy(), class, before, rustix::process::nice(0)));
                }
                give_way(1);
            }
            heard
        });
        for (told, class, before, after) in heard.join().unwrap() {
            assert_eq!(told, Ok(ThreadSchedulePolicy::Normal(class)));
            assert_eq!(before, after);
        }
    }

    #[test]
    fn threads_that_are_as_many_as_processors_have_one_each_and_others_may_run_anywhere() {
        use rustix::thread::sched_getaffinity;
        let all = sched_getaffinity(None).unwrap();
        let count = all.count() as usize;
        let kept = |number: usize, of: usize| {
            let thread = move || {
                stay_on(number, of);
                sched_getaffinity(None).unwrap()
            };
            std::thread::spawn(thread).join().unwrap()
        };
        assert_eq!(kept(0, count + 1), all);
        let own: Vec<_> = (0..count).map(|number| kept(number, count)).collect();
        assert!(own.iter().all(|own| own.count() == 1));
        assert!((1..count).all(|number| own[number] != own[number - 1]));
    }
}

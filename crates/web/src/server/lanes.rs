//! The threads of the express lane.
//!
//! A reader whose page is at hand must not stand in line behind a comment that is judged, a story that is printed or a
//! picture that is made small. So each core has a thread that does nothing but find finished pages and send them; it
//! waits for its own sockets alone and never works longer than a look-up takes. Everything else goes to the house's
//! runtime and comes back when it is done.

use std::io::Result;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio_util::sync::{CancellationToken, DropGuard};

/// The lane's threads; they end when this is dropped.
#[derive(Debug)]
pub(super) struct Lanes {
    threads: Vec<Handle>,
    next: AtomicUsize,
    _open: DropGuard,
}

impl Lanes {
    /// Opens one for each core.
    ///
    /// # Errors
    /// The system gives no threads.
    pub(super) fn open() -> Result<Self> {
        let closed = CancellationToken::new();
        let count = thread::available_parallelism().map_or(1, usize::from);
        let threads = (0..count).map(|_| start(closed.clone())).collect::<Result<_>>();
        let open = closed.drop_guard();
        Ok(Self { threads: threads?, next: AtomicUsize::new(0), _open: open })
    }

    /// The one for the next connection: each takes its turn.
    pub(super) fn next(&self) -> Handle {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        self.threads[turn % self.threads.len()].clone()
    }
}

fn start(closed: CancellationToken) -> Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let wait = move || runtime.block_on(closed.cancelled_owned());
    thread::Builder::new().name("express".to_owned()).spawn(wait)?;
    Ok(handle)
}

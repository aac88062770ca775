//! How many pages are made at once.

use std::time::Duration;

use dateline_store::Store;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// How long a page waits for its turn. In that time a machine that is well makes dozens of them; one whose disk stands
/// still must not let two pages that wait for it hold up all others.
const PATIENCE: Duration = Duration::from_millis(25);

/// Pages at once for each core where the database is another process: while it looks something up, the next page is printed.
const BESIDE_A_SERVER: usize = 4;

/// The presses of a machine: pages that are made take turns.
///
/// A page is a fraction of a millisecond of computing. When four are made on two cores at once each takes twice as long,
/// and the reader of the first waits for the last; one after the other, nobody waits longer and most wait less.
pub(crate) struct Presses {
    free: Semaphore,
    patience: Duration,
}

impl Presses {
    /// One for each core, where the store reads on the thread that asks it.
    pub(crate) fn of_this_machine(store: &Store) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::of(if store.is_sqlite() { cores } else { cores * BESIDE_A_SERVER }, PATIENCE)
    }

    fn of(count: usize, patience: Duration) -> Self {
        Self { free: Semaphore::new(count), patience }
    }

    /// Returns when it is a page's turn, in the order in which they were asked for, or when it has waited long enough. The turn
    /// is over when what is returned is dropped.
    pub(crate) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        match self.free.try_acquire() {
            Ok(turn) => Some(turn),
            Err(_) => timeout(self.patience, self.free.acquire()).await.ok()?.ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::poll;

    use super::*;

    #[tokio::test]
    async fn a_page_whose_disk_stands_still_holds_up_the_next_one_for_a_moment_only() {
        let presses = Presses::of(1, Duration::ZERO);
        let stands_still = presses.turn().await;
        assert!(stands_still.is_some());
        assert!(presses.turn().await.is_none(), "it is made beside it");
    }

    #[tokio::test]
    async fn pages_take_turns_in_the_order_in_which_they_were_asked_for() {
        let presses = Presses::of(1, Duration::from_hours(1));
        let first = presses.turn().await;
        let (mut second, mut third) = (pin!(presses.turn()), pin!(presses.turn()));
        assert!(poll!(&mut second).is_pending());
        assert!(poll!(&mut third).is_pending());
        drop(first);
        assert!(poll!(&mut third).is_pending());
        let turn = second.await;
        assert!(turn.is_some());
        drop(turn);
        assert!(third.await.is_some());
    }
}

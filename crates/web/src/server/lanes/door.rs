//! The door of a lane, where the house leaves who and what is for it.

use std::os::fd::OwnedFd;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::errand::Brought;
use super::{Arrival, Word};

/// Where the house and a lane meet.
pub(super) struct Door {
    /// An `eventfd`, so that the lane hears it among its sockets.
    pub(super) bell: OwnedFd,
    pub(super) hall: Mutex<Hall>,
}

pub(super) struct Hall {
    pub(super) arrivals: Vec<Arrival>,
    pub(super) brought: Vec<Brought>,
    pub(super) word: Word,
}

impl Hall {
    /// Whether somebody has rung for what waits here since the lane last came.
    pub(super) fn is_rung(&self) -> bool {
        !self.arrivals.is_empty() || !self.brought.is_empty()
    }
}

impl Door {
    pub(super) fn hall(&self) -> MutexGuard<'_, Hall> {
        // Nothing that can panic happens under it.
        self.hall.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands in what came of an errand.
    pub(super) fn bring(&self, brought: Brought) {
        let mut hall = self.hall();
        if hall.word == Word::Over {
            return;
        }
        let is_rung = hall.is_rung();
        hall.brought.push(brought);
        self.leave(hall, is_rung);
    }

    /// Leaves the hall, where something was put, and rings unless somebody has.
    pub(super) fn leave(&self, hall: MutexGuard<'_, Hall>, is_rung: bool) {
        drop(hall);
        if !is_rung {
            self.ring();
        }
    }

    pub(super) fn ring(&self) {
        // It fails only where it has been rung 2^64 times and nobody came.
        let _ = rustix::io::write(&self.bell, &1_u64.to_ne_bytes());
    }
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").field("bell", &self.bell).finish_non_exhaustive()
    }
}

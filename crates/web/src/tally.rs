//! What was done since the start, counted for whoever keeps the server running. Numbers only go up.

use std::sync::atomic::{AtomicU64, Ordering};

use http::StatusCode;

/// A number that many threads add to.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn one_more(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn so_far(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What became of a comment that somebody sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Readers see it.
    Published,
    /// It waits for a moderator, or lies in the spam drawer.
    Held,
    /// It went back to its writer, to be mended or because the story takes none.
    SentBack,
    /// It went back because too many came from one address.
    TooMany,
}

/// Counters of one process.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Pages that were at hand when somebody asked.
    pub(crate) at_hand: Count,
    /// Pages that were made because they were not.
    pub(crate) made: Count,
    /// Pages that were made because they had been read and had changed.
    pub(crate) made_again: Count,
    answers: [Count; 5],
    comments: [Count; 4],
}

impl Tally {
    pub(crate) fn answered(&self, status: StatusCode) {
        // A status is never below 100; what is above 599 is none of ours.
        if let Some(count) = self.answers.get(usize::from(status.as_u16() / 100) - 1) {
            count.one_more();
        }
    }

    pub(crate) fn comment(&self, fate: Fate) {
        self.comments[fate as usize].one_more();
    }

    /// Answers by the first figure of their status, as `2xx`.
    pub(crate) fn answers(&self) -> impl Iterator<Item = (&'static str, u64)> {
        ["1xx", "2xx", "3xx", "4xx", "5xx"].into_iter().zip(self.answers.iter().map(Count::so_far))
    }

    /// Comments by what became of them.
    pub(crate) fn comments(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let fates = [
            ("published", Fate::Published),
            ("held", Fate::Held),
            ("sent_back", Fate::SentBack),
            ("too_many", Fate::TooMany),
        ];
        fates.into_iter().map(|(word, fate)| (word, self.comments[fate as usize].so_far()))
    }
}

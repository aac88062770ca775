//! How much work one question may make.
//!
//! Whoever asks chooses the words, and an archive of millions of cards is full of words that stand on every second one.
//! So the work of a question is counted in steps while it is done, a step being about what it costs to move from one
//! card of a list to the next (some ten nanoseconds). When the steps are spent the answer is what was found so far and
//! says that there may be more. Steps and not milliseconds: the same question to the same archive has the same answer
//! on a busy machine and on an idle one.

use std::cell::Cell;

/// Steps of a question as it was typed.
pub(crate) const QUESTION: u32 = 1_000_000;
/// Steps of each question that is asked beside it: for most of the words, for words in the headline.
pub(crate) const ASIDE: u32 = 250_000;
/// Steps of finding out whether something else may have been meant.
pub(crate) const GUESS: u32 = 50_000;
/// Steps of all that a question looks up in the dictionary by more than a whole term.
pub(crate) const LOOK_UPS: u32 = 600_000;
/// Opening the list of a term: finding its place in the file and unpacking its first block.
pub(crate) const OPEN: u32 = 64;
/// Going on to a card further along a list.
pub(crate) const SEEK: u32 = 4;
/// Reading where in a text a word stands.
pub(crate) const POSITIONS: u32 = 12;

/// The steps that are left.
#[derive(Debug)]
pub(crate) struct Effort(Cell<u32>);

impl Effort {
    pub(crate) fn of(steps: u32) -> Self {
        Self(Cell::new(steps))
    }

    /// Takes steps; the last ones are taken even when they are not enough.
    #[inline]
    pub(crate) fn spend(&self, steps: u32) {
        self.0.set(self.0.get().saturating_sub(steps));
    }

    /// Whether none are left. From then on every list ends where it stands, so what it would have kept out is no
    /// longer kept out: a card that is met after this is not to be shown.
    #[inline]
    pub(crate) fn is_spent(&self) -> bool {
        self.0.get() == 0
    }

    /// So many that no question spends them.
    #[cfg(test)]
    pub(crate) fn endless() -> Self {
        Self(Cell::new(u32::MAX))
    }

    #[cfg(test)]
    pub(crate) fn left(&self) -> u32 {
        self.0.get()
    }
}

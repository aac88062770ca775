//! What was handed to Akismet, until a moderator decides: whoever was told wrongly can then be told better.
//!
//! Akismet wants to know of a wrong answer all that it was asked with, the reader's network address too. That address is
//! kept nowhere else than here, in memory, for the newest comments; after a restart nothing is corrected.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use dateline_model::CommentId;
use dateline_moderation::akismet::{AkismetComment, Question};
use tokio::sync::Notify;

/// Comments whose particulars are remembered, and corrections that may wait to be sent.
pub(crate) const HANDED_MAX: usize = 1_000;

/// A comment as it was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Particulars {
    pub(crate) key: String,
    pub(crate) home: String,
    pub(crate) address: String,
    pub(crate) permalink: String,
    pub(crate) is_reply: bool,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) url: String,
    pub(crate) body: String,
    pub(crate) written: String,
    pub(crate) languages: String,
}

impl Particulars {
    /// The same in Akismet's words.
    pub(crate) fn comment(&self) -> AkismetComment<'_> {
        AkismetComment {
            home: &self.home,
            address: &self.address,
            permalink: &self.permalink,
            is_reply: self.is_reply,
            name: &self.name,
            email: &self.email,
            url: &self.url,
            body: &self.body,
            written: &self.written,
            languages: &self.languages,
            ..AkismetComment::default()
        }
    }
}

/// A comment that Akismet has seen, and what it said.
#[derive(Debug)]
pub(crate) struct Handed {
    pub(crate) particulars: Particulars,
    pub(crate) taken_for_spam: bool,
}

/// The newest comments that were handed over, and what has to be corrected.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    shelves: Mutex<Shelves>,
    /// Rung when there is something to correct.
    pub(crate) bell: Notify,
}

#[derive(Debug, Default)]
struct Shelves {
    handed: VecDeque<(CommentId, Handed)>,
    wrong: VecDeque<Wrong>,
}

/// An answer that a moderator has overruled.
#[derive(Debug)]
struct Wrong {
    comment: CommentId,
    better: Question,
    particulars: Particulars,
}

impl Memory {
    pub(crate) fn remember(&self, comment: CommentId, handed: Handed) {
        let mut shelves = self.lock();
        if shelves.handed.len() >= HANDED_MAX {
            shelves.handed.pop_front();
        }
        shelves.handed.push_back((comment, handed));
    }

    /// A moderator has decided. Where Akismet had said something else it is to be told.
    pub(crate) fn decided(&self, comment: CommentId, spam: bool) {
        let mut shelves = self.lock();
        let Some(at) = shelves.handed.iter().position(|(id, _)| *id == comment) else { return };
        let Some((_, handed)) = shelves.handed.remove(at) else { return };
        if handed.taken_for_spam == spam || shelves.wrong.len() >= HANDED_MAX {
            return;
        }
        let better = if spam { Question::SubmitSpam } else { Question::SubmitHam };
        shelves.wrong.push_back(Wrong { comment, better, particulars: handed.particulars });
        drop(shelves);
        self.bell.notify_one();
    }

    /// Forgets a reader's comment, whatever Akismet said of it.
    pub(crate) fn forget(&self, comment: CommentId) {
        let mut shelves = self.lock();
        shelves.handed.retain(|(id, _)| *id != comment);
        shelves.wrong.retain(|wrong| wrong.comment != comment);
    }

    /// The next answer that was wrong.
    pub(crate) fn next(&self) -> Option<(Question, Particulars)> {
        self.lock().wrong.pop_front().map(|wrong| (wrong.better, wrong.particulars))
    }

    fn lock(&self) -> MutexGuard<'_, Shelves> {
        self.shelves.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! What moderators leave behind: decisions and bans.

use crate::{BatchId, CommentId, CommentState, Millis};

/// One decision about one comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Grows with every decision of the installation; gaps are normal.
    pub seq: i64,
    /// What was decided in one go, and is undone in one go.
    pub batch: BatchId,
    /// The comment.
    pub comment: CommentId,
    /// Who decided: a member of the staff, a key, or the command line.
    pub who: String,
    /// When.
    pub at: Millis,
    /// The state before.
    pub from: CommentState,
    /// The state after.
    pub to: CommentState,
    /// The reason that was given; may be empty.
    pub why: String,
    /// Who took it back, and when.
    pub undone: Option<(String, Millis)>,
}

/// A reader whose comments go to the spam drawer for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ban {
    /// The keyed hash that the reader is recognised by.
    pub fingerprint: Vec<u8>,
    /// Of what it is a hash: `email` or `address`.
    pub kind: String,
    /// The name on the comment for which the ban was given, so that people know what they see.
    pub name: String,
    /// Who gave it.
    pub who: String,
    /// The reason that was given; may be empty.
    pub why: String,
    /// Since when.
    pub created_at: Millis,
    /// The moment it ends and is erased.
    pub until: Millis,
}

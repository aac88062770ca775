//! Pieces of stories that are used again.

use crate::{Millis, SnippetId};

/// A piece that editors put into stories: a box with the house rules, a call for letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Its id.
    pub id: SnippetId,
    /// What editors choose it by.
    pub name: String,
    /// The piece, safe to print.
    pub html: String,
    /// When it was made.
    pub created_at: Millis,
    /// When it last changed.
    pub updated_at: Millis,
}

//! The words that a story had.

use crate::{Millis, Post, PostId, RevisionId};

/// What people write of a story, without what stands around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The headline, plain text.
    pub title: String,
    /// The standfirst, plain text.
    pub excerpt: Option<String>,
    /// The body, safe to print.
    pub html: String,
    /// What the author typed, when it was Markdown.
    pub source: Option<String>,
}

impl Words {
    /// Those of a post as it is.
    pub fn of(post: &Post) -> Self {
        let Post { title, excerpt, html, source, .. } = post.clone();
        Self { title, excerpt, html, source }
    }
}

/// A version of a story that another one replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// What a list says of it.
    pub summary: RevisionSummary,
    /// The words.
    pub words: Words,
}

/// What a list says of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionSummary {
    /// Its id.
    pub id: RevisionId,
    /// The story.
    pub post: PostId,
    /// The headline that it had.
    pub title: String,
    /// Who had saved these words; empty where nobody knows.
    pub saved_by: String,
    /// Why it was kept.
    pub reason: String,
    /// The story's `updated_at` while these were its words: the last one with them.
    pub version: Millis,
    /// When the words were replaced.
    pub replaced_at: Millis,
}

//! Mentions: pages of other sites that link to a story. They are no comments: nobody wrote them here.

use crate::{CommentState, MentionId, Millis, PostId};

/// How a mention was announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// By XML-RPC, with the page checked for its link.
    Pingback,
    /// By a form, on the sender's word.
    Trackback,
}

crate::comment::stored_words! { MentionKind: Pingback = "pingback", Trackback = "trackback" }

/// A page of another site that links to a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Its id.
    pub id: MentionId,
    /// The story it links to.
    pub post: PostId,
    /// How it was announced.
    pub kind: MentionKind,
    /// Who may see it, by the rules of comments.
    pub state: CommentState,
    /// The title of the page, plain text.
    pub title: String,
    /// The address of the page.
    pub url: Option<String>,
    /// Some words around the link, plain text.
    pub excerpt: String,
    /// When it was announced.
    pub created_at: Millis,
    /// Where it came from, such as `wordpress:8812`.
    pub import_key: Option<String>,
}

//! Who is at work on a story.

use crate::{Millis, PostId, UserId};

/// A sign on the door of a story: somebody has it open and writes. It keeps nobody out, because a save that would
/// replace another's words is refused anyway; it saves people from writing what they would have to merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditLock {
    /// The story.
    pub post: PostId,
    /// What names the window that holds it: a text of the editor's own making.
    pub holder: String,
    /// The account that holds it; `None` for a program.
    pub user: Option<UserId>,
    /// The name of who holds it.
    pub name: String,
    /// Since when.
    pub taken_at: Millis,
    /// When it ends unless it is renewed: a window that was closed, or a machine that was shut, lets go by itself.
    pub expires_at: Millis,
}

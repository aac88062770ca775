//! Links by which somebody without an account reads a story that is not out.

use crate::{LinkId, Millis, PostId};

/// Such a link. What stands in its address is known by its digest only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewLink {
    /// Its id.
    pub id: LinkId,
    /// The story it opens.
    pub post: PostId,
    /// Who made it.
    pub made_by: String,
    /// When it was made.
    pub created_at: Millis,
    /// From when on it opens nothing.
    pub expires_at: Millis,
}

//! Tags, which Blogger calls labels.

use crate::TagId;

/// A subject that stories are filed under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The tag's id.
    pub id: TagId,
    /// The name as printed; names differ by case, as Blogger's labels do.
    pub name: String,
    /// The last part of the tag page's path.
    pub slug: String,
    /// A few sentences about the subject.
    pub description: Option<String>,
    /// Public posts under this tag.
    pub post_count: i64,
    /// Where it came from, such as `blogger:Label name`.
    pub import_key: Option<String>,
}

impl Tag {
    /// Whether the tag is for the newsroom's own use: Ghost's rule is a name that starts with `#`.
    pub fn is_internal(&self) -> bool {
        self.name.starts_with('#')
    }
}

//! Who writes and who runs the paper.

use crate::{AuthorId, Millis, UserId};

/// Somebody whose name is printed; needs no account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The author's id.
    pub id: AuthorId,
    /// The name as printed.
    pub name: String,
    /// The last part of the author page's path.
    pub slug: String,
    /// A few sentences about the author.
    pub bio: Option<String>,
    /// The author's own web address.
    pub url: Option<String>,
    /// A portrait.
    pub profile_image: Option<String>,
    /// Public posts under this name.
    pub post_count: i64,
    /// Where the author came from, such as `blogger:profile/123`.
    pub import_key: Option<String>,
}

/// One credit of a post, in its printed order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Byline {
    /// Whose name it is.
    pub author: AuthorId,
    /// The name as printed.
    pub name: String,
    /// The last part of the author page's path.
    pub slug: String,
    /// A few sentences about the author.
    pub bio: Option<String>,
    /// The author's own web address.
    pub url: Option<String>,
    /// A portrait.
    pub profile_image: Option<String>,
}

/// What a member of the staff may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Decides about comments and writes nothing.
    Moderator,
    /// Writes drafts.
    Contributor,
    /// Publishes own stories.
    Author,
    /// Publishes everything and moderates.
    Editor,
    /// Runs the site.
    Administrator,
    /// Owns it; there is one.
    Owner,
}

crate::comment::stored_words! { Role: Moderator = "moderator", Contributor = "contributor", Author = "author", Editor = "editor",
Administrator = "administrator", Owner = "owner" }

impl Role {
    /// Every role, the one with the fewest rights first.
    pub const ALL: [Self; 6] =
        [Self::Moderator, Self::Contributor, Self::Author, Self::Editor, Self::Administrator, Self::Owner];
}

/// An account of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffUser {
    /// The account's id.
    pub id: UserId,
    /// The person's name.
    pub name: String,
    /// The address the person signs in with, in lower case.
    pub email: String,
    /// What the person may do.
    pub role: Role,
    /// Whether the account is shut.
    pub disabled: bool,
    /// When it was made.
    pub created_at: Millis,
}

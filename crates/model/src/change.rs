//! The change log's words: which thing changed, and how.

use uuid::Uuid;

use crate::{Millis, SiteId};

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A post or a page.
    Post,
    /// A comment; its change also names the post.
    Comment,
    /// A comment that readers saw neither before nor after; its change also names the post. No page knows of it.
    HeldComment,
    /// A tag.
    Tag,
    /// An author.
    Author,
    /// Settings, navigation, theme choice.
    Site,
    /// A redirect.
    Redirect,
    /// Which stories a list holds, or their order; its id is the tag's, the author's, or the site's for all stories.
    List,
    /// What a link to a post says: its headline, its path, whether there is one; its id is the post's.
    Headline,
    /// Which stories a day holds, and with it its month and year; its id is the day's number (20120329).
    Day,
    /// The story before or after one; its id is that one's.
    Neighbours,
    /// Which static pages there are, or what they are called; its id is the site's.
    Pages,
    /// A picture or another file.
    Media,
    /// How many readers like a comment; its change also names the post.
    Likes,
}

/// How it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// It exists now.
    Created,
    /// Its words changed.
    Updated,
    /// Readers can see it now.
    Published,
    /// Readers cannot see it any more.
    Retracted,
    /// It is gone.
    Deleted,
}

/// One line of the change log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Grows with every change; gaps are normal.
    pub seq: i64,
    /// The site it happened on.
    pub site: SiteId,
    /// What changed.
    pub thing: Thing,
    /// Which one.
    pub id: Uuid,
    /// The post it belongs to, for comments.
    pub post: Option<Uuid>,
    /// How it changed.
    pub kind: ChangeKind,
    /// When.
    pub at: Millis,
}

crate::comment::stored_words! { Thing:
Post = "post", Comment = "comment", HeldComment = "held_comment", Tag = "tag", Author = "author", Site = "site", Redirect = "redirect",
List = "list", Headline = "headline", Day = "day", Neighbours = "neighbours", Pages = "pages", Media = "media",
Likes = "likes" }
crate::comment::stored_words! { ChangeKind:
Created = "created", Updated = "updated", Published = "published", Retracted = "retracted", Deleted = "deleted" }

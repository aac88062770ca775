//! What a route shows beside its list: `data: page.about`.

use dateline_nql::Filter;

/// Something that a template finds under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Data {
    /// What the template calls it.
    pub name: String,
    /// What kind of thing it is.
    pub resource: Resource,
    /// One thing or several.
    pub query: Query,
    /// Whether the thing's own address leads to the route. Only one thing can have it.
    pub redirect: bool,
}

/// Which of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The one with this slug.
    Read(String),
    /// Those that a filter finds.
    Browse {
        /// All without one.
        filter: Option<Filter>,
        /// Fields, each with whether it falls.
        order: Vec<(String, bool)>,
        /// At most so many.
        limit: u32,
        /// From 1.
        page: u32,
    },
}

/// A kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Resource {
    /// Stories.
    Posts,
    /// Static pages.
    Pages,
    /// Tags.
    Tags,
    /// Authors.
    Authors,
}

impl Resource {
    /// `post` in `post.welcome`; `user` is what Ghost called an author.
    pub(crate) fn of_short_form(name: &str) -> Option<Self> {
        match name {
            "post" => Some(Self::Posts),
            "page" => Some(Self::Pages),
            "tag" => Some(Self::Tags),
            "author" | "user" => Some(Self::Authors),
            _ => None,
        }
    }

    /// `posts` in the long form.
    pub(crate) fn of_long_form(name: &str) -> Option<Self> {
        match name {
            "posts" => Some(Self::Posts),
            "pages" => Some(Self::Pages),
            "tags" => Some(Self::Tags),
            "authors" | "users" => Some(Self::Authors),
            _ => None,
        }
    }
}

//! `{{#get}}`: what a template wants from the store, and what it was given.
//!
//! Templates cannot reach the store. A page is printed with what has been fetched so far; where a template wants more,
//! the printing collects its requests, and the caller fetches them and prints again:
//!
//! ```
//! use dateline_theme::{Fetched, GetAnswer, MAX_ROUNDS, PageView, Rendered, SiteView, Theme};
//!
//! let front = "{{#get \"tags\" limit=\"3\"}}{{#foreach tags}}{{name}}{{else}}no tags{{/foreach}}{{/get}}";
//! let theme = Theme::load([("index.hbs", front), ("post.hbs", "")]).unwrap();
//! let (site, page) = (SiteView::sample(), PageView::samples().remove(0).1);
//! let mut fetched = Fetched::default();
//! let html = loop {
//!     match theme.render_with(&site, &page, &fetched).unwrap() {
//!         Rendered::Page(page) => break page.html,
//!         Rendered::Needs(requests) => {
//!             for request in requests {
//!                 assert_eq!((request.resource.name(), request.limit), ("tags", 3));
//!                 fetched.insert(request, GetAnswer::Tags(Vec::new(), Default::default()));
//!             }
//!         }
//!     }
//! };
//! assert_eq!(html, "no tags");
//! ```
//!
//! [`Theme::foreseen`](crate::Theme::foreseen) tells what a page is likely to need, so that most are printed once.
//!
//! Requests are the same whenever they ask for the same, so answers can be kept beside the page cache. A request that
//! was answered is never asked for again, so the loop ends after at most [`MAX_ROUNDS`] rounds.

use std::cell::Cell;
use std::collections::HashMap;

use crate::{AuthorView, PaginationView, PostView, TagView, TierView};

/// Different requests that one page may make; those beyond fail, and their `{{else}}` is printed.
pub const MAX_REQUESTS: usize = 40;
/// Times a page is printed while it still asks for more; then what is missing counts as empty.
pub const MAX_ROUNDS: usize = 6;
/// Rows of a request that names no limit, as in Ghost's Content API.
pub const DEFAULT_LIMIT: u32 = 15;
/// Rows that a request can have, also with `limit="all"`.
pub const MAX_LIMIT: u32 = 100;

/// What can be asked for.
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
    /// Memberships.
    Tiers,
    /// Newsletters.
    Newsletters,
}

impl Resource {
    /// The resource that templates call so.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Posts, Self::Pages, Self::Tags, Self::Authors, Self::Tiers, Self::Newsletters]
            .into_iter()
            .find(|resource| resource.name() == name)
    }

    /// What templates call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Posts => "posts",
            Self::Pages => "pages",
            Self::Tags => "tags",
            Self::Authors => "authors",
            Self::Tiers => "tiers",
            Self::Newsletters => "newsletters",
        }
    }
}

/// One request of a template, with everything in it evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct GetRequest {
    /// What is asked for.
    pub resource: Resource,
    /// A filter in NQL, with its `{{paths}}` replaced.
    pub filter: Option<String>,
    /// Rows, from 1 to [`MAX_LIMIT`].
    pub limit: u32,
    /// Page of rows, from 1.
    pub page: u32,
    /// Such as `published_at desc`.
    pub order: Option<String>,
    /// Relations and counts, such as `authors,count.posts`.
    pub include: Option<String>,
    /// Fields, as the Content API has them.
    pub fields: Option<String>,
    /// Formats of the body, such as `html,plaintext`.
    pub formats: Option<String>,
    /// One row by its number.
    pub id: Option<String>,
    /// One row by its slug.
    pub slug: Option<String>,
    /// Whether the template may ask how many rows there are in all, which is dear to count.
    pub counted: bool,
    /// Whether the template may print the bodies of stories.
    pub bodies: bool,
}

impl GetRequest {
    /// All of a resource, with the usual limit.
    pub fn new(resource: Resource) -> Self {
        Self {
            resource,
            filter: None,
            limit: DEFAULT_LIMIT,
            page: 1,
            order: None,
            include: None,
            fields: None,
            formats: None,
            id: None,
            slug: None,
            counted: false,
            bodies: false,
        }
    }

    /// Whether one row is asked for; where there is none, the template's `{{else}}` is printed.
    pub fn is_single(&self) -> bool {
        self.id.is_some() || self.slug.is_some()
    }
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq)]
pub enum GetAnswer {
    /// Stories or static pages.
    Posts(Vec<PostView>, PaginationView),
    /// Tags.
    Tags(Vec<TagView>, PaginationView),
    /// Authors.
    Authors(Vec<AuthorView>, PaginationView),
    /// Memberships.
    Tiers(Vec<TierView>, PaginationView),
    /// Nothing of this resource on this site.
    Nothing,
    /// The request could not be understood; the reason is `@error` in the template's `{{else}}`.
    Refused(String),
}

impl GetAnswer {
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Posts(rows, _) => rows.is_empty(),
            Self::Tags(rows, _) => rows.is_empty(),
            Self::Authors(rows, _) => rows.is_empty(),
            Self::Tiers(rows, _) => rows.is_empty(),
            Self::Nothing | Self::Refused(_) => true,
        }
    }
}

/// Answers by request.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fetched {
    answers: HashMap<GetRequest, GetAnswer>,
    /// Whether a page has read one of them.
    used: Cell<bool>,
}

impl Fetched {
    /// Adds the answer to a request; a later answer replaces an earlier one.
    pub fn insert(&mut self, request: GetRequest, answer: GetAnswer) {
        self.answers.insert(request, answer);
    }

    /// The answer to a request, if there is one.
    pub fn get(&self, request: &GetRequest) -> Option<&GetAnswer> {
        let answer = self.answers.get(request);
        self.used.set(self.used.get() || answer.is_some());
        answer
    }

    /// Whether a page has read an answer: one that was only foreseen leaves no trace on a page that did not ask for it.
    pub fn is_used(&self) -> bool {
        self.used.get()
    }

    /// Number of requests that were answered.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// Whether nothing was asked yet.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }
}

/// What came of printing a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Rendered {
    /// The page.
    Page(crate::Printed),
    /// The page needs answers to these requests; each is asked once, in the order of the templates.
    Needs(Vec<GetRequest>),
}

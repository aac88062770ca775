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
use std::sync::{Arc, Mutex, PoisonError};

use crate::{AuthorView, Galleys, PaginationView, PostView, SiteView, TagView, TierView};

/// Different requests that one page may make, enough for an archive that asks once for each of a hundred tags; those beyond
/// fail, and their `{{else}}` is printed.
pub const MAX_REQUESTS: usize = 128;
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
        self.rows() == 0
    }

    fn rows(&self) -> usize {
        match self {
            Self::Posts(rows, _) => rows.len(),
            Self::Tags(rows, _) => rows.len(),
            Self::Authors(rows, _) => rows.len(),
            Self::Tiers(rows, _) => rows.len(),
            Self::Nothing | Self::Refused(_) => 0,
        }
    }
}

/// Printings that are kept with one answer: a theme has few blocks that ask for the same.
const SHEETS_MAX: usize = 2;
/// Bytes of a printing that is kept: so many, and more for each row.
const SHEET_BYTES: usize = 2 << 10;
/// Bytes that a row has without its body, and that the site has.
const ROW_BYTES: usize = 3 << 10;

/// An answer that serves many pages, with what their blocks have printed of it.
///
/// What a block prints of an answer is kept when it follows from the answer and the site alone: cards of the newest
/// stories under every story, a list of tags at every foot.
#[derive(Debug)]
pub struct Answered {
    answer: GetAnswer,
    /// Nothing is kept with the answer of one page.
    sheets: Option<Mutex<Vec<Sheet>>>,
}

/// What one block has printed.
#[derive(Debug)]
struct Sheet {
    /// The theme as it was read, and its block.
    block: (u64, usize),
    site: SiteView,
    text: Arc<str>,
}

impl Answered {
    /// An answer that the caller will give to other pages, too.
    pub fn to_many(answer: GetAnswer) -> Arc<Self> {
        Arc::new(Self { answer, sheets: Some(Mutex::default()) })
    }

    /// The answer.
    pub fn answer(&self) -> &GetAnswer {
        &self.answer
    }

    /// Bytes of memory that it takes at most, with all that is kept of it.
    pub fn bytes_max(&self) -> usize {
        let rows = match &self.answer {
            GetAnswer::Posts(rows, _) => rows.iter().map(|row| row.html.len() + ROW_BYTES).sum(),
            answer => answer.rows() * ROW_BYTES,
        };
        let sheets =
            if self.sheets.is_some() { SHEETS_MAX * (self.sheet_bytes_max() + ROW_BYTES) } else { 0 };
        rows + sheets
    }

    fn sheet_bytes_max(&self) -> usize {
        SHEET_BYTES * (1 + self.answer.rows())
    }

    /// Whether printings of it are kept.
    pub(crate) fn is_for_many(&self) -> bool {
        self.sheets.is_some()
    }

    /// What `block` printed of it on a page of `site`.
    pub(crate) fn sheet(&self, block: (u64, usize), site: &SiteView) -> Option<Arc<str>> {
        let sheets = self.sheets.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        let sheet = sheets.iter().find(|sheet| sheet.block == block)?;
        (sheet.site == *site).then(|| Arc::clone(&sheet.text))
    }

    /// Keeps what `block` printed of it, in place of what it printed before.
    pub(crate) fn keep(&self, block: (u64, usize), site: &SiteView, text: &str) {
        let Some(sheets) = self.sheets.as_ref().filter(|_| text.len() <= self.sheet_bytes_max()) else {
            return;
        };
        let mut sheets = sheets.lock().unwrap_or_else(PoisonError::into_inner);
        sheets.retain(|sheet| sheet.block != block);
        if sheets.len() < SHEETS_MAX {
            sheets.push(Sheet { block, site: site.clone(), text: text.into() });
        }
    }
}

impl PartialEq for Answered {
    fn eq(&self, other: &Self) -> bool {
        self.answer == other.answer
    }
}

impl From<GetAnswer> for Arc<Answered> {
    /// The answer for one page.
    fn from(answer: GetAnswer) -> Self {
        Self::new(Answered { answer, sheets: None })
    }
}

/// Answers by request.
#[derive(Debug, Clone, Default)]
pub struct Fetched {
    answers: HashMap<GetRequest, Arc<Answered>>,
    galleys: Option<Arc<Galleys>>,
    /// Whether a page has read one of them.
    used: Cell<bool>,
}

impl Fetched {
    /// Nothing fetched yet, with what other pages have printed.
    pub fn with_galleys(galleys: Arc<Galleys>) -> Self {
        Self { galleys: Some(galleys), ..Self::default() }
    }

    pub(crate) fn galleys(&self) -> Option<&Galleys> {
        self.galleys.as_deref()
    }

    /// Adds the answer to a request; a later answer replaces an earlier one.
    pub fn insert(&mut self, request: GetRequest, answer: impl Into<Arc<Answered>>) {
        self.answers.insert(request, answer.into());
    }

    /// The answer to a request, if there is one.
    pub fn get(&self, request: &GetRequest) -> Option<&GetAnswer> {
        self.answered(request).map(Answered::answer)
    }

    /// The same with what was printed of it.
    pub(crate) fn answered(&self, request: &GetRequest) -> Option<&Answered> {
        let answered = self.answers.get(request);
        self.used.set(self.used.get() || answered.is_some());
        answered.map(|answered| &**answered)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printing_is_kept_while_it_is_no_longer_than_its_rows_may_be() {
        let rows = vec![PostView::sample()];
        let answered = Answered::to_many(GetAnswer::Posts(rows, PaginationView::default()));
        let site = SiteView::sample();
        let (fits, block) = ("x".repeat(2 * SHEET_BYTES), (7, 1));
        answered.keep(block, &site, &format!("{fits}x"));
        assert_eq!(answered.sheet(block, &site), None);
        answered.keep(block, &site, &fits);
        assert_eq!(answered.sheet(block, &site).as_deref(), Some(fits.as_str()));
        assert!(answered.bytes_max() > SHEETS_MAX * fits.len());
        for other in 2..4 {
            answered.keep((7, other), &site, "other");
        }
        assert!(answered.sheet((7, 2), &site).is_some() && answered.sheet((7, 3), &site).is_none());
        let single = Arc::<Answered>::from(GetAnswer::Nothing);
        single.keep(block, &site, "x");
        assert!(!single.is_for_many() && single.sheet(block, &site).is_none());
    }
}

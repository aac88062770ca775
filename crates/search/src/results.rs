//! What is asked and what is answered: plain values.

use dateline_model::{Author, Comment, Period, Post, PostKind, PostStatus, Tag, Zone};

use crate::collect::{Audience, Order};
use crate::query::{Filter, Query};

/// The most hits of a page.
pub const PER_PAGE_MAX: usize = 50;
/// The last page that is shown: who has not found it by then asks another question.
pub const PAGES_MAX: usize = 100;

/// A question to the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRequest {
    /// What the reader typed.
    pub text: String,
    /// What was chosen beside the words.
    pub within: Within,
    /// Who asks.
    pub audience: Audience,
    /// What comes first.
    pub order: Order,
    /// Which page, from 1 to [`PAGES_MAX`].
    pub page: usize,
    /// Hits on a page, 1 to [`PER_PAGE_MAX`].
    pub per_page: usize,
    /// Whether the last word is still being typed, so that its beginning is enough.
    pub typing: bool,
    /// Whether the hits are to be divided by tag, author and year.
    pub facets: bool,
}

/// What a reader chooses from the facets, in place of typing it. Nothing chosen narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Within {
    /// Stories under the tag of this name or slug.
    pub tag: Option<String>,
    /// Stories of the author of this name or slug.
    pub author: Option<String>,
    /// What is dated in this year of the site's calendar.
    pub year: Option<i16>,
    /// Comments in place of stories.
    pub comments: bool,
    /// Only stories, or only pages.
    pub kind: Option<PostKind>,
    /// Only what is at this stage; of use at the desk.
    pub status: Option<PostStatus>,
}

impl Within {
    fn narrow(&self, query: &mut Query, zone: &Zone) {
        let filter = |name: &String| Filter { name: name.clone(), not: false };
        query.tags.extend(self.tag.iter().map(filter));
        query.authors.extend(self.author.iter().map(filter));
        query.comments |= self.comments;
        if let Some((begin, end)) = self.year.and_then(|year| zone.span_of(Period::Year(year))) {
            query.after = Some(query.after.map_or(begin, |known| known.max(begin)));
            query.before = Some(query.before.map_or(end, |known| known.min(end)));
        }
    }
}

impl SearchRequest {
    /// What a reader asks with a form: the first ten of the best hits.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            within: Within::default(),
            audience: Audience::Readers,
            order: Order::Best,
            page: 1,
            per_page: 10,
            typing: false,
            facets: false,
        }
    }

    /// The words as they are understood, within what was chosen beside them.
    pub(crate) fn query(&self, text: &str, zone: &Zone) -> Query {
        let mut query = Query::parse(text, self.typing, zone);
        self.within.narrow(&mut query, zone);
        // Whoever works at the desk finds comments in the moderation queue, under other rights.
        query.comments &= self.audience == Audience::Readers;
        query
    }

    /// How many hits stand before the page, and how many are on it.
    pub(crate) fn window(&self) -> (usize, usize) {
        let per_page = self.per_page.clamp(1, PER_PAGE_MAX);
        ((self.page.clamp(1, PAGES_MAX) - 1) * per_page, per_page)
    }
}

/// The answer of the archive.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SearchResults {
    /// The hits of the page.
    pub hits: Vec<Hit>,
    /// The hits; with `more` those that were counted.
    pub total: u64,
    /// Whether there may be more hits than `total`: they are so many, or so hard to find, that the count was not
    /// finished. The facets are then estimates of two figures.
    pub more: bool,
    /// Pages that can be shown.
    pub pages: usize,
    /// How the hits divide; empty unless it was asked for.
    pub facets: Facets,
    /// The question as it may have been meant, when that has more hits.
    pub did_you_mean: Option<String>,
    /// Whether no story had all the words, so that these have most of them.
    pub relaxed: bool,
    /// Whether the hits are comments.
    pub comments: bool,
    /// Whether nothing was asked.
    pub is_empty_query: bool,
}

/// A story that was found, or a comment with its story.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The story.
    pub post: Post,
    /// The comment, when comments were looked through.
    pub comment: Option<Comment>,
    /// The headline as safe HTML, with the words that were asked for in `<mark>`.
    pub title: String,
    /// The passage that tells why it was found, as safe HTML with `<mark>`; the teaser when only a byline, tag or
    /// headline has the words.
    pub snippet: String,
}

/// How hits divide; each list with the most hits first, years with the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// Hits by tag, at most [`FACETS_MAX`].
    pub tags: Vec<(Tag, u64)>,
    /// Hits by author, at most [`FACETS_MAX`].
    pub authors: Vec<(Author, u64)>,
    /// Hits by year in the site's own calendar.
    pub years: Vec<(i16, u64)>,
}

/// The most tags and authors by which hits are divided.
pub const FACETS_MAX: usize = 20;

/// What to show to a reader who has typed the beginning of something.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suggestions {
    /// Stories that have the words.
    pub total: u64,
    /// Whether there may be more of them.
    pub more: bool,
    /// Stories, the best first.
    pub stories: Vec<Hit>,
    /// Tags whose name has the words.
    pub tags: Vec<Tag>,
    /// Authors whose name has the words.
    pub authors: Vec<Author>,
}

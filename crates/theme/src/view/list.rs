//! Lists of stories and the way through them.

use dateline_hbs::Value;

use super::{PostView, text};

/// Where one is in a list. Lists that are walked by date know no page numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaginationView {
    /// This page, from 1.
    pub page: Option<u64>,
    /// How many pages there are.
    pub pages: Option<u64>,
    /// How many stories there are.
    pub total: Option<u64>,
    /// Stories on a page.
    pub limit: u64,
    /// Number of the page with older stories.
    pub next: Option<u64>,
    /// Number of the page with newer stories.
    pub prev: Option<u64>,
    /// Address of the page with older stories.
    pub next_url: Option<String>,
    /// Address of the page with newer stories.
    pub prev_url: Option<String>,
}

/// An order in which a thread can be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderView {
    /// Its name in English: a key of the translations.
    pub label: String,
    /// Address of the thread in this order.
    pub url: String,
    /// Whether the thread stands in it now.
    pub current: bool,
}

impl OrderView {
    /// The three orders of a thread under the story at `path`; `current` is `oldest`, `newest` or `best`.
    pub fn all(path: &str, current: &str) -> Vec<Self> {
        let order = |word: &str, label: &str, query: &str| Self {
            label: label.to_owned(),
            url: format!("{path}{query}#comments"),
            current: word == current,
        };
        vec![
            order("oldest", "Oldest first", ""),
            order("newest", "Newest first", "?order=newest"),
            order("best", "Most liked first", "?order=best"),
        ]
    }
}

/// A story as a bare link.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkView {
    /// Headline.
    pub title: String,
    /// Path.
    pub url: String,
    /// Comments that everybody sees.
    pub comment_count: u64,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListView {
    /// The stories, newest first.
    pub posts: Vec<PostView>,
    /// The way on.
    pub pagination: PaginationView,
    /// Stories with the most comments, most first; shown on the front page.
    pub most_discussed: Vec<LinkView>,
}

impl PaginationView {
    /// Whether this is not the list's first page.
    pub(crate) fn is_continued(&self) -> bool {
        self.page.map_or(self.prev_url.is_some(), |page| page > 1)
    }

    /// Page 2 of 3, for tests and previews.
    pub fn sample() -> Self {
        Self {
            page: Some(2),
            pages: Some(3),
            total: Some(41),
            limit: 20,
            next: Some(3),
            prev: Some(1),
            next_url: Some("/page/3/".into()),
            prev_url: Some("/".into()),
        }
    }
}

impl LinkView {
    /// A link for tests and previews.
    pub fn sample() -> Self {
        Self { title: "Harbour bridge reopens".into(), url: "/2026/11/bridge.html".into(), comment_count: 16 }
    }
}

impl ListView {
    /// Ten stories for tests and previews.
    pub fn sample() -> Self {
        let titles = [
            "Harbour bridge reopens after two winters",
            "Council votes to keep the Sunday ferry",
            "A library in a former ice house",
            "Goalless, and glad of it",
            "The last wooden crane comes down",
            "School kitchen cooks for the whole street",
            "Night trams from spring, says the operator",
            "What the seals know about the weather",
            "A choir of forty and one microphone",
            "Letters: the fountain, again",
        ];
        let posts = titles
            .iter()
            .enumerate()
            .map(|(number, title)| PostView {
                title: (*title).into(),
                slug: format!("story-{number}"),
                url: format!("/2026/11/story-{number}.html"),
                html: String::new(),
                comment_count: number as u64,
                ..PostView::sample()
            })
            .collect();
        Self { posts, pagination: PaginationView::sample(), most_discussed: vec![LinkView::sample(); 5] }
    }
}

object!(PaginationView, pagination, {
    "page" => pagination.page,
    "pages" => pagination.pages,
    "total" => pagination.total,
    "limit" => pagination.limit,
    "next" => pagination.next,
    "prev" => pagination.prev,
    "next_url" => text(pagination.next_url.as_ref()),
    "prev_url" => text(pagination.prev_url.as_ref()),
    "numbered" => pagination.page.is_some() && pagination.pages.is_some(),
    "pages_needed" => pagination.next_url.is_some() || pagination.prev_url.is_some(),
});

object!(OrderView, order, { "label" => &order.label, "url" => &order.url, "current" => order.current });

object!(LinkView, link, {
    "title" => &link.title,
    "url" => &link.url,
    "comment_count" => Value::from(link.comment_count),
});

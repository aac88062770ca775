//! A path becomes a route. Pure: no store, no clock, only the path and the query.
//!
//! Both families of addresses are understood on every site, so that nothing breaks when a site changes its
//! mind; which of them is canonical is a setting. `U…` and `F…` are the rows of the contract on Blogger.

use dateline_model::{Millis, Period};
use dateline_routes::{Found, Routes};

use crate::address::segment;
use crate::query::Query;

/// The most labels that one list is filtered by.
pub const LABELS_MAX: usize = 4;
/// The deepest page number that is looked up; beyond it a list has ended.
pub const PAGE_MAX: i64 = 1_000_000;

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The front page and the pages after it.
    Home {
        /// From 1.
        page: i64,
    },
    /// A story or a static page: whatever has this permalink, or a redirect that leads from it.
    Permalink {
        /// The decoded path.
        path: String,
        /// The page of its comments, from 1 (U15).
        comment_page: i64,
        /// The order of its comments.
        order: Order,
    },
    /// Stories under a tag.
    Tag {
        /// How it is named.
        tag: TagName,
        /// From 1.
        page: i64,
    },
    /// Stories by an author.
    Author {
        /// The author's slug.
        slug: String,
        /// From 1.
        page: i64,
    },
    /// Stories of a year, a month or a day (U5).
    Archive {
        /// Which.
        period: Period,
        /// From 1.
        page: i64,
    },
    /// All years and months.
    ArchiveIndex,
    /// A list from a moment backwards or forwards: Blogger's "Older posts" (U11, U12).
    Cursor {
        /// The label it is filtered by.
        label: Option<String>,
        /// Stories from here on.
        from: Millis,
        /// Stories before this.
        to: Millis,
        /// How many.
        limit: i64,
    },
    /// What WordPress knew by a number or a name in the front page's query, such as `/?p=12`.
    WordPress {
        /// The parameter.
        name: &'static str,
        /// Its value.
        value: String,
    },
    /// The search page with what was asked (U10).
    Search {
        /// The words.
        words: String,
    },
    /// What to offer to a reader who has typed the beginning of a question.
    Suggest {
        /// What was typed so far.
        words: String,
    },
    /// A feed.
    Feed(FeedRoute),
    /// The index of sitemaps, or one of them (U21).
    Sitemap {
        /// `None` is the index.
        page: Option<i64>,
    },
    /// The sitemap of static pages (U22).
    SitemapPages,
    /// `robots.txt` (U20).
    Robots,
    /// `ads.txt` (U24).
    AdsTxt,
    /// The site's icon (U24).
    Favicon,
    /// The form for a reply on a page of its own.
    Reply {
        /// The post's id in 24 digits.
        post: String,
        /// The comment's id in 24 digits; `None` for the form alone.
        comment: Option<String>,
    },
    /// A colour sheet made from the site's accent colour.
    AccentCss,
    /// The stylesheet that lets a browser show feeds.
    FeedXsl,
    /// An entry of the site's `routes.yaml`.
    Entry {
        /// Its place in the table.
        number: usize,
        /// From 1.
        page: i64,
    },
    /// The same thing under its lasting address.
    Moved {
        /// A path, with its query.
        to: String,
    },
}

/// The order of a thread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// As a conversation: what was said first stands first.
    #[default]
    Oldest,
    /// The newest threads first.
    Newest,
    /// What readers like most stands first.
    Best,
}

impl Order {
    /// The order of this name; any other name is the usual order.
    fn named(word: &str) -> Self {
        match word {
            "newest" => Self::Newest,
            "best" => Self::Best,
            _ => Self::Oldest,
        }
    }

    /// Its name in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Oldest => "oldest",
            Self::Newest => "newest",
            Self::Best => "best",
        }
    }
}

/// How a tag is named in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagName {
    /// By its slug, as in `/tag/harbour/`.
    Slug(String),
    /// By its exact name, as in `/search/label/Harbour` (U8), or several names with `+` between (U9).
    Label(String),
}

/// What a feed is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedScope {
    /// Stories of the site, filtered by labels when there are any (F1, F2, F3).
    Posts {
        /// All of them must fit.
        labels: Vec<String>,
    },
    /// One story (F4), by Blogger's number or our id.
    Post(String),
    /// Stories of a tag, by slug.
    Tag(String),
    /// Stories of an author, by slug.
    Author(String),
    /// Stories of an entry of the site's `routes.yaml`, by its place in the table.
    Entry(usize),
    /// Static pages (F5).
    Pages,
    /// Comments of the site (F6).
    Comments,
    /// Comments of one story (F7); the second is a single comment.
    CommentsOf(String, Option<String>),
    /// Stories that answer a question to the archive, the newest first.
    Search {
        /// The words of the query language.
        words: String,
    },
}

/// The form of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// RFC 4287.
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    JsonFeed,
    /// Blogger's JSON (`alt=json`).
    BloggerJson,
}

/// A feed as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRoute {
    /// What it is about.
    pub scope: FeedScope,
    /// Its form, unless `alt` in the query says another.
    pub format: FeedFormat,
    /// Only summaries.
    pub summary: bool,
}

impl Route {
    /// The route of a decoded path.
    pub fn of(path: &str, query: &Query) -> Self {
        if query.get("widgetType").is_some() {
            // U18: the archive gadget's state.
            return Self::Moved { to: dateline_model::encode_path(path) };
        }
        if let Some(rest) = path.strip_prefix("/ncr").filter(|rest| rest.starts_with('/')) {
            return Self::Moved { to: dateline_model::encode_path(rest) };
        }
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let found = match parts.as_slice() {
            // WordPress asked its front page, and its pages.
            [] | ["page", _] if query.get("s").is_some() => Some(wordpress_search(&parts, query)),
            [] | ["index.php"] => Some(crate::wordpress::front_page(query).unwrap_or(if parts.is_empty() {
                Self::Home { page: 1 }
            } else {
                Self::Moved { to: "/".to_owned() }
            })),
            ["index.html"] => Some(Self::Moved { to: "/".to_owned() }),
            ["page", n] => numbered(n, "/", |page| Self::Home { page }),
            ["search", rest @ ..] => Some(search(rest, query)),
            ["feeds", rest @ ..] => blogger_feed(rest, query),
            ["archive"] => Some(Self::ArchiveIndex),
            ["comment", post] => Some(Self::Reply { post: (*post).to_owned(), comment: None }),
            ["comment", post, comment] => {
                Some(Self::Reply { post: (*post).to_owned(), comment: Some((*comment).to_owned()) })
            }
            ["assets", "accent.css"] => Some(Self::AccentCss),
            ["assets", "feed.xsl"] => Some(Self::FeedXsl),
            [one] => single(one, query),
            ["tag", slug, rest @ ..] => tagged(slug, rest),
            ["author", slug, rest @ ..] => signed(slug, rest),
            ["feed", kind] => wordpress_feed(kind),
            ["comments", last] => feed_name(last).map(|format| feed(FeedScope::Comments, format)),
            _ => None,
        };
        found
            .or_else(|| archive(&parts))
            .map_or_else(|| Self::permalink(path, query), |route| route.with_slash(path))
    }

    /// The route on a site with a `routes.yaml`, which wins over the addresses that every site has.
    pub fn on(routes: Option<&Routes>, path: &str, query: &Query) -> Self {
        let usual = Self::of(path, query);
        if matches!(usual, Self::Search { .. }) {
            return usual;
        }
        match routes.and_then(|routes| routes.find(path)) {
            None => usual,
            Some(Found::Entry { number, page }) => Self::Entry { number, page },
            Some(Found::Feed { number }) => feed(FeedScope::Entry(number), FeedFormat::Rss),
            Some(Found::Tag { slug, page }) => Self::Tag { tag: TagName::Slug(slug), page },
            Some(Found::TagFeed { slug }) => feed(FeedScope::Tag(slug), FeedFormat::Rss),
            Some(Found::Author { slug, page }) => Self::Author { slug, page },
            Some(Found::AuthorFeed { slug }) => feed(FeedScope::Author(slug), FeedFormat::Rss),
            Some(Found::Moved { to }) => Self::Moved { to: dateline_model::encode_path(&to) },
            Some(Found::Nothing) => Self::permalink(path, query),
        }
    }

    fn permalink(path: &str, query: &Query) -> Self {
        let comment_page = query.number("commentPage").unwrap_or(1).clamp(1, PAGE_MAX);
        let order = query.get("order").map(Order::named).unwrap_or_default();
        Self::Permalink { path: path.to_owned(), comment_page, order }
    }

    /// Lists have one address each, with a slash at the end: the other one leads there.
    fn with_slash(self, path: &str) -> Self {
        let is_list = matches!(
            self,
            Self::Home { .. }
                | Self::Tag { tag: TagName::Slug(_), .. }
                | Self::Author { .. }
                | Self::Archive { .. }
                | Self::ArchiveIndex
        );
        if is_list && !path.ends_with('/') {
            return Self::Moved { to: format!("{}/", dateline_model::encode_path(path)) };
        }
        self
    }
}

fn feed(scope: FeedScope, format: FeedFormat) -> Route {
    Route::Feed(FeedRoute { scope, format, summary: false })
}

fn feed_name(name: &str) -> Option<FeedFormat> {
    match name {
        "rss" | "rss.xml" | "feed" => Some(FeedFormat::Rss),
        "atom.xml" => Some(FeedFormat::Atom),
        "feed.json" => Some(FeedFormat::JsonFeed),
        _ => None,
    }
}

/// The forms that WordPress gives its feed: `/feed/atom/`.
fn wordpress_feed(kind: &str) -> Option<Route> {
    let format = match kind {
        "rss" | "rss2" | "rdf" => FeedFormat::Rss,
        "atom" => FeedFormat::Atom,
        _ => return None,
    };
    Some(feed(FeedScope::Posts { labels: Vec::new() }, format))
}

/// A page number in a path; page 1 is the list itself at `list`.
fn numbered(text: &str, list: &str, route: impl FnOnce(i64) -> Route) -> Option<Route> {
    let page =
        text.parse::<i64>().ok().filter(|n| (1..=PAGE_MAX).contains(n) && !text.starts_with(['0', '+']))?;
    if page == 1 {
        return Some(Route::Moved { to: list.to_owned() });
    }
    Some(route(page))
}

fn single(name: &str, query: &Query) -> Option<Route> {
    if let Some(format) = feed_name(name) {
        return Some(feed(FeedScope::Posts { labels: Vec::new() }, format));
    }
    match name {
        "sitemap.xml" => Some(Route::Sitemap { page: query.number("page").map(|n| n.clamp(1, PAGE_MAX)) }),
        "sitemap-pages.xml" => Some(Route::SitemapPages),
        "robots.txt" => Some(Route::Robots),
        "ads.txt" => Some(Route::AdsTxt),
        "favicon.ico" => Some(Route::Favicon),
        _ => old_archive(name).or_else(|| file_of_wordpress(name)),
    }
}

/// Files that WordPress and its plug-ins have beside the front page: feeds since its first days, and the lists for search engines.
fn file_of_wordpress(name: &str) -> Option<Route> {
    let to = match name {
        "wp-rss2.php" | "wp-rss.php" | "wp-rdf.php" | "wp-feed.php" => "/feed/",
        "wp-atom.php" => "/atom.xml",
        "wp-commentsrss2.php" => "/comments/feed/",
        "wp-sitemap.xml" | "sitemap_index.xml" => "/sitemap.xml",
        _ => return None,
    };
    Some(Route::Moved { to: to.to_owned() })
}

/// `2012_03_01_archive.html` and its weekly and daily sisters (U6, U7).
fn old_archive(name: &str) -> Option<Route> {
    let date = name.strip_suffix("_archive.html")?;
    let mut parts = date.split('_');
    let (year, month) = (parts.next()?, parts.next()?);
    let (y, m): (i16, i8) = (year.parse().ok()?, month.parse().ok()?);
    let fits = year.len() == 4 && month.len() == 2 && (1..=12).contains(&m);
    fits.then(|| Route::Moved { to: format!("/{y:04}/{m:02}/") })
}

fn tagged(slug: &str, rest: &[&str]) -> Option<Route> {
    let tag = || TagName::Slug(slug.to_owned());
    let list = || format!("/tag/{}/", dateline_model::encode_path(slug));
    match rest {
        [] => Some(Route::Tag { tag: tag(), page: 1 }),
        ["page", n] => numbered(n, &list(), |page| Route::Tag { tag: tag(), page }),
        [name] => feed_name(name).map(|format| feed(FeedScope::Tag(slug.to_owned()), format)),
        _ => None,
    }
}

fn signed(slug: &str, rest: &[&str]) -> Option<Route> {
    let slug = slug.to_owned();
    match rest {
        [] => Some(Route::Author { slug, page: 1 }),
        ["page", n] => {
            let list = format!("/author/{}/", dateline_model::encode_path(&slug));
            numbered(n, &list, |page| Route::Author { slug, page })
        }
        [name] => feed_name(name).map(|format| feed(FeedScope::Author(slug), format)),
        _ => None,
    }
}

fn archive(parts: &[&str]) -> Option<Route> {
    let (dates, page) = match parts {
        [dates @ .., "page", n] => (dates, Some(*n)),
        dates => (dates, None),
    };
    let number = |text: &str, digits: usize| {
        let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| text.parse::<i16>().ok()).flatten()
    };
    let period = match dates {
        [y] => Period::Year(number(y, 4)?),
        [y, m] => Period::Month(number(y, 4)?, number(m, 2)? as i8),
        [y, m, d] => Period::Day(number(y, 4)?, number(m, 2)? as i8, number(d, 2)? as i8),
        _ => return None,
    };
    match page {
        None => Some(Route::Archive { period, page: 1 }),
        Some(n) => numbered(n, &format!("/{}/", dates.join("/")), |page| Route::Archive { period, page }),
    }
}

/// `/?s=WORDS`, `/page/2/?s=WORDS` and `/?s=WORDS&feed=rss2` of WordPress.
fn wordpress_search(parts: &[&str], query: &Query) -> Route {
    let words = query.get("s").unwrap_or_default();
    match (query.get("feed"), parts) {
        (Some(kind), _) => {
            let format = if kind == "atom" { FeedFormat::Atom } else { FeedFormat::Rss };
            feed(FeedScope::Search { words: words.to_owned() }, format)
        }
        (None, ["page", n]) => {
            let page = n.parse::<i64>().ok().filter(|n| (2..=PAGE_MAX).contains(n));
            let page = page.map_or_else(String::new, |n| format!("&page={n}"));
            Route::Moved { to: format!("/search/?q={}{page}", segment(words)) }
        }
        (None, _) => Route::Search { words: words.to_owned() },
    }
}

/// `/search/WORDS/feed/` and its sisters, where WordPress has speaking addresses.
fn searched_feed(rest: &[&str]) -> Option<Route> {
    let (words, format) = match rest {
        [words, "feed"] | [words, "feed", "rss" | "rss2"] => (words, FeedFormat::Rss),
        [words, "feed", "atom"] => (words, FeedFormat::Atom),
        _ => return None,
    };
    Some(feed(FeedScope::Search { words: (*words).to_owned() }, format))
}

fn search(rest: &[&str], query: &Query) -> Route {
    if let ["suggest"] = rest {
        return Route::Suggest { words: query.get("q").unwrap_or_default().to_owned() };
    }
    if let Some(feed) = searched_feed(rest).filter(|_| rest.first() != Some(&"label")) {
        return feed;
    }
    let label = match rest {
        ["label", names @ ..] if !names.is_empty() => Some(names.join("/")),
        _ => None,
    };
    if query.get("updated-max").is_some() || query.get("updated-min").is_some() {
        return Route::Cursor {
            label,
            from: query.moment("updated-min").unwrap_or(Millis::MIN),
            // "Older posts" names the last story shown, which is not shown again.
            to: query.moment("updated-max").unwrap_or(Millis::MAX),
            limit: query.number("max-results").unwrap_or(20).clamp(1, 100),
        };
    }
    match label {
        None => {
            // WordPress has the words in the path.
            let in_path = rest.first().copied().unwrap_or_default();
            Route::Search { words: query.get("q").unwrap_or(in_path).to_owned() }
        }
        Some(label) => {
            let page = query.number("page").unwrap_or(1).clamp(1, PAGE_MAX);
            Route::Tag { tag: TagName::Label(label), page }
        }
    }
}

/// `/feeds/…` (F1 to F7).
fn blogger_feed(parts: &[&str], query: &Query) -> Option<Route> {
    let projection = |name: &str| match name {
        "default" | "full" => Some(false),
        "summary" => Some(true),
        _ => None,
    };
    let make = |scope, summary| Route::Feed(FeedRoute { scope, format: FeedFormat::Atom, summary });
    let words = query.get("q").filter(|words| !words.trim().is_empty());
    match parts {
        ["posts", kind] if words.is_some() => {
            let words = words.unwrap_or_default().to_owned();
            Some(make(FeedScope::Search { words }, projection(kind)?))
        }
        ["posts", kind] => Some(make(FeedScope::Posts { labels: Vec::new() }, projection(kind)?)),
        ["posts", kind, "-", labels @ ..] => {
            let labels = labels.iter().take(LABELS_MAX).map(|label| (*label).to_owned()).collect();
            Some(make(FeedScope::Posts { labels }, projection(kind)?))
        }
        ["posts", kind, post] => Some(make(FeedScope::Post((*post).to_owned()), projection(kind)?)),
        ["pages", kind] => Some(make(FeedScope::Pages, projection(kind)?)),
        ["comments", kind] => Some(make(FeedScope::Comments, projection(kind)?)),
        [post, "comments", kind] => {
            Some(make(FeedScope::CommentsOf((*post).to_owned(), None), projection(kind)?))
        }
        [post, "comments", kind, comment] => {
            let scope = FeedScope::CommentsOf((*post).to_owned(), Some((*comment).to_owned()));
            Some(make(scope, projection(kind)?))
        }
        _ => None,
    }
}

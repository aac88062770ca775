//! Every address that the paper prints, made in one place.

use dateline_model::{Address, Comment, CommentId, Paper, Period, PostId, Tag, encode_path};
use dateline_routes::Pattern;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a label or a slug must not hold as one segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Addresses of one paper as seen by one request. Paths begin with a slash; whole addresses with the scheme.
#[derive(Debug, Clone)]
pub struct Addresses<'p> {
    paper: &'p Paper,
    base: String,
}

impl<'p> Addresses<'p> {
    /// The addresses of `paper`; `origin` (`http://host:port`) stands in while its own address is not set.
    pub fn new(paper: &'p Paper, origin: &str) -> Self {
        let set = &paper.settings.url;
        Self { paper, base: if set.is_empty() { origin.to_owned() } else { set.clone() } }
    }

    /// The whole address of a path that is encoded already.
    pub fn whole(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The address of the front page without its last slash.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// A reference of a body, made whole: `/x`, `x` and `//host/x` become addresses, others stay.
    pub fn absolute(&self, reference: &str, page: &str) -> Option<String> {
        if reference.starts_with("http://") || reference.starts_with("https://") {
            return None;
        }
        let page = url::Url::parse(&self.whole(page)).ok()?;
        let joined = page.join(reference).ok()?;
        matches!(joined.scheme(), "http" | "https").then(|| joined.to_string())
    }

    /// A post's path from its decoded permalink.
    pub fn post(permalink: &str) -> String {
        encode_path(permalink)
    }

    /// A tag's list.
    pub fn tag(&self, tag: &Tag) -> String {
        if let Some(routes) = &self.paper.routes {
            return archive_of(routes.tag(), &tag.slug);
        }
        match self.paper.settings.address {
            Address::Ghost => format!("/tag/{}/", segment(&tag.slug)),
            Address::Blogger => format!("/search/label/{}", segment(&tag.name)),
        }
    }

    /// Page `page` of a tag's list.
    pub fn tag_page(&self, tag: &Tag, page: i64) -> String {
        match (page, self.paper.settings.address) {
            (1, _) => self.tag(tag),
            _ if self.paper.routes.is_some() => Self::list_page(&self.tag(tag), page),
            (_, Address::Ghost) => format!("/tag/{}/page/{page}/", segment(&tag.slug)),
            (_, Address::Blogger) => format!("/search/label/{}?page={page}", segment(&tag.name)),
        }
    }

    /// An author's list.
    pub fn author(&self, slug: &str) -> String {
        match &self.paper.routes {
            Some(routes) => archive_of(routes.author(), slug),
            None => format!("/author/{}/", segment(slug)),
        }
    }

    /// Page `page` of a list whose first page is `list`.
    pub fn list_page(list: &str, page: i64) -> String {
        if page == 1 { list.to_owned() } else { format!("{list}page/{page}/") }
    }

    /// The site's feed: Blogger's address where readers subscribed to that one, the first collection's where there are
    /// routes.
    pub fn feed(&self) -> String {
        let own = self.paper.routes.as_ref().and_then(|routes| routes.feed());
        let usual = match self.paper.settings.address {
            Address::Ghost => "/rss/",
            Address::Blogger => "/feeds/posts/default",
        };
        own.map_or_else(|| usual.to_owned(), |path| encode_path(&path))
    }

    /// The feed of a tag.
    pub fn tag_feed(&self, tag: &Tag) -> String {
        if self.paper.routes.is_some() {
            return format!("{}rss/", self.tag(tag));
        }
        match self.paper.settings.address {
            Address::Ghost => format!("/tag/{}/rss/", segment(&tag.slug)),
            Address::Blogger => format!("/feeds/posts/default/-/{}", segment(&tag.name)),
        }
    }

    /// The feed of an author.
    pub fn author_feed(&self, slug: &str) -> String {
        format!("{}rss/", self.author(slug))
    }

    /// The archive of a year, a month or a day.
    pub fn archive(period: Period) -> String {
        match period {
            Period::Year(y) => format!("/{y:04}/"),
            Period::Month(y, m) => format!("/{y:04}/{m:02}/"),
            Period::Day(y, m, d) => format!("/{y:04}/{m:02}/{d:02}/"),
        }
    }

    /// A comment on the page of its story; `comment_page` from 1.
    pub fn comment(permalink: &str, comment_page: i64, comment: &Comment) -> String {
        let page = if comment_page > 1 { format!("?commentPage={comment_page}") } else { String::new() };
        format!("{}{page}#{}", encode_path(permalink), comment.anchor())
    }

    /// Where a comment is found whatever page it stands on, and where its writer changes it.
    pub fn one_comment(post: PostId, comment: CommentId) -> String {
        format!("{}{comment}", Self::comments_of(post))
    }

    /// The form for a reply, on a page of its own.
    pub fn reply(post: PostId, comment: Option<CommentId>) -> String {
        comment.map_or_else(
            || format!("/comment/{post}"),
            |comment| format!("{}{comment}", Self::replies_of(post)),
        )
    }

    /// What the id of a comment stands behind in [`Self::one_comment`].
    pub(crate) fn comments_of(post: PostId) -> String {
        format!("/comments/{post}/")
    }

    /// What it stands behind in [`Self::reply`].
    pub(crate) fn replies_of(post: PostId) -> String {
        format!("/comment/{post}/")
    }

    /// The name of a post in Blogger's feed addresses: its number there, or our id.
    pub fn feed_id(id: PostId, import_key: Option<&str>) -> String {
        import_key.and_then(|key| key.strip_prefix("blogger:")).map_or_else(|| id.hex(), str::to_owned)
    }

    /// The feed of a story's comments (F7).
    pub fn comment_feed(id: PostId, import_key: Option<&str>) -> String {
        format!("/feeds/{}/comments/default", Self::feed_id(id, import_key))
    }
}

/// The address of an archive that the routes have; Ghost's own word where it is switched off.
fn archive_of(pattern: Option<&Pattern>, slug: &str) -> String {
    pattern.map_or_else(|| "/404/".to_owned(), |pattern| encode_path(&pattern.with_slug(slug)))
}

/// A name as one segment of a path.
pub(crate) fn segment(name: &str) -> String {
    utf8_percent_encode(name, SEGMENT).to_string()
}

//! The page as a whole.

use super::{
    ArchiveView, AuthorView, CommentFormView, CommentPageView, CommentView, DataView, LinkView, ListView,
    OrderView, PaginationView, PostView, RouteKind, RouteView, SearchView, SiteView, TagView,
};

/// A feed that the page names in its head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FeedLink {
    /// Name of the feed.
    pub title: String,
    /// Address.
    pub url: String,
    /// `application/atom+xml` and the like.
    pub media_type: String,
}

/// What the head of the page says of it. Everything left empty is taken from what the page shows, by Ghost's rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageMeta {
    /// The whole title, with the site's name where it belongs; empty for Ghost's.
    pub title: String,
    /// One or two sentences.
    pub description: Option<String>,
    /// The page's own address, absolute.
    pub canonical: Option<String>,
    /// A picture for previews, absolute.
    pub image: Option<String>,
    /// Address of the page with newer stories.
    pub prev_url: Option<String>,
    /// Address of the page with older stories.
    pub next_url: Option<String>,
    /// Feeds of the site and of what the page shows.
    pub feeds: Vec<FeedLink>,
    /// Structured data as JSON; made safe for a script block when printed.
    pub json_ld: Option<String>,
    /// `noindex` and the like.
    pub robots: Option<String>,
    /// Whether somebody looks at a story before it is out.
    pub preview: bool,
}

/// A story's or static page's own page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoryView {
    /// The story.
    pub post: PostView,
    /// Its comments in the order of the thread.
    pub comments: Vec<CommentView>,
    /// The way through a long thread.
    pub comment_pages: Option<PaginationView>,
    /// The orders in which the thread can be read; none where there is nothing to order.
    pub comment_orders: Vec<OrderView>,
    /// The form, or the sentence that comments are closed; `None` where comments were never open.
    pub form: Option<CommentFormView>,
    /// The story before this one.
    pub previous: Option<PostView>,
    /// The story after this one.
    pub next: Option<PostView>,
    /// Whether the two above are not given, and templates that print them ask for them.
    pub ask_neighbours: bool,
    /// Stories on the same matter.
    pub related: Vec<LinkView>,
}

/// An error as a reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ErrorView {
    /// HTTP status.
    pub code: u16,
    /// A sentence for the reader.
    pub message: String,
    /// The number under which the operator finds it.
    pub id: Option<String>,
}

/// What the page is about; decides the template.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant, reason = "a caller holds one page at a time")]
pub enum Page {
    /// The front page and its continuations.
    Home(ListView),
    /// A story.
    Post(Box<StoryView>),
    /// A static page.
    Page(Box<StoryView>),
    /// Stories under a tag.
    Tag {
        /// The tag.
        tag: TagView,
        /// Its stories.
        list: ListView,
    },
    /// Stories of an author.
    Author {
        /// The author.
        author: AuthorView,
        /// The stories.
        list: ListView,
    },
    /// Stories of a year, month or day.
    Period {
        /// Gregorian year.
        year: i16,
        /// 1 to 12.
        month: Option<u8>,
        /// 1 to 31.
        day: Option<u8>,
        /// Its stories.
        list: ListView,
    },
    /// What the site's `routes.yaml` says stands here.
    Route {
        /// The route.
        route: RouteView,
        /// Its stories, where it has some.
        list: Option<ListView>,
    },
    /// Stories under several tags.
    Tags {
        /// The tags.
        tags: Vec<TagView>,
        /// Their stories.
        list: ListView,
    },
    /// All years and months.
    ArchiveIndex(ArchiveView),
    /// The search page.
    Search(SearchView),
    /// The comment form on a page of its own; its `parent` is the comment that is answered.
    ReplyForm {
        /// The story.
        post: Box<PostView>,
        /// The form.
        form: CommentFormView,
    },
    /// One comment and what somebody may do with it: report it, or change an own one.
    OneComment {
        /// The story.
        post: Box<PostView>,
        /// The comment and the form.
        view: Box<CommentPageView>,
    },
    /// An error.
    Error(ErrorView),
    /// The form that asks for a site's password.
    Private {
        /// What was wrong with the last try: a sentence in English, which is printed in the language of the site.
        error: Option<String>,
    },
}

/// One page, ready to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageView {
    /// What it is about.
    pub page: Page,
    /// What its head says.
    pub meta: PageMeta,
    /// Path of the request.
    pub path: String,
    /// The moment of printing in milliseconds UTC: today's date in the masthead.
    pub now: i64,
}

impl PageMeta {
    /// A head for tests and previews.
    pub fn sample() -> Self {
        Self {
            title: "Harbour bridge reopens – The Arvel Mercury".into(),
            description: Some("The first tram crossed at dawn.".into()),
            canonical: Some("https://mercury.example/2026/11/harbour-bridge-reopens.html".into()),
            image: Some("https://mercury.example/content/images/bridge.png".into()),
            feeds: vec![FeedLink {
                title: "The Arvel Mercury".into(),
                url: "/feeds/posts/default".into(),
                media_type: "application/atom+xml".into(),
            }],
            json_ld: Some(r#"{"@type":"NewsArticle","headline":"</script>"}"#.into()),
            ..Self::default()
        }
    }
}

impl StoryView {
    /// A story with its thread for tests and previews.
    pub fn sample() -> Self {
        let neighbour = |title: &str, url: &str| {
            Some(PostView { title: title.into(), url: url.into(), html: String::new(), ..PostView::sample() })
        };
        Self {
            post: PostView::sample(),
            comments: CommentView::sample_thread(),
            comment_orders: OrderView::all("/2026/11/harbour-bridge-reopens.html", "newest"),
            form: Some(CommentFormView::sample()),
            previous: neighbour("A library in a former ice house", "/2026/11/ice-house.html"),
            next: neighbour("Council votes to keep the Sunday ferry", "/2026/11/ferry.html"),
            ..Self::default()
        }
    }
}

/// Markup for the two ends of a page.
pub(crate) type HeadAndFoot<'v> = (Option<&'v str>, Option<&'v str>);

impl PageView {
    /// Markup of the owner that stands in this page as it was written: of the site, of the story, of the tag; what is for
    /// the head and what is for the foot of each. Nothing on the page of a fault of ours, which must always work.
    pub fn injected<'v>(&'v self, site: &'v SiteView) -> impl Iterator<Item = &'v str> {
        self.injections(site).into_iter().flat_map(|(head, foot)| [head, foot]).flatten()
    }

    /// The same as pairs of head and foot.
    pub(crate) fn injections<'v>(&'v self, site: &'v SiteView) -> Vec<HeadAndFoot<'v>> {
        if matches!(&self.page, Page::Error(error) if error.code >= 500) {
            return Vec::new();
        }
        let of_site = (site.codeinjection_head.as_deref(), site.codeinjection_foot.as_deref());
        let own = match &self.page {
            Page::Post(story) | Page::Page(story) => Some(&story.post.meta),
            Page::Tag { tag, .. } => Some(&tag.meta),
            _ => None,
        };
        let own = own.map(|own| (own.codeinjection_head.as_deref(), own.codeinjection_foot.as_deref()));
        std::iter::once(of_site).chain(own).collect()
    }

    /// This page at the sample's path and hour.
    fn sample_of(page: Page, path: &str) -> Self {
        let feeds = PageMeta::sample().feeds;
        let meta = PageMeta { feeds, ..PageMeta::default() };
        Self { page, meta, path: path.into(), now: 1_795_514_400_000 }
    }

    /// One of every kind of page, with a name for each: what a theme must be able to print.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let list = ListView::sample;
        let mut first = list();
        first.pagination = PaginationView { page: Some(1), prev: None, prev_url: None, ..first.pagination };
        let reply = CommentFormView {
            parent: CommentView::sample_thread().pop().map(Box::new),
            ..CommentFormView::sample_with_errors()
        };
        let tags = vec![TagView::sample(), TagView { name: "Culture".into(), ..TagView::sample() }];
        let error = |code: u16| ErrorView {
            code,
            message: "Please try again in a minute.".into(),
            id: Some("7f3a".into()),
        };
        let story = Self::sample_of(
            Page::Post(Box::new(StoryView::sample())),
            "/2026/11/harbour-bridge-reopens.html",
        );
        vec![
            ("home", Self::sample_of(Page::Home(first), "/")),
            ("paged", Self::sample_of(Page::Home(list()), "/page/2/")),
            ("post", Self { meta: PageMeta::sample(), ..story }),
            ("page", Self::sample_of(Page::Page(Box::new(StoryView::sample())), "/about/")),
            ("tag", Self::sample_of(Page::Tag { tag: TagView::sample(), list: list() }, "/tag/harbour/")),
            (
                "author",
                Self::sample_of(Page::Author { author: AuthorView::sample(), list: list() }, "/author/ana/"),
            ),
            (
                "month",
                Self::sample_of(
                    Page::Period { year: 2026, month: Some(11), day: None, list: list() },
                    "/2026/11/",
                ),
            ),
            ("tags", Self::sample_of(Page::Tags { tags, list: list() }, "/tag/harbour+culture/")),
            (
                "collection",
                Self::sample_of(Page::Route { route: sample_route(), list: Some(list()) }, "/blog/"),
            ),
            ("archive", Self::sample_of(Page::ArchiveIndex(ArchiveView::sample()), "/archive/")),
            ("search", Self::sample_of(Page::Search(SearchView::sample()), "/search/")),
            (
                "reply",
                Self::sample_of(
                    Page::ReplyForm { post: Box::new(PostView::sample()), form: reply },
                    "/comments/reply/3",
                ),
            ),
            (
                "comment",
                Self::sample_of(
                    Page::OneComment {
                        post: Box::new(PostView::sample()),
                        view: Box::new(CommentPageView::sample()),
                    },
                    "/comments/5f2b/3/report",
                ),
            ),
            ("not-found", Self::sample_of(Page::Error(error(404)), "/nowhere/")),
            ("error", Self::sample_of(Page::Error(error(500)), "/")),
            (
                "private",
                Self::sample_of(
                    Page::Private { error: Some("Enter the password again.".into()) },
                    "/private/",
                ),
            ),
        ]
    }
}

fn sample_route() -> RouteView {
    RouteView {
        name: "blog".into(),
        path: "/blog/".into(),
        templates: vec!["index".into()],
        kind: RouteKind::Collection,
        data: vec![("tag".into(), DataView::Tag(Box::new(TagView::sample())))],
    }
}

object!(super::ErrorView, error, {
    "statusCode" => i64::from(error.code),
    "message" => &error.message,
    "id" => super::text(error.id.as_ref()),
});

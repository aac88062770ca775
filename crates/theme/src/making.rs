//! A page in the making: what its helpers can see and must remember.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

use dateline_hbs::{Host, Map, Value};
use jiff::tz::TimeZone;

use crate::fetch::{Fetched, GetRequest, MAX_REQUESTS};
use crate::galleys::Galley;
use crate::language::Language;
use crate::print::Asked;
use crate::view::{ListView, Page, PageView, RouteView, StoryView};
use crate::words::{Phrases, sentence};
use crate::{SiteView, Theme, ThemeError};

/// Ghost's contract, as the template language's host.
pub(crate) struct Contract;

impl Host for Contract {
    type State<'a> = Making<'a>;
}

/// A page in the making.
pub(crate) struct Making<'a> {
    pub(crate) theme: &'a Theme,
    pub(crate) site: &'a SiteView,
    pub(crate) view: &'a PageView,
    pub(crate) language: Arc<Language>,
    pub(crate) zone: TimeZone,
    /// What it says in the language of the site.
    pub(crate) phrases: Phrases<'a>,
    /// What `{{#contentFor "name"}}` kept for `{{{block "name"}}}`, in the order it came.
    pub(crate) kept: RefCell<Vec<(String, String)>>,
    fetched: &'a Fetched,
    /// Whether a helper that seldom looks at the page has looked at it.
    own: Cell<bool>,
    /// Whether requests without an answer count as answered with nothing.
    settled: bool,
    wanted: RefCell<Vec<GetRequest>>,
    /// Requests that had an answer, each once, in the order of asking.
    answered: RefCell<Vec<GetRequest>>,
}

impl<'a> Making<'a> {
    pub(crate) fn new(
        theme: &'a Theme,
        site: &'a SiteView,
        view: &'a PageView,
        fetched: &'a Fetched,
    ) -> Self {
        Self {
            fetched,
            own: Cell::new(false),
            settled: false,
            wanted: RefCell::default(),
            answered: RefCell::default(),
            language: theme.language(&site.locale),
            phrases: Phrases::of(&theme.words, &site.locale),
            zone: TimeZone::get(&site.timezone).unwrap_or(TimeZone::UTC),
            kept: RefCell::default(),
            theme,
            site,
            view,
        }
    }

    /// The same page, printed with what there is: what was not fetched counts as empty.
    pub(crate) fn settled(self) -> Self {
        Self { settled: true, ..self }
    }

    /// The answer to a request, or a note that it is wanted.
    pub(crate) fn ask(&self, request: GetRequest) -> Asked<'a> {
        if let Some(answer) = self.fetched.answered(&request) {
            let mut answered = self.answered.borrow_mut();
            if !answered.contains(&request) {
                answered.push(request.clone());
            }
            return Asked::Answer(request, answer);
        }
        if self.settled {
            return Asked::Unanswered(request);
        }
        let mut wanted = self.wanted.borrow_mut();
        if !wanted.contains(&request) {
            if self.fetched.len() + wanted.len() >= MAX_REQUESTS {
                return Asked::TooMany;
            }
            wanted.push(request);
        }
        Asked::Pending
    }

    /// What the rounds of `block` have printed on other pages.
    pub(crate) fn galley(&self, block: usize) -> Option<Galley<'a>> {
        Some(self.fetched.galleys()?.of((self.theme.reading(), block), self.site))
    }

    /// Notes that what is being printed is this page's own, and no other's.
    pub(crate) fn note_own(&self) {
        self.own.set(true);
    }

    /// Whether that was noted since this was last asked.
    pub(crate) fn take_own(&self) -> bool {
        self.own.take()
    }

    /// The requests that had no answer, and those that had one.
    pub(crate) fn into_requests(self) -> (Vec<GetRequest>, Vec<GetRequest>) {
        (self.wanted.into_inner(), self.answered.into_inner())
    }

    /// Names for `{{#is}}`, the first being the kind of page; none on an error page.
    pub(crate) fn contexts(&self) -> Vec<&'a str> {
        let paged = self.list().is_some_and(|list| list.pagination.is_continued());
        let mut names = match &self.view.page {
            Page::Home(_) if !paged && self.view.path == "/" => vec!["home", "index"],
            Page::Home(_) if paged => return vec!["paged", "index"],
            Page::Home(_) => vec!["index"],
            Page::Route { route, .. } => return self.route_contexts(route, paged),
            Page::Post(_) => vec!["post"],
            Page::Page(_) => vec!["page"],
            Page::Tag { .. } => vec!["tag"],
            Page::Author { .. } => vec!["author"],
            Page::Period { .. } | Page::Tags { .. } | Page::ArchiveIndex(_) => vec!["archive"],
            Page::Search(_) => vec!["search"],
            Page::ReplyForm { .. } => vec!["reply"],
            Page::OneComment { .. } => vec!["comment"],
            Page::Private { .. } => vec!["private"],
            Page::Error(_) => vec![],
        };
        if self.view.meta.preview {
            names.insert(0, "preview");
        }
        if paged {
            names.push("paged");
        }
        names
    }

    /// A route is known by its own name, and by what it shows.
    fn route_contexts(&self, route: &'a RouteView, paged: bool) -> Vec<&'a str> {
        let paged = paged.then_some("paged");
        let home = (self.view.path == "/").then_some("home");
        let names = paged.into_iter().chain(home).chain([route.name.as_str()]);
        names.chain(route.context()).collect()
    }

    /// Templates that may print the page, the most specific first.
    pub(crate) fn templates(&self) -> Vec<Cow<'static, str>> {
        let mut names: Vec<Cow<'static, str>> = Vec::with_capacity(4);
        let story = |kind: &str, story: &StoryView| {
            let own = Cow::Owned(format!("{kind}-{}", story.post.slug));
            // Layouts and other pages are no templates that a story could choose.
            let chosen = story.post.custom_template.clone().filter(|name| {
                ["custom-", "post-", "page-"].iter().any(|beginning| name.starts_with(beginning))
            });
            std::iter::once(own).chain(chosen.map(Cow::Owned))
        };
        match &self.view.page {
            Page::Home(_) => {
                if self.view.path == "/" {
                    names.push("home".into());
                }
                names.push("index".into());
            }
            Page::Post(post) => names.extend(story("post", post).chain(["post".into()])),
            Page::Page(page) => names.extend(story("page", page).chain(["page".into(), "post".into()])),
            Page::Private { .. } => names.push("private".into()),
            Page::Tag { tag, .. } => {
                names.extend([format!("tag-{}", tag.slug).into(), "tag".into(), "index".into()]);
            }
            Page::Author { author, .. } => {
                names.extend([format!("author-{}", author.slug).into(), "author".into(), "index".into()]);
            }
            Page::Route { route, .. } => {
                names.extend(route.candidates(self.view.path == "/").into_iter().map(Cow::Owned));
            }
            Page::Period { .. } | Page::Tags { .. } => names.extend(["archive".into(), "index".into()]),
            Page::ArchiveIndex(_) => names.push("archive-index".into()),
            Page::Search(_) => names.push("search".into()),
            Page::ReplyForm { .. } => names.push("reply".into()),
            Page::OneComment { .. } => names.push("one-comment".into()),
            Page::Error(error) => {
                let family = if error.code < 500 { "error-4xx" } else { "error-5xx" };
                names.extend([format!("error-{}", error.code).into(), family.into(), "error".into()]);
            }
        }
        names
    }

    /// The template that prints the page.
    pub(crate) fn template(&self) -> Option<Cow<'static, str>> {
        self.templates().into_iter().find(|name| self.theme.templates.contains(name))
    }

    /// Why no template prints the page.
    pub(crate) fn no_template(&self) -> ThemeError {
        match &self.view.page {
            Page::Route { route, .. } => ThemeError::MissingRouteTemplate {
                templates: route.candidates(false).join(".hbs, "),
                path: route.path.clone(),
            },
            _ => ThemeError::MissingTemplate("error"),
        }
    }

    /// The list the page shows, if it shows one.
    pub(crate) fn list(&self) -> Option<&'a ListView> {
        match &self.view.page {
            Page::Home(list)
            | Page::Tag { list, .. }
            | Page::Author { list, .. }
            | Page::Period { list, .. }
            | Page::Tags { list, .. } => Some(list),
            Page::Route { list, .. } => list.as_ref(),
            Page::Search(search) => search.found.as_ref(),
            _ => None,
        }
    }

    /// The story or static page the page shows, if it shows one.
    pub(crate) fn story(&self) -> Option<&'a StoryView> {
        match &self.view.page {
            Page::Post(story) | Page::Page(story) => Some(story),
            _ => None,
        }
    }

    /// The scripts for a thread and its form. Whoever does without them loses nothing but a little ease.
    pub(crate) fn thread_scripts(&self) -> Vec<&'static str> {
        let (form, thread) = match &self.view.page {
            Page::Post(story) | Page::Page(story) => (story.form.as_ref(), !story.comments.is_empty()),
            Page::ReplyForm { form, .. } => (Some(form), false),
            _ => (None, false),
        };
        let open = form.filter(|form| !form.closed && !form.members_only);
        let (sends, works) =
            (thread || open.is_some(), open.is_some_and(|form| form.challenge_url.is_some()));
        [(sends, "comments.js"), (works, "proof.js")].into_iter().filter(|s| s.0).map(|s| s.1).collect()
    }

    /// Whether the page shows one of the editor's cards.
    pub(crate) fn shows_cards(&self) -> bool {
        let story = self.story().map(|story| &story.post);
        let listed = self.list().into_iter().flat_map(|list| &list.posts);
        story.into_iter().chain(listed).any(|post| post.html.contains("kg-"))
    }

    /// What the outermost template sees.
    pub(crate) fn root(&self) -> Value<'a> {
        let contexts = Value::list(self.contexts().into_iter().map(Value::from));
        let mut root = Map::new().with("context", contexts).with("relativeUrl", &self.view.path);
        if let Some(list) = self.list() {
            root.set("posts", Value::sequence(&list.posts));
            root.set("pagination", Value::object(&list.pagination));
            root.set("most_discussed", Value::sequence(&list.most_discussed));
        }
        match &self.view.page {
            Page::Home(_) => {}
            Page::Post(story) => Self::add_story(&mut root, story),
            Page::Page(story) => {
                Self::add_story(&mut root, story);
                root.set("page", Value::object(&story.post));
            }
            Page::Route { route, .. } => {
                for (name, data) in &route.data {
                    root.set(name, data.as_value());
                }
                if let Some(post) = route.post() {
                    root.set("post", Value::object(post));
                }
            }
            Page::Tag { tag, .. } => root.set("tag", Value::object(tag)),
            Page::Author { author, .. } => root.set("author", Value::object(author)),
            Page::Period { year, month, day, .. } => {
                root.set("archive", Map::new().with("title", self.language.period(*year, *month, *day)));
            }
            Page::Tags { tags, .. } => {
                let names: Vec<_> = tags.iter().map(|tag| tag.name.as_str()).collect();
                root.set("archive", Map::new().with("title", names.join(" + ")));
            }
            Page::ArchiveIndex(archive) => root.set("years", archive.as_value(&self.language)),
            Page::Search(search) => {
                root.set("query", &search.query);
                root.set("searched", search.found.is_some());
                root.set("results", Value::object(search));
            }
            Page::ReplyForm { post, form } => {
                root.set("post", Value::object(&**post));
                root.set("form", Value::object(form));
                if let Some(parent) = &form.parent {
                    root.set("parent", Value::object(&**parent));
                }
            }
            Page::OneComment { post, view } => {
                root.set("post", Value::object(&**post));
                root.set("task", Value::object(&**view));
            }
            Page::Private { error } => {
                if let Some(message) = error {
                    let message = sentence(&self.theme.words, &self.language, message, &[]);
                    root.set("error", Map::new().with("message", message));
                }
            }
            Page::Error(error) => {
                root.set("statusCode", i64::from(error.code));
                root.set("message", &error.message);
                root.set("errorDetails", Value::list([]));
                root.set("id", error.id.as_ref());
            }
        }
        root.into()
    }

    fn add_story(root: &mut Map<'a>, story: &'a StoryView) {
        root.set("post", Value::object(&story.post));
        root.set("comments", Value::sequence(&story.comments));
        root.set("related", Value::sequence(&story.related));
        root.set("show_thread", story.form.is_some() || !story.comments.is_empty());
        if let Some(form) = &story.form {
            root.set("form", Value::object(form));
        }
        root.set("comment_orders", Value::sequence(&story.comment_orders));
        if let Some(pages) = &story.comment_pages {
            root.set("comment_pages", Value::object(pages));
        }
    }

    /// What `@name` sees.
    pub(crate) fn data(&self) -> Value<'a> {
        let page = match &self.view.page {
            Page::Route { route, .. } => route.page(),
            _ => self.story().map(|story| &story.post),
        };
        let shows_title = !page.is_some_and(|page| page.hide_title_and_image);
        // A route may say how many stories stand on its pages.
        let per_page = match &self.view.page {
            Page::Route { list: Some(list), .. } => Some(list.pagination.limit),
            _ => None,
        };
        Map::new()
            .with("site", self.site.as_value())
            .with("blog", self.site.as_value())
            .with("custom", self.theme.package.custom_values(&self.site.custom))
            .with("config", self.theme.package.config_values(per_page))
            .with("member", Value::Null)
            .with("labs", Map::new())
            .with("page", Map::new().with("show_title_and_feature_image", shows_title))
            .with("now", Value::Date(self.view.now))
            .into()
    }
}

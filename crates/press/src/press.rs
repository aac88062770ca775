//! The press: asked for a path, it answers with a page.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use dateline_model::{Comment, CommentId, Millis, Paper, Post, PostCard, PostId};
use dateline_search::{Search, SearchError};
use dateline_store::{ListKey, Read, Store, StoreError};
use dateline_theme::{CommentPageView, Galleys, Page, PageMeta, Theme, ThemeError};

use crate::address::Addresses;
use crate::answer::{Answer, CachePolicy};
use crate::depends::Depends;
use crate::query::Query;
use crate::route::{FeedRoute, FeedScope, Route};
use crate::standing::{Place, Standing};
use crate::story::Part;
use crate::themes::{ThemeInWork, ThemeSource, Themes};

/// Bytes of printed comments that are kept where nobody says how many.
const GALLEY_BYTES: usize = 2 << 20;
const MILLIS_OF_SECOND: Millis = 1_000;
const MILLIS_OF_HOUR: Millis = 3_600_000;
const SECONDS_OF_HOUR: u64 = 3_600;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index failed.
    #[error("the archive could not be searched: {0}")]
    Search(#[from] SearchError),
    /// The theme failed.
    #[error("the theme could not print the page: {0}")]
    Theme(String),
}

/// What a reader asks for.
#[derive(Clone, Copy)]
pub struct Ask<'r> {
    /// The site.
    pub paper: &'r Paper,
    /// The decoded path, with a leading slash.
    pub path: &'r str,
    /// The query as it came, without `?`.
    pub query: &'r str,
    /// Scheme, host and port that the request came to: `http://127.0.0.1:8080`.
    pub origin: &'r str,
    /// Now.
    pub now: Millis,
    /// The hidden fields that a comment form under a post carries: names and values.
    pub hidden: &'r (dyn Fn(PostId) -> Vec<(String, String)> + Sync),
    /// What stands in the comment form already.
    pub form: Option<&'r FormState>,
    /// What this reader is told above the comment form, and nobody else.
    pub notice: Option<Notice>,
    /// Comments of this very reader: each with the address where it can be changed. They are shown even while they wait.
    pub own: &'r [(CommentId, String)],
    /// Whether the paper sends mail, so that readers can ask to hear of answers.
    pub letters: bool,
}

/// A comment form that comes back to its reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormState {
    /// What the reader typed.
    pub name: String,
    /// What the reader typed.
    pub email: String,
    /// What the reader typed.
    pub url: String,
    /// What the reader typed.
    pub body: String,
    /// The comment that is answered.
    pub parent: Option<CommentId>,
    /// Whether the reader wants to hear of answers by mail.
    pub subscribe: bool,
    /// What the reader asked to see before it is published.
    pub preview: Option<Comment>,
    /// What is to be corrected: the field (`name`, `email`, `url`, `body`, or empty for the whole form) and a
    /// stable word for the reason (`empty`, `too_long`, `invalid`, `stale`, `closed`, `no_parent`, `limited`,
    /// `unavailable`), with the most characters where that matters.
    pub problems: Vec<(&'static str, &'static str, usize)>,
}

/// What a request asks for, without its noise.
pub struct Asked {
    route: Route,
    query: Query,
}

impl Asked {
    /// Reads a request's path and query.
    pub fn of(ask: &Ask<'_>) -> Self {
        let query = Query::parse(ask.query);
        let route = Route::on(ask.paper.routes.as_deref(), ask.path, &query);
        let query = query.known_to(&route);
        Self { route, query }
    }

    /// The query without noise, as a key of the page cache wants it.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Whether finished pages of this kind are worth keeping; searches are as many as there are words.
    pub fn is_endless(&self) -> bool {
        match &self.route {
            Route::Search { .. }
            | Route::Suggest { .. }
            | Route::Cursor { .. }
            | Route::Reply { .. }
            | Route::WordPress { .. }
            | Route::Moved { .. } => true,
            Route::Feed(feed) => matches!(feed.scope, FeedScope::Search { .. }),
            _ => false,
        }
    }
}

/// What a reader is told above the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The comment waits for a moderator.
    Held,
}

/// Prints pages.
#[derive(Clone)]
pub struct Press {
    store: Store,
    themes: Themes,
    search: Option<Search>,
    standing: Standing,
    galleys: Arc<Galleys>,
}

/// One page in the making.
pub(crate) struct View<'r> {
    pub(crate) paper: &'r Paper,
    pub(crate) addresses: Addresses<'r>,
    pub(crate) path: &'r str,
    pub(crate) query: &'r Query,
    pub(crate) now: Millis,
    pub(crate) read: Read,
    /// What other pages have read already.
    pub(crate) place: Place,
    /// When anything of the site last changed.
    changed_at: Millis,
    pub(crate) depends: Depends,
    /// Whether the page shows what is looked at again by the hour.
    pub(crate) hourly: bool,
    /// When comments on the page's story close, or closed.
    pub(crate) comments_close_at: Option<Millis>,
    pub(crate) theme: Arc<Theme>,
    pub(crate) index: Option<&'r Search>,
    pub(crate) galleys: &'r Arc<Galleys>,
    pub(crate) ask: Ask<'r>,
}

impl Press {
    /// A press with a theme.
    pub fn new(store: Store, theme: Theme) -> Self {
        let galleys = Arc::new(Galleys::new(GALLEY_BYTES));
        Self { store, themes: Themes::new(theme), search: None, standing: Standing::default(), galleys }
    }

    /// A press that keeps so many bytes of what was printed of comments, for pages that are made anew with one more.
    #[must_use]
    pub fn with_galleys(self, bytes_max: usize) -> Self {
        Self { galleys: Arc::new(Galleys::new(bytes_max)), ..self }
    }

    /// A press whose search page asks this index.
    #[must_use]
    pub fn with_search(self, search: Search) -> Self {
        Self { search: Some(search), ..self }
    }

    /// The index that the search page asks, if there is one.
    pub fn index(&self) -> Option<&Search> {
        self.search.as_ref()
    }

    /// A press that takes the themes that sites name from `source`. A site whose theme it does not have, or cannot
    /// read, is printed with the first one.
    #[must_use]
    pub fn with_source(self, source: ThemeSource) -> Self {
        Self { themes: self.themes.with_source(source), ..self }
    }

    /// A press that prints every site with the theme that somebody is working on, read anew for each page.
    #[must_use]
    pub fn with_theme_in_work(self, theme: ThemeInWork) -> Self {
        Self { themes: self.themes.with_theme_in_work(theme), ..self }
    }

    /// What is wrong with the theme that somebody is working on; `None` when it is sound, or there is none.
    pub fn theme_trouble(&self) -> Option<ThemeError> {
        self.themes.trouble()
    }

    /// The theme that a site is printed with; its files are served under `/assets/`.
    pub fn theme_of(&self, paper: &Paper) -> Arc<Theme> {
        self.theme_named(&paper.settings.theme)
    }

    /// The theme of a name with its version; the standard one for no name.
    pub fn theme_named(&self, name: &str) -> Arc<Theme> {
        self.themes.named(name)
    }

    /// Reads the theme of a name anew when it is next asked for: its files were added, or taken away.
    pub fn forget_theme(&self, name: &str) {
        self.themes.forget(name);
    }

    /// What the paper answers to a path: a page, a feed, a redirect, or the page that says there is none.
    pub async fn answer(&self, ask: Ask<'_>) -> Result<Answer, PressError> {
        let asked = Asked::of(&ask);
        if let Route::Moved { to } = asked.route {
            return Ok(Answer::redirect(to, true));
        }
        let mut view = self.view(ask, &asked.query).await?;
        let mut answer = match view.looked_up(&asked).await? {
            Some(answer) => answer,
            None => match view.behind_index_php(&asked).await? {
                Some(answer) => answer,
                None => match view.in_small_letters() {
                    Some(answer) => answer,
                    None => view.missing().await?,
                },
            },
        };
        let hours = view.hours().await?;
        answer.changed_at =
            hours.changed.filter(|_| answer.status == 200 && answer.cache != CachePolicy::Never);
        answer.expires_at = hours.ends;
        answer.depends = view.depends;
        Ok(answer)
    }

    /// A story's page, or its reply page, with the form as the reader left it: what a refused comment gets.
    /// `None` when readers cannot see the post.
    pub async fn refused_comment(
        &self,
        ask: Ask<'_>,
        post: PostId,
        status: u16,
    ) -> Result<Option<Answer>, PressError> {
        let query = Query::default();
        let mut view = self.view(ask, &query).await?;
        let parent = ask.form.and_then(|form| form.parent);
        Ok(view.reply_page(post, parent).await?.map(|answer| Answer { status, ..answer }))
    }

    /// One comment on a page of its own with what somebody may do about it. `None` when readers cannot see the story.
    pub async fn one_comment(
        &self,
        ask: Ask<'_>,
        post: PostId,
        task: CommentPageView,
        status: u16,
    ) -> Result<Option<Answer>, PressError> {
        let query = Query::default();
        let mut view = self.view(ask, &query).await?;
        Ok(view.one_comment(post, task).await?.map(|answer| Answer { status, ..answer }))
    }

    /// The page of a story that is not out, for somebody who was given a link to it; who that is, the caller has asked.
    /// No cache may keep it.
    pub async fn preview(&self, ask: Ask<'_>, post: Post) -> Result<Answer, PressError> {
        let query = Query::default();
        let mut view = self.view(ask, &query).await?;
        view.preview(post).await
    }

    /// The page of an error: 500 with the id under which the log tells more, 503, 421 and the like.
    pub async fn error_page(
        &self,
        ask: Ask<'_>,
        status: u16,
        id: Option<&str>,
    ) -> Result<Answer, PressError> {
        let query = Query::default();
        let mut view = self.view(ask, &query).await?;
        view.error(status, id).await
    }

    /// The page that asks for a site's password, with what was wrong with the last try, in English.
    pub async fn private_page(&self, ask: Ask<'_>, error: Option<&str>) -> Result<Answer, PressError> {
        let query = Query::default();
        let mut view = self.view(ask, &query).await?;
        let robots = Some("noindex".to_owned());
        let page = Page::Private { error: error.map(str::to_owned) };
        let answer = view.printed(page, PageMeta { robots, ..PageMeta::default() }).await?;
        Ok(Answer { cache: CachePolicy::Never, index: false, ..answer })
    }

    /// Bytes of what is kept from one page to the next: names, the foot of the page, comments as they were read and printed.
    pub fn standing_bytes(&self) -> usize {
        self.standing.bytes() + self.galleys.bytes() + self.store.kept_bytes()
    }

    async fn view<'r>(&'r self, ask: Ask<'r>, query: &'r Query) -> Result<View<'r>, StoreError> {
        let site = ask.paper.id();
        let mut read = self.store.read().await?;
        let (line, changed_at) = read.newest_change(site).await?.unwrap_or((0, ask.paper.site.created_at));
        let place = self.standing.follow(&mut read, site, line).await?;
        Ok(View {
            paper: ask.paper,
            addresses: Addresses::new(ask.paper, ask.origin),
            path: ask.path,
            query,
            now: ask.now,
            read,
            place,
            changed_at,
            depends: Depends::on(ask.paper.id()),
            hourly: false,
            comments_close_at: None,
            theme: self.theme_of(ask.paper),
            index: self.search.as_ref(),
            galleys: &self.galleys,
            ask,
        })
    }
}

/// When a page began to be as it is, and when it will be another one.
struct Hours {
    changed: Option<Millis>,
    ends: Millis,
}

impl View<'_> {
    /// What stands at an address, or where it leads.
    pub(crate) async fn looked_up(&mut self, asked: &Asked) -> Result<Option<Answer>, PressError> {
        if let Some(answer) = self.print(&asked.route).await? {
            return Ok(Some(answer));
        }
        if let Some(answer) = self.moved().await? {
            return self.front_page_of_old(&asked.query, answer).await.map(Some);
        }
        match self.untailed(self.path).await? {
            Some(answer) => Ok(Some(answer)),
            None => self.below_front_page_of_old(self.path).await,
        }
    }

    pub(crate) async fn print(&mut self, route: &Route) -> Result<Option<Answer>, PressError> {
        match route {
            Route::Home { page } => self.home(*page).await,
            Route::Permalink { path, comment_page, order } => {
                self.permalink(path, Part { page: *comment_page, order: *order }).await
            }
            Route::Tag { tag, page } => self.tag(tag, *page).await,
            Route::Author { slug, page } => self.author(slug, *page).await,
            Route::Archive { period, page } => self.archive(*period, *page).await,
            Route::ArchiveIndex => self.archive_index().await.map(Some),
            Route::Cursor { label, from, to, limit } => {
                self.cursor(label.as_deref(), *from, *to, *limit).await
            }
            Route::WordPress { name, value } => self.asked_of_front_page(name, value).await,
            Route::Search { words } => self.search(words).await,
            Route::Suggest { words } => self.suggest(words).await.map(Some),
            Route::Feed(FeedRoute { scope: FeedScope::Search { words }, format, summary }) => {
                self.search_feed(words, *format, *summary).await.map(Some)
            }
            Route::Feed(feed) => Ok(crate::feed::answer(self, feed).await?),
            Route::Sitemap { page } => self.sitemap(*page).await,
            Route::SitemapPages => self.sitemap_of_pages().await.map(Some),
            Route::Robots => Ok(Some(self.robots())),
            Route::AdsTxt => Ok(self.ads_txt()),
            Route::Favicon => Ok(self.favicon()),
            Route::Reply { post, comment } => self.reply(post, comment.as_deref()).await,
            Route::AccentCss => Ok(Some(self.accent_css())),
            Route::FeedXsl => Ok(Some(Self::feed_xsl())),
            Route::Entry { number, page } => self.entry(*number, *page).await,
            Route::Moved { to } => Ok(Some(Answer::redirect(to.clone(), true))),
        }
    }

    /// When a page became what it is, and until when it stays so if nothing changes.
    ///
    /// A page changes with the site, with the day (the date under the nameplate, the stamps of comment forms), when a
    /// story's hour comes, when comments on its story close, and some by the hour. `changed` is `None` within a second
    /// of a change, because HTTP counts in seconds and a second change might follow.
    async fn hours(&mut self) -> Result<Hours, StoreError> {
        let last = self.changed_at;
        let (midnight, next_midnight) = self.paper.zone.day_of(self.now);
        let lift = self.next_public().await?;
        let settled = self.now >= last.saturating_add(MILLIS_OF_SECOND);
        let (mut changed, mut ends) = (last.max(midnight), next_midnight.min(lift));
        // A theme made for Ghost may count back from now anywhere ("two hours ago").
        if self.hourly || !self.theme.is_standard() {
            let hour = self.own_hour();
            (changed, ends) = (changed.max(hour), ends.min(hour + MILLIS_OF_HOUR));
        }
        match self.comments_close_at {
            Some(close) if close > self.now => ends = ends.min(close),
            Some(close) => changed = changed.max(close),
            None => {}
        }
        Ok(Hours { changed: settled.then_some(changed), ends })
    }

    /// When the page's present hour began. Each page has hours of its own, at the same minute in all processes and of another
    /// minute than its neighbour's: if all ended with the clock's hour, a busy server would make all its pages anew at once.
    fn own_hour(&self) -> Millis {
        let mut hasher = DefaultHasher::new();
        self.path.hash(&mut hasher);
        let begins = (hasher.finish() % SECONDS_OF_HOUR) as Millis * MILLIS_OF_SECOND;
        self.now - (self.now - begins).rem_euclid(MILLIS_OF_HOUR)
    }

    pub(crate) fn path_and_query(&self) -> String {
        let path = dateline_model::encode_path(self.path);
        if self.query.is_empty() { path } else { format!("{path}?{}", self.query) }
    }

    /// Stories on a page of a list: as the site says or, with a theme of its own, as that one was drawn for.
    pub(crate) fn posts_per_page(&self) -> i64 {
        if self.theme.is_standard() {
            return self.paper.settings.posts_per_page;
        }
        i64::from(self.theme.package().posts_per_page).clamp(1, 100)
    }

    pub(crate) fn depends_on_list(&mut self, key: ListKey) {
        self.depends.list(key);
    }
}

/// What a list would show of a post.
pub(crate) fn card_of(post: &Post) -> PostCard {
    PostCard {
        id: post.id,
        title: post.title.clone(),
        slug: post.slug.clone(),
        permalink: post.permalink.clone().unwrap_or_default(),
        excerpt: post.excerpt.clone(),
        teaser: post.teaser.clone(),
        teaser_is_all: post.teaser_is_all,
        opening: post.opening.clone(),
        image: post.image.clone(),
        image_alt: post.image_alt.clone(),
        featured: post.featured,
        dateline: post.dateline.clone(),
        lang: post.lang.clone(),
        words: post.words,
        pictures: post.pictures,
        comment_count: post.comment_count,
        published_at: post.published_at.unwrap_or(post.created_at),
        updated_at: post.updated_at,
        import_key: post.import_key.clone(),
    }
}

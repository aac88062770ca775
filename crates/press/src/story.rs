//! A story on its own page with its thread, the form for a reply, and what stands where there is no story.

use std::sync::Arc;

use dateline_model::{
    Comment, CommentId, CommentPolicy, CommentState, Post, PostId, PostKind, RedirectTarget, ShownComment,
};
use dateline_routes::Resource;
use dateline_theme::{
    AvatarView, CommentFormView, CommentPageView, CommentView, ErrorView, FormError, OrderView, Page,
    PageMeta, PaginationView, ReplyTarget, StoryView,
};

use crate::address::Addresses;
use crate::answer::{Answer, CachePolicy};
use crate::press::{PressError, View};
use crate::route::Order;
use crate::standing::Names;
use crate::thread::{COMMENTS_ON_PAGE, Placed, in_order};
use crate::view::{Credits, filled};

/// Which part of a thread is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// From 1.
    pub(crate) page: i64,
    pub(crate) order: Order,
}

impl Part {
    /// Where everybody begins to read.
    pub(crate) const FIRST: Self = Self { page: 1, order: Order::Oldest };
}

/// A part of a thread as it is shown.
struct Thread {
    comments: Vec<CommentView>,
    pages: Option<PaginationView>,
    orders: Vec<OrderView>,
    /// The part that is shown in the end.
    part: Part,
}

impl View<'_> {
    /// Whatever has this permalink.
    pub(crate) async fn permalink(&mut self, path: &str, part: Part) -> Result<Option<Answer>, PressError> {
        let (site, now) = (self.paper.id(), self.now);
        if let Some(post) = self.read.public_post_by_permalink(site, now, path).await? {
            let resource = if post.kind == PostKind::Page { Resource::Pages } else { Resource::Posts };
            if let Some(to) = self.shown_elsewhere(resource, &post.slug, 1) {
                self.depends.post(post.id);
                return Ok(Some(Answer::redirect(to, true)));
            }
            return self.story(post, part).await.map(Some);
        }
        // One slash too many or too few is a slip of the hand, not another address.
        let other = path.strip_suffix('/').map_or_else(|| format!("{path}/"), str::to_owned);
        let found = self.read.public_post_by_permalink(site, now, &other).await?;
        self.depends.paths();
        Ok(found.map(|_| Answer::redirect(dateline_model::encode_path(&other), true)))
    }

    /// Where the path of the request leads now, if it once was somebody's.
    pub(crate) async fn moved(&mut self) -> Result<Option<Answer>, PressError> {
        self.redirected(self.path).await
    }

    /// Where a path that once was somebody's leads now, with its last slash or without it: links have it either way.
    pub(crate) async fn redirected(&mut self, path: &str) -> Result<Option<Answer>, PressError> {
        let site = self.paper.id();
        let other = match path.strip_suffix('/') {
            Some(bare) => bare.to_owned(),
            None => format!("{path}/"),
        };
        let mut found = self.read.redirect(site, path).await?;
        // A number in a query is no path.
        if found.is_none() && !other.is_empty() && !path.contains('?') {
            let leads_back = RedirectTarget::Address(dateline_model::encode_path(path));
            found = self.read.redirect(site, &other).await?.filter(|redirect| redirect.to != leads_back);
        }
        let Some(redirect) = found else { return self.under_another_shape().await };
        self.depends.paths();
        let to = match redirect.to {
            RedirectTarget::Address(address) => Some(address),
            RedirectTarget::Post(id) => {
                self.depends.headline(id);
                let post = self.read.public_post(site, self.now, id).await?;
                post.and_then(|post| post.permalink).map(|path| dateline_model::encode_path(&path))
            }
        };
        Ok(to.map(|to| Answer::redirect(to, redirect.permanent)))
    }

    /// Where a path that nobody has in these letters leads: Ghost knows small letters alone and sends readers there. Files
    /// have their own names.
    pub(crate) fn in_small_letters(&self) -> Option<Answer> {
        let named_as_file = self.path.rsplit('/').next().is_some_and(|last| last.contains('.'));
        let capital = self.path.bytes().any(|byte| byte.is_ascii_uppercase());
        (capital && !named_as_file)
            .then(|| Answer::redirect(dateline_model::encode_path(&self.path.to_ascii_lowercase()), true))
    }

    async fn story(&mut self, post: Post, part: Part) -> Result<Answer, PressError> {
        let (site, now) = (self.paper.id(), self.now);
        self.depends.post(post.id);
        let names = self.credits(post.id).await?;
        let mut view = self.detailed_post_view(&post, &names).await?;
        self.fit_pictures(std::slice::from_mut(&mut view)).await?;
        let own = self.read.injection_of_post(site, post.id).await?;
        (view.meta.codeinjection_head, view.meta.codeinjection_foot) = (filled(&own.head), filled(&own.foot));
        let policy = self.policy_of(&post, &names);
        self.comments_close_at = self.paper.settings.comments_close_at(&post);
        let Thread { comments, pages: comment_pages, orders, part } =
            self.thread(&post, part, policy).await?;
        // A theme made for Ghost asks for neighbours where it prints them, and then for all that is known of them.
        let ask_neighbours = !self.theme.is_standard();
        let (older, newer) =
            if ask_neighbours { (None, None) } else { self.read.public_neighbours(site, now, &post).await? };
        for link in [&older, &newer].into_iter().flatten() {
            self.depends.headline(link.id);
        }
        if post.kind == PostKind::Post {
            self.depends.neighbours(post.id);
        }
        // What no theme made for Ghost prints is not looked up for it.
        let related = if ask_neighbours { Vec::new() } else { self.related(&post, &names).await? };
        let permalink = post.permalink.clone().unwrap_or_default();
        // One address for the thread, however it is ordered.
        let path = thread_page(&permalink, Part { order: Order::Oldest, ..part });
        let mut meta = self.story_meta(&post, &view, &path);
        meta.prev_url = comment_pages.as_ref().and_then(|pages| pages.prev_url.clone());
        meta.next_url = comment_pages.as_ref().and_then(|pages| pages.next_url.clone());
        let shows_thread = post.kind == PostKind::Post || policy.takes_guests() || view.comment_count > 0;
        let shows_thread = shows_thread && policy != CommentPolicy::Hidden;
        let form = shows_thread.then(|| self.comment_form(&post, None, policy));
        let story = Box::new(StoryView {
            post: view,
            comments,
            comment_pages,
            comment_orders: orders,
            form,
            previous: older.as_ref().map(|link| self.neighbour_view(link)),
            next: newer.as_ref().map(|link| self.neighbour_view(link)),
            related,
            ask_neighbours,
            ..StoryView::default()
        });
        let page = if post.kind == PostKind::Page { Page::Page(story) } else { Page::Post(story) };
        let answer = self.printed(page, meta).await?;
        // What one reader is told about an own comment is nobody else's.
        let personal = self.ask.notice.is_some() || !self.ask.own.is_empty();
        let cache = if personal { CachePolicy::Never } else { answer.cache };
        Ok(Answer { cache, ..answer })
    }

    /// A story that is not out, for somebody who was given a link to it: without comments, neighbours and anything else
    /// that lists it, kept by nobody and found by no search engine.
    pub(crate) async fn preview(&mut self, post: Post) -> Result<Answer, PressError> {
        let names = self.credits(post.id).await?;
        let mut view = self.detailed_post_view(&post, &names).await?;
        self.fit_pictures(std::slice::from_mut(&mut view)).await?;
        let own = self.read.injection_of_post(self.paper.id(), post.id).await?;
        (view.meta.codeinjection_head, view.meta.codeinjection_foot) = (filled(&own.head), filled(&own.foot));
        self.path.clone_into(&mut view.url);
        view.comments_open = false;
        let meta = PageMeta {
            title: self.titled(&view.title),
            canonical: Some(self.addresses.whole(self.path)),
            robots: Some("noindex,nofollow".to_owned()),
            preview: true,
            ..PageMeta::default()
        };
        let story = Box::new(StoryView { post: view, ..StoryView::default() });
        let page = if post.kind == PostKind::Page { Page::Page(story) } else { Page::Post(story) };
        let answer = self.printed(page, meta).await?;
        Ok(Answer { cache: CachePolicy::Never, index: false, ..answer })
    }

    async fn credits(&mut self, post: PostId) -> Result<Names, PressError> {
        let names = self.names(&[post], Credits::ALL).await?.pop().unwrap_or_default();
        self.depends_on_names(&names);
        Ok(names)
    }

    /// A part of the comments under a post. Beyond the last page stands the last one, because old links count pages as
    /// Blogger did (contract U15).
    async fn thread(
        &mut self,
        post: &Post,
        Part { page, order }: Part,
        policy: CommentPolicy,
    ) -> Result<Thread, PressError> {
        if policy == CommentPolicy::Hidden {
            return Ok(Thread { comments: Vec::new(), pages: None, orders: Vec::new(), part: Part::FIRST });
        }
        self.depends.comments(post.id);
        self.depends.likes(post.id);
        let site = self.paper.id();
        let mut total = post.comment_count;
        let mut found = Vec::new();
        let usual_beginning = page == 1 && order == Order::Oldest;
        if usual_beginning {
            found = self.read.public_thread(site, post.id, COMMENTS_ON_PAGE, 0).await?;
        }
        let mut shown = 1;
        if !usual_beginning || found.len() as i64 == COMMENTS_ON_PAGE {
            // Removed comments keep their places, so the counter of approved ones does not say how many pages there are.
            total = self.read.thread_size(site, post.id).await?;
            shown = page.min(((total + COMMENTS_ON_PAGE - 1) / COMMENTS_ON_PAGE).max(1));
        }
        if !usual_beginning {
            let (limit, offset) = (COMMENTS_ON_PAGE, (shown - 1) * COMMENTS_ON_PAGE);
            found = match order {
                Order::Oldest => self.read.public_thread(site, post.id, limit, offset).await?,
                Order::Newest => self.read.public_thread_newest(site, post.id, limit, offset).await?,
                Order::Best => self.read.public_thread_best(site, post.id, limit, offset).await?,
            };
        }
        self.add_waiting(post, &mut found).await?;
        let part = Part { page: shown, order };
        let permalink = post.permalink.clone().unwrap_or_default();
        let showing = Showing {
            page: thread_page(&permalink, Part { order: Order::Oldest, ..part }) + "#",
            comments: Addresses::comments_of(post.id),
            replies: Addresses::replies_of(post.id),
            part,
            replies_open: policy.takes_guests(),
            view: self,
        };
        let comments: Vec<CommentView> =
            in_order(&found).iter().map(|placed| showing.comment(placed)).collect();
        let pages = crate::list::Place::of(shown, total, COMMENTS_ON_PAGE).filter(|place| place.pages > 1);
        let pages = pages.map(|place| {
            place.pagination(|page| format!("{}#comments", thread_page(&permalink, Part { page, order })))
        });
        let path = dateline_model::encode_path(&permalink);
        let orders = if comments.len() > 1 { OrderView::all(&path, order.as_str()) } else { Vec::new() };
        Ok(Thread { comments, pages, orders, part })
    }

    /// Adds the comments of this very reader that wait for a moderator, in which drawer they may be.
    async fn add_waiting(
        &mut self,
        post: &Post,
        found: &mut Vec<Arc<ShownComment>>,
    ) -> Result<(), PressError> {
        for (id, _) in self.ask.own {
            let own = self.read.desk_comment(self.paper.id(), *id).await?;
            let waits = |c: &Comment| {
                c.post == post.id && matches!(c.state, CommentState::Pending | CommentState::Spam)
            };
            found.extend(own.filter(waits).map(|own| Arc::new(own.into())));
        }
        Ok(())
    }

    /// The page with the form for a reply, or for a comment of its own where scripts are off and the thread long.
    pub(crate) async fn reply(
        &mut self,
        post: &str,
        comment: Option<&str>,
    ) -> Result<Option<Answer>, PressError> {
        let Ok(post) = post.parse::<PostId>() else { return Ok(None) };
        let comment = match comment.map(str::parse::<CommentId>) {
            None => None,
            Some(Ok(comment)) => Some(comment),
            Some(Err(_)) => return Ok(None),
        };
        self.reply_page(post, comment).await
    }

    /// `None` when readers cannot see the post, or the comment is not one of it.
    pub(crate) async fn reply_page(
        &mut self,
        post: PostId,
        comment: Option<CommentId>,
    ) -> Result<Option<Answer>, PressError> {
        let site = self.paper.id();
        let Some(post) = self.read.public_post(site, self.now, post).await? else { return Ok(None) };
        self.depends.post(post.id);
        let mut parent = None;
        if let Some(id) = comment {
            let found = self.read.desk_comment(site, id).await?;
            parent = found.filter(|c| c.post == post.id && c.state == CommentState::Approved);
            // A form that comes back keeps its text even when the comment it answers has gone.
            if parent.is_none() && self.ask.form.is_none() {
                return Ok(None);
            }
            self.depends.comments(post.id);
        }
        let names = self.credits(post.id).await?;
        let view = self.whole_post_view(&post, &names);
        let meta = PageMeta {
            title: self.titled(&view.title),
            canonical: post.permalink.as_deref().map(|path| self.addresses.whole(&Addresses::post(path))),
            robots: Some("noindex".to_owned()),
            feeds: self.feeds(),
            ..PageMeta::default()
        };
        let policy = self.policy_of(&post, &names);
        let form = self.comment_form(&post, parent.as_ref(), policy);
        self.printed(Page::ReplyForm { post: Box::new(view), form }, meta).await.map(Some)
    }

    /// The form under a post, with what its reader had typed and what is wrong with it.
    fn comment_form(&self, post: &Post, parent: Option<&Comment>, policy: CommentPolicy) -> CommentFormView {
        let language = &self.paper.settings.locale;
        let permalink = post.permalink.clone().unwrap_or_default();
        let settings = &self.paper.settings;
        let alone = |comment: &Comment| Box::new(comment_as_shown(comment, &permalink, settings.avatars));
        let action = format!("/comments/{}", post.id);
        let asks_for_work = settings.proof_of_work;
        let mut hidden = (self.ask.hidden)(post.id);
        if let Some(parent) = parent {
            hidden.push(("parent".to_owned(), parent.id.hex()));
        }
        let typed = self.ask.form;
        let values = typed.map_or_else(Vec::new, |form| {
            let fields =
                [("name", &form.name), ("email", &form.email), ("url", &form.url), ("body", &form.body)];
            fields.into_iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()
        });
        let errors = typed.map_or_else(Vec::new, |form| {
            let error = |(field, word, max): &(&'static str, &'static str, usize)| FormError {
                field: Some((*field).to_owned()).filter(|field| !field.is_empty()),
                message: self.theme.comment_problem(language, field, word, *max),
            };
            form.problems.iter().map(error).collect()
        });
        CommentFormView {
            challenge_url: asks_for_work.then(|| format!("{action}/challenge")),
            action,
            errors,
            values,
            parent: parent.map(alone),
            preview: typed.and_then(|form| form.preview.as_ref()).map(alone),
            hidden,
            closed: matches!(policy, CommentPolicy::Closed | CommentPolicy::Hidden),
            letters: self.ask.letters,
            subscribed: typed.is_some_and(|form| form.subscribe),
            members_only: policy == CommentPolicy::Members,
            notice: self.ask.notice.map(|notice| match notice {
                crate::Notice::Held => self.theme.comment_held(language),
            }),
            ..CommentFormView::default()
        }
    }

    /// One comment with what somebody may do about it.
    pub(crate) async fn one_comment(
        &mut self,
        post: PostId,
        task: CommentPageView,
    ) -> Result<Option<Answer>, PressError> {
        let Some(post) = self.read.public_post(self.paper.id(), self.now, post).await? else {
            return Ok(None);
        };
        let names = self.credits(post.id).await?;
        let view = self.whole_post_view(&post, &names);
        let meta = PageMeta {
            title: self.titled(&view.title),
            robots: Some("noindex".to_owned()),
            feeds: self.feeds(),
            ..PageMeta::default()
        };
        let page = Page::OneComment { post: Box::new(view), view: Box::new(task) };
        let answer = self.printed(page, meta).await?;
        Ok(Some(Answer { cache: CachePolicy::Never, index: false, ..answer }))
    }

    /// The page that says that there is nothing here, with a way on.
    pub(crate) async fn missing(&mut self) -> Result<Answer, PressError> {
        self.depends.paths();
        self.error(404, None).await
    }

    /// The page of an error; `id` is what the log calls it.
    pub(crate) async fn error(&mut self, status: u16, id: Option<&str>) -> Result<Answer, PressError> {
        let own = self.paper.settings.not_found_text.clone().filter(|_| status == 404);
        let view = ErrorView {
            code: status,
            message: own.unwrap_or_default(),
            id: id.map(str::to_owned),
            ..ErrorView::default()
        };
        let meta = PageMeta {
            title: self.titled(&status.to_string()),
            robots: Some("noindex".to_owned()),
            feeds: self.feeds(),
            ..PageMeta::default()
        };
        let answer = self.printed(Page::Error(view), meta).await?;
        let cache = if status == 404 { CachePolicy::Revalidate } else { CachePolicy::Never };
        Ok(Answer { status, cache, index: false, ..answer })
    }
}

/// The address of a part of the comments under a post.
fn thread_page(permalink: &str, Part { page, order }: Part) -> String {
    let path = dateline_model::encode_path(permalink);
    let page = (page > 1).then(|| format!("commentPage={page}"));
    let order = (order != Order::Oldest).then(|| format!("order={}", order.as_str()));
    let query: Vec<String> = page.into_iter().chain(order).collect();
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

/// How the comments of a thread are shown.
struct Showing<'s> {
    /// What their anchors stand behind in the usual order, and their ids in addresses of their own and of answers.
    page: String,
    comments: String,
    replies: String,
    part: Part,
    replies_open: bool,
    view: &'s View<'s>,
}

impl Showing<'_> {
    fn comment(&self, placed: &Placed<'_>) -> CommentView {
        let comment = placed.comment;
        let (own, site) = (self.view.ask.own, self.view.paper);
        let approved = comment.state == CommentState::Approved;
        // A long thread has hundreds of each: strung together, which is less work than formatting.
        let (anchor, id) = (comment.anchor(), comment.id.hex());
        let address = [&*self.comments, &id].concat();
        let permalink = match self.part.order {
            Order::Oldest => [&*self.page, &anchor].concat(),
            // In another order it stands elsewhere tomorrow.
            Order::Newest | Order::Best => address.clone(),
        };
        let shown = as_shown(comment, anchor, permalink, site.settings.avatars);
        CommentView {
            depth: placed.depth as u32,
            in_reply_to: placed
                .answers
                .map(|parent| ReplyTarget { name: parent.author_name.clone(), anchor: parent.anchor() }),
            reply_url: (self.replies_open && approved).then(|| [&*self.replies, &id].concat()),
            like_url: approved.then(|| [&*address, "/like"].concat()),
            report_url: approved.then(|| [&*address, "/report"].concat()),
            edit_url: own.iter().find(|(id, _)| *id == comment.id).map(|(_, address)| address.clone()),
            pending: matches!(comment.state, CommentState::Pending | CommentState::Spam),
            ..shown
        }
    }
}

/// A comment by itself, as readers see it; of a removed one only that it was there.
pub fn comment_as_shown(comment: &Comment, permalink: &str, avatars: bool) -> CommentView {
    let permalink = Addresses::comment(permalink, 1, comment);
    as_shown(&comment.clone().into(), comment.anchor(), permalink, avatars)
}

fn as_shown(comment: &ShownComment, id_anchor: String, permalink: String, avatars: bool) -> CommentView {
    let removed = comment.state == CommentState::Removed;
    CommentView {
        id_anchor,
        author_name: if removed { String::new() } else { comment.author_name.clone() },
        author_url: comment.author_url.clone().filter(|_| !removed),
        is_staff: comment.by_staff && !removed,
        html: if removed { String::new() } else { comment.html.clone() },
        created_at: comment.created_at,
        permalink,
        likes: comment.likes.max(0) as u64,
        edited: comment.edited,
        avatar: (avatars && !removed).then(|| AvatarView::of(&comment.author_name)),
        removed,
        ..CommentView::default()
    }
}

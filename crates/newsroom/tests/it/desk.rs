//! A newsroom to test with: a fresh database, a clock that stands still, one paper.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use dateline_model::{
    ChangeKind, Clock, Comment, ManualClock, Millis, Moderation, Paper, Post, PostId, PostKind, SiteSettings,
    Thing,
};
use dateline_newsroom::{
    Body, CommentError, CommentForm, CommentOutcome, CommentRules, Move, Newsroom, PostEdit, Stamp, TagRef,
};
use dateline_store::{Read, Store};
use tempfile::TempDir;

/// 9 November 2026, 12:00 UTC.
pub(crate) const NOON: Millis = 1_794_225_600_000;
pub(crate) const SECOND: Millis = 1_000;
pub(crate) const MINUTE: Millis = 60 * SECOND;
pub(crate) const HOUR: Millis = 60 * MINUTE;
pub(crate) const DAY: Millis = 24 * HOUR;

/// Where readers sit.
pub(crate) const SOFA: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
pub(crate) const KITCHEN: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));

pub(crate) struct Desk {
    pub(crate) newsroom: Newsroom,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) paper: Paper,
    pub(crate) store: Store,
    rules: CommentRules,
    _folder: TempDir,
}

impl Desk {
    pub(crate) async fn new() -> Self {
        Self::with(|_| {}, |_| {}).await
    }

    pub(crate) async fn moderating(moderation: Moderation) -> Self {
        Self::with(|rules| rules.moderation = moderation, |_| {}).await
    }

    pub(crate) async fn with(
        rule: impl FnOnce(&mut CommentRules),
        set: impl FnOnce(&mut SiteSettings),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sqlite(&folder.path().join("paper.db")).await.unwrap();
        let clock = Arc::new(ManualClock::at(NOON));
        let mut rules = CommentRules::default();
        rule(&mut rules);
        let newsroom = Newsroom::open(store.clone(), clock.clone(), rules.clone()).await.unwrap();
        let mut settings = SiteSettings::default();
        set(&mut settings);
        let paper = newsroom.found_site("bell.example", settings).await.unwrap();
        Self { newsroom, clock, paper, store, rules, _folder: folder }
    }

    /// Another process on the same database.
    pub(crate) async fn second_process(&self) -> Newsroom {
        Newsroom::open(self.store.clone(), self.clock.clone(), self.rules.clone()).await.unwrap()
    }

    pub(crate) async fn read(&self) -> Read {
        self.store.read().await.unwrap()
    }

    pub(crate) async fn create(&self, edit: PostEdit, to: Move) -> Post {
        self.newsroom.create(&self.paper, PostKind::Post, edit, to).await.unwrap()
    }

    pub(crate) async fn publish(&self, title: &str) -> Post {
        self.create(a_story(title), Move::Publish(None)).await
    }

    pub(crate) async fn save(&self, post: &Post, edit: PostEdit) -> Post {
        self.newsroom.save(&self.paper, post.id, edit, Move::Stay, None).await.unwrap()
    }

    /// The post as the desk has it.
    pub(crate) async fn post(&self, id: PostId) -> Post {
        self.read().await.desk_post(self.paper.id(), id).await.unwrap().unwrap()
    }

    /// The post at a path as readers have it now.
    pub(crate) async fn at(&self, path: &str) -> Option<Post> {
        let now = self.clock.now();
        self.read().await.public_post_by_permalink(self.paper.id(), now, path).await.unwrap()
    }

    /// How often the change log says that a post came out.
    pub(crate) async fn times_published(&self, id: PostId) -> usize {
        let log = self.read().await.changes_since(0, 10_000).await.unwrap();
        log.iter()
            .filter(|c| c.thing == Thing::Post && c.id == id.0 && c.kind == ChangeKind::Published)
            .count()
    }

    /// A form as it was given out at the present hour.
    pub(crate) fn form(&self, post: &Post, body: &str) -> CommentForm {
        CommentForm {
            name: "Marta Vale".to_owned(),
            email: String::new(),
            url: String::new(),
            body: body.to_owned(),
            parent: None,
            stamp: Stamp::issue(self.newsroom.secret(), &self.paper, post.id, self.clock.now()),
            trap: String::new(),
        }
    }

    pub(crate) async fn send(&self, post: &Post, form: CommentForm) -> Result<CommentOutcome, CommentError> {
        self.newsroom.comment(&self.paper, post, form, SOFA).await
    }

    /// A comment that everybody can read at once.
    pub(crate) async fn published(&self, post: &Post, form: CommentForm) -> Comment {
        match self.send(post, form).await.unwrap() {
            CommentOutcome::Published(comment) => comment,
            CommentOutcome::Held(comment) => panic!("held: {comment:?}"),
        }
    }

    /// A comment that waits.
    pub(crate) async fn held(&self, post: &Post, form: CommentForm) -> Comment {
        match self.send(post, form).await.unwrap() {
            CommentOutcome::Held(comment) => comment,
            CommentOutcome::Published(comment) => panic!("published: {comment:?}"),
        }
    }

    /// Approved comments by the post's own counter.
    pub(crate) async fn count(&self, post: &Post) -> i64 {
        self.post(post.id).await.comment_count
    }
}

pub(crate) fn a_story(title: &str) -> PostEdit {
    PostEdit {
        title: Some(title.to_owned()),
        body: Some(Body::Html("<p>The bridge is open.</p>".to_owned())),
        tags: Some(vec![TagRef::named("Harbour")]),
        ..PostEdit::default()
    }
}

pub(crate) fn renamed(slug: &str) -> PostEdit {
    PostEdit { slug: Some(slug.to_owned()), ..PostEdit::default() }
}

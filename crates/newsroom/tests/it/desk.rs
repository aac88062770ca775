//! A desk to test at: a newsroom on a fresh database, with a clock that a test moves.

use std::net::IpAddr;
use std::sync::Arc;

use dateline_model::{
    Change, Comment, CommentId, CommentState, ManualClock, Millis, Paper, Post, PostId, PostKind,
    SiteSettings,
};
use dateline_newsroom::{
    Body, CommentError, CommentForm, CommentOutcome, CommentRules, Move, Newsroom, NewsroomError, PostEdit,
    Ruling, Stamp,
};
use dateline_pgtest::TestDatabase;
use dateline_store::{Read, Store};
use tempfile::TempDir;

/// 25 November 2026, 12:00 UTC.
pub(crate) const NOON: Millis = 1_795_608_000_000;
pub(crate) const SECOND: Millis = 1_000;
pub(crate) const MINUTE: Millis = 60 * SECOND;
pub(crate) const HOUR: Millis = 60 * MINUTE;
pub(crate) const DAY: Millis = 24 * HOUR;

/// Runs each test once on SQLite and once on PostgreSQL, and proves afterwards what the rows promise each other.
macro_rules! newsroom_suite {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                let desk = $crate::desk::Desk::on_sqlite().await;
                let proof = desk.proof();
                super::$test(desk).await;
                proof.holds().await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if let Some(desk) = $crate::desk::Desk::on_postgres().await {
                    let proof = desk.proof();
                    super::$test(desk).await;
                    proof.holds().await;
                }
            })+
        }
    };
}
pub(crate) use newsroom_suite;

/// Where a database lies while its test runs.
enum Shelf {
    Folder(TempDir),
    Server(TestDatabase),
}

/// A newsroom with one site.
pub(crate) struct Desk {
    pub(crate) newsroom: Newsroom,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) paper: Paper,
    shelf: Arc<Shelf>,
}

/// What must hold of a database after a test.
pub(crate) struct Proof {
    newsroom: Newsroom,
    _shelf: Arc<Shelf>,
}

impl Proof {
    pub(crate) async fn holds(self) {
        for paper in self.newsroom.papers().await.unwrap() {
            let found = self.newsroom.store().read().await.unwrap().check(paper.id(), &paper.zone).await;
            assert_eq!(found.unwrap(), []);
        }
    }
}

impl Desk {
    pub(crate) fn proof(&self) -> Proof {
        Proof { newsroom: self.newsroom.clone(), _shelf: self.shelf.clone() }
    }

    pub(crate) async fn on_sqlite() -> Self {
        Self::founded(Shelf::Folder(tempfile::tempdir().unwrap())).await
    }

    pub(crate) async fn on_postgres() -> Option<Self> {
        let database = tokio::task::spawn_blocking(dateline_pgtest::fresh_database).await.unwrap()?;
        Some(Self::founded(Shelf::Server(database)).await)
    }

    async fn founded(shelf: Shelf) -> Self {
        let clock = Arc::new(ManualClock::at(NOON));
        let newsroom = open(&shelf, clock.clone(), CommentRules::default()).await;
        let mut settings = SiteSettings::default();
        settings.set("title", "The Harbour Bell").unwrap();
        settings.set("permalinks", "/:year/:month/:slug/").unwrap();
        let paper = newsroom.found_site("bell.example", settings).await.unwrap();
        Self { newsroom, clock, paper, shelf: Arc::new(shelf) }
    }

    /// The same database as another process of this installation sees it.
    pub(crate) async fn second_process(&self) -> Newsroom {
        open(&self.shelf, self.clock.clone(), self.newsroom.rules().clone()).await
    }

    /// The same desk under other rules for comments.
    pub(crate) async fn under(mut self, rules: CommentRules) -> Self {
        self.newsroom = open(&self.shelf, self.clock.clone(), rules).await;
        self
    }

    /// Changes a setting of the site.
    pub(crate) async fn set(&mut self, name: &str, value: &str) {
        let change = [(name.to_owned(), value.to_owned())];
        self.paper = self.newsroom.change_settings(&self.paper, &change).await.unwrap();
    }

    pub(crate) async fn read(&self) -> Read {
        self.newsroom.store().read().await.unwrap()
    }

    pub(crate) async fn create(&self, edit: PostEdit, to: Move) -> Result<Post, NewsroomError> {
        self.newsroom.create(&self.paper, PostKind::Post, edit, to).await
    }

    /// A story that is out.
    pub(crate) async fn published(&self, title: &str) -> Post {
        self.create(titled(title), Move::Publish(None)).await.unwrap()
    }

    pub(crate) async fn save(&self, post: &Post, edit: PostEdit, to: Move) -> Result<Post, NewsroomError> {
        self.newsroom.save(&self.paper, post.id, edit, to, None).await
    }

    pub(crate) async fn stored(&self, post: PostId) -> Option<Post> {
        self.read().await.desk_post(self.paper.id(), post).await.unwrap()
    }

    /// Whether a reader finds the post now.
    pub(crate) async fn is_public(&self, post: &Post) -> bool {
        use dateline_model::Clock;
        self.read().await.public_post(self.paper.id(), self.clock.now(), post.id).await.unwrap().is_some()
    }

    /// Everything in the change log after `seq`.
    pub(crate) async fn log_since(&self, seq: i64) -> Vec<Change> {
        self.read().await.changes_since(seq, 10_000).await.unwrap()
    }

    pub(crate) async fn log_end(&self) -> i64 {
        self.log_since(0).await.last().map_or(0, |change| change.seq)
    }

    /// The form that the page of a post shows now, filled in.
    pub(crate) fn form(&self, post: &Post, name: &str, body: &str) -> CommentForm {
        use dateline_model::Clock;
        CommentForm {
            name: name.to_owned(),
            body: body.to_owned(),
            stamp: Stamp::issue(self.newsroom.secret(), &self.paper, post.id, self.clock.now()),
            ..CommentForm::default()
        }
    }

    pub(crate) async fn send(
        &self,
        post: &Post,
        form: CommentForm,
        from: &str,
    ) -> Result<CommentOutcome, CommentError> {
        let post = self.stored(post.id).await.unwrap();
        self.newsroom.comment(&self.paper, &post, form, address(from)).await
    }

    /// A comment that was taken, whether it is shown or waits.
    pub(crate) async fn comment(&self, post: &Post, name: &str, body: &str) -> Comment {
        taken(self.send(post, self.form(post, name, body), "192.0.2.1").await)
    }

    pub(crate) async fn reply(&self, post: &Post, to: &Comment, body: &str) -> Comment {
        let form = CommentForm { parent: Some(to.id), ..self.form(post, "Reader", body) };
        taken(self.send(post, form, "192.0.2.1").await)
    }

    pub(crate) async fn stored_comment(&self, id: CommentId) -> Option<Comment> {
        self.read().await.desk_comment(self.paper.id(), id).await.unwrap()
    }

    pub(crate) async fn state_of(&self, comment: &Comment) -> CommentState {
        self.stored_comment(comment.id).await.unwrap().state
    }

    /// How many comments the story's own counter says.
    pub(crate) async fn counter(&self, post: &Post) -> i64 {
        self.stored(post.id).await.unwrap().comment_count
    }
}

async fn open(shelf: &Shelf, clock: Arc<ManualClock>, rules: CommentRules) -> Newsroom {
    let address = match shelf {
        Shelf::Folder(folder) => format!("sqlite:{}", folder.path().join("bell.db").display()),
        Shelf::Server(database) => database.url.clone(),
    };
    let store = Store::open_with(&address, clock.clone()).await.unwrap();
    Newsroom::open(store, clock, rules).await.unwrap()
}

pub(crate) fn titled(title: &str) -> PostEdit {
    let body = Body::Html(format!("<p>All about: {title}</p>"));
    PostEdit { title: Some(title.to_owned()), body: Some(body), ..PostEdit::default() }
}

/// What Ana says about comments.
pub(crate) fn ruling(to: CommentState) -> Ruling {
    Ruling { to, who: "Ana Reis".to_owned(), why: String::new() }
}

pub(crate) fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

pub(crate) fn taken(answer: Result<CommentOutcome, CommentError>) -> Comment {
    match answer.unwrap() {
        CommentOutcome::Published(comment, _) | CommentOutcome::Held(comment) => comment,
    }
}

/// What a browser answers to a challenge.
pub(crate) fn solved(challenge: &dateline_moderation::pow::Challenge) -> String {
    use aws_lc_rs::digest::{SHA256, digest};
    use data_encoding::{BASE64, HEXLOWER};
    let sum = |number: &u32| {
        HEXLOWER.encode(digest(&SHA256, format!("{}{number}", challenge.salt).as_bytes()).as_ref())
    };
    let number = (0..=challenge.maxnumber).find(|number| sum(number) == challenge.challenge).unwrap();
    let mut answer = serde_json::to_value(challenge).unwrap();
    answer["number"] = number.into();
    BASE64.encode(answer.to_string().as_bytes())
}

//! A paper to test with, and what is printed in it.

use dateline_model::{
    Author, AuthorId, Clock, Comment, CommentId, CommentState, ManualClock, Millis, Post, PostKind,
    PostStatus, Site, SiteId, Tag, TagId, Visibility, Zone,
};
use dateline_pgtest::TestDatabase;
use dateline_store::{Arrived, Beside, Credits, NewComment, Read, Store, StoreError, Tx};
use futures_util::future::join_all;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tempfile::TempDir;

/// 9 November 2026, 12:00 UTC.
pub(crate) const NOON: Millis = 1_794_225_600_000;
/// Milliseconds.
pub(crate) const HOUR: Millis = 3_600_000;
pub(crate) const DAY: Millis = 24 * HOUR;

/// Runs each test once on SQLite and once on PostgreSQL.
macro_rules! store_suite {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                super::$test($crate::paper::Paper::on_sqlite().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $test() {
                if let Some(paper) = $crate::paper::Paper::on_postgres().await {
                    super::$test(paper).await;
                }
            })+
        }
    };
}
pub(crate) use store_suite;

/// Writes in one transaction: `write!(paper, |tx| tx.insert_site(&site))`; names used inside must be cloned in.
macro_rules! write {
    ($paper:expr, |$tx:ident| $work:expr) => {
        $paper.store.write(move |$tx| Box::pin(async move { $work.await })).await
    };
}
pub(crate) use write;

/// Where a paper is kept while its test runs.
pub(crate) enum Shelf {
    Folder(TempDir),
    Server(TestDatabase),
}

/// A site in a fresh database.
pub(crate) struct Paper {
    pub(crate) store: Store,
    pub(crate) site: SiteId,
    pub(crate) zone: Zone,
    pub(crate) shelf: Shelf,
}

/// A clock that stands at noon.
fn noon() -> Arc<dyn Clock> {
    Arc::new(ManualClock::at(NOON))
}

impl Paper {
    pub(crate) async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_with(&format!("sqlite:{}", folder.path().join("paper.db").display()), noon())
            .await
            .unwrap();
        Self::founded(store, Shelf::Folder(folder)).await
    }

    pub(crate) async fn on_postgres() -> Option<Self> {
        let database = tokio::task::spawn_blocking(dateline_pgtest::fresh_database).await.unwrap()?;
        let store = Store::open_with(&database.url, noon()).await.unwrap();
        Some(Self::founded(store, Shelf::Server(database)).await)
    }

    async fn founded(store: Store, shelf: Shelf) -> Self {
        let site = SiteId::mint(NOON);
        // Eleven hours behind UTC, so that the newsroom's day is rarely the calendar's in Greenwich.
        let paper = Self { store, site, zone: Zone::named("Pacific/Pago_Pago").unwrap(), shelf };
        paper.found(site, "bell.example").await;
        paper
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        matches!(self.shelf, Shelf::Folder(_))
    }

    /// The address under which another process would open the same database.
    pub(crate) fn address(&self) -> String {
        match &self.shelf {
            Shelf::Folder(folder) => format!("sqlite:{}", folder.path().join("paper.db").display()),
            Shelf::Server(database) => database.url.clone(),
        }
    }

    pub(crate) async fn found(&self, site: SiteId, host: &str) {
        let site = Site { id: site, host: host.to_owned(), created_at: NOON };
        write!(self, |tx| tx.insert_site(&site)).unwrap();
    }

    pub(crate) async fn read(&self) -> Read {
        self.store.read().await.unwrap()
    }

    pub(crate) async fn insert(&self, post: &Post, credits: &Credits) -> Result<(), StoreError> {
        let (site, zone, post, credits) = (self.site, self.zone.clone(), post.clone(), credits.clone());
        write!(self, |tx| tx.insert_post(site, &zone, &post, &credits))
    }

    pub(crate) async fn update(&self, post: &Post, credits: &Credits) -> Result<(), StoreError> {
        let (site, zone, post, credits) = (self.site, self.zone.clone(), post.clone(), credits.clone());
        let kind = dateline_model::ChangeKind::Updated;
        write!(self, |tx| tx.update_post(site, &zone, &post, &credits, kind))
    }

    pub(crate) async fn delete(&self, post: &Post) -> Result<(), StoreError> {
        let (site, zone, post) = (self.site, self.zone.clone(), post.clone());
        write!(self, |tx| tx.delete_post(site, &zone, &post))
    }

    /// Publishes a story without credits.
    pub(crate) async fn publish(&self, slug: &str, at: Millis) -> Post {
        let post = a_story(slug, at);
        self.insert(&post, &Credits::default()).await.unwrap();
        post
    }

    pub(crate) async fn tag(&self, name: &str) -> TagId {
        let tag = a_tag(name);
        let (site, id) = (self.site, tag.id);
        write!(self, |tx| tx.save_tag(site, &tag)).unwrap();
        id
    }

    pub(crate) async fn author(&self, name: &str) -> AuthorId {
        let author = an_author(name);
        let (site, id) = (self.site, author.id);
        write!(self, |tx| tx.save_author(site, &author)).unwrap();
        id
    }

    pub(crate) async fn comment(&self, comment: &Comment) -> bool {
        let (site, comment) = (self.site, comment.clone());
        write!(self, |tx| tx.insert_comment(site, &comment)).unwrap()
    }

    /// A reader's comment comes in.
    pub(crate) async fn arrives(&self, comment: &Comment) -> Result<Arrived, StoreError> {
        let arriving = NewComment {
            site: self.site,
            comment: comment.clone(),
            beside: Beside::default(),
            earlier: comment
                .submission
                .iter()
                .filter_map(|key| key.strip_suffix("-later"))
                .map(str::to_owned)
                .collect(),
        };
        self.store.add_comment(arriving).await
    }

    /// Comments come in at the same time; answers in their order.
    pub(crate) async fn arrive(&self, comments: &[Comment]) -> Vec<Result<Arrived, StoreError>> {
        join_all(comments.iter().map(|comment| self.arrives(comment))).await
    }

    /// How many approved comments the post's own counter says.
    pub(crate) async fn counter(&self, post: &Post) -> i64 {
        self.read().await.desk_post(self.site, post.id).await.unwrap().unwrap().comment_count
    }
}

/// A public story.
pub(crate) fn a_story(slug: &str, at: Millis) -> Post {
    let mut post = Post::draft(PostKind::Post, at);
    post.status = PostStatus::Published;
    post.visibility = Visibility::public_from(at);
    post.published_at = Some(at);
    post.title = format!("On {slug}");
    slug.clone_into(&mut post.slug);
    post.permalink = Some(format!("/{slug}/"));
    post
}

/// A public static page.
pub(crate) fn a_page(slug: &str, at: Millis) -> Post {
    Post { kind: PostKind::Page, ..a_story(slug, at) }
}

pub(crate) fn a_tag(name: &str) -> Tag {
    Tag {
        id: TagId::mint(NOON),
        name: name.to_owned(),
        slug: name.to_lowercase(),
        description: None,
        post_count: 0,
        import_key: None,
    }
}

pub(crate) fn an_author(name: &str) -> Author {
    Author {
        id: AuthorId::mint(NOON),
        name: name.to_owned(),
        slug: name.to_lowercase().replace(' ', "-"),
        bio: None,
        url: None,
        profile_image: None,
        post_count: 0,
        import_key: None,
    }
}

/// An approved comment on the story itself.
pub(crate) fn a_comment(post: &Post, at: Millis) -> Comment {
    let id = CommentId::mint(at);
    Comment {
        id,
        post: post.id,
        parent: None,
        root: id,
        thread_at: at,
        depth: 0,
        state: CommentState::Approved,
        author_name: "Reader".to_owned(),
        author_email: None,
        author_url: None,
        staff: None,
        text: "well said".to_owned(),
        html: "<p>well said</p>".to_owned(),
        created_at: at,
        updated_at: at,
        address_hash: None,
        address_until: None,
        edited_at: None,
        likes: 0,
        submission: None,
        import_key: None,
        import_hash: None,
    }
}

/// An approved reply.
pub(crate) fn a_reply(to: &Comment, at: Millis) -> Comment {
    Comment {
        id: CommentId::mint(at),
        parent: Some(to.id),
        root: to.root,
        thread_at: to.thread_at,
        depth: to.depth + 1,
        created_at: at,
        updated_at: at,
        ..to.clone()
    }
}

/// What [`Store::write`] takes.
pub(crate) type Work<'t, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 't>>;

/// Gives a closure the shape that [`Store::write`] asks for.
pub(crate) fn work<F, T>(f: F) -> F
where
    F: for<'t> FnOnce(&'t mut Tx) -> Work<'t, T> + Send + 'static,
{
    f
}

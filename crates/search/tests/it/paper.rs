//! A paper with its store and its search.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;

use dateline_model::{
    Author, AuthorId, ChangeKind, Comment, CommentId, CommentState, Millis, Paper, Post, PostKind,
    PostStatus, Site, SiteId, SiteSettings, Tag, TagId, Visibility,
};
use dateline_search::{Search, SearchRequest, SearchResults};
use dateline_store::{Credits, Store, StoreError, Tx};
use tempfile::TempDir;

/// 9 November 2026, 12:00 UTC.
pub(crate) const NOON: Millis = 1_794_225_600_000;
pub(crate) const HOUR: Millis = 3_600_000;
pub(crate) const DAY: Millis = 24 * HOUR;

/// A newsroom with one paper, an archive to search and a folder that holds both.
pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) search: Search,
    pub(crate) paper: Paper,
    folder: TempDir,
}

impl House {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sqlite(&folder.path().join("paper.db")).await.unwrap();
        let search = Search::open(&folder.path().join("search")).unwrap();
        let paper = found(&store, "bell.example", &[]).await;
        Self { store, search, paper, folder }
    }

    /// The folder of the indexes.
    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join("search")
    }

    /// A search that knows only what is on disk, as after a restart.
    pub(crate) fn reopened(&self) -> Search {
        Search::open(&self.folder()).unwrap()
    }

    pub(crate) async fn catch_up(&self) {
        self.search.catch_up(&self.store).await.unwrap();
    }

    pub(crate) async fn publish(&self, story: &Story) -> Post {
        let Story(post, credits) = story.clone();
        self.write(move |tx, site, zone| {
            Box::pin(async move { tx.insert_post(site, &zone, &post, &credits).await })
        })
        .await;
        story.0.clone()
    }

    pub(crate) async fn change(&self, post: &Post) {
        let (post, read) = (post.clone(), self.store.read());
        let credits = read.await.unwrap().credits(self.paper.id(), post.id).await.unwrap();
        self.write(move |tx, site, zone| {
            Box::pin(async move { tx.update_post(site, &zone, &post, &credits, ChangeKind::Updated).await })
        })
        .await;
    }

    pub(crate) async fn delete(&self, post: &Post) {
        let post = post.clone();
        self.write(move |tx, site, zone| Box::pin(async move { tx.delete_post(site, &zone, &post).await }))
            .await;
    }

    pub(crate) async fn tag(&self, tag: &Tag) -> TagId {
        let (id, tag) = (tag.id, tag.clone());
        self.write(move |tx, site, _| Box::pin(async move { tx.save_tag(site, &tag).await })).await;
        id
    }

    pub(crate) async fn author(&self, author: &Author) -> AuthorId {
        let (id, author) = (author.id, author.clone());
        self.write(move |tx, site, _| Box::pin(async move { tx.save_author(site, &author).await })).await;
        id
    }

    pub(crate) async fn comment(&self, comment: &Comment) {
        let comment = comment.clone();
        self.write(move |tx, site, _| {
            Box::pin(async move { tx.insert_comment(site, &comment).await.map(|added| assert!(added)) })
        })
        .await;
    }

    pub(crate) async fn moderate(&self, comment: &Comment, state: CommentState) {
        let (before, after) = (comment.clone(), Comment { state, ..comment.clone() });
        self.write(move |tx, site, _| {
            Box::pin(async move { tx.update_comment(site, &before, &after).await })
        })
        .await;
    }

    async fn write<F>(&self, work: F)
    where
        F: for<'t> FnOnce(&'t mut Tx, SiteId, dateline_model::Zone) -> Work<'t> + Send + 'static,
    {
        let (site, zone) = (self.paper.id(), self.paper.zone.clone());
        self.store.write(move |tx| work(tx, site, zone)).await.unwrap();
    }

    pub(crate) async fn ask(&self, request: &SearchRequest) -> SearchResults {
        self.ask_at(request, NOON).await
    }

    pub(crate) async fn ask_at(&self, request: &SearchRequest, now: Millis) -> SearchResults {
        let mut read = self.store.read().await.unwrap();
        self.search.search(&mut read, &self.paper, now, request).await.unwrap()
    }

    /// The slugs of the stories that a query finds, the best first.
    pub(crate) async fn find(&self, query: &str) -> Vec<String> {
        slugs(&self.ask(&SearchRequest::new(query)).await)
    }

    pub(crate) async fn find_at(&self, query: &str, now: Millis) -> Vec<String> {
        slugs(&self.ask_at(&SearchRequest::new(query), now).await)
    }
}

type Work<'t> = Pin<Box<dyn Future<Output = Result<(), StoreError>> + Send + 't>>;

pub(crate) fn slugs(results: &SearchResults) -> Vec<String> {
    results.hits.iter().map(|hit| hit.post.slug.clone()).collect()
}

/// Founds a paper with settings.
pub(crate) async fn found(store: &Store, host: &str, changes: &[(&str, &str)]) -> Paper {
    let mut settings = SiteSettings::default();
    for (name, value) in changes {
        settings.set(name, value).unwrap();
    }
    let site = Site { id: SiteId::mint(NOON), host: host.to_owned(), created_at: NOON };
    let (new, chosen) = (site.clone(), settings.clone());
    store
        .write(move |tx| {
            Box::pin(async move {
                tx.insert_site(&new).await?;
                tx.save_settings(new.id, &chosen).await
            })
        })
        .await
        .unwrap();
    Paper::new(site, settings)
}

/// A story with its credits.
#[derive(Clone)]
pub(crate) struct Story(pub(crate) Post, pub(crate) Credits);

/// A public story of an hour ago.
pub(crate) fn a_story(slug: &str) -> Story {
    let at = NOON - HOUR;
    let mut post = Post::draft(PostKind::Post, at);
    post.status = PostStatus::Published;
    post.visibility = Visibility::public_from(at);
    post.published_at = Some(at);
    slug.clone_into(&mut post.slug);
    post.permalink = Some(format!("/{slug}/"));
    Story(post, Credits::default())
}

impl Story {
    pub(crate) fn titled(mut self, title: &str) -> Self {
        title.clone_into(&mut self.0.title);
        self
    }

    pub(crate) fn saying(mut self, html: &str) -> Self {
        html.clone_into(&mut self.0.html);
        self
    }

    pub(crate) fn in_language(mut self, lang: &str) -> Self {
        self.0.lang = Some(lang.to_owned());
        self
    }

    pub(crate) fn of(mut self, at: Millis) -> Self {
        self.0.published_at = Some(at);
        self.0.visibility = Visibility::public_from(at);
        self
    }

    pub(crate) fn by(mut self, author: AuthorId) -> Self {
        self.1.authors.push(author);
        self
    }

    pub(crate) fn under(mut self, tag: TagId) -> Self {
        self.1.tags.push(tag);
        self
    }

    pub(crate) fn with(mut self, change: impl FnOnce(&mut Post)) -> Self {
        change(&mut self.0);
        self
    }
}

pub(crate) fn a_tag(name: &str) -> Tag {
    Tag {
        id: TagId::mint(NOON),
        name: name.to_owned(),
        slug: dateline_model::slugify(name, "en"),
        description: None,
        post_count: 0,
        import_key: None,
    }
}

pub(crate) fn an_author(name: &str) -> Author {
    Author {
        id: AuthorId::mint(NOON),
        name: name.to_owned(),
        slug: dateline_model::slugify(name, "en"),
        bio: None,
        url: None,
        profile_image: None,
        post_count: 0,
        import_key: None,
    }
}

/// An approved comment.
pub(crate) fn a_comment(post: &Post, text: &str) -> Comment {
    let id = CommentId::mint(NOON);
    Comment {
        id,
        post: post.id,
        parent: None,
        root: id,
        thread_at: NOON,
        depth: 0,
        state: CommentState::Approved,
        author_name: "Reader".to_owned(),
        author_email: None,
        author_url: None,
        staff: None,
        text: text.to_owned(),
        html: format!("<p>{text}</p>"),
        created_at: NOON,
        updated_at: NOON,
        address_hash: None,
        address_until: None,
        edited_at: None,
        likes: 0,
        submission: None,
        import_key: None,
        import_hash: None,
    }
}

/// All files below a folder.
pub(crate) fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

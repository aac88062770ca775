//! A newspaper to import into.

use std::future::{Future, poll_fn};
use std::path::Path;
use std::pin::pin;
use std::task::Poll;

use dateline_model::{Comment, ManualClock, Post, PostKind, Site, SiteId, SiteSettings};
use dateline_pgtest::TestDatabase;
use dateline_store::{Store, StoreError};
use dateline_transfer::{Limits, Manner, MediaWay, Premises, Report, Source, fetch_media, import};

use crate::tally::NOW;

/// A database of its own with one empty site.
pub(crate) struct Paper {
    pub(crate) store: Store,
    pub(crate) site: SiteId,
    pub(crate) clock: ManualClock,
    folder: tempfile::TempDir,
    /// The database on a server, dropped after the test.
    _server: Option<TestDatabase>,
}

impl Paper {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("paper.db").display());
        Self::opened(&address, folder, None).await
    }

    /// The same on PostgreSQL; `None` where there is none.
    pub(crate) async fn on_postgres() -> Option<Self> {
        let server = tokio::task::spawn_blocking(dateline_pgtest::fresh_database).await.unwrap()?;
        let address = server.url.clone();
        Some(Self::opened(&address, tempfile::tempdir().unwrap(), Some(server)).await)
    }

    async fn opened(address: &str, folder: tempfile::TempDir, server: Option<TestDatabase>) -> Self {
        let store = Store::open(address).await.unwrap();
        let site = SiteId::mint(NOW);
        let row = Site { id: site, host: "lanternpost.example.org".to_owned(), created_at: NOW };
        let added: Result<(), StoreError> =
            store.write(move |tx| Box::pin(async move { tx.insert_site(&row).await })).await;
        added.unwrap();
        Self { store, site, clock: ManualClock::at(NOW), folder, _server: server }
    }

    /// Where its files lie.
    pub(crate) fn premises(&self) -> Premises {
        Premises::of(self.folder.path())
    }

    /// Its data folder.
    pub(crate) fn data(&self) -> &Path {
        self.folder.path()
    }

    /// An import with a place for everything, as the command makes it.
    pub(crate) fn manner(&self) -> Manner {
        Manner { premises: Some(self.premises()), alone: true, ..Manner::default() }
    }

    pub(crate) async fn import(&self, path: &Path) -> Report {
        self.run(path, false).await
    }

    pub(crate) async fn run(&self, path: &Path, dry_run: bool) -> Report {
        let source = Source::open(path, None, Limits::default()).unwrap();
        let manner = Manner { dry_run, ..self.manner() };
        import(&self.store, self.site, &source, &self.clock, &manner).await.unwrap()
    }

    /// Begins an import and drops it when it has been polled so often; whether it had ended by then.
    pub(crate) async fn killed(&self, path: &Path, polls: usize) -> bool {
        let source = Source::open(path, None, Limits::default()).unwrap();
        let manner = self.manner();
        let mut whole = pin!(import(&self.store, self.site, &source, &self.clock, &manner));
        let mut left = polls;
        let ended = poll_fn(|context| {
            if left == 0 {
                return Poll::Ready(false);
            }
            left -= 1;
            whole.as_mut().poll(context).map(|report| report.is_ok())
        });
        ended.await
    }

    /// Brings home what lies in an export, after it was imported.
    pub(crate) async fn bring_files(&self, path: &Path, report: &mut Report) {
        let source = Source::open(path, None, Limits::default()).unwrap();
        self.bring_files_of(&source, report).await;
    }

    pub(crate) async fn bring_files_of(&self, source: &Source, report: &mut Report) {
        let (premises, manner) = (self.premises(), self.manner());
        let way = MediaWay { folder: &premises.content, egress: None, manner: &manner, progress: &|_, _| {} };
        fetch_media(&self.store, self.site, source, &way, &self.clock, report).await.unwrap();
    }

    pub(crate) async fn settings(&self) -> SiteSettings {
        self.store.read().await.unwrap().settings(self.site).await.unwrap()
    }

    pub(crate) async fn post(&self, number: &str) -> Post {
        self.post_of(&format!("blogger:{number}")).await
    }

    pub(crate) async fn post_of(&self, key: &str) -> Post {
        self.store.read().await.unwrap().post_by_import_key(self.site, key).await.unwrap().unwrap()
    }

    pub(crate) async fn comment(&self, number: &str) -> Comment {
        let key = format!("blogger:{number}");
        self.store.read().await.unwrap().comment_by_import_key(self.site, &key).await.unwrap().unwrap()
    }

    pub(crate) async fn posts(&self) -> i64 {
        let mut read = self.store.read().await.unwrap();
        read.desk_count(self.site, PostKind::Post, None).await.unwrap()
            + read.desk_count(self.site, PostKind::Page, None).await.unwrap()
    }
}

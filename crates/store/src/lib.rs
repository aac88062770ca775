//! The only room that speaks SQL: SQLite and PostgreSQL from one text, migrations, change log, jobs.
//!
//! [`Store::read`] gives a snapshot to read a whole page from; [`Store::write`] runs a piece of work in one
//! transaction. On SQLite all writes of the process go through one queue whose waiting requests share a
//! commit; on PostgreSQL each takes a connection of the pool.
//!
//! Names say who may see what is read: `public_…` asks the one rule of visibility, `desk_…` is for the staff.

mod account;
mod appeal;
mod arrival;
mod audit;
mod best;
mod bulk;
mod check;
mod clippings;
mod comment;
mod conn;
mod copy;
mod decision;
mod detail;
mod edit_lock;
mod error;
mod follow;
mod injection;
mod journal;
mod lender;
mod lesson;
mod letter;
mod list;
mod media;
mod mention;
mod migrate;
mod moving;
mod named;
mod opening;
mod passkey;
mod people;
mod post;
mod post_write;
mod preview;
mod queue;
mod reader;
mod revision;
mod second_factor;
mod select;
mod session;
mod site;
mod snippet;
mod spent;
mod subscription;
mod tag;
mod thread;
mod tx;
mod webhook;
mod writer;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use dateline_model::{Clock, SystemClock};
use dateline_sqlite::Options;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use clippings::Clippings;
use conn::Conn;
pub use follow::Follower;
use follow::Followers;
use lender::Lender;
use writer::{BoxFuture, Writer};

pub use account::Failures;
pub use arrival::{Arrived, NewComment};
pub use bulk::{CommentMark, PostMark};
pub use check::Finding;
pub use comment::{Beside, CommentWithPost, KnownReader};
pub use decision::StoredDecision;
pub use detail::KnownDetails;
pub use error::StoreError;
pub use injection::KnownInjections;
pub use journal::Job;
pub use lesson::StoredLesson;
pub use letter::{StoredLetter, Suppression};
pub use list::{ListKey, Window};
pub use media::{ShownPicture, Use};
pub use moving::StoredMove;
pub use named::NamedOn;
pub use opening::Unopened;
pub use post_write::Credits;
pub use queue::{Fingerprint, Fingerprints, PlainEmail, Queue};
pub use reader::CommentVersion;
pub use second_factor::SecondFactor;
pub use select::{SelectError, Selection};
pub use thread::{CommentCounts, SETTLE_THREADS};
pub use tx::{Read, SETTLE_LISTS, Tx};

/// Connections that read, on SQLite, each with a small cache of its own. As many threads of the runtime may stand still
/// in a read at the same time, so it needs that many more than it has work for.
pub const SQLITE_READERS: usize = 4;
/// Connections in all, on PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;
/// Bytes of a page of a database that is made here; one that was made before keeps the 4,096 that SQLite has of its own. A
/// story of the usual length then shares its page, and what many rows write is half as many pages (decision 0040).
const SQLITE_PAGE_BYTES: &str = "8192";
/// Pages of the write-ahead log after which SQLite copies them into the database: 16 MiB. Twenty writes to one page
/// are then mostly one copy.
const SQLITE_LOG_PAGES: &str = "2000";
/// Statements a connection keeps prepared: all of ours.
const STATEMENTS_KEPT: usize = 400;

/// The database of this installation. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    database: Database,
    clock: Arc<dyn Clock>,
    followers: Followers,
    clippings: Arc<Clippings>,
}

#[derive(Clone)]
enum Database {
    Sqlite { readers: Lender, writer: Writer },
    Postgres(PgPool),
}

impl Store {
    /// Opens the database at `address` (`sqlite:PATH` or `postgres://…`) and brings its tables to this
    /// release's shape.
    pub async fn open(address: &str) -> Result<Self, StoreError> {
        Self::open_with(address, Arc::new(SystemClock)).await
    }

    /// The same with another clock for the hours in the change log.
    pub async fn open_with(address: &str, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let followers = Followers::default();
        let database = if let Some(path) = address.strip_prefix("sqlite:") {
            let path = Path::new(path.trim_start_matches("//"));
            open_sqlite(path, Arc::clone(&clock), followers.clone()).await?
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            open_postgres(address).await?
        } else {
            return Err(StoreError::Address(address.to_owned()));
        };
        Ok(Self { database, clock, followers, clippings: Arc::default() })
    }

    /// Has `follower` told of every commit of this process, after it is durable and before the writer has its
    /// answer. It is called on the writer's own task and must neither wait nor take long. Whoever must also learn
    /// of other processes' writes reads [`Read::changes_since`]; the numbers of the changes are the same.
    pub fn follow(&self, follower: Follower) {
        self.followers.add(follower);
    }

    /// Keeps what pages show of long threads for the next page that shows it, in so many bytes at most. Without this nothing is kept.
    pub fn keep_long_threads(&self, bytes_max: usize) {
        self.clippings.give_room(bytes_max);
    }

    /// Bytes of long threads that are kept.
    pub fn kept_bytes(&self) -> usize {
        self.clippings.bytes()
    }

    /// Opens the SQLite file at `path`, made when it is not there.
    pub async fn open_sqlite(path: &Path) -> Result<Self, StoreError> {
        Self::open(&format!("sqlite:{}", path.display())).await
    }

    /// A snapshot to read from.
    pub async fn read(&self) -> Result<Read, StoreError> {
        let conn = match &self.database {
            Database::Sqlite { readers, .. } => Conn::Sqlite(readers.begin("BEGIN").await?),
            Database::Postgres(pool) => {
                Conn::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        };
        Ok(Read { conn, clippings: Some(Arc::clone(&self.clippings)) })
    }

    /// What reads single things, each as it is at its own moment. It costs less than [`Store::read`], and is no
    /// way to read two things that belong together.
    pub async fn glance(&self) -> Result<Read, StoreError> {
        let conn = match &self.database {
            Database::Sqlite { readers, .. } => Conn::Sqlite(readers.lend().await?),
            Database::Postgres(_) => return self.read().await,
        };
        Ok(Read { conn, clippings: Some(Arc::clone(&self.clippings)) })
    }

    /// Runs `work` in one transaction and answers once it is durable. An error undoes all of it, and a panic
    /// too: it becomes [`StoreError::Panicked`]. `work` must not wait for another write: on SQLite that one
    /// would stand behind it in the queue.
    ///
    /// ```ignore
    /// store.write(move |tx| Box::pin(async move { tx.insert_site(&site).await })).await?;
    /// ```
    pub async fn write<F, T, E>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.database {
            Database::Sqlite { writer, .. } => writer.write(work).await,
            Database::Postgres(pool) => {
                let conn = Conn::Postgres(pool.begin().await.map_err(StoreError::from)?);
                let mut tx = Tx::new(conn, Arc::clone(&self.clock));
                let result = tx.perform(work).await?;
                self.followers.tell(&tx.commit().await?);
                Ok(result)
            }
        }
    }

    /// The queue of writers, where there is one.
    pub(crate) fn sqlite_writer(&self) -> Option<&Writer> {
        match &self.database {
            Database::Sqlite { writer, .. } => Some(writer),
            Database::Postgres(_) => None,
        }
    }

    /// Every statement of this crate by module and name, for the tests that prepare them all.
    #[doc(hidden)]
    pub fn statements() -> Vec<(&'static str, &'static str, &'static str)> {
        let modules = [
            ("account", account::STATEMENTS),
            ("appeal", appeal::STATEMENTS),
            ("audit", audit::STATEMENTS),
            ("best", best::STATEMENTS),
            ("bulk", bulk::STATEMENTS),
            ("check", check::STATEMENTS),
            ("comment", comment::STATEMENTS),
            ("decision", decision::STATEMENTS),
            ("detail", detail::STATEMENTS),
            ("edit_lock", edit_lock::STATEMENTS),
            ("injection", injection::STATEMENTS),
            ("journal", journal::STATEMENTS),
            ("lesson", lesson::STATEMENTS),
            ("letter", letter::STATEMENTS),
            ("list", list::STATEMENTS),
            ("media", media::STATEMENTS),
            ("mention", mention::STATEMENTS),
            ("moving", moving::STATEMENTS),
            ("named", named::STATEMENTS),
            ("opening", opening::STATEMENTS),
            ("passkey", passkey::STATEMENTS),
            ("people", people::STATEMENTS),
            ("post", post::STATEMENTS),
            ("post_write", post_write::STATEMENTS),
            ("preview", preview::STATEMENTS),
            ("queue", queue::STATEMENTS),
            ("reader", reader::STATEMENTS),
            ("revision", revision::STATEMENTS),
            ("second_factor", second_factor::STATEMENTS),
            ("session", session::STATEMENTS),
            ("site", site::STATEMENTS),
            ("snippet", snippet::STATEMENTS),
            ("spent", spent::STATEMENTS),
            ("subscription", subscription::STATEMENTS),
            ("tag", tag::STATEMENTS),
            ("thread", thread::STATEMENTS),
            ("tx", tx::STATEMENTS),
            ("webhook", webhook::STATEMENTS),
        ];
        modules
            .into_iter()
            .flat_map(|(m, list)| list.iter().map(move |(name, sql)| (m, *name, *sql)))
            .collect()
    }

    /// Asks the database to prepare `sql`, without running it.
    #[doc(hidden)]
    pub async fn prepare(&self, sql: &'static str) -> Result<(), StoreError> {
        use sqlx::{Executor, SqlSafeStr};
        match &self.database {
            Database::Sqlite { readers, .. } => {
                readers.lend().await?.prepare(sql)?;
            }
            Database::Postgres(pool) => {
                pool.acquire().await?.prepare(sql.into_sql_str()).await?;
            }
        }
        Ok(())
    }
}

async fn open_sqlite(
    path: &Path,
    clock: Arc<dyn Clock>,
    followers: Followers,
) -> Result<Database, StoreError> {
    let options = Options::new(path)
        .busy_timeout(Duration::from_secs(10))
        .statements_kept(STATEMENTS_KEPT)
        // Before anything is written: the first page says how long all of them are.
        .pragma("page_size", SQLITE_PAGE_BYTES)
        .pragma("journal_mode", "WAL")
        .pragma("foreign_keys", "ON")
        // NORMAL loses every acknowledged write since the last checkpoint in a power cut.
        .pragma("synchronous", "FULL");
    let writing =
        options.clone().create().pragma("cache_size", "-8000").pragma("wal_autocheckpoint", SQLITE_LOG_PAGES);
    let writing = Lender::open(writing, 1)?;
    let first = writing.lend().await?;
    migrate::bring_up_to_date(&first)?;
    // What a statement of many rows would have to undo needs no file; the steps above may sort more than memory holds.
    first.run_script("PRAGMA temp_store = MEMORY")?;
    drop(first);
    let reading = options.pragma("query_only", "ON").pragma("cache_size", "-4000");
    let readers = Lender::open(reading, SQLITE_READERS)?;
    Ok(Database::Sqlite { readers, writer: Writer::start(writing, clock, followers)? })
}

async fn open_postgres(address: &str) -> Result<Database, StoreError> {
    let options: PgConnectOptions = address.parse().map_err(|_| StoreError::Address(address.to_owned()))?;
    let options = options.statement_cache_capacity(STATEMENTS_KEPT);
    let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).connect_with(options).await?;
    sqlx::migrate!("migrations/postgres").run(&pool).await?;
    Ok(Database::Postgres(pool))
}

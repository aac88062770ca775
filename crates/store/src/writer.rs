//! The writer of SQLite: one thread, one connection, and one durable commit for as many requests as are waiting.
//!
//! Each request runs in a savepoint of its own, so that a refused one takes nothing with it. Readers' comments are
//! the exception: those of a batch are written together, and one by one only when that fails. Requests are answered
//! after the commit they share, never before: an acknowledged comment survives a power cut.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::thread;

use dateline_model::{Change, Clock};
use dateline_sqlite::Connection;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use crate::conn::Conn;
use crate::follow::Followers;
use crate::lender::Lender;
use crate::tx::Tx;
use crate::{Arrived, NewComment, Store, StoreError};

/// Requests that share a commit at most.
const BATCH_MAX: usize = 256;
/// Requests that may wait before a caller has to.
const QUEUE_MAX: usize = 4_096;

pub(crate) type BoxFuture<'t, T> = Pin<Box<dyn Future<Output = T> + Send + 't>>;

/// A request of the queue: does its work, keeps its result, and hands it over once the commit is durable.
pub(crate) trait Request: Send {
    /// Does the work; `false` means that its changes are to be undone.
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, bool>;
    /// Tells the caller how it ended.
    fn answer(self: Box<Self>, commit: Result<(), StoreError>);
}

/// A piece of work with its caller waiting.
pub(crate) struct Work<F, T, E> {
    todo: Option<F>,
    result: Option<Result<T, E>>,
    caller: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Request for Work<F, T, E>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send,
    T: Send,
    E: From<StoreError> + Send,
{
    fn run<'t>(&'t mut self, tx: &'t mut Tx) -> BoxFuture<'t, bool> {
        Box::pin(async move {
            let Some(work) = self.todo.take() else { return false };
            let result = tx.perform(work).await;
            let keep = result.is_ok();
            self.result = Some(result);
            keep
        })
    }

    fn answer(self: Box<Self>, commit: Result<(), StoreError>) {
        let result = match commit {
            Ok(()) => self.result.unwrap_or_else(|| Err(StoreError::Closed.into())),
            Err(error) => Err(error.into()),
        };
        // A caller that went away does not need its answer.
        let _ = self.caller.send(result);
    }
}

/// What waits in the queue.
enum Waiting {
    Work(Box<dyn Request>),
    Comment(Box<NewComment>, oneshot::Sender<Result<Arrived, StoreError>>),
    /// A change of how the writer keeps what it writes.
    Manner(Keeping, oneshot::Sender<Result<(), StoreError>>),
}

/// How the writer keeps what it writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// A commit is ordered after those before it, and is on the disk when the log is copied next.
    InOrder,
    /// Everything so far is on the disk, and so is every commit from now on when it is answered.
    AtOnce,
    /// Pages of so many bytes stay in memory.
    InMemory(usize),
    /// Whoever writes has looked whether what its rows refer to is there.
    Trusting,
    /// The database looks.
    Checking,
}

/// The way into the queue.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::Sender<Waiting>);

impl Writer {
    /// Starts the writer with a lender of one connection. It has a thread of its own: it waits for the disk with each
    /// commit, and nobody else's work stands still meanwhile. It ends when the last `Writer` is gone.
    pub(crate) fn start(
        lender: Lender,
        clock: Arc<dyn Clock>,
        followers: Followers,
    ) -> Result<Self, StoreError> {
        let (sender, queue) = mpsc::channel(QUEUE_MAX);
        let runtime = Handle::current();
        let work = move || runtime.block_on(drain(lender, clock, followers, queue));
        thread::Builder::new().name("writer".to_owned()).spawn(work).map_err(StoreError::Thread)?;
        Ok(Self(sender))
    }

    /// Queues `work` and waits until it is durable or refused.
    pub(crate) async fn write<F, T, E>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let request = Box::new(Work { todo: Some(work), result: None, caller });
        self.0.send(Waiting::Work(request)).await.map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }

    /// Changes how what is written from now on is kept.
    pub(crate) async fn keep(&self, keeping: Keeping) -> Result<(), StoreError> {
        let (caller, answer) = oneshot::channel();
        self.0.send(Waiting::Manner(keeping, caller)).await.map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Queues a reader's comment and waits until it is durable or refused.
    pub(crate) async fn arrive(&self, arrival: NewComment) -> Result<Arrived, StoreError> {
        let (caller, answer) = oneshot::channel();
        self.0.send(Waiting::Comment(Box::new(arrival), caller)).await.map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or(Err(StoreError::Closed))
    }
}

/// The requests of one commit.
#[derive(Default)]
struct Batch {
    works: Vec<Box<dyn Request>>,
    comments: Arc<Vec<NewComment>>,
    /// What became of the comments, in their order.
    taken: Vec<Result<Arrived, StoreError>>,
    commenters: Vec<oneshot::Sender<Result<Arrived, StoreError>>>,
    /// Changes of the manner, which take effect before the requests.
    manners: Vec<(Keeping, oneshot::Sender<Result<(), StoreError>>)>,
}

impl Batch {
    fn of(waiting: &mut Vec<Waiting>) -> Self {
        let (mut batch, mut comments) = (Self::default(), Vec::new());
        for waiting in waiting.drain(..) {
            match waiting {
                Waiting::Work(work) => batch.works.push(work),
                Waiting::Comment(arrival, commenter) => {
                    comments.push(*arrival);
                    batch.commenters.push(commenter);
                }
                Waiting::Manner(keeping, caller) => batch.manners.push((keeping, caller)),
            }
        }
        batch.comments = Arc::new(comments);
        batch
    }

    fn requests(&self) -> usize {
        self.works.len() + self.comments.len()
    }

    /// Tells all callers how it ended.
    fn answer(self, commit: Result<(), ()>) {
        // The error is told to each caller; its source stays in the log.
        for work in self.works {
            work.answer(commit.map_err(|()| StoreError::NotKept));
        }
        let mut taken = self.taken.into_iter();
        for commenter in self.commenters {
            let result = taken.next().unwrap_or(Err(StoreError::Closed));
            let told = commit.map_err(|()| StoreError::NotKept).and(result);
            // A caller that went away does not need its answer.
            let _ = commenter.send(told);
        }
    }
}

async fn drain(
    lender: Lender,
    clock: Arc<dyn Clock>,
    followers: Followers,
    mut queue: mpsc::Receiver<Waiting>,
) {
    let mut waiting = Vec::with_capacity(BATCH_MAX);
    let mut copier = None;
    while queue.recv_many(&mut waiting, BATCH_MAX).await > 0 {
        let mut batch = Batch::of(&mut waiting);
        for (keeping, caller) in std::mem::take(&mut batch.manners) {
            // A caller that went away does not need its answer.
            let _ = caller.send(change_manner(&lender, keeping, &mut copier).await);
        }
        if batch.requests() == 0 {
            continue;
        }
        let commit = match commit_together(&lender, &clock, &mut batch).await {
            Ok(changes) => {
                followers.tell(&changes);
                if let Some(copier) = &copier {
                    copier.wake();
                }
                Ok(())
            }
            Err(error) => {
                let requests = batch.requests();
                tracing::error!(error = %error, requests, "a commit failed; nothing of it was kept");
                replace_connection(&lender).await;
                Err(())
            }
        };
        batch.answer(commit);
    }
}

async fn change_manner(
    lender: &Lender,
    keeping: Keeping,
    copier: &mut Option<Copier>,
) -> Result<(), StoreError> {
    let connection = lender.lend().await?;
    match keeping {
        Keeping::InOrder => {
            // Memory for all pages of a long transaction. Where the copier cannot keep up the writer helps, and the log stays
            // near 128 MiB.
            connection.run_script(
                "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 16000; PRAGMA cache_size = -64000",
            )?;
            if copier.is_none() {
                *copier = Some(Copier::start(lender.one_more()?)?);
            }
        }
        Keeping::AtOnce => {
            *copier = None;
            let frames = crate::SQLITE_LOG_PAGES;
            connection
                .run_script(&format!("PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = {frames}"))?;
            // Before anything is copied the log itself goes to the disk.
            connection.query("PRAGMA wal_checkpoint(PASSIVE)").execute()?;
        }
        Keeping::InMemory(bytes) => {
            connection.run_script(&format!("PRAGMA cache_size = -{}", bytes >> 10))?;
        }
        Keeping::Trusting => connection.run_script("PRAGMA foreign_keys = OFF")?,
        Keeping::Checking => connection.run_script("PRAGMA foreign_keys = ON")?,
    }
    Ok(())
}

/// Copies the write-ahead log into the database while the writer writes on. It ends when this is dropped.
struct Copier(std::sync::mpsc::SyncSender<()>);

impl Copier {
    fn start(connection: Connection) -> Result<Self, StoreError> {
        let (waker, woken) = std::sync::mpsc::sync_channel(1);
        let work = move || {
            while woken.recv().is_ok() {
                // Who cannot copy now, because the writer does, is woken again after the next commit.
                let _ = connection.query("PRAGMA wal_checkpoint(PASSIVE)").execute();
            }
        };
        thread::Builder::new().name("copier".to_owned()).spawn(work).map_err(StoreError::Thread)?;
        Ok(Self(waker))
    }

    /// Has it look whether there is something to copy. One that is at work has enough to do.
    fn wake(&self) {
        let _ = self.0.try_send(());
    }
}

/// Closes the writer's connection, so that the next request gets a new one that knows nothing of what failed.
async fn replace_connection(lender: &Lender) {
    match lender.lend().await {
        Ok(connection) => connection.close(),
        Err(error) => {
            tracing::error!(error = %error, "the writer has no connection; the next write tries again");
        }
    }
}

async fn commit_together(
    lender: &Lender,
    clock: &Arc<dyn Clock>,
    batch: &mut Batch,
) -> Result<Vec<Change>, StoreError> {
    let mut tx = Tx::new(Conn::Sqlite(lender.begin("BEGIN IMMEDIATE").await?), Arc::clone(clock));
    if let ([alone], true) = (&mut batch.works[..], batch.comments.is_empty()) {
        if alone.run(&mut tx).await {
            return tx.commit().await;
        }
        tx.roll_back().await?;
        return Ok(Vec::new());
    }
    for request in &mut batch.works {
        tx.raw("SAVEPOINT request")?;
        let keep = request.run(&mut tx).await;
        tx.end_savepoint(keep)?;
    }
    if !batch.comments.is_empty() {
        batch.taken = take_comments(&mut tx, &batch.comments).await?;
    }
    tx.commit().await
}

/// Writes the comments of a batch, together if that goes. A comment that cannot be kept, under a story that was just
/// deleted for example, must not take others with it.
async fn take_comments(
    tx: &mut Tx,
    arrivals: &Arc<Vec<NewComment>>,
) -> Result<Vec<Result<Arrived, StoreError>>, StoreError> {
    tx.raw("SAVEPOINT request")?;
    let all = Arc::clone(arrivals);
    let together = tx.perform(move |tx| Box::pin(async move { tx.take_in(&all).await })).await;
    tx.end_savepoint(together.is_ok())?;
    if let Ok(taken) = together {
        return Ok(taken.into_iter().map(Ok).collect());
    }
    let mut taken = Vec::with_capacity(arrivals.len());
    for at in 0..arrivals.len() {
        tx.raw("SAVEPOINT request")?;
        let all = Arc::clone(arrivals);
        let one = tx.perform(move |tx| Box::pin(async move { tx.take_in_one(&all[at]).await })).await;
        tx.end_savepoint(one.is_ok())?;
        taken.push(one);
    }
    Ok(taken)
}

impl Store {
    /// Gives the writer of SQLite more memory for the rest of the process, as an import wants it: 32 MiB of pages, so
    /// that those of the indexes are written once and not once for each handful of rows. PostgreSQL has its own.
    pub async fn expect_many_rows(&self) -> Result<(), StoreError> {
        if self.is_sqlite() {
            self.write(|tx| Box::pin(async move { tx.raw("PRAGMA cache_size = -32000") })).await?;
        }
        Ok(())
    }
}

impl Store {
    /// For a process that only imports, and can do so again: SQLite's commits then wait for no disk, until
    /// [`Store::keep_at_once`]. A process that is killed loses nothing; a machine that loses its power loses the last commits,
    /// the newest first, and the import that is run again brings them back. PostgreSQL goes on as ever.
    pub async fn keep_in_order(&self) -> Result<(), StoreError> {
        self.keep(Keeping::InOrder).await
    }

    /// Puts everything that was written on the disk, and from now on every commit before it is answered.
    pub async fn keep_at_once(&self) -> Result<(), StoreError> {
        self.keep(Keeping::AtOnce).await
    }

    /// For a process that only imports: SQLite's writer no longer looks for what each new row refers to, until
    /// [`Store::check_references`]. Whoever writes must have looked in the same transaction, and deletes nothing that other
    /// rows go with.
    pub async fn trust_references(&self) -> Result<(), StoreError> {
        self.keep(Keeping::Trusting).await
    }

    /// Gives SQLite's writer memory for so many bytes of pages from now on, as transactions of an import want it.
    pub async fn expect_pages(&self, bytes: usize) -> Result<(), StoreError> {
        self.keep(Keeping::InMemory(bytes)).await
    }

    /// Has SQLite's writer look again.
    pub async fn check_references(&self) -> Result<(), StoreError> {
        self.keep(Keeping::Checking).await
    }

    async fn keep(&self, keeping: Keeping) -> Result<(), StoreError> {
        match self.sqlite_writer() {
            Some(writer) => writer.keep(keeping).await,
            None => Ok(()),
        }
    }
}

impl Tx {
    /// Ends the savepoint of a request; what was done since it began stays, or is undone.
    fn end_savepoint(&mut self, keep: bool) -> Result<(), StoreError> {
        if !keep {
            self.raw("ROLLBACK TO request")?;
        }
        self.raw("RELEASE request")
    }

    fn raw(&mut self, sql: &'static str) -> Result<(), StoreError> {
        if let Conn::Sqlite(c) = self.conn_mut() {
            c.query(sql).execute()?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::{Store, StoreError};

    /// What a disk that is full does to a write, done by a limit on the file's pages.
    #[tokio::test]
    async fn when_there_is_room_again_the_next_write_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_sqlite(&folder.path().join("paper.db")).await.unwrap();
        let keep = |name: &'static str, length: usize| {
            store.write(move |tx| {
                Box::pin(async move {
                    tx.keep_install_value(name, &"x".repeat(length)).await?;
                    Ok::<_, StoreError>(())
                })
            })
        };
        keep("before", 1).await.unwrap();
        let full: Result<(), StoreError> = store
            .write(|tx| {
                Box::pin(async move {
                    tx.raw("PRAGMA max_page_count = 1")?;
                    tx.keep_install_value("too much", &"x".repeat(100_000)).await?;
                    Ok(())
                })
            })
            .await;
        assert!(full.is_err());
        keep("after", 100_000).await.unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(read.install_value("too much").await.unwrap(), None);
        assert_eq!(read.install_value("before").await.unwrap().as_deref(), Some("x"));
    }
}

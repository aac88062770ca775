//! The writer of SQLite: one task, one connection, and one durable commit for as many requests as are waiting.
//!
//! Each request runs in a savepoint of its own, so that a refused one takes nothing with it. Requests are
//! answered after the commit they share, never before: an acknowledged comment survives a power cut.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use dateline_model::{Change, Clock};
use sqlx::SqlitePool;
use tokio::sync::{mpsc, oneshot};

use crate::{StoreError, conn::Conn, follow::Followers, tx::Tx};

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

/// The way into the queue.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::Sender<Box<dyn Request>>);

impl Writer {
    /// Starts the writer task on a pool of one connection. It ends when the last `Writer` is gone.
    pub(crate) fn start(pool: SqlitePool, clock: Arc<dyn Clock>, followers: Followers) -> Self {
        let (sender, queue) = mpsc::channel(QUEUE_MAX);
        tokio::spawn(drain(pool, clock, followers, queue));
        Self(sender)
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
        self.0.send(request).await.map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
    }
}

async fn drain(
    pool: SqlitePool,
    clock: Arc<dyn Clock>,
    followers: Followers,
    mut queue: mpsc::Receiver<Box<dyn Request>>,
) {
    let mut batch = Vec::with_capacity(BATCH_MAX);
    while queue.recv_many(&mut batch, BATCH_MAX).await > 0 {
        let commit = commit_together(&pool, &clock, &mut batch).await;
        let commit = commit.map(|changes| followers.tell(&changes));
        if let Err(error) = &commit {
            tracing::error!(error = %error, requests = batch.len(), "a commit failed; nothing of it was kept");
            replace_connection(&pool).await;
        }
        for request in batch.drain(..) {
            // The error is told to each caller; its source stays in the log above.
            let told = commit.as_ref().copied().map_err(|_| StoreError::NotKept);
            request.answer(told);
        }
    }
}

/// Closes the writer's connection, so that the next request gets a new one. When a disk is full SQLite may end a
/// transaction by itself, and nobody but SQLite knows: the driver would refuse to begin another one for ever.
async fn replace_connection(pool: &SqlitePool) {
    let closed = match pool.acquire().await {
        Ok(connection) => connection.close().await,
        Err(error) => Err(error),
    };
    if let Err(error) = closed {
        tracing::error!(error = %error, "the writer's connection could not be closed; the next write tries again");
    }
}

async fn commit_together(
    pool: &SqlitePool,
    clock: &Arc<dyn Clock>,
    batch: &mut [Box<dyn Request>],
) -> Result<Vec<Change>, StoreError> {
    let transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let mut tx = Tx::new(Conn::Sqlite(transaction), Arc::clone(clock));
    let alone = batch.len() == 1;
    for request in batch {
        if alone {
            if !request.run(&mut tx).await {
                tx.roll_back().await?;
                return Ok(Vec::new());
            }
            continue;
        }
        tx.raw("SAVEPOINT request").await?;
        if !request.run(&mut tx).await {
            tx.raw("ROLLBACK TO request").await?;
        }
        tx.raw("RELEASE request").await?;
    }
    tx.commit().await
}

impl Tx {
    async fn raw(&mut self, sql: &'static str) -> Result<(), StoreError> {
        if let Conn::Sqlite(c) = self.conn_mut() {
            sqlx::query(sql).execute(&mut **c).await?;
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
                    tx.raw("PRAGMA max_page_count = 1").await?;
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

//! The connections to SQLite, and who has them.

use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use dateline_sqlite::{Connection, Options};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::StoreError;

/// Lends connections to one file, so many at once and no more. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Lender(Arc<Counter>);

struct Counter {
    options: Options,
    /// Those that nobody has now, the last one used on top: its cache is warm.
    free: Mutex<Vec<Connection>>,
    permits: Arc<Semaphore>,
}

impl Lender {
    /// Lends up to `most` connections. The first is opened at once, so that a file that cannot be read is an error
    /// of whoever opens it.
    pub(crate) fn open(options: Options, most: usize) -> Result<Self, StoreError> {
        let free = Mutex::new(vec![Connection::open(&options)?]);
        Ok(Self(Arc::new(Counter { options, free, permits: Arc::new(Semaphore::new(most)) })))
    }

    /// One more connection, which is nobody else's and never lent.
    pub(crate) fn one_more(&self) -> Result<Connection, StoreError> {
        Ok(Connection::open(&self.0.options)?)
    }

    /// A connection; waits while all are out.
    pub(crate) async fn lend(&self) -> Result<Loan, StoreError> {
        let permit = Arc::clone(&self.0.permits).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let free = self.0.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match free {
            Some(connection) => connection,
            None => Connection::open(&self.0.options)?,
        };
        Ok(Loan { connection: Some(connection), counter: Arc::clone(&self.0), _permit: permit })
    }

    /// A connection with a transaction on it. One that can begin none is closed and another one asked for.
    pub(crate) async fn begin(&self, how: &'static str) -> Result<Loan, StoreError> {
        let loan = self.lend().await?;
        if loan.query(how).execute().is_ok() {
            return Ok(loan);
        }
        loan.close();
        let loan = self.lend().await?;
        loan.query(how).execute()?;
        Ok(loan)
    }
}

/// A connection on loan. It goes back when this is dropped, and what is not committed then is undone.
pub(crate) struct Loan {
    /// There until it goes back or is closed.
    connection: Option<Connection>,
    counter: Arc<Counter>,
    _permit: OwnedSemaphorePermit,
}

impl Loan {
    /// Makes everything durable.
    pub(crate) fn commit(self) -> Result<(), StoreError> {
        self.query("COMMIT").execute()?;
        Ok(())
    }

    /// Undoes everything.
    pub(crate) fn roll_back(self) -> Result<(), StoreError> {
        self.query("ROLLBACK").execute()?;
        Ok(())
    }

    /// Closes the connection for good, so that the next loan is another one.
    pub(crate) fn close(mut self) {
        self.connection.take();
    }
}

impl Deref for Loan {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        let there = self.connection.as_ref();
        there.unwrap_or_else(|| unreachable!("only what ends the loan takes its connection"))
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        // Whether a transaction is open is known to SQLite alone: it ends one by itself when a disk is full.
        if connection.is_in_transaction()
            && let Err(error) = connection.query("ROLLBACK").execute()
        {
            tracing::error!(error = %error, "a connection to the database could not undo its work and is closed");
            return;
        }
        self.counter.free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::{Arc, Condvar, LazyLock, Mutex};

    use dateline_sqlite::{Error, FromRow, Options, Row};
    use tokio::sync::mpsc;

    use super::Lender;
    use crate::SQLITE_READERS;

    fn lender(folder: &tempfile::TempDir, most: usize) -> Lender {
        Lender::open(Options::new(folder.path().join("paper.db")).create(), most).unwrap()
    }

    #[tokio::test]
    async fn what_somebody_left_half_done_is_undone_before_the_next_one_asks() {
        let folder = tempfile::tempdir().unwrap();
        let lender = lender(&folder, 1);
        let loan = lender.begin("BEGIN IMMEDIATE").await.unwrap();
        loan.query("CREATE TABLE stories (slug TEXT)").execute().unwrap();
        loan.commit().unwrap();
        let loan = lender.begin("BEGIN IMMEDIATE").await.unwrap();
        loan.query("INSERT INTO stories VALUES ('lost')").execute().unwrap();
        drop(loan);
        let loan = lender.lend().await.unwrap();
        assert!(!loan.is_in_transaction());
        let stories: Vec<String> = loan.query("SELECT slug FROM stories").values().unwrap();
        assert!(stories.is_empty(), "{stories:?}");
    }

    /// Opened when the disk is well again.
    static DISK: LazyLock<(Mutex<bool>, Condvar)> = LazyLock::new(Default::default);

    /// A row whose page lies on a disk that does not answer.
    struct OnSlowDisk;

    impl FromRow for OnSlowDisk {
        fn from_row(_: &Row<'_>) -> Result<Self, Error> {
            let mut well = DISK.0.lock().unwrap();
            while !*well {
                well = DISK.1.wait(well).unwrap();
            }
            Ok(Self)
        }
    }

    #[test]
    fn while_every_reader_stands_still_others_have_their_turn() {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(SQLITE_READERS + 1).build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let lender = Arc::new(lender(&folder, SQLITE_READERS));
            let (reading, mut begun) = mpsc::unbounded_channel();
            let read = |_| {
                let (lender, reading) = (Arc::clone(&lender), reading.clone());
                tokio::spawn(async move {
                    let loan = lender.lend().await.unwrap();
                    reading.send(()).unwrap();
                    loan.query("SELECT 1").row::<OnSlowDisk>().unwrap().is_some()
                })
            };
            // More than there are readers and threads: who waits for a reader takes no thread.
            let reads: Vec<_> = (0..SQLITE_READERS + 8).map(read).collect();
            for _ in 0..SQLITE_READERS {
                begun.recv().await.unwrap();
            }
            for _ in 0..100 {
                let page = tokio::spawn(async { tokio::task::yield_now().await });
                page.await.unwrap();
            }
            *DISK.0.lock().unwrap() = true;
            DISK.1.notify_all();
            for read in reads {
                assert!(read.await.unwrap());
            }
        });
    }
}

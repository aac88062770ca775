//! The connections to SQLite, and what a loan of one costs.
//!
//! sqlx's own pool asks a connection whether it is still there each time it comes back, in a task of its own. A file
//! does not go away like a server, and the way to SQLite's thread and back is most of what a small read costs here:
//! a comment or a page would pay for it several times.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Database, SqlStr, Sqlite, SqliteConnection};
use sqlx_core::transaction::TransactionManager;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::StoreError;

type Transactions = <Sqlite as Database>::TransactionManager;

/// Lends connections to one file, so many at once and no more. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Lender(Arc<Counter>);

struct Counter {
    options: SqliteConnectOptions,
    /// Those that nobody has now, the last one used on top: its cache is warm.
    free: Mutex<Vec<SqliteConnection>>,
    permits: Arc<Semaphore>,
}

impl Lender {
    /// Lends up to `most` connections. The first is opened at once, so that a file that cannot be read is an error
    /// of whoever opens it.
    pub(crate) async fn open(options: SqliteConnectOptions, most: usize) -> Result<Self, StoreError> {
        let first = options.connect().await?;
        let free = Mutex::new(vec![first]);
        Ok(Self(Arc::new(Counter { options, free, permits: Arc::new(Semaphore::new(most)) })))
    }

    /// A connection; waits while all are out.
    pub(crate) async fn lend(&self) -> Result<Loan, StoreError> {
        let permit = Arc::clone(&self.0.permits).acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let free = self.0.free.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match free {
            Some(connection) => connection,
            None => self.0.options.connect().await?,
        };
        Ok(Loan { connection: Some(connection), counter: Arc::clone(&self.0), begun: false, _permit: permit })
    }

    /// A connection with a transaction on it. One that can begin none is closed and another one asked for.
    pub(crate) async fn begin(&self, how: &'static str) -> Result<Loan, StoreError> {
        let mut loan = self.lend().await?;
        if loan.begin(how).await.is_err() {
            loan.close().await;
            loan = self.lend().await?;
            loan.begin(how).await?;
        }
        Ok(loan)
    }
}

/// A connection on loan. It goes back when this is dropped, and what is not committed then is undone.
pub(crate) struct Loan {
    /// There until it goes back or is closed.
    connection: Option<SqliteConnection>,
    counter: Arc<Counter>,
    /// Whether a transaction is open.
    begun: bool,
    _permit: OwnedSemaphorePermit,
}

impl Loan {
    async fn begin(&mut self, how: &'static str) -> Result<(), StoreError> {
        // Before, not after: who asked may go away while SQLite begins.
        self.begun = true;
        Ok(Transactions::begin(self, Some(SqlStr::from_static(how))).await?)
    }

    /// Makes everything durable.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        Transactions::commit(&mut self).await?;
        self.begun = false;
        Ok(())
    }

    /// Undoes everything.
    pub(crate) async fn roll_back(mut self) -> Result<(), StoreError> {
        Transactions::rollback(&mut self).await?;
        self.begun = false;
        Ok(())
    }

    /// Closes the connection for good, so that the next loan is another one.
    pub(crate) async fn close(mut self) {
        let Some(connection) = self.connection.take() else { return };
        if let Err(error) = connection.close().await {
            tracing::error!(error = %error, "a connection to the database could not be closed");
        }
    }
}

impl Deref for Loan {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        let there = self.connection.as_ref();
        there.unwrap_or_else(|| unreachable!("only what ends the loan takes its connection"))
    }
}

impl DerefMut for Loan {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        let there = self.connection.as_mut();
        there.unwrap_or_else(|| unreachable!("only what ends the loan takes its connection"))
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        if self.begun {
            // Nobody waits for it: SQLite's thread does it before whatever the next loan asks for.
            Transactions::start_rollback(&mut connection);
        }
        self.counter.free.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}

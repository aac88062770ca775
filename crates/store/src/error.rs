//! What can go wrong with the database, in the cases that a caller acts on.

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A value that must be unique is taken.
    #[error("something with this name, slug, path or key exists already")]
    Taken,
    /// A row holds what no release of Dateline writes.
    #[error("the row {id} of {table} cannot be read: {column} holds \"{value}\"; run `dateline check`")]
    Unreadable {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What it holds.
        value: String,
        /// The row's id.
        id: uuid::Uuid,
    },
    /// The writer has stopped, because the process is ending or its database failed.
    #[error("the database takes no more writes; look in the log for the reason and start Dateline again")]
    Closed,
    /// The system has no thread for the writer.
    #[error("the system gives no thread to write the database with: {0}; look how many it allows")]
    Thread(#[source] std::io::Error),
    /// A write could not be made durable, as on a full disk, and nothing of it was kept. The next one may succeed.
    #[error(
        "the write could not be made durable and nothing of it was kept; look in the log for the reason, then do it again"
    )]
    NotKept,
    /// What was to be replaced is not there any more.
    #[error("it was deleted in the meantime; reload the list")]
    Gone,
    /// The work of one write panicked: a bug. Nothing of that write was kept; holds the panic's message.
    #[error("the write stopped at a bug in Dateline and nothing of it was kept; please report: {0}")]
    Panicked(String),
    /// The server of the database failed, or the way to it.
    #[error("the database failed: {0}")]
    Database(#[source] sqlx::Error),
    /// The database in its file failed.
    #[error("the database failed: {0}")]
    File(#[source] dateline_sqlite::Error),
    /// The tables could not be brought to this release's shape.
    #[error("the database could not be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// One step to this release's shape failed, and nothing of it was kept.
    #[error("the database could not be migrated: step {version} failed: {source}")]
    Step {
        /// The number of the step: when it was written.
        version: i64,
        /// Why it failed.
        source: dateline_sqlite::Error,
    },
    /// A copy of the file was asked for, and there is none.
    #[error("this database is a PostgreSQL server; copy it with pg_dump, or with the backups of who runs it")]
    NotAFile,
    /// The address is of neither database.
    #[error("\"{0}\" is no database address; give sqlite:PATH or postgres://…")]
    Address(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error.as_database_error() {
            Some(db) if db.is_unique_violation() => Self::Taken,
            _ => Self::Database(error),
        }
    }
}

impl From<dateline_sqlite::Error> for StoreError {
    fn from(error: dateline_sqlite::Error) -> Self {
        if error.is_unique_violation() { Self::Taken } else { Self::File(error) }
    }
}

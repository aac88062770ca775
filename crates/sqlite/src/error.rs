//! What can go wrong with a statement.

use rusqlite::ErrorCode;

/// Why SQLite or the reading of its rows failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// SQLite itself refused or failed.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A statement wants more values than were bound.
    #[error("the statement wants {wanted} values and was given {given}")]
    TooFewValues {
        /// The highest number of a value in its text.
        wanted: usize,
        /// How many were bound.
        given: usize,
    },
    /// A row does not have a column that is read from it.
    #[error("the rows have no column \"{0}\"")]
    NoSuchColumn(&'static str),
    /// A column holds what cannot be read as the type that was asked for.
    #[error("the column \"{column}\" cannot be read: {source}")]
    Unreadable {
        /// The column.
        column: String,
        /// What it holds, and what was asked for.
        source: rusqlite::types::FromSqlError,
    },
}

impl Error {
    /// Whether a value that must be unique is taken.
    pub fn is_unique_violation(&self) -> bool {
        const UNIQUE: i32 = 2067; // SQLITE_CONSTRAINT_UNIQUE
        const PRIMARY_KEY: i32 = 1555; // SQLITE_CONSTRAINT_PRIMARYKEY
        let Self::Sqlite(rusqlite::Error::SqliteFailure(failure, _)) = self else { return false };
        failure.code == ErrorCode::ConstraintViolation
            && matches!(failure.extended_code, UNIQUE | PRIMARY_KEY)
    }
}

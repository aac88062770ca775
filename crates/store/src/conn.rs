//! One connection to either database, the macros that send one text to both, and the list of all statements.

use sqlx::{Postgres, Sqlite, Transaction};

/// A transaction on one of the two databases.
pub(crate) enum Conn {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs `$call` of a query on whichever database `$conn` is.
macro_rules! run {
    ($conn:expr, $build:expr, $call:ident) => {
        match $conn {
            $crate::conn::Conn::Sqlite(c) => $build.$call(&mut **c).await,
            $crate::conn::Conn::Postgres(c) => $build.$call(&mut **c).await,
        }
    };
}

/// All rows of a statement as `$row`s.
macro_rules! rows {
    ($conn:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::conn::run!(&mut $conn, sqlx::query_as::<_, $row>($sql)$(.bind($arg))*, fetch_all)
            .map_err($crate::StoreError::from)
    };
}

/// The only row of a statement, if it has one.
macro_rules! row {
    ($conn:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::conn::run!(&mut $conn, sqlx::query_as::<_, $row>($sql)$(.bind($arg))*, fetch_optional)
            .map_err($crate::StoreError::from)
    };
}

/// Runs a statement and answers how many rows it changed.
macro_rules! execute {
    ($conn:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match &mut $conn {
            $crate::conn::Conn::Sqlite(c) => {
                sqlx::query($sql)$(.bind($arg))*.execute(&mut **c).await.map(|done| done.rows_affected())
            }
            $crate::conn::Conn::Postgres(c) => {
                sqlx::query($sql)$(.bind($arg))*.execute(&mut **c).await.map(|done| done.rows_affected())
            }
        }
        .map_err($crate::StoreError::from)
    };
}

/// Declares a module's statements and their list, so that a test can prepare every one of them.
macro_rules! statements {
    ($($name:ident = $sql:expr;)+) => {
        $(pub(crate) const $name: &str = $sql;)+
        /// Every statement of this module with its name.
        pub(crate) const STATEMENTS: &[(&str, &str)] = &[$((stringify!($name), $name)),+];
    };
}

/// The one predicate of visibility: `$2` is now. `posts` must be called `p`.
macro_rules! visible {
    () => {
        "p.public_from <= $2"
    };
}

pub(crate) use {execute, row, rows, run, statements, visible};

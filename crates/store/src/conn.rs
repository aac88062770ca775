//! One connection to either database, the macros that send one text to both, and the list of all statements.

use sqlx::{Postgres, Transaction};

use crate::lender::Loan;

/// A connection to one of the two databases, mostly with a transaction on it.
pub(crate) enum Conn {
    Sqlite(Loan),
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
///
/// A limit is cast (`LIMIT CAST($3 AS BIGINT)`): SQLite looks at the value of a bare one to plan with, and so plans the
/// whole statement again each time it is run.
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

/// Room for the longest statement of [`many`], in bytes.
const MANY_BYTES: usize = 8_192;

/// The text of an INSERT of `rows` rows, made while compiling: `head VALUES ($1, $2), ($3, $4) tail`, as bytes and
/// their number.
pub(crate) const fn many_rows(
    head: &str,
    rows: usize,
    columns: usize,
    tail: &str,
) -> ([u8; MANY_BYTES], usize) {
    let mut text = ([0; MANY_BYTES], 0);
    push(&mut text, head.as_bytes());
    push(&mut text, b" VALUES ");
    let mut number = 1;
    while number <= rows * columns {
        push(&mut text, if number % columns == 1 { b"($" } else { b"$" });
        push_number(&mut text, number);
        push(
            &mut text,
            if number % columns != 0 {
                b", "
            } else if number < rows * columns {
                b"), "
            } else {
                b") "
            },
        );
        number += 1;
    }
    push(&mut text, tail.as_bytes());
    text
}

const fn push(text: &mut ([u8; MANY_BYTES], usize), bytes: &[u8]) {
    let mut at = 0;
    while at < bytes.len() {
        text.0[text.1] = bytes[at];
        text.1 += 1;
        at += 1;
    }
}

const fn push_number(text: &mut ([u8; MANY_BYTES], usize), number: usize) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    push(text, &[b'0' + (number % 10) as u8]);
}

/// [`many_rows`] as text.
macro_rules! many {
    ($head:expr, $rows:expr, $columns:expr, $tail:expr) => {{
        const TEXT: &([u8; 8_192], usize) = &$crate::conn::many_rows($head, $rows, $columns, $tail);
        match std::str::from_utf8(TEXT.0.split_at(TEXT.1).0) {
            Ok(text) => text,
            Err(_) => panic!("statements are ASCII"),
        }
    }};
}

/// Binds all of `$items` to a query, one row after the other, and runs `$call` of it on whichever database `$conn`
/// is; `$done` takes what came back.
macro_rules! run_many {
    ($conn:expr, $start:expr, $call:ident, $done:expr, $items:expr, |$query:ident, $item:ident| $bind:expr) => {
        match &mut $conn {
            $crate::conn::Conn::Sqlite(c) => {
                let mut $query = $start;
                for $item in $items {
                    $query = $bind;
                }
                $query.$call(&mut **c).await.map($done).map_err($crate::StoreError::from)
            }
            $crate::conn::Conn::Postgres(c) => {
                let mut $query = $start;
                for $item in $items {
                    $query = $bind;
                }
                $query.$call(&mut **c).await.map($done).map_err($crate::StoreError::from)
            }
        }
    };
}

/// All rows of a statement that `$items` are bound to.
macro_rules! rows_of_many {
    ($conn:expr, $start:expr, $items:expr, |$query:ident, $item:ident| $bind:expr) => {
        $crate::conn::run_many!($conn, $start, fetch_all, |rows| rows, $items, |$query, $item| $bind)
    };
}

/// How many rows a statement changed that `$items` are bound to.
macro_rules! execute_many {
    ($conn:expr, $sql:expr, $items:expr, |$query:ident, $item:ident| $bind:expr) => {
        $crate::conn::run_many!(
            $conn,
            sqlx::query($sql),
            execute,
            |done| done.rows_affected(),
            $items,
            |$query, $item| $bind
        )
    };
}

pub(crate) use {execute, execute_many, many, row, rows, rows_of_many, run, run_many, statements, visible};

#[cfg(test)]
mod tests {
    #[test]
    fn a_statement_of_many_rows_numbers_its_values() {
        const TEXT: &str = many!("INSERT INTO t (a, b)", 6, 2, "RETURNING a");
        assert_eq!(
            TEXT,
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12) RETURNING a"
        );
    }
}

//! One connection to either database, the macros that send one text to both, and the list of all statements.

use sqlx::{Postgres, Transaction};

use crate::lender::Loan;

/// A connection to one of the two databases, mostly with a transaction on it.
pub(crate) enum Conn {
    Sqlite(Loan),
    Postgres(Transaction<'static, Postgres>),
}

/// Declares what is made of rows, those of either database. A field marked `flatten` is made of columns of its own, one
/// marked `default` may have none.
macro_rules! records {
    ($($(#[$about:meta])* $seen:vis struct $name:ident {
        $($(#[doc = $words:literal])* $(#[sqlx($how:ident)])? $field_seen:vis $field:ident: $kind:ty),* $(,)?
    })+) => {$(
        #[derive(sqlx::FromRow)]
        $(#[$about])*
        $seen struct $name {
            $($(#[doc = $words])* $(#[sqlx($how)])? $field_seen $field: $kind),*
        }

        impl dateline_sqlite::FromRow for $name {
            fn from_row(row: &dateline_sqlite::Row<'_>) -> Result<Self, dateline_sqlite::Error> {
                Ok(Self { $($field: $crate::conn::column!(row, $field, $kind $(, $how)?)?),* })
            }
        }
    )+};
}

/// A field of a record, read from a row of SQLite.
macro_rules! column {
    ($row:ident, $field:ident, $kind:ty) => {
        $row.get(stringify!($field))
    };
    ($row:ident, $field:ident, $kind:ty, flatten) => {
        <$kind as dateline_sqlite::FromRow>::from_row($row)
    };
    ($row:ident, $field:ident, $kind:ty, default) => {
        $row.get_or_default(stringify!($field))
    };
}

/// Asks whichever database `$conn` is. SQLite answers at hand, so that its caller would never wait: once in a while it
/// lets others of its thread have their turn.
macro_rules! ask {
    ($conn:expr, |$c:ident| $sqlite:expr, $postgres:expr) => {
        match &mut $conn {
            $crate::conn::Conn::Sqlite($c) => {
                tokio::task::coop::consume_budget().await;
                $sqlite.map_err($crate::StoreError::from)
            }
            $crate::conn::Conn::Postgres($c) => $postgres.await.map_err($crate::StoreError::from),
        }
    };
}

/// All rows of a statement as `$row`s.
macro_rules! rows {
    ($conn:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::conn::ask!(
            $conn,
            |c| c.query($sql)$(.bind($arg))*.rows::<$row>(),
            sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(&mut **c)
        )
    };
}

/// The only row of a statement, if it has one.
macro_rules! row {
    ($conn:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::conn::ask!(
            $conn,
            |c| c.query($sql)$(.bind($arg))*.row::<$row>(),
            sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(&mut **c)
        )
    };
}

/// Runs a statement and answers how many rows it changed.
macro_rules! execute {
    ($conn:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::conn::ask!(
            $conn,
            |c| c.query($sql)$(.bind($arg))*.execute(),
            async { sqlx::query($sql)$(.bind($arg))*.execute(&mut **c).await.map(|done| done.rows_affected()) }
        )
    };
}

/// The same for one that may write to all stories of a paper. After an error nothing of the transaction may be kept.
macro_rules! execute_or_fail {
    ($conn:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::conn::ask!(
            $conn,
            |c| c.or_fail($sql)$(.bind($arg))*.execute(),
            async { sqlx::query($sql)$(.bind($arg))*.execute(&mut **c).await.map(|done| done.rows_affected()) }
        )
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
/// their number. Where the rows share their site it is `$1` of all of them: a value less to copy for each row.
pub(crate) const fn many_rows(
    head: &str,
    rows: usize,
    columns: usize,
    share_site: bool,
    tail: &str,
) -> ([u8; MANY_BYTES], usize) {
    let mut text = ([0; MANY_BYTES], 0);
    push(&mut text, head.as_bytes());
    push(&mut text, b" VALUES ");
    let (mut row, mut number) = (0, if share_site { 2 } else { 1 });
    while row < rows {
        push(&mut text, if row == 0 { b"(" } else { b", (" });
        let mut column = 0;
        while column < columns {
            push(&mut text, if column == 0 { b"$" } else { b", $" });
            if column == 0 && share_site {
                push_number(&mut text, 1);
            } else {
                push_number(&mut text, number);
                number += 1;
            }
            column += 1;
        }
        push(&mut text, b")");
        row += 1;
    }
    push(&mut text, b" ");
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

/// [`many_rows`] as text, each with a site of its own.
macro_rules! many {
    ($head:expr, $rows:expr, $columns:expr, $tail:expr) => {
        $crate::conn::many!($head, $rows, $columns, false, $tail)
    };
    ($head:expr, $rows:expr, $columns:expr, $share_site:expr, $tail:expr) => {{
        const TEXT: &([u8; 8_192], usize) =
            &$crate::conn::many_rows($head, $rows, $columns, $share_site, $tail);
        match std::str::from_utf8(TEXT.0.split_at(TEXT.1).0) {
            Ok(text) => text,
            Err(_) => panic!("statements are ASCII"),
        }
    }};
}

/// The same, all of one site.
macro_rules! many_of_site {
    ($head:expr, $rows:expr, $columns:expr, $tail:expr) => {
        $crate::conn::many!($head, $rows, $columns, true, $tail)
    };
}

/// All rows of a statement that `$first` and then all of `$items` are bound to, one row after the other.
macro_rules! rows_of_many {
    ($conn:expr, $row:ty, $sql:expr, [$($first:expr),*], $items:expr, |$query:ident, $item:ident| $bind:expr) => {
        $crate::conn::ask!(
            $conn,
            |c| $crate::conn::bound!(c.query($sql)$(.bind($first))*, $items, |$query, $item| $bind).rows::<$row>(),
            $crate::conn::bound!(
                sqlx::query_as::<_, $row>($sql)$(.bind($first))*,
                $items,
                |$query, $item| $bind
            )
            .fetch_all(&mut **c)
        )
    };
}

/// How many rows a statement changed that `$first` and then all of `$items` are bound to.
macro_rules! execute_many {
    ($conn:expr, $sql:expr, $items:expr, |$query:ident, $item:ident| $bind:expr) => {
        $crate::conn::execute_many!($conn, query, $sql, [], $items, |$query, $item| $bind)
    };
    ($conn:expr, $how:ident, $sql:expr, [$($first:expr),*], $items:expr, |$query:ident, $item:ident| $bind:expr) => {
        $crate::conn::ask!(
            $conn,
            |c| $crate::conn::bound!(c.$how($sql)$(.bind($first))*, $items, |$query, $item| $bind).execute(),
            async {
                let query =
                    $crate::conn::bound!(sqlx::query($sql)$(.bind($first))*, $items, |$query, $item| $bind);
                query.execute(&mut **c).await.map(|done| done.rows_affected())
            }
        )
    };
}

/// The same for a statement that adds rows. After an error nothing of the transaction may be kept.
macro_rules! add_many {
    ($conn:expr, $sql:expr, [$($first:expr),*], $items:expr, |$query:ident, $item:ident| $bind:expr) => {
        $crate::conn::execute_many!($conn, or_fail, $sql, [$($first),*], $items, |$query, $item| $bind)
    };
}

/// A query with all of `$items` bound to it.
macro_rules! bound {
    ($start:expr, $items:expr, |$query:ident, $item:ident| $bind:expr) => {{
        let mut $query = $start;
        for $item in $items {
            $query = $bind;
        }
        $query
    }};
}

pub(crate) use {
    add_many, ask, bound, column, execute, execute_many, execute_or_fail, many, many_of_site, records, row,
    rows, rows_of_many, statements, visible,
};

#[cfg(test)]
mod tests {
    #[test]
    fn a_statement_of_many_rows_numbers_its_values() {
        const TEXT: &str = many!("INSERT INTO t (a, b)", 6, 2, "RETURNING a");
        const OF_SITE: &str = many_of_site!("INSERT INTO t (site_id, a, b)", 2, 3, "");
        assert_eq!(
            TEXT,
            "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), ($5, $6), ($7, $8), ($9, $10), ($11, $12) RETURNING a"
        );
        assert_eq!(OF_SITE, "INSERT INTO t (site_id, a, b) VALUES ($1, $2, $3), ($1, $4, $5) ");
    }
}

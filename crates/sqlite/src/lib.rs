//! SQLite at hand: a statement runs where it is asked, on the asking thread, and its rows become what the caller
//! reads without a copy in between.
//!
//! A connection belongs to one caller at a time. It keeps its statements prepared, together with what is known of
//! their columns and values, so that asking again costs a look-up. Values are numbered `$1`, `$2`, … as PostgreSQL
//! numbers them, and bound in that order, so that one text serves both databases.
//!
//! ```
//! # use dateline_sqlite::{Connection, Options};
//! # let folder = tempfile::tempdir().unwrap();
//! let paper = Connection::open(&Options::new(folder.path().join("paper.db")).create())?;
//! paper.run_script("CREATE TABLE stories (slug TEXT, words INTEGER)")?;
//! paper.query("INSERT INTO stories (slug, words) VALUES ($1, $2)").bind("harbour").bind(310).execute()?;
//! let words: Option<i64> = paper.query("SELECT words FROM stories WHERE slug = $1").bind("harbour").value()?;
//! assert_eq!(words, Some(310));
//! # Ok::<_, dateline_sqlite::Error>(())
//! ```
//!
//! Whoever asks waits: the thread does nothing else until SQLite has answered. Where that may take long, it must be
//! a thread that nobody else needs.

mod connection;
mod error;
mod query;
mod row;
mod shape;

pub use connection::{Connection, Options};
pub use error::Error;
pub use query::Query;
pub use row::{FromRow, Row};
pub use rusqlite::types::{FromSql, ToSql};

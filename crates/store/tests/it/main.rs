//! The store suite: what a newspaper expects of its database, asked of SQLite and of PostgreSQL alike.
#![allow(clippy::unwrap_used)]

mod paper;
mod posts;
mod statements;

//! The store suite: what a newspaper expects of its database, asked of SQLite and of PostgreSQL alike.
#![allow(clippy::unwrap_used)]

mod accounts;
mod check;
mod comments;
mod journal;
mod lessons;
mod lists;
mod paper;
mod people;
mod plans;
mod posts;
mod select;
mod statements;
mod steps;
mod threads;
mod walks;
mod writer;

//! The newsroom suite: what editors, readers and moderators may rely on, asked of SQLite and of PostgreSQL alike.
#![allow(clippy::unwrap_used)]

mod akismet;
mod comments;
mod desk;
mod embargo;
mod filter;
mod letters;
mod limits;
mod moderation;
mod moderators_desk;
mod own;
mod passkeys;
mod people;
mod permalinks;
mod revisions;
mod scheduler;
mod stories;
mod three_editors;

//! The press, asked for pages.
#![allow(clippy::unwrap_used)]

mod routes;

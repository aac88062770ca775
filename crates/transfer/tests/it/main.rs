//! What the reader makes of whole files.
#![allow(clippy::unwrap_used)]

mod corpus;
mod fixtures;
mod import;
mod limits;
mod tally;

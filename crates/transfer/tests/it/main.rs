//! What the reader makes of whole files.
#![allow(clippy::unwrap_used)]

mod corpus;
mod fixtures;
mod import;
mod limits;
mod paper;
mod resume;
mod tally;
mod wordpress;

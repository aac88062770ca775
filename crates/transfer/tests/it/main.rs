//! What the reader makes of whole files.
#![allow(clippy::unwrap_used)]

mod corpus;
mod export;
mod files;
mod fixtures;
mod ghost;
mod import;
mod limits;
mod markdown;
mod media;
mod mutation;
mod odd;
mod paper;
mod repeats;
mod resume;
mod settings_markdown;
mod tally;
mod undo;
mod unusual_blogger;
mod unusual_ghost;
mod unusual_markdown;
mod unusual_wordpress;
mod wordpress;

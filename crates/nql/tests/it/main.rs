//! Filters as people and themes write them.
#![allow(clippy::unwrap_used)]

mod hostile;
mod matching;
mod reading;

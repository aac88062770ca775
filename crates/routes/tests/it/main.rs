//! Files of routes, read and asked.
#![allow(clippy::unwrap_used)]

mod finding;
mod hostile;
mod reading;

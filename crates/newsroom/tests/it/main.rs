//! The newsroom's verbs, at any hour: the clock is a parameter.
#![allow(clippy::unwrap_used)]

mod comments;
mod desk;
mod scheduler;
mod sites;
mod staff;
mod stories;

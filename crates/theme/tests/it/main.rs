//! The theme crate through its public doors: our own theme printed, and foreign ones read.

#![allow(clippy::unwrap_used)]

mod archive;
mod checking;
mod contract;
mod fetching;
mod foreign;
mod head;
mod loading;
mod standard;
mod threads;

//! The front door under strangers, over raw sockets, and the whole application without any.
#![allow(clippy::unwrap_used)]

mod comments;
mod door;
mod files;
mod follow;
mod hosts;
mod http2;
mod newspaper;
mod pages;
mod server;

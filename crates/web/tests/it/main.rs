//! The front door under strangers: raw sockets against the real server.
#![allow(clippy::unwrap_used)]

mod door;
mod http2;
mod server;

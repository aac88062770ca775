//! Servers on loopback that a test talks to and asks afterwards what they were sent. Development only.
//!
//! [`Postbox`] is a mail server, [`Counter`] a web server: both answer what the test tells them to and take whatever comes.
//! [`Warehouse`] is an object store that takes what is signed. None is meant to stand anywhere else.

mod counter;
mod mime;
mod postbox;
mod warehouse;

pub use counter::{Asked, Counter};
pub use postbox::{Postbox, Received};
pub use warehouse::Warehouse;

//! Servers on loopback that a test talks to and asks afterwards what they were sent. Development only.
//!
//! [`Postbox`] is a mail server, [`Counter`] a web server. Both answer what the test tells them to and take whatever
//! comes; neither is meant to stand anywhere else.

mod counter;
mod mime;
mod postbox;

pub use counter::{Asked, Counter};
pub use postbox::{Postbox, Received};

//! HTTP: accept loop, public pages, comment form, APIs, limits.
//!
//! This room turns bytes from strangers into one call of the house and the answer back into bytes. It decides
//! nothing about the trade: reading is `press`, writing is `newsroom`.
//!
//! - [`App`]: all sites of an installation; [`App::router`] answers for them.
//! - [`server`]: the accept loop with its deadlines, caps and graceful stop.
//! - [`path`], [`host`], [`form`], [`client_address`], [`jwt`]: foreign input, parsed once, with limits.
//! - [`document`], [`compress`], [`conditional`], [`security`]: an answer's bytes and headers.
//! - [`rate`], [`panic`]: what protects the site from floods and from our own mistakes.
//!
//! Inside, a request goes through `reception` (which site, which path) to `reader` (pages and feeds), `comments` (the
//! form), `assets` and `media` (files) or `ghost` (the APIs).

mod app;
mod assets;
pub mod client_address;
mod comments;
pub mod compress;
pub mod conditional;
mod darkroom;
mod desk;
pub mod document;
mod failure;
pub mod form;
mod ghost;
mod held;
pub mod host;
mod inside;
pub mod jwt;
mod kept;
mod letters;
mod media;
mod multipart;
mod one_comment;
mod own;
mod pack;
mod packer;
pub mod panic;
mod papers;
pub mod path;
mod plain;
mod presses;
mod preview;
pub mod priority;
mod private;
pub mod range;
pub mod rate;
mod reader;
mod reception;
mod reprints;
mod same_site;
pub mod security;
pub mod server;
mod status;
mod tally;

pub use app::{App, AppError, AppOptions};
#[doc(hidden)]
pub use ghost::admin_routes;

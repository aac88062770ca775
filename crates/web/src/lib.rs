//! HTTP: accept loop, public pages, comment form, APIs, limits.
//!
//! This room turns bytes from strangers into one call of the house and the answer back into bytes. It decides
//! nothing about the trade: reading is `press`, writing is `newsroom`.
//!
//! - [`server`]: the accept loop with its deadlines, caps and graceful stop.
//! - [`path`], [`host`], [`form`], [`client_address`], [`jwt`]: foreign input, parsed once, with limits.
//! - [`document`], [`compress`], [`conditional`], [`security`]: an answer's bytes and headers.
//! - [`rate`], [`panic`]: what protects the site from floods and from our own mistakes.

pub mod client_address;
pub mod compress;
pub mod conditional;
pub mod document;
pub mod form;
pub mod host;
pub mod jwt;
pub mod panic;
pub mod path;
pub mod rate;
pub mod security;
pub mod server;

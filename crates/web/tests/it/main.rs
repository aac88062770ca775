//! The front door under strangers, over raw sockets, and the whole application without any.
#![allow(clippy::unwrap_used)]

mod admin_api;
mod allocations;
mod bylines;
mod comments;
mod content_api;
mod desk;
mod door;
mod express;
mod files;
mod follow;
mod hosts;
mod http2;
mod injection;
mod keys;
mod letters;
mod media;
mod moderation;
mod moving;
mod newspaper;
mod oembed;
mod openapi;
mod page_cache;
mod pages;
mod reader;
mod rights;
mod routing;
mod search;
mod second_factor;
mod server;
mod settings;
mod sign_in;
mod story;
mod themes;
mod tls;
mod webhooks;

//! Atom, RSS, JSON Feed, Blogger's JSON and sitemaps: values in, bytes out.
//!
//! One [`Feed`] value is written in any of the formats:
//!
//! | function | format | content type |
//! | --- | --- | --- |
//! | [`atom`], [`atom_entry`] | Atom (RFC 4287) with the threading (RFC 4685), `OpenSearch` and Media RSS words | [`ATOM`] |
//! | [`rss`] | RSS 2.0 with `content`, `dc`, `slash` and `media` words | [`RSS`] |
//! | [`json_feed`] | JSON Feed 1.1 | [`JSON_FEED`] |
//! | [`blogger_json`], [`blogger_json_entry`] | the `$t` form that widgets of Blogger sites read | [`JSON`] |
//! | [`json_in_script`], [`text_in_script`] | either of the above as a call of a function the page names | [`JAVASCRIPT`] |
//! | [`sitemap`], [`sitemap_index`] | sitemaps.org 0.9 | [`SITEMAP`] |
//!
//! This crate knows no store, no HTTP and no clock: times are milliseconds UTC, and every address in a [`Feed`],
//! also those inside an entry's HTML, must already be absolute, because a feed is read far from its site.
//! Characters that XML 1.0 cannot hold (most control characters) are left out of XML; everything else arrives as
//! it was given.

mod atom;
mod blogger;
mod dates;
mod feed;
mod json;
mod rss;
mod script;
mod sitemap;
mod xml;

pub use atom::{atom, atom_entry};
pub use blogger::{blogger_json, blogger_json_entry};
pub use feed::{
    Author, Category, CommentFlags, Enclosure, Entry, Feed, Generator, Image, InReplyTo, Link, OpenSearch,
    Projection, Replies,
};
pub use json::json_feed;
pub use rss::rss;
pub use script::{Callback, FeedError, json_in_script, text_in_script};
pub use sitemap::{
    BLOGGER_PAGE, Limits, SitemapFile, SitemapUrl, sitemap, sitemap_index, split as split_sitemap,
};

/// Content type of [`atom`] and [`atom_entry`].
pub const ATOM: &str = "application/atom+xml; charset=utf-8";
/// Content type of [`rss`].
pub const RSS: &str = "application/rss+xml; charset=utf-8";
/// Content type of [`json_feed`].
pub const JSON_FEED: &str = "application/feed+json; charset=utf-8";
/// Content type of [`blogger_json`] and [`blogger_json_entry`].
pub const JSON: &str = "application/json; charset=utf-8";
/// Content type of [`json_in_script`] and [`text_in_script`].
pub const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
/// Content type of [`sitemap`] and [`sitemap_index`].
pub const SITEMAP: &str = "application/xml; charset=utf-8";
/// Content type of [`STYLESHEET`].
pub const XSLT: &str = "application/xslt+xml; charset=utf-8";

/// The path under which a site must serve [`STYLESHEET`]; Atom and RSS name it in their first lines.
pub const STYLESHEET_PATH: &str = "/assets/feed.xsl";
/// The style sheet that shows a feed as a page to somebody who opens it in a browser.
pub const STYLESHEET: &str = include_str!("../assets/feed.xsl");

//! Files inside the binary: our own theme, and what it lends to themes that lack it.

use std::borrow::Cow;

use bytes::Bytes;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../themes/dateline"]
struct OurTheme;

/// Templates that the contract says a server has by itself.
#[derive(RustEmbed)]
#[folder = "house"]
struct House;

/// Pages of our own theme that Ghost's themes do not know.
const LENT_PAGES: [&str; 5] =
    ["archive-index.hbs", "search.hbs", "reply.hbs", "one-comment.hbs", "error.hbs"];
/// Partials of our own theme that those pages and `{{comments}}` need.
const LENT_PARTIALS: &str = "partials/dateline/";

/// Names and contents of our own theme.
pub(crate) fn files() -> impl Iterator<Item = (String, Bytes)> {
    contents::<OurTheme>()
}

/// Templates for every theme that has none of that name.
pub(crate) fn lent() -> impl Iterator<Item = (String, String)> {
    let ours =
        files().filter(|(name, _)| LENT_PAGES.contains(&name.as_str()) || name.starts_with(LENT_PARTIALS));
    let templates = ours.chain(contents::<House>()).filter(|(name, _)| name.strip_suffix(".hbs").is_some());
    templates.filter_map(|(name, bytes)| Some((name, String::from_utf8(bytes.into()).ok()?)))
}

/// Names and contents of embedded files.
fn contents<E: RustEmbed>() -> impl Iterator<Item = (String, Bytes)> {
    E::iter().filter_map(|name| Some((name.to_string(), contents_of::<E>(&name)?)))
}

/// One embedded file.
pub(crate) fn contents_of<E: RustEmbed>(name: &str) -> Option<Bytes> {
    E::get(name).map(|file| match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    })
}

//! The files of our own theme, inside the binary.

use bytes::Bytes;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../themes/dateline"]
struct Files;

/// Names and contents.
pub(crate) fn files() -> impl Iterator<Item = (String, Bytes)> {
    Files::iter().filter_map(|name| {
        let file = Files::get(&name)?;
        let bytes = match file.data {
            std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
            std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
        };
        Some((name.into_owned(), bytes))
    })
}

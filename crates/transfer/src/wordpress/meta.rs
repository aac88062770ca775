//! The custom fields that say something to us; plugins leave thousands of others.

use super::reader::Item;

/// The file above a story.
pub(super) const THUMBNAIL: &str = "_thumbnail_id";
/// What a picture shows.
pub(super) const ALT: &str = "_wp_attachment_image_alt";
/// A slug that the post had before.
pub(super) const OLD_SLUG: &str = "_wp_old_slug";
/// A podcast episode: address, length and type on lines of their own.
pub(super) const ENCLOSURE: &str = "enclosure";

/// Titles for search engines, by plugin.
const TITLES: [&str; 4] =
    ["_yoast_wpseo_title", "_aioseop_title", "rank_math_title", "jetpack_seo_html_title"];
/// Descriptions for search engines, by plugin.
const DESCRIPTIONS: [&str; 5] = [
    "_yoast_wpseo_metadesc",
    "_aioseop_description",
    "rank_math_description",
    "advanced_seo_description",
    "_headspace_description",
];

/// Whether a key is one of these.
pub(super) fn is_understood(key: &str) -> bool {
    matches!(key, THUMBNAIL | ALT | OLD_SLUG | ENCLOSURE)
        || TITLES.contains(&key)
        || DESCRIPTIONS.contains(&key)
}

/// The title for search engines.
pub(super) fn seo_title(item: &Item) -> Option<String> {
    first_of(item, &TITLES)
}

/// The description for search engines.
pub(super) fn seo_description(item: &Item) -> Option<String> {
    first_of(item, &DESCRIPTIONS)
}

/// The first value that is plain words: `%%title%%` and `%title%` are templates of the plugin.
fn first_of(item: &Item, keys: &[&str]) -> Option<String> {
    let values = keys.iter().filter_map(|key| item.meta(key));
    let is_words = |value: &&str| !value.is_empty() && !value.starts_with('%') && !value.contains("%%");
    values.filter(is_words).map(str::to_owned).next()
}

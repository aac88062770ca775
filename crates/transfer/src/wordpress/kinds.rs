//! Kinds of items and ways of sorting that plug-ins and themes add: which of them readers saw.

use dateline_model::PostKind;

use super::names::Field;
use super::written::Item;
use crate::address::path_of;

/// Words in the names of kinds whose items are stories; those of all others are pages, which no list of stories shows.
const STORIES: [&str; 18] = [
    "news",
    "article",
    "articles",
    "story",
    "stories",
    "post",
    "posts",
    "blog",
    "episode",
    "episodes",
    "podcast",
    "review",
    "reviews",
    "recipe",
    "interview",
    "column",
    "opinion",
    "essay",
];

/// Ways of sorting that are kept in another way, or that say nothing to readers.
const SILENT: [&str; 13] = [
    "category",
    "post_tag",
    "tag",
    "author",
    "language",
    "post_format",
    "nav_menu",
    "link_category",
    "wp_theme",
    "wp_pattern_category",
    "wp_template_part_area",
    "yst_prominent_words",
    "elementor_library_type",
];

/// Ways of sorting that only a shop or a plug-in's machinery understands.
const MACHINES: [&str; 8] = [
    "product_type",
    "product_visibility",
    "product_shipping_class",
    "action-group",
    "elementor_library_category",
    "translation_priority",
    "following_users",
    "ef_usergroup",
];

/// What becomes of a way of sorting other than categories and tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sorting {
    /// Its terms become tags.
    Tags,
    /// It is not kept, which is told.
    Unkept,
    /// It says nothing to readers, or is kept elsewhere.
    Silent,
}

/// What becomes of the taxonomy `domain`.
pub(super) fn sorting(domain: &str) -> Sorting {
    if domain.is_empty() || SILENT.contains(&domain) || domain.ends_with("_translations") {
        Sorting::Silent
    } else if MACHINES.contains(&domain) || domain.starts_with("pa_") || domain.starts_with('_') {
        Sorting::Unkept
    } else {
        Sorting::Tags
    }
}

/// Whether readers could see an item of a plug-in's kind: what has no page of its own has no permalink but its number.
pub(super) fn is_public(item: &Item) -> bool {
    let link = item.text(Field::Link);
    let has_page =
        !link.contains('?') && path_of(link).is_ok_and(|path| path.is_some_and(|path| path != "/"));
    has_page && matches!(item.text(Field::Status), "publish" | "future" | "closed")
}

/// What an item of a plug-in's kind becomes.
pub(super) fn becomes(kind: &str) -> PostKind {
    if kind.split(['_', '-']).any(|word| STORIES.contains(&word)) { PostKind::Post } else { PostKind::Page }
}

/// The name of the tag under which stories of a plug-in's kind stand: `podcast_episode` is "Podcast episode".
pub(super) fn tag(kind: &str) -> String {
    let words = kind.replace(['_', '-'], " ");
    let mut letters = words.trim().chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_that_is_called_a_story_is_one() {
        for (kind, expected) in [
            ("news", PostKind::Post),
            ("podcast_episode", PostKind::Post),
            ("product", PostKind::Page),
            ("newsletter", PostKind::Page),
        ] {
            assert_eq!(becomes(kind), expected, "{kind}");
        }
        assert_eq!(tag("podcast_episode"), "Podcast episode");
        assert_eq!(tag(""), "");
    }

    #[test]
    fn a_way_of_sorting_is_kept_unless_only_machines_know_it() {
        for (domain, expected) in [
            ("genre", Sorting::Tags),
            ("product_cat", Sorting::Tags),
            ("category", Sorting::Silent),
            ("post_translations", Sorting::Silent),
            ("product_type", Sorting::Unkept),
            ("pa_colour", Sorting::Unkept),
        ] {
            assert_eq!(sorting(domain), expected, "{domain}");
        }
    }
}

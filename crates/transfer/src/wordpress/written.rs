//! What an export says, as written: authors and terms, items with their categories and comments.

use quick_xml::events::BytesStart;

use super::names::{CommentField, Field, TermField};
use crate::xml::unescape;

/// An author or a term as written.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Term {
    pub(super) texts: [String; TermField::COUNT],
    pub(super) is_category: bool,
}

impl Term {
    pub(super) fn text(&self, field: TermField) -> &str {
        self.texts[field as usize].trim()
    }

    /// Whether it is a category and not a tag.
    pub(super) fn is_category(&self) -> bool {
        self.is_category || self.text(TermField::Taxonomy) == "category"
    }
}

/// A comment as written.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct RawComment {
    pub(super) texts: [String; CommentField::COUNT],
    /// The line of its start tag.
    pub(super) line: u64,
    /// The rating as written.
    pub(super) rating: String,
    /// Keys of what else people filled in.
    pub(super) fields: Vec<String>,
}

/// The best rating that a reader can give.
pub(super) const RATING_MAX: u8 = 5;

impl RawComment {
    /// The rating that comes with a review, 1 to [`RATING_MAX`].
    pub(super) fn rating(&self) -> Option<u8> {
        let rating: f32 = self.rating.trim().parse().ok()?;
        (1.0..=f32::from(RATING_MAX)).contains(&rating).then(|| rating.round() as u8)
    }

    pub(super) fn text(&self, field: CommentField) -> &str {
        self.texts[field as usize].trim()
    }
}

/// A category of an item: its taxonomy, its slug, its name.
#[derive(Default, Clone)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Category {
    pub(super) domain: String,
    pub(super) slug: String,
    pub(super) name: String,
}

impl Category {
    /// What its tag says of it.
    pub(super) fn of(tag: &BytesStart<'_>, attributes_max: usize) -> Self {
        let mut category = Self::default();
        for attribute in tag.attributes().with_checks(false).flatten().take(attributes_max) {
            match attribute.key.0 {
                "domain" => category.domain = unescape(&attribute.value),
                "nicename" => category.slug = unescape(&attribute.value),
                _ => {}
            }
        }
        category
    }
}

/// An item as written.
#[derive(Default)]
#[cfg_attr(test, derive(Debug))]
pub(super) struct Item {
    pub(super) texts: [String; Field::COUNT],
    /// The line of its start tag.
    pub(super) line: u64,
    pub(super) categories: Vec<Category>,
    /// Keys and values that somebody here understands.
    pub(super) meta: Vec<(String, String)>,
    /// Keys of fields that people filled in and that have no place here.
    pub(super) fields: Vec<String>,
    pub(super) comments: Vec<RawComment>,
    /// The first reference to an entity that XML does not know.
    pub(super) unknown_entity: Option<String>,
    /// Whether bytes had to be guessed.
    pub(super) foreign_bytes: bool,
    /// Why the item cannot be used.
    pub(super) unusable: Option<String>,
    bytes: usize,
}

impl Item {
    /// The text of `field`, without the blanks around it.
    pub(super) fn text(&self, field: Field) -> &str {
        self.texts[field as usize].trim()
    }

    /// The first value of a key.
    pub(super) fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|(known, _)| known == key).map(|(_, value)| value.trim())
    }

    pub(super) fn clear(&mut self) {
        let mut texts = std::mem::take(&mut self.texts);
        texts.iter_mut().for_each(String::clear);
        *self = Self { texts, ..Self::default() };
    }

    pub(super) fn refuse(&mut self, reason: impl FnOnce() -> String) {
        if self.unusable.is_none() {
            self.unusable = Some(reason());
        }
    }

    /// Whether `more` bytes still fit into it; refuses it when not.
    pub(super) fn has_room(&mut self, more: usize, most: usize) -> bool {
        self.bytes = self.bytes.saturating_add(more);
        if self.bytes > most {
            self.refuse(|| format!("the item is longer than {most} bytes"));
            return false;
        }
        true
    }
}

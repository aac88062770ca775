//! The helpers of the contract, one file for each thing that they print.

#![allow(clippy::unnecessary_wraps, reason = "every row of the table of helpers has one shape")]

use std::sync::LazyLock;

use dateline_hbs::{Call, HelperError, Helpers, Text, Value};

use crate::making::Contract;

mod address;
mod blocks;
mod classes;
mod comments;
mod conditions;
mod date;
mod get;
mod head;
mod link;
mod lists;
mod members;
mod names;
mod navigation;
mod neighbours;
mod search;
mod shorten;
mod social;
mod story;
mod translate;
mod values;

pub(crate) use date::moment_in;
pub(crate) use get::{Asked, BODIES};

/// One call of a helper.
type Tag<'c, 'a> = Call<'c, 'a, Contract>;
/// What a helper prints.
type Printed<'a> = Result<Value<'a>, HelperError>;

/// Every helper, by name.
pub(crate) static HELPERS: LazyLock<Helpers<Contract>> = LazyLock::new(|| {
    let mut table = Helpers::new();
    address::add_to(&mut table);
    blocks::add_to(&mut table);
    classes::add_to(&mut table);
    conditions::add_to(&mut table);
    date::add_to(&mut table);
    get::add_to(&mut table);
    head::add_to(&mut table);
    comments::add_to(&mut table);
    link::add_to(&mut table);
    members::add_to(&mut table);
    search::add_to(&mut table);
    social::add_to(&mut table);
    values::add_to(&mut table);
    lists::add_to(&mut table);
    names::add_to(&mut table);
    navigation::add_to(&mut table);
    neighbours::add_to(&mut table);
    story::add_to(&mut table);
    translate::add_to(&mut table);
    table.steady(STEADY).ground(GROUND);
    table
});

/// Helpers that print what follows from their arguments, from what they stand in and from the site, and note with
/// [`Making::note_own`](crate::making::Making::note_own) when they had to look at the page after all.
const STEADY: [&str; 27] = [
    "asset",
    "authors",
    "color_to_rgba",
    "comment_count",
    "concat",
    "content",
    "contrast_text_color",
    "date",
    "decimal",
    "encode",
    "excerpt",
    "foreach",
    "has",
    "img_url",
    "json",
    "match",
    "plural",
    "post_class",
    "raw",
    "readable_url",
    "reading_time",
    "split",
    "t",
    "tags",
    "time",
    "title",
    "url",
];

/// What the site says and its owner chose. `@config` is not among it: a route may say how many stories stand on its pages.
const GROUND: [&str; 3] = ["site", "blog", "custom"];

/// Named argument `key` as text; nothing where it is absent.
fn option<'a>(tag: &Tag<'_, 'a>, key: &str) -> Option<Text<'a>> {
    let value = tag.option(key);
    if value.is_absent() { None } else { Some(value.to_text()) }
}

/// Named argument `key` read as a switch: `"false"` and false are off.
fn switched_off(tag: &Tag<'_, '_>, key: &str) -> bool {
    option(tag, key).is_some_and(|text| text.as_str() == "false")
}

/// JavaScript's `parseInt(value, 10)`.
fn integer(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Number(number) if number.is_finite() => Some(*number as i64),
        Value::Str(_) | Value::Safe(_) => {
            let text = value.to_text();
            let text = text.trim_start();
            let (negative, digits) = match text.strip_prefix('-') {
                Some(rest) => (true, rest),
                None => (false, text.strip_prefix('+').unwrap_or(text)),
            };
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            // More digits than a number can hold is more than any list can have.
            let size = if end == 0 { return None } else { digits[..end].parse().unwrap_or(i64::MAX) };
            Some(if negative { -size } else { size })
        }
        _ => None,
    }
}

/// The entries of a list written with commas, without blanks around them.
fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim)
}

/// Whether the value has the shape of a story or static page.
fn is_post(value: &Value<'_>) -> bool {
    has_keys(value, &["html", "title", "slug"])
}

fn has_keys(value: &Value<'_>, keys: &[&str]) -> bool {
    matches!(value, Value::Object(_))
        && keys.iter().all(|key| !matches!(value.property(key), Value::Undefined))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_javascript_reads_them() {
        for (text, expected) in [
            ("12", Some(12)),
            (" 3 apples", Some(3)),
            ("-2.5", Some(-2)),
            ("x1", None),
            ("", None),
            ("+7", Some(7)),
        ] {
            assert_eq!(integer(&Value::from(text)), expected, "{text:?}");
        }
        assert_eq!(integer(&Value::Number(2.9)), Some(2));
        assert_eq!(integer(&Value::Number(f64::NAN)), None);
        assert_eq!(integer(&Value::Null), None);
        assert_eq!(integer(&Value::from("99999999999999999999")), Some(i64::MAX));
    }
}

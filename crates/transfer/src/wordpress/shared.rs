//! Blocks that several stories share ("patterns", once "reusable blocks"): a story names one by its number, and its text stands
//! elsewhere in the file.

use std::collections::HashMap;

use serde_json::Value;

use super::block;
use super::names::Field;
use super::reader::{Part, WxrReader};
use crate::files::Files;
use crate::problem::OpenError;

/// Bytes of texts that are remembered.
const BYTES_MAX: usize = 16 << 20;
/// Blocks in blocks.
const DEPTH_MAX: usize = 6;
/// Blocks that are put into one text; a few blocks that name each other a hundred times would never come to an end.
const PLACED_MAX: usize = 1_000;

/// The texts by their numbers.
#[derive(Debug, Default)]
pub(super) struct Shared(HashMap<String, String>);

impl Shared {
    /// Whether a text names one.
    pub(super) fn is_in(text: &str) -> bool {
        dateline_markup::holds(text, "<!-- wp:block ")
    }

    /// Reads all files for them.
    pub(super) fn of(files: &Files, parts: &[String]) -> Result<Self, OpenError> {
        let (mut shared, mut left) = (HashMap::new(), BYTES_MAX);
        for part in parts {
            files.with_text(part, |text| {
                let mut reader = WxrReader::new(text, files.limits());
                loop {
                    match reader.next() {
                        Part::Item => {
                            let item = reader.item();
                            let body = item.text(Field::Content);
                            if item.text(Field::Type) == "wp_block" && body.len() <= left {
                                left -= body.len();
                                shared.insert(item.text(Field::Id).to_owned(), body.to_owned());
                            }
                        }
                        Part::Author(_) | Part::Term(_) => {}
                        Part::End | Part::Damage(_) => break,
                    }
                }
            })?;
        }
        Ok(Self(shared))
    }

    /// A text with the shared ones in their places, at most `most` bytes. Those that nobody knows stay as they are written, and
    /// so do those that hold themselves.
    pub(super) fn unfolded(&self, text: &str, most: usize) -> String {
        let mut placing =
            Placing { above: Vec::new(), left: PLACED_MAX, most, out: String::with_capacity(text.len()) };
        self.unfold(text, &mut placing);
        placing.out
    }

    fn unfold<'a>(&'a self, text: &str, placing: &mut Placing<'a>) {
        let mut rest = text;
        while let Some(at) = rest.find("<!-- wp:block ") {
            placing.out.push_str(&rest[..at]);
            rest = &rest[at..];
            let length = rest.find("-->").map_or(rest.len(), |end| end + 3);
            let (mark, after) = rest.split_at(length);
            let attributes = block::attributes_of(mark, &["block"]).into_iter().next().unwrap_or_default();
            let number = attributes.get("ref").map(|number| match number {
                Value::String(number) => number.clone(),
                other => other.to_string(),
            });
            let found = number.and_then(|number| self.0.get_key_value(&number));
            match found {
                Some((number, body))
                    if placing.left > 0
                        && placing.above.len() < DEPTH_MAX
                        && !placing.above.contains(&number.as_str())
                        && placing.out.len() + body.len() <= placing.most =>
                {
                    placing.left -= 1;
                    placing.above.push(number);
                    self.unfold(body, placing);
                    placing.above.pop();
                }
                _ => placing.out.push_str(mark),
            }
            rest = after;
        }
        placing.out.push_str(rest);
    }
}

/// A text in the making.
struct Placing<'a> {
    /// The blocks that are open.
    above: Vec<&'a str>,
    /// Blocks that may still be put in.
    left: usize,
    /// Bytes that it may have.
    most: usize,
    out: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_text_stands_where_it_is_named_and_never_in_itself() {
        let one = ("1".to_owned(), "A<!-- wp:block {\"ref\":2} /-->".to_owned());
        let two = ("2".to_owned(), "B<!-- wp:block {\"ref\":1} /-->".to_owned());
        let shared = Shared([one, two].into_iter().collect());
        assert_eq!(
            shared.unfolded("x<!-- wp:block {\"ref\":1} /-->y", 99),
            "xAB<!-- wp:block {\"ref\":1} /-->y"
        );
        let gone = "<!-- wp:block {\"ref\":9} /--> <!-- wp:block never";
        assert_eq!(shared.unfolded(gone, 99), gone);
        assert_eq!(shared.unfolded("<!-- wp:block {\"ref\":1} /-->", 10), "<!-- wp:block {\"ref\":1} /-->");
    }

    #[test]
    fn blocks_that_name_each_other_by_the_hundred_come_to_an_end() {
        let all = |n: u32| (n.to_string(), format!("<!-- wp:block {{\"ref\":{}}} /-->", n + 1).repeat(100));
        let shared = Shared((1..6).map(all).chain([("6".to_owned(), "x".to_owned())]).collect());
        let text = shared.unfolded("<!-- wp:block {\"ref\":1} /-->", 16 << 20);
        assert!(text.matches('x').count() < PLACED_MAX && text.contains('x'));
    }
}

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

/// The texts by their numbers.
#[derive(Debug, Default)]
pub(super) struct Shared(HashMap<String, String>);

impl Shared {
    /// Whether a text names one.
    pub(super) fn is_in(text: &str) -> bool {
        text.contains("<!-- wp:block ")
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
        let mut out = String::with_capacity(text.len());
        self.unfold(text, &mut Vec::new(), most, &mut out);
        out
    }

    fn unfold<'a>(&'a self, text: &str, above: &mut Vec<&'a str>, most: usize, out: &mut String) {
        let mut rest = text;
        while let Some(at) = rest.find("<!-- wp:block ") {
            out.push_str(&rest[..at]);
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
                    if above.len() < DEPTH_MAX
                        && !above.contains(&number.as_str())
                        && out.len() + body.len() <= most =>
                {
                    above.push(number);
                    self.unfold(body, above, most, out);
                    above.pop();
                }
                _ => out.push_str(mark),
            }
            rest = after;
        }
        out.push_str(rest);
    }
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
}

//! What several stories share: blocks ("patterns", once "reusable blocks") and the tables of `TablePress`. A story names one by its
//! number, and its text stands elsewhere in the file.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::Value;

use super::names::Field;
use super::reader::{Part, WxrReader};
use super::shortcode::{self, Ends};
use super::written::Item;
use super::{block, meta};
use crate::files::Files;
use crate::problem::OpenError;

/// Bytes of texts that are remembered.
const BYTES_MAX: usize = 16 << 20;
/// Bytes of a table, as the rows are written. Each cell of two bytes is some forty when it is read.
const TABLE_BYTES_MAX: usize = 1 << 20;
/// Numbers of one table.
const NUMBERS_MAX: usize = 100;
/// Blocks in blocks.
const DEPTH_MAX: usize = 6;
/// Blocks that are put into one text; a few blocks that name each other a hundred times would never come to an end.
const PLACED_MAX: usize = 1_000;

/// The kind of an item that is a table.
pub(super) const TABLE: &str = "tablepress_table";

/// The texts by their numbers.
#[derive(Debug, Default)]
pub(super) struct Shared {
    blocks: HashMap<String, String>,
    /// As HTML.
    tables: HashMap<String, Arc<str>>,
}

impl Shared {
    /// Whether a text names one; `tables` is whether the files hold tables.
    pub(super) fn is_in(text: &str, tables: bool) -> bool {
        dateline_markup::holds(text, "<!-- wp:block ") || tables && dateline_markup::holds(text, "[table ")
    }

    /// Reads all files for them.
    pub(super) fn of(files: &Files, parts: &[String]) -> Result<Self, OpenError> {
        let (mut shared, mut left) = (Self::default(), BYTES_MAX);
        for part in parts {
            files.with_text(part, |text| {
                let mut reader = WxrReader::new(text, files.limits());
                loop {
                    match reader.next() {
                        Part::Item => {
                            left = shared.take(reader.item(), left);
                        }
                        Part::Author(_) | Part::Term(_) => {}
                        Part::End | Part::Damage(_) => break,
                    }
                }
            })?;
        }
        Ok(shared)
    }

    /// Remembers an item, if it is one of those that are shared and there is room for it; how much room is left.
    fn take(&mut self, item: &Item, left: usize) -> usize {
        let body = item.text(Field::Content);
        match item.text(Field::Type) {
            "wp_block" if body.len() <= left => {
                self.blocks.insert(item.text(Field::Id).to_owned(), body.to_owned());
                left - body.len()
            }
            TABLE if body.len() <= TABLE_BYTES_MAX.min(left) => {
                let options = item.meta(meta::TABLE_OPTIONS).unwrap_or_default();
                let hidden = item.meta(meta::TABLE_VISIBILITY).unwrap_or_default();
                let html = table(body, options, hidden).filter(|html| html.len() <= left);
                let Some(html) = html.map(Arc::<str>::from) else { return left };
                // One table may have several numbers.
                let numbers = item.meta(meta::TABLE_NUMBERS).unwrap_or_default().split(',');
                for number in numbers.take(NUMBERS_MAX) {
                    self.tables.insert(number.trim().to_owned(), Arc::clone(&html));
                }
                left - html.len()
            }
            _ => left,
        }
    }

    /// A text with the shared ones in their places, at most `most` bytes. Those that nobody knows stay as they are written, and
    /// so do those that hold themselves.
    pub(super) fn unfolded(&self, text: &str, most: usize) -> String {
        let mut placing =
            Placing { above: Vec::new(), left: PLACED_MAX, most, out: String::with_capacity(text.len()) };
        self.unfold(text, &mut placing);
        if self.tables.is_empty() { placing.out } else { self.with_tables(&placing.out, most) }
    }

    /// A text with the tables in their places.
    fn with_tables(&self, text: &str, most: usize) -> String {
        let (mut out, mut ends) = (String::with_capacity(text.len()), Ends::of(text));
        let mut from = 0;
        for (at, _) in text.match_indices("[table ").take(PLACED_MAX) {
            let rest = &text[at..];
            let Some(length) = rest.find(']').map(|end| end + 1) else { break };
            let code = shortcode::parse(rest, &mut ends);
            let number = code.as_ref().and_then(|code| code.get("id"));
            let html = number.and_then(|number| self.tables.get(number));
            if let Some(html) = html.filter(|html| at >= from && out.len() + html.len() <= most) {
                out.push_str(&text[from..at]);
                out.push_str("\n\n");
                out.push_str(html);
                out.push_str("\n\n");
                from = at + length;
            }
        }
        out.push_str(&text[from..]);
        out
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
            let found = number.and_then(|number| self.blocks.get_key_value(&number));
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

/// A table as HTML: its rows are JSON, and so is what was set for it, and which rows and columns are shown.
fn table(rows: &str, options: &str, shown: &str) -> Option<String> {
    let rows: Vec<Vec<Value>> = serde_json::from_str(rows).ok()?;
    let options: Value = serde_json::from_str(options).unwrap_or_default();
    let shown: Value = serde_json::from_str(shown).unwrap_or_default();
    let is_on = |value: &Value| value.as_bool().or_else(|| value.as_i64().map(|n| n != 0));
    let is_shown = |which: &str, at: usize| is_on(&shown[which][at]).unwrap_or(true);
    let rows: Vec<_> = rows.iter().enumerate().filter(|(at, _)| is_shown("rows", *at)).collect();
    let head = is_on(&options["table_head"]).unwrap_or(true) && rows.len() > 1;
    let mut html = String::from("<table>");
    for (at, (_, row)) in rows.iter().enumerate() {
        let (is_head, cell) = if head && at == 0 { (true, "th") } else { (false, "td") };
        html.push_str(match at {
            0 if is_head => "<thead><tr>",
            0 => "<tbody><tr>",
            1 if head => "<tbody><tr>",
            _ => "<tr>",
        });
        for (_, value) in row.iter().enumerate().filter(|(at, _)| is_shown("columns", *at)) {
            let words = match value {
                // A cell that belongs to the one before or above it.
                Value::String(words) if matches!(words.as_str(), "#colspan#" | "#rowspan#" | "#span#") => {
                    String::new()
                }
                Value::String(words) => words.trim().replace('\n', "<br>"),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            let _ = write!(html, "<{cell}>{words}</{cell}>");
        }
        html.push_str(if is_head { "</tr></thead>" } else { "</tr>" });
    }
    html.push_str("</tbody></table>");
    (!rows.is_empty()).then_some(html)
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
        let shared = Shared { blocks: [one, two].into_iter().collect(), ..Shared::default() };
        assert_eq!(
            shared.unfolded("x<!-- wp:block {\"ref\":1} /-->y", 99),
            "xAB<!-- wp:block {\"ref\":1} /-->y"
        );
        let gone = "<!-- wp:block {\"ref\":9} /--> <!-- wp:block never";
        assert_eq!(shared.unfolded(gone, 99), gone);
        assert_eq!(shared.unfolded("<!-- wp:block {\"ref\":1} /-->", 10), "<!-- wp:block {\"ref\":1} /-->");
    }

    #[test]
    fn a_table_stands_where_its_number_is_named() {
        let rows = r##"[["Tide","Hour"],["low\nwater","<b>6</b>"],["high","#colspan#"],["gone","x"]]"##;
        let html = table(rows, r#"{"table_head":true}"#, r#"{"rows":[1,1,1,0],"columns":[1,1]}"#).unwrap();
        assert_eq!(
            html,
            "<table><thead><tr><th>Tide</th><th>Hour</th></tr></thead><tbody><tr><td>low<br>water</td><td><b>6</b></td></tr><tr><td>high</td><td></td></tr></tbody></table>"
        );
        let plain = table("[[\"a\",2]]", "", "").unwrap();
        assert_eq!(plain, "<table><tbody><tr><td>a</td><td>2</td></tr></tbody></table>");
        assert_eq!(table("[]", "", ""), None);
        assert_eq!(table("no table", "", ""), None);
        let tables = HashMap::from([("1".to_owned(), "<table>".into())]);
        let shared = Shared { tables, ..Shared::default() };
        for (text, wanted) in [
            ("a[table id=1 /]b[table id=\"1\" responsive=x]c", "a\n\n<table>\n\nb\n\n<table>\n\nc"),
            ("[table id=2 /] [table width=1] [table", "[table id=2 /] [table width=1] [table"),
        ] {
            assert_eq!(shared.unfolded(text, 999), wanted);
        }
        assert_eq!(shared.unfolded("[table id=1 /]", 6), "[table id=1 /]");
    }

    #[test]
    fn blocks_that_name_each_other_by_the_hundred_come_to_an_end() {
        let all = |n: u32| (n.to_string(), format!("<!-- wp:block {{\"ref\":{}}} /-->", n + 1).repeat(100));
        let blocks = (1..6).map(all).chain([("6".to_owned(), "x".to_owned())]).collect();
        let shared = Shared { blocks, ..Shared::default() };
        let text = shared.unfolded("<!-- wp:block {\"ref\":1} /-->", 16 << 20);
        assert!(text.matches('x').count() < PLACED_MAX && text.contains('x'));
    }
}

//! Lexical, the state of Ghost's editor since 2023, as HTML.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{card, push_close, push_open};
use crate::player::escaped;

/// Nodes of one document that are written; a larger one is cut and told.
const NODES_MAX: usize = 200_000;

/// Formats of text by their bits, with the element each becomes, outermost first.
const FORMATS: [(u64, &str); 8] =
    [(16, "code"), (1, "strong"), (2, "em"), (4, "s"), (8, "u"), (32, "sub"), (64, "sup"), (128, "mark")];

/// Makes HTML of a document; `notes` takes what readers will not find again.
pub(crate) fn html(json: &str, notes: &mut Vec<String>) -> String {
    let Ok(document) = serde_json::from_str::<Value>(json) else {
        notes.push("its body is no document that can be read, so it is empty".to_owned());
        return String::new();
    };
    let mut writer = Writer { html: String::new(), unknown: BTreeMap::new(), left: NODES_MAX, notes };
    writer.children(document.get("root").unwrap_or(&Value::Null));
    let Writer { html, unknown, left, notes } = writer;
    if left == 0 {
        notes.push(format!("its body has more than {NODES_MAX} parts; the rest was left out"));
    }
    if !unknown.is_empty() {
        let names: Vec<String> = unknown.iter().map(|(name, n)| format!("{name} ({n})")).collect();
        notes.push(format!("of cards of an unknown kind only the words are kept: {}", names.join(", ")));
    }
    html
}

struct Writer<'a> {
    html: String,
    unknown: BTreeMap<String, usize>,
    left: usize,
    notes: &'a mut Vec<String>,
}

impl Writer<'_> {
    fn children(&mut self, node: &Value) {
        // The depth is bounded by the parser, which refuses what is nested more than 128 deep.
        for child in node.get("children").and_then(Value::as_array).into_iter().flatten() {
            if self.left == 0 {
                return;
            }
            self.left -= 1;
            self.node(child);
        }
    }

    fn within(&mut self, open: &str, node: &Value, close: &str) {
        self.html.push_str(open);
        self.children(node);
        self.html.push_str(close);
    }

    fn node(&mut self, node: &Value) {
        let text = |name: &str| node.get(name).and_then(Value::as_str).unwrap_or_default();
        match text("type") {
            "text" | "extended-text" | "tk" => self.text(node),
            "linebreak" => self.html.push_str("<br>"),
            "tab" => self.html.push(' '),
            "paragraph" => {
                let before = self.html.len();
                self.within("<p>", node, "</p>");
                // An empty paragraph is where the editor's cursor stood.
                if self.html[before..] == *"<p></p>" {
                    self.html.truncate(before);
                }
            }
            "heading" | "extended-heading" => {
                let tag = match text("tag") {
                    tag @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => tag,
                    _ => "h2",
                };
                self.within(&format!("<{tag}>"), node, &format!("</{tag}>"));
            }
            "quote" | "extended-quote" => self.within("<blockquote>", node, "</blockquote>"),
            "aside" => self.within("<blockquote class=\"kg-blockquote-alt\">", node, "</blockquote>"),
            "list" => self.list(node),
            "listitem" => self.within("<li>", node, "</li>"),
            // A name that was typed with an @ and never chosen leads nowhere.
            "link" | "autolink" | "at-link" if text("url").is_empty() => self.children(node),
            "link" | "autolink" | "at-link" => {
                let open = format!("<a href=\"{}\">", escaped(text("url")));
                self.within(&open, node, "</a>");
            }
            "zwnj" | "at-link-search" => {}
            name => {
                if let Some(html) = card::html(name, node, self.notes) {
                    self.html.push_str(&html);
                } else {
                    *self.unknown.entry(name.chars().take(40).collect()).or_default() += 1;
                    // What it says is kept, in whatever way it says it.
                    self.text(node);
                    self.html.push_str(text("html"));
                    self.children(node);
                }
            }
        }
    }

    fn text(&mut self, node: &Value) {
        let format = node.get("format").and_then(Value::as_u64).unwrap_or_default();
        let text = node.get("text").and_then(Value::as_str).unwrap_or_default();
        if text.is_empty() {
            return;
        }
        let tags: Vec<&str> =
            FORMATS.iter().filter(|(bit, _)| format & bit != 0).map(|(_, tag)| *tag).collect();
        for tag in &tags {
            push_open(&mut self.html, tag);
        }
        self.html.push_str(&escaped(text));
        for tag in tags.iter().rev() {
            push_close(&mut self.html, tag);
        }
    }

    /// A list; an item that holds nothing but a list continues the item before it, as Lexical writes nesting.
    fn list(&mut self, node: &Value) {
        let is_ordered = node.get("listType").and_then(Value::as_str) == Some("number")
            || node.get("tag").and_then(Value::as_str) == Some("ol");
        let start = node.get("start").and_then(Value::as_u64).filter(|start| *start != 1 && is_ordered);
        let start = start.map_or_else(String::new, |start| format!(" start=\"{start}\""));
        let tag = if is_ordered { "ol" } else { "ul" };
        push_open(&mut self.html, &format!("{tag}{start}"));
        let items = node.get("children").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for item in items {
            let inner = item.get("children").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let is_nested =
                inner.first().and_then(|first| first.get("type")).and_then(Value::as_str) == Some("list");
            if is_nested && self.html.ends_with("</li>") {
                self.html.truncate(self.html.len() - "</li>".len());
                self.children(item);
                self.html.push_str("</li>");
            } else if self.left > 0 {
                self.left -= 1;
                self.node(item);
            }
        }
        push_close(&mut self.html, tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(children: &str, expected: &str) {
        let document = format!("{{\"root\":{{\"type\":\"root\",\"children\":[{children}]}}}}");
        assert_eq!(html(&document, &mut Vec::new()), expected, "{children}");
    }

    #[test]
    fn text_keeps_its_formats_and_its_signs() {
        check(
            r#"{"type":"paragraph","children":[{"type":"extended-text","format":3,"text":"a<b"},{"type":"linebreak"},{"type":"link","url":"/x?a=1&b","children":[{"type":"text","format":16,"text":"c"}]}]}"#,
            "<p><strong><em>a&lt;b</em></strong><br><a href=\"/x?a=1&amp;b\"><code>c</code></a></p>",
        );
        check(r#"{"type":"paragraph","children":[]},{"type":"horizontalrule"}"#, "<hr>");
    }

    #[test]
    fn a_list_in_a_list_belongs_to_the_item_before() {
        let item =
            |text: &str| format!(r#"{{"type":"listitem","children":[{{"type":"text","text":"{text}"}}]}}"#);
        let inner = format!(
            r#"{{"type":"listitem","children":[{{"type":"list","listType":"number","children":[{}]}}]}}"#,
            item("b")
        );
        check(
            &format!(
                r#"{{"type":"list","listType":"bullet","children":[{},{inner},{}]}}"#,
                item("a"),
                item("c")
            ),
            "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>",
        );
    }

    #[test]
    fn unknown_cards_are_told_and_damage_is_no_panic() {
        let mut notes = Vec::new();
        html(r#"{"root":{"children":[{"type":"hologram"},{"type":"signup"}]}}"#, &mut notes);
        assert_eq!(notes.len(), 2, "{notes:?}");
        check(
            r#"{"type":"hologram","html":"<p>a</p>","children":[{"type":"tk","text":"TK"}]},{"type":"hologram","text":"b<"}"#,
            "<p>a</p>TKb&lt;",
        );
        for broken in ["", "{", "[]", "{\"root\":7}", "{\"root\":{\"children\":[7,null]}}"] {
            assert_eq!(html(broken, &mut Vec::new()), "");
        }
    }
}

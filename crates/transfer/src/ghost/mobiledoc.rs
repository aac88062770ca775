//! Mobiledoc, the format of Ghost's editor before 2023, as HTML. Version 0.3: atoms, cards and markups are lists
//! that sections refer to by number.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{card, push_close, push_open};
use crate::player::escaped;

/// Elements that may stand round text.
const INLINE: [&str; 12] = ["a", "b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "del", "mark"];

/// Makes HTML of a document; `notes` takes what readers will not find again.
pub(crate) fn html(json: &str, notes: &mut Vec<String>) -> String {
    let Ok(document) = serde_json::from_str::<Value>(json) else {
        notes.push("its body is no document that can be read, so it is empty".to_owned());
        return String::new();
    };
    let mut writer = Writer { document: &document, html: String::new(), unknown: BTreeMap::new(), notes };
    for section in list(&document, "sections") {
        writer.section(section);
    }
    let Writer { html, unknown, notes, .. } = writer;
    if !unknown.is_empty() {
        let names: Vec<String> = unknown.iter().map(|(name, n)| format!("{name} ({n})")).collect();
        notes.push(format!("of cards of an unknown kind only the words are kept: {}", names.join(", ")));
    }
    html
}

fn list<'a>(document: &'a Value, name: &str) -> &'a [Value] {
    document.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The element that a number of one of the lists names.
fn numbered<'a>(document: &'a Value, name: &str, number: Option<&Value>) -> Option<&'a Value> {
    list(document, name).get(number?.as_u64()? as usize)
}

struct Writer<'a> {
    document: &'a Value,
    html: String,
    unknown: BTreeMap<String, usize>,
    notes: &'a mut Vec<String>,
}

impl Writer<'_> {
    fn section(&mut self, section: &Value) {
        let word = |at: usize| section.get(at).and_then(Value::as_str).unwrap_or_default();
        match section.get(0).and_then(Value::as_u64) {
            Some(1) => {
                let tag = match word(1) {
                    tag @ ("p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote") => tag,
                    "pull-quote" | "aside" => "blockquote",
                    _ => "p",
                };
                let before = self.html.len();
                // Ghost shows an aside as a quotation in another style.
                let class = if word(1) == "aside" { " class=\"kg-blockquote-alt\"" } else { "" };
                push_open(&mut self.html, &format!("{tag}{class}"));
                self.markers(section.get(2));
                // An empty paragraph is where the editor's cursor stood.
                if self.html.len() == before + tag.len() + class.len() + 2 {
                    self.html.truncate(before);
                } else {
                    push_close(&mut self.html, tag);
                }
            }
            Some(2) => {
                let image = format!("<p><img src=\"{}\" alt=\"\"></p>", escaped(word(1)));
                self.html.push_str(&image);
            }
            Some(3) => {
                let tag = if word(1) == "ol" { "ol" } else { "ul" };
                push_open(&mut self.html, tag);
                for item in section.get(2).and_then(Value::as_array).into_iter().flatten() {
                    self.html.push_str("<li>");
                    self.markers(Some(item));
                    self.html.push_str("</li>");
                }
                push_close(&mut self.html, tag);
            }
            Some(10) => self.card(section.get(1)),
            _ => {}
        }
    }

    fn card(&mut self, number: Option<&Value>) {
        let Some(found) = numbered(self.document, "cards", number) else { return };
        let name = found.get(0).and_then(Value::as_str).unwrap_or_default();
        let payload = found.get(1).unwrap_or(&Value::Null);
        if let Some(html) = card::html(name, payload, self.notes) {
            self.html.push_str(&html);
            return;
        }
        *self.unknown.entry(name.chars().take(40).collect()).or_default() += 1;
        let said = |key: &str| payload.get(key).and_then(Value::as_str).unwrap_or_default();
        self.html.push_str(said("html"));
        if !said("text").is_empty() {
            self.html.extend(["<p>", &escaped(said("text")), "</p>"]);
        }
    }

    /// Text and atoms, each of which opens some markups and closes some.
    fn markers(&mut self, markers: Option<&Value>) {
        let mut open: Vec<&str> = Vec::new();
        for marker in markers.and_then(Value::as_array).into_iter().flatten() {
            for number in marker.get(1).and_then(Value::as_array).into_iter().flatten() {
                open.push(self.open(number));
            }
            let value = marker.get(3);
            match marker.get(0).and_then(Value::as_u64) {
                Some(0) => self.html.push_str(&escaped(value.and_then(Value::as_str).unwrap_or_default())),
                // The only atom that Ghost writes is the soft return.
                Some(1) => {
                    let atom = numbered(self.document, "atoms", value);
                    if atom.and_then(|atom| atom.get(0)).and_then(Value::as_str) == Some("soft-return") {
                        self.html.push_str("<br>");
                    } else {
                        let text = atom.and_then(|atom| atom.get(1)).and_then(Value::as_str);
                        self.html.push_str(&escaped(text.unwrap_or_default()));
                    }
                }
                _ => {}
            }
            let closed = marker.get(2).and_then(Value::as_u64).unwrap_or_default();
            for _ in 0..closed.min(open.len() as u64) {
                self.close(open.pop());
            }
        }
        while !open.is_empty() {
            self.close(open.pop());
        }
    }

    fn open(&mut self, number: &Value) -> &'static str {
        let markup = numbered(self.document, "markups", Some(number));
        let name = markup.and_then(|markup| markup.get(0)).and_then(Value::as_str).unwrap_or_default();
        let Some(tag) = INLINE.iter().find(|tag| **tag == name) else { return "" };
        let attributes = markup.and_then(|markup| markup.get(1)).and_then(Value::as_array);
        let attributes = attributes.map(Vec::as_slice).unwrap_or_default();
        let href = attributes.chunks(2).find(|pair| pair[0].as_str() == Some("href"));
        match href.and_then(|pair| pair.get(1)).and_then(Value::as_str) {
            Some(href) if *tag == "a" => push_open(&mut self.html, &format!("a href=\"{}\"", escaped(href))),
            _ => push_open(&mut self.html, tag),
        }
        tag
    }

    fn close(&mut self, tag: Option<&str>) {
        if let Some(tag) = tag.filter(|tag| !tag.is_empty()) {
            push_close(&mut self.html, tag);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markups_open_and_close_as_the_markers_say() {
        let document = r#"{"version":"0.3.1","atoms":[["soft-return","",{}]],"cards":[["hr",{}],["code",{"code":"a<b"}]],
            "markups":[["strong"],["a",["href","/x"]]],
            "sections":[[1,"p",[[0,[0],0,"bold "],[0,[1],2,"both"],[1,[],0,0],[0,[],0,"end"]]],[10,0],[3,"ul",[[[0,[],0,"one"]]]],[10,1],[1,"p",[]]]}"#;
        assert_eq!(
            html(document, &mut Vec::new()),
            "<p><strong>bold <a href=\"/x\">both</a></strong><br>end</p><hr><ul><li>one</li></ul><pre><code>a&lt;b</code></pre>"
        );
    }

    #[test]
    fn an_aside_is_a_quotation_in_another_style() {
        let document = r#"{"sections":[[1,"aside",[[0,[],0,"Fog"]]],[1,"aside",[]]]}"#;
        assert_eq!(
            html(document, &mut Vec::new()),
            "<blockquote class=\"kg-blockquote-alt\">Fog</blockquote>"
        );
    }

    #[test]
    fn numbers_that_lead_nowhere_are_no_panic() {
        let mut notes = Vec::new();
        let document = r#"{"sections":[[10,7],[1,"script",[[0,[9],5,"x"],[1,[],0,3],[7]]],[2],[99],"x"],"cards":[["hologram",{}]]}"#;
        assert_eq!(html(document, &mut notes), "<p>x</p><p><img src=\"\" alt=\"\"></p>");
        assert_eq!(html("{", &mut notes), "");
        assert_eq!(notes.len(), 1);
        let document = r#"{"sections":[[10,0]],"cards":[["hologram",{"text":"a<"}]]}"#;
        assert_eq!(html(document, &mut notes), "<p>a&lt;</p>");
    }
}

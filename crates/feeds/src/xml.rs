//! A writer of XML that cannot write a document that is not well-formed text.

use std::fmt::Write as _;

/// A document being written, one element to a line. Attributes with an empty value are left out.
pub(crate) struct Xml {
    out: String,
}

impl Xml {
    /// Begins a document; `stylesheet` is the address of an XSLT sheet for browsers.
    pub(crate) fn document(stylesheet: Option<&str>) -> Self {
        let mut xml = Self { out: String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n") };
        if let Some(address) = stylesheet {
            xml.out.push_str("<?xml-stylesheet type=\"text/xsl\" href=\"");
            escape(address, Place::Attribute, &mut xml.out);
            xml.out.push_str("\"?>\n");
        }
        xml
    }

    /// `<name …>` and a new line; to be closed with [`Self::close`].
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str(">\n");
    }

    /// `</name>`
    pub(crate) fn close(&mut self, name: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.out, "</{name}>");
    }

    /// `<name …/>`
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str("/>\n");
    }

    /// `<name …>text</name>`
    pub(crate) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes);
        self.out.push('>');
        escape(text, Place::Text, &mut self.out);
        self.close(name);
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.out.into_bytes()
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(self.out, " {key}=\"");
            escape(value, Place::Attribute, &mut self.out);
            self.out.push('"');
        }
    }
}

/// Length in bytes of `text` once it stands in an element.
pub(crate) fn escaped_len(text: &str) -> usize {
    let mut out = String::with_capacity(text.len());
    escape(text, Place::Text, &mut out);
    out.len()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Attribute,
}

/// Writes `text` so that an XML reader gives it back, without the characters XML 1.0 cannot hold.
fn escape(text: &str, place: Place, out: &mut String) {
    for character in text.chars().filter(|&character| is_xml(character)) {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A reader turns a bare carriage return into a line feed, and white space in attributes into spaces.
            '\r' => out.push_str("&#13;"),
            '\n' if place == Place::Attribute => out.push_str("&#10;"),
            '\t' if place == Place::Attribute => out.push_str("&#9;"),
            '"' if place == Place::Attribute => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

/// `Char` of <https://www.w3.org/TR/xml/#charsets>.
pub(crate) fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

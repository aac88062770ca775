//! SVG: written anew with nothing in it but elements and attributes that draw.
//!
//! Spec: <https://www.w3.org/TR/SVG2/>. What is left out on purpose: scripts and handlers, `foreignObject` (pages inside
//! a drawing), animation (it can set an address later), addresses of anything outside the file, document types.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::MediaError;

/// Bytes of a drawing; what is larger is a picture in disguise.
const BYTES_MAX: usize = 4 * 1024 * 1024;
/// Elements inside one another.
const DEPTH_MAX: usize = 100;

/// Elements of a drawing.
const ELEMENTS_MAX: usize = 100_000;
/// Elements that draw, and what they refer to.
const ELEMENTS: [&str; 53] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "title",
    "desc",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "textPath",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "marker",
    "image",
    "style",
    "switch",
    "filter",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
];
/// Pictures inside a drawing: only those that stand in it.
const INNER_PICTURES: [&str; 4] = [
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/gif;base64,",
    "data:image/webp;base64,",
];

/// A drawing that is safe to show, and its size in pixels where it says one.
pub(crate) struct Drawing {
    pub(crate) bytes: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// Writes a drawing anew.
pub(crate) fn clean(bytes: &[u8]) -> Result<Drawing, MediaError> {
    if bytes.len() > BYTES_MAX {
        return Err(MediaError::TooManyBytes { bytes: bytes.len(), max: BYTES_MAX });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| MediaError::damaged("it is not written in UTF-8"))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut copy = Copy::default();
    loop {
        match reader.read_event().map_err(MediaError::damaged)? {
            Event::Start(start) => copy.open(&start, false)?,
            Event::Empty(start) => copy.open(&start, true)?,
            Event::End(_) => copy.close(),
            Event::Text(text) => copy.text(&text),
            Event::CData(text) => copy.text(&text),
            Event::GeneralRef(name) => {
                let letter =
                    referenced(&name).ok_or_else(|| MediaError::damaged("it uses an entity of its own"))?;
                copy.text(letter.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if copy.written.is_empty() || !copy.open.is_empty() || copy.left_out > 0 {
        return Err(MediaError::damaged("it breaks off"));
    }
    Ok(Drawing { bytes: copy.written.into_bytes(), width: copy.width, height: copy.height })
}

/// The letter that `&name;` stands for, of those that XML itself knows.
fn referenced(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

/// The drawing as far as it has been written anew.
#[derive(Default)]
struct Copy {
    written: String,
    /// Elements that are open, by the names they were written with.
    open: Vec<String>,
    /// How deep inside something that is left out.
    left_out: usize,
    elements: usize,
    /// What a `style` has said so far.
    style: Option<String>,
    width: u32,
    height: u32,
}

impl Copy {
    fn open(&mut self, start: &BytesStart<'_>, is_empty: bool) -> Result<(), MediaError> {
        self.elements += 1;
        if self.elements > ELEMENTS_MAX || self.open.len() + self.left_out > DEPTH_MAX {
            return Err(MediaError::damaged("it has more elements than a drawing needs"));
        }
        let written_name = start.name();
        let written_name: &str = written_name.as_ref();
        let name = written_name.strip_prefix("svg:").unwrap_or(written_name);
        // Where a link was, its picture stays.
        let name = if name == "a" { "g" } else { name };
        let is_second_root = self.open.is_empty() && !self.written.is_empty();
        if self.left_out > 0 || !ELEMENTS.contains(&name) || self.style.is_some() || is_second_root {
            self.left_out += usize::from(!is_empty);
            return Ok(());
        }
        if self.open.is_empty() && name != "svg" {
            return Err(MediaError::NoPicture);
        }
        self.written.push('<');
        self.written.push_str(name);
        if self.open.is_empty() {
            self.written.push_str(
                r#" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink""#,
            );
        }
        self.attributes(name, start)?;
        self.written.push_str(if is_empty { "/>" } else { ">" });
        if !is_empty {
            self.style = (name == "style").then(String::new);
            self.open.push(name.to_owned());
        }
        Ok(())
    }

    fn attributes(&mut self, element: &str, start: &BytesStart<'_>) -> Result<(), MediaError> {
        let (mut size, mut view_box) = ([None, None], None);
        for attribute in start.attributes() {
            let attribute = attribute.map_err(MediaError::damaged)?;
            let name: &str = attribute.key.as_ref();
            let value = resolved(&attribute.value)?;
            match name {
                "width" => size[0] = pixels(&value),
                "height" => size[1] = pixels(&value),
                "viewBox" => view_box = Some(value.clone()),
                _ => {}
            }
            if is_allowed(element, name, &value) {
                self.written.push(' ');
                self.written.push_str(name);
                self.written.push_str("=\"");
                push_escaped(&mut self.written, &value);
                self.written.push('"');
            }
        }
        if self.open.is_empty() {
            let sides = view_box.map(|view_box| {
                view_box
                    .split([' ', ','])
                    .filter(|part| !part.is_empty())
                    .skip(2)
                    .map(pixels)
                    .collect::<Vec<_>>()
            });
            let side = |index: usize| size[index].or_else(|| *sides.as_ref()?.get(index)?).unwrap_or(0);
            (self.width, self.height) = (side(0), side(1));
        }
        Ok(())
    }

    fn close(&mut self) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        if let Some(style) = self.style.take().filter(|style| is_harmless_style(style)) {
            push_escaped(&mut self.written, &style);
        }
        if let Some(name) = self.open.pop() {
            self.written.push_str("</");
            self.written.push_str(&name);
            self.written.push('>');
        }
    }

    fn text(&mut self, text: &str) {
        if self.left_out > 0 || self.open.is_empty() {
            return;
        }
        match &mut self.style {
            Some(style) => style.push_str(text),
            None => push_escaped(&mut self.written, text),
        }
    }
}

/// An attribute's value with its references resolved.
fn resolved(written: &str) -> Result<String, MediaError> {
    let mut value = String::with_capacity(written.len());
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('&') {
        let (name, after) =
            after.split_once(';').ok_or_else(|| MediaError::damaged("a lone & stands in it"))?;
        value.push_str(before);
        value.push(referenced(name).ok_or_else(|| MediaError::damaged("it uses an entity of its own"))?);
        rest = after;
    }
    value.push_str(rest);
    Ok(value)
}

fn is_allowed(element: &str, name: &str, value: &str) -> bool {
    let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    match name {
        "href" | "xlink:href" => {
            let value = value.trim_start();
            value.starts_with('#')
                || (element == "image" && INNER_PICTURES.iter().any(|start| value.starts_with(start)))
        }
        "xml:space" | "xml:lang" => true,
        _ if !plain(name) || name == "xmlns" || name.to_ascii_lowercase().starts_with("on") => false,
        // Nothing that a drawing says of itself is an address.
        _ => is_harmless_style(value),
    }
}

/// Whether a style refers to nothing but parts of the drawing itself.
fn is_harmless_style(style: &str) -> bool {
    let lower: String =
        style.chars().filter(|letter| !letter.is_whitespace()).collect::<String>().to_ascii_lowercase();
    // A backslash could spell any of these words in other letters.
    let refused =
        ["@import", "\\", "javascript:", "expression(", "-moz-binding", "image-set(", "src(", "data:"];
    let inside = |after: &str| after.trim_start_matches(['"', '\'']).starts_with('#');
    !refused.iter().any(|word| lower.contains(word)) && lower.split("url(").skip(1).all(inside)
}

/// A length in pixels, in whole ones; `None` for shares of the page and other units.
fn pixels(length: &str) -> Option<u32> {
    let number: f64 = length.trim().trim_end_matches("px").parse().ok()?;
    (number.is_finite() && (1.0..=100_000.0).contains(&number)).then(|| number.round() as u32)
}

fn push_escaped(into: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '&' => into.push_str("&amp;"),
            '"' => into.push_str("&quot;"),
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => into.push(letter),
        }
    }
}

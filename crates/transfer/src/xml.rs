//! What every reader of foreign XML shares: which letters may stand in text, references, damage with its place.

use crate::problem::Damage;
use crate::text::{Place, TooMuch};

/// No element may stand deeper than this, not even in an entry that is skipped.
pub(crate) const DEPTH_END: usize = 100_000;

/// The namespaces that say something to a reader.
pub(crate) trait Namespace: Copy {
    /// The namespace of an address.
    fn of_address(address: &str) -> Self;
    /// What a prefix means that nobody declared: files cut by hand lose declarations.
    fn of_usual_prefix(prefix: &str) -> Self;
}

/// The declarations of namespaces.
pub(crate) struct Declarations<S> {
    /// Those in force, innermost last, each with the depth of its element.
    known: Vec<(usize, String, S)>,
    changes: u64,
}

/// Declarations that count at once; more are ignored.
const DECLARATIONS_MAX: usize = 64;

impl<S> Default for Declarations<S> {
    fn default() -> Self {
        Self { known: Vec::new(), changes: 0 }
    }
}

impl<S: Namespace> Declarations<S> {
    /// Takes note of the attribute `xmlns` or `xmlns:prefix` of an element at `depth`.
    pub(crate) fn declare(&mut self, depth: usize, attribute: &str, address: &str) {
        let prefix = match attribute.split_once(':') {
            None => "",
            Some((_, prefix)) => prefix,
        };
        if self.known.len() < DECLARATIONS_MAX && prefix.len() <= DECLARATIONS_MAX {
            self.known.push((depth, prefix.to_owned(), S::of_address(address)));
            self.changes += 1;
        }
    }

    /// Forgets what elements at `depth` and below declared.
    pub(crate) fn leave(&mut self, depth: usize) {
        while self.known.last().is_some_and(|(at, ..)| *at >= depth) {
            self.known.pop();
            self.changes += 1;
        }
    }

    /// How often something was declared or forgotten: as long as it is the same number, names mean the same.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    /// Splits a name as written into its namespace and local part.
    pub(crate) fn resolve<'a>(&self, name: &'a str) -> (S, &'a str) {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let declared = self.known.iter().rev().find(|(_, known, _)| known == prefix);
        (declared.map_or_else(|| S::of_usual_prefix(prefix), |(.., space)| *space), local)
    }
}

/// Appends text without what no text may hold.
#[expect(clippy::needless_bitwise_bool, reason = "without a branch, many bytes are looked at together")]
pub(crate) fn push_text(into: &mut String, text: &str) {
    let is_odd = |b: u8| (b < b' ') & (b != b'\n') & (b != b'\t');
    if text.bytes().fold(false, |odd, b| odd | is_odd(b)) {
        into.extend(text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| is_text(*c)));
    } else {
        into.push_str(text);
    }
}

/// Whether a letter may stand in text: no control characters but tab and line break, no non-characters.
pub(crate) fn is_text(letter: char) -> bool {
    !matches!(letter, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The letter that `&name;` stands for, when XML itself knows it.
pub(crate) fn referenced(name: &str) -> Option<char> {
    match name {
        "lt" => return Some('<'),
        "gt" => return Some('>'),
        "amp" => return Some('&'),
        "quot" => return Some('"'),
        "apos" => return Some('\''),
        _ => {}
    }
    let digits = name.strip_prefix('#')?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    Some(char::from_u32(number).unwrap_or(char::REPLACEMENT_CHARACTER))
}

/// Replaces the references that XML itself knows, once; everything else stays as written.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest.find(';').filter(|end| *end <= 12).map(|end| (&rest[1..end], end + 1));
        let letter = reference.and_then(|(name, length)| referenced(name).map(|letter| (letter, length)));
        if let Some((letter, length)) = letter {
            plain.extend(Some(letter).filter(|c| is_text(*c)));
            rest = &rest[length..];
        } else {
            plain.push('&');
            rest = &rest[1..];
        }
    }
    plain.push_str(rest);
    plain
}

/// What the XML reader or the file system says, as a sentence with its place.
pub(crate) fn damage(error: &quick_xml::Error, began: Place, ended: Place) -> Damage {
    let message = match error {
        quick_xml::Error::Io(io) => match io.get_ref().and_then(|inner| inner.downcast_ref::<TooMuch>()) {
            Some(limit) => limit.to_string(),
            None => format!("the file cannot be read further: {io}"),
        },
        other => format!("the XML is damaged: {other}"),
    };
    // A piece that never ends is reported where it begins; everything else begins where it is wrong.
    let place = if began.line == ended.line { ended } else { began };
    Damage { line: place.line, column: began.column.min(place.column), message }
}

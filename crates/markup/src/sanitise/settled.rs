//! HTML that is settled: written as cleaning writes it, of elements and attributes that need no second look.
//!
//! The filter behind our own reads everything as a browser would, and costs more than all else that is done to a story.
//! Most stories are plain, and this is a wall of its own for them. It knows so little that whatever it lets pass is what
//! the other one would leave alone: a short list of elements, nested as browsers nest them; attributes of the policy in
//! their one spelling; addresses without a scheme or of a plain host. What it does not know it does not judge.

use super::Profile;
use crate::policy;

/// Elements open at once. Deeper stories are for the other wall.
const DEPTH_MAX: usize = 32;

/// What may stand where.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Holds everything but list items: `blockquote`.
    Section,
    /// Holds text and what stands in a line of it: `p`.
    Paragraph,
    /// Holds list items.
    List,
    /// Holds what a section holds.
    Item,
    /// Stands in a line and holds what stands in one: `em`.
    Phrase,
    /// The same, and holds no other link.
    Link,
    /// Stands in a line and has no content: `br`.
    Sign,
    /// Stands between paragraphs and has no content: `hr`.
    Rule,
}

fn kind_of(name: &str, profile: Profile) -> Option<Kind> {
    Some(match name {
        "p" | "pre" => Kind::Paragraph,
        "blockquote" => Kind::Section,
        "ul" | "ol" => Kind::List,
        "li" => Kind::Item,
        "a" => Kind::Link,
        "em" | "strong" | "b" | "i" | "code" => Kind::Phrase,
        "br" => Kind::Sign,
        _ if profile == Profile::Commenter => return None,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Paragraph,
        "div" | "figure" | "figcaption" | "section" => Kind::Section,
        "span" | "sub" | "sup" | "s" | "u" | "small" | "mark" | "cite" | "q" | "abbr" | "del" | "ins"
        | "kbd" => Kind::Phrase,
        "img" => Kind::Sign,
        "hr" => Kind::Rule,
        _ => return None,
    })
}

/// Whether cleaning `html` would change nothing and remove nothing. What is not known for certain is `false`.
pub(super) fn is_settled(html: &str, profile: Profile) -> bool {
    let reader = Reader { rest: html, profile, open: Vec::new(), has_jump: false };
    reader.read().is_some()
}

/// Reads as long as it knows what it reads; `None` is where it does not.
struct Reader<'h> {
    rest: &'h str,
    profile: Profile,
    open: Vec<(&'h str, Kind)>,
    has_jump: bool,
}

impl<'h> Reader<'h> {
    fn read(mut self) -> Option<()> {
        // A mark of byte order is dropped by whoever reads it.
        if self.rest.starts_with('\u{feff}') {
            return None;
        }
        loop {
            self.rest = &self.rest[text_length(self.rest, None)?..];
            let Some(tag) = self.rest.strip_prefix('<') else { break };
            self.rest = match tag.as_bytes().first()? {
                b'/' => self.end_tag(&tag[1..])?,
                b'!' => self.jump(self.rest)?,
                _ => self.start_tag(tag)?,
            };
        }
        self.open.is_empty().then_some(())
    }

    fn jump(&mut self, from: &'h str) -> Option<&'h str> {
        let is_first = !std::mem::replace(&mut self.has_jump, true);
        from.strip_prefix(crate::JUMP_BREAK).filter(|_| is_first && self.profile != Profile::Commenter)
    }

    fn end_tag(&mut self, from: &'h str) -> Option<&'h str> {
        let (name, _) = self.open.pop()?;
        from.strip_prefix(name)?.strip_prefix('>')
    }

    fn start_tag(&mut self, from: &'h str) -> Option<&'h str> {
        let end = from.bytes().position(|byte| !byte.is_ascii_lowercase() && !byte.is_ascii_digit())?;
        let (name, after) = from.split_at(end);
        let kind = kind_of(name, self.profile)?;
        let parent = self.open.last().map(|(_, kind)| *kind);
        let fits = match kind {
            Kind::Section | Kind::Paragraph | Kind::List | Kind::Rule => {
                matches!(parent, None | Some(Kind::Section | Kind::Item))
            }
            Kind::Item => parent == Some(Kind::List),
            Kind::Phrase | Kind::Sign => parent != Some(Kind::List),
            Kind::Link => {
                parent != Some(Kind::List) && !self.open.iter().any(|(_, kind)| *kind == Kind::Link)
            }
        };
        if !fits {
            return None;
        }
        let rest = self.attributes(name, after)?;
        // A browser drops a line break right behind it.
        if name == "pre" && rest.starts_with('\n') {
            return None;
        }
        if !matches!(kind, Kind::Sign | Kind::Rule) {
            if self.open.len() >= DEPTH_MAX {
                return None;
            }
            self.open.push((name, kind));
        }
        Some(rest)
    }

    /// The attributes of a tag and its end. Answers what follows.
    fn attributes(&self, tag: &str, from: &'h str) -> Option<&'h str> {
        let mut rest = from;
        let mut known: [&str; 8] = [""; 8];
        let mut number = 0;
        while let Some(attribute) = rest.strip_prefix(' ') {
            let (key, value) = attribute.split_at(memchr::memchr(b'=', attribute.as_bytes())?);
            let value = value.strip_prefix("=\"")?;
            let length = text_length(value, Some(b'"'))?;
            let is_new = number < known.len() && !known[..number].contains(&key);
            if !is_new || !self.may_stay(tag, key, &value[..length]) {
                return None;
            }
            known[number] = key;
            number += 1;
            rest = &value[length + 1..];
        }
        let has_point = match tag {
            "a" if self.profile == Profile::Commenter => known[..number] == ["href", "rel"],
            "a" | "img" => number > 0,
            _ => true,
        };
        rest.strip_prefix('>').filter(|_| has_point)
    }

    fn may_stay(&self, tag: &str, key: &str, value: &str) -> bool {
        policy::allows_attribute(self.profile, tag, key)
            && match key {
                "href" | "cite" => is_plain_address(value) || is_plain_letter(value),
                "src" => is_plain_address(value),
                "srcset" | "sizes" | "style" => false,
                "id" => {
                    value != "more"
                        && value
                            .bytes()
                            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
                        && policy::safe_value(self.profile, tag, key, value).as_deref() == Some(value)
                }
                "rel" if self.profile == Profile::Commenter => value == policy::COMMENT_LINK,
                // The rest of a story begins there.
                "class" if self.profile == Profile::Importer => value != policy::OLD_JUMP,
                _ => true,
            }
    }
}

/// Signs that a text cannot hold as they are, or where it may end.
const SIGNS: [u8; 7] = [0, b'\r', b'"', b'&', b'<', b'>', 0xC2];

/// Where the first of them stands. Most bytes are none, so many are looked at together.
fn first_sign(bytes: &[u8]) -> Option<usize> {
    const TOGETHER: usize = 32;
    // As numbers and without a branch, or they are looked at one by one.
    let signs = |byte: u8| SIGNS.iter().fold(0, |found, sign| found | u8::from(byte == *sign));
    let is_plain = |piece: &&[u8]| piece.iter().fold(0, |found, byte| found | signs(*byte)) == 0;
    let plain = bytes.chunks_exact(TOGETHER).take_while(is_plain).count() * TOGETHER;
    bytes[plain..].iter().position(|byte| signs(*byte) > 0).map(|at| plain + at)
}

/// The length of the text that `from` begins with, up to `end`, or else up to the next tag or the end of everything. `None`
/// when something in it would be written otherwise.
fn text_length(from: &str, end: Option<u8>) -> Option<usize> {
    let bytes = from.as_bytes();
    let mut at = 0;
    loop {
        at += first_sign(&bytes[at..]).unwrap_or(bytes.len() - at);
        match (bytes.get(at), end) {
            (None | Some(b'<'), None) | (Some(b'"'), Some(_)) => return Some(at),
            (Some(b'"'), None) => at += 1,
            (Some(b'&'), _) => {
                let names: &[&str] = match end {
                    Some(_) => &["&amp;", "&lt;", "&gt;", "&nbsp;", "&quot;"],
                    None => &["&amp;", "&lt;", "&gt;", "&nbsp;"],
                };
                at += names.iter().find(|name| bytes[at..].starts_with(name.as_bytes()))?.len();
            }
            // The first byte of a blank that does not break, and of much else.
            (Some(0xC2), _) if bytes.get(at + 1) != Some(&0xA0) => at += 2,
            _ => return None,
        }
    }
}

/// An address that every reader of addresses takes for one of the web or of this site.
fn is_plain_address(value: &str) -> bool {
    is_graphic(value)
        && match value.strip_prefix("https://").or_else(|| value.strip_prefix("http://")) {
            Some(rest) => is_plain_host(rest.split(['/', '?', '#']).next().unwrap_or_default()),
            None => value.starts_with(['/', '#']),
        }
}

fn is_plain_letter(value: &str) -> bool {
    is_graphic(value) && value.starts_with("mailto:")
}

/// ASCII without blanks and without entities but `&amp;`.
fn is_graphic(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_graphic())
        && memchr::memchr_iter(b'&', value.as_bytes()).all(|at| value[at..].starts_with("&amp;"))
}

/// A host in small letters that is neither a number nor written in the spelling of other scripts.
fn is_plain_host(host: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && !label.contains("--")
            && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    host.len() < 254
        && host.split('.').all(is_label)
        && host.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_lowercase()))
}

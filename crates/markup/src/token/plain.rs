//! The quick reader for HTML that is written plainly, as our own sanitiser and most engines write it: names in small
//! letters, values in quotes, entities with their semicolon.
//!
//! Whatever else it meets makes it give up, and html5ever's tokenizer reads the whole from the beginning; so it may know
//! little, but must never read otherwise. It copies nothing but text with entities in it.

use std::borrow::Cow;

use html5ever::data::NAMED_ENTITIES;

use super::{Attrs, Token, raw_kind};

/// Reads `html` into tokens, or nothing when it is not plain enough.
pub(super) fn tokens(html: &str) -> Option<Vec<Token<'_>>> {
    let mut out = Vec::with_capacity(html.len() / 64 + 4);
    each(html, |token| out.push(token))?;
    Some(out)
}

/// Gives the tokens of `html` to `take` one by one, until one is not plain; what was taken counts for nothing then.
pub(super) fn each<'h>(html: &'h str, mut take: impl FnMut(Token<'h>)) -> Option<()> {
    // A tokenizer turns both into something else, and drops a mark of byte order.
    if html.starts_with('\u{feff}') || memchr::memchr2(b'\r', b'\0', html.as_bytes()).is_some() {
        return None;
    }
    let mut rest = html;
    while !rest.is_empty() {
        let end = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        if end > 0 {
            take(Token::Text(decoded(&rest[..end])?));
            rest = &rest[end..];
            continue;
        }
        let (token, after) = match rest.as_bytes().get(1)? {
            b'a'..=b'z' => start_tag(&rest[1..])?,
            b'/' => end_tag(&rest[2..])?,
            b'!' => comment(rest.strip_prefix("<!--")?)?,
            _ => return None,
        };
        if let Token::Start { name, .. } = &token
            && raw_kind(name).is_some()
            && !is_closed_at_once(name, after)
        {
            return None;
        }
        take(token);
        rest = after;
    }
    Some(())
}

/// Whether an element whose text would be read by rules of its own has none.
fn is_closed_at_once(name: &str, after: &str) -> bool {
    after
        .strip_prefix("</")
        .and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|rest| rest.starts_with('>'))
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | 0x0c)
}

/// A name in small letters and what follows it.
fn name(from: &str) -> Option<(&str, &str)> {
    let end = from.bytes().position(|b| !matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b':'))?;
    (end > 0).then(|| from.split_at(end))
}

fn without_space(from: &str) -> &str {
    let end = from.bytes().position(|b| !is_space(b)).unwrap_or(from.len());
    &from[end..]
}

fn start_tag(from: &str) -> Option<(Token<'_>, &str)> {
    let (tag, mut rest) = name(from)?;
    let mut attrs: Attrs<'_> = Vec::new();
    loop {
        let next = without_space(rest);
        match next.as_bytes().first()? {
            b'>' => {
                rest = &next[1..];
                break;
            }
            b'/' => {
                rest = next.strip_prefix("/>")?;
                break;
            }
            _ if next.len() == rest.len() => return None, // no space in front of it
            _ => {}
        }
        let (key, after) = name(next)?;
        if attrs.iter().any(|(other, _)| other == key) {
            return None;
        }
        let (value, after) = if let Some(quoted) = after.strip_prefix('=') {
            let quote = char::from(*quoted.as_bytes().first()?);
            if !matches!(quote, '"' | '\'') {
                return None;
            }
            let (value, after) = quoted[1..].split_once(quote)?;
            (decoded(value)?, after)
        } else {
            if without_space(after).starts_with('=') {
                return None;
            }
            (Cow::Borrowed(""), after)
        };
        attrs.push((Cow::Borrowed(key), value));
        rest = after;
    }
    Some((Token::Start { name: Cow::Borrowed(tag), attrs }, rest))
}

fn end_tag(from: &str) -> Option<(Token<'_>, &str)> {
    let (tag, rest) = name(from).filter(|(tag, _)| tag.as_bytes()[0].is_ascii_lowercase())?;
    Some((Token::End(Cow::Borrowed(tag)), without_space(rest).strip_prefix('>')?))
}

fn comment(from: &str) -> Option<(Token<'_>, &str)> {
    let (text, rest) = from.split_once("-->")?;
    let is_plain =
        !text.starts_with(['>', '-']) && !text.ends_with('-') && !text.contains("--") && !text.contains('<');
    is_plain.then_some((Token::Comment(Cow::Borrowed(text)), rest))
}

/// Text with its entities decoded, or nothing when it has some that are not written plainly.
pub(crate) fn decoded(text: &str) -> Option<Cow<'_, str>> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Some(Cow::Borrowed(text)) };
    let mut out = String::with_capacity(text.len());
    let (before, mut rest) = text.split_at(first);
    out.push_str(before);
    while let Some(from) = rest.strip_prefix('&') {
        rest = entity(from, &mut out)?;
        let next = rest.find('&').unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Some(Cow::Owned(out))
}

/// Writes the sign that an entity stands for; `from` begins behind its `&`. Answers what follows its semicolon.
fn entity<'h>(from: &'h str, out: &mut String) -> Option<&'h str> {
    let end = from.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b'#')?;
    let (word, after) = from.split_at(end);
    let after = after.strip_prefix(';')?;
    match word {
        "amp" => out.push('&'),
        "lt" => out.push('<'),
        "gt" => out.push('>'),
        "quot" => out.push('"'),
        "nbsp" => out.push('\u{a0}'),
        _ => {
            if let Some(number) = word.strip_prefix('#') {
                out.push(numbered(number)?);
            } else {
                let (first, second) = NAMED_ENTITIES.get(&from[..=end])?;
                out.push(char::from_u32(*first)?);
                if *second != 0 {
                    out.push(char::from_u32(*second)?);
                }
            }
        }
    }
    Some(after)
}

/// The sign of a number, where a browser reads no other one for it.
fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) if (1..=6).contains(&hex.len()) => u32::from_str_radix(hex, 16).ok()?,
        None if (1..=7).contains(&number.len()) => number.parse().ok()?,
        _ => return None,
    };
    char::from_u32(code).filter(|sign| !sign.is_control())
}

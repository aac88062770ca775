//! HTML as a flat list of tags and text, and back: the one reader and the one writer of this crate.
//!
//! Reading is html5ever's tokenizer (linear, no stack), and a quicker reader in front of it for HTML that is written
//! plainly; writing escapes everything that could be misread.

mod plain;

pub(crate) use plain::decoded;
use plain::each;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token as RawToken, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::borrow::Cow;
use std::cell::RefCell;

/// The attributes of a tag: names and values.
pub(crate) type Attrs<'h> = Vec<(Cow<'h, str>, Cow<'h, str>)>;

/// A piece of HTML with entities decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'h> {
    Start { name: Cow<'h, str>, attrs: Attrs<'h> },
    End(Cow<'h, str>),
    Text(Cow<'h, str>),
    Comment(Cow<'h, str>),
}

#[derive(Default)]
struct Sink(RefCell<Vec<Token<'static>>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: RawToken, _line: u64) -> TokenSinkResult<()> {
        let mut out = self.0.borrow_mut();
        match token {
            RawToken::TagToken(tag) => {
                let name = tag.name.to_string();
                if tag.kind == TagKind::EndTag {
                    out.push(Token::End(name.into()));
                    return TokenSinkResult::Continue;
                }
                let raw = raw_kind(&name);
                let own = |text: &str| Cow::Owned(text.to_owned());
                let attrs = tag.attrs.iter().map(|a| (own(&a.name.local), own(&a.value))).collect();
                out.push(Token::Start { name: name.into(), attrs });
                match raw {
                    Some(Raw::Data(kind)) => return TokenSinkResult::RawData(kind),
                    Some(Raw::Plaintext) => return TokenSinkResult::Plaintext,
                    None => {}
                }
            }
            RawToken::CharacterTokens(text) => push_text(&mut out, &text),
            RawToken::NullCharacterToken => push_text(&mut out, "\u{fffd}"),
            RawToken::CommentToken(text) => out.push(Token::Comment(text.to_string().into())),
            RawToken::DoctypeToken(_) | RawToken::EOFToken | RawToken::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

enum Raw {
    Data(RawKind),
    Plaintext,
}

fn raw_kind(name: &str) -> Option<Raw> {
    match name {
        "script" => Some(Raw::Data(RawKind::ScriptData)),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => Some(Raw::Data(RawKind::Rawtext)),
        "textarea" | "title" => Some(Raw::Data(RawKind::Rcdata)),
        "plaintext" => Some(Raw::Plaintext),
        _ => None,
    }
}

/// Whether the text inside `name` is written as it is, without entities.
pub(crate) fn raw_text(name: &str) -> bool {
    matches!(raw_kind(name), Some(Raw::Data(RawKind::ScriptData | RawKind::Rawtext) | Raw::Plaintext))
}

fn push_text(out: &mut Vec<Token<'_>>, text: &str) {
    if let Some(Token::Text(last)) = out.last_mut() {
        last.to_mut().push_str(text);
    } else {
        out.push(Token::Text(text.to_owned().into()));
    }
}

/// Reads `html` into tokens. Never fails: every string is some HTML.
pub(crate) fn tokens(html: &str) -> Vec<Token<'_>> {
    plain::tokens(html).unwrap_or_else(|| any_tokens(html))
}

/// Reads `html` with a reader that takes one token after the other; it begins anew, with one that `make` makes, when the
/// quick way ends in the middle.
pub(crate) fn read_with<'h, R>(html: &'h str, make: impl Fn() -> R, take: impl Fn(&mut R, Token<'h>)) -> R {
    let mut reader = make();
    if each(html, |token| take(&mut reader, token)).is_some() {
        return reader;
    }
    let mut reader = make();
    for token in any_tokens(html) {
        take(&mut reader, token);
    }
    reader
}

/// The same of HTML however it is written.
fn any_tokens(html: &str) -> Vec<Token<'static>> {
    let queue = BufferQueue::default();
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    queue.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// The value of one attribute of a start tag.
pub(crate) fn attr<'a>(attrs: &'a [(Cow<'_, str>, Cow<'_, str>)], name: &str) -> Option<&'a str> {
    attrs.iter().find(|(key, _)| key == name).map(|(_, value)| &**value)
}

/// Whether `name` is an element that has no content and no end tag.
pub(crate) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether `name` stands on lines of its own, so that text before and after it is not one word.
pub(crate) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "iframe"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "tr"
            | "caption"
            | "ul"
            | "video"
            | "audio"
    )
}

/// Whether the text inside `name` is never shown to a reader.
pub(crate) fn is_hidden(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "iframe"
            | "noembed"
            | "noframes"
            | "title"
            | "textarea"
            | "template"
            | "svg"
            | "math"
    )
}

/// Writes text so that it reads back as the same text.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    // Most texts hold no blank that does not break, nor another letter that begins with its first byte.
    let has_wide_blanks = memchr::memchr(0xC2, text.as_bytes()).is_some();
    let next = |rest: &str| {
        if has_wide_blanks {
            rest.find(['&', '<', '>', '\u{a0}'])
        } else {
            memchr::memchr3(b'&', b'<', b'>', rest.as_bytes())
        }
    };
    while let Some(at) = next(rest) {
        out.push_str(&rest[..at]);
        let (sign, escaped) = match rest.as_bytes()[at] {
            b'&' => (1, "&amp;"),
            b'<' => (1, "&lt;"),
            b'>' => (1, "&gt;"),
            _ => ('\u{a0}'.len_utf8(), "&nbsp;"),
        };
        out.push_str(escaped);
        rest = &rest[at + sign..];
    }
    out.push_str(rest);
}

/// Writes the value of an attribute so that it reads back as the same value between double quotes.
pub(crate) fn push_value(out: &mut String, value: &str) {
    for (nth, part) in value.split('"').enumerate() {
        if nth > 0 {
            out.push_str("&quot;");
        }
        push_escaped(out, part);
    }
}

/// Writes a start tag with its attributes.
pub(crate) fn push_start(out: &mut String, name: &str, attrs: &[(Cow<'_, str>, Cow<'_, str>)]) {
    out.push('<');
    out.push_str(name);
    for (key, value) in attrs {
        out.push(' ');
        out.push_str(key);
        out.push_str("=\"");
        push_value(out, value);
        out.push('"');
    }
    out.push('>');
}

/// Writes an end tag.
pub(crate) fn push_end(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Writes one token; a comment is written only when it is the jump break.
pub(crate) fn push_token(out: &mut String, token: &Token<'_>) {
    match token {
        Token::Start { name, attrs } => push_start(out, name, attrs),
        Token::End(name) => push_end(out, name),
        Token::Text(text) => push_escaped(out, text),
        Token::Comment(text) if is_jump_comment(text) => out.push_str(crate::JUMP_BREAK),
        Token::Comment(_) => {}
    }
}

/// `more`, or `more` with the author's own words for the link.
pub(crate) fn is_jump_comment(text: &str) -> bool {
    let text = text.trim();
    text == "more" || text.starts_with("more ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces of HTML, plain ones and those that only a browser's rules can read.
    const PIECES: [&str; 64] = [
        "<p>",
        "</p>",
        "<p",
        "</p",
        "<",
        ">",
        "/",
        "<br/>",
        "<br />",
        "<br/ >",
        "<a href=\"/a?b=1&amp;c=2\">",
        "<a href='x\"y'>",
        "<a href=\"?a=1&copy=2\">",
        "<a href=x>",
        "<a href = \"x\">",
        "<a href=\"x\"id=\"y\">",
        "<a id=\"x\" id=\"y\">",
        "</a>",
        "</a >",
        "</a b>",
        "<img alt=\"\" src=\"a.png\">",
        "<video controls>",
        "<video controls =1>",
        "<B>",
        "<bQ>",
        "<p cLass=\"x\">",
        "<x:y z:w=\"1\">",
        "<script>",
        "</script>",
        "<script></script>",
        "<iframe src=\"https://example.org/\"></iframe>",
        "<iframe>",
        "<title>",
        "<plaintext>",
        "<textarea>",
        "<style></style>",
        "<!--more-->",
        "<!-- more words -->",
        "<!---->",
        "<!-->",
        "<!--->",
        "<!--a--!>",
        "<!--a-b-->",
        "<!--a---->",
        "-->",
        "<!doctype html>",
        "<?php",
        "</>",
        "</3>",
        "<3",
        "&amp;",
        "&amp",
        "&copy;",
        "&copy",
        "&notit;",
        "&NotEqualTilde;",
        "&#65;",
        "&#x41;",
        "&#128;",
        "&#xD800;",
        "&#0;",
        "& ",
        "&",
        "&#;",
    ];

    proptest! {
        #[test]
        fn the_quick_reader_reads_as_the_other_one_or_not_at_all(
            parts in prop::collection::vec(
                prop_oneof![
                    6 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
                    2 => "[a-z\"'= \n\u{a0}é\u{2028}-]{0,6}",
                    1 => "\\PC{0,4}",
                    1 => prop::sample::select(&["\r\n", "\0", "\u{feff}", "\u{c}"][..]).prop_map(str::to_owned),
                ],
                0..8,
            ),
        ) {
            let html = parts.concat();
            if let Some(tokens) = plain::tokens(&html) {
                prop_assert_eq!(tokens, any_tokens(&html), "{:?}", html);
            }
        }
    }

    #[test]
    fn what_we_write_ourselves_is_read_quickly() {
        let html = "<h2 id=\"a\">A &amp; B</h2><p>C&nbsp;d <em>e</em><br><img src=\"/f.png\" alt=\"&quot;g&quot;\"></p><!--more-->\
                    <video controls=\"\" src=\"/h.mp4\"></video><iframe src=\"https://www.youtube.com/embed/i\"></iframe>";
        assert_eq!(plain::tokens(html).expect("quick"), any_tokens(html));
    }
}

//! HTML as a flat list of tags and text, and back: the one reader and the one writer of this crate.
//!
//! Reading is html5ever's tokenizer (linear, no stack); writing escapes everything that could be misread.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token as RawToken, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// A piece of HTML with entities decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token {
    Start { name: String, attrs: Vec<(String, String)> },
    End(String),
    Text(String),
    Comment(String),
}

#[derive(Default)]
struct Sink(RefCell<Vec<Token>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: RawToken, _line: u64) -> TokenSinkResult<()> {
        let mut out = self.0.borrow_mut();
        match token {
            RawToken::TagToken(tag) => {
                let name = tag.name.to_string();
                if tag.kind == TagKind::EndTag {
                    out.push(Token::End(name));
                    return TokenSinkResult::Continue;
                }
                let raw = raw_kind(&name);
                let attrs =
                    tag.attrs.into_iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                out.push(Token::Start { name, attrs });
                match raw {
                    Some(Raw::Data(kind)) => return TokenSinkResult::RawData(kind),
                    Some(Raw::Plaintext) => return TokenSinkResult::Plaintext,
                    None => {}
                }
            }
            RawToken::CharacterTokens(text) => push_text(&mut out, &text),
            RawToken::NullCharacterToken => push_text(&mut out, "\u{fffd}"),
            RawToken::CommentToken(text) => out.push(Token::Comment(text.to_string())),
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

fn push_text(out: &mut Vec<Token>, text: &str) {
    if let Some(Token::Text(last)) = out.last_mut() {
        last.push_str(text);
    } else {
        out.push(Token::Text(text.to_owned()));
    }
}

/// Reads `html` into tokens. Never fails: every string is some HTML.
pub(crate) fn tokens(html: &str) -> Vec<Token> {
    let queue = BufferQueue::default();
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    queue.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// The value of one attribute of a start tag.
pub(crate) fn attr<'a>(attrs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attrs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
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
    while let Some(at) = rest.find(['&', '<', '>', '\u{a0}']) {
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

/// Writes a start tag with its attributes.
pub(crate) fn push_start(out: &mut String, name: &str, attrs: &[(String, String)]) {
    out.push('<');
    out.push_str(name);
    for (key, value) in attrs {
        out.push(' ');
        out.push_str(key);
        out.push_str("=\"");
        for c in value.chars() {
            match c {
                '"' => out.push_str("&quot;"),
                c => push_escaped(out, c.encode_utf8(&mut [0; 4])),
            }
        }
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
pub(crate) fn push_token(out: &mut String, token: &Token) {
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

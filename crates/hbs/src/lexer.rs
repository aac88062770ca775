//! From text to pieces: what stands between tags, and the tags with their words.

use crate::ast::{Pos, Strip};
use crate::whitespace::is_blank;

/// A piece of a template.
#[derive(Debug)]
pub(crate) enum Piece<'s> {
    Content(&'s str),
    Comment(&'s str, Strip),
    Tag(Tag<'s>),
    RawOpen(Tag<'s>),
    RawClose(&'s str),
}

/// A tag and its words.
#[derive(Debug)]
pub(crate) struct Tag<'s> {
    pub(crate) kind: Kind,
    pub(crate) strip: Strip,
    pub(crate) words: Vec<(Word<'s>, Pos)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Escaped,
    Unescaped,
    Open,
    OpenDecorator,
    Decorator,
    Close,
    Inverse,
    OpenInverse,
    Chain,
    Partial,
    PartialBlock,
    Raw,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Word<'s> {
    Id(&'s str),
    /// `[any thing]`, without the brackets and backslashes.
    Literal(String),
    Separator(char),
    At,
    Equals,
    OpenParen,
    CloseParen,
    OpenParams,
    Pipe,
    Str(String),
    Number(&'s str),
    Bool(bool),
    Undefined,
    Null,
}

/// A complaint and where.
pub(crate) type Wrong = (Pos, String);

/// A tag of which the end is missing.
fn endless(start: Pos, end: &str) -> Wrong {
    (start, format!("this tag never ends; close it with {end}"))
}

/// Reads a template.
pub(crate) struct Lexer<'s> {
    source: &'s str,
    at: usize,
    line: u32,
    /// Letters of the line before `counted`.
    column: usize,
    /// How far lines and columns are counted: nothing is counted twice, however long a line is.
    counted: usize,
}

impl<'s> Lexer<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self { source, at: 0, line: 1, column: 0, counted: 0 }
    }

    /// The pieces with their positions.
    pub(crate) fn pieces(mut self) -> Result<Vec<(Piece<'s>, Pos)>, Wrong> {
        let mut pieces = Vec::new();
        while self.at < self.source.len() {
            self.text(&mut pieces);
            if self.at < self.source.len() {
                let pos = self.pos();
                let piece = self.tag()?;
                let raw = matches!(piece, Piece::RawOpen(_));
                pieces.push((piece, pos));
                if raw {
                    self.raw_body(&mut pieces)?;
                }
            }
        }
        Ok(pieces)
    }

    fn rest(&self) -> &'s str {
        &self.source[self.at..]
    }

    fn pos(&mut self) -> Pos {
        let new = &self.source[self.counted..self.at];
        self.column = match new.rsplit_once('\n') {
            Some((lines, last)) => {
                self.line += lines.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1;
                last.chars().count()
            }
            None => self.column + new.chars().count(),
        };
        self.counted = self.at;
        Pos { line: self.line, column: self.column as u32 + 1 }
    }

    /// Text up to the next tag. `\{{` makes the following tag text, `\\{{` is a backslash before a tag.
    fn text(&mut self, pieces: &mut Vec<(Piece<'s>, Pos)>) {
        loop {
            let rest = self.rest();
            let pos = self.pos();
            let Some(open) = rest.find("{{") else {
                self.at = self.source.len();
                push_text(pieces, rest, pos);
                return;
            };
            self.at += open;
            let before = &rest[..open];
            if before.ends_with("\\\\") {
                push_text(pieces, &before[..open - 1], pos);
                return;
            }
            let Some(kept) = before.strip_suffix('\\') else {
                push_text(pieces, before, pos);
                return;
            };
            push_text(pieces, kept, pos);
            let escaped = self.rest();
            let pos = self.pos();
            let next = escaped[2..].find("{{").map_or(escaped.len(), |next| next + 2);
            let text = &escaped[..next];
            let text = if next == escaped.len() {
                text
            } else {
                text.strip_suffix("\\\\").or_else(|| text.strip_suffix('\\')).unwrap_or(text)
            };
            let text = if text.len() < 2 { &escaped[..2] } else { text };
            self.at += text.len();
            push_text(pieces, text, pos);
        }
    }

    fn tag(&mut self) -> Result<Piece<'s>, Wrong> {
        let start = self.pos();
        if self.rest().starts_with("{{{{") {
            self.at += 4;
            let (words, _) = self.words(start, "}}}}")?;
            return Ok(Piece::RawOpen(Tag { kind: Kind::Raw, strip: Strip::default(), words }));
        }
        let after = &self.rest()[2..];
        let (open, after) = after.strip_prefix('~').map_or((false, after), |after| (true, after));
        self.at = self.source.len() - after.len();
        if after.starts_with('!') {
            return self.comment(start, open);
        }
        if let Some(kind) = self.inverse_kind(after) {
            let close = self.rest_is_close();
            if let Some((strip, length)) = close {
                self.at += length;
                let strip = Strip { open, close: strip };
                return Ok(Piece::Tag(Tag { kind: Kind::Inverse, strip, words: Vec::new() }));
            }
            let (words, close) = self.words(start, "}}")?;
            return Ok(Piece::Tag(Tag { kind, strip: Strip { open, close }, words }));
        }
        let (kind, length) = match after.as_bytes() {
            [b'>', ..] => (Kind::Partial, 1),
            [b'#', b'>', ..] => (Kind::PartialBlock, 2),
            [b'#', b'*', ..] => (Kind::OpenDecorator, 2),
            [b'#', ..] => (Kind::Open, 1),
            [b'/', ..] => (Kind::Close, 1),
            [b'{' | b'&', ..] => (Kind::Unescaped, 1),
            [b'*', ..] => (Kind::Decorator, 1),
            _ => (Kind::Escaped, 0),
        };
        self.at += length;
        let end = if after.starts_with('{') { "}}}" } else { "}}" };
        let (words, close) = self.words(start, end)?;
        Ok(Piece::Tag(Tag { kind, strip: Strip { open, close }, words }))
    }

    /// `^` and `else`; moves behind the word.
    fn inverse_kind(&mut self, after: &'s str) -> Option<Kind> {
        if let Some(rest) = after.strip_prefix('^') {
            self.at = self.source.len() - rest.len();
            return Some(Kind::OpenInverse);
        }
        let rest = after.trim_start_matches(is_blank).strip_prefix("else")?;
        if rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        self.at = self.source.len() - rest.len();
        Some(Kind::Chain)
    }

    fn rest_is_close(&self) -> Option<(bool, usize)> {
        let rest = self.rest();
        let close = rest.trim_start_matches(is_blank);
        let (strip, after) = close.strip_prefix('~').map_or((false, close), |after| (true, after));
        after.strip_prefix("}}").map(|after| (strip, rest.len() - after.len()))
    }

    fn comment(&mut self, start: Pos, open: bool) -> Result<Piece<'s>, Wrong> {
        let rest = self.rest();
        let unclosed = |with: &str| (start, format!("this comment never ends; close it with {with}"));
        let (text, length) = if rest.starts_with("!--") {
            // The dashes that open the comment may also close it: `{{!--}}`.
            let body = &rest[1..];
            let end = body
                .match_indices("}}")
                .map(|(at, _)| at)
                .find(|at| body[..*at].strip_suffix('~').unwrap_or(&body[..*at]).ends_with("--"))
                .ok_or_else(|| unclosed("--}}"))?;
            (&rest[..end + 3], end + 3)
        } else {
            let end = rest.find("}}").ok_or_else(|| unclosed("}}"))?;
            (&rest[..end + 2], end + 2)
        };
        self.at += length;
        let close = text.ends_with("~}}");
        Ok(Piece::Comment(&text[1..], Strip { open, close }))
    }

    /// The inside of a raw block up to its own closing tag.
    fn raw_body(&mut self, pieces: &mut Vec<(Piece<'s>, Pos)>) -> Result<(), Wrong> {
        let pos = self.pos();
        let body = self.rest();
        let mut depth = 1;
        let mut from = 0;
        while let Some(found) = body[from..].find("{{{{") {
            let tag = from + found;
            from = tag + 4;
            let Some(name) = body[from..].strip_prefix('/') else {
                depth += 1;
                continue;
            };
            let Some(end) = name.find("}}}}") else { break };
            depth -= 1;
            if depth == 0 {
                push_text(pieces, &body[..tag], pos);
                self.at += tag;
                let pos = self.pos();
                self.at += 5 + end + 4;
                pieces.push((Piece::RawClose(name[..end].trim()), pos));
                return Ok(());
            }
        }
        Err((pos, "this raw block never ends; close it with {{{{/name}}}}".to_owned()))
    }

    /// The words of a tag up to its end, and whether `~` stands there.
    fn words(&mut self, start: Pos, end: &str) -> Result<(Vec<(Word<'s>, Pos)>, bool), Wrong> {
        let mut words = Vec::new();
        loop {
            self.at = self.source.len() - self.rest().trim_start_matches(is_blank).len();
            let rest = self.rest();
            let pos = self.pos();
            if rest.is_empty() {
                return Err(endless(start, end));
            }
            if end == "}}" && closes(rest, "}}}").is_some() {
                return Err((pos, "three braces close what two opened; remove one".to_owned()));
            }
            if let Some(strip) = closes(rest, end) {
                self.at += end.len() + usize::from(strip);
                return Ok((words, strip));
            }
            let (word, length) = word(rest).ok_or_else(|| {
                if !rest.contains(end) {
                    return endless(start, end);
                }
                let letter: String = rest.chars().take(1).collect();
                (pos, format!("{letter:?} cannot stand here; quote it, or close the tag with {end}"))
            })?;
            self.at += length;
            words.push((word, pos));
        }
    }
}

/// Whether `rest` begins with the end of a tag, and whether that holds a `~`. In a triple tag it is `}~}}`.
fn closes(rest: &str, end: &str) -> Option<bool> {
    let (first, last) = if end == "}}}" { ("}", "}}") } else { ("", end) };
    let rest = rest.strip_prefix(first)?;
    if rest.starts_with(last) {
        return Some(false);
    }
    rest.strip_prefix('~').is_some_and(|rest| rest.starts_with(last) && end != "}}}}").then_some(true)
}

fn push_text<'s>(pieces: &mut Vec<(Piece<'s>, Pos)>, text: &'s str, pos: Pos) {
    if !text.is_empty() {
        pieces.push((Piece::Content(text), pos));
    }
}

/// The word at the beginning of `rest` and its length in bytes.
fn word(rest: &str) -> Option<(Word<'_>, usize)> {
    let first = rest.chars().next()?;
    match first {
        '(' => return Some((Word::OpenParen, 1)),
        ')' => return Some((Word::CloseParen, 1)),
        '=' => return Some((Word::Equals, 1)),
        '|' => return Some((Word::Pipe, 1)),
        '@' => return Some((Word::At, 1)),
        '/' => return Some((Word::Separator('/'), 1)),
        '"' | '\'' => return quoted(rest, first).map(|(text, length)| (Word::Str(text), length)),
        '[' => return bracketed(rest),
        '.' if rest.starts_with("..") => return Some((Word::Id(&rest[..2]), 2)),
        '.' if ends_word(&rest[1..]) => return Some((Word::Id(&rest[..1]), 1)),
        '.' => return Some((Word::Separator('.'), 1)),
        _ => {}
    }
    if let Some(length) = number(rest) {
        return Some((Word::Number(&rest[..length]), length));
    }
    for (text, word) in [
        ("true", Word::Bool(true)),
        ("false", Word::Bool(false)),
        ("undefined", Word::Undefined),
        ("null", Word::Null),
    ] {
        if rest.strip_prefix(text).is_some_and(ends_literal) {
            return Some((word, text.len()));
        }
    }
    if let Some(after) = rest.strip_prefix("as") {
        let pipe = after.trim_start_matches(is_blank);
        if pipe.len() < after.len() && pipe.starts_with('|') {
            return Some((Word::OpenParams, rest.len() - pipe.len() + 1));
        }
    }
    let length = rest.find(|c| !is_id(c)).unwrap_or(rest.len());
    (length > 0 && ends_word(&rest[length..])).then(|| (Word::Id(&rest[..length]), length))
}

fn is_id(letter: char) -> bool {
    !is_blank(letter)
        && !matches!(letter, '!' | '"' | '#' | '%'..=',' | '.' | '/' | ';'..='>' | '@' | '['..='^' | '`' | '{'..='~')
}

fn ends_word(rest: &str) -> bool {
    rest.starts_with(|c: char| is_blank(c) || matches!(c, '=' | '~' | '}' | '/' | '.' | ')' | ']' | '|'))
}

fn ends_literal(rest: &str) -> bool {
    rest.starts_with(|c: char| is_blank(c) || matches!(c, '~' | '}' | ')'))
}

fn number(rest: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = usize::from(rest.starts_with('-'));
    let whole = digits(&rest[sign..]);
    let mut length = sign + whole;
    if let Some(fraction) = rest[length..].strip_prefix('.')
        && digits(fraction) > 0
    {
        length += 1 + digits(fraction);
    }
    (whole > 0 && ends_literal(&rest[length..])).then_some(length)
}

/// A string; a backslash only escapes the quote itself.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            return Some((text, at + 1));
        }
        if letter == '\\' && letters.peek().is_some_and(|(_, next)| *next == quote) {
            letters.next();
            text.push(quote);
        } else {
            text.push(letter);
        }
    }
    None
}

fn bracketed(rest: &str) -> Option<(Word<'_>, usize)> {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            ']' => return Some((Word::Literal(text), at + 1)),
            '\\' => match letters.next_if(|(_, next)| matches!(next, '\\' | ']')) {
                Some((_, next)) => text.push(next),
                None => text.push('\\'),
            },
            other => text.push(other),
        }
    }
    None
}

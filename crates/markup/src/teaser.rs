//! The one teaser rule: the author's excerpt, else what stands before the jump break, else the first characters.

use crate::text::{
    end_of_sentence_part, holds, last_word_boundary, plain_text, plain_text_start, truncate_text,
};
use crate::token::{
    Attrs, Token, attr, is_hidden, is_jump_comment, is_void, push_end, push_escaped, push_start, push_token,
    tokens,
};
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// The jump break as stories are stored with it.
pub const JUMP_BREAK: &str = "<!--more-->";
/// Graphemes of a teaser when neither author nor site says otherwise.
pub const TEASER_CHARS: usize = 300;

/// Characters of an opening: those of Ghost's automatic excerpt.
pub const OPENING_CHARS: usize = 500;

/// What a story opens with: the beginning of its plain text, longer than a teaser, cut anywhere, as lists of Ghost's themes print
/// it. Empty where the teaser is the whole story and says it already.
///
/// ```
/// assert_eq!(dateline_markup::opening("<p>Rain.</p>", false), "Rain.");
/// assert_eq!(dateline_markup::opening("<p>Rain.</p>", true), "");
/// ```
pub fn opening(html: &str, teaser_is_all: bool) -> String {
    if teaser_is_all { String::new() } else { crate::plain_text_start(html, OPENING_CHARS) }
}

/// The same of a story whose plain text is at hand.
pub(crate) fn opening_of(story: &str, teaser_is_all: bool) -> String {
    let end = match story.as_bytes().get(..OPENING_CHARS) {
        None => story.len(),
        Some(ascii) if ascii.is_ascii() => OPENING_CHARS,
        Some(_) => story.char_indices().nth(OPENING_CHARS).map_or(story.len(), |(end, _)| end),
    };
    if teaser_is_all { String::new() } else { story[..end].to_owned() }
}

/// Where a teaser comes from, which also says what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TeaserKind {
    /// The author's own excerpt: plain text.
    Excerpt,
    /// The part before the jump break: HTML, as safe as the story it was cut from.
    BeforeJump,
    /// The beginning of the story: plain text.
    Beginning,
}

/// What a list shows of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teaser {
    /// Plain text for every kind.
    pub text: String,
    /// Safe HTML for every kind: the text escaped, or the part before the jump break.
    pub html: String,
    /// True when the teaser is the whole story, so that no "Read more" is needed.
    pub complete: bool,
    /// Where it comes from.
    pub kind: TeaserKind,
}

/// The teaser of a story whose sanitised body is `html`, at most `max_chars` graphemes where we choose the cut.
///
/// ```
/// let teaser = dateline_markup::teaser(None, "<p>The bridge is open again.</p>", 10);
/// assert_eq!(teaser.text, "The bridge…");
/// ```
pub fn teaser(excerpt: Option<&str>, html: &str, max_chars: usize) -> Teaser {
    teaser_of(excerpt, html, &plain_text(html), max_chars)
}

/// The same for a story whose plain text is at hand.
pub(crate) fn teaser_of(excerpt: Option<&str>, html: &str, story: &str, max_chars: usize) -> Teaser {
    if let Some(excerpt) = excerpt.map(str::trim).filter(|text| !text.is_empty()) {
        let complete = story == excerpt;
        return Teaser {
            text: excerpt.to_owned(),
            html: escaped(excerpt),
            complete,
            kind: TeaserKind::Excerpt,
        };
    }
    if let Some((before, after)) = split_at_jump(html) {
        let text = plain_text(&before);
        if !text.is_empty() || before.contains("<img") {
            // One letter is enough to know that it goes on.
            let complete = plain_text_start(&after, 1).is_empty() && !after.contains("<img");
            return Teaser { text, html: before, complete, kind: TeaserKind::BeforeJump };
        }
    }
    // Lines and words of a plain text have one blank between them.
    let (text, complete) = truncate_text(story, max_chars);
    let text = text.replace('\n', " ");
    Teaser { html: escaped(&text), text, complete, kind: TeaserKind::Beginning }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// The story before and after its first jump break: `<!--more-->`, `<!--more with words-->`, `<a name="more">` or
/// any element with `id="more"`.
///
/// Elements open at the break are closed in the first part and opened again, without their id, in the second.
/// Expects sanitised HTML: its tags are balanced.
pub fn split_at_jump(html: &str) -> Option<(String, String)> {
    // Every mark has the word, as a comment or a value, and looking for it costs less than reading the story tag by tag.
    let has_mark = |mark: &str| holds(html, mark);
    if !has_mark("more") || !["<!--", "\"more", "'more", "=more"].into_iter().any(has_mark) {
        return None;
    }
    if let Some((before, after)) = split_between(html) {
        return Some((before.to_owned(), after.to_owned()));
    }
    let mut before = String::new();
    let mut open = Vec::new();
    let mut list = tokens(html).into_iter();
    let marker = loop {
        let token = list.next()?;
        if is_jump(&token) {
            break token;
        }
        track(&mut open, &token);
        push_token(&mut before, &token);
    };
    close(&mut before, &open);
    let mut after = String::new();
    for (name, attrs) in &open {
        let attrs: Vec<_> = attrs.iter().filter(|(key, _)| key != "id").cloned().collect();
        push_start(&mut after, name, &attrs);
    }
    // An anchor that only marked the place goes; a heading or paragraph that carried the mark stays.
    let mut anchor_open = match marker {
        Token::Start { name, .. } if name == "a" => true,
        Token::Start { name, attrs } => {
            let attrs: Vec<_> = attrs.into_iter().filter(|(key, _)| key != "id").collect();
            push_start(&mut after, &name, &attrs);
            false
        }
        _ => false,
    };
    for token in list {
        if anchor_open && matches!(&token, Token::End(name) if name == "a") {
            anchor_open = false;
        } else if !is_jump(&token) || matches!(&token, Token::Start { .. }) {
            push_token(&mut after, &token);
        }
    }
    Some((before, after))
}

/// The same where the only mark is our comment and stands between elements, as most do: nothing is to be closed or opened
/// again. `None` is for whoever reads tag by tag.
fn split_between(html: &str) -> Option<(&str, &str)> {
    let (before, after) = html.split_once(JUMP_BREAK)?;
    if after.contains("<!--") || ["<!--", "\"more", "'more", "=more"].into_iter().any(|m| before.contains(m))
    {
        return None;
    }
    let mut open = 0_usize;
    for at in memchr::memchr_iter(b'<', before.as_bytes()) {
        let tag = &before[at + 1..];
        if tag.starts_with('/') {
            open = open.checked_sub(1)?;
            continue;
        }
        let end = tag.bytes().position(|byte| !byte.is_ascii_lowercase() && !byte.is_ascii_digit())?;
        let name = &tag[..end];
        if name.is_empty() || is_hidden(name) {
            return None;
        }
        open += usize::from(!is_void(name));
    }
    (open == 0).then_some((before, after))
}

fn is_jump(token: &Token<'_>) -> bool {
    match token {
        Token::Comment(text) => is_jump_comment(text),
        Token::Start { name, attrs } => {
            attr(attrs, "id") == Some("more") || (name == "a" && attr(attrs, "name") == Some("more"))
        }
        _ => false,
    }
}

type Open<'h> = Vec<(Cow<'h, str>, Attrs<'h>)>;

fn track<'h>(open: &mut Open<'h>, token: &Token<'h>) {
    match token {
        Token::Start { name, attrs } if !is_void(name) => open.push((name.clone(), attrs.clone())),
        Token::End(name) => {
            if open.last().is_some_and(|(last, _)| last == name) {
                open.pop();
            } else if let Some(at) = open.iter().rposition(|(other, _)| other == name) {
                open.remove(at);
            }
        }
        _ => {}
    }
}

fn close(out: &mut String, open: &Open<'_>) {
    for (name, _) in open.iter().rev() {
        push_end(out, name);
    }
}

/// The first `max_chars` graphemes of the text in `html`, cut after a whole word with "…", open elements closed.
/// The flag is true when nothing was cut. Expects sanitised HTML.
pub fn truncate_html(html: &str, max_chars: usize) -> (String, bool) {
    let mut out = String::new();
    let mut open: Open<'_> = Vec::new();
    let mut left = max_chars;
    for token in tokens(html) {
        let hidden = open.last().is_some_and(|(name, _)| is_hidden(name));
        match &token {
            Token::Text(text) if !hidden => {
                if let Some((limit, next)) = text.grapheme_indices(true).nth(left) {
                    if text[limit..].trim().is_empty() {
                        left = 0;
                        push_escaped(&mut out, &text[..limit]);
                        continue;
                    }
                    let kept = &text[..limit];
                    let whole = next.chars().all(char::is_whitespace) || kept.is_empty();
                    let cut = if whole { kept } else { last_word_boundary(kept) };
                    push_escaped(&mut out, end_of_sentence_part(cut));
                    out.push('…');
                    close(&mut out, &open);
                    return (out, false);
                }
                left -= text.graphemes(true).count();
                push_escaped(&mut out, text);
            }
            _ => {
                track(&mut open, &token);
                push_token(&mut out, &token);
            }
        }
    }
    close(&mut out, &open);
    (out, true)
}

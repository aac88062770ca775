//! Teasers that an old theme left in front of the story: found only when certain.

use crate::text::{holds, plain_text};
use crate::token::{Token, is_block, is_void, push_end, push_token, tokens};

/// A pasted teaser shorter than this many characters is never removed: it might be a headline or a refrain.
pub const MIN_PASTED_CHARS: usize = 40;

/// A story without the teaser that stood in front of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedTeaser {
    /// What was removed, for the report.
    pub removed_text: String,
    /// The story that remains.
    pub html: String,
}

/// Finds a first block that ends in "…" or "..." and whose text begins again right after it.
///
/// Only a block of text alone is removed (no picture, player or link in it), of at least [`MIN_PASTED_CHARS`]
/// characters, whose repetition is exact but for white space and longer than the teaser.
pub fn pasted_teaser(html: &str) -> Option<PastedTeaser> {
    // Most stories have no such dots, and looking for them costs less than reading them tag by tag.
    if !holds(html, "…") && !holds(html, "...") {
        return None;
    }
    let list = tokens(html);
    let end = first_block_end(&list)?;
    let (head, tail) = list.split_at(end);
    let only_text = head.iter().all(|token| match token {
        Token::Start { name, .. } => !matches!(
            &**name,
            "a" | "img"
                | "iframe"
                | "video"
                | "audio"
                | "table"
                | "picture"
                | "source"
                | "hr"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
        ),
        Token::Comment(_) => false,
        _ => true,
    });
    if !only_text {
        return None;
    }
    let removed_text = folded(&plain_text(&written(head)));
    let bare = removed_text.strip_suffix('…').or_else(|| removed_text.strip_suffix("..."))?.trim_end();
    if bare.ends_with(['.', '…']) || bare.chars().count() < MIN_PASTED_CHARS {
        return None;
    }
    let rest = skip_gap(tail);
    let html = written(rest);
    let story = folded(&plain_text(&html));
    let more = story.strip_prefix(bare)?;
    // The same words with the same dots are a refrain; nothing after them means the teaser was the story.
    let goes_on = !more.trim_start().is_empty()
        && !more.trim_start().starts_with(['…'])
        && !more.trim_start().starts_with("...");
    goes_on.then_some(PastedTeaser { removed_text, html })
}

/// Index after the first block or, where the story opens with bare text, after that text.
fn first_block_end(list: &[Token<'_>]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut has_text = false;
    for (at, token) in list.iter().enumerate() {
        match token {
            Token::Text(text) => has_text |= !text.trim().is_empty(),
            Token::Start { name, .. } => {
                let bare_text_ends = depth == 0 && has_text && (is_block(name) || name == "br");
                if bare_text_ends {
                    return Some(at);
                }
                if !is_void(name) {
                    depth += 1;
                }
            }
            Token::End(name) => {
                depth = depth.checked_sub(1)?;
                if depth == 0 && has_text && is_block(name) {
                    return Some(at + 1);
                }
            }
            Token::Comment(_) => {
                if depth == 0 && has_text {
                    return Some(at);
                }
            }
        }
    }
    None
}

/// Without the breaks and blanks that parted the teaser from the story.
fn skip_gap<'l, 'h>(list: &'l [Token<'h>]) -> &'l [Token<'h>] {
    let start = list
        .iter()
        .position(|token| match token {
            Token::Start { name, .. } => name != "br",
            Token::Text(text) => !text.trim().is_empty(),
            _ => true,
        })
        .unwrap_or(list.len());
    &list[start..]
}

fn written(list: &[Token<'_>]) -> String {
    let mut out = String::new();
    let mut open: Vec<&str> = Vec::new();
    for token in list {
        match token {
            Token::Start { name, .. } if !is_void(name) => open.push(name),
            Token::End(name) if open.last() == Some(&&**name) => {
                open.pop();
            }
            _ => {}
        }
        push_token(&mut out, token);
    }
    for name in open.into_iter().rev() {
        push_end(&mut out, name);
    }
    out
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! Plain text of a story: what search, feeds, counts and short teasers read.

use crate::token::{Token, is_block, is_hidden, push_escaped, tokens};
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// Words a reader is assumed to read in a minute.
const WORDS_PER_MINUTE: usize = 275;
/// Seconds added for the first picture; each later one adds a second less, down to three.
const FIRST_IMAGE_SECONDS: usize = 12;
const LEAST_IMAGE_SECONDS: usize = 3;

/// A story with the place that opens it before its first words, as newspapers print it: `LISBON — …`.
///
/// ```
/// assert_eq!(dateline_markup::opened_by("<p>Rain.</p>", "LISBON"), "<p><b>LISBON</b> — Rain.</p>");
/// ```
pub fn opened_by(html: &str, place: &str) -> String {
    let mut opened = String::with_capacity(html.len() + place.len() + 16);
    let first = html.strip_prefix("<p>");
    opened.push_str("<p><b>");
    push_escaped(&mut opened, place);
    opened.push_str("</b> — ");
    match first {
        Some(rest) => opened.push_str(rest),
        // What begins with a picture or a heading keeps it in its own place.
        None => opened.extend(["</p>", html]),
    }
    opened
}

/// The text a reader would see: entities decoded, white space folded, one line per block, scripts and styles left out.
///
/// ```
/// assert_eq!(dateline_markup::plain_text("<p>Tea &amp;<br>cake</p><p>More</p>"), "Tea &\ncake\nMore");
/// ```
pub fn plain_text(html: &str) -> String {
    let mut out = TextLines::default();
    let mut hidden: Option<(Cow<'_, str>, usize)> = None;
    for token in tokens(html) {
        match (&mut hidden, token) {
            (Some((inside, depth)), Token::Start { name, .. }) if *inside == name => *depth += 1,
            (Some((inside, depth)), Token::End(name)) if *inside == name => {
                *depth -= 1;
                if *depth == 0 {
                    hidden = None;
                }
            }
            (Some(_), _) | (None, Token::Comment(_)) => {}
            (None, Token::Start { name, .. }) => {
                if is_block(&name) || name == "br" {
                    out.line_ends();
                } else if name == "td" || name == "th" || name == "img" {
                    out.space();
                }
                if is_hidden(&name) {
                    hidden = Some((name, 1));
                }
            }
            (None, Token::End(name)) => {
                if is_block(&name) {
                    out.line_ends();
                }
            }
            (None, Token::Text(text)) => out.push(&text),
        }
    }
    out.text
}

/// Characters that the end of a piece of HTML may read otherwise than its middle: the longest name of an entity.
const LOOSE_END_CHARS: usize = 40;

/// The first `chars` characters of [`plain_text`], or all of it, reading no more of a long story than they need.
///
/// ```
/// assert_eq!(dateline_markup::plain_text_start("<p>Tea &amp; cake</p>", 5), "Tea &");
/// ```
pub fn plain_text_start(html: &str, chars: usize) -> String {
    let mut bytes = chars + chars / 2 + 512;
    loop {
        let piece = &html[..html.floor_char_boundary(bytes)];
        let mut text = plain_text(piece);
        let is_whole = piece.len() == html.len();
        if is_whole || text.chars().count() >= chars + LOOSE_END_CHARS {
            if let Some((end, _)) = text.char_indices().nth(chars) {
                text.truncate(end);
            }
            return text;
        }
        bytes *= 4;
    }
}

/// Folds white space while it collects: a gap is written only when a word follows it.
#[derive(Default)]
pub(crate) struct TextLines {
    pub(crate) text: String,
    gap: Option<char>,
}

impl TextLines {
    fn line_ends(&mut self) {
        self.gap = Some('\n');
    }

    fn space(&mut self) {
        self.gap.get_or_insert(' ');
    }

    fn push(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let word = &rest[..folded_already(rest)];
            if !word.is_empty() {
                if let Some(gap) = self.gap.take()
                    && !self.text.is_empty()
                {
                    self.text.push(gap);
                }
                self.text.push_str(word);
            }
            rest = &rest[word.len()..];
            let after = rest.trim_start();
            if after.len() < rest.len() {
                self.space();
            }
            rest = after;
        }
    }
}

/// Bytes at the beginning of `text` that are words with one blank between each two, or with nothing that folds.
fn folded_already(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
        let lone = bytes.get(at) == Some(&b' ')
            && at > 0
            && text[at + 1..].chars().next().is_some_and(|next| !next.is_whitespace());
        if !lone {
            return at;
        }
        at += 1;
    }
}

/// Words in `text` by UAX #29; a Han, kana or other unspaced letter counts as a word of its own.
pub fn word_count(text: &str) -> usize {
    text.unicode_words().map(|word| word.chars().filter(|c| is_unspaced(*c)).count().max(1)).sum()
}

/// Scripts written without blanks between words, counted by letter as their readers do.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x3041..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF)
}

/// Minutes to read `words` words and look at `images` pictures: 275 words a minute, 12 seconds for the first
/// picture, 11 for the second and so on down to 3. What takes less than half a minute takes none, as in Ghost, whose themes
/// say nothing of it then.
pub fn reading_minutes(words: usize, images: usize) -> usize {
    let falling = images.min(FIRST_IMAGE_SECONDS - LEAST_IMAGE_SECONDS);
    let falling_seconds: usize = (0..falling).map(|n| FIRST_IMAGE_SECONDS - n).sum();
    let image_seconds = falling_seconds + images.saturating_sub(falling) * LEAST_IMAGE_SECONDS;
    let seconds = words.saturating_mul(60) / WORDS_PER_MINUTE + image_seconds;
    (seconds + 30) / 60
}

/// The first `max_chars` graphemes of `text`, cut after a whole word with "…" added; the text itself if it fits.
///
/// A single word longer than the limit is cut between graphemes. The flag is true when nothing was cut.
pub fn truncate_text(text: &str, max_chars: usize) -> (String, bool) {
    let text = text.trim();
    let Some((limit, next)) = text.grapheme_indices(true).nth(max_chars) else {
        return (text.to_owned(), true);
    };
    let kept = &text[..limit];
    let cut = if next.chars().all(char::is_whitespace) { kept } else { last_word_boundary(kept) };
    (format!("{}…", end_of_sentence_part(cut)), false)
}

/// `kept` up to its last blank, or up to its last unspaced letter, or whole when it is one long word.
pub(crate) fn last_word_boundary(kept: &str) -> &str {
    if kept.chars().next_back().is_some_and(is_unspaced) {
        return kept;
    }
    match kept.rfind(|c: char| c.is_whitespace() || is_unspaced(c)) {
        Some(at) => {
            let after = kept[at..].chars().next().map_or(0, char::len_utf8);
            let end = if kept[at..].starts_with(char::is_whitespace) { at } else { at + after };
            if kept[..end].trim().is_empty() { kept } else { &kept[..end] }
        }
        None => kept,
    }
}

/// Without the blank, comma or dash that would stand before the "…".
pub(crate) fn end_of_sentence_part(text: &str) -> &str {
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '–' | '—' | '.' | '…')
    })
}

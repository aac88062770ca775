//! Plain text of a story: what search, feeds, counts and short teasers read.

use crate::token::{Token, is_block, is_hidden, push_escaped, read_with};
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

/// Whether `what` stands in a text: [`str::contains`], many bytes at a time, for marks that most stories do not have.
///
/// ```
/// assert!(dateline_markup::holds("<p>Tea</p><!--more-->", "<!--more"));
/// ```
pub fn holds(text: &str, what: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), what.as_bytes()).is_some()
}

/// The text a reader would see: entities decoded, white space folded, one line per block, scripts and styles left out.
///
/// ```
/// assert_eq!(dateline_markup::plain_text("<p>Tea &amp;<br>cake</p><p>More</p>"), "Tea &\ncake\nMore");
/// ```
pub fn plain_text(html: &str) -> String {
    read_with(html, TextReader::default, |reader, token| reader.take(&token)).finish()
}

/// Collects the text of a story token by token.
#[derive(Default)]
pub(crate) struct TextReader<'h> {
    lines: TextLines,
    /// The element that is open whose text nobody sees, and how often.
    hidden: Option<(Cow<'h, str>, usize)>,
}

impl<'h> TextReader<'h> {
    /// One with room for the text of so many bytes of HTML.
    pub(crate) fn with_room(bytes: usize) -> Self {
        Self { lines: TextLines { text: String::with_capacity(bytes), gap: None }, hidden: None }
    }

    pub(crate) fn take(&mut self, token: &Token<'h>) {
        match (&mut self.hidden, token) {
            (Some((inside, depth)), Token::Start { name, .. }) if inside == name => *depth += 1,
            (Some((inside, depth)), Token::End(name)) if inside == name => {
                *depth -= 1;
                if *depth == 0 {
                    self.hidden = None;
                }
            }
            (Some(_), _) | (None, Token::Comment(_)) => {}
            (None, Token::Start { name, .. }) => {
                if is_block(name) || name == "br" {
                    self.lines.line_ends();
                } else if name == "td" || name == "th" || name == "img" {
                    self.lines.space();
                }
                if is_hidden(name) {
                    self.hidden = Some((name.clone(), 1));
                }
            }
            (None, Token::End(name)) => {
                if is_block(name) {
                    self.lines.line_ends();
                }
            }
            (None, Token::Text(text)) => self.lines.push(text),
        }
    }

    pub(crate) fn finish(self) -> String {
        self.lines.text
    }
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
        let trimmed = text.trim_ascii();
        if is_folded(trimmed) {
            if trimmed.len() < text.len() && text.as_bytes()[0].is_ascii_whitespace() {
                self.space();
            }
            if trimmed.is_empty() {
                return;
            }
            self.word(trimmed);
            if text.as_bytes()[text.len() - 1].is_ascii_whitespace() {
                self.space();
            }
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let word = &rest[..folded_already(rest)];
            if !word.is_empty() {
                self.word(word);
            }
            rest = &rest[word.len()..];
            let after = rest.trim_start();
            if after.len() < rest.len() {
                self.space();
            }
            rest = after;
        }
    }

    fn word(&mut self, word: &str) {
        if let Some(gap) = self.gap.take()
            && !self.text.is_empty()
        {
            self.text.push(gap);
        }
        self.text.push_str(word);
    }
}

/// Whether single blanks are all the white space of a text. Most texts are so, and this looks at many bytes at a time.
#[expect(clippy::needless_bitwise_bool, reason = "without a branch, many bytes are compared at once")]
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    if text.is_ascii() {
        let is_odd = |a: u8, b: u8| (a < b' ') | (a == b' ') & (b == b' ');
        return bytes.last().is_none_or(|last| *last >= b' ')
            && !bytes.windows(2).fold(false, |odd, of| odd | is_odd(of[0], of[1]));
    }
    // White space beyond ASCII begins with one of four bytes, and is looked for by its second and third.
    let is_wide = |a: u8, b: u8, c: u8| {
        (a == 0xC2) & ((b == 0x85) | (b == 0xA0))
            | (a == 0xE1) & (b == 0x9A) & (c == 0x80)
            | (a == 0xE2) & (b == 0x80) & ((c <= 0x8A) | (c == 0xA8) | (c == 0xA9) | (c == 0xAF))
            | (a == 0xE2) & (b == 0x81) & (c == 0x9F)
            | (a == 0xE3) & (b == 0x80) & (c == 0x80)
    };
    let is_odd = |a: u8, b: u8, c: u8| (a < b' ') | (a == b' ') & (b == b' ') | is_wide(a, b, c);
    // What the last two bytes cannot begin alone is a wide sign; two blanks they can be.
    let last = bytes.len().saturating_sub(2);
    let ends_well = match &bytes[last..] {
        [a, b] => !is_odd(*a, *b, 0) && *b >= b' ',
        [a] => *a >= b' ',
        _ => true,
    };
    ends_well && !bytes.windows(3).fold(false, |odd, of| odd | is_odd(of[0], of[1], of[2]))
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
    if text.is_ascii() {
        return ascii_words(text);
    }
    let (mut rest, mut words) = (text, 0);
    while let Some(foreign) = rest.bytes().position(|byte| !byte.is_ascii()) {
        // A word goes on behind a letter of another script, and a sign may join the blank before it: what is counted
        // apart begins and ends at a blank with ASCII behind it.
        let is_seam = |pair: &[u8]| pair[0] == b' ' && pair[1].is_ascii();
        let from = rest.as_bytes()[..foreign].windows(2).rposition(is_seam).unwrap_or(0);
        let to =
            rest.as_bytes()[foreign..].windows(2).position(is_seam).map_or(rest.len(), |at| foreign + at);
        words += ascii_words(&rest[..from]) + any_words(&rest[from..to]);
        rest = &rest[to..];
    }
    words + ascii_words(rest)
}

fn any_words(text: &str) -> usize {
    text.unicode_words().map(|word| word.chars().filter(|c| is_unspaced(*c)).count().max(1)).sum()
}

/// The same of ASCII: words are letters and digits, joined by a point or an apostrophe between two letters, by the same or a
/// comma or semicolon between two digits.
fn ascii_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    // An underscore joins words and is none.
    if memchr::memchr(b'_', bytes).is_some() {
        return any_words(text);
    }
    let is_letter = |byte: u8| (byte | 0x20).wrapping_sub(b'a') < 26;
    let is_digit = |byte: u8| byte.wrapping_sub(b'0') < 10;
    // In pieces whose number of words fits into a byte: many bytes are looked at together then.
    let mut is_of_word = [0; 1 + 255];
    let mut beginnings = 0;
    for piece in bytes.chunks(255) {
        for (is_of_word, byte) in is_of_word[1..].iter_mut().zip(piece) {
            *is_of_word = u8::from(is_letter(*byte) | is_digit(*byte));
        }
        let pairs = is_of_word[..piece.len()].iter().zip(&is_of_word[1..]);
        beginnings += usize::from(pairs.map(|(before, here)| here & !before).sum::<u8>());
        is_of_word[0] = is_of_word[piece.len()];
    }
    let joins = |at: &usize, of: fn(u8) -> bool| {
        let around = at.checked_sub(1).and_then(|before| bytes.get(before)).zip(bytes.get(at + 1));
        around.is_some_and(|(before, after)| of(*before) && of(*after))
    };
    let is_joint = |at: &usize| match bytes[*at] {
        b':' => joins(at, is_letter),
        b',' | b';' => joins(at, is_digit),
        _ => joins(at, is_letter) || joins(at, is_digit),
    };
    let joints = memchr::memchr3_iter(b'.', b'\'', b':', bytes).filter(is_joint).count()
        + memchr::memchr2_iter(b',', b';', bytes).filter(is_joint).count();
    beginnings - joints
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
    let Some((limit, next)) = grapheme_at(text, max_chars) else {
        return (text.to_owned(), true);
    };
    let kept = &text[..limit];
    let cut = if next.chars().all(char::is_whitespace) { kept } else { last_word_boundary(kept) };
    (format!("{}…", end_of_sentence_part(cut)), false)
}

/// The grapheme at place `n` from 0, and the bytes before it.
fn grapheme_at(text: &str, n: usize) -> Option<(usize, &str)> {
    // In ASCII each sign is one, but for a line break of two.
    match text.as_bytes().get(..n.saturating_add(2)) {
        Some(ascii) if ascii.is_ascii() && !ascii.contains(&b'\r') => Some((n, &text[n..=n])),
        _ => text.grapheme_indices(true).nth(n),
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            4 => "[a-c1-3_.:,;'\" \n-]{0,8}",
            1 => "\\PC{0,4}",
            1 => prop::sample::select(
                &["\u{a0}", "\u{85}", "\u{2009}", "\u{3000}", "\u{1680}", "\u{205f}", "\u{301}", "\u{200d}", "’", "日本", "e\u{301}", "\t", "\u{b}", "\r\n", "\0", "\u{93e}"][..]
            ).prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn words_of_plain_text_are_counted_as_all_others(text in words()) {
            prop_assert_eq!(word_count(&text), any_words(&text), "{:?}", text);
        }

        #[test]
        fn white_space_is_folded_alike_however_it_is_found(texts in prop::collection::vec(words(), 0..4)) {
            let mut lines = TextLines::default();
            let mut one_by_one = TextLines::default();
            for text in &texts {
                lines.push(text);
                text.split_inclusive(char::is_whitespace).for_each(|part| {
                    let word = part.trim_end();
                    if !word.is_empty() {
                        one_by_one.word(word);
                    }
                    if word.len() < part.len() {
                        one_by_one.space();
                    }
                });
            }
            prop_assert_eq!(lines.text, one_by_one.text, "{:?}", texts);
        }

        #[test]
        fn a_cut_falls_between_the_same_graphemes(text in words(), n in 0_usize..20) {
            prop_assert_eq!(grapheme_at(&text, n), text.grapheme_indices(true).nth(n));
        }
    }
}

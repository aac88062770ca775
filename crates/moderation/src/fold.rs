//! One spelling for what looks alike: compatibility forms, accents, decorations and letters of other scripts.

use std::{ops::Range, sync::LazyLock};

use icu::normalizer::DecomposingNormalizerBorrowed;

use crate::lookalike::{boxed_letter, latin_twin};

/// A text in one spelling, and what had to be taken away to get there.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Folded {
    /// Decomposed (NFKD), without accents and invisible characters; capitals are kept.
    pub(crate) text: String,
    /// Letters from alphabets made for formulas, boxes and full width, such as 𝐁, 🅱 and Ｂ.
    pub(crate) styled: u32,
    /// Where in `text` words with such letters stand, as byte offsets.
    pub(crate) styled_spans: Vec<Range<usize>>,
    /// Marks that decorate a letter and belong to no spelling: underlines, overlays, piles.
    pub(crate) decorated: u32,
    /// Invisible characters between letters.
    pub(crate) hidden: u32,
    /// Characters that turn the direction of writing against the letters.
    pub(crate) overrides: u32,
}

impl Folded {
    /// True if some of `range` lies in a word with styled letters.
    pub(crate) fn is_styled(&self, range: Range<usize>) -> bool {
        let next = self.styled_spans.partition_point(|span| span.end <= range.start);
        self.styled_spans.get(next).is_some_and(|span| span.start < range.end)
    }
}

/// Accents on one letter that some spelling uses: Vietnamese has two.
const ACCENTS_MAX: u32 = 2;

/// Bytes that a word may have when folded, however short it was; a longer one must not grow. One ligature can stand for
/// 18 letters, and ten thousand of them for a day's work.
const WORD_BYTES_FREE: usize = 64;

/// Folds `raw`. Entities such as `&#39;` are read first, since imported comments and spammers write them.
pub(crate) fn fold(raw: &str) -> Folded {
    let mut folding = Folding {
        folded: Folded::default(),
        run: String::new(),
        word: 0,
        styled: false,
        before: ' ',
        marks: 0,
    };
    folding.folded.text.reserve(raw.len());
    let decoded = decode_entities(raw);
    let mut chars = decoded.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii() {
            folding.ascii(c);
        } else {
            folding.other(c, chars.peek().copied().unwrap_or(' '));
        }
    }
    folding.end_word();
    folding.folded
}

struct Folding {
    folded: Folded,
    /// Characters up to the next blank that must be looked up in Unicode's tables, and those that follow them.
    run: String,
    /// Where the present word begins in the text.
    word: usize,
    /// True once the present word has a styled letter.
    styled: bool,
    /// The character before this one.
    before: char,
    /// Marks seen on the present letter.
    marks: u32,
}

impl Folding {
    fn ascii(&mut self, c: char) {
        self.before = c;
        self.marks = 0;
        let blank = c.is_ascii_whitespace();
        if c.is_ascii_control() && !blank {
            return;
        }
        if blank {
            self.end_word();
        }
        self.push(c);
        if blank {
            self.word = self.folded.text.len();
        }
    }

    /// Behind a character that has to be looked up, order matters until the word ends.
    fn push(&mut self, c: char) {
        if self.run.is_empty() { self.folded.text.push(c) } else { self.run.push(c) }
    }

    fn other(&mut self, c: char, next: char) {
        if is_common_letter(c) {
            self.before = c;
            self.marks = 0;
            self.push(c);
            return;
        }
        if is_invisible(c) {
            let inside_word = self.before.is_ascii_alphanumeric() && next.is_ascii_alphanumeric();
            self.folded.overrides += u32::from(is_override(c));
            self.folded.hidden += u32::from(inside_word && !is_override(c));
            return;
        }
        if is_mark(c) {
            self.mark(c);
            return;
        }
        self.marks = 0;
        let circle_in_word = is_circle(c) && self.before.is_alphanumeric() && next.is_alphanumeric();
        self.before = c;
        if c.is_control() {
            return;
        }
        if c.is_whitespace() {
            self.end_word();
            self.folded.text.push(' ');
            self.word = self.folded.text.len();
            return;
        }
        let styled = is_styled(c);
        self.folded.styled += u32::from(styled);
        self.styled |= styled;
        let plain = if circle_in_word { 'O' } else { plain_letter(c).unwrap_or(c) };
        if plain.is_ascii() || is_its_own_form(plain) {
            self.push(plain);
        } else {
            self.run.push(plain);
        }
    }

    fn mark(&mut self, c: char) {
        self.marks += 1;
        self.folded.decorated += u32::from(self.marks > ACCENTS_MAX || is_overlay(c));
    }

    /// Decomposes the run into the text and leaves its accents out.
    fn end_word(&mut self) {
        // The normaliser is asked only for what it must be, since it costs more than all the rest.
        if !self.run.is_empty() {
            let letters = DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(self.run.chars());
            let most = self.folded.text.len() + self.run.len().max(WORD_BYTES_FREE);
            for letter in letters.filter(|c| !is_mark(*c)) {
                if self.folded.text.len() >= most {
                    break;
                }
                self.folded.text.push(letter);
            }
            self.run.clear();
        }
        if std::mem::take(&mut self.styled) {
            self.folded.styled_spans.push(self.word..self.folded.text.len());
        }
    }
}

/// The letters behind the common forms, without a look at Unicode's tables.
fn plain_letter(c: char) -> Option<char> {
    let code = u32::from(c);
    let letter = |first: u32, offset: u32| char::from_u32(first + offset);
    match code {
        0xC0..=0x17F => unaccented(c),
        // Bold, italic, script, Fraktur and the like: thirteen alphabets of 52 letters, then digits.
        0x1_D400..=0x1_D6A3 => match (code - 0x1_D400) % 52 {
            capital @ 0..26 => letter(0x41, capital),
            small => letter(0x61, small - 26),
        },
        0x1_D7CE..=0x1_D7FF => letter(0x30, (code - 0x1_D7CE) % 10),
        0xFF01..=0xFF5E => letter(0x21, code - 0xFF01),
        0x24B6..=0x24CF => letter(0x41, code - 0x24B6),
        0x24D0..=0x24E9 => letter(0x61, code - 0x24D0),
        _ => boxed_letter(c),
    }
}

/// Letters that none of the questions about odd characters need be asked about; most letters of most texts.
fn is_common_letter(c: char) -> bool {
    matches!(u32::from(c),
        0x0400..=0x0482 | 0x048A..=0x052F | 0x05D0..=0x05EA | 0x0620..=0x064A | 0x3041..=0x3096 | 0x30A1..=0x30FA
        | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3)
}

/// Letters that decompose to themselves, or whose parts are of no interest: Cyrillic, Hebrew, Arabic and its signs for
/// whole phrases (up to 18 letters each), the scripts of India, Georgian, kana, Han, Hangul, emoji.
fn is_its_own_form(c: char) -> bool {
    matches!(u32::from(c),
        0x0400..=0x06FF | 0x0900..=0x0DFF | 0x10A0..=0x10FF | 0x2010..=0x2015 | 0x2018..=0x201F | 0x2600..=0x27BF
        | 0x3001..=0x3002 | 0x3041..=0x3096 | 0x30A1..=0x30FC | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3
        | 0xFDF0..=0xFDFD | 0x1_F300..=0x1_FAFF)
}

/// The letter without its accent, for the accented letters of Western and Central Europe.
fn unaccented(c: char) -> Option<char> {
    /// U+00C0 to U+017F; letters that are no other letter with an accent stand for themselves.
    const PLAIN: &str = "AAAAAAÆCEEEEIIIIÐNOOOOO×ØUUUUYÞßaaaaaaæceeeeiiiiðnooooo÷øuuuuyþyAaAaAaCcCcCcCcDdĐđEeEeEeEeEeGgGgGgGgHhĦħIiIiIiIiIıĲĳJjKkĸLlLlLlĿŀŁłNnNnNnŉŊŋOoOoOoŒœRrRrRrSsSsSsSsTtTtŦŧUuUuUuUuUuUuWwYyYZzZzZzs";
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| PLAIN.chars().collect());
    TABLE.get((u32::from(c) as usize).checked_sub(0xC0)?).copied()
}

/// Reads `&amp;`, `&lt;`, `&gt;`, `&quot;`, `&apos;`, `&nbsp;` and numbers; anything else stays as typed.
fn decode_entities(raw: &str) -> std::borrow::Cow<'_, str> {
    /// Longest entity that is looked for, `&#x10FFFF;` without its ampersand.
    const NAME_BYTES_MAX: usize = 9;
    if !raw.contains('&') {
        return raw.into();
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.bytes().take(NAME_BYTES_MAX).position(|b| b == b';');
        if let Some((c, end)) = end.and_then(|end| Some((entity(&tail[..end])?, end))) {
            out.push(c);
            rest = &tail[end + 1..];
        } else {
            out.push('&');
            rest = tail;
        }
    }
    out.push_str(rest);
    out.into()
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Zero width, direction marks, tags, soft hyphen, variation selectors and the byte order mark.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0x00AD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F
        | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF9..=0xFFFB
        | 0xE_0000..=0xE_0FFF)
}

/// Embeddings and overrides of the writing direction, which no comment needs: browsers isolate each comment.
pub(crate) fn is_override(c: char) -> bool {
    matches!(u32::from(c), 0x202A..=0x202E)
}

/// Combining marks of the general blocks; vowel signs of Thai, Hindi and others are letters here.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// Marks that strike through, underline twice or enclose: never part of a word.
fn is_overlay(c: char) -> bool {
    matches!(u32::from(c),
        0x0330..=0x0344 | 0x0346..=0x034E | 0x0350..=0x0357 | 0x0359..=0x036F | 0x1AB0..=0x1AFF | 0x20D0..=0x20FF)
}

fn is_styled(c: char) -> bool {
    matches!(u32::from(c),
        0x1D00..=0x1D22 | 0x2100..=0x214F | 0x2160..=0x2188 | 0x2460..=0x24FF | 0xFF10..=0xFF5A
        | 0x1_D400..=0x1_D7FF | 0x1_F100..=0x1_F189)
        && !matches!(c, '℃' | '℉' | 'ℓ' | '№' | '℗' | '℠' | '™' | 'Ω' | 'K' | 'Å' | '℮')
}

/// Round signs that stand for the letter O inside a word.
fn is_circle(c: char) -> bool {
    matches!(c, '○' | '◯' | '●' | '◉' | '◎' | '⚪' | '⚫' | '⭕' | '〇')
}

/// Which family of letters a character belongs to, as far as telling them apart matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Script {
    /// No letter: digits, signs, white space.
    None,
    Latin,
    Greek,
    Cyrillic,
    /// Han, kana, Hangul, Thai, Lao, Khmer, Burmese: written without blanks, or in syllables.
    Unspaced,
    Other,
}

pub(crate) fn script(c: char) -> Script {
    match u32::from(c) {
        0x41..=0x5A | 0x61..=0x7A | 0xC0..=0x24F | 0x250..=0x2AF | 0x1D00..=0x1DBF | 0x1E00..=0x1EFF => {
            Script::Latin
        }
        0x00..=0xBF => Script::None,
        0x370..=0x3FF | 0x1F00..=0x1FFF => Script::Greek,
        0x400..=0x52F => Script::Cyrillic,
        0x0E00..=0x0EFF
        | 0x1000..=0x109F
        | 0x1100..=0x11FF
        | 0x1780..=0x17FF
        | 0x3041..=0x30FF
        | 0x3130..=0x318F
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF
        | 0x2_0000..=0x3_FFFF => Script::Unspaced,
        // Armenian, Hebrew, Arabic and Devanagari are named so that their readers wait no longer than others.
        0x0531..=0x0556
        | 0x0561..=0x0587
        | 0x05D0..=0x05EA
        | 0x0620..=0x064A
        | 0x0671..=0x06D3
        | 0x0904..=0x0939 => Script::Other,
        _ if c.is_alphabetic() => Script::Other,
        _ => Script::None,
    }
}

/// A word in small letters; where it mixes Latin with letters that look Latin, those become Latin. The flag says so.
pub(crate) fn push_small_word(out: &mut String, word: &str) -> bool {
    let mixed = mixes_scripts(word);
    for c in word.chars() {
        let c = if mixed { latin_twin(c).unwrap_or(c) } else { c };
        if c.is_ascii() { out.push(c.to_ascii_lowercase()) } else { out.extend(c.to_lowercase()) }
    }
    mixed
}

/// True for a word with Latin letters and with letters of another alphabet that look like Latin ones.
///
/// Figures are no Latin letters: `10км` is an honest distance.
pub(crate) fn mixes_scripts(word: &str) -> bool {
    if word.is_ascii() {
        return false;
    }
    let (mut latin, mut twins, mut strangers) = (0, 0, 0);
    for c in word.chars() {
        match script(c) {
            Script::None | Script::Unspaced => {}
            Script::Latin => latin += 1,
            _ if latin_twin(c).is_some() => twins += 1,
            _ => strangers += 1,
        }
    }
    latin > 0 && twins > 0 && strangers <= twins
}

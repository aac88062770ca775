//! The words of a folded text, and what their shapes give away.

use std::ops::Range;

use crate::{
    fold::{Folded, Script, fold, push_small_word, script},
    links::{Links, links},
};

/// A comment's text as the filter reads it.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// Every word in small letters, one blank before each and one at the end; none between letters that are
    /// written without.
    pub(crate) line: String,
    /// Where the words stand in `line`, in order.
    pub(crate) words: Vec<Word>,
    pub(crate) capitals: u32,
    /// Words written letter by letter: `c h e a p`, `c.h.e.a.p`.
    pub(crate) spaced: u32,
    /// Words that mix alphabets to look like a Latin word.
    pub(crate) mixed: u32,
    /// Words of letters and figures, and words with capitals inside: `shop77`, `PawPaw`.
    pub(crate) coded: u32,
    /// Letters of each alphabet, indexed by [`Script`]; characters that are no letters under [`Script::None`].
    pub(crate) scripts: [u32; 6],
    /// The folded text that was read; capitals and blanks as typed.
    pub(crate) folded: Folded,
    /// Its web addresses.
    pub(crate) links: Links,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) kind: Kind,
    /// How the word is built, when that is unusual: [`Shape`].
    pub(crate) shape: Shape,
    /// No ordinary word: coded, spelled out, or in letters that are styled or only look Latin. Parts of a link are not looked at.
    pub(crate) odd: bool,
}

/// What kinds of characters follow each other in a word: `A` capitals, `a` small letters, `0` for each figure up to four.
/// `SHOP77` is `A00`, `PawPaw4D` is `AaAa0A`, cut after eight. All zero for a plain word: small letters, perhaps behind
/// one capital, or one or two capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Shape(pub(crate) [u8; 8]);

impl Shape {
    fn of(word: &str) -> Self {
        let (mut shape, mut length, mut figures, mut capitals) = ([0; 8], 0, 0, 0);
        for c in word.chars() {
            let kind = if c.is_numeric() {
                b'0'
            } else if c.is_uppercase() {
                b'A'
            } else {
                b'a'
            };
            figures = if kind == b'0' { figures + 1 } else { 0 };
            capitals += u32::from(kind == b'A');
            let again = length > 0 && shape[length - 1] == kind && !(kind == b'0' && figures <= 4);
            if !again && length < shape.len() {
                shape[length] = kind;
                length += 1;
            }
        }
        let plain = matches!(&shape[..length], b"a" | b"Aa") || (shape[..length] == *b"A" && capitals < 3);
        if plain { Self::default() } else { Self(shape) }
    }

    pub(crate) fn is_plain(self) -> bool {
        self.0[0] == 0
    }

    /// Three capitals or more, and nothing else.
    pub(crate) fn is_all_capitals(self) -> bool {
        self.0 == *b"A\0\0\0\0\0\0\0"
    }

    /// Letters and figures in one word.
    fn is_coded(self) -> bool {
        self.0.contains(&b'0') && self.0.iter().any(u8::is_ascii_alphabetic)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters and figures.
    Letters,
    /// One letter of a script that is written without blanks.
    Unspaced,
    /// Punctuation, emoji, signs.
    Marks,
}

impl Reading {
    /// Reads `raw`; of a long text, the words at its beginning and its end.
    pub(crate) fn of(raw: &str) -> Self {
        Self::at(raw, &[])
    }

    /// The same for a text that stands on a site with these host names: links to them are no words.
    pub(crate) fn at(raw: &str, own_hosts: &[&str]) -> Self {
        let folded = fold(raw);
        let windows = windows(&folded.text);
        Self::through(folded, own_hosts, windows)
    }

    /// Reads every word of `raw`, however long it is.
    pub(crate) fn whole(raw: &str) -> Self {
        let folded = fold(raw);
        let all = 0..folded.text.len();
        Self::through(folded, &[], [all.clone(), all.end..all.end])
    }

    /// True if words were left out.
    pub(crate) fn is_partial(&self) -> bool {
        self.folded.text.len() > BEGINNING_BYTES + END_BYTES
    }

    fn through(folded: Folded, own_hosts: &[&str], windows: [Range<usize>; 2]) -> Self {
        let links = links(&folded.text, own_hosts);
        let mut reading = Self {
            line: String::with_capacity(folded.text.len().min(BEGINNING_BYTES + END_BYTES) * 5 / 4),
            ..Self::default()
        };
        let pieces = read(&folded, &links, windows, &mut reading);
        let mut at = 0;
        while at < pieces.len() {
            let run = spelled_out(&pieces[at..]);
            if run > 1 {
                let whole: String = pieces[at..at + run]
                    .iter()
                    .filter(|piece| piece.kind == Kind::Letters)
                    .map(|piece| piece.text)
                    .collect();
                reading.spaced += 1;
                reading.push(&Piece { text: &whole, kind: Kind::Letters, in_link: false, odd: true });
            } else {
                reading.push(&pieces[at]);
            }
            at += run;
        }
        reading.line.push(' ');
        reading.folded = folded;
        reading.links = links;
        reading
    }

    pub(crate) fn word(&self, word: Word) -> &str {
        &self.line[word.start as usize..word.end as usize]
    }

    pub(crate) fn letters(&self) -> u32 {
        self.scripts.iter().sum::<u32>() - self.scripts[Script::None as usize]
    }

    /// The script most of the letters belong to.
    pub(crate) fn main_script(&self) -> Script {
        const ALL: [Script; 5] =
            [Script::Latin, Script::Greek, Script::Cyrillic, Script::Unspaced, Script::Other];
        let most = ALL.into_iter().max_by_key(|script| self.scripts[*script as usize]);
        most.filter(|script| self.scripts[*script as usize] > 0).unwrap_or(Script::None)
    }

    fn push(&mut self, piece: &Piece<'_>) {
        let unspaced = |kind| kind == Kind::Unspaced;
        if !(unspaced(piece.kind) && self.words.last().is_some_and(|last| unspaced(last.kind))) {
            self.line.push(' ');
        }
        let start = self.line.len() as u32;
        let (mut shape, mut odd) = (Shape::default(), false);
        if piece.kind == Kind::Letters {
            let mixed = push_small_word(&mut self.line, piece.text);
            self.mixed += u32::from(mixed);
            odd = mixed || piece.odd;
            if !piece.in_link {
                shape = Shape::of(piece.text);
            }
            self.coded += u32::from(shape.is_coded());
            odd |= shape.is_coded();
        } else {
            self.line.push_str(piece.text);
        }
        self.words.push(Word { start, end: self.line.len() as u32, kind: piece.kind, shape, odd });
    }
}

struct Piece<'a> {
    text: &'a str,
    kind: Kind,
    in_link: bool,
    odd: bool,
}

/// A run of marks is one piece up to this many bytes, so that "!!!!!!!!" does not become a word of its own each time.
const MARKS_BYTES_MAX: usize = 8;
/// Longer words are cut: nobody writes them, and one word is one feature.
const WORD_BYTES_MAX: usize = 64;

/// Bytes at the beginning and the end of a text whose words are read. Links, figures and odd letters are looked for in
/// all of it, so that nothing can be hidden in the middle but words.
const BEGINNING_BYTES: usize = 2_000;
const END_BYTES: usize = 1_000;

/// Pieces of a window that are read in any case. Beyond them there is one for three bytes, as in a script without blanks:
/// dots and single letters would otherwise make three times the work of a text.
const PIECES_FREE: usize = 200;

fn windows(text: &str) -> [Range<usize>; 2] {
    if text.len() <= BEGINNING_BYTES + END_BYTES {
        return [0..text.len(), text.len()..text.len()];
    }
    let end = text.ceil_char_boundary(text.len() - END_BYTES);
    [0..text.floor_char_boundary(BEGINNING_BYTES), end..text.len()]
}

/// The pieces of a text within the windows; those of its links are marked.
fn read<'a>(
    folded: &'a Folded,
    links: &Links,
    windows: [Range<usize>; 2],
    reading: &mut Reading,
) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(windows.iter().map(ExactSizeIterator::len).sum::<usize>() / 4);
    for window in windows {
        let most = pieces.len() + PIECES_FREE.max(window.len() / 3);
        let mut from = window.start;
        for span in &links.spans {
            let (start, stop) = (span.start.clamp(from, window.end), span.end.clamp(from, window.end));
            cut(folded, from..start, &mut pieces, reading);
            let first = pieces.len();
            if !links.own.contains(span) {
                cut(folded, start..stop, &mut pieces, reading);
            }
            pieces[first..].iter_mut().for_each(|piece| piece.in_link = true);
            from = stop;
        }
        cut(folded, from..window.end, &mut pieces, reading);
        pieces.truncate(most);
    }
    pieces
}

fn cut<'a>(folded: &'a Folded, range: Range<usize>, pieces: &mut Vec<Piece<'a>>, reading: &mut Reading) {
    let offset = range.start;
    let text = &folded.text[range];
    let mut start = 0;
    let mut current: Option<Kind> = None;
    let mut end_piece = |current: Option<Kind>, start: usize, end: usize| {
        if let Some(kind) = current {
            let odd = folded.is_styled(offset + start..offset + end);
            pieces.push(Piece { text: &text[start..end], kind, in_link: false, odd });
        }
    };
    for (at, c) in text.char_indices() {
        let script = script(c);
        let kind = kind_of(c, script, current);
        reading.scripts[script as usize] += 1;
        let cased = matches!(script, Script::Latin | Script::Greek | Script::Cyrillic);
        reading.capitals += u32::from(cased && c.is_uppercase());
        let most = if current == Some(Kind::Marks) { MARKS_BYTES_MAX } else { WORD_BYTES_MAX };
        let continues = kind == current && kind != Some(Kind::Unspaced) && at - start < most;
        if continues {
            continue;
        }
        end_piece(current, start, at);
        start = at;
        current = kind;
    }
    end_piece(current, start, text.len());
}

fn kind_of(c: char, script: Script, current: Option<Kind>) -> Option<Kind> {
    let in_word = current == Some(Kind::Letters);
    match script {
        Script::Unspaced => Some(Kind::Unspaced),
        Script::None if c.is_ascii_digit() => Some(Kind::Letters),
        Script::None if c.is_whitespace() => None,
        Script::None if in_word && (matches!(c, '\'' | '’') || is_vowel_sign(c)) => Some(Kind::Letters),
        Script::None if c.is_ascii() || !c.is_numeric() => Some(Kind::Marks),
        _ => Some(Kind::Letters),
    }
}

/// Vowel signs of Indic scripts, which Unicode does not call alphabetic but which stand inside words.
fn is_vowel_sign(c: char) -> bool {
    matches!(u32::from(c), 0x0610..=0x061A | 0x064B..=0x065F | 0x0900..=0x0D7F)
}

/// How many pieces from the first belong to one word that is spelled out, `a b c` or `a.b.c`; 1 if it is not.
fn spelled_out(pieces: &[Piece<'_>]) -> usize {
    /// "I a m" is careless typing; four letters in a row are not.
    const LETTERS_MIN: usize = 4;
    let is_single = |piece: &Piece<'_>| piece.kind == Kind::Letters && piece.text.chars().nth(1).is_none();
    let is_separator = |piece: &Piece<'_>| {
        piece.kind == Kind::Marks && matches!(piece.text, "." | "-" | "_" | "*" | "|" | "/" | "·" | "•" | ",")
    };
    let (mut letters, mut end, mut at) = (0, 0, 0);
    while let Some(piece) = pieces.get(at) {
        if is_single(piece) {
            letters += 1;
            end = at + 1;
        } else if letters == 0 || !is_separator(piece) || at > end {
            break;
        }
        at += 1;
    }
    if letters >= LETTERS_MIN { end } else { 1 }
}

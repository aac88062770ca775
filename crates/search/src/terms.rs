//! Analysis: the terms under which a text is found.
//!
//! One analysis serves stories, queries and the marking of hits, so that what the index holds, what is asked for
//! and what is highlighted can never disagree.
//!
//! A word is folded and cut to its stem by the rules of the text's language; clitics ("l'eau", "Kayani's") fall
//! off. Small words stay, for phrases. A run of a script without blanks becomes its overlapping pairs of letters,
//! which needs no dictionary and cuts a query exactly as it cuts the story.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_segmentation::UnicodeSegmentation;

use crate::fold::fold_into;
use crate::language::Language;
use crate::script::Script;
use crate::words::{Word, Words, words};

/// Stems that an analysis remembers; a paper's everyday words are far fewer.
const REMEMBERED_MAX: usize = 30_000;

/// How words become terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Cut {
    /// To their stems.
    Stem,
    /// Not at all, as names are.
    Whole,
}

/// Makes terms, and remembers those it made.
#[derive(Clone)]
pub(crate) struct Analysis {
    cut: Cut,
    known: HashMap<Language, HashMap<Box<str>, Box<str>>>,
    remembered: usize,
}

impl Analysis {
    /// An analysis that remembers nothing yet.
    pub(crate) fn new(cut: Cut) -> Self {
        Self { cut, known: HashMap::new(), remembered: 0 }
    }

    /// The terms of `text`, which is in `language`.
    pub(crate) fn terms<'a>(&'a mut self, language: Language, text: &'a str) -> Terms<'a> {
        Terms { analysis: self, language, words: words(text), run: Vec::new(), token: Token::default() }
    }

    /// The term of one word; empty when nothing of it is left, or when it is a run of a script without blanks.
    pub(crate) fn term(&mut self, language: Language, word: Word<'_>) -> String {
        let mut term = String::new();
        if word.script != Some(Script::Unspaced) {
            self.term_of(language, word, &mut term);
        }
        term
    }

    /// The terms of `text` as strings, with the bytes they stand at.
    pub(crate) fn list(&mut self, language: Language, text: &str) -> Vec<(String, Range<usize>)> {
        let mut list = Vec::new();
        let mut terms = self.terms(language, text);
        while terms.advance() {
            let token = terms.token();
            list.push((token.text.clone(), token.offset_from..token.offset_to));
        }
        list
    }

    /// Writes the term of a word into `out`; it is empty when nothing of the word is left.
    fn term_of(&mut self, language: Language, word: Word<'_>, out: &mut String) {
        if self.cut == Cut::Whole {
            fold_into(without_clitics(word.text, language), out);
            return;
        }
        let known = self.known.entry(language).or_default();
        if let Some(term) = known.get(word.text) {
            out.push_str(term);
            return;
        }
        fold_into(without_clitics(word.text, language), out);
        if let Some(stemmer) = word.script.and_then(|script| language.stemmer(script)) {
            let stem = stemmer.stem(out).into_owned();
            // A stemmer that eats the whole word has taken it for a suffix.
            if !stem.is_empty() {
                *out = stem;
            }
        }
        if self.remembered < REMEMBERED_MAX {
            self.remembered += 1;
            known.insert(word.text.into(), out.as_str().into());
        }
    }
}

/// Prefixes of French, Italian and Catalan that an apostrophe ties to the word.
const ELIDED: [&str; 22] = [
    "l", "d", "j", "m", "t", "s", "c", "n", "qu", "lorsqu", "puisqu", "jusqu", "dell", "all", "nell", "sull",
    "dall", "un", "quell", "quest", "sant", "gl",
];
/// What English ties to a word.
const TIED: [&str; 6] = ["s", "re", "ve", "ll", "d", "m"];

/// The word without what an apostrophe ties to it.
pub(crate) fn without_clitics(word: &str, language: Language) -> &str {
    let apostrophe = |c: char| matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{FF07}');
    let Some((first, last)) = word.find(apostrophe).zip(word.rfind(apostrophe)) else { return word };
    let after = |at: usize| word[at..].char_indices().nth(1).map_or("", |(width, _)| &word[at + width..]);
    if language.has_suffixes_after_apostrophe() && first > 0 {
        return &word[..first];
    }
    let is_one_of = |list: &[&str], part: &str| list.iter().any(|known| part.eq_ignore_ascii_case(known));
    if last > 0 && is_one_of(&TIED, after(last)) {
        return without_clitics(&word[..last], language);
    }
    if is_one_of(&ELIDED, &word[..first]) && after(first).chars().nth(1).is_some() {
        return after(first);
    }
    word
}

/// The terms of a text, one after the other; see [`Analysis::terms`].
pub(crate) struct Terms<'a> {
    analysis: &'a mut Analysis,
    language: Language,
    words: Words<'a>,
    /// The pairs of a run that are still to come, last first.
    run: Vec<(usize, &'a str)>,
    token: Token,
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        loop {
            self.token.text.clear();
            if let Some((start, pair)) = self.run.pop() {
                fold_into(pair, &mut self.token.text);
                self.stands_at(start, pair);
            } else {
                let Some(word) = self.words.next() else { return false };
                if word.script == Some(Script::Unspaced) {
                    self.run = pairs(word);
                    continue;
                }
                self.analysis.term_of(self.language, word, &mut self.token.text);
                self.stands_at(word.start, word.text);
            }
            if !self.token.text.is_empty() {
                self.token.position = self.token.position.wrapping_add(1);
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl Terms<'_> {
    fn stands_at(&mut self, start: usize, text: &str) {
        self.token.offset_from = start;
        self.token.offset_to = start + text.len();
    }
}

/// The overlapping pairs of letters of a run, last first; a run of one letter is itself.
pub(crate) fn pairs(run: Word<'_>) -> Vec<(usize, &str)> {
    let starts: Vec<usize> = run.text.grapheme_indices(true).map(|(at, _)| at).collect();
    if starts.len() < 2 {
        return vec![(run.start, run.text)];
    }
    let end_of = |n: usize| starts.get(n).copied().unwrap_or(run.text.len());
    let pair = |n: usize| (run.start + starts[n], &run.text[starts[n]..end_of(n + 2)]);
    (0..starts.len() - 1).rev().map(pair).collect()
}

/// Takes each piece of a text that is cut already for a term.
#[derive(Clone)]
pub(crate) struct CutTokenizer {
    /// What ends a piece.
    end: char,
    token: Token,
}

impl CutTokenizer {
    pub(crate) fn new(end: char) -> Self {
        Self { end, token: Token::default() }
    }
}

impl Tokenizer for CutTokenizer {
    type TokenStream<'a> = CutStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> CutStream<'a> {
        self.token.reset();
        CutStream { pieces: text.split(self.end), token: &mut self.token }
    }
}

/// See [`CutTokenizer`].
pub(crate) struct CutStream<'a> {
    pieces: std::str::Split<'a, char>,
    token: &'a mut Token,
}

impl TokenStream for CutStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(piece) = self.pieces.find(|piece| !piece.is_empty()) else { return false };
        self.token.text.clear();
        self.token.text.push_str(piece);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::{Analysis, Cut};
    use crate::language::Language;

    #[test]
    fn words_become_terms_by_the_rules_of_their_language() {
        let check = |code: &str, text: &str, expected: &[&str]| {
            let terms = Analysis::new(Cut::Stem).list(Language::of_tag(code), text);
            let terms: Vec<&str> = terms.iter().map(|(term, _)| term.as_str()).collect();
            assert_eq!(terms, expected, "{text}");
        };
        check("en", "The bridges reopened", &["the", "bridg", "reopen"]);
        check("en", "General Kayani's visit", &["general", "kayani", "visit"]);
        check("en", "O'Brien doesn't", &["obrien", "doesnt"]);
        check("fr", "l’économie d'abord", &["econom", "abord"]);
        check("fr", "l'economie", &["econom"]);
        check("de", "Häuser", &["haus"]);
        check("tr", "Ankara'dan", &["ankar"]);
        check("ru", "мосты открыты", &["мост", "открыт"]);
        check("en", "мосты", &["мост"]);
        check("zh", "北京的天气", &["北京", "京的", "的天", "天气"]);
        check("ja", "橋 東京", &["橋", "東京"]);
        check("th", "น้ำดี", &["น\u{e49}\u{e33}ด\u{e35}"]);
        check("ko", "서울에서", &["서울", "울에", "에서"]);
        check("ar", "الكتاب", &["كتاب"]);
        check("xx", "Running Shoes 2024", &["running", "shoes", "2024"]);
    }

    #[test]
    fn terms_say_where_they_stand() {
        let text = "Um «café» é 東京都";
        let terms = Analysis::new(Cut::Whole).list(Language::of_tag("pt"), text);
        let shown: Vec<(&str, &str)> =
            terms.iter().map(|(term, range)| (term.as_str(), &text[range.clone()])).collect();
        assert_eq!(shown, [("um", "Um"), ("cafe", "café"), ("e", "é"), ("東京", "東京"), ("京都", "京都")]);
    }

    #[test]
    fn a_word_met_twice_has_one_term() {
        let mut analysis = Analysis::new(Cut::Stem);
        let english = Language::of_tag("en");
        assert_eq!(analysis.list(english, "running Running running").len(), 3);
        assert_eq!(analysis.list(english, "running")[0].0, "run");
        assert_eq!(analysis.list(Language::UNKNOWN, "running")[0].0, "running");
    }
}

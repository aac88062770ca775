//! Cutting the texts of a card: once for everything that is read from them.
//!
//! A story of six hundred words is read for the stems that the index files, for its names and for its telling words.
//! Newspapers use the same words again and again, so a clerk remembers what becomes of each, and looks a word up once.

use std::collections::HashMap;

use crate::fold::folded;
use crate::language::Language;
use crate::names::{fits, index_terms, may_be_name};
use crate::script::Script;
use crate::terms::{Analysis, Cut, pairs, without_clitics};
use crate::words::{Word, words};

/// Parts the terms of a cut text, and ends each. No word has it.
pub(crate) const PART: char = '\u{1f}';
/// Words that are remembered before everything is forgotten; a paper's everyday words are fewer. All that is remembered
/// takes some fifteen megabytes at most.
const WORDS_MAX: usize = 100_000;
/// The same of stems.
const STEMS_MAX: usize = 80_000;
/// The same of names.
const NAMES_MAX: usize = 40_000;

/// What becomes of a word.
#[derive(Clone, Copy)]
struct Known {
    /// Its place among the stems; `None` when nothing of the word is left.
    stem: Option<u32>,
    /// Its place among the names; `None` when it is none.
    name: Option<u32>,
    /// Whether every text is full of it.
    small: bool,
}

/// A stem, and how often the card that is being cut has it.
struct Stem {
    text: Box<str>,
    card: u32,
    times: u32,
}

/// The bones of a name as they are filed, and the card that had them last.
struct Bones {
    lines: Box<str>,
    card: u32,
}

/// Cuts texts and remembers their words.
pub(crate) struct Cutter {
    /// The words of each language that was met: a paper has few.
    words: Vec<(Language, HashMap<Box<str>, Known>)>,
    remembered: usize,
    stems: Vec<Stem>,
    stem_places: HashMap<Box<str>, u32>,
    names: Vec<Bones>,
    name_places: HashMap<Box<str>, u32>,
    analysis: Analysis,
    /// The number of the card that is being cut.
    card: u32,
    /// The stems of this card that count among its telling words.
    telling: Vec<u32>,
}

/// What is read from a text beside its stems.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// Whether its names are filed.
    pub(crate) names: bool,
    /// What each word counts among the telling words, and of how many of its bytes.
    pub(crate) telling: (u32, usize),
}

impl Wanted {
    /// Nothing else.
    pub(crate) const STEMS: Self = Self { names: false, telling: (0, 0) };
    /// Names too.
    pub(crate) const NAMES: Self = Self { names: true, telling: (0, 0) };
}

impl Cutter {
    pub(crate) fn new() -> Self {
        Self {
            words: Vec::new(),
            remembered: 0,
            stems: Vec::new(),
            stem_places: HashMap::new(),
            names: Vec::new(),
            name_places: HashMap::new(),
            analysis: Analysis::new(Cut::Stem),
            card: 0,
            telling: Vec::new(),
        }
    }

    /// Begins another card.
    pub(crate) fn begin(&mut self) {
        let lists =
            [(self.remembered, WORDS_MAX), (self.stems.len(), STEMS_MAX), (self.names.len(), NAMES_MAX)];
        if lists.into_iter().any(|(known, most)| known > most) {
            *self = Self::new();
        }
        self.card += 1;
        self.telling.clear();
    }

    /// The stems of a text, each ended by [`PART`]; bones of names that this card had not yet are added to `bones`.
    pub(crate) fn cut(
        &mut self,
        language: Language,
        text: &str,
        wanted: Wanted,
        bones: &mut String,
    ) -> String {
        let of_language = self.place_of(language);
        let mut stems = String::with_capacity(text.len() + text.len() / 8);
        let mut hyphenated = Hyphenated::default();
        for word in words(text) {
            let times = if word.start < wanted.telling.1 { wanted.telling.0 } else { 0 };
            if word.script == Some(Script::Unspaced) {
                self.cut_run(language, word, times, &mut stems);
            }
            let known = self.known(of_language, word);
            if let Some(stem) = known.stem.filter(|_| word.script != Some(Script::Unspaced)) {
                stems.push_str(&self.stems[stem as usize].text);
                stems.push(PART);
                self.count(stem, if known.small { 0 } else { times });
            }
            if wanted.names {
                if let Some(name) = known.name {
                    self.add_bones(name, bones);
                }
                if let Some(whole) = hyphenated.take(text, word, language) {
                    let name = self.name(&whole);
                    self.add_bones(name, bones);
                }
            }
        }
        stems
    }

    /// The stems that count most on this card, with how much they count; the order is always the same.
    pub(crate) fn telling(&mut self, most: usize) -> Vec<(String, u32)> {
        // What is said more than once, and of the rest the long words, which are the rarer ones in every language.
        let stems = &self.stems;
        let order = |a: &u32, b: &u32| {
            let (a, b) = (&stems[*a as usize], &stems[*b as usize]);
            b.times.cmp(&a.times).then(b.text.len().cmp(&a.text.len())).then_with(|| a.text.cmp(&b.text))
        };
        if self.telling.len() > most {
            self.telling.select_nth_unstable_by(most, order);
            self.telling.truncate(most);
        }
        self.telling.sort_unstable_by(order);
        let first = self.telling.iter().map(|stem| &stems[*stem as usize]);
        first.map(|stem| (stem.text.to_string(), stem.times)).collect()
    }

    fn cut_run(&mut self, language: Language, run: Word<'_>, times: u32, stems: &mut String) {
        for (_, pair) in pairs(run).into_iter().rev() {
            let term = folded(pair);
            if term.is_empty() {
                continue;
            }
            stems.push_str(&term);
            stems.push(PART);
            if times > 0 && !language.is_stop_word(&pair.to_lowercase()) {
                let stem = self.stem(&term);
                self.count(stem, times);
            }
        }
    }

    fn count(&mut self, stem: u32, times: u32) {
        let place = &mut self.stems[stem as usize];
        let tells = || place.text.chars().nth(1).is_some() && !place.text.bytes().all(|b| b.is_ascii_digit());
        if times == 0 || (place.card != self.card && !tells()) {
            return;
        }
        if place.card != self.card {
            (place.card, place.times) = (self.card, 0);
            self.telling.push(stem);
        }
        place.times += times;
    }

    fn add_bones(&mut self, name: u32, bones: &mut String) {
        let name = &mut self.names[name as usize];
        if name.card != self.card {
            name.card = self.card;
            bones.push_str(&name.lines);
        }
    }

    /// Where the words of a language stand.
    fn place_of(&mut self, language: Language) -> usize {
        let known = self.words.iter().position(|(known, _)| *known == language);
        known.unwrap_or_else(|| {
            self.words.push((language, HashMap::new()));
            self.words.len() - 1
        })
    }

    fn known(&mut self, of_language: usize, word: Word<'_>) -> Known {
        let (language, known) = &self.words[of_language];
        if let Some(known) = known.get(word.text) {
            return *known;
        }
        let language = *language;
        let (plain, term) =
            (folded(without_clitics(word.text, language)), self.analysis.term(language, word));
        let small = language.is_stop_word(&plain);
        let is_name = may_be_name(word) && fits(&plain) && !small;
        let known = Known {
            stem: (!term.is_empty()).then(|| self.stem(&term)),
            name: is_name.then(|| self.name(&plain)),
            small,
        };
        // A run without blanks is as long as its sentence and comes once.
        if word.script != Some(Script::Unspaced) {
            self.remembered += 1;
            self.words[of_language].1.insert(word.text.into(), known);
        }
        known
    }

    fn stem(&mut self, text: &str) -> u32 {
        if let Some(place) = self.stem_places.get(text) {
            return *place;
        }
        let place = self.stems.len() as u32;
        self.stems.push(Stem { text: text.into(), card: 0, times: 0 });
        self.stem_places.insert(text.into(), place);
        place
    }

    fn name(&mut self, folded: &str) -> u32 {
        if let Some(place) = self.name_places.get(folded) {
            return *place;
        }
        let place = self.names.len() as u32;
        let lines: String = index_terms(folded).into_iter().map(|term| term + "\n").collect();
        self.names.push(Bones { lines: lines.into(), card: 0 });
        self.name_places.insert(folded.into(), place);
        place
    }
}

/// Joins what hyphens join: "Tse-tung" is also found as one name.
#[derive(Default)]
struct Hyphenated {
    /// The last word, when a name may go on after it: where it stands.
    open: Option<(usize, usize)>,
    /// The parts of the name so far, folded; empty until a hyphen was met.
    joined: String,
}

impl Hyphenated {
    /// Takes the next word of `text`; answers the whole name when it ends one of several parts.
    fn take(&mut self, text: &str, word: Word<'_>, language: Language) -> Option<String> {
        let here = (word.start, word.start + word.text.len());
        let before = self.open.filter(|(_, end)| matches!(&text[*end..word.start], "-" | "‐" | "‑"));
        let Some((from, to)) = before else {
            self.joined.clear();
            self.open = may_be_name(word).then_some(here);
            return None;
        };
        self.open = Some(here);
        if self.joined.is_empty() {
            self.joined.push_str(&folded(without_clitics(&text[from..to], language)));
        }
        self.joined.push_str(&folded(without_clitics(word.text, language)));
        fits(&self.joined).then(|| self.joined.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::{Cutter, PART, Wanted};
    use crate::language::Language;
    use crate::terms::{Analysis, Cut};

    fn cut(code: &str, text: &str) -> (Vec<String>, Vec<String>) {
        let (mut cutter, mut bones) = (Cutter::new(), String::new());
        cutter.begin();
        let stems = cutter.cut(Language::of_tag(code), text, Wanted::NAMES, &mut bones);
        let stems = stems.split_terminator(PART).map(str::to_owned).collect();
        let names = bones.lines().filter_map(|line| Some(line.split_once(PART)?.1.to_owned()));
        let mut names: Vec<String> = names.collect();
        names.dedup();
        (stems, names)
    }

    #[test]
    fn a_story_is_cut_as_a_question_is() {
        for (code, text) in [
            ("en", "The bridges reopened, O'Brien doesn't mind — 3.5 «cafés»"),
            ("fr", "l’économie d'abord"),
            ("zh", "北京的天气 tower2 好"),
            ("ar", "الكتاب محمد"),
            ("th", "น้ำดี"),
            ("xx", "Running -- '' \u{301} Shoes"),
        ] {
            let asked = Analysis::new(Cut::Stem).list(Language::of_tag(code), text);
            let asked: Vec<String> = asked.into_iter().map(|(term, _)| term).collect();
            assert_eq!(cut(code, text).0, asked, "{text}");
        }
    }

    #[test]
    fn names_are_words_with_capitals_and_what_hyphens_join() {
        let check = |code: &str, text: &str, expected: &[&str]| {
            assert_eq!(cut(code, text).1, expected, "{text}");
        };
        check("en", "The army of General Ashfaq Kayani's town", &["general", "ashfaq", "kayani"]);
        check("en", "Mao Tse-tung and Al-Kayani in 1976", &["mao", "tse", "tsetung", "kayani", "alkayani"]);
        check("ar", "قال كياني", &["قال", "كياني"]);
        check("ja", "クリントン大統領", &[]);
        check("ja", "クリントン", &["クリントン"]);
        check("en", "no names here, well-known or not", &[]);
        check("en", "Kayani met Kayani", &["kayani"]);
    }

    #[test]
    fn what_is_remembered_does_not_outlive_its_card() {
        let (mut cutter, mut bones) = (Cutter::new(), String::new());
        let english = Language::of_tag("en");
        let wanted = Wanted { names: true, telling: (1, 100) };
        for _ in 0..2 {
            cutter.begin();
            bones.clear();
            cutter.cut(english, "Bridges, a bridge at Lisbon", wanted, &mut bones);
            assert!(bones.contains("lisbon"), "{bones}");
            assert_eq!(cutter.telling(1), [("bridg".to_owned(), 2)]);
        }
    }
}

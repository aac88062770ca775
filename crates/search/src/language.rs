//! Languages: which one a text is in, and what its words have in common.

use std::collections::HashSet;
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

use crate::fold::folded;
use crate::languages::{Facts, LANGUAGES};
use crate::script::Script;
use crate::words::words;

/// A language that the index knows something about: its place in [`LANGUAGES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Language(u8);

/// Letters of a text that the guess reads.
const SAMPLE_CHARS: usize = 400;
/// Words of a text among which the stop words of a language are counted.
const SAMPLE_WORDS: usize = 80;
/// The least letters that can be guessed from.
const GUESS_CHARS: usize = 40;

impl Language {
    /// A language that nothing is known about.
    pub(crate) const UNKNOWN: Self = Self(0);

    /// The language that a BCP 47 tag names, by its first part.
    pub(crate) fn of_tag(tag: &str) -> Self {
        let code = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let code = match code.as_str() {
            "nb" | "nn" => "no",
            "iw" => "he",
            "in" => "id",
            "cmn" | "yue" => "zh",
            "sh" | "bs" => "hr",
            known => known,
        };
        let place = LANGUAGES.iter().position(|facts| facts.code == code);
        place.map_or(Self::UNKNOWN, |place| Self(place as u8))
    }

    /// The language of a text: `own` says the story, `paper` the site. A site may hold stories in languages that
    /// nobody noted, so the site's is believed only when the text does not look like another one.
    pub(crate) fn of_text(own: Option<&str>, paper: &str, text: &str) -> Self {
        if let Some(tag) = own.filter(|tag| !tag.is_empty()) {
            return Self::of_tag(tag);
        }
        let paper = Self::of_tag(paper);
        if paper.sounds_in(text) {
            return paper;
        }
        let sample: String = text.chars().take(SAMPLE_CHARS).collect();
        let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
        let Some(guess) = whatlang::detect(&sample).filter(|_| letters >= GUESS_CHARS) else { return paper };
        let known = LANGUAGES.iter().position(|facts| facts.guess == Some(guess.lang()));
        let guessed = known.map(|place| Self(place as u8));
        // Between neighbours such as Russian and Bulgarian the guess is never sure by its letters alone.
        guessed.filter(|language| guess.is_reliable() || language.sounds_in(text)).unwrap_or(paper)
    }

    /// The code that stands for it in the index.
    pub(crate) fn code(self) -> &'static str {
        self.facts().code
    }

    /// Whether the text has the small words of this language: one in six is enough.
    fn sounds_in(self, text: &str) -> bool {
        let (mut seen, mut small) = (0, 0);
        for word in words(text).take(SAMPLE_WORDS) {
            seen += 1;
            small += usize::from(self.is_stop_word(&folded(word.text)));
        }
        seen >= 12 && small * 6 >= seen
    }

    /// Whether a folded word is one of those that every text of the language is full of.
    pub(crate) fn is_stop_word(self, word: &str) -> bool {
        SMALL_WORDS[usize::from(self.0)].contains(word)
    }

    /// Whether figures and suffixes after an apostrophe belong to the grammar and not to the word, as in Turkish.
    pub(crate) fn has_suffixes_after_apostrophe(self) -> bool {
        matches!(self.code(), "tr" | "fi")
    }

    /// The stemmer for words of `script` in a text of this language: the language's own, or for words of
    /// another script that of the language which most often uses it.
    pub(crate) fn stemmer(self, script: Script) -> Option<Stemmer> {
        let own = self.facts();
        let algorithm = if own.script == script {
            own.stemmer
        } else {
            match script {
                Script::Latin => Some(Algorithm::English),
                Script::Cyrillic => Some(Algorithm::Russian),
                Script::Arabic => Some(Algorithm::Arabic),
                Script::Greek => Some(Algorithm::Greek),
                Script::Devanagari => Some(Algorithm::Hindi),
                Script::Tamil => Some(Algorithm::Tamil),
                Script::Armenian => Some(Algorithm::Armenian),
                Script::Hebrew | Script::Unspaced | Script::Other => None,
            }
        };
        algorithm.map(Stemmer::new)
    }

    fn facts(self) -> &'static Facts {
        &LANGUAGES[usize::from(self.0)]
    }
}

/// The small words of each language, folded.
static SMALL_WORDS: LazyLock<Vec<HashSet<String>>> =
    LazyLock::new(|| LANGUAGES.iter().map(|facts| facts.small.split(' ').map(folded).collect()).collect());

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_tag_names_its_language_by_its_first_part() {
        let check = |tag: &str, code: &str| assert_eq!(Language::of_tag(tag).code(), code, "{tag}");
        check("en", "en");
        check("pt-BR", "pt");
        check("PT_br", "pt");
        check("nb", "no");
        check("iw-IL", "he");
        check("tlh", "und");
        check("", "und");
    }

    #[test]
    fn the_story_names_its_language_else_its_words_do_else_the_site() {
        let check = |own: Option<&str>, paper: &str, text: &str, code: &str| {
            assert_eq!(Language::of_text(own, paper, text).code(), code, "{text}");
        };
        let english =
            "The harbour commission said on Tuesday that the bridge will be open to all before the winter.";
        let portuguese = "A comissão do porto disse na terça-feira que a ponte abre antes do inverno para todos os carros.";
        let russian =
            "Комиссия порта сообщила во вторник, что мост откроется до зимы и для всех машин города.";
        check(None, "en", english, "en");
        check(Some("de"), "en", english, "de");
        check(None, "pt", portuguese, "pt");
        check(None, "en", portuguese, "pt");
        check(None, "en", russian, "ru");
        check(
            None,
            "en",
            "北京的天气今天很好，我们在公园里散步，孩子们在湖边玩耍，老人们在树下下棋聊天，大家都很高兴。",
            "zh",
        );
        check(None, "it", "Bridge", "it");
        check(None, "en", "", "en");
    }
}

//! The sentences of letters: `locales/<language>.json`, flat, the key being the English sentence.

use std::collections::HashMap;
use std::sync::LazyLock;

use dateline_markup::{Direction, first_strong_direction, language_direction};

macro_rules! locales {
    ($($language:literal),+) => {
        [$(($language, include_str!(concat!("../locales/", $language, ".json")))),+]
    };
}

/// Every language but English, whose sentences are the keys.
const LOCALES: [(&str, &str); 11] =
    locales!("ar", "de", "es", "fa", "fr", "he", "it", "ja", "pt", "sv", "ur");

/// A test reads every file, so none is lost here.
static SENTENCES: LazyLock<HashMap<&'static str, HashMap<String, String>>> = LazyLock::new(|| {
    let read = |(language, json): (&'static str, &str)| Some((language, serde_json::from_str(json).ok()?));
    LOCALES.into_iter().filter_map(read).collect()
});

/// The languages that letters are written in.
pub(crate) fn languages() -> Vec<&'static str> {
    let mut all: Vec<&str> = LOCALES.iter().map(|(language, _)| *language).collect();
    all.push("en");
    all.sort_unstable();
    all
}

/// The words of one language.
pub(crate) struct Words {
    language: &'static str,
    direction: Direction,
}

impl Words {
    /// Those of a language tag, by its first part; English for a language without.
    pub(crate) fn of(tag: &str) -> Self {
        let first = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let known = LOCALES.iter().map(|(language, _)| *language).find(|language| *language == first);
        let language = known.unwrap_or("en");
        Self { language, direction: language_direction(language) }
    }

    pub(crate) fn language(&self) -> &'static str {
        self.language
    }

    /// A sentence with `{name}` filled in. What is filled in is never looked at for further braces.
    pub(crate) fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let own = SENTENCES.get(self.language).and_then(|sentences| sentences.get(key));
        let mut rest = own.map_or(key, String::as_str);
        let mut said = String::with_capacity(rest.len() + 32);
        while let Some((before, after)) = rest.split_once('{') {
            said.push_str(before);
            let Some((name, after)) = after.split_once('}') else { break };
            if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
                self.push_isolated(&mut said, value);
            }
            rest = after;
        }
        said.push_str(rest);
        said
    }

    /// Foreign words that run the other way keep to themselves (U+2068, U+2069), so that they do not turn the sentence.
    fn push_isolated(&self, said: &mut String, value: &str) {
        let direction = first_strong_direction(value);
        if direction == Direction::Neutral || direction == self.direction {
            said.push_str(value);
        } else {
            said.push('\u{2068}');
            said.push_str(value);
            said.push('\u{2069}');
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_language_says_every_sentence() {
        let german: HashMap<String, String> = serde_json::from_str(LOCALES[1].1).unwrap();
        for (language, json) in LOCALES {
            let own: HashMap<String, String> =
                serde_json::from_str(json).unwrap_or_else(|error| panic!("{language}: {error}"));
            for (key, sentence) in &own {
                let names = |text: &str| {
                    let mut names: Vec<String> = text
                        .split('{')
                        .skip(1)
                        .map(|rest| rest.split('}').next().unwrap().to_owned())
                        .collect();
                    names.sort();
                    names
                };
                assert_eq!(names(key), names(sentence), "{language}: {key}");
                assert!(german.contains_key(key), "{language} alone has: {key}");
            }
            assert_eq!(own.len(), german.len(), "{language} lacks sentences");
        }
    }

    #[test]
    fn braces_in_a_name_stay_what_they_are() {
        let words = Words::of("eo");
        let said = words.say("A test letter from {paper}", &[("paper", "{name} & {paper}")]);
        assert_eq!(said, "A test letter from {name} & {paper}");
    }

    #[test]
    fn a_name_that_runs_the_other_way_keeps_to_itself() {
        let said = Words::of("en").say("A test letter from {paper}", &[("paper", "הפעמון")]);
        assert_eq!(said, "A test letter from \u{2068}הפעמון\u{2069}");
        assert_eq!(Words::of("pt-BR").language(), "pt");
    }
}

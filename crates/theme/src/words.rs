//! Translations: `locales/<language>.json`, flat, the key being the English text.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::language::Language;
use crate::message::{self, Argument};
use crate::{ThemeError, standard};

/// Texts of one language, by the English text.
type Texts = FxHashMap<String, String>;

/// A theme's texts, by language and by English text.
#[derive(Debug, Default)]
pub(crate) struct Words {
    languages: FxHashMap<String, Texts>,
}

/// The texts of the standard theme, which every site can fall back on for what Dateline itself says.
static STANDARD: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (name, bytes) in standard::files() {
        if let Some(language) = locale_of(&name) {
            // A test reads every file of the standard theme, so none is lost here.
            let _ = words.add(language, &name, &bytes);
        }
    }
    words
});

/// `pt` of `locales/pt.json`.
pub(crate) fn locale_of(name: &str) -> Option<&str> {
    name.strip_prefix("locales/")?.strip_suffix(".json").filter(|language| !language.contains('/'))
}

impl Words {
    /// Reads the translation file `name`.
    pub(crate) fn add(&mut self, language: &str, name: &str, bytes: &[u8]) -> Result<(), ThemeError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let texts: Texts = serde_json::from_slice(bytes)
            .map_err(|error| ThemeError::Locale { file: name.to_owned(), message: error.to_string() })?;
        self.languages.insert(language.to_ascii_lowercase(), texts);
        Ok(())
    }

    /// The text `key` in `language` (`pt-BR`, else `pt`, else English), or nothing. An empty translation is none.
    fn find<'w>(&'w self, language: &str, key: &str) -> Option<&'w str> {
        self.texts(language).find_map(|texts| said(texts, key))
    }

    /// The texts that speak for `language`, the nearest first.
    fn texts<'w>(&'w self, language: &str) -> impl Iterator<Item = &'w Texts> + use<'w> {
        let is_plain = language.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let language = if is_plain {
            language.into()
        } else {
            Cow::from(language.replace('_', "-").to_ascii_lowercase())
        };
        let base = language.split('-').next().unwrap_or_default();
        [&*language, base, "en"].map(|language| self.languages.get(language)).into_iter().flatten()
    }
}

/// A text, unless nobody wrote it.
fn said<'w>(texts: &'w Texts, key: &str) -> Option<&'w str> {
    texts.get(key).map(String::as_str).filter(|text| !text.is_empty())
}

/// The texts in which a page looks for what it says: those of its theme, then those of the standard theme. They are looked up
/// once for a page, which says dozens of things.
pub(crate) struct Phrases<'w>(Vec<&'w Texts>);

impl<'w> Phrases<'w> {
    /// The phrases of a theme in the language of a site.
    pub(crate) fn of(theme: &'w Words, language: &str) -> Self {
        let mut texts: Vec<&Texts> = Vec::new();
        for one in theme.texts(language).chain(STANDARD.texts(language)) {
            if !texts.iter().any(|known| std::ptr::eq(*known, one)) {
                texts.push(one);
            }
        }
        Self(texts)
    }

    /// The text `key`, or itself where nobody has one for it.
    pub(crate) fn find<'k>(&self, key: &'k str) -> &'k str
    where
        'w: 'k,
    {
        self.0.iter().find_map(|texts| said(texts, key)).unwrap_or(key)
    }
}

/// The text `key` from the theme, else from the standard theme, else itself.
pub(crate) fn find<'w>(theme: &'w Words, language: &str, key: &'w str) -> &'w str {
    theme.find(language, key).or_else(|| STANDARD.find(language, key)).unwrap_or(key)
}

/// A sentence of Dateline's own, `key` in English, in the language of the site: from the theme, else from the
/// standard theme, else in English.
pub(crate) fn sentence(theme: &Words, language: &Language, key: &str, arguments: &[Argument<'_>]) -> String {
    message::format(find(theme, language.tag(), key), arguments, language)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words() -> Words {
        let mut words = Words::default();
        words
            .add("en", "locales/en.json", br#"{"Read more": "Read on", "Only English": "English"}"#)
            .unwrap();
        words
            .add("pt", "locales/pt.json", "\u{feff}{\"Read more\": \"Ler mais\", \"Empty\": \"\"}".as_bytes())
            .unwrap();
        words
    }

    #[test]
    fn a_regional_language_uses_the_file_of_its_language() {
        let words = words();
        assert_eq!(words.find("pt-BR", "Read more"), Some("Ler mais"));
        assert_eq!(words.find("pt_BR", "Read more"), Some("Ler mais"));
        assert_eq!(words.find("sv", "Read more"), Some("Read on"));
        assert_eq!(words.find("pt", "Only English"), Some("English"));
        assert_eq!(words.find("pt", "Empty"), None);
    }

    #[test]
    fn dateline_speaks_the_sites_language_in_a_theme_that_knows_none() {
        let german = Language::new("de-AT");
        assert_eq!(sentence(&Words::default(), &german, "Search", &[]), "Suche");
        assert_eq!(sentence(&Words::default(), &Language::new("eo"), "Search", &[]), "Search");
        assert_eq!(sentence(&Words::default(), &german, "Said by nobody", &[]), "Said by nobody");
    }

    #[test]
    fn a_translation_file_that_is_no_flat_object_is_refused() {
        let mut words = Words::default();
        for source in ["[]", r#"{"a": {"b": "c"}}"#, "{"] {
            assert!(words.add("en", "locales/en.json", source.as_bytes()).is_err(), "{source}");
        }
    }
}

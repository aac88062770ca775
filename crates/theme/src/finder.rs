//! What the search says to a reader while a question is being typed.

use crate::message::Argument;
use crate::{Theme, words};

/// The names of what is offered, in a site's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinderWords {
    /// Above the stories.
    pub stories: String,
    /// Above the tags.
    pub tags: String,
    /// Above the authors.
    pub authors: String,
    /// The way to the whole answer.
    pub all: String,
    /// How much was found for what was typed.
    pub found: String,
}

impl Theme {
    /// The words of the search in the language of this tag, when `count` stories were found for `query`, or with `more`
    /// at least so many.
    pub fn finder_words(&self, language: &str, (count, more): (u64, bool), query: &str) -> FinderWords {
        let language = self.language(language);
        let say = |key: &str| words::sentence(&self.words, &language, key, &[]);
        let number = i64::try_from(count).unwrap_or(i64::MAX);
        let arguments = [
            Argument { name: "count", text: language.number(number), number: Some(number) },
            Argument { name: "query", text: query.to_owned(), number: None },
        ];
        let found = if more {
            "At least {count} results for “{query}”"
        } else {
            "{count} results for “{query}”"
        };
        FinderWords {
            stories: say("Stories"),
            tags: say("Tags"),
            authors: say("Authors"),
            all: say("All results"),
            found: words::sentence(&self.words, &language, found, &arguments),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_search_speaks_the_papers_language() {
        let theme = Theme::standard().unwrap();
        let english = theme.finder_words("en", (1, false), "{bridge}");
        assert_eq!((english.stories.as_str(), english.all.as_str()), ("Stories", "All results"));
        assert_eq!(english.found, "1 result for “{bridge}”");
        assert_eq!(theme.finder_words("de", (1_200, false), "Hafen").found, "1.200 Treffer für „Hafen“");
        let many = theme.finder_words("de", (10_000, true), "Hafen");
        assert_eq!(many.found, "Mindestens 10.000 Treffer für „Hafen“");
        for language in ["ar", "de", "es", "fa", "fr", "he", "it", "ja", "pt", "sv", "ur"] {
            let own = theme.finder_words(language, (3, false), "x");
            assert_ne!((own.stories, own.all), (english.stories.clone(), english.all.clone()), "{language}");
        }
    }
}

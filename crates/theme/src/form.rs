//! What a reader is told whose comment could not be taken, or must wait.

use crate::message::Argument;
use crate::{Theme, words};

impl Theme {
    /// The sentence for what is wrong with `field` (`name`, `email`, `url`, `body`, `reason`, or empty for the whole form), in
    /// the language of this tag; it says what to do. `max` is the most characters, where that matters.
    ///
    /// The words are `empty`, `too_long`, `invalid`, `stale`, `closed`, `members`, `too_late`, `no_parent`, `limited` and `unavailable`; any
    /// other asks the reader to look at the comment again.
    pub fn comment_problem(&self, language: &str, field: &str, word: &str, max: usize) -> String {
        let key = match (word, field) {
            ("empty", "name") => "Enter a name.",
            ("empty", "email") => "Enter an e-mail address.",
            ("empty", "body") => "Write a comment first.",
            ("too_long", "name") => "Shorten the name to {max} characters or fewer.",
            ("too_long", "email") => "Shorten the e-mail address to {max} characters or fewer.",
            ("too_long", "url") => "Shorten the web address to {max} characters or fewer.",
            ("too_long", _) => "Shorten the comment to {max} characters or fewer.",
            ("invalid", "email") => "Enter an address like name@example.org, or leave the field empty.",
            ("invalid", "url") => "Enter an address that begins with https://, or leave the field empty.",
            ("invalid", "name") => "Choose another name.",
            ("stale", _) => "The form was open for a long time. Send it once more.",
            ("closed", _) => "Comments are closed.",
            ("members", _) => "Only members may comment here.",
            ("too_late", _) => "The time in which you could change this comment is over.",
            ("empty", "reason") => "Choose what is wrong with it.",
            ("no_parent", _) => {
                "The comment you answer is gone. Copy your text and comment on the story instead."
            }
            ("limited", _) => "Too many comments came from here. Wait a minute, then send it again.",
            ("unavailable", _) => "Your comment could not be saved. Send it again in a minute.",
            _ => "Please look at your comment again",
        };
        self.sentence(language, key, max)
    }

    /// The sentence for a comment that waits in the moderation queue, in the language of this tag.
    pub fn comment_held(&self, language: &str) -> String {
        self.sentence(language, "Your comment is waiting for a moderator.", 0)
    }

    fn sentence(&self, language: &str, key: &str, max: usize) -> String {
        let language = self.language(language);
        let max = i64::try_from(max).unwrap_or(i64::MAX);
        let max = Argument { name: "max", text: language.number(max), number: Some(max) };
        words::sentence(&self.words, &language, key, &[max])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PROBLEMS: [(&str, &str); 19] = [
        ("", "members"),
        ("", "too_late"),
        ("reason", "empty"),
        ("name", "empty"),
        ("email", "empty"),
        ("body", "empty"),
        ("name", "too_long"),
        ("email", "too_long"),
        ("url", "too_long"),
        ("body", "too_long"),
        ("email", "invalid"),
        ("url", "invalid"),
        ("name", "invalid"),
        ("body", "invalid"),
        ("", "stale"),
        ("", "closed"),
        ("", "no_parent"),
        ("", "limited"),
        ("", "unavailable"),
    ];

    #[test]
    fn a_reader_is_told_in_the_papers_language() {
        let theme = Theme::standard().unwrap();
        assert_eq!(
            theme.comment_problem("en", "body", "too_long", 6000),
            "Shorten the comment to 6,000 characters or fewer."
        );
        assert_eq!(theme.comment_problem("eo", "name", "empty", 0), "Enter a name.");
        assert_eq!(theme.comment_held("de-CH"), "Ihr Kommentar wartet auf die Moderation.");
        for language in ["ar", "de", "es", "fa", "fr", "he", "it", "ja", "pt", "sv", "ur"] {
            for (field, word) in PROBLEMS {
                let (own, english) = (
                    theme.comment_problem(language, field, word, 80),
                    theme.comment_problem("en", field, word, 80),
                );
                assert_ne!(own, english, "{language} says nothing of {field} {word}");
                assert!(!own.contains('{'), "{own}");
            }
        }
    }

    #[test]
    fn a_theme_without_translations_still_speaks_the_papers_language() {
        let theme = Theme::load([("index.hbs", "x"), ("post.hbs", "y")]).unwrap();
        assert_eq!(theme.comment_problem("fr", "", "closed", 0), "Les commentaires sont fermés.");
    }
}

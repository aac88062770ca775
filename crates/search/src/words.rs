//! Where the words of a text begin and end.

use crate::script::{Class, Script, class};

/// The most characters of one word that are looked at; the rest of a longer one (a key, an address) is skipped.
const WORD_CHARS_MAX: usize = 64;

/// A word, or a run of letters without blanks between its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    /// The word as written, with its apostrophes and marks.
    pub(crate) text: &'t str,
    /// The byte it begins at.
    pub(crate) start: usize,
    /// The script of its first letter; `None` for a number.
    pub(crate) script: Option<Script>,
}

/// The words of `text` in their order.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// See [`words`].
pub(crate) struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let mut rest = self.text[self.at..].char_indices();
        let (offset, first) = rest.by_ref().find_map(|(offset, c)| match class(c) {
            Class::Letter(script) => Some((offset, Some(script))),
            Class::Digit => Some((offset, None)),
            _ => None,
        })?;
        let start = self.at + offset;
        let (mut script, mut chars, mut end, mut kept) = (first, 1, self.text.len(), None);
        let mut apostrophe = None;
        for (offset, c) in rest {
            let here = self.at + offset;
            match class(c) {
                Class::Letter(next) => {
                    let unspaced = script == Some(Script::Unspaced);
                    if unspaced != (next == Script::Unspaced) {
                        end = apostrophe.unwrap_or(here);
                        break;
                    }
                    script = script.or(Some(next));
                    apostrophe = None;
                }
                Class::Digit if script == Some(Script::Unspaced) => {
                    end = apostrophe.unwrap_or(here);
                    break;
                }
                Class::Digit => apostrophe = None,
                Class::Mark => {}
                // Kept when a letter follows; two in a row are quotation marks.
                Class::Apostrophe if apostrophe.is_none() => apostrophe = Some(here),
                Class::Apostrophe | Class::Gap => {
                    end = apostrophe.unwrap_or(here);
                    break;
                }
            }
            chars += 1;
            // A run without blanks is as long as its sentence.
            if chars > WORD_CHARS_MAX && script != Some(Script::Unspaced) {
                kept.get_or_insert(here);
            }
        }
        if end == self.text.len() {
            end = apostrophe.unwrap_or(end);
        }
        self.at = end;
        Some(Word { text: &self.text[start..kept.unwrap_or(end).min(end)], start, script })
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_end_where_a_reader_sees_them_end() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = words(text).map(|word| word.text).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("", &[]);
        check("  The bridge, reopened.", &["The", "bridge", "reopened"]);
        check("don't 'quote' l’eau 'tis''", &["don't", "quote", "l’eau", "tis"]);
        check("al-Kayani 3.5 A4", &["al", "Kayani", "3", "5", "A4"]);
        check("東京tower2", &["東京", "tower2"]);
        check("2024年5月", &["2024", "年", "5", "月"]);
        check("北京的天气。好", &["北京的天气", "好"]);
        check("नरेन्द्र मोदी।", &["नरेन्द्र", "मोदी"]);
        check("می‌روم", &["می‌روم"]);
        check("e\u{0301}te\u{0301}", &["e\u{0301}te\u{0301}"]);
        check("\u{202E}abc", &["abc"]);
        check("a\0b", &["a", "b"]);
    }

    #[test]
    fn a_word_of_64_characters_is_whole_and_a_longer_one_is_cut_there() {
        let word = "x".repeat(64);
        assert_eq!(words(&word).next().unwrap().text, word);
        let longer = format!("{word}yz then");
        let found: Vec<&str> = words(&longer).map(|word| word.text).collect();
        assert_eq!(found, [word.as_str(), "then"]);
    }
}

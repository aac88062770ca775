//! What a story is about: the words that may tell it from others. They are found when a story is filed, and stand on its
//! card, because related stories are named under every story that is printed.

use dateline_model::PostId;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, Searcher, TERMINATED, TantivyError, Term};

use crate::SearchError;
use crate::cards::bytes_of_card;
use crate::cutting::{Cutter, Wanted};
use crate::language::Language;
use crate::schema::Fields;

/// Words that stand on a card, and of which it is asked how rare they are: each is a look into every part of the index.
const WORDS_MAX: usize = 16;
/// Bytes of a story that are read for them. News says first what it is about.
pub(crate) const TEXT_BYTES_MAX: usize = 6_000;
/// What a word of the headline counts.
const IN_HEADLINE: u32 = 3;

/// The stems of a story's telling words, and how much each counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TellingWords(pub(crate) Vec<(String, u32)>);

impl TellingWords {
    /// How the headline is cut for them, and how the text below it.
    pub(crate) const HEADLINE: Wanted = Wanted { names: true, telling: (IN_HEADLINE, usize::MAX) };
    pub(crate) const TEXT: Wanted = Wanted { names: true, telling: (1, TEXT_BYTES_MAX) };

    /// Those of the card whose headline and text were cut.
    pub(crate) fn on_cut(cutter: &mut Cutter) -> Self {
        Self(cutter.telling(WORDS_MAX))
    }

    /// Those of a headline and the text below it.
    pub(crate) fn of(language: Language, title: &str, text: &str) -> Self {
        let mut cutter = Cutter::new();
        cutter.begin();
        let text = &text[..text.floor_char_boundary(TEXT_BYTES_MAX)];
        for (part, wanted) in [(title, Self::HEADLINE), (text, Self::TEXT)] {
            cutter.cut(language, part, Wanted { names: false, ..wanted }, &mut String::new());
        }
        Self::on_cut(&mut cutter)
    }

    /// Those on the card of a story; `None` while it has no card.
    pub(crate) fn on_card(
        searcher: &Searcher,
        fields: Fields,
        post: PostId,
    ) -> Result<Option<Self>, SearchError> {
        let term = Term::from_field_bytes(fields.post, post.0.as_bytes());
        for segment in searcher.segment_readers() {
            let cards = segment.inverted_index(fields.post)?;
            let read = cards.read_postings(&term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
            let Some(mut found) = read else { continue };
            let alive = segment.alive_bitset();
            let mut card = found.doc();
            while card != TERMINATED {
                if alive.is_none_or(|alive| alive.is_alive(card)) {
                    let column = segment.fast_fields().bytes("about")?;
                    let line = bytes_of_card(column.as_ref(), card).map_err(TantivyError::from)?;
                    return Ok(line.map(|line| Self::read(&String::from_utf8_lossy(&line))));
                }
                card = found.advance();
            }
        }
        Ok(None)
    }

    /// As they stand on a card: `3 bridg 1 ferri`.
    pub(crate) fn to_line(&self) -> String {
        let words: Vec<String> = self.0.iter().map(|(stem, times)| format!("{times} {stem}")).collect();
        words.join(" ")
    }

    fn read(line: &str) -> Self {
        let mut parts = line.split(' ');
        let mut words = Vec::with_capacity(WORDS_MAX);
        while let (Some(times), Some(stem)) = (parts.next(), parts.next()) {
            words.push((stem.to_owned(), times.parse().unwrap_or(1)));
        }
        Self(words)
    }
}

#[cfg(test)]
mod tests {
    use super::TellingWords;
    use crate::language::Language;

    fn words(title: &str, text: &str) -> TellingWords {
        TellingWords::of(Language::of_tag("en"), title, text)
    }

    #[test]
    fn the_headline_counts_three_times_and_small_words_never() {
        let found = words("The ferry", "The ferry and the harbour. 2026 harbour!");
        assert_eq!(found.0, [("ferri".to_owned(), 4), ("harbour".to_owned(), 2)]);
    }

    #[test]
    fn what_stands_on_a_card_is_read_as_it_was_written() {
        for found in [words("The ferry", "A bridge, a bridge."), words("", "")] {
            assert_eq!(TellingWords::read(&found.to_line()), found);
        }
    }
}

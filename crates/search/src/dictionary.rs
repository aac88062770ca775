//! The dictionary of an index: which terms it knows, and in how many cards each stands.
//!
//! Counts are of all cards, hidden ones too. They weigh and choose; nothing that a reader sees is taken from them
//! before a search has met it on a card that the reader may see.

use std::collections::{BTreeMap, HashMap};

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::SearchError;
use crate::document::label;
use crate::language::Language;
use crate::names::{ALIKE, BETWEEN, Spoken, likeness, spoken};
use crate::schema::Fields;

/// Entries that one look-up reads in one part of the index.
const ENTRIES_MAX: usize = 2_000;
/// Tags or authors that are looked through for a part of a name.
const LABELS_MAX: usize = 20_000;

/// A name of the archive that sounds like one that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Variant {
    /// Its term in the field of names.
    pub(crate) term: String,
    /// Its spelling.
    pub(crate) spelling: String,
    /// How alike the two sound, from 0 to 1.
    pub(crate) likeness: f32,
    /// Cards that have it.
    pub(crate) cards: u64,
}

/// The terms of an index at one moment.
#[derive(Clone, Copy)]
pub(crate) struct Dictionary<'s> {
    pub(crate) searcher: &'s Searcher,
    pub(crate) fields: Fields,
}

impl Dictionary<'_> {
    /// Cards that have a term.
    pub(crate) fn cards(&self, field: Field, term: &str) -> Result<u64, SearchError> {
        Ok(self.searcher.doc_freq(&Term::from_field_text(field, term))?)
    }

    /// The languages of the archive, the most frequent first, at most eight.
    pub(crate) fn languages(&self) -> Result<Vec<Language>, SearchError> {
        let mut known: Vec<(String, u64)> =
            self.between(self.fields.language, "", None)?.into_iter().collect();
        known.sort_by_key(|(_, cards)| std::cmp::Reverse(*cards));
        Ok(known.iter().take(8).map(|(code, _)| Language::of_tag(code)).collect())
    }

    /// The terms that begin with `prefix`, the most frequent first.
    pub(crate) fn beginning(&self, field: Field, prefix: &str) -> Result<Vec<(String, u64)>, SearchError> {
        let mut terms: Vec<(String, u64)> =
            self.between(field, prefix, Some(after_prefix(prefix)))?.into_iter().collect();
        terms.sort_by_key(|(_, cards)| std::cmp::Reverse(*cards));
        Ok(terms)
    }

    /// The terms with at most `edits` letters wrong, missing, added or exchanged, the most frequent first.
    pub(crate) fn near(
        &self,
        field: Field,
        term: &str,
        edits: u8,
    ) -> Result<Vec<(String, u64)>, SearchError> {
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let near = FuzzyTermQuery::new(Term::from_field_text(field, term), edits, true).automaton()?;
            let mut terms = index.terms().search(near).into_stream().map_err(tantivy::TantivyError::from)?;
            for _ in 0..ENTRIES_MAX {
                if !terms.advance() {
                    break;
                }
                if let Ok(known) = std::str::from_utf8(terms.key()) {
                    *found.entry(known.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        let mut found: Vec<(String, u64)> = found.into_iter().collect();
        found.sort_by_key(|(_, cards)| std::cmp::Reverse(*cards));
        Ok(found)
    }

    /// Cards in which a folded word is written like a name.
    pub(crate) fn cards_with_name(&self, name: &str) -> Result<u64, SearchError> {
        let key = spoken(name).iter().flat_map(Spoken::keys).next();
        let term = key.map(|key| format!("{key}{BETWEEN}{name}"));
        term.map_or(Ok(0), |term| self.cards(self.fields.names, &term))
    }

    /// The other spellings of a folded name, the likest first.
    pub(crate) fn variants(&self, name: &str) -> Result<Vec<Variant>, SearchError> {
        let asked = spoken(name);
        let letters = name.chars().count();
        let mut found: HashMap<String, Option<Variant>> = HashMap::new();
        for key in asked.iter().flat_map(Spoken::keys) {
            let (from, to) = (format!("{key}{BETWEEN}"), format!("{key}\u{20}"));
            for (term, cards) in self.between(self.fields.names, &from, Some(to))? {
                let Some((_, spelling)) = term.split_once(BETWEEN) else { continue };
                // One with a third of the letters or three times as many is another name in any script.
                let others = spelling.chars().count();
                if spelling == name || others > letters * 3 || letters > others * 3 {
                    continue;
                }
                found.entry(spelling.to_owned()).or_insert_with(|| {
                    let likeness = likeness(&asked, &spoken(spelling));
                    let alike = likeness >= ALIKE;
                    alike.then(|| Variant {
                        spelling: spelling.to_owned(),
                        term: term.clone(),
                        likeness,
                        cards,
                    })
                });
            }
        }
        let mut variants: Vec<Variant> = found.into_values().flatten().collect();
        variants.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(b.cards.cmp(&a.cards)));
        Ok(variants)
    }

    /// The ids of the tags or authors with exactly this folded name or slug.
    pub(crate) fn labelled(&self, field: Field, name: &str) -> Result<Vec<String>, SearchError> {
        let known = self.between(field, &label(name, ""), Some(format!("{name}\u{20}")))?;
        Ok(known.keys().filter_map(|label| Some(label.split_once(BETWEEN)?.1.to_owned())).collect())
    }

    /// The ids of the tags or authors whose name has all words of `part`; of the last word the beginning is enough
    /// when `begins` is set.
    pub(crate) fn labelled_with(
        &self,
        field: Field,
        part: &str,
        begins: bool,
    ) -> Result<Vec<String>, SearchError> {
        let asked: Vec<&str> = part.split(' ').filter(|word| !word.is_empty()).collect();
        let Some((last, others)) = asked.split_last() else { return Ok(Vec::new()) };
        let mut found: Vec<String> = Vec::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let mut labels = index.terms().stream().map_err(tantivy::TantivyError::from)?;
            for _ in 0..LABELS_MAX {
                if !labels.advance() {
                    break;
                }
                let label =
                    std::str::from_utf8(labels.key()).ok().and_then(|label| label.split_once(BETWEEN));
                let Some((name, id)) = label else { continue };
                let has = |asked: &&str| name.split(' ').any(|word| word == *asked);
                let has_last = has(last) || (begins && name.split(' ').any(|word| word.starts_with(last)));
                if has_last && others.iter().all(has) && !found.iter().any(|known| known == id) {
                    found.push(id.to_owned());
                }
            }
        }
        Ok(found)
    }

    /// The terms from `from` up to but without `to`, with their cards.
    fn between(
        &self,
        field: Field,
        from: &str,
        to: Option<String>,
    ) -> Result<BTreeMap<String, u64>, SearchError> {
        let mut found = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(field)?;
            let range = index.terms().range().ge(from);
            let range = match &to {
                Some(to) => range.lt(to),
                None => range,
            };
            let mut terms = range.into_stream().map_err(tantivy::TantivyError::from)?;
            for _ in 0..ENTRIES_MAX {
                if !terms.advance() {
                    break;
                }
                if let Ok(term) = std::str::from_utf8(terms.key()) {
                    *found.entry(term.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        Ok(found)
    }
}

/// The first string after all those that begin with `prefix`.
fn after_prefix(prefix: &str) -> String {
    format!("{prefix}{}", char::MAX)
}

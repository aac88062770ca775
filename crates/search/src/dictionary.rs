//! The dictionary of an index: which terms it knows, and in how many cards each stands.
//!
//! Counts are of all cards, hidden ones too. They weigh and choose; nothing that a reader sees is taken from them
//! before a search has met it on a card that the reader may see.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::postings::TermInfo;
use tantivy::query::{Bm25StatisticsProvider, Bm25Weight, DfaWrapper, FuzzyTermQuery};
use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy::{Searcher, SegmentReader, TantivyError, Term};
use tantivy_fst::Automaton;

use crate::SearchError;
use crate::ask::{Ask, Worth};
use crate::document::label;
use crate::effort::Effort;
use crate::language::Language;
use crate::names::{ALIKE, BETWEEN, Spoken, likeness, spoken};
use crate::schema::Fields;

/// Entries that one look-up reads in one part of the index.
const ENTRIES_MAX: usize = 2_000;
/// Steps (see [`crate::effort`]) of beginning to read entries.
const RANGE: u32 = 150;
/// Steps of reading an entry.
const ENTRY: u32 = 15;
/// Steps of finding out how alike two names sound.
const LIKENESS: u32 = 100;
/// Steps of preparing to look for what is nearly spelt like a word.
const AUTOMATON: u32 = 5_000;
/// Steps of going on by a letter on the way through such words.
const TRANSITION: u32 = 2;
/// Terms that are kept from one question to the next; one takes some 400 bytes where an index has eight parts.
const KEPT_MAX: usize = 4_096;

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

/// A term of the index.
#[derive(Debug)]
pub(crate) struct Entry {
    /// Where its list stands in each part of the index.
    pub(crate) places: Vec<Option<TermInfo>>,
    /// Cards that have it.
    pub(crate) cards: u64,
}

/// Terms that were looked up in an index as it is now. Stories that are printed one after another are told apart by many of
/// the same words, and each look-up goes through every part of the index.
#[derive(Debug, Default)]
pub(crate) struct LookedUp(Mutex<Terms>);

/// The terms of one generation of an index.
#[derive(Debug, Default)]
struct Terms {
    generation: u64,
    entries: HashMap<Term, Arc<Entry>>,
}

impl LookedUp {
    fn get(&self, generation: u64, term: &Term) -> Option<Arc<Entry>> {
        let terms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (terms.generation == generation).then(|| terms.entries.get(term).cloned()).flatten()
    }

    fn keep(&self, generation: u64, term: Term, entry: &Arc<Entry>) {
        let mut terms = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Who still reads the index as it was keeps nothing.
        if terms.generation > generation {
            return;
        }
        if terms.generation < generation || terms.entries.len() >= KEPT_MAX {
            terms.entries.clear();
            terms.generation = generation;
        }
        terms.entries.insert(term, Arc::clone(entry));
    }
}

/// Where a dictionary keeps what it has looked up.
enum Known<'s> {
    /// For one question.
    Own(RefCell<HashMap<Term, Arc<Entry>>>),
    /// For those to come.
    Kept(&'s LookedUp),
}

/// The terms of an index at one moment. What one question may look up is limited: beyond that no further entries are
/// read, so that a question of many words is answered by what its first ones mean.
pub(crate) struct Dictionary<'s> {
    pub(crate) searcher: &'s Searcher,
    pub(crate) fields: Fields,
    /// What look-ups may still cost.
    effort: Effort,
    known: Known<'s>,
    /// Words of a card in a field, as the archive has them on average.
    lengths: RefCell<HashMap<Field, f32>>,
}

impl<'s> Dictionary<'s> {
    /// The dictionary of a moment, in which so many steps of look-ups may be made.
    pub(crate) fn new(searcher: &'s Searcher, fields: Fields, look_ups: u32) -> Self {
        let (effort, known) = (Effort::of(look_ups), Known::Own(RefCell::default()));
        Self { searcher, fields, effort, known, lengths: RefCell::default() }
    }

    /// The same for a question that asks for terms of which many were asked for before.
    pub(crate) fn keeping(self, known: &'s LookedUp) -> Self {
        Self { known: Known::Kept(known), ..self }
    }

    /// What is known of a term. Known terms are looked up once.
    pub(crate) fn entry(&self, field: Field, term: &str) -> Result<Arc<Entry>, SearchError> {
        self.entry_of(Term::from_field_text(field, term))
    }

    /// The same of a term that is no text.
    pub(crate) fn entry_of(&self, term: Term) -> Result<Arc<Entry>, SearchError> {
        if let Some(entry) = self.known(&term) {
            return Ok(entry);
        }
        let segments = self.searcher.segment_readers();
        let (mut places, mut cards) = (Vec::with_capacity(segments.len()), 0);
        for segment in segments {
            let index = segment.inverted_index(term.field())?;
            let place = index.get_term_info(&term).map_err(TantivyError::from)?;
            cards += place.as_ref().map_or(0, |place| u64::from(place.doc_freq));
            places.push(place);
        }
        let entry = Arc::new(Entry { places, cards });
        match &self.known {
            Known::Own(known) => drop(known.borrow_mut().insert(term, Arc::clone(&entry))),
            Known::Kept(known) => known.keep(self.generation(), term, &entry),
        }
        Ok(entry)
    }

    fn known(&self, term: &Term) -> Option<Arc<Entry>> {
        match &self.known {
            Known::Own(known) => known.borrow().get(term).cloned(),
            Known::Kept(known) => known.get(self.generation(), term),
        }
    }

    fn generation(&self) -> u64 {
        self.searcher.generation().generation_id()
    }

    /// Cards that have a term.
    pub(crate) fn cards(&self, field: Field, term: &str) -> Result<u64, SearchError> {
        Ok(self.entry(field, term)?.cards)
    }

    /// Cards with a term, each worth the same.
    pub(crate) fn fixed(&self, field: Field, term: &str, score: f32) -> Result<Ask, SearchError> {
        Ok(Ask::Term { field, entry: self.entry(field, term)?, worth: Worth::Fixed(score) })
    }

    /// Cards with a term.
    pub(crate) fn term(&self, field: Field, term: &str) -> Result<Ask, SearchError> {
        let entry = self.entry(field, term)?;
        let length = self.length(field)?;
        let weight = Bm25Weight::for_one_term_without_explain(entry.cards, self.all_cards(), length);
        Ok(Ask::Term { field, entry, worth: Worth::Bm25(weight) })
    }

    /// Cards with terms side by side; `None` without terms.
    pub(crate) fn sequence(&self, field: Field, terms: &[String]) -> Result<Option<Ask>, SearchError> {
        Ok(match terms {
            [] => None,
            [only] => Some(self.term(field, only)?),
            many => {
                let entries = many.iter().map(|term| self.entry(field, term));
                let entries = entries.collect::<Result<Vec<_>, _>>()?;
                let terms: Vec<Term> = many.iter().map(|term| Term::from_field_text(field, term)).collect();
                Some(Ask::Phrase { field, entries, worth: Worth::Bm25(Bm25Weight::for_terms(self, &terms)?) })
            }
        })
    }

    fn all_cards(&self) -> u64 {
        self.searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum()
    }

    fn length(&self, field: Field) -> Result<f32, SearchError> {
        if let Some(length) = self.lengths.borrow().get(&field) {
            return Ok(*length);
        }
        let length = self.searcher.total_num_tokens(field)? as f32 / self.all_cards() as f32;
        self.lengths.borrow_mut().insert(field, length);
        Ok(length)
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
        let term = Term::from_field_text(field, term);
        for segment in self.parts() {
            self.effort.spend(AUTOMATON);
            if self.effort.is_spent() {
                break;
            }
            let index = segment.inverted_index(field)?;
            let near = FuzzyTermQuery::new(term.clone(), edits, true).automaton()?;
            let near = Within { near, effort: &self.effort };
            let terms = index.terms().search(near).into_stream().map_err(TantivyError::from)?;
            self.read(terms, &mut found);
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
                    self.effort.spend(LIKENESS);
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
        for segment in self.parts() {
            self.effort.spend(RANGE);
            let index = segment.inverted_index(field)?;
            let mut labels = index.terms().stream().map_err(TantivyError::from)?;
            while !self.effort.is_spent() && labels.advance() {
                self.effort.spend(ENTRY);
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

    /// The parts of the index, the largest first, so that a look-up that is cut short has seen most of the archive.
    fn parts(&self) -> Vec<&'s SegmentReader> {
        let mut parts: Vec<&SegmentReader> = self.searcher.segment_readers().iter().collect();
        parts.sort_by_key(|segment| std::cmp::Reverse(segment.max_doc()));
        parts
    }

    /// The terms from `from` up to but without `to`, with their cards.
    fn between(
        &self,
        field: Field,
        from: &str,
        to: Option<String>,
    ) -> Result<BTreeMap<String, u64>, SearchError> {
        let mut found = BTreeMap::new();
        for segment in self.parts() {
            self.effort.spend(RANGE);
            if self.effort.is_spent() {
                break;
            }
            let index = segment.inverted_index(field)?;
            let range = index.terms().range().ge(from);
            let range = match &to {
                Some(to) => range.lt(to),
                None => range,
            };
            self.read(range.into_stream().map_err(TantivyError::from)?, &mut found);
        }
        Ok(found)
    }

    /// Adds what a look-up finds in one part of the index.
    fn read<A>(&self, mut terms: TermStreamer<'_, A>, found: &mut BTreeMap<String, u64>)
    where
        A: Automaton,
        A::State: Clone,
    {
        for _ in 0..ENTRIES_MAX {
            if self.effort.is_spent() || !terms.advance() {
                break;
            }
            self.effort.spend(ENTRY);
            if let Ok(term) = std::str::from_utf8(terms.key()) {
                *found.entry(term.to_owned()).or_default() += u64::from(terms.value().doc_freq);
            }
        }
    }
}

impl Bm25StatisticsProvider for Dictionary<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.all_cards())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let known = self.known(term).map(|entry| entry.cards);
        known.map_or_else(|| self.searcher.doc_freq(term), Ok)
    }
}

/// What is near a word, as far as the effort reaches: a dictionary of millions of words has many paths that begin
/// nearly like one.
struct Within<'e> {
    near: DfaWrapper,
    effort: &'e Effort,
}

impl Automaton for Within<'_> {
    type State = u32;

    fn start(&self) -> u32 {
        self.near.start()
    }

    fn is_match(&self, state: &u32) -> bool {
        self.near.is_match(state)
    }

    fn can_match(&self, state: &u32) -> bool {
        !self.effort.is_spent() && self.near.can_match(state)
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.effort.spend(TRANSITION);
        self.near.accept(state, byte)
    }
}

/// The first string after all those that begin with `prefix`.
fn after_prefix(prefix: &str) -> String {
    format!("{prefix}{}", char::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tantivy::TantivyDocument;
    use tempfile::TempDir;

    use super::{AUTOMATON, Dictionary, ENTRIES_MAX, ENTRY, KEPT_MAX, RANGE};
    use crate::schema::VERSION;
    use crate::volume::{Mark, Step, Volume};

    /// An index with so many words that begin alike, one on each card.
    fn index(words: usize) -> (TempDir, Volume) {
        let folder = tempfile::tempdir().unwrap();
        let volume = Volume::create(&folder.path().join("index")).unwrap();
        let bulk = volume.bulk().unwrap();
        for n in 0..words {
            let mut card = TantivyDocument::new();
            card.add_text(volume.fields.text, format!("bridge{n:05}"));
            card.add_text(volume.fields.tag_name, format!("port {n:05}\u{1f}{n:05}"));
            bulk.add(card).unwrap();
        }
        bulk.finish(&Mark { version: VERSION, seq: 0, about: None, locale: "en".to_owned() }).unwrap();
        let volume = Volume::open(&folder.path().join("index")).unwrap();
        (folder, volume)
    }

    #[test]
    fn a_look_up_reads_so_many_entries_and_no_more() {
        for (words, expected) in [(ENTRIES_MAX, ENTRIES_MAX), (ENTRIES_MAX + 1, ENTRIES_MAX)] {
            let (_folder, volume) = index(words);
            let searcher = volume.searcher();
            let parts = searcher.segment_readers().len();
            let dictionary = Dictionary::new(&searcher, volume.fields, u32::MAX);
            let found = dictionary.beginning(volume.fields.text, "bridge").unwrap().len();
            assert!(found == expected || (parts > 1 && found == words), "{found} of {words} in {parts}");
        }
    }

    #[test]
    fn what_was_looked_up_is_kept_until_the_index_changes_and_so_much_of_it_and_no_more() {
        let (_folder, volume) = index(KEPT_MAX + 1);
        let kept = || volume.looked_up.0.lock().unwrap().entries.len();
        let cards = |term: &str| {
            let searcher = volume.searcher();
            let dictionary = Dictionary::new(&searcher, volume.fields, 0).keeping(&volume.looked_up);
            dictionary.cards(volume.fields.text, term).unwrap()
        };
        for n in 0..KEPT_MAX {
            assert_eq!(cards(&format!("bridge{n:05}")), 1);
        }
        assert_eq!((cards("bridge00000"), kept()), (1, KEPT_MAX));
        assert_eq!((cards(&format!("bridge{KEPT_MAX:05}")), kept()), (1, 1), "with one more it begins anew");

        let before = volume.searcher();
        let mut card = TantivyDocument::new();
        card.add_text(volume.fields.text, format!("bridge{KEPT_MAX:05}"));
        volume.write(vec![Step::Add(card)], &volume.mark().unwrap()).unwrap();
        assert_eq!((cards(&format!("bridge{KEPT_MAX:05}")), kept()), (2, 1), "the index has one more");
        let late = Dictionary::new(&before, volume.fields, 0).keeping(&volume.looked_up);
        assert_eq!(late.cards(volume.fields.text, &format!("bridge{KEPT_MAX:05}")).unwrap(), 1);
        assert_eq!(
            (cards(&format!("bridge{KEPT_MAX:05}")), kept()),
            (2, 1),
            "a late question changes nothing"
        );
    }

    #[test]
    fn look_ups_end_with_their_steps() {
        let (_folder, volume) = index(500);
        let searcher = volume.searcher();
        let found = |steps: u32| {
            let dictionary = Dictionary::new(&searcher, volume.fields, steps);
            let beginning = dictionary.beginning(volume.fields.text, "bridge").unwrap().len();
            (beginning, dictionary.near(volume.fields.text, "bridge00007", 1).unwrap().len())
        };
        assert_eq!(found(0), (0, 0));
        assert_eq!(found(u32::MAX).0, 500);
        assert!(found(u32::MAX).1 > 10);
        let few = found(RANGE + 100 * ENTRY);
        assert!((1..=100).contains(&few.0) && few.1 == 0, "{few:?}");
        let labels = |steps: u32| {
            let dictionary = Dictionary::new(&searcher, volume.fields, steps);
            dictionary.labelled_with(volume.fields.tag_name, "port", false).unwrap().len()
        };
        assert_eq!(labels(u32::MAX), 500);
        assert!((1..=100).contains(&labels(RANGE + 100 * ENTRY)));
        // Of what is spelt nearly alike as much is found as there are steps for.
        let near = |steps: u32| {
            let dictionary = Dictionary::new(&searcher, volume.fields, steps);
            dictionary.near(volume.fields.text, "bridge00007", 2).unwrap().len()
        };
        let parts = searcher.segment_readers().len() as u32;
        assert!(near(parts * AUTOMATON + 400) < near(u32::MAX));
        assert_eq!(near(AUTOMATON), 0);
    }

    #[test]
    fn a_term_is_looked_up_however_few_steps_are_left() {
        let (_folder, volume) = index(3);
        let searcher = volume.searcher();
        let dictionary = Dictionary::new(&searcher, volume.fields, 0);
        assert_eq!(dictionary.cards(volume.fields.text, "bridge00002").unwrap(), 1);
        assert_eq!(dictionary.cards(volume.fields.text, "tunnel").unwrap(), 0);
    }
}

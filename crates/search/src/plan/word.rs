//! A word of a query: itself in all its forms, a name in all its spellings, and what was meant when nobody wrote it.

use tantivy::schema::Field;

use crate::SearchError;
use crate::ask::{Ask, Sum};
use crate::dictionary::Variant;
use crate::fold::folded;
use crate::names::{fits, is_of_another_script};
use crate::plan::{Clause, DOUBTS_MAX, Doubt, Meant, Planner, TITLE_WEIGHT, VARIANTS_MAX};
use crate::script::{Class, Script, class};

/// What a word in a byline or tag counts.
const CREDITS_WEIGHT: f32 = 1.5;
/// What another spelling counts at most: less than any name that is spelt as asked.
const VARIANT_SCORE: f32 = 0.5;
/// What a word counts of which only the beginning was typed.
const COMPLETION_SCORE: f32 = 1.0;
/// What such a word in the headline counts beside that.
const COMPLETED_TITLE_SCORE: f32 = 2.5;
/// Words with the same beginning that are asked for.
const COMPLETIONS_MAX: usize = 32;
/// From this size on, a word that half of all stories have is a small word, whatever the language.
const LARGE_ARCHIVE: u64 = 1_000;

/// A word with what the dictionary says of it.
struct Known {
    clause: Clause,
    /// The whole word, folded.
    name: String,
    /// Its terms in each language of the archive.
    readings: Vec<Vec<String>>,
    /// Cards that have it.
    cards: u64,
}

impl Planner<'_> {
    /// A word: itself by its stem, or a name in any spelling, or when nobody wrote it what is nearest.
    pub(super) fn word(&mut self, word: &str) -> Result<Option<Clause>, SearchError> {
        let Some(mut known) = self.known(word)? else { return Ok(None) };
        if !known.clause.small {
            let variants = self.variants(&known)?;
            self.add_variants(&variants, &mut known.clause)?;
            self.doubt(word, &variants, &mut known)?;
        }
        Ok(Some(known.clause))
    }

    /// A word as it is typed, by its stem in each language of the archive.
    fn known(&mut self, word: &str) -> Result<Option<Known>, SearchError> {
        let readings = self.readings(word);
        if readings.is_empty() {
            return Ok(None);
        }
        let name = folded(word.trim_matches(|c: char| !c.is_alphanumeric()));
        let field = self.field();
        let (mut clause, mut cards) = (Clause { small: self.is_small(&name), ..Clause::default() }, 0);
        for terms in &readings {
            clause.any.extend(self.dictionary.sequence(field, terms)?);
            if !self.comments {
                let in_title = self.dictionary.sequence(self.fields.title, terms)?;
                clause.title.extend(in_title.map(Ask::for_nothing));
            }
            if let [stem] = terms.as_slice() {
                let with = self.dictionary.cards(field, stem)?;
                cards = cards.max(with);
                self.mark_stem(stem, with);
                clause.raise.extend(self.raises(stem, &name)?);
            } else {
                // The pairs of a run, or "al-Kayani": all of them, side by side.
                for stem in terms {
                    self.mark_stem(stem, self.stories / 10);
                }
                cards = cards.max(1);
            }
        }
        clause.small |= self.stories >= LARGE_ARCHIVE && cards > self.stories / 2;
        if let [letter] = readings[0].as_slice()
            && letter.chars().count() == 1
            && letter.chars().all(is_unspaced)
        {
            // A word of one letter is in the index as the first of a pair.
            clause.any.extend(self.any_of(field, &self.completions(letter)?, COMPLETION_SCORE)?);
            self.marks.beginnings.push(letter.clone());
        }
        Ok(Some(Known { clause, name, readings, cards }))
    }

    /// What the headline and the credits add to a word of the text.
    fn raises(&self, stem: &str, name: &str) -> Result<Vec<Ask>, SearchError> {
        if self.comments {
            return Ok(Vec::new());
        }
        let in_title = self.dictionary.term(self.fields.title, stem)?.boosted(TITLE_WEIGHT);
        Ok(vec![in_title, self.dictionary.term(self.fields.credits, name)?.boosted(CREDITS_WEIGHT)])
    }

    /// Whether a word is one of those that every text is full of.
    fn is_small(&self, word: &str) -> bool {
        self.languages.iter().any(|language| language.is_stop_word(word))
    }

    /// The other spellings of a word that is a name here. A word that is rarely written with a capital is none:
    /// who asks for "bank" does not mean Bianca.
    fn variants(&self, known: &Known) -> Result<Vec<Variant>, SearchError> {
        let (name, cards) = (known.name.as_str(), known.cards);
        if !fits(name) || name.bytes().any(|b| b.is_ascii_digit()) {
            return Ok(Vec::new());
        }
        let joined = known.readings.iter().any(|terms| terms.len() > 1);
        let without_capitals = is_of_another_script(name);
        let named = self.dictionary.cards_with_name(name)?;
        if cards > 0 && named * 2 < cards && !joined && !without_capitals {
            return Ok(Vec::new());
        }
        let mut variants = self.dictionary.variants(name)?;
        // Where every word may be a name, only another script tells that one is meant.
        if without_capitals && cards > 0 {
            variants.retain(|variant| !is_of_another_script(&variant.spelling));
        }
        variants.truncate(VARIANTS_MAX);
        Ok(variants)
    }

    fn add_variants(&mut self, variants: &[Variant], clause: &mut Clause) -> Result<(), SearchError> {
        for variant in variants {
            let (field, term) = if self.comments {
                (self.fields.remark, &variant.spelling)
            } else {
                (self.fields.names, &variant.term)
            };
            clause.also.push(self.dictionary.fixed(field, term, VARIANT_SCORE * variant.likeness)?);
            self.marks.whole.insert(variant.spelling.clone(), 1.0);
        }
        Ok(())
    }

    /// Notes what may have been meant in place of a rare word; for one that nobody wrote it is also asked for.
    fn doubt(&mut self, word: &str, variants: &[Variant], known: &mut Known) -> Result<(), SearchError> {
        let cards = known.cards;
        if self.doubts.len() == DOUBTS_MAX {
            return Ok(());
        }
        let better = |variant: &&Variant| variant.cards > cards * 10;
        let named = variants.iter().filter(better);
        let mut meant: Vec<(u64, Meant)> =
            named.map(|variant| (variant.cards, Meant::Name(variant.spelling.clone()))).collect();
        if cards == 0 {
            let field = self.field();
            let stems: Vec<&String> =
                known.readings.iter().filter(|terms| terms.len() == 1).flatten().collect();
            for stem in stems {
                let Some(edits) = edits_in(stem) else { continue };
                for (near, with) in self.dictionary.near(field, stem, edits)?.into_iter().take(VARIANTS_MAX) {
                    if variants.is_empty() {
                        known.clause.also.push(self.dictionary.fixed(field, &near, VARIANT_SCORE)?);
                        self.mark_stem(&near, with);
                    }
                    meant.push((with, Meant::Stem(near)));
                }
            }
        }
        meant.sort_by_key(|(with, _)| std::cmp::Reverse(*with));
        if !meant.is_empty() {
            let meant = meant.into_iter().map(|(_, meant)| meant).take(3).collect();
            self.doubts.push(Doubt { typed: word.to_owned(), cards, meant });
        }
        Ok(())
    }

    /// The beginning of a word: the word itself, and the best known words that begin so. It is no misspelling.
    pub(super) fn prefix(&mut self, prefix: &str) -> Result<Option<Clause>, SearchError> {
        let Some(mut known) = self.known(prefix)? else { return Ok(None) };
        let variants = self.variants(&known)?;
        self.add_variants(&variants, &mut known.clause)?;
        known.clause.small = false;
        if known.name.chars().nth(1).is_some() && known.readings.iter().all(|terms| terms.len() == 1) {
            let completions = self.completions(&known.name)?;
            known.clause.any.extend(self.any_of(self.field(), &completions, COMPLETION_SCORE)?);
            if !self.comments {
                let in_title = self.any_of(self.fields.title, &completions, COMPLETED_TITLE_SCORE)?;
                known.clause.title.extend(in_title.clone().map(Ask::for_nothing));
                known.clause.raise.extend(in_title);
            }
            self.marks.beginnings.push(known.name);
        }
        Ok(Some(known.clause))
    }

    /// Words with a beginning; not those that half of the archive has, which tell nothing.
    fn completions(&self, letters: &str) -> Result<Vec<String>, SearchError> {
        let tells = |with: u64| self.stories < LARGE_ARCHIVE || with < self.stories / 4;
        let known = self.dictionary.beginning(self.field(), letters)?;
        let known = known.into_iter().filter(|(_, with)| tells(*with)).take(COMPLETIONS_MAX);
        Ok(known.map(|(stem, _)| stem).collect())
    }

    /// Cards with any of these words, each worth the same: that a word is rare does not make it what somebody who has
    /// typed its beginning means.
    fn any_of(&self, field: Field, stems: &[String], score: f32) -> Result<Option<Ask>, SearchError> {
        let parts = stems.iter().map(|stem| self.dictionary.fixed(field, stem, score));
        let parts = parts.collect::<Result<Vec<_>, _>>()?;
        Ok((!parts.is_empty()).then_some(Ask::Any { parts, least: 1, sum: Sum::Best }))
    }
}

/// How many letters of a word may be wrong: none of a short one, one up to seven letters, then two.
fn edits_in(stem: &str) -> Option<u8> {
    match stem.chars().count() {
        0..=3 => None,
        4..=7 => Some(1),
        _ => Some(2),
    }
}

fn is_unspaced(c: char) -> bool {
    class(c) == Class::Letter(Script::Unspaced)
}

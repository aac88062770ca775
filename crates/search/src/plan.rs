//! From a query to what the index is asked.

mod word;

use std::collections::HashMap;

use tantivy::schema::Field;

use crate::SearchError;
use crate::ask::{Ask, Frame, Sum};
use crate::bounds::Bounds;
use crate::dictionary::Dictionary;
use crate::document::whole_name;
use crate::language::Language;
use crate::query::{Filter, Group, Part, Query};
use crate::schema::{Fields, REMARK, STORY};
use crate::terms::{Analysis, Cut};

/// What a word in the headline counts beside the same word in the text.
const TITLE_WEIGHT: f32 = 2.5;
/// What the words of the query side by side in the headline count.
const TITLE_PHRASE_WEIGHT: f32 = 2.0;
/// Other spellings of one name that are asked for.
const VARIANTS_MAX: usize = 12;
/// Words of one question that are looked at as misspelt.
const DOUBTS_MAX: usize = 3;
/// Tags or authors that one filter may mean.
const LABELS_MAX: usize = 20;
/// Words whose neighbours in the text are looked at: not the very frequent ones, whose positions are many.
const NEIGHBOUR_CARDS_MAX: u64 = 50_000;

/// What the index is asked, and what is to be marked on the hits.
pub(crate) struct Plan {
    pub(crate) ask: Ask,
    /// The same with all the words in the headline; `None` where headlines are not asked.
    pub(crate) in_titles: Option<Ask>,
    /// Only what has the words as they were typed: no other spellings.
    pub(crate) exact: Ask,
    /// The same with most of the words in place of all; `None` when there is nothing to relax.
    pub(crate) relaxed: Option<Ask>,
    pub(crate) marks: Marks,
    /// Words that may be misspelt, with what may have been meant.
    pub(crate) doubts: Vec<Doubt>,
}

/// What is marked on a hit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// Stems with their weights: the rarer the heavier.
    pub(crate) stems: HashMap<String, f32>,
    /// Whole words, such as other spellings of a name.
    pub(crate) whole: HashMap<String, f32>,
    /// Beginnings of words.
    pub(crate) beginnings: Vec<String>,
}

/// A word that is rare or unknown, and better known ones near it.
#[derive(Debug, Clone)]
pub(crate) struct Doubt {
    /// As typed.
    pub(crate) typed: String,
    /// Cards that have it.
    pub(crate) cards: u64,
    /// What may have been meant: spellings of names, or stems; the likeliest first.
    pub(crate) meant: Vec<Meant>,
}

/// What a reader may have meant.
#[derive(Debug, Clone)]
pub(crate) enum Meant {
    /// A name in this spelling.
    Name(String),
    /// A word of this stem.
    Stem(String),
}

/// Makes plans from the dictionary of one moment.
pub(crate) struct Planner<'s> {
    dictionary: Dictionary<'s>,
    fields: Fields,
    languages: Vec<Language>,
    stems: Analysis,
    stories: u64,
    comments: bool,
    marks: Marks,
    doubts: Vec<Doubt>,
}

/// What a part of a query became.
#[derive(Default)]
struct Clause {
    /// Any of these meets it.
    any: Vec<Ask>,
    /// Any of these meets it too, for who does not insist on the spelling.
    also: Vec<Ask>,
    /// Any of these meets it in the headline.
    title: Vec<Ask>,
    /// These only raise the score.
    raise: Vec<Ask>,
    /// Whether it narrows nothing.
    small: bool,
}

/// A clause of which every card must meet something.
struct Must {
    small: bool,
    ask: Ask,
    exact: Ask,
    title: Ask,
}

impl<'s> Planner<'s> {
    pub(crate) fn new(dictionary: Dictionary<'s>, comments: bool) -> Result<Self, SearchError> {
        let mut languages = dictionary.languages()?;
        if languages.is_empty() {
            languages.push(Language::UNKNOWN);
        }
        Ok(Self {
            fields: dictionary.fields,
            languages,
            stems: Analysis::new(Cut::Stem),
            stories: dictionary.searcher.num_docs(),
            comments,
            marks: Marks::default(),
            doubts: Vec::new(),
            dictionary,
        })
    }

    /// The plan for a query within bounds.
    pub(crate) fn plan(mut self, query: &Query, bounds: &Bounds) -> Result<Plan, SearchError> {
        let (mut musts, mut raises) = (Vec::new(), Vec::new());
        let mut frame = bounds.frame(&self.dictionary, self.comments)?;
        self.filters(query, &mut frame)?;
        for (n, group) in query.groups.iter().enumerate() {
            // A word that is said twice narrows no more than once.
            if query.groups[..n].contains(group) {
                continue;
            }
            if group.not {
                frame.nots.extend(self.unwanted(group)?);
            } else if let Some(clause) = self.wanted(group)? {
                raises.extend(clause.raise);
                musts.push(Must {
                    small: clause.small,
                    title: Ask::any(clause.title),
                    exact: Ask::any(clause.any.clone()),
                    ask: Ask::any(clause.any.into_iter().chain(clause.also).collect()),
                });
            }
        }
        raises.extend(self.neighbours(query)?);
        // Small words narrow nothing, unless there are no others.
        if musts.iter().any(|must| !must.small) {
            musts.retain(|must| !must.small);
        }
        let all = self.kind()?;
        let asks = || musts.iter().map(|must| must.ask.clone());
        let in_titles = (!musts.is_empty() && !self.comments).then(|| {
            let titles = musts.iter().map(|must| must.title.clone());
            frame.around(titles.chain(asks()).collect(), raises.clone(), &all)
        });
        let relaxed = (musts.len() > 1).then(|| {
            let least = musts.len().div_ceil(2).max(musts.len() * 2 / 3);
            let some = Ask::Any { parts: asks().collect(), least, sum: Sum::Total };
            frame.around(vec![some], raises.clone(), &all)
        });
        let exact = frame.around(musts.iter().map(|must| must.exact.clone()).collect(), Vec::new(), &all);
        let ask = frame.around(asks().collect(), raises.clone(), &all);
        Ok(Plan { ask, in_titles, exact, relaxed, marks: self.marks, doubts: self.doubts })
    }

    fn field(&self) -> Field {
        if self.comments { self.fields.remark } else { self.fields.text }
    }

    /// All stories, or all comments.
    fn kind(&self) -> Result<Ask, SearchError> {
        let kind = if self.comments { REMARK } else { STORY };
        self.dictionary.fixed(self.fields.kind, kind, 0.0)
    }

    fn wanted(&mut self, group: &Group) -> Result<Option<Clause>, SearchError> {
        let mut whole = Clause { small: true, ..Clause::default() };
        for part in &group.any {
            let clause = match part {
                Part::Word(word) => self.word(word)?,
                Part::Phrase(phrase) => self.phrase(phrase)?,
                Part::Prefix(prefix) => self.prefix(prefix)?,
            };
            let Some(clause) = clause else { continue };
            whole.any.extend(clause.any);
            whole.also.extend(clause.also);
            whole.title.extend(clause.title);
            whole.raise.extend(clause.raise);
            whole.small &= clause.small;
        }
        Ok((!whole.any.is_empty()).then_some(whole))
    }

    /// What must not be met is taken as it is written, without other spellings.
    fn unwanted(&mut self, group: &Group) -> Result<Vec<Ask>, SearchError> {
        let field = self.field();
        let mut any = Vec::new();
        for part in &group.any {
            for terms in self.readings(part.text()) {
                any.extend(self.dictionary.sequence(field, &terms)?);
            }
        }
        Ok(any)
    }

    /// The terms of a piece of text in each language of the archive, each reading once.
    fn readings(&mut self, text: &str) -> Vec<Vec<String>> {
        let mut readings: Vec<Vec<String>> = Vec::new();
        for language in &self.languages {
            let terms: Vec<String> =
                self.stems.list(*language, text).into_iter().map(|(term, _)| term).collect();
            if !terms.is_empty() && !readings.contains(&terms) {
                readings.push(terms);
            }
        }
        readings
    }

    fn phrase(&mut self, phrase: &str) -> Result<Option<Clause>, SearchError> {
        let field = self.field();
        let readings = self.readings(phrase);
        let mut clause = Clause::default();
        for terms in &readings {
            clause.any.extend(self.dictionary.sequence(field, terms)?);
            if !self.comments {
                let in_title = self.dictionary.sequence(self.fields.title, terms)?;
                clause.title.extend(in_title.clone().map(Ask::for_nothing));
                clause.raise.extend(in_title.map(|ask| ask.boosted(TITLE_WEIGHT)));
            }
            for stem in terms {
                let with = self.dictionary.cards(field, stem)?;
                self.mark_stem(stem, with);
            }
        }
        Ok((!clause.any.is_empty()).then_some(clause))
    }

    /// What words side by side add, when the query has them side by side: in the headline, and in the text unless
    /// both are frequent.
    fn neighbours(&mut self, query: &Query) -> Result<Vec<Ask>, SearchError> {
        let words: Vec<&str> = query
            .groups
            .iter()
            .filter_map(|group| match (group.not, group.any.as_slice()) {
                (false, [Part::Word(word)]) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        let mut raises = Vec::new();
        if words.len() < 2 || words.len() != query.groups.len() || self.comments {
            return Ok(raises);
        }
        for pair in words.windows(2).take(4) {
            for terms in self.readings(&pair.join(" ")).iter().filter(|terms| terms.len() == 2) {
                let in_title = self.dictionary.sequence(self.fields.title, terms)?;
                raises.extend(in_title.map(|ask| ask.boosted(TITLE_PHRASE_WEIGHT)));
                let most = self.dictionary.cards(self.fields.text, &terms[0])?;
                if most.max(self.dictionary.cards(self.fields.text, &terms[1])?) < NEIGHBOUR_CARDS_MAX {
                    raises.extend(self.dictionary.sequence(self.fields.text, terms)?);
                }
            }
        }
        Ok(raises)
    }

    /// Adds the filters to what surrounds the words. They say nothing about the order.
    fn filters(&self, query: &Query, frame: &mut Frame) -> Result<(), SearchError> {
        let mut add = |filter: &Filter, ask: Ask| {
            let asks = if filter.not { &mut frame.nots } else { &mut frame.musts };
            asks.push(ask.for_nothing());
        };
        if self.comments {
            // Comments have neither tags nor bylines; who asks for an author means who commented.
            for filter in &query.authors {
                let mut asks = Vec::new();
                for language in &self.languages {
                    let terms = Analysis::new(Cut::Stem).list(*language, &filter.name);
                    let terms: Vec<String> = terms.into_iter().map(|(term, _)| term).collect();
                    asks.extend(self.dictionary.sequence(self.fields.remark, &terms)?);
                }
                add(filter, Ask::any(asks));
            }
            return Ok(());
        }
        let lists = [
            (&query.tags, self.fields.tag_name, self.fields.tag),
            (&query.authors, self.fields.author_name, self.fields.author),
        ];
        for (list, labels, ids) in lists {
            for filter in list {
                add(filter, self.named(labels, ids, filter)?);
            }
        }
        Ok(())
    }

    /// Cards with a tag or author: by the whole name or slug, else by any part of the name in any spelling.
    fn named(&self, labels: Field, ids: Field, filter: &Filter) -> Result<Ask, SearchError> {
        let name = whole_name(&filter.name);
        let mut found = self.dictionary.labelled(labels, &name)?;
        if found.is_empty() {
            found = self.dictionary.labelled_with(labels, &name, false)?;
        }
        if found.is_empty() && !name.contains(' ') {
            for variant in self.dictionary.variants(&name)?.iter().take(VARIANTS_MAX) {
                found.extend(self.dictionary.labelled_with(labels, &variant.spelling, false)?);
            }
        }
        let asks = found.iter().take(LABELS_MAX).map(|id| self.dictionary.fixed(ids, id, 0.0));
        Ok(Ask::any(asks.collect::<Result<_, _>>()?))
    }

    fn mark_stem(&mut self, stem: &str, cards: u64) {
        let weight = (1.0 + (self.stories as f32 + 1.0) / (cards as f32 + 1.0)).ln();
        self.marks.stems.insert(stem.to_owned(), weight.max(0.1));
    }
}

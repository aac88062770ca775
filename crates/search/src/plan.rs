//! From a query to what the index is asked.

mod word;

use std::collections::HashMap;

use tantivy::Searcher;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query as Ask};
use tantivy::schema::{Field, IndexRecordOption};

use crate::SearchError;
use crate::ask::{Framing, boosted, framed, kept_out, sequence, term, union, within};
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
/// Tags or authors that one filter may mean.
const LABELS_MAX: usize = 20;
/// Words whose neighbours in the text are looked at: not the very frequent ones, whose positions are many.
const NEIGHBOUR_CARDS_MAX: u64 = 50_000;

/// What the index is asked, and what is to be marked on the hits.
pub(crate) struct Plan {
    pub(crate) ask: Box<dyn Ask>,
    /// Only what has the words as they were typed: no other spellings.
    pub(crate) exact: Box<dyn Ask>,
    /// The same with most of the words in place of all; `None` when there is nothing to relax.
    pub(crate) relaxed: Option<Box<dyn Ask>>,
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
    any: Vec<Box<dyn Ask>>,
    /// Any of these meets it too, for who does not insist on the spelling.
    also: Vec<Box<dyn Ask>>,
    /// These only raise the score.
    raise: Vec<Box<dyn Ask>>,
    /// Whether it narrows nothing.
    small: bool,
}

impl<'s> Planner<'s> {
    pub(crate) fn new(searcher: &'s Searcher, fields: Fields, comments: bool) -> Result<Self, SearchError> {
        let dictionary = Dictionary { searcher, fields };
        let mut languages = dictionary.languages()?;
        if languages.is_empty() {
            languages.push(Language::UNKNOWN);
        }
        Ok(Self {
            dictionary,
            fields,
            languages,
            stems: Analysis::new(Cut::Stem),
            stories: searcher.num_docs(),
            comments,
            marks: Marks::default(),
            doubts: Vec::new(),
        })
    }

    /// The plan for a query within bounds.
    pub(crate) fn plan(mut self, query: &Query, bounds: &Bounds) -> Result<Plan, SearchError> {
        let (mut musts, mut raises, mut nots) = (Vec::new(), Vec::new(), Vec::new());
        for group in &query.groups {
            let clause = if group.not { self.unwanted(group) } else { self.wanted(group)? };
            let Some(clause) = clause else { continue };
            if group.not {
                nots.push(union(clause.any));
            } else {
                raises.extend(clause.raise);
                let exact = union(clause.any.iter().map(|ask| ask.box_clone()).collect());
                musts.push((clause.small, union(clause.any.into_iter().chain(clause.also).collect()), exact));
            }
        }
        raises.extend(self.neighbours(query)?);
        // Small words narrow nothing, unless there are no others.
        if musts.iter().any(|(small, ..)| !small) {
            musts.retain(|(small, ..)| !small);
        }
        let (words, exact): (Vec<_>, Vec<_>) = musts.into_iter().map(|(_, ask, exact)| (ask, exact)).unzip();
        let mut frame = self.filters(query)?;
        frame.extend(bounds.frame(self.fields, self.comments));
        frame.extend(nots.into_iter().map(|not| (Occur::MustNot, kept_out(not))));
        let relaxed = (words.len() > 1).then(|| {
            let most = words.len().div_ceil(2).max(words.len() * 2 / 3);
            let some = words.iter().map(|word| word.box_clone()).collect();
            let some: Box<dyn Ask> = Box::new(BooleanQuery::union_with_minimum_required_clauses(some, most));
            framed(vec![some], &raises, &frame, self.kind())
        });
        let exact = framed(exact, &[], &frame, self.kind());
        let ask = framed(words, &raises, &frame, self.kind());
        Ok(Plan { ask, exact, relaxed, marks: self.marks, doubts: self.doubts })
    }

    fn field(&self) -> Field {
        if self.comments { self.fields.remark } else { self.fields.text }
    }

    /// All stories, or all comments.
    fn kind(&self) -> Box<dyn Ask> {
        let kind = if self.comments { REMARK } else { STORY };
        Box::new(ConstScoreQuery::new(term(self.fields.kind, kind, IndexRecordOption::Basic), 0.0))
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
            whole.raise.extend(clause.raise);
            whole.small &= clause.small;
        }
        Ok((!whole.any.is_empty()).then_some(whole))
    }

    /// What must not be met is taken as it is written, without other spellings.
    fn unwanted(&mut self, group: &Group) -> Option<Clause> {
        let field = self.field();
        let mut any = Vec::new();
        for part in &group.any {
            for terms in self.readings(part.text()) {
                any.extend(sequence(field, &terms));
            }
        }
        (!any.is_empty()).then(|| Clause { any, ..Clause::default() })
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
            clause.any.extend(sequence(field, terms));
            if !self.comments {
                let in_title = sequence(self.fields.title, terms);
                clause.raise.extend(in_title.map(|ask| boosted(ask, TITLE_WEIGHT)));
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
    fn neighbours(&mut self, query: &Query) -> Result<Vec<Box<dyn Ask>>, SearchError> {
        let words: Vec<&str> = query
            .groups
            .iter()
            .filter_map(|group| match (group.not, group.any.as_slice()) {
                (false, [Part::Word(word)]) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        let mut raises: Vec<Box<dyn Ask>> = Vec::new();
        if words.len() < 2 || words.len() != query.groups.len() || self.comments {
            return Ok(raises);
        }
        for pair in words.windows(2).take(4) {
            for terms in self.readings(&pair.join(" ")).iter().filter(|terms| terms.len() == 2) {
                let in_title = sequence(self.fields.title, terms);
                raises.extend(in_title.map(|ask| boosted(ask, TITLE_PHRASE_WEIGHT)));
                let most = self.dictionary.cards(self.fields.text, &terms[0])?;
                if most.max(self.dictionary.cards(self.fields.text, &terms[1])?) < NEIGHBOUR_CARDS_MAX {
                    raises.extend(sequence(self.fields.text, terms));
                }
            }
        }
        Ok(raises)
    }

    fn filters(&self, query: &Query) -> Result<Vec<Framing>, SearchError> {
        let mut filters = Vec::new();
        if self.comments {
            // Comments have neither tags nor bylines; who asks for an author means who commented.
            for filter in &query.authors {
                let asks = self.languages.iter().filter_map(|language| {
                    let mut analysis = Analysis::new(Cut::Stem);
                    let terms: Vec<String> =
                        analysis.list(*language, &filter.name).into_iter().map(|(term, _)| term).collect();
                    sequence(self.fields.remark, &terms)
                });
                filters.push(within(filter, union(asks.collect())));
            }
            return Ok(filters);
        }
        let lists = [
            (&query.tags, self.fields.tag_name, self.fields.tag),
            (&query.authors, self.fields.author_name, self.fields.author),
        ];
        for (list, labels, ids) in lists {
            for filter in list {
                filters.push(within(filter, self.named(labels, ids, filter)?));
            }
        }
        Ok(filters)
    }

    /// Cards with a tag or author: by the whole name or slug, else by any part of the name in any spelling.
    fn named(&self, labels: Field, ids: Field, filter: &Filter) -> Result<Box<dyn Ask>, SearchError> {
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
        let basic = IndexRecordOption::Basic;
        Ok(union(found.iter().take(LABELS_MAX).map(|id| term(ids, id, basic)).collect()))
    }

    fn mark_stem(&mut self, stem: &str, cards: u64) {
        let weight = (1.0 + (self.stories as f32 + 1.0) / (cards as f32 + 1.0)).ln();
        self.marks.stems.insert(stem.to_owned(), weight.max(0.1));
    }
}

//! The small questions that a large one is made of.

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query as Ask, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::query::Filter;
use crate::schema::Fields;

/// A part of a question with what it does to the hits.
pub(crate) type Framing = (Occur, Box<dyn Ask>);

/// Cards that have a stem, whatever was typed.
pub(crate) fn with_stem(fields: Fields, stem: &str, comments: bool) -> Box<dyn Ask> {
    term(if comments { fields.remark } else { fields.text }, stem, IndexRecordOption::Basic)
}

/// Cards with a term.
pub(crate) fn term(field: Field, text: &str, record: IndexRecordOption) -> Box<dyn Ask> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), record))
}

/// Terms side by side.
pub(crate) fn sequence(field: Field, terms: &[String]) -> Option<Box<dyn Ask>> {
    match terms {
        [] => None,
        [only] => Some(term(field, only, IndexRecordOption::WithFreqs)),
        many => {
            let terms = many.iter().map(|text| Term::from_field_text(field, text)).collect();
            Some(Box::new(PhraseQuery::new(terms)))
        }
    }
}

/// Cards that any of them meets; none when there is none.
pub(crate) fn union(mut asks: Vec<Box<dyn Ask>>) -> Box<dyn Ask> {
    match asks.len() {
        0 => Box::new(EmptyQuery),
        1 => asks.remove(0),
        _ => Box::new(BooleanQuery::union(asks)),
    }
}

/// A filter, which keeps in or out and says nothing about the order.
pub(crate) fn within(filter: &Filter, ask: Box<dyn Ask>) -> Framing {
    if filter.not {
        (Occur::MustNot, kept_out(ask))
    } else {
        (Occur::Must, Box::new(ConstScoreQuery::new(ask, 0.0)))
    }
}

/// An ask whose cards are kept out. tantivy 0.27 asks an excluded phrase for cards that lie behind it, which a phrase does
/// not bear and a union does: so the ask is united with itself.
pub(crate) fn kept_out(ask: Box<dyn Ask>) -> Box<dyn Ask> {
    Box::new(BooleanQuery::union(vec![ask.box_clone(), ask]))
}

/// All words, within the filters.
pub(crate) fn framed(
    words: Vec<Box<dyn Ask>>,
    raises: &[Box<dyn Ask>],
    frame: &[Framing],
    all: Box<dyn Ask>,
) -> Box<dyn Ask> {
    let mut clauses: Vec<(Occur, Box<dyn Ask>)> = words.into_iter().map(|word| (Occur::Must, word)).collect();
    clauses.extend(frame.iter().map(|(occur, ask)| (*occur, ask.box_clone())));
    if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
        clauses.push((Occur::Must, all));
    }
    clauses.extend(raises.iter().map(|raise| (Occur::Should, raise.box_clone())));
    match clauses.len() {
        1 => clauses.remove(0).1,
        _ => Box::new(BooleanQuery::new(clauses)),
    }
}

/// The same, counting so much more.
pub(crate) fn boosted(ask: Box<dyn Ask>, weight: f32) -> Box<dyn Ask> {
    Box::new(BoostQuery::new(ask, weight))
}

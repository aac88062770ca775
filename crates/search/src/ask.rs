//! What the index is asked: which cards are met, and what each is worth. A plain tree; `cursor.rs` walks it.

use std::sync::Arc;

use tantivy::query::Bm25Weight;
use tantivy::schema::Field;

use crate::dictionary::Entry;

/// A question to the index.
#[derive(Clone)]
pub(crate) enum Ask {
    /// No card.
    Nothing,
    /// Cards with a term.
    Term { field: Field, entry: Arc<Entry>, worth: Worth },
    /// Cards with terms side by side.
    Phrase { field: Field, entries: Vec<Arc<Entry>>, worth: Worth },
    /// Cards that at least so many of the parts meet.
    Any { parts: Vec<Self>, least: usize, sum: Sum },
    /// Cards that all of `musts` meet and none of `nots`; `raises` only add to what they are worth.
    All { musts: Vec<Self>, nots: Vec<Self>, raises: Vec<Self> },
}

/// What a card is worth that a term meets.
#[derive(Clone)]
pub(crate) enum Worth {
    /// The same on every card.
    Fixed(f32),
    /// The more often the term stands on a short card, and the rarer it is, the more.
    Bm25(Bm25Weight),
}

/// What a card is worth that several parts meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sum {
    /// What all of them are worth together.
    Total,
    /// What the best of them is worth.
    Best,
}

impl Ask {
    /// Cards that any of them meets.
    pub(crate) fn any(mut parts: Vec<Self>) -> Self {
        match parts.len() {
            0 => Self::Nothing,
            1 => parts.remove(0),
            _ => Self::Any { parts, least: 1, sum: Sum::Total },
        }
    }

    /// The same, counting so much more.
    pub(crate) fn boosted(self, weight: f32) -> Self {
        let boost = |worth: Worth| match worth {
            Worth::Fixed(score) => Worth::Fixed(score * weight),
            Worth::Bm25(of) => Worth::Bm25(of.boost_by(weight)),
        };
        match self {
            Self::Nothing => Self::Nothing,
            Self::Term { field, entry, worth } => Self::Term { field, entry, worth: boost(worth) },
            Self::Phrase { field, entries, worth } => Self::Phrase { field, entries, worth: boost(worth) },
            Self::Any { parts, least, sum } => {
                let parts = parts.into_iter().map(|part| part.boosted(weight)).collect();
                Self::Any { parts, least, sum }
            }
            Self::All { musts, nots, raises } => {
                let boosted = |asks: Vec<Self>| asks.into_iter().map(|ask| ask.boosted(weight)).collect();
                Self::All { musts: boosted(musts), nots, raises: boosted(raises) }
            }
        }
    }

    /// The same, worth nothing: it only keeps in or out.
    pub(crate) fn for_nothing(self) -> Self {
        match self {
            Self::Nothing => Self::Nothing,
            Self::Term { field, entry, .. } => Self::Term { field, entry, worth: Worth::Fixed(0.0) },
            Self::Phrase { field, entries, .. } => Self::Phrase { field, entries, worth: Worth::Fixed(0.0) },
            Self::Any { parts, least, .. } => {
                let parts = parts.into_iter().map(Self::for_nothing).collect();
                Self::Any { parts, least, sum: Sum::Best }
            }
            Self::All { musts, nots, .. } => {
                let musts = musts.into_iter().map(Self::for_nothing).collect();
                Self::All { musts, nots, raises: Vec::new() }
            }
        }
    }

    /// No more cards than this are met: the dictionary knows how long each list is.
    pub(crate) fn most(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Term { entry, .. } => entry.cards,
            Self::Phrase { entries, .. } => entries.iter().map(|entry| entry.cards).min().unwrap_or(0),
            Self::Any { parts, least, .. } => {
                parts.iter().map(Self::most).sum::<u64>() / (*least).max(1) as u64
            }
            Self::All { musts, .. } => musts.iter().map(Self::most).min().unwrap_or(0),
        }
    }
}

/// What surrounds the words of a question: what every card must meet whatever it says, and what none may.
#[derive(Clone, Default)]
pub(crate) struct Frame {
    pub(crate) musts: Vec<Ask>,
    pub(crate) nots: Vec<Ask>,
}

impl Frame {
    /// All words, within the frame; where neither asks for anything, `all`.
    pub(crate) fn around(&self, words: Vec<Ask>, raises: Vec<Ask>, all: &Ask) -> Ask {
        let mut musts = words;
        musts.extend(self.musts.iter().cloned());
        if musts.is_empty() {
            musts.push(all.clone());
        }
        if musts.len() == 1 && self.nots.is_empty() && raises.is_empty() {
            return musts.remove(0);
        }
        Ask::All { musts, nots: self.nots.clone(), raises }
    }
}

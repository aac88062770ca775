//! Walking the cards that a question meets, in the order they were filed, within one stretch of one part of the index.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet as _, SegmentReader, TERMINATED, TantivyError};

use crate::SearchError;
use crate::ask::{Ask, Sum, Worth};
use crate::dictionary::Entry;
use crate::effort::{Effort, OPEN, POSITIONS, SEEK};

/// How often a term stands on a card costs one more step of reading for each so many times.
const TIMES_PER_STEP: u32 = 8;
/// Cards of a list that are passed over with one step, when they need not be looked at.
const PASSED_PER_STEP: f32 = 1_024.0;

/// Some cards of one part of the index: from `from` up to but without `to`.
#[derive(Clone, Copy)]
pub(crate) struct Stretch<'s> {
    pub(crate) reader: &'s SegmentReader,
    /// Which part it is.
    pub(crate) ordinal: usize,
    pub(crate) from: DocId,
    pub(crate) to: DocId,
}

/// Stands on one card that is met, or at the end.
pub(crate) enum Cursor<'e> {
    Nothing,
    Term(Box<TermCursor<'e>>),
    Phrase(Box<PhraseCursor<'e>>),
    Any(AnyCursor<'e>),
    All(AllCursor<'e>),
}

impl Ask {
    /// A cursor on the first card of the stretch that is met.
    pub(crate) fn open<'e>(&self, at: &Stretch<'_>, effort: &'e Effort) -> Result<Cursor<'e>, SearchError> {
        let each = |asks: &[Self]| asks.iter().map(|ask| ask.open(at, effort)).collect::<Result<Vec<_>, _>>();
        Ok(match self {
            Self::Nothing => Cursor::Nothing,
            Self::Term { field, entry, worth } => {
                let option = match worth {
                    Worth::Fixed(_) => IndexRecordOption::Basic,
                    Worth::Bm25(_) => IndexRecordOption::WithFreqs,
                };
                match List::open(at, *field, entry, option, effort)? {
                    Some(list) => {
                        Cursor::Term(Box::new(TermCursor { list, score: Scoring::new(at, *field, worth)? }))
                    }
                    None => Cursor::Nothing,
                }
            }
            Self::Phrase { field, entries, worth } => PhraseCursor::open(at, *field, entries, worth, effort)?,
            Self::Any { parts, least, sum } => {
                let mut parts = each(parts)?;
                parts.retain(|part| part.card() != TERMINATED);
                let mut any = AnyCursor { parts, least: *least, sum: *sum, card: 0 };
                any.seek(at.from);
                Cursor::Any(any)
            }
            Self::All { musts, nots, raises } => {
                // The shortest list leads, so that the others are only looked into where it has a card.
                let mut order: Vec<&Self> = musts.iter().collect();
                order.sort_by_key(|must| must.most());
                let mut opened = Vec::with_capacity(order.len());
                for must in order {
                    let cursor = must.open(at, effort)?;
                    if cursor.card() == TERMINATED {
                        return Ok(Cursor::Nothing);
                    }
                    opened.push(cursor);
                }
                let (nots, raises) = (each(nots)?, each(raises)?);
                let mut all = AllCursor { musts: opened, nots, raises, card: 0 };
                all.seek(at.from);
                Cursor::All(all)
            }
        })
    }
}

impl Cursor<'_> {
    /// The card it stands on; [`TERMINATED`] at the end.
    #[inline]
    pub(crate) fn card(&self) -> DocId {
        match self {
            Self::Nothing => TERMINATED,
            Self::Term(term) => term.list.card,
            Self::Phrase(phrase) => phrase.card,
            Self::Any(any) => any.card,
            Self::All(all) => all.card,
        }
    }

    /// Goes on to the first card from `target` on, unless it stands on one already, and answers which that is.
    #[inline]
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        if self.card() >= target {
            return self.card();
        }
        match self {
            Self::Nothing => TERMINATED,
            Self::Term(term) => term.list.seek(target),
            Self::Phrase(phrase) => phrase.seek(target),
            Self::Any(any) => any.seek(target),
            Self::All(all) => all.seek(target),
        }
    }

    /// What the card is worth on which it stands.
    pub(crate) fn score(&mut self) -> f32 {
        match self {
            Self::Nothing => 0.0,
            Self::Term(term) => term.score.of(term.list.card, || term.list.postings.term_freq()),
            Self::Phrase(phrase) => phrase.score.of(phrase.card, || phrase.times),
            Self::Any(any) => any.score(),
            Self::All(all) => all.score(),
        }
    }
}

/// What makes a number of a card.
struct Scoring {
    worth: Worth,
    norms: Option<FieldNormReader>,
}

impl Scoring {
    fn new(at: &Stretch<'_>, field: Field, worth: &Worth) -> Result<Self, SearchError> {
        let norms = match worth {
            Worth::Fixed(_) => None,
            Worth::Bm25(_) => Some(at.reader.get_fieldnorms_reader(field)?),
        };
        Ok(Self { worth: worth.clone(), norms })
    }

    #[inline]
    fn of(&self, card: DocId, times: impl FnOnce() -> u32) -> f32 {
        match (&self.worth, &self.norms) {
            (Worth::Bm25(weight), Some(norms)) => weight.score(norms.fieldnorm_id(card), times()),
            (Worth::Fixed(score), _) => *score,
            (Worth::Bm25(_), None) => 0.0,
        }
    }
}

/// The cards of one term.
struct List<'e> {
    postings: SegmentPostings,
    card: DocId,
    to: DocId,
    /// Steps of passing over one card of the stretch.
    passing: f32,
    effort: &'e Effort,
}

impl<'e> List<'e> {
    fn open(
        at: &Stretch<'_>,
        field: Field,
        entry: &Entry,
        option: IndexRecordOption,
        effort: &'e Effort,
    ) -> Result<Option<Self>, SearchError> {
        let Some(info) = entry.places.get(at.ordinal).and_then(Option::as_ref) else { return Ok(None) };
        effort.spend(OPEN);
        let index = at.reader.inverted_index(field)?;
        let postings = index.read_postings_from_terminfo(info, option).map_err(TantivyError::from)?;
        let passing = info.doc_freq as f32 / at.reader.max_doc().max(1) as f32 / PASSED_PER_STEP;
        let mut list = Self { card: postings.doc(), postings, to: at.to, passing, effort };
        if list.seek(at.from.max(list.card)) == TERMINATED { Ok(None) } else { Ok(Some(list)) }
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        let distance = target.saturating_sub(self.card);
        let card = match distance {
            0 => self.card,
            1 => {
                self.effort.spend(1);
                self.postings.advance()
            }
            _ => {
                self.effort.spend(SEEK + (distance as f32 * self.passing) as u32);
                self.postings.seek(target)
            }
        };
        self.card = if card >= self.to || self.effort.is_spent() { TERMINATED } else { card };
        self.card
    }
}

/// Cards with a term.
pub(crate) struct TermCursor<'e> {
    list: List<'e>,
    score: Scoring,
}

/// Cards with terms side by side.
pub(crate) struct PhraseCursor<'e> {
    /// The rarest first, each with how many words stand after it in the phrase.
    lists: Vec<(List<'e>, u32)>,
    score: Scoring,
    card: DocId,
    /// How often the phrase stands on the card.
    times: u32,
    effort: &'e Effort,
    /// Where the phrase may end, and where the word that is looked at would have it end.
    ends: (Vec<u32>, Vec<u32>),
}

impl<'e> PhraseCursor<'e> {
    fn open(
        at: &Stretch<'_>,
        field: Field,
        entries: &[std::sync::Arc<Entry>],
        worth: &Worth,
        effort: &'e Effort,
    ) -> Result<Cursor<'e>, SearchError> {
        let mut lists = Vec::with_capacity(entries.len());
        let mut order: Vec<(usize, &std::sync::Arc<Entry>)> = entries.iter().enumerate().collect();
        order.sort_by_key(|(_, entry)| entry.cards);
        for (place, entry) in order {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(list) = List::open(at, field, entry, option, effort)? else {
                return Ok(Cursor::Nothing);
            };
            lists.push((list, (entries.len() - 1 - place) as u32));
        }
        let score = Scoring::new(at, field, worth)?;
        let mut phrase = Self { lists, score, card: 0, times: 0, effort, ends: Default::default() };
        phrase.seek(at.from);
        Ok(Cursor::Phrase(Box::new(phrase)))
    }

    fn seek(&mut self, mut target: DocId) -> DocId {
        loop {
            self.card = self.common(target);
            if self.card == TERMINATED {
                return TERMINATED;
            }
            self.times = self.count();
            if self.times > 0 {
                return self.card;
            }
            target = self.card + 1;
        }
    }

    /// The first card from `target` on that has all the words, side by side or not.
    fn common(&mut self, mut target: DocId) -> DocId {
        'next: loop {
            let mut card = 0;
            for (list, _) in &mut self.lists {
                card = list.card;
                if card < target {
                    card = list.seek(target);
                }
                if card == TERMINATED {
                    return TERMINATED;
                }
                if card > target {
                    target = card;
                    continue 'next;
                }
            }
            return card;
        }
    }

    /// How often the words stand side by side on the card.
    fn count(&mut self) -> u32 {
        let (ends, of_word) = &mut self.ends;
        for (n, (list, after)) in self.lists.iter_mut().enumerate() {
            self.effort.spend(POSITIONS + list.postings.term_freq() / TIMES_PER_STEP);
            if n == 0 {
                list.postings.positions_with_offset(*after, ends);
                continue;
            }
            list.postings.positions_with_offset(*after, of_word);
            keep_common(ends, of_word);
            if ends.is_empty() {
                return 0;
            }
        }
        ends.len() as u32
    }
}

/// Leaves in one sorted list what the other one has too.
fn keep_common(list: &mut Vec<u32>, other: &[u32]) {
    let mut rest = other;
    list.retain(|place| {
        let passed = rest.iter().take_while(|known| *known < place).count();
        rest = &rest[passed..];
        rest.first() == Some(place)
    });
}

/// Cards that some of the parts meet.
pub(crate) struct AnyCursor<'e> {
    parts: Vec<Cursor<'e>>,
    least: usize,
    sum: Sum,
    card: DocId,
}

impl AnyCursor<'_> {
    fn seek(&mut self, mut target: DocId) -> DocId {
        loop {
            let (mut nearest, mut ended) = (TERMINATED, false);
            for part in &mut self.parts {
                let card = part.seek(target);
                nearest = nearest.min(card);
                ended |= card == TERMINATED;
            }
            if ended {
                self.parts.retain(|part| part.card() != TERMINATED);
            }
            self.card = if self.parts.len() < self.least { TERMINATED } else { nearest };
            if self.least <= 1 || self.card == TERMINATED {
                return self.card;
            }
            // No card before the one that the last of so many parts stands on can be met by so many.
            let mut cards: Vec<DocId> = self.parts.iter().map(Cursor::card).collect();
            cards.sort_unstable();
            self.card = cards[self.least - 1];
            if cards.iter().filter(|card| **card == self.card).count() >= self.least {
                return self.card;
            }
            target = self.card;
        }
    }

    fn score(&mut self) -> f32 {
        let card = self.card;
        // With fewer than all of them, some parts may stand further on.
        let met = self.parts.iter_mut().filter(|part| part.card() == card).map(Cursor::score);
        match self.sum {
            Sum::Total => met.sum(),
            Sum::Best => met.fold(0.0, f32::max),
        }
    }
}

/// Cards that all of some asks meet.
pub(crate) struct AllCursor<'e> {
    musts: Vec<Cursor<'e>>,
    nots: Vec<Cursor<'e>>,
    raises: Vec<Cursor<'e>>,
    card: DocId,
}

impl AllCursor<'_> {
    fn seek(&mut self, mut target: DocId) -> DocId {
        'next: loop {
            for must in &mut self.musts {
                let card = must.seek(target);
                if card == TERMINATED {
                    self.card = TERMINATED;
                    return TERMINATED;
                }
                if card > target {
                    target = card;
                    continue 'next;
                }
            }
            if self.nots.iter_mut().any(|not| not.seek(target) == target) {
                target += 1;
                continue 'next;
            }
            self.card = target;
            return target;
        }
    }

    fn score(&mut self) -> f32 {
        let card = self.card;
        let words: f32 = self.musts.iter_mut().map(Cursor::score).sum();
        let raised =
            self.raises.iter_mut().filter_map(|raise| (raise.seek(card) == card).then(|| raise.score()));
        words + raised.sum::<f32>()
    }
}

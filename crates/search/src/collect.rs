//! Gathering the cards that a question meets: who may be shown, how many, which first, and how they divide.
//!
//! The one rule of visibility is asked here, of every card and before it is counted, so that a story whose hour has
//! not come shows neither in the hits nor in a number.
//!
//! The newest cards are looked at first, and not for ever: see [`COUNTED_MAX`] and `effort.rs`.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

use dateline_model::{AuthorId, Millis, Period, Zone};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, TERMINATED};

use crate::SearchError;
use crate::ask::Ask;
use crate::cursor::{Cursor, Stretch};
use crate::effort::Effort;
use crate::spans::{BLOCK, Span, Spans, newest_first};
use crate::tally::Tally;

/// Cards of a question that are counted one by one and compared with each other. Of words that stand on more cards,
/// those on the newest are weighed, and those with all the words in the headline; the answer says "at least so many".
/// A reader looks at a hundred pages at most, and nobody tells ten thousand hits from twenty thousand.
pub(crate) const COUNTED_MAX: u64 = 10_000;
/// Cards from all of the archive that are looked at to say how such a question divides.
const SAMPLED_MAX: u64 = 65_536;
/// How many of them stand side by side.
const SAMPLED_TOGETHER: u32 = 64;

/// How much a story of this hour may gain over an old one with the same words.
const FRESHNESS: f32 = 0.2;
/// After how long half of that is lost, in milliseconds: a year.
const HALF_LIFE: f32 = 365.0 * 86_400_000.0;
/// The years that stories are divided by.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 1_700..=2_200;

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Audience {
    /// Everybody: what is public at the moment of asking.
    #[default]
    Readers,
    /// The staff: drafts, scheduled and embargoed stories too. Whoever asks must have the right to read them all.
    Desk,
    /// Somebody who signs as this author and may read only own stories, at every stage.
    Own(AuthorId),
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// What answers the query best; of equals the newer.
    #[default]
    Best,
    /// What is dated last.
    Newest,
}

/// What to gather.
#[derive(Clone)]
pub(crate) struct Gather {
    pub(crate) audience: Audience,
    pub(crate) now: Millis,
    pub(crate) order: Order,
    /// Only dates before this moment,
    pub(crate) before: Option<Millis>,
    /// and from this moment on.
    pub(crate) after: Option<Millis>,
    /// How many of the first cards to keep.
    pub(crate) keep: usize,
    /// How many cards to count; with more the count is not to be finished.
    pub(crate) enough: u64,
    /// When each year begins, the first first; empty when nothing is to be divided.
    pub(crate) years: Arc<[Millis]>,
}

/// What was gathered.
#[derive(Default)]
pub(crate) struct Gathered {
    /// Cards met.
    pub(crate) total: u64,
    /// Whether not all of the archive was looked at, so that there may be more than `total`.
    pub(crate) more: bool,
    /// The first of them, the very first first.
    pub(crate) first: Vec<Card>,
    /// How they divide.
    pub(crate) tally: Tally,
}

/// A card that was met.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Card {
    pub(crate) score: f32,
    pub(crate) date: Millis,
    pub(crate) at: DocAddress,
}

/// When each year of [`YEARS`] begins in a zone.
pub(crate) fn years_in(zone: &Zone) -> Arc<[Millis]> {
    let begin = |year| zone.span_of(Period::Year(year)).map_or(Millis::MAX, |(begin, _)| begin);
    YEARS.map(begin).collect()
}

impl Eq for Card {}

impl PartialOrd for Card {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Card {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_score = self.score.total_cmp(&other.score);
        by_score.then(self.date.cmp(&other.date)).then(other.at.cmp(&self.at))
    }
}

/// The index at one moment, and where in it the newest cards stand.
pub(crate) struct Archive<'s> {
    pub(crate) searcher: &'s Searcher,
    pub(crate) spans: &'s Spans,
}

impl Archive<'_> {
    /// Gathers what `ask` meets, the newest cards first, until there are [`Gather::enough`] or the effort is spent.
    pub(crate) fn gather(
        &self,
        ask: &Ask,
        gather: &Gather,
        effort: &Effort,
    ) -> Result<Gathered, SearchError> {
        let mut walk = Walk::new(gather);
        let blocks = self.blocks(gather)?;
        let mut size = size_for(ask.most(), gather.enough, cards_in(&blocks));
        let mut spans = newest_first(blocks, size).into_iter();
        let mut looked_at = 0;
        let mut reads = 0;
        while let Some(span) = spans.next() {
            if walk.needs_no(&span) {
                walk.more = true;
                break;
            }
            if !self.look_at(&span, ask, &mut walk, effort)? {
                walk.more = true;
                break;
            }
            looked_at += u64::from(span.to - span.from);
            reads += 1;
            // Words that seldom meet need no small steps.
            let fitting = size_for(walk.total, gather.enough, looked_at);
            if reads % 4 == 0 && fitting / 2 >= size {
                size = fitting;
                spans = newest_first(spans.collect(), size).into_iter();
            }
        }
        Ok(walk.finish())
    }

    /// Cards with all words in the headline, wherever in the archive, added to what was gathered among the newest.
    pub(crate) fn add_best(
        &self,
        ask: &Ask,
        gather: &Gather,
        effort: &Effort,
        gathered: &mut Gathered,
    ) -> Result<(), SearchError> {
        let best = self.gather(ask, gather, effort)?;
        gathered.first.extend(best.first);
        gathered.first.sort_unstable_by(|a, b| b.cmp(a));
        gathered.first.dedup_by_key(|card| card.at);
        gathered.first.truncate(gather.keep);
        Ok(())
    }

    /// How the cards that `ask` meets divide, estimated from some that stand evenly in the whole archive.
    pub(crate) fn estimate(&self, ask: &Ask, gather: &Gather, effort: &Effort) -> Result<Tally, SearchError> {
        let blocks = self.blocks(gather)?;
        let cards = cards_in(&blocks);
        let stride = (cards * u64::from(SAMPLED_TOGETHER)).div_ceil(SAMPLED_MAX).max(SAMPLED_TOGETHER.into());
        let stride = u32::try_from(stride).unwrap_or(u32::MAX);
        let (mut tally, mut looked_at) = (Tally::default(), 0);
        for span in newest_first(blocks, u32::MAX) {
            if effort.is_spent() {
                break;
            }
            let reader = self.searcher.segment_reader(span.part as u32);
            let mut part = Part::open(reader, gather)?;
            let at = Stretch { reader, ordinal: span.part, from: span.from, to: span.to };
            let mut cursor = ask.open(&at, effort)?;
            let mut from = span.from;
            while from < span.to && !effort.is_spent() {
                let to = (from + SAMPLED_TOGETHER).min(span.to);
                let mut card = cursor.seek(from);
                while card < to && !effort.is_spent() {
                    if let Some(date) = part.date_if_shown(card, gather) {
                        tally.count((span.part, reader), card, date, &gather.years)?;
                    }
                    card = cursor.seek(card + 1);
                }
                looked_at += u64::from(to - from);
                from = from.saturating_add(stride);
            }
        }
        tally.scale(cards as f64 / looked_at.max(1) as f64);
        Ok(tally)
    }

    /// The blocks that may have cards of the dates that are asked for.
    fn blocks(&self, gather: &Gather) -> Result<Vec<Span>, SearchError> {
        let (after, before) = gather.dates();
        let mut blocks = self.spans.blocks(self.searcher)?;
        blocks.retain(|block| block.latest >= after && block.earliest < before);
        Ok(blocks)
    }

    /// Looks at the cards of one span; `false` when the effort ended it.
    fn look_at(
        &self,
        span: &Span,
        ask: &Ask,
        walk: &mut Walk<'_>,
        effort: &Effort,
    ) -> Result<bool, SearchError> {
        let reader = self.searcher.segment_reader(span.part as u32);
        let at = Stretch { reader, ordinal: span.part, from: span.from, to: span.to };
        let mut cursor = ask.open(&at, effort)?;
        let mut part = None;
        while cursor.card() != TERMINATED && !effort.is_spent() {
            let card = cursor.card();
            let part = match &mut part {
                Some(part) => part,
                none => none.insert(Part::open(reader, walk.gather)?),
            };
            walk.take(part, span.part, card, &mut cursor)?;
            cursor.seek(card + 1);
        }
        Ok(!effort.is_spent())
    }
}

/// How many cards to look at in one step, so that a few steps find enough.
fn size_for(met: u64, enough: u64, among: u64) -> u32 {
    let size = (enough / 4).max(1).saturating_mul(among) / met.max(1);
    u32::try_from(size).unwrap_or(u32::MAX).max(BLOCK)
}

fn cards_in(spans: &[Span]) -> u64 {
    spans.iter().map(|span| u64::from(span.to - span.from)).sum()
}

impl Gather {
    fn dates(&self) -> (Millis, Millis) {
        (self.after.unwrap_or(Millis::MIN), self.before.unwrap_or(Millis::MAX))
    }
}

/// What is asked of the cards of one part of the index.
struct Part<'s> {
    reader: &'s SegmentReader,
    /// The hours of the cards, when some have not come.
    hidden: Option<Column<i64>>,
    date: Column<i64>,
}

impl<'s> Part<'s> {
    fn open(reader: &'s SegmentReader, gather: &Gather) -> Result<Self, SearchError> {
        let public_from = reader.fast_fields().i64("public_from")?;
        // Where the latest hour has passed nobody need be asked for his.
        let hidden = gather.audience == Audience::Readers && public_from.max_value() > gather.now;
        Ok(Self { reader, hidden: hidden.then_some(public_from), date: reader.fast_fields().i64("date")? })
    }

    /// The date of a card, if it is there, the asker may see it, and its date was asked for.
    fn date_if_shown(&mut self, card: DocId, gather: &Gather) -> Option<Millis> {
        if self.reader.is_deleted(card) {
            return None;
        }
        if let Some(hours) = &self.hidden
            && hours.values.get_val(card) > gather.now
        {
            return None;
        }
        let date = self.date.values.get_val(card);
        let (after, before) = gather.dates();
        (after <= date && date < before).then_some(date)
    }
}

/// A walk through the archive with what it has found so far.
struct Walk<'g> {
    gather: &'g Gather,
    total: u64,
    more: bool,
    heap: BinaryHeap<Reverse<Card>>,
    tally: Tally,
}

impl<'g> Walk<'g> {
    fn new(gather: &'g Gather) -> Self {
        let heap = BinaryHeap::with_capacity(gather.keep + 1);
        Self { gather, total: 0, more: false, heap, tally: Tally::default() }
    }

    /// Whether enough was found without this span and those after it, which are older.
    fn needs_no(&self, span: &Span) -> bool {
        let is_full = self.heap.len() == self.gather.keep;
        let none_newer = self.heap.peek().is_none_or(|last| last.0.date > span.latest);
        self.total > self.gather.enough && (self.gather.order == Order::Best || (is_full && none_newer))
    }

    fn take(
        &mut self,
        part: &mut Part<'_>,
        ordinal: usize,
        card: DocId,
        cursor: &mut Cursor<'_>,
    ) -> Result<(), SearchError> {
        let Some(date) = part.date_if_shown(card, self.gather) else { return Ok(()) };
        self.total += 1;
        if !self.gather.years.is_empty() {
            self.tally.count((ordinal, part.reader), card, date, &self.gather.years)?;
        }
        if self.gather.keep > 0 {
            let score = match self.gather.order {
                Order::Best => cursor.score() * freshness(date, self.gather.now),
                Order::Newest => 0.0,
            };
            self.offer(Card { score, date, at: DocAddress::new(ordinal as u32, card) });
        }
        Ok(())
    }

    fn offer(&mut self, card: Card) {
        if self.heap.len() < self.gather.keep {
            self.heap.push(Reverse(card));
        } else if let Some(mut last) = self.heap.peek_mut()
            && card > last.0
        {
            *last = Reverse(card);
        }
    }

    fn finish(self) -> Gathered {
        let mut first: Vec<Card> = self.heap.into_iter().map(|Reverse(card)| card).collect();
        first.sort_unstable_by(|a, b| b.cmp(a));
        // A count that was not finished is said as it was promised, wherever in a span it ended.
        let total = if self.more { self.total.min(self.gather.enough) } else { self.total };
        Gathered { total, more: self.more, first, tally: self.tally }
    }
}

/// What a date is worth beside the words: at most a fifth more.
fn freshness(date: Millis, now: Millis) -> f32 {
    let age = (now - date).max(0) as f32;
    1.0 + FRESHNESS * (-age / HALF_LIFE).exp2()
}

#[cfg(test)]
mod tests;

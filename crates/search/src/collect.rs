//! Gathering the cards that a plan meets: who may be shown, how many, which first, and how they divide.
//!
//! The one rule of visibility is asked here, of every card and before it is counted, so that a story whose hour has
//! not come shows neither in the hits nor in a number.

use std::cmp::{Ordering, Reverse};
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

use dateline_model::{AuthorId, Millis, Period, Zone};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

/// How much a story of this hour may gain over an old one with the same words.
const FRESHNESS: f32 = 0.2;
/// After how long half of that is lost, in milliseconds: a year.
const HALF_LIFE: f32 = 365.0 * 86_400_000.0;
/// The years that stories are divided by.
const YEARS: std::ops::RangeInclusive<i16> = 1_700..=2_200;

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
    /// When each year begins, the first first; empty when nothing is to be divided.
    pub(crate) years: Arc<[Millis]>,
}

/// What was gathered.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// All cards met.
    pub(crate) total: u64,
    /// The first of them, the very first first.
    pub(crate) first: Vec<Card>,
    /// Cards by id of tag, by id of author, by year.
    pub(crate) tags: HashMap<String, u64>,
    pub(crate) authors: HashMap<String, u64>,
    pub(crate) years: HashMap<i16, u64>,
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

impl Collector for Gather {
    type Fruit = Gathered;
    type Child = Gatherer;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Gatherer> {
        let columns = segment.fast_fields();
        let public_from = columns.i64("public_from")?;
        // Where the latest hour has passed nobody need be asked for his.
        let hidden = self.audience == Audience::Readers && public_from.max_value() > self.now;
        let facets = if self.years.is_empty() {
            None
        } else {
            let (tags, authors) = (columns.str("tag")?, columns.str("author")?);
            Some(Facets {
                tags: Tally::of(tags),
                authors: Tally::of(authors),
                years: vec![0; self.years.len()],
            })
        };
        Ok(Gatherer {
            ordinal,
            hidden: hidden.then_some(public_from),
            date: columns.i64("date")?,
            now: self.now,
            order: self.order,
            dates: (self.after.unwrap_or(Millis::MIN), self.before.unwrap_or(Millis::MAX)),
            dated: self.after.is_some() || self.before.is_some(),
            keep: self.keep,
            total: 0,
            heap: BinaryHeap::with_capacity(self.keep + 1),
            facets,
            begins: Arc::clone(&self.years),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.order == Order::Best && self.keep > 0
    }

    fn merge_fruits(&self, parts: Vec<tantivy::Result<Gathered>>) -> tantivy::Result<Gathered> {
        let mut whole = Gathered::default();
        for part in parts {
            let part = part?;
            whole.total += part.total;
            whole.first.extend(part.first);
            add(&mut whole.tags, part.tags);
            add(&mut whole.authors, part.authors);
            add(&mut whole.years, part.years);
        }
        whole.first.sort_unstable_by(|a, b| b.cmp(a));
        whole.first.truncate(self.keep);
        Ok(whole)
    }
}

fn add<K: std::hash::Hash + Eq>(whole: &mut HashMap<K, u64>, part: HashMap<K, u64>) {
    for (key, n) in part {
        *whole.entry(key).or_default() += n;
    }
}

/// Gathers in one part of the index.
pub(crate) struct Gatherer {
    ordinal: SegmentOrdinal,
    /// The hours of the cards, when some have not come.
    hidden: Option<Column<i64>>,
    date: Column<i64>,
    now: Millis,
    order: Order,
    dates: (Millis, Millis),
    dated: bool,
    keep: usize,
    total: u64,
    heap: BinaryHeap<Reverse<Card>>,
    facets: Option<Facets>,
    begins: Arc<[Millis]>,
}

impl SegmentCollector for Gatherer {
    type Fruit = tantivy::Result<Gathered>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if let Some(hours) = &self.hidden
            && hours.values.get_val(doc) > self.now
        {
            return;
        }
        // Most cards of a long list are no better than those that are kept, whatever their date.
        if self.facets.is_none() && !self.dated && self.is_beyond_reach(score) {
            self.total += 1;
            return;
        }
        let date = if self.facets.is_some() || self.dated || self.keep > 0 {
            self.date.values.get_val(doc)
        } else {
            0
        };
        if self.dated && !(self.dates.0 <= date && date < self.dates.1) {
            return;
        }
        self.total += 1;
        if let Some(facets) = &mut self.facets {
            facets.count(doc, date, &self.begins);
        }
        if self.keep > 0 {
            let score = if self.order == Order::Best { score * freshness(date, self.now) } else { 0.0 };
            self.offer(Card { score, date, at: DocAddress::new(self.ordinal, doc) });
        }
    }

    fn harvest(self) -> tantivy::Result<Gathered> {
        let mut gathered = Gathered { total: self.total, ..Gathered::default() };
        gathered.first = self.heap.into_iter().map(|Reverse(card)| card).collect();
        if let Some(facets) = self.facets {
            gathered.tags = facets.tags.named()?;
            gathered.authors = facets.authors.named()?;
            let years = YEARS.zip(facets.years).filter(|(_, n)| *n > 0);
            gathered.years = years.collect();
        }
        Ok(gathered)
    }
}

impl Gatherer {
    /// Whether a card of this score cannot be among the first, even if it is of today.
    fn is_beyond_reach(&self, score: Score) -> bool {
        let is_full = self.order == Order::Best && self.keep > 0 && self.heap.len() == self.keep;
        is_full && self.heap.peek().is_some_and(|last| score * (1.0 + FRESHNESS) < last.0.score)
    }

    fn offer(&mut self, card: Card) {
        if self.heap.len() < self.keep {
            self.heap.push(Reverse(card));
        } else if let Some(mut last) = self.heap.peek_mut()
            && card > last.0
        {
            *last = Reverse(card);
        }
    }
}

/// What a date is worth beside the words: at most a fifth more.
fn freshness(date: Millis, now: Millis) -> f32 {
    let age = (now - date).max(0) as f32;
    1.0 + FRESHNESS * (-age / HALF_LIFE).exp2()
}

struct Facets {
    tags: Tally,
    authors: Tally,
    years: Vec<u64>,
}

impl Facets {
    fn count(&mut self, doc: DocId, date: Millis, begins: &[Millis]) {
        self.tags.count(doc);
        self.authors.count(doc);
        let year = begins.partition_point(|begin| *begin <= date);
        if let Some(n) = year.checked_sub(1).and_then(|year| self.years.get_mut(year)) {
            *n += 1;
        }
    }
}

/// Counts the values of a column.
struct Tally(Option<(StrColumn, Vec<u32>)>);

impl Tally {
    fn of(column: Option<StrColumn>) -> Self {
        Self(column.map(|column| {
            let none = vec![0; column.num_terms()];
            (column, none)
        }))
    }

    fn count(&mut self, doc: DocId) {
        if let Some((column, counts)) = &mut self.0 {
            for ordinal in column.ords().values_for_doc(doc) {
                if let Some(n) = counts.get_mut(ordinal as usize) {
                    *n += 1;
                }
            }
        }
    }

    fn named(self) -> tantivy::Result<HashMap<String, u64>> {
        let mut named = HashMap::new();
        let Some((column, counts)) = self.0 else { return Ok(named) };
        for (ordinal, n) in counts.into_iter().enumerate().filter(|(_, n)| *n > 0) {
            let mut name = String::new();
            column.ord_to_str(ordinal as u64, &mut name).map_err(TantivyError::from)?;
            named.insert(name, u64::from(n));
        }
        Ok(named)
    }
}

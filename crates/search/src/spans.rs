//! Where in the index the newest cards stand.
//!
//! Cards are filed by their moment, so that neighbours are mostly of one time. For each block of neighbours the index
//! in memory keeps the earliest and the latest date: sixteen bytes for some thousand cards. With these a question looks
//! at the newest blocks first, passes over those whose dates were not asked for, and knows when nothing newer can come.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use dateline_model::Millis;
use tantivy::index::SegmentId;
use tantivy::{DocId, Searcher, SegmentReader};

use crate::SearchError;

/// Cards of a block.
pub(crate) const BLOCK: u32 = 4_096;

/// The dates of the blocks of one part of the index, the earliest and the latest of each.
type Dates = Arc<[(Millis, Millis)]>;

/// The dates of all parts, of each as long as it lives. A part never changes.
#[derive(Default)]
pub(crate) struct Spans(Mutex<HashMap<SegmentId, Dates>>);

/// Blocks side by side in one part of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// Which part.
    pub(crate) part: usize,
    pub(crate) from: DocId,
    pub(crate) to: DocId,
    pub(crate) earliest: Millis,
    pub(crate) latest: Millis,
}

impl Spans {
    /// Every block of the index as a span, part by part.
    pub(crate) fn blocks(&self, searcher: &Searcher) -> Result<Vec<Span>, SearchError> {
        let mut blocks = Vec::new();
        let parts = searcher.segment_readers();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|id, _| parts.iter().any(|part| part.segment_id() == *id));
        for (part, reader) in parts.iter().enumerate() {
            let dates = match known.get(&reader.segment_id()) {
                Some(dates) => Arc::clone(dates),
                None => Arc::clone(known.entry(reader.segment_id()).or_insert(dates_of(reader)?)),
            };
            blocks.extend(dates.iter().zip(0..).map(|((earliest, latest), n)| Span {
                part,
                from: n * BLOCK,
                to: ((n + 1) * BLOCK).min(reader.max_doc()),
                earliest: *earliest,
                latest: *latest,
            }));
        }
        Ok(blocks)
    }
}

fn dates_of(reader: &SegmentReader) -> Result<Dates, SearchError> {
    let column = reader.fast_fields().i64("date")?;
    let mut dates = Vec::new();
    let mut block = vec![0; BLOCK as usize];
    for from in (0..reader.max_doc()).step_by(BLOCK as usize) {
        let block = &mut block[..BLOCK.min(reader.max_doc() - from) as usize];
        column.values.get_range(u64::from(from), block);
        let (earliest, latest) = (block.iter().min(), block.iter().max());
        dates.push((earliest.copied().unwrap_or(Millis::MAX), latest.copied().unwrap_or(Millis::MIN)));
    }
    Ok(dates.into())
}

/// The same cards in spans of up to so many, the latest first.
pub(crate) fn newest_first(mut spans: Vec<Span>, size: u32) -> Vec<Span> {
    spans.sort_unstable_by_key(|span| (span.part, std::cmp::Reverse(span.from)));
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.part == span.part && last.from == span.to && last.to - span.from <= size => {
                last.from = span.from;
                last.earliest = last.earliest.min(span.earliest);
                last.latest = last.latest.max(span.latest);
            }
            _ => joined.push(span),
        }
    }
    joined.sort_by_key(|span| std::cmp::Reverse(span.latest));
    joined
}

#[cfg(test)]
mod tests {
    use super::{Span, newest_first};

    fn span(part: usize, from: u32, to: u32, earliest: i64, latest: i64) -> Span {
        Span { part, from, to, earliest, latest }
    }

    #[test]
    fn neighbours_are_joined_up_to_the_size_and_the_newest_come_first() {
        let blocks =
            vec![span(0, 0, 10, 1, 5), span(0, 10, 20, 4, 9), span(0, 20, 25, 9, 12), span(1, 0, 10, 20, 30)];
        let joined = newest_first(blocks.clone(), 15);
        assert_eq!(joined, [span(1, 0, 10, 20, 30), span(0, 10, 25, 4, 12), span(0, 0, 10, 1, 5)]);
        let joined = newest_first(blocks.clone(), 14);
        assert_eq!(joined[1..], [span(0, 20, 25, 9, 12), span(0, 10, 20, 4, 9), span(0, 0, 10, 1, 5)]);
        assert_eq!(newest_first(blocks, u32::MAX).len(), 2);
    }
}

//! How hits divide: by tag, by author, by year.

use std::collections::HashMap;

use dateline_model::Millis;
use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader, TantivyError};

use crate::SearchError;
use crate::collect::YEARS;

/// Figures of an estimate that are said; the others are noughts.
const FIGURES: i32 = 2;

/// Cards by tag, by author and by year.
#[derive(Default, Clone)]
pub(crate) struct Tally {
    parts: Vec<Option<Part>>,
    /// By number of the year.
    years: Vec<u64>,
    /// What each counted card stands for, when only some were counted.
    scale: Option<f64>,
}

/// The same in one part of the index, where tags and authors have numbers.
#[derive(Clone)]
struct Part {
    columns: [Option<StrColumn>; 2],
    counts: [HashMap<u64, u64>; 2],
}

impl Part {
    fn open(reader: &SegmentReader) -> Result<Self, SearchError> {
        let columns = reader.fast_fields();
        Ok(Self { columns: [columns.str("tag")?, columns.str("author")?], counts: Default::default() })
    }
}

/// The numbers by the ids of tags and authors, and by year.
#[derive(Debug, Default)]
pub(crate) struct Named {
    pub(crate) tags: HashMap<String, u64>,
    pub(crate) authors: HashMap<String, u64>,
    pub(crate) years: HashMap<i16, u64>,
}

impl Tally {
    /// Counts a card of one part of the index; `begins` says when each year begins.
    pub(crate) fn count(
        &mut self,
        (ordinal, reader): (usize, &SegmentReader),
        card: DocId,
        date: Millis,
        begins: &[Millis],
    ) -> Result<(), SearchError> {
        if self.parts.len() <= ordinal {
            self.parts.resize_with(ordinal + 1, || None);
            self.years.resize(begins.len(), 0);
        }
        let part = match &mut self.parts[ordinal] {
            Some(part) => part,
            none => none.insert(Part::open(reader)?),
        };
        for (column, counts) in part.columns.iter().zip(&mut part.counts) {
            for number in column.iter().flat_map(|column| column.ords().values_for_doc(card)) {
                *counts.entry(number).or_default() += 1;
            }
        }
        let year = begins.partition_point(|begin| *begin <= date).checked_sub(1);
        if let Some(n) = year.and_then(|year| self.years.get_mut(year)) {
            *n += 1;
        }
        Ok(())
    }

    /// Says that each counted card stands for so many.
    pub(crate) fn scale(&mut self, scale: f64) {
        self.scale = (scale > 1.0).then_some(scale);
    }

    /// The numbers with the names of what they count.
    pub(crate) fn named(&self) -> Result<Named, SearchError> {
        let mut named = Named::default();
        for part in self.parts.iter().flatten() {
            let lists = [&mut named.tags, &mut named.authors];
            for ((column, counts), list) in part.columns.iter().zip(&part.counts).zip(lists) {
                let Some(column) = column else { continue };
                for (number, n) in counts {
                    let mut name = String::new();
                    column.ord_to_str(*number, &mut name).map_err(TantivyError::from)?;
                    *list.entry(name).or_default() += n;
                }
            }
        }
        named.years.extend(YEARS.zip(self.years.iter().copied()).filter(|(_, n)| *n > 0));
        if let Some(scale) = self.scale {
            let counts = named.tags.values_mut().chain(named.authors.values_mut());
            counts.chain(named.years.values_mut()).for_each(|n| *n = about(*n as f64 * scale));
        }
        Ok(named)
    }
}

/// A number as one says it who does not know it to the last figure.
fn about(n: f64) -> u64 {
    let unit = 10_f64.powi(((n.max(1.0).log10().floor() as i32) + 1 - FIGURES).max(0));
    ((n / unit).round() * unit) as u64
}

#[cfg(test)]
mod tests {
    use super::about;

    #[test]
    fn an_estimate_has_two_figures() {
        let check = |n: f64, expected: u64| assert_eq!(about(n), expected, "{n}");
        check(0.0, 0);
        check(7.4, 7);
        check(99.4, 99);
        check(123.0, 120);
        check(98_765.0, 99_000);
        check(1_234_567.0, 1_200_000);
    }
}

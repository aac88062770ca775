//! Finding what was said before: a text as bytes and copies of bytes that stand before them.

use super::code::LONGEST;

/// Where a text goes, piece by piece.
pub(super) trait Sink {
    /// Bytes as they are.
    fn literals(&mut self, bytes: &[u8]);
    /// `length` bytes, from 3 to 258, that stand `distance` before.
    fn copy(&mut self, length: usize, distance: usize);
}

/// The farthest that a copy may lie back.
const FARTHEST: usize = 32 << 10;
/// A copy is worth its two symbols from so many bytes on.
const WORTH: usize = 5;
const TABLE_BITS: u32 = 13;
/// Bytes that are read at once.
const WORD: usize = 8;
/// Of a text that is passed over, one place in so many is remembered: what it repeats is long.
const SPARSE: usize = 16;
/// Bytes without a find after which places are left out.
const PATIENCE: usize = 32;

/// Remembers where words were seen. One for each thread, since its table is larger than most pages.
pub(super) struct Finder {
    /// Place of the last word of each digest, counted over all texts, so that nothing need be cleared.
    table: Vec<u32>,
    /// Where the present text begins by that count.
    base: u32,
}

impl Finder {
    pub(super) fn new() -> Self {
        Self { table: vec![0; 1 << TABLE_BITS], base: 1 }
    }

    /// Begins another text; `before` was as long.
    pub(super) fn begin(&mut self, before: usize) {
        match self.base.checked_add(before as u32).filter(|base| *base < u32::MAX / 2) {
            Some(base) => self.base = base,
            None => *self = Self::new(),
        }
    }

    /// Notes that `text[from..to]` stands there, without looking for what it repeats.
    pub(super) fn pass(&mut self, text: &[u8], from: usize, to: usize) {
        for at in (from..to.saturating_sub(WORD - 1)).step_by(SPARSE) {
            self.table[slot(word_at(text, at))] = self.base + at as u32;
        }
    }

    /// Hands `text[from..to]` to `sink`, as copies where the text before it says the same.
    pub(super) fn walk(&mut self, text: &[u8], from: usize, to: usize, sink: &mut impl Sink) {
        let text = &text[..to];
        let (mut at, mut told) = (from, from);
        while at + WORD <= to {
            let word = word_at(text, at);
            let known = &mut self.table[slot(word)];
            let here = self.base + at as u32;
            // What was seen in another text is farther back than this one is long.
            let back = (here - *known) as usize;
            *known = here;
            let differs = if back <= at.min(FARTHEST) { word ^ word_at(text, at - back) } else { u64::MAX };
            if differs << (64 - 8 * WORTH) != 0 {
                at += 1 + (at - told) / PATIENCE;
                continue;
            }
            let end = at + same(&text[at..], &text[at - back..to - back]);
            let before = text[told..at].iter().rev().zip(text[..at - back].iter().rev());
            let mut start = at - before.take_while(|(one, other)| one == other).count();
            sink.literals(&text[told..start]);
            while start < end {
                // No rest is too short to be a copy.
                let length = match end - start {
                    whole if whole <= LONGEST => whole,
                    long if long < LONGEST + 3 => LONGEST - 3,
                    _ => LONGEST,
                };
                sink.copy(length, back);
                start += length;
            }
            if let Some(inside) = end.checked_sub(WORTH).filter(|inside| *inside > at && inside + WORD <= to)
            {
                self.table[slot(word_at(text, inside))] = self.base + inside as u32;
            }
            (at, told) = (end, end);
        }
        sink.literals(&text[told..to]);
    }
}

/// The place in the table for the first bytes of a word.
#[inline]
fn slot(word: u64) -> usize {
    // Fibonacci hashing of five bytes.
    ((word << (64 - 8 * WORTH)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - TABLE_BITS)) as usize
}

/// The eight bytes from `at` on, which must be there.
#[inline]
fn word_at(text: &[u8], at: usize) -> u64 {
    text[at..at + WORD].try_into().map_or(0, u64::from_le_bytes)
}

/// How many bytes two texts have in common at their beginning.
fn same(one: &[u8], other: &[u8]) -> usize {
    let mut count = 0;
    for (a, b) in one.chunks_exact(WORD).zip(other.chunks_exact(WORD)) {
        let differs = word_at(a, 0) ^ word_at(b, 0);
        if differs != 0 {
            return count + (differs.trailing_zeros() / 8) as usize;
        }
        count += WORD;
    }
    count + one[count..].iter().zip(&other[count..]).take_while(|(a, b)| a == b).count()
}

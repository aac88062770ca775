//! One Huffman code for all pages of a kind (RFC 1951, section 3.2): made from what such pages said, written once.

use super::bits::Bits;
use super::find::Sink;

/// Bytes, the end of a block, and lengths of copies.
const LITERALS: usize = 286;
const DISTANCES: usize = 30;
/// The symbol that ends a block; the lengths follow it.
const END: usize = 256;
/// Copies of one symbol have this length and more.
const LENGTH_FROM: [u16; 29] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195,
    227, 258,
];
const LENGTH_BITS: [u8; 29] =
    [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
/// The longest copy.
pub(super) const LONGEST: usize = 258;
/// The longest code of a symbol, and of a code's length.
const CODE_MAX: usize = 15;
const CODE_OF_LENGTHS_MAX: usize = 7;
/// The order in which the lengths of the lengths' own code are written.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// "The length before, three to six times more."
const AGAIN: usize = 16;
/// How much heavier a symbol is for being seen once than for never.
const SEEN: u32 = 16;

/// How often each symbol was seen.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    literals: [u32; LITERALS],
    distances: [u32; DISTANCES],
}

impl Default for Counts {
    fn default() -> Self {
        Self { literals: [0; LITERALS], distances: [0; DISTANCES] }
    }
}

impl Sink for Counts {
    fn literals(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.literals[usize::from(*byte)] += 1;
        }
    }

    fn copy(&mut self, length: usize, distance: usize) {
        self.literals[END + 1 + symbol_of_length(length)] += 1;
        self.distances[Distance::of(distance).symbol] += 1;
    }
}

/// A symbol's bits, those that say more of it included.
#[derive(Debug, Clone, Copy, Default)]
struct Symbol {
    bits: u32,
    count: u32,
}

/// The code of a kind, in which every page can be written.
#[derive(Debug)]
pub(super) struct Code {
    /// What begins the only block of a page.
    header: Bits,
    literals: [Symbol; END],
    end: Symbol,
    /// By length.
    lengths: [Symbol; LONGEST + 1],
    distances: [Symbol; DISTANCES],
}

impl Code {
    /// The code in which what was counted is short; no symbol is left out, for the next page may need it.
    pub(super) fn of(counts: &Counts) -> Self {
        let heavy = |count: &u32| count.saturating_mul(SEEN).saturating_add(1);
        let literal_lengths = lengths_of(&counts.literals.each_ref().map(heavy), CODE_MAX);
        let distance_lengths = lengths_of(&counts.distances.each_ref().map(heavy), CODE_MAX);
        let header = header(&[literal_lengths.as_slice(), &distance_lengths].concat());
        let literals = symbols(&literal_lengths);
        let lengths = std::array::from_fn(|length| {
            let Some(symbol) = (length >= 3).then(|| symbol_of_length(length)) else {
                return Symbol::default();
            };
            let own = literals[END + 1 + symbol];
            let more = length as u32 - u32::from(LENGTH_FROM[symbol]);
            Symbol { bits: own.bits | (more << own.count), count: own.count + u32::from(LENGTH_BITS[symbol]) }
        });
        let distances = symbols(&distance_lengths);
        Self {
            header,
            literals: std::array::from_fn(|byte| literals[byte]),
            end: literals[END],
            lengths,
            distances: std::array::from_fn(|symbol| distances[symbol]),
        }
    }

    /// Writes what begins a page.
    pub(super) fn begin(&self, out: &mut Bits) {
        out.append(&self.header);
    }

    /// Writes what ends it.
    pub(super) fn end(&self, out: &mut Bits) {
        out.put(self.end.bits, self.end.count);
    }
}

/// Writes in a code.
pub(super) struct Writer<'w> {
    pub(super) code: &'w Code,
    pub(super) out: &'w mut Bits,
}

impl Sink for Writer<'_> {
    #[inline]
    fn literals(&mut self, bytes: &[u8]) {
        let mut pairs = bytes.chunks_exact(2);
        for pair in &mut pairs {
            let [one, two] = [pair[0], pair[1]].map(|byte| self.code.literals[usize::from(byte)]);
            self.out.put(one.bits | (two.bits << one.count), one.count + two.count);
        }
        for byte in pairs.remainder() {
            let symbol = self.code.literals[usize::from(*byte)];
            self.out.put(symbol.bits, symbol.count);
        }
    }

    #[inline]
    fn copy(&mut self, length: usize, distance: usize) {
        let length = self.code.lengths[length];
        self.out.put(length.bits, length.count);
        let Distance { symbol, more, count } = Distance::of(distance);
        let own = self.code.distances[symbol];
        self.out.put(own.bits | (more << own.count), own.count + count);
    }
}

/// A distance as it is written: its symbol, and the bits that say how much farther.
struct Distance {
    symbol: usize,
    more: u32,
    count: u32,
}

impl Distance {
    /// From 1 to 32,768.
    #[inline]
    fn of(distance: usize) -> Self {
        let from_zero = distance as u32 - 1;
        if from_zero < 4 {
            return Self { symbol: from_zero as usize, more: 0, count: 0 };
        }
        let count = from_zero.ilog2() - 1;
        let symbol = 2 * (count + 1) + ((from_zero >> count) & 1);
        Self { symbol: symbol as usize, more: from_zero & ((1 << count) - 1), count }
    }
}

fn symbol_of_length(length: usize) -> usize {
    LENGTH_FROM.partition_point(|from| usize::from(*from) <= length) - 1
}

/// Lengths of the best code for symbols of these weights, none longer than `longest`; 0 for weight 0.
///
/// Larmore and Hirschberg's package-merge: <https://doi.org/10.1145/79147.79150>.
fn lengths_of(weights: &[u32], longest: usize) -> Vec<u8> {
    let mut singles: Vec<(u64, Vec<usize>)> = weights
        .iter()
        .enumerate()
        .filter(|(_, weight)| **weight > 0)
        .map(|(symbol, weight)| (u64::from(*weight), vec![symbol]))
        .collect();
    singles.sort_by_key(|(weight, _)| *weight);
    let mut row = singles.clone();
    for _ in 1..longest {
        let packages = row
            .chunks_exact(2)
            .map(|pair| (pair[0].0 + pair[1].0, [pair[0].1.as_slice(), pair[1].1.as_slice()].concat()));
        let mut next: Vec<_> = packages.chain(singles.iter().cloned()).collect();
        next.sort_by_key(|(weight, _)| *weight);
        row = next;
    }
    let mut lengths = vec![0; weights.len()];
    let taken = 2 * singles.len().saturating_sub(1);
    row.iter().take(taken.max(1)).flat_map(|(_, symbols)| symbols).for_each(|symbol| lengths[*symbol] += 1);
    lengths
}

/// The canonical code of these lengths.
fn symbols(lengths: &[u8]) -> Vec<Symbol> {
    let mut codes = vec![Symbol::default(); lengths.len()];
    let mut next = 0_u32;
    for count in 1..=CODE_MAX as u32 {
        next <<= 1;
        for (symbol, _) in lengths.iter().enumerate().filter(|(_, length)| u32::from(**length) == count) {
            // Codes alone are written from their highest bit.
            codes[symbol] = Symbol { bits: next.reverse_bits() >> (32 - count), count };
            next += 1;
        }
    }
    codes
}

/// The header of a last block whose symbols have these lengths (section 3.2.7).
fn header(lengths: &[u8]) -> Bits {
    let mut runs: Vec<(usize, u32, u32)> = Vec::new();
    let mut at = 0;
    while at < lengths.len() {
        let length = lengths[at];
        let same = lengths[at..].iter().take_while(|other| **other == length).count();
        runs.push((usize::from(length), 0, 0));
        let mut more = same - 1;
        while more >= 3 {
            let now = more.min(6);
            runs.push((AGAIN, now as u32 - 3, 2));
            more -= now;
        }
        runs.extend(std::iter::repeat_n((usize::from(length), 0, 0), more));
        at += same;
    }
    let mut weights = [0; ORDER.len()];
    for (symbol, ..) in &runs {
        weights[*symbol] += 1;
    }
    let own_lengths = lengths_of(&weights, CODE_OF_LENGTHS_MAX);
    let written =
        ORDER.iter().rposition(|symbol| own_lengths[*symbol] > 0).map_or(4, |last| (last + 1).max(4));
    let mut out = Bits::default();
    // The last block; codes of its own.
    out.put(1, 1);
    out.put(2, 2);
    out.put((LITERALS - 257) as u32, 5);
    out.put((DISTANCES - 1) as u32, 5);
    out.put((written - 4) as u32, 4);
    ORDER[..written].iter().for_each(|symbol| out.put(own_lengths[*symbol].into(), 3));
    let own = symbols(&own_lengths);
    for (symbol, more, count) in runs {
        out.put(own[symbol].bits, own[symbol].count);
        out.put(more, count);
    }
    out
}

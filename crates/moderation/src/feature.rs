//! Features: the words, word pairs and letter groups of a comment as numbers below a fixed bound.

use crate::{observe::Observed, words::Reading};

/// Places in the table of weights, a power of two. Different words may share a place; at a few ten thousand words in
/// use that is rare enough.
pub(crate) const TABLE_SIZE: usize = 1 << TABLE_BITS;
const TABLE_BITS: u32 = 18;

/// Letters in a group.
const GROUP: usize = 5;

/// What a feature was made from; the same text in two roles is two features.
#[derive(Clone, Copy)]
enum Role {
    Word = 1,
    Pair,
    First,
    Last,
    Group,
    Host,
    Name,
    Shape,
    Mail,
}

/// The features of a comment: no feature twice, in the order of the text.
#[derive(Debug)]
pub(crate) struct Features {
    /// Words, pairs of them, the first and the last one, hosts, names and unusual shapes; then groups of letters.
    all: Vec<u32>,
    /// How many of them are no groups of letters.
    words: usize,
}

/// Collects features once each; one bit per place of the table.
struct Once {
    seen: Vec<u64>,
    all: Vec<u32>,
}

impl Once {
    fn add(&mut self, hash: u64) {
        let place = place(hash);
        let (cell, bit) = (place as usize / 64, 1_u64 << (place % 64));
        if self.seen[cell] & bit == 0 {
            self.seen[cell] |= bit;
            self.all.push(place);
        }
    }
}

impl Features {
    pub(crate) fn of(observed: &Observed) -> Self {
        let mut once =
            Once { seen: vec![0; TABLE_SIZE / 64], all: Vec::with_capacity(observed.body.line.len() * 2) };
        add_words(&observed.body, &mut once);
        for host in observed.body.links.hosts.iter().chain(&observed.home) {
            once.add(hash(Role::Host, host));
        }
        if let Some(host) = &observed.mail_host {
            once.add(hash(Role::Mail, host));
        }
        for word in &observed.name.words {
            once.add(hash(Role::Name, observed.name.word(*word)));
        }
        let words = once.all.len();
        add_groups(&observed.body.line, &mut once);
        Self { all: once.all, words }
    }

    /// All features.
    pub(crate) fn all(&self) -> &[u32] {
        &self.all
    }

    /// Those that are words or made of whole words.
    pub(crate) fn words(&self) -> &[u32] {
        &self.all[..self.words]
    }
}

fn add_words(body: &Reading, once: &mut Once) {
    let mut before = "";
    for word in &body.words {
        let text = body.word(*word);
        once.add(word_hash(text));
        if !before.is_empty() {
            once.add(hash(Role::Pair, before) ^ word_hash(text).rotate_left(17));
        }
        if !word.shape.is_plain() {
            once.add(mix(Role::Shape as u64, u64::from_le_bytes(word.shape.0)));
        }
        before = text;
    }
    if let (Some(first), Some(last)) = (body.words.first(), body.words.last()) {
        once.add(hash(Role::First, body.word(*first)));
        once.add(hash(Role::Last, body.word(*last)));
    }
}

/// Every group of five letters of `line`, across the blanks between words.
///
/// The hash is a polynomial of the letters that moves on by one multiplication each.
fn add_groups(line: &str, once: &mut Once) {
    const BASE: u64 = 0x0001_0000_0000_01B3;
    const LEAVING: u64 = BASE.wrapping_pow(GROUP as u32);
    let mut behind = line.chars();
    let mut hash = 0_u64;
    for (count, c) in line.chars().enumerate() {
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(c));
        if count >= GROUP {
            let left = behind.next().map_or(0, u64::from);
            hash = hash.wrapping_sub(left.wrapping_mul(LEAVING));
        }
        if count + 1 >= GROUP {
            once.add(mix(Role::Group as u64, hash));
        }
    }
}

/// The place of a word by itself, for telling which words spoke for spam.
pub(crate) fn word_place(word: &str) -> u32 {
    place(word_hash(word))
}

fn word_hash(word: &str) -> u64 {
    hash(Role::Word, word)
}

fn hash(role: Role, text: &str) -> u64 {
    let start = role as u64;
    text.as_bytes().chunks(8).fold(mix(start, text.len() as u64), |hash, chunk| {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        mix(hash, u64::from_le_bytes(bytes))
    })
}

/// One round of a multiplying hash; nothing secret hangs on it.
pub(crate) fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// The upper bits, folded once more: the lower bits of a product know too little of what went in.
fn place(hash: u64) -> u32 {
    let spread = (hash ^ (hash >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    (spread >> (64 - TABLE_BITS)) as u32
}

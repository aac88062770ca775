//! What arrived lately: near-duplicates, busy networks, campaigns. In memory only and of fixed size.

use dateline_model::Millis;

use crate::{
    Network, Submission, Traffic,
    feature::mix,
    observe::Observed,
    words::{Kind, Reading},
};

const HOUR: Millis = 3_600_000;
const DAY: Millis = 24 * HOUR;

/// Counts arrivals of all sites of a process, in five tables of fixed size (2.5 MB together).
///
/// What was counted is gone after a restart, and under a flood the least seen makes room: both make the filter
/// milder, never harsher. Times are given by the caller and may jump; one before the last period counts as that period.
#[derive(Debug)]
pub struct Recent {
    seed: u64,
    texts_hour: Counts,
    texts_day: Counts,
    narrow: Counts,
    wide: Counts,
    campaigns: Counts,
}

/// Shingles that stand for a text: its smallest by hash, so that two texts that share most words share most of these.
const SKETCH: usize = 4;
/// Words in a shingle.
const SHINGLE: usize = 3;
/// Shorter texts are said again by honest readers: "Thank you!", "First!".
const TEXT_BYTES_MIN: usize = 24;
/// Hosts and odd words of one comment that are counted.
const CAMPAIGN_MARKS_MAX: usize = 8;

impl Recent {
    /// Counts nothing yet. `seed` should be random, so that nobody can aim at the tables' places.
    pub fn new(seed: u64) -> Self {
        let table = |bits, period| Counts::new(bits, period);
        Self {
            seed,
            texts_hour: table(14, HOUR),
            texts_day: table(16, DAY),
            narrow: table(14, HOUR),
            wide: table(13, HOUR),
            campaigns: table(14, HOUR),
        }
    }

    /// Counts a comment that arrives `now` and tells how many like it came before. `site` keeps sites apart.
    pub fn arrive(
        &mut self,
        site: u64,
        network: Option<Network>,
        submission: &Submission<'_>,
        now: Millis,
    ) -> Traffic {
        let observed = Observed::of(submission);
        let seed = mix(self.seed, site);
        let mut traffic = Traffic::default();
        let sketch = sketch(&observed.body, seed);
        traffic.same_text_hour = shared(&sketch, &mut self.texts_hour, now);
        traffic.same_text_day = shared(&sketch, &mut self.texts_day, now);
        if let Some(network) = network {
            traffic.network_hour = self.narrow.count(keyed(seed, network.narrow()), now);
            traffic.wide_network_hour = self.wide.count(keyed(seed, network.wide()), now);
        }
        for mark in campaign_marks(&observed, seed) {
            traffic.campaign_hour = traffic.campaign_hour.max(self.campaigns.count(mark, now));
        }
        traffic
    }
}

fn keyed(seed: u64, bits: u128) -> u64 {
    mix(mix(seed, (bits >> 64) as u64), bits as u64)
}

fn text_key(seed: u64, text: &str) -> u64 {
    text.as_bytes().chunks(8).fold(mix(seed, text.len() as u64), |hash, chunk| {
        let mut bytes = [0; 8];
        bytes[..chunk.len()].copy_from_slice(chunk);
        mix(hash, u64::from_le_bytes(bytes))
    })
}

/// The smallest shingles of a text, none of a text too short to be a copy.
fn sketch(body: &Reading, seed: u64) -> Vec<u64> {
    if body.line.len() < TEXT_BYTES_MIN {
        return Vec::new();
    }
    let words: Vec<u64> = body
        .words
        .iter()
        .filter(|word| word.kind != Kind::Marks)
        .map(|word| text_key(seed, body.word(*word)))
        .collect();
    let mut shingles: Vec<u64> = if words.len() < SHINGLE {
        vec![text_key(seed, &body.line)]
    } else {
        words.windows(SHINGLE).map(|run| run.iter().fold(seed, |hash, word| mix(hash, *word))).collect()
    };
    shingles.sort_unstable();
    shingles.dedup();
    shingles.truncate(SKETCH);
    shingles
}

/// How many earlier texts had most of these shingles: the count that three in four of them reach.
fn shared(sketch: &[u64], counts: &mut Counts, now: Millis) -> u32 {
    let mut seen: Vec<u32> = sketch.iter().map(|shingle| counts.count(*shingle, now)).collect();
    seen.sort_unstable();
    seen.get(seen.len() / 4).copied().unwrap_or(0)
}

/// Hosts, and words that are no ordinary words: `shop77`, 𝐬𝐡𝐨𝐩 and spelled-out ones.
fn campaign_marks(observed: &Observed, seed: u64) -> Vec<u64> {
    let hosts = observed.body.links.hosts.iter().chain(&observed.home).map(String::as_str);
    let body = &observed.body;
    let odd = body.words.iter().filter(|word| word.odd).map(|word| body.word(*word));
    let mut marks: Vec<u64> =
        hosts.chain(odd).take(CAMPAIGN_MARKS_MAX).map(|text| text_key(seed, text)).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// Counters by key over a sliding period, in a table of fixed size.
///
/// A slot knows the running period and the one before; the sliding count takes from the earlier one the share
/// that still lies within a period's length, as if its arrivals had been evenly spread.
#[derive(Debug)]
struct Counts {
    slots: Vec<Slot>,
    period: Millis,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// 0 for an empty slot.
    key: u64,
    period: u32,
    running: u32,
    before: u32,
}

/// Slots that a key may lie in.
const WAYS: usize = 4;

impl Counts {
    fn new(bits: u32, period: Millis) -> Self {
        Self { slots: vec![Slot::default(); 1 << bits], period }
    }

    /// Counts one arrival of `key` and returns how many there were within the last period before it.
    fn count(&mut self, key: u64, now: Millis) -> u32 {
        let key = key.max(1);
        let period = u32::try_from(now.div_euclid(self.period)).unwrap_or(0);
        let passed = now.rem_euclid(self.period);
        let first =
            (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize % (self.slots.len() / WAYS) * WAYS;
        let ways = &mut self.slots[first..first + WAYS];
        let found = ways.iter().position(|slot| slot.key == key);
        // The slot that was idle longest gives way, among equals the one that counted least.
        let at =
            found.or_else(|| (0..WAYS).min_by_key(|at| (ways[*at].period, ways[*at].running))).unwrap_or(0);
        let slot = &mut ways[at];
        if found.is_none() {
            *slot = Slot { key, period, ..Slot::default() };
        }
        slot.advance(period);
        let remaining = u128::from((self.period - passed).unsigned_abs());
        let length = u128::from(self.period.unsigned_abs());
        let still = (u128::from(slot.before) * remaining / length) as u32;
        let seen = slot.running.saturating_add(still);
        slot.running = slot.running.saturating_add(1);
        seen
    }
}

impl Slot {
    fn advance(&mut self, period: u32) {
        if period <= self.period {
            return;
        }
        self.before = if period == self.period + 1 { self.running } else { 0 };
        self.running = 0;
        self.period = period;
    }
}

//! What two pages say word for word.

use std::collections::HashMap;
use std::ops::Range;

use memchr::memmem::Finder;

/// Fewer bytes than this are not worth being looked for.
const WORTH: usize = 256;
/// Bytes by which a part is looked for, and places with these bytes that are looked at.
const BEGINNING: usize = 32;
const PLACES_MAX: usize = 64;
/// Places where a tag of one page stands in the other that are looked at.
const PLACES: usize = 8;

/// The parts of `one` that stand in `other` in the same order, each beginning and ending with a whole tag.
pub(super) fn common<'p>(one: &'p [u8], other: &[u8]) -> Vec<&'p [u8]> {
    let (tags, others) = (tags(one), tags(other));
    let mut places: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (place, tag) in others.iter().enumerate() {
        places.entry(&other[tag.clone()]).or_default().push(place);
    }
    let mut found = Vec::new();
    let (mut at, mut from) = (0, 0);
    while at < tags.len() {
        let known = places.get(&one[tags[at].clone()]).map(Vec::as_slice).unwrap_or_default();
        let known = &known[known.partition_point(|place| *place < from)..];
        let run_at = |place: &usize| {
            let pairs = tags[at..].iter().zip(&others[*place..]);
            (pairs.take_while(|(a, b)| one[(*a).clone()] == other[(*b).clone()]).count(), *place)
        };
        let (run, place) =
            known.iter().take(PLACES).map(run_at).max_by_key(|(run, _)| *run).unwrap_or_default();
        let bytes = if run > 0 { tags[at].start..tags[at + run - 1].end } else { 0..0 };
        if bytes.len() >= WORTH {
            found.push(&one[bytes]);
            (at, from) = (at + run, place + run);
        } else {
            at += 1;
        }
    }
    found
}

/// A page as parts that each end where a tag ends.
fn tags(page: &[u8]) -> Vec<Range<usize>> {
    let mut from = 0;
    page.split_inclusive(|byte| *byte == b'>')
        .map(|tag| {
            let range = from..from + tag.len();
            from = range.end;
            range
        })
        .collect()
}

/// A part of many pages.
#[derive(Debug)]
pub(super) struct Part {
    text: Box<[u8]>,
    /// Its first bytes: short words are found many bytes at a time.
    beginning: Finder<'static>,
}

impl Part {
    pub(super) fn of(text: &[u8]) -> Self {
        let beginning = Finder::new(&text[..text.len().min(BEGINNING)]).into_owned();
        Self { text: text.into(), beginning }
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Where it stands first in `page`.
    pub(super) fn find(&self, page: &[u8]) -> Option<usize> {
        self.beginning.find_iter(page).take(PLACES_MAX).find(|at| page[*at..].starts_with(&self.text))
    }
}

/// Where each of `parts` stands in `page`, in their order; those that do not stand there are left out.
pub(super) fn places<'p>(parts: impl Iterator<Item = &'p Part>, page: &[u8]) -> Vec<(usize, Range<usize>)> {
    let mut from = 0;
    let mut places = Vec::new();
    for (number, part) in parts.enumerate() {
        if let Some(at) = part.find(&page[from..]) {
            let start = from + at;
            from = start + part.text.len();
            places.push((number, start..from));
        }
    }
    places
}

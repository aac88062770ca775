//! Gzip for pages that are made anew: what all pages of a kind have in common is packed once.
//!
//! Stories of one site in one theme differ in their words and agree in half of their markup. The packer of a kind learns
//! from its first pages which parts these are, and a Huffman code that suits such pages. From then on a page is one block
//! of DEFLATE in that code: common parts are copied as the bits they are, everything else is read once and written while
//! it is read. Whatever a page says, it comes out whole; one that is unlike the others only comes out larger.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use libdeflater::Crc;

mod bits;
mod code;
mod find;
mod pieces;

use bits::Bits;
use code::{Code, Counts, Writer};
use find::{Finder, Sink};
use pieces::Part;

/// Kinds that are known; with one more, all are learnt anew.
const KINDS_MAX: usize = 256;
/// Longer pages are packed by themselves.
const PAGE_MAX: usize = 1 << 20;
/// Pages from which the common parts are learnt.
const LEARNT_FROM: u32 = 6;
/// Pages in a row with less than half of the common parts, after which everything is learnt anew.
const UNLIKE_MAX: u32 = 16;
/// The head of a file in gzip: DEFLATE, no name, no date, no system (RFC 1952).
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// The packers of all kinds of pages.
#[derive(Debug)]
pub(crate) struct Kinds<K>(Mutex<HashMap<K, Arc<Kind>>>);

/// The packer of one kind of pages.
#[derive(Debug, Default)]
pub(crate) struct Kind(Mutex<Learnt>);

/// What the packer of a kind knows.
#[derive(Debug, Default)]
struct Learnt {
    pages: u32,
    /// Pages in a row that were unlike those before them.
    unlike: u32,
    last: Bytes,
    counts: Counts,
    set: Option<Arc<Set>>,
}

/// What is set for the pages of a kind.
#[derive(Debug)]
struct Set {
    code: Code,
    pieces: Vec<Piece>,
}

/// A part of all pages of a kind.
#[derive(Debug)]
struct Piece {
    part: Part,
    packed: Bits,
}

/// The number of a common part, and where it stands in a page.
type PlaceOf = (usize, Range<usize>);

thread_local! {
    static FINDER: RefCell<(Finder, usize)> = RefCell::new((Finder::new(), 0));
}

impl<K> Default for Kinds<K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash> Kinds<K> {
    /// The packer of a kind, new if nobody asked for it yet.
    pub(crate) fn of(&self, kind: K) -> Arc<Kind> {
        let mut kinds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kinds.len() >= KINDS_MAX && !kinds.contains_key(&kind) {
            kinds.clear();
        }
        Arc::clone(kinds.entry(kind).or_default())
    }
}

impl Kind {
    /// `page` in gzip; nothing for the first pages of a kind and for very long ones, which are packed by themselves.
    pub(crate) fn gzip(&self, page: &Bytes) -> Option<Bytes> {
        if page.len() > PAGE_MAX {
            return None;
        }
        let set = {
            let mut learnt = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            learnt.learn(page);
            learnt.set.clone()?
        };
        let (places, share) = set.places(page);
        let mut learnt = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        learnt.unlike = if share < 0.5 { learnt.unlike + 1 } else { 0 };
        drop(learnt);
        // What is kept for long must be no larger than it is.
        Some(Bytes::from(set.gzip(page, &places).into_boxed_slice()))
    }
}

impl Learnt {
    /// Learns from `page`, as long as there is something to learn.
    fn learn(&mut self, page: &Bytes) {
        if self.unlike >= UNLIKE_MAX {
            *self = Self::default();
        }
        if self.pages >= LEARNT_FROM {
            return;
        }
        self.pages += 1;
        let last = std::mem::replace(&mut self.last, page.clone());
        if self.pages == 1 {
            return;
        }
        let before: Vec<&[u8]> = match &self.set {
            Some(set) => set.pieces.iter().map(|piece| piece.part.text()).collect(),
            None => vec![&last],
        };
        // What a page does not say is no common part, but what is left of the part may be one.
        let mut from = 0;
        let mut parts = Vec::new();
        for text in before {
            for part in pieces::common(text, &page[from..]).into_iter().map(Part::of) {
                from += part.find(&page[from..]).map_or(0, |at| at + part.text().len());
                parts.push(part);
            }
        }
        let places = pieces::places(parts.iter(), page);
        walk_around(&places, page, &mut self.counts, |_, _| {});
        // The parts are written in the code, too.
        for text in parts.iter().map(Part::text) {
            with_finder(text.len(), |finder| finder.walk(text, 0, text.len(), &mut self.counts));
        }
        let code = Code::of(&self.counts);
        let pieces = parts.into_iter().map(|part| Piece::of(part, &code)).collect();
        self.set = Some(Arc::new(Set { code, pieces }));
        if self.pages == LEARNT_FROM {
            self.last = Bytes::new();
        }
    }
}

impl Piece {
    fn of(part: Part, code: &Code) -> Self {
        let mut packed = Bits::default();
        let text = part.text();
        with_finder(text.len(), |matches| {
            matches.walk(text, 0, text.len(), &mut Writer { code, out: &mut packed });
        });
        Self { part, packed }
    }
}

impl Set {
    /// Where the common parts stand in a page, and which share of them stands there.
    fn places(&self, page: &[u8]) -> (Vec<PlaceOf>, f32) {
        let places = pieces::places(self.pieces.iter().map(|piece| &piece.part), page);
        let all: usize = self.pieces.iter().map(|piece| piece.part.text().len()).sum();
        let found: usize = places.iter().map(|(_, place)| place.len()).sum();
        (places, if all == 0 { 1.0 } else { found as f32 / all as f32 })
    }

    fn gzip(&self, page: &[u8], places: &[PlaceOf]) -> Vec<u8> {
        let mut packed = Vec::with_capacity(page.len() / 3);
        packed.extend_from_slice(&HEAD);
        let mut out = Bits::behind(packed);
        self.code.begin(&mut out);
        let mut writer = Writer { code: &self.code, out: &mut out };
        walk_around(places, page, &mut writer, |writer, number| {
            writer.out.append(&self.pieces[number].packed);
        });
        self.code.end(&mut out);
        let mut packed = out.into_bytes();
        let mut crc = Crc::new();
        crc.update(page);
        packed.extend_from_slice(&crc.sum().to_le_bytes());
        packed.extend_from_slice(&(page.len() as u32).to_le_bytes());
        packed
    }
}

/// Hands what stands around the common parts of a page to `sink`, and of each part between the number to `part`.
fn walk_around<S: Sink>(places: &[PlaceOf], page: &[u8], sink: &mut S, part: impl Fn(&mut S, usize)) {
    with_finder(page.len(), |finder| {
        let mut told = 0;
        for (number, place) in places {
            finder.walk(page, told, place.start, sink);
            finder.pass(page, place.start, place.end);
            part(sink, *number);
            told = place.end;
        }
        finder.walk(page, told, page.len(), sink);
    });
}

/// Lends this thread's finder for a text of `bytes` bytes.
fn with_finder<T>(bytes: usize, work: impl FnOnce(&mut Finder) -> T) -> T {
    FINDER.with_borrow_mut(|(finder, before)| {
        finder.begin(std::mem::replace(before, bytes));
        work(finder)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Read as _;

    use proptest::collection::vec;

    use super::*;

    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(packed).read_to_end(&mut text).unwrap();
        text
    }

    /// Words that look drawn by chance and are the same in every run.
    fn words(seed: u32, count: usize) -> String {
        let mut state = seed.wrapping_mul(2_654_435_761) | 1;
        let word = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ["ferry ", "harbour ", "council ", "reopened ", "Tuesday ", "the ", "bridge ", "prices "]
                [(state >> 29) as usize]
        };
        (0..count).map(word).collect()
    }

    fn story(number: u32) -> Bytes {
        let item = |all, n| format!("{all}<li class=\"menu-{n}\">{}</li>\n", n * 37);
        let markup = (0..60).fold(String::new(), item);
        let (title, text, foot) =
            (words(number, 4), words(number + 1_000, 400), markup.replace("menu", "foot"));
        Bytes::from(format!("<html><title>{title}</title><ul>{markup}</ul><p>{text}</p>{foot}</html>"))
    }

    #[test]
    fn every_page_of_a_kind_comes_out_whole_and_common_parts_cost_little() {
        let kind = Kind::default();
        assert!(kind.gzip(&story(0)).is_none());
        for number in 1..40 {
            let page = story(number);
            let packed = kind.gzip(&page).unwrap();
            assert_eq!(unpacked(&packed), page, "story {number}");
            assert!(packed.len() < page.len() / 4, "{} of {}", packed.len(), page.len());
        }
        let learnt = kind.0.lock().unwrap();
        let pieces = &learnt.set.as_ref().unwrap().pieces;
        let common: usize = pieces.iter().map(|piece| piece.part.text().len()).sum();
        assert!(common > 3_000, "{common} bytes of {} are common", story(1).len());
    }

    #[test]
    fn a_page_that_is_like_no_other_comes_out_whole() {
        let kind = Kind::default();
        for number in 0..8 {
            kind.gzip(&story(number));
        }
        let noise: Vec<u8> = (0..60_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 23) as u8).collect();
        let cyrillic = "Мост открыт во вторник. ".repeat(2_000);
        for page in [
            Bytes::new(),
            Bytes::from_static(b"x"),
            Bytes::from_static(b"<p>abcdefg"),
            Bytes::from(vec![b'a'; 259]),
            Bytes::from(vec![b'a'; 260]),
            Bytes::from(vec![b'a'; 70_000]),
            Bytes::from(noise.clone()),
            Bytes::from([&noise[..40_000], &noise[..40_000]].concat()),
            Bytes::from(cyrillic),
            Bytes::from([story(3), story(3), story(4)].concat()),
        ] {
            assert_eq!(unpacked(&kind.gzip(&page).unwrap()), page);
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_pages_of_a_kind_say_they_come_out_whole(
            pages in vec(vec((0..12_usize, vec(proptest::num::u8::ANY, 0..40), 0..9_usize), 0..30), 1..14),
        ) {
            let kind = Kind::default();
            let (menu, foot) = (words(1, 80), words(2, 80));
            for page in pages {
                let mut text = Vec::new();
                for (what, bytes, times) in page {
                    match what {
                        0..4 => text.extend_from_slice(menu.as_bytes()),
                        4..8 => text.extend_from_slice(&foot.as_bytes()[times..]),
                        8..10 => text.extend(bytes.repeat(times * times)),
                        _ => text.extend(bytes),
                    }
                }
                let text = Bytes::from(text);
                if let Some(packed) = kind.gzip(&text) {
                    proptest::prop_assert_eq!(unpacked(&packed), text);
                }
            }
        }
    }

    #[test]
    fn what_is_common_is_learnt_anew_when_pages_are_unlike_those_before() {
        let kind = Kind::default();
        for number in 0..8 {
            kind.gzip(&story(number));
        }
        let other =
            |number: u32| Bytes::from(format!("<b>{}</b>{}", words(number, 50), "<i>new</i>".repeat(400)));
        let packed = (0..40).filter_map(|number| kind.gzip(&other(number))).last().unwrap();
        assert!(packed.len() < 400, "{}", packed.len());
        assert!(kind.0.lock().unwrap().unlike < UNLIKE_MAX);
    }

    #[test]
    fn a_page_is_packed_by_its_kind_to_the_limit() {
        let kind = Kind::default();
        let page = |bytes: usize| Bytes::from("ab>".repeat(PAGE_MAX)).slice(..bytes);
        kind.gzip(&page(10));
        assert!(kind.gzip(&page(PAGE_MAX)).is_some_and(|packed| unpacked(&packed) == page(PAGE_MAX)));
        assert!(kind.gzip(&page(PAGE_MAX + 1)).is_none());
    }
}

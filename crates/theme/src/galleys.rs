//! Set type that stands in galleys until the next page needs it: what the rounds of a loop have printed, such as each comment
//! of a long thread, to which a page made anew adds one more.
//!
//! A printing is found by all that it follows from, word for word: the block, the site, and the item. So nothing is ever out
//! of date, whoever changed what; where there is no more room, what no page has asked for lately goes first.

use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use siphasher::sip128::{Hasher128 as _, SipHasher13};

use crate::SiteView;
use crate::marks::drawn;

/// What a printing weighs beside its letters: its key, its place in the table, the bounds of its text.
const ENTRY_BYTES: usize = 96;

/// What loops have printed, for the pages of all sites of a process.
pub struct Galleys {
    bytes_max: usize,
    keys: [u64; 2],
    racks: Mutex<Racks>,
}

/// Printings asked for lately, and those asked for before them.
#[derive(Default)]
struct Racks {
    new: Rack,
    old: Rack,
}

#[derive(Default)]
struct Rack {
    printings: HashMap<u128, Arc<str>>,
    bytes: usize,
}

/// The printings of one block on one site.
pub(crate) struct Galley<'g> {
    galleys: &'g Galleys,
    beginning: Digest,
}

/// 128 bits under keys that nobody outside knows: two texts that somebody wrote to have one digest do not exist.
#[derive(Clone)]
struct Digest(SipHasher13);

impl Galleys {
    /// Galleys that hold `bytes_max` at most.
    pub fn new(bytes_max: usize) -> Self {
        Self { bytes_max, keys: [drawn(), drawn()], racks: Mutex::default() }
    }

    /// Bytes that are held.
    pub fn bytes(&self) -> usize {
        let racks = self.racks.lock().unwrap_or_else(PoisonError::into_inner);
        racks.new.bytes + racks.old.bytes
    }

    /// Printings of `block`, which names its theme as it was read and its place in it.
    pub(crate) fn of(&self, block: (u64, usize), site: &SiteView) -> Galley<'_> {
        let [one, other] = self.keys;
        let mut beginning = Digest(SipHasher13::new_with_keys(one, other));
        block.hash(&mut beginning);
        site.hash(&mut beginning);
        Galley { galleys: self, beginning }
    }

    fn find(&self, key: u128) -> Option<Arc<str>> {
        let mut racks = self.racks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(text) = racks.new.printings.get(&key) {
            return Some(Arc::clone(text));
        }
        let text = racks.old.printings.remove(&key)?;
        racks.old.bytes -= text.len() + ENTRY_BYTES;
        self.put(&mut racks, key, Arc::clone(&text));
        Some(text)
    }

    fn keep(&self, key: u128, text: &str) {
        if text.len() + ENTRY_BYTES <= self.bytes_max / 2 {
            let mut racks = self.racks.lock().unwrap_or_else(PoisonError::into_inner);
            self.put(&mut racks, key, text.into());
        }
    }

    fn put(&self, racks: &mut Racks, key: u128, text: Arc<str>) {
        let weight = text.len() + ENTRY_BYTES;
        if racks.new.bytes + weight > self.bytes_max / 2 {
            racks.old = std::mem::take(&mut racks.new);
        }
        racks.new.bytes += weight;
        if let Some(before) = racks.new.printings.insert(key, text) {
            racks.new.bytes -= before.len() + ENTRY_BYTES;
        }
    }
}

impl fmt::Debug for Galleys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Galleys").field("bytes", &self.bytes()).finish_non_exhaustive()
    }
}

impl Galley<'_> {
    /// What an item is kept under; nothing for one that cannot say all that is printed of it.
    pub(crate) fn key(&self, item: &dateline_hbs::Value<'_>) -> Option<u128> {
        let mut digest = self.beginning.clone();
        item.digest(&mut digest).then(|| digest.whole())
    }

    pub(crate) fn find(&self, key: u128) -> Option<Arc<str>> {
        self.galleys.find(key)
    }

    pub(crate) fn keep(&self, key: u128, text: &str) {
        self.galleys.keep(key, text);
    }
}

impl Digest {
    fn whole(&self) -> u128 {
        self.0.finish128().as_u128()
    }
}

impl Hasher for Digest {
    fn write(&mut self, bytes: &[u8]) {
        self.0.write(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.finish()
    }
}

#[cfg(test)]
mod tests {
    use dateline_hbs::Value;

    use super::*;
    use crate::CommentView;

    const BLOCK: (u64, usize) = (7, 1);

    #[test]
    fn a_printing_is_found_by_its_block_its_site_and_all_that_its_item_says() {
        let (galleys, site) = (Galleys::new(1 << 20), SiteView::sample());
        let comment = CommentView::sample_thread().remove(0);
        let kept = |block, site: &SiteView, comment: &CommentView| {
            let galley = galleys.of(block, site);
            galley.key(&Value::object(comment)).and_then(|key| galley.find(key))
        };
        let galley = galleys.of(BLOCK, &site);
        if let Some(key) = galley.key(&Value::object(&comment)) {
            galley.keep(key, "<li>");
        }
        assert_eq!(kept(BLOCK, &site, &comment).as_deref(), Some("<li>"));
        assert_eq!(kept((8, 1), &site, &comment), None);
        assert_eq!(kept((7, 2), &site, &comment), None);
        let renamed = SiteView { locale: "de".into(), ..site.clone() };
        assert_eq!(kept(BLOCK, &renamed, &comment), None);
        let liked = CommentView { likes: comment.likes + 1, ..comment.clone() };
        assert_eq!(kept(BLOCK, &site, &liked), None);
        assert_eq!(galleys.of(BLOCK, &site).key(&Value::from("a text")), None);
    }

    #[test]
    fn what_no_page_asks_for_makes_room_and_no_more_is_held_than_may_be() {
        let galleys = Galleys::new(20 * (ENTRY_BYTES + 4));
        for key in 0..9 {
            galleys.keep(key, "text");
        }
        for key in 9..1_000 {
            assert!(galleys.find(3).is_some(), "asked for before {key}");
            galleys.keep(key, "text");
            assert!(galleys.bytes() <= 20 * (ENTRY_BYTES + 4), "{key}");
        }
        assert!(galleys.find(4).is_none() && galleys.find(999).is_some());
        let half = galleys.bytes_max / 2 - ENTRY_BYTES;
        galleys.keep(5_000, &"x".repeat(half + 1));
        assert!(galleys.find(5_000).is_none());
        galleys.keep(5_000, &"x".repeat(half));
        assert!(galleys.find(5_000).is_some());
    }
}

//! The page cache: finished pages by their address, each with the keys of what it was made from.
//!
//! It is exact in both directions. A page is dropped when something it showed has changed, and only then; a page
//! that was in the making while something it shows changed is handed to whoever asked before the change, and not
//! kept. One reader makes a page, the others who want it wait for that one ([`PageCache::get_or_make`]).
//!
//! Memory is bounded by bytes, for pages and for "there is nothing here" apart, so that a crawler of addresses
//! that never were cannot push out the stories.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use dateline_model::Millis;
use tokio::sync::watch;

use crate::depends::Depends;

/// Changes that are remembered for the pages being made meanwhile.
const REMEMBERED: usize = 8_192;
/// What a page weighs beside its bytes: slot, key, and each dependency in both directions.
const SLOT_BYTES: usize = 200;
const DEPEND_BYTES: usize = 48;

/// A finished page with what the cache must know of it.
#[derive(Debug, Clone)]
pub struct Made<T> {
    /// The page.
    pub page: T,
    /// Bytes it holds in memory.
    pub bytes: usize,
    /// What it was made from.
    pub depends: Depends,
    /// From when on it is another page although nothing changed, in milliseconds UTC.
    pub expires_at: Millis,
    /// Whether it says that there is nothing here.
    pub missing: bool,
    /// Whether it may be kept; if not, only those who wait for it now get it.
    pub keep: bool,
}

/// What a change dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped<T> {
    /// How many pages, those that say that there is nothing here among them.
    pub pages: usize,
    /// The pages that somebody had asked for since they were made, with their keys: they will be asked for again.
    pub read: Vec<(Arc<str>, Arc<T>)>,
}

/// How many bytes a [`PageCache`] may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheLimits {
    /// Pages.
    pub pages: usize,
    /// Answers that there is nothing here.
    pub missing: usize,
}

impl Default for CacheLimits {
    fn default() -> Self {
        Self { pages: 64 << 20, missing: 4 << 20 }
    }
}

/// Pages that are being made, by key, with the word that their makers will send.
type Flights<T> = HashMap<Arc<str>, watch::Receiver<Option<Landed<T>>>>;

/// Pages by address. Shared between threads; no lock is held while a page is made.
pub struct PageCache<T> {
    shelves: RwLock<Shelves<T>>,
    flights: Mutex<Flights<T>>,
    hasher: RandomState,
    /// Grows with everything that is dropped, before whoever dropped it goes on.
    edition: AtomicU64,
}

/// Counters for the operator and for tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CacheState {
    /// Pages kept now.
    pub pages: usize,
    /// "Nothing here" kept now.
    pub missing: usize,
    /// Bytes of both.
    pub bytes: usize,
}

struct Shelves<T> {
    pages: Shelf<T>,
    missing: Shelf<T>,
    /// Counts the calls of [`PageCache::drop_keys`].
    round: u64,
    /// What was dropped in which round, oldest first.
    recent: VecDeque<(u64, u64)>,
    /// Rounds up to this one are no longer in `recent`.
    forgotten: u64,
}

struct Shelf<T> {
    slots: Vec<Option<Slot<T>>>,
    free: Vec<usize>,
    by_key: HashMap<Arc<str>, usize>,
    by_depend: HashMap<u64, HashSet<usize>>,
    bytes: usize,
    limit: usize,
    hand: usize,
}

struct Slot<T> {
    key: Arc<str>,
    page: Arc<T>,
    weight: usize,
    expires_at: Millis,
    depends: Box<[u64]>,
    /// Asked for since the hand last passed.
    used: AtomicBool,
}

/// What a page weighs beside its own bytes.
fn weight_beside(key: &str, depends: &[u64]) -> usize {
    key.len() + SLOT_BYTES + depends.len() * DEPEND_BYTES
}

/// A page that has just been made, for those who waited.
struct Landed<T> {
    page: Arc<T>,
    depends: Arc<[u64]>,
    started: u64,
}

impl<T> Clone for Landed<T> {
    fn clone(&self) -> Self {
        Self { page: Arc::clone(&self.page), depends: Arc::clone(&self.depends), started: self.started }
    }
}

impl<T> PageCache<T> {
    /// An empty cache.
    pub fn new(limits: CacheLimits) -> Self {
        let shelves = Shelves {
            pages: Shelf::new(limits.pages),
            missing: Shelf::new(limits.missing),
            round: 0,
            recent: VecDeque::new(),
            forgotten: 0,
        };
        Self {
            shelves: RwLock::new(shelves),
            flights: Mutex::default(),
            hasher: RandomState::new(),
            edition: AtomicU64::new(0),
        }
    }

    /// The page at `key`, if it is here and its hour has not come.
    pub fn get(&self, key: &str, now: Millis) -> Option<Arc<T>> {
        self.get_until(key, now).map(|(page, _)| page)
    }

    /// The same, with the moment from which on it is another page although nothing changed, in milliseconds UTC.
    pub fn get_until(&self, key: &str, now: Millis) -> Option<(Arc<T>, Millis)> {
        let shelves = self.read();
        shelves.pages.get(key, now).or_else(|| shelves.missing.get(key, now))
    }

    /// A number that grows whenever something changes that pages were made from, kept or not. A page that was found after
    /// this was read stays the page at its key until it has another value, or the page's hour comes.
    pub fn edition(&self) -> u64 {
        self.edition.load(Ordering::Acquire)
    }

    /// The page at `key`, made by `make` if it is not here. Of all who ask for one key at a time, one makes it.
    ///
    /// # Errors
    /// What `make` returns, to the one who called it; the others then try themselves.
    pub async fn get_or_make<E>(
        &self,
        key: &str,
        now: Millis,
        make: impl Future<Output = Result<Made<T>, E>>,
    ) -> Result<Arc<T>, E> {
        loop {
            if let Some(page) = self.get(key, now) {
                return Ok(page);
            }
            let arrived = self.read().round;
            match self.board(key) {
                Boarding::Lead(lead) => {
                    let made = make.await?;
                    return Ok(self.land(lead, made, arrived));
                }
                Boarding::Wait(mut flight) => {
                    // The sender goes away without a word when its reader hung up or its making failed.
                    let landed =
                        flight.wait_for(Option::is_some).await.ok().and_then(|landed| landed.clone());
                    if let Some(landed) = landed
                        && self.read().is_untouched(&landed.depends, landed.started, arrived)
                    {
                        return Ok(landed.page);
                    }
                }
            }
        }
    }

    /// Notes that `page`, if it is still the one at `key`, now holds so many bytes, and makes room for what it grew by.
    pub fn weigh(&self, key: &str, page: &Arc<T>, bytes: usize) {
        let mut shelves = self.write();
        let Shelves { pages, missing, .. } = &mut *shelves;
        if !pages.weigh(key, page, bytes) {
            missing.weigh(key, page, bytes);
        }
    }

    /// Drops every page that was made from one of `keys`.
    pub fn drop_keys<'k>(&self, keys: impl IntoIterator<Item = &'k str>) -> Dropped<T> {
        let hashes: Vec<u64> = keys.into_iter().map(|key| self.hasher.hash_one(key)).collect();
        let mut shelves = self.write();
        shelves.round += 1;
        let round = shelves.round;
        let mut dropped = Dropped { pages: 0, read: Vec::new() };
        for hash in hashes {
            for slot in shelves.pages.take_depend(hash) {
                dropped.pages += 1;
                if slot.used.into_inner() {
                    dropped.read.push((slot.key, slot.page));
                }
            }
            dropped.pages += shelves.missing.take_depend(hash).len();
            shelves.recent.push_back((round, hash));
        }
        while shelves.recent.len() > REMEMBERED {
            if let Some((oldest, _)) = shelves.recent.pop_front() {
                shelves.forgotten = oldest;
            }
        }
        // Under the lock: whoever reads it from now on finds nothing of what was dropped.
        self.edition.fetch_add(1, Ordering::Release);
        dropped
    }

    /// Drops everything, also what is being made.
    pub fn clear(&self) {
        let mut shelves = self.write();
        shelves.round += 1;
        shelves.forgotten = shelves.round;
        shelves.recent.clear();
        let (pages, missing) = (shelves.pages.limit, shelves.missing.limit);
        shelves.pages = Shelf::new(pages);
        shelves.missing = Shelf::new(missing);
        self.edition.fetch_add(1, Ordering::Release);
    }

    /// How much is kept now.
    pub fn state(&self) -> CacheState {
        let shelves = self.read();
        CacheState {
            pages: shelves.pages.by_key.len(),
            missing: shelves.missing.by_key.len(),
            bytes: shelves.pages.bytes + shelves.missing.bytes,
        }
    }

    fn board<'c>(&'c self, key: &str) -> Boarding<'c, T> {
        let mut flights = self.flights();
        if let Some(flight) = flights.get(key) {
            return Boarding::Wait(flight.clone());
        }
        let key: Arc<str> = key.into();
        let (sender, receiver) = watch::channel(None);
        flights.insert(Arc::clone(&key), receiver);
        Boarding::Lead(Lead { cache: self, key, sender })
    }

    fn land(&self, lead: Lead<'_, T>, made: Made<T>, started: u64) -> Arc<T> {
        let page = Arc::new(made.page);
        let depends: Arc<[u64]> = made.depends.keys().map(|key| self.hasher.hash_one(key)).collect();
        if made.keep {
            let mut shelves = self.write();
            let now = shelves.round;
            if shelves.is_untouched(&depends, started, now) {
                let slot = Slot {
                    key: Arc::clone(&lead.key),
                    page: Arc::clone(&page),
                    weight: made.bytes + weight_beside(&lead.key, &depends),
                    expires_at: made.expires_at,
                    depends: depends.to_vec().into_boxed_slice(),
                    used: AtomicBool::new(false),
                };
                if made.missing { shelves.missing.put(slot) } else { shelves.pages.put(slot) }
            }
        }
        lead.sender.send_replace(Some(Landed { page: Arc::clone(&page), depends, started }));
        page
    }

    // A panic under one of these locks would be a bug of this file; what it guards stays usable.
    fn read(&self) -> RwLockReadGuard<'_, Shelves<T>> {
        self.shelves.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Shelves<T>> {
        self.shelves.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn flights(&self) -> MutexGuard<'_, Flights<T>> {
        self.flights.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Boarding<'c, T> {
    /// The caller makes the page.
    Lead(Lead<'c, T>),
    /// Somebody else is making it.
    Wait(watch::Receiver<Option<Landed<T>>>),
}

/// The right to make a page; given back when dropped, whatever happened.
struct Lead<'c, T> {
    cache: &'c PageCache<T>,
    key: Arc<str>,
    sender: watch::Sender<Option<Landed<T>>>,
}

impl<T> Drop for Lead<'_, T> {
    fn drop(&mut self) {
        self.cache.flights().remove(&self.key);
    }
}

impl<T> Shelves<T> {
    /// Whether none of `depends` changed after round `from` up to round `to`.
    fn is_untouched(&self, depends: &[u64], from: u64, to: u64) -> bool {
        if from == to {
            return true;
        }
        if from < self.forgotten {
            return false;
        }
        let between = self.recent.iter().rev().take_while(|(round, _)| *round > from);
        !between.filter(|(round, _)| *round <= to).any(|(_, hash)| depends.contains(hash))
    }
}

impl<T> Shelf<T> {
    fn new(limit: usize) -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
            by_key: HashMap::new(),
            by_depend: HashMap::new(),
            bytes: 0,
            limit,
            hand: 0,
        }
    }

    fn get(&self, key: &str, now: Millis) -> Option<(Arc<T>, Millis)> {
        let slot = self.slots.get(*self.by_key.get(key)?)?.as_ref()?;
        if slot.expires_at <= now {
            return None;
        }
        slot.used.store(true, Ordering::Relaxed);
        Some((Arc::clone(&slot.page), slot.expires_at))
    }

    fn put(&mut self, slot: Slot<T>) {
        if let Some(old) = self.by_key.get(&slot.key).copied() {
            self.take(old);
        }
        if slot.weight > self.limit {
            return;
        }
        while self.bytes + slot.weight > self.limit {
            self.evict();
        }
        self.bytes += slot.weight;
        let at = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        for depend in &slot.depends {
            self.by_depend.entry(*depend).or_default().insert(at);
        }
        self.by_key.insert(Arc::clone(&slot.key), at);
        self.slots[at] = Some(slot);
    }

    /// Whether `page` is the one at `key`; it then weighs what it weighs now.
    fn weigh(&mut self, key: &str, page: &Arc<T>, bytes: usize) -> bool {
        let at = self.by_key.get(key).copied();
        let Some(slot) = at.and_then(|at| self.slots.get_mut(at)).and_then(Option::as_mut) else {
            return false;
        };
        if !Arc::ptr_eq(&slot.page, page) {
            return false;
        }
        let weight = bytes + weight_beside(&slot.key, &slot.depends);
        self.bytes = self.bytes + weight - std::mem::replace(&mut slot.weight, weight);
        while self.bytes > self.limit {
            self.evict();
        }
        true
    }

    /// Makes room: the hand goes round and takes the first page that nobody asked for since it last came by.
    fn evict(&mut self) {
        loop {
            self.hand = (self.hand + 1) % self.slots.len().max(1);
            match self.slots.get(self.hand).and_then(Option::as_ref) {
                Some(slot) if slot.used.swap(false, Ordering::Relaxed) => {}
                Some(_) => {
                    self.take(self.hand);
                    return;
                }
                None if self.by_key.is_empty() => return,
                None => {}
            }
        }
    }

    fn take(&mut self, at: usize) -> Option<Slot<T>> {
        let slot = self.slots.get_mut(at).and_then(Option::take)?;
        self.bytes -= slot.weight;
        self.by_key.remove(&slot.key);
        self.free.push(at);
        for depend in &slot.depends {
            if let Some(pages) = self.by_depend.get_mut(depend) {
                pages.remove(&at);
                if pages.is_empty() {
                    self.by_depend.remove(depend);
                }
            }
        }
        Some(slot)
    }

    fn take_depend(&mut self, depend: u64) -> Vec<Slot<T>> {
        let pages = self.by_depend.remove(&depend).unwrap_or_default();
        pages.into_iter().filter_map(|at| self.take(at)).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::AtomicUsize;

    use super::*;

    const NOON: Millis = 1_795_514_400_000;

    fn page(text: &str, depends: &[&str]) -> Made<String> {
        Made {
            page: text.to_owned(),
            bytes: text.len(),
            depends: depends.iter().copied().collect(),
            expires_at: NOON + 3_600_000,
            missing: false,
            keep: true,
        }
    }

    async fn fetch(cache: &PageCache<String>, key: &str, made: Made<String>) -> String {
        let made = cache.get_or_make(key, NOON, async { Ok::<_, Infallible>(made) }).await;
        made.unwrap().to_string()
    }

    fn cache() -> PageCache<String> {
        PageCache::new(CacheLimits::default())
    }

    #[tokio::test]
    async fn a_page_is_made_once_and_dropped_when_its_story_changes() {
        let cache = cache();
        fetch(&cache, "/a", page("first", &["post:1", "settings"])).await;
        fetch(&cache, "/b", page("other", &["post:2", "settings"])).await;
        assert_eq!(fetch(&cache, "/a", page("never made", &[])).await, "first");
        assert_eq!(cache.drop_keys(["post:1", "comments:1"]).pages, 1);
        assert_eq!(fetch(&cache, "/a", page("second", &["post:1"])).await, "second");
        assert_eq!(cache.get("/b", NOON).unwrap().as_str(), "other");
        assert_eq!(cache.drop_keys(["settings"]).pages, 1);
    }

    #[tokio::test]
    async fn of_the_pages_that_are_dropped_those_are_told_that_were_read() {
        let cache = cache();
        fetch(&cache, "/read", page("read", &["post:1", "settings"])).await;
        fetch(&cache, "/made", page("made for one reader", &["post:1"])).await;
        fetch(&cache, "/nothing", Made { missing: true, ..page("nothing here", &["post:1"]) }).await;
        assert!(cache.get("/read", NOON).is_some() && cache.get("/nothing", NOON).is_some());
        let dropped = cache.drop_keys(["post:1", "settings"]);
        assert_eq!((dropped.pages, dropped.read), (3, vec![("/read".into(), Arc::new("read".to_owned()))]));
        fetch(&cache, "/read", page("read", &["post:1"])).await;
        assert_eq!(cache.drop_keys(["post:1"]).read, [], "not again until somebody asks again");
    }

    #[tokio::test]
    async fn a_page_ends_at_the_hour_it_states() {
        let cache = cache();
        fetch(&cache, "/a", page("today", &[])).await;
        assert!(cache.get("/a", NOON + 3_599_999).is_some());
        assert!(cache.get("/a", NOON + 3_600_000).is_none());
    }

    #[tokio::test]
    async fn every_change_is_a_new_edition_also_of_what_is_not_kept() {
        let cache = cache();
        let first = cache.edition();
        fetch(&cache, "/a", page("words", &["post:1"])).await;
        assert_eq!(cache.edition(), first, "a page that is made changes no other");
        assert_eq!(cache.get_until("/a", NOON).map(|(_, until)| until), Some(NOON + 3_600_000));
        cache.drop_keys(["post:2"]);
        let second = cache.edition();
        assert!(second > first, "somebody may hold a page that was pushed out");
        cache.clear();
        assert!(cache.edition() > second);
    }

    #[tokio::test]
    async fn five_hundred_readers_of_one_new_story_make_it_once() {
        let (cache, made) = (Arc::new(cache()), Arc::new(AtomicUsize::new(0)));
        let (open, gate) = watch::channel(false);
        let mut readers = tokio::task::JoinSet::new();
        for _ in 0..500 {
            let (cache, made, mut gate) = (Arc::clone(&cache), Arc::clone(&made), gate.clone());
            readers.spawn(async move {
                let make = async {
                    gate.wait_for(|open| *open).await.unwrap();
                    made.fetch_add(1, Ordering::Relaxed);
                    Ok::<_, Infallible>(page("new", &["post:1"]))
                };
                cache.get_or_make("/new", NOON, make).await.unwrap().to_string()
            });
        }
        tokio::task::yield_now().await;
        open.send_replace(true);
        assert!(readers.join_all().await.iter().all(|text| text == "new"));
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_page_whose_story_changed_while_it_was_made_is_not_kept() {
        let cache = cache();
        let make = async {
            cache.drop_keys(["post:1"]);
            Ok::<_, Infallible>(page("old words", &["post:1"]))
        };
        cache.get_or_make("/a", NOON, make).await.unwrap();
        assert!(cache.get("/a", NOON).is_none());
        let unrelated = async {
            cache.drop_keys(["post:2"]);
            Ok::<_, Infallible>(page("words", &["post:1"]))
        };
        cache.get_or_make("/a", NOON, unrelated).await.unwrap();
        assert!(cache.get("/a", NOON).is_some());
    }

    #[tokio::test]
    async fn who_asks_after_a_change_never_gets_the_page_of_before() {
        let cache = Arc::new(cache());
        let (open, mut gate) = watch::channel(false);
        let early = tokio::spawn({
            let cache = Arc::clone(&cache);
            async move {
                let make = async {
                    gate.wait_for(|open| *open).await.unwrap();
                    Ok::<_, Infallible>(page("old words", &["post:1"]))
                };
                cache.get_or_make("/a", NOON, make).await.unwrap().to_string()
            }
        });
        tokio::task::yield_now().await;
        cache.drop_keys(["post:1"]);
        let late = tokio::spawn({
            let cache = Arc::clone(&cache);
            async move { fetch(&cache, "/a", page("new words", &["post:1"])).await }
        });
        tokio::task::yield_now().await;
        open.send_replace(true);
        assert_eq!(early.await.unwrap(), "old words");
        assert_eq!(late.await.unwrap(), "new words");
    }

    #[tokio::test]
    async fn a_reader_who_hangs_up_leaves_the_making_to_the_next() {
        let cache = Arc::new(cache());
        let gone = tokio::spawn({
            let cache = Arc::clone(&cache);
            async move { cache.get_or_make("/a", NOON, std::future::pending::<Result<_, Infallible>>()).await }
        });
        tokio::task::yield_now().await;
        let next = tokio::spawn({
            let cache = Arc::clone(&cache);
            async move { fetch(&cache, "/a", page("words", &[])).await }
        });
        tokio::task::yield_now().await;
        gone.abort();
        assert_eq!(next.await.unwrap(), "words");
    }

    #[tokio::test]
    async fn a_hundred_thousand_addresses_fill_no_memory_and_push_out_no_story() {
        let cache = PageCache::new(CacheLimits { pages: 10_000, missing: 5_000 });
        fetch(&cache, "/story", page("words", &["post:1"])).await;
        for n in 0..100_000 {
            let made = Made { missing: true, ..page("nothing here", &["permalinks"]) };
            fetch(&cache, &format!("/no-{n}"), made).await;
            assert!(cache.state().bytes <= 15_000);
        }
        assert!(cache.get("/story", NOON).is_some());
        let kept = cache.state().missing;
        assert_eq!(cache.drop_keys(["permalinks"]).pages, kept);
        assert_eq!(cache.state().missing, 0);
    }

    #[tokio::test]
    async fn pages_that_are_read_stay_longest() {
        let cache = PageCache::new(CacheLimits { pages: 10 * (SLOT_BYTES + 10), missing: 0 });
        for n in 0..8 {
            fetch(&cache, &format!("/{n}"), page("x", &[])).await;
        }
        for n in 8..1_000 {
            assert!(cache.get("/3", NOON).is_some());
            fetch(&cache, &format!("/{n}"), page("x", &[])).await;
        }
        assert!(cache.get("/4", NOON).is_none());
    }

    #[tokio::test]
    async fn a_page_that_grows_makes_room_and_one_that_shrinks_leaves_it() {
        let slot = SLOT_BYTES + 2;
        let cache = PageCache::new(CacheLimits { pages: 10 * (slot + 10), missing: 0 });
        for n in 0..10 {
            fetch(&cache, &format!("/{n}"), page("ten bytes.", &[])).await;
        }
        let read = cache.get("/7", NOON).unwrap();
        cache.weigh("/7", &read, 10 + 3 * (slot + 10));
        assert_eq!((cache.state().pages, cache.state().bytes), (7, 10 * (slot + 10)), "three made room");
        assert!(cache.get("/7", NOON).is_some(), "and not the one that is read");
        cache.weigh("/7", &read, 10);
        for n in 10..13 {
            fetch(&cache, &format!("/{n}"), page("ten.bytes", &[])).await;
        }
        assert_eq!(cache.state().pages, 10);
        cache.weigh("/7", &Arc::new("another page".to_owned()), 1 << 20);
        cache.weigh("/never-here", &read, 1 << 20);
        assert_eq!(cache.state().pages, 10, "what is not kept has no weight");
        cache.weigh("/7", &read, 1 << 20);
        assert!(cache.get("/7", NOON).is_none() && cache.state().bytes <= 10 * (slot + 10));
    }

    #[tokio::test]
    async fn a_page_larger_than_the_cache_is_served_and_not_kept() {
        let cache = PageCache::new(CacheLimits { pages: 500, missing: 0 });
        assert_eq!(fetch(&cache, "/a", page(&"x".repeat(600), &[])).await.len(), 600);
        assert_eq!(cache.state(), CacheState::default());
    }

    #[tokio::test]
    async fn more_changes_than_are_remembered_keep_no_page_in_the_making() {
        let cache = cache();
        let make = async {
            for n in 0..=REMEMBERED {
                cache.drop_keys([format!("post:{n}").as_str()]);
            }
            Ok::<_, Infallible>(page("words", &["post:x"]))
        };
        cache.get_or_make("/a", NOON, make).await.unwrap();
        assert!(cache.get("/a", NOON).is_none());
    }
}

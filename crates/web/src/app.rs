//! The application: everything a request may need, opened once and shared by all of them.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex as SyncMutex, MutexGuard, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwap;
use axum::Router;
use dateline_egress::{Egress, Policy};
use dateline_media::Folder;
use dateline_model::{Change, Clock, Millis, SiteId, Thing};
use dateline_newsroom::{Newsroom, Shapes};
use dateline_press::{CacheLimits, CacheState, PageCache, PageKind, Press, keys_of};
use dateline_store::{Follower, Store, StoreError};
use dateline_theme::Shelf;
use dateline_transfer::{Mover, Rooms};
use tokio::sync::Mutex;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::assets::Assets;
use crate::client_address::{AddressKey, ProxyRangeError, TrustedProxies};
use crate::conditional::Tagger;
use crate::desk::Desk;
use crate::document::{Finished, Packing};
use crate::ghost::Told;
use crate::pack::Kinds;
use crate::packer::Packer;
use crate::panic::{PanicCounter, catch_panics};
use crate::papers::Papers;
use crate::presses::Presses;
use crate::rate::RateLimiter;
use crate::reception;
use crate::reprints::Reprints;
use crate::security::SecurityHeaders;
use crate::server::Open;
use crate::status;
use crate::tally::Tally;

/// How often the change log is read: half of the two seconds within which a change elsewhere must show here.
const FOLLOW_EVERY: Duration = Duration::from_secs(1);
/// Lines of the change log that are read at once.
const LINES: i64 = 1_000;
/// The time in which [`AppOptions::per_minute`] comments are allowed, in milliseconds.
const MINUTE: i64 = 60_000;
/// For each comment that an address may send in a minute, so many likes, reports, previews and changes.
const GESTURES: u32 = 5;
/// Comments in a second, of all addresses together, that are sent back for their number under the whole page of their story.
/// That page costs a hundred times the refusal, and a flood is nothing but refusals.
const WHOLE_REFUSALS: u32 = 20;
/// The time in which those are allowed, in milliseconds.
const SECOND: i64 = 1_000;
/// Tries at the password of a private site from one address.
const GUESSES: u32 = 10;
/// The time in which those are allowed, in milliseconds.
const GUESS_WINDOW: i64 = 10 * MINUTE;
/// Addresses whose comments are counted at the same time; a few megabytes at most.
const ADDRESSES: usize = 50_000;

/// What the installation's configuration says about serving.
#[derive(Debug, Clone, Default)]
pub struct AppOptions {
    /// Comments from one address in a minute; 0 lifts the limit.
    pub per_minute: u32,
    /// Questions to the search from one address in a minute, those of the pop-up included; 0 lifts the limit.
    pub searches_per_minute: u32,
    /// Addresses and ranges of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// What is served under `/content/`.
    pub content: Option<Folder>,
    /// The folder that themes are kept in. Without one, themes cannot be sent in.
    pub themes: Option<PathBuf>,
    /// The data folder, where exports of other systems arrive and our own are made. Without one, nobody moves house at the
    /// desk.
    pub data: Option<PathBuf>,
    /// Whether somebody is working on the theme: nothing is kept, and what is wrong with the theme is shown to whoever asks
    /// for a page. Not for readers.
    pub theme_in_work: bool,
    /// The way to other servers, by which the desk learns what a page says of itself. Without one it is not asked.
    pub egress: Option<Egress>,
    /// Bytes of finished pages that are kept.
    pub cache: CacheLimits,
}

/// Why the application could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A trusted proxy is no address.
    #[error("server.trusted_proxies: {0}")]
    Proxies(#[from] ProxyRangeError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no thread to work with.
    #[error("the system gives no more threads: {0}")]
    Threads(std::io::Error),
}

/// All sites of an installation, ready to answer. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    newsroom: Newsroom,
    press: Press,
    papers: ArcSwap<Papers>,
    /// The last line of the change log that was read.
    followed: Mutex<i64>,
    trusted: TrustedProxies,
    commenters: RateLimiter<AddressKey>,
    gestures: RateLimiter<AddressKey>,
    searchers: RateLimiter<AddressKey>,
    refusals: RateLimiter<()>,
    guesses: RateLimiter<AddressKey>,
    assets: Assets,
    desk: Desk,
    content: Option<Folder>,
    egress: Option<Egress>,
    shelf: Option<Shelf>,
    mover: Option<Mover>,
    theme_in_work: bool,
    security: SecurityHeaders,
    panics: PanicCounter,
    tally: Tally,
    pages: Arc<PageCache<Finished>>,
    reprints: Arc<Reprints>,
    presses: Presses,
    packer: Packer,
    kinds: Kinds<(SiteId, PageKind)>,
    tagger: Tagger,
    /// Lines of the change log that this process wrote and has heard of already, until it reads them there.
    own: Arc<SyncMutex<HashSet<i64>>>,
    /// Whether the change log can be read. While it cannot, other processes' writes are unknown and nothing is
    /// taken from the cache.
    sees_log: AtomicBool,
}

impl App {
    /// Opens the application.
    ///
    /// # Errors
    /// [`AppError`]: a proxy's range cannot be read, the sites cannot, or there is no thread to be had.
    pub async fn open(newsroom: Newsroom, press: Press, options: AppOptions) -> Result<Self, AppError> {
        let trusted = TrustedProxies::parse(&options.trusted_proxies)?;
        // The log first: what changes between the two is read twice rather than missed.
        let followed = end_of_log(newsroom.store()).await?;
        let papers = Papers::new(newsroom.papers().await?);
        let (pages, own) = (Arc::new(PageCache::new(options.cache)), Arc::default());
        let reprints = Arc::default();
        newsroom.store().follow(follower(Arc::clone(&pages), Arc::clone(&reprints), Arc::clone(&own)));
        let rooms = options.data.as_deref().map(|data| {
            let rooms = Rooms::of(data);
            match options.content.clone() {
                Some(content) => rooms.with_content(content),
                None => rooms,
            }
        });
        let mover = rooms.map(|rooms| {
            Mover::new(newsroom.store().clone(), newsroom.shared_clock(), rooms, Policy::public())
        });
        // The same in every process of an installation, and known to nobody outside.
        let seed = newsroom.secret().sign("entity tags", &[]);
        let tagger =
            Tagger::seeded(seed.bytes().fold(0, |seed: u64, byte| seed.rotate_left(7) ^ u64::from(byte)));
        let presses = Presses::of_this_machine(newsroom.store());
        let packer = Packer::begin().map_err(AppError::Threads)?;
        Ok(Self(Arc::new(Inner {
            newsroom,
            press,
            papers: ArcSwap::from_pointee(papers),
            followed: Mutex::new(followed),
            trusted,
            commenters: RateLimiter::new(options.per_minute, MINUTE, ADDRESSES),
            gestures: RateLimiter::new(options.per_minute.saturating_mul(GESTURES), MINUTE, ADDRESSES),
            searchers: RateLimiter::new(options.searches_per_minute, MINUTE, ADDRESSES),
            refusals: RateLimiter::new(WHOLE_REFUSALS, SECOND, 1),
            guesses: RateLimiter::new(GUESSES, GUESS_WINDOW, ADDRESSES),
            assets: Assets::default(),
            desk: Desk::default(),
            content: options.content,
            egress: options.egress,
            shelf: options.themes.map(Shelf::new),
            mover,
            theme_in_work: options.theme_in_work,
            security: SecurityHeaders::default(),
            panics: PanicCounter::default(),
            tally: Tally::default(),
            pages,
            reprints,
            presses,
            packer,
            kinds: Kinds::default(),
            tagger,
            own,
            sees_log: AtomicBool::new(true),
        })))
    }

    /// How this application's things look to programs.
    pub fn shapes(&self) -> Arc<dyn Shapes> {
        Arc::new(Told(self.clone()))
    }

    /// The way to other servers.
    pub(crate) fn egress(&self) -> Option<&Egress> {
        self.0.egress.as_ref()
    }

    /// Answers to every request of every site.
    pub fn router(&self) -> Router {
        let guard = axum::middleware::from_fn_with_state(self.0.panics.clone(), catch_panics);
        // One way in: paths are decoded before they are compared, so that no spelling finds a door of its own.
        Router::new().fallback(reception::receive).layer(guard).with_state(self.clone())
    }

    /// Answers how the server is, at `/healthz` and `/metrics`; for a listener that readers do not reach. `open` counts the
    /// connections of the one that they do.
    pub fn status_router(&self, open: Open) -> Router {
        status::router(self.clone(), open)
    }

    /// Follows the change log until `stop`, so that sites and settings changed by another process are seen here
    /// within two seconds.
    pub async fn follow(&self, stop: CancellationToken) {
        let mut tick = interval(FOLLOW_EVERY);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut failing = false;
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                _ = tick.tick() => {}
            }
            let caught_up = self.catch_up().await;
            if let Err(error) = &caught_up
                && !failing
            {
                tracing::error!(%error, "changes made elsewhere cannot be read; trying again every second");
            }
            failing = caught_up.is_err();
        }
    }

    /// Reads the change log to its end, once, and takes over what changed: what [`Self::follow`] does every second.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is lost, the next call reads the same lines. Until then nothing is taken from the
    /// cache of pages, because nobody can say whether they still hold.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        let read = self.read_log().await;
        self.trust_cache(read.is_ok());
        read
    }

    async fn read_log(&self) -> Result<(), StoreError> {
        let mut followed = self.0.followed.lock().await;
        let (mut seq, mut sites_changed) = (*followed, false);
        loop {
            let lines = self.store().read().await?.changes_since(seq, LINES).await?;
            sites_changed |= lines.iter().any(|line| line.thing == Thing::Site);
            self.drop_pages_of_others(&lines);
            seq = lines.last().map_or(seq, |line| line.seq);
            if (lines.len() as i64) < LINES {
                break;
            }
        }
        if sites_changed {
            self.0.papers.store(Arc::new(Papers::new(self.0.newsroom.papers().await?)));
            // Pages made since the change may still show the settings of before.
            self.0.pages.clear();
        }
        *followed = seq;
        Ok(())
    }

    /// Drops what other processes changed; what this one wrote was dropped when it was written.
    fn drop_pages_of_others(&self, lines: &[Change]) {
        let mut own = lock(&self.0.own);
        let others = lines.iter().filter(|line| !own.remove(&line.seq));
        let keys: Vec<String> = others.flat_map(keys_of).collect();
        if !keys.is_empty() {
            drop_pages(&self.0.pages, &self.0.reprints, &keys);
        }
    }

    fn trust_cache(&self, sees_log: bool) {
        if self.0.sees_log.swap(sees_log, Ordering::Relaxed) && !sees_log {
            self.0.pages.clear();
        }
    }

    /// How many finished pages are kept, and in how many bytes.
    pub fn cache_state(&self) -> CacheState {
        self.0.pages.state()
    }

    /// Bytes of what is kept from one page that is made to the next: names, the foot of the page.
    pub fn standing_bytes(&self) -> usize {
        self.0.press.standing_bytes()
    }

    /// The cache of finished pages; `None` while nobody can say whether they still hold.
    pub(crate) fn pages(&self) -> Option<&PageCache<Finished>> {
        let may = self.sees_log() && !self.0.theme_in_work;
        may.then_some(&*self.0.pages)
    }

    pub(crate) fn reprints(&self) -> &Reprints {
        &self.0.reprints
    }

    pub(crate) fn packer(&self) -> &Packer {
        &self.0.packer
    }

    pub(crate) fn presses(&self) -> &Presses {
        &self.0.presses
    }

    /// Requests that ended in a panic since the start; anything above 0 is a bug.
    pub fn panics(&self) -> u64 {
        self.0.panics.count()
    }

    pub(crate) fn panic_counter(&self) -> &PanicCounter {
        &self.0.panics
    }

    pub(crate) fn tally(&self) -> &Tally {
        &self.0.tally
    }

    /// Whether what other processes change is seen.
    pub(crate) fn sees_log(&self) -> bool {
        self.0.sees_log.load(Ordering::Relaxed)
    }

    /// The number of the change log's last line.
    pub(crate) async fn last_change(&self) -> Result<i64, StoreError> {
        self.store().read().await?.last_seq().await
    }

    /// Milliseconds by which the job that should have been done first is late; 0 when none is.
    pub(crate) async fn lateness(&self) -> Result<Millis, StoreError> {
        let due = self.store().read().await?.next_job_at().await?;
        Ok(due.map_or(0, |due| (self.clock().now() - due).max(0)))
    }

    pub(crate) fn newsroom(&self) -> &Newsroom {
        &self.0.newsroom
    }

    pub(crate) fn store(&self) -> &Store {
        self.0.newsroom.store()
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.0.newsroom.clock()
    }

    pub(crate) fn press(&self) -> &Press {
        &self.0.press
    }

    /// How a page that is made anew is packed: `kind` is what pages of this site it is like, if it is for many.
    pub(crate) fn packing(&self, site: SiteId, kind: Option<PageKind>) -> Packing {
        match kind {
            Some(kind) => Packing::Alike(self.0.kinds.of((site, kind)), self.0.tagger.clone()),
            None => Packing::Quick,
        }
    }

    pub(crate) fn papers(&self) -> arc_swap::Guard<Arc<Papers>> {
        self.0.papers.load()
    }

    pub(crate) fn trusted(&self) -> &TrustedProxies {
        &self.0.trusted
    }

    pub(crate) fn commenters(&self) -> &RateLimiter<AddressKey> {
        &self.0.commenters
    }

    /// Counts likes, reports, previews and changes of each address.
    pub(crate) fn gestures(&self) -> &RateLimiter<AddressKey> {
        &self.0.gestures
    }

    /// Counts the questions of each address to the search.
    pub(crate) fn searchers(&self) -> &RateLimiter<AddressKey> {
        &self.0.searchers
    }

    /// Counts comments that are sent back because their address sends too many.
    pub(crate) fn refusals(&self) -> &RateLimiter<()> {
        &self.0.refusals
    }

    /// Counts the tries of each address at the password of a private site.
    pub(crate) fn guesses(&self) -> &RateLimiter<AddressKey> {
        &self.0.guesses
    }

    pub(crate) fn assets(&self) -> &Assets {
        &self.0.assets
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.0.desk
    }

    pub(crate) fn content(&self) -> Option<&Folder> {
        self.0.content.as_ref()
    }

    pub(crate) fn theme_in_work(&self) -> bool {
        self.0.theme_in_work
    }

    pub(crate) fn shelf(&self) -> Option<&Shelf> {
        self.0.shelf.as_ref()
    }

    /// Whoever moves sites in and out for the desk; somebody has to let it work ([`Mover::run`]).
    pub fn mover(&self) -> Option<&Mover> {
        self.0.mover.as_ref()
    }

    pub(crate) fn security(&self) -> &SecurityHeaders {
        &self.0.security
    }
}

/// Drops the pages that a commit of this process changes, before its writer hears of it.
fn follower(
    pages: Arc<PageCache<Finished>>,
    reprints: Arc<Reprints>,
    own: Arc<SyncMutex<HashSet<i64>>>,
) -> Follower {
    Arc::new(move |changes: &[Change]| {
        lock(&own).extend(changes.iter().map(|change| change.seq));
        let keys: Vec<String> = changes.iter().flat_map(keys_of).collect();
        drop_pages(&pages, &reprints, &keys);
    })
}

/// Drops the pages that were made from one of `keys`, and has those printed again that were read.
fn drop_pages(pages: &PageCache<Finished>, reprints: &Reprints, keys: &[String]) {
    reprints.order(pages.drop_keys(keys.iter().map(String::as_str)).read);
}

fn lock(own: &SyncMutex<HashSet<i64>>) -> MutexGuard<'_, HashSet<i64>> {
    own.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The number of the log's last line. The log can only be asked what comes after a number, so its end is found by
/// halving; a long log costs no more than a short one.
async fn end_of_log(store: &Store) -> Result<i64, StoreError> {
    let mut read = store.read().await?;
    let (mut known, mut end) = (0, i64::MAX);
    while known < end {
        let middle = known + (end - known) / 2;
        match read.changes_since(middle, 1).await?.first() {
            Some(line) => known = line.seq,
            None => end = middle,
        }
    }
    Ok(known)
}

//! The application: everything a request may need, opened once and shared by all of them.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use axum::Router;
use dateline_model::{Clock, Thing};
use dateline_newsroom::Newsroom;
use dateline_press::Press;
use dateline_store::{Store, StoreError};
use tokio::sync::Mutex;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::assets::Assets;
use crate::client_address::{AddressKey, ProxyRangeError, TrustedProxies};
use crate::media::MediaFolder;
use crate::panic::{PanicCounter, catch_panics};
use crate::papers::Papers;
use crate::rate::RateLimiter;
use crate::reception;
use crate::security::SecurityHeaders;

/// How often the change log is read: half of the two seconds within which a change elsewhere must show here.
const FOLLOW_EVERY: Duration = Duration::from_secs(1);
/// Lines of the change log that are read at once.
const LINES: i64 = 1_000;
/// The time in which [`AppOptions::per_minute`] comments are allowed, in milliseconds.
const MINUTE: i64 = 60_000;
/// Addresses whose comments are counted at the same time; a few megabytes at most.
const ADDRESSES: usize = 50_000;

/// What the installation's configuration says about serving.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppOptions {
    /// Comments from one address in a minute; 0 lifts the limit.
    pub per_minute: u32,
    /// Addresses and ranges of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// The folder served under `/content/`.
    pub content: Option<PathBuf>,
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
    assets: Assets,
    content: Option<MediaFolder>,
    security: SecurityHeaders,
    panics: PanicCounter,
}

impl App {
    /// Opens the application.
    ///
    /// # Errors
    /// [`AppError`]: a proxy's range cannot be read, or the sites cannot.
    pub async fn open(newsroom: Newsroom, press: Press, options: AppOptions) -> Result<Self, AppError> {
        let trusted = TrustedProxies::parse(&options.trusted_proxies)?;
        // The log first: what changes between the two is read twice rather than missed.
        let followed = end_of_log(newsroom.store()).await?;
        let papers = Papers::new(newsroom.papers().await?);
        Ok(Self(Arc::new(Inner {
            newsroom,
            press,
            papers: ArcSwap::from_pointee(papers),
            followed: Mutex::new(followed),
            trusted,
            commenters: RateLimiter::new(options.per_minute, MINUTE, ADDRESSES),
            assets: Assets::default(),
            content: options.content.map(MediaFolder::new),
            security: SecurityHeaders::default(),
            panics: PanicCounter::default(),
        })))
    }

    /// Answers to every request of every site.
    pub fn router(&self) -> Router {
        let guard = axum::middleware::from_fn_with_state(self.0.panics.clone(), catch_panics);
        // One way in: paths are decoded before they are compared, so that no spelling finds a door of its own.
        Router::new().fallback(reception::receive).layer(guard).with_state(self.clone())
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
    /// [`StoreError`]; nothing is lost, the next call reads the same lines.
    pub async fn catch_up(&self) -> Result<(), StoreError> {
        let mut followed = self.0.followed.lock().await;
        let (mut seq, mut sites_changed) = (*followed, false);
        loop {
            let lines = self.store().read().await?.changes_since(seq, LINES).await?;
            sites_changed |= lines.iter().any(|line| line.thing == Thing::Site);
            seq = lines.last().map_or(seq, |line| line.seq);
            if (lines.len() as i64) < LINES {
                break;
            }
        }
        if sites_changed {
            self.0.papers.store(Arc::new(Papers::new(self.0.newsroom.papers().await?)));
        }
        *followed = seq;
        Ok(())
    }

    /// Requests that ended in a panic since the start; anything above 0 is a bug.
    pub fn panics(&self) -> u64 {
        self.0.panics.count()
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

    pub(crate) fn papers(&self) -> arc_swap::Guard<Arc<Papers>> {
        self.0.papers.load()
    }

    pub(crate) fn trusted(&self) -> &TrustedProxies {
        &self.0.trusted
    }

    pub(crate) fn commenters(&self) -> &RateLimiter<AddressKey> {
        &self.0.commenters
    }

    pub(crate) fn assets(&self) -> &Assets {
        &self.0.assets
    }

    pub(crate) fn content(&self) -> Option<&MediaFolder> {
        self.0.content.as_ref()
    }

    pub(crate) fn security(&self) -> &SecurityHeaders {
        &self.0.security
    }
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

//! The search of an installation: one index for each site.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use dateline_model::SiteId;
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::SearchError;
use crate::shelf::Shelf;

/// The search of this installation. Cheap to clone.
///
/// Everything in its folder comes from the store and may be deleted at any time.
#[derive(Clone)]
pub struct Search(pub(crate) Arc<Room>);

/// The shelves, and whose turn it is to write.
pub(crate) struct Room {
    root: PathBuf,
    shelves: RwLock<HashMap<SiteId, Arc<Shelf>>>,
    /// One follower at a time: two would only do everything twice.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// The change up to which every index holds what is stored.
    pub(crate) settled: watch::Sender<i64>,
    /// Rung when there is something to follow.
    pub(crate) bell: Notify,
    /// Cancelled when nothing more is to be written.
    pub(crate) closing: CancellationToken,
    /// The indexes that are being built beside the follower.
    pub(crate) builders: TaskTracker,
}

/// How the index of a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexState {
    /// Whether there is one that answers.
    pub serves: bool,
    /// Stories and comments in the one that is being built; `None` when none is.
    pub building: Option<u64>,
    /// Stories and comments in the one that answers.
    pub cards: u64,
}

impl Search {
    /// Opens the search in `folder`, made when it is not there. Indexes are opened when their site is first met.
    pub fn open(folder: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(folder)
            .map_err(|source| SearchError::Folder { path: folder.to_owned(), source })?;
        let (root, shelves, turn) = (folder.to_owned(), RwLock::default(), tokio::sync::Mutex::default());
        let (settled, bell) = (watch::Sender::new(i64::MIN), Notify::new());
        let (closing, builders) = (CancellationToken::new(), TaskTracker::new());
        Ok(Self(Arc::new(Room { root, shelves, turn, settled, bell, closing, builders })))
    }

    /// Ends [`Search::follow`], which returns when its files are closed and nothing is written any more. Questions
    /// are answered on.
    pub fn close(&self) {
        self.0.closing.cancel();
    }

    /// Waits until every index holds what the change log says up to number `seq`. Somebody must be following.
    pub async fn settled(&self, seq: i64) {
        // The sender lives as long as this search.
        let _ = self.0.settled.subscribe().wait_for(|settled| *settled >= seq).await;
    }

    /// How the index of a site is.
    pub fn state(&self, site: SiteId) -> IndexState {
        let shelf = self.shelf(site);
        let cards = shelf.volume().map(|volume| volume.searcher().num_docs());
        IndexState {
            serves: cards.is_ok(),
            building: shelf.is_building().then(|| shelf.done()),
            cards: cards.unwrap_or_default(),
        }
    }

    /// Reads every file of a site's index and compares it with its checksum. A damaged index is built anew by the
    /// follower; the answer is the names of its damaged files.
    pub async fn check(&self, site: SiteId) -> Result<Vec<PathBuf>, SearchError> {
        let shelf = self.shelf(site);
        let volume = shelf.volume()?;
        let damaged = blocking(move || volume.damaged_files()).await;
        if !matches!(&damaged, Ok(files) if files.is_empty()) {
            shelf.spoil();
        }
        damaged
    }

    /// Every shelf that was met so far.
    pub(crate) fn shelves(&self) -> Vec<Arc<Shelf>> {
        let shelves = self.0.shelves.read().unwrap_or_else(PoisonError::into_inner);
        shelves.values().map(Arc::clone).collect()
    }

    pub(crate) fn shelf(&self, site: SiteId) -> Arc<Shelf> {
        let shelves = &self.0.shelves;
        if let Some(shelf) = shelves.read().unwrap_or_else(PoisonError::into_inner).get(&site) {
            return Arc::clone(shelf);
        }
        let mut shelves = shelves.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shelves.entry(site).or_insert_with(|| Arc::new(Shelf::open(&self.0.root, site))))
    }

    /// Deletes the indexes of sites that are gone.
    pub(crate) fn keep_only(&self, sites: &[SiteId]) {
        let hex: Vec<String> = sites.iter().map(|site| site.hex()).collect();
        for entry in fs::read_dir(&self.0.root).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let gone = name.to_str().filter(|name| !hex.iter().any(|kept| kept == name));
            let Some(site) = gone.and_then(|name| name.parse::<SiteId>().ok()) else { continue };
            self.shelf(site).clear();
            self.0.shelves.write().unwrap_or_else(PoisonError::into_inner).remove(&site);
        }
    }
}

/// Runs work that reads files or computes for long beside the tasks that serve. A panic in there is taken for
/// damage: the library that reads the index asserts what a damaged file breaks.
pub(crate) async fn blocking<T, F>(work: F) -> Result<T, SearchError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, SearchError> + Send + 'static,
{
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) if error.is_panic() => Err(SearchError::Damaged("reading it panicked".to_owned())),
        Err(error) => Err(SearchError::Stopped(error.to_string())),
    }
}

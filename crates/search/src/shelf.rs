//! The place of one site's index on disk: which generation serves, and which is being built.
//!
//! `<folder>/<site>/current` names the generation that serves; each generation is a folder beside it. A new one is
//! built under its own name and put in place by renaming that one small file, so that a power cut leaves the old
//! or the new one and never half of one.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use arc_swap::ArcSwapOption;
use dateline_model::SiteId;

use crate::SearchError;
use crate::volume::Volume;

/// The file that names the serving generation.
const CURRENT: &str = "current";

/// One site's index.
pub(crate) struct Shelf {
    pub(crate) site: SiteId,
    folder: PathBuf,
    volume: ArcSwapOption<Volume>,
    /// Whether the volume that serves must be replaced although it opens.
    spoilt: AtomicBool,
    /// Whether a generation is being built.
    building: AtomicBool,
    /// Cards in the generation that is being built.
    done: AtomicU64,
    /// Whether the volume that serves was found to belong to this database and to the site's language.
    judged: AtomicBool,
    /// The change up to which nothing is left to do, which for a quiet site is ahead of its mark.
    pub(crate) followed: AtomicI64,
}

impl Shelf {
    /// The shelf of a site, with what serves there if it can be opened.
    pub(crate) fn open(root: &Path, site: SiteId) -> Self {
        let folder = root.join(site.hex());
        let shelf = Self {
            site,
            folder,
            volume: ArcSwapOption::empty(),
            spoilt: AtomicBool::new(false),
            building: AtomicBool::new(false),
            done: AtomicU64::new(0),
            judged: AtomicBool::new(false),
            followed: AtomicI64::new(i64::MIN),
        };
        shelf.look();
        shelf
    }

    /// The index that serves. [`SearchError::Building`] while there is none.
    pub(crate) fn volume(&self) -> Result<Arc<Volume>, SearchError> {
        self.volume.load_full().ok_or_else(|| SearchError::Building { done: self.done() })
    }

    /// Opens the generation that serves, when another process has put one in place since.
    pub(crate) fn look(&self) {
        let Ok(generation) = fs::read_to_string(self.folder.join(CURRENT)) else { return };
        let Some(folder) = self.generation(&generation) else { return };
        if self.volume.load().as_ref().is_some_and(|volume| volume.folder == folder) {
            return;
        }
        match Volume::open(&folder) {
            Ok(volume) => self.put(volume),
            Err(error) => {
                tracing::warn!(site = %self.site, error = %error, "an index cannot be used and will be built anew");
            }
        }
    }

    /// Whether an index must be built.
    pub(crate) fn wants_building(&self) -> bool {
        self.volume.load().is_none() || self.spoilt.load(Ordering::Acquire)
    }

    /// Has the index built anew; the old one serves on as well as it can.
    pub(crate) fn spoil(&self) {
        self.spoilt.store(true, Ordering::Release);
    }

    /// Whether the volume that serves is still to be judged; it is asked once.
    pub(crate) fn wants_judgement(&self) -> bool {
        self.volume.load().is_some() && !self.judged.swap(true, Ordering::AcqRel)
    }

    /// Has the volume judged again.
    pub(crate) fn doubt(&self) {
        self.judged.store(false, Ordering::Release);
    }

    /// Takes the right to build; `None` while somebody builds.
    pub(crate) fn begin(&self) -> Option<Building<'_>> {
        if self.building.swap(true, Ordering::AcqRel) {
            return None;
        }
        self.done.store(0, Ordering::Release);
        Some(Building(self))
    }

    /// Cards in the generation that is being built.
    pub(crate) fn done(&self) -> u64 {
        self.done.load(Ordering::Acquire)
    }

    /// Whether a generation is being built.
    pub(crate) fn is_building(&self) -> bool {
        self.building.load(Ordering::Acquire)
    }

    pub(crate) fn count(&self, cards: u64) {
        self.done.fetch_add(cards, Ordering::AcqRel);
    }

    /// A folder for a new generation.
    pub(crate) fn fresh_folder(&self) -> PathBuf {
        self.folder.join(uuid::Uuid::now_v7().simple().to_string())
    }

    /// Puts a finished generation in place of the old one, whose files go away when its last reader is done.
    pub(crate) fn install(&self, folder: &Path) -> Result<(), SearchError> {
        let failed = |source| SearchError::Folder { path: self.folder.clone(), source };
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let (draft, current) = (self.folder.join("next"), self.folder.join(CURRENT));
        fs::write(&draft, name).and_then(|()| fs::File::open(&draft)?.sync_all()).map_err(failed)?;
        fs::rename(&draft, &current)
            .and_then(|()| fs::File::open(&self.folder)?.sync_all())
            .map_err(failed)?;
        self.put(Volume::open(folder)?);
        self.sweep(name);
        Ok(())
    }

    /// Deletes everything of the site.
    pub(crate) fn clear(&self) {
        self.volume.store(None);
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            tracing::warn!(site = %self.site, error = %error, "the index of a site that is gone could not be deleted");
        }
    }

    fn put(&self, volume: Volume) {
        let seq = volume.mark().map_or(i64::MIN, |mark| mark.seq);
        self.volume.store(Some(Arc::new(volume)));
        self.followed.store(seq, Ordering::Release);
        self.spoilt.store(false, Ordering::Release);
        self.doubt();
    }

    /// The folder of a generation; only a name that we give.
    fn generation(&self, name: &str) -> Option<PathBuf> {
        let name = name.trim();
        uuid::Uuid::try_parse(name).ok().map(|_| self.folder.join(name))
    }

    /// Deletes all generations but the named one: old ones, and those whose building was cut short.
    fn sweep(&self, keep: &str) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str().filter(|name| *name != keep) else { continue };
            if self.generation(name).is_some() {
                // An open file of it stays readable until it is closed; what stays behind is swept next time.
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// The right to build; given back when it is dropped.
pub(crate) struct Building<'s>(&'s Shelf);

impl Drop for Building<'_> {
    fn drop(&mut self) {
        self.0.building.store(false, Ordering::Release);
    }
}

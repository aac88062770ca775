//! How a site moves: what may be written, who watches, and where its files are.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};

use dateline_media::Folder;
use dateline_model::{MoveId, SiteId};
use dateline_theme::Shelf;

/// Where an installation keeps what is not in its database.
#[derive(Debug, Clone)]
pub struct Premises {
    /// Pictures and other files, served under `/content/`.
    pub content: Folder,
    /// Themes.
    pub themes: Shelf,
    /// What came along and has no use here, such as the theme of the old site: kept and never served.
    keepsakes: PathBuf,
}

impl Premises {
    /// The premises in a data folder; nothing need be there yet.
    pub fn of(data: &Path) -> Self {
        Self {
            content: Folder::new(data.join("content")),
            themes: Shelf::new(data.join("themes")),
            keepsakes: data.join("keepsakes"),
        }
    }

    /// The same with pictures and files in another place.
    #[must_use]
    pub fn with_content(self, content: Folder) -> Self {
        Self { content, ..self }
    }

    /// Where the keepsakes of a site lie.
    pub fn keepsakes_of(&self, site: SiteId) -> PathBuf {
        self.keepsakes.join(site.hex())
    }

    /// Keeps what has no use here. A name with folders in it is no name.
    ///
    /// # Errors
    /// The disk does not take it.
    pub(crate) fn keep(&self, site: SiteId, name: &str, bytes: &[u8]) -> io::Result<()> {
        let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', ':']);
        if !plain {
            return Ok(());
        }
        let folder = self.keepsakes_of(site);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(name), bytes)
    }
}

/// How an import is to be done.
#[derive(Debug, Clone, Default)]
pub struct Manner {
    /// Read, clean and count everything, and write nothing.
    pub dry_run: bool,
    /// Where pictures that are written out in a story (`data:`), themes and the files of an archive are kept. Without
    /// premises they are left out.
    pub premises: Option<Premises>,
    /// The move whose steps are noted, so that it can be taken back.
    pub account: Option<MoveId>,
    /// Nobody else writes through the store meanwhile, as in a process that only imports. A transaction may then be long.
    pub alone: bool,
    /// Told how far it is.
    pub watch: Watch,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It has not begun.
    Waiting,
    /// Stories and pages are read and stored.
    Stories,
    /// Comments and old addresses are.
    Comments,
    /// Threads are counted.
    Counting,
    /// Pictures and files come home.
    Files,
    /// The file is written.
    Writing,
    /// What was written is taken back.
    Undoing,
    /// Old addresses are asked for.
    Checking,
}

impl Phase {
    const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Stories,
        Self::Comments,
        Self::Counting,
        Self::Files,
        Self::Writing,
        Self::Undoing,
        Self::Checking,
    ];

    /// The word of the Admin API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Stories => "stories",
            Self::Comments => "comments",
            Self::Counting => "counting",
            Self::Files => "files",
            Self::Writing => "writing",
            Self::Undoing => "undoing",
            Self::Checking => "checking",
        }
    }
}

/// How far a move is, for whoever looks on, and the way to have it stopped. Cheap to clone; all clones are one.
#[derive(Debug, Clone, Default)]
pub struct Watch(Arc<Seen>);

#[derive(Debug, Default)]
struct Seen {
    phase: AtomicU8,
    stories: AtomicUsize,
    comments: AtomicUsize,
    stored: AtomicUsize,
    remote: AtomicUsize,
    stop: AtomicBool,
}

/// What a [`Watch`] saw at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// Stories and pages dealt with.
    pub stories: usize,
    /// Comments dealt with.
    pub comments: usize,
    /// Files that came home.
    pub stored: usize,
    /// Files that stay where they are.
    pub remote: usize,
}

impl Watch {
    /// How far it is.
    pub fn progress(&self) -> Progress {
        let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        let Seen { phase, stories, comments, stored, remote, .. } = &*self.0;
        let phase = Phase::ALL.get(usize::from(phase.load(Ordering::Relaxed))).copied();
        Progress {
            phase: phase.unwrap_or(Phase::Waiting),
            stories: count(stories),
            comments: count(comments),
            stored: count(stored),
            remote: count(remote),
        }
    }

    /// Asks for the move to end soon, between two transactions. What it wrote stays.
    pub fn stop(&self) {
        self.0.stop.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to end.
    pub fn is_stopped(&self) -> bool {
        self.0.stop.load(Ordering::Relaxed)
    }

    pub(crate) fn enter(&self, phase: Phase) {
        let at = Phase::ALL.iter().position(|known| *known == phase).unwrap_or_default();
        self.0.phase.store(at as u8, Ordering::Relaxed);
    }

    pub(crate) fn add_stories(&self, more: usize) {
        self.0.stories.fetch_add(more, Ordering::Relaxed);
    }

    pub(crate) fn add_comments(&self, more: usize) {
        self.0.comments.fetch_add(more, Ordering::Relaxed);
    }

    pub(crate) fn add_file(&self) {
        self.0.stored.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn set_files(&self, stored: usize, remote: usize) {
        self.0.stored.store(stored, Ordering::Relaxed);
        self.0.remote.store(remote, Ordering::Relaxed);
    }
}

//! The words in which moves are spoken of: what is asked for, how far it is, why not.

use std::path::PathBuf;

use dateline_model::{Millis, MoveId};
use dateline_store::StoreError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::UPLOAD_BYTES_MAX;
use crate::export::ExportError;
use crate::links::CheckError;
use crate::loader::ImportError;
use crate::manner::Progress;
use crate::problem::OpenError;

/// How an import is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The word of a [`Family`] that it must be of; `None` takes whatever it is.
    pub from: Option<String>,
    /// Which blog of an export that holds several.
    pub blog: Option<String>,
    /// Whether pictures and files are fetched from the hosts where they are. What lies in the export always comes home.
    pub media: bool,
}

/// What is to be done with an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    /// Read and count everything, and write nothing.
    Rehearse(Asked),
    /// Write it.
    Import(Asked),
    /// Take back what it wrote.
    Undo,
    /// Ask for every address of the old site, and list those that are lost.
    Check,
}

/// How far a move is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Its file is on its way.
    Uploading,
    /// Its file is here; nothing was written.
    Ready,
    Rehearsing,
    Importing,
    Exporting,
    Undoing,
    /// The addresses of the old site are asked for.
    Checking,
    Done,
    /// It was given up; what it wrote until then stays, and it can be started again.
    Failed,
    /// Somebody had it stopped; the same holds.
    Stopped,
}

impl State {
    pub(super) const ALL: [Self; 10] = [
        Self::Uploading,
        Self::Ready,
        Self::Rehearsing,
        Self::Importing,
        Self::Exporting,
        Self::Undoing,
        Self::Checking,
        Self::Done,
        Self::Failed,
        Self::Stopped,
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Uploading => "uploading",
            Self::Ready => "ready",
            Self::Rehearsing => "rehearsing",
            Self::Importing => "importing",
            Self::Exporting => "exporting",
            Self::Undoing => "undoing",
            Self::Checking => "checking",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
        }
    }

    /// The state of a stored word; a word that nobody knows is a failure.
    pub(super) fn of(word: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.as_str() == word).unwrap_or(Self::Failed)
    }

    /// Whether it waits for its turn or has it.
    pub(super) const fn is_at_work(self) -> bool {
        matches!(self, Self::Rehearsing | Self::Importing | Self::Exporting | Self::Undoing | Self::Checking)
    }
}

/// What is kept of a move as JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct About {
    /// What the file is called, or the format of an export.
    pub(super) name: String,
    /// Its bytes, when it is sent in.
    pub(super) size: Option<u64>,
    pub(super) asked: Asked,
    /// What the import was found to be.
    pub(super) format: Option<String>,
    pub(super) rehearsal: Option<Value>,
    pub(super) report: Option<Value>,
    /// Why it failed.
    pub(super) trouble: Option<String>,
    /// The file that an export made.
    pub(super) file: Option<String>,
    /// What became of the old addresses: a [`LinkReport`](crate::links::LinkReport) with its first faults.
    pub(super) links: Option<Value>,
    /// The state to come back to, while addresses are asked for.
    pub(super) before: Option<String>,
}

/// A move as the desk sees it.
#[derive(Debug, Clone)]
pub struct Move {
    /// Its id.
    pub id: MoveId,
    /// Whether it is an import.
    pub is_import: bool,
    /// `uploading`, `ready`, `rehearsing`, `importing`, `exporting`, `undoing`, `checking`, `done`, `failed` or `stopped`.
    pub state: &'static str,
    /// What the file is called, or the format of an export.
    pub name: String,
    /// Bytes of the file that is sent in, and how many of them are here.
    pub upload: Option<(u64, u64)>,
    /// How the import is to be done.
    pub asked: Asked,
    /// What the import was found to be, in the words of the report.
    pub format: Option<String>,
    /// What a rehearsal found: the report of the command line.
    pub rehearsal: Option<Value>,
    /// What was done.
    pub report: Option<Value>,
    /// What became of the old addresses: the link report with its first faults; [`Mover::links`](super::Mover::links) has
    /// all of them.
    pub links: Option<Value>,
    /// Why it failed, as a sentence.
    pub trouble: Option<String>,
    /// How far it is, while it has its turn, with the bytes that were read and those that an import reads in all.
    pub progress: Option<(Progress, u64, u64)>,
    /// Whether it can be taken back now: nothing else was written to the site since it began.
    pub can_undo: bool,
    /// The file that an export made, with its bytes.
    pub file: Option<(String, u64)>,
    /// When it was asked for.
    pub created_at: Millis,
}

/// An export that lies in the inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// Its name.
    pub name: String,
    /// Its bytes; 0 for a folder.
    pub bytes: u64,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// Why a move is refused.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// There is none of this id.
    #[error("there is no such import or export; it may have been removed in another window")]
    NoSuchMove,
    /// It is not the time for it.
    #[error("this cannot be done now: it is {0}")]
    NotNow(&'static str),
    /// Somebody wrote to the site since.
    #[error("it can no more be undone, since something else was written to the site since it began")]
    SomethingElse,
    /// The part of a file does not begin where the last one ended; the bytes that are here.
    #[error("the next part of the file begins at byte {0}")]
    Offset(u64),
    /// The file is sent in by two at once.
    #[error("this file is being sent already; wait for it to end, or cancel it there")]
    SentTwice,
    /// The file has no size, or is larger than anything that is read.
    #[error("the file has {0} bytes; it must have one at least, and {UPLOAD_BYTES_MAX} at most")]
    Size(u64),
    /// More came than was announced.
    #[error("more bytes came than the {0} that were announced")]
    TooMuch(u64),
    /// A name that is none.
    #[error("there is no \"{0}\" in the folder import/ of the data folder")]
    NotOffered(String),
    /// A word that names no system or no format.
    #[error("\"{0}\" is no format that is known here")]
    Format(String),
    /// It cannot be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The import was given up.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// The export was.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// Old addresses could not be checked.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The disk failed.
    #[error("{path} cannot be read or written: {reason}")]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// Something in this house failed.
    #[error("{0}")]
    Worker(String),
}

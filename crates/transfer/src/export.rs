//! The way out: everything of a site as an archive of our own, or as far as another system's format can carry it.
//!
//! A site is read in one snapshot, story by story, so that an export of any size needs little memory and holds
//! the paper of one moment.

mod archive;
mod beside;
mod ghost;
mod markdown;
mod walk;
mod wordpress;

use std::io;
use std::path::{Path, PathBuf};

use dateline_model::{Millis, SiteId};
use dateline_store::{Store, StoreError};
use serde::Serialize;

use crate::manner::Premises;
pub(crate) use archive::{CommentRow, MANIFEST, PostRow, restore};
use walk::Walk;
pub(crate) use walk::library;

/// What a site is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// Dateline's own archive: a zip with everything.
    Dateline,
    /// WordPress's import file (WXR 1.2).
    WordPress,
    /// Ghost's import file.
    Ghost,
    /// A folder of Markdown files with front matter, and the comments as JSON.
    Markdown,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Dateline, Self::WordPress, Self::Ghost, Self::Markdown];

    /// The word of the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dateline => "dateline",
            Self::WordPress => "wordpress",
            Self::Ghost => "ghost",
            Self::Markdown => "markdown",
        }
    }

    /// The target that `word` names, if any.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.as_str() == word)
    }
}

/// Why an export was given up. What was written until then is not complete.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is something already.
    #[error("{0} is there already; name a new file or folder, so that nothing is overwritten")]
    Exists(PathBuf),
    /// The file system refused.
    #[error("{path} cannot be written: {reason}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no such site.
    #[error("there is no such site; `dateline site list` names them")]
    NoSuchSite,
    /// A site of too many pages for a folder.
    #[error("the site has more than {0} addresses, which is more than stand in a folder")]
    TooManyAddresses(usize),
    /// Somebody had it stopped.
    #[error("it was stopped; what was written until then is not complete")]
    Stopped,
}

/// What an export holds. Serialises to the JSON of `dateline export --json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Exported {
    /// The word of the target.
    pub format: String,
    /// The host of the site.
    pub site: String,
    /// Stories in all states.
    pub posts: usize,
    /// Pages in all states.
    pub pages: usize,
    /// Comments in all states.
    pub comments: usize,
    /// Tags.
    pub tags: usize,
    /// Authors.
    pub authors: usize,
    /// Old addresses that lead somewhere.
    pub redirects: usize,
    /// Pictures and other files that came along.
    pub files: usize,
    /// What the format cannot carry, as sentences.
    pub left_out: Vec<String>,
}

/// Writes a site to `out`, which must not be there yet: a file, or a folder for Markdown. `now` (milliseconds UTC) is
/// the moment that the export names; `premises` are where the site's files and its theme lie.
///
/// # Errors
/// Every [`ExportError`].
pub async fn export(
    store: &Store,
    site: SiteId,
    target: Target,
    out: &Path,
    now: Millis,
    premises: &Premises,
) -> Result<Exported, ExportError> {
    if out.exists() {
        return Err(ExportError::Exists(out.to_owned()));
    }
    let mut walk = Walk::start(store, site).await?;
    let mut exported = match target {
        Target::Dateline => archive::write(&mut walk, out, now, premises).await?,
        Target::WordPress => wordpress::write(&mut walk, out, now).await?,
        Target::Ghost => ghost::write(&mut walk, out, now).await?,
        Target::Markdown => markdown::write(&mut walk, out, premises).await?,
    };
    target.as_str().clone_into(&mut exported.format);
    exported.site.clone_from(&walk.site.host);
    Ok(exported)
}

/// What failed, with the name of the file.
fn at(path: &Path) -> impl Fn(io::Error) -> ExportError {
    let path = path.to_owned();
    move |reason| ExportError::Io { path: path.clone(), reason }
}

/// A moment as RFC 3339 writes it, in UTC.
fn rfc3339(at: Millis) -> String {
    jiff::Timestamp::from_millisecond(at).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string()
}

//! Where files are kept, under Ghost's addresses: `images/2026/11/bridge.jpg`.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use object_store::ObjectStore;
use tokio::runtime::Handle;

use crate::bucket::Bucket;
use crate::disk::Disk;
use crate::{About, FileName, MediaError, Opened};

/// Names tried before it is given up; a thousand pictures of one name in a month are a program's mistake.
const TRIES_MAX: u32 = 10_000;

/// Where a file belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// Pictures.
    Images,
    /// Sound and film.
    Media,
    /// Everything else.
    Files,
}

impl Section {
    /// The folder's name, as in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Images => "images",
            Self::Media => "media",
            Self::Files => "files",
        }
    }
}

/// The month that a file arrived in, by the site's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Such as 2026.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

/// The content folder, on this machine or in an object store. Paths are relative to it and have no slash at the front, as
/// the store keeps them.
///
/// What waits here waits for a disk or another machine: it is called beside the requests. What readers need does not wait.
#[derive(Debug, Clone)]
pub struct Folder(Place);

#[derive(Debug, Clone)]
enum Place {
    Disk(Disk),
    Bucket(Bucket),
}

impl Folder {
    /// A folder of this machine. Need not be there yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self(Place::Disk(Disk::new(root.into())))
    }

    /// All of an object store, or of the part that it shows; `runtime` does the work for those who wait.
    pub fn in_bucket(objects: Arc<dyn ObjectStore>, runtime: Handle) -> Self {
        Self(Place::Bucket(Bucket::new(objects, runtime)))
    }

    /// Where it lies on this machine; `None` in an object store.
    pub fn disk(&self) -> Option<&Path> {
        match &self.0 {
            Place::Disk(disk) => Some(disk.root()),
            Place::Bucket(_) => None,
        }
    }

    /// Keeps a file under a free name and answers its path. When this returns, the file is kept for good, whole and under
    /// its name; when the power fails before, nothing of it is there under any name that is served.
    ///
    /// # Errors
    /// [`MediaError::Disk`].
    pub fn keep(
        &self,
        section: Section,
        month: Month,
        name: &FileName,
        bytes: &[u8],
    ) -> Result<String, MediaError> {
        let below = format!("{}/{:04}/{:02}", section.as_str(), month.year, month.month);
        for number in 0..TRIES_MAX {
            let candidate = if number == 0 { name.plain() } else { name.numbered(number) };
            let path = format!("{below}/{candidate}");
            if self.put_new(&path, bytes)? {
                return Ok(path);
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists).into())
    }

    /// The path that [`Self::keep`] tries first.
    pub fn first_path(section: Section, month: Month, name: &FileName) -> String {
        format!("{}/{:04}/{:02}/{}", section.as_str(), month.year, month.month, name.plain())
    }

    /// Puts a file at exactly this path, as a site that moves in names it. Whether it lies there now: not when another file
    /// does, or when nobody would be served a file of such a path.
    ///
    /// # Errors
    /// [`MediaError::Disk`].
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<bool, MediaError> {
        let section = path.split('/').next().unwrap_or_default();
        let is_ours = [Section::Images, Section::Media, Section::Files].iter().any(|s| s.as_str() == section);
        if !is_ours || crate::media_type(path).is_none() || !is_address(path) {
            return Ok(false);
        }
        Ok(self.put_new(path, bytes)? || self.read(path)?.is_some_and(|there| there == bytes))
    }

    fn put_new(&self, path: &str, bytes: &[u8]) -> io::Result<bool> {
        match &self.0 {
            Place::Disk(disk) => disk.put_new(path, bytes),
            Place::Bucket(bucket) => bucket.put_new(path, bytes),
        }
    }

    /// A file's bytes; `None` when it is not there.
    ///
    /// # Errors
    /// [`MediaError::Disk`].
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, MediaError> {
        if !is_inside(path) {
            return Ok(None);
        }
        let read = match &self.0 {
            Place::Disk(disk) => disk.read(path),
            Place::Bucket(bucket) => bucket.read(path),
        };
        Ok(read?)
    }

    /// Takes a file away. One that is not there is gone already.
    ///
    /// # Errors
    /// [`MediaError::Disk`].
    pub fn remove(&self, path: &str) -> Result<(), MediaError> {
        if !is_inside(path) {
            return Ok(());
        }
        let removed = match &self.0 {
            Place::Disk(disk) => disk.remove(path),
            Place::Bucket(bucket) => bucket.remove(path),
        };
        Ok(removed?)
    }

    /// The paths of all files in an object store; none on a disk, where every program can see them.
    ///
    /// # Errors
    /// [`MediaError::Disk`].
    pub fn objects(&self) -> Result<Vec<String>, MediaError> {
        match &self.0 {
            Place::Disk(_) => Ok(Vec::new()),
            Place::Bucket(bucket) => Ok(bucket.paths()?),
        }
    }

    /// What is known of a file that a reader may have; `None` when there is none.
    ///
    /// # Errors
    /// The disk, or the object store.
    pub async fn about(&self, path: &str) -> io::Result<Option<About>> {
        if !is_address(path) {
            return Ok(None);
        }
        match &self.0 {
            Place::Disk(disk) => Ok(disk.open(path).await?.map(|opened| opened.about())),
            Place::Bucket(bucket) => bucket.about(path).await,
        }
    }

    /// Opens a file for a reader; `None` when there is none to be served: nothing hidden, nothing that a link leads out of
    /// the folder for, no pipe.
    ///
    /// # Errors
    /// The disk, or the object store.
    pub async fn open(&self, path: &str) -> io::Result<Option<Opened>> {
        if !is_address(path) {
            return Ok(None);
        }
        match &self.0 {
            Place::Disk(disk) => disk.open(path).await,
            Place::Bucket(bucket) => {
                let about = bucket.about(path).await?;
                Ok(about.map(|about| Opened::in_bucket(bucket.clone(), path, about)))
            }
        }
    }
}

/// Whether a path leads nowhere but below the folder.
fn is_inside(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Whether a path could stand in an address of ours: it leads below the folder, and no part of it is hidden.
fn is_address(path: &str) -> bool {
    is_inside(path) && !path.split('/').any(|part| part.starts_with('.') || part.contains(['\\', ':']))
}

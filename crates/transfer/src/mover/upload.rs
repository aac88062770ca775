//! A file that is sent in, in as many parts as it takes: what has arrived stays, and the next part begins where it ends.

use std::path::PathBuf;

use dateline_model::{MoveId, SiteId};
use tokio::fs::File;
use tokio::io::AsyncWriteExt as _;

use super::{Move, MoveError, Mover, State, lock, parse};

/// The open end of a file. Others are kept from it until this is dropped.
pub struct Upload {
    mover: Mover,
    site: SiteId,
    id: MoveId,
    path: PathBuf,
    file: File,
    written: u64,
    size: u64,
}

impl Mover {
    /// Opens the end of a file for the part that begins at byte `offset`.
    ///
    /// # Errors
    /// [`MoveError::Offset`] when the file ends elsewhere, [`MoveError::NotNow`] when it is complete,
    /// [`MoveError::SentTwice`], [`MoveError::Disk`].
    pub async fn receive(&self, site: SiteId, id: MoveId, offset: u64) -> Result<Upload, MoveError> {
        let stored = self.stored(site, id).await?;
        let (state, about) = (State::of(&stored.state), parse(&stored.about));
        let (State::Uploading, Some(size)) = (state, about.size) else {
            return Err(MoveError::NotNow(state.as_str()));
        };
        if !lock(&self.0.sending).insert(id) {
            return Err(MoveError::SentTwice);
        }
        let opened = self.open_end(id, &about.name, offset).await;
        match opened {
            Ok((path, file)) => {
                Ok(Upload { mover: self.clone(), site, id, path, file, written: offset, size })
            }
            Err(error) => {
                lock(&self.0.sending).remove(&id);
                Err(error)
            }
        }
    }

    async fn open_end(&self, id: MoveId, name: &str, offset: u64) -> Result<(PathBuf, File), MoveError> {
        let path = self.folder(id).join(name);
        let disk = |reason| MoveError::Disk { path: path.clone(), reason };
        tokio::fs::create_dir_all(self.folder(id)).await.map_err(disk)?;
        let mut options = tokio::fs::OpenOptions::new();
        let file = options.append(true).create(true).open(&path).await.map_err(disk)?;
        let here = file.metadata().await.map_err(disk)?.len();
        if here == offset { Ok((path, file)) } else { Err(MoveError::Offset(here)) }
    }
}

impl Upload {
    /// Appends some bytes.
    ///
    /// # Errors
    /// [`MoveError::TooMuch`] when there are more than were announced, [`MoveError::Disk`].
    pub async fn append(&mut self, bytes: &[u8]) -> Result<(), MoveError> {
        let written = self.written + bytes.len() as u64;
        if written > self.size {
            return Err(MoveError::TooMuch(self.size));
        }
        let disk = |reason| MoveError::Disk { path: self.path.clone(), reason };
        self.file.write_all(bytes).await.map_err(disk)?;
        self.written = written;
        Ok(())
    }

    /// Ends a part. The import is ready when it was the last one.
    ///
    /// # Errors
    /// [`MoveError::Disk`], [`MoveError::Store`].
    pub async fn close(mut self) -> Result<Move, MoveError> {
        let disk = |reason| MoveError::Disk { path: self.path.clone(), reason };
        self.file.flush().await.map_err(disk)?;
        self.file.sync_all().await.map_err(disk)?;
        if self.written == self.size {
            self.mover.end(self.site, self.id, |about| (State::Ready, about)).await?;
        }
        self.mover.one(self.site, self.id).await
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        lock(&self.mover.0.sending).remove(&self.id);
    }
}

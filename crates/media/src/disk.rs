//! Files in a folder of this machine.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;
use tokio::task::spawn_blocking;

use crate::Opened;

/// A folder of this machine.
#[derive(Debug, Clone)]
pub(crate) struct Disk(PathBuf);

impl Disk {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self(root)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.0
    }

    /// Puts a new file in its place at once and whole; `false` when another has it.
    pub(crate) fn put_new(&self, path: &str, bytes: &[u8]) -> io::Result<bool> {
        let whole = self.0.join(path);
        // Most names that are taken are found out before anything is written.
        if whole.exists() {
            return Ok(false);
        }
        let folder = whole.parent().unwrap_or(&self.0);
        fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".arriving-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        readable_by_all(&file)?;
        file.as_file().sync_all()?;
        // Whoever else is at it at the same moment gets the next one: the system refuses a name that is taken.
        match file.persist_noclobber(&whole) {
            Ok(_) => {}
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
            Err(refused) => return Err(refused.error),
        }
        // The folders' own entries may be new, too.
        for folder in folder.ancestors().take_while(|folder| folder.starts_with(&self.0)) {
            sync_folder(folder)?;
        }
        Ok(true)
    }

    pub(crate) fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        absent(fs::read(self.0.join(path)))
    }

    pub(crate) fn remove(&self, path: &str) -> io::Result<()> {
        absent(fs::remove_file(self.0.join(path))).map(|_| ())
    }

    /// Opens a file after every link was followed, unless that led out of the folder.
    pub(crate) async fn open(&self, path: &str) -> io::Result<Option<Opened>> {
        let (root, path) = (self.0.clone(), self.0.join(path));
        let found = spawn_blocking(move || {
            let (root, path) = (root.canonicalize()?, path.canonicalize()?);
            // Asked before it is opened: opening a pipe would wait for its other end.
            if !path.starts_with(&root) || !path.metadata()?.is_file() {
                return Ok(None);
            }
            fs::File::open(&path).and_then(Opened::of).map(Some)
        });
        match found.await.map_err(io::Error::other)? {
            // A name that is too long, a file in place of a folder: nothing is here, whatever the system calls it.
            Err(error) if error.kind() != io::ErrorKind::PermissionDenied => Ok(None),
            answer => answer,
        }
    }
}

/// Temporary files are their owner's alone; a picture may be served by another program.
#[cfg(unix)]
fn readable_by_all(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

/// A name is on the disk when its folder is.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn absent<T>(done: io::Result<T>) -> io::Result<Option<T>> {
    match done {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

//! The folder that files are kept in, under Ghost's addresses: `images/2026/11/bridge.jpg`.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

use tempfile::NamedTempFile;

use crate::{FileName, MediaError};

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

/// The content folder. Paths are relative to it and have no slash at the front, as the store keeps them.
#[derive(Debug, Clone)]
pub struct Folder(PathBuf);

impl Folder {
    /// Need not be there yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self(root.into())
    }

    /// Keeps a file under a free name and answers its path. When this returns, the file is on the disk, whole and under
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
        let folder = self.0.join(&below);
        fs::create_dir_all(&folder)?;
        let mut file = tempfile::Builder::new().prefix(".arriving-").tempfile_in(&folder)?;
        file.write_all(bytes)?;
        let name = place(file, &folder, name)?;
        // The month's own entry may be new, too.
        for folder in folder.ancestors().take(3) {
            sync_folder(folder)?;
        }
        Ok(format!("{below}/{name}"))
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
        let hidden = path.split('/').any(|part| part.starts_with('.') || part.contains(['\\', ':']));
        let (Some(whole), Some(_), true, false) =
            (self.inside(path), crate::media_type(path), is_ours, hidden)
        else {
            return Ok(false);
        };
        let Some(folder) = whole.parent() else { return Ok(false) };
        fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".arriving-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        readable_by_all(&file)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(&whole) {
            Ok(_) => sync_folder(folder).map(|()| true).map_err(MediaError::from),
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => {
                Ok(absent(fs::read(&whole))?.is_some_and(|there| there == bytes))
            }
            Err(refused) => Err(refused.error.into()),
        }
    }

    /// A file's bytes; `None` when it is not there.
    ///
    /// # Errors
    /// [`MediaError::Disk`].
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, MediaError> {
        let Some(path) = self.inside(path) else { return Ok(None) };
        absent(fs::read(path))
    }

    /// Whether a file is there.
    pub fn has(&self, path: &str) -> bool {
        self.inside(path).is_some_and(|path| path.is_file())
    }

    /// Takes a file away. One that is not there is gone already.
    ///
    /// # Errors
    /// [`MediaError::Disk`].
    pub fn remove(&self, path: &str) -> Result<(), MediaError> {
        let Some(path) = self.inside(path) else { return Ok(()) };
        absent(fs::remove_file(path)).map(|_| ())
    }

    /// Below the folder and nowhere else.
    fn inside(&self, path: &str) -> Option<PathBuf> {
        let path = Path::new(path);
        path.components().all(|part| matches!(part, Component::Normal(_))).then(|| self.0.join(path))
    }
}

/// Gives a file its name. Whoever else is at it at the same moment gets the next one: the system refuses a name that is taken.
fn place(mut file: NamedTempFile, folder: &Path, name: &FileName) -> Result<String, MediaError> {
    readable_by_all(&file)?;
    file.as_file().sync_all()?;
    for number in 0..TRIES_MAX {
        let candidate = if number == 0 { name.plain() } else { name.numbered(number) };
        match file.persist_noclobber(folder.join(&candidate)) {
            Ok(_) => return Ok(candidate),
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => file = refused.file,
            Err(refused) => return Err(refused.error.into()),
        }
    }
    Err(io::Error::from(io::ErrorKind::AlreadyExists).into())
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

fn absent<T>(done: io::Result<T>) -> Result<Option<T>, MediaError> {
    match done {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

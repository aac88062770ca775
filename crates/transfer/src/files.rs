//! The files that somebody hands us: one file, a folder or a zip. Read in place, never unpacked.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::archive::Archive;
use crate::problem::{Limits, OpenError};
use crate::text::Text;

/// Folders inside folders that are looked into.
const DEPTH_MAX: usize = 16;

/// Where the files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Single,
    Folder,
    Zip,
}

/// What lies in a folder and is not looked at, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct PassedOver {
    /// Links to other places, which may lead out of the folder.
    pub(crate) links: Vec<String>,
    /// Files and folders beyond the limits.
    pub(crate) beyond: Vec<String>,
}

/// A file, a folder or a zip, with the names of what is in it.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    path: PathBuf,
    place: Place,
    /// Below a folder or in a zip, with `/` between their parts, in order.
    names: Vec<String>,
    /// What lies in a folder and was passed over.
    passed_over: PassedOver,
    limits: Limits,
    /// Bytes that were read from its files so far.
    read: Arc<AtomicU64>,
    /// The zip, opened and not in use: its directory is read once for each who reads at the same time.
    opened: Arc<Mutex<Vec<Archive>>>,
}

impl Files {
    /// Looks at what lies at `path`. Links are not followed; hidden files of the system are left out.
    pub(crate) fn open(path: &Path, limits: Limits) -> Result<Self, OpenError> {
        let io = |reason| OpenError::Io { path: path.to_owned(), reason };
        let mut passed_over = PassedOver::default();
        let (place, mut names) = if std::fs::metadata(path).map_err(io)?.is_dir() {
            (Place::Folder, names_below(path, limits.folder_files, &mut passed_over).map_err(io)?)
        } else if is_zip(path).map_err(io)? {
            (Place::Zip, Archive::open(path, &limits)?.names())
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (Place::Single, vec![name])
        };
        names.retain(|name| !name.ends_with('/') && !name.split('/').any(|part| part == "__MACOSX"));
        names.sort();
        let (read, opened) = Default::default();
        Ok(Self { path: path.to_owned(), place, names, passed_over, limits, read, opened })
    }

    /// Bytes that were read from its files so far, in all passes.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Bytes of its files with one of these endings, unpacked; all of a file that is alone.
    pub(crate) fn bytes_of(&self, endings: &[&str]) -> u64 {
        let wanted = self.names.iter().filter(|name| crate::source::has_ending(name, endings));
        match self.place {
            Place::Single => std::fs::metadata(&self.path).map_or(0, |about| about.len()),
            Place::Folder => {
                let length = |name| std::fs::metadata(self.path.join(name)).map_or(0, |about| about.len());
                wanted.map(length).sum()
            }
            Place::Zip => Archive::open(&self.path, &self.limits)
                .map_or(0, |mut zip| wanted.map(|name| zip.length(name)).sum()),
        }
    }

    /// The file, folder or zip itself.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it is one file alone.
    pub(crate) fn is_single(&self) -> bool {
        self.place == Place::Single
    }

    /// The names of the files in it.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// What lies in the folder and is not among the names.
    pub(crate) fn passed_over(&self) -> &PassedOver {
        &self.passed_over
    }

    /// How much of a file is accepted.
    pub(crate) fn limits(&self) -> Limits {
        self.limits
    }

    /// Whether a file of this name lies in it or, for one file alone, beside it.
    pub(crate) fn has(&self, name: &str) -> bool {
        match self.place {
            Place::Single => self.path.with_file_name(name).is_file(),
            Place::Folder | Place::Zip => self.names.iter().any(|known| known == name),
        }
    }

    /// Opens one of the files and gives it to `read`.
    pub(crate) fn with_file<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut dyn Read) -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        let path = match self.place {
            Place::Zip => {
                let idle = self.opened.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let mut archive = match idle {
                    Some(archive) => archive,
                    None => Archive::open(&self.path, &self.limits)?,
                };
                let done = read(&mut Counted { inner: archive.file(name)?, read: &self.read });
                self.opened.lock().unwrap_or_else(PoisonError::into_inner).push(archive);
                return done;
            }
            Place::Folder => self.path.join(name),
            Place::Single => self.path.with_file_name(name),
        };
        let inner = File::open(&path).map_err(|reason| OpenError::Io { path, reason })?;
        read(&mut Counted { inner, read: &self.read })
    }

    /// Opens one of the files as clean text and gives it to `read`.
    pub(crate) fn with_text<T>(
        &self,
        name: &str,
        read: impl FnOnce(Text<&mut dyn Read>) -> T,
    ) -> Result<T, OpenError> {
        self.with_file(name, |file| {
            let text = Text::new(file, self.limits.entry_bytes, self.limits.file_bytes);
            let text = text.map_err(|reason| OpenError::Io { path: self.named(name), reason })?;
            let text = text.map_err(|encoding| OpenError::Encoding { path: self.named(name), encoding })?;
            Ok(read(text))
        })
    }

    /// The beginning of a file as clean text.
    pub(crate) fn head(&self, name: &str, bytes: u64) -> Result<String, OpenError> {
        self.with_file(name, |file| {
            let io = |reason| OpenError::Io { path: self.named(name), reason };
            let text = Text::new(file, usize::MAX, u64::MAX).map_err(io)?;
            let text = text.map_err(|encoding| OpenError::Encoding { path: self.named(name), encoding })?;
            let mut head = Vec::new();
            text.take(bytes).read_to_end(&mut head).map_err(io)?;
            Ok(String::from_utf8_lossy(&head).into_owned())
        })
    }

    /// All of a small file as clean text; `None` when it is longer than `most` bytes or has no readable encoding.
    pub(crate) fn small_text(&self, name: &str, most: u64) -> Result<Option<String>, OpenError> {
        Ok(self.whole_text(name, most)?.map(|(text, _)| text))
    }

    /// The same, and whether bytes in it were not UTF-8.
    pub(crate) fn whole_text(&self, name: &str, most: u64) -> Result<Option<(String, bool)>, OpenError> {
        self.with_file(name, |file| {
            let io = |reason| OpenError::Io { path: self.named(name), reason };
            let Ok(mut text) = Text::new(file, usize::MAX, most).map_err(io)? else { return Ok(None) };
            let mut whole = String::new();
            match text.read_to_string(&mut whole) {
                Ok(_) => Ok(Some((whole, text.took_foreign_bytes()))),
                Err(error) if error.get_ref().is_some() => Ok(None),
                Err(error) => Err(io(error)),
            }
        })
    }

    /// A file's name for an error.
    fn named(&self, name: &str) -> PathBuf {
        if self.is_single() { self.path.clone() } else { self.path.join(name) }
    }
}

/// A file whose bytes are counted.
struct Counted<'a, R> {
    inner: R,
    read: &'a AtomicU64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.read.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

fn is_zip(path: &Path) -> io::Result<bool> {
    let mut magic = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut magic)?;
    Ok(magic == b"PK\x03\x04" || magic == b"PK\x05\x06")
}

/// The files below a folder.
fn names_below(root: &Path, most: usize, passed_over: &mut PassedOver) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut folders = vec![(String::new(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let name = format!("{folder}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type()?;
            let is_within = if kind.is_dir() { depth < DEPTH_MAX } else { names.len() < most };
            let others = if kind.is_symlink() { &mut passed_over.links } else { &mut passed_over.beyond };
            if kind.is_dir() && is_within {
                folders.push((format!("{name}/"), depth + 1));
            } else if kind.is_file() && is_within {
                names.push(name);
            } else if (kind.is_symlink() || kind.is_file() || kind.is_dir()) && others.len() < most {
                others.push(name);
            }
        }
    }
    passed_over.links.sort();
    passed_over.beyond.sort();
    Ok(names)
}

//! Smaller versions of pictures, under Ghost's addresses: `images/size/w600/format/webp/2026/11/bridge.jpg`.
//!
//! Made when first asked for, once however many ask at the same moment, and kept in a folder that can be deleted. Only
//! sizes that the site's theme names, and a few of our own, are made: an address is no order to fill the disk.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use dateline_media::{Encoding, Kind, Limits, MediaError, Renditions, Size};
use tokio::sync::{Mutex as Gate, Semaphore};
use tokio::task::spawn_blocking;

/// Sizes that the house's own pages and Ghost's (icons, cards of social networks, `srcset`) name.
pub(crate) const OWN_SIZES: [&str; 6] = ["w600", "w1000", "w1200", "w1600", "w2400", "w256h256"];
/// Pictures that are decoded at the same time: each may need a quarter of a gigabyte.
const PLACES: usize = 1;

/// What an address of a smaller version asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted<'s> {
    /// As it stands in the address.
    pub(crate) size: &'s str,
    /// `webp` and the like; `None` for the picture's own.
    pub(crate) format: Option<&'s str>,
    /// The picture's path below `images/`.
    pub(crate) file: &'s [&'s str],
}

impl<'s> Wanted<'s> {
    /// Reads the segments after `content`; `None` for any other address.
    pub(crate) fn of(segments: &'s [&'s str]) -> Option<Self> {
        match segments {
            ["images", "size", size, "format", format, file @ ..] if !file.is_empty() => {
                Some(Self { size, format: Some(format), file })
            }
            ["images", "size", size, file @ ..] if !file.is_empty() => {
                Some(Self { size, format: None, file })
            }
            _ => None,
        }
    }

    /// The segments of the picture itself.
    pub(crate) fn original(&self) -> Vec<&'s str> {
        std::iter::once("images").chain(self.file.iter().copied()).collect()
    }

    /// What is to be made; `None` for a format that is not.
    pub(crate) fn order(&self) -> Option<(Size, Encoding)> {
        let encoding = match self.format {
            None => Encoding::Same,
            Some("webp") => Encoding::WebP,
            Some("jpg" | "jpeg") => Encoding::Jpeg,
            Some(_) => return None,
        };
        Some((self.size.parse().ok()?, encoding))
    }
}

/// Where smaller versions are made and kept.
pub(crate) struct Darkroom {
    folder: PathBuf,
    places: Arc<Semaphore>,
    /// Who holds a version's gate makes it; whoever else wants it waits and finds it made.
    gates: Mutex<HashMap<PathBuf, Arc<Gate<()>>>>,
}

impl Darkroom {
    /// The folder need not be there yet.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, places: Arc::new(Semaphore::new(PLACES)), gates: Mutex::default() }
    }

    /// A smaller version of the picture at `original`, and what it is served as; `None` when the picture itself is the
    /// best there is: it is small enough, a drawing, it moves, or it cannot be decoded.
    pub(crate) async fn version(
        &self,
        original: &Path,
        wanted: Wanted<'_>,
        (size, encoding): (Size, Encoding),
    ) -> io::Result<Option<(File, &'static str)>> {
        let folder = self.folder.join(size.to_string()).join(format!("{encoding:?}").to_lowercase());
        let place = wanted.file.iter().fold(folder, |path, segment| path.join(segment));
        if let Some(made) = made(original, &place)? {
            return Ok(made.open());
        }
        let gate = Arc::clone(lock(&self.gates).entry(place.clone()).or_default());
        let passed = gate.lock().await;
        let outcome = match made(original, &place)? {
            Some(made) => Ok(made),
            None => self.make(original.to_owned(), place.clone(), size, encoding).await,
        };
        drop(passed);
        lock(&self.gates).remove(&place);
        Ok(outcome?.open())
    }

    async fn make(
        &self,
        original: PathBuf,
        place: PathBuf,
        size: Size,
        encoding: Encoding,
    ) -> io::Result<Made> {
        let seat = Arc::clone(&self.places).acquire_owned().await.map_err(io::Error::other)?;
        let work = spawn_blocking(move || {
            let _seat = seat;
            let bytes = match develop(&fs::read(&original)?, size, encoding) {
                Ok(bytes) => bytes,
                Err(error) => {
                    tracing::warn!(path = %original.display(), %error, "this picture has no smaller versions");
                    Vec::new()
                }
            };
            keep(&place, &bytes)?;
            made(&original, &place)?.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
        });
        work.await.map_err(io::Error::other)?
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The file of a version; empty for "the picture itself".
fn develop(bytes: &[u8], size: Size, encoding: Encoding) -> Result<Vec<u8>, MediaError> {
    let Some(renditions) = Renditions::of(bytes, &Limits::default())? else { return Ok(Vec::new()) };
    if encoding == Encoding::Same && !renditions.shrinks_to(size) {
        return Ok(Vec::new());
    }
    Ok(renditions.make(size, encoding)?.bytes)
}

/// Under its name at once and whole. What a crash loses is made again.
fn keep(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = place.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    let arriving = folder.join(format!(".arriving-{name}"));
    File::create(&arriving)?.write_all(bytes)?;
    fs::rename(arriving, place)
}

/// A version that is there.
enum Made {
    Smaller(File, &'static str),
    Itself,
}

impl Made {
    fn open(self) -> Option<(File, &'static str)> {
        match self {
            Self::Smaller(file, media_type) => Some((file, media_type)),
            Self::Itself => None,
        }
    }
}

/// A version that is not older than its picture; `None` when it has to be made.
fn made(original: &Path, place: &Path) -> io::Result<Option<Made>> {
    let file = match File::open(place) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if file.metadata()?.modified()? < fs::metadata(original)?.modified()? {
        return Ok(None);
    }
    let mut head = Vec::new();
    (&file).take(16).read_to_end(&mut head)?;
    let media_type = match Kind::of(&head) {
        Kind::Jpeg => "image/jpeg",
        Kind::Png => "image/png",
        Kind::WebP => "image/webp",
        _ => return Ok(Some(Made::Itself)),
    };
    Ok(Some(Made::Smaller(File::open(place)?, media_type)))
}

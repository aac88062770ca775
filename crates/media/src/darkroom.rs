//! Smaller versions of pictures: made in the background after a picture came, or when first asked for, once however many
//! ask at the same moment, and kept in a folder that can be deleted.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use tokio::sync::{Mutex as Gate, Semaphore};
use tokio::task::spawn_blocking;

use crate::{Encoding, Folder, Kind, Limits, MediaError, Opened, Renditions, Size};

/// Widths in which pages name a picture, as Ghost's image cards do.
pub const PAGE_WIDTHS: [u32; 4] = [600, 1000, 1600, 2400];
/// Pictures that are decoded at the same time: each may need a quarter of a gigabyte.
const PLACES: usize = 1;

/// The versions that pages name of a picture so wide: its own kind in every width below its own, and WebP also as wide as
/// the picture, under the name of the next width.
pub fn page_versions(width: u32) -> Vec<(Size, Encoding)> {
    let smaller = PAGE_WIDTHS.iter().take_while(|named| **named < width).count();
    let named = |count: usize, encoding: Encoding| {
        PAGE_WIDTHS.iter().take(count).map(move |width| (Size::wide(*width), encoding))
    };
    named(smaller, Encoding::Same).chain(named(smaller + 1, Encoding::WebP)).collect()
}

/// Where smaller versions are made and kept.
#[derive(Debug)]
pub struct Darkroom {
    pictures: Folder,
    folder: PathBuf,
    places: Arc<Semaphore>,
    /// Who holds a version's gate makes it; whoever else wants it waits and finds it made.
    gates: Mutex<HashMap<PathBuf, Arc<Gate<()>>>>,
}

impl Darkroom {
    /// Versions of the pictures in one folder, kept in another on this machine, which need not be there yet.
    pub fn new(pictures: Folder, folder: impl Into<PathBuf>) -> Self {
        Self {
            pictures,
            folder: folder.into(),
            places: Arc::new(Semaphore::new(PLACES)),
            gates: Mutex::default(),
        }
    }

    /// A version of the picture at `path`, such as `images/2026/11/bridge.jpg`, and what it is served as; `None` when the
    /// picture itself is the best there is: it is small enough, a drawing, it moves, cannot be decoded, or is not there.
    ///
    /// # Errors
    /// The picture cannot be read, or its version not be kept.
    pub async fn version(
        &self,
        path: &str,
        size: Size,
        encoding: Encoding,
    ) -> io::Result<Option<(Opened, &'static str)>> {
        let Some(about) = self.pictures.about(path).await? else { return Ok(None) };
        let place = self.place(path, size, encoding);
        if let Some(made) = made(about.modified, &place)? {
            return made.open();
        }
        let gate = Arc::clone(lock(&self.gates).entry(place.clone()).or_default());
        let passed = gate.lock().await;
        let outcome = self.develop(path, about.modified, vec![(size, encoding)]).await;
        drop(passed);
        lock(&self.gates).remove(&place);
        outcome?;
        made(about.modified, &place)?.map_or(Ok(None), Made::open)
    }

    /// Makes those versions of the picture at `path` that are not there, one after the other from one decoding; answers how
    /// many were made.
    ///
    /// # Errors
    /// As with [`Self::version`].
    pub async fn make(&self, path: &str, versions: Vec<(Size, Encoding)>) -> io::Result<usize> {
        let Some(about) = self.pictures.about(path).await? else { return Ok(0) };
        self.develop(path, about.modified, versions).await
    }

    fn place(&self, path: &str, size: Size, encoding: Encoding) -> PathBuf {
        let folder = self.folder.join(size.to_string()).join(format!("{encoding:?}").to_lowercase());
        let file = path.strip_prefix("images/").unwrap_or(path);
        file.split('/').fold(folder, |path, segment| path.join(segment))
    }

    async fn develop(
        &self,
        path: &str,
        modified: SystemTime,
        versions: Vec<(Size, Encoding)>,
    ) -> io::Result<usize> {
        let seat = Arc::clone(&self.places).acquire_owned().await.map_err(io::Error::other)?;
        let place = |(size, encoding): (Size, Encoding)| (self.place(path, size, encoding), size, encoding);
        let versions: Vec<_> = versions.into_iter().map(place).collect();
        let (pictures, path) = (self.pictures.clone(), path.to_owned());
        let work = spawn_blocking(move || {
            let _seat = seat;
            let mut missing = Vec::new();
            for version in versions {
                if made(modified, &version.0)?.is_none() {
                    missing.push(version);
                }
            }
            if missing.is_empty() {
                return Ok(0);
            }
            let Some(bytes) = pictures.read(&path).map_err(io::Error::other)? else { return Ok(0) };
            let renditions = Renditions::of(&bytes, &Limits::default()).unwrap_or_else(|error| {
                tracing::warn!(path, %error, "this picture has no smaller versions");
                None
            });
            drop(bytes);
            for (place, size, encoding) in &missing {
                let file = match &renditions {
                    Some(renditions) => develop(renditions, *size, *encoding).unwrap_or_else(|error| {
                        tracing::warn!(path, %error, "a smaller version of this picture cannot be made");
                        Vec::new()
                    }),
                    None => Vec::new(),
                };
                keep(place, &file)?;
            }
            Ok(missing.len())
        });
        work.await.map_err(io::Error::other)?
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The file of a version; empty for "the picture itself".
fn develop(renditions: &Renditions, size: Size, encoding: Encoding) -> Result<Vec<u8>, MediaError> {
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
    fn open(self) -> io::Result<Option<(Opened, &'static str)>> {
        match self {
            Self::Smaller(file, media_type) => Ok(Some((Opened::of(file)?, media_type))),
            Self::Itself => Ok(None),
        }
    }
}

/// A version that is not older than its picture; `None` when it has to be made.
fn made(picture: SystemTime, place: &Path) -> io::Result<Option<Made>> {
    let file = match File::open(place) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    if file.metadata()?.modified()? < picture {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_name_no_version_that_is_wider_than_its_picture() {
        let names = |width| {
            let versions = page_versions(width).into_iter();
            versions.map(|(size, encoding)| format!("{size} {encoding:?}")).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(names(600), "w600 WebP");
        assert_eq!(names(601), "w600 Same, w600 WebP, w1000 WebP");
        assert_eq!(
            names(2400),
            "w600 Same, w1000 Same, w1600 Same, w600 WebP, w1000 WebP, w1600 WebP, w2400 WebP"
        );
        assert_eq!(names(6000).matches("w2400").count(), 2);
    }
}

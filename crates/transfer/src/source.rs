//! What somebody hands us to import, and what it turns out to be.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dateline_model::Millis;

use crate::archive::Archive;
use crate::blogger::{Dialect, FeedReader, Importer, Part, read_settings_csv};
use crate::problem::{Limits, OpenError, Trouble};
use crate::record::Record;
use crate::text::Text;

/// What a source is, in the words of the import report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The one-file backup of Blogger before Takeout.
    BloggerClassic,
    /// Google Takeout's form of a blog.
    BloggerTakeout,
    /// The public feed of a blog: published posts only, and only as many as the feed was asked for.
    BloggerFeed,
}

impl Format {
    /// `blogger-classic`, `blogger-takeout` or `blogger-feed`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BloggerClassic => "blogger-classic",
            Self::BloggerTakeout => "blogger-takeout",
            Self::BloggerFeed => "blogger-feed",
        }
    }
}

/// The files of one blog: paths in a folder or names in a zip.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Files {
    feed: String,
    /// Takeout's feed of comments that the account's holder wrote.
    comments: Option<String>,
    settings: Option<String>,
}

#[derive(Debug, Clone)]
enum Place {
    Folder,
    Zip(PathBuf),
}

/// A blog that can be read, as often as one likes.
#[derive(Debug, Clone)]
pub struct Source {
    path: PathBuf,
    place: Place,
    files: Files,
    format: Format,
    limits: Limits,
}

impl Source {
    /// Finds out what `path` is: a classic backup, a Takeout `feed.atom`, the folder of a Takeout or any
    /// folder above it, or the zip. `blog` names the folder of the blog when there are several.
    ///
    /// # Errors
    /// Every [`OpenError`]; nothing has been done then.
    pub fn open(path: &Path, blog: Option<&str>, limits: Limits) -> Result<Self, OpenError> {
        let io = |reason| OpenError::Io { path: path.to_owned(), reason };
        let (place, files) = if std::fs::metadata(path).map_err(io)?.is_dir() {
            (Place::Folder, choose(path, &files_below(path).map_err(io)?, blog)?)
        } else if is_zip(path).map_err(io)? {
            let names = Archive::open(path, &limits)?.names();
            (Place::Zip(path.to_owned()), choose(path, &names, blog)?)
        } else {
            (Place::Folder, lone_file(path))
        };
        let mut source = Self { path: path.to_owned(), place, files, format: Format::BloggerClassic, limits };
        source.format = source.detect()?;
        Ok(source)
    }

    /// What it is.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The file or folder it was opened as.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads everything from the beginning and hands it to `sink` in the order of the file, until `sink`
    /// breaks or the file ends. `now` (milliseconds UTC) tells what is scheduled. Memory does not grow
    /// with the file but for 17 bytes an entry.
    ///
    /// After a [`Trouble::Damage`] nothing follows.
    ///
    /// # Errors
    /// [`OpenError`] when a file cannot be opened (again).
    pub fn read(
        &self,
        now: Millis,
        sink: &mut dyn FnMut(Result<Record, Trouble>) -> ControlFlow<()>,
    ) -> Result<(), OpenError> {
        let settings = self.settings()?;
        let mut importer = Importer::new(now, self.limits, &settings, sink);
        let feeds = [(Some(&self.files.feed), false), (self.files.comments.as_ref(), true)];
        for (name, others) in feeds {
            let Some(name) = name else { continue };
            let goes_on = self.with_file(name, |file| {
                let text = self.text(file)?;
                Ok(importer.read(text, others, sink))
            })?;
            if goes_on.is_break() {
                return Ok(());
            }
        }
        // Whether the reader wants to go on does not matter at the end.
        let _ = importer.finish(sink);
        Ok(())
    }

    /// Opens one of the files and gives it to `read`.
    fn with_file<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut dyn Read) -> Result<T, OpenError>,
    ) -> Result<T, OpenError> {
        match &self.place {
            Place::Folder => {
                let path = Path::new(name);
                let open = File::open(path);
                read(&mut open.map_err(|reason| OpenError::Io { path: path.to_owned(), reason })?)
            }
            Place::Zip(path) => {
                let mut archive = Archive::open(path, &self.limits)?;
                let mut file = archive.file(name)?;
                read(&mut file)
            }
        }
    }

    fn text<'a>(&self, file: &'a mut dyn Read) -> Result<Text<&'a mut dyn Read>, OpenError> {
        let text = Text::new(file, self.limits.entry_bytes, self.limits.file_bytes);
        let text = text.map_err(|reason| OpenError::Io { path: self.path.clone(), reason })?;
        text.map_err(|encoding| OpenError::Encoding { path: self.path.clone(), encoding })
    }

    fn settings(&self) -> Result<BTreeMap<String, String>, OpenError> {
        let Some(name) = &self.files.settings else { return Ok(BTreeMap::new()) };
        let most = self.limits.settings_bytes;
        let bytes = self.with_file(name, |file| {
            let mut bytes = Vec::new();
            let read = file.take(most + 1).read_to_end(&mut bytes);
            read.map_err(|reason| OpenError::Io { path: self.path.clone(), reason })?;
            Ok(bytes)
        })?;
        if bytes.len() as u64 > most {
            tracing::warn!("settings.csv is longer than {most} bytes and was not read");
            return Ok(BTreeMap::new());
        }
        Ok(read_settings_csv(&String::from_utf8_lossy(&bytes)).unwrap_or_default())
    }

    /// Reads as far as the first entry.
    fn detect(&self) -> Result<Format, OpenError> {
        let (dialect, found) = self.with_file(&self.files.feed, |file| {
            let mut feed = FeedReader::new(self.text(file)?, self.limits);
            let found = match feed.next() {
                Part::Entry => "an Atom feed that another program wrote".to_owned(),
                Part::End => "there is no feed of a blog in it".to_owned(),
                Part::Damage(damage) => damage.message,
            };
            Ok((feed.dialect(), found))
        })?;
        match dialect {
            Some(Dialect::Classic) => Ok(Format::BloggerClassic),
            Some(Dialect::Takeout) => Ok(Format::BloggerTakeout),
            Some(Dialect::Public) if self.files.settings.is_some() => Ok(Format::BloggerTakeout),
            Some(Dialect::Public) => Ok(Format::BloggerFeed),
            None => Err(OpenError::NotBlogger { path: self.path.clone(), found }),
        }
    }
}

fn is_zip(path: &Path) -> io::Result<bool> {
    let mut magic = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut magic)?;
    Ok(magic == b"PK\x03\x04" || magic == b"PK\x05\x06")
}

/// One file, with the settings that may lie beside it.
fn lone_file(path: &Path) -> Files {
    let settings = path.with_file_name("settings.csv");
    let beside = path.file_name().is_some_and(|name| name == "feed.atom") && settings.is_file();
    Files {
        feed: path.to_string_lossy().into_owned(),
        comments: None,
        settings: beside.then(|| settings.to_string_lossy().into_owned()),
    }
}

/// The files below a folder, as deep as a Takeout goes. Links are not followed.
fn files_below(folder: &Path) -> io::Result<Vec<String>> {
    const DEPTH_MAX: usize = 6;
    const FILES_MAX: usize = 100_000;
    let mut files = Vec::new();
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() && depth < DEPTH_MAX {
                folders.push((entry.path(), depth + 1));
            } else if kind.is_file() && files.len() < FILES_MAX {
                files.push(entry.path().to_string_lossy().into_owned());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Chooses the blog among the files of a Takeout.
///
/// A blog is a folder with a `feed.atom`. The feed of a folder below `Comments`, or of a second folder of the
/// same name without settings, holds what the account's holder wrote under posts of any blog.
fn choose(path: &Path, names: &[String], wanted: Option<&str>) -> Result<Files, OpenError> {
    let settings_of = |feed: &str| {
        let beside = format!("{}settings.csv", feed.trim_end_matches("feed.atom"));
        names.iter().find(|name| **name == beside).cloned()
    };
    let mut blogs: BTreeMap<String, Vec<(bool, &String)>> = BTreeMap::new();
    for name in names {
        let parts: Vec<&str> = name.split(['/', '\\']).collect();
        if parts.last() != Some(&"feed.atom") || parts.contains(&"__MACOSX") {
            continue;
        }
        let part = |back: usize| parts.len().checked_sub(back).map_or("", |at| parts[at]);
        let theirs = part(3) == "Comments";
        blogs.entry(part(2).to_owned()).or_default().push((theirs, name));
    }
    for feeds in blogs.values_mut() {
        feeds.sort_by_key(|(theirs, name)| (*theirs, settings_of(name).is_none()));
    }
    blogs.retain(|_, feeds| feeds.iter().any(|(theirs, _)| !theirs));
    if let Some(wanted) = wanted {
        if !blogs.is_empty() && !blogs.contains_key(wanted) {
            return Err(OpenError::SeveralBlogs {
                path: path.to_owned(),
                blogs: blogs.into_keys().collect(),
            });
        }
        blogs.retain(|name, _| name == wanted);
    }
    if blogs.len() > 1 {
        return Err(OpenError::SeveralBlogs { path: path.to_owned(), blogs: blogs.into_keys().collect() });
    }
    let Some(feeds) = blogs.into_values().next() else {
        return Err(OpenError::NoBlog { path: path.to_owned() });
    };
    let feed = feeds[0].1.clone();
    let comments = feeds.get(1).map(|(_, name)| (*name).clone());
    Ok(Files { settings: settings_of(&feed), feed, comments })
}

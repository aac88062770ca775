//! Which files of a Takeout make up a blog, and which dialect a feed is.

use std::collections::{BTreeMap, BTreeSet};

use dateline_media::media_type;
use dateline_model::{Millis, encode_path};

use super::{Dialect, FeedReader, Importer, Part, read_settings_csv};
use crate::files::Files;
use crate::media::{plain, unnumbered};
use crate::problem::OpenError;
use crate::record::Record;
use crate::source::{Format, Sink, is_backup_of_blogger};

/// What the feed of a blog is called in a Takeout.
const FEED: &str = "feed.atom";

/// The files of one blog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Blog {
    feed: String,
    /// Takeout's feed of comments that the account's holder wrote.
    comments: Option<String>,
    settings: Option<String>,
    format: Format,
}

impl Blog {
    /// The blog in `files`; `wanted` names its folder when there are several.
    pub(crate) fn find(files: &Files, wanted: Option<&str>) -> Result<Self, OpenError> {
        let mut blog = if files.is_single() {
            Self::lone(files)
        } else if files.names().iter().any(|name| part(name, 1) == FEED) {
            choose(files, wanted)?
        } else {
            choose_backup(files, wanted)?
        };
        blog.format = blog.detect(files)?;
        Ok(blog)
    }

    /// One file, with the settings that may lie beside it.
    fn lone(files: &Files) -> Self {
        let feed = files.names().first().cloned().unwrap_or_default();
        let beside = feed == "feed.atom" && files.has("settings.csv");
        let settings = beside.then(|| "settings.csv".to_owned());
        Self { feed, comments: None, settings, format: Format::BloggerClassic }
    }

    /// Which of Blogger's formats it is.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Reads all of it; see [`crate::Source::read`].
    pub(crate) fn read(&self, files: &Files, now: Millis, sink: &mut Sink<'_>) -> Result<(), OpenError> {
        let settings = self.settings(files)?;
        let album = self.album(files);
        let mut importer = Importer::new(now, files.limits(), &settings, album.is_some(), sink);
        let feeds = [(Some(&self.feed), false), (self.comments.as_ref(), true)];
        for (name, others) in feeds {
            let Some(name) = name else { continue };
            if files.with_text(name, |text| importer.read(text, others, sink))?.is_break() {
                return Ok(());
            }
        }
        if importer.finish(sink).is_break() {
            return Ok(());
        }
        let album = album.unwrap_or_default();
        let doubtful: BTreeSet<String> = album.iter().filter_map(|name| unnumbered(&plain(name))).collect();
        for name in album {
            let is_found = importer.has_shown(name) && !doubtful.contains(&plain(name));
            if !is_found && sink(Ok(Record::Media(format!("/{}", encode_path(name))))).is_break() {
                return Ok(());
            }
        }
        self.themes(files, sink)
    }

    /// The pictures in the blog's album of a Takeout. Newer addresses of Blogger have no names in them, so some are those of
    /// pictures that stories show, and some no story shows any more.
    fn album<'f>(&self, files: &'f Files) -> Option<Vec<&'f str>> {
        let (home, _) = self.feed.rsplit_once('/').filter(|(_, name)| *name == FEED)?;
        let blog = part(home, 1);
        // What the folder of albums is called depends on the account's language.
        let is_ours = |name: &&str| {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            part(folder, 1) == blog && folder != home && media_type(name).is_some()
        };
        let pictures: Vec<&str> = files.names().iter().map(String::as_str).filter(is_ours).collect();
        (!pictures.is_empty()).then_some(pictures)
    }

    /// The themes that lie beside the feed in a Takeout, as they are.
    fn themes(&self, files: &Files, sink: &mut Sink<'_>) -> Result<(), OpenError> {
        let beside = self.feed.trim_end_matches("feed.atom");
        for name in ["theme-layouts.xml", "theme-classic.html"] {
            let path = format!("{beside}{name}");
            if files.is_single() || !files.has(&path) {
                continue;
            }
            if let Some(text) = files.small_text(&path, files.limits().settings_bytes)?
                && sink(Ok(Record::Keepsake(format!("blogger-{name}"), text))).is_break()
            {
                break;
            }
        }
        Ok(())
    }

    fn settings(&self, files: &Files) -> Result<BTreeMap<String, String>, OpenError> {
        let Some(name) = &self.settings else { return Ok(BTreeMap::new()) };
        let Some(text) = files.small_text(name, files.limits().settings_bytes)? else {
            tracing::warn!("settings.csv is too long and was not read");
            return Ok(BTreeMap::new());
        };
        Ok(read_settings_csv(&text).unwrap_or_default())
    }

    /// Reads as far as the first entry.
    fn detect(&self, files: &Files) -> Result<Format, OpenError> {
        let (dialect, found) = files.with_text(&self.feed, |text| {
            let mut feed = FeedReader::new(text, files.limits());
            let found = match feed.next() {
                Part::Entry => "it is an Atom feed that another program wrote".to_owned(),
                Part::End => "there is no feed of a blog in it".to_owned(),
                Part::Damage(damage) => damage.message,
            };
            (feed.dialect(), found)
        })?;
        match dialect {
            Some(Dialect::Classic) => Ok(Format::BloggerClassic),
            Some(Dialect::Takeout) => Ok(Format::BloggerTakeout),
            Some(Dialect::Public) if self.settings.is_some() => Ok(Format::BloggerTakeout),
            Some(Dialect::Public) => Ok(Format::BloggerFeed),
            None => Err(OpenError::Unknown { path: files.path().to_owned(), found }),
        }
    }
}

/// Chooses the blog among the files of a Takeout.
///
/// A blog is a folder with a `feed.atom`. The feed of a folder below `Comments`, whatever that is called in the account's
/// language, or of a second folder of the same name without settings, holds what the account's holder wrote under posts of any
/// blog.
fn choose(files: &Files, wanted: Option<&str>) -> Result<Blog, OpenError> {
    let (path, names) = (files.path(), files.names());
    let settings_of = |feed: &str| {
        let beside = format!("{}settings.csv", feed.trim_end_matches("feed.atom"));
        names.iter().find(|name| **name == beside).cloned()
    };
    let mut blogs: BTreeMap<String, Vec<(bool, &String)>> = BTreeMap::new();
    let feeds: Vec<&String> = names.iter().filter(|name| part(name, 1) == FEED).collect();
    let of_blogs: BTreeSet<&str> =
        feeds.iter().filter(|name| settings_of(name).is_some()).map(|name| part(name, 3)).collect();
    for name in feeds {
        let above = part(name, 3);
        let theirs = above == "Comments" || !of_blogs.is_empty() && !of_blogs.contains(above);
        blogs.entry(part(name, 2).to_owned()).or_default().push((theirs, name));
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
    Ok(Blog { settings: settings_of(&feed), feed, comments, format: Format::BloggerTakeout })
}

/// Chooses the backup in one file that lies in a folder or zip.
fn choose_backup(files: &Files, wanted: Option<&str>) -> Result<Blog, OpenError> {
    let mut backups = Vec::new();
    for name in files.names() {
        if is_backup_of_blogger(files, name)? {
            backups.push(name.clone());
        }
    }
    let path = files.path().to_owned();
    let chosen = match (wanted, backups.as_slice()) {
        (_, []) => return Err(OpenError::NoBlog { path }),
        (None, [backup]) => Some(backup),
        (None, _) => None,
        (Some(wanted), backups) => backups.iter().find(|name| *name == wanted),
    };
    let Some(feed) = chosen.cloned() else {
        return Err(OpenError::SeveralBlogs { path, blogs: backups });
    };
    Ok(Blog { feed, comments: None, settings: None, format: Format::BloggerClassic })
}

/// A part of a file's name, counted from its end; empty where there are not so many.
fn part(name: &str, back: usize) -> &str {
    name.rsplit(['/', '\\']).nth(back - 1).unwrap_or_default()
}

//! What somebody hands us to import, and what it turns out to be.

use std::ops::ControlFlow;
use std::path::Path;

use dateline_model::Millis;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::blogger::Blog;
use crate::files::Files;
use crate::problem::{Limits, OpenError, Trouble};
use crate::record::Record;
use crate::wordpress::Export;

/// Takes records and troubles in the order of the file.
pub(crate) type Sink<'a> = dyn FnMut(Result<Record, Trouble>) -> ControlFlow<()> + 'a;

/// The system that a source comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Google's Blogger.
    Blogger,
    /// WordPress, on one's own server or theirs.
    WordPress,
}

impl Family {
    /// The word of the command line, which import keys begin with too.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blogger => "blogger",
            Self::WordPress => "wordpress",
        }
    }

    /// The family that `word` names, if any.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Blogger, Self::WordPress].into_iter().find(|family| family.as_str() == word)
    }
}

/// What a source is, in the words of the import report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The one-file backup of Blogger before Takeout.
    BloggerClassic,
    /// Google Takeout's form of a blog.
    BloggerTakeout,
    /// The public feed of a blog: published posts only, and only as many as the feed was asked for.
    BloggerFeed,
    /// WordPress's own export (WXR), in one file or several.
    WordPress,
}

impl Format {
    /// `blogger-classic`, `blogger-takeout`, `blogger-feed` or the name of the family.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BloggerClassic => "blogger-classic",
            Self::BloggerTakeout => "blogger-takeout",
            Self::BloggerFeed => "blogger-feed",
            Self::WordPress => Family::WordPress.as_str(),
        }
    }

    /// The system it comes from.
    pub const fn family(self) -> Family {
        match self {
            Self::BloggerClassic | Self::BloggerTakeout | Self::BloggerFeed => Family::Blogger,
            Self::WordPress => Family::WordPress,
        }
    }
}

#[derive(Debug, Clone)]
enum Content {
    Blogger(Blog),
    WordPress(Export),
}

/// A site that can be read, as often as one likes.
#[derive(Debug, Clone)]
pub struct Source {
    files: Files,
    content: Content,
}

impl Source {
    /// Finds out what `path` is: a file, a folder or a zip of any system that is read. `blog` names the folder of
    /// the blog when a Takeout has several.
    ///
    /// # Errors
    /// Every [`OpenError`]; nothing has been done then.
    pub fn open(path: &Path, blog: Option<&str>, limits: Limits) -> Result<Self, OpenError> {
        let files = Files::open(path, limits)?;
        let content = match family_of(&files)? {
            Family::Blogger => Content::Blogger(Blog::find(&files, blog)?),
            Family::WordPress => Content::WordPress(Export::find(&files)?),
        };
        Ok(Self { files, content })
    }

    /// The same when the person who imports says where it comes from.
    ///
    /// # Errors
    /// [`OpenError::OtherFamily`] when it comes from elsewhere.
    pub fn open_as(
        path: &Path,
        wanted: Family,
        blog: Option<&str>,
        limits: Limits,
    ) -> Result<Self, OpenError> {
        let source = Self::open(path, blog, limits)?;
        let found = source.format().family();
        if found == wanted {
            return Ok(source);
        }
        Err(OpenError::OtherFamily { path: path.to_owned(), found: found.as_str(), wanted: wanted.as_str() })
    }

    /// What it is.
    pub fn format(&self) -> Format {
        match &self.content {
            Content::Blogger(blog) => blog.format(),
            Content::WordPress(_) => Format::WordPress,
        }
    }

    /// The file or folder it was opened as.
    pub fn path(&self) -> &Path {
        self.files.path()
    }

    /// Reads everything from the beginning and hands it to `sink` in the order of the file, until `sink`
    /// breaks or the file ends. `now` (milliseconds UTC) tells what is scheduled. Memory does not grow
    /// with the file but for some bytes an entry.
    ///
    /// After a [`Trouble::Damage`] nothing follows.
    ///
    /// # Errors
    /// [`OpenError`] when a file cannot be opened (again).
    pub fn read(&self, now: Millis, sink: &mut Sink<'_>) -> Result<(), OpenError> {
        match &self.content {
            Content::Blogger(blog) => blog.read(&self.files, now, sink),
            Content::WordPress(export) => export.read(&self.files, now, sink),
        }
    }
}

/// Which system the files come from, by what is certain: the root of an XML, the first letter of a JSON, names.
fn family_of(files: &Files) -> Result<Family, OpenError> {
    if files.is_single() {
        let name = &files.names()[0];
        return family_of_file(files, name)?.ok_or_else(|| OpenError::Unknown {
            path: files.path().to_owned(),
            found: "it is in a format that nobody here knows".to_owned(),
        });
    }
    if files.names().iter().any(|name| name == "feed.atom" || name.ends_with("/feed.atom")) {
        return Ok(Family::Blogger);
    }
    for name in files.names().iter().filter(|name| has_ending(name, &["xml"])) {
        if family_of_file(files, name)? == Some(Family::WordPress) {
            return Ok(Family::WordPress);
        }
    }
    Err(OpenError::NoBlog { path: files.path().to_owned() })
}

/// Whether a name ends in one of `endings`, whatever their case.
pub(crate) fn has_ending(name: &str, endings: &[&str]) -> bool {
    let ending = name.rsplit('/').next().and_then(|last| last.rsplit_once('.')).map(|(_, ending)| ending);
    ending.is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Bytes of a file that are looked at to tell what it is.
const HEAD_BYTES: u64 = 64 * 1024;

/// What one file alone is.
pub(crate) fn family_of_file(files: &Files, name: &str) -> Result<Option<Family>, OpenError> {
    let head = files.head(name, HEAD_BYTES)?;
    Ok(match xml_root(&head).as_deref() {
        // A feed of stories is RSS too; an export says so.
        Some("rss") => {
            (head.contains("wordpress.org/export/") || head.contains("<wp:")).then_some(Family::WordPress)
        }
        Some(_) => Some(Family::Blogger),
        None => None,
    })
}

/// The local name of the first element.
fn xml_root(head: &str) -> Option<String> {
    let mut xml = Reader::from_str(head);
    loop {
        match xml.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                return Some(tag.local_name().as_ref().to_owned());
            }
            Ok(Event::Eof) | Err(_) => return None,
            Ok(Event::Text(text)) if !text.trim().is_empty() => return None,
            Ok(_) => {}
        }
    }
}

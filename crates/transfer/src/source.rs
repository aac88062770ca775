//! What somebody hands us to import, and what it turns out to be.

use std::ops::ControlFlow;
use std::path::Path;

use dateline_model::Millis;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::blogger::Blog;
use crate::disqus::Comments;
use crate::export::MANIFEST;
use crate::files::Files;
use crate::markdown::{ENDINGS, Folder};
use crate::problem::{Limits, OpenError, Trouble};
use crate::record::Record;
use crate::{ghost, wordpress};

/// Takes records and troubles in the order of the file.
pub(crate) type Sink<'a> = dyn FnMut(Result<Record, Trouble>) -> ControlFlow<()> + 'a;

/// The system that a source comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Family {
    /// Google's Blogger.
    Blogger,
    /// WordPress, on one's own server or theirs.
    WordPress,
    /// Ghost.
    Ghost,
    /// A folder of Markdown files, as site generators read it.
    Markdown,
    /// Comments of Disqus, or of any service in JSON.
    Disqus,
    /// An archive of our own.
    Dateline,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Blogger, Self::WordPress, Self::Ghost, Self::Markdown, Self::Disqus, Self::Dateline];

    /// The word of the command line, which import keys begin with too.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Blogger => "blogger",
            Self::WordPress => "wordpress",
            Self::Ghost => "ghost",
            Self::Markdown => "markdown",
            Self::Disqus => "disqus",
            Self::Dateline => "dateline",
        }
    }

    /// The family that `word` names, if any.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|family| family.as_str() == word)
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
    /// Ghost's export: JSON.
    Ghost,
    /// Markdown files.
    Markdown,
    /// Comments alone.
    Disqus,
    /// An archive of our own.
    Dateline,
}

impl Format {
    /// `blogger-classic`, `blogger-takeout`, `blogger-feed` or the name of the family.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BloggerClassic => "blogger-classic",
            Self::BloggerTakeout => "blogger-takeout",
            Self::BloggerFeed => "blogger-feed",
            _ => self.family().as_str(),
        }
    }

    /// The system it comes from.
    pub const fn family(self) -> Family {
        match self {
            Self::BloggerClassic | Self::BloggerTakeout | Self::BloggerFeed => Family::Blogger,
            Self::WordPress => Family::WordPress,
            Self::Ghost => Family::Ghost,
            Self::Markdown => Family::Markdown,
            Self::Disqus => Family::Disqus,
            Self::Dateline => Family::Dateline,
        }
    }
}

#[derive(Debug, Clone)]
enum Content {
    Blogger(Blog),
    WordPress(wordpress::Export),
    Ghost(ghost::Export),
    Markdown(Box<Folder>),
    Disqus(Comments),
    Dateline,
}

/// A site that can be read, as often as one likes.
#[derive(Debug, Clone)]
pub struct Source {
    files: Files,
    content: Content,
    /// Pictures and files of the old site that lie elsewhere.
    beside: Option<Files>,
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
            Family::WordPress => Content::WordPress(wordpress::Export::find(&files)?),
            Family::Ghost => Content::Ghost(ghost::Export::find(&files)?),
            Family::Markdown => Content::Markdown(Box::new(Folder::find(&files)?)),
            Family::Dateline => Content::Dateline,
            Family::Disqus => {
                let name = &files.names()[0];
                Content::Disqus(Comments::new(name, xml_root(&files.head(name, HEAD_BYTES)?).is_some()))
            }
        };
        Ok(Self { files, content, beside: None })
    }

    /// The same with a folder or zip of the old site's pictures and files, such as the `uploads` of WordPress.
    ///
    /// # Errors
    /// [`OpenError`] when it cannot be looked into.
    pub fn with_files(self, path: &Path) -> Result<Self, OpenError> {
        let beside = Some(Files::open(path, self.files.limits())?);
        Ok(Self { beside, ..self })
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
            Content::Ghost(_) => Format::Ghost,
            Content::Markdown(_) => Format::Markdown,
            Content::Disqus(_) => Format::Disqus,
            Content::Dateline => Format::Dateline,
        }
    }

    /// The files, for who reads them in another way.
    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// Bytes that were read from it so far, in all passes.
    pub fn bytes_read(&self) -> u64 {
        self.files.bytes_read()
    }

    /// Bytes of its texts, which an import reads once or twice; pictures do not count.
    pub fn bytes(&self) -> u64 {
        const TEXTS: [&str; 9] = ["xml", "atom", "json", "jsonl", "md", "markdown", "mdown", "mkd", "mdx"];
        self.files.bytes_of(&TEXTS)
    }

    /// Whether files may lie in it beside the texts.
    pub fn may_hold_files(&self) -> bool {
        self.places().next().is_some()
    }

    /// Folders and zips in which files may lie.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Files> {
        [Some(&self.files), self.beside.as_ref()].into_iter().flatten().filter(|files| !files.is_single())
    }

    /// The file or folder it was opened as.
    pub fn path(&self) -> &Path {
        self.files.path()
    }

    /// Learns ahead what [`Source::read`] must know before it begins, where the format has such a thing: for who has something
    /// else to do before. Takes a pass over the files.
    pub fn look_ahead(&self) {
        if let Content::WordPress(export) = &self.content {
            export.look_ahead(&self.files);
        }
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
            Content::Ghost(export) => export.read(&self.files, now, sink),
            Content::Markdown(folder) => {
                // Whether the reader wanted to go on does not matter at the end.
                let _ = folder.read(&self.files, now, sink);
                Ok(())
            }
            Content::Disqus(comments) => comments.read(&self.files, sink),
            // An archive holds rows and not records: [`crate::import`] takes them as they are.
            Content::Dateline => Ok(()),
        }
    }
}

/// Which system the files come from, by what is certain: the root of an XML, the first letter of a JSON, names.
fn family_of(files: &Files) -> Result<Family, OpenError> {
    if files.is_single() {
        let name = &files.names()[0];
        let path = files.path().to_owned();
        return match family_of_file(files, name)? {
            Some(family) => Ok(family),
            None if is_packed(files, name)? => Err(OpenError::Unknown {
                path,
                found: "it is packed as .gz or .tgz; unpack it, and name the folder or file that comes out"
                    .to_owned(),
            }),
            None => {
                Err(OpenError::Unknown { path, found: unknown(&files.head(name, HEAD_BYTES)?).to_owned() })
            }
        };
    }
    if files.has(MANIFEST) {
        return Ok(Family::Dateline);
    }
    if files.names().iter().any(|name| name == "feed.atom" || name.ends_with("/feed.atom")) {
        return Ok(Family::Blogger);
    }
    for (ending, family) in [("xml", Family::WordPress), ("json", Family::Ghost)] {
        for name in files.names().iter().filter(|name| has_ending(name, &[ending])) {
            if family_of_file(files, name)? == Some(family) {
                return Ok(family);
            }
        }
    }
    if files.names().iter().any(|name| has_ending(name, &ENDINGS) && !is_readme(name)) {
        return Ok(Family::Markdown);
    }
    for name in files.names() {
        if is_backup_of_blogger(files, name)? {
            return Ok(Family::Blogger);
        }
    }
    if files.names().iter().any(|name| has_ending(name, &ENDINGS)) {
        return Ok(Family::Markdown);
    }
    Err(OpenError::NoBlog { path: files.path().to_owned() })
}

/// Whether a text tells about the files beside it.
fn is_readme(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    last.split('.').next().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

/// Whether one file of a folder is a blog as Blogger gives it out in one piece.
pub(crate) fn is_backup_of_blogger(files: &Files, name: &str) -> Result<bool, OpenError> {
    if !has_ending(name, &["xml", "atom"]) {
        return Ok(false);
    }
    let head = files.head(name, HEAD_BYTES)?;
    let is_of_blogger =
        ["schemas.google.com/blogger/", "tag:blogger.com,"].iter().any(|mark| head.contains(mark));
    Ok(is_of_blogger && xml_root(&head).as_deref() == Some("feed"))
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
    if has_ending(name, &ENDINGS) {
        return Ok(Some(Family::Markdown));
    }
    if is_feed_of_blogger(&head) {
        return Ok(None);
    }
    if head.trim_start().starts_with(['{', '[']) {
        let has = |names: &[&str]| names.iter().any(|name| head.contains(name));
        let is_export = has(&["\"db\"", "\"data\"", "\"exported_on\""]) && has(&["\"meta\"", "\"posts\""]);
        // The answer of Ghost's API, or its tables alone.
        let is_answer = has(&["\"posts\"", "\"pages\""])
            && has(&["\"slug\""])
            && has(&["\"uuid\"", "\"published_at\"", "\"lexical\"", "\"mobiledoc\""]);
        // What tools that move sites to Ghost write on their way: stories with where each was.
        let is_list = has(&["\"data\""])
            && has(&["\"url\""])
            && has(&["\"slug\""])
            && has(&["\"html\"", "\"lexical\"", "\"mobiledoc\""]);
        let is_comments = has(&["\"comment", "\"message\"", "\"body\"", "\"text\"", "\"html\""]);
        let ghost = (is_export || is_answer || is_list).then_some(Family::Ghost);
        return Ok(ghost.or(is_comments.then_some(Family::Disqus)));
    }
    // What a server complains of may stand in front of an export.
    let is_wxr = head.contains("<rss") && (head.contains("wordpress.org/export/") || head.contains("<wp:"));
    Ok(match xml_root(&head).as_deref() {
        Some("disqus") => Some(Family::Disqus),
        Some("feed") => Some(Family::Blogger),
        _ if is_wxr => Some(Family::WordPress),
        // A feed of stories is RSS too; an export says so.
        Some("rss") | None => None,
        Some(_) => Some(Family::Blogger),
    })
}

/// Whether a file is packed by gzip, as a Takeout may be (RFC 1952, 2.3.1).
fn is_packed(files: &Files, name: &str) -> Result<bool, OpenError> {
    files.with_file(name, |file| {
        let mut magic = [0; 2];
        Ok(file.read_exact(&mut magic).is_ok() && magic == [0x1f, 0x8b])
    })
}

/// Whether it is Blogger's feed in the form that scripts ask for (`alt=json`).
fn is_feed_of_blogger(head: &str) -> bool {
    head.trim_start_matches(is_blank).starts_with('{')
        && head.contains("\"$t\"")
        && head.contains("tag:blogger.com,")
}

/// What a file is that is none of those that are read.
fn unknown(head: &str) -> &'static str {
    if is_feed_of_blogger(head) {
        return "it is Blogger's feed as JSON, which holds less than the blog's backup; save the feed without alt=json";
    }
    if xml_root(head).as_deref() == Some("rss") {
        return "it is a feed of stories (RSS), which is no export";
    }
    if head.trim_matches(is_blank).is_empty() {
        return "it is empty";
    }
    match serde_json::from_str::<serde_json::Value>(head.trim_matches(is_blank)) {
        Ok(value) if value.is_object() || value.is_array() => {
            "it is JSON with neither stories nor comments in it"
        }
        _ => "it is in a format that nobody here knows",
    }
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{feff}'
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
            // A byte order mark that follows on blank lines is no text.
            Ok(Event::Text(text)) if !text.trim_matches(is_blank).is_empty() => return None,
            Ok(_) => {}
        }
    }
}

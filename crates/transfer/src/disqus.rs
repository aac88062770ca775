//! Comments that move onto stories which are here already: the XML of Disqus, and JSON of any service.

mod json;
mod xml;

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use dateline_model::CommentState;
use serde_json::Value;

use crate::address::path_of;
use crate::files::Files;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::record::{Byline, CommentRecord, Moment, Record, Story};
use crate::repeats::{Repeat, Repeats};
use crate::source::Sink;

/// A file of comments.
#[derive(Debug, Clone)]
pub(crate) struct Comments {
    name: String,
    is_xml: bool,
}

impl Comments {
    /// The first file of `files`; whether it is XML.
    pub(crate) fn new(name: &str, is_xml: bool) -> Self {
        Self { name: name.to_owned(), is_xml }
    }

    /// Reads all of it; see [`crate::Source::read`].
    pub(crate) fn read(&self, files: &Files, sink: &mut Sink<'_>) -> Result<(), OpenError> {
        let mut desk = Desk { seen: Repeats::default(), has_news: false, stories: None, sink };
        let flow = if self.is_xml {
            files.with_text(&self.name, |text| xml::read(text, files.limits(), &mut desk))?
        } else if let Some(text) = files.small_text(&self.name, JSON_BYTES_MAX)? {
            json::read(&text, &mut desk)
        } else {
            desk.problem(1, "", format!("the file is longer than {JSON_BYTES_MAX} bytes"))
        };
        if flow.is_continue() {
            // Whether the reader wants to go on does not matter at the end.
            let _: ControlFlow<()> = desk.finish();
        }
        Ok(())
    }
}

/// The stories of one source, for comments that come along with them.
#[derive(Debug, Default)]
pub(crate) struct Stories {
    /// Numbers by public paths.
    numbers: HashMap<String, String>,
    /// Files that became stories, whose names are their numbers.
    files: HashSet<String>,
    /// Numbers by the last parts of paths and the names of files, without dates and endings.
    names: HashMap<String, String>,
}

impl Stories {
    /// Takes note of a story.
    pub(crate) fn note(&mut self, number: &str, path: Option<&str>) {
        self.files.insert(number.to_owned());
        if let Some(path) = path {
            self.numbers.insert(path.to_owned(), number.to_owned());
        }
        let stem = number.rsplit_once('.').map_or(number, |(stem, _)| stem);
        let stem = stem.strip_suffix("/index").unwrap_or(stem);
        let file = stem.rsplit('/').next().unwrap_or(stem);
        let bare = match file.get(..11) {
            Some(date) if date.ends_with('-') && date.bytes().all(|b| b.is_ascii_digit() || b == b'-') => {
                &file[11..]
            }
            _ => file,
        };
        let path = path.unwrap_or_default().trim_matches('/').trim_end_matches(".html");
        for name in [path, path.rsplit('/').next().unwrap_or_default(), stem, file, bare] {
            if !name.is_empty() && !self.names.contains_key(name) {
                self.names.insert(name.to_owned(), number.to_owned());
            }
        }
    }

    /// The number of the story that a folder of comments is called after.
    pub(crate) fn called(&self, name: &str) -> Option<String> {
        let last = name.rsplit('/').next().unwrap_or(name);
        self.names.get(name).or_else(|| self.names.get(last)).cloned()
    }

    /// The story that a file or a path names.
    fn find(&self, file: &str, path: Option<&str>) -> Option<Story> {
        if self.files.contains(file) {
            return Some(Story::Number(file.to_owned()));
        }
        self.numbers.get(path?).cloned().map(Story::Number)
    }
}

/// Reads the comments that lie in a file beside the stories of a folder.
pub(crate) fn beside(
    files: &Files,
    name: &str,
    stories: &Stories,
    sink: &mut Sink<'_>,
) -> Result<ControlFlow<()>, OpenError> {
    let mut desk = Desk { seen: Repeats::default(), has_news: false, stories: Some(stories), sink };
    Ok(match files.small_text(name, JSON_BYTES_MAX)? {
        Some(text) => json::read(&text, &mut desk),
        None => desk.problem(1, name, format!("the file is longer than {JSON_BYTES_MAX} bytes")),
    })
}

/// A comment of a file of its own.
pub(crate) struct Told {
    pub(crate) id: String,
    /// The file of its story, or a path that no story has.
    pub(crate) story: String,
    pub(crate) parent: String,
    pub(crate) published: Option<Moment>,
    pub(crate) html: String,
    /// All that it says.
    pub(crate) value: Value,
}

/// Hands over comments of files of their own.
pub(crate) fn tell(all: Vec<Told>, stories: &Stories, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let mut desk = Desk { seen: Repeats::default(), has_news: false, stories: Some(stories), sink };
    for Told { id, story, parent, published, html, value } in all {
        let raw = json::raw(&value, "", "");
        let published = published.or(raw.published);
        desk.comment(Raw {
            id,
            file: story.clone(),
            link: story,
            parent,
            published,
            html,
            is_text: false,
            ..raw
        })?;
    }
    ControlFlow::Continue(())
}

/// Bytes of a JSON file, which is read whole.
const JSON_BYTES_MAX: u64 = 256 << 20;

/// A comment as both forms have it.
#[derive(Debug, Default)]
struct Raw {
    id: String,
    /// The address of its story.
    link: String,
    /// The file of its story.
    file: String,
    parent: String,
    name: String,
    email: String,
    url: String,
    html: String,
    /// Line breaks count, since it is no HTML.
    is_text: bool,
    published: Option<Moment>,
    is_spam: bool,
    is_deleted: bool,
    is_pending: bool,
    line: u64,
}

/// Hands over what was read.
struct Desk<'a, 'b> {
    seen: Repeats,
    /// Whether a comment was met, or something was told.
    has_news: bool,
    /// The stories that come with the comments.
    stories: Option<&'a Stories>,
    sink: &'a mut Sink<'b>,
}

impl Desk<'_, '_> {
    fn problem(&mut self, line: u64, entry: &str, message: String) -> ControlFlow<()> {
        self.has_news = true;
        let entry = for_report(entry);
        (self.sink)(Err(Trouble::Problem(Problem { line, entry, message, action: Action::Skipped })))
    }

    /// What is told of a comment that is taken all the same.
    fn note(&mut self, line: u64, entry: &str, message: String) -> ControlFlow<()> {
        let entry = for_report(entry);
        (self.sink)(Err(Trouble::Problem(Problem { line, entry, message, action: Action::Imported })))
    }

    /// What is told at the end.
    fn finish(&mut self) -> ControlFlow<()> {
        if !self.has_news {
            return self.problem(0, "", "there is no comment in it".to_owned());
        }
        match self.seen.told() {
            Some(told) => (self.sink)(Err(told)),
            None => ControlFlow::Continue(()),
        }
    }

    fn comment(&mut self, raw: Raw) -> ControlFlow<()> {
        self.has_news = true;
        let entry = format!("comment {} by {}", raw.id, raw.name);
        let Some(published) = raw.published else {
            return self.problem(raw.line, &entry, "the comment has no date that exists".to_owned());
        };
        if raw.id.is_empty() || raw.id.len() > 100 {
            return self.problem(raw.line, &entry, "the comment has no id".to_owned());
        }
        let path = path_of(&raw.link);
        let known = path.as_ref().ok().and_then(|path| path.as_deref());
        let with_it = self.stories.and_then(|stories| stories.find(&raw.file, known));
        let post = match (with_it, path) {
            (Some(story), _) => story,
            (None, Ok(Some(path))) => Story::Path(path),
            (None, Ok(None)) => {
                return self.problem(raw.line, &entry, "the comment names no story".to_owned());
            }
            (None, Err(why)) => return self.problem(raw.line, &entry, why),
        };
        let state = match (raw.is_spam, raw.is_deleted, raw.is_pending) {
            (true, ..) => CommentState::Spam,
            (_, true, _) => CommentState::Removed,
            (.., true) => CommentState::Pending,
            _ => CommentState::Approved,
        };
        let is_web = raw.url.starts_with("http://") || raw.url.starts_with("https://");
        let record = CommentRecord {
            id: raw.id,
            post,
            parent: Some(raw.parent).filter(|parent| !parent.is_empty()),
            author: Byline {
                name: raw.name.split_whitespace().collect::<Vec<_>>().join(" "),
                url: Some(raw.url).filter(|url| is_web && url.len() <= 2_000),
                email: Some(raw.email.to_lowercase())
                    .filter(|email| email.contains('@') && email.len() <= 254),
                key: None,
            },
            html: raw.html,
            breaks: raw.is_text,
            published,
            state,
            line: raw.line,
            hash: String::new(),
        };
        let mut record = record.seal();
        match self.seen.take("comment", &mut record.id, &record.hash) {
            Repeat::New => {}
            Repeat::Same => return ControlFlow::Continue(()),
            Repeat::Renamed(told) => self.note(record.line, &entry, told)?,
        }
        (self.sink)(Ok(Record::Comment(Box::new(record))))
    }
}

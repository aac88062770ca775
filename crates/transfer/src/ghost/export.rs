//! Reads an export, with the redirects that may lie beside it, into one stream of records.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use dateline_model::{Millis, PermalinkPattern};

use super::comment;
use super::post::{self, Site};
use super::redirects;
use super::routes::Table;
use super::site::{pattern, site, zone};
use super::survey::Survey;
use super::tables::{self, Row, id, text};
use crate::files::Files;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::record::{Record, TagRecord};
use crate::repeats::{Repeat, Repeats};
use crate::source::{Family, Sink, family_of_file, has_ending};

/// The files of one export.
#[derive(Debug, Clone)]
pub(crate) struct Export {
    json: String,
    /// Further exports in the folder or zip, which are not read.
    others: Vec<String>,
    redirects: Option<String>,
    routes: Option<String>,
    survey: Arc<OnceLock<Survey>>,
}

impl Export {
    /// The JSON of a folder or zip, and the redirects in it.
    pub(crate) fn find(files: &Files) -> Result<Self, OpenError> {
        let mut exports = Vec::new();
        for name in files.names() {
            let may_be = files.is_single() || has_ending(name, &["json"]);
            if may_be && family_of_file(files, name)? == Some(Family::Ghost) {
                exports.push(name.clone());
            }
        }
        let mut exports = exports.into_iter();
        let is_redirects = |name: &&String| {
            let last = name.rsplit('/').next().unwrap_or_default();
            matches!(last, "redirects.json" | "redirects.yaml" | "redirects.yml")
        };
        let redirects = files.names().iter().find(is_redirects).cloned();
        Ok(Self {
            json: exports.next().unwrap_or_default(),
            others: exports.collect(),
            redirects,
            routes: Table::find(files),
            survey: Arc::default(),
        })
    }

    /// Reads all of it; see [`crate::Source::read`].
    pub(crate) fn read(&self, files: &Files, now: Millis, sink: &mut Sink<'_>) -> Result<(), OpenError> {
        let survey = if let Some(survey) = self.survey.get() {
            survey
        } else {
            let made = Survey::of(files, &self.json)?;
            self.survey.get_or_init(|| made)
        };
        let pattern = pattern(survey).or_else(|| PermalinkPattern::parse(PermalinkPattern::GHOST).ok());
        let Some(pattern) = pattern else { return Ok(()) };
        let mut table = None;
        if let Some(name) = &self.routes {
            match Table::read(files, name)? {
                Ok(read) => table = Some(read),
                Err(trouble) => {
                    if sink(Err(trouble)).is_break() {
                        return Ok(());
                    }
                }
            }
        }
        if head(survey, &pattern, table.as_ref(), sink).is_break() {
            return Ok(());
        }
        for name in &self.others {
            let message =
                format!("it is another export, and only {} was read; import it on its own", self.json);
            let problem = Problem { line: 0, entry: for_report(name), message, action: Action::Skipped };
            if sink(Err(Trouble::Problem(problem))).is_break() {
                return Ok(());
            }
        }
        let holds_pictures = files.names().iter().any(|name| name.contains("content/images/"));
        let mut importer = Importer {
            site: Site { survey, pattern, table, zone: zone(survey), now },
            seen: Repeats::default(),
            local_pictures: 0,
            holds_pictures,
        };
        let mut told = |table: &str, line: u64, mut row: Row| match table {
            "posts" => importer.post(&row, line, sink),
            // Ghost's API has a table of their own for them.
            "pages" => {
                row.insert("type".to_owned(), "page".into());
                importer.post(&row, line, sink)
            }
            "comments" => importer.comment(&row, line, sink),
            "redirects" => redirects::row(&row, line, sink),
            _ => ControlFlow::Continue(()),
        };
        let read = files.with_text(&self.json, |text| tables::read(text, files.limits(), &[], &mut told))?;
        match read {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => return Ok(()),
            Err(damage) => {
                // Whether the reader wants to go on does not matter at the end.
                let _ = sink(Err(Trouble::Damage(damage)));
                return Ok(());
            }
        }
        if importer.finish(sink).is_continue()
            && let Some(name) = &self.redirects
        {
            let _ = redirects::read(files, name, sink)?;
        }
        Ok(())
    }
}

/// The site, its authors and its tags.
fn head(
    survey: &Survey,
    pattern: &PermalinkPattern,
    table: Option<&Table>,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let mut site = site(survey, Some(pattern.as_str().to_owned()));
    site.routes = table.map(|table| table.text.clone());
    sink(Ok(Record::Site(Box::new(site))))?;
    for author in survey.authors.values().filter(|author| !author.name.is_empty()) {
        sink(Ok(Record::Author(Box::new(author.clone()))))?;
    }
    // Two tags of one name are one here; the first one's slug counts.
    let mut by_name: BTreeMap<&str, &TagRecord> = BTreeMap::new();
    for tag in survey.tags.values() {
        by_name.entry(&tag.name).or_insert(tag);
    }
    for tag in by_name.into_values() {
        sink(Ok(Record::Tag(Box::new(tag.clone()))))?;
    }
    let injected = survey.setting(&["codeinjection_head", "ghost_head"]).is_some()
        || survey.setting(&["codeinjection_foot", "ghost_foot"]).is_some();
    for (table, count) in &survey.unkept {
        general(sink, format!("{count} {table} are not kept"))?;
    }
    if injected {
        general(
            sink,
            "the site's code injection was left out: code of the old theme does not come along".to_owned(),
        )?;
    }
    ControlFlow::Continue(())
}

struct Importer<'a> {
    site: Site<'a>,
    seen: Repeats,
    /// Stories whose pictures lie on the old site.
    local_pictures: usize,
    /// Whether these lie beside the export.
    holds_pictures: bool,
}

impl Importer<'_> {
    fn post(&mut self, row: &Row, line: u64, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let trouble = |message: String, action| {
            let names = [text(row, "title"), text(row, "slug")];
            let name =
                names.into_iter().find(|name| !name.is_empty()).map_or_else(|| id(row, "id"), str::to_owned);
            Err(Trouble::Problem(Problem { line, entry: for_report(&name), message, action }))
        };
        let mut notes = Vec::new();
        let mut post = match post::post(row, line, &self.site, &mut notes) {
            Ok(post) => post,
            Err(message) => return sink(trouble(message, Action::Skipped)),
        };
        match self.seen.take("post", &mut post.id, &post.hash) {
            Repeat::New => {}
            Repeat::Same => return ControlFlow::Continue(()),
            Repeat::Renamed(told) => notes.push(told),
        }
        for note in notes {
            sink(trouble(note, Action::Imported))?;
        }
        self.local_pictures += usize::from(post.body.contains("/content/images/"));
        sink(Ok(Record::Post(Box::new(post))))
    }

    fn comment(&mut self, row: &Row, line: u64, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let entry = for_report(&format!("comment {}", id(row, "id")));
        let skip = |message| {
            Err(Trouble::Problem(Problem { line, entry: entry.clone(), message, action: Action::Skipped }))
        };
        let mut comment = match comment::comment(row, line, self.site.survey) {
            Ok(comment) => comment,
            Err(message) => return sink(skip(message)),
        };
        if self.seen.take("comment", &mut comment.id, &comment.hash) == Repeat::Same {
            return ControlFlow::Continue(());
        }
        sink(Ok(Record::Comment(Box::new(comment))))
    }

    fn finish(&self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        if let Some(told) = self.seen.told() {
            sink(Err(told))?;
        }
        let pictures = self.local_pictures;
        if pictures > 0 && !self.holds_pictures {
            general(
                sink,
                format!(
                    "{pictures} stories show pictures of /content/images, which an export does not hold; copy that folder from the old installation"
                ),
            )?;
        }
        ControlFlow::Continue(())
    }
}

fn general(sink: &mut Sink<'_>, message: String) -> ControlFlow<()> {
    let problem = Problem { line: 0, entry: String::new(), message, action: Action::Imported };
    sink(Err(Trouble::Problem(problem)))
}

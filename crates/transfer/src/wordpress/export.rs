//! Reads the files of an export into one stream of records.

use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use dateline_model::{Millis, PostKind, SiteSettings};

use super::item::{self, Found, Remark};
use super::names::Field;
use super::reader::{Item, Part, WxrReader};
use super::survey::{Survey, attachment_url, author_key, zone_name};
use crate::address::{host_of, path_of};
use crate::files::Files;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::record::{Destination, Record, RedirectRecord, SiteRecord, Story};
use crate::repeats::{Repeat, Repeats};
use crate::source::{Family, Sink, family_of_file, has_ending};
use crate::text::Text;

/// The files of one export, in order; WordPress.com splits large sites.
#[derive(Debug, Clone)]
pub(crate) struct Export {
    parts: Vec<String>,
    /// What the light pass learnt, once.
    survey: Arc<OnceLock<Survey>>,
}

impl Export {
    /// All WXR files of a folder or zip.
    pub(crate) fn find(files: &Files) -> Result<Self, OpenError> {
        let mut parts = Vec::new();
        for name in files.names() {
            let may_be = files.is_single() || has_ending(name, &["xml"]);
            if may_be && family_of_file(files, name)? == Some(Family::WordPress) {
                parts.push(name.clone());
            }
        }
        Ok(Self { parts, survey: Arc::default() })
    }

    /// Reads all of it; see [`crate::Source::read`].
    pub(crate) fn read(&self, files: &Files, now: Millis, sink: &mut Sink<'_>) -> Result<(), OpenError> {
        let survey = if let Some(survey) = self.survey.get() {
            survey
        } else {
            let made = Survey::of(files, &self.parts)?;
            self.survey.get_or_init(|| made)
        };
        let mut importer = Importer { survey, seen: Repeats::default(), left_out: BTreeMap::new(), now };
        if importer.head(sink).is_break() {
            return Ok(());
        }
        for part in &self.parts {
            if files.with_text(part, |text| importer.part(text, files, sink))?.is_break() {
                return Ok(());
            }
        }
        // Whether the reader wants to go on does not matter at the end.
        let _: ControlFlow<()> = importer.finish(sink);
        Ok(())
    }
}

struct Importer<'a> {
    survey: &'a Survey,
    seen: Repeats,
    /// Kinds of items that have no place here: how many, and the line of the first.
    left_out: BTreeMap<String, (usize, u64)>,
    now: Millis,
}

impl Importer<'_> {
    /// The site, its authors and its tags, and the addresses of their pages.
    fn head(&self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let survey = self.survey;
        sink(Ok(Record::Site(Box::new(site(survey)))))?;
        for author in survey.authors.values() {
            sink(Ok(Record::Author(Box::new(author.clone()))))?;
        }
        for tag in survey.tags() {
            sink(Ok(Record::Tag(Box::new(tag))))?;
        }
        let mut below = 0;
        for named in survey.terms.values() {
            below += usize::from(!named.parent.is_empty());
            for from in term_paths(survey, named.is_category, &named.slug) {
                redirect(sink, format!("{from}/"), Destination::Tag(named.name.clone()))?;
                redirect(sink, format!("{from}/feed/"), Destination::TagFeed(named.name.clone()))?;
            }
            if named.is_category && !named.id.is_empty() {
                redirect(sink, format!("/?cat={}", named.id), Destination::Tag(named.name.clone()))?;
            } else if !named.is_category {
                redirect(sink, format!("/?tag={}", named.slug), Destination::Tag(named.name.clone()))?;
            }
        }
        for (login, number) in &survey.author_numbers {
            redirect(sink, format!("/?author={number}"), Destination::Author(author_key(login)))?;
        }
        for (login, author) in &survey.authors {
            let slug = author.slug.as_deref().unwrap_or(login);
            redirect(
                sink,
                format!("{}/author/{slug}/", base(survey)),
                Destination::Author(author_key(login)),
            )?;
        }
        if below > 0 {
            let message = format!(
                "{below} categories stood below others; all are tags of one level now, under their old addresses"
            );
            general(sink, message)?;
        }
        if survey.offsets.len() > 1 {
            let zone = zone_name(survey.offset()).unwrap_or_default();
            let message = format!(
                "the export does not name the site's time zone, whose clock changes with the season; it is set to {zone} until you set it by name, such as Europe/Lisbon"
            );
            general(sink, message)?;
        }
        ControlFlow::Continue(())
    }

    fn part<R: Read>(&mut self, text: Text<R>, files: &Files, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let mut reader = WxrReader::new(text, files.limits());
        loop {
            match reader.next() {
                Part::Item => self.item(reader.item(), sink)?,
                Part::Author(_) | Part::Term(_) => {}
                Part::End => return ControlFlow::Continue(()),
                Part::Damage(damage) => {
                    sink(Err(Trouble::Damage(damage)))?;
                    return ControlFlow::Break(());
                }
            }
        }
    }

    fn item(&mut self, item: &Item, sink: &mut Sink<'_>) -> ControlFlow<()> {
        if let Some(reason) = &item.unusable {
            return sink(Err(trouble(item, reason.clone(), Action::Skipped)));
        }
        let kind = match item.text(Field::Type) {
            "post" => PostKind::Post,
            "page" => PostKind::Page,
            "attachment" => return attachment(item, sink),
            "" => return self.thread(item, sink),
            other => {
                let (n, _) = self.left_out.entry(for_report(other)).or_insert((0, item.line));
                *n += 1;
                return ControlFlow::Continue(());
            }
        };
        let mut notes = Vec::new();
        let Found { mut post, old_paths } = match item::post(item, kind, self.survey, self.now, &mut notes) {
            Ok(found) => found,
            Err(message) => return sink(Err(trouble(item, message, Action::Skipped))),
        };
        if let Some(entity) = &item.unknown_entity {
            notes.push(format!("&{entity}; is not expanded and stays as it is written"));
        }
        if item.foreign_bytes {
            notes.push("some bytes are not UTF-8 and were read as windows-1252".to_owned());
        }
        match self.seen.note("post", &post.id, &post.hash) {
            Repeat::New => {}
            Repeat::Same => return ControlFlow::Continue(()),
            Repeat::Other => {
                notes.push(format!("another item of the id {} came before; both were taken", post.id));
                post.id = other_id(&post.id, &post.hash);
            }
        }
        for note in notes {
            sink(Err(trouble(item, note, Action::Imported)))?;
        }
        let id = post.id.clone();
        sink(Ok(Record::Post(Box::new(post))))?;
        for from in old_paths {
            redirect(sink, from, Destination::Post(id.clone()))?;
        }
        self.comments(item, &Story::Number(id), sink)
    }

    fn comments(&mut self, item: &Item, story: &Story, sink: &mut Sink<'_>) -> ControlFlow<()> {
        for raw in &item.comments {
            let problem = |message| {
                let entry = for_report(&format!("comment under {}", name(item)));
                Trouble::Problem(Problem { line: raw.line, entry, message, action: Action::Skipped })
            };
            let mut remark = match item::remark(raw, story, self.survey) {
                Ok(remark) => remark,
                Err(message) => {
                    sink(Err(problem(message)))?;
                    continue;
                }
            };
            let hash = remark.hash();
            match self.seen.note("comment", remark.id(), &hash) {
                Repeat::New => {}
                Repeat::Same => continue,
                Repeat::Other => *remark.id() = other_id(remark.id(), &hash),
            }
            sink(Ok(match remark {
                Remark::Comment(comment) => Record::Comment(Box::new(comment)),
                Remark::Mention(mention) => Record::Mention(Box::new(mention)),
            }))?;
        }
        ControlFlow::Continue(())
    }

    /// An item of no type: a thread of comments on a story that is named by its address, as Disqus has it.
    fn thread(&mut self, item: &Item, sink: &mut Sink<'_>) -> ControlFlow<()> {
        if item.comments.is_empty() {
            let message = "the item does not say what it is".to_owned();
            return sink(Err(trouble(item, message, Action::Skipped)));
        }
        match path_of(item.text(Field::Link)) {
            Ok(Some(path)) => self.comments(item, &Story::Path(path), sink),
            Ok(None) => sink(Err(trouble(item, "the thread names no story".to_owned(), Action::Skipped))),
            Err(why) => sink(Err(trouble(item, why, Action::Skipped))),
        }
    }

    /// What was left out, kind by kind.
    fn finish(&mut self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        for (kind, (count, line)) in std::mem::take(&mut self.left_out) {
            let why = match kind.as_str() {
                "nav_menu_item" => "are entries of menus; set up the navigation of the site anew",
                "revision"
                | "customize_changeset"
                | "oembed_cache"
                | "custom_css"
                | "wp_global_styles"
                | "wp_template"
                | "wp_template_part"
                | "wp_navigation"
                | "wp_font_family"
                | "wp_font_face" => "belong to the old site's editor and theme",
                "wp_block" => "are blocks shared by stories; where one was used, its text is missing",
                _ => "are of a kind that a plug-in added",
            };
            let message = format!("{count} items {why}; they were left out");
            sink(Err(Trouble::Problem(Problem { line, entry: kind, message, action: Action::Skipped })))?;
        }
        ControlFlow::Continue(())
    }
}

/// A file of the media library: its address is noted, its page leads to it.
fn attachment(item: &Item, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let url = attachment_url(item);
    if url.is_empty() {
        return sink(Err(trouble(item, "the file has no address".to_owned(), Action::Skipped)));
    }
    sink(Ok(Record::Media(url.to_owned())))?;
    let link = item.text(Field::Link);
    if let Ok(Some(from)) = path_of(link)
        && !link.contains('?')
        && link != url
    {
        redirect(sink, from, Destination::Address(url.to_owned()))?;
    }
    let id = item.text(Field::Id);
    if !id.is_empty() {
        redirect(sink, format!("/?attachment_id={id}"), Destination::Address(url.to_owned()))?;
    }
    if item.comments.is_empty() {
        return ControlFlow::Continue(());
    }
    let message = format!(
        "{} comments on the page of a file are not kept, since files have no pages here",
        item.comments.len()
    );
    sink(Err(trouble(item, message, Action::Skipped)))
}

/// A name for a record whose id is taken by another one of the same source: the same at every reading.
fn other_id(id: &str, hash: &str) -> String {
    format!("{id}-{}", hash.get(..8).unwrap_or(hash))
}

/// The path of the old front page, without its last slash: empty unless the site lay in a folder.
fn base(survey: &Survey) -> String {
    path_of(&survey.url).ok().flatten().unwrap_or_default().trim_end_matches('/').to_owned()
}

/// The paths of a term's page, without the last slash: a category's parents may stand in it.
fn term_paths(survey: &Survey, is_category: bool, slug: &str) -> Vec<String> {
    const LEVELS_MAX: usize = 20;
    let kind = if is_category { "category" } else { "tag" };
    let base = format!("{}/{kind}", base(survey));
    let mut paths = vec![format!("{base}/{slug}")];
    let mut below = slug.to_owned();
    let mut at = survey.terms.get(&(is_category, slug.to_owned()));
    for _ in 0..LEVELS_MAX {
        let Some(named) = at.filter(|named| !named.parent.is_empty()) else { break };
        below = format!("{}/{below}", named.parent);
        paths.push(format!("{base}/{below}"));
        at = survey.terms.get(&(is_category, named.parent.clone()));
    }
    paths
}

fn site(survey: &Survey) -> SiteRecord {
    let some = |text: &str| (!text.is_empty()).then(|| super::survey::plain(text));
    let language = {
        let mut settings = SiteSettings::default();
        let known = settings.set("locale", &survey.language).is_ok() && !survey.language.is_empty();
        known.then_some(settings.locale)
    };
    SiteRecord {
        identity: identity(&survey.url),
        title: some(&survey.title),
        description: some(&survey.description),
        host: host_of(&survey.url),
        url: some(&survey.url),
        language,
        time_zone: zone_name(survey.offset()).filter(|_| survey.offset() != 0),
        permalinks: survey.permalinks.clone(),
        ..SiteRecord::default()
    }
}

/// Host and folder of a site, in which sites of one installation differ. `www` and the scheme come and go.
fn identity(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let name = rest.trim_end_matches('/').to_lowercase();
    let name = name.strip_prefix("www.").unwrap_or(&name);
    (!name.is_empty()).then(|| name.chars().take(200).collect())
}

fn redirect(sink: &mut Sink<'_>, from: String, to: Destination) -> ControlFlow<()> {
    sink(Ok(Record::Redirect(Box::new(RedirectRecord { from, to, permanent: true }))))
}

fn general(sink: &mut Sink<'_>, message: String) -> ControlFlow<()> {
    let problem = Problem { line: 0, entry: String::new(), message, action: Action::Imported };
    sink(Err(Trouble::Problem(problem)))
}

/// What the report calls an item.
fn name(item: &Item) -> &str {
    let names =
        [item.text(Field::Title), item.text(Field::Name), item.text(Field::Id), item.text(Field::Guid)];
    names.into_iter().find(|name| !name.is_empty()).unwrap_or_default()
}

fn trouble(item: &Item, message: String, action: Action) -> Trouble {
    Trouble::Problem(Problem { line: item.line, entry: for_report(name(item)), message, action })
}

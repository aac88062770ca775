//! Reads the files of an export into one stream of records.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use dateline_model::{CommentState, Millis, NavigationItem, PostKind, SiteSettings};

use super::forum;
use super::item::{self, Found, Remark};
use super::kinds::{self, Sorting};
use super::menu;
use super::meta;
use super::names::Field;
use super::nesting::Slip;
use super::reader::{Part, WxrReader};
use super::shared::{self, Shared};
use super::survey::{Survey, attachment_url, author_key, zone_name};
use super::written::Item;
use crate::address::{host_of, path_of};
use crate::files::Files;
use crate::ghost::understood;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::record::{Destination, Record, RedirectRecord, SiteRecord, Story};
use crate::repeats::{Repeat, Repeats};
use crate::source::{Family, Sink, family_of_file, has_ending};
use crate::text::Text;

/// Items of one kind of a plug-in's that are told one by one.
const TOLD_OF_A_KIND: usize = 50;
/// Names of fields and taxonomies that are told.
const UNKEPT_MAX: usize = 200;
/// The files of one export, in order; WordPress.com splits large sites.
#[derive(Debug, Clone)]
pub(crate) struct Export {
    parts: Vec<String>,
    /// What the light pass learnt, once.
    survey: Arc<Mutex<Option<Arc<Survey>>>>,
    /// The blocks that stories share, once one names them.
    shared: Arc<OnceLock<Shared>>,
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
        Ok(Self { parts, survey: Arc::default(), shared: Arc::default() })
    }

    /// Makes the light pass now.
    pub(crate) fn look_ahead(&self, files: &Files) {
        // What cannot be read is told by whoever needs it.
        let _ = self.survey(files);
    }

    /// What the light pass learns. Whoever asks while it is under way waits for it.
    fn survey(&self, files: &Files) -> Result<Arc<Survey>, OpenError> {
        let mut made = self.survey.lock().unwrap_or_else(PoisonError::into_inner);
        let survey = match made.take() {
            Some(survey) => survey,
            None => Arc::new(Survey::of(files, &self.parts)?),
        };
        *made = Some(Arc::clone(&survey));
        Ok(survey)
    }

    /// Reads all of it; see [`crate::Source::read`].
    pub(crate) fn read(&self, files: &Files, now: Millis, sink: &mut Sink<'_>) -> Result<(), OpenError> {
        let survey = self.survey(files)?;
        let mut importer = Importer {
            survey: &survey,
            shared: &self.shared,
            parts: &self.parts,
            seen: Repeats::default(),
            left_out: BTreeMap::new(),
            fields: BTreeMap::new(),
            taxonomies: BTreeMap::new(),
            sorted: BTreeMap::new(),
            taken: BTreeMap::new(),
            replies: 0,
            rated: 0,
            remarks: BTreeMap::new(),
            navigation: Vec::new(),
            now,
        };
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
    shared: &'a OnceLock<Shared>,
    parts: &'a [String],
    seen: Repeats,
    /// Kinds of items that have no place here: how many, and the line of the first.
    left_out: BTreeMap<String, (usize, usize, u64)>,
    /// Custom fields and ways of sorting that have no place here, with how often.
    fields: BTreeMap<String, usize>,
    taxonomies: BTreeMap<String, usize>,
    /// Ways of sorting whose terms became tags.
    sorted: BTreeMap<String, usize>,
    /// Kinds of a plug-in's that became stories or pages, with the line of the first.
    taken: BTreeMap<String, (usize, u64)>,
    /// Answers in forums.
    replies: usize,
    /// Comments with a rating, and names of what else comments say that has no place here.
    rated: usize,
    remarks: BTreeMap<String, usize>,
    /// The menu of a block theme.
    navigation: Vec<NavigationItem>,
    now: Millis,
}

impl<'a> Importer<'a> {
    /// The site, its authors and its tags, and the addresses of their pages.
    fn head(&self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let survey = self.survey;
        let menu = survey.menu();
        sink(Ok(Record::Site(Box::new(SiteRecord { navigation: menu.navigation, ..site(survey) }))))?;
        for note in menu.notes {
            general(sink, note)?;
        }
        for (part, url) in &survey.others {
            let (part, url) = (for_report(part), for_report(url));
            general(
                sink,
                format!(
                    "{part} is the export of another site ({url}); it was taken into this one, too. To keep the two apart, import each into a site of its own"
                ),
            )?;
        }
        for author in survey.authors.values() {
            sink(Ok(Record::Author(Box::new(author.clone()))))?;
        }
        for tag in survey.tags() {
            sink(Ok(Record::Tag(Box::new(tag))))?;
        }
        let base = base(survey);
        if !base.is_empty() {
            for (from, to) in [("/", "/"), ("/feed/", "/feed/"), ("/comments/feed/", "/comments/feed/")] {
                redirect(sink, format!("{base}{from}"), Destination::Address(to.to_owned()))?;
            }
        }
        let bases = bases(survey);
        for front in bases.iter().skip(1) {
            // What stands below it in lists leads on from there.
            redirect(sink, format!("{front}/"), Destination::Address("/".to_owned()))?;
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
        for ((taxonomy, slug), name) in &survey.sorted {
            for base in &bases {
                let from = format!("{base}/{taxonomy}/{slug}/");
                redirect(sink, format!("{from}feed/"), Destination::TagFeed(name.clone()))?;
                redirect(sink, from, Destination::Tag(name.clone()))?;
            }
        }
        for kind in survey.public_kinds.iter().filter(|kind| kinds::becomes(kind) == PostKind::Post) {
            redirect(sink, format!("{base}/{kind}/"), Destination::Tag(kinds::tag(kind)))?;
        }
        for (login, number) in &survey.author_numbers {
            redirect(sink, format!("/?author={number}"), Destination::Author(author_key(login)))?;
        }
        for (login, author) in &survey.authors {
            let slug = author.slug.as_deref().unwrap_or(login);
            for base in &bases {
                redirect(sink, format!("{base}/author/{slug}/"), Destination::Author(author_key(login)))?;
            }
        }
        let names: BTreeSet<&str> = survey.terms.values().map(|named| named.name.as_str()).collect();
        let alike = survey.terms.len() - names.len();
        if alike > 0 {
            let message = format!(
                "{alike} categories and tags have the name of another one; of each name there is one tag here, with the stories of all, under the addresses of all"
            );
            general(sink, message)?;
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
            let part = reader.next();
            for Slip { line, message } in reader.take_slips() {
                let entry = for_report(if matches!(part, Part::Item) { name(reader.item()) } else { "" });
                let problem = Problem { line, entry, message, action: Action::Imported };
                sink(Err(Trouble::Problem(problem)))?;
            }
            match part {
                Part::Item => self.item(reader.item(), files, sink)?,
                Part::Author(_) | Part::Term(_) => {}
                Part::End => return ControlFlow::Continue(()),
                Part::Damage(damage) => {
                    sink(Err(Trouble::Damage(damage)))?;
                    return ControlFlow::Break(());
                }
            }
        }
    }

    fn item(&mut self, item: &Item, files: &Files, sink: &mut Sink<'_>) -> ControlFlow<()> {
        if let Some(reason) = &item.unusable {
            return sink(Err(trouble(item, reason.clone(), Action::Skipped)));
        }
        let kind = match item.text(Field::Type) {
            "post" => PostKind::Post,
            "page" => PostKind::Page,
            "attachment" => return attachment(item, sink),
            "" => return self.thread(item, sink),
            _ if forum::is_reply(item) => return self.reply(item, sink),
            other if self.is_taken(item, other) => kinds::becomes(other),
            other => return self.left_out(item, other, sink),
        };
        let is_sharing = Shared::is_in(item.text(Field::Content), self.survey.has_tables);
        let shared = is_sharing.then(|| self.shared(files));
        self.note_unkept(item);
        let mut notes = Vec::new();
        let Found { mut post, old_paths } = item::post(item, kind, self.survey, shared, self.now, &mut notes);
        if let Some(entity) = &item.unknown_entity {
            notes.push(format!("&{entity}; is not expanded and stays as it is written"));
        }
        if item.foreign_bytes {
            notes.push("some bytes are not UTF-8 and were read as windows-1252".to_owned());
        }
        match self.seen.take("post", &mut post.id, &post.hash) {
            Repeat::New => {}
            Repeat::Same => {
                // A later export of the same story may hold comments that the first had not.
                return self.comments(item, &Story::Number(post.id), sink);
            }
            Repeat::Renamed(told) => notes.push(told),
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

    /// Whether an item of a plug-in's kind is something that readers read.
    fn is_taken(&mut self, item: &Item, kind: &str) -> bool {
        let has_words =
            [item.text(Field::Content), item.text(Field::Excerpt)].iter().any(|text| !text.is_empty());
        let is_taken = why_left_out(kind).is_none() && has_words && self.survey.public_kinds.contains(kind);
        if is_taken {
            self.taken.entry(for_report(kind)).or_insert((0, item.line)).0 += 1;
        }
        is_taken
    }

    /// The blocks that stories share, with the most bytes of a body.
    fn shared(&self, files: &Files) -> (&'a Shared, usize) {
        // What cannot be read for them cannot be read for the stories, which is told there.
        let shared = self.shared.get_or_init(|| Shared::of(files, self.parts).unwrap_or_default());
        (shared, files.limits().entry_bytes)
    }

    /// An item of a kind that has no place here. Those that a plug-in added and that have a title are told one by one.
    fn left_out(&mut self, item: &Item, kind: &str, sink: &mut Sink<'_>) -> ControlFlow<()> {
        if kind == "redirect_rule" {
            rule(item, self.survey, sink)?;
        }
        if kind == "wp_navigation" && self.navigation.is_empty() {
            self.navigation = menu::of_blocks(item.text(Field::Content), &self.survey.url);
        }
        let (count, comments, _) = self.left_out.entry(for_report(kind)).or_insert((0, 0, item.line));
        *count += 1;
        *comments += item.comments.len();
        if why_left_out(kind).is_some() || item.text(Field::Title).is_empty() || *count > TOLD_OF_A_KIND {
            return ControlFlow::Continue(());
        }
        let message =
            format!("it is of the kind \"{}\", which a plug-in added, and was left out", for_report(kind));
        sink(Err(trouble(item, message, Action::Skipped)))
    }

    /// Counts what a story says that has no place here.
    fn note_unkept(&mut self, item: &Item) {
        let (mut unkept, mut sorted) = (BTreeSet::new(), BTreeSet::new());
        for category in &item.categories {
            match kinds::sorting(&category.domain) {
                Sorting::Tags => sorted.insert(category.domain.as_str()),
                Sorting::Unkept => unkept.insert(category.domain.as_str()),
                Sorting::Silent => false,
            };
        }
        for (names, unkept) in [
            (&mut self.taxonomies, unkept),
            (&mut self.sorted, sorted),
            (&mut self.fields, item.fields.iter().map(String::as_str).collect()),
        ] {
            for name in unkept.into_iter().filter(|name| !name.is_empty()) {
                if names.len() < UNKEPT_MAX || names.contains_key(name) {
                    *names.entry(for_report(name)).or_default() += 1;
                }
            }
        }
    }

    fn comments(&mut self, item: &Item, story: &Story, sink: &mut Sink<'_>) -> ControlFlow<()> {
        for raw in &item.comments {
            let problem = |message, action| {
                let entry = for_report(&format!("comment under {}", name(item)));
                Trouble::Problem(Problem { line: raw.line, entry, message, action })
            };
            let (mut remark, note) = match item::remark(raw, story, item, self.survey, self.now) {
                Ok(found) => found,
                Err(message) => {
                    sink(Err(problem(message, Action::Skipped)))?;
                    continue;
                }
            };
            self.rated += usize::from(raw.rating().is_some());
            for name in &raw.fields {
                if self.remarks.len() < UNKEPT_MAX || self.remarks.contains_key(name) {
                    *self.remarks.entry(for_report(name)).or_default() += 1;
                }
            }
            let hash = remark.hash();
            if self.seen.take("comment", remark.id(), &hash) == Repeat::Same {
                continue;
            }
            if let Some(note) = note {
                sink(Err(problem(note, Action::Imported)))?;
            }
            sink(Ok(match remark {
                Remark::Comment(comment) => Record::Comment(Box::new(comment)),
                Remark::Mention(mention) => Record::Mention(Box::new(mention)),
            }))?;
        }
        ControlFlow::Continue(())
    }

    /// What was answered in a forum: a comment on its topic, to which its own address leads.
    fn reply(&mut self, item: &Item, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let (mut comment, note) = forum::comment(item, self.survey, self.now);
        if self.seen.take("comment", &mut comment.id, &comment.hash) == Repeat::Same {
            return ControlFlow::Continue(());
        }
        self.replies += 1;
        if let Some(note) = note {
            sink(Err(trouble(item, note, Action::Imported)))?;
        }
        let link = item.text(Field::Link);
        if comment.state == CommentState::Approved
            && !link.contains('?')
            && let Ok(Some(from)) = path_of(link)
        {
            redirect(sink, from, Destination::Post(forum::topic(item).to_owned()))?;
        }
        sink(Ok(Record::Comment(Box::new(comment))))
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
        if let Some(told) = self.seen.told() {
            sink(Err(told))?;
        }
        let (navigation, menu) = (std::mem::take(&mut self.navigation), self.survey.menu().navigation);
        if menu.is_empty() && !navigation.is_empty() {
            sink(Ok(Record::Site(Box::new(SiteRecord { navigation, ..site(self.survey) }))))?;
        }
        for (kind, (count, comments, line)) in std::mem::take(&mut self.left_out) {
            let (why, action) = match why_left_out(&kind) {
                Some(why) => (why, if is_used(&kind) { Action::Imported } else { Action::Skipped }),
                None => ("are of a kind that a plug-in added; they were left out", Action::Skipped),
            };
            let with =
                if comments > 0 { format!(", and so were their {comments} comments") } else { String::new() };
            let message = format!("{count} items {why}{with}");
            sink(Err(Trouble::Problem(Problem { line, entry: kind, message, action })))?;
        }
        let listed = |names: &BTreeMap<String, usize>| {
            names.iter().map(|(name, n)| format!("{name} ({n})")).collect::<Vec<_>>().join(", ")
        };
        for (kind, (count, line)) in std::mem::take(&mut self.taken) {
            let message = match kinds::becomes(&kind) {
                PostKind::Post => format!(
                    "{count} items are of this kind, which a plug-in added; they came as stories with the tag \"{}\"",
                    kinds::tag(&kind)
                ),
                PostKind::Page => {
                    format!("{count} items are of this kind, which a plug-in added; they came as pages")
                }
            };
            sink(Err(Trouble::Problem(Problem { line, entry: kind, message, action: Action::Imported })))?;
        }
        if self.replies > 0 {
            general(sink, format!("{} answers of a forum are comments on their topics now", self.replies))?;
        }
        if self.rated > 0 {
            let message =
                format!("{} comments gave a rating, which stands as stars above their words", self.rated);
            general(sink, message)?;
        }
        if !self.remarks.is_empty() {
            let names = listed(&self.remarks);
            general(sink, format!("fields of comments have no place here and are not kept: {names}"))?;
        }
        if !self.sorted.is_empty() {
            let names = listed(&self.sorted);
            let message = format!(
                "stories were sorted in ways that a plug-in added, whose terms stand among their tags: {names}"
            );
            general(sink, message)?;
        }
        if !self.taxonomies.is_empty() {
            let names = listed(&self.taxonomies);
            general(
                sink,
                format!("stories were sorted in ways that a plug-in added, which are not kept: {names}"),
            )?;
        }
        if !self.fields.is_empty() {
            let names = listed(&self.fields);
            general(sink, format!("custom fields of stories have no place here and are not kept: {names}"))?;
        }
        ControlFlow::Continue(())
    }
}

/// Whether items of a kind come along in another form.
fn is_used(kind: &str) -> bool {
    matches!(kind, "wp_block" | "guest-author" | "redirect_rule" | shared::TABLE)
}

/// A redirect that a plug-in keeps as an item.
fn rule(item: &Item, survey: &Survey, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let said = |key: &str| item.meta(key).unwrap_or_default().trim();
    let (from, to) = (said(meta::RULE_FROM), said(meta::RULE_TO));
    let permanent = !matches!(said(meta::RULE_STATUS), "302" | "303" | "307");
    // Only its star at the end is a pattern.
    let is_regex = matches!(said(meta::RULE_REGEX), "1" | "true");
    let whole = from.strip_suffix('*').filter(|folder| folder.ends_with('/'));
    let path = path_of(whole.unwrap_or(from)).ok().flatten().filter(|path| !path.contains('*'));
    let is_out = item.text(Field::Status) == "publish" || item.text(Field::Status).is_empty();
    let kept = if is_regex {
        let below = from.strip_prefix('^').unwrap_or(from);
        understood(&format!("^{}{below}", base(survey)), to)
    } else {
        let path = path.filter(|_| !to.is_empty());
        let star = if whole.is_some() { "*" } else { "" };
        path.map(|path| (format!("{}{path}{star}", base(survey)), to.to_owned()))
    };
    if let Some((from, to)) = kept.filter(|_| is_out) {
        let to = Destination::Address(to);
        sink(Ok(Record::Redirect(Box::new(RedirectRecord { from, to, permanent }))))
    } else {
        let message = format!("a redirect of a plug-in from {} is not kept", for_report(from));
        sink(Err(trouble(item, message, Action::Skipped)))
    }
}

/// Why items of a kind that WordPress itself knows are left out.
fn why_left_out(kind: &str) -> Option<&'static str> {
    match kind {
        "nav_menu_item" => Some("are entries of menus, of which the site's navigation was made"),
        "guest-author" => Some("are guests who sign stories, of whom the authors were made"),
        "redirect_rule" => Some("are redirects of a plug-in, which lead on here"),
        "wp_navigation" => Some("are menus, of which the site's navigation was made"),
        shared::TABLE => Some(
            "are tables of a plug-in, which stand in the stories that name them if they have no more than 1 MiB",
        ),
        "wp_block" => Some("are blocks shared by stories; their text stands in each story that names them"),
        "revision"
        | "customize_changeset"
        | "oembed_cache"
        | "custom_css"
        | "wp_global_styles"
        | "wp_template"
        | "wp_template_part"
        | "wp_font_family"
        | "wp_font_face"
        | "user_request" => Some("belong to the old site's editor and theme; they were left out"),
        _ => None,
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

/// The path of the old front page, without its last slash: empty unless the site lay in a folder.
fn base(survey: &Survey) -> String {
    path_of(&survey.url).ok().flatten().unwrap_or_default().trim_end_matches('/').to_owned()
}

/// Where lists stood, without a last slash: below the front page, and below what all permalinks begin with.
fn bases(survey: &Survey) -> Vec<String> {
    let base = base(survey);
    let front = Some(format!("{base}{}", survey.front)).filter(|front| *front != base);
    std::iter::once(base).chain(front).collect()
}

/// The paths of a term's page, without the last slash: a category's parents may stand in it.
fn term_paths(survey: &Survey, is_category: bool, slug: &str) -> Vec<String> {
    const LEVELS_MAX: usize = 20;
    let kind = if is_category { "category" } else { "tag" };
    let mut below = slug.to_owned();
    let mut ends = vec![below.clone()];
    let mut at = survey.terms.get(&(is_category, slug.to_owned()));
    for _ in 0..LEVELS_MAX {
        let Some(named) = at.filter(|named| !named.parent.is_empty()) else { break };
        below = format!("{}/{below}", named.parent);
        ends.push(below.clone());
        at = survey.terms.get(&(is_category, named.parent.clone()));
    }
    let bases = bases(survey);
    bases.iter().flat_map(|base| ends.iter().map(move |end| format!("{base}/{kind}/{end}"))).collect()
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
    sink(Ok(Record::moved(from, to)))
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

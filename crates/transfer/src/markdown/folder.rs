//! Reads the files of a folder into one stream of records.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use dateline_model::{Millis, PostKind, SiteSettings, Zone};
use serde_json::Value;

use super::Generator;
use super::aside::{Aside, NAMES_TOLD};
use super::captured;
use super::cascade::Cascade;
use super::comments;
use super::config::Config;
use super::excluded::is_excluded;
use super::feeds::Further;
use super::front::{self, Parts};
use super::language::Languages;
use super::liquid;
use super::listing;
use super::marks;
use super::menu::Menus;
use super::page::{self, Found, Site};
use super::people::people;
use super::permalink;
use super::redirects;
use super::references::References;
use super::section::{self, FRONT};
use super::standing::{Standing, standing};
use super::unkept;
use super::wiki;
use crate::address::host_of;
use crate::disqus::{self, Stories};
use crate::files::Files;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::record::{Destination, Markup, Picture, PostRecord, PostState, Record, SiteRecord};
use crate::source::{Sink, has_ending};
use crate::yaml::word;

/// Endings of Markdown files.
pub(crate) const ENDINGS: [&str; 5] = ["md", "markdown", "mdown", "mkd", "mdx"];

/// Endings of stories that are written in HTML below their front matter.
const HTML: [&str; 2] = ["html", "htm"];

/// Endings of Eleventy's pages that are HTML with or without marks.
pub(super) const TEMPLATES: [&str; 2] = ["njk", "liquid"];

/// Endings of addresses under which no reader reads.
const FOR_PROGRAMS: [&str; 9] = ["xml", "json", "txt", "css", "js", "xsl", "webmanifest", "rss", "atom"];

/// Endings of stories in languages that nobody here reads.
pub(super) const UNREAD: [&str; 26] = [
    "org",
    "rst",
    "adoc",
    "asciidoc",
    "asc",
    "textile",
    "rmd",
    "pandoc",
    "ad",
    "mmark",
    "wiki",
    "mediawiki",
    "creole",
    "qmd",
    "ipynb",
    "haml",
    "slim",
    "pug",
    "jade",
    "ejs",
    "webc",
    "vto",
    "hbs",
    "mustache",
    "tex",
    "dj",
];

/// Those of them in which pages are written wherever they lie.
const WRITTEN: [&str; 5] = ["org", "rst", "adoc", "asciidoc", "textile"];

/// Files about a repository, which lie beside its contents.
const ABOUT_THE_FOLDER: [&str; 7] =
    ["readme", "changelog", "contributing", "license", "code_of_conduct", "security", "authors"];

/// The comments of all stories, as our own export writes them.
const COMMENTS: &str = "comments.json";

/// What is told of files that the old site passed over.
const EXCLUDED: &str = "files were left out by the settings of the old site";

/// Folders that hold no stories.
const WITHOUT_STORIES: [&str; 15] = [
    "_includes",
    "_layouts",
    "_site",
    "_sass",
    "_data",
    "_plugins",
    "node_modules",
    "vendor",
    "themes",
    "archetypes",
    "layouts",
    "public",
    "static",
    ".git",
    ".github",
];

/// A folder of Markdown files.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    config: Config,
    cascade: Cascade,
    languages: Languages,
    /// Menus of the configuration.
    menus: Menus,
    /// The names of authors by the short words that files have for them.
    people: HashMap<String, String>,
    /// It is a site of Hugo's beyond doubt, whose bundles count.
    has_bundles: bool,
    /// The site has a folder for its contents; other files are none.
    has_contents: bool,
    /// The language of files that name none.
    lang: Option<String>,
    /// Where each file became what, once somebody asks.
    references: Arc<OnceLock<References>>,
}

/// What a file is.
enum Loaded {
    Story(Box<Story>),
    /// A page that the old theme filled with lists of others: it has an address and nothing of its own.
    List(Box<Story>, &'static str),
    /// Nothing for readers, for a reason that others share.
    LeftOut(&'static str),
    /// A file for programs, with its address.
    ForPrograms(String),
    Unread(String),
}

/// A story before it is made.
struct Story {
    standing: Standing,
    parts: Parts,
    /// What is wrong with it, as sentences for the report.
    broken: Vec<String>,
    is_html: bool,
}

impl Folder {
    /// Finds out which generator the folder was written for.
    pub(crate) fn find(files: &Files) -> Result<Self, OpenError> {
        const LANGUAGES: [&str; 7] = [
            "default_lang",
            "lang",
            "language",
            "locale",
            "defaultContentLanguage",
            "default_language",
            "languageCode",
        ];
        let config = Config::find(files)?;
        let languages = Languages::of(&config);
        let cascade = Cascade::find(files, &config, &languages)?;
        let menus = Menus::of(files, &config)?;
        let speaks_several = !config.languages().is_empty() || content_languages(files);
        let lang = config.word(&LANGUAGES).or_else(|| config.first_language());
        let lang = lang.or_else(|| speaks_several.then(|| "en".to_owned()));
        let is_below = |name: &String| languages.is_content(config.below(name));
        let has_folder = matches!(config.generator, Generator::Hugo | Generator::Zola | Generator::Hexo)
            || languages.input.as_deref().is_some_and(|folder| !folder.is_empty());
        let has_contents = has_folder && files.names().iter().any(is_below);
        let people = people(files, &config)?;
        let has_bundles = config.generator == Generator::Hugo
            && (config.word(&["baseURL"]).is_some()
                || files.names().iter().any(|name| name.contains("_index.")));
        let references = Arc::default();
        Ok(Self { config, cascade, languages, menus, people, has_bundles, has_contents, lang, references })
    }

    /// Reads all of it; see [`crate::Source::read`].
    pub(crate) fn read(&self, files: &Files, now: Millis, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let config = &self.config;
        let zone = config.word(&["timezone", "timeZone"]).and_then(|name| Zone::named(&name));
        let lang = self.lang.clone();
        let name = files.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let taxonomies = config.taxonomies();
        let site = Site {
            config,
            name,
            zone: zone.unwrap_or_else(Zone::utc),
            lang,
            base: config.base(),
            is_own_in_addresses: self.languages.is_own_in_addresses,
            taxonomies,
            people: self.people.clone(),
            sections: self.cascade.sections(),
            section_folders: self.cascade.section_folders(),
            now,
        };
        let about = self.site(&site);
        sink(Ok(Record::Site(Box::new(about.clone()))))?;
        for (name, error) in &config.broken {
            let message =
                format!("the settings break the rules: {error}; they were read as far as that goes");
            sink(Err(in_file(name, message, Action::Imported)))?;
        }
        let beside = format!("{}{COMMENTS}", config.root);
        let has_comments = files.names().contains(&beside);
        let stories = (has_comments || comments::are_in(files, &config.root)).then(Stories::default);
        let mut aside = Aside { menus: self.menus.clone(), stories, ..Aside::default() };
        let is_site = |name: &&String| !name.split('/').any(|part| WITHOUT_STORIES.contains(&part));
        for link in files.passed_over().links.iter().filter(is_site) {
            aside.left_out.add("links to other files were not followed", link);
        }
        for file in &files.passed_over().beyond {
            aside.left_out.add("files and folders are beyond the limits of what is read", file);
        }
        // What pages say of tags comes before the stories that have them.
        let (pages, others): (Vec<&String>, Vec<&String>) = files
            .names()
            .iter()
            .partition(|name| name.rsplit('/').next().unwrap_or(name).starts_with("_index."));
        for name in pages.into_iter().chain(others) {
            if self.may_be_story(name) || self.is_feed(name) {
                self.file(files, name, &site, &mut aside, sink)?;
            } else if self.is_unread(name) && is_excluded(&self.config, config.below(name)) {
                aside.left_out.add(EXCLUDED, name);
            } else if self.is_unread(name) {
                let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
                let message = format!("it is written in a language that is not read ({ending})");
                sink(Err(in_file(name, message, Action::Skipped)))?;
            }
        }
        self.cascade.tell(|script| {
            let message = "what it gives to its files is made by a script, which is not run".to_owned();
            sink(Err(in_file(script, message, Action::Skipped)))
        })?;
        if let Some(stories) = aside.stories.as_ref().filter(|_| has_comments) {
            taken(disqus::beside(files, &beside, stories, sink), &beside, sink)?;
        }
        taken(comments::read(files, &config.root, &site, &aside, sink), "", sink)?;
        let called = |name: &str| self.references(files, &site).get(name, site.lang.as_deref());
        let menu = aside.menus.made(&site.base, called);
        if !(menu.navigation.is_empty() && menu.secondary.is_empty()) {
            let (navigation, secondary_navigation) = (menu.navigation, menu.secondary);
            sink(Ok(Record::Site(Box::new(SiteRecord { navigation, secondary_navigation, ..about }))))?;
        }
        for message in menu.notes {
            let problem = Problem { line: 0, entry: String::new(), message, action: Action::Imported };
            sink(Err(Trouble::Problem(problem)))?;
        }
        taken(redirects::read(files, &config.root, sink), "", sink)?;
        let further = Further::of(config, self.cascade.further());
        aside.lists.lead_on(config, &site.base, &further, sink)?;
        let of_site = (config.generator, config.root.as_str(), &self.languages);
        aside.assets.hand_over(files, of_site, &site.base, &mut aside.left_out, sink)?;
        aside.unkept.tell(sink)?;
        aside.left_out.tell(sink)
    }

    fn may_be_story(&self, name: &str) -> bool {
        has_ending(name, &ENDINGS) || self.is_story_in_html(name)
    }

    /// Whether a file is a story in a language that is not read, by where it lies.
    fn is_unread(&self, name: &str) -> bool {
        let below = self.config.below(name);
        has_ending(name, &UNREAD)
            && match self.config.generator {
                Generator::Jekyll | Generator::Hexo => {
                    let is_page = has_ending(name, &WRITTEN)
                        && !below
                            .split('/')
                            .any(|part| part.starts_with('.') || WITHOUT_STORIES.contains(&part));
                    is_page || below.split('/').any(|part| matches!(part, "_posts" | "_drafts"))
                }
                Generator::Hugo | Generator::Zola => self.languages.is_content(below),
                Generator::Eleventy | Generator::Plain => true,
            }
    }

    /// Whether a file is a feed of Jekyll's that somebody wrote by hand.
    fn is_feed(&self, name: &str) -> bool {
        let below = self.config.below(name);
        self.config.generator == Generator::Jekyll
            && has_ending(below, &["xml"])
            && is_called_feed(below)
            && !below.split('/').any(|part| part.starts_with(['_', '.']) || WITHOUT_STORIES.contains(&part))
    }

    /// Whether a file is HTML where its generator keeps stories; elsewhere HTML is a template.
    fn is_story_in_html(&self, name: &str) -> bool {
        let below = self.config.below(name);
        let is_template = self.config.generator == Generator::Eleventy && has_ending(name, &TEMPLATES);
        (has_ending(name, &HTML) || is_template)
            && match self.config.generator {
                // Jekyll's pages may be HTML; folders with a line below in front are its own.
                Generator::Jekyll => below.rsplit_once('/').is_none_or(|(folder, _)| {
                    let below = self.languages.below(folder).0;
                    below.split('/').all(|part| match part.strip_prefix('_') {
                        None | Some("posts" | "drafts") => true,
                        Some(name) => self.languages.includes(part) || self.is_told_to_print(name),
                    })
                }),
                Generator::Hexo => {
                    let (below, _) = self.languages.below(below);
                    let is_private =
                        |part: &str| part.starts_with(['_', '.']) || WITHOUT_STORIES.contains(&part);
                    below.split('/').all(|part| matches!(part, "_posts" | "_drafts") || !is_private(part))
                }
                Generator::Hugo => self.languages.is_content(below),
                Generator::Eleventy => !below.split('/').any(|part| part.starts_with(['_', '.'])),
                Generator::Zola | Generator::Plain => false,
            }
    }

    fn site(&self, site: &Site<'_>) -> SiteRecord {
        let config = &self.config;
        let (own, root) = (site.lang.as_deref(), ["url", "baseURL", "baseurl", "base_url"]);
        let url = config.word_of(own, &root).filter(|url| url.contains("://"));
        let language = site.lang.as_deref().and_then(|word| {
            let mut settings = SiteSettings::default();
            settings.set("locale", word).is_ok().then_some(settings.locale)
        });
        SiteRecord {
            identity: Some(url.clone().unwrap_or_else(|| site.name.clone())),
            title: config.word_of(own, &["title"]),
            description: config.word_of(
                own,
                &["description", "subtitle", "tagline", "params.description", "params.subtitle"],
            ),
            host: url.as_deref().and_then(host_of),
            url: url.map(|url| url.trim_end_matches('/').to_owned()),
            language,
            time_zone: config.word(&["timezone", "timeZone"]).filter(|name| Zone::named(name).is_some()),
            posts_per_page: config
                .word(&["paginate", "pagination.pagerSize", "per_page"])
                .and_then(|word| word.parse().ok())
                .filter(|n| (1..=100).contains(n)),
            ..SiteRecord::default()
        }
    }

    /// Reads a file and finds out what it is.
    fn load(&self, files: &Files, name: &str) -> Loaded {
        let generator = self.config.generator;
        let below = self.config.below(name);
        if generator != Generator::Plain && below.split('/').any(|part| WITHOUT_STORIES.contains(&part)) {
            return Loaded::LeftOut("files belong to themes and tools");
        }
        if below.split('/').any(|part| part.starts_with('.') || part.ends_with('~')) {
            return Loaded::LeftOut("files are hidden");
        }
        let is_private = |part: &str| part.starts_with('_') && !matches!(part, "_posts" | "_drafts");
        if is_excluded(&self.config, below)
            || generator == Generator::Hexo && below.split('/').any(is_private)
        {
            return Loaded::LeftOut(EXCLUDED);
        }
        if self.has_contents && !self.languages.is_content(below) {
            return Loaded::LeftOut("files lie outside of the folder of contents");
        }
        let most = files.limits().settings_bytes;
        let (text, has_foreign_bytes) = match files.whole_text(name, most) {
            Ok(Some(read)) => read,
            Ok(None) => return Loaded::Unread(format!("the file is longer than {most} bytes")),
            Err(error) => return Loaded::Unread(error.to_string()),
        };
        let (text, broken) = front::cleaned(&text);
        let (mut parts, wrong) = front::parts(&text, generator);
        let foreign = "some bytes are not UTF-8 and were read as windows-1252".to_owned();
        let foreign = has_foreign_bytes.then_some(foreign);
        let broken = foreign.into_iter().chain(broken).chain(wrong).collect();
        if matches!(generator, Generator::Hugo | Generator::Plain) {
            parts.front = unkept::in_our_spelling(parts.front);
        }
        if generator == Generator::Hugo {
            unfold_params(&mut parts.front);
        }
        let mut standing = standing(below, generator, &self.languages);
        if generator == Generator::Jekyll && standing.lang.is_none() {
            // Its plug-in for several languages goes by what the file says.
            let said = parts.front.get("lang").map(word);
            standing.lang = said.filter(|lang| self.config.has_own_addresses_for(lang));
        }
        let is_html = has_ending(name, &HTML) || has_ending(name, &TEMPLATES);
        let is_about = !below.contains('/')
            && ABOUT_THE_FOLDER.contains(&standing.name.to_lowercase().as_str())
            && generator != Generator::Plain;
        let is_content = generator == Generator::Hugo && self.languages.is_content(below);
        let may_go_without = (standing.is_post || is_content) && !is_html
            || matches!(generator, Generator::Plain | Generator::Eleventy) && !is_about && !is_html;
        let is_page = !standing.is_post && !standing.is_draft;
        let is_filled = is_page
            && parts.has_front
            && has_marks(&parts.body)
            && match generator {
                Generator::Jekyll => marks::leave_nothing(&parts.body),
                Generator::Eleventy => parts.body.contains("{%") && marks::leave_nothing(&parts.body),
                _ => false,
            };
        let mut filled =
            is_filled.then_some("pages are templates of the old theme, which filled them with its lists");
        let is_themes = generator != Generator::Plain && listing::of_theme(&parts).is_some();
        let is_of_tag = generator == Generator::Jekyll && listing::subject(&parts).is_some();
        if is_page && standing.name != "_index" && (is_themes || is_of_tag) {
            filled = Some("pages were lists that the old site made of others");
        }
        if is_html && generator == Generator::Eleventy && parts.has_front {
            let path = parts.front.get("permalink").map(word).unwrap_or_default();
            if has_ending(&path, &FOR_PROGRAMS) {
                return Loaded::ForPrograms(path);
            }
        }
        if has_ending(name, &["xml"]) {
            let path = parts.front.get("permalink").map(word);
            return Loaded::ForPrograms(path.unwrap_or_else(|| self.languages.below(below).0.to_owned()));
        }
        if !parts.has_front && !may_go_without {
            return Loaded::LeftOut("files without front matter are no stories");
        }
        if self.has_bundles
            && !standing.is_index
            && !standing.name.starts_with('_')
            && self.is_in_a_bundle(files, name, &standing)
        {
            parts.front.insert("headless".to_owned(), true.into());
        }
        if has_ending(name, &["mdx"]) {
            parts.body = without_imports(&parts.body);
        }
        if parts.front.is_empty() && parts.body.trim().is_empty() && generator == Generator::Plain {
            return Loaded::LeftOut("files are empty");
        }
        if standing.collection.as_deref().is_some_and(|name| !self.is_printed(name)) {
            return Loaded::LeftOut("files belong to collections that the old site did not print");
        }
        let kind = match (&standing.collection, standing.is_draft, standing.is_post) {
            (Some(collection), ..) => collection.as_str(),
            (None, true, _) => "drafts",
            (None, false, true) => "posts",
            (None, false, false) => "pages",
        };
        let lang = standing.lang.as_deref().or(self.lang.as_deref());
        self.cascade.fill(below, self.languages.below(below).0, kind, lang, &mut parts.front);
        if generator == Generator::Hugo {
            unfold_params(&mut parts.front);
        }
        if generator == Generator::Eleventy && parts.front.contains_key("pagination") {
            filled = Some("pages were lists that the old site made of others");
        }
        let story = Box::new(Story { standing, parts, broken, is_html });
        match filled {
            Some(why) => Loaded::List(story, why),
            None => Loaded::Story(story),
        }
    }

    /// Whether a file of Hugo's lies beside or below the `index.md` of another story, which shows it as it likes: no page of
    /// its own is made of it.
    fn is_in_a_bundle(&self, files: &Files, name: &str, standing: &Standing) -> bool {
        let mut folder = name;
        let is_index = |folder: &str| {
            let front = format!("{folder}/index.");
            let from = files.names().partition_point(|known| known.as_str() < front.as_str());
            files
                .names()
                .get(from..)
                .unwrap_or_default()
                .iter()
                .take_while(|known| known.starts_with(&front))
                .any(|known| known != name && !known[front.len()..].contains('/') && self.may_be_story(known))
        };
        standing.folders.iter().any(|_| {
            folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
            is_index(folder)
        })
    }

    /// Whether Jekyll makes pages of a collection; where nothing says so, its files are taken for pages.
    fn is_printed(&self, collection: &str) -> bool {
        self.config.value("collections").is_none()
            || self.config.word(&[&format!("collections.{collection}.output")]).as_deref() == Some("true")
    }

    /// The same, where the settings say so.
    fn is_told_to_print(&self, collection: &str) -> bool {
        self.config.value(&format!("collections.{collection}")).is_some() && self.is_printed(collection)
    }

    /// The addresses of all files, by what others call them.
    fn references(&self, files: &Files, site: &Site<'_>) -> &References {
        self.references.get_or_init(|| {
            let mut references = References::default();
            for name in files.names().iter().filter(|name| self.may_be_story(name)) {
                let below = self.config.below(name);
                let Loaded::Story(story) = self.load(files, name) else { continue };
                let Story { mut standing, parts, .. } = *story;
                if standing.name == "_index"
                    && let Some(folder) = standing.folders.pop()
                {
                    standing.name = folder;
                    standing.is_section = true;
                }
                let found = page::post(below, &standing, &parts.front, "", site, &mut Vec::new());
                if let Some(path) = &found.post.path {
                    references.note(self.languages.below(below).0, standing.lang.as_deref(), path);
                }
            }
            references
        })
    }

    fn file(
        &self,
        files: &Files,
        name: &str,
        site: &Site<'_>,
        aside: &mut Aside,
        sink: &mut Sink<'_>,
    ) -> ControlFlow<()> {
        let below = self.config.below(name);
        match self.load(files, name) {
            Loaded::Story(story) => self.story(files, name, *story, site, aside, sink),
            Loaded::List(story, why) => {
                aside.left_out.add(why, name);
                listing::lead((&story.standing, &story.parts), below, site, aside, sink)
            }
            Loaded::ForPrograms(path) => {
                aside.left_out.add("files were made for programs", name);
                if is_called_feed(&path) && !path.contains(['{', '}']) {
                    aside.lists.note_feed(format!("/{}", path.trim_start_matches('/')));
                }
                ControlFlow::Continue(())
            }
            Loaded::LeftOut(why) => {
                aside.left_out.add(why, name);
                ControlFlow::Continue(())
            }
            Loaded::Unread(message) => sink(Err(in_file(name, message, Action::Skipped))),
        }
    }

    /// Hands over the story that a file holds, with the addresses that led to it.
    fn story(
        &self,
        files: &Files,
        name: &str,
        story: Story,
        site: &Site<'_>,
        aside: &mut Aside,
        sink: &mut Sink<'_>,
    ) -> ControlFlow<()> {
        let Story { mut standing, mut parts, broken, is_html } = story;
        let below = self.config.below(name);
        let trouble = |message: String, action| Err(in_file(name, message, action));
        for message in broken {
            sink(trouble(message, Action::Imported))?;
        }
        if standing.name == "_index" && !section::is_page(&mut standing, &mut parts, name, site, aside, sink)?
        {
            return ControlFlow::Continue(());
        }
        if let Some(message) = self.fill_in(files, site, &standing, &mut parts) {
            sink(trouble(message, Action::Imported))?;
        }
        let mut notes = Vec::new();
        let Found { mut post, old_paths, filed } =
            page::post(below, &standing, &parts.front, &parts.body, site, &mut notes);
        if is_html {
            post.markup = Markup::Html;
            post.body = marks::within_html(&post.body, &mut notes);
        }
        if let Some(to) = leads_away(&parts.front)
            && let Some(path) = &post.path
        {
            aside.left_out.add("pages only led elsewhere; their addresses do so here too", name);
            for from in old_paths.into_iter().chain([path.clone()]) {
                let to = Destination::Address(to.clone());
                sink(Ok(Record::moved(from, to)))?;
            }
            return ControlFlow::Continue(());
        }
        // What stood at the site's front lies behind the newest stories here.
        let is_front = post.kind == PostKind::Page && permalink::is_front(&standing, &parts.front, site);
        if is_front && post.body.trim().is_empty() {
            aside.left_out.add("front pages without a text of their own are made by the site itself", name);
            return ControlFlow::Continue(());
        }
        if is_front && post.state == PostState::Published {
            (post.path, post.state) = (None, PostState::Draft);
            notes.push(FRONT.to_owned());
        }
        self.find_files(files, name, &standing, &mut post, aside);
        aside.unkept.note(&parts.front, &filed);
        if post.state == PostState::Published {
            self.note_in_lists(&post, &standing, &parts.front, filed, site, aside);
        }
        for note in notes {
            sink(trouble(note, Action::Imported))?;
        }
        if let Some(stories) = &mut aside.stories {
            stories.note(&post.id, post.path.as_deref());
        }
        let id = post.id.clone();
        sink(Ok(Record::Post(Box::new(post))))?;
        for from in old_paths {
            let to =
                if is_front { Destination::Address("/".to_owned()) } else { Destination::Post(id.clone()) };
            sink(Ok(Record::moved(from, to)))?;
        }
        ControlFlow::Continue(())
    }

    /// Puts into a text what the generator would have put there: addresses of other stories, values, texts put aside. Answers what
    /// is to be told.
    fn fill_in(
        &self,
        files: &Files,
        site: &Site<'_>,
        standing: &Standing,
        parts: &mut Parts,
    ) -> Option<String> {
        let mut told = None;
        if References::are_in(&parts.body) {
            let mut lost = Vec::new();
            let references = self.references(files, site);
            parts.body = references.resolved(&parts.body, standing.lang.as_deref(), &mut lost);
            if !lost.is_empty() {
                let lost: Vec<String> = lost.iter().take(NAMES_TOLD).map(|name| for_report(name)).collect();
                let message = format!(
                    "links to stories that are not here or not out yet lead nowhere: {}",
                    lost.join(", ")
                );
                told = Some(message);
            }
        }
        if liquid::is_in(&parts.body) {
            parts.body = liquid::resolved(&parts.body, &site.base);
        }
        let setting = |name: &str| self.config.word(&[name]);
        if let Some(mark) = front::excerpt_separator(&parts.front, setting)
            && self.config.generator == Generator::Jekyll
        {
            parts.body = parts.body.replacen(&mark, "<!--more-->", 1);
        }
        match self.config.generator {
            Generator::Jekyll | Generator::Eleventy => {
                if captured::are_in(&parts.body) {
                    parts.body = captured::printed(&parts.body, &parts.front);
                }
                if parts.body.contains("{{") {
                    parts.body = liquid::filled(&parts.body, &parts.front, setting);
                }
            }
            Generator::Hugo if parts.body.contains(" param ") => {
                parts.body = liquid::with_params(&parts.body, &parts.front, setting);
            }
            Generator::Plain if parts.body.contains("[[") => {
                let address =
                    |called: &str| self.references(files, site).get(called, standing.lang.as_deref());
                parts.body = wiki::resolved(&parts.body, address);
            }
            _ => {}
        }
        told
    }

    /// Says where the files of a story lie, and notes which of them it shows.
    fn find_files(
        &self,
        files: &Files,
        name: &str,
        standing: &Standing,
        post: &mut PostRecord,
        aside: &mut Aside,
    ) {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        // Hexo keeps the pictures of a story in a folder of the story's name.
        let own = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let has_own =
            self.config.generator == Generator::Hexo && has_below(files.names(), &format!("{own}/"));
        post.base = Some(if has_own { own } else { folder }.to_owned());
        let is_bundle =
            standing.is_index && matches!(self.config.generator, Generator::Hugo | Generator::Zola);
        if is_bundle || has_own {
            aside.assets.note(if has_own { own } else { folder }, post.path.as_deref());
        }
        if self.config.generator == Generator::Plain {
            aside.assets.note_shown(&post.body);
            aside.assets.note_shown(post.image.as_ref().map_or("", |image| &image.url));
        }
        if post.image.is_none() && standing.is_index && self.config.generator == Generator::Hugo {
            post.image = featured(files.names(), folder);
        }
    }

    /// Notes a published story for the menus and lists of the old site.
    fn note_in_lists(
        &self,
        post: &PostRecord,
        standing: &Standing,
        front: &serde_json::Map<String, Value>,
        filed: Vec<(String, String)>,
        site: &Site<'_>,
        aside: &mut Aside,
    ) {
        let lang = permalink::lang_in_address(standing, site);
        aside.menus.note(front, &post.title, post.path.as_deref(), lang);
        if post.kind == PostKind::Post {
            let section = page::section_tag(standing, site);
            aside.lists.note_section(lang, &standing.folders, section.as_deref());
            aside.lists.note_year(site.zone.date_of(post.published.at).year);
        } else {
            aside.lists.note_folders(lang, &standing.folders);
        }
        if self.config.generator == Generator::Hexo {
            aside.lists.note_ways(&self.config, front);
        }
        for (taxonomy, label) in &filed {
            aside.lists.note_name(taxonomy, label, page::called(taxonomy, label, site));
        }
        for (said, author) in page::said_authors(front, site).into_iter().zip(&post.authors) {
            aside.lists.note_author(lang, said, &author.name);
        }
        aside.lists.note(lang, filed);
    }
}

/// Puts the values that Hugo keeps apart from its own beside them.
fn unfold_params(front: &mut serde_json::Map<String, Value>) {
    if let Some(Value::Object(params)) = front.remove("params") {
        for (name, value) in unkept::in_our_spelling(params) {
            front.entry(name).or_insert(value);
        }
    }
}

/// What is told of a file as a whole.
pub(super) fn in_file(name: &str, message: String, action: Action) -> Trouble {
    Trouble::Problem(Problem { line: 1, entry: for_report(name), message, action })
}

/// Whether a file is called as feeds are.
fn is_called_feed(name: &str) -> bool {
    let name = name.to_lowercase();
    ["feed", "rss", "atom"].iter().any(|word| name.contains(word))
}

/// Where a page leads that has nothing but an address, by the words of Jekyll's plug-in.
pub(super) fn leads_away(front: &serde_json::Map<String, Value>) -> Option<String> {
    let to = match front.get("redirect_to")? {
        Value::Array(list) => list.first().map(word),
        one => Some(word(one)),
    };
    let to = to.map(|to| to.trim().to_owned()).filter(|to| !to.is_empty())?;
    Some(if to.contains("://") || to.starts_with('/') { to } else { format!("/{to}") })
}

/// Whether a page holds marks beyond the site's own address.
fn has_marks(text: &str) -> bool {
    let text = liquid::resolved(text, "");
    text.contains("{%") || text.contains("{{")
}

/// A text of MDX without the lines that bring scripts in.
fn without_imports(text: &str) -> String {
    let mut is_code = false;
    let is_kept = |line: &&str| {
        is_code ^= line.trim_start().starts_with("```");
        let is_import = line.starts_with("import ") && line.contains(['"', '\'']);
        is_code || !(is_import || line.starts_with("export const ") || line.starts_with("export default "))
    };
    text.split_inclusive('\n').filter(is_kept).collect()
}

/// What came of a file beside the stories; one that cannot be opened is told.
fn taken(read: Result<ControlFlow<()>, OpenError>, name: &str, sink: &mut Sink<'_>) -> ControlFlow<()> {
    match read {
        Ok(goes_on) => goes_on,
        Err(error) => sink(Err(Trouble::Problem(Problem {
            line: u64::from(!name.is_empty()),
            entry: for_report(name),
            message: error.to_string(),
            action: Action::Skipped,
        }))),
    }
}

/// The picture of a bundle that themes of Hugo take by its name: `featured.jpg`, `feature-quay.png`.
fn featured(names: &[String], folder: &str) -> Option<Picture> {
    let front = format!("{folder}/feature");
    let first = names.partition_point(|name| name.as_str() < front.as_str());
    let beside = names[first..].iter().take_while(|name| name.starts_with(&front));
    let is_picture = |name: &&String| {
        !name[front.len()..].contains('/') && has_ending(name, &["jpg", "jpeg", "png", "webp", "gif", "avif"])
    };
    let name = beside.clone().find(is_picture)?;
    Some(Picture { url: name[folder.len() + 1..].to_owned(), alt: None, caption: None })
}

/// Whether one of the names, which are in order, lies in a folder.
pub(super) fn has_below(names: &[String], folder: &str) -> bool {
    let first = names.partition_point(|name| name.as_str() < folder);
    names.get(first).is_some_and(|name| name.starts_with(folder))
}

/// Whether the contents lie in folders of their languages (`content.en`, `content/en`).
fn content_languages(files: &Files) -> bool {
    files.names().iter().any(|name| name.split('/').any(|part| part.starts_with("content.")))
}

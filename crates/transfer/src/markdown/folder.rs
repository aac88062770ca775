//! Reads the files of a folder into one stream of records.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use dateline_model::{Millis, PostKind, SiteSettings, Zone};
use serde_json::Value;

use super::Generator;
use super::aside::Aside;
use super::cascade::Cascade;
use super::comments;
use super::config::Config;
use super::excluded::is_excluded;
use super::feeds::Further;
use super::file::{EXCLUDED, Loaded, Story, is_called_feed};
use super::language::Languages;
use super::listing;
use super::marks;
use super::menu::Menus;
use super::page::{self, Found, Site};
use super::people::people;
use super::permalink;
use super::redirects;
use super::references::References;
use super::section::{self, FRONT};
use super::standing::Standing;
use crate::address::host_of;
use crate::disqus::{self, Stories};
use crate::files::Files;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::record::{Destination, Markup, Picture, PostRecord, PostState, Record, SiteRecord};
use crate::source::{Sink, has_ending};
use crate::yaml::word;

/// The comments of all stories, as our own export writes them.
const COMMENTS: &str = "comments.json";

/// Stories on a page of Hugo's and Hexo's lists where nothing is said.
const USUAL_ON_A_PAGE: &str = "10";

/// A folder of Markdown files.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    pub(super) config: Config,
    pub(super) cascade: Cascade,
    pub(super) languages: Languages,
    /// Menus of the configuration.
    menus: Menus,
    /// The names of authors by the short words that files have for them.
    people: HashMap<String, String>,
    /// It is a site of Hugo's beyond doubt, whose bundles count.
    pub(super) has_bundles: bool,
    /// The site has a folder for its contents; other files are none.
    pub(super) has_contents: bool,
    /// The language of files that name none.
    pub(super) lang: Option<String>,
    /// Where each file became what, once somebody asks.
    references: Arc<OnceLock<References>>,
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
        let site = self.site(files, now);
        let about = self.about(&site);
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
        aside.note_passed_over(files.passed_over());
        // What pages say of tags comes before the stories that have them.
        let (pages, others): (Vec<&String>, Vec<&String>) = files
            .names()
            .iter()
            .partition(|name| name.rsplit('/').next().unwrap_or(name).starts_with("_index."));
        for name in pages.into_iter().chain(others) {
            if self.may_be_story(name) || self.is_feed(name) {
                self.file(files, name, &site, &mut aside, sink)?;
            } else if self.is_unread(name) && is_excluded(config, config.below(name)) {
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
        self.hand_over(files, &site, about, aside, sink)
    }

    /// The site, as its stories ask for it.
    fn site(&self, files: &Files, now: Millis) -> Site<'_> {
        let config = &self.config;
        let zone = config.word(&["timezone", "timeZone"]).and_then(|name| Zone::named(&name));
        Site {
            config,
            name: files.path().file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            zone: zone.unwrap_or_else(Zone::utc),
            lang: self.lang.clone(),
            base: config.base(),
            is_own_in_addresses: self.languages.is_own_in_addresses,
            taxonomies: config.taxonomies(),
            people: self.people.clone(),
            sections: self.cascade.sections(),
            section_folders: self.cascade.section_folders(),
            now,
        }
    }

    /// Hands over what is known once all stories are read: menus, addresses of lists, files, what was left out.
    fn hand_over(
        &self,
        files: &Files,
        site: &Site<'_>,
        about: SiteRecord,
        mut aside: Aside,
        sink: &mut Sink<'_>,
    ) -> ControlFlow<()> {
        let config = &self.config;
        let called = |name: &str| self.references(files, site).get(name, site.lang.as_deref());
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

    /// What the settings say of the site.
    fn about(&self, site: &Site<'_>) -> SiteRecord {
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
                .word(&["index_generator.per_page", "pagination.pagerSize", "paginate", "per_page"])
                .or_else(|| self.cascade.on_a_page().map(str::to_owned))
                .or_else(|| {
                    let is_usual = matches!(config.generator, Generator::Hugo | Generator::Hexo);
                    is_usual.then(|| USUAL_ON_A_PAGE.to_owned())
                })
                .and_then(|word| word.parse().ok())
                .filter(|n| (1..=100).contains(n)),
            ..SiteRecord::default()
        }
    }

    /// The addresses of all files, by what others call them.
    pub(super) fn references(&self, files: &Files, site: &Site<'_>) -> &References {
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
            if self.config.generator == Generator::Jekyll {
                let below = files.names().iter().map(|name| self.config.below(name));
                for file in below.filter(|below| !below.split('/').any(|part| part.starts_with(['_', '.']))) {
                    if !self.may_be_story(file) {
                        references.note_file(file, &format!("{}/{file}", site.base));
                    }
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

/// What is told of a file as a whole.
pub(super) fn in_file(name: &str, message: String, action: Action) -> Trouble {
    Trouble::Problem(Problem { line: 1, entry: for_report(name), message, action })
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

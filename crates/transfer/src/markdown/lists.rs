//! The lists of an old site: pages of its tags, its sections, its feeds. Whoever bookmarked them is led to the same here.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use dateline_model::slugify;
use serde_json::{Map, Value};

use super::Generator;
use super::config::Config;
use super::feeds::{Further, feeds, json_of_home};
use super::page::SECTION;
use super::path::{self, in_letters_of_hugo, zolas};
use super::pattern;
use super::redirects::literal;
use crate::record::{Destination, Record};
use crate::source::Sink;
use crate::yaml::word;

/// Lists whose addresses are kept.
const LISTS_MAX: usize = 50_000;

/// What public stories are listed under.
#[derive(Default)]
pub(super) struct Lists {
    /// Their tags, by the language that stands in the addresses and the way of sorting they come from.
    tags: BTreeSet<(String, String, String)>,
    /// What those of them are called that have another name in addresses.
    names: BTreeMap<(String, String), String>,
    /// Folders of stories, as they stand in addresses, with the tag that stands for each; none for those that hold all stories.
    sections: BTreeMap<String, Option<String>>,
    /// Folders of pages that no story lies in.
    folders: BTreeSet<String>,
    /// Pages of Hexo's categories below others, with the tag of each.
    ways: BTreeMap<String, String>,
    /// Who signed stories, by the language in the addresses: the name as the file has it, and whole.
    authors: BTreeSet<(String, String, String)>,
    /// Years in which stories came out.
    years: BTreeSet<i16>,
    /// Languages that stand in addresses.
    langs: BTreeSet<String>,
    /// Pages of sections without a text, by the folders of their sections.
    indexes: BTreeMap<String, Index>,
    /// Pages that were made by hand for one tag each: the address, and the tag as the page has it.
    by_hand: BTreeSet<(String, String)>,
    /// Feeds that were files of the old site.
    feeds: BTreeSet<String>,
    /// The pattern of the pages of tags, where a template made them.
    tag_pages: Option<String>,
}

/// The page of a section.
#[derive(Default)]
struct Index {
    /// Other addresses at which it stood, with the folder of the site's addresses.
    also: Vec<String>,
    /// Where it led.
    to: Option<String>,
}

impl Lists {
    /// Takes note of one story's tags. `lang` is the language in its address.
    pub(super) fn note(&mut self, lang: Option<&str>, filed: Vec<(String, String)>) {
        let lang = lang.map_or_else(String::new, |lang| format!("/{}", lang.to_lowercase()));
        for (taxonomy, label) in filed.into_iter().filter(|(taxonomy, _)| taxonomy != SECTION) {
            if self.tags.len() < LISTS_MAX {
                self.tags.insert((lang.clone(), taxonomy, label));
            }
        }
        if !lang.is_empty() && self.langs.len() < LISTS_MAX {
            self.langs.insert(lang);
        }
    }

    /// Takes note of the categories of a story of Hexo's, each below those before it.
    pub(super) fn note_ways(&mut self, config: &Config, front: &Map<String, Value>) {
        let folder = config.word(&["category_dir"]).unwrap_or_else(|| "categories".to_owned());
        for way in pattern::ways_of_hexo(front) {
            let mut path = format!("/{}", folder.trim_matches('/'));
            for name in way {
                path = format!("{path}/{}", pattern::slug_of_hexo(config, "category_map", &name));
                if self.ways.len() < LISTS_MAX {
                    self.ways.insert(path.clone(), name);
                }
            }
        }
    }

    /// Takes note of who signed a story and in which year.
    pub(super) fn note_author(&mut self, lang: Option<&str>, said: String, name: &str) {
        let lang = lang.map_or_else(String::new, |lang| format!("/{}", lang.to_lowercase()));
        if self.authors.len() < LISTS_MAX {
            self.authors.insert((lang, said, name.to_owned()));
        }
    }

    /// Takes note of the year of a story.
    pub(super) fn note_year(&mut self, year: i16) {
        self.years.insert(year);
    }

    /// Takes note of the folders that a page lies in.
    pub(super) fn note_folders(&mut self, lang: Option<&str>, folders: &[String]) {
        let mut path = lang.map_or_else(String::new, |lang| format!("/{}", lang.to_lowercase()));
        for folder in folders {
            path = format!("{path}/{folder}");
            if self.folders.len() < LISTS_MAX {
                self.folders.insert(path.clone());
            }
        }
    }

    /// Takes note of the folders that a story lies in.
    pub(super) fn note_section(&mut self, lang: Option<&str>, folders: &[String], tag: Option<&str>) {
        let mut path = lang.map_or_else(String::new, |lang| format!("/{}", lang.to_lowercase()));
        for folder in folders {
            path = format!("{path}/{folder}");
            if self.sections.len() < LISTS_MAX {
                self.sections.entry(path.clone()).or_insert_with(|| tag.map(str::to_owned));
            }
        }
    }

    /// Takes note of what a tag is called.
    pub(super) fn note_name(&mut self, taxonomy: &str, label: &str, name: &str) {
        if label != name && self.names.len() < LISTS_MAX {
            self.names.insert((taxonomy.to_owned(), label.to_owned()), name.to_owned());
        }
    }

    /// Takes note of the page of a section: where else it stood, and where it led if it did.
    pub(super) fn note_index(
        &mut self,
        lang: Option<&str>,
        folders: &[String],
        also: Vec<String>,
        to: Option<String>,
    ) {
        let lang = lang.map_or_else(String::new, |lang| format!("/{}", lang.to_lowercase()));
        let path = folders.iter().fold(lang, |path, folder| format!("{path}/{folder}"));
        if self.indexes.len() < LISTS_MAX {
            let index = self.indexes.entry(path).or_default();
            index.also.extend(also);
            index.to = index.to.take().or(to);
        }
    }

    /// Takes note of a page that somebody made by hand for a tag.
    pub(super) fn note_by_hand(&mut self, path: String, tag: String) {
        if self.by_hand.len() < LISTS_MAX {
            self.by_hand.insert((path, tag));
        }
    }

    /// Takes note of a feed that a file of the old site was.
    pub(super) fn note_feed(&mut self, path: String) {
        if self.feeds.len() < LISTS_MAX {
            self.feeds.insert(path);
        }
    }

    /// Takes note of the pattern by which a template made the pages of tags, with `:name` where the tag stands, or `:label`
    /// where it stands as it is written.
    pub(super) fn note_tag_pages(&mut self, pattern: String) {
        self.tag_pages.get_or_insert(pattern);
    }

    /// Hands over where the addresses of the lists lead, when all stories are read. `base` is the folder of the site's addresses.
    pub(super) fn lead_on(
        self,
        config: &Config,
        base: &str,
        further: &Further,
        sink: &mut Sink<'_>,
    ) -> ControlFlow<()> {
        let feeds = feeds(config);
        let mut leads = Leads { base, is_ugly: config.is_ugly(None), sink };
        self.fronts(config, &feeds, further, &mut leads)?;
        match config.generator {
            Generator::Hexo => self.of_hexo(config, further, &mut leads)?,
            Generator::Jekyll => self.of_jekyll(config, &mut leads)?,
            _ => {}
        }
        let overviews = self.tags(config, &feeds, further, &mut leads)?;
        for overview in overviews {
            if config.generator == Generator::Hugo {
                for feed in &feeds {
                    leads.lead(format!("{}{feed}", overview.trim_end_matches('/')), at("/rss/"))?;
                }
            }
            leads.lead(overview, at("/archive/"))?;
        }
        if config.generator != Generator::Plain {
            // What a folder holds was the file `index.html` in it.
            leads.lead("^/(.+/)?index\\.html$".to_owned(), at(&format!("{base}/$1")))?;
        }
        if matches!(config.generator, Generator::Hugo | Generator::Zola) {
            self.sections(config, &feeds, further, &mut leads)?;
        }
        ControlFlow::Continue(())
    }

    /// The front page of each language, and the feeds of all stories.
    fn fronts(
        &self,
        config: &Config,
        feeds: &[String],
        further: &Further,
        leads: &mut Leads<'_, '_>,
    ) -> ControlFlow<()> {
        let folder = further.of_home();
        if !leads.base.is_empty() {
            for (from, to) in [("/", "/"), ("/page/*", "/page/*"), ("/sitemap.xml", "/sitemap.xml")] {
                leads.lead(from.to_owned(), at(to))?;
            }
        }
        if folder != "page" {
            leads.further("", folder, &at("/"))?;
        }
        // At the top these are feeds here, too.
        let is_at_top = leads.base.is_empty();
        let is_ours = |feed: &str| {
            is_at_top && matches!(feed, "/rss.xml" | "/atom.xml" | "/feed" | "/feed/" | "/feed.json")
        };
        for feed in feeds.iter().chain(&self.feeds).filter(|feed| !is_ours(feed)) {
            leads.lead(feed.clone(), at("/rss/"))?;
        }
        if let Some(json) = json_of_home(config).filter(|json| !is_ours(json)) {
            leads.lead(json, at("/feed.json"))?;
        }
        for lang in &self.langs {
            leads.list(lang, folder, &at("/"))?;
            for feed in feeds {
                leads.lead(format!("{lang}{feed}"), at("/rss/"))?;
            }
            if config.generator == Generator::Jekyll {
                // What was not translated stood there in the site's own language.
                leads.lead(format!("{lang}/*"), at(&format!("{}/*", leads.base)))?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Hexo's archive, its front page where that lies in a folder, and its categories.
    fn of_hexo(&self, config: &Config, further: &Further, leads: &mut Leads<'_, '_>) -> ControlFlow<()> {
        // Years and months stand below; here they stand at the top.
        let archives = config.word(&["archive_dir"]).unwrap_or_else(|| "archives".to_owned());
        let archives = archives.trim_matches('/');
        leads.lead(format!("/{archives}/"), at("/archive/"))?;
        leads.lead(format!("/{archives}/{}/*", further.of_home()), at("/archive/"))?;
        leads.lead(format!("/{archives}/*"), at("/*"))?;
        let front = config.word(&["index_generator.path"]).unwrap_or_default();
        if !front.trim_matches('/').is_empty() {
            leads.list(&format!("/{}", front.trim_matches('/')), further.of_home(), &at("/"))?;
        }
        for (path, tag) in &self.ways {
            leads.list(path, further.of_home(), &Destination::Tag(tag.clone()))?;
        }
        ControlFlow::Continue(())
    }

    /// The further pages of Jekyll's front page, and its years.
    fn of_jekyll(&self, config: &Config, leads: &mut Leads<'_, '_>) -> ControlFlow<()> {
        if let Some((from, to)) = pages_of_jekyll(config) {
            leads.lead(from, at(&to))?;
        }
        if let Some(year) = archive_of_jekyll(config, "year") {
            for number in &self.years {
                leads.lead(year.replace(":year", &format!("{number:04}")), at(&format!("/{number:04}/")))?;
            }
        }
        ControlFlow::Continue(())
    }

    /// The pages of tags and of authors. Answers where the lists of all tags of a kind were.
    fn tags(
        &self,
        config: &Config,
        feeds: &[String],
        further: &Further,
        leads: &mut Leads<'_, '_>,
    ) -> ControlFlow<(), BTreeSet<String>> {
        let generator = config.generator;
        let has_overviews = matches!(generator, Generator::Hugo | Generator::Zola);
        let mut overviews = BTreeSet::new();
        let overview = |taxonomy: &str| {
            let told = config.word(&[&format!("permalinks.taxonomy.{taxonomy}")]);
            let told = told.filter(|told| !told.contains(':'));
            told.unwrap_or_else(|| taxonomy_in_addresses(config, taxonomy)).trim_matches('/').to_owned()
        };
        if generator == Generator::Hugo {
            // Hugo lists the terms of a way of sorting by which nothing is sorted, too.
            for taxonomy in config.listed_taxonomies() {
                let langs = self.langs.iter().map(String::as_str).chain([""]);
                overviews.extend(langs.map(|lang| format!("{lang}/{}/", overview(&taxonomy))));
            }
        }
        for (lang, taxonomy, label) in &self.tags {
            let name = self.names.get(&(taxonomy.clone(), label.clone())).unwrap_or(label);
            let Some(page) = self.page(config, taxonomy, label, name) else { continue };
            if has_overviews {
                overviews.insert(format!("{lang}/{}/", overview(taxonomy)));
            }
            let list = format!("{lang}{}", page.trim_end_matches('/'));
            if has_overviews {
                for feed in feeds {
                    leads.lead(format!("{list}{feed}"), Destination::TagFeed(name.clone()))?;
                }
            }
            if let Some(feed) = feed_of_jekyll(config, taxonomy, label, &page) {
                leads.lead(feed, Destination::TagFeed(label.clone()))?;
            }
            if page.ends_with('/') && generator != Generator::Jekyll {
                leads.further(&list, further.of_taxonomy(taxonomy), &Destination::Tag(name.clone()))?;
            }
            leads.lead(format!("{lang}{page}"), Destination::Tag(name.clone()))?;
        }
        self.by_hand(leads)?;
        if let Some(taxonomy) = config.taxonomy_of_authors() {
            for (lang, said, name) in &self.authors {
                for called in BTreeSet::from([said, name]) {
                    if let Some(page) = self.page(config, &taxonomy, called, called) {
                        leads.lead(format!("{lang}{page}"), Destination::Author(name.clone()))?;
                    }
                }
                overviews.insert(format!("{lang}/{taxonomy}/"));
            }
        }
        ControlFlow::Continue(overviews)
    }

    /// Pages that somebody made for one tag each, by its name or by what addresses make of it.
    fn by_hand(&self, leads: &mut Leads<'_, '_>) -> ControlFlow<()> {
        if self.by_hand.is_empty() {
            return ControlFlow::Continue(());
        }
        let labels: BTreeMap<String, &String> =
            self.tags.iter().map(|(_, _, label)| (slugify(label, "en"), label)).collect();
        for (path, said) in &self.by_hand {
            let label = labels.get(&slugify(said, "en"));
            let to = label.map_or_else(|| at("/archive/"), |label| Destination::Tag((*label).clone()));
            (leads.sink)(Ok(Record::moved(path.clone(), to)))?;
        }
        ControlFlow::Continue(())
    }

    /// The pages of sections, and after them those of folders that hold pages alone.
    fn sections(
        &self,
        config: &Config,
        feeds: &[String],
        further: &Further,
        leads: &mut Leads<'_, '_>,
    ) -> ControlFlow<()> {
        for (folder, index) in &self.indexes {
            let to = match (&index.to, self.sections.get(folder)) {
                (Some(to), _) => at(to),
                (None, Some(Some(tag))) => Destination::Tag(tag.clone()),
                (None, None) if is_of_tags(folder) => at("/archive/"),
                (None, _) => at("/"),
            };
            for from in &index.also {
                (leads.sink)(Ok(Record::moved(from.clone(), to.clone())))?;
            }
            let is_alone = !self.sections.contains_key(folder) && !self.folders.contains(folder);
            if !folder.is_empty() && (is_alone || index.to.is_some()) {
                leads.lead(format!("{}/", section(config, folder)), to)?;
            }
        }
        let leads_away = |folder: &String| self.indexes.get(folder).is_some_and(|index| index.to.is_some());
        for (folder, tag) in self.sections.iter().filter(|(folder, _)| !leads_away(folder)) {
            let path = section(config, folder);
            let (list, feed) = match tag {
                Some(tag) => (Destination::Tag(tag.clone()), Destination::TagFeed(tag.clone())),
                None => (at("/"), at("/rss/")),
            };
            for file in feeds {
                leads.lead(format!("{path}{file}"), feed.clone())?;
            }
            leads.list(&path, further.of_section(folder), &list)?;
        }
        for folder in self.folders.iter().filter(|folder| !self.sections.contains_key(*folder)) {
            leads.lead(format!("{}/", section(config, folder)), at("/"))?;
        }
        ControlFlow::Continue(())
    }

    /// The page of a tag: where a template says it was, else by the rule.
    fn page(&self, config: &Config, taxonomy: &str, label: &str, name: &str) -> Option<String> {
        let pattern = self.tag_pages.as_ref().filter(|_| taxonomy == "tags");
        let slug = slugify(label, "en");
        match pattern {
            Some(pattern) if !slug.is_empty() => {
                Some(pattern.replace(":name", &slug).replace(":label", label))
            }
            _ => page(config, taxonomy, label, name),
        }
    }
}

/// Takes the redirects of one site's lists.
struct Leads<'l, 's> {
    /// The folder of the site's addresses.
    base: &'l str,
    /// A list may have been a file of its own name.
    is_ugly: bool,
    sink: &'l mut Sink<'s>,
}

impl Leads<'_, '_> {
    fn lead(&mut self, from: String, to: Destination) -> ControlFlow<()> {
        let from = match from.strip_prefix('^') {
            Some(expression) => format!("^{}{expression}", literal(self.base)),
            None => format!("{}{from}", self.base),
        };
        if to == at(&from) {
            return ControlFlow::Continue(());
        }
        if let Some(folder) =
            from.strip_suffix('/').filter(|folder| self.is_ugly && folder.len() > self.base.len())
        {
            (self.sink)(Ok(Record::moved(format!("{folder}.html"), to.clone())))?;
        }
        (self.sink)(Ok(Record::moved(from, to)))
    }

    /// A list at `path`, which has no slash at its end, with its further pages.
    fn list(&mut self, path: &str, folder: &str, to: &Destination) -> ControlFlow<()> {
        self.further(path, folder, to)?;
        self.lead(format!("{path}/"), to.clone())
    }

    /// The further pages of a list, which lie in `folder` below it, or right below it.
    fn further(&mut self, path: &str, folder: &str, to: &Destination) -> ControlFlow<()> {
        let is_front = *to == at("/");
        let (from, page) = if folder.is_empty() {
            (format!("^{}/([0-9]+)/?$", literal(path)), "/page/$1/")
        } else {
            (format!("{path}/{folder}/*"), "/page/*")
        };
        self.lead(from, if is_front { at(page) } else { to.clone() })
    }
}

/// Whether an address is that of a list of tags or of all stories, as its words tell.
pub(super) fn is_of_tags(path: &str) -> bool {
    let path = path.to_lowercase();
    ["tag", "categor", "archive", "topic"].iter().any(|part| path.contains(part))
}

/// A path of this site.
fn at(path: &str) -> Destination {
    Destination::Address(path.to_owned())
}

/// Where the page of a section stands, which Hugo may have been told.
fn section(config: &Config, path: &str) -> String {
    if config.generator != Generator::Hugo {
        return path.to_owned();
    }
    let folders: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    path::section_of_hugo(config, &folders, None)
        .map_or_else(|| in_letters_of_hugo(config, path), |told| format!("/{}", told.trim_matches('/')))
}

/// A way of sorting as it stands in addresses: Zola writes it as it writes names of files.
fn taxonomy_in_addresses(config: &Config, taxonomy: &str) -> String {
    if config.generator == Generator::Zola {
        zolas(config, "slugify.taxonomies", taxonomy)
    } else {
        taxonomy.to_owned()
    }
}

/// Where the further pages of Jekyll's list of stories stood, as the pattern of a redirect, and where they stand here.
fn pages_of_jekyll(config: &Config) -> Option<(String, String)> {
    let is_on = |name: &str| config.word(&[name]).is_some_and(|word| word != "false");
    let told = if is_on("paginate") {
        // Octopress once named the folder alone.
        let folder = config.value("pagination_dir").map(word).map(|folder| format!("{folder}/page/:num/"));
        let usual = || folder.unwrap_or_else(|| "/page:num/".to_owned());
        config.word(&["paginate_path"]).unwrap_or_else(usual)
    } else {
        let told = config.word(&["pagination.permalink"]).unwrap_or_else(|| "/page:num/".to_owned());
        is_on("pagination.enabled").then_some(told)?
    };
    let told =
        format!("/{}", told.trim_start_matches('/').trim_end_matches("index.html").trim_end_matches('/'));
    let (before, after) = told.split_once(":num")?;
    Some(if before.ends_with('/') && after.is_empty() {
        (format!("{before}*"), "/page/*".to_owned())
    } else {
        (format!("^{}([0-9]+){}/?$", literal(before), literal(after)), "/page/$1/".to_owned())
    })
}

/// The feed of a tag on a site of Jekyll: where its plug-in for feeds was told to have one, or Octopress has it.
fn feed_of_jekyll(config: &Config, taxonomy: &str, label: &str, page: &str) -> Option<String> {
    if config.generator != Generator::Jekyll {
        return None;
    }
    if folder_of_octopress(config, if taxonomy == "categories" { "category" } else { "tag" }).is_some() {
        return Some(format!("{page}atom.xml"));
    }
    if taxonomy == "categories" {
        let Value::Array(listed) = config.value("feed.categories")? else { return None };
        let is_listed = listed.iter().any(|known| word(known) == label);
        return is_listed.then(|| format!("/feed/{label}.xml"));
    }
    let tags = config.value("feed.tags").filter(|tags| !matches!(tags, Value::Null | Value::Bool(false)))?;
    let folder = tags.get("path").map_or_else(|| "feed/by_tag".to_owned(), word);
    Some(format!("/{}/{}.xml", folder.trim_matches('/'), slugify(label, "en")))
}

/// The folder in which Octopress has the pages of categories or tags.
fn folder_of_octopress(config: &Config, kind: &str) -> Option<String> {
    let told = config.word(&[&format!("{kind}_dir")])?;
    Some(told.trim_matches('/').to_owned()).filter(|folder| !folder.is_empty())
}

/// Where a plug-in of Jekyll has the pages of a kind, a tag or a category.
fn page_of_jekyll(config: &Config, kind: &str) -> Option<String> {
    let archive = || archive_of_jekyll(config, kind);
    let octopress = || folder_of_octopress(config, kind).map(|folder| format!("/{folder}/:name/"));
    let paginate = || {
        let is_on = config.word(&["autopages.enabled"]).as_deref() == Some("true");
        let (several, name) = if kind == "tag" { ("tags", ":tag") } else { ("categories", ":cat") };
        let told = config.word(&[&format!("autopages.{several}.permalink")]);
        let told = told.unwrap_or_else(|| format!("/{kind}/{name}"));
        is_on.then(|| told.replace(name, ":name"))
    };
    archive().or_else(octopress).or_else(paginate)
}

/// Where the plug-in for archives has the pages of a kind: a year, a tag, a category.
fn archive_of_jekyll(config: &Config, kind: &str) -> Option<String> {
    let several = match kind {
        "year" => "year",
        "tag" => "tags",
        _ => "categories",
    };
    let enabled = config.value("jekyll-archives.enabled")?;
    let is_enabled = match enabled {
        Value::Array(list) => list.iter().filter_map(Value::as_str).any(|name| name == several),
        one => matches!(one.as_str(), Some("all")) || one.as_bool() == Some(true),
    };
    let (one, many) =
        (format!("jekyll-archives.permalinks.{kind}"), format!("jekyll-archives.permalinks.{several}"));
    let usual = if kind == "year" { "/:year/".to_owned() } else { format!("/{kind}/:name/") };
    is_enabled.then(|| config.word(&[&one, &many]).unwrap_or(usual).replace(":type", kind))
}

/// The page of a tag, by the rule or, where the generator has none, by the custom of its sites.
fn page(config: &Config, taxonomy: &str, label: &str, name: &str) -> Option<String> {
    let slug = slugify(label, "en");
    let page = match config.generator {
        Generator::Hugo => of_hugo(config, taxonomy, label, name),
        // Categories lie below each other; see `Lists::note_ways`.
        Generator::Hexo if taxonomy == "categories" => return None,
        Generator::Hexo => {
            let folder = config.word(&["tag_dir"]).filter(|_| taxonomy == "tags");
            let folder = folder.unwrap_or_else(|| taxonomy.to_owned());
            return Some(format!(
                "/{}/{}/",
                folder.trim_matches('/'),
                pattern::slug_of_hexo(config, "tag_map", label)
            ));
        }
        // The plug-in that makes archives.
        Generator::Jekyll => {
            let kind = if taxonomy == "categories" { "category" } else { "tag" };
            let told = page_of_jekyll(config, kind).unwrap_or_else(|| format!("/{kind}/:name/"));
            told.replace(":name", &slug)
        }
        Generator::Zola => {
            format!(
                "/{}/{}/",
                taxonomy_in_addresses(config, taxonomy),
                zolas(config, "slugify.taxonomies", label)
            )
        }
        Generator::Eleventy => format!("/{taxonomy}/{slug}/"),
        Generator::Plain => return None,
    };
    (!slug.is_empty()).then_some(page)
}

/// The page of a tag where Hugo has it, which may have been told another place: by what the tag is called, or by its label.
fn of_hugo(config: &Config, taxonomy: &str, label: &str, name: &str) -> String {
    let names = [format!("permalinks.term.{taxonomy}"), format!("permalinks.{taxonomy}")];
    let (label, name) = (label.replace('/', "-"), name.replace('/', "-"));
    let page = match config.word(&[&names[0], &names[1]]) {
        Some(pattern) => [
            (":slugorcontentbasename", &label),
            (":contentbasename", &label),
            (":title", &name),
            (":slug", &name),
        ]
        .iter()
        .fold(pattern, |page, (token, word)| page.replace(token, word)),
        None => format!("/{taxonomy}/{label}"),
    };
    in_letters_of_hugo(config, &format!("/{}/", page.trim_matches('/')))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_page_of_a_tag_stands_where_the_site_was_told() {
        let check = |permalinks: Value, path: &str| {
            let Value::Object(values) = json!({"permalinks": permalinks}) else { return };
            let config = Config::of(Generator::Hugo, values);
            assert_eq!(page(&config, "tags", "Sea Side", "Sea Side").as_deref(), Some(path));
        };
        check(json!({}), "/tags/sea-side/");
        check(json!({"term": {"tags": "/tag/:slug/"}}), "/tag/sea-side/");
        check(json!({"tags": "/about/:title"}), "/about/sea-side/");
    }
}

//! The lists of an old site: pages of its tags, its sections, its feeds. Whoever bookmarked them is led to the same here.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use dateline_model::slugify;
use serde_json::{Map, Value};

use super::Generator;
use super::config::Config;
use super::page::SECTION;
use super::path::{self, urlized};
use super::pattern;
use super::redirects::literal;
use crate::record::{Destination, Record};
use crate::source::Sink;

/// Lists whose addresses are kept.
const LISTS_MAX: usize = 50_000;

/// What public stories are listed under.
#[derive(Default)]
pub(super) struct Lists {
    /// Their tags, by the language that stands in the addresses and the way of sorting they come from.
    tags: BTreeSet<(String, String, String)>,
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

    /// Hands over where the addresses of the lists lead, when all stories are read. `base` is the folder of the site's addresses.
    pub(super) fn lead_on(self, config: &Config, base: &str, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let generator = config.generator;
        let mut lead = |from: String, to: Destination| {
            let from = match from.strip_prefix('^') {
                Some(expression) => format!("^{}{expression}", literal(base)),
                None => format!("{base}{from}"),
            };
            sink(Ok(Record::moved(from, to)))
        };
        let at = |path: &str| Destination::Address(path.to_owned());
        if !base.is_empty() {
            for (from, to) in [("/", "/"), ("/page/*", "/page/*"), ("/sitemap.xml", "/sitemap.xml")] {
                lead(from.to_owned(), at(to))?;
            }
        }
        // At the top these are feeds here, too.
        let is_ours = |feed: &&String| base.is_empty() && matches!(feed.as_str(), "/rss.xml" | "/atom.xml");
        let feeds = feeds(config);
        for feed in feeds.iter().filter(|feed| !is_ours(feed)) {
            lead(feed.clone(), at("/rss/"))?;
        }
        for lang in &self.langs {
            lead(format!("{lang}/"), at("/"))?;
            lead(format!("{lang}/page/*"), at("/page/*"))?;
            for feed in &feeds {
                lead(format!("{lang}{feed}"), at("/rss/"))?;
            }
            if generator == Generator::Jekyll {
                // What was not translated stood there in the site's own language.
                lead(format!("{lang}/*"), at(&format!("{base}/*")))?;
            }
        }
        if generator == Generator::Hexo {
            // Years and months stand below; here they stand at the top.
            let archives = config.word(&["archive_dir"]).unwrap_or_else(|| "archives".to_owned());
            let archives = archives.trim_matches('/');
            lead(format!("/{archives}/"), at("/archive/"))?;
            lead(format!("/{archives}/page/*"), at("/archive/"))?;
            lead(format!("/{archives}/*"), at("/*"))?;
            for (path, tag) in self.ways {
                lead(format!("{path}/page/*"), Destination::Tag(tag.clone()))?;
                lead(format!("{path}/"), Destination::Tag(tag))?;
            }
        }
        if generator == Generator::Jekyll {
            if let Some((from, to)) = pages_of_jekyll(config) {
                lead(from, at(&to))?;
            }
            if let Some(year) = archive_of_jekyll(config, "year") {
                for number in &self.years {
                    lead(year.replace(":year", &format!("{number:04}")), at(&format!("/{number:04}/")))?;
                }
            }
        }
        let mut overviews = BTreeSet::new();
        for (lang, taxonomy, label) in self.tags {
            let Some(page) = page(config, &taxonomy, &label) else { continue };
            if matches!(generator, Generator::Hugo | Generator::Zola) {
                let told = config.word(&[&format!("permalinks.taxonomy.{taxonomy}")]);
                let told = told.filter(|told| !told.contains(':'));
                let overview = told.unwrap_or_else(|| taxonomy_in_addresses(config, &taxonomy));
                overviews.insert(format!("{lang}/{}/", overview.trim_matches('/')));
            }
            match generator {
                Generator::Hugo => {
                    lead(format!("{lang}{page}index.xml"), Destination::TagFeed(label.clone()))?;
                }
                Generator::Zola => {
                    for feed in &feeds {
                        let feed = feed.trim_start_matches('/');
                        lead(format!("{lang}{page}{feed}"), Destination::TagFeed(label.clone()))?;
                    }
                }
                _ => {}
            }
            if page.ends_with('/') && generator != Generator::Jekyll {
                lead(format!("{lang}{page}page/*"), Destination::Tag(label.clone()))?;
            }
            lead(format!("{lang}{page}"), Destination::Tag(label))?;
        }
        if let Some(taxonomy) = config.taxonomy_of_authors() {
            for (lang, said, name) in self.authors {
                for called in BTreeSet::from([&said, &name]) {
                    if let Some(page) = page(config, &taxonomy, called) {
                        lead(format!("{lang}{page}"), Destination::Author(name.clone()))?;
                    }
                }
                overviews.insert(format!("{lang}/{taxonomy}/"));
            }
        }
        for overview in overviews {
            lead(overview, at("/archive/"))?;
        }
        if matches!(generator, Generator::Hugo | Generator::Zola) {
            for folder in self.folders.iter().filter(|folder| !self.sections.contains_key(*folder)) {
                lead(format!("{}/", section(config, folder)), at("/"))?;
            }
            for (path, tag) in self.sections {
                let path = section(config, &path);
                let (list, feed) = if let Some(tag) = tag {
                    lead(format!("{path}/page/*"), Destination::Tag(tag.clone()))?;
                    (Destination::Tag(tag.clone()), Destination::TagFeed(tag))
                } else {
                    lead(format!("{path}/page/*"), at("/page/*"))?;
                    (at("/"), at("/rss/"))
                };
                if generator == Generator::Hugo {
                    lead(format!("{path}/index.xml"), feed)?;
                } else {
                    for file in &feeds {
                        lead(format!("{path}{file}"), feed.clone())?;
                    }
                }
                lead(format!("{path}/"), list)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// Where the page of a section stands, which Hugo may have been told.
fn section(config: &Config, path: &str) -> String {
    if config.generator != Generator::Hugo {
        return path.to_owned();
    }
    let folders: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    path::section_of_hugo(config, &folders, None)
        .map_or_else(|| urlized(path), |told| format!("/{}", told.trim_matches('/')))
}

/// A way of sorting as it stands in addresses: Zola writes it as it writes names of files.
fn taxonomy_in_addresses(config: &Config, taxonomy: &str) -> String {
    let keeps = config.word(&["slugify.taxonomies"]).is_some_and(|way| way != "on");
    if config.generator == Generator::Zola && !keeps { slugify(taxonomy, "en") } else { taxonomy.to_owned() }
}

/// Where the further pages of Jekyll's list of stories stood, as the pattern of a redirect, and where they stand here.
fn pages_of_jekyll(config: &Config) -> Option<(String, String)> {
    let is_on = |name: &str| config.word(&[name]).is_some_and(|word| word != "false");
    let told = if is_on("paginate") {
        config.word(&["paginate_path"]).unwrap_or_else(|| "/page:num/".to_owned())
    } else {
        let told = config.word(&["pagination.permalink"]).unwrap_or_else(|| "/page/:num/".to_owned());
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

/// Where a generator's sites have their feed, unless it is where ours is.
fn feeds(config: &Config) -> Vec<String> {
    let usual: &[&str] = match config.generator {
        Generator::Hugo => &["/index.xml"],
        Generator::Jekyll => &["/feed.xml"],
        Generator::Hexo => &["/rss2.xml", "/atom.xml"],
        Generator::Eleventy => &["/feed.xml", "/feed/feed.xml"],
        Generator::Zola => &["/rss.xml", "/atom.xml"],
        Generator::Plain => &[],
    };
    let told = match config.generator {
        Generator::Zola => config.value("feed_filenames").or_else(|| config.value("feed_filename")),
        Generator::Jekyll => config.value("feed.path").or_else(|| config.value("atom_feed.path")),
        Generator::Hexo => config.value("feed.path"),
        _ => None,
    };
    let told = match told {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => Vec::new(),
    };
    let told = told.iter().map(|file| format!("/{}", file.trim_start_matches('/')));
    let mut feeds: Vec<String> = usual.iter().map(|feed| (*feed).to_owned()).chain(told).collect();
    feeds.retain(|feed| feed.len() > 1);
    feeds.dedup();
    feeds
}

/// The page of a tag, by the rule or, where the generator has none, by the custom of its sites.
fn page(config: &Config, taxonomy: &str, label: &str) -> Option<String> {
    let slug = slugify(label, "en");
    let page = match config.generator {
        Generator::Hugo => of_hugo(config, taxonomy, label),
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
            let told = archive_of_jekyll(config, kind).unwrap_or_else(|| format!("/{kind}/:name/"));
            told.replace(":name", &slug)
        }
        Generator::Zola => format!("/{}/{slug}/", taxonomy_in_addresses(config, taxonomy)),
        Generator::Eleventy => format!("/{taxonomy}/{slug}/"),
        Generator::Plain => return None,
    };
    (!slug.is_empty()).then_some(page)
}

/// The page of a tag where Hugo has it, which may have been told another place.
fn of_hugo(config: &Config, taxonomy: &str, label: &str) -> String {
    const NAMES: [&str; 4] = [":slugorcontentbasename", ":contentbasename", ":title", ":slug"];
    let names = [format!("permalinks.term.{taxonomy}"), format!("permalinks.{taxonomy}")];
    let label = label.replace('/', "-");
    let told = config.word(&[&names[0], &names[1]]);
    let pattern = told.unwrap_or_else(|| format!("/{taxonomy}/:slug/"));
    let page = NAMES.iter().fold(pattern, |page, name| page.replace(name, &label));
    urlized(&format!("/{}/", page.trim_matches('/')))
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
            assert_eq!(page(&config, "tags", "Sea Side").as_deref(), Some(path));
        };
        check(json!({}), "/tags/sea-side/");
        check(json!({"term": {"tags": "/tag/:slug/"}}), "/tag/sea-side/");
        check(json!({"tags": "/about/:title"}), "/about/sea-side/");
    }
}

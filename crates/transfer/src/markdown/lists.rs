//! The lists of an old site: pages of its tags, its sections, its feeds. Whoever bookmarked them is led to the same here.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use dateline_model::slugify;

use super::Generator;
use super::config::Config;
use super::page::SECTION;
use super::path::urlized;
use crate::record::{Destination, Record, RedirectRecord};
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
            let from = format!("{base}{from}");
            sink(Ok(Record::Redirect(Box::new(RedirectRecord { from, to, permanent: true }))))
        };
        let at = |path: &str| Destination::Address(path.to_owned());
        if !base.is_empty() {
            for (from, to) in [("/", "/"), ("/page/*", "/page/*"), ("/sitemap.xml", "/sitemap.xml")] {
                lead(from.to_owned(), at(to))?;
            }
        }
        // At the top these are feeds here, too.
        let is_ours = |feed: &&&str| base.is_empty() && matches!(**feed, "/rss.xml" | "/atom.xml");
        for feed in feeds(generator).iter().filter(|feed| !is_ours(feed)) {
            lead((*feed).to_owned(), at("/rss/"))?;
        }
        for lang in &self.langs {
            lead(format!("{lang}/"), at("/"))?;
            lead(format!("{lang}/page/*"), at("/page/*"))?;
            for feed in feeds(generator) {
                lead(format!("{lang}{feed}"), at("/rss/"))?;
            }
        }
        if generator == Generator::Hexo {
            // Years and months stand below; here they stand at the top.
            lead("/archives/".to_owned(), at("/archive/"))?;
            lead("/archives/*".to_owned(), at("/*"))?;
        }
        let mut overviews = BTreeSet::new();
        for (lang, taxonomy, label) in self.tags {
            let Some(page) = page(config, &taxonomy, &label) else { continue };
            if matches!(generator, Generator::Hugo | Generator::Zola) {
                let told = config.word(&[&format!("permalinks.taxonomy.{taxonomy}")]);
                let told = told.filter(|told| !told.contains(':'));
                let overview = told.unwrap_or_else(|| taxonomy.clone());
                overviews.insert(format!("{lang}/{}/", overview.trim_matches('/')));
            }
            if generator == Generator::Hugo {
                lead(format!("{lang}{page}index.xml"), Destination::TagFeed(label.clone()))?;
            }
            lead(format!("{lang}{page}"), Destination::Tag(label))?;
        }
        for overview in overviews {
            lead(overview, at("/archive/"))?;
        }
        if matches!(generator, Generator::Hugo | Generator::Zola) {
            for (path, tag) in self.sections {
                // Hugo may have been told where a section stands.
                let told = config.word(&[&format!("permalinks.section.{}", path.trim_start_matches('/'))]);
                let path = match told.filter(|told| !told.contains(':')) {
                    Some(told) => format!("/{}", told.trim_matches('/')),
                    None if generator == Generator::Hugo => urlized(&path),
                    None => path,
                };
                let (list, feed) = if let Some(tag) = tag {
                    (Destination::Tag(tag.clone()), Destination::TagFeed(tag))
                } else {
                    lead(format!("{path}/page/*"), at("/page/*"))?;
                    (at("/"), at("/rss/"))
                };
                if generator == Generator::Hugo {
                    lead(format!("{path}/index.xml"), feed)?;
                }
                lead(format!("{path}/"), list)?;
            }
        }
        ControlFlow::Continue(())
    }
}

/// Where a generator's sites have their feed, unless it is where ours is.
fn feeds(generator: Generator) -> &'static [&'static str] {
    match generator {
        Generator::Hugo => &["/index.xml"],
        Generator::Jekyll => &["/feed.xml"],
        Generator::Hexo => &["/rss2.xml", "/atom.xml"],
        Generator::Eleventy => &["/feed.xml", "/feed/feed.xml"],
        Generator::Zola => &["/rss.xml", "/atom.xml"],
        Generator::Plain => &[],
    }
}

/// The page of a tag, by the rule or, where the generator has none, by the custom of its sites.
fn page(config: &Config, taxonomy: &str, label: &str) -> Option<String> {
    let slug = slugify(label, "en");
    let page = match config.generator {
        Generator::Hugo => of_hugo(config, taxonomy, label),
        Generator::Hexo => format!("/{taxonomy}/{}/", label.split_whitespace().collect::<Vec<_>>().join("-")),
        // The plug-in that makes archives.
        Generator::Jekyll if taxonomy == "categories" => format!("/category/{slug}/"),
        Generator::Jekyll => format!("/tag/{slug}/"),
        Generator::Zola | Generator::Eleventy => format!("/{taxonomy}/{slug}/"),
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

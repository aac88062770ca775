//! Where an old site had its feeds and the further pages of its lists, as far as its settings say so.

use std::collections::HashMap;

use serde_json::Value;

use super::Generator;
use super::config::{Config, named};
use crate::yaml::word;

/// Formats of one site of Hugo's that are looked at.
const FORMATS_MAX: usize = 100;

/// The feeds of every list, as they follow its address: `/index.xml`.
pub(super) fn feeds(config: &Config) -> Vec<String> {
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
        // So it was before there were formats.
        Generator::Hugo => config.value("rssURI").filter(|_| config.value("outputFormats").is_none()),
        _ => None,
    };
    let told = match told {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(one)) => vec![one.clone()],
        _ => of_hugo(config),
    };
    let of_languages = config.languages().into_iter().flat_map(|lang| {
        let name = |name: &str| config.value(&format!("languages.{lang}.{name}"));
        match name("feed_filenames").or_else(|| name("feed_filename")) {
            Some(Value::Array(list)) => list.iter().map(word).collect(),
            Some(one) => vec![word(one)],
            None => Vec::new(),
        }
    });
    let told: Vec<String> = told.into_iter().chain(of_languages).collect();
    let mut feeds: Vec<String> = usual.iter().map(|feed| (*feed).to_owned()).collect();
    feeds.extend(told.iter().map(|file| format!("/{}", file.trim_start_matches('/'))));
    feeds.retain(|feed| feed.len() > 1);
    feeds.sort();
    feeds.dedup();
    feeds
}

/// The feeds among the formats in which a site of Hugo's writes its lists.
fn of_hugo(config: &Config) -> Vec<String> {
    let Some(Value::Object(formats)) = config.value("outputFormats") else { return Vec::new() };
    let is_feed = |(name, format): &(&String, &Value)| {
        let about = format!("{name} {}", said(format, "mediaType").unwrap_or_default()).to_lowercase();
        ["rss", "atom", "feed"].iter().any(|word| about.contains(word))
    };
    let feeds = formats.iter().take(FORMATS_MAX).filter(is_feed);
    feeds.map(|(name, format)| file_of(config, name, format)).collect()
}

/// Where a site of Hugo's has its stories for programs, which stand in our JSON Feed.
pub(super) fn json_of_home(config: &Config) -> Option<String> {
    let Value::Array(formats) = config.value("outputs.home")? else { return None };
    let is_one = formats.iter().any(|format| word(format).eq_ignore_ascii_case("json"));
    let format = config.value("outputFormats.json").unwrap_or(&Value::Null);
    is_one.then(|| format!("/{}", file_of(config, "json", format)))
}

/// The file of a format of Hugo's, below the list that it tells of.
fn file_of(config: &Config, name: &str, format: &Value) -> String {
    let media_type = said(format, "mediaType").unwrap_or_default();
    let told = config.value(&format!("mediaTypes.{media_type}")).and_then(|told| {
        let list = named(told.as_object()?, "suffixes")?.as_array()?;
        list.first().map(word).or_else(|| said(told, "suffix"))
    });
    let is_json = media_type.contains("json") || media_type.is_empty() && name.eq_ignore_ascii_case("json");
    let suffix = told.unwrap_or_else(|| if is_json { "json" } else { "xml" }.to_owned());
    let folder = said(format, "path").map(|path| format!("{}/", path.trim_matches('/'))).unwrap_or_default();
    format!("{folder}{}.{suffix}", said(format, "baseName").unwrap_or_else(|| "index".to_owned()))
}

/// The word under a name of a table, whose capitals do not count.
fn said(table: &Value, name: &str) -> Option<String> {
    let word = word(named(table.as_object()?, name)?).trim().to_owned();
    (!word.is_empty()).then_some(word)
}

/// In which folder of a list its further pages lie: `page` of `/posts/page/2/`, or none.
#[derive(Debug, Clone, Default)]
pub(super) struct Further {
    usual: String,
    /// What Zola's sections say for themselves, by their folders below the contents.
    sections: HashMap<String, String>,
    /// What Zola's ways of sorting say, by their names.
    taxonomies: HashMap<String, String>,
}

impl Further {
    pub(super) fn of(config: &Config, sections: &HashMap<String, String>) -> Self {
        let told = match config.generator {
            Generator::Hugo => config.word(&["pagination.path", "paginatePath"]),
            Generator::Hexo => config.word(&["pagination_dir"]),
            _ => None,
        };
        let of_taxonomy = |one: &Value| Some((said(one, "name")?, word(one.get("paginate_path")?)));
        let taxonomies = match config.value("taxonomies") {
            Some(Value::Array(list)) => list.iter().filter_map(of_taxonomy).collect(),
            _ => HashMap::new(),
        };
        Self { usual: told.unwrap_or_else(|| "page".to_owned()), sections: sections.clone(), taxonomies }
    }

    /// The folder for the front page, and for lists that say nothing.
    pub(super) fn of_home(&self) -> &str {
        self.sections.get("").unwrap_or(&self.usual).trim_matches('/')
    }

    pub(super) fn of_taxonomy(&self, name: &str) -> &str {
        self.taxonomies.get(name).unwrap_or(&self.usual).trim_matches('/')
    }

    /// The same for the section at `path`, which may begin with a language.
    pub(super) fn of_section(&self, path: &str) -> &str {
        let folder = path.trim_matches('/');
        let below = folder.split_once('/').map_or("", |(_, below)| below);
        let told =
            self.sections.get(folder).or_else(|| self.sections.get(below).filter(|_| !below.is_empty()));
        told.unwrap_or(&self.usual).trim_matches('/')
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn feeds_of_hugo_are_called_as_its_formats_say() {
        let check = |values: Value, expected: &[&str], home: Option<&str>| {
            let Value::Object(values) = values else { return };
            let config = Config::of(Generator::Hugo, values);
            assert_eq!(feeds(&config), expected);
            assert_eq!(json_of_home(&config).as_deref(), home);
        };
        check(json!({}), &["/index.xml"], None);
        check(json!({"outputFormats": {"RSS": {"baseName": "feed"}}}), &["/feed.xml", "/index.xml"], None);
        check(
            json!({
                "outputs": {"home": ["HTML", "JSON"]},
                "outputformats": {
                    "rss": {"mediatype": "application/rss+xml", "path": "/news/"},
                    "Atom": {"mediaType": "application/atom+xml", "baseName": "all"},
                    "JSON": {"baseName": "stories"},
                    "Calendar": {"baseName": "days"},
                },
                "mediaTypes": {"application/atom+xml": {"suffixes": ["atom", "xml"]}},
            }),
            &["/all.atom", "/index.xml", "/news/index.xml"],
            Some("/stories.json"),
        );
    }
}

//! What a folder says of its site, and which generator it was written for.

use serde_json::{Map, Value};

use super::Generator;
use super::front::from_toml;
use crate::files::Files;
use crate::problem::OpenError;
use crate::source::has_ending;
use crate::yaml::{self, word};

/// The configuration of a site, as far as there is one.
#[derive(Debug, Clone)]
pub(super) struct Config {
    pub(super) generator: Generator,
    values: Map<String, Value>,
    /// The folder that the site lies in, with a slash at its end; empty for the folder itself.
    pub(super) root: String,
}

/// Ways of sorting that one site has.
const TAXONOMIES_MAX: usize = 50;

/// Configuration files by name, likeliest first.
const NAMES: [&str; 12] = [
    "_config.yml",
    "_config.yaml",
    "_config.toml",
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config/_default/hugo.toml",
    "config/_default/config.toml",
];

impl Config {
    /// Looks for the configuration in the folder and right below it, else at the names of the files.
    pub(super) fn find(files: &Files) -> Result<Self, OpenError> {
        let depth = |name: &str| name.matches('/').count();
        let is_config = |name: &&String| {
            NAMES.iter().any(|known| {
                name.strip_suffix(known)
                    .is_some_and(|root| root.is_empty() || root.ends_with('/') && depth(root) == 1)
            })
        };
        let mut found: Vec<&String> = files.names().iter().filter(is_config).collect();
        found.sort_by_key(|name| (depth(name), NAMES.iter().position(|known| name.ends_with(known))));
        let mut values = Map::new();
        let mut root = String::new();
        if let Some(name) = found.first()
            && let Some(text) = files.small_text(name, files.limits().settings_bytes)?
        {
            let known = NAMES.iter().find(|known| name.ends_with(**known)).copied().unwrap_or_default();
            name.strip_suffix(known).unwrap_or_default().clone_into(&mut root);
            values = parsed(name, &text);
        }
        let generator = generator(files.names(), &values, &root, found.first().map(|name| name.as_str()));
        if generator == Generator::Eleventy && values.is_empty() {
            values = data_of(files)?;
        }
        Ok(Self { generator, values, root })
    }

    /// A word under the first of these names that has one; names inside tables are written with a dot.
    pub(super) fn word(&self, names: &[&str]) -> Option<String> {
        let words = names.iter().filter_map(|name| self.value(name)).map(word);
        words.map(|word| word.trim().to_owned()).find(|word| !word.is_empty())
    }

    /// Ways of sorting beyond tags, categories and authors, by the names that files fill in: those that the site declares, and
    /// `series`, which themes everywhere understand.
    pub(super) fn taxonomies(&self) -> Vec<String> {
        const KNOWN: [&str; 6] = ["tags", "tag", "categories", "category", "authors", "author"];
        let mut names = match self.value("taxonomies") {
            // Hugo: `series = "series"`, one of them and many of them.
            Some(Value::Object(pairs)) => pairs.values().map(word).collect(),
            // Zola: `[{ name = "series" }]`.
            Some(Value::Array(list)) => list.iter().filter_map(|one| Some(word(one.get("name")?))).collect(),
            _ => Vec::new(),
        };
        names.push("series".to_owned());
        names.retain(|name| !name.is_empty() && !KNOWN.contains(&name.as_str()));
        names.sort();
        names.dedup();
        names.truncate(TAXONOMIES_MAX);
        names
    }

    /// The value of a name.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        let mut parts = name.split('.');
        let mut value = self.values.get(parts.next()?)?;
        for part in parts {
            value = value.get(part)?;
        }
        Some(value)
    }
}

/// What Eleventy's sites say of themselves, by convention and not by rule: `_data/metadata.json`, `_data/site.json`.
fn data_of(files: &Files) -> Result<Map<String, Value>, OpenError> {
    const NAMES: [&str; 6] =
        ["metadata.json", "site.json", "meta.json", "metadata.yaml", "site.yaml", "site.yml"];
    for known in NAMES {
        let ending = format!("_data/{known}");
        let is_it = |name: &&String| **name == ending || name.ends_with(&format!("/{ending}"));
        if let Some(name) = files.names().iter().find(is_it)
            && let Some(text) = files.small_text(name, files.limits().settings_bytes)?
        {
            return Ok(parsed(name, &text));
        }
    }
    Ok(Map::new())
}

fn parsed(name: &str, text: &str) -> Map<String, Value> {
    let value = match name.rsplit('.').next() {
        Some("toml") => text.parse::<toml::Table>().ok().map(|table| from_toml(toml::Value::Table(table))),
        Some("json") => serde_json::from_str(text).ok(),
        _ => yaml::parse(text).ok(),
    };
    match value {
        Some(Value::Object(values)) => values,
        _ => Map::new(),
    }
}

fn generator(names: &[String], values: &Map<String, Value>, root: &str, config: Option<&str>) -> Generator {
    let below: Vec<&str> = names.iter().filter_map(|name| name.strip_prefix(root)).collect();
    let has =
        |part: &str| below.iter().any(|name| name.starts_with(part) || name.contains(&format!("/{part}")));
    let config = config.map(|name| &name[root.len()..]).unwrap_or_default();
    if below.iter().any(|name| {
        matches!(*name, ".eleventy.js" | "eleventy.config.js" | "eleventy.config.mjs" | "eleventy.config.cjs")
    }) {
        return Generator::Eleventy;
    }
    if has("source/_posts/") {
        return Generator::Hexo;
    }
    if config.starts_with("_config") || has("_posts/") || has("_drafts/") {
        return Generator::Jekyll;
    }
    if values.contains_key("base_url") {
        return Generator::Zola;
    }
    let is_section = |name: &&str| {
        let last = name.rsplit('/').next().unwrap_or_default();
        last.starts_with("_index.") || last.starts_with("index.") && has_ending(last, &["md"])
    };
    if !config.is_empty() || below.iter().any(is_section) || has("archetypes/") {
        return Generator::Hugo;
    }
    Generator::Plain
}

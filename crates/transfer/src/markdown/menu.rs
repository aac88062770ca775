//! Menus: what the configuration lists, what pages say of themselves. Here a site has one menu of one level, and the links at the
//! foot of the page; the rest is told.

use std::collections::BTreeMap;

use dateline_model::{NavigationItem, encode_path};
use serde_json::{Map, Value};

use super::Generator;
use super::config::{self, Config};
use crate::address::{host_of, path_of};
use crate::files::Files;
use crate::problem::{OpenError, for_report};
use crate::source::has_ending;
use crate::yaml::word;

/// Entries of all menus that are remembered.
const ITEMS_MAX: usize = 2_000;
/// Entries of the menu that is made.
const ENTRIES_MAX: usize = 50;

/// Words in the name of a menu that is the main one.
const MAIN: [&str; 6] = ["main", "primary", "header", "nav", "top", "menu"];

/// An entry as written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    label: String,
    to: To,
    /// By which others stand below it.
    name: String,
    above: String,
    /// Lightest first; those without a weight last.
    weight: Option<i64>,
}

/// Where an entry leads.
#[derive(Debug, Clone, PartialEq, Eq)]
enum To {
    Address(String),
    /// The path of a story here.
    Path(String),
    /// A file of the contents, as others call it.
    File(String),
    Nothing,
}

/// What was seen of menus.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Menus {
    entries: BTreeMap<String, Vec<Entry>>,
    count: usize,
    /// The old site's host, without `www.`.
    host: Option<String>,
}

/// The menu of the site, the links at its foot, and what became of the others.
#[derive(Default)]
pub(super) struct Made {
    pub(super) navigation: Vec<NavigationItem>,
    pub(super) secondary: Vec<NavigationItem>,
    pub(super) notes: Vec<String>,
}

impl Menus {
    /// Reads what the configuration and its data say.
    pub(super) fn of(files: &Files, config: &Config) -> Result<Self, OpenError> {
        let host = config.word(&["baseURL", "base_url", "url"]).as_deref().and_then(host_of);
        let host = host.map(|host| host.strip_prefix("www.").unwrap_or(&host).to_owned());
        let mut menus = Self { host, ..Self::default() };
        match config.generator {
            Generator::Hugo => {
                let own = config.word(&["defaultContentLanguage"]).or_else(|| {
                    let languages = config.languages();
                    languages
                        .iter()
                        .find(|lang| **lang == "en")
                        .or(languages.first())
                        .map(|lang| (*lang).to_owned())
                });
                let of_language = |name: &str| {
                    own.as_deref().and_then(|own| config.value(&format!("languages.{own}.{name}")))
                };
                let found = ["menus", "menu"]
                    .iter()
                    .find_map(|name| of_language(name).or_else(|| config.value(name)));
                if let Some(Value::Object(named)) = found {
                    for (menu, entries) in named {
                        menus.list(menu, entries);
                    }
                }
            }
            Generator::Zola => {
                for name in [
                    "extra.menu",
                    "extra.menu_items",
                    "extra.main_menu",
                    "extra.navbar_items",
                    "extra.nav_links",
                ] {
                    if let Some(entries) = config.value(name) {
                        menus.list("main", entries);
                        break;
                    }
                }
            }
            Generator::Jekyll => {
                for name in ["navigation", "nav", "menu", "navbar-links"] {
                    match config.value(name) {
                        Some(entries @ Value::Array(_)) => menus.list("main", entries),
                        Some(Value::Object(pairs)) => menus.pairs("main", pairs),
                        _ => {}
                    }
                }
                if let Some(Value::Array(pages)) = config.value("header_pages") {
                    for page in pages {
                        menus.add("main", Entry { to: To::File(word(page)), ..Entry::of("") });
                    }
                }
                menus.data(files, config, &["_data/navigation", "_data/nav", "_data/menu", "_data/menus"])?;
            }
            Generator::Hexo => {
                menus.themes(files, config)?;
            }
            Generator::Eleventy => {
                menus.data(files, config, &["_data/navigation", "_data/nav", "_data/menu"])?;
            }
            Generator::Plain => {}
        }
        Ok(menus)
    }

    /// A file of data: a list of entries, or lists by the names of their menus.
    fn data(&mut self, files: &Files, config: &Config, names: &[&str]) -> Result<(), OpenError> {
        for name in files.names() {
            let below = config.below(name);
            let below = below.strip_prefix("src/").unwrap_or(below);
            let stem = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
            if !names.contains(&stem) || !has_ending(below, &["yml", "yaml", "json"]) {
                continue;
            }
            let Some(text) = files.small_text(name, files.limits().settings_bytes)? else { continue };
            let value = if has_ending(below, &["json"]) {
                serde_json::from_str(&text).ok()
            } else {
                crate::yaml::parse(&text).ok()
            };
            match value {
                Some(list @ Value::Array(_)) => self.list("main", &list),
                Some(Value::Object(named)) => {
                    for (menu, entries) in &named {
                        self.list(if menu == "items" { "main" } else { menu }, entries);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// `menu: {Home: / || fa-home}` of a theme of Hexo, in a file beside the site's own or in the theme's folder.
    fn themes(&mut self, files: &Files, config: &Config) -> Result<(), OpenError> {
        let Some(theme) = config.word(&["theme"]) else { return Ok(()) };
        let root = &config.root;
        for name in [format!("{root}_config.{theme}.yml"), format!("{root}themes/{theme}/_config.yml")] {
            if !files.names().contains(&name) {
                continue;
            }
            let Some(text) = files.small_text(&name, files.limits().settings_bytes)? else { continue };
            let said = config::parsed(&name, &text);
            let menu = said.get("menu").or_else(|| said.get("navbar")?.get("menu"));
            match menu {
                Some(Value::Object(pairs)) => self.pairs("main", pairs),
                Some(list @ Value::Array(_)) => self.list("main", list),
                _ => continue,
            }
            break;
        }
        Ok(())
    }

    /// Names with their addresses.
    fn pairs(&mut self, menu: &str, pairs: &Map<String, Value>) {
        for (label, value) in pairs {
            let address = match value {
                Value::Object(said) => first(said, &["url", "link", "path"]).unwrap_or_default(),
                other => word(other),
            };
            let address = address.split("||").next().unwrap_or_default().trim().to_owned();
            if let Value::Object(inner) = value
                && address.is_empty()
            {
                self.pairs(menu, inner);
                continue;
            }
            self.add(menu, Entry { to: To::Address(address), ..Entry::of(label) });
        }
    }

    /// A list of tables, each an entry; entries may hold others.
    fn list(&mut self, menu: &str, entries: &Value) {
        let Value::Array(entries) = entries else { return };
        for entry in entries {
            let Value::Object(said) = entry else { continue };
            let label = first(said, &["name", "title", "label", "text", "identifier"]).unwrap_or_default();
            let to = match (first(said, &["url", "link", "href", "path", "page"]), first(said, &["pageRef"]))
            {
                (_, Some(file)) => To::File(file),
                (Some(address), None) => To::Address(address),
                (None, None) => To::Nothing,
            };
            let name = first(said, &["identifier"]).unwrap_or_else(|| label.clone());
            let above = first(said, &["parent"]).unwrap_or_default();
            self.add(menu, Entry { label, to, name, above, weight: weight(said) });
            for inner in ["children", "submenu", "sublinks", "subitems", "sub_menu", "dropdown", "links"] {
                if let Some(inner) = said.get(inner) {
                    self.list(menu, inner);
                }
            }
        }
    }

    /// Takes the menus that a page says it stands in.
    pub(super) fn note(
        &mut self,
        front: &Map<String, Value>,
        title: &str,
        path: Option<&str>,
        lang: Option<&str>,
    ) {
        // The menu here is that of the site's own language.
        let Some(path) = path.filter(|_| lang.is_none()) else { return };
        let own = weight(front);
        let title = first(front, &["linkTitle"]).unwrap_or_else(|| title.to_owned());
        let entry = || Entry { to: To::Path(path.to_owned()), weight: own, ..Entry::of(&title) };
        let detailed = |said: &Map<String, Value>| {
            let label = first(said, &["name", "title", "key"]).unwrap_or_else(|| title.clone());
            let name = first(said, &["identifier", "key"]).unwrap_or_else(|| label.clone());
            let above = first(said, &["parent"]).unwrap_or_default();
            Entry { label, to: To::Path(path.to_owned()), name, above, weight: weight(said).or(own) }
        };
        if let Some(Value::Object(said)) = front.get("eleventyNavigation") {
            self.add("main", detailed(said));
        }
        match front.get("menus").or_else(|| front.get("menu")) {
            Some(Value::Object(menus)) => {
                for (menu, said) in menus {
                    match said {
                        Value::Object(said) => self.add(menu, detailed(said)),
                        _ => self.add(menu, entry()),
                    }
                }
            }
            Some(Value::Array(menus)) => menus.iter().for_each(|menu| self.add(&word(menu), entry())),
            Some(Value::String(menu)) => self.add(menu, entry()),
            _ => {}
        }
    }

    fn add(&mut self, menu: &str, entry: Entry) {
        if self.count < ITEMS_MAX && !menu.is_empty() {
            self.count += 1;
            self.entries.entry(menu.to_owned()).or_default().push(entry);
        }
    }

    /// Makes the menu and the links at the foot. `base` is the folder of the site's addresses, `called` finds the path of a file.
    pub(super) fn made(&self, base: &str, called: impl Fn(&str) -> Option<String>) -> Made {
        let mut made = Made::default();
        let is_foot = |menu: &&String| menu.to_lowercase().contains("foot");
        let rank = |menu: &str| {
            let menu = menu.to_lowercase();
            MAIN.iter()
                .position(|word| menu == *word)
                .or_else(|| MAIN.iter().position(|word| menu.contains(word)).map(|at| at + MAIN.len()))
        };
        let chosen = self.entries.iter().filter(|(menu, _)| !is_foot(menu)).min_by_key(|(menu, entries)| {
            (rank(menu).unwrap_or(usize::MAX), std::cmp::Reverse(entries.len()))
        });
        let foot = self.entries.iter().find(|(menu, _)| is_foot(menu));
        let mut lost = Vec::new();
        let mut below = 0;
        for (menu, place) in [(chosen, &mut made.navigation), (foot, &mut made.secondary)] {
            let Some((_, entries)) = menu else { continue };
            for entry in in_order(entries) {
                below += usize::from(!entry.above.is_empty());
                match self.item(entry, base, &called) {
                    Some(item) if place.len() < ENTRIES_MAX => place.push(item),
                    _ => {
                        lost.push(for_report(if entry.label.is_empty() {
                            &entry.name
                        } else {
                            &entry.label
                        }));
                    }
                }
            }
        }
        if below > 0 {
            made.notes
                .push(format!("{below} entries of the menu stood below others; all are on one level now"));
        }
        if !lost.is_empty() {
            made.notes.push(format!(
                "entries of the menu that lead to nothing here were left out: {}",
                lost.join(", ")
            ));
        }
        let is_used = |menu: &str| [chosen, foot].into_iter().flatten().any(|(known, _)| known == menu);
        let others: Vec<String> =
            self.entries.keys().filter(|menu| !is_used(menu)).map(|menu| for_report(menu)).collect();
        if let (Some((chosen, _)), false) = (chosen, others.is_empty()) {
            made.notes.push(format!(
                "a site has one menu here, which is \"{}\" now; left out: {}",
                for_report(chosen),
                others.join(", ")
            ));
        }
        made
    }

    fn item(
        &self,
        entry: &Entry,
        base: &str,
        called: impl Fn(&str) -> Option<String>,
    ) -> Option<NavigationItem> {
        let url = match &entry.to {
            To::Path(path) => Some(encode_path(path)),
            To::File(file) => {
                called(file).or_else(|| self.led(&format!("/{}", file.trim_start_matches('/')), base))
            }
            To::Address(address) => self.led(address, base),
            To::Nothing => None,
        }?;
        let label = match entry.label.as_str() {
            "" => url
                .trim_matches('/')
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .trim_end_matches(".html")
                .replace('-', " "),
            label => label.to_owned(),
        };
        (!label.is_empty()).then_some(NavigationItem { label, url })
    }

    /// Where an address of a menu leads here; `None` for what leads nowhere.
    fn led(&self, address: &str, base: &str) -> Option<String> {
        let address = address.trim().replace("$BASE_URL", "");
        let scheme = address.split(['/', '?', '#']).next().unwrap_or_default();
        if address.is_empty() || address.starts_with('#') || scheme.contains(':') && !address.contains("://")
        {
            return None;
        }
        let is_whole = address.contains("://");
        if is_whole {
            let host = host_of(&address);
            let bare = host.as_deref().map(|host| host.strip_prefix("www.").unwrap_or(host));
            if bare.is_none() || bare != self.host.as_deref() {
                return Some(address);
            }
        }
        let tail = address.find(['?', '#']).map_or("", |at| &address[at..]);
        let path = path_of(&address).ok()?.unwrap_or_else(|| "/".to_owned());
        let has_base = is_whole || path.starts_with(&format!("{base}/"));
        let path = if has_base { path } else { format!("{base}{path}") };
        if path.trim_end_matches('/') == base {
            return Some(format!("/{tail}"));
        }
        Some(format!("{}{tail}", encode_path(&path)))
    }
}

impl Entry {
    fn of(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            to: To::Nothing,
            name: label.to_owned(),
            above: String::new(),
            weight: None,
        }
    }
}

/// The first of these names that has a word.
fn first(said: &Map<String, Value>, names: &[&str]) -> Option<String> {
    let known =
        |name: &&str| said.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value);
    let words =
        names.iter().filter_map(known).filter(|value| !value.is_object() && !value.is_array()).map(word);
    words.map(|word| word.trim().to_owned()).find(|word| !word.is_empty())
}

fn weight(said: &Map<String, Value>) -> Option<i64> {
    let value = ["weight", "order"].iter().find_map(|name| said.get(*name))?;
    value.as_i64().or_else(|| word(value).trim().parse().ok()).filter(|weight| *weight != 0)
}

/// The entries by their weights, those below another right behind it.
fn in_order(entries: &[Entry]) -> Vec<&Entry> {
    let mut sorted: Vec<&Entry> = entries.iter().collect();
    sorted.sort_by_key(|entry| entry.weight.unwrap_or(i64::MAX));
    let is_top = |entry: &&Entry| {
        entry.above.is_empty() || !entries.iter().any(|other| other.name == entry.above && other != *entry)
    };
    let mut ordered: Vec<&Entry> = Vec::with_capacity(entries.len());
    for top in sorted.iter().filter(|entry| is_top(entry)) {
        ordered.push(top);
        ordered.extend(sorted.iter().filter(|entry| !is_top(entry) && entry.above == top.name));
    }
    // Those deeper down come last.
    for entry in sorted {
        if !ordered.iter().any(|known| std::ptr::eq(*known, entry)) {
            ordered.push(entry);
        }
    }
    ordered
}

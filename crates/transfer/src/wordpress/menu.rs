//! Menus: those of classic themes are items of their own that name their menu, those of block themes are a text of blocks.
//! Here a site has one menu of one level; the rest is told.

use std::collections::BTreeMap;

use dateline_model::NavigationItem;
use serde_json::Value;

use super::names::Field;
use super::survey::plain;
use super::written::Item;
use super::{block, meta, tongues};
use crate::address::path_of;

/// Entries of menus that are remembered.
const ITEMS_MAX: usize = 2_000;
/// Pages that entries may name.
const PAGES_MAX: usize = 20_000;
/// Entries of the menu that is made.
const ENTRIES_MAX: usize = 50;

/// An entry as written.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    order: i64,
    id: String,
    above: String,
    label: String,
    to: To,
}

/// Where an entry leads.
#[derive(Debug, Clone, PartialEq, Eq)]
enum To {
    Address(String),
    Page(String),
    /// Whether it is a category, and its number.
    Term(bool, String),
    Nothing,
}

/// What was seen of menus.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Menus {
    /// Entries by the slug of their menu.
    entries: BTreeMap<String, Vec<Entry>>,
    /// Titles and addresses of pages by their numbers.
    pages: BTreeMap<String, (String, String)>,
    count: usize,
}

/// The menu of the site, and what became of the others.
pub(super) struct Made {
    pub(super) navigation: Vec<NavigationItem>,
    pub(super) notes: Vec<String>,
}

impl Menus {
    /// Takes an entry of a menu.
    pub(super) fn entry(&mut self, item: &Item) {
        let menu = item.categories.iter().find(|category| category.domain == "nav_menu");
        let Some(menu) = menu.filter(|_| self.count < ITEMS_MAX) else { return };
        let number = || item.meta(meta::MENU_OBJECT_ID).unwrap_or_default().to_owned();
        let to = match (item.meta(meta::MENU_TYPE), item.meta(meta::MENU_OBJECT)) {
            (Some("custom"), _) => To::Address(item.meta(meta::MENU_URL).unwrap_or_default().to_owned()),
            (Some("post_type"), _) => To::Page(number()),
            (Some("taxonomy"), Some("category")) => To::Term(true, number()),
            (Some("taxonomy"), Some("post_tag")) => To::Term(false, number()),
            _ => To::Nothing,
        };
        self.count += 1;
        self.entries.entry(menu.slug.clone()).or_default().push(Entry {
            order: item.text(Field::Order).parse().unwrap_or_default(),
            id: item.text(Field::Id).to_owned(),
            above: item.meta(meta::MENU_PARENT).unwrap_or_default().to_owned(),
            label: plain(&tongues::one(item.text(Field::Title), "")),
            to,
        });
    }

    /// Takes a page that an entry may name.
    pub(super) fn page(&mut self, item: &Item) {
        if self.pages.len() < PAGES_MAX {
            let title = plain(&tongues::one(item.text(Field::Title), ""));
            let link = item.text(Field::Link).to_owned();
            self.pages.insert(item.text(Field::Id).to_owned(), (title, link));
        }
    }

    /// Makes the menu: of several the one that is called the main one, else the longest. `term` tells name and path of a
    /// category or tag by its number, `home` is the old address of the front page.
    pub(super) fn made(&self, home: &str, term: impl Fn(bool, &str) -> Option<(String, String)>) -> Made {
        let mut made = Made { navigation: Vec::new(), notes: Vec::new() };
        let is_main =
            |slug: &str| ["main", "primary", "header", "top"].iter().any(|word| slug.contains(word));
        let chosen = self.entries.iter().max_by_key(|(slug, entries)| (is_main(slug), entries.len()));
        let Some((chosen, entries)) = chosen else { return made };
        let mut entries = entries.clone();
        entries.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        let below = entries.iter().filter(|entry| !matches!(entry.above.as_str(), "" | "0")).count();
        let mut lost = Vec::new();
        for entry in &entries {
            let found = match &entry.to {
                To::Address(address) => Some((String::new(), address.clone())),
                To::Page(number) => self.pages.get(number).cloned(),
                To::Term(is_category, number) => term(*is_category, number),
                To::Nothing => None,
            };
            let item = found.and_then(|(name, address)| {
                let label = if entry.label.is_empty() { name } else { entry.label.clone() };
                let url = own_path(&address, home)?;
                (!label.is_empty()).then_some(NavigationItem { label, url })
            });
            match item {
                Some(item) if made.navigation.len() < ENTRIES_MAX => made.navigation.push(item),
                _ => lost.push(if entry.label.is_empty() { entry.id.as_str() } else { entry.label.as_str() }),
            }
        }
        if below > 0 {
            made.notes
                .push(format!("{below} entries of the menu stood below others; all are on one level now"));
        }
        if !lost.is_empty() {
            made.notes.push(format!(
                "entries of the menu that lead to nothing in the export were left out: {}",
                lost.join(", ")
            ));
        }
        let others: Vec<&str> =
            self.entries.keys().filter(|slug| *slug != chosen).map(String::as_str).collect();
        if !others.is_empty() {
            made.notes.push(format!(
                "a site has one menu here, which is \"{chosen}\" now; left out: {}",
                others.join(", ")
            ));
        }
        made
    }
}

/// An address of the old site as a path; others as they are. `None` for what leads nowhere.
fn own_path(address: &str, home: &str) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || address.starts_with('#') || address.starts_with("javascript:") {
        return None;
    }
    let bare = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/').to_owned()
    };
    let host = bare(home).split('/').next().unwrap_or_default().to_owned();
    let is_own =
        address.starts_with('/') || !host.is_empty() && bare(address).split('/').next() == Some(&host);
    if !is_own {
        return address.contains("://").then(|| address.to_owned());
    }
    if bare(address) == bare(home) {
        return Some("/".to_owned());
    }
    let query = address.split_once('?').map_or_else(String::new, |(_, query)| format!("?{query}"));
    let path = path_of(address).ok()?.unwrap_or_else(|| "/".to_owned());
    Some(format!("{}{query}", dateline_model::encode_path(&path)))
}

/// The entries of a block theme's menu.
pub(super) fn of_blocks(text: &str, home: &str) -> Vec<NavigationItem> {
    let mut navigation = Vec::new();
    for attributes in block::attributes_of(text, &["navigation-link", "navigation-submenu", "home-link"]) {
        let said = |name: &str| attributes.get(name).and_then(Value::as_str).unwrap_or_default();
        let url = if said("url").is_empty() { Some("/".to_owned()) } else { own_path(said("url"), home) };
        let label = plain(said("label"));
        if let Some(url) = url.filter(|_| !label.is_empty() && navigation.len() < ENTRIES_MAX) {
            navigation.push(NavigationItem { label, url });
        }
    }
    navigation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_old_site_are_paths_and_others_stay() {
        let check = |address: &str, path: Option<&str>| {
            assert_eq!(own_path(address, "https://www.gull.example/blog").as_deref(), path, "{address}");
        };
        check("http://gull.example/blog/", Some("/"));
        check("https://gull.example/blog/about/", Some("/blog/about/"));
        check("https://gull.example/?p=3", Some("/?p=3"));
        check("/about/", Some("/about/"));
        check("https://elsewhere.example/x", Some("https://elsewhere.example/x"));
        check("#", None);
        check("javascript:void(0)", None);
        check("", None);
    }

    #[test]
    fn a_menu_of_blocks_is_read() {
        let text = "<!-- wp:navigation-link {\"label\":\"Sea \\u0026 fog\",\"url\":\"https://gull.example/sea/\"} /--><!-- wp:navigation-submenu {\"label\":\"More\",\"url\":\"https://a.example\"} --><!-- wp:navigation-link {\"label\":\"Deep\",\"url\":\"/deep/\"} /--><!-- /wp:navigation-submenu -->";
        let menu = of_blocks(text, "https://gull.example");
        let said: Vec<_> = menu.iter().map(|item| (item.label.as_str(), item.url.as_str())).collect();
        assert_eq!(said, [("Sea & fog", "/sea/"), ("More", "https://a.example"), ("Deep", "/deep/")]);
    }
}

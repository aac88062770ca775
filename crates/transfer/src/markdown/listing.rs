//! Pages that showed lists of others: what the old theme filled, what somebody made by hand for a tag, what a template made for each.

use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::aside::Aside;
use super::front::Parts;
use super::lists;
use super::marks;
use super::page::{self, Site};
use super::permalink;
use super::standing::Standing;
use crate::record::{Destination, Record};
use crate::source::Sink;
use crate::yaml::word;

/// Leads from the address of a page that the old site filled with lists of others to ours.
pub(super) fn lead(
    (standing, parts): (&Standing, &Parts),
    below: &str,
    site: &Site<'_>,
    aside: &mut Aside,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    let own = parts.front.get("permalink").map(word).unwrap_or_default();
    if let Some(pattern) = pages_of_tags(&parts.front, &own) {
        aside.lists.note_tag_pages(pattern);
        return ControlFlow::Continue(());
    }
    // Of the address that a template makes of the number of a page, the list itself is the beginning.
    let own_list = own
        .split_once("{%")
        .map(|(before, _)| before.trim_start_matches('/'))
        .filter(|before| before.len() > 1 && before.ends_with('/') && !before.contains("{{"));
    if let Some(list) = own_list {
        let to = if lists::is_of_tags(list) { "/archive/" } else { "/" };
        return lead_on([format!("{}/{list}", site.base)], to, sink);
    }
    let found = page::post(below, standing, &parts.front, "", site, &mut Vec::new());
    let is_ours = |path: &String| *path == format!("{}/", site.base) || path.ends_with("/404.html");
    let Some(path) = found.post.path.filter(|path| !is_ours(path) && !own.contains(['{', '}'])) else {
        return ControlFlow::Continue(());
    };
    if let Some(tag) = subject(parts) {
        for from in found.old_paths.into_iter().chain([path]) {
            aside.lists.note_by_hand(from, tag.clone());
        }
        return ControlFlow::Continue(());
    }
    let to = of_theme(parts).unwrap_or_else(|| if lists::is_of_tags(&path) { "/archive/" } else { "/" });
    aside.menus.note(&parts.front, &found.post.title, Some(to), permalink::lang_in_address(standing, site));
    lead_on(found.old_paths.into_iter().chain([path]), to, sink)
}

/// Leads from the addresses of a list to ours.
fn lead_on(addresses: impl IntoIterator<Item = String>, to: &str, sink: &mut Sink<'_>) -> ControlFlow<()> {
    for from in addresses.into_iter().filter(|from| from != to) {
        sink(Ok(Record::moved(from, Destination::Address(to.to_owned()))))?;
    }
    ControlFlow::Continue(())
}

/// Where a page leads here that has no text of its own, since a layout of the theme made a list or a search of it.
pub(super) fn of_theme(parts: &Parts) -> Option<&'static str> {
    let layouts = ["layout", "type", "template"].iter().filter_map(|name| parts.front.get(*name)).map(word);
    let to = |layout: String| match layout.to_lowercase() {
        list if lists::is_of_tags(&list) => Some("/archive/"),
        search if search.contains("search") => Some("/search/"),
        _ => None,
    };
    layouts.filter_map(to).find(|_| parts.body.trim().is_empty())
}

/// The tag of which a page of Jekyll's, without a text of its own, shows the stories.
pub(super) fn subject(parts: &Parts) -> Option<String> {
    const NAMES: [&str; 7] =
        ["tag", "category", "tag-name", "tagname", "category-name", "tag_name", "category_name"];
    let layout = parts.front.get("layout").map(word).unwrap_or_default();
    let says_nothing = parts.body.trim().is_empty() || marks::leave_nothing(&parts.body);
    let is_list = lists::is_of_tags(&layout) && says_nothing;
    let names = NAMES.iter().filter_map(|name| parts.front.get(*name)).map(word);
    names.filter(|name| is_list && !name.trim().is_empty()).map(|name| name.trim().to_owned()).next()
}

/// The pattern of the pages of tags that a template of Eleventy makes, one of each of its collections.
fn pages_of_tags(front: &Map<String, Value>, address: &str) -> Option<String> {
    let pagination = front.get("pagination")?;
    let is_of_tags = |data: &str| data == "collections" || data.to_lowercase().contains("tag");
    let alias = pagination.get("alias").map(word).filter(|alias| !alias.is_empty())?;
    pagination.get("data").map(word).filter(|data| is_of_tags(data))?;
    let (before, rest) = address.split_once("{{")?;
    let (name, after) = rest.split_once("}}")?;
    let name = name.trim_matches('-').trim().strip_prefix(alias.as_str())?;
    let place = if name.contains("slug") { ":name" } else { ":label" };
    let after = after.split("{%").next().unwrap_or_default().trim_end_matches("index.html");
    (!before.contains("{%") && !after.contains("{{"))
        .then(|| format!("/{}{place}{after}", before.trim_start_matches('/')))
}

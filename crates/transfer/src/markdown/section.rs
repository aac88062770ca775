//! Pages of sections and of terms: what a file `_index.md` of Hugo or Zola becomes.

use dateline_markup::plain_text;
use serde_json::{Map, Value};

use super::front::Parts;
use super::marks;
use super::page::{self, Site};
use super::standing::Standing;
use crate::record::TagRecord;
use crate::yaml::word;

/// What the page of a section or a taxonomy becomes.
pub(super) enum Section {
    /// What it says of a tag.
    Tag(Box<TagRecord>),
    /// A page at the section's address, since it has a text of its own.
    Page,
    /// The front page, which has a text of its own.
    Front,
    Nothing(&'static str),
}

/// What is told of a page that stood at the site's front.
pub(super) const FRONT: &str =
    "the front page here shows the newest stories; the text of the old one is kept as a draft of a page";

/// Tells what `_index.md` is; one that becomes a page stands where its folder does.
pub(super) fn section(standing: &mut Standing, parts: &Parts, site: &Site<'_>) -> Section {
    let text = |name: &str| parts.front.get(name).map(word).filter(|text| !text.trim().is_empty());
    if let [taxonomy, term] = standing.folders.as_slice()
        && (matches!(taxonomy.as_str(), "tags" | "categories") || site.taxonomies.contains(taxonomy))
        && (standing.lang.is_none() || standing.lang == site.lang)
    {
        let written = || plain_text(&marks::html(&parts.body, &mut Vec::new()));
        let description = [text("description"), Some(written())].into_iter().flatten();
        let description = description.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n");
        return Section::Tag(Box::new(TagRecord {
            name: text("title").unwrap_or_else(|| term.clone()),
            slug: None,
            description: Some(description).filter(|text| !text.is_empty()),
            ..TagRecord::default()
        }));
    }
    if parts.body.trim().is_empty() {
        return Section::Nothing("pages of sections without a text of their own are made by the site itself");
    }
    if let Some(folder) = standing.folders.pop() {
        standing.name = folder;
        standing.is_section = true;
        return Section::Page;
    }
    "front-page".clone_into(&mut standing.name);
    Section::Front
}

/// Addresses at which the list of a section stood too, by what its page says: its aliases, an address of its own.
pub(super) fn also_at(standing: &Standing, front: &Map<String, Value>, site: &Site<'_>) -> Vec<String> {
    let path = format!("{}/{}/", site.base, standing.folders.join("/"));
    let mut also = page::aliases(front, Some(&path), site);
    also.extend(page::said_address(front, site));
    also
}

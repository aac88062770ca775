//! Pages of sections and of terms: what a file `_index.md` of Hugo or Zola becomes.

use std::ops::ControlFlow;

use dateline_markup::plain_text;
use serde_json::{Map, Value};

use super::aside::Aside;
use super::folder::{in_file, leads_away};
use super::front::Parts;
use super::marks;
use super::page::{self, Site};
use super::permalink;
use super::standing::Standing;
use crate::problem::Action;
use crate::record::{Destination, Record, TagRecord};
use crate::source::Sink;
use crate::yaml::word;

/// What is told of a page that stood at the site's front.
pub(super) const FRONT: &str =
    "the front page here shows the newest stories; the text of the old one is kept as a draft of a page";

/// Whether a page is to be made of an `_index.md`, which stands where its folder does then. Of others, what they say of a tag is handed
/// over, and where they stood is noted.
pub(super) fn is_page(
    standing: &mut Standing,
    parts: &mut Parts,
    name: &str,
    site: &Site<'_>,
    aside: &mut Aside,
    sink: &mut Sink<'_>,
) -> ControlFlow<(), bool> {
    let also = also_at(standing, &parts.front, site);
    match section(standing, parts, site) {
        Section::Tag(tag) => {
            let to = Destination::Tag(tag.name.clone());
            sink(Ok(Record::Tag(tag)))?;
            for from in also {
                sink(Ok(Record::moved(from, to.clone())))?;
            }
            ControlFlow::Continue(false)
        }
        Section::Nothing(why) => {
            aside.left_out.add(why, name);
            if !page::is_draft(standing, &parts.front) {
                let (lang, to) = (permalink::lang_in_address(standing, site), leads_away(&parts.front));
                aside.lists.note_index(lang, &standing.folders, also, to);
            }
            ControlFlow::Continue(false)
        }
        Section::Page => {
            parts.front.insert("type".to_owned(), "page".into());
            ControlFlow::Continue(true)
        }
        Section::FrontOf(lang) => {
            let path = format!("/{}/", lang.to_lowercase());
            for name in permalink::own_address(site.config.generator) {
                parts.front.entry(*name).or_insert_with(|| path.clone().into());
            }
            parts.front.insert("type".to_owned(), "page".into());
            ControlFlow::Continue(true)
        }
        Section::Front => {
            parts.front.insert("type".to_owned(), "page".into());
            parts.front.insert("draft".to_owned(), true.into());
            sink(Err(in_file(name, FRONT.to_owned(), Action::Imported)))?;
            ControlFlow::Continue(true)
        }
    }
}

/// What the page of a section or a taxonomy becomes.
enum Section {
    /// What it says of a tag.
    Tag(Box<TagRecord>),
    /// A page at the section's address, since it has a text of its own.
    Page,
    /// The front page, which has a text of its own.
    Front,
    /// That of another language, which is a page like others here.
    FrontOf(String),
    Nothing(&'static str),
}

/// Tells what `_index.md` is; one that becomes a page stands where its folder does.
fn section(standing: &mut Standing, parts: &Parts, site: &Site<'_>) -> Section {
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
    permalink::lang_in_address(standing, site)
        .filter(|lang| site.lang.as_deref() != Some(*lang))
        .map_or(Section::Front, |lang| Section::FrontOf(lang.to_owned()))
}

/// Addresses at which the list of a section stood too, by what its page says: its aliases, an address of its own.
fn also_at(standing: &Standing, front: &Map<String, Value>, site: &Site<'_>) -> Vec<String> {
    let path = format!("{}/{}/", site.base, standing.folders.join("/"));
    let mut also = permalink::aliases(front, Some(&path), site);
    also.extend(permalink::said_address(front, site));
    also
}

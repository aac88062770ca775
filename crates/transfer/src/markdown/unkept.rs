//! What files of a folder say beyond what a story here can say: counted by its name and told once.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use crate::problem::{Action, Problem, Trouble, for_report};
use crate::source::Sink;

/// Names that are told.
const NAMES_MAX: usize = 200;

/// Names of front matter that are read, here or in another file of this module.
const READ: [&str; 93] = [
    "title",
    "date",
    "publishDate",
    "pubDate",
    "pubdate",
    "created",
    "published_at",
    "lastmod",
    "last_modified_at",
    "updated",
    "modified",
    "expiryDate",
    "draft",
    "published",
    "headless",
    "render",
    "build",
    "_build",
    "tags",
    "tag",
    "categories",
    "category",
    "taxonomies",
    "authors",
    "author",
    "summary",
    "excerpt",
    "excerpt_separator",
    "standfirst",
    "subtitle",
    "socialImage",
    "hero_image",
    "hero",
    "img",
    "preview",
    "teaser",
    "description",
    "seo",
    "seo_title",
    "linkTitle",
    "meta_title",
    "image",
    "images",
    "image_alt",
    "image_caption",
    "cover",
    "featured_image",
    "feature_image",
    "thumbnail",
    "thumbnail_alt",
    "banner",
    "heroImage",
    "coverImage",
    "cover_image",
    "featuredImage",
    "ogImage",
    "header",
    "featured",
    "pinned",
    "sticky",
    "comments",
    "lang",
    "language",
    "locale",
    "slug",
    "permalink",
    "url",
    "path",
    "aliases",
    "alias",
    "redirect_from",
    "redirect_to",
    "cascade",
    "dateline",
    "order",
    // What chose a template of the old theme, or told its machinery how to work.
    "layout",
    "type",
    "template",
    "page_template",
    "outputs",
    "templateEngineOverride",
    "eleventyExcludeFromCollections",
    "eleventyComputed",
    "output",
    "markup",
    "translationKey",
    "id",
    "sitemap",
    "search",
    // Menus, and a page's place in them.
    "menu",
    "menus",
    "eleventyNavigation",
    "abbrlink",
];

/// Front matter whose names have the capitals that they have here: for Hugo they do not count.
pub(super) fn in_our_spelling(front: Map<String, Value>) -> Map<String, Value> {
    let is_known = |name: &str| READ.contains(&name);
    let others = front.keys().filter(|name| !is_known(name));
    let renamed: Vec<(String, &str)> = others
        .filter_map(|name| {
            let known = READ.iter().find(|known| known.eq_ignore_ascii_case(name))?;
            (!front.contains_key(*known)).then(|| (name.clone(), *known))
        })
        .collect();
    if renamed.is_empty() {
        return front;
    }
    let ours = |name: String| {
        let known = renamed.iter().find(|(theirs, _)| *theirs == name).map(|(_, known)| (*known).to_owned());
        known.unwrap_or(name)
    };
    front.into_iter().map(|(name, value)| (ours(name), value)).collect()
}

/// What was counted.
#[derive(Default)]
pub(super) struct Unkept {
    /// Names of values that have no place here.
    names: BTreeMap<String, usize>,
    /// Ways of sorting whose terms became tags.
    sorted_by: BTreeMap<String, usize>,
}

impl Unkept {
    /// Counts what the front matter of one story says.
    /// `filed` are its tags with the way of sorting that each comes from.
    pub(super) fn note(&mut self, front: &Map<String, Value>, filed: &[(String, String)]) {
        let mut sorted_by: Vec<&str> = filed.iter().map(|(taxonomy, _)| taxonomy.as_str()).collect();
        sorted_by.dedup();
        sorted_by.retain(|taxonomy| !matches!(*taxonomy, "tags" | "categories"));
        for taxonomy in &sorted_by {
            *self.sorted_by.entry(for_report(taxonomy)).or_default() += 1;
        }
        for (name, value) in front {
            let says_nothing = match value {
                Value::Null => true,
                Value::String(text) => text.trim().is_empty(),
                Value::Array(list) => list.is_empty(),
                Value::Object(values) => values.is_empty(),
                Value::Bool(_) | Value::Number(_) => false,
            };
            if says_nothing || READ.contains(&name.as_str()) || sorted_by.contains(&name.as_str()) {
                continue;
            }
            if self.names.len() < NAMES_MAX || self.names.contains_key(name) {
                *self.names.entry(for_report(name)).or_default() += 1;
            }
        }
    }

    /// Tells it.
    pub(super) fn tell(self, sink: &mut Sink<'_>) -> ControlFlow<()> {
        let mut general = |message: String| {
            let problem = Problem { line: 0, entry: String::new(), message, action: Action::Imported };
            sink(Err(Trouble::Problem(problem)))
        };
        let listed = |names: BTreeMap<String, usize>| {
            names.into_iter().map(|(name, n)| format!("{name} ({n})")).collect::<Vec<_>>().join(", ")
        };
        if !self.sorted_by.is_empty() {
            let names = listed(self.sorted_by);
            general(format!(
                "stories were sorted in more ways, whose terms stand among their tags: {names}"
            ))?;
        }
        if !self.names.is_empty() {
            let names = listed(self.names);
            general(format!("values of front matter have no place here and are not kept: {names}"))?;
        }
        ControlFlow::Continue(())
    }
}

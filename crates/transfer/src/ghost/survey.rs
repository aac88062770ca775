//! What stories refer to: authors, tags, who wrote what and where it is filed, the settings.

use std::collections::{BTreeMap, HashMap};

use dateline_model::{Detail, Details};

use super::tables::{self, Row, id, is_true, some, text};
use crate::files::Files;
use crate::problem::OpenError;
use crate::record::{AuthorRecord, TagRecord, keep_detail};

/// The tables that are read for the survey are all but these.
const LONG: [&str; 9] = [
    "posts",
    "pages",
    "comments",
    "permissions",
    "permissions_roles",
    "migrations",
    "mobiledoc_revisions",
    "post_revisions",
    "sessions",
];

/// Tables that have no place here, with the words for their rows. Every site has a newsletter and a tier or two.
const UNKEPT: [(&str, &str); 7] = [
    ("members", "members, whom the members' own export lists,"),
    ("subscribers", "subscribers"),
    ("snippets", "snippets of the editor"),
    ("custom_theme_settings", "settings of the old theme"),
    ("webhooks", "webhooks"),
    ("offers", "offers"),
    ("recommendations", "recommendations of other sites"),
];

/// Members that are remembered; comments of later ones have no name.
const MEMBERS_MAX: usize = 300_000;

/// What was learnt. Ids are those of the file.
#[derive(Debug, Default)]
pub(super) struct Survey {
    pub(super) authors: BTreeMap<String, AuthorRecord>,
    pub(super) tags: BTreeMap<String, TagRecord>,
    /// Tags of a post with their order.
    pub(super) filed: HashMap<String, Vec<(i64, String)>>,
    /// Authors of a post with their order.
    pub(super) signed: HashMap<String, Vec<(i64, String)>>,
    /// The row of `posts_meta` of a post, without what is empty.
    pub(super) meta: HashMap<String, Row>,
    pub(super) settings: BTreeMap<String, String>,
    /// Names and addresses of members, who may have written comments.
    pub(super) members: HashMap<String, (String, Option<String>)>,
    /// What has no place here: how many, by the words for it.
    pub(super) unkept: BTreeMap<&'static str, usize>,
}

impl Survey {
    /// Reads all tables but the long ones.
    pub(super) fn of(files: &Files, name: &str) -> Result<Self, OpenError> {
        let mut survey = Self::default();
        // A damage is told when the stories are read.
        let _ = files.with_text(name, |text| {
            tables::read(text, files.limits(), &LONG, &mut |table, _, row| {
                survey.row(table, row);
                std::ops::ControlFlow::Continue(())
            })
        })?;
        for order in survey.filed.values_mut().chain(survey.signed.values_mut()) {
            order.sort();
        }
        Ok(survey)
    }

    fn row(&mut self, table: &str, mut row: Row) {
        match table {
            "users" => {
                let user = author(&row);
                self.authors.insert(id(&row, "id"), user);
            }
            "tags" => {
                let name = text(&row, "name").trim();
                if !name.is_empty() {
                    let tag = TagRecord {
                        name: name.to_owned(),
                        slug: some(&row, "slug"),
                        description: some(&row, "description"),
                        details: details(&row, &Detail::OF_TAGS),
                    };
                    self.tags.insert(id(&row, "id"), tag);
                }
            }
            "posts_tags" => {
                let order = row.get("sort_order").and_then(serde_json::Value::as_i64).unwrap_or_default();
                self.filed.entry(id(&row, "post_id")).or_default().push((order, id(&row, "tag_id")));
            }
            "posts_authors" => {
                let order = row.get("sort_order").and_then(serde_json::Value::as_i64).unwrap_or_default();
                self.signed.entry(id(&row, "post_id")).or_default().push((order, id(&row, "author_id")));
            }
            "posts_meta" => {
                let post = id(&row, "post_id");
                row.retain(|_, value| !value.is_null());
                self.meta.insert(post, row);
            }
            "settings" => {
                let value = match row.get("value") {
                    Some(serde_json::Value::String(value)) => value.clone(),
                    Some(serde_json::Value::Null) | None => return,
                    Some(other) => other.to_string(),
                };
                if !is_true(&row, "is_secret") {
                    self.settings.insert(text(&row, "key").to_owned(), value);
                }
            }
            other => {
                if other == "members" && self.members.len() < MEMBERS_MAX {
                    let email = some(&row, "email").filter(|email| email.contains('@') && email.len() <= 254);
                    self.members.insert(id(&row, "id"), (text(&row, "name").trim().to_owned(), email));
                }
                if let Some((_, words)) = UNKEPT.iter().find(|(name, _)| *name == other) {
                    *self.unkept.entry(words).or_default() += 1;
                }
            }
        }
    }

    /// A setting under the first of its names that has words.
    pub(super) fn setting(&self, names: &[&str]) -> Option<&str> {
        let values = names.iter().filter_map(|name| self.settings.get(*name));
        values.map(|value| value.trim()).find(|value| !value.is_empty() && *value != "null")
    }
}

fn author(row: &Row) -> AuthorRecord {
    AuthorRecord {
        key: author_key(&id(row, "id")),
        name: text(row, "name").trim().to_owned(),
        slug: some(row, "slug"),
        bio: some(row, "bio"),
        url: some(row, "website").filter(|url| url.starts_with("http")),
        image: some(row, "profile_image").or_else(|| some(row, "image")).map(|url| local(&url)),
        details: details(row, &Detail::OF_AUTHORS),
    }
}

/// Those of `which` that a row has a column for, and that fit here.
fn details(row: &Row, which: &[Detail]) -> Details {
    let mut details = Details::default();
    for detail in which {
        if let Some(value) = some(row, detail.as_str()) {
            keep_detail(&mut details, *detail, &local(&value));
        }
    }
    details
}

/// What names the author of an id.
pub(super) fn author_key(id: &str) -> String {
    format!("author/{id}")
}

/// An address of the site's own as a path of the site.
pub(super) fn local(text: &str) -> String {
    text.replace("__GHOST_URL__\\/", "\\/").replace("__GHOST_URL__", "")
}

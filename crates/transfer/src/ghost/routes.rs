//! `routes.yaml` beside an export: the addresses that the old site had besides its stories, and the shapes of their permalinks.

use dateline_model::{PermalinkPattern, PostKind};
use dateline_nql::Given;
use dateline_routes::Routes;

use crate::files::Files;
use crate::problem::{Action, OpenError, Problem, Trouble, for_report};
use crate::record::PostRecord;

/// What the file says, as text and understood.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) text: String,
    routes: Routes,
}

impl Table {
    /// The name of the file, when it lies among these.
    pub(super) fn find(files: &Files) -> Option<String> {
        let is_it = |name: &&String| {
            matches!(name.rsplit('/').next().unwrap_or_default(), "routes.yaml" | "routes.yml")
                && !name.contains("/themes/")
        };
        files.names().iter().find(is_it).cloned()
    }

    /// Reads the file; what comes instead of it is why it is left out.
    pub(super) fn read(files: &Files, name: &str) -> Result<Result<Self, Trouble>, OpenError> {
        let left_out = |message: String| {
            let (line, entry) = (1, for_report(name));
            Trouble::Problem(Problem { line, entry, message, action: Action::Skipped })
        };
        let most = dateline_routes::MAX_BYTES as u64;
        let Some(text) = files.small_text(name, most)? else {
            return Ok(Err(left_out(format!("it is longer than {most} bytes and was left out"))));
        };
        Ok(match Routes::parse(&text) {
            Ok(routes) => Ok(Self { text, routes }),
            Err(error) => Err(left_out(format!("it was left out: {error}"))),
        })
    }

    /// The shape of a story's permalink, by the collection that it belongs to.
    pub(super) fn pattern_of(&self, post: &PostRecord, facts: &Facts<'_>) -> Option<PermalinkPattern> {
        let texts = |words: &[&str]| words.iter().map(|word| Given::Text((*word).to_owned())).collect();
        let values = |key: &str| -> Vec<Given> {
            match key {
                "id" => texts(&[&post.id]),
                "slug" => texts(&[post.slug.as_deref().unwrap_or_default()]),
                "title" => texts(&[&post.title]),
                "type" => texts(&["post"]),
                "page" => vec![Given::Bool(post.kind == PostKind::Page)],
                "visibility" => texts(&["public"]),
                "status" => texts(&["published"]),
                "featured" => vec![Given::Bool(post.featured)],
                "published_at" => vec![Given::Moment(post.published.at)],
                "tag" | "tags" | "tag.slug" | "tags.slug" => texts(&facts.tags),
                "primary_tag" | "primary_tag.slug" => texts(&facts.tags[..facts.tags.len().min(1)]),
                "author" | "authors" | "author.slug" | "authors.slug" => texts(&facts.authors),
                "primary_author" | "primary_author.slug" => {
                    texts(&facts.authors[..facts.authors.len().min(1)])
                }
                _ => Vec::new(),
            }
        };
        let shape = self.routes.owner(&values, post.published.at)?;
        PermalinkPattern::parse(&shape.with_colons()).ok()
    }
}

/// Slugs that a filter may name.
pub(super) struct Facts<'a> {
    pub(super) tags: Vec<&'a str>,
    pub(super) authors: Vec<&'a str>,
}

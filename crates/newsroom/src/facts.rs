//! What a filter of the site's routes may ask of a story before the story is in the store.

use dateline_model::{Author, Paper, Post, Tag};
use dateline_nql::Given;
use dateline_store::{Credits, StoreError, Tx};

/// A story with its tags and authors.
pub(crate) struct Facts<'p> {
    post: &'p Post,
    pub(crate) tags: Vec<Tag>,
    pub(crate) authors: Vec<Author>,
}

impl<'p> Facts<'p> {
    /// Reads the tags and authors of a story.
    pub(crate) async fn of(
        tx: &mut Tx,
        paper: &Paper,
        post: &'p Post,
        credits: &Credits,
    ) -> Result<Self, StoreError> {
        let (mut tags, mut authors) = (Vec::new(), Vec::new());
        // Without routes a permalink names at most the first of each.
        let count = if paper.routes.is_some() { usize::MAX } else { 1 };
        for tag in credits.tags.iter().take(count) {
            tags.extend(tx.tag(paper.id(), *tag).await?);
        }
        for author in credits.authors.iter().take(count) {
            authors.extend(tx.author(paper.id(), *author).await?);
        }
        Ok(Self { post, tags, authors })
    }

    /// The tag that names the story's section: its first one, unless that is for the newsroom's own use.
    pub(crate) fn primary_tag(&self) -> Option<&Tag> {
        self.tags.first().filter(|tag| !tag.is_internal())
    }

    /// The values of a field, under the names that the store knows, too.
    pub(crate) fn values(&self, key: &str) -> Vec<Given> {
        let post = self.post;
        let text = |text: &str| vec![Given::Text(text.to_owned())];
        let texts = |words: &mut dyn Iterator<Item = &String>| words.cloned().map(Given::Text).collect();
        let optional = |value: &Option<String>| value.iter().cloned().map(Given::Text).collect();
        let visibility =
            |tag: &Tag| Given::Text(if tag.is_internal() { "internal" } else { "public" }.to_owned());
        match key {
            "id" => text(&post.id.hex()),
            "title" => text(&post.title),
            "slug" => text(&post.slug),
            "status" => text(post.status.as_str()),
            "type" => text(post.kind.as_str()),
            "page" => vec![Given::Bool(post.kind == dateline_model::PostKind::Page)],
            "featured" => vec![Given::Bool(post.featured)],
            "feature_image" => optional(&post.image),
            "custom_excerpt" => optional(&post.excerpt),
            "meta_title" => optional(&post.meta_title),
            "meta_description" => optional(&post.meta_description),
            "locale" => optional(&post.lang),
            "published_at" => post.published_at.into_iter().map(Given::Moment).collect(),
            "updated_at" => vec![Given::Moment(post.updated_at)],
            "created_at" => vec![Given::Moment(post.created_at)],
            "comment_count" => vec![Given::Number(post.comment_count)],
            "visibility" => text("public"),
            "tag" | "tags" | "tag.slug" | "tags.slug" => texts(&mut self.tags.iter().map(|tag| &tag.slug)),
            "tag.name" | "tags.name" => texts(&mut self.tags.iter().map(|tag| &tag.name)),
            "tag.visibility" | "tags.visibility" => self.tags.iter().map(visibility).collect(),
            "primary_tag" | "primary_tag.slug" => {
                texts(&mut self.primary_tag().into_iter().map(|tag| &tag.slug))
            }
            "author" | "authors" | "author.slug" | "authors.slug" => {
                texts(&mut self.authors.iter().map(|author| &author.slug))
            }
            "author.name" | "authors.name" => texts(&mut self.authors.iter().map(|author| &author.name)),
            "primary_author" | "primary_author.slug" => {
                texts(&mut self.authors.first().into_iter().map(|author| &author.slug))
            }
            _ => Vec::new(),
        }
    }
}

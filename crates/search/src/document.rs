//! What is written on the card of a story and of a comment.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use dateline_markup::{image_alts, plain_text};
use dateline_model::{Byline, Comment, Post, PostStatus, Tag, Visibility};
use tantivy::TantivyDocument;

use crate::about::TellingWords;
use crate::fold::folded;
use crate::language::Language;
use crate::names::{BETWEEN, index_terms, names_in};
use crate::schema::{Fields, NEVER, REMARK, STORY};
use crate::terms::{Analysis, Cut, headed};

/// Names whose bones are remembered from one story to the next.
const REMEMBERED_MAX: usize = 50_000;

/// A post with what is printed around it.
#[derive(Debug, Clone)]
pub(crate) struct Filed {
    pub(crate) post: Post,
    pub(crate) bylines: Vec<Byline>,
    pub(crate) tags: Vec<Tag>,
}

/// Writes cards for the index of one site.
pub(crate) struct Clerk {
    fields: Fields,
    /// The language of the site (BCP 47).
    locale: String,
    bones: HashMap<Box<str>, Arc<str>>,
    stems: Analysis,
}

/// Whether a post has a card at all: one that was thrown away has none.
pub(crate) fn has_card(post: &Post) -> bool {
    post.status != PostStatus::Trashed
}

/// The hour of a card: when everybody may find it.
pub(crate) fn hour(visibility: Visibility) -> i64 {
    visibility.public_from.map_or(NEVER, |from| from.clamp(0, NEVER))
}

impl Clerk {
    pub(crate) fn new(fields: Fields, locale: &str) -> Self {
        Self { fields, locale: locale.to_owned(), bones: HashMap::new(), stems: Analysis::new(Cut::Stem) }
    }

    /// The card of a story or page.
    pub(crate) fn story(&mut self, filed: &Filed) -> TantivyDocument {
        let Filed { post, bylines, tags } = filed;
        let fields = self.fields;
        let text = plain_text(&post.html);
        let language = Language::of_text(post.lang.as_deref(), &self.locale, &text);
        let mut card = TantivyDocument::new();
        card.add_bytes(fields.post, post.id.0.as_bytes());
        card.add_text(fields.kind, STORY);
        card.add_text(fields.form, post.kind.as_str());
        card.add_text(fields.status, post.status.as_str());
        card.add_i64(fields.public_from, hour(post.visibility));
        card.add_i64(fields.date, post.published_at.unwrap_or(post.updated_at));
        card.add_text(fields.language, language.code());
        let about = TellingWords::of(&mut self.stems, language, &post.title, &text);
        card.add_bytes(fields.about, about.to_line().as_bytes());
        let mut names = HashSet::new();
        let mut find = |text: &str| {
            names_in(text, language, |name| {
                if !names.contains(name) {
                    names.insert(name.to_owned());
                }
            });
        };
        let optional = [&post.dateline, &post.excerpt, &post.image_alt, &post.image_caption];
        let mut around: Vec<&str> = optional.into_iter().flatten().map(String::as_str).collect();
        let alts = if post.html.contains("<img") { image_alts(&post.html) } else { Vec::new() };
        around.extend(alts.iter().map(String::as_str));
        card.add_text(fields.title, headed(language, &post.title));
        for part in [post.title.as_str(), text.as_str()].into_iter().chain(around) {
            card.add_text(fields.text, headed(language, part));
            find(part);
        }
        for byline in bylines {
            card.add_text(fields.author, byline.author.hex());
            add_labels(&mut card, fields.author_name, &byline.author.hex(), &byline.name, &byline.slug);
        }
        // A tag with # is the newsroom's own mark, which no reader is shown.
        let tags: Vec<&Tag> = tags.iter().filter(|tag| !tag.is_internal()).collect();
        for tag in &tags {
            card.add_text(fields.tag, tag.id.hex());
            add_labels(&mut card, fields.tag_name, &tag.id.hex(), &tag.name, &tag.slug);
        }
        let credits = bylines.iter().map(|byline| &byline.name).chain(tags.iter().map(|tag| &tag.name));
        for name in credits {
            card.add_text(fields.credits, headed(language, name));
            card.add_text(fields.text, headed(language, name));
            find(name);
        }
        card.add_text(fields.names, self.all_bones(names));
        card
    }

    /// The card of an approved comment under a story of this visibility.
    pub(crate) fn comment(&mut self, comment: &Comment, visibility: Visibility) -> TantivyDocument {
        let fields = self.fields;
        let text = plain_text(&comment.html);
        let language = Language::of_text(None, &self.locale, &text);
        let mut card = TantivyDocument::new();
        card.add_bytes(fields.comment, comment.id.0.as_bytes());
        card.add_bytes(fields.under, comment.post.0.as_bytes());
        card.add_text(fields.kind, REMARK);
        card.add_i64(fields.public_from, hour(visibility));
        card.add_i64(fields.date, comment.created_at);
        card.add_text(fields.language, language.code());
        card.add_text(fields.remark, headed(language, &text));
        card.add_text(fields.remark, headed(language, &comment.author_name));
        card
    }

    fn all_bones(&mut self, names: HashSet<String>) -> String {
        let mut lines = String::new();
        for name in names {
            let bones = match self.bones.get(name.as_str()) {
                Some(bones) => Arc::clone(bones),
                None => self.remember(name),
            };
            lines.push_str(&bones);
        }
        lines
    }

    fn remember(&mut self, name: String) -> Arc<str> {
        let bones: String = index_terms(&name).into_iter().map(|term| term + "\n").collect();
        let bones: Arc<str> = bones.into();
        if self.bones.len() >= REMEMBERED_MAX {
            self.bones.clear();
        }
        self.bones.insert(name.into(), Arc::clone(&bones));
        bones
    }
}

/// The whole name and the slug, as `author:` and `tag:` look for them.
fn add_labels(card: &mut TantivyDocument, field: tantivy::schema::Field, id: &str, name: &str, slug: &str) {
    let (name, slug) = (whole_name(name), whole_name(slug));
    if name != slug {
        card.add_text(field, label(&slug, id));
    }
    card.add_text(field, label(&name, id));
}

/// A whole name with the id that it leads to.
pub(crate) fn label(name: &str, id: &str) -> String {
    format!("{name}{BETWEEN}{id}")
}

/// A name folded, with single blanks between its words, so that "Foreign Policy" and "foreign-policy" are one.
pub(crate) fn whole_name(name: &str) -> String {
    let words: Vec<String> = crate::words::words(name).map(|word| folded(word.text)).collect();
    words.join(" ")
}

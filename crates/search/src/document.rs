//! What is written on the card of a story and of a comment.

use std::borrow::Cow;

use dateline_markup::{image_alts, is_html, plain_text};
use dateline_model::{Byline, Comment, Post, PostStatus, Tag, Visibility};
use tantivy::TantivyDocument;

use crate::about::TellingWords;
use crate::cutting::{Cutter, PART, Wanted};
use crate::fold::folded;
use crate::language::Language;
use crate::names::BETWEEN;
use crate::schema::{Fields, NEVER, REMARK, STORY};
use crate::terms::{Analysis, Cut};

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
    cutter: Cutter,
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
        Self { fields, locale: locale.to_owned(), cutter: Cutter::new() }
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
        let mut bones = String::new();
        self.cutter.begin();
        let title = self.cutter.cut(language, &post.title, TellingWords::HEADLINE, &mut bones);
        card.add_text(fields.title, title.as_str());
        card.add_text(fields.text, title);
        card.add_text(fields.text, self.cutter.cut(language, &text, TellingWords::TEXT, &mut bones));
        let about = TellingWords::on_cut(&mut self.cutter);
        card.add_bytes(fields.about, about.to_line().as_bytes());
        let optional = [&post.dateline, &post.excerpt, &post.image_alt];
        let mut around: Vec<&str> = optional.into_iter().flatten().map(String::as_str).collect();
        let caption = post.image_caption.as_deref().map(caption_text);
        around.extend(caption.as_deref());
        let alts = if post.html.contains("<img") { image_alts(&post.html) } else { Vec::new() };
        around.extend(alts.iter().map(String::as_str));
        for part in around {
            card.add_text(fields.text, self.cutter.cut(language, part, Wanted::NAMES, &mut bones));
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
            card.add_text(fields.credits, whole_words(language, name));
            card.add_text(fields.text, self.cutter.cut(language, name, Wanted::NAMES, &mut bones));
        }
        card.add_text(fields.names, bones);
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
        self.cutter.begin();
        for part in [&text, &comment.author_name] {
            let stems = self.cutter.cut(language, part, Wanted::STEMS, &mut String::new());
            card.add_text(fields.remark, stems);
        }
        card
    }
}

/// The words of a name as they are, folded, each ended by [`PART`].
fn whole_words(language: Language, name: &str) -> String {
    let words = Analysis::new(Cut::Whole).list(language, name);
    words.into_iter().fold(String::new(), |list, (word, _)| list + &word + &PART.to_string())
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

/// The words of a caption without the links and emphasis it may have.
pub(crate) fn caption_text(caption: &str) -> Cow<'_, str> {
    if is_html(caption) { plain_text(caption).into() } else { caption.into() }
}

//! What an editor sends: its limits, and the body made safe before any transaction begins.

use dateline_model::{Detail, Post, Words};

use super::{Body, PostEdit};
use crate::NewsroomError;

/// The most characters of a headline.
const TITLE_CHARS_MAX: usize = 2_000;
/// The most bytes of a body.
const BODY_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The most characters of a slug that an editor writes.
const SLUG_CHARS_MAX: usize = 191;
/// The most characters of a text beside the body: standfirst, picture, captions, what search engines get.
const NOTE_CHARS_MAX: usize = 5_000;
/// The most characters of a name: of a tag, of an author, of the place that opens a story.
const NAME_CHARS_MAX: usize = 191;
/// The most tags of a story, and the most bylines.
const CREDITS_MAX: usize = 100;

/// A body that is safe to print, with what is counted in it.
#[derive(Clone)]
pub(crate) struct Prose {
    html: String,
    source: Option<String>,
    words: i64,
    pictures: i64,
}

impl Prose {
    fn of(body: Body) -> Self {
        match body {
            Body::Html(html) => {
                Self::counted(dateline_markup::sanitise(&html, dateline_markup::Profile::Author), None)
            }
            Body::Markdown(source) => Self::counted(dateline_markup::markdown(&source), Some(source)),
        }
    }

    /// A body that was stored here before, as it was: an import may have brought what an author may not write.
    pub(crate) fn kept(words: &Words) -> Self {
        Self::counted(words.html.clone(), words.source.clone())
    }

    fn counted(html: String, source: Option<String>) -> Self {
        let words = dateline_markup::word_count(&dateline_markup::plain_text(&html)) as i64;
        let pictures = dateline_markup::images(&html).len() as i64;
        Self { html, source, words, pictures }
    }
}

/// Checks what an editor sent, and takes the body out of it, cleaned: that can take a while, and a transaction
/// would keep every other writer waiting.
pub(super) fn prepare(mut edit: PostEdit) -> Result<(PostEdit, Option<Prose>), NewsroomError> {
    check(&mut edit)?;
    if let Some(Body::Html(text) | Body::Markdown(text)) = &mut edit.body {
        text.retain(|c| c != NUL);
        if text.len() > BODY_BYTES_MAX {
            return Err(NewsroomError::BodyTooLong { bytes: text.len(), max: BODY_BYTES_MAX });
        }
    }
    let prose = edit.body.take().map(Prose::of);
    Ok((edit, prose))
}

/// The character that PostgreSQL cannot store and nobody can read; it is taken out of everything.
const NUL: char = '\0';

fn check(edit: &mut PostEdit) -> Result<(), NewsroomError> {
    check_text("title", edit.title.as_mut(), TITLE_CHARS_MAX)?;
    check_text("slug", edit.slug.as_mut(), SLUG_CHARS_MAX)?;
    for (field, note, max) in [
        ("excerpt", &mut edit.excerpt, NOTE_CHARS_MAX),
        ("image", &mut edit.image, NOTE_CHARS_MAX),
        ("image_alt", &mut edit.image_alt, NOTE_CHARS_MAX),
        ("image_caption", &mut edit.image_caption, NOTE_CHARS_MAX),
        ("meta_title", &mut edit.meta_title, NOTE_CHARS_MAX),
        ("meta_description", &mut edit.meta_description, NOTE_CHARS_MAX),
        ("dateline", &mut edit.dateline, NAME_CHARS_MAX),
        ("lang", &mut edit.lang, NAME_CHARS_MAX),
    ] {
        check_text(field, note.as_mut().and_then(Option::as_mut), max)?;
    }
    for (detail, value) in &mut edit.details {
        check_detail(*detail, value)?;
    }
    for tag in edit.tags.iter_mut().flatten() {
        check_text("tag", tag.name.as_mut(), NAME_CHARS_MAX)?;
        check_text("tag", tag.slug.as_mut(), NAME_CHARS_MAX)?;
    }
    for author in edit.authors.iter_mut().flatten() {
        check_text("author", author.name.as_mut(), NAME_CHARS_MAX)?;
        check_text("author", author.slug.as_mut(), NAME_CHARS_MAX)?;
    }
    let (tags, authors) = (edit.tags.as_ref().map(Vec::len), edit.authors.as_ref().map(Vec::len));
    for (what, number) in [("tags", tags), ("authors", authors)] {
        if number.is_some_and(|number| number > CREDITS_MAX) {
            return Err(NewsroomError::TooMany { what, max: CREDITS_MAX });
        }
    }
    Ok(())
}

fn check_text(field: &'static str, text: Option<&mut String>, max: usize) -> Result<(), NewsroomError> {
    let Some(text) = text else { return Ok(()) };
    text.retain(|c| c != NUL);
    if text.chars().count() > max {
        return Err(NewsroomError::TooLong { field, max });
    }
    Ok(())
}

/// Checks a detail of any thing; an empty one becomes none.
pub(crate) fn check_detail(detail: Detail, value: &mut Option<String>) -> Result<(), NewsroomError> {
    check_text(detail.as_str(), value.as_mut(), detail.max_chars())?;
    *value = value.take().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match value.as_deref().and_then(|value| detail.refuses(value)) {
        Some(reason) => Err(NewsroomError::Unfit { field: detail.as_str(), reason }),
        None => Ok(()),
    }
}

/// Puts what the editor changed on the post, and makes its teaser and opening anew.
pub(super) fn write(post: &mut Post, edit: PostEdit, prose: Option<Prose>, teaser_chars: i64) {
    fn set<T>(field: &mut T, value: Option<T>) {
        if let Some(value) = value {
            *field = value;
        }
    }
    if let Some(Prose { html, source, words, pictures }) = prose {
        (post.html, post.source, post.words, post.pictures) = (html, source, words, pictures);
    }
    set(&mut post.title, edit.title.map(|title| title.trim().to_owned()));
    set(&mut post.excerpt, edit.excerpt);
    set(&mut post.image, edit.image);
    set(&mut post.image_alt, edit.image_alt);
    set(&mut post.image_caption, edit.image_caption);
    set(&mut post.featured, edit.featured);
    set(&mut post.dateline, edit.dateline);
    set(&mut post.lang, edit.lang);
    set(&mut post.meta_title, edit.meta_title);
    set(&mut post.meta_description, edit.meta_description);
    set(&mut post.comments_open, edit.comments_open);
    if let Some(at) = edit.published_at {
        post.published_at = Some(at);
    }
    let teaser = dateline_markup::teaser(post.excerpt.as_deref(), &post.html, teaser_chars as usize);
    post.teaser = teaser.text;
    post.teaser_is_all = teaser.complete;
    post.opening = Some(dateline_markup::opening(&post.html, post.teaser_is_all));
}

//! Stories and static pages, and who may read them.

use crate::{Millis, PostId};

/// A story in the river of news, or a page that stands by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostKind {
    /// Listed, dated, in the feeds.
    Post,
    /// Reached by its own permalink only.
    Page,
}

crate::comment::stored_words! { PostKind: Post = "post", Page = "page" }

/// Where a post is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostStatus {
    /// Being written.
    Draft,
    /// Will be published at its `published_at`.
    Scheduled,
    /// Out.
    Published,
    /// Thrown away, and can still be taken back.
    Trashed,
}

crate::comment::stored_words! { PostStatus:
Draft = "draft", Scheduled = "scheduled", Published = "published", Trashed = "trashed" }

/// From when everybody may read a post: the one rule of visibility.
///
/// Pages, feeds, API, search, sitemaps and mail all ask this question, in SQL by the one predicate of the
/// store, so an embargo cannot leak. Publishing sets the moment, retracting clears it, nothing else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Visibility {
    /// The moment; `None` is never.
    pub public_from: Option<Millis>,
}

impl Visibility {
    /// For the newsroom only.
    pub const HIDDEN: Self = Self { public_from: None };

    /// For everybody from `at` on.
    pub const fn public_from(at: Millis) -> Self {
        Self { public_from: Some(at) }
    }

    /// Whether everybody may read it at `now`.
    pub fn is_public(self, now: Millis) -> bool {
        self.public_from.is_some_and(|from| from <= now)
    }
}

/// A story or a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Story or page.
    pub kind: PostKind,
    /// Where it is on its way.
    pub status: PostStatus,
    /// From when everybody may read it.
    pub visibility: Visibility,
    /// The headline, plain text; may be empty, as thousands of imported ones are.
    pub title: String,
    /// The last part of its permalink.
    pub slug: String,
    /// Its public path, decoded, with a leading slash; `None` for a draft that never had one.
    pub permalink: Option<String>,
    /// The body as sanitised HTML with at most one `<!--more-->`.
    pub html: String,
    /// What the author typed, when it was Markdown.
    pub source: Option<String>,
    /// The author's own excerpt, plain text: also the standfirst.
    pub excerpt: Option<String>,
    /// The teaser of lists and feeds, plain text, made by the one teaser rule when the post was saved.
    pub teaser: String,
    /// Whether the teaser is the whole story, so that lists need no "Read more".
    pub teaser_is_all: bool,
    /// The first characters of the plain text, more than a teaser has: what lists of Ghost's themes print. Empty where the
    /// teaser says it all; `None` while nobody has looked.
    pub opening: Option<String>,
    /// The picture above the story.
    pub image: Option<String>,
    /// What the picture shows, for who cannot see it.
    pub image_alt: Option<String>,
    /// The words under the picture: plain text, or safe HTML with the links and emphasis that an import brought along.
    pub image_caption: Option<String>,
    /// Whether the front page may lead with it.
    pub featured: bool,
    /// The place that opens the story ("LISBON"), as printed.
    pub dateline: Option<String>,
    /// The language it is written in, when it is not the site's (BCP 47).
    pub lang: Option<String>,
    /// The title for search engines, when it differs.
    pub meta_title: Option<String>,
    /// The description for search engines, when it differs.
    pub meta_description: Option<String>,
    /// Words of the body.
    pub words: i64,
    /// Pictures in the body.
    pub pictures: i64,
    /// Whether readers may comment.
    pub comments_open: bool,
    /// Approved comments.
    pub comment_count: i64,
    /// The date that is printed; for a scheduled post, its hour.
    pub published_at: Option<Millis>,
    /// When it was first saved here or, for an import, there.
    pub created_at: Millis,
    /// When its words last changed.
    pub updated_at: Millis,
    /// When somebody here last changed it; `None` while it is as it was imported.
    pub edited_at: Option<Millis>,
    /// Who of the staff, or which program, saved its words last; `None` while they are as they were imported.
    pub saved_by: Option<String>,
    /// Where it came from, such as `blogger:8812`.
    pub import_key: Option<String>,
    /// A digest of the imported record, to tell a changed source from an unchanged one.
    pub import_hash: Option<String>,
}

impl Post {
    /// A new empty draft.
    pub fn draft(kind: PostKind, now: Millis) -> Self {
        Self {
            id: PostId::mint(now),
            kind,
            status: PostStatus::Draft,
            visibility: Visibility::HIDDEN,
            title: String::new(),
            slug: String::new(),
            permalink: None,
            html: String::new(),
            source: None,
            excerpt: None,
            teaser: String::new(),
            teaser_is_all: false,
            opening: None,
            image: None,
            image_alt: None,
            image_caption: None,
            featured: false,
            dateline: None,
            lang: None,
            meta_title: None,
            meta_description: None,
            words: 0,
            pictures: 0,
            comments_open: true,
            comment_count: 0,
            published_at: None,
            created_at: now,
            updated_at: now,
            edited_at: None,
            saved_by: None,
            import_key: None,
            import_hash: None,
        }
    }

    /// The date under which lists show it: set for public stories, never for pages, drafts or embargoed ones.
    pub fn listed_at(&self) -> Option<Millis> {
        let listed = self.kind == PostKind::Post && self.visibility.public_from.is_some();
        self.published_at.filter(|_| listed)
    }
}

/// A story as a list shows it: everything but the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostCard {
    /// Its id.
    pub id: PostId,
    /// The headline.
    pub title: String,
    /// The last part of its permalink.
    pub slug: String,
    /// Its public path.
    pub permalink: String,
    /// The author's own excerpt.
    pub excerpt: Option<String>,
    /// The teaser, plain text.
    pub teaser: String,
    /// Whether the teaser is the whole story.
    pub teaser_is_all: bool,
    /// The first characters of the plain text; see [`Post::opening`].
    pub opening: Option<String>,
    /// The picture.
    pub image: Option<String>,
    /// What the picture shows.
    pub image_alt: Option<String>,
    /// Whether the front page may lead with it.
    pub featured: bool,
    /// The place that opens the story.
    pub dateline: Option<String>,
    /// The language, when it is not the site's.
    pub lang: Option<String>,
    /// Words of the body.
    pub words: i64,
    /// Pictures in the body.
    pub pictures: i64,
    /// Approved comments.
    pub comment_count: i64,
    /// The date that is printed.
    pub published_at: Millis,
    /// When its words last changed.
    pub updated_at: Millis,
    /// Where it came from.
    pub import_key: Option<String>,
}

/// A story as a link names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostLink {
    /// Its id.
    pub id: PostId,
    /// The headline.
    pub title: String,
    /// Its public path.
    pub permalink: String,
    /// The date that is printed.
    pub published_at: Millis,
    /// Approved comments.
    pub comment_count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embargoed_story_becomes_public_at_its_moment_and_not_before() {
        let embargo = Visibility::public_from(1_000);
        assert!(!embargo.is_public(999));
        assert!(embargo.is_public(1_000));
        assert!(!Visibility::HIDDEN.is_public(i64::MAX));
    }

    #[test]
    fn pages_are_never_listed() {
        let mut page = Post::draft(PostKind::Page, 1);
        page.visibility = Visibility::public_from(1);
        page.published_at = Some(1);
        assert_eq!(page.listed_at(), None);
        page.kind = PostKind::Post;
        assert_eq!(page.listed_at(), Some(1));
    }
}

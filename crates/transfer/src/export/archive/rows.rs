//! The rows of an archive: the shapes that `docs/archive.md` promises, apart from those of the model, which may
//! change. Ids are 24 hexadecimal digits, moments are milliseconds since 1970 in UTC.

use std::collections::BTreeMap;
use std::str::FromStr;

use dateline_model::{
    Author, Comment, CommentState, Details, Injection, Media, Mention, MentionKind, Millis, Post, PostKind,
    PostStatus, Redirect, RedirectTarget, Role, StaffUser, Tag, Visibility,
};
use dateline_store::Credits;
use serde::{Deserialize, Serialize};

/// The id that `hex` writes.
fn id<T: FromStr<Err = dateline_model::IdError>>(hex: &str) -> Result<T, String> {
    hex.parse().map_err(|error: dateline_model::IdError| error.to_string())
}

/// The value that a stored word names.
fn word<T>(found: Option<T>, word: &str) -> Result<T, String> {
    found.ok_or_else(|| format!("\"{}\" is no word that is known", crate::problem::for_report(word)))
}

/// What lists do not show of a thing, by name. Archives of earlier releases have none.
type DetailRow = BTreeMap<String, String>;

fn details_row(details: &Details) -> DetailRow {
    details.iter().map(|(detail, value)| (detail.as_str().to_owned(), value.to_owned())).collect()
}

/// The details of a row. What does not fit is left out: an archive is a file that anybody may have changed.
fn details_of(row: &DetailRow) -> Details {
    let known = Details::from_rows(row.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let mut details = Details::default();
    for (detail, value) in known.iter().filter(|(detail, value)| detail.refuses(value).is_none()) {
        details.set(detail, Some(value));
    }
    details
}

/// Markup of the owner's. Archives of earlier releases have none.
#[derive(Serialize, Deserialize, Default)]
struct InjectionRow {
    head: String,
    foot: String,
}

impl InjectionRow {
    fn of(injection: &Injection) -> Option<Self> {
        let Injection { head, foot } = injection.clone();
        (!injection.is_empty()).then_some(Self { head, foot })
    }

    fn injection(row: Option<Self>) -> Injection {
        row.map(|Self { head, foot }| Injection { head, foot }).unwrap_or_default()
    }
}

#[derive(Deserialize)]
pub(super) struct SettingRow {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Serialize, Deserialize)]
pub(super) struct AuthorRow {
    id: String,
    name: String,
    slug: String,
    bio: Option<String>,
    url: Option<String>,
    profile_image: Option<String>,
    import_key: Option<String>,
    #[serde(default)]
    details: DetailRow,
}

impl AuthorRow {
    pub(super) fn of(author: &Author, details: &Details) -> Self {
        let Author { id, name, slug, bio, url, profile_image, import_key, .. } = author.clone();
        let details = details_row(details);
        Self { id: id.hex(), name, slug, bio, url, profile_image, import_key, details }
    }

    pub(super) fn author(self) -> Result<(Author, Details), String> {
        let Self { id: hex, name, slug, bio, url, profile_image, import_key, details } = self;
        let author = Author { id: id(&hex)?, name, slug, bio, url, profile_image, post_count: 0, import_key };
        Ok((author, details_of(&details)))
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct TagRow {
    id: String,
    name: String,
    slug: String,
    description: Option<String>,
    import_key: Option<String>,
    #[serde(default)]
    details: DetailRow,
    #[serde(default)]
    injection: Option<InjectionRow>,
}

impl TagRow {
    pub(super) fn of(tag: &Tag, details: &Details, injection: &Injection) -> Self {
        let Tag { id, name, slug, description, import_key, .. } = tag.clone();
        let (details, injection) = (details_row(details), InjectionRow::of(injection));
        Self { id: id.hex(), name, slug, description, import_key, details, injection }
    }

    pub(super) fn tag(self) -> Result<(Tag, Details, Injection), String> {
        let Self { id: hex, name, slug, description, import_key, details, injection } = self;
        let tag = Tag { id: id(&hex)?, name, slug, description, post_count: 0, import_key };
        Ok((tag, details_of(&details), InjectionRow::injection(injection)))
    }
}

/// A story with who signed it and where it is filed.
pub(crate) struct Story {
    pub(crate) post: Post,
    pub(crate) credits: Credits,
    pub(crate) details: Details,
    pub(crate) injection: Injection,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct PostRow {
    id: String,
    kind: String,
    status: String,
    public_from: Option<Millis>,
    title: String,
    slug: String,
    permalink: Option<String>,
    html: String,
    source: Option<String>,
    excerpt: Option<String>,
    teaser: String,
    teaser_is_all: bool,
    image: Option<String>,
    image_alt: Option<String>,
    image_caption: Option<String>,
    featured: bool,
    dateline: Option<String>,
    lang: Option<String>,
    meta_title: Option<String>,
    meta_description: Option<String>,
    words: i64,
    pictures: i64,
    comments_open: bool,
    published_at: Option<Millis>,
    created_at: Millis,
    updated_at: Millis,
    edited_at: Option<Millis>,
    import_key: Option<String>,
    import_hash: Option<String>,
    authors: Vec<String>,
    tags: Vec<String>,
    #[serde(default)]
    saved_by: Option<String>,
    #[serde(default)]
    details: DetailRow,
    #[serde(default)]
    injection: Option<InjectionRow>,
}

impl PostRow {
    /// A story with who signed it, where it is filed, and what lists do not show of it.
    pub(crate) fn new(post: &Post, credits: &Credits, details: &Details, injection: &Injection) -> Self {
        let post = post.clone();
        Self {
            id: post.id.hex(),
            kind: post.kind.as_str().to_owned(),
            status: post.status.as_str().to_owned(),
            public_from: post.visibility.public_from,
            title: post.title,
            slug: post.slug,
            permalink: post.permalink,
            html: post.html,
            source: post.source,
            excerpt: post.excerpt,
            teaser: post.teaser,
            teaser_is_all: post.teaser_is_all,
            image: post.image,
            image_alt: post.image_alt,
            image_caption: post.image_caption,
            featured: post.featured,
            dateline: post.dateline,
            lang: post.lang,
            meta_title: post.meta_title,
            meta_description: post.meta_description,
            words: post.words,
            pictures: post.pictures,
            comments_open: post.comments_open,
            published_at: post.published_at,
            created_at: post.created_at,
            updated_at: post.updated_at,
            edited_at: post.edited_at,
            import_key: post.import_key,
            import_hash: post.import_hash,
            authors: credits.authors.iter().map(|id| id.hex()).collect(),
            tags: credits.tags.iter().map(|id| id.hex()).collect(),
            saved_by: post.saved_by,
            details: details_row(details),
            injection: InjectionRow::of(injection),
        }
    }

    /// The story, its HTML as it is written: what comes from outside is to be cleaned.
    pub(crate) fn story(self) -> Result<Story, String> {
        let kind = word(PostKind::from_word(&self.kind), &self.kind)?;
        let status = word(PostStatus::from_word(&self.status), &self.status)?;
        let credits = Credits {
            authors: self.authors.iter().map(|hex| id(hex)).collect::<Result<_, _>>()?,
            tags: self.tags.iter().map(|hex| id(hex)).collect::<Result<_, _>>()?,
        };
        let post = Post {
            id: id(&self.id)?,
            kind,
            status,
            visibility: Visibility { public_from: self.public_from },
            title: self.title,
            slug: self.slug,
            permalink: self.permalink,
            html: self.html,
            source: self.source,
            excerpt: self.excerpt,
            teaser: self.teaser,
            teaser_is_all: self.teaser_is_all,
            // Made of the body, once that is clean.
            opening: None,
            image: self.image,
            image_alt: self.image_alt,
            image_caption: self.image_caption,
            featured: self.featured,
            dateline: self.dateline,
            lang: self.lang,
            meta_title: self.meta_title,
            meta_description: self.meta_description,
            words: self.words,
            pictures: self.pictures,
            comments_open: self.comments_open,
            comment_count: 0,
            published_at: self.published_at,
            created_at: self.created_at,
            updated_at: self.updated_at,
            edited_at: self.edited_at,
            saved_by: self.saved_by,
            import_key: self.import_key,
            import_hash: self.import_hash,
        };
        let (details, injection) = (details_of(&self.details), InjectionRow::injection(self.injection));
        Ok(Story { post, credits, details, injection })
    }
}

/// The most likes that an archive is believed: it may have been edited by anybody.
const LIKES_MAX: i64 = 1_000_000_000;

#[derive(Serialize, Deserialize)]
pub(crate) struct CommentRow {
    id: String,
    post: String,
    parent: Option<String>,
    root: String,
    thread_at: Millis,
    depth: i64,
    state: String,
    author_name: String,
    author_email: Option<String>,
    author_url: Option<String>,
    staff: Option<String>,
    text: String,
    html: String,
    created_at: Millis,
    updated_at: Millis,
    /// When its writer last changed it; archives of older releases do not say.
    #[serde(default)]
    edited_at: Option<Millis>,
    /// How many readers like it; archives of older releases do not say.
    #[serde(default)]
    likes: i64,
    import_key: Option<String>,
    import_hash: Option<String>,
}

impl From<&Comment> for CommentRow {
    fn from(comment: &Comment) -> Self {
        let comment = comment.clone();
        Self {
            id: comment.id.hex(),
            post: comment.post.hex(),
            parent: comment.parent.map(dateline_model::CommentId::hex),
            root: comment.root.hex(),
            thread_at: comment.thread_at,
            depth: comment.depth,
            state: comment.state.as_str().to_owned(),
            author_name: comment.author_name,
            author_email: comment.author_email,
            author_url: comment.author_url,
            staff: comment.staff.map(dateline_model::UserId::hex),
            text: comment.text,
            html: comment.html,
            created_at: comment.created_at,
            updated_at: comment.updated_at,
            edited_at: comment.edited_at,
            likes: comment.likes,
            import_key: comment.import_key,
            import_hash: comment.import_hash,
        }
    }
}

impl CommentRow {
    /// The comment, its HTML as it is written: what comes from outside is to be cleaned.
    pub(crate) fn comment(self) -> Result<Comment, String> {
        Ok(Comment {
            id: id(&self.id)?,
            post: id(&self.post)?,
            parent: self.parent.as_deref().map(id).transpose()?,
            root: id(&self.root)?,
            thread_at: self.thread_at,
            depth: self.depth,
            state: word(CommentState::from_word(&self.state), &self.state)?,
            author_name: self.author_name,
            author_email: self.author_email,
            author_url: self.author_url,
            staff: self.staff.as_deref().map(id).transpose()?,
            text: self.text,
            html: self.html,
            created_at: self.created_at,
            updated_at: self.updated_at,
            address_hash: None,
            address_until: None,
            edited_at: self.edited_at,
            likes: self.likes.clamp(0, LIKES_MAX),
            submission: None,
            import_key: self.import_key,
            import_hash: self.import_hash,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct MentionRow {
    id: String,
    post: String,
    kind: String,
    state: String,
    title: String,
    url: Option<String>,
    excerpt: String,
    created_at: Millis,
    import_key: Option<String>,
}

impl From<&Mention> for MentionRow {
    fn from(mention: &Mention) -> Self {
        let Mention { id, post, kind, state, title, url, excerpt, created_at, import_key } = mention.clone();
        let (kind, state) = (kind.as_str().to_owned(), state.as_str().to_owned());
        Self { id: id.hex(), post: post.hex(), kind, state, title, url, excerpt, created_at, import_key }
    }
}

impl MentionRow {
    pub(super) fn mention(self) -> Result<Mention, String> {
        let Self { id: hex, post, kind, state, title, url, excerpt, created_at, import_key } = self;
        let (kind, state) =
            (word(MentionKind::from_word(&kind), &kind)?, word(CommentState::from_word(&state), &state)?);
        Ok(Mention {
            id: id(&hex)?,
            post: id(&post)?,
            kind,
            state,
            title,
            url,
            excerpt,
            created_at,
            import_key,
        })
    }
}

/// A file: where it lies and what is known of it.
#[derive(Serialize, Deserialize)]
pub(super) struct MediaRow {
    id: String,
    path: Option<String>,
    source: String,
    media_type: String,
    bytes: i64,
    width: i64,
    height: i64,
    /// SHA-256 of the file in hex.
    hash: Option<String>,
    colour: Option<String>,
    alt: String,
    caption: String,
    credit: String,
    licence: String,
    created_at: Millis,
}

impl From<&Media> for MediaRow {
    fn from(media: &Media) -> Self {
        let Media { id, path, source, media_type, bytes, width, height, hash, colour, .. } = media.clone();
        let Media { alt, caption, credit, licence, created_at, .. } = media.clone();
        let id = id.hex();
        Self {
            id,
            path,
            source,
            media_type,
            bytes,
            width,
            height,
            hash,
            colour,
            alt,
            caption,
            credit,
            licence,
            created_at,
        }
    }
}

impl MediaRow {
    pub(super) fn media(self) -> Result<Media, String> {
        let Self { id: hex, path, source, media_type, bytes, width, height, hash, colour, .. } = self;
        let Self { alt, caption, credit, licence, created_at, .. } = self;
        let id = id(&hex)?;
        Ok(Media {
            id,
            path,
            source,
            media_type,
            bytes,
            width,
            height,
            hash,
            colour,
            alt,
            caption,
            credit,
            licence,
            created_at,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct RedirectRow {
    from: String,
    post: Option<String>,
    address: Option<String>,
    permanent: bool,
}

impl From<&Redirect> for RedirectRow {
    fn from(redirect: &Redirect) -> Self {
        let Redirect { from, to, permanent } = redirect.clone();
        let (post, address) = match to {
            RedirectTarget::Post(post) => (Some(post.hex()), None),
            RedirectTarget::Address(address) => (None, Some(address)),
        };
        Self { from, post, address, permanent }
    }
}

impl RedirectRow {
    pub(super) fn redirect(self) -> Result<Redirect, String> {
        let to = match (self.post, self.address) {
            (Some(post), _) => RedirectTarget::Post(id(&post)?),
            (None, Some(address)) => RedirectTarget::Address(address),
            (None, None) => return Err("it leads nowhere".to_owned()),
        };
        Ok(Redirect { from: self.from, to, permanent: self.permanent })
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct UserRow {
    id: String,
    name: String,
    email: String,
    role: String,
    disabled: bool,
    created_at: Millis,
}

impl From<&StaffUser> for UserRow {
    fn from(user: &StaffUser) -> Self {
        let StaffUser { id, name, email, role, disabled, created_at } = user.clone();
        Self { id: id.hex(), name, email, role: role.as_str().to_owned(), disabled, created_at }
    }
}

impl UserRow {
    pub(super) fn user(self) -> Result<StaffUser, String> {
        let Self { id: hex, name, email, role, disabled, created_at } = self;
        let role = word(Role::from_word(&role), &role)?;
        Ok(StaffUser { id: id(&hex)?, name, email, role, disabled, created_at })
    }
}

//! A post as a program sends it, as an edit for the newsroom.
//!
//! What Ghost has and Dateline does not would publish something its author wanted restricted or sent, and is refused.

use axum::body::Body;
use dateline_model::{Detail, Millis, Post, PostKind, PostStatus, slugify};
use dateline_newsroom::{AuthorRef, Move, PostEdit, TagRef};
use serde_json::{Value, json};

use super::Call;
use super::body::{Sent, from_lexical};
use super::error::GhostError;
use super::injection::Wished;
use super::{details, posts, shape};

/// Lengths in characters, as Ghost checks them.
const TITLE_MAX: usize = 2_000;
const SLUG_MAX: usize = 191;
const ALT_MAX: usize = 191;
const ADDRESS_MAX: usize = 2_000;
const CAPTION_MAX: usize = 65_535;
const EXCERPT_MAX: usize = 300;
const META_TITLE_MAX: usize = 300;
const META_DESCRIPTION_MAX: usize = 500;
const LOCALE_MAX: usize = 35;
const DATELINE_MAX: usize = 191;

/// What is to be changed.
pub(super) struct Change {
    pub(super) edit: PostEdit,
    pub(super) status: Option<PostStatus>,
    /// Markup of the owner's in it.
    pub(super) injection: Wished,
    /// The version that the program saw.
    pub(super) updated_at: Option<Millis>,
}

/// Reads `{"posts":[{…}]}`.
pub(super) async fn read(call: &Call<'_>, kind: PostKind, body: Body) -> Result<Change, GhostError> {
    let sent = Sent::read(call, body, posts::name(kind)).await?;
    refuse_what_we_do_not_keep(&sent)?;
    let title = sent.text("title", TITLE_MAX)?;
    if title.as_ref().is_some_and(|title| title.as_deref().is_none_or(|title| title.trim().is_empty())) {
        return Err(sent.wrong("title", "cannot be blank"));
    }
    let slug = sent.text("slug", SLUG_MAX)?;
    if slug == Some(None) {
        return Err(sent.wrong("slug", "cannot be blank"));
    }
    let edit = PostEdit {
        title: title.flatten(),
        slug: slug.flatten(),
        body: story(call, &sent)?,
        excerpt: sent.text("custom_excerpt", EXCERPT_MAX)?,
        image: sent
            .text("feature_image", ADDRESS_MAX)?
            .map(|address| address.map(|a| shape::own(call.visit, &a))),
        image_alt: sent.text("feature_image_alt", ALT_MAX)?,
        image_caption: sent.text("feature_image_caption", CAPTION_MAX)?,
        featured: sent.flag("featured")?,
        dateline: sent.text("dateline", DATELINE_MAX)?,
        lang: sent.text("locale", LOCALE_MAX)?,
        comments_open: sent.flag("comments_open")?,
        meta_title: sent.text("meta_title", META_TITLE_MAX)?,
        meta_description: sent.text("meta_description", META_DESCRIPTION_MAX)?,
        published_at: sent.moment("published_at")?,
        tags: sent.list("tags")?.map(|list| tags(call, list)).transpose()?,
        authors: match sent.list("authors")? {
            Some(list) => Some(authors(call, list).await?),
            None => None,
        },
        details: details::changes(call, &sent, &Detail::OF_POSTS)?,
        ..PostEdit::default()
    };
    Ok(Change {
        edit,
        injection: Wished::of(&sent)?,
        status: status(&sent)?,
        updated_at: sent.moment("updated_at")?,
    })
}

/// Where a post goes when a program gives it this status.
pub(super) fn destination(before: Option<&Post>, change: &Change) -> Result<Move, GhostError> {
    let now = before.map_or(PostStatus::Draft, |post| post.status);
    // A date that is sent back as it was read is no wish.
    let date =
        change.edit.published_at.filter(|date| before.and_then(|post| post.published_at) != Some(*date));
    match (now, change.status.unwrap_or(now)) {
        (PostStatus::Scheduled, PostStatus::Scheduled) => Ok(date.map_or(Move::Stay, Move::Schedule)),
        (now, wanted) if now == wanted => Ok(Move::Stay),
        (PostStatus::Published, PostStatus::Scheduled) => Err(GhostError::validation(
            "status",
            "A published post cannot be scheduled; make it a draft first.",
        )),
        (_, PostStatus::Scheduled) => {
            let at = change.edit.published_at.or(before.and_then(|post| post.published_at));
            at.map(Move::Schedule)
                .ok_or_else(|| GhostError::validation("published_at", "A scheduled post needs published_at."))
        }
        (_, PostStatus::Published) => Ok(Move::Publish(date)),
        (_, PostStatus::Draft | PostStatus::Trashed) => Ok(Move::ToDraft),
    }
}

fn status(sent: &Sent) -> Result<Option<PostStatus>, GhostError> {
    match sent.text("status", 20)?.flatten().as_deref() {
        None => Ok(None),
        Some("draft") => Ok(Some(PostStatus::Draft)),
        Some("scheduled") => Ok(Some(PostStatus::Scheduled)),
        Some("published") => Ok(Some(PostStatus::Published)),
        Some(_) => {
            let known = json!({ "allowedValues": ["draft", "scheduled", "published"] });
            Err(sent.breaks("status", "must be draft, scheduled or published", "enum", &known))
        }
    }
}

fn refuse_what_we_do_not_keep(sent: &Sent) -> Result<(), GhostError> {
    let visibility = sent.text("visibility", 50)?.flatten();
    if visibility.is_some_and(|visibility| visibility != "public") {
        return Err(GhostError::validation(
            "visibility",
            "This server has no members: every published post is public.",
        ));
    }
    if sent.flag("email_only")? == Some(true) {
        return Err(GhostError::validation("email_only", "This server sends no newsletters."));
    }
    Ok(())
}

/// The body: `html` or `markdown` where the call says that it is the source, else what an HTML card of the editor's
/// document holds.
fn story(call: &Call<'_>, sent: &Sent) -> Result<Option<dateline_newsroom::Body>, GhostError> {
    if call.parameters.get("newsletter").is_some() {
        return Err(GhostError::validation("newsletter", "This server sends no newsletters."));
    }
    let html = dateline_newsroom::Body::Html;
    match call.parameters.get("source") {
        Some("html") => {
            let text = sent.text("html", usize::MAX)?;
            return Ok(text.map(|text| html(text.unwrap_or_default())));
        }
        Some("markdown") => {
            let text = sent.text("markdown", usize::MAX)?;
            return Ok(text.map(|text| dateline_newsroom::Body::Markdown(text.unwrap_or_default())));
        }
        Some(_) => {
            return Err(GhostError::validation("source", "Validation (AllowedValues) failed for source"));
        }
        None => {}
    }
    let foreign = |name| {
        let words = format!("This server keeps HTML: send it as html with ?source=html instead of {name}.");
        Err(GhostError::validation(name, &words))
    };
    if sent.text("mobiledoc", usize::MAX)?.flatten().is_some() {
        return foreign("mobiledoc");
    }
    match sent.text("lexical", usize::MAX)?.flatten() {
        None => Ok(None),
        Some(document) => {
            from_lexical(&document).map_or_else(|| foreign("lexical"), |text| Ok(Some(html(text))))
        }
    }
}

/// Tags by id, slug or name, or as plain names. A name finds a tag of another spelling by its slug, as in Ghost.
pub(super) fn tags(call: &Call<'_>, list: &[Value]) -> Result<Vec<TagRef>, GhostError> {
    let wrong = || GhostError::validation("tags", "A tag needs an id, a slug or a name.");
    let by_name = |name: &str| {
        let slug = slugify(name, &call.visit.paper.settings.locale);
        let slug = Some(slug).filter(|slug| !slug.is_empty() && !name.starts_with('#'));
        TagRef { id: None, slug, name: Some(name.to_owned()) }
    };
    list.iter()
        .map(|tag| {
            let part = |key: &str| tag[key].as_str().map(str::trim).filter(|text| !text.is_empty());
            match tag {
                Value::String(name) if !name.trim().is_empty() => Ok(by_name(name.trim())),
                Value::Object(_) => {
                    let id = part("id").map(str::parse).transpose().map_err(|_| wrong())?;
                    let named = part("name").map(by_name).unwrap_or_default();
                    let slug = part("slug").map(str::to_owned).or(named.slug);
                    let tag = TagRef { id, slug, name: named.name };
                    if tag == TagRef::default() { Err(wrong()) } else { Ok(tag) }
                }
                _ => Err(wrong()),
            }
        })
        .collect()
}

/// Authors by id, slug, name or the e-mail address of a member of the staff. A name that nobody has is a new byline:
/// who writes needs no account.
async fn authors(call: &Call<'_>, list: &[Value]) -> Result<Vec<AuthorRef>, GhostError> {
    let mut read = call.visit.app.store().read().await?;
    let site = call.visit.paper.id();
    let known = read.authors(site, i64::MAX).await?;
    let staff = read.users(site).await?;
    let unknown = |name: &str| {
        GhostError::validation(
            "authors",
            &format!("Nobody here is \"{name}\": name an author by id, slug or name."),
        )
    };
    let by_email = |email: &str| {
        let user = staff.iter().find(|user| user.email == email.trim().to_lowercase());
        user.map(|user| AuthorRef::named(&user.name)).ok_or_else(|| unknown(email))
    };
    list.iter()
        .map(|author| {
            let part = |key: &str| author[key].as_str().map(str::trim).filter(|text| !text.is_empty());
            if let Some(email) = author.as_str() {
                return by_email(email);
            }
            if let Some(id) = part("id") {
                let found = known.iter().find(|author| author.id.hex() == id.to_ascii_lowercase());
                let slug = found.map(|author| author.slug.clone()).ok_or_else(|| unknown(id))?;
                return Ok(AuthorRef { slug: Some(slug), name: None });
            }
            match (part("slug"), part("name"), part("email")) {
                (None, None, None) => {
                    Err(GhostError::validation("authors", "An author needs an id, a slug or a name."))
                }
                (None, None, Some(email)) => by_email(email),
                (slug, name, _) => {
                    Ok(AuthorRef { slug: slug.map(str::to_owned), name: name.map(str::to_owned) })
                }
            }
        })
        .collect()
}

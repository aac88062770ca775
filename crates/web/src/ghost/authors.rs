//! Authors: for readers' programs those of public stories; for the staff all of them, guests without an account too,
//! whose words an editor changes.

use axum::body::Body;
use dateline_model::{Author, AuthorId, Detail};
use dateline_newsroom::BylineEdit;
use dateline_store::Selection;
use serde_json::Value;

use super::body::Sent;
use super::error::GhostError;
use super::page::{listed, single};
use super::query::{Listing, Wish};
use super::{Call, Reply, Side, details, shape};

const NAME: &str = "authors";
/// Characters that the API reads of each of an author's words; the newsroom has limits of its own.
const WORDS_MAX: usize = 2_000;
/// What Ghost keeps private of an author: no part of a filter, and the rest of it applies.
const PRIVATE: [&str; 2] = ["email", "password"];

/// How a single author is named in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    Id(&'a str),
    Slug(&'a str),
}

/// `GET content/authors/`, `GET admin/authors/`
pub(super) async fn browse(call: &Call<'_>, side: Side) -> Result<Reply, GhostError> {
    let (listing, filter) = Listing::with_filter(call)?;
    let wish = Wish::of(call, &[])?;
    let filter =
        filter.and_then(|filter| filter.without(&|condition| PRIVATE.contains(&condition.key.as_str())));
    let (limit, offset) = (listing.limit, listing.offset());
    let selection = Selection { filter: filter.as_ref(), order: &listing.order, limit, offset };
    let mut read = call.visit.app.store().read().await?;
    let (site, is_public) = (call.visit.paper.id(), side == Side::Content);
    let (authors, total) = read.author_selection(site, call.visit.now, is_public, &selection).await?;
    let with_count = wish.includes("count.posts");
    let details = read.details_of(site, [], [], authors.iter().map(|author| author.id)).await?;
    let mut objects = Vec::with_capacity(authors.len());
    for author in authors {
        let mut json = shape::author(call.visit, with_count, &author, details.of_author(author.id));
        if side == Side::Admin {
            json["is_guest"] = (!read.is_byline_of_user(site, author.id).await?).into();
        }
        wish.restrict(&mut json, false);
        objects.push(json);
    }
    Ok(listed(NAME, objects, &listing, total))
}

/// `GET content/authors/{id}/`, `GET content/authors/slug/{slug}/`, `GET admin/authors/{id}/`
pub(super) async fn read(call: &Call<'_>, side: Side, named: Named<'_>) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, &[])?;
    let (site, mut read) = (call.visit.paper.id(), call.visit.app.store().read().await?);
    let found = match named {
        Named::Id(id) => match id.parse::<AuthorId>() {
            Ok(id) => read.author(site, id).await?,
            Err(_) => None,
        },
        Named::Slug(slug) => read.author_by_slug(site, slug).await?,
    };
    let author = found.filter(|author| side == Side::Admin || author.post_count > 0);
    let author = author.ok_or_else(|| GhostError::not_found("Author not found."))?;
    let own = read.details_of_author(site, author.id).await?;
    let mut json = shape::author(call.visit, wish.includes("count.posts"), &author, &own);
    if side == Side::Admin {
        json["is_guest"] = (!read.is_byline_of_user(site, author.id).await?).into();
    }
    wish.restrict(&mut json, true);
    Ok(Reply::Ok(single(NAME, json)))
}

/// `POST admin/authors/`: somebody who writes and needs no account.
pub(super) async fn add(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let sent = Sent::read_short(call, body, NAME).await?;
    let edit = edit_of(call, &sent)?;
    if edit.name.is_none() {
        return Err(sent.lacks("name"));
    }
    let author = call.visit.app.newsroom().add_byline(&call.visit.paper, edit).await?;
    let json = staff_shape(call, &author).await?;
    Ok(Reply::Created { path: format!("{NAME}/{}", author.id.hex()), json, public: false })
}

/// `PUT admin/authors/{id}/`
pub(super) async fn edit(call: &Call<'_>, id: &str, body: Body) -> Result<Reply, GhostError> {
    let wrong = |_| GhostError::validation("id", "Validation (matches) failed for id");
    let id = id.parse::<AuthorId>().map_err(wrong)?;
    let edit = edit_of(call, &Sent::read_short(call, body, NAME).await?)?;
    let author = call.visit.app.newsroom().change_byline(&call.visit.paper, id, edit).await?;
    Ok(Reply::Changed(staff_shape(call, &author).await?))
}

async fn staff_shape(call: &Call<'_>, author: &Author) -> Result<Value, GhostError> {
    let mut read = call.visit.app.store().read().await?;
    let site = call.visit.paper.id();
    let own = read.details_of_author(site, author.id).await?;
    let mut json = shape::author(call.visit, true, author, &own);
    json["is_guest"] = (!read.is_byline_of_user(site, author.id).await?).into();
    Ok(single(NAME, json))
}

/// What a program sends of an author, or of a member of the staff as an author.
pub(super) fn edit_of(call: &Call<'_>, sent: &Sent) -> Result<BylineEdit, GhostError> {
    let own = |address: String| shape::own(call.visit, &address);
    Ok(BylineEdit {
        name: sent.text("name", WORDS_MAX)?.flatten(),
        slug: sent.text("slug", WORDS_MAX)?.flatten(),
        bio: sent.text("bio", WORDS_MAX)?,
        url: sent.text("website", WORDS_MAX)?,
        profile_image: sent.text("profile_image", WORDS_MAX)?.map(|address| address.map(own)),
        details: details::changes(call, sent, &Detail::OF_AUTHORS)?,
    })
}

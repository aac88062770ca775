//! Tags. Readers' programs get those that public stories have; the staff's get all.

use axum::body::Body;
use dateline_model::{Detail, Injection, Tag, TagId};
use dateline_newsroom::TagEdit;
use dateline_store::Selection;
use serde_json::Value;

use super::body::Sent;
use super::caller::Caller;
use super::error::GhostError;
use super::injection::{self, Wished};
use super::page::{listed, single};
use super::query::{Listing, Wish};
use super::{Call, Reply, Side, details, shape};

const NAME: &str = "tags";
/// Lengths in characters, as Ghost checks them.
const NAME_MAX: usize = 191;
const DESCRIPTION_MAX: usize = 500;

/// How a single tag is named in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    Id(&'a str),
    Slug(&'a str),
}

/// `GET tags/`
pub(super) async fn browse(call: &Call<'_>, side: Side) -> Result<Reply, GhostError> {
    let (listing, filter) = Listing::with_filter(call)?;
    let wish = Wish::of(call, &[])?;
    let (limit, offset) = (listing.limit, listing.offset());
    let selection = Selection { filter: filter.as_ref(), order: &listing.order, limit, offset };
    let mut read = call.visit.app.store().read().await?;
    let (site, now, used) = (call.visit.paper.id(), call.visit.now, side == Side::Content);
    let (tags, total) = read.tag_selection(site, now, used, &selection).await?;
    let with_count = wish.includes("count.posts");
    let details = read.details_of(site, [], tags.iter().map(|tag| tag.id), []).await?;
    let injections = read.injections_of(site, [], tags.iter().map(|tag| tag.id)).await?;
    let objects = tags.into_iter().map(|tag| {
        let mut json = shape::tag(call.visit, side, with_count, &tag, details.of_tag(tag.id));
        injection::show(&mut json, injections.of_tag(tag.id));
        wish.restrict(&mut json, false);
        json
    });
    Ok(listed(NAME, objects.collect(), &listing, total))
}

/// A tag that no public story has is nobody's business but the staff's.
fn is_shown(tag: &Tag, side: Side) -> bool {
    side == Side::Admin || tag.post_count > 0
}

/// `GET tags/{id}/`, `GET tags/slug/{slug}/`
pub(super) async fn read(call: &Call<'_>, side: Side, named: Named<'_>) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, &[])?;
    let mut read = call.visit.app.store().read().await?;
    let site = call.visit.paper.id();
    let tag = match named {
        Named::Id(id) => read.tag(site, tag_id(id)?).await?,
        Named::Slug(slug) => read.tag_by_slug(site, slug).await?,
    };
    let tag = tag.filter(|tag| is_shown(tag, side)).ok_or_else(no_such_tag)?;
    let own = read.details_of_tag(site, tag.id).await?;
    let mut json = shape::tag(call.visit, side, wish.includes("count.posts"), &tag, &own);
    injection::show(&mut json, &read.injection_of_tag(site, tag.id).await?);
    wish.restrict(&mut json, true);
    Ok(Reply::Ok(single(NAME, json)))
}

/// `POST admin/tags/`
pub(super) async fn add(call: &Call<'_>, caller: &Caller, body: Body) -> Result<Reply, GhostError> {
    let sent = Sent::read(call, body, NAME).await?;
    let injection = Wished::of(&sent)?.settle(caller, Injection::default())?;
    let edit = edit_of(call, &sent)?;
    if edit.name.is_none() {
        return Err(sent.lacks("name"));
    }
    let tag = call.visit.app.newsroom().add_tag(&call.visit.paper, edit).await?;
    let json = injected(call, &tag, injection).await?;
    Ok(Reply::Created { path: format!("{NAME}/{}", tag.id), json, public: false })
}

/// `PUT admin/tags/{id}/`
pub(super) async fn edit(
    call: &Call<'_>,
    caller: &Caller,
    id: &str,
    body: Body,
) -> Result<Reply, GhostError> {
    let id = tag_id(id)?;
    let sent = Sent::read(call, body, NAME).await?;
    let before = call.visit.app.store().read().await?.injection_of_tag(call.visit.paper.id(), id).await?;
    let injection = Wished::of(&sent)?.settle(caller, before)?;
    let edit = edit_of(call, &sent)?;
    let tag = call.visit.app.newsroom().change_tag(&call.visit.paper, id, edit).await?;
    Ok(Reply::Changed(injected(call, &tag, injection).await?))
}

/// `DELETE admin/tags/{id}/`
pub(super) async fn delete(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    call.visit.app.newsroom().delete_tag(&call.visit.paper, tag_id(id)?).await?;
    Ok(Reply::Deleted)
}

/// A tag as it is now, with the markup that its pages have from now on, where that changes.
async fn injected(call: &Call<'_>, tag: &Tag, change: Option<Injection>) -> Result<Value, GhostError> {
    let app = &call.visit.app;
    if let Some(injection) = change {
        app.newsroom().inject_into_tag(&call.visit.paper, tag.id, injection).await?;
    }
    let (mut read, site) = (app.store().read().await?, call.visit.paper.id());
    let now = read.injection_of_tag(site, tag.id).await?;
    let own = read.details_of_tag(site, tag.id).await?;
    let mut json = shape::tag(call.visit, Side::Admin, false, tag, &own);
    injection::show(&mut json, &now);
    Ok(single(NAME, json))
}

fn edit_of(call: &Call<'_>, sent: &Sent) -> Result<TagEdit, GhostError> {
    let name = sent.text("name", NAME_MAX)?;
    if name.as_ref().is_some_and(|name| name.as_deref().is_none_or(|name| name.trim().is_empty())) {
        return Err(sent.wrong("name", "cannot be blank"));
    }
    Ok(TagEdit {
        name: name.flatten(),
        slug: sent.text("slug", NAME_MAX)?.flatten(),
        description: sent.text("description", DESCRIPTION_MAX)?,
        details: details::changes(call, sent, &Detail::OF_TAGS)?,
    })
}

fn tag_id(text: &str) -> Result<TagId, GhostError> {
    text.parse().map_err(|_| GhostError::validation("id", "Validation (matches) failed for id"))
}

fn no_such_tag() -> GhostError {
    GhostError::not_found("Tag not found.")
}

//! Authors of public stories, for readers' programs.

use dateline_model::{Author, AuthorId};
use dateline_store::Selection;

use super::error::GhostError;
use super::page::{listed, single};
use super::query::{Listing, Wish};
use super::{Call, Reply, shape};

const NAME: &str = "authors";
/// What Ghost keeps private of an author: no part of a filter, and the rest of it applies.
const PRIVATE: [&str; 2] = ["email", "password"];

/// How a single author is named in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    Id(&'a str),
    Slug(&'a str),
}

/// `GET content/authors/`
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let (listing, filter) = Listing::with_filter(call)?;
    let wish = Wish::of(call, &[])?;
    let filter =
        filter.and_then(|filter| filter.without(&|condition| PRIVATE.contains(&condition.key.as_str())));
    let (limit, offset) = (listing.limit, listing.offset());
    let selection = Selection { filter: filter.as_ref(), order: &listing.order, limit, offset };
    let mut read = call.visit.app.store().read().await?;
    let (authors, total) =
        read.author_selection(call.visit.paper.id(), call.visit.now, true, &selection).await?;
    let with_count = wish.includes("count.posts");
    let objects = authors.into_iter().map(|author| {
        let mut json = shape::author(call.visit, with_count, &author);
        wish.restrict(&mut json, false);
        json
    });
    Ok(listed(NAME, objects.collect(), &listing, total))
}

/// `GET content/authors/{id}/`, `GET content/authors/slug/{slug}/`
pub(super) async fn read(call: &Call<'_>, named: Named<'_>) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, &[])?;
    let is_meant = |author: &Author| match named {
        Named::Id(id) => id.parse::<AuthorId>().is_ok_and(|id| author.id == id),
        Named::Slug(slug) => author.slug == slug,
    };
    let found = public_authors(call).await?.into_iter().find(is_meant);
    let author = found.ok_or_else(|| GhostError::not_found("Author not found."))?;
    let mut json = shape::author(call.visit, wish.includes("count.posts"), &author);
    wish.restrict(&mut json, true);
    Ok(Reply::Ok(single(NAME, json)))
}

async fn public_authors(call: &Call<'_>) -> Result<Vec<Author>, GhostError> {
    let mut authors = call.visit.app.store().read().await?.authors(call.visit.paper.id(), i64::MAX).await?;
    authors.retain(|author| author.post_count > 0);
    Ok(authors)
}

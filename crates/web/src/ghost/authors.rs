//! Authors of public stories, for readers' programs.

use dateline_model::{Author, AuthorId};

use super::error::GhostError;
use super::page::{listed, single, slice};
use super::query::{Listing, Wish, no_such_filter, no_such_order};
use super::{Call, Reply, shape};

const NAME: &str = "authors";

/// How a single author is named in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    Id(&'a str),
    Slug(&'a str),
}

/// `GET content/authors/`
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let (listing, wish) = (Listing::of(call)?, Wish::of(call, &[])?);
    let mut authors = public_authors(call).await?;
    for condition in &listing.filter {
        let field: fn(&Author) -> String = match condition.key.as_str() {
            "slug" => |author| author.slug.clone(),
            "name" => |author| author.name.clone(),
            "id" => |author| author.id.hex(),
            _ => return Err(no_such_filter(condition, "id, slug and name")),
        };
        authors.retain(|author| condition.values.contains(&field(author)));
    }
    match listing.order.first().map(|(field, down)| (field.as_str(), *down)) {
        None | Some(("name", false)) => {}
        Some(("name", true)) => authors.reverse(),
        Some(("count.posts", true)) => authors.sort_by_key(|author| -author.post_count),
        Some(_) => return Err(no_such_order("name and count.posts desc")),
    }
    let total = authors.len() as i64;
    let with_count = wish.includes("count.posts");
    let objects = slice(authors, &listing).into_iter().map(|author| {
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

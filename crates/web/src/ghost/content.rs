//! The Content API: what every reader may read, for programs.

use dateline_model::PostKind;
use http::Method;

use super::error::{ErrorKind, GhostError};
use super::key::ContentKey;
use super::{Call, Reply, Side, authors, members, posts, search, site, tags};
use crate::private;

/// Answers below `/ghost/api/content/`.
pub(super) async fn reply(call: &Call<'_>, path: &[&str]) -> Result<Reply, GhostError> {
    let known = matches!(
        path.first(),
        Some(
            &("posts"
                | "pages"
                | "tags"
                | "authors"
                | "settings"
                | "search"
                | "search-index"
                | "tiers"
                | "newsletters"
                | "offers")
        )
    );
    if !known || call.method != Method::GET {
        return Err(call.unknown_endpoint());
    }
    let _key = ContentKey::of(call).await?;
    if call.visit.paper.settings.is_private() && !private::may_read(call.visit) {
        let message = "This site is private; its stories are read by the Admin API.";
        return Err(GhostError::new(ErrorKind::NoPermission, message));
    }
    let verb = if path.len() == 1 { "list" } else { "read" };
    let (resource, done) = match path {
        ["posts", rest @ ..] => ("posts", posts_of(call, PostKind::Post, rest).await),
        ["pages", rest @ ..] => ("pages", posts_of(call, PostKind::Page, rest).await),
        ["tags"] => ("tags", tags::browse(call, Side::Content).await),
        ["tags", "slug", slug] => ("tags", tags::read(call, Side::Content, tags::Named::Slug(slug)).await),
        ["tags", id] => ("tags", tags::read(call, Side::Content, tags::Named::Id(id)).await),
        ["authors"] => ("authors", authors::browse(call, Side::Content).await),
        ["authors", "slug", slug] => {
            ("authors", authors::read(call, Side::Content, authors::Named::Slug(slug)).await)
        }
        ["authors", id] => ("authors", authors::read(call, Side::Content, authors::Named::Id(id)).await),
        ["search"] => ("search", search::find_public(call).await),
        ["search-index", of @ ("posts" | "authors" | "tags")] => {
            ("search index", search::slim_list(call, of).await)
        }
        ["settings"] => ("settings", Ok(site::settings(call))),
        [of @ ("tiers" | "newsletters")] => (*of, members::none(call, of)),
        ["offers", _] => ("offers", Err(GhostError::not_found("Offer not found."))),
        _ => return Err(call.unknown_endpoint()),
    };
    let resource = if verb == "read" { resource.trim_end_matches('s') } else { resource };
    done.map_err(|error| error.cannot(verb, resource))
}

async fn posts_of(call: &Call<'_>, kind: PostKind, path: &[&str]) -> Result<Reply, GhostError> {
    match path {
        [] => posts::browse_public(call, kind).await,
        ["slug", slug] => posts::read_public(call, kind, posts::Named::Slug(slug)).await,
        [id] => posts::read_public(call, kind, posts::Named::Id(id)).await,
        _ => Err(call.unknown_endpoint()),
    }
}

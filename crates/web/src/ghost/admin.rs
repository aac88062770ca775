//! The Admin API: everything, with a key of the site.

use axum::body::Body;
use dateline_model::PostKind;
use http::Method;

use super::error::{ErrorKind, GhostError};
use super::key::AdminKey;
use super::{Call, Reply, Side, comments, posts, site, tags, users};

/// Answers below `/ghost/api/admin/`.
pub(super) async fn reply(call: &Call<'_>, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    if let ["site"] = path
        && call.method == Method::GET
    {
        return Ok(site::read(call));
    }
    // Before the body is read and before anything is looked up: a stranger learns nothing but this.
    let key = AdminKey::of(call).await?;
    let verb = match (call.method.as_str(), path.len()) {
        ("GET", 1) => "list",
        ("GET", _) => "read",
        ("POST", _) => "save",
        ("PUT", _) => "edit",
        _ => "delete",
    };
    let resource = path.first().copied().unwrap_or_default();
    let resource = if verb == "list" { resource } else { resource.trim_end_matches('s') };
    with_key(call, &key, path, body).await.map_err(|error| error.cannot(verb, resource))
}

async fn with_key(call: &Call<'_>, _key: &AdminKey, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        (_, ["posts", rest @ ..]) => posts_of(call, PostKind::Post, rest, body).await,
        (_, ["pages", rest @ ..]) => posts_of(call, PostKind::Page, rest, body).await,
        ("GET", ["tags"]) => tags::browse(call, Side::Admin).await,
        ("POST", ["tags"]) => tags::add(call, body).await,
        ("GET", ["tags", "slug", slug]) => tags::read(call, Side::Admin, tags::Named::Slug(slug)).await,
        ("GET", ["tags", id]) => tags::read(call, Side::Admin, tags::Named::Id(id)).await,
        ("PUT", ["tags", id]) => tags::edit(call, id, body).await,
        ("DELETE", ["tags", id]) => tags::delete(call, id).await,
        ("GET", ["users"]) => users::browse(call).await,
        // A key is no person.
        ("GET", ["users", "me"]) => Err(GhostError::not_found("User not found.")),
        ("GET", ["users", "slug", slug]) => users::read(call, users::Named::Slug(slug)).await,
        ("GET", ["users", "email", email]) => users::read(call, users::Named::Email(email)).await,
        ("GET", ["users", id]) => users::read(call, users::Named::Id(id)).await,
        ("GET", ["config"]) => Ok(site::config()),
        ("GET", ["comments"]) => comments::browse(call).await,
        ("PUT", ["comments", "bulk"]) => comments::decide_many(call, body).await,
        ("PUT", ["comments", id]) => comments::decide(call, id, body).await,
        _ => Err(closed_to_keys(path).unwrap_or_else(|| call.unknown_endpoint())),
    }
}

async fn posts_of(call: &Call<'_>, kind: PostKind, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        ("GET", []) => posts::browse_all(call, kind).await,
        ("POST", []) => posts::add(call, kind, body).await,
        ("GET", ["slug", slug]) => posts::read_any(call, kind, posts::Named::Slug(slug)).await,
        ("GET", [id]) => posts::read_any(call, kind, posts::Named::Id(id)).await,
        ("PUT", [id]) => posts::edit(call, kind, id, body).await,
        ("DELETE", [id]) => posts::delete(call, kind, id).await,
        _ => Err(call.unknown_endpoint()),
    }
}

/// Resources that Ghost's own admin app uses and that no key opens: programs expect 403 there, not 404.
fn closed_to_keys(path: &[&str]) -> Option<GhostError> {
    let closed = ["settings", "slugs", "integrations", "snippets", "notifications", "db"];
    path.first().filter(|resource| closed.contains(resource)).map(|_| {
        GhostError::new(ErrorKind::NoPermission, "API tokens do not have permission to access this endpoint")
    })
}

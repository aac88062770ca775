//! Accounts of the staff, to read.

use dateline_model::{Role, StaffUser, UserId, slugify};
use serde_json::{Value, json};

use super::error::GhostError;
use super::page::{listed, single, slice};
use super::query::{Listing, Wish, no_such_filter};
use super::shape::utc;
use super::{Call, Reply};

const NAME: &str = "users";

/// How a single account is named in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    Id(&'a str),
    Slug(&'a str),
    Email(&'a str),
}

/// `GET admin/users/`
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let (listing, wish) = (Listing::of(call)?, Wish::of(call, &[])?);
    let mut users = call.visit.app.store().read().await?.users(call.visit.paper.id()).await?;
    for condition in &listing.filter {
        match condition.key.as_str() {
            "status" => users.retain(|user| condition.values.iter().any(|value| value == status(user))),
            "email" => users.retain(|user| condition.values.contains(&user.email)),
            _ => return Err(no_such_filter(condition, "status and email")),
        }
    }
    let total = users.len() as i64;
    let objects = slice(users, &listing).into_iter().map(|user| {
        let mut json = shape(&user, wish.includes("roles"));
        wish.restrict(&mut json, false);
        json
    });
    Ok(listed(NAME, objects.collect(), &listing, total))
}

/// `GET admin/users/{id}/`, `…/slug/{slug}/`, `…/email/{email}/`
pub(super) async fn read(call: &Call<'_>, named: Named<'_>) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, &[])?;
    let users = call.visit.app.store().read().await?.users(call.visit.paper.id()).await?;
    let is_meant = |user: &StaffUser| match named {
        Named::Id(id) => id.parse::<UserId>().is_ok_and(|id| user.id == id),
        Named::Slug(slug) => slugify(&user.name, "en") == slug,
        Named::Email(email) => user.email == email.to_lowercase(),
    };
    let user =
        users.iter().find(|user| is_meant(user)).ok_or_else(|| GhostError::not_found("User not found."))?;
    let mut json = shape(user, wish.includes("roles"));
    wish.restrict(&mut json, true);
    Ok(Reply::Ok(single(NAME, json)))
}

fn status(user: &StaffUser) -> &'static str {
    if user.disabled { "inactive" } else { "active" }
}

fn shape(user: &StaffUser, with_roles: bool) -> Value {
    let mut json = json!({
        "id": user.id.hex(),
        "name": user.name,
        "slug": slugify(&user.name, "en"),
        "email": user.email,
        "profile_image": null,
        "cover_image": null,
        "bio": null,
        "website": null,
        "location": null,
        "status": status(user),
        "created_at": utc(user.created_at),
        "updated_at": utc(user.created_at),
    });
    if with_roles {
        let name = match user.role {
            Role::Contributor => "Contributor",
            Role::Author => "Author",
            Role::Editor => "Editor",
            Role::Administrator => "Administrator",
            Role::Owner => "Owner",
        };
        json["roles"] = json!([{ "name": name }]);
    }
    json
}

//! Accounts of the staff.

use axum::body::Body;
use dateline_model::{Author, Detail, Details, Role, StaffUser, UserId, slugify};
use dateline_newsroom::{BylineEdit, StaffEdit};
use serde_json::{Value, json};

use super::authentication::{new_password, required};
use super::body::Sent;
use super::caller::Caller;
use super::error::{ErrorKind, GhostError};
use super::page::{listed, single, slice};
use super::query::{Listing, Wish, no_such_filter};
use super::session::{device, hand_cookie};
use super::shape::{NOWHERE, addresses, utc, whole_address};
use super::{Call, Reply, authors, details};

const NAME: &str = "users";
/// Characters of what people type, as far as the API reads it; the newsroom has limits of its own.
const WORDS_MAX: usize = 2_000;

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
    let mut objects = Vec::new();
    for user in slice(users, &listing) {
        let mut json = whole(call, &user, Some(&wish)).await?;
        wish.restrict(&mut json, false);
        objects.push(json);
    }
    Ok(listed(NAME, objects, &listing, total))
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
    let mut json = whole(call, user, Some(&wish)).await?;
    wish.restrict(&mut json, true);
    Ok(Reply::Ok(single(NAME, json)))
}

/// `GET admin/users/me/`
pub(super) async fn me(call: &Call<'_>, caller: &Caller) -> Result<Reply, GhostError> {
    let wish = Wish::of(call, &[])?;
    let mut json = whole(call, &caller.person()?.user, Some(&wish)).await?;
    wish.restrict(&mut json, true);
    Ok(Reply::Ok(single(NAME, json)))
}

/// `PUT admin/users/{id}/`: people change their own name, address and what readers are told of them; others' only who
/// may manage them.
pub(super) async fn edit(
    call: &Call<'_>,
    caller: &Caller,
    id: &str,
    body: Body,
) -> Result<Reply, GhostError> {
    let by = &caller.person()?.user;
    let id = if id == "me" { by.id } else { user_id(id)? };
    let sent = Sent::read_short(call, body, NAME).await?;
    let disabled = match sent.text("status", 20)?.flatten().as_deref() {
        None => None,
        Some("active") => Some(false),
        Some("inactive") => Some(true),
        Some(_) => return Err(sent.wrong("status", "must be active or inactive")),
    };
    let edit = StaffEdit {
        name: sent.text("name", WORDS_MAX)?.flatten(),
        email: sent.text("email", WORDS_MAX)?.flatten(),
        role: sent.list("roles")?.and_then(|roles| roles.first()).map(role_of).transpose()?,
        disabled,
    };
    let as_author = authors::edit_of(call, &sent)?;
    let newsroom = call.visit.app.newsroom();
    let user = newsroom.edit_user(&call.visit.paper, by, id, edit).await?;
    tell_of(call, &user, as_author).await?;
    Ok(Reply::Ok(single(NAME, whole(call, &user, None).await?)))
}

/// Changes what readers are told of somebody as an author. Nobody becomes one by sending back what is empty.
async fn tell_of(call: &Call<'_>, user: &StaffUser, edit: BylineEdit) -> Result<(), GhostError> {
    let edit = BylineEdit { name: None, slug: None, ..edit };
    let texts = [&edit.bio, &edit.url, &edit.profile_image];
    let says_something = texts.iter().any(|text| matches!(text, Some(Some(_))))
        || edit.details.iter().any(|(_, v)| v.is_some());
    let signs = byline_of(call, user).await?;
    let author = match signs {
        Some(author) => author.id,
        None if says_something => call.visit.app.newsroom().byline(&call.visit.paper, user).await?.id,
        None => return Ok(()),
    };
    call.visit.app.newsroom().change_byline(&call.visit.paper, author, edit).await?;
    Ok(())
}

/// The author as whom somebody signs, if there is one yet.
async fn byline_of(call: &Call<'_>, user: &StaffUser) -> Result<Option<Author>, GhostError> {
    let (mut read, site) = (call.visit.app.store().read().await?, call.visit.paper.id());
    Ok(match read.byline_of_user(site, user.id).await? {
        Some(author) => read.author(site, author).await?,
        None => None,
    })
}

/// An account with what readers are told of its holder, and with what a call wishes beside it; with the roles where it
/// wishes nothing in particular.
async fn whole(call: &Call<'_>, user: &StaffUser, wish: Option<&Wish>) -> Result<Value, GhostError> {
    let mut json = shape(user, wish.is_none_or(|wish| wish.includes("roles")));
    let addresses = addresses(call.visit);
    let (mut details, mut posts, mut path) = (Details::default(), 0, NOWHERE.to_owned());
    if let Some(author) = byline_of(call, user).await? {
        let site = call.visit.paper.id();
        details = call.visit.app.store().read().await?.details_of_author(site, author.id).await?;
        json["author_id"] = author.id.hex().into();
        json["profile_image"] = json!(whole_address(&addresses, author.profile_image.as_deref()));
        json["bio"] = json!(author.bio);
        json["website"] = json!(author.url);
        (posts, path) = (author.post_count, addresses.author(&author.slug));
    }
    json["url"] = addresses.whole(&path).into();
    if wish.is_some_and(|wish| wish.includes("count.posts")) {
        json["count"] = json!({ "posts": posts });
    }
    details::show(&mut json, &addresses, &details, &Detail::OF_AUTHORS);
    Ok(json)
}

/// `DELETE admin/users/{id}/`
pub(super) async fn delete(call: &Call<'_>, caller: &Caller, id: &str) -> Result<Reply, GhostError> {
    let by = &caller.person()?.user;
    call.visit.app.newsroom().dismiss(&call.visit.paper, by, user_id(id)?).await?;
    Ok(Reply::Done)
}

/// `PUT admin/users/password/`: the caller's own. Every other device is signed out; this one gets a new cookie.
pub(super) async fn change_password(
    call: &Call<'_>,
    caller: &Caller,
    body: Body,
) -> Result<Reply, GhostError> {
    let user = &caller.person()?.user;
    let sent = Sent::read_short(call, body, "password").await?;
    let of = sent.text("user_id", 100)?.flatten();
    if of.is_some_and(|id| id.parse::<UserId>().ok() != Some(user.id)) {
        let message = "Only the holder of an account changes its password; give a link by which to reset it.";
        return Err(GhostError::new(ErrorKind::NoPermission, message));
    }
    let present = required(&sent, "oldPassword", WORDS_MAX)?;
    let password = new_password(&sent)?;
    let newsroom = call.visit.app.newsroom();
    let signed_in =
        newsroom.change_password(&call.visit.paper, user, &present, &password, device(call)).await?;
    hand_cookie(call, &signed_in);
    Ok(Reply::Ok(json!({ "password": [{ "message": "Password updated" }] })))
}

/// `GET admin/roles/`; with `permissions=assign` those that the caller may give.
pub(super) fn roles(call: &Call<'_>, caller: &Caller) -> Reply {
    let only_mine = call.parameters.get("permissions") == Some("assign");
    let shown = Role::ALL.into_iter().filter(|role| !only_mine || caller.role().may_manage(*role));
    let list: Vec<Value> = shown.map(role_shape).collect();
    Reply::Ok(json!({ "roles": list }))
}

/// The role that a program names: as an object with id or name, or as a plain id or name.
pub(super) fn role_of(sent: &Value) -> Result<Role, GhostError> {
    let name = sent.as_str().or_else(|| sent["id"].as_str()).or_else(|| sent["name"].as_str());
    let found = Role::ALL.into_iter().find(|role| {
        name.is_some_and(|name| name == role_id(*role) || name.eq_ignore_ascii_case(role_name(*role)))
    });
    found.ok_or_else(|| GhostError::validation("roles", "There is no such role; GET roles/ lists them."))
}

/// Ghost's name for a role.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Moderator => "Moderator",
        Role::Contributor => "Contributor",
        Role::Author => "Author",
        Role::Editor => "Editor",
        Role::Administrator => "Administrator",
        Role::Owner => "Owner",
    }
}

/// The id of a role: the same on every site, since roles are no rows.
pub(super) fn role_id(role: Role) -> &'static str {
    match role {
        Role::Moderator => "000000000000000000000001",
        Role::Contributor => "000000000000000000000002",
        Role::Author => "000000000000000000000003",
        Role::Editor => "000000000000000000000004",
        Role::Administrator => "000000000000000000000005",
        Role::Owner => "000000000000000000000006",
    }
}

fn role_shape(role: Role) -> Value {
    let description = match role {
        Role::Moderator => "Decides about readers' comments",
        Role::Contributor => "Writes drafts that others publish",
        Role::Author => "Writes and publishes own stories",
        Role::Editor => "Writes, publishes and moderates everything; keeps authors and contributors",
        Role::Administrator => "Runs the site",
        Role::Owner => "Owns the site",
    };
    json!({ "id": role_id(role), "name": role_name(role), "description": description })
}

fn user_id(text: &str) -> Result<UserId, GhostError> {
    text.parse().map_err(|_| GhostError::validation("id", "Validation (matches) failed for id"))
}

fn status(user: &StaffUser) -> &'static str {
    if user.disabled { "inactive" } else { "active" }
}

pub(super) fn shape(user: &StaffUser, with_roles: bool) -> Value {
    let mut json = json!({
        "id": user.id.hex(),
        "name": user.name,
        "slug": slugify(&user.name, "en"),
        "email": user.email,
        "author_id": null,
        "profile_image": null,
        "bio": null,
        "website": null,
        "status": status(user),
        "created_at": utc(user.created_at),
        "updated_at": utc(user.created_at),
    });
    if with_roles {
        json["roles"] = json!([role_shape(user.role)]);
    }
    json
}

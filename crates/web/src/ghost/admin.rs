//! The Admin API: everything, with a key of the site or signed in.

use axum::body::Body;
use dateline_model::PostKind;

use super::caller::Caller;
use super::error::{ErrorKind, GhostError};
use super::routes::{self, Need};
use super::{
    Call, Reply, Side, audit, authentication, authors, bulk, comment_desk, comments, custom_settings,
    edit_lock, invites, keys, library, mail, members, moves, oembed, openapi, passkeys, posts, previews,
    redirects, reports, revisions, routes_file, search, second_factor, session, settings, site, snippets,
    status, tags, themes, upload, users, webhooks,
};

/// Answers below `/ghost/api/admin/`.
pub(super) async fn reply(call: &Call<'_>, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    let route = routes::find(call.method.as_str(), path);
    if let Some(route) = route.filter(|route| route.need == Need::Nothing) {
        return for_strangers(call, route.path, body).await;
    }
    // Before the body is read and before anything is looked up: a stranger learns nothing but this.
    let caller = Caller::of(call).await?;
    let verb = match (call.method.as_str(), path.len()) {
        ("GET", 1) => "list",
        ("GET", _) => "read",
        ("POST", _) => "save",
        ("PUT", _) => "edit",
        _ => "delete",
    };
    let resource = path.first().copied().unwrap_or_default();
    let resource = if verb == "list" { resource } else { resource.trim_end_matches('s') };
    let done = match route {
        Some(route) => match route.need.ask(&caller) {
            Ok(()) => {
                let done = for_staff(call, &caller, path, body).await;
                if let Ok(reply) = &done {
                    audit::note(call, &caller, path, reply).await;
                }
                done
            }
            Err(refusal) => Err(refusal),
        },
        None => Err(closed_to_keys(path).unwrap_or_else(|| call.unknown_endpoint())),
    };
    done.map_err(|error| error.cannot(verb, resource))
}

/// What a stranger calls to come in.
async fn for_strangers(call: &Call<'_>, path: &str, body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        ("GET", "site") => Ok(site::read(call)),
        ("GET", "openapi.json") => Ok(openapi::read(call)),
        ("POST", "session") => session::begin(call, body).await,
        ("POST", "session/passkey/challenge") => passkeys::challenge(call),
        ("POST", "session/passkey") => passkeys::sign_in(call, body).await,
        ("GET", "authentication/setup") => authentication::is_set_up(call).await,
        ("POST", "authentication/setup") => authentication::set_up(call, body).await,
        ("GET", "authentication/invitation") => authentication::invitation(call).await,
        ("POST", "authentication/invitation") => authentication::join(call, body).await,
        ("POST", "authentication/password_reset") => authentication::ask_for_password(call, body).await,
        ("PUT", "authentication/password_reset") => authentication::reset_password(call, body).await,
        _ => Err(call.unknown_endpoint()),
    }
}

async fn for_staff(call: &Call<'_>, caller: &Caller, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        (_, ["posts", rest @ ..]) => posts_of(call, caller, PostKind::Post, rest, body).await,
        (_, ["pages", rest @ ..]) => posts_of(call, caller, PostKind::Page, rest, body).await,
        ("GET", ["search", "posts"]) => search::find_at_desk(call, caller, PostKind::Post).await,
        ("GET", ["search", "pages"]) => search::find_at_desk(call, caller, PostKind::Page).await,
        ("GET", ["tags"]) => tags::browse(call, Side::Admin).await,
        ("POST", ["tags"]) => tags::add(call, caller, body).await,
        ("GET", ["tags", "slug", slug]) => tags::read(call, Side::Admin, tags::Named::Slug(slug)).await,
        ("GET", ["tags", id]) => tags::read(call, Side::Admin, tags::Named::Id(id)).await,
        ("PUT", ["tags", id]) => tags::edit(call, caller, id, body).await,
        ("DELETE", ["tags", id]) => tags::delete(call, id).await,
        ("GET", ["authors"]) => authors::browse(call, Side::Admin).await,
        ("POST", ["authors"]) => authors::add(call, body).await,
        ("GET", ["authors", id]) => authors::read(call, Side::Admin, authors::Named::Id(id)).await,
        ("PUT", ["authors", id]) => authors::edit(call, id, body).await,
        ("GET", ["keys"]) => keys::browse(call).await,
        ("POST", ["keys"]) => keys::add(call, body).await,
        ("DELETE", ["keys", id]) => keys::revoke(call, id).await,
        (_, ["snippets", ..]) => snippets_of(call, path, body).await,
        ("GET", ["settings"]) => settings::read(call, caller).await,
        ("PUT", ["settings"]) => settings::edit(call, body).await,
        ("GET", ["settings", "routes", "yaml"]) => routes_file::read(call).await,
        ("POST", ["settings", "routes", "yaml"]) => routes_file::replace(call, body).await,
        (_, ["themes" | "custom_theme_settings", ..]) => design(call, path, body).await,
        ("GET", ["redirects"]) => redirects::read(call).await,
        ("GET", ["redirects", "download"]) => redirects::download(call).await,
        ("PUT", ["redirects"]) => redirects::replace(call, body).await,
        ("POST", ["redirects", "upload"]) => redirects::upload(call, body).await,
        ("GET", ["status"]) => status::read(call).await,
        ("GET", ["audit"]) => audit::browse(call).await,
        (_, ["webhooks" | "deliveries", ..]) => programs(call, caller, path, body).await,
        ("GET", ["mail"]) => mail::state(call).await,
        ("POST", ["mail", "test"]) => mail::test(call, caller).await,
        ("GET", ["oembed"]) => oembed::read(call).await,
        ("GET", ["config"]) => Ok(site::config()),
        ("GET", [of @ ("members" | "newsletters" | "tiers" | "labels" | "offers")]) => {
            members::none(call, of)
        }
        (_, ["images" | "media" | "files", ..]) => files(call, path, body).await,
        (_, ["imports" | "exports", ..]) => moving(call, path, body).await,
        (_, ["comments", rest @ ..]) => comments_of(call, &caller.name(), rest, body).await,
        (
            _,
            [
                "session" | "sessions" | "second_factor" | "users" | "roles" | "invites" | "digest"
                | "passkeys",
                ..,
            ],
        ) => people(call, caller, path, body).await,
        _ => Err(call.unknown_endpoint()),
    }
}

/// Programs that are told when something changes.
async fn programs(call: &Call<'_>, caller: &Caller, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        ("GET", ["webhooks"]) => webhooks::browse(call).await,
        ("POST", ["webhooks"]) => webhooks::add(call, caller, body).await,
        ("PUT", ["webhooks", id]) => webhooks::edit(call, id, body).await,
        ("DELETE", ["webhooks", id]) => webhooks::delete(call, id).await,
        ("GET", ["webhooks", id, "deliveries"]) => webhooks::deliveries(call, id).await,
        ("PUT", ["deliveries", id]) => webhooks::deliver_again(call, id).await,
        _ => Err(call.unknown_endpoint()),
    }
}

/// What readers see around the stories.
async fn design(call: &Call<'_>, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        ("GET", ["themes"]) => themes::browse(call).await,
        ("GET", ["themes", "active"]) => themes::active(call).await,
        ("POST", ["themes", "upload"]) => themes::upload(call, body).await,
        ("PUT", ["themes", name, "activate"]) => themes::activate(call, name).await,
        ("GET", ["themes", name, "download"]) => themes::download(call, name).await,
        ("DELETE", ["themes", name]) => themes::delete(call, name).await,
        ("GET", ["custom_theme_settings"]) => custom_settings::browse(call).await,
        ("PUT", ["custom_theme_settings"]) => custom_settings::edit(call, body).await,
        ("POST", ["custom_theme_settings", "preview"]) => custom_settings::preview(call, body).await,
        _ => Err(call.unknown_endpoint()),
    }
}

/// Pictures and other files.
async fn files(call: &Call<'_>, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        ("POST", ["images", "upload"]) => upload::picture(call, body).await,
        ("POST", ["media", "upload"]) => upload::recording(call, body).await,
        ("PUT" | "POST", ["media", "thumbnail", "upload"]) => upload::thumbnail(call, body).await,
        ("POST", ["files", "upload"]) => upload::document(call, body).await,
        ("GET", ["media"]) => library::browse(call).await,
        ("GET", ["media", id]) => library::read(call, id).await,
        ("PUT", ["media", id]) => library::edit(call, id, body).await,
        ("DELETE", ["media", id]) => library::delete(call, id).await,
        _ => Err(call.unknown_endpoint()),
    }
}

/// Whole sites.
async fn moving(call: &Call<'_>, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        ("GET", [kind]) => moves::browse(call, *kind == "imports").await,
        ("POST", ["imports"]) => moves::begin_import(call, body).await,
        ("POST", ["exports"]) => moves::begin_export(call, body).await,
        ("GET", [kind, id]) => moves::read(call, *kind == "imports", id).await,
        ("DELETE", [_, id]) => moves::remove(call, id).await,
        ("PUT", ["imports", id, "upload"]) => moves::receive(call, id, body).await,
        ("PUT", ["imports", id, errand @ ("rehearse" | "start" | "undo" | "check")]) => {
            moves::send(call, id, errand, body).await
        }
        ("PUT", [_, id, "stop"]) => moves::stop(call, id).await,
        ("GET", ["imports", id, "links"]) => moves::links(call, id).await,
        ("GET", ["exports", id, "download"]) => moves::download(call, id).await,
        _ => Err(call.unknown_endpoint()),
    }
}

/// The staff and its devices.
async fn people(call: &Call<'_>, caller: &Caller, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        ("DELETE", ["session"]) => session::end(call, caller).await,
        ("GET", ["sessions"]) => session::devices(call, caller).await,
        ("DELETE", ["sessions"]) => session::end_all(call, caller).await,
        ("DELETE", ["sessions", id]) => session::end_one(call, caller, id).await,
        ("GET", ["second_factor"]) => second_factor::read(call, caller).await,
        ("POST", ["second_factor"]) => second_factor::begin(call, caller).await,
        ("PUT", ["second_factor"]) => second_factor::confirm(call, caller, body).await,
        ("DELETE", ["second_factor"]) => second_factor::end(call, caller, body).await,
        ("GET", ["users"]) => users::browse(call).await,
        ("GET", ["users", "me"]) => users::me(call, caller).await,
        ("PUT", ["users", "password"]) => users::change_password(call, caller, body).await,
        ("GET", ["users", "slug", slug]) => users::read(call, users::Named::Slug(slug)).await,
        ("GET", ["users", "email", email]) => users::read(call, users::Named::Email(email)).await,
        ("GET", ["users", id]) => users::read(call, users::Named::Id(id)).await,
        ("PUT", ["users", id]) => users::edit(call, caller, id, body).await,
        ("DELETE", ["users", id]) => users::delete(call, caller, id).await,
        ("GET", ["roles"]) => Ok(users::roles(call, caller)),
        ("GET", ["passkeys"]) => passkeys::browse(call, caller).await,
        ("POST", ["passkeys", "challenge"]) => passkeys::begin(call, caller, body).await,
        ("POST", ["passkeys"]) => passkeys::add(call, caller, body).await,
        ("DELETE", ["passkeys", id]) => passkeys::delete(call, caller, id).await,
        ("GET", ["digest"]) => mail::digest(call, caller).await,
        ("PUT", ["digest"]) => mail::set_digest(call, caller, body).await,
        ("GET", ["invites"]) => invites::browse(call).await,
        ("POST", ["invites"]) => invites::add(call, caller, body).await,
        ("DELETE", ["invites", id]) => invites::delete(call, id).await,
        _ => Err(call.unknown_endpoint()),
    }
}

async fn comments_of(call: &Call<'_>, who: &str, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        ("GET", []) => comments::browse(call).await,
        ("PUT", ["bulk"]) => comments::decide_many(call, who, body).await,
        ("GET", ["counts"]) => comments::counts(call).await,
        ("GET", ["log"]) => comment_desk::log(call).await,
        ("PUT", ["undo", batch]) => comment_desk::undo(call, who, batch).await,
        ("GET", ["bans"]) => comment_desk::bans(call).await,
        ("DELETE", ["bans", fingerprint]) => comment_desk::lift(call, fingerprint).await,
        ("GET", ["reported"]) => reports::reported(call).await,
        ("GET", ["appeals"]) => reports::appeals(call).await,
        ("GET", ["lessons"]) => comment_desk::lessons(call).await,
        ("DELETE", ["lessons"]) => comment_desk::forget_lessons(call).await,
        ("GET", [id, "history"]) => comment_desk::history(call, id).await,
        ("POST", [id, "ban"]) => comment_desk::ban(call, who, id, body).await,
        ("DELETE", [id, "reports"]) => reports::dismiss(call, id).await,
        ("PUT", [id, "appeal"]) => reports::answer(call, who, id, body).await,
        ("GET", [id, "versions"]) => reports::versions(call, id).await,
        ("GET", [id]) => comments::read(call, id).await,
        ("PUT", [id]) => comments::decide(call, who, id, body).await,
        _ => Err(call.unknown_endpoint()),
    }
}

async fn posts_of(
    call: &Call<'_>,
    caller: &Caller,
    kind: PostKind,
    path: &[&str],
    body: Body,
) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        ("GET", []) => posts::browse_all(call, caller, kind).await,
        ("POST", []) => posts::add(call, caller, kind, body).await,
        ("GET", ["slug", slug]) => posts::read_any(call, caller, kind, posts::Named::Slug(slug)).await,
        ("GET", [id]) => posts::read_any(call, caller, kind, posts::Named::Id(id)).await,
        ("PUT", ["bulk"]) => bulk::edit(call, caller, kind, body).await,
        ("DELETE", []) => bulk::delete(call, caller, kind).await,
        ("PUT", [id]) => posts::edit(call, caller, kind, id, body).await,
        ("DELETE", [id]) => posts::delete(call, caller, kind, id).await,
        ("POST", [id, "copy"]) => posts::copy(call, caller, kind, id).await,
        ("GET", [id, "revisions"]) => revisions::browse(call, caller, kind, id).await,
        ("GET", [id, "revisions", revision]) => revisions::read(call, caller, kind, id, revision).await,
        ("POST", [id, "revisions", revision, "restore"]) => {
            revisions::restore(call, caller, kind, (id, revision), body).await
        }
        ("GET", [id, "lock"]) => edit_lock::read(call, caller, kind, id).await,
        ("PUT", [id, "lock"]) => edit_lock::hold(call, caller, kind, id, body).await,
        ("DELETE", [id, "lock"]) => edit_lock::let_go(call, caller, kind, id).await,
        ("GET", [id, "previews"]) => previews::browse(call, caller, kind, id).await,
        ("POST", [id, "previews"]) => previews::add(call, caller, kind, id, body).await,
        ("DELETE", [id, "previews", link]) => previews::delete(call, caller, kind, (id, link)).await,
        _ => Err(call.unknown_endpoint()),
    }
}

/// Pieces that editors put into stories.
async fn snippets_of(call: &Call<'_>, path: &[&str], body: Body) -> Result<Reply, GhostError> {
    match (call.method.as_str(), path) {
        ("GET", ["snippets"]) => snippets::browse(call).await,
        ("POST", ["snippets"]) => snippets::add(call, body).await,
        ("GET", ["snippets", id]) => snippets::read(call, id).await,
        ("PUT", ["snippets", id]) => snippets::edit(call, id, body).await,
        ("DELETE", ["snippets", id]) => snippets::delete(call, id).await,
        _ => Err(call.unknown_endpoint()),
    }
}

/// Resources that Ghost's own admin app uses and that no key opens: programs expect 403 there, not 404.
fn closed_to_keys(path: &[&str]) -> Option<GhostError> {
    let closed = ["slugs", "integrations", "notifications", "db"];
    path.first().filter(|resource| closed.contains(resource)).map(|_| {
        GhostError::new(ErrorKind::NoPermission, "API tokens do not have permission to access this endpoint")
    })
}

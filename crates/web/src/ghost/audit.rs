//! Who did what: a line for every call that changed something, written in one place so that no route forgets it.

use dateline_model::{Actor, AuditId, AuditLine, StaffUser};
use http::Method;
use serde_json::{Value, json};

use super::caller::Caller;
use super::error::GhostError;
use super::query::Listing;
use super::shape::utc;
use super::{Call, Reply};

/// `GET admin/audit/?limit=50&before={id}`: newest first; `before` is the last id of the page before.
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let listing = Listing::of(call)?;
    let wrong = |_| GhostError::validation("before", "Validation (matches) failed for before");
    let before = call.parameters.get("before").map(str::parse::<AuditId>).transpose().map_err(wrong)?;
    // One more than is shown says whether there is a next page.
    let mut lines = call.visit.app.newsroom().audit(&call.visit.paper, before, listing.limit + 1).await?;
    let more = lines.len() as i64 > listing.limit;
    lines.truncate(listing.limit as usize);
    let next = lines.last().filter(|_| more).map(|line| line.id.hex());
    let list: Vec<Value> = lines.iter().map(shape).collect();
    let pagination = json!({ "limit": listing.limit, "next": next });
    Ok(Reply::Ok(json!({ "audit": list, "meta": { "pagination": pagination } })))
}

/// Notes what a call has changed.
pub(super) async fn note(call: &Call<'_>, caller: &Caller, path: &[&str], reply: &Reply) {
    // A hold on a story is renewed four times in two minutes, and changes nothing.
    if path.get(2) == Some(&"lock") {
        return;
    }
    let event = match call.method {
        Method::POST => "added",
        Method::PUT => "edited",
        Method::DELETE => "deleted",
        _ => return,
    };
    // Looking at what a choice would look like chooses nothing.
    if matches!(path, ["custom_theme_settings", "preview"]) {
        return;
    }
    // A file comes in many parts; that it was asked for and started stands in the log.
    if matches!(path, ["imports", _, "upload"]) {
        return;
    }
    let created = match reply {
        Reply::Created { path, .. } => path.rsplit_once('/').map(|(_, id)| id.to_owned()),
        _ => None,
    };
    let thing = path.first().copied().unwrap_or_default().trim_end_matches('s');
    let thing_id = created.or_else(|| path.get(1).map(|id| (*id).to_owned()));
    let actor = match caller {
        Caller::Program(key) => Actor::Program(key.id, key.name.clone()),
        Caller::Person(present) => Actor::Person(present.user.id, present.user.email.clone()),
    };
    keep(call, actor, event, thing, thing_id).await;
}

/// Notes how somebody came in.
pub(super) async fn note_entrance(call: &Call<'_>, user: &StaffUser, event: &str) {
    let actor = Actor::Person(user.id, user.email.clone());
    keep(call, actor, event, "user", Some(user.id.hex())).await;
}

/// What was done is done: a line that cannot be written is a fault of ours to be logged, not the caller's.
async fn keep(call: &Call<'_>, actor: Actor, event: &str, thing: &str, thing_id: Option<String>) {
    let noted = call.visit.app.newsroom().note_deed(&call.visit.paper, actor, event, thing, thing_id).await;
    if let Err(error) = noted {
        tracing::error!(%error, event, thing, "the audit log lacks a line");
    }
}

fn shape(line: &AuditLine) -> Value {
    let (kind, id, name) = match &line.actor {
        Actor::Person(id, email) => ("user", id.hex(), email),
        Actor::Program(id, name) => ("integration", id.hex(), name),
    };
    json!({
        "id": line.id.hex(),
        "created_at": utc(line.at),
        "event": line.event,
        "resource_type": line.thing,
        "resource_id": line.thing_id,
        "actor": { "id": id, "type": kind, "name": name },
    })
}

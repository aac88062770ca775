//! Invitations to the staff. The link goes by mail where the site sends any; whoever invites can hand it over as well.

use axum::body::Body;
use dateline_model::{Role, StaffLink};
use serde_json::{Value, json};

use super::authentication::required;
use super::body::{Sent, missing};
use super::caller::Caller;
use super::error::{ErrorKind, GhostError};
use super::page::single;
use super::shape::{addresses, utc};
use super::users::{role_id, role_of};
use super::{Call, Reply};

const NAME: &str = "invites";
/// Characters of an address, as far as the API reads it; the newsroom has a limit of its own.
const EMAIL_MAX: usize = 2_000;

/// `GET admin/invites/`
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let open = call.visit.app.newsroom().invitations(&call.visit.paper).await?;
    let list: Vec<Value> = open.iter().map(|link| shape(call, link)).collect();
    let total = list.len();
    let pagination =
        json!({ "page": 1, "limit": "all", "pages": 1, "total": total, "next": null, "prev": null });
    Ok(Reply::Ok(json!({ NAME: list, "meta": { "pagination": pagination } })))
}

/// `POST admin/invites/`: the answer has the `link`, which nobody can tell again.
pub(super) async fn add(call: &Call<'_>, caller: &Caller, body: Body) -> Result<Reply, GhostError> {
    let sent = Sent::read_short(call, body, NAME).await?;
    let email = required(&sent, "email", EMAIL_MAX)?;
    let role = sent.value("role_id").or_else(|| sent.value("role")).ok_or_else(|| missing("role_id"))?;
    let role = role_of(role)?;
    if !caller.role().may_manage(role) {
        return Err(GhostError::new(ErrorKind::NoPermission, "You may not invite somebody of this role."));
    }
    let newsroom = call.visit.app.newsroom();
    let invited = newsroom.invite(&call.visit.paper, &email, role).await?;
    let mut json = shape(call, &invited.link);
    json["mailed"] = newsroom.mail_invitation(&call.visit.paper, &invited).await?.into();
    json["link"] = invited.address(addresses(call.visit).base()).into();
    Ok(Reply::Created {
        path: format!("{NAME}/{}", invited.link.id),
        json: single(NAME, json),
        public: false,
    })
}

/// `DELETE admin/invites/{id}/`
pub(super) async fn delete(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let unknown = || GhostError::not_found("Invite not found.");
    let id = id.parse().map_err(|_| unknown())?;
    if call.visit.app.newsroom().withdraw(&call.visit.paper, id).await? {
        Ok(Reply::Done)
    } else {
        Err(unknown())
    }
}

fn shape(call: &Call<'_>, link: &StaffLink) -> Value {
    let status = if link.expires_at > call.visit.now { "pending" } else { "expired" };
    json!({
        "id": link.id.hex(),
        "email": link.email,
        "role_id": link.role.map(role_id),
        "role": link.role.map(Role::as_str),
        "status": status,
        "expires": link.expires_at,
        "created_at": utc(link.created_at),
        "updated_at": utc(link.created_at),
    })
}

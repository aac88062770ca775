//! Signing in and out, and the devices on which somebody is signed in.

use axum::body::Body;
use dateline_model::Session;
use dateline_newsroom::{Device, SignedIn};
use http::{StatusCode, header};
use serde::Deserialize;
use serde_json::{Value, json};

use super::audit;
use super::caller::{Caller, refuse_foreign_pages};
use super::cookie;
use super::error::GhostError;
use super::shape::utc;
use super::{Call, Reply};
use crate::form::read_json;

/// Bytes of a body with an address and a password.
const BYTES_MAX: usize = 16 * 1024;

/// What somebody types to come in.
#[derive(Deserialize)]
struct Credentials {
    username: String,
    password: String,
    /// The code of a second factor.
    token: Option<String>,
}

/// `POST admin/session/`
pub(super) async fn begin(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    refuse_foreign_pages(call)?;
    let sent: Credentials = read_json(call.visit.headers(), body, BYTES_MAX).await?;
    let newsroom = call.visit.app.newsroom();
    let (email, password, code) = (&sent.username, &sent.password, sent.token.as_deref());
    let signed_in = newsroom.sign_in(&call.visit.paper, email, password, code, device(call)).await?;
    hand_cookie(call, &signed_in);
    audit::note_entrance(call, &signed_in.user, "signed_in").await;
    Ok(Reply::Text(StatusCode::CREATED, "Created"))
}

/// `DELETE admin/session/`
pub(super) async fn end(call: &Call<'_>, caller: &Caller) -> Result<Reply, GhostError> {
    let present = caller.person()?;
    call.visit.app.newsroom().sign_out(&call.visit.paper, present.user.id, present.session.id).await?;
    call.say_cookie(cookie::cleared(call));
    Ok(Reply::Done)
}

/// `GET admin/sessions/`
pub(super) async fn devices(call: &Call<'_>, caller: &Caller) -> Result<Reply, GhostError> {
    let present = caller.person()?;
    let sessions = call.visit.app.newsroom().devices(&call.visit.paper, present.user.id).await?;
    let list: Vec<Value> = sessions.iter().map(|session| shape(session, &present.session)).collect();
    Ok(Reply::Ok(json!({ "sessions": list })))
}

/// `DELETE admin/sessions/{id}/`
pub(super) async fn end_one(call: &Call<'_>, caller: &Caller, id: &str) -> Result<Reply, GhostError> {
    let present = caller.person()?;
    let unknown = || GhostError::not_found("Session not found.");
    let id = id.parse().map_err(|_| unknown())?;
    if !call.visit.app.newsroom().sign_out(&call.visit.paper, present.user.id, id).await? {
        return Err(unknown());
    }
    if id == present.session.id {
        call.say_cookie(cookie::cleared(call));
    }
    Ok(Reply::Done)
}

/// `DELETE admin/sessions/`: everywhere, here too.
pub(super) async fn end_all(call: &Call<'_>, caller: &Caller) -> Result<Reply, GhostError> {
    let present = caller.person()?;
    call.visit.app.newsroom().sign_out_everywhere(&call.visit.paper, present.user.id).await?;
    call.say_cookie(cookie::cleared(call));
    Ok(Reply::Done)
}

/// Where the caller sits.
pub(super) fn device<'c>(call: &'c Call<'_>) -> Device<'c> {
    let agent = call.visit.headers().get(header::USER_AGENT);
    let user_agent = agent.and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Device { address: call.visit.client(), user_agent }
}

/// Gives the caller's browser its cookie.
pub(super) fn hand_cookie(call: &Call<'_>, signed_in: &SignedIn) {
    call.say_cookie(cookie::holding(call, &signed_in.token, signed_in.expires_at));
}

fn shape(session: &Session, present: &Session) -> Value {
    json!({
        "id": session.id.hex(),
        "current": session.id == present.id,
        "user_agent": session.user_agent,
        "network": session.network,
        "created_at": utc(session.created_at),
        "last_used_at": utc(session.used_at),
        "expires_at": utc(session.expires_at),
    })
}

//! The caller's own second factor: our own resource, Ghost has none.

use axum::body::Body;
use serde_json::{Value, json};

use super::authentication::required;
use super::body::Sent;
use super::caller::Caller;
use super::error::GhostError;
use super::page::single;
use super::session::device;
use super::{Call, Reply};

const NAME: &str = "second_factor";
/// Characters of what people type, as far as the API reads it.
const WORDS_MAX: usize = 2_000;

/// `GET admin/second_factor/`
pub(super) async fn read(call: &Call<'_>, caller: &Caller) -> Result<Reply, GhostError> {
    let user = &caller.person()?.user;
    let state = call.visit.app.newsroom().second_factor(&call.visit.paper, user).await?;
    Ok(Reply::Ok(single(NAME, json!({ "on": state.on, "recovery_codes_left": state.recovery_codes }))))
}

/// `POST admin/second_factor/`: the secret for a telephone. It is asked for once a code has confirmed it.
pub(super) async fn begin(call: &Call<'_>, caller: &Caller) -> Result<Reply, GhostError> {
    let user = &caller.person()?.user;
    let enrolment = call.visit.app.newsroom().begin_second_factor(&call.visit.paper, user).await?;
    Ok(Reply::Ok(single(NAME, json!({ "secret": enrolment.secret, "address": enrolment.address }))))
}

/// `PUT admin/second_factor/` with `{"second_factor":[{"token":"123456"}]}`: answers the recovery codes.
pub(super) async fn confirm(call: &Call<'_>, caller: &Caller, body: Body) -> Result<Reply, GhostError> {
    let user = &caller.person()?.user;
    let token = required(&Sent::read_short(call, body, NAME).await?, "token", WORDS_MAX)?;
    let codes = call.visit.app.newsroom().confirm_second_factor(&call.visit.paper, user, &token).await?;
    let codes: Vec<Value> = codes.into_iter().map(Value::from).collect();
    Ok(Reply::Ok(single(NAME, json!({ "on": true, "recovery_codes": codes }))))
}

/// `DELETE admin/second_factor/` with `{"second_factor":[{"password":"…"}]}`
pub(super) async fn end(call: &Call<'_>, caller: &Caller, body: Body) -> Result<Reply, GhostError> {
    let user = &caller.person()?.user;
    let password = required(&Sent::read_short(call, body, NAME).await?, "password", WORDS_MAX)?;
    let newsroom = call.visit.app.newsroom();
    newsroom.end_second_factor(&call.visit.paper, user, &password, device(call)).await?;
    Ok(Reply::Done)
}

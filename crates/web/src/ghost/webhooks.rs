//! Webhooks in Ghost's shapes (`POST`, `PUT`, `DELETE`), and beside them what Ghost does not tell: which there are, what
//! was told to each, and telling it again.

use axum::body::Body;
use dateline_model::{Delivery, Webhook, WebhookId};
use dateline_newsroom::{NewsroomError, WebhookEdit};
use serde_json::{Value, json};

use super::body::Sent;
use super::caller::Caller;
use super::error::{ErrorKind, GhostError};
use super::page::single;
use super::shape::utc;
use super::{Call, Reply};

const NAME: &str = "webhooks";
/// Characters of a value, as far as the API reads it; the newsroom has limits of its own.
const TEXT_MAX: usize = 4_000;
/// Lines of a log.
const SHOWN: i64 = 100;

/// `GET admin/webhooks/`
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let hooks = call.visit.app.newsroom().webhooks(&call.visit.paper).await?;
    Ok(Reply::Ok(json!({ NAME: hooks.iter().map(shape).collect::<Vec<_>>() })))
}

/// `POST admin/webhooks/`
pub(super) async fn add(call: &Call<'_>, caller: &Caller, body: Body) -> Result<Reply, GhostError> {
    let sent = Sent::read_short(call, body, NAME).await?;
    let edit = read(&sent)?;
    if let Some(field) = ["event", "target_url"].into_iter().find(|field| sent.value(field).is_none()) {
        return Err(sent.lacks(field));
    }
    let key = match caller {
        Caller::Program(key) => Some(key.id),
        Caller::Person(_) => None,
    };
    let hook = call.visit.app.newsroom().add_webhook(&call.visit.paper, edit, key).await.map_err(refused)?;
    let path = format!("{NAME}/{}", hook.id);
    Ok(Reply::Created { path, json: single(NAME, shape(&hook)), public: false })
}

/// `PUT admin/webhooks/{id}/`
pub(super) async fn edit(call: &Call<'_>, id: &str, body: Body) -> Result<Reply, GhostError> {
    let edit = read(&Sent::read_short(call, body, NAME).await?)?;
    let newsroom = call.visit.app.newsroom();
    let hook = newsroom.edit_webhook(&call.visit.paper, hook_id(id)?, edit).await.map_err(refused)?;
    Ok(Reply::Ok(single(NAME, shape(&hook))))
}

/// `DELETE admin/webhooks/{id}/`
pub(super) async fn delete(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    call.visit.app.newsroom().drop_webhook(&call.visit.paper, hook_id(id)?).await.map_err(refused)?;
    Ok(Reply::Done)
}

/// `GET admin/webhooks/{id}/deliveries/`
pub(super) async fn deliveries(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let newsroom = call.visit.app.newsroom();
    let found = newsroom.deliveries(&call.visit.paper, hook_id(id)?, SHOWN).await.map_err(refused)?;
    Ok(Reply::Ok(json!({ "deliveries": found.iter().map(delivery).collect::<Vec<_>>() })))
}

/// `PUT admin/deliveries/{id}/`: tells again what did not arrive.
pub(super) async fn deliver_again(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let id = id.parse().map_err(|_| GhostError::not_found("Delivery not found."))?;
    let again = call.visit.app.newsroom().deliver_again(&call.visit.paper, id).await?;
    Ok(Reply::Ok(json!({ "deliveries": [delivery(&again)] })))
}

fn read(sent: &Sent) -> Result<WebhookEdit, GhostError> {
    Ok(WebhookEdit {
        event: sent.text("event", TEXT_MAX)?.map(Option::unwrap_or_default),
        target: sent.text("target_url", TEXT_MAX)?.map(Option::unwrap_or_default),
        name: sent.text("name", TEXT_MAX)?,
        secret: sent.text("secret", TEXT_MAX)?,
        api_version: sent.text("api_version", TEXT_MAX)?.flatten(),
    })
}

fn hook_id(text: &str) -> Result<WebhookId, GhostError> {
    text.parse().map_err(|_| no_such_hook())
}

fn no_such_hook() -> GhostError {
    GhostError::not_found("Webhook not found.")
}

fn refused(error: NewsroomError) -> GhostError {
    match error {
        NewsroomError::Unknown { .. } => no_such_hook(),
        NewsroomError::WebhookTaken => {
            GhostError::new(ErrorKind::Validation, "Target URL has already been used for this event.")
        }
        error => error.into(),
    }
}

fn shape(hook: &Webhook) -> Value {
    json!({
        "id": hook.id.hex(),
        "event": hook.event,
        "target_url": hook.target,
        "name": hook.name,
        "secret": hook.secret,
        "api_version": hook.api_version,
        "integration_id": hook.key.map(dateline_model::KeyId::hex),
        "last_triggered_at": hook.last_at.map(utc),
        "last_triggered_status": hook.last_status.map(|status| status.to_string()),
        "last_triggered_error": hook.last_error,
        "created_at": utc(hook.created_at),
        "updated_at": utc(hook.updated_at),
    })
}

fn delivery(delivery: &Delivery) -> Value {
    let state = match (delivery.done_at, delivery.error.is_empty()) {
        (None, _) => "waiting",
        (Some(_), true) => "arrived",
        (Some(_), false) => "given_up",
    };
    json!({
        "id": delivery.id.hex(),
        "webhook_id": delivery.webhook.hex(),
        "event": delivery.event,
        "state": state,
        "tries": delivery.tries,
        "status": delivery.status,
        "error": Some(&delivery.error).filter(|error| !error.is_empty()),
        "created_at": utc(delivery.created_at),
        "done_at": delivery.done_at.map(utc),
    })
}

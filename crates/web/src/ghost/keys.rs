//! Keys for programs: our own resource. What a key says is told once, in the answer to its making.

use axum::body::Body;
use dateline_model::{ApiKey, KeyId, KeyKind};
use serde_json::{Value, json};

use super::body::Sent;
use super::error::GhostError;
use super::page::single;
use super::shape::utc;
use super::{Call, Reply};

const NAME: &str = "keys";
/// Characters of what a key is for.
const FOR_MAX: usize = 191;

/// `GET admin/keys/`: the newest first, revoked ones too; never what they say.
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let keys = call.visit.app.store().read().await?.keys(call.visit.paper.id()).await?;
    Ok(Reply::Ok(json!({ NAME: keys.iter().rev().map(shape).collect::<Vec<_>>() })))
}

/// `POST admin/keys/` with `{"keys":[{"kind":"admin","name":"the writing app"}]}`
pub(super) async fn add(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let sent = Sent::read_short(call, body, NAME).await?;
    let kind = sent.text("kind", 20)?.flatten().and_then(|word| KeyKind::from_word(&word));
    let kind = kind.ok_or_else(|| sent.wrong("kind", "must be admin or content"))?;
    let name = sent.text("name", FOR_MAX)?.flatten().map(|name| name.trim().to_owned());
    let name = name.filter(|name| !name.is_empty()).ok_or_else(|| sent.wrong("name", "cannot be blank"))?;
    let made = call.visit.app.newsroom().add_key(&call.visit.paper, kind, &name).await?;
    let stored = call.visit.app.store().read().await?.key(call.visit.paper.id(), made.id).await?;
    let mut json = stored.as_ref().map(shape).unwrap_or_default();
    json["key"] = made.key.into();
    Ok(Reply::Created { path: format!("{NAME}/{}", made.id.hex()), json: single(NAME, json), public: false })
}

/// `DELETE admin/keys/{id}/`: the key opens nothing from now on; its line stays, so that it is known what it was.
pub(super) async fn revoke(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let wrong = |_| GhostError::validation("id", "Validation (matches) failed for id");
    let id = id.parse::<KeyId>().map_err(wrong)?;
    call.visit.app.newsroom().revoke_key(&call.visit.paper, id).await?;
    Ok(Reply::Done)
}

fn shape(key: &ApiKey) -> Value {
    json!({
        "id": key.id.hex(),
        "name": key.name,
        "kind": key.kind.as_str(),
        "created_at": utc(key.created_at),
        "revoked_at": key.revoked_at.map(utc),
    })
}

//! Passkeys: options and answers in the JSON that browsers make of them (`toJSON()` and
//! `parseCreationOptionsFromJSON()`, `WebAuthn` level 3).

use axum::body::Body;
use data_encoding::BASE64URL_NOPAD;
use dateline_model::{Passkey, StaffUser};
use dateline_newsroom::{PasskeyChallenge, PasskeyMade, PasskeySigned, PasskeySite};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::audit;
use super::authentication::required;
use super::body::Sent;
use super::caller::{Caller, refuse_foreign_pages};
use super::error::GhostError;
use super::page::single;
use super::session::{device, hand_cookie};
use super::shape::utc;
use super::{Call, Reply};
use crate::form::read_json;

const NAME: &str = "passkeys";
/// Characters of what people type, as far as the API reads it; the newsroom has limits of its own.
const WORDS_MAX: usize = 2_000;
/// Bytes of an answer: a key of the longest kind in Base64, and what stands around it.
const BYTES_MAX: usize = 64 * 1024;

/// What a browser sends of a key that was made.
#[derive(Deserialize)]
struct Made {
    #[serde(default)]
    name: String,
    credential: MadeCredential,
}

#[derive(Deserialize)]
struct MadeCredential {
    response: MadeResponse,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MadeResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    attestation_object: String,
}

/// What a browser sends of a key that was used.
#[derive(Deserialize)]
struct Signed {
    credential: SignedCredential,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignedCredential {
    raw_id: String,
    response: SignedResponse,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignedResponse {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    authenticator_data: String,
    signature: String,
    user_handle: Option<String>,
}

/// `GET admin/passkeys/`: the caller's own.
pub(super) async fn browse(call: &Call<'_>, caller: &Caller) -> Result<Reply, GhostError> {
    let user = caller.person()?.user.id;
    let keys = call.visit.app.newsroom().passkeys(&call.visit.paper, user).await?;
    Ok(Reply::Ok(json!({ NAME: keys.iter().map(shape).collect::<Vec<_>>() })))
}

/// `POST admin/passkeys/challenge/`: for whoever types the password, what `navigator.credentials.create` is given.
pub(super) async fn begin(call: &Call<'_>, caller: &Caller, body: Body) -> Result<Reply, GhostError> {
    let user = &caller.person()?.user;
    let sent = Sent::read_short(call, body, NAME).await?;
    let password = required(&sent, "password", WORDS_MAX)?;
    let newsroom = call.visit.app.newsroom();
    let paper = &call.visit.paper;
    let challenge = newsroom.begin_passkey(paper, user, &password, device(call), site(call)).await?;
    let title = &paper.settings.title;
    Ok(Reply::Ok(json!({ NAME: [{ "publicKey": creation(&challenge, title, user) }] })))
}

/// `POST admin/passkeys/`: keeps the key that the device made.
pub(super) async fn add(call: &Call<'_>, caller: &Caller, body: Body) -> Result<Reply, GhostError> {
    let user = &caller.person()?.user;
    let Sent1 { passkeys: [made] } = read_json::<Sent1<Made>>(call.visit.headers(), body, BYTES_MAX).await?;
    let answer = PasskeyMade {
        client_data: bytes(&made.credential.response.client_data)?,
        attestation: bytes(&made.credential.response.attestation_object)?,
    };
    let newsroom = call.visit.app.newsroom();
    let key = newsroom.add_passkey(&call.visit.paper, user, &made.name, &answer, site(call)).await?;
    let path = format!("{NAME}/{}", key.id);
    Ok(Reply::Created { path, json: single(NAME, shape(&key)), public: false })
}

/// `DELETE admin/passkeys/{id}/`
pub(super) async fn delete(call: &Call<'_>, caller: &Caller, id: &str) -> Result<Reply, GhostError> {
    let user = caller.person()?.user.id;
    let unknown = || GhostError::not_found("Passkey not found.");
    let id = id.parse().map_err(|_| unknown())?;
    if call.visit.app.newsroom().drop_passkey(&call.visit.paper, user, id).await? {
        Ok(Reply::Done)
    } else {
        Err(unknown())
    }
}

/// `POST admin/session/passkey/challenge/`: what `navigator.credentials.get` is given; the same for everybody.
pub(super) fn challenge(call: &Call<'_>) -> Result<Reply, GhostError> {
    refuse_foreign_pages(call)?;
    let challenge = call.visit.app.newsroom().passkey_challenge(&call.visit.paper, site(call));
    let PasskeyChallenge { challenge, host, lasts, .. } = challenge;
    Ok(Reply::Ok(json!({ NAME: [{ "publicKey": {
        "challenge": challenge,
        "rpId": host,
        "timeout": lasts,
        "userVerification": "required",
        "allowCredentials": [],
    } }] })))
}

/// `POST admin/session/passkey/`: signs in by a key.
pub(super) async fn sign_in(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    refuse_foreign_pages(call)?;
    let Sent1 { passkeys: [signed] } =
        read_json::<Sent1<Signed>>(call.visit.headers(), body, BYTES_MAX).await?;
    let SignedCredential { raw_id, response } = signed.credential;
    let answer = PasskeySigned {
        credential: bytes(&raw_id)?,
        client_data: bytes(&response.client_data)?,
        authenticator_data: bytes(&response.authenticator_data)?,
        signature: bytes(&response.signature)?,
        user: response.user_handle.as_deref().map(bytes).transpose()?,
    };
    let newsroom = call.visit.app.newsroom();
    let signed_in = newsroom.sign_in_by_passkey(&call.visit.paper, &answer, device(call), site(call)).await?;
    hand_cookie(call, &signed_in);
    audit::note_entrance(call, &signed_in.user, "signed_in").await;
    Ok(Reply::Text(StatusCode::CREATED, "Created"))
}

/// One object in an array under the resource's name.
#[derive(Deserialize)]
struct Sent1<T> {
    passkeys: [T; 1],
}

fn site<'c>(call: &'c Call<'_>) -> PasskeySite<'c> {
    PasskeySite { origin: &call.visit.origin }
}

fn bytes(text: &str) -> Result<Vec<u8>, GhostError> {
    let decoded = BASE64URL_NOPAD.decode(text.trim_end_matches('=').as_bytes());
    decoded.map_err(|_| GhostError::validation("credential", "The credential is not in URL-safe Base64."))
}

/// What `PublicKeyCredential.parseCreationOptionsFromJSON` takes.
fn creation(challenge: &PasskeyChallenge, title: &str, user: &StaffUser) -> Value {
    let known = challenge.known.iter();
    let algorithms = challenge.algorithms.iter();
    json!({
        "challenge": challenge.challenge,
        "rp": { "id": challenge.host, "name": title },
        "user": {
            "id": BASE64URL_NOPAD.encode(user.id.0.as_bytes()),
            "name": user.email,
            "displayName": user.name,
        },
        "pubKeyCredParams": algorithms.map(|alg| json!({ "type": "public-key", "alg": alg })).collect::<Vec<_>>(),
        "excludeCredentials": known
            .map(|id| json!({ "type": "public-key", "id": BASE64URL_NOPAD.encode(id) }))
            .collect::<Vec<_>>(),
        "authenticatorSelection": { "residentKey": "required", "requireResidentKey": true, "userVerification": "required" },
        "attestation": "none",
        "timeout": challenge.lasts,
    })
}

fn shape(key: &Passkey) -> Value {
    json!({
        "id": key.id.hex(),
        "name": key.name,
        "created_at": utc(key.created_at),
        "last_used_at": key.used_at.map(utc),
    })
}

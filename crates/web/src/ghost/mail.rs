//! Mail as the desk sees it: whether letters can be sent, which wait, and how often somebody hears of what waits.

use axum::body::Body;
use dateline_model::{Digest, DigestEvery};
use dateline_newsroom::NewsroomError;
use serde_json::{Value, json};

use super::authentication::required;
use super::body::Sent;
use super::caller::Caller;
use super::error::{ErrorKind, GhostError};
use super::shape::utc;
use super::{Call, Reply};

/// Characters of a word.
const WORD_MAX: usize = 20;

/// `GET admin/mail/`: who letters come from, and those that wait. To whom they go is nobody's business.
pub(super) async fn state(call: &Call<'_>) -> Result<Reply, GhostError> {
    let newsroom = call.visit.app.newsroom();
    let state = newsroom.mail_state(&call.visit.paper).await?;
    let waiting: Vec<Value> = state
        .waiting
        .iter()
        .map(|letter| {
            json!({
                "id": letter.id.hex(),
                "occasion": letter.occasion,
                "created_at": utc(letter.created_at),
                "tries": letter.tries,
                "last_error": letter.last_error,
            })
        })
        .collect();
    Ok(Reply::Ok(json!({ "mail": [{
        "sends": newsroom.sends_mail(&call.visit.paper),
        "sender": state.sender,
        "address": state.address,
        "waiting": waiting,
    }] })))
}

/// `POST admin/mail/test/`: a letter to whoever asks, at once, with what the mail server says.
pub(super) async fn test(call: &Call<'_>, caller: &Caller) -> Result<Reply, GhostError> {
    let to = &caller.person()?.user.email;
    match call.visit.app.newsroom().try_mail(&call.visit.paper, to).await {
        Ok(()) => Ok(Reply::Ok(json!({ "mail": [{ "sent": true }] }))),
        Err(error @ (NewsroomError::Mail(_) | NewsroomError::NoMail)) => {
            Err(GhostError::new(ErrorKind::Validation, &error.to_string()).with_code("MAIL_NOT_SENT"))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET admin/digest/`: how often the caller hears of what waits.
pub(super) async fn digest(call: &Call<'_>, caller: &Caller) -> Result<Reply, GhostError> {
    let user = caller.person()?.user.id;
    let digest = call.visit.app.newsroom().digest(&call.visit.paper, user).await?;
    Ok(Reply::Ok(shape(call, digest)))
}

/// `PUT admin/digest/`: `never`, `hour`, `day` or `week`.
pub(super) async fn set_digest(call: &Call<'_>, caller: &Caller, body: Body) -> Result<Reply, GhostError> {
    let user = caller.person()?.user.id;
    let sent = Sent::read_short(call, body, "digest").await?;
    let word = required(&sent, "every", WORD_MAX)?;
    let every = DigestEvery::from_word(&word)
        .ok_or_else(|| GhostError::validation("every", "It is never, hour, day or week."))?;
    let newsroom = call.visit.app.newsroom();
    newsroom.set_digest(&call.visit.paper, user, every).await?;
    let digest = newsroom.digest(&call.visit.paper, user).await?;
    Ok(Reply::Ok(shape(call, digest)))
}

fn shape(call: &Call<'_>, digest: Digest) -> Value {
    let last_at = Some(digest.last_at).filter(|at| *at > 0).map(utc);
    let sends = call.visit.app.newsroom().sends_mail(&call.visit.paper);
    json!({ "digest": [{ "every": digest.every.as_str(), "last_at": last_at, "sends_mail": sends }] })
}

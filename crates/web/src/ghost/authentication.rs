//! Coming in without a password yet: setting a site up, joining its staff, a forgotten password.

use axum::body::Body;
use dateline_newsroom::FirstAccount;
use serde_json::json;

use super::audit;
use super::body::Sent;
use super::caller::refuse_foreign_pages;
use super::error::{ErrorKind, GhostError};
use super::session::{device, hand_cookie};
use super::users;
use super::{Call, Reply};
use crate::client_address::AddressKey;

/// Characters of a link's token, with room to spare; what is longer is none.
const TOKEN_CHARS_MAX: usize = 100;
/// Characters of what people type, as far as the API reads it; the newsroom has limits of its own.
const WORDS_MAX: usize = 2_000;

/// `GET admin/authentication/setup/`
pub(super) async fn is_set_up(call: &Call<'_>) -> Result<Reply, GhostError> {
    let status = call.visit.app.newsroom().is_set_up(&call.visit.paper).await?;
    let title = &call.visit.paper.settings.title;
    Ok(Reply::Ok(json!({ "setup": [{ "status": status, "title": title }] })))
}

/// `POST admin/authentication/setup/`: the owner is made, and is signed in.
pub(super) async fn set_up(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    refuse_foreign_pages(call)?;
    let sent = Sent::read_short(call, body, "setup").await?;
    let (token, name) = (required(&sent, "token", TOKEN_CHARS_MAX)?, required(&sent, "name", WORDS_MAX)?);
    let (email, password) = (required(&sent, "email", WORDS_MAX)?, required(&sent, "password", WORDS_MAX)?);
    let title = sent.text("blogTitle", WORDS_MAX)?.flatten().unwrap_or_default();
    let first = FirstAccount { name: &name, email: &email, password: &password, title: &title };
    let newsroom = call.visit.app.newsroom();
    let user = newsroom.set_up(&call.visit.paper, &token, first).await?;
    audit::note_entrance(call, &user, "set_up").await;
    call.visit.app.catch_up().await?;
    come_in(call, &email, &password).await;
    let path = format!("users/{}", user.id);
    Ok(Reply::Created { path, json: json!({ "users": [users::shape(&user, true)] }), public: true })
}

/// `GET admin/authentication/invitation/?token=…`
pub(super) async fn invitation(call: &Call<'_>) -> Result<Reply, GhostError> {
    let token = call.parameters.text("token");
    let found = call.visit.app.newsroom().invitation(&call.visit.paper, token).await?;
    let title = &call.visit.paper.settings.title;
    let shape = match found {
        Some(link) => json!({
            "valid": true,
            "email": link.email,
            "role": link.role.map(users::role_name),
            "title": title,
        }),
        None => json!({ "valid": false, "email": null, "role": null, "title": title }),
    };
    Ok(Reply::Ok(json!({ "invitation": [shape] })))
}

/// `POST admin/authentication/invitation/`: the account is made, and is signed in.
pub(super) async fn join(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    refuse_foreign_pages(call)?;
    let sent = Sent::read_short(call, body, "invitation").await?;
    let token = required(&sent, "token", TOKEN_CHARS_MAX)?;
    let (name, password) = (required(&sent, "name", WORDS_MAX)?, required(&sent, "password", WORDS_MAX)?);
    let newsroom = call.visit.app.newsroom();
    let user = newsroom.join(&call.visit.paper, &token, &name, &password).await?;
    audit::note_entrance(call, &user, "joined").await;
    come_in(call, &user.email, &password).await;
    Ok(Reply::Ok(json!({ "invitation": [{ "message": "Invitation accepted." }] })))
}

/// Signs a new account in. When that cannot be done at once, the account is there all the same and its holder signs in.
async fn come_in(call: &Call<'_>, email: &str, password: &str) {
    let newsroom = call.visit.app.newsroom();
    if let Ok(signed_in) = newsroom.sign_in(&call.visit.paper, email, password, None, device(call)).await {
        hand_cookie(call, &signed_in);
    }
}

/// `POST admin/authentication/password_reset/`: whether the address has an account is not said.
pub(super) async fn ask_for_password(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    refuse_foreign_pages(call)?;
    let sent = Sent::read_short(call, body, "password_reset").await?;
    let email = required(&sent, "email", WORDS_MAX)?;
    let (visit, newsroom) = (call.visit, call.visit.app.newsroom());
    let admitted = visit.app.gestures().admit(AddressKey::of(visit.client()), visit.now);
    if let Err(wait) = admitted {
        let message = "Too many requests from here; wait a little and try again.";
        return Err(GhostError::new(ErrorKind::TooManyRequests, message).after(wait.retry_after_seconds));
    }
    if newsroom.sends_mail(&visit.paper) {
        newsroom.ask_for_password(&visit.paper, &email);
        let message = "If this address has an account here, a letter with a link is on its way.";
        return Ok(Reply::Ok(json!({ "password_reset": [{ "message": message }] })));
    }
    let message = "This site sends no mail. Whoever runs it gives you a link: dateline user reset-password.";
    Ok(Reply::Ok(json!({ "password_reset": [{ "message": message }] })))
}

/// `PUT admin/authentication/password_reset/`
pub(super) async fn reset_password(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    refuse_foreign_pages(call)?;
    let sent = Sent::read_short(call, body, "password_reset").await?;
    let token = required(&sent, "token", TOKEN_CHARS_MAX)?;
    let password = new_password(&sent)?;
    let user = call.visit.app.newsroom().reset_password(&call.visit.paper, &token, &password).await?;
    audit::note_entrance(call, &user, "reset_password").await;
    Ok(Reply::Ok(json!({ "password_reset": [{ "message": "Password updated" }] })))
}

/// The new password, typed twice.
pub(super) fn new_password(sent: &Sent) -> Result<String, GhostError> {
    let password = required(sent, "newPassword", WORDS_MAX)?;
    if sent.text("ne2Password", WORDS_MAX)?.flatten().is_some_and(|again| again != password) {
        return Err(GhostError::validation("ne2Password", "The two new passwords differ; type them again."));
    }
    Ok(password)
}

/// A text that must be there.
pub(super) fn required(sent: &Sent, name: &str, max: usize) -> Result<String, GhostError> {
    sent.text(name, max)?.flatten().ok_or_else(|| sent.lacks(name))
}

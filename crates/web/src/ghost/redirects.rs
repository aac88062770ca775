//! Old addresses that editors lead somewhere: the content of Ghost's redirects file.

use axum::body::Body;
use dateline_model::{Redirect, RedirectTarget};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::GhostError;
use super::{Call, Reply};
use crate::form::read_json;

/// Bytes of a body: ten thousand long lines.
const BYTES_MAX: usize = 8 * 1024 * 1024;

/// What is sent.
#[derive(Deserialize)]
struct Sent {
    redirects: Vec<Line>,
}

/// One line, in the words of Ghost's file.
#[derive(Deserialize)]
struct Line {
    from: String,
    to: String,
    #[serde(default)]
    permanent: bool,
}

/// `GET admin/redirects/`
pub(super) async fn read(call: &Call<'_>) -> Result<Reply, GhostError> {
    Ok(Reply::Ok(json!({ "redirects": list(call).await? })))
}

/// `GET admin/redirects/download/`: Ghost's file, which is the bare list.
pub(super) async fn download(call: &Call<'_>) -> Result<Reply, GhostError> {
    Ok(Reply::Ok(list(call).await?))
}

/// `PUT admin/redirects/`: the whole list anew.
pub(super) async fn replace(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let sent: Sent = read_json(call.visit.headers(), body, BYTES_MAX).await?;
    let redirects = sent.redirects.into_iter().map(|line| {
        let Line { from, to, permanent } = line;
        Redirect { from, to: RedirectTarget::Address(to), permanent }
    });
    call.visit.app.newsroom().replace_redirects(&call.visit.paper, redirects.collect()).await?;
    Ok(Reply::Changed(json!({ "redirects": list(call).await? })))
}

async fn list(call: &Call<'_>) -> Result<Value, GhostError> {
    let redirects = call.visit.app.newsroom().redirects(&call.visit.paper).await?;
    let line = |redirect: &Redirect| match &redirect.to {
        RedirectTarget::Address(to) => {
            Some(json!({ "from": redirect.from, "to": to, "permanent": redirect.permanent }))
        }
        RedirectTarget::Post(_) => None,
    };
    Ok(redirects.iter().filter_map(line).collect())
}

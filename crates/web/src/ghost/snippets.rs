//! Pieces that editors put into stories, in Ghost's shape.

use axum::body::Body;
use dateline_model::{Snippet, SnippetId};
use serde_json::{Value, json};

use super::body::{Sent, as_lexical, from_lexical};
use super::error::GhostError;
use super::page::{listed, single, slice};
use super::query::Listing;
use super::shape::utc;
use super::{Call, Reply};

const NAME: &str = "snippets";
const NAME_MAX: usize = 191;

/// `GET admin/snippets/`
pub(super) async fn browse(call: &Call<'_>) -> Result<Reply, GhostError> {
    let listing = Listing::of(call)?;
    let snippets = call.visit.app.newsroom().snippets(&call.visit.paper).await?;
    let total = snippets.len() as i64;
    let objects = slice(snippets, &listing).iter().map(shape).collect();
    Ok(listed(NAME, objects, &listing, total))
}

/// `GET admin/snippets/{id}/`
pub(super) async fn read(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let found = call.visit.app.store().read().await?.snippet(call.visit.paper.id(), snippet_id(id)?).await?;
    let snippet = found.ok_or_else(|| GhostError::not_found("Snippet not found."))?;
    Ok(Reply::Ok(single(NAME, shape(&snippet))))
}

/// `POST admin/snippets/` with `{"snippets":[{"name":"…","html":"…"}]}`, or `lexical` in place of `html`.
pub(super) async fn add(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let sent = Sent::read(call, body, NAME).await?;
    let name = sent.text("name", NAME_MAX)?.flatten().ok_or_else(|| sent.lacks("name"))?;
    let html = html_of(&sent)?.ok_or_else(|| sent.lacks("html"))?;
    let snippet = call.visit.app.newsroom().add_snippet(&call.visit.paper, &name, &html).await?;
    let path = format!("{NAME}/{}", snippet.id);
    Ok(Reply::Created { path, json: single(NAME, shape(&snippet)), public: false })
}

/// `PUT admin/snippets/{id}/`
pub(super) async fn edit(call: &Call<'_>, id: &str, body: Body) -> Result<Reply, GhostError> {
    let sent = Sent::read(call, body, NAME).await?;
    let (name, html) = (sent.text("name", NAME_MAX)?.flatten(), html_of(&sent)?);
    let newsroom = call.visit.app.newsroom();
    let id = snippet_id(id)?;
    let snippet = newsroom.change_snippet(&call.visit.paper, id, name.as_deref(), html.as_deref()).await?;
    Ok(Reply::Ok(single(NAME, shape(&snippet))))
}

/// `DELETE admin/snippets/{id}/`
pub(super) async fn delete(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    call.visit.app.newsroom().delete_snippet(&call.visit.paper, snippet_id(id)?).await?;
    Ok(Reply::Done)
}

fn html_of(sent: &Sent) -> Result<Option<String>, GhostError> {
    if let Some(html) = sent.text("html", usize::MAX)? {
        return Ok(Some(html.unwrap_or_default()));
    }
    let foreign = || GhostError::validation("lexical", "This server keeps HTML: send it as html.");
    let document = sent.text("lexical", usize::MAX)?.flatten();
    document.map(|document| from_lexical(&document).ok_or_else(foreign)).transpose()
}

fn snippet_id(text: &str) -> Result<SnippetId, GhostError> {
    text.parse().map_err(|_| GhostError::validation("id", "Validation (matches) failed for id"))
}

fn shape(snippet: &Snippet) -> Value {
    json!({
        "id": snippet.id.hex(),
        "name": snippet.name,
        "html": snippet.html,
        "lexical": as_lexical(&snippet.html),
        "mobiledoc": null,
        "created_at": utc(snippet.created_at),
        "updated_at": utc(snippet.updated_at),
    })
}

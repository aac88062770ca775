//! The site's `routes.yaml`, as Ghost's own screen and its programs send and fetch it.

use axum::body::Body;
use dateline_model::{Paper, PermalinkPattern};
use serde_json::json;

use super::error::GhostError;
use super::upload::UploadForm;
use super::{Call, Reply};

/// Bytes of a file that is looked at; what is longer than routes may be is refused with the rule.
const BYTES_MAX: usize = 256 * 1024;

/// `GET admin/settings/routes/yaml/`: the file as it was written, or what the site does without one.
pub(super) async fn read(call: &Call<'_>) -> Result<Reply, GhostError> {
    let settings = call.visit.app.store().read().await?.settings(call.visit.paper.id()).await?;
    let text = if settings.routes.is_empty() {
        usual(&Paper::new(call.visit.paper.site.clone(), settings))
    } else {
        settings.routes
    };
    Ok(Reply::File {
        name: "routes.yaml".to_owned(),
        content_type: "application/yaml",
        bytes: text.into_bytes(),
    })
}

/// `POST admin/settings/routes/yaml/` with the file in `routes`.
pub(super) async fn replace(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let form = UploadForm::read(call, body, BYTES_MAX).await?;
    let upload = form.file("routes").or_else(|_| form.file("file"))?;
    let text = String::from_utf8(upload.bytes)
        .map_err(|_| GhostError::validation("routes", "The file is not UTF-8; save it as UTF-8."))?;
    let app = &call.visit.app;
    let done = app.newsroom().set_routes(&call.visit.paper, &text).await?;
    app.catch_up().await?;
    Ok(Reply::Changed(json!({ "meta": { "moved": done.moved, "kept": done.kept } })))
}

/// The addresses of a site without routes, as a file says them.
fn usual(paper: &Paper) -> String {
    let own = &paper.settings.permalinks;
    let pattern = if own.ends_with('/') { own } else { PermalinkPattern::GHOST };
    let permalink: Vec<String> = pattern
        .split('/')
        .map(|part| part.strip_prefix(':').map_or_else(|| part.to_owned(), |name| format!("{{{name}}}")))
        .collect();
    format!(
        "routes:\n\ncollections:\n  /:\n    permalink: {}\n    template: index\n\ntaxonomies:\n  tag: /tag/{{slug}}/\n  author: /author/{{slug}}/\n",
        permalink.join("/")
    )
}

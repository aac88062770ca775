//! Old addresses that editors lead somewhere: the content of Ghost's redirects file.

use axum::body::Body;
use dateline_model::{Redirect, RedirectTarget};
use dateline_transfer::RedirectFile;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::GhostError;
use super::upload::UploadForm;
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

/// `GET admin/redirects/download/`: Ghost's file, which is the bare list; with `?format=` also as `yaml`, which is Ghost's
/// newer one, or as `csv` for spreadsheets.
pub(super) async fn download(call: &Call<'_>) -> Result<Reply, GhostError> {
    let file = |ending: &str, content_type, text: String| Reply::File {
        name: format!("redirects.{ending}"),
        content_type,
        bytes: text.into_bytes(),
    };
    match call.parameters.get("format") {
        None | Some("json") => Ok(Reply::Ok(list(call).await?)),
        Some("yaml") => Ok(file("yaml", "application/yaml", as_yaml(&kept(call).await?))),
        Some("csv") => Ok(file("csv", "text/csv; charset=utf-8", as_csv(&kept(call).await?))),
        Some(_) => Err(GhostError::validation("format", "It is json, yaml or csv.")),
    }
}

/// `POST admin/redirects/upload/` with a file in `redirects`: JSON, YAML or CSV by its name. It takes the place of the whole
/// list. A file with an expression that is not understood is refused with the first of them, rather than half taken.
pub(super) async fn upload(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let form = UploadForm::read(call, body, BYTES_MAX).await?;
    let upload = form.file("redirects").or_else(|_| form.file("file"))?;
    let wrong = |words: &str| GhostError::validation("redirects", words);
    let text =
        String::from_utf8(upload.bytes).map_err(|_| wrong("The file is not UTF-8; save it as UTF-8."))?;
    let file = RedirectFile::parse(&upload.name, &text)
        .map_err(|error| wrong(&format!("The file cannot be read: {error}.")))?;
    if let Some(pattern) = file.patterns.first() {
        let shown: String = pattern.chars().take(100).collect();
        let words = format!(
            "\"{shown}\" is an expression that is not understood, or leads nowhere; name each old address by itself."
        );
        return Err(wrong(&words));
    }
    call.visit.app.newsroom().replace_redirects(&call.visit.paper, file.redirects).await?;
    Ok(Reply::Changed(json!({ "redirects": list(call).await? })))
}

/// Ghost's YAML. A string of JSON is one of YAML, too.
fn as_yaml(redirects: &[(String, String, bool)]) -> String {
    let mut text = String::new();
    for (status, wanted) in [("301", true), ("302", false)] {
        let lines = redirects.iter().filter(|(.., permanent)| *permanent == wanted);
        let lines: Vec<String> =
            lines.map(|(from, to, _)| format!("  {}: {}\n", json!(from), json!(to))).collect();
        if !lines.is_empty() {
            text.extend([status, ":\n", &lines.concat()]);
        }
    }
    text
}

/// RFC 4180. No cell begins as a formula, since old addresses begin with a slash and new ones with a slash or `http`.
fn as_csv(redirects: &[(String, String, bool)]) -> String {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let lines =
        redirects.iter().map(|(from, to, permanent)| format!("{},{},{permanent}\r\n", cell(from), cell(to)));
    std::iter::once("from,to,permanent\r\n".to_owned()).chain(lines).collect()
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
    let line = |(from, to, permanent): &(String, String, bool)| json!({ "from": from, "to": to, "permanent": permanent });
    Ok(kept(call).await?.iter().map(line).collect())
}

/// The redirects that editors made: from, to, whether for ever.
async fn kept(call: &Call<'_>) -> Result<Vec<(String, String, bool)>, GhostError> {
    let redirects = call.visit.app.newsroom().redirects(&call.visit.paper).await?;
    let line = |redirect: Redirect| match redirect.to {
        RedirectTarget::Address(to) => Some((redirect.from, to, redirect.permanent)),
        RedirectTarget::Post(_) => None,
    };
    Ok(redirects.into_iter().filter_map(line).collect())
}

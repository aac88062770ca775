//! Whole sites that move in and out: what the desk asks for, how far it is, what came of it.
//!
//! A file is sent in parts of any size, each with the byte it begins at, so that a connection that breaks costs one part.

use axum::body::Body;
use dateline_model::MoveId;
use dateline_transfer::{Asked, Errand, Move, MoveError, Mover};
use http_body_util::BodyExt as _;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{ErrorKind, GhostError};
use super::shape::utc;
use super::{Call, Reply};
use crate::form::read_json;

/// Bytes of a body that asks for something.
const BYTES_MAX: usize = 64 * 1024;
/// How the two kinds of moves are called in answers.
const IMPORTS: &str = "imports";
const EXPORTS: &str = "exports";

#[derive(Deserialize)]
struct NewImports {
    imports: Vec<NewImport>,
}

/// A file that will be sent in (`name` and `size`), or one that lies in the inbox (`inbox`).
#[derive(Deserialize)]
struct NewImport {
    name: Option<String>,
    size: Option<u64>,
    inbox: Option<String>,
}

#[derive(Deserialize)]
struct NewExports {
    exports: Vec<NewExport>,
}

#[derive(Deserialize)]
struct NewExport {
    format: String,
}

/// `GET admin/imports/` and `GET admin/exports/`: newest first. Of imports also what lies in the inbox.
pub(super) async fn browse(call: &Call<'_>, imports: bool) -> Result<Reply, GhostError> {
    let mover = mover(call)?;
    let moves = mover.list(call.visit.paper.id(), imports).await?;
    let list: Vec<Value> = moves.iter().map(shape).collect();
    if !imports {
        return Ok(Reply::Ok(json!({ EXPORTS: list })));
    }
    let offered: Vec<Value> = mover
        .offered()?
        .iter()
        .map(|offered| json!({ "name": offered.name, "bytes": offered.bytes, "folder": offered.is_folder }))
        .collect();
    Ok(Reply::Ok(json!({ IMPORTS: list, "inbox": offered })))
}

/// `GET admin/imports/{id}/` and `GET admin/exports/{id}/`
pub(super) async fn read(call: &Call<'_>, imports: bool, id: &str) -> Result<Reply, GhostError> {
    let found = mover(call)?.one(call.visit.paper.id(), move_id(id)?).await?;
    if found.is_import != imports {
        return Err(MoveError::NoSuchMove.into());
    }
    Ok(Reply::Ok(one(&found)))
}

/// `POST admin/imports/`
pub(super) async fn begin_import(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let sent: NewImports = read_json(call.visit.headers(), body, BYTES_MAX).await?;
    let (mover, site) = (mover(call)?, call.visit.paper.id());
    let Some(new) = sent.imports.into_iter().next() else { return Err(nothing(IMPORTS)) };
    let begun = match new {
        NewImport { inbox: Some(name), .. } => mover.take(site, &name).await?,
        NewImport { name: Some(name), size: Some(size), .. } => mover.expect(site, &name, size).await?,
        _ => {
            let message = "Send the name and the size of the file, or the name of one in the inbox.";
            return Err(GhostError::validation("name", message));
        }
    };
    Ok(created(&begun))
}

/// `PUT admin/imports/{id}/upload/?offset=N`: a part of the file, as it is.
pub(super) async fn receive(call: &Call<'_>, id: &str, mut body: Body) -> Result<Reply, GhostError> {
    let offset = call.parameters.get("offset").unwrap_or("0").parse().map_err(|_| {
        GhostError::validation("offset", "The offset is the number of the byte that the part begins at.")
    })?;
    let mut upload = mover(call)?.receive(call.visit.paper.id(), move_id(id)?, offset).await?;
    while let Some(frame) = body.frame().await {
        // What arrived before the connection broke stays, and the next part begins there.
        let frame = frame.map_err(|_| {
            GhostError::bad_request(
                "The part did not arrive whole; ask how many bytes are here, and go on there.",
            )
        })?;
        if let Some(bytes) = frame.data_ref() {
            upload.append(bytes).await?;
        }
    }
    Ok(Reply::Ok(one(&upload.close().await?)))
}

/// `PUT admin/imports/{id}/rehearse/`, `start/`, `undo/` and `check/`. The body of the first two says how.
pub(super) async fn send(call: &Call<'_>, id: &str, errand: &str, body: Body) -> Result<Reply, GhostError> {
    let id = move_id(id)?;
    let errand = match errand {
        "undo" => Errand::Undo,
        "check" => Errand::Check,
        word => {
            let asked: Asked = read_json(call.visit.headers(), body, BYTES_MAX).await?;
            if word == "start" { Errand::Import(asked) } else { Errand::Rehearse(asked) }
        }
    };
    let sent = mover(call)?.send(call.visit.paper.id(), id, errand).await?;
    Ok(Reply::Ok(one(&sent)))
}

/// `PUT admin/imports/{id}/stop/` and `PUT admin/exports/{id}/stop/`
pub(super) async fn stop(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let stopped = mover(call)?.stop(call.visit.paper.id(), move_id(id)?).await?;
    Ok(Reply::Ok(one(&stopped)))
}

/// `DELETE admin/imports/{id}/` and `DELETE admin/exports/{id}/`: the file goes; what an import wrote stays.
pub(super) async fn remove(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    mover(call)?.remove(call.visit.paper.id(), move_id(id)?).await?;
    Ok(Reply::Done)
}

/// `POST admin/exports/`
pub(super) async fn begin_export(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let sent: NewExports = read_json(call.visit.headers(), body, BYTES_MAX).await?;
    let Some(new) = sent.exports.into_iter().next() else { return Err(nothing(EXPORTS)) };
    Ok(created(&mover(call)?.export(call.visit.paper.id(), &new.format).await?))
}

/// `GET admin/exports/{id}/download/`: the zip, in parts where the browser asks for them.
pub(super) async fn download(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let (name, path) = mover(call)?.made(call.visit.paper.id(), move_id(id)?).await?;
    Ok(Reply::Kept { path, name, content_type: "application/zip" })
}

/// `GET admin/imports/{id}/links/?as=csv`: every old address that is lost, as JSON or as a table.
pub(super) async fn links(call: &Call<'_>, id: &str) -> Result<Reply, GhostError> {
    let report = mover(call)?.links(call.visit.paper.id(), move_id(id)?).await?;
    match call.parameters.get("as").unwrap_or("json") {
        "csv" => Ok(Reply::File {
            name: "old-addresses.csv".to_owned(),
            content_type: "text/csv; charset=utf-8",
            bytes: report.to_csv().into_bytes(),
        }),
        "json" => Ok(Reply::Ok(json!({ "links": report }))),
        _ => Err(GhostError::validation("as", "The list can be had as json or csv.")),
    }
}

fn mover<'c>(call: &'c Call<'_>) -> Result<&'c Mover, GhostError> {
    call.visit
        .app
        .mover()
        .ok_or_else(|| GhostError::not_found("This server moves no sites: it has no data folder of its own."))
}

fn move_id(id: &str) -> Result<MoveId, GhostError> {
    id.parse().map_err(|_| MoveError::NoSuchMove.into())
}

fn nothing(list: &str) -> GhostError {
    GhostError::validation(list, &format!("The list {list} has nothing in it."))
}

fn created(new: &Move) -> Reply {
    let list = if new.is_import { IMPORTS } else { EXPORTS };
    Reply::Created { path: format!("{list}/{}", new.id), json: one(new), public: false }
}

fn one(it: &Move) -> Value {
    json!({ if it.is_import { IMPORTS } else { EXPORTS }: [shape(it)] })
}

fn shape(it: &Move) -> Value {
    let progress = it.progress.map(|(progress, read, all)| {
        json!({
            "phase": progress.phase.as_str(),
            "stories": progress.stories,
            "comments": progress.comments,
            "files_stored": progress.stored,
            "files_remote": progress.remote,
            "bytes": read.min(all),
            "bytes_total": all,
        })
    });
    let mut json = json!({
        "id": it.id.hex(),
        "state": it.state,
        "report": it.report,
        "error": it.trouble,
        "progress": progress,
        "created_at": utc(it.created_at),
    });
    if !it.is_import {
        json["format"] = it.name.clone().into();
        json["file"] = it.file.as_ref().map(|(name, bytes)| json!({ "name": name, "bytes": bytes })).into();
        return json;
    }
    json["name"] = it.name.clone().into();
    json["upload"] = it.upload.map(|(here, size)| json!({ "bytes": here, "size": size })).into();
    json["from"] = it.asked.from.clone().into();
    json["blog"] = it.asked.blog.clone().into();
    json["media"] = it.asked.media.into();
    json["format"] = it.format.clone().into();
    json["rehearsal"] = it.rehearsal.clone().into();
    json["can_undo"] = it.can_undo.into();
    json["links"] = it.links.clone().into();
    json
}

impl From<MoveError> for GhostError {
    fn from(error: MoveError) -> Self {
        let words = error.to_string();
        match error {
            MoveError::NoSuchMove => Self::not_found(&words),
            MoveError::NotNow(_) => Self::bad_request(&words).with_code("NOT_NOW"),
            MoveError::SomethingElse => Self::bad_request(&words).with_code("SOMETHING_ELSE_WRITTEN"),
            MoveError::Offset(here) => {
                Self::bad_request(&words).with_code("WRONG_OFFSET").with_details(json!({ "bytes": here }))
            }
            MoveError::SentTwice => Self::bad_request(&words).with_code("SENT_TWICE"),
            MoveError::Size(_) | MoveError::TooMuch(_) => Self::new(ErrorKind::TooLarge, &words),
            MoveError::NotOffered(_) => Self::validation("inbox", &words),
            MoveError::Format(_) => Self::validation("format", &words),
            MoveError::Open(_) | MoveError::Import(_) | MoveError::Export(_) | MoveError::Check(_) => {
                Self::bad_request(&words)
            }
            MoveError::Store(error) => error.into(),
            error @ (MoveError::Disk { .. } | MoveError::Worker(_)) => {
                let kind = ErrorKind::Internal(http::StatusCode::INTERNAL_SERVER_ERROR);
                Self::new(kind, "The file could not be read or written, please try again.").because(error)
            }
        }
    }
}

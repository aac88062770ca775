//! Files that come in: pictures, sound and film, documents. Ghost's shapes and messages.

use std::path::Path;

use axum::body::Body;
use dateline_media::{Folder, Limits};
use dateline_model::Media;
use dateline_newsroom::{ATTACHMENT_BYTES_MAX, Purpose, Upload};
use serde_json::{Value, json};

use super::error::{ErrorKind, GhostError};
use super::page::single;
use super::{Call, Reply, shape};
use crate::form::read_body;
use crate::multipart::{self, Part};

/// What a form has beside its file.
const FORM_BYTES: usize = 64 * 1024;
/// Endings of names that Ghost takes for pictures.
const PICTURES: [&str; 9] = ["png", "jpg", "jpeg", "gif", "svg", "svgz", "ico", "webp", "avif"];
/// Characters of a reference, which is only sent back.
const REF_CHARS_MAX: usize = 2_000;

/// `POST admin/images/upload/`
pub(super) async fn picture(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let form = UploadForm::read(call, body, Limits::default().bytes).await?;
    let purpose = match form.text("purpose").as_deref() {
        None | Some("" | "image") => Purpose::Image,
        Some("profile_image" | "icon") => Purpose::Square,
        Some(_) => {
            return Err(GhostError::validation("purpose", "Validation (AllowedValues) failed for purpose"));
        }
    };
    let upload = form.file("file")?;
    select_picture(&upload)?;
    let media =
        call.visit.app.newsroom().take_picture(&call.visit.paper, &folder(call)?, upload, purpose).await?;
    let json = json!({ "url": address(call, &media), "ref": form.reference() });
    Ok(Reply::Stored(single("images", json)))
}

/// `POST admin/media/upload/`, with the picture that stands for it in `thumbnail`.
pub(super) async fn recording(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let form = UploadForm::read(call, body, ATTACHMENT_BYTES_MAX).await?;
    let (folder, newsroom) = (folder(call)?, call.visit.app.newsroom());
    let thumbnail = form.file("thumbnail").ok();
    let media = newsroom.take_recording(&call.visit.paper, &folder, form.file("file")?).await?;
    let thumbnail = match thumbnail {
        Some(thumbnail) => {
            let taken = newsroom.take_picture(&call.visit.paper, &folder, thumbnail, Purpose::Image).await?;
            address(call, &taken)
        }
        None => Value::Null,
    };
    let json = json!({ "url": address(call, &media), "thumbnail_url": thumbnail, "ref": form.reference() });
    Ok(Reply::Stored(single("media", json)))
}

/// `PUT admin/media/thumbnail/upload/`: the picture that stands for a recording sent before.
pub(super) async fn thumbnail(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let form = UploadForm::read(call, body, Limits::default().bytes).await?;
    let upload = form.file("file")?;
    select_picture(&upload)?;
    let newsroom = call.visit.app.newsroom();
    let media = newsroom.take_picture(&call.visit.paper, &folder(call)?, upload, Purpose::Image).await?;
    let json = json!({ "url": address(call, &media), "ref": form.reference() });
    Ok(Reply::Ok(single("media", json)))
}

/// `POST admin/files/upload/`
pub(super) async fn document(call: &Call<'_>, body: Body) -> Result<Reply, GhostError> {
    let form = UploadForm::read(call, body, ATTACHMENT_BYTES_MAX).await?;
    let newsroom = call.visit.app.newsroom();
    let media = newsroom.take_file(&call.visit.paper, &folder(call)?, form.file("file")?).await?;
    let json = json!({ "url": address(call, &media), "ref": form.reference() });
    Ok(Reply::Stored(single("files", json)))
}

/// The folder that files are kept in.
pub(super) fn folder(call: &Call<'_>) -> Result<Folder, GhostError> {
    let content = call.visit.app.content();
    content.cloned().ok_or_else(|| {
        GhostError::new(ErrorKind::NotFound, "This server keeps no files: it has no content folder.")
    })
}

/// A file's whole address.
pub(super) fn address(call: &Call<'_>, media: &Media) -> Value {
    media.address().map(|path| format!("{}{path}", shape::addresses(call.visit).base())).into()
}

/// What Ghost says to a name that no picture has, before it looks inside.
fn select_picture(upload: &Upload) -> Result<(), GhostError> {
    let ending = Path::new(&upload.name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if PICTURES.iter().any(|known| known.eq_ignore_ascii_case(ending)) {
        return Ok(());
    }
    Err(GhostError::new(ErrorKind::UnsupportedMediaType, "Please select a valid image."))
}

/// A form with files.
pub(super) struct UploadForm(Vec<Part>);

impl UploadForm {
    pub(super) async fn read(call: &Call<'_>, body: Body, file_bytes: usize) -> Result<Self, GhostError> {
        let boundary = multipart::boundary(call.visit.headers())?;
        let body = read_body(body, file_bytes + FORM_BYTES).await?;
        Ok(Self(multipart::parts(&body, &boundary)?))
    }

    fn part(&self, name: &str) -> Option<&Part> {
        self.0.iter().find(|part| part.name == name)
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.part(name).map(|part| String::from_utf8_lossy(&part.bytes).trim().to_owned())
    }

    /// A file that was sent under a name.
    pub(super) fn file(&self, name: &str) -> Result<Upload, GhostError> {
        let part = self.part(name).and_then(|part| Some((part.file_name.clone()?, part.bytes.to_vec())));
        let (name, bytes) = part.ok_or_else(|| GhostError::validation(name, "Please select a file."))?;
        Ok(Upload { name, bytes })
    }

    /// What the program calls it, sent back as it came.
    fn reference(&self) -> Option<String> {
        self.text("ref").map(|text| text.chars().take(REF_CHARS_MAX).collect())
    }
}

//! The desk: the staff's web app, under `/admin/`. The files are those of a build of `admin/`, which is committed, so
//! that whoever builds the binary needs no Node; `cargo xtask admin` proves that it is the build of what stands there.
//!
//! `/admin` is the desk's on every site: a page of a site's own with that slug cannot be read under it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, StatusCode};
use rust_embed::Embed;

use crate::document::{CachePolicy, Document, Finished, Packing};
use crate::reception::{Visit, moved};
use crate::security::Kind;
use crate::{failure, plain};

/// Where the desk stands.
pub(crate) const ADDRESS: &str = "/admin/";
/// The page that loads everything else.
const PAGE: &str = "index.html";

#[derive(Embed)]
#[folder = "admin/"]
struct Build;

/// The desk's files ready to be sent, by their names. Each is compressed once, when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Desk(OnceLock<HashMap<Cow<'static, str>, Finished>>);

impl Desk {
    fn file(&self, visit: &Visit, name: &str) -> Option<&Finished> {
        let files = self.0.get_or_init(|| {
            Build::iter().filter_map(|name| finish(visit, &name).map(|file| (name, file))).collect()
        });
        files.get(name)
    }
}

/// Answers below `/admin`.
pub(crate) fn answer(visit: &Visit, file: &[&str]) -> Response {
    if !visit.only_reads() {
        return failure::method_not_allowed("GET, HEAD");
    }
    if file.is_empty() && !visit.path.as_str().ends_with('/') {
        return moved(ADDRESS);
    }
    let name = if file.is_empty() { PAGE.to_owned() } else { file.join("/") };
    match visit.app.desk().file(visit, &name) {
        Some(file) => file.answer(visit.method(), visit.headers()),
        // An open desk of before an update asks for files of the version it is.
        None => plain::sentence(
            StatusCode::NOT_FOUND,
            "No such file",
            "The desk has no file of this name. After an update of the server, load the desk anew.",
        ),
    }
}

fn finish(visit: &Visit, name: &str) -> Option<Finished> {
    let bytes = match Build::get(name)?.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let document = Document {
        status: StatusCode::OK,
        content_type: HeaderValue::from_static(media_type(name)),
        body: bytes,
        last_modified: None,
        // Only the page keeps its name when its content changes.
        cache: if name == PAGE { CachePolicy::Revalidate } else { CachePolicy::Immutable },
    };
    Some(document.finish(Packing::Small, |headers| visit.app.security().apply(Kind::Desk, headers)))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

//! Pictures, sound and other files under `/content/`, from where the newsroom keeps them and never from elsewhere.

use std::fs::File;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use axum::body::Body;
use axum::response::Response;
use dateline_media::{About, Opened, media_type};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::task::spawn_blocking;

use crate::conditional::{EntityTag, Validators, http_date, is_fresh};
use crate::document::CachePolicy;
use crate::range::{Wanted, wanted};
use crate::reception::{Visit, moved};
use crate::security::Kind;
use crate::{darkroom, failure, plain};

/// A day: a file may be replaced under its name.
const KEPT_SECONDS: u32 = 24 * 3600;

/// An open file with what its answer says about it.
struct MediaFile {
    file: Opened,
    length: u64,
    media_type: &'static str,
    validators: Validators,
    cache: CachePolicy,
}

impl MediaFile {
    fn of(file: Opened, media_type: &'static str) -> Self {
        let About { bytes: length, modified } = file.about();
        // A file from before 1970 counts as from then.
        let modified = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
        let validators = Validators {
            etag: EntityTag::of_file(modified.as_nanos() as i128, length),
            last_modified: Some(modified.as_millis() as i64),
        };
        Self { file, length, media_type, validators, cache: CachePolicy::Seconds(KEPT_SECONDS) }
    }
}

/// Answers a request for `/content/` and `segments`.
pub(crate) async fn answer(visit: &Visit, segments: &[&str]) -> Response {
    if !visit.only_reads() {
        return failure::method_not_allowed("GET, HEAD");
    }
    let Some(folder) = visit.app.content() else { return not_here() };
    let wanted = darkroom::Wanted::of(segments);
    if let Some(wanted) = wanted
        && (wanted.order().is_none() || !is_offered(visit, wanted.size))
    {
        return to_original(visit, wanted);
    }
    let segments = wanted.map_or_else(|| segments.to_vec(), |wanted| wanted.original());
    let Some(media_type) = segments.last().and_then(|name| media_type(name)) else { return not_here() };
    let path = segments.join("/");
    match folder.open(&path).await {
        Ok(Some(file)) => {
            let file = MediaFile::of(file, media_type);
            match wanted {
                Some(wanted) => serve(visit, smaller(visit, wanted, &path, file).await),
                None => serve(visit, file),
            }
        }
        Ok(None) => not_here(),
        Err(error) => {
            let path = &visit.decoded;
            tracing::warn!(path, %error, "this file cannot be read; look whether the account that Dateline runs under has the right to");
            not_here()
        }
    }
}

/// A file that somebody keeps under a name, sent while it is read and in parts where they are asked for.
pub(crate) async fn download(
    visit: &Visit,
    path: &Path,
    name: &str,
    media_type: &'static str,
) -> io::Result<Response> {
    let path = path.to_owned();
    let opened = spawn_blocking(move || File::open(&path).and_then(Opened::of)).await;
    let opened = opened.map_err(io::Error::other)??;
    let file = MediaFile { cache: CachePolicy::NoStore, ..MediaFile::of(opened, media_type) };
    let mut answer = serve(visit, file);
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(answer)
}

/// Whether a size is one that the site's pages may name.
fn is_offered(visit: &Visit, size: &str) -> bool {
    let theme = visit.app.press().theme_of(&visit.paper);
    darkroom::OWN_SIZES.contains(&size) || theme.package().offers_size(size)
}

/// 302 to the picture itself, as Ghost has it.
fn to_original(visit: &Visit, wanted: darkroom::Wanted<'_>) -> Response {
    // "", content, images, size, the size, perhaps format and its name, and the rest as it was sent.
    let before = if wanted.format.is_some() { 7 } else { 5 };
    let rest = visit.path.as_str().splitn(before + 1, '/').last().unwrap_or_default();
    let mut answer = moved(&format!("/content/images/{rest}"));
    *answer.status_mut() = StatusCode::FOUND;
    answer
}

/// The version that was asked for of the picture at `path`, or the picture itself when it is the best there is.
async fn smaller(visit: &Visit, wanted: darkroom::Wanted<'_>, path: &str, original: MediaFile) -> MediaFile {
    let darkroom = visit.app.newsroom().darkroom();
    let (Some(darkroom), Some((size, encoding))) = (darkroom, wanted.order()) else { return original };
    match darkroom.version(path, size, encoding).await {
        Ok(Some((file, media_type))) => {
            MediaFile { cache: CachePolicy::Immutable, ..MediaFile::of(file, media_type) }
        }
        Ok(None) => original,
        Err(error) => {
            tracing::warn!(%error, "a smaller version of a picture cannot be kept; look whether the disk is full");
            original
        }
    }
}

fn not_here() -> Response {
    plain::sentence(StatusCode::NOT_FOUND, "Not found", "There is no such file.")
}

fn serve(visit: &Visit, media: MediaFile) -> Response {
    let mut answer = Response::new(Body::empty());
    write_headers(&media, visit, answer.headers_mut());
    if is_fresh(visit.method(), visit.headers(), &media.validators) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        return answer;
    }
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media.media_type));
    let (status, first, count) = match wanted(visit.headers(), media.length, &media.validators) {
        Wanted::Whole => (StatusCode::OK, 0, media.length),
        Wanted::Part { first, last } => {
            content_range(headers, &format!("bytes {first}-{last}/{}", media.length));
            (StatusCode::PARTIAL_CONTENT, first, last - first + 1)
        }
        Wanted::Nothing => {
            content_range(headers, &format!("bytes */{}", media.length));
            (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0)
        }
    };
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(count));
    *answer.status_mut() = status;
    if visit.method() == http::Method::GET && count > 0 {
        *answer.body_mut() = Body::from_stream(media.file.part(first, count));
    }
    answer
}

fn write_headers(media: &MediaFile, visit: &Visit, headers: &mut HeaderMap) {
    headers.insert(header::ETAG, media.validators.etag.to_header());
    if let Some(date) = media.validators.last_modified.and_then(http_date) {
        headers.insert(header::LAST_MODIFIED, date);
    }
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CACHE_CONTROL, media.cache.to_header());
    if media.media_type == "image/svg+xml" {
        visit.app.security().apply(Kind::Upload, headers);
    } else {
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    }
}

fn content_range(headers: &mut HeaderMap, range: &str) {
    // Digits and signs only.
    if let Ok(range) = HeaderValue::from_str(range) {
        headers.insert(header::CONTENT_RANGE, range);
    }
}

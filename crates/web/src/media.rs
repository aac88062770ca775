//! Pictures, sound and other files under `/content/`, from one folder and never from outside it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::body::{Body, Bytes};
use axum::response::Response;
use dateline_media::{Folder, media_type};
use futures_util::stream::try_unfold;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio::task::spawn_blocking;

use crate::conditional::{EntityTag, Validators, http_date, is_fresh};
use crate::document::CachePolicy;
use crate::range::{Wanted, wanted};
use crate::reception::{Visit, moved};
use crate::security::Kind;
use crate::{darkroom, failure, plain};

/// A day: a file may be replaced under its name.
const KEPT_SECONDS: u32 = 24 * 3600;
/// Bytes read from a file at a time.
const CHUNK: u64 = 64 * 1024;

/// The folder that files are served from.
#[derive(Debug, Clone)]
pub(crate) struct MediaFolder(PathBuf);

impl MediaFolder {
    /// Need not be there yet.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The same folder for those who write.
    pub(crate) fn for_writing(&self) -> Folder {
        Folder::new(&self.0)
    }

    /// Opens a file by the decoded segments of its path; `None` when there is none to be served.
    fn open(&self, segments: &[&str]) -> io::Result<Option<MediaFile>> {
        let is_name = |segment: &&str| !segment.starts_with('.') && !segment.contains(['/', '\\', ':']);
        let Some(media_type) = segments.last().and_then(|name| media_type(name)) else { return Ok(None) };
        if !segments.iter().all(is_name) {
            return Ok(None);
        }
        let Some(path) = self.inside(segments)? else { return Ok(None) };
        // Asked before it is opened: opening a pipe would wait for its other end.
        if !path.metadata()?.is_file() {
            return Ok(None);
        }
        let file = File::open(&path)?;
        MediaFile::of(file, &path, media_type).map(Some)
    }

    /// The real path of a file, with every symbolic link followed; `None` when it lies outside.
    fn inside(&self, segments: &[&str]) -> io::Result<Option<PathBuf>> {
        let folder = self.0.canonicalize()?;
        let path = segments.iter().fold(folder.clone(), |path, segment| path.join(segment)).canonicalize()?;
        Ok(Some(path).filter(|path| path.starts_with(&folder)))
    }
}

/// An open file with what its answer says about it.
struct MediaFile {
    file: File,
    /// The real path of the file, or of the picture that it is a version of.
    path: PathBuf,
    length: u64,
    media_type: &'static str,
    validators: Validators,
    cache: CachePolicy,
}

impl MediaFile {
    fn of(file: File, path: &Path, media_type: &'static str) -> io::Result<Self> {
        let about = file.metadata()?;
        // A file from before 1970 counts as from then.
        let modified = about.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let validators = Validators {
            etag: EntityTag::of_file(modified.as_nanos() as i128, about.len()),
            last_modified: Some(modified.as_millis() as i64),
        };
        let (path, cache) = (path.to_owned(), CachePolicy::Seconds(KEPT_SECONDS));
        Ok(Self { file, path, length: about.len(), media_type, validators, cache })
    }
}

/// Answers a request for `/content/` and `segments`.
pub(crate) async fn answer(visit: &Visit, segments: &[&str]) -> Response {
    if !visit.only_reads() {
        return failure::method_not_allowed("GET, HEAD");
    }
    let Some(folder) = visit.app.content().cloned() else { return not_here() };
    let wanted = darkroom::Wanted::of(segments);
    if let Some(wanted) = wanted
        && (wanted.order().is_none() || !is_offered(visit, wanted.size))
    {
        return to_original(visit, wanted);
    }
    let owned: Vec<String> = match wanted {
        Some(wanted) => wanted.original().into_iter().map(str::to_owned).collect(),
        None => segments.iter().map(|segment| (*segment).to_owned()).collect(),
    };
    let opened = spawn_blocking(move || {
        let segments: Vec<&str> = owned.iter().map(String::as_str).collect();
        folder.open(&segments)
    });
    match opened.await {
        Ok(Ok(Some(file))) => match wanted {
            Some(wanted) => serve(visit, smaller(visit, wanted, file).await),
            None => serve(visit, file),
        },
        Ok(Err(error)) if error.kind() == io::ErrorKind::PermissionDenied => {
            let path = &visit.decoded;
            tracing::warn!(path, %error, "this file cannot be read; give the account that Dateline runs under the right to");
            not_here()
        }
        // A name that is too long, a file in place of a folder: nothing is here, whatever the system calls it.
        _ => not_here(),
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
    let opened = spawn_blocking(move || MediaFile::of(File::open(&path)?, &path, media_type)).await;
    let file = MediaFile { cache: CachePolicy::NoStore, ..opened.map_err(io::Error::other)?? };
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

/// The version that was asked for, or the picture itself when it is the best there is.
async fn smaller(visit: &Visit, wanted: darkroom::Wanted<'_>, original: MediaFile) -> MediaFile {
    let (Some(darkroom), Some(order)) = (visit.app.darkroom(), wanted.order()) else { return original };
    let version = darkroom.version(&original.path, wanted, order).await;
    match version
        .and_then(|version| version.map(|(file, kind)| MediaFile::of(file, &original.path, kind)).transpose())
    {
        Ok(Some(version)) => MediaFile { cache: CachePolicy::Immutable, ..version },
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
        *answer.body_mut() = read_part(media.file, first, count);
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

/// `count` bytes of a file from `first` on, read as fast as the client takes them. A file that became shorter
/// meanwhile breaks the answer off, so that nobody takes the part for the whole.
fn read_part(file: File, first: u64, count: u64) -> Body {
    let start = Some(first).filter(|first| *first > 0);
    let state = (tokio::fs::File::from_std(file), start, count);
    Body::from_stream(try_unfold(state, |(mut file, start, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        if let Some(first) = start {
            file.seek(io::SeekFrom::Start(first)).await?;
        }
        let mut chunk = vec![0; left.min(CHUNK) as usize];
        let read = file.read(&mut chunk).await?;
        if read == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        chunk.truncate(read);
        Ok(Some((Bytes::from(chunk), (file, None, left - read as u64))))
    }))
}

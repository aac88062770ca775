//! Ghost's Content API and Admin API, in the shapes that programs written for Ghost know, and our own resources
//! beside them.
//!
//! `/ghost/api/content/` reads what every reader may read; `/ghost/api/admin/` reads and writes everything with a key,
//! and is what the admin app calls for whoever is signed in; `routes` says who may call what.
//! What the database cannot answer (a filter, an order) is refused with a sentence, never answered wrongly.

mod admin;
mod audit;
mod authentication;
mod authors;
mod body;
mod bulk;
mod caller;
mod comment_desk;
mod comments;
mod content;
mod cookie;
mod custom_settings;
mod desk;
mod details;
mod edit_lock;
mod error;
mod injection;
mod invites;
mod key;
mod keys;
mod library;
mod mail;
mod members;
mod moves;
mod oembed;
mod openapi;
mod page;
mod passkeys;
mod post_edit;
mod posts;
mod previews;
mod query;
mod redirects;
mod reports;
mod revisions;
mod routes;
mod routes_file;
mod search;
mod second_factor;
mod session;
mod settings;
mod shape;
mod site;
mod snippets;
mod status;
mod tags;
mod themes;
mod told;
mod upload;
mod users;
mod webhooks;

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use dateline_press::Answer;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use serde_json::Value;

use crate::document::{CachePolicy, Document};
use crate::form::{Form, FormLimits};
use crate::reception::{Visit, moved};
use crate::security::{Kind, SecurityHeaders};
use crate::{media, reader};
use error::{ErrorKind, GhostError};
pub(crate) use told::Told;

/// The version of Ghost whose API this is.
pub(crate) const VERSION: &str = "6.0";

const CONTENT_VERSION: HeaderName = HeaderName::from_static("content-version");
const ACCEPT_VERSION: HeaderName = HeaderName::from_static("accept-version");
const CACHE_INVALIDATE: HeaderName = HeaderName::from_static("x-cache-invalidate");
const DEPRECATION: HeaderName = HeaderName::from_static("deprecation");

/// Method and path of every route of the Admin API, for the test that asks who may call them.
#[doc(hidden)]
pub fn admin_routes() -> Vec<(&'static str, &'static str)> {
    routes::ROUTES.iter().map(|route| (route.method, route.path)).collect()
}

/// One request to the API.
pub(crate) struct Call<'v> {
    visit: &'v Visit,
    /// The `v4` of a path like `/ghost/api/v4/admin/`, as programs of Ghost's earlier days write it.
    version: Option<&'v str>,
    /// HEAD counts as GET.
    method: Method,
    parameters: Form,
    /// What the answer tells the browser to keep, whether it succeeds or not.
    cookie: Mutex<Option<String>>,
}

/// What a resource answers.
pub(crate) enum Reply {
    /// 200.
    Ok(Value),
    /// 200 after a change that readers can see.
    Changed(Value),
    /// 201, with the path below the API under which the new thing stands, and whether readers can see it.
    Created {
        /// Such as `posts/5f2b9c0d1e4a7b6c8d9e0f10`.
        path: String,
        /// The new thing.
        json: Value,
        /// Whether pages change by it.
        public: bool,
    },
    /// 201 for a file, which has no place of its own below the API.
    Stored(Value),
    /// 204 after a change that readers can see.
    Deleted,
    /// 204 after something that no reader sees.
    Done,
    /// 200 with a file to be kept.
    File {
        /// What it is called.
        name: String,
        /// Its media type.
        content_type: &'static str,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// 200 with a large file to be kept, which is read while it is sent.
    Kept {
        /// Where it lies.
        path: PathBuf,
        /// What it is called.
        name: String,
        /// Its media type.
        content_type: &'static str,
    },
    /// A page of the site, to be looked at and no more.
    Page(Box<Answer>),
    /// Plain words.
    Text(StatusCode, &'static str),
}

/// Which of the two APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Content,
    Admin,
}

/// Answers a request below `/ghost/api/`.
pub(crate) async fn answer(visit: &Visit, path: &[&str], body: Body) -> Response {
    if visit.only_reads() && !visit.path.as_str().ends_with('/') {
        return moved(&visit.with_query(&format!("{}/", visit.path.as_str())));
    }
    let (version, path) = match path {
        [version @ ("v2" | "v3" | "v4" | "canary"), rest @ ..] => (Some(*version), rest),
        rest => (None, rest),
    };
    let (side, resource) = match path {
        ["content", rest @ ..] => (Side::Content, rest),
        ["admin", rest @ ..] => (Side::Admin, rest),
        _ => (Side::Content, path),
    };
    let mut answer = if visit.method() == Method::OPTIONS {
        preflight(visit, side)
    } else {
        Box::pin(reply(visit, version, side, resource, body)).await
    };
    let headers = answer.headers_mut();
    headers.insert(CONTENT_VERSION, HeaderValue::from_static("v6.0"));
    if side == Side::Content {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::VARY, HeaderValue::from_static("accept-version, accept-encoding"));
    } else {
        headers.insert(header::VARY, HeaderValue::from_static("accept-version, origin, accept-encoding"));
    }
    if let Some(version) = version {
        deprecate(visit, version, &mut answer);
    }
    // A page of the site has the policy of pages, and every other answer is no page.
    if answer.extensions().get::<IsPage>().is_none() {
        visit.app.security().apply(Kind::Data, answer.headers_mut());
    }
    answer
}

/// Marks an answer that is a page of the site.
#[derive(Debug, Clone, Copy)]
struct IsPage;

async fn reply(visit: &Visit, version: Option<&str>, side: Side, resource: &[&str], body: Body) -> Response {
    let limits = FormLimits { fields: 64, ..FormLimits::default() };
    let parameters = match Form::parse(visit.query().as_bytes(), &limits) {
        Ok(parameters) => parameters,
        Err(error) => return GhostError::bad_request(&error.to_string()).answer(visit),
    };
    let method = if visit.only_reads() { Method::GET } else { visit.method().clone() };
    let call = Call { visit, version, method, parameters, cookie: Mutex::new(None) };
    let reply = match side {
        Side::Content => content::reply(&call, resource).await,
        Side::Admin => admin::reply(&call, resource, body).await,
    };
    let mut answer = match reply {
        Ok(Reply::Kept { path, name, content_type }) => {
            match media::download(visit, &path, &name, content_type).await {
                Ok(answer) => answer,
                Err(error) => {
                    let kind = ErrorKind::Internal(StatusCode::INTERNAL_SERVER_ERROR);
                    let message = "The file could not be read, please try again.";
                    GhostError::new(kind, message).because(error).answer(visit)
                }
            }
        }
        Ok(Reply::Page(page)) => {
            let mut answer = reader::print(visit, *page);
            SecurityHeaders::show_only(answer.headers_mut());
            answer.extensions_mut().insert(IsPage);
            answer
        }
        Ok(reply) => print(visit, side, reply),
        Err(error) => error.answer(visit),
    };
    let cookie = lock(&call.cookie).take();
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

impl Call<'_> {
    /// Has the answer tell the browser to keep `cookie`; the last one said counts.
    fn say_cookie(&self, cookie: String) {
        *lock(&self.cookie) = Some(cookie);
    }

    /// What is said at an address that is none: a program of another version learns that instead.
    fn unknown_endpoint(&self) -> GhostError {
        let Some(asked) = self.visit.headers().get(ACCEPT_VERSION) else {
            return GhostError::not_found("Resource not found");
        };
        let asked = asked.to_str().ok().and_then(|text| number(text.strip_prefix('v').unwrap_or(text)));
        match (asked, number(VERSION)) {
            (Some(asked), Some(ours)) if asked == ours => GhostError::not_found("Resource not found"),
            (Some(asked), Some(ours)) => GhostError::other_version(asked > ours),
            _ => GhostError::bad_request("Accept-Version is not a version like v6.0"),
        }
    }
}

fn lock(cookie: &Mutex<Option<String>>) -> MutexGuard<'_, Option<String>> {
    cookie.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `6.0` as (6, 0).
fn number(version: &str) -> Option<(u32, u32)> {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn print(visit: &Visit, side: Side, reply: Reply) -> Response {
    let reply = match reply {
        Reply::File { name, content_type, bytes } => return file(visit, &name, content_type, bytes),
        reply => reply,
    };
    let (status, json, changed) = match &reply {
        Reply::Ok(json) => (StatusCode::OK, Some(json), false),
        Reply::Changed(json) => (StatusCode::OK, Some(json), true),
        Reply::Created { json, public, .. } => (StatusCode::CREATED, Some(json), *public),
        Reply::Stored(json) => (StatusCode::CREATED, Some(json), false),
        Reply::Deleted => (StatusCode::NO_CONTENT, None, true),
        Reply::Done | Reply::File { .. } | Reply::Kept { .. } | Reply::Page(_) => {
            (StatusCode::NO_CONTENT, None, false)
        }
        Reply::Text(status, words) => {
            return words_document(*status, words).answer(visit.method(), visit.headers());
        }
    };
    let cache = if side == Side::Content { CachePolicy::Revalidate } else { CachePolicy::NoStore };
    let mut answer = if let Some(json) = json {
        json_document(status, json, cache).answer(visit.method(), visit.headers())
    } else {
        let mut nothing = Response::new(Body::empty());
        *nothing.status_mut() = status;
        nothing.headers_mut().insert(header::CACHE_CONTROL, cache.to_header());
        nothing
    };
    if let Reply::Created { path, .. } = &reply {
        let address = format!("{}/ghost/api/admin/{path}/", shape::addresses(visit).base());
        if let Ok(address) = HeaderValue::from_str(&address) {
            answer.headers_mut().insert(header::LOCATION, address);
        }
    }
    if changed {
        answer.headers_mut().insert(CACHE_INVALIDATE, HeaderValue::from_static("/*"));
    }
    answer
}

/// A file to be kept under its name.
fn file(visit: &Visit, name: &str, content_type: &'static str, bytes: Vec<u8>) -> Response {
    let document = Document {
        status: StatusCode::OK,
        content_type: HeaderValue::from_static(content_type),
        body: Bytes::from(bytes),
        last_modified: None,
        cache: CachePolicy::NoStore,
    };
    let mut answer = document.answer(visit.method(), visit.headers());
    // Names of files here are letters, figures, dots, dashes and the sign of a version.
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    answer
}

/// `json` as a body.
fn json_document(status: StatusCode, json: &Value, cache: CachePolicy) -> Document {
    Document {
        status,
        content_type: HeaderValue::from_static("application/json; charset=utf-8"),
        body: Bytes::from(json.to_string()),
        last_modified: None,
        cache,
    }
}

/// Plain words as a body.
fn words_document(status: StatusCode, words: &'static str) -> Document {
    Document {
        status,
        content_type: HeaderValue::from_static("text/plain; charset=utf-8"),
        body: Bytes::from_static(words.as_bytes()),
        last_modified: None,
        cache: CachePolicy::NoStore,
    }
}

/// A browser asks whether another site's page may call: the Content API says yes, the Admin API nothing.
fn preflight(visit: &Visit, side: Side) -> Response {
    let mut answer = Response::new(Body::empty());
    let headers = answer.headers_mut();
    match side {
        Side::Content => {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD"));
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
            if let Some(asked) = visit.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
                headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
            }
            *answer.status_mut() = StatusCode::NO_CONTENT;
        }
        Side::Admin => {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE"));
        }
    }
    answer
}

/// Tells an old program where the new address is.
fn deprecate(visit: &Visit, version: &str, answer: &mut Response) {
    let path = visit.path.as_str().replacen(&format!("/{version}/"), "/", 1);
    let link = format!("<{}{path}>; rel=\"latest-version\"", shape::addresses(visit).base());
    let headers = answer.headers_mut();
    for (name, value) in [(DEPRECATION, format!("version=\"{version}\"")), (header::LINK, link)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}

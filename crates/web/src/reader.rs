//! Pages and feeds for readers: the press makes them, here they get their headers.

use axum::response::Response;
use bytes::Bytes;
use dateline_press::{Answer, Ask, Body, CachePolicy};
use http::{HeaderName, HeaderValue, StatusCode, header};

use crate::document::{self, Document};
use crate::reception::Visit;
use crate::security::Kind;
use crate::{failure, held};

const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");
/// What a page was made from, with blanks between: by these keys a cache in front of us drops exactly the pages that
/// a change touches.
const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");
/// The same for caches that want commas.
const CACHE_TAG: HeaderName = HeaderName::from_static("cache-tag");

/// Answers a GET or HEAD with a page of the site.
pub(crate) async fn answer(visit: &Visit) -> Response {
    if !visit.only_reads() {
        return failure::method_not_allowed("GET, HEAD");
    }
    let hidden = |post| visit.hidden(post);
    let notice = held::notice(visit);
    let ask = Ask { notice, ..visit.ask(&hidden) };
    match visit.app.press().answer(ask).await {
        // What one reader is told is kept by nobody.
        Ok(page) if notice.is_some() => {
            print(visit, Answer { cache: CachePolicy::Never, index: false, ..page })
        }
        Ok(page) => print(visit, page),
        Err(error) => failure::page(visit, &error).await,
    }
}

/// The press's answer with all its headers.
pub(crate) fn print(visit: &Visit, page: Answer) -> Response {
    let kind = match page.content_type.split(';').next() {
        Some("text/html") => Kind::Page,
        Some("application/atom+xml" | "application/rss+xml" | "application/xml" | "text/xml") => Kind::Feed,
        _ => Kind::Data,
    };
    let document = Document {
        status: StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        content_type: HeaderValue::from_static(page.content_type),
        body: match page.body {
            Body::Empty => Bytes::new(),
            Body::Html(html) => Bytes::from(html),
            Body::Bytes(bytes) => Bytes::from(bytes),
        },
        last_modified: page.changed_at,
        cache: match page.cache {
            CachePolicy::Revalidate => document::CachePolicy::Revalidate,
            CachePolicy::Forever => document::CachePolicy::Immutable,
            CachePolicy::Never => document::CachePolicy::NoStore,
        },
    };
    let mut answer = document.answer(visit.method(), visit.headers());
    let headers = answer.headers_mut();
    visit.app.security().apply(kind, headers);
    // An address the press made is ASCII, so nothing is left out here.
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    if let Some(location) = &page.location {
        set(header::LOCATION, location);
    }
    if !page.index {
        set(X_ROBOTS_TAG, "noindex");
    }
    if !page.depends.keys().is_empty() {
        set(SURROGATE_KEY, &page.depends.header());
        set(CACHE_TAG, &page.depends.keys().join(","));
    }
    answer
}

//! A mistake of ours is answered, logged and counted, and costs one request only.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use data_encoding::BASE32_NOPAD;
use futures_util::FutureExt as _;
use http::{HeaderValue, Method, StatusCode, header};

/// Counts what should never happen.
#[derive(Debug, Clone, Default)]
pub struct PanicCounter(Arc<AtomicU64>);

impl PanicCounter {
    /// Panics caught since the start; anything above 0 is a bug in Dateline.
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Counts a panic that was caught while this was made, and logs it; the id is from [`incident_id`].
    pub(crate) fn note(&self, payload: &(dyn Any + Send), method: &Method, path: &str) -> String {
        let id = incident_id();
        self.0.fetch_add(1, Ordering::Relaxed);
        let message = panic_message(payload);
        tracing::error!(incident = %id, %method, %path, message, "a handler panicked; please report this line");
        id
    }
}

/// An id that the reader can quote and the operator can find in the log: eight letters and digits.
pub fn incident_id() -> String {
    let mut bytes = [0; 5];
    // Without randomness the id is AAAAAAAA, and the log line stands all the same.
    let _ = getrandom::fill(&mut bytes);
    BASE32_NOPAD.encode(&bytes)
}

/// Middleware for `axum::middleware::from_fn_with_state`: a panic below becomes a 500 with an id.
pub async fn catch_panics(State(counter): State<PanicCounter>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    // The request is gone after a panic, and what handlers share sits behind locks that survive one.
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(answer) => answer,
        Err(payload) => internal_error_page(&counter.note(payload.as_ref(), &method, &path)),
    }
}

fn panic_message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&'static str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a panic without words")
}

/// The page a reader sees when even the theme may be what failed. `id` comes from [`incident_id`].
pub fn internal_error_page(id: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Something went wrong</title>\
         <h1>Something went wrong</h1><p>This page could not be made. Please try again, or go to the \
         <a href=\"/\">front page</a>.</p><p>If it happens again, tell the editors this number: {id}</p></html>\n"
    );
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::INTERNAL_SERVER_ERROR, headers, page).into_response()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::Router;
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;

    async fn stumble() -> &'static str {
        panic!("the type ran out of e")
    }

    #[tokio::test]
    async fn a_panic_is_a_page_with_an_id_and_is_counted() {
        let counter = PanicCounter::default();
        let app = Router::new()
            .route("/stumble", get(stumble))
            .route("/", get(|| async { "front page" }))
            .layer(from_fn_with_state(counter.clone(), catch_panics));
        let ask = |path: &str| app.clone().oneshot(Request::get(path).body(Body::empty()).unwrap());

        let answer = ask("/stumble").await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(answer.headers()[header::CACHE_CONTROL], "no-store");
        let page =
            String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap();
        assert!(!page.contains("ran out"), "the reader is not told our mistakes in detail");
        assert!(page.contains("<a href=\"/\">"));
        assert_eq!(counter.count(), 1);

        assert_eq!(ask("/").await.unwrap().status(), StatusCode::OK);
        assert_eq!(counter.count(), 1);
    }

    #[test]
    fn two_incidents_have_two_ids() {
        assert_eq!(incident_id().len(), 8);
        assert_ne!(incident_id(), incident_id());
    }
}

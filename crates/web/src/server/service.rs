//! Between hyper and the router: one request with its limits.

use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, Request, StatusCode, Version, header};
use hyper::body::Incoming;
use hyper::service::Service;
use tower::ServiceExt as _;

use super::deadline::Activity;
use super::paced_body::{AnswerBody, PacedBody};
use super::share::Share;
use super::{Limits, PeerAddress, Secure};

/// Answers the requests of one connection.
#[derive(Clone)]
pub(super) struct Front {
    pub(super) router: Router,
    pub(super) limits: Arc<Limits>,
    pub(super) activity: Arc<Activity>,
    pub(super) peer: SocketAddr,
    pub(super) share: Share,
    pub(super) is_secure: bool,
}

impl Service<Request<Incoming>> for Front {
    type Response = http::Response<AnswerBody>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        // Before the first await: from here on the socket's reading deadlines rest.
        let running = self.activity.begin(request.method() == Method::GET);
        let front = self.clone();
        Box::pin(async move {
            let http1 = request.version() <= Version::HTTP_11;
            let mut answer = front.answer(request).await;
            if http1 && front.activity.begun() >= front.limits.requests_per_connection {
                close_after(&mut answer);
            }
            Ok(answer.map(|body| AnswerBody::new(body, running)))
        })
    }
}

impl Front {
    async fn answer(&self, request: Request<Incoming>) -> Response {
        let http1 = request.version() <= Version::HTTP_11;
        let uri_bytes = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
        if uri_bytes > self.limits.uri_bytes {
            return refuse(StatusCode::URI_TOO_LONG, "This address is too long.", http1);
        }
        let too_slow = Arc::new(AtomicBool::new(false));
        let window = self.share.part(self.limits.body_window);
        let mut request = request.map(|body| {
            Body::new(PacedBody::new(body, window, self.limits.body_floor, Arc::clone(&too_slow)))
        });
        request.extensions_mut().insert(PeerAddress(self.peer));
        if self.is_secure {
            request.extensions_mut().insert(Secure);
        }
        let Ok(answer) = self.router.clone().oneshot(request).await;
        if too_slow.load(Ordering::Relaxed) {
            return refuse(StatusCode::REQUEST_TIMEOUT, "The request came in too slowly.", http1);
        }
        answer
    }
}

fn refuse(status: StatusCode, text: &'static str, http1: bool) -> Response {
    let mut answer = (status, text).into_response();
    if http1 {
        close_after(&mut answer);
    }
    answer
}

/// HTTP/2 forbids the header; there the connection's own task closes it.
fn close_after(answer: &mut Response) {
    answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
}

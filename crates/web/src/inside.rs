//! Asking without a connection: what a reader would get, for whoever in the house wants it.

use axum::body::Body;
use dateline_transfer::{Answer, Front};
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::app::App;

impl Front for App {
    async fn ask(&self, host: &str, address: &str) -> Answer {
        let asked = Request::get(address).header(header::HOST, host).body(Body::empty());
        let Ok(asked) = asked else { return empty(StatusCode::BAD_REQUEST) };
        let Ok(answer) = self.router().oneshot(asked).await;
        let (head, body) = answer.into_parts();
        let text = |name| {
            let value = head.headers.get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        match body.collect().await {
            Ok(body) => Answer {
                status: head.status.as_u16(),
                content_type: text(header::CONTENT_TYPE).unwrap_or_default(),
                location: text(header::LOCATION),
                body: body.to_bytes().into(),
            },
            Err(error) => {
                tracing::error!(%error, address, "an answer broke off");
                empty(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

fn empty(status: StatusCode) -> Answer {
    Answer { status: status.as_u16(), content_type: String::new(), location: None, body: Vec::new() }
}

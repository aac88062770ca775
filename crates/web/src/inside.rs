//! Asking without a connection: what a reader would get, for whoever in the house wants it.

use axum::body::Body;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::app::App;

/// What a reader gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The media type, with its parameters.
    pub content_type: String,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// The bytes, not compressed.
    pub body: Vec<u8>,
}

impl App {
    /// What a reader gets who asks the site of the name `host` for `address`, a path with its query. An address that is
    /// none is answered as such: 400.
    pub async fn ask(&self, host: &str, address: &str) -> Reply {
        let asked = Request::get(address).header(header::HOST, host).body(Body::empty());
        let Ok(asked) = asked else { return Reply::empty(StatusCode::BAD_REQUEST) };
        let Ok(answer) = self.router().oneshot(asked).await;
        let (head, body) = answer.into_parts();
        let text = |name| {
            let value = head.headers.get(name)?;
            Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        match body.collect().await {
            Ok(body) => Reply {
                status: head.status.as_u16(),
                content_type: text(header::CONTENT_TYPE).unwrap_or_default(),
                location: text(header::LOCATION),
                body: body.to_bytes().into(),
            },
            Err(error) => {
                tracing::error!(%error, address, "an answer broke off");
                Reply::empty(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

impl Reply {
    fn empty(status: StatusCode) -> Self {
        Self { status: status.as_u16(), content_type: String::new(), location: None, body: Vec::new() }
    }
}

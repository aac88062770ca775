//! Telling another server something, and hearing in a few words what it says.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use tokio::time::timeout;

use crate::fetch::{read_at_most, unreachable};
use crate::{Egress, EgressError, Limits};

/// What another server is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `POST`, `PURGE`, or whatever the server knows.
    pub method: String,
    /// The address.
    pub address: String,
    /// Names and values of headers; what cannot be one is refused.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

/// What another server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status, whatever it is.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The beginning of the body, up to the limit.
    pub bytes: Bytes,
}

impl Reply {
    /// Whether the server took the message.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header's value; empty when it is not there or no text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

impl Egress {
    /// Tells a server something. A redirect is an answer like any other: what is told is told to nobody else.
    ///
    /// # Errors
    /// [`EgressError`] says why nothing could be told; [`EgressError::is_passing`] whether another try may help. Any
    /// answer of the server, a refusal too, is no error.
    pub async fn send(&self, message: &Message, limits: &Limits) -> Result<Reply, EgressError> {
        let sent = timeout(limits.time, self.tell(message, limits)).await;
        sent.unwrap_or(Err(EgressError::TooSlow(limits.time.as_secs())))
    }

    async fn tell(&self, message: &Message, limits: &Limits) -> Result<Reply, EgressError> {
        let url = self.checked(&message.address, None)?;
        let refuse = |what: &str| EgressError::NotSendable(what.chars().take(100).collect());
        let method = Method::from_bytes(message.method.as_bytes()).map_err(|_| refuse(&message.method))?;
        let mut headers = HeaderMap::new();
        for (name, value) in &message.headers {
            let known: HeaderName = name.parse().map_err(|_| refuse(name))?;
            headers.append(known, HeaderValue::from_str(value).map_err(|_| refuse(name))?);
        }
        let request = self.client().request(method, url.clone()).headers(headers).body(message.body.clone());
        let mut answer = request.send().await.map_err(|error| unreachable(&url, &error))?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let bytes = read_at_most(&url, &mut answer, limits.bytes).await?;
        Ok(Reply { status, headers, bytes })
    }
}

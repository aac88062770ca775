//! One request and its answer.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header;
use reqwest::redirect;
use tokio::time::timeout;
use url::{Host, Url};

use crate::resolve::{CheckedResolver, NOT_PUBLIC};
use crate::{EgressError, Policy};

/// As who the house introduces itself.
pub(crate) const AGENT: &str = concat!("Dateline/", env!("CARGO_PKG_VERSION"));
/// Bytes of an address.
const ADDRESS_BYTES_MAX: usize = 4_096;

/// How much an answer may ask of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the answer.
    pub bytes: usize,
    /// From the first to the last byte, redirects included.
    pub time: Duration,
    /// Redirects that are followed.
    pub redirects: usize,
}

impl Default for Limits {
    /// Enough for a page or a feed.
    fn default() -> Self {
        Self { bytes: 2 * 1024 * 1024, time: Duration::from_secs(10), redirects: 5 }
    }
}

/// An answer, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Where it came from in the end.
    pub url: Url,
    /// What the server calls it, without parameters, in small letters; empty when it does not say.
    pub media_type: String,
    /// The answer.
    pub bytes: Bytes,
}

/// The way out. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Egress {
    client: reqwest::Client,
    policy: Policy,
}

impl Egress {
    /// Opens the way out.
    ///
    /// # Errors
    /// [`EgressError::Closed`] when the system's certificates cannot be read.
    pub fn new(policy: Policy) -> Result<Self, EgressError> {
        let client = reqwest::Client::builder()
            .user_agent(AGENT)
            .redirect(redirect::Policy::none())
            // A proxy would look names up by itself, unchecked.
            .no_proxy()
            .dns_resolver(Arc::new(CheckedResolver(policy.clone())))
            .referer(false)
            .build()
            .map_err(EgressError::Closed)?;
        Ok(Self { client, policy })
    }

    /// Fetches an address.
    ///
    /// # Errors
    /// [`EgressError`] says why not; [`EgressError::is_passing`] whether another try may help.
    pub async fn get(&self, address: &str, limits: &Limits) -> Result<Fetched, EgressError> {
        let answer = timeout(limits.time, self.follow(address, limits)).await;
        answer.unwrap_or(Err(EgressError::TooSlow(limits.time.as_secs())))
    }

    async fn follow(&self, address: &str, limits: &Limits) -> Result<Fetched, EgressError> {
        let mut url = self.checked(address, None)?;
        for _ in 0..=limits.redirects {
            // Bytes as they are: what nobody packs cannot unfold.
            let request = self.client.get(url.clone()).header(header::ACCEPT_ENCODING, "identity");
            let answer = request.send().await.map_err(|error| unreachable(&url, &error))?;
            let status = answer.status();
            if status.is_redirection() {
                let location = answer.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
                url = self.checked(location.ok_or(EgressError::Status(status.as_u16()))?, Some(&url))?;
                continue;
            }
            if !status.is_success() {
                return Err(EgressError::Status(status.as_u16()));
            }
            return read(url, answer, limits.bytes).await;
        }
        Err(EgressError::TooManyRedirects(limits.redirects))
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// An address that may be asked, as far as can be said before its name is looked up.
    pub(crate) fn checked(&self, address: &str, from: Option<&Url>) -> Result<Url, EgressError> {
        let refused = || EgressError::NotAnAddress(address.chars().take(200).collect());
        if address.len() > ADDRESS_BYTES_MAX {
            return Err(refused());
        }
        let url =
            from.map_or_else(|| Url::parse(address), |from| from.join(address)).map_err(|_| refused())?;
        let is_web = matches!(url.scheme(), "http" | "https");
        let has_password = !url.username().is_empty() || url.password().is_some();
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
            return Err(refused());
        };
        if !is_web || has_password {
            return Err(refused());
        }
        let allowed = match host {
            Host::Ipv4(address) => self.policy.allows(address.into(), port),
            Host::Ipv6(address) => self.policy.allows(address.into(), port),
            Host::Domain(_) => self.policy.knows_port(port),
        };
        if allowed {
            Ok(url)
        } else {
            Err(EgressError::NotPublic(format!("{}:{port}", url.host_str().unwrap_or_default())))
        }
    }
}

/// Reads an answer up to its limit.
async fn read(url: Url, mut answer: reqwest::Response, max: usize) -> Result<Fetched, EgressError> {
    let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packed = header(header::CONTENT_ENCODING);
    if !matches!(packed, "" | "identity") {
        return Err(EgressError::Packed(packed.chars().take(40).collect()));
    }
    let media_type =
        header(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if answer.content_length().is_some_and(|length| length > max as u64) {
        return Err(EgressError::TooLarge(max));
    }
    let mut bytes = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(|error| unreachable(&url, &error))? {
        if bytes.len() + chunk.len() > max {
            return Err(EgressError::TooLarge(max));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(Fetched { url, media_type, bytes: bytes.freeze() })
}

/// The beginning of an answer, which is left after that.
pub(crate) async fn read_at_most(
    url: &Url,
    answer: &mut reqwest::Response,
    max: usize,
) -> Result<Bytes, EgressError> {
    let mut bytes = BytesMut::new();
    while bytes.len() < max {
        let Some(chunk) = answer.chunk().await.map_err(|error| unreachable(url, &error))? else { break };
        let room = max - bytes.len();
        bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(bytes.freeze())
}

/// What the client says, as one of ours: a refusal of the resolver is found among the causes.
pub(crate) fn unreachable(url: &Url, error: &reqwest::Error) -> EgressError {
    let mut cause: Option<&dyn Error> = Some(error);
    let mut last = error.to_string();
    while let Some(error) = cause {
        last = error.to_string();
        if last.contains(NOT_PUBLIC) {
            return EgressError::NotPublic(url.host_str().unwrap_or_default().to_owned());
        }
        cause = error.source();
    }
    EgressError::Unreachable(last)
}

//! The door to an object store that speaks S3: one host that the configuration names, and no other.
//!
//! The store may stand in the house's own network, as a database or a mail server may, so its address need not be public.
//! In turn nothing that anybody writes or sends chooses it: what would go to another host is refused here, a redirect is
//! an answer like any other, and no proxy stands between.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use object_store::aws::AmazonS3Builder;
use object_store::client::{
    ClientOptions, HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse,
    HttpResponseBody, HttpService,
};
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ObjectStore, RetryConfig};
use reqwest::redirect;
use url::Url;

use crate::EgressError;

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(5);
/// How long the store may be silent.
const SILENCE: Duration = Duration::from_secs(30);
/// How often the same is asked again when the store has a bad moment, and for how long in all.
const RETRIES: usize = 3;
const RETRY_FOR: Duration = Duration::from_secs(20);

/// A bucket and how to come to it.
#[derive(Clone, PartialEq, Eq)]
pub struct BucketDoor {
    /// The store's address, such as `https://s3.example.org`.
    pub endpoint: String,
    /// The region that requests are signed for.
    pub region: String,
    /// The bucket's name.
    pub bucket: String,
    /// What all names in it begin with; empty for nothing.
    pub prefix: String,
    /// Whose key it is.
    pub access_key: String,
    /// The key.
    pub secret_key: String,
    /// Whether the bucket stands in the host's name (`bell.s3.example.org`) rather than in the path.
    pub virtual_host: bool,
}

impl fmt::Debug for BucketDoor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { endpoint, bucket, prefix, .. } = self;
        write!(out, "{bucket}/{prefix} at {endpoint}")
    }
}

impl BucketDoor {
    /// Opens the bucket. Nothing is asked yet.
    ///
    /// # Errors
    /// [`EgressError::Bucket`]: the address is none, or a part of the door is missing.
    pub fn open(&self) -> Result<Arc<dyn ObjectStore>, EgressError> {
        let refuse = |why: &dyn fmt::Display| EgressError::Bucket(why.to_string());
        let endpoint = Url::parse(&self.endpoint).map_err(|error| refuse(&error))?;
        let is_plain = endpoint.path() == "/" && endpoint.query().is_none() && endpoint.username().is_empty();
        let host = endpoint.host_str().filter(|_| is_plain && matches!(endpoint.scheme(), "http" | "https"));
        let host =
            host.ok_or_else(|| refuse(&"the address is http or https, a host and nothing behind it"))?;
        if [&self.bucket, &self.region, &self.access_key, &self.secret_key].iter().any(|part| part.is_empty())
        {
            return Err(refuse(&"bucket, region, access key and secret key are all needed"));
        }
        let address = self.endpoint.trim_end_matches('/');
        let (host, address) = if self.virtual_host {
            (format!("{}.{host}", self.bucket), address.replacen("://", &format!("://{}.", self.bucket), 1))
        } else {
            (host.to_owned(), address.to_owned())
        };
        let store = AmazonS3Builder::new()
            .with_endpoint(address)
            .with_region(&self.region)
            .with_bucket_name(&self.bucket)
            .with_access_key_id(&self.access_key)
            .with_secret_access_key(&self.secret_key)
            .with_virtual_hosted_style_request(self.virtual_host)
            .with_allow_http(endpoint.scheme() == "http")
            // One request for each file: not every store knows how to delete several.
            .with_disable_bulk_delete(true)
            .with_retry(RetryConfig {
                max_retries: RETRIES,
                retry_timeout: RETRY_FOR,
                backoff: BackoffConfig::default(),
            })
            .with_http_connector(Connector { host, port: endpoint.port_or_known_default() })
            .build()
            .map_err(|error| refuse(&error))?;
        let prefix = self.prefix.trim_matches('/');
        if prefix.is_empty() {
            return Ok(Arc::new(store));
        }
        Ok(Arc::new(PrefixStore::new(store, prefix)))
    }
}

/// Makes the client that goes through the door.
#[derive(Debug, Clone)]
struct Connector {
    host: String,
    port: Option<u16>,
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        let client = reqwest::Client::builder()
            .user_agent(crate::fetch::AGENT)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .referer(false)
            .build()
            .map_err(|source| object_store::Error::Generic { store: "S3", source: Box::new(source) })?;
        Ok(HttpClient::new(Door { client, host: self.host.clone(), port: self.port }))
    }
}

/// The client that asks this host and no other.
#[derive(Debug)]
struct Door {
    client: reqwest::Client,
    host: String,
    port: Option<u16>,
}

/// Something else than the bucket was to be asked.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not the host that the bucket is at")]
struct OtherHost(String);

#[async_trait::async_trait]
impl HttpService for Door {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let body: Bytes = body.collect().await?.to_bytes();
        let url = Url::parse(&parts.uri.to_string())
            .map_err(|error| HttpError::new(HttpErrorKind::Request, error))?;
        let is_ours = url.host_str().is_some_and(|host| host.eq_ignore_ascii_case(&self.host))
            && url.port_or_known_default() == self.port;
        if !is_ours {
            let other = OtherHost(url.host_str().unwrap_or_default().to_owned());
            return Err(HttpError::new(HttpErrorKind::Request, other));
        }
        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        *request.body_mut() = Some(body.into());
        let answer = self.client.execute(request).await.map_err(broken)?;
        let (parts, body) = http::Response::<reqwest::Body>::from(answer).into_parts();
        Ok(HttpResponse::from_parts(parts, HttpResponseBody::new(body.map_err(broken))))
    }
}

/// What broke; the address stays out of it, since it may end in a log.
fn broken(error: reqwest::Error) -> HttpError {
    let kind = match () {
        () if error.is_timeout() => HttpErrorKind::Timeout,
        () if error.is_connect() => HttpErrorKind::Connect,
        () if error.is_decode() || error.is_body() => HttpErrorKind::Interrupted,
        () => HttpErrorKind::Request,
    };
    HttpError::new(kind, error.without_url())
}

//! Where news of a change goes: to programs that asked for it, to the network in front of the paper, to the hub of its
//! feeds.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use dateline_egress::{Egress, EgressError, Limits, Message, Reply};
use dateline_model::{Change, CommentId, Millis, Paper, PostId, TagId};
use dateline_store::StoreError;
use serde_json::Value;

/// What is asked of [`Shapes`], once it is there.
pub type Shaping<'a> = Pin<Box<dyn Future<Output = Result<Option<Value>, Unshaped>> + Send + 'a>>;

/// Why a thing could not be shown; it is tried again.
#[derive(Debug, thiserror::Error)]
#[error("what changed could not be put into words for programs: {0}")]
pub struct Unshaped(pub String);

impl From<StoreError> for Unshaped {
    fn from(error: StoreError) -> Self {
        Self(error.to_string())
    }
}

/// How things look to programs: the shapes are Ghost's, and belong to whoever speaks HTTP.
pub trait Shapes: Send + Sync {
    /// A story or page as the Admin API shows it whole; `None` when it is gone.
    fn post<'a>(&'a self, paper: &'a Paper, post: PostId) -> Shaping<'a>;
    /// A tag in the same way.
    fn tag<'a>(&'a self, paper: &'a Paper, tag: TagId) -> Shaping<'a>;
    /// A comment in the same way.
    fn comment<'a>(&'a self, paper: &'a Paper, comment: CommentId) -> Shaping<'a>;
    /// The keys of the pages that a change touches, as their headers name them.
    fn keys(&self, change: &Change) -> Vec<String>;
}

/// The ways out of the house. Cheap to clone.
#[derive(Clone)]
pub struct Outlets {
    /// The way to other servers.
    pub egress: Egress,
    /// How things look to programs.
    pub shapes: Arc<dyn Shapes>,
    /// What makes the network in front of the paper forget pages; `None` where there is none.
    pub network: Option<Arc<PurgeRequest>>,
}

/// A request that makes a network forget pages. In address, headers and body stand in for what is to be forgotten:
/// `{keys}` (blanks between them), `{keys_json}` and `{addresses_json}` (lists as JSON), `{host}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PurgeRequest {
    /// `POST`, `PURGE`, `BAN`, …
    pub method: String,
    /// Where it goes.
    pub address: String,
    /// Each as `Name: value`.
    pub headers: Vec<String>,
    /// The body; may be empty.
    pub body: String,
}

impl PurgeRequest {
    pub(crate) fn message(&self, host: &str, keys: &[String], addresses: &[String]) -> Message {
        let json = |list: &[String]| Value::from(list.to_vec()).to_string();
        let (plain, keys, addresses) = (keys.join(" "), json(keys), json(addresses));
        let fill = |text: &str| {
            text.replace("{keys}", &plain)
                .replace("{keys_json}", &keys)
                .replace("{addresses_json}", &addresses)
                .replace("{host}", host)
        };
        let header = |line: &String| {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            (name.trim().to_owned(), fill(value.trim()))
        };
        Message {
            method: self.method.clone(),
            address: fill(&self.address),
            headers: self.headers.iter().map(header).collect(),
            body: fill(&self.body),
        }
    }
}

/// How long another server may take to be told something, and how much of its answer is looked at.
const LIMITS: Limits = Limits { bytes: 16 * 1024, time: Duration::from_secs(10), redirects: 0 };
/// How long telling waits after each time that it failed, in milliseconds; after the last it is given up.
const PAUSES: [Millis; 5] = [10_000, 60_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000];
/// How long a process may take before another one tries, in milliseconds.
pub(crate) const CLAIM: Millis = 60_000;

/// What came of telling somebody something.
pub(crate) enum Outcome {
    /// It arrived.
    Arrived(u16),
    /// It did not, and is tried again after so long.
    Again(Option<u16>, String, Millis),
    /// It did not, and is not tried again.
    GivenUp(Option<u16>, String),
}

impl Outlets {
    /// Tells somebody something that was tried `tries` times before.
    pub(crate) async fn tell(&self, message: &Message, tries: i64) -> Outcome {
        let pause = usize::try_from(tries).ok().and_then(|tries| PAUSES.get(tries)).copied();
        let (status, said, passing) = match self.egress.send(message, &LIMITS).await {
            Ok(reply) if reply.is_success() => return Outcome::Arrived(reply.status),
            Ok(Reply { status, .. }) => {
                let error = EgressError::Status(status);
                (Some(status), error.to_string(), error.is_passing())
            }
            Err(error) => (None, error.to_string(), error.is_passing()),
        };
        match pause.filter(|_| passing) {
            Some(pause) => Outcome::Again(status, said, pause),
            None => Outcome::GivenUp(status, said),
        }
    }
}

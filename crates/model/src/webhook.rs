//! Programs elsewhere that are told when something changes.

use crate::{DeliveryId, KeyId, Millis, PurgeId, WebhookId};

/// A program's wish to be told of one kind of event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// The event, such as `post.published`. One that nobody knows never happens.
    pub event: String,
    /// The address that is told.
    pub target: String,
    /// What people call it.
    pub name: Option<String>,
    /// What signs what is told.
    pub secret: Option<String>,
    /// The version of the API that the program was made for, such as `v6`.
    pub api_version: String,
    /// The key of the program that asked for it.
    pub key: Option<KeyId>,
    /// When it was made.
    pub created_at: Millis,
    /// When it was changed.
    pub updated_at: Millis,
    /// When it was last told something.
    pub last_at: Option<Millis>,
    /// What the program answered then.
    pub last_status: Option<i64>,
    /// What went wrong then.
    pub last_error: Option<String>,
}

/// Something that one program is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// To whom.
    pub webhook: WebhookId,
    /// Of what.
    pub event: String,
    /// What is said, as JSON; empty once it has arrived.
    pub body: String,
    /// How often it was tried.
    pub tries: i64,
    /// The last answer's status.
    pub status: Option<i64>,
    /// What went wrong the last time; empty when nothing did.
    pub error: String,
    /// When it happened.
    pub created_at: Millis,
    /// When it arrived or was given up.
    pub done_at: Option<Millis>,
}

/// Pages that a network in front of the paper has to forget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purge {
    /// Its id.
    pub id: PurgeId,
    /// The keys that changed, as the header `Surrogate-Key` of the pages names them.
    pub keys: Vec<String>,
    /// Whole addresses of pages that changed, as far as they are known: stories, the front page, the feed.
    pub addresses: Vec<String>,
    /// How often the network could not be told.
    pub tries: i64,
    /// What went wrong the last time.
    pub error: String,
    /// When the change was seen.
    pub created_at: Millis,
}

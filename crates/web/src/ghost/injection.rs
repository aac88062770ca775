//! Markup of one's own in stories, pages and tags: what Ghost calls code injection. It runs in every reader's browser, so
//! only who may change the design may write it; whoever sends back what is there already changes nothing.

use dateline_model::{Duty, Injection};
use serde_json::{Value, json};

use super::body::Sent;
use super::caller::Caller;
use super::error::{ErrorKind, GhostError};

/// Ghost's names.
const HEAD: &str = "codeinjection_head";
const FOOT: &str = "codeinjection_foot";

/// What a call says of the two; what is `None` stays, an inner `None` clears.
#[derive(Debug, Default)]
#[allow(
    clippy::option_option,
    reason = "not sent, cleared and set are three things, as in the newsroom's edits"
)]
pub(super) struct Wished {
    head: Option<Option<String>>,
    foot: Option<Option<String>>,
}

impl Wished {
    pub(super) fn of(sent: &Sent) -> Result<Self, GhostError> {
        let max = Injection::MAX_BYTES;
        Ok(Self { head: sent.text(HEAD, max)?, foot: sent.text(FOOT, max)? })
    }

    /// What there will be in place of `before`; `None` when nothing changes.
    pub(super) fn settle(self, caller: &Caller, before: Injection) -> Result<Option<Injection>, GhostError> {
        let head = self.head.map_or_else(|| before.head.clone(), Option::unwrap_or_default);
        let foot = self.foot.map_or_else(|| before.foot.clone(), Option::unwrap_or_default);
        let after = Injection { head, foot };
        if after == before {
            return Ok(None);
        }
        if !caller.has(Duty::Design) {
            let message = "Only an administrator or the owner may change code injection.";
            return Err(GhostError::new(ErrorKind::NoPermission, message));
        }
        Ok(Some(after))
    }
}

/// Writes both into an object of the API.
pub(super) fn show(json: &mut Value, injection: &Injection) {
    let text = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    json[HEAD] = text(&injection.head);
    json[FOOT] = text(&injection.foot);
}

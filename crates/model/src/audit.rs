//! Who of the staff did what.

use crate::{AuditId, KeyId, Millis, UserId};

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody of the staff, with the address the person signs in with.
    Person(UserId, String),
    /// A program, with the name of its key.
    Program(KeyId, String),
}

/// One line of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Its id. Ids grow with time.
    pub id: AuditId,
    /// When.
    pub at: Millis,
    /// Who.
    pub actor: Actor,
    /// What was done: `added`, `edited`, `deleted`, `signed_in`, …
    pub event: String,
    /// To what kind of thing: `post`, `user`, `setting`, …
    pub thing: String,
    /// To which one, as the API names it.
    pub thing_id: Option<String>,
}

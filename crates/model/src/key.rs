//! Keys for programs, in Ghost's shapes.

use crate::{KeyId, Millis};

/// What a key opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Reading what every reader may read; the key is 26 hexadecimal digits.
    Content,
    /// Reading and writing everything; the key is an id and a secret of 64 hexadecimal digits.
    Admin,
}

crate::comment::stored_words! { KeyKind: Content = "content", Admin = "admin" }

/// A key for a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its public id.
    pub id: KeyId,
    /// What it opens.
    pub kind: KeyKind,
    /// What its owner called it.
    pub name: String,
    /// Its secret in hexadecimal; kept as it is because it signs (HMAC needs the secret itself).
    pub secret: String,
    /// When it was made.
    pub created_at: Millis,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
}

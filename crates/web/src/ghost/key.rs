//! Who calls: the keys of the two APIs. A key opens the site it was made for and no other.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use dateline_model::{KeyId, KeyKind};

use super::Call;
use super::error::{ErrorKind, GhostError};
use crate::jwt::{AdminToken, JwtError};

/// Proof that a program holds an admin key of this site.
pub(super) struct AdminKey {
    pub(super) id: KeyId,
    /// What the key is for, or its id: who is named in logs.
    pub(super) name: String,
}

impl AdminKey {
    /// Checks the token of a call.
    pub(super) async fn of(call: &Call<'_>) -> Result<Self, GhostError> {
        let token = AdminToken::from_header(call.visit.headers())?;
        let id = token.key_id().parse::<KeyId>().map_err(|_| JwtError::UnknownKey)?;
        let stored = call.visit.app.store().read().await?.key(call.visit.paper.id(), id).await?;
        let key = stored.filter(|key| key.revoked_at.is_none()).ok_or(JwtError::UnknownKey)?;
        if key.kind != KeyKind::Admin {
            return Err(JwtError::WrongKeyType.into());
        }
        token.verify(&key.secret, call.visit.now, call.version)?;
        let name = if key.name.is_empty() { id.hex() } else { key.name };
        Ok(Self { id, name: format!("key {name}") })
    }
}

/// Proof that a program holds a content key of this site.
pub(super) struct ContentKey(());

impl ContentKey {
    /// Checks the `key` of a call.
    pub(super) async fn of(call: &Call<'_>) -> Result<Self, GhostError> {
        let refuse = |code, message| GhostError::new(ErrorKind::Unauthorized, message).with_code(code);
        match call.parameters.count("key") {
            0 => return Err(GhostError::new(ErrorKind::NoPermission, "Authorization failed")),
            1 => {}
            _ => return Err(GhostError::bad_request("Give one key")),
        }
        let given = call.parameters.text("key");
        let keys = call.visit.app.store().read().await?.keys(call.visit.paper.id()).await?;
        // Every key is compared, so that the time tells nothing about which is near.
        let holders = keys.into_iter().filter(|key| {
            let same = verify_slices_are_equal(key.secret.as_bytes(), given.as_bytes()).is_ok();
            same && key.revoked_at.is_none()
        });
        match holders.map(|key| key.kind).collect::<Vec<_>>().first() {
            Some(KeyKind::Content) => Ok(Self(())),
            Some(KeyKind::Admin) => Err(refuse("INVALID_API_KEY_TYPE", "Invalid API Key type")),
            None => Err(refuse("UNKNOWN_CONTENT_API_KEY", "Unknown Content API Key")),
        }
    }
}

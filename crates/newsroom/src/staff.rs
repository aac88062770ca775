//! Staff accounts and keys for programs.

use dateline_model::{ApiKey, KeyId, KeyKind, Paper, Role, StaffUser, UserId};
use dateline_store::StoreError;

use crate::address::is_email;
use crate::secret::random_hex;
use crate::{Newsroom, NewsroomError};

/// A key as its owner sees it once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// The public id, 24 hexadecimal digits.
    pub id: KeyId,
    /// What the owner's program needs: `id:secret` for an admin key, 26 hexadecimal digits for a content key
    /// (the shapes of Ghost's keys).
    pub key: String,
}

impl Newsroom {
    /// Makes a key.
    pub async fn add_key(&self, paper: &Paper, kind: KeyKind, name: &str) -> Result<NewKey, NewsroomError> {
        let now = self.clock.now();
        let secret = match kind {
            KeyKind::Content => random_hex(13),
            KeyKind::Admin => random_hex(32),
        };
        let id = KeyId::mint(now);
        let stored = ApiKey {
            id,
            kind,
            name: name.to_owned(),
            secret: secret.clone(),
            created_at: now,
            revoked_at: None,
        };
        let site = paper.id();
        self.store
            .write(move |tx| Box::pin(async move { tx.insert_key(site, &stored).await }))
            .await
            .map_err(NewsroomError::from)?;
        let key = if kind == KeyKind::Admin { format!("{id}:{secret}") } else { secret };
        Ok(NewKey { id, key })
    }

    /// Revokes a key.
    pub async fn revoke_key(&self, paper: &Paper, key: KeyId) -> Result<(), NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let revoked =
            self.store.write(move |tx| Box::pin(async move { tx.revoke_key(site, key, now).await })).await?;
        if revoked {
            Ok(())
        } else {
            Err(NewsroomError::Unknown { what: "key in use", name: key.to_string() })
        }
    }

    /// Adds an account of the staff.
    pub async fn add_user(
        &self,
        paper: &Paper,
        email: &str,
        name: &str,
        role: Role,
    ) -> Result<StaffUser, NewsroomError> {
        let now = self.clock.now();
        let email = email.trim().to_lowercase();
        if name.trim().is_empty() {
            return Err(NewsroomError::Empty("name"));
        }
        if !is_email(&email) {
            return Err(NewsroomError::NotAnAddress(email));
        }
        let name = name.trim().to_owned();
        let user = StaffUser { id: UserId::mint(now), name, email, role, disabled: false, created_at: now };
        let (site, stored) = (paper.id(), user.clone());
        match self.store.write(move |tx| Box::pin(async move { tx.save_user(site, &stored).await })).await {
            Ok(()) => Ok(user),
            Err(StoreError::Taken) => Err(NewsroomError::EmailTaken(user.email)),
            Err(error) => Err(error.into()),
        }
    }

    /// Changes an account found by its address.
    pub async fn change_user(
        &self,
        paper: &Paper,
        email: &str,
        change: impl FnOnce(&mut StaffUser),
    ) -> Result<StaffUser, NewsroomError> {
        let email = email.trim().to_lowercase();
        let users = self.store.read().await?.users(paper.id()).await?;
        let unknown = NewsroomError::Unknown { what: "account", name: email.clone() };
        let mut user = users.into_iter().find(|user| user.email == email).ok_or(unknown)?;
        change(&mut user);
        let (site, stored) = (paper.id(), user.clone());
        match self.store.write(move |tx| Box::pin(async move { tx.save_user(site, &stored).await })).await {
            Ok(()) => Ok(user),
            Err(StoreError::Taken) => Err(NewsroomError::EmailTaken(user.email)),
            Err(error) => Err(error.into()),
        }
    }
}

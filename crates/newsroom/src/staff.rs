//! Staff accounts and keys for programs.

use dateline_model::{ApiKey, KeyId, KeyKind, Millis, Paper, Role, StaffUser, UserId};
use dateline_store::StoreError;

use crate::address::is_email;
use crate::secret::random_hex;
use crate::sign_in::{Device, SignedIn};
use crate::{Newsroom, NewsroomError};

/// Characters of a name and of an address, as Ghost has them.
const NAME_CHARS_MAX: usize = 191;
const EMAIL_CHARS_MAX: usize = 191;

/// A key as its owner sees it once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// The public id, 24 hexadecimal digits.
    pub id: KeyId,
    /// What the owner's program needs: `id:secret` for an admin key, 26 hexadecimal digits for a content key
    /// (the shapes of Ghost's keys).
    pub key: String,
}

/// What is to change of an account; `None` keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StaffEdit {
    /// The person's name.
    pub name: Option<String>,
    /// The address the person signs in with.
    pub email: Option<String>,
    /// What the person may do.
    pub role: Option<Role>,
    /// Whether the account is shut.
    pub disabled: Option<bool>,
}

/// Somebody who is to have an account.
pub(crate) struct Candidate<'a> {
    pub(crate) email: &'a str,
    pub(crate) name: &'a str,
    pub(crate) role: Role,
}

impl Candidate<'_> {
    /// The account, not yet stored.
    pub(crate) fn account(&self, now: Millis) -> Result<StaffUser, NewsroomError> {
        let (email, name) = (self.email.trim().to_lowercase(), self.name.trim());
        if name.is_empty() {
            return Err(NewsroomError::Empty("name"));
        }
        if name.chars().count() > NAME_CHARS_MAX {
            return Err(NewsroomError::TooLong { field: "name", max: NAME_CHARS_MAX });
        }
        if email.chars().count() > EMAIL_CHARS_MAX {
            return Err(NewsroomError::TooLong { field: "email", max: EMAIL_CHARS_MAX });
        }
        if !is_email(&email) {
            return Err(NewsroomError::NotAnAddress(email));
        }
        let (id, name, role) = (UserId::mint(now), name.to_owned(), self.role);
        Ok(StaffUser { id, name, email, role, disabled: false, created_at: now })
    }
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

    /// Adds an account of the staff, which cannot sign in until it has a password.
    pub async fn add_user(
        &self,
        paper: &Paper,
        email: &str,
        name: &str,
        role: Role,
    ) -> Result<StaffUser, NewsroomError> {
        self.add_user_with(paper, email, name, role, None).await
    }

    /// Adds an account of the staff, with a password if one is given.
    pub async fn add_user_with(
        &self,
        paper: &Paper,
        email: &str,
        name: &str,
        role: Role,
        password: Option<&str>,
    ) -> Result<StaffUser, NewsroomError> {
        let now = self.clock.now();
        let user = Candidate { email, name, role }.account(now)?;
        let digest = match password {
            Some(password) => Some(self.password_for(paper, &user, password).await?),
            None => None,
        };
        let (site, stored) = (paper.id(), user.clone());
        let added = self.store.write(move |tx| {
            Box::pin(async move {
                tx.save_user(site, &stored).await?;
                if let Some(digest) = digest {
                    tx.save_password(site, stored.id, &digest, now).await?;
                }
                Ok(())
            })
        });
        match added.await {
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

    /// Gives an account a password, as whoever runs the installation may, and signs it out everywhere.
    pub async fn set_password(
        &self,
        paper: &Paper,
        user: &StaffUser,
        password: &str,
    ) -> Result<(), NewsroomError> {
        let digest = self.password_for(paper, user, password).await?;
        let (site, id, now) = (paper.id(), user.id, self.clock.now());
        let set = self.store.write(move |tx| {
            Box::pin(async move {
                tx.save_password(site, id, &digest, now).await?;
                tx.delete_links_of_user(site, id).await?;
                tx.delete_sessions(site, id).await
            })
        });
        set.await.map(|_| ()).map_err(|error: StoreError| error.into())
    }

    /// Changes an account's password for its holder, who types the present one: every device is signed out, and this
    /// one is signed in anew. Wrong guesses count like those of signing in.
    pub async fn change_password(
        &self,
        paper: &Paper,
        user: &StaffUser,
        present: &str,
        password: &str,
        device: Device<'_>,
    ) -> Result<SignedIn, NewsroomError> {
        match self.prove(paper, &user.email, present, device).await {
            Ok(_) => {}
            Err(NewsroomError::SignInRefused) => return Err(NewsroomError::WrongPassword),
            Err(error) => return Err(error),
        }
        self.set_password(paper, user, password).await?;
        self.begin_session(paper, user.clone(), device).await
    }

    /// Changes an account as `by` asks: one's own name and address, and everything of those whom one manages.
    /// Whoever is shut out or gets another role is signed out.
    pub async fn edit_user(
        &self,
        paper: &Paper,
        by: &StaffUser,
        id: UserId,
        edit: StaffEdit,
    ) -> Result<StaffUser, NewsroomError> {
        let site = paper.id();
        let found = self.store.read().await?.user(site, id).await?;
        let before = found.ok_or(NewsroomError::Unknown { what: "account", name: id.to_string() })?;
        let manages = by.id != id && by.role.may_manage(before.role);
        let role = edit.role.filter(|role| *role != before.role);
        let disabled = edit.disabled.filter(|disabled| *disabled != before.disabled);
        if by.id != id && !manages {
            return Err(if before.role == Role::Owner {
                NewsroomError::IsOwner
            } else {
                NewsroomError::NotYours
            });
        }
        if (role.is_some() || disabled.is_some()) && !manages {
            return Err(NewsroomError::NotYours);
        }
        if role.is_some_and(|role| !by.role.may_manage(role)) {
            return Err(NewsroomError::NotYours);
        }
        let (name, email) = (edit.name.as_deref(), edit.email.as_deref());
        let candidate = Candidate {
            email: email.unwrap_or(&before.email),
            name: name.unwrap_or(&before.name),
            role: role.unwrap_or(before.role),
        };
        let after = StaffUser {
            id,
            disabled: disabled.unwrap_or(before.disabled),
            created_at: before.created_at,
            ..candidate.account(before.created_at)?
        };
        let (stored, signs_out) = (after.clone(), role.is_some() || after.disabled);
        let saved = self.store.write(move |tx| {
            Box::pin(async move {
                tx.save_user(site, &stored).await?;
                if signs_out {
                    tx.delete_sessions(site, id).await?;
                }
                Ok(())
            })
        });
        match saved.await {
            Ok(()) => Ok(after),
            Err(StoreError::Taken) => Err(NewsroomError::EmailTaken(after.email)),
            Err(error) => Err(error.into()),
        }
    }

    /// Deletes an account, as `by` asks. What the person wrote stays.
    pub async fn dismiss(&self, paper: &Paper, by: &StaffUser, id: UserId) -> Result<(), NewsroomError> {
        let site = paper.id();
        let found = self.store.read().await?.user(site, id).await?;
        let user = found.ok_or(NewsroomError::Unknown { what: "account", name: id.to_string() })?;
        if user.role == Role::Owner {
            return Err(NewsroomError::IsOwner);
        }
        if by.id == id || !by.role.may_manage(user.role) {
            return Err(NewsroomError::NotYours);
        }
        let gone = self.store.write(move |tx| Box::pin(async move { tx.delete_user(site, id).await }));
        gone.await.map(|_| ()).map_err(|error: StoreError| error.into())
    }

    /// The account with this address.
    pub async fn user_by_email(&self, paper: &Paper, email: &str) -> Result<StaffUser, NewsroomError> {
        let email = email.trim().to_lowercase();
        let found = self.store.read().await?.user_by_email(paper.id(), &email).await?;
        found.ok_or(NewsroomError::Unknown { what: "account", name: email })
    }
}

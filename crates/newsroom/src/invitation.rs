//! Links that open a door once: setting a site up, joining its staff, a forgotten password.
//!
//! A link's token stands in its address only; the store knows its digest. Using a link and what it opens are one
//! transaction, so two who use it at once cannot both succeed.

use dateline_model::{LinkId, LinkKind, Millis, Paper, Role, SiteSettings, StaffLink, StaffUser, UserId};
use dateline_store::StoreError;

use crate::secret::random_token;
use crate::staff::Candidate;
use crate::{Newsroom, NewsroomError, password};

const DAY: Millis = 24 * 3_600_000;
/// How long a link to set a site up works; the next start prints a new one.
const SET_UP_LASTS: Millis = 7 * DAY;
/// How long an invitation works.
const INVITATION_LASTS: Millis = 7 * DAY;
/// How long a link for a new password works.
const PASSWORD_LASTS: Millis = DAY;
/// The most invitations that are open at once.
const INVITATIONS_MAX: i64 = 200;

/// A link as it is handed over, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// What it is.
    pub link: StaffLink,
    /// What stands in its address; nobody can tell it again.
    pub token: String,
}

impl NewLink {
    /// The address of the admin app under which it works, for a site at `base` (`https://example.org`).
    pub fn address(&self, base: &str) -> String {
        let page = match self.link.kind {
            LinkKind::SetUp => "setup",
            LinkKind::Invitation => "invitation",
            LinkKind::Password => "reset",
        };
        format!("{base}/admin/#/{page}/{}", self.token)
    }
}

/// The first account of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstAccount<'a> {
    /// The person's name.
    pub name: &'a str,
    /// The person's address.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// What the paper is called; empty leaves it as it is.
    pub title: &'a str,
}

impl Newsroom {
    /// Whether somebody can sign in to this site.
    pub async fn is_set_up(&self, paper: &Paper) -> Result<bool, NewsroomError> {
        Ok(self.store.read().await?.has_passwords(paper.id()).await?)
    }

    /// A fresh link to set the site up; the one before stops working. `None` when the site is set up.
    pub async fn set_up_link(&self, paper: &Paper) -> Result<Option<NewLink>, NewsroomError> {
        if self.is_set_up(paper).await? {
            return Ok(None);
        }
        let site = paper.id();
        let withdrawn =
            self.store.write(move |tx| Box::pin(async move { tx.delete_links(site, LinkKind::SetUp).await }));
        withdrawn.await.map_err(|error: StoreError| NewsroomError::from(error))?;
        let now = self.clock.now();
        let link = StaffLink { expires_at: now + SET_UP_LASTS, ..blank(LinkKind::SetUp, now) };
        self.keep_link(paper, link).await.map(Some)
    }

    /// Sets a site up: its owner, and its title.
    ///
    /// # Errors
    /// [`NewsroomError::LinkSpent`] when the link is none, or not of this site, or was used.
    pub async fn set_up(
        &self,
        paper: &Paper,
        token: &str,
        first: FirstAccount<'_>,
    ) -> Result<StaffUser, NewsroomError> {
        let link = self.link(paper, token, LinkKind::SetUp).await?;
        if self.is_set_up(paper).await? {
            return Err(NewsroomError::LinkSpent);
        }
        let mut settings: SiteSettings = paper.settings.clone();
        if !first.title.trim().is_empty() {
            settings.set("title", first.title.trim())?;
        }
        let now = self.clock.now();
        let user = Candidate { email: first.email, name: first.name, role: Role::Owner }.account(now)?;
        let digest = self.password_for(paper, &user, first.password).await?;
        self.admit(paper, link.id, user, digest, Some(settings)).await
    }

    /// Invites somebody to the staff. An earlier invitation of the same address stops working.
    pub async fn invite(&self, paper: &Paper, email: &str, role: Role) -> Result<NewLink, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let email = Candidate { email, name: "…", role }.account(now)?.email;
        let mut read = self.store.read().await?;
        if read.user_by_email(site, &email).await?.is_some() {
            return Err(NewsroomError::EmailTaken(email));
        }
        let open = read.links(site, LinkKind::Invitation, INVITATIONS_MAX).await?;
        drop(read);
        if open.len() as i64 == INVITATIONS_MAX {
            return Err(NewsroomError::TooManyInvitations { max: INVITATIONS_MAX });
        }
        for earlier in open.into_iter().filter(|link| link.email.as_deref() == Some(&email)) {
            self.withdraw(paper, earlier.id).await?;
        }
        let link = StaffLink {
            email: Some(email),
            role: Some(role),
            expires_at: now + INVITATION_LASTS,
            ..blank(LinkKind::Invitation, now)
        };
        self.keep_link(paper, link).await
    }

    /// The open invitations, newest first; expired ones are among them until they are withdrawn.
    pub async fn invitations(&self, paper: &Paper) -> Result<Vec<StaffLink>, NewsroomError> {
        Ok(self.store.read().await?.links(paper.id(), LinkKind::Invitation, INVITATIONS_MAX).await?)
    }

    /// Withdraws an invitation; `false` when it is not there.
    pub async fn withdraw(&self, paper: &Paper, link: LinkId) -> Result<bool, NewsroomError> {
        let site = paper.id();
        let gone = self.store.write(move |tx| Box::pin(async move { tx.delete_link(site, link).await }));
        gone.await.map_err(|error: StoreError| error.into())
    }

    /// The invitation that a token opens; `None` when it is none, was used, or is too old.
    pub async fn invitation(&self, paper: &Paper, token: &str) -> Result<Option<StaffLink>, NewsroomError> {
        match self.link(paper, token, LinkKind::Invitation).await {
            Ok(link) => Ok(Some(link)),
            Err(NewsroomError::LinkSpent) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Joins the staff by an invitation, with the address and the role that it names.
    pub async fn join(
        &self,
        paper: &Paper,
        token: &str,
        name: &str,
        password: &str,
    ) -> Result<StaffUser, NewsroomError> {
        let link = self.link(paper, token, LinkKind::Invitation).await?;
        let (Some(email), Some(role)) = (&link.email, link.role) else {
            return Err(NewsroomError::LinkSpent);
        };
        let user = Candidate { email, name, role }.account(self.clock.now())?;
        let digest = self.password_for(paper, &user, password).await?;
        self.admit(paper, link.id, user, digest, None).await
    }

    /// A link by which an account gets a new password; earlier ones of that account stop working.
    pub async fn password_link(&self, paper: &Paper, user: UserId) -> Result<NewLink, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let withdrawn =
            self.store.write(move |tx| Box::pin(async move { tx.delete_links_of_user(site, user).await }));
        withdrawn.await.map_err(|error: StoreError| NewsroomError::from(error))?;
        let expires_at = now + PASSWORD_LASTS;
        let link = StaffLink { user: Some(user), expires_at, ..blank(LinkKind::Password, now) };
        self.keep_link(paper, link).await
    }

    /// Gives an account the password of its holder's choice, by a link, and signs it out everywhere.
    pub async fn reset_password(
        &self,
        paper: &Paper,
        token: &str,
        password: &str,
    ) -> Result<StaffUser, NewsroomError> {
        let site = paper.id();
        let link = self.link(paper, token, LinkKind::Password).await?;
        let user = match link.user {
            Some(user) => self.store.read().await?.user(site, user).await?,
            None => None,
        };
        let user = user.ok_or(NewsroomError::LinkSpent)?;
        let digest = self.password_for(paper, &user, password).await?;
        let (id, link, now) = (user.id, link.id, self.clock.now());
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    if !tx.delete_link(site, link).await? {
                        return Err(NewsroomError::LinkSpent);
                    }
                    tx.save_password(site, id, &digest, now).await?;
                    tx.delete_sessions(site, id).await?;
                    Ok(())
                })
            })
            .await?;
        Ok(user)
    }

    /// The link that a token opens, if it is of this kind and its hour has not come.
    async fn link(&self, paper: &Paper, token: &str, kind: LinkKind) -> Result<StaffLink, NewsroomError> {
        let digest = self.token_digest(kind.as_str(), token);
        let found = self.store.read().await?.link_by_token(paper.id(), &digest).await?;
        let now = self.clock.now();
        found.filter(|link| link.kind == kind && link.expires_at > now).ok_or(NewsroomError::LinkSpent)
    }

    async fn keep_link(&self, paper: &Paper, link: StaffLink) -> Result<NewLink, NewsroomError> {
        let (site, token, stored) = (paper.id(), random_token(), link.clone());
        let digest = self.token_digest(link.kind.as_str(), &token);
        let kept =
            self.store.write(move |tx| Box::pin(async move { tx.insert_link(site, &stored, &digest).await }));
        kept.await.map_err(|error: StoreError| NewsroomError::from(error))?;
        Ok(NewLink { link, token })
    }

    /// Uses a link for a new account.
    async fn admit(
        &self,
        paper: &Paper,
        link: LinkId,
        user: StaffUser,
        digest: String,
        settings: Option<SiteSettings>,
    ) -> Result<StaffUser, NewsroomError> {
        let (site, now, stored) = (paper.id(), self.clock.now(), user.clone());
        let admitted = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.delete_link(site, link).await? {
                    return Err(NewsroomError::LinkSpent);
                }
                tx.save_user(site, &stored).await?;
                tx.save_password(site, stored.id, &digest, now).await?;
                if let Some(settings) = settings {
                    tx.save_settings(site, &settings).await?;
                }
                Ok(())
            })
        });
        match admitted.await {
            Ok(()) => Ok(user),
            Err(NewsroomError::Store(StoreError::Taken)) => Err(NewsroomError::EmailTaken(user.email)),
            Err(error) => Err(error),
        }
    }

    /// The digest of a password that fits the account.
    pub(crate) async fn password_for(
        &self,
        paper: &Paper,
        user: &StaffUser,
        password: &str,
    ) -> Result<String, NewsroomError> {
        password::check(password, &[&user.email, &user.name, &paper.settings.title])?;
        self.digests.make(password.to_owned()).await
    }
}

fn blank(kind: LinkKind, now: Millis) -> StaffLink {
    let id = LinkId::mint(now);
    StaffLink { id, kind, user: None, email: None, role: None, created_at: now, expires_at: now }
}

//! Who calls the Admin API: a program with a key, or somebody of the staff at a browser.

use dateline_model::{Duty, Role};
use dateline_newsroom::Present;
use http::header;

use super::Call;
use super::cookie;
use super::error::{ErrorKind, GhostError};
use super::key::AdminKey;
use crate::host::HostName;
use crate::same_site::{is_foreign, says_where_from};

/// Somebody who may call.
pub(super) enum Caller {
    /// A program. It acts as an administrator, as in Ghost.
    Program(AdminKey),
    /// Somebody of the staff who is signed in.
    Person(Box<Present>),
}

impl Caller {
    /// Checks the key or the cookie of a call. Whoever sends a key is a program, with or without a cookie.
    pub(super) async fn of(call: &Call<'_>) -> Result<Self, GhostError> {
        let token = cookie::token(call.visit.headers());
        let token = match token {
            Some(token) if !call.visit.headers().contains_key(header::AUTHORIZATION) => token,
            _ => {
                return AdminKey::of(call).await.map(Self::Program);
            }
        };
        if !call.visit.only_reads() {
            refuse_foreign_pages(call)?;
        }
        let present = call.visit.app.newsroom().present(&call.visit.paper, token).await?;
        let Some(present) = present else {
            call.say_cookie(cookie::cleared(call));
            return Err(GhostError::new(ErrorKind::NoPermission, "Authorization failed"));
        };
        if let Some(fresh) = &present.fresh_token {
            call.say_cookie(cookie::holding(call, fresh, present.session.expires_at));
        }
        Ok(Self::Person(Box::new(present)))
    }

    pub(super) fn role(&self) -> Role {
        match self {
            Self::Program(_) => Role::Administrator,
            Self::Person(present) => present.user.role,
        }
    }

    /// Who is named in logs.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Program(key) => key.name.clone(),
            Self::Person(present) => present.user.name.clone(),
        }
    }

    pub(super) fn has(&self, duty: Duty) -> bool {
        self.role().has(duty)
    }

    /// The person who calls. A key is no person.
    pub(super) fn person(&self) -> Result<&Present, GhostError> {
        match self {
            Self::Program(_) => Err(GhostError::not_found("User not found.")),
            Self::Person(present) => Ok(present),
        }
    }
}

/// Refuses what a page of another site has made a browser send, and what does not say where it comes from.
pub(super) fn refuse_foreign_pages(call: &Call<'_>) -> Result<(), GhostError> {
    let visit = call.visit;
    let own: Vec<HostName> = [visit.origin.as_str(), visit.paper.settings.url.as_str()]
        .into_iter()
        .filter_map(|base| HostName::parse(base.split_once("://")?.1).ok())
        .collect();
    if !says_where_from(visit.headers()) {
        let message = "The request does not say from which page it comes; send the header Origin.";
        return Err(GhostError::bad_request(message));
    }
    if is_foreign(visit.headers(), &own) {
        let message = "This request comes from a page of another site, and nothing was done.";
        return Err(GhostError::new(ErrorKind::NoPermission, message));
    }
    Ok(())
}

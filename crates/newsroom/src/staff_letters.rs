//! Letters to the staff: an invitation, and a link for a forgotten password.
//!
//! Whoever asks for a new password is answered before anything is looked up; the courier does it afterwards. So neither
//! the words nor the time of the answer tell whether an address has an account.

use std::sync::PoisonError;

use dateline_letters::Occasion;
use dateline_model::{LinkKind, Millis, Paper, SiteId};
use dateline_store::StoreError;
use jiff::Timestamp;

use crate::invitation::NewLink;
use crate::post_office::{own_address, queue};
use crate::{Newsroom, NewsroomError};

/// Askings that wait for the courier; a flood of them is cut here.
const ASKED_MAX: usize = 200;
/// How long after a link the same account gets no other, in milliseconds.
const LINK_PAUSE: Millis = 15 * 60_000;
/// Links that are looked through.
const LINKS: i64 = 1_000;
/// Bytes of an address that is looked up.
const EMAIL_BYTES_MAX: usize = 320;

/// An address for which somebody asked for a new password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PasswordAsked {
    site: SiteId,
    email: String,
}

impl Newsroom {
    /// Sends an invitation to whom it is for; `false` when this site sends no mail, or none to this address.
    pub async fn mail_invitation(&self, paper: &Paper, invited: &NewLink) -> Result<bool, NewsroomError> {
        let Some(email) = &invited.link.email else { return Ok(false) };
        self.mail_link(paper, email, invited).await
    }

    /// Notes that somebody wants a new password for the account of an address, if there is one. The courier sends the
    /// link; this takes the same time for every address.
    pub fn ask_for_password(&self, paper: &Paper, email: &str) {
        let email = email.trim().to_lowercase();
        if !self.sends_mail(paper) || email.len() > EMAIL_BYTES_MAX {
            return;
        }
        let asked = PasswordAsked { site: paper.id(), email };
        let mut waiting = self.passwords_asked.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < ASKED_MAX && !waiting.contains(&asked) {
            waiting.push(asked);
        }
    }

    /// Sends a link to each account for which a new password was asked; answers how many letters were written.
    pub(crate) async fn send_password_links(&self) -> Result<usize, StoreError> {
        let asked = {
            let mut waiting = self.passwords_asked.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *waiting)
        };
        if asked.is_empty() {
            return Ok(0);
        }
        let (papers, mut written) = (self.papers().await?, 0);
        for PasswordAsked { site, email } in asked {
            let Some(paper) = papers.iter().find(|paper| paper.id() == site) else { continue };
            match self.send_password_link(paper, &email).await {
                Ok(sent) => written += usize::from(sent),
                Err(NewsroomError::Store(error)) => return Err(error),
                Err(error) => tracing::warn!(%error, "a link for a new password could not be made: {error}"),
            }
        }
        Ok(written)
    }

    async fn send_password_link(&self, paper: &Paper, email: &str) -> Result<bool, NewsroomError> {
        let mut read = self.store.read().await?;
        let user = read.user_by_email(paper.id(), email).await?.filter(|user| !user.disabled);
        let Some(user) = user else { return Ok(false) };
        // Who asks again and again must neither fill a letter box nor make the link useless that lies in it.
        let links = read.links(paper.id(), LinkKind::Password, LINKS).await?;
        drop(read);
        let fresh = self.clock.now() - LINK_PAUSE;
        if links.iter().any(|link| link.user == Some(user.id) && link.created_at > fresh) {
            return Ok(false);
        }
        let link = self.password_link(paper, user.id).await?;
        self.mail_link(paper, &user.email, &link).await
    }

    async fn mail_link(&self, paper: &Paper, to: &str, link: &NewLink) -> Result<bool, NewsroomError> {
        let Some(base) = own_address(paper) else { return Ok(false) };
        let (address, until) = (link.address(&base), moment(paper, link.link.expires_at));
        let occasion = match link.link.kind {
            LinkKind::Invitation => Occasion::Invitation { address: &address, until: &until },
            LinkKind::Password => Occasion::Password { address: &address, until: &until },
            LinkKind::SetUp => return Ok(false),
        };
        let Some(letter) = self.letter(paper, to, &occasion) else { return Ok(false) };
        let site = paper.id();
        let queued =
            self.store.write(move |tx| Box::pin(async move { queue(tx, site, &letter).await })).await;
        queued.map_err(|error: StoreError| error.into())
    }
}

/// A moment in the newsroom's time, in figures that every language reads.
fn moment(paper: &Paper, at: Millis) -> String {
    let moment = Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.to_zoned_datetime(paper.zone.time_zone().clone()).strftime("%Y-%m-%d %H:%M").to_string()
}

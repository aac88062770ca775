//! What waits at the desk, told by mail to those who may decide about it: at most as often as each of them wants, and
//! only when something is new since the last time.

use dateline_letters::{Occasion, Waiting, WaitingComment};
use dateline_model::{CommentState, Digest, DigestEvery, Duty, Millis, Paper, StaffUser, UserId};
use dateline_store::StoreError;

use crate::Newsroom;
use crate::post_office::{own_address, queue};

/// What a signature of the link is for that stops somebody's summaries.
const PURPOSE: &str = "digest";
/// Comments that a summary shows.
const SHOWN: i64 = 5;
/// Objections that are counted.
const APPEALS_COUNTED: i64 = 200;

impl Newsroom {
    /// How often somebody of the staff hears of what waits.
    pub async fn digest(&self, paper: &Paper, user: UserId) -> Result<Digest, StoreError> {
        self.store.read().await?.digest(paper.id(), user).await
    }

    /// Sets how often somebody of the staff hears of what waits.
    pub async fn set_digest(
        &self,
        paper: &Paper,
        user: UserId,
        every: DigestEvery,
    ) -> Result<(), StoreError> {
        let site = paper.id();
        self.store.write(move |tx| Box::pin(async move { tx.set_digest(site, user, every).await })).await
    }

    /// Ends somebody's summaries, by the link in one of them; `false` when the key is not theirs.
    pub async fn stop_digest(&self, paper: &Paper, user: UserId, key: &str) -> Result<bool, StoreError> {
        if !self.is_digest_key(paper, user, key)
            || self.store.read().await?.user(paper.id(), user).await?.is_none()
        {
            return Ok(false);
        }
        self.set_digest(paper, user, DigestEvery::Never).await?;
        Ok(true)
    }

    /// Whether a key is the one in the link that ends somebody's summaries.
    pub fn is_digest_key(&self, paper: &Paper, user: UserId, key: &str) -> bool {
        self.secret.verify(PURPOSE, &[paper.site.id.0.as_bytes(), user.0.as_bytes()], key)
    }

    /// Writes the summaries that are due, on all sites; answers how many.
    pub async fn write_digests(&self) -> Result<usize, StoreError> {
        let mut written = 0;
        for paper in self.papers().await? {
            if !self.sends_mail(&paper) {
                continue;
            }
            let staff = self.store.read().await?.users(paper.id()).await?;
            let mut waiting = None;
            for user in staff.into_iter().filter(|user| !user.disabled && user.role.has(Duty::Moderate)) {
                let digest = self.digest(&paper, user.id).await?;
                let now = self.clock.now();
                let Some(interval) = digest.every.interval() else { continue };
                if digest.last_at + interval > now {
                    continue;
                }
                if waiting.is_none() {
                    waiting = Some(self.waiting(&paper).await?);
                }
                let Some((waiting, newest)) = &waiting else { continue };
                if *newest > digest.last_at {
                    written += usize::from(self.write_digest(&paper, &user, digest, waiting, now).await?);
                }
            }
        }
        Ok(written)
    }

    /// What waits, and when the newest of it came.
    async fn waiting(&self, paper: &Paper) -> Result<(Waiting, Millis), StoreError> {
        let site = paper.id();
        let mut read = self.store.read().await?;
        let counts = read.desk_comment_counts(site).await?;
        let reported = read.count_reported(site).await?;
        let appeals = read.open_appeals(site, APPEALS_COUNTED).await?;
        let newest = read.desk_comments(site, CommentState::Pending, None, SHOWN).await?;
        let moments = [
            read.newest_in_state(site, CommentState::Pending).await?,
            read.newest_report(site).await?,
            appeals.last().map(|appeal| appeal.at),
        ];
        let told = newest.into_iter().map(|found| WaitingComment {
            name: found.comment.author_name,
            story: found.post_title,
            words: found.comment.text,
        });
        let waiting = Waiting {
            pending: counts.pending,
            reported,
            appeals: i64::try_from(appeals.len()).unwrap_or(APPEALS_COUNTED),
            newest: told.collect(),
        };
        Ok((waiting, moments.into_iter().flatten().max().unwrap_or(0)))
    }

    async fn write_digest(
        &self,
        paper: &Paper,
        user: &StaffUser,
        digest: Digest,
        waiting: &Waiting,
        now: Millis,
    ) -> Result<bool, StoreError> {
        let Some(base) = own_address(paper) else { return Ok(false) };
        let key = self.secret.sign(PURPOSE, &[paper.site.id.0.as_bytes(), user.id.0.as_bytes()]);
        let occasion = Occasion::Digest {
            waiting,
            address: &format!("{base}/admin/#/comments"),
            stop: &format!("{base}/comments/digest/{}/{key}", user.id),
        };
        let Some(letter) = self.letter(paper, &user.email, &occasion) else { return Ok(false) };
        let (site, id, every, last) = (paper.id(), user.id, digest.every, digest.last_at);
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                // Another process may have come first.
                if !tx.sent_digest(site, id, every, now, last + 1).await? {
                    return Ok(false);
                }
                queue(tx, site, &letter).await
            })
        });
        work.await
    }
}

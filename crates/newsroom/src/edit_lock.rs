//! Who is at work on a story: a lease that one holds, that all see, and that somebody else can take over.

use dateline_model::{EditLock, Millis, Paper, PostId, UserId};

use crate::{Newsroom, NewsroomError};

/// How long a lease lasts that is not renewed, in milliseconds: two minutes. Editors renew it four times in that time.
const LEASE: Millis = 120_000;
/// The most characters of what names a window.
const HOLDER_CHARS_MAX: usize = 100;

/// What came of the wish to hold a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grip {
    /// It is theirs who asked.
    Mine(EditLock),
    /// Somebody else is at work on it.
    Theirs(EditLock),
}

impl Newsroom {
    /// Takes a story to write, or renews the hold on it. While somebody else holds it nothing happens, unless it is to
    /// be taken over. `holder` names the window, since one person may have two open.
    pub async fn hold(
        &self,
        paper: &Paper,
        post: PostId,
        (holder, user, name): (&str, Option<UserId>, &str),
        take_over: bool,
    ) -> Result<Grip, NewsroomError> {
        if holder.is_empty() {
            return Err(NewsroomError::Empty("holder"));
        }
        if holder.chars().count() > HOLDER_CHARS_MAX {
            return Err(NewsroomError::TooLong { field: "holder", max: HOLDER_CHARS_MAX });
        }
        let (site, now) = (paper.id(), self.clock.now());
        let wanted = EditLock {
            post,
            holder: holder.to_owned(),
            user,
            name: name.to_owned(),
            taken_at: now,
            expires_at: now + LEASE,
        };
        self.store
            .write(move |tx| {
                Box::pin(async move {
                    if !tx.hold_post(site, post).await? {
                        return Err(NewsroomError::NoSuchPost(post));
                    }
                    let held = tx.edit_lock(site, post).await?.filter(|held| held.expires_at > now);
                    let lock = match held {
                        Some(held) if held.holder == wanted.holder => {
                            EditLock { taken_at: held.taken_at, ..wanted }
                        }
                        Some(held) if !take_over => return Ok(Grip::Theirs(held)),
                        _ => wanted,
                    };
                    tx.set_edit_lock(site, &lock).await?;
                    Ok(Grip::Mine(lock))
                })
            })
            .await
    }

    /// Who is at work on a story now.
    pub async fn holder(&self, paper: &Paper, post: PostId) -> Result<Option<EditLock>, NewsroomError> {
        let held = self.store.read().await?.edit_lock(paper.id(), post).await?;
        Ok(held.filter(|held| held.expires_at > self.clock.now()))
    }

    /// Lets a story go; `false` when this window did not hold it.
    pub async fn let_go(&self, paper: &Paper, post: PostId, holder: &str) -> Result<bool, NewsroomError> {
        let (site, holder) = (paper.id(), holder.to_owned());
        self.store
            .write(move |tx| Box::pin(async move { Ok(tx.drop_edit_lock(site, post, &holder).await?) }))
            .await
    }
}

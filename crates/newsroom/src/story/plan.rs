//! When a story may be read: an embargo that nobody can publish over, and an hour at which it goes back to the desk.

use dateline_model::{Detail, Details, Millis, Paper, Post, PostStatus};
use dateline_store::{StoreError, Tx};

use super::{Move, PostEdit};
use crate::NewsroomError;
use crate::scheduler::UNPUBLISH;

/// What a save means for the hours of a story, and for what lists do not show of it.
pub(super) struct Plan {
    /// Where the story goes, once its embargo was heard.
    pub(super) to: Move,
    /// What is to be stored; `None` when nobody asked.
    details: Option<Details>,
    embargo: Option<Millis>,
    /// When it goes, if somebody has just said so.
    new_end: Option<Millis>,
    had_end: bool,
}

impl Plan {
    /// Takes the details out of an edit.
    pub(super) async fn of(
        tx: &mut Tx,
        paper: &Paper,
        before: &Post,
        edit: &mut PostEdit,
        to: Move,
        now: Millis,
    ) -> Result<Self, NewsroomError> {
        let changes = std::mem::take(&mut edit.details);
        if changes.is_empty() && to == Move::Stay && edit.published_at.is_none() {
            return Ok(Self { to, details: None, embargo: None, new_end: None, had_end: false });
        }
        let mut details = tx.details_of_post(paper.id(), before.id).await?;
        let old_end = details.moment(Detail::UnpublishAt);
        for (detail, value) in &changes {
            details.set(*detail, value.as_deref());
        }
        if matches!(to, Move::ToDraft | Move::ToTrash) && before.status == PostStatus::Published {
            details.set(Detail::UnpublishAt, None);
        }
        let end = details.moment(Detail::UnpublishAt);
        let embargo = details.moment(Detail::EmbargoUntil).filter(|until| *until > now);
        // Whoever publishes a story under an embargo means: as soon as it may.
        let to = match (to, embargo) {
            (Move::Publish(_), Some(until)) if before.visibility.public_from.is_none() => {
                Move::Schedule(until)
            }
            (to, _) => to,
        };
        Ok(Self {
            to,
            details: Some(details),
            embargo,
            new_end: end.filter(|_| end != old_end || to != Move::Stay),
            had_end: old_end.is_some(),
        })
    }

    /// Refuses hours that contradict each other. `post` is as it will be stored.
    pub(super) fn check(&self, post: &Post, now: Millis) -> Result<(), NewsroomError> {
        if let Some(until) = self.embargo {
            match post.status {
                PostStatus::Published => return Err(NewsroomError::OutAlready),
                PostStatus::Scheduled if post.published_at < Some(until) => {
                    return Err(NewsroomError::Embargoed);
                }
                _ => {}
            }
        }
        let begins = post.published_at.filter(|_| post.status == PostStatus::Scheduled).unwrap_or(now);
        match (post.status, self.new_end) {
            (PostStatus::Published | PostStatus::Scheduled, Some(end)) if end <= begins => {
                Err(NewsroomError::EndsTooEarly)
            }
            _ => Ok(()),
        }
    }

    /// Stores the details, and has the scheduler know of the story's end.
    pub(super) async fn store(&self, tx: &mut Tx, paper: &Paper, post: &Post) -> Result<(), StoreError> {
        let Some(details) = &self.details else { return Ok(()) };
        tx.set_details_of_post(paper.id(), post.id, details).await?;
        let comes_out = matches!(post.status, PostStatus::Published | PostStatus::Scheduled);
        match details.moment(Detail::UnpublishAt).filter(|_| comes_out) {
            Some(end) => tx.enqueue(paper.id(), UNPUBLISH, post.id.0, end).await?,
            None if self.had_end => {
                tx.cancel_job(paper.id(), UNPUBLISH, post.id.0).await?;
            }
            None => {}
        }
        Ok(())
    }
}

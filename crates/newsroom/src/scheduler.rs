//! The scheduler: stories come out at their hour, whether or not anybody reads the site.

use std::collections::HashSet;
use std::time::Duration;

use dateline_model::{ChangeKind, Detail, JobId, Millis, Paper, PostId, PostStatus, Site, Visibility};
use dateline_store::{Job, SETTLE_LISTS, SETTLE_THREADS, StoreError, Tx};

use crate::Newsroom;

/// The job that publishes a scheduled post.
pub(crate) const PUBLISH: &str = "publish";
/// The job that takes a story back to the desk.
pub(crate) const UNPUBLISH: &str = "unpublish";
/// How often the scheduler looks when nothing rings: half of a second keeps the promise of two.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How often old addresses are forgotten, in milliseconds.
const FORGET_EVERY: Millis = 3_600_000;

/// What a round of the scheduler did.
#[derive(Default)]
struct Round {
    /// Stories that came out.
    published: usize,
    /// Jobs that could not be done; they stay on the list and hold up no other.
    failed: Vec<(Job, StoreError)>,
}

impl Newsroom {
    /// Publishes every story whose hour has come; answers how many came out. Each is claimed and published in one
    /// transaction, so that a crash gives it back and no two processes can both do it. One that cannot be
    /// published is told in the log and tried again in the next round.
    pub async fn run_due(&self) -> Result<usize, StoreError> {
        let round = self.round().await?;
        let published = round.published;
        complain(round, &mut HashSet::new());
        Ok(published)
    }

    async fn round(&self) -> Result<Round, StoreError> {
        let now = self.clock.now();
        let due = self.store.read().await?.due_jobs(PUBLISH, now).await?;
        let mut round = Round::default();
        for job in due {
            let claim = job.clone();
            let done =
                self.store.write(move |tx| Box::pin(async move { publish_scheduled(tx, &claim, now).await }));
            match done.await {
                Ok(published) => round.published += usize::from(published),
                Err(error) => round.failed.push((job, error)),
            }
        }
        for job in self.store.read().await?.due_jobs(UNPUBLISH, now).await? {
            let claim = job.clone();
            let done = self
                .store
                .write(move |tx| Box::pin(async move { retract_at_its_end(tx, &claim, now).await }));
            if let Err(error) = done.await {
                round.failed.push((job, error));
            }
        }
        for job in self.store.read().await?.due_jobs(SETTLE_THREADS, now).await? {
            // An import that brought many comments did not come to its end.
            let settled =
                self.store.write(move |tx| Box::pin(async move { tx.settle_threads(job.site).await }));
            if let Err(error) = settled.await {
                round.failed.push((job, error));
            }
        }
        for job in self.store.read().await?.due_jobs(SETTLE_LISTS, now).await? {
            // The same for one that brought many stories.
            let settled =
                self.store.write(move |tx| Box::pin(async move { tx.settle_lists(job.site).await }));
            if let Err(error) = settled.await {
                round.failed.push((job, error));
            }
        }
        Ok(round)
    }

    /// Works as long as the process lives; drop the future to stop it.
    pub async fn run_scheduler(&self) {
        let mut tick = tokio::time::interval(LOOK_EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut complained = HashSet::new();
        let mut forgot_at = Millis::MIN;
        loop {
            tokio::select! {
                _ = tick.tick() => {}
                () = self.bell.notified() => {}
            }
            match self.round().await {
                Ok(round) => complain(round, &mut complained),
                Err(error) => {
                    tracing::error!(error = %error, "the scheduler could not read its list; it tries again");
                }
            }
            let now = self.clock.now();
            if now.saturating_sub(forgot_at) >= FORGET_EVERY {
                forgot_at = now;
                if let Err(error) = self.forget_old_addresses().await {
                    tracing::error!(error = %error, "old address hashes could not be erased");
                }
                if let Err(error) = self.hash_emails().await {
                    tracing::error!(error = %error, "e-mail addresses could not be made hashes");
                }
                if let Err(error) = self.forget_old_likers().await {
                    tracing::error!(error = %error, "who liked what long ago could not be forgotten");
                }
                if let Err(error) = self.forget_old_reports().await {
                    tracing::error!(error = %error, "reports that were settled long ago could not be erased");
                }
                if let Err(error) = self.forget_spent().await {
                    tracing::error!(error = %error, "what has lost its worth could not be forgotten");
                }
                if let Err(error) = self.forget_old_bans().await {
                    tracing::error!(error = %error, "old bans could not be erased");
                }
            }
        }
    }

    /// Erases the address hashes of comments whose time is over; answers how many.
    pub async fn forget_old_addresses(&self) -> Result<u64, StoreError> {
        let now = self.clock.now();
        self.store.write(move |tx| Box::pin(async move { tx.erase_old_addresses(now).await })).await
    }
}

/// Says once for each job that it could not be done.
fn complain(round: Round, complained: &mut HashSet<JobId>) {
    for (job, error) in round.failed {
        if complained.insert(job.id) {
            let (kind, thing) = (&job.kind, PostId(job.thing));
            tracing::error!(thing = %thing, error = %error, "the job {kind} of {thing} could not be done at its hour");
        }
    }
}

/// Claims a job and publishes what it names; `false` when another process was faster, or when there is nothing to
/// publish any more.
async fn publish_scheduled(tx: &mut Tx, job: &Job, now: Millis) -> Result<bool, StoreError> {
    let id = PostId(job.thing);
    // The story first, then its job: an editor's save takes them in this order, and two that took them in
    // different orders would wait for each other.
    tx.hold_post(job.site, id).await?;
    if !tx.take_job(job).await? {
        return Ok(false);
    }
    let Some(mut post) = tx.desk_post(job.site, id).await? else { return Ok(false) };
    if post.status != PostStatus::Scheduled {
        return Ok(false);
    }
    let paper = paper_of(tx, job).await?;
    let credits = tx.credits(job.site, id).await?;
    post.status = PostStatus::Published;
    post.visibility = Visibility::public_from(post.published_at.unwrap_or(job.run_at));
    // Readers' copies of the lists are judged by the last change, and this is one.
    post.updated_at = now.max(post.updated_at + 1);
    tx.update_post(job.site, &paper.zone, &post, &credits, ChangeKind::Published).await?;
    Ok(true)
}

/// The site of a job with its settings.
async fn paper_of(tx: &mut Tx, job: &Job) -> Result<Paper, StoreError> {
    let settings = tx.settings(job.site).await?;
    Ok(Paper::new(Site { id: job.site, host: String::new(), created_at: 0 }, settings))
}

/// Claims a job and takes the story that it names back to the desk; `false` when another process was faster, or when
/// the story is there already.
async fn retract_at_its_end(tx: &mut Tx, job: &Job, now: Millis) -> Result<bool, StoreError> {
    let id = PostId(job.thing);
    tx.hold_post(job.site, id).await?;
    if !tx.take_job(job).await? {
        return Ok(false);
    }
    let Some(mut post) = tx.desk_post(job.site, id).await? else { return Ok(false) };
    let mut details = tx.details_of_post(job.site, id).await?;
    details.set(Detail::UnpublishAt, None);
    tx.set_details_of_post(job.site, id, &details).await?;
    if post.status != PostStatus::Published {
        return Ok(false);
    }
    let paper = paper_of(tx, job).await?;
    let credits = tx.credits(job.site, id).await?;
    post.status = PostStatus::Draft;
    post.visibility = Visibility::HIDDEN;
    post.updated_at = now.max(post.updated_at + 1);
    tx.update_post(job.site, &paper.zone, &post, &credits, ChangeKind::Retracted).await?;
    Ok(true)
}

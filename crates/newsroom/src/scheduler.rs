//! The scheduler: stories come out at their hour, whether or not anybody reads the site.

use std::time::Duration;

use dateline_model::{ChangeKind, Paper, PostId, PostStatus, Site, Visibility};
use dateline_store::{Job, StoreError, Tx};

use crate::Newsroom;

/// The job that publishes a scheduled post.
pub(crate) const PUBLISH: &str = "publish";
/// How often the scheduler looks when nothing rings: half of a second keeps the promise of two.
const LOOK_EVERY: Duration = Duration::from_millis(500);

impl Newsroom {
    /// Does every job whose time has come; answers how many it did. Each is claimed and done in one
    /// transaction, so that a crash gives it back and no two processes can both do it.
    pub async fn run_due(&self) -> Result<usize, StoreError> {
        let now = self.clock.now();
        let due = self.store.read().await?.due_jobs(now).await?;
        let mut done = 0;
        for job in due {
            let claimed = self.store.write(move |tx| {
                Box::pin(async move {
                    if !tx.take_job(&job).await? {
                        return Ok::<_, StoreError>(false);
                    }
                    if job.kind == PUBLISH {
                        publish_scheduled(tx, &job).await?;
                    }
                    Ok(true)
                })
            });
            done += usize::from(claimed.await?);
        }
        Ok(done)
    }

    /// Works as long as the process lives; drop the future to stop it.
    pub async fn run_scheduler(&self) {
        let mut tick = tokio::time::interval(LOOK_EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut erased_at = 0;
        loop {
            tokio::select! {
                _ = tick.tick() => {}
                () = self.bell.notified() => {}
            }
            if let Err(error) = self.run_due().await {
                tracing::error!(error = %error, "the scheduler could not do its round; it tries again");
            }
            let now = self.clock.now();
            if now - erased_at > 3_600_000 {
                erased_at = now;
                self.forget_old_addresses().await;
            }
        }
    }

    async fn forget_old_addresses(&self) {
        let now = self.clock.now();
        let erased = self.store.write(move |tx| Box::pin(async move { tx.erase_old_addresses(now).await }));
        match erased.await {
            Ok(0) => {}
            Ok(n) => tracing::info!(comments = n, "forgot the address hashes of {n} comments"),
            Err(error) => tracing::error!(error = %error, "old address hashes could not be erased"),
        }
    }
}

async fn publish_scheduled(tx: &mut Tx, job: &Job) -> Result<(), StoreError> {
    let id = PostId(job.thing);
    let Some(mut post) = tx.desk_post(job.site, id).await? else { return Ok(()) };
    if post.status != PostStatus::Scheduled {
        return Ok(());
    }
    let settings = tx.settings(job.site).await?;
    let site = Site { id: job.site, host: String::new(), created_at: 0 };
    let paper = Paper::new(site, settings);
    let credits = tx.credits(job.site, id).await?;
    post.status = PostStatus::Published;
    post.visibility = Visibility::public_from(post.published_at.unwrap_or(job.run_at));
    tx.update_post(job.site, &paper.zone, &post, &credits, ChangeKind::Published).await
}

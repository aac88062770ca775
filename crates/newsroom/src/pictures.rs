//! Versions of pictures are made before a reader asks for them: beside the requests, after a picture came.
//!
//! The order stands in the list of jobs, so that a restart forgets none. Who does it takes it for some minutes and crosses
//! it off at the end; what a crash leaves undone comes due again. Whoever asks for a version meanwhile waits for this one.

use std::time::Duration;

use dateline_media::page_versions;
use dateline_model::{Media, MediaId, Millis};
use dateline_store::{Job, StoreError};
use tokio::time::{MissedTickBehavior, interval};

use crate::Newsroom;

/// The job that makes the versions of a picture that pages name.
pub(crate) const VERSIONS: &str = "versions";
/// How often the list is looked at when nothing rings.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// For how long a picture is one process's, in milliseconds.
const CLAIM: Millis = 300_000;

impl Newsroom {
    /// Whether smaller versions of a file are made at all: not of drawings, nor of what moves.
    pub(crate) fn has_versions(&self, media: &Media) -> bool {
        let is_made = matches!(media.media_type.as_str(), "image/jpeg" | "image/png" | "image/webp");
        self.versions.is_some() && is_made && media.width > 0
    }

    /// Makes versions as long as the process lives; drop the future to stop it.
    pub(crate) async fn run_pictures(&self) {
        let (mut tick, mut is_failing) = (interval(LOOK_EVERY), false);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = tick.tick() => {}
                () = self.picture_bell.notified() => {}
            }
            let made = self.make_versions().await;
            if let Err(error) = &made
                && !is_failing
            {
                tracing::error!(%error, "versions of pictures cannot be made; trying again every ten seconds");
            }
            is_failing = made.is_err();
        }
    }

    /// Makes the versions of all pictures whose turn has come; answers how many were made. A picture that cannot be read
    /// or whose versions cannot be kept is told in the log, and is served as it is until a reader asks for a version.
    ///
    /// # Errors
    /// The database failed.
    pub async fn make_versions(&self) -> Result<usize, StoreError> {
        let Some(darkroom) = &self.versions else { return Ok(0) };
        let mut made = 0;
        for job in self.store.read().await?.due_jobs(VERSIONS, self.clock.now()).await? {
            let Some(media) = self.claim_picture(&job).await? else { continue };
            let versions = page_versions(u32::try_from(media.width).unwrap_or_default());
            if let Some(path) = &media.path {
                match darkroom.make(path, versions).await {
                    Ok(count) => made += count,
                    Err(error) => {
                        tracing::warn!(path, %error, "the versions of this picture are made when they are asked for");
                    }
                }
            }
            let (site, thing) = (job.site, job.thing);
            let done = self
                .store
                .write(move |tx| Box::pin(async move { tx.cancel_job(site, VERSIONS, thing).await }));
            done.await?;
        }
        Ok(made)
    }

    /// Takes a picture for this process; `None` when another was faster, or the picture is gone.
    async fn claim_picture(&self, job: &Job) -> Result<Option<Media>, StoreError> {
        let (job, until) = (job.clone(), self.clock.now() + CLAIM);
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.take_job(&job).await? {
                    return Ok(None);
                }
                let media = tx.media(job.site, MediaId(job.thing)).await?;
                if media.is_some() {
                    tx.enqueue(job.site, VERSIONS, job.thing, until).await?;
                }
                Ok::<_, StoreError>(media)
            })
        });
        work.await
    }
}

//! The courier reads the change log and does what follows from it outside of the house's own pages.
//!
//! Nobody who writes calls it. What it finds in the log becomes jobs, in one transaction with the line up to which it
//! has read: so each line is followed once, by whichever process comes first, and a crash loses nothing. The jobs are
//! then done beside the requests, each claimed in the transaction that does it.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use dateline_model::{Change, CommentId, CommentState, Millis, Paper, Purge, SiteId, Thing};
use dateline_store::{Job, StoreError};
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

use crate::Newsroom;
use crate::news::{NEWS, News, PING, PURGE, SITE_NEWS};
use crate::outlet::Outlets;
use crate::post_office::Posted;
use crate::subscription::{ANSWERS, REMOVAL, SECOND_THOUGHTS};
use crate::webhook::DELIVER;

/// Under which name the installation keeps the line up to which the log was followed.
const CURSOR: &str = "courier";
/// How often the log is looked at, and letters are sent.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often summaries are looked for, in milliseconds.
const DIGESTS_EVERY: Millis = 60_000;
/// How often addresses are forgotten that nobody confirmed, in milliseconds.
const FORGET_EVERY: Millis = 3_600_000;
/// How long a job that cannot be done is put off, in milliseconds.
const PUT_OFF: Millis = 3_600_000;
/// Lines that are read at once.
const LINES: i64 = 500;
/// Lines without consequence after which the place is written down all the same, so that a restart need not read them
/// again.
const NOTED_EVERY: i64 = 5_000;

/// Something to do that follows from a line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Errand {
    pub(crate) site: SiteId,
    pub(crate) kind: &'static str,
    pub(crate) thing: Uuid,
    pub(crate) run_at: Millis,
}

/// What follows from lines of the log.
#[derive(Default)]
struct Errands {
    jobs: HashSet<Errand>,
    purges: Vec<(SiteId, Purge)>,
}

impl Errands {
    fn are_none(&self) -> bool {
        self.jobs.is_empty() && self.purges.is_empty()
    }
}

/// What a round of the courier did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Letters that were written.
    pub written: usize,
    /// Messages that arrived at programs, networks and hubs.
    pub told: usize,
}

impl Newsroom {
    /// Works as long as the process lives; drop the future to stop it.
    pub async fn run_courier(&self) {
        tokio::join!(self.run_log(), self.run_post(), Box::pin(self.run_pictures()));
    }

    /// Follows the log and does what is due, over and over.
    async fn run_log(&self) {
        let (mut tick, mut failing) = (ticking(), false);
        let (mut digests_at, mut forgot_at) = (Millis::MIN, Millis::MIN);
        loop {
            tick.tick().await;
            let now = self.clock.now();
            let mut done = self.run_errands().await.map(|_| ());
            if done.is_ok() && now.saturating_sub(digests_at) >= DIGESTS_EVERY {
                digests_at = now;
                done = self.write_digests().await.map(|_| ());
            }
            if done.is_ok() && now.saturating_sub(forgot_at) >= FORGET_EVERY {
                forgot_at = now;
                done = self.forget_unconfirmed().await.map(|_| ());
                done = done.and(self.forget_old_deliveries().await.map(|_| ()));
            }
            complain(done.as_ref().err(), &mut failing);
        }
    }

    /// Sends what was written, over and over; apart from the rest, since a mail server may take its time.
    async fn run_post(&self) {
        let (mut tick, mut failing) = (ticking(), false);
        loop {
            tick.tick().await;
            let posted: Result<Posted, StoreError> = self.post_letters().await;
            complain(posted.as_ref().err(), &mut failing);
        }
    }

    /// Follows the log to its end and does everything that is due.
    pub async fn run_errands(&self) -> Result<Round, StoreError> {
        self.follow_log().await?;
        let mut round = Round { written: self.send_password_links().await?, told: 0 };
        for (job, paper) in self.due(ANSWERS).await? {
            let done = self.tell_of_answer(&paper, &job).await;
            round.written += self.or_later(&job, done).await?;
        }
        for (job, paper) in self.due(REMOVAL).await? {
            let done = self.tell_of_removal(&paper, &job).await;
            round.written += self.or_later(&job, done).await?;
        }
        if let Some(outlets) = self.outlets.clone() {
            // On the heap, since it holds whatever a message to another server needs.
            round.told = Box::pin(self.run_outlets(&outlets)).await?;
        }
        Ok(round)
    }

    /// Tells programs, networks and hubs what they are to be told; answers how many messages arrived.
    async fn run_outlets(&self, outlets: &Outlets) -> Result<usize, StoreError> {
        for (kind, hint) in NEWS {
            for (job, paper) in self.due(kind).await? {
                let done = self.tell_news(outlets, &paper, &job, hint).await;
                self.or_later(&job, done).await?;
            }
        }
        for (job, paper) in self.due(SITE_NEWS).await? {
            let done = self.tell_site_news(&paper, &job).await;
            self.or_later(&job, done).await?;
        }
        let mut told = 0;
        for (job, paper) in self.due(PURGE).await? {
            let done = self.forget_pages(outlets, &paper, &job).await;
            told += self.or_later(&job, done.map(usize::from)).await?;
        }
        for (job, paper) in self.due(PING).await? {
            let done = self.ping_hub(outlets, &paper, &job).await;
            told += self.or_later(&job, done.map(usize::from)).await?;
        }
        for (job, paper) in self.due(DELIVER).await? {
            let done = self.deliver(outlets, &paper, &job).await;
            told += self.or_later(&job, done.map(usize::from)).await?;
        }
        Ok(told)
    }

    /// What a job did. One that cannot be done is told in the log and put off, so that it holds up no other.
    async fn or_later(&self, job: &Job, done: Result<usize, StoreError>) -> Result<usize, StoreError> {
        let error = match done {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        let (site, kind, thing, later) = (job.site, job.kind.clone(), job.thing, self.clock.now() + PUT_OFF);
        tracing::error!(%thing, %error, "the job {kind} of {thing} cannot be done, and is tried again in an hour: {error}");
        let put_off =
            self.store.write(move |tx| Box::pin(async move { tx.enqueue(site, &kind, thing, later).await }));
        put_off.await.map(|()| 0)
    }

    /// The jobs of a kind whose time has come, each with its site.
    async fn due(&self, kind: &str) -> Result<Vec<(Job, Paper)>, StoreError> {
        let due = self.store.read().await?.due_jobs(kind, self.clock.now()).await?;
        let papers = if due.is_empty() { Vec::new() } else { self.papers().await? };
        let paper_of = |job: &Job| papers.iter().find(|paper| paper.id() == job.site).cloned();
        Ok(due.into_iter().filter_map(|job| paper_of(&job).map(|paper| (job, paper))).collect())
    }

    /// Turns what the log says since the last time into jobs.
    async fn follow_log(&self) -> Result<(), StoreError> {
        let mut place = self.courier_place.lock().await;
        let (mut noted, mut seq) = if let Some(known) = *place {
            known
        } else {
            let noted = self.first_place().await?;
            (noted, noted)
        };
        loop {
            let lines = self.store.read().await?.changes_since(seq, LINES).await?;
            let Some(last) = lines.last().map(|line| line.seq) else { break };
            let errands = self.errands_of(&lines).await?;
            seq = last;
            if !errands.are_none() || seq - noted >= NOTED_EVERY {
                // Another process that was faster has queued the same; what it read is read on from there.
                noted = if self.note_place(noted, seq, errands).await? {
                    seq
                } else {
                    self.first_place().await?
                };
                seq = noted;
            }
        }
        *place = Some((noted, seq));
        Ok(())
    }

    /// The line up to which the log was followed. A house that never followed it begins at its end: what happened
    /// before is no news.
    async fn first_place(&self) -> Result<i64, StoreError> {
        let mut read = self.store.read().await?;
        let stored = read.install_value(CURSOR).await?;
        let end = read.last_seq().await?;
        drop(read);
        let stored = if let Some(stored) = stored {
            stored
        } else {
            let end = end.to_string();
            let kept = self
                .store
                .write(move |tx| Box::pin(async move { tx.keep_install_value(CURSOR, &end).await }));
            kept.await?
        };
        Ok(stored.parse().unwrap_or(end))
    }

    /// Queues errands and writes down how far the log was followed; `false`, and nothing is queued, when another
    /// process has moved the place.
    async fn note_place(&self, from: i64, to: i64, errands: Errands) -> Result<bool, StoreError> {
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.move_install_value(CURSOR, &from.to_string(), &to.to_string()).await? {
                    return Ok(false);
                }
                for Errand { site, kind, thing, run_at } in errands.jobs {
                    tx.enqueue(site, kind, thing, run_at).await?;
                }
                for (site, purge) in errands.purges {
                    tx.add_purge(site, &purge).await?;
                    tx.enqueue(site, PURGE, purge.id.0, purge.created_at).await?;
                }
                Ok::<_, StoreError>(true)
            })
        });
        work.await
    }

    /// What follows from these lines.
    async fn errands_of(&self, lines: &[Change]) -> Result<Errands, StoreError> {
        let mut errands = Errands { jobs: self.letters_after(lines).await?, purges: Vec::new() };
        let Some(outlets) = &self.outlets else { return Ok(errands) };
        let (now, mut news) = (self.clock.now(), News::default());
        let mut read = self.store.read().await?;
        for line in lines {
            news.note(outlets, &mut read, line).await?;
        }
        errands.jobs.extend(news.errands(now));
        if outlets.network.is_some() {
            errands.purges = news.purges(&self.papers().await?, &mut read, now).await?;
        }
        Ok(errands)
    }

    /// The letters that follow from these lines.
    async fn letters_after(&self, lines: &[Change]) -> Result<HashSet<Errand>, StoreError> {
        let now = self.clock.now();
        let mut read = self.store.read().await?;
        let mut listened: HashMap<SiteId, bool> = HashMap::new();
        let mut errands = HashSet::new();
        let comments = lines.iter().filter(|line| matches!(line.thing, Thing::Comment | Thing::HeldComment));
        for line in comments {
            let hears = match listened.get(&line.site) {
                Some(hears) => *hears,
                None => self.office.is_some() && read.has_subscriptions(line.site).await?,
            };
            listened.insert(line.site, hears);
            if !hears {
                continue;
            }
            let comment = read.desk_comment(line.site, CommentId(line.id)).await?;
            let errand = |kind, run_at| Errand { site: line.site, kind, thing: line.id, run_at };
            match comment.map(|comment| comment.state) {
                Some(CommentState::Approved) => {
                    errands.insert(errand(ANSWERS, now));
                }
                Some(CommentState::Removed | CommentState::Trash) => {
                    errands.insert(errand(REMOVAL, now + SECOND_THOUGHTS));
                }
                _ => {}
            }
        }
        Ok(errands)
    }
}

fn ticking() -> tokio::time::Interval {
    let mut tick = interval(LOOK_EVERY);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tick
}

/// Says once that something cannot be done, until it can again.
fn complain(error: Option<&StoreError>, failing: &mut bool) {
    if let Some(error) = error
        && !*failing
    {
        tracing::error!(%error, "what follows from the change log cannot be done; trying again every second");
    }
    *failing = error.is_some();
}

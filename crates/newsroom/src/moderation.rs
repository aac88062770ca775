//! Moderation: decisions about comments, in bulk and undone to the letter, and readers who are kept out for a while.

use dateline_model::{Ban, BatchId, Comment, CommentId, CommentState, Decision, Millis, Paper, SiteId};
use dateline_store::{Fingerprints, StoreError, StoredDecision, Tx};

use crate::school::{teach, unteach_as_before};
use crate::{Newsroom, NewsroomError};

/// Decisions of a batch that one transaction undoes.
const UNDONE_AT_ONCE: i64 = 500;
/// Comments of a reader, and decisions about a comment, that a history shows.
const SHOWN: i64 = 20;
/// Characters of a reason.
const WHY_CHARS: usize = 500;
/// The longest ban, in milliseconds: a year. What is kept for ever is no longer a measure but a file.
const BAN_MAX: Millis = 366 * 24 * 3_600_000;

/// What a moderator says about comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The state they get.
    pub to: CommentState,
    /// Who says so, for the log.
    pub who: String,
    /// Why; may be empty.
    pub why: String,
}

/// What came of a ruling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruled {
    /// By which it is undone.
    pub batch: BatchId,
    /// Comments whose state changed.
    pub changed: usize,
}

/// What came of an undoing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Undone {
    /// Comments that are as they were before.
    pub restored: usize,
    /// Comments that stay as they are, since somebody decided about them later.
    pub overruled: usize,
}

/// What a site knows of the reader who wrote a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// What the reader is recognised by.
    pub fingerprints: Fingerprints,
    /// How many comments of the same reader are in each state: by the e-mail address if one was given, else by the
    /// network address while it is kept.
    pub states: Vec<(CommentState, i64)>,
    /// Decisions about this comment, the newest first.
    pub decisions: Vec<Decision>,
}

/// By what a reader is banned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BanBy {
    /// The e-mail address, which a reader changes as easily as they find another.
    Email,
    /// The network address, which others may come to use.
    Address,
}

impl Newsroom {
    /// Decides about comments. The spam filter learns from every decision, also from one that only confirms what is.
    /// All or none: with one that is not there, nothing is changed.
    pub async fn moderate(
        &self,
        paper: &Paper,
        ids: &[CommentId],
        ruling: Ruling,
    ) -> Result<Ruled, NewsroomError> {
        let batch = BatchId::mint(self.clock.now());
        self.rule_on(paper, ids, ruling, batch).await
    }

    /// Decides about more comments in the same go: what is undone by the batch is undone of all of them. Whoever goes on
    /// must be who began.
    pub async fn moderate_more(
        &self,
        paper: &Paper,
        ids: &[CommentId],
        ruling: Ruling,
        batch: BatchId,
    ) -> Result<Ruled, NewsroomError> {
        let begun = self.store.read().await?.decisions_of_batch(paper.id(), batch, 0, 1).await?;
        if begun.first().is_none_or(|first| first.decision.who != ruling.who) {
            return Err(NewsroomError::Unknown { what: "decision", name: batch.to_string() });
        }
        self.rule_on(paper, ids, ruling, batch).await
    }

    async fn rule_on(
        &self,
        paper: &Paper,
        ids: &[CommentId],
        ruling: Ruling,
        batch: BatchId,
    ) -> Result<Ruled, NewsroomError> {
        let (site, now, mut ids) = (paper.id(), self.clock.now(), ids.to_vec());
        let ruling = Ruling { why: checked_reason(&ruling.why)?, ..ruling };
        // In one order, so that two moderators who hold some of the same comments never wait for each other.
        ids.sort_unstable();
        ids.dedup();
        let (decided, to) = (ids.clone(), ruling.to);
        let changed = self.store.write(move |tx| {
            Box::pin(async move {
                let mut changed = 0;
                for id in ids {
                    let old = tx.hold_comment(site, id).await?.ok_or_else(|| no_such(id))?;
                    changed += usize::from(rule(tx, site, &old, &ruling, batch, now).await?);
                }
                Ok::<_, NewsroomError>(changed)
            })
        });
        let changed = changed.await?;
        self.school_bell.notify_one();
        self.note_for_akismet(&decided, to);
        Ok(Ruled { batch, changed })
    }

    /// Takes back what was decided in one go: states and lessons are as they were, except of comments about which
    /// somebody decided later.
    pub async fn undo(&self, paper: &Paper, batch: BatchId, who: &str) -> Result<Undone, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let (mut undone, mut after) = (Undone::default(), 0);
        loop {
            let mut read = self.store.read().await?;
            let part = read.decisions_of_batch(site, batch, after, UNDONE_AT_ONCE).await?;
            drop(read);
            let Some(last) = part.last() else { break };
            (after, undone) = (last.decision.seq, self.undo_part(site, part, undone, who, now).await?);
        }
        if after == 0 {
            return Err(NewsroomError::Unknown { what: "decision", name: batch.to_string() });
        }
        self.school_bell.notify_one();
        Ok(undone)
    }

    async fn undo_part(
        &self,
        site: SiteId,
        part: Vec<StoredDecision>,
        mut undone: Undone,
        who: &str,
        now: Millis,
    ) -> Result<Undone, NewsroomError> {
        let who = who.to_owned();
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                for stored in part {
                    let comment = tx.hold_comment(site, stored.decision.comment).await?;
                    match comment {
                        Some(comment) if take_back(tx, site, &comment, &stored, &who, now).await? => {
                            undone.restored += 1;
                        }
                        _ => undone.overruled += 1,
                    }
                }
                Ok::<_, StoreError>(undone)
            })
        });
        Ok(work.await?)
    }

    /// What the site knows of the reader who wrote a comment, and what was decided about it.
    pub async fn history(&self, paper: &Paper, comment: CommentId) -> Result<History, NewsroomError> {
        let site = paper.id();
        let mut read = self.store.read().await?;
        let fingerprints = read.fingerprints(site, comment).await?.ok_or_else(|| no_such(comment))?;
        let states = match fingerprints.reader() {
            Some(reader) => read.states_of(site, &reader).await?,
            None => Vec::new(),
        };
        let decisions = read.decisions_about(site, comment, SHOWN).await?;
        let decisions = decisions.into_iter().map(|stored| stored.decision).collect();
        Ok(History { fingerprints, states, decisions })
    }

    /// Sends what the reader of a comment writes to the spam drawer, until a moment at most a year from now.
    pub async fn ban(
        &self,
        paper: &Paper,
        comment: CommentId,
        by: BanBy,
        until: Millis,
        (who, why): (&str, &str),
    ) -> Result<Ban, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        if !(now + 1..=now + BAN_MAX).contains(&until) {
            return Err(NewsroomError::BanTooLong);
        }
        let mut read = self.store.read().await?;
        let about = read.desk_comment(site, comment).await?.ok_or_else(|| no_such(comment))?;
        let known = read.fingerprints(site, comment).await?.unwrap_or_default();
        drop(read);
        let (kind, fingerprint) = match by {
            BanBy::Email => ("email", known.email),
            BanBy::Address => ("address", known.address),
        };
        let fingerprint = fingerprint.ok_or(NewsroomError::NoFingerprint(kind))?;
        let ban = Ban {
            fingerprint,
            kind: kind.to_owned(),
            name: about.author_name,
            who: who.to_owned(),
            why: checked_reason(why)?,
            created_at: now,
            until,
        };
        let stored = ban.clone();
        self.store
            .write(move |tx| Box::pin(async move { tx.ban(site, &stored).await }))
            .await
            .map_err(NewsroomError::Store)?;
        Ok(ban)
    }

    /// Ends a ban before its time.
    pub async fn lift_ban(&self, paper: &Paper, fingerprint: Vec<u8>) -> Result<(), NewsroomError> {
        let site = paper.id();
        let name = data_encoding::HEXLOWER.encode(&fingerprint);
        let lifted =
            self.store.write(move |tx| Box::pin(async move { tx.lift_ban(site, &fingerprint).await })).await;
        if lifted.map_err(NewsroomError::Store)? {
            Ok(())
        } else {
            Err(NewsroomError::Unknown { what: "ban", name })
        }
    }

    /// Erases the bans whose time is over; answers how many.
    pub async fn forget_old_bans(&self) -> Result<u64, StoreError> {
        let now = self.clock.now();
        self.store.write(move |tx| Box::pin(async move { tx.erase_old_bans(now).await })).await
    }
}

pub(crate) fn no_such(comment: CommentId) -> NewsroomError {
    NewsroomError::Unknown { what: "comment", name: comment.to_string() }
}

pub(crate) fn checked_reason(why: &str) -> Result<String, NewsroomError> {
    if why.chars().count() > WHY_CHARS {
        return Err(NewsroomError::TooLong { field: "reason", max: WHY_CHARS });
    }
    Ok(dateline_model::many_lines(why))
}

/// Gives one comment the state that was ruled, with the lesson and the line in the log; `false` when it had it.
pub(crate) async fn rule(
    tx: &mut Tx,
    site: SiteId,
    old: &Comment,
    ruling: &Ruling,
    batch: BatchId,
    now: Millis,
) -> Result<bool, StoreError> {
    let former_lesson = tx.lesson(site, old.id).await?;
    let taught = teach(tx, site, old, ruling.to, former_lesson.as_ref()).await?;
    let changed = set_state(tx, site, old, ruling.to, now).await?;
    // Whatever was decided, somebody has looked.
    tx.close_reports(site, old.id, batch).await?;
    if changed || taught {
        let decision = Decision {
            seq: 0,
            batch,
            comment: old.id,
            who: ruling.who.clone(),
            at: now,
            from: old.state,
            to: ruling.to,
            why: ruling.why.clone(),
            undone: None,
        };
        tx.note_decision(site, &StoredDecision { decision, former_lesson }).await?;
    }
    Ok(changed)
}

/// Undoes one decision; `false` when something else was decided since, or when it was undone already.
async fn take_back(
    tx: &mut Tx,
    site: SiteId,
    comment: &Comment,
    stored: &StoredDecision,
    who: &str,
    now: Millis,
) -> Result<bool, StoreError> {
    let decision = &stored.decision;
    let gone_by = decision.undone.is_some() || comment.state != decision.to;
    if gone_by || tx.is_overruled(site, decision).await? {
        return Ok(false);
    }
    set_state(tx, site, comment, decision.from, now).await?;
    unteach_as_before(tx, site, comment.id, stored.former_lesson.as_ref()).await?;
    tx.reopen_reports(site, comment.id, decision.batch).await?;
    tx.note_undone(site, decision, who, now).await?;
    Ok(true)
}

async fn set_state(
    tx: &mut Tx,
    site: SiteId,
    old: &Comment,
    to: CommentState,
    now: Millis,
) -> Result<bool, StoreError> {
    if old.state == to {
        return Ok(false);
    }
    let changed = Comment { state: to, updated_at: now.max(old.updated_at + 1), ..old.clone() };
    tx.update_comment(site, old, &changed).await?;
    Ok(true)
}

//! Decisions of moderators, kept so that each can be read and undone, and bans.

use dateline_model::{Ban, BatchId, CommentId, CommentState, Decision, Millis, SiteId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::post::Count;
use crate::{Read, StoreError, StoredLesson, Tx};

macro_rules! decision_columns {
    () => {
        "seq, batch_id, comment_id, who, at, from_state, to_state, why, lesson_spam, lesson_taught, lesson,
         undone_by, undone_at"
    };
}

statements! {
    DECIDE = "INSERT INTO decisions (site_id, batch_id, comment_id, who, at, from_state, to_state, why,
        lesson_spam, lesson_taught, lesson) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    DECISIONS_BEFORE = concat!("SELECT ", decision_columns!(), " FROM decisions WHERE site_id = $1 AND seq < $2
        ORDER BY seq DESC LIMIT CAST($3 AS BIGINT)");
    DECISIONS_ABOUT = concat!("SELECT ", decision_columns!(), " FROM decisions WHERE site_id = $1 AND comment_id = $2
        ORDER BY seq DESC LIMIT CAST($3 AS BIGINT)");
    DECISIONS_OF_BATCH = concat!("SELECT ", decision_columns!(), " FROM decisions WHERE site_id = $1 AND batch_id = $2
        AND seq > $3 ORDER BY seq LIMIT CAST($4 AS BIGINT)");
    LATER = "SELECT seq AS n FROM decisions WHERE site_id = $1 AND comment_id = $2 AND seq > $3
        AND undone_at IS NULL LIMIT 1";
    UNDONE = "UPDATE decisions SET undone_by = $3, undone_at = $4 WHERE site_id = $1 AND seq = $2";
    BAN = "INSERT INTO bans (site_id, fingerprint, kind, name, who, why, created_at, until_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (site_id, fingerprint) DO UPDATE
        SET who = excluded.who, why = excluded.why, created_at = excluded.created_at, until_at = excluded.until_at";
    LIFT = "DELETE FROM bans WHERE site_id = $1 AND fingerprint = $2";
    BANS = "SELECT fingerprint, kind, name, who, why, created_at, until_at FROM bans
        WHERE site_id = $1 AND until_at > $2 ORDER BY created_at DESC, fingerprint DESC LIMIT CAST($3 AS BIGINT)";
    ERASE_OLD_BANS = "DELETE FROM bans WHERE until_at <= $1";
}

/// A decision as it is kept: what was decided, and what had been taught about the comment before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDecision {
    /// The decision.
    pub decision: Decision,
    /// The lesson about the comment before it.
    pub former_lesson: Option<StoredLesson>,
}

records! {
    struct DecisionRow {
        seq: i64,
        batch_id: Uuid,
        comment_id: Uuid,
        who: String,
        at: Millis,
        from_state: String,
        to_state: String,
        why: String,
        lesson_spam: Option<bool>,
        lesson_taught: Option<i64>,
        lesson: Option<String>,
        undone_by: Option<String>,
        undone_at: Option<Millis>,
    }

    struct BanRow {
        fingerprint: Vec<u8>,
        kind: String,
        name: String,
        who: String,
        why: String,
        created_at: Millis,
        until_at: Millis,
    }
}

impl TryFrom<DecisionRow> for StoredDecision {
    type Error = StoreError;

    fn try_from(row: DecisionRow) -> Result<Self, StoreError> {
        let state = |word: &str, column| {
            CommentState::from_word(word).ok_or_else(|| StoreError::Unreadable {
                table: "decisions",
                column,
                value: word.to_owned(),
                id: row.comment_id,
            })
        };
        let comment = CommentId(row.comment_id);
        let decision = Decision {
            seq: row.seq,
            batch: BatchId(row.batch_id),
            comment,
            who: row.who,
            at: row.at,
            from: state(&row.from_state, "from_state")?,
            to: state(&row.to_state, "to_state")?,
            why: row.why,
            undone: row.undone_at.map(|at| (row.undone_by.unwrap_or_default(), at)),
        };
        let former_lesson = match (row.lesson_spam, row.lesson_taught, row.lesson) {
            (Some(spam), Some(taught), Some(lesson)) => Some(StoredLesson { comment, spam, taught, lesson }),
            _ => None,
        };
        Ok(Self { decision, former_lesson })
    }
}

impl From<BanRow> for Ban {
    fn from(row: BanRow) -> Self {
        let BanRow { fingerprint, kind, name, who, why, created_at, until_at } = row;
        Self { fingerprint, kind, name, who, why, created_at, until: until_at }
    }
}

fn read(rows: Vec<DecisionRow>) -> Result<Vec<StoredDecision>, StoreError> {
    rows.into_iter().map(StoredDecision::try_from).collect()
}

impl Read {
    /// Decisions of a site, the newest first, before one (its number).
    pub async fn decisions_before(
        &mut self,
        site: SiteId,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<StoredDecision>, StoreError> {
        let before = before.unwrap_or(i64::MAX);
        read(rows!(self.conn, DecisionRow, DECISIONS_BEFORE, site.0, before, limit)?)
    }

    /// Decisions about a comment, the newest first.
    pub async fn decisions_about(
        &mut self,
        site: SiteId,
        comment: CommentId,
        limit: i64,
    ) -> Result<Vec<StoredDecision>, StoreError> {
        read(rows!(self.conn, DecisionRow, DECISIONS_ABOUT, site.0, comment.0, limit)?)
    }

    /// Decisions made in one go, in the order they were made, after one (its number).
    pub async fn decisions_of_batch(
        &mut self,
        site: SiteId,
        batch: BatchId,
        after: i64,
        limit: i64,
    ) -> Result<Vec<StoredDecision>, StoreError> {
        read(rows!(self.conn, DecisionRow, DECISIONS_OF_BATCH, site.0, batch.0, after, limit)?)
    }

    /// Whether something was decided about the comment after this decision, and holds.
    pub async fn is_overruled(&mut self, site: SiteId, decision: &Decision) -> Result<bool, StoreError> {
        Ok(row!(self.conn, Count, LATER, site.0, decision.comment.0, decision.seq)?.is_some())
    }

    /// Bans that hold now, the newest first.
    pub async fn bans(&mut self, site: SiteId, now: Millis, limit: i64) -> Result<Vec<Ban>, StoreError> {
        Ok(rows!(self.conn, BanRow, BANS, site.0, now, limit)?.into_iter().map(Ban::from).collect())
    }
}

impl Tx {
    /// Notes a decision.
    pub async fn note_decision(&mut self, site: SiteId, stored: &StoredDecision) -> Result<(), StoreError> {
        let StoredDecision { decision: d, former_lesson: lesson } = stored;
        execute!(
            self.conn,
            DECIDE,
            site.0,
            d.batch.0,
            d.comment.0,
            &d.who,
            d.at,
            d.from.as_str(),
            d.to.as_str(),
            &d.why,
            lesson.as_ref().map(|lesson| lesson.spam),
            lesson.as_ref().map(|lesson| lesson.taught),
            lesson.as_ref().map(|lesson| lesson.lesson.as_str()),
        )?;
        Ok(())
    }

    /// Notes that a decision was taken back.
    pub async fn note_undone(
        &mut self,
        site: SiteId,
        decision: &Decision,
        who: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        execute!(self.conn, UNDONE, site.0, decision.seq, who, now)?;
        Ok(())
    }

    /// Bans a fingerprint; a ban of it that is there already gets the new end.
    pub async fn ban(&mut self, site: SiteId, ban: &Ban) -> Result<(), StoreError> {
        let Ban { fingerprint, kind, name, who, why, created_at, until } = ban;
        execute!(self.conn, BAN, site.0, fingerprint, kind, name, who, why, *created_at, *until)?;
        Ok(())
    }

    /// Ends a ban; `false` when there is none.
    pub async fn lift_ban(&mut self, site: SiteId, fingerprint: &[u8]) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, LIFT, site.0, fingerprint)? > 0)
    }

    /// Erases the bans whose time is over, on all sites; answers how many.
    pub async fn erase_old_bans(&mut self, now: Millis) -> Result<u64, StoreError> {
        execute!(self.conn, ERASE_OLD_BANS, now)
    }
}

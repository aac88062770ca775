//! Objections to decisions: one for each comment, and its answer.

use dateline_model::{Appeal, AppealAnswer, CommentId, Millis, SiteId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

macro_rules! appeal_columns {
    () => {
        "comment_id, words, at, granted, answer, who, answered_at"
    };
}

statements! {
    ADD_APPEAL = "INSERT INTO appeals (site_id, comment_id, words, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    APPEAL_OF = concat!("SELECT ", appeal_columns!(), " FROM appeals WHERE site_id = $1 AND comment_id = $2");
    OPEN_APPEALS = concat!("SELECT ", appeal_columns!(), " FROM appeals WHERE site_id = $1 AND answered_at IS NULL
        ORDER BY at, comment_id LIMIT CAST($2 AS BIGINT)");
    ANSWER_APPEAL = "UPDATE appeals SET granted = $3, answer = $4, who = $5, answered_at = $6
        WHERE site_id = $1 AND comment_id = $2 AND answered_at IS NULL";
    WIPE_APPEAL = "DELETE FROM appeals WHERE site_id = $1 AND comment_id = $2";
}

records! {
    struct AppealRow {
        comment_id: Uuid,
        words: String,
        at: Millis,
        granted: Option<bool>,
        answer: String,
        who: String,
        answered_at: Option<Millis>,
    }
}

impl From<AppealRow> for Appeal {
    fn from(row: AppealRow) -> Self {
        let AppealRow { comment_id, words, at, granted, answer, who, answered_at } = row;
        let answer = answered_at.map(|at| AppealAnswer {
            granted: granted.unwrap_or_default(),
            words: answer,
            who,
            at,
        });
        Self { comment: CommentId(comment_id), words, at, answer }
    }
}

impl Read {
    /// The objection to a decision about a comment.
    pub async fn appeal(&mut self, site: SiteId, comment: CommentId) -> Result<Option<Appeal>, StoreError> {
        Ok(row!(self.conn, AppealRow, APPEAL_OF, site.0, comment.0)?.map(Appeal::from))
    }

    /// Objections that wait for an answer, the oldest first.
    pub async fn open_appeals(&mut self, site: SiteId, limit: i64) -> Result<Vec<Appeal>, StoreError> {
        let rows = rows!(self.conn, AppealRow, OPEN_APPEALS, site.0, limit)?;
        Ok(rows.into_iter().map(Appeal::from).collect())
    }
}

impl Tx {
    /// Keeps an objection; `false` when there is one already.
    pub async fn add_appeal(&mut self, site: SiteId, appeal: &Appeal) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, ADD_APPEAL, site.0, appeal.comment.0, &appeal.words, appeal.at)? == 1)
    }

    /// Answers an objection; `false` when none waits.
    pub async fn answer_appeal(
        &mut self,
        site: SiteId,
        comment: CommentId,
        answer: &AppealAnswer,
    ) -> Result<bool, StoreError> {
        let AppealAnswer { granted, words, who, at } = answer;
        Ok(execute!(self.conn, ANSWER_APPEAL, site.0, comment.0, *granted, words, who, at)? == 1)
    }

    /// Erases the objection to a decision about a comment.
    pub(crate) async fn wipe_appeal(&mut self, site: SiteId, comment: CommentId) -> Result<(), StoreError> {
        execute!(self.conn, WIPE_APPEAL, site.0, comment.0)?;
        Ok(())
    }
}

//! What readers do with comments beside writing them: they like and report them, and change their own.

use dateline_model::{BatchId, ChangeKind, Comment, CommentId, Millis, Report, ReportReason, SiteId, Thing};
use uuid::Uuid;

use crate::comment::{CommentWithPostRow, comment_columns, with_post, with_posts};
use crate::conn::{execute, records, rows, statements};
use crate::post::Count;
use crate::{CommentWithPost, Read, StoreError, Tx};

statements! {
    ADD_LIKE = "INSERT INTO comment_likes (site_id, comment_id, voter, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    COUNT_LIKE = "UPDATE comments SET likes = likes + 1, edition = edition + 1 WHERE site_id = $1 AND comment_id = $2";
    ADD_REPORT = "INSERT INTO comment_reports (site_id, comment_id, voter, reason, words, at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    REPORTS_OF = "SELECT comment_id, reason, words, at FROM comment_reports WHERE site_id = $1 AND comment_id = $2
        AND closed_by IS NULL ORDER BY at DESC LIMIT CAST($3 AS BIGINT)";
    REPORTED = concat!("SELECT c.verdict, ", comment_columns!(), with_post!(), " WHERE c.site_id = $1 AND c.comment_id IN
        (SELECT r.comment_id FROM comment_reports r WHERE r.site_id = $1 AND r.closed_by IS NULL GROUP BY r.comment_id
         ORDER BY count(*) DESC, max(r.at) DESC LIMIT CAST($2 AS BIGINT))");
    COUNT_REPORTED = "SELECT count(DISTINCT comment_id) AS n FROM comment_reports WHERE site_id = $1
        AND closed_by IS NULL";
    DROP_REPORTS = "DELETE FROM comment_reports WHERE site_id = $1 AND comment_id = $2";
    CLOSE_REPORTS = "UPDATE comment_reports SET closed_by = $3 WHERE site_id = $1 AND comment_id = $2
        AND closed_by IS NULL";
    REOPEN_REPORTS = "UPDATE comment_reports SET closed_by = NULL WHERE site_id = $1 AND comment_id = $2
        AND closed_by = $3";
    ALL_REPORTS_OF = "SELECT comment_id, reason, words, at FROM comment_reports WHERE site_id = $1 AND comment_id = $2
        ORDER BY at DESC LIMIT CAST($3 AS BIGINT)";
    ERASE_OLD_REPORTS = "DELETE FROM comment_reports WHERE closed_by IS NOT NULL AND at <= $1";
    WIPE_LIKES = "DELETE FROM comment_likes WHERE site_id = $1 AND comment_id = $2";
    WIPE_NOTICES = "DELETE FROM notices WHERE site_id = $1 AND comment_id = $2";
    KEEP_VERSION = "INSERT INTO comment_versions (site_id, comment_id, replaced_at, body) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING";
    VERSIONS_OF = "SELECT replaced_at, body FROM comment_versions WHERE site_id = $1 AND comment_id = $2
        ORDER BY replaced_at DESC LIMIT CAST($3 AS BIGINT)";
    WIPE_VERSIONS = "DELETE FROM comment_versions WHERE site_id = $1 AND comment_id = $2";
    SET_VERDICT = "UPDATE comments SET verdict = $3 WHERE site_id = $1 AND comment_id = $2";
    ERASE_OLD_LIKERS = "DELETE FROM comment_likes WHERE at <= $1";
}

records! {
    struct ReportRow {
        comment_id: Uuid,
        reason: String,
        words: String,
        at: Millis,
    }
}

impl TryFrom<ReportRow> for Report {
    type Error = StoreError;

    fn try_from(row: ReportRow) -> Result<Self, StoreError> {
        let reason = ReportReason::from_word(&row.reason).ok_or(StoreError::Unreadable {
            table: "comment_reports",
            column: "reason",
            value: row.reason,
            id: row.comment_id,
        })?;
        Ok(Self { comment: CommentId(row.comment_id), reason, words: row.words, at: row.at })
    }
}

records! {
    struct VersionRow {
        replaced_at: Millis,
        body: String,
    }
}

/// The words that a comment had before its writer changed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentVersion {
    /// When they were replaced.
    pub replaced_at: Millis,
    /// As the reader typed them; never render.
    pub text: String,
}

impl Read {
    /// Comments that readers report and nobody has decided about since, with the most reported first.
    pub async fn reported_comments(
        &mut self,
        site: SiteId,
        limit: i64,
    ) -> Result<Vec<(CommentWithPost, Vec<Report>)>, StoreError> {
        let found = with_posts(rows!(self.conn, CommentWithPostRow, REPORTED, site.0, limit)?)?;
        let mut reported = Vec::with_capacity(found.len());
        for comment in found {
            let reports = self.reports_of(site, comment.comment.id, limit).await?;
            reported.push((comment, reports));
        }
        reported
            .sort_by_key(|(_, reports)| std::cmp::Reverse((reports.len(), reports.first().map(|r| r.at))));
        Ok(reported)
    }

    /// What readers say is wrong with a comment, the newest first.
    pub async fn reports_of(
        &mut self,
        site: SiteId,
        comment: CommentId,
        limit: i64,
    ) -> Result<Vec<Report>, StoreError> {
        let rows = rows!(self.conn, ReportRow, REPORTS_OF, site.0, comment.0, limit)?;
        rows.into_iter().map(Report::try_from).collect()
    }

    /// The same with those that a decision has settled, while they are kept.
    pub async fn all_reports_of(
        &mut self,
        site: SiteId,
        comment: CommentId,
        limit: i64,
    ) -> Result<Vec<Report>, StoreError> {
        let rows = rows!(self.conn, ReportRow, ALL_REPORTS_OF, site.0, comment.0, limit)?;
        rows.into_iter().map(Report::try_from).collect()
    }

    /// How many comments are reported.
    pub async fn count_reported(&mut self, site: SiteId) -> Result<i64, StoreError> {
        Ok(crate::conn::row!(self.conn, Count, COUNT_REPORTED, site.0)?.map_or(0, |row| row.n))
    }

    /// The words that a comment had before, the newest first.
    pub async fn comment_versions(
        &mut self,
        site: SiteId,
        comment: CommentId,
        limit: i64,
    ) -> Result<Vec<CommentVersion>, StoreError> {
        let rows = rows!(self.conn, VersionRow, VERSIONS_OF, site.0, comment.0, limit)?;
        let read = |row: VersionRow| CommentVersion { replaced_at: row.replaced_at, text: row.body };
        Ok(rows.into_iter().map(read).collect())
    }
}

impl Tx {
    /// Counts a reader's liking once; `false` when it was counted before.
    pub async fn like(&mut self, site: SiteId, comment: &Comment, voter: &[u8]) -> Result<bool, StoreError> {
        let at = self.now();
        if execute!(self.conn, ADD_LIKE, site.0, comment.id.0, voter, at)? == 0 {
            return Ok(false);
        }
        execute!(self.conn, COUNT_LIKE, site.0, comment.id.0)?;
        self.note_of_post(site, Thing::Likes, comment.id.0, ChangeKind::Updated, Some(comment.post.0));
        Ok(true)
    }

    /// Keeps a reader's report; `false` when the same reader has reported the comment before.
    pub async fn report(&mut self, site: SiteId, report: &Report, voter: &[u8]) -> Result<bool, StoreError> {
        let Report { comment, reason, words, at } = report;
        let kept = execute!(self.conn, ADD_REPORT, site.0, comment.0, voter, reason.as_str(), words, at)?;
        Ok(kept == 1)
    }

    /// Takes a comment off the list of reported ones, for good.
    pub async fn drop_reports(&mut self, site: SiteId, comment: CommentId) -> Result<u64, StoreError> {
        execute!(self.conn, DROP_REPORTS, site.0, comment.0)
    }

    /// Takes a comment off the list of reported ones by a decision, with which they may come back.
    pub async fn close_reports(
        &mut self,
        site: SiteId,
        comment: CommentId,
        batch: BatchId,
    ) -> Result<u64, StoreError> {
        execute!(self.conn, CLOSE_REPORTS, site.0, comment.0, batch.0)
    }

    /// Puts back on the list what a decision had settled.
    pub async fn reopen_reports(
        &mut self,
        site: SiteId,
        comment: CommentId,
        batch: BatchId,
    ) -> Result<u64, StoreError> {
        execute!(self.conn, REOPEN_REPORTS, site.0, comment.0, batch.0)
    }

    /// Erases the settled reports, on all sites, that are as old as this; answers how many.
    pub async fn erase_old_reports(&mut self, until: Millis) -> Result<u64, StoreError> {
        execute!(self.conn, ERASE_OLD_REPORTS, until)
    }

    /// Forgets who liked a comment and what readers were told of it.
    pub(crate) async fn wipe_echoes(&mut self, site: SiteId, comment: CommentId) -> Result<(), StoreError> {
        execute!(self.conn, WIPE_LIKES, site.0, comment.0)?;
        execute!(self.conn, WIPE_NOTICES, site.0, comment.0)?;
        Ok(())
    }

    /// Keeps the words of a comment that are about to be replaced.
    pub async fn keep_version(&mut self, site: SiteId, old: &Comment, now: Millis) -> Result<(), StoreError> {
        execute!(self.conn, KEEP_VERSION, site.0, old.id.0, now, &old.text)?;
        Ok(())
    }

    /// Erases the words that a comment had before.
    pub(crate) async fn wipe_versions(&mut self, site: SiteId, comment: CommentId) -> Result<(), StoreError> {
        execute!(self.conn, WIPE_VERSIONS, site.0, comment.0)?;
        Ok(())
    }

    /// Replaces what the spam filter thought of a comment, after its words have changed.
    pub async fn set_verdict(
        &mut self,
        site: SiteId,
        comment: CommentId,
        verdict: Option<&str>,
    ) -> Result<(), StoreError> {
        execute!(self.conn, SET_VERDICT, site.0, comment.0, verdict)?;
        Ok(())
    }

    /// Forgets who liked what up to a moment, on all sites; the numbers stay. Answers how many.
    pub async fn erase_old_likers(&mut self, until: Millis) -> Result<u64, StoreError> {
        execute!(self.conn, ERASE_OLD_LIKERS, until)
    }
}

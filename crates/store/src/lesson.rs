//! What moderators taught the spam filter. Every change to a site's lessons gives it a new revision, by which each
//! process knows when to learn again.

use dateline_model::{CommentId, SiteId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::post::Count;
use crate::{Read, StoreError, Tx};

statements! {
    REVISIONS = "SELECT site_id, revision FROM schooling";
    LESSONS = "SELECT comment_id, spam, taught, lesson FROM lessons WHERE site_id = $1 AND spam = $2
        ORDER BY taught DESC LIMIT CAST($3 AS BIGINT)";
    LESSON = "SELECT comment_id, spam, taught, lesson FROM lessons WHERE site_id = $1 AND comment_id = $2";
    REVISE = "INSERT INTO schooling (site_id, revision) VALUES ($1, 1)
        ON CONFLICT (site_id) DO UPDATE SET revision = schooling.revision + 1 RETURNING revision AS n";
    TEACH = "INSERT INTO lessons (site_id, comment_id, spam, taught, lesson) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (site_id, comment_id) DO UPDATE
        SET spam = excluded.spam, taught = excluded.taught, lesson = excluded.lesson";
    UNTEACH = "DELETE FROM lessons WHERE site_id = $1 AND comment_id = $2";
    UNTEACH_ALL = "DELETE FROM lessons WHERE site_id = $1";
    DROP_OLDEST = "DELETE FROM lessons WHERE site_id = $1 AND spam = $2 AND taught <= (SELECT taught FROM lessons
        WHERE site_id = $1 AND spam = $2 ORDER BY taught DESC LIMIT 1 OFFSET $3)";
    STAFF_NAMES = "SELECT site_id, name FROM users WHERE NOT disabled";
}

/// A lesson as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLesson {
    /// The comment it is about.
    pub comment: CommentId,
    /// Whether the comment was spam.
    pub spam: bool,
    /// Its place in the order of the site's lessons.
    pub taught: i64,
    /// The lesson, as whoever taught it wrote it.
    pub lesson: String,
}

records! {
    struct LessonRow {
        comment_id: Uuid,
        spam: bool,
        taught: i64,
        lesson: String,
    }

    struct RevisionRow {
        site_id: Uuid,
        revision: i64,
    }

    struct NameRow {
        site_id: Uuid,
        name: String,
    }
}

impl From<LessonRow> for StoredLesson {
    fn from(row: LessonRow) -> Self {
        let LessonRow { comment_id, spam, taught, lesson } = row;
        Self { comment: CommentId(comment_id), spam, taught, lesson }
    }
}

impl Read {
    /// The revision of the lessons of every site that was ever taught anything.
    pub async fn lesson_revisions(&mut self) -> Result<Vec<(SiteId, i64)>, StoreError> {
        let rows = rows!(self.conn, RevisionRow, REVISIONS)?;
        Ok(rows.into_iter().map(|row| (SiteId(row.site_id), row.revision)).collect())
    }

    /// The newest lessons of a site, up to `limit` of each kind, in the order they were taught.
    pub async fn lessons(&mut self, site: SiteId, limit: i64) -> Result<Vec<StoredLesson>, StoreError> {
        let mut lessons = Vec::new();
        for spam in [false, true] {
            lessons.extend(rows!(self.conn, LessonRow, LESSONS, site.0, spam, limit)?);
        }
        lessons.sort_unstable_by_key(|lesson| lesson.taught);
        Ok(lessons.into_iter().map(StoredLesson::from).collect())
    }

    /// The lesson about a comment.
    pub async fn lesson(
        &mut self,
        site: SiteId,
        comment: CommentId,
    ) -> Result<Option<StoredLesson>, StoreError> {
        Ok(row!(self.conn, LessonRow, LESSON, site.0, comment.0)?.map(StoredLesson::from))
    }

    /// The names of the staff of all sites.
    pub async fn staff_names(&mut self) -> Result<Vec<(SiteId, String)>, StoreError> {
        let rows = rows!(self.conn, NameRow, STAFF_NAMES)?;
        Ok(rows.into_iter().map(|row| (SiteId(row.site_id), row.name)).collect())
    }
}

impl Tx {
    /// Teaches what a decision says; a former lesson about the comment is replaced.
    pub async fn teach(
        &mut self,
        site: SiteId,
        comment: CommentId,
        spam: bool,
        lesson: &str,
    ) -> Result<(), StoreError> {
        let taught = self.revise(site).await?;
        execute!(self.conn, TEACH, site.0, comment.0, spam, taught, lesson)?;
        Ok(())
    }

    /// Puts a lesson back at its former place in the order.
    pub async fn put_lesson_back(&mut self, site: SiteId, lesson: &StoredLesson) -> Result<(), StoreError> {
        let StoredLesson { comment, spam, taught, lesson } = lesson;
        self.revise(site).await?;
        execute!(self.conn, TEACH, site.0, comment.0, *spam, *taught, lesson)?;
        Ok(())
    }

    /// Takes back what was taught about a comment, if anything was.
    pub async fn unteach(&mut self, site: SiteId, comment: CommentId) -> Result<(), StoreError> {
        if execute!(self.conn, UNTEACH, site.0, comment.0)? > 0 {
            self.revise(site).await?;
        }
        Ok(())
    }

    /// Takes back all that a site was taught; answers how many lessons that were.
    pub async fn unteach_all(&mut self, site: SiteId) -> Result<u64, StoreError> {
        self.revise(site).await?;
        execute!(self.conn, UNTEACH_ALL, site.0)
    }

    /// Drops the oldest lessons beyond `keep` of each kind.
    pub async fn drop_old_lessons(&mut self, site: SiteId, keep: i64) -> Result<u64, StoreError> {
        let mut dropped = 0;
        for spam in [false, true] {
            dropped += execute!(self.conn, DROP_OLDEST, site.0, spam, keep)?;
        }
        Ok(dropped)
    }

    async fn revise(&mut self, site: SiteId) -> Result<i64, StoreError> {
        Ok(row!(self.conn, Count, REVISE, site.0)?.map_or(0, |row| row.n))
    }
}

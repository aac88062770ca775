//! The words that stories had.

use dateline_model::{Millis, Post, PostId, Revision, RevisionId, RevisionSummary, SiteId, Words};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    ADD_REVISION = "INSERT INTO revisions (site_id, post_id, revision_id, title, excerpt, html, source, reason, saved_by,
        version, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    REVISIONS = "SELECT revision_id, title, saved_by, reason, version, created_at FROM revisions
        WHERE site_id = $1 AND post_id = $2 AND version < $3 ORDER BY version DESC LIMIT CAST($4 AS BIGINT)";
    REVISION = "SELECT revision_id, title, saved_by, reason, version, created_at, excerpt, html, source FROM revisions
        WHERE site_id = $1 AND post_id = $2 AND revision_id = $3";
    REVISION_AT = "SELECT revision_id, title, saved_by, reason, version, created_at, excerpt, html, source FROM revisions
        WHERE site_id = $1 AND post_id = $2 AND version >= $3 ORDER BY version LIMIT 1";
}

records! {
    struct SummaryRow {
        revision_id: Uuid,
        title: String,
        saved_by: String,
        reason: String,
        version: Millis,
        created_at: Millis,
    }

    struct RevisionRow {
        #[sqlx(flatten)]
        summary: SummaryRow,
        excerpt: Option<String>,
        html: String,
        source: Option<String>,
    }
}

impl SummaryRow {
    fn of(self, post: PostId) -> RevisionSummary {
        let Self { revision_id, title, saved_by, reason, version, created_at } = self;
        let (id, replaced_at) = (RevisionId(revision_id), created_at);
        RevisionSummary { id, post, title, saved_by, reason, version, replaced_at }
    }
}

impl RevisionRow {
    fn of(self, post: PostId) -> Revision {
        let Self { summary, excerpt, html, source } = self;
        let words = Words { title: summary.title.clone(), excerpt, html, source };
        Revision { summary: summary.of(post), words }
    }
}

impl Read {
    /// Versions of a post that others replaced, newest first: up to `limit` of those before `version`.
    pub async fn desk_revisions(
        &mut self,
        site: SiteId,
        post: PostId,
        version: Millis,
        limit: i64,
    ) -> Result<Vec<RevisionSummary>, StoreError> {
        let rows = rows!(self.conn, SummaryRow, REVISIONS, site.0, post.0, version, limit)?;
        Ok(rows.into_iter().map(|row| row.of(post)).collect())
    }

    /// A replaced version with its words.
    pub async fn desk_revision(
        &mut self,
        site: SiteId,
        post: PostId,
        revision: RevisionId,
    ) -> Result<Option<Revision>, StoreError> {
        let found = row!(self.conn, RevisionRow, REVISION, site.0, post.0, revision.0)?;
        Ok(found.map(|row| row.of(post)))
    }

    /// The words that a post had while its `updated_at` was `version`, where others replaced them since. `None` when
    /// they are still its words.
    pub async fn words_at(
        &mut self,
        site: SiteId,
        post: PostId,
        version: Millis,
    ) -> Result<Option<Revision>, StoreError> {
        let found = row!(self.conn, RevisionRow, REVISION_AT, site.0, post.0, version)?;
        Ok(found.map(|row| row.of(post)))
    }
}

impl Tx {
    /// Keeps the words of a post as they are now, with the reason.
    pub async fn add_revision(
        &mut self,
        site: SiteId,
        post: &Post,
        reason: &str,
        now: Millis,
    ) -> Result<RevisionId, StoreError> {
        let id = RevisionId::mint(now);
        execute!(
            self.conn,
            ADD_REVISION,
            site.0,
            post.id.0,
            id.0,
            &post.title,
            &post.excerpt,
            &post.html,
            &post.source,
            reason,
            post.saved_by.as_deref().unwrap_or_default(),
            post.updated_at,
            now
        )?;
        Ok(id)
    }
}

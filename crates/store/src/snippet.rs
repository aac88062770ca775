//! Pieces that editors put into stories.

use dateline_model::{Millis, SiteId, Snippet, SnippetId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    SNIPPETS = "SELECT snippet_id, name, html, created_at, updated_at FROM snippets
        WHERE site_id = $1 ORDER BY name LIMIT CAST($2 AS BIGINT)";
    SNIPPET = "SELECT snippet_id, name, html, created_at, updated_at FROM snippets
        WHERE site_id = $1 AND snippet_id = $2";
    SAVE_SNIPPET = "INSERT INTO snippets (site_id, snippet_id, name, html, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (site_id, snippet_id) DO UPDATE
        SET name = excluded.name, html = excluded.html, updated_at = excluded.updated_at";
    DELETE_SNIPPET = "DELETE FROM snippets WHERE site_id = $1 AND snippet_id = $2";
}

records! {
    struct SnippetRow {
        snippet_id: Uuid,
        name: String,
        html: String,
        created_at: Millis,
        updated_at: Millis,
    }
}

impl From<SnippetRow> for Snippet {
    fn from(row: SnippetRow) -> Self {
        let SnippetRow { snippet_id, name, html, created_at, updated_at } = row;
        Self { id: SnippetId(snippet_id), name, html, created_at, updated_at }
    }
}

impl Read {
    /// The pieces of a site by name.
    pub async fn snippets(&mut self, site: SiteId, limit: i64) -> Result<Vec<Snippet>, StoreError> {
        Ok(rows!(self.conn, SnippetRow, SNIPPETS, site.0, limit)?.into_iter().map(Snippet::from).collect())
    }

    /// A piece.
    pub async fn snippet(&mut self, site: SiteId, id: SnippetId) -> Result<Option<Snippet>, StoreError> {
        Ok(row!(self.conn, SnippetRow, SNIPPET, site.0, id.0)?.map(Snippet::from))
    }
}

impl Tx {
    /// Adds a piece or changes it. [`StoreError::Taken`] when another one has its name.
    pub async fn save_snippet(&mut self, site: SiteId, snippet: &Snippet) -> Result<(), StoreError> {
        let Snippet { id, name, html, created_at, updated_at } = snippet;
        execute!(self.conn, SAVE_SNIPPET, site.0, id.0, name, html, *created_at, *updated_at)?;
        Ok(())
    }

    /// Deletes a piece; `false` when it is not there.
    pub async fn delete_snippet(&mut self, site: SiteId, id: SnippetId) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, DELETE_SNIPPET, site.0, id.0)? == 1)
    }
}

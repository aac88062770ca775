//! Links by which somebody without an account reads a story that is not out. What stands in an address is known here by
//! its digest only.

use dateline_model::{LinkId, Millis, PostId, PreviewLink, SiteId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    PREVIEW_LINK = "SELECT link_id, post_id, made_by, created_at, expires_at FROM preview_links
        WHERE site_id = $1 AND token = $2";
    PREVIEW_LINKS = "SELECT link_id, post_id, made_by, created_at, expires_at FROM preview_links
        WHERE site_id = $1 AND post_id = $2 ORDER BY created_at DESC LIMIT CAST($3 AS BIGINT)";
    ADD_PREVIEW_LINK = "INSERT INTO preview_links (site_id, link_id, post_id, token, made_by, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    DROP_PREVIEW_LINK = "DELETE FROM preview_links WHERE site_id = $1 AND post_id = $2 AND link_id = $3";
    DROP_ENDED_PREVIEWS = "DELETE FROM preview_links WHERE site_id = $1 AND post_id = $2 AND expires_at <= $3";
}

records! {
    struct PreviewRow {
        link_id: Uuid,
        post_id: Uuid,
        made_by: String,
        created_at: Millis,
        expires_at: Millis,
    }
}

impl From<PreviewRow> for PreviewLink {
    fn from(row: PreviewRow) -> Self {
        let PreviewRow { link_id, post_id, made_by, created_at, expires_at } = row;
        Self { id: LinkId(link_id), post: PostId(post_id), made_by, created_at, expires_at }
    }
}

impl Read {
    /// The link with this digest, ended or not.
    pub async fn preview_link(
        &mut self,
        site: SiteId,
        token: &str,
    ) -> Result<Option<PreviewLink>, StoreError> {
        Ok(row!(self.conn, PreviewRow, PREVIEW_LINK, site.0, token)?.map(PreviewLink::from))
    }

    /// The links to a story, newest first.
    pub async fn preview_links(
        &mut self,
        site: SiteId,
        post: PostId,
        limit: i64,
    ) -> Result<Vec<PreviewLink>, StoreError> {
        let rows = rows!(self.conn, PreviewRow, PREVIEW_LINKS, site.0, post.0, limit)?;
        Ok(rows.into_iter().map(PreviewLink::from).collect())
    }
}

impl Tx {
    /// Adds a link; `token` is the digest of what stands in its address.
    pub async fn add_preview_link(
        &mut self,
        site: SiteId,
        link: &PreviewLink,
        token: &str,
    ) -> Result<(), StoreError> {
        let PreviewLink { id, post, made_by, created_at, expires_at } = link;
        execute!(self.conn, DROP_ENDED_PREVIEWS, site.0, post.0, *created_at)?;
        execute!(
            self.conn,
            ADD_PREVIEW_LINK,
            site.0,
            id.0,
            post.0,
            token,
            made_by,
            *created_at,
            *expires_at
        )?;
        Ok(())
    }

    /// Takes a link back; `false` when it is not there.
    pub async fn drop_preview_link(
        &mut self,
        site: SiteId,
        post: PostId,
        link: LinkId,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, DROP_PREVIEW_LINK, site.0, post.0, link.0)? == 1)
    }
}

//! The openings of stories that were written before anybody kept them: found out once, beside the requests.

use dateline_model::{ChangeKind, PostId, SiteId, Thing};
use uuid::Uuid;

use crate::conn::{execute, records, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    WITHOUT_OPENING = "SELECT p.post_id, b.html, p.teaser_is_all FROM posts p
        JOIN bodies b ON b.site_id = p.site_id AND b.post_id = p.post_id
        WHERE p.site_id = $1 AND p.opening IS NULL ORDER BY p.post_id LIMIT CAST($2 AS BIGINT)";
    SET_OPENING = "UPDATE posts SET opening = $3 WHERE site_id = $1 AND post_id = $2 AND opening IS NULL";
}

/// A story whose opening nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unopened {
    /// Which.
    pub id: PostId,
    /// Its body.
    pub html: String,
    /// Whether its teaser is the whole story.
    pub teaser_is_all: bool,
}

records! {
    struct UnopenedRow {
        post_id: Uuid,
        html: String,
        teaser_is_all: bool,
    }
}

impl Read {
    /// At most `limit` stories of a site whose opening nobody knows.
    pub async fn without_opening(&mut self, site: SiteId, limit: i64) -> Result<Vec<Unopened>, StoreError> {
        let found = rows!(self.conn, UnopenedRow, WITHOUT_OPENING, site.0, limit)?;
        let unopened = |row: UnopenedRow| Unopened {
            id: PostId(row.post_id),
            html: row.html,
            teaser_is_all: row.teaser_is_all,
        };
        Ok(found.into_iter().map(unopened).collect())
    }
}

impl Tx {
    /// Notes the opening of a story, unless somebody has saved the story meanwhile.
    pub async fn set_opening(&mut self, site: SiteId, post: PostId, opening: &str) -> Result<(), StoreError> {
        let rows = execute!(self.conn, SET_OPENING, site.0, post.0, opening)?;
        self.wrote(rows);
        Ok(())
    }

    /// Tells whoever keeps lists of the site that all openings are known now.
    pub fn openings_are_known(&mut self, site: SiteId) {
        self.note(site, Thing::Site, site.0, ChangeKind::Updated);
    }
}

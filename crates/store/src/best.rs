//! A thread with what readers like most at its head.
//!
//! First stand the comments that somebody likes, the most liked first, each by itself; after them all others in the
//! order of the thread. Both parts are read from an index, so a page costs what it shows, however long the thread is.

use std::sync::Arc;

use dateline_model::{PostId, ShownComment, SiteId};

use crate::comment::{ShownRow, shown, shown_columns};
use crate::conn::{records, rows, statements};
use crate::thread::{Place, place};
use crate::{Read, StoreError};

/// The most comments that stand at the head. Where more are liked, it takes more likes to stand there.
const HEAD_MAX: usize = 2_000;

statements! {
    LIKED_PLACES = concat!("SELECT ", place!("c"), ", c.likes FROM comments c WHERE c.site_id = $1 AND c.post_id = $2
        AND c.likes > 0 AND c.state = 'approved' ORDER BY c.likes DESC LIMIT CAST($3 AS BIGINT)");
    LIKED_FIRST = concat!("SELECT ", shown_columns!(), " FROM comments c WHERE c.site_id = $1 AND c.post_id = $2
        AND c.likes > 0 AND c.likes >= $3 AND c.state = 'approved'
        ORDER BY c.likes DESC, ", place!("c"), " LIMIT CAST($4 AS BIGINT) OFFSET $5");
    REST_FROM = concat!("SELECT ", shown_columns!(), " FROM comments c WHERE c.site_id = $1 AND c.post_id = $2
        AND ", shown!(), " AND NOT (c.state = 'approved' AND c.likes >= $9)
        AND (", place!("c"), ") >= ($3, $4, $5, $6) ORDER BY ", place!("c"), " LIMIT CAST($7 AS BIGINT) OFFSET $8");
}

records! {
    struct LikedRow {
        #[sqlx(flatten)]
        place: Place,
        likes: i64,
    }
}

impl Read {
    /// Comments under a post, the most liked first, then the others in the order of [`Self::public_thread`].
    pub async fn public_thread_best(
        &mut self,
        site: SiteId,
        post: PostId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Arc<ShownComment>>, StoreError> {
        let (limit, offset) = (limit.max(0), offset.max(0));
        let mut liked = rows!(self.conn, LikedRow, LIKED_PLACES, site.0, post.0, HEAD_MAX as i64 + 1)?;
        // Of those with as many likes as the first one too many, none stands at the head: the line falls between two
        // numbers of likes, and the others know on which side they are.
        let least = liked.get(HEAD_MAX).map_or(1, |first_too_many| first_too_many.likes + 1);
        liked.retain(|row| row.likes >= least);
        let head = liked.len() as i64;
        let mut found: Vec<Arc<ShownComment>> = Vec::new();
        if offset < head {
            let rows = rows!(self.conn, ShownRow, LIKED_FIRST, site.0, post.0, least, limit, offset)?;
            found = rows
                .into_iter()
                .map(|row| Ok(row.under(post)?.comment))
                .collect::<Result<_, StoreError>>()?;
        }
        let left = limit - found.len() as i64;
        let places: Vec<Place> = liked.into_iter().map(|row| row.place).collect();
        let runs = self.runs(site, post).await?.without(&places);
        let Some((from, skipped)) = runs.holding((offset - head).max(0)).filter(|_| left > 0) else {
            return Ok(found);
        };
        let Place { thread_at, root_id, created_at, comment_id } = from;
        let rest = rows!(
            self.conn, ShownRow, REST_FROM, site.0, post.0, thread_at, root_id, created_at, comment_id, left,
            skipped, least
        )?;
        for row in rest {
            found.push(row.under(post)?.comment);
        }
        Ok(found)
    }
}

//! Who has a story open and writes.

use dateline_model::{EditLock, Millis, PostId, SiteId, UserId};
use uuid::Uuid;

use crate::conn::{execute, records, row, statements};
use crate::{Read, StoreError, Tx};

statements! {
    EDIT_LOCK = "SELECT post_id, holder, user_id, name, taken_at, expires_at FROM edit_locks
        WHERE site_id = $1 AND post_id = $2";
    SET_EDIT_LOCK = "INSERT INTO edit_locks (site_id, post_id, holder, user_id, name, taken_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (site_id, post_id) DO UPDATE SET holder = excluded.holder,
        user_id = excluded.user_id, name = excluded.name, taken_at = excluded.taken_at, expires_at = excluded.expires_at";
    DROP_EDIT_LOCK = "DELETE FROM edit_locks WHERE site_id = $1 AND post_id = $2 AND holder = $3";
}

records! {
    struct EditLockRow {
        post_id: Uuid,
        holder: String,
        user_id: Option<Uuid>,
        name: String,
        taken_at: Millis,
        expires_at: Millis,
    }
}

impl Read {
    /// Who holds a story, ended or not.
    pub async fn edit_lock(&mut self, site: SiteId, post: PostId) -> Result<Option<EditLock>, StoreError> {
        let row = row!(self.conn, EditLockRow, EDIT_LOCK, site.0, post.0)?;
        Ok(row.map(|row| EditLock {
            post: PostId(row.post_id),
            holder: row.holder,
            user: row.user_id.map(UserId),
            name: row.name,
            taken_at: row.taken_at,
            expires_at: row.expires_at,
        }))
    }
}

impl Tx {
    /// Gives a story to somebody, whoever held it before.
    pub async fn set_edit_lock(&mut self, site: SiteId, lock: &EditLock) -> Result<(), StoreError> {
        let EditLock { post, holder, user, name, taken_at, expires_at } = lock;
        let user = user.map(|user| user.0);
        execute!(self.conn, SET_EDIT_LOCK, site.0, post.0, holder, user, name, *taken_at, *expires_at)?;
        Ok(())
    }

    /// Lets a story go; `false` when `holder` did not hold it.
    pub async fn drop_edit_lock(
        &mut self,
        site: SiteId,
        post: PostId,
        holder: &str,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, DROP_EDIT_LOCK, site.0, post.0, holder)? == 1)
    }
}

//! What counts once, in whichever process.

use dateline_model::{Millis, SiteId};

use crate::conn::{execute, statements};
use crate::{StoreError, Tx};

statements! {
    SPEND = "INSERT INTO spent (site_id, token, until_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    ERASE_SPENT = "DELETE FROM spent WHERE until_at <= $1";
}

impl Tx {
    /// Counts a token; `false` when it was counted before. It is remembered until `until`, from when on it must have no
    /// worth of its own.
    pub async fn spend(&mut self, site: SiteId, token: &str, until: Millis) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, SPEND, site.0, token, until)? == 1)
    }

    /// Forgets tokens, on all sites, that are worth nothing any more; answers how many.
    pub async fn erase_spent(&mut self, now: Millis) -> Result<u64, StoreError> {
        execute!(self.conn, ERASE_SPENT, now)
    }
}

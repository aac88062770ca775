//! Whole sites that move in or out from the desk: what was asked for, and what an import did, so that it can be taken back.

use dateline_model::{Millis, MoveId, SiteId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    MOVES = "SELECT move_id, kind, state, about, began_line, ended_line, lines, created_at FROM moves
        WHERE site_id = $1 ORDER BY move_id DESC LIMIT CAST($2 AS BIGINT)";
    MOVE = "SELECT move_id, kind, state, about, began_line, ended_line, lines, created_at FROM moves
        WHERE site_id = $1 AND move_id = $2";
    SAVE_MOVE = "INSERT INTO moves (site_id, move_id, kind, state, about, began_line, ended_line, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (site_id, move_id) DO UPDATE SET state = excluded.state,
        about = excluded.about, began_line = excluded.began_line, ended_line = excluded.ended_line";
    OWN_LINES = "UPDATE moves SET lines = lines + $3 WHERE site_id = $1 AND move_id = $2";
    NO_LINES = "UPDATE moves SET lines = 0 WHERE site_id = $1 AND move_id = $2";
    DELETE_MOVE = "DELETE FROM moves WHERE site_id = $1 AND move_id = $2";
    ADD_STEP = "INSERT INTO move_steps (site_id, move_id, step, wrote) VALUES ($1, $2, 1 + COALESCE((SELECT s.step FROM move_steps s
        WHERE s.site_id = $1 AND s.move_id = $2 ORDER BY s.step DESC LIMIT 1), 0), $3)";
    LAST_STEP = "SELECT step, wrote FROM move_steps WHERE site_id = $1 AND move_id = $2 ORDER BY step DESC LIMIT 1";
    STEP_AFTER = "SELECT step, wrote FROM move_steps WHERE site_id = $1 AND move_id = $2 AND step > $3 ORDER BY step LIMIT 1";
    DROP_STEP = "DELETE FROM move_steps WHERE site_id = $1 AND move_id = $2 AND step = $3";
    DROP_STEPS = "DELETE FROM move_steps WHERE site_id = $1 AND move_id = $2";
}

/// A move as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMove {
    /// Its id.
    pub id: MoveId,
    /// Whether it is an import or an export, in the word of whoever moves.
    pub kind: String,
    /// How far it is, in the word of whoever moves.
    pub state: String,
    /// What was asked for and what came of it: JSON.
    pub about: String,
    /// The last line of the site's change log before it began.
    pub began_line: i64,
    /// The last one when it had ended; `None` until then, and when somebody else wrote meanwhile.
    pub ended_line: Option<i64>,
    /// Lines of the change log that are its own; not written by [`Tx::save_move`].
    pub lines: i64,
    /// When it was asked for.
    pub created_at: Millis,
}

records! {
    struct MoveRow {
        move_id: Uuid,
        kind: String,
        state: String,
        about: String,
        began_line: i64,
        ended_line: Option<i64>,
        lines: i64,
        created_at: Millis,
    }
}

impl From<MoveRow> for StoredMove {
    fn from(row: MoveRow) -> Self {
        let MoveRow { move_id, kind, state, about, began_line, ended_line, lines, created_at } = row;
        Self { id: MoveId(move_id), kind, state, about, began_line, ended_line, lines, created_at }
    }
}

records! {
    struct StepRow {
        step: i64,
        wrote: String,
    }
}

impl Read {
    /// The moves of a site, newest first.
    pub async fn moves(&mut self, site: SiteId, limit: i64) -> Result<Vec<StoredMove>, StoreError> {
        Ok(rows!(self.conn, MoveRow, MOVES, site.0, limit)?.into_iter().map(StoredMove::from).collect())
    }

    /// A move.
    pub async fn one_move(&mut self, site: SiteId, id: MoveId) -> Result<Option<StoredMove>, StoreError> {
        Ok(row!(self.conn, MoveRow, MOVE, site.0, id.0)?.map(StoredMove::from))
    }

    /// The last step of a move that was not taken back: its number and what it wrote.
    pub async fn last_step(&mut self, site: SiteId, id: MoveId) -> Result<Option<(i64, String)>, StoreError> {
        Ok(row!(self.conn, StepRow, LAST_STEP, site.0, id.0)?.map(|row| (row.step, row.wrote)))
    }

    /// The step of a move that follows one, 0 before the first.
    pub async fn step_after(
        &mut self,
        site: SiteId,
        id: MoveId,
        step: i64,
    ) -> Result<Option<(i64, String)>, StoreError> {
        Ok(row!(self.conn, StepRow, STEP_AFTER, site.0, id.0, step)?.map(|row| (row.step, row.wrote)))
    }
}

impl Tx {
    /// Keeps a move; of one that is there, how far it is and what is known of it.
    pub async fn save_move(&mut self, site: SiteId, it: &StoredMove) -> Result<(), StoreError> {
        let StoredMove { id, kind, state, about, began_line, ended_line, created_at, .. } = it;
        execute!(
            self.conn,
            SAVE_MOVE,
            site.0,
            id.0,
            kind,
            state,
            about,
            *began_line,
            *ended_line,
            *created_at
        )?;
        Ok(())
    }

    /// Forgets a move with its steps.
    pub async fn delete_move(&mut self, site: SiteId, id: MoveId) -> Result<(), StoreError> {
        execute!(self.conn, DELETE_MOVE, site.0, id.0)?;
        Ok(())
    }

    /// Notes what a step of a move wrote, in the transaction that writes it.
    pub async fn add_step(&mut self, site: SiteId, id: MoveId, wrote: &str) -> Result<(), StoreError> {
        execute!(self.conn, ADD_STEP, site.0, id.0, wrote)?;
        Ok(())
    }

    /// Forgets a step that was taken back.
    pub async fn drop_step(&mut self, site: SiteId, id: MoveId, step: i64) -> Result<(), StoreError> {
        execute!(self.conn, DROP_STEP, site.0, id.0, step)?;
        Ok(())
    }

    /// Begins the account of a move anew: no steps, no lines.
    pub async fn begin_account(&mut self, site: SiteId, id: MoveId) -> Result<(), StoreError> {
        execute!(self.conn, DROP_STEPS, site.0, id.0)?;
        execute!(self.conn, NO_LINES, site.0, id.0)?;
        Ok(())
    }

    /// Counts the lines that this transaction adds to the change log as the move's own.
    pub fn on_account_of(&mut self, site: SiteId, id: MoveId) {
        self.account = Some((site, id));
    }

    pub(crate) async fn charge(&mut self, site: SiteId, id: MoveId, lines: i64) -> Result<(), StoreError> {
        execute!(self.conn, OWN_LINES, site.0, id.0, lines)?;
        Ok(())
    }
}

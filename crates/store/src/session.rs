//! Signed-in devices. A cookie's token is known here by its digest only.

use dateline_model::{Millis, Session, SessionId, SiteId, UserId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

statements! {
    SESSION_BY_TOKEN = "SELECT session_id, user_id, user_agent, network, created_at, used_at, rotated_at, expires_at
        FROM sessions WHERE site_id = $1 AND token = $2";
    SESSION_BY_FORMER_TOKEN = "SELECT session_id, user_id, user_agent, network, created_at, used_at, rotated_at,
        expires_at FROM sessions WHERE site_id = $1 AND former_token = $2";
    SESSIONS_OF_USER = "SELECT session_id, user_id, user_agent, network, created_at, used_at, rotated_at, expires_at
        FROM sessions WHERE site_id = $1 AND user_id = $2 ORDER BY used_at DESC LIMIT CAST($3 AS BIGINT)";
    INSERT_SESSION = "INSERT INTO sessions (site_id, session_id, user_id, token, user_agent, network, created_at,
        used_at, rotated_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    USE_SESSION = "UPDATE sessions SET used_at = $3 WHERE site_id = $1 AND session_id = $2";
    ROTATE_SESSION = "UPDATE sessions SET token = $4, former_token = token, rotated_at = $5
        WHERE site_id = $1 AND session_id = $2 AND token = $3";
    DELETE_SESSION = "DELETE FROM sessions WHERE site_id = $1 AND user_id = $2 AND session_id = $3";
    DELETE_SESSIONS_OF_USER = "DELETE FROM sessions WHERE site_id = $1 AND user_id = $2";
    DELETE_ENDED_SESSIONS = "DELETE FROM sessions WHERE site_id = $1 AND user_id = $2
        AND (expires_at <= $3 OR used_at <= $4)";
}

/// Devices of one account that are listed.
const DEVICES_MAX: i64 = 200;

records! {
    struct SessionRow {
        session_id: Uuid,
        user_id: Uuid,
        user_agent: String,
        network: String,
        created_at: Millis,
        used_at: Millis,
        rotated_at: Millis,
        expires_at: Millis,
    }
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        let SessionRow {
            session_id,
            user_id,
            user_agent,
            network,
            created_at,
            used_at,
            rotated_at,
            expires_at,
        } = row;
        let (id, user) = (SessionId(session_id), UserId(user_id));
        Self { id, user, user_agent, network, created_at, used_at, rotated_at, expires_at }
    }
}

impl Read {
    /// The device with this digest of its token, ended or not.
    pub async fn session(&mut self, site: SiteId, token: &str) -> Result<Option<Session>, StoreError> {
        Ok(row!(self.conn, SessionRow, SESSION_BY_TOKEN, site.0, token)?.map(Session::from))
    }

    /// The device whose token before the present one had this digest.
    pub async fn session_by_former_token(
        &mut self,
        site: SiteId,
        token: &str,
    ) -> Result<Option<Session>, StoreError> {
        Ok(row!(self.conn, SessionRow, SESSION_BY_FORMER_TOKEN, site.0, token)?.map(Session::from))
    }

    /// The devices of an account, the one used last first.
    pub async fn sessions(&mut self, site: SiteId, user: UserId) -> Result<Vec<Session>, StoreError> {
        let rows = rows!(self.conn, SessionRow, SESSIONS_OF_USER, site.0, user.0, DEVICES_MAX)?;
        Ok(rows.into_iter().map(Session::from).collect())
    }
}

impl Tx {
    /// Adds a device; `token` is the digest of what its cookie says.
    pub async fn insert_session(
        &mut self,
        site: SiteId,
        session: &Session,
        token: &str,
    ) -> Result<(), StoreError> {
        let Session { id, user, user_agent, network, created_at, used_at, rotated_at, expires_at } = session;
        execute!(
            self.conn,
            INSERT_SESSION,
            site.0,
            id.0,
            user.0,
            token,
            user_agent,
            network,
            *created_at,
            *used_at,
            *rotated_at,
            *expires_at
        )?;
        Ok(())
    }

    /// Notes that a device was used.
    pub async fn use_session(
        &mut self,
        site: SiteId,
        session: SessionId,
        now: Millis,
    ) -> Result<(), StoreError> {
        execute!(self.conn, USE_SESSION, site.0, session.0, now)?;
        Ok(())
    }

    /// Exchanges a device's token; `false` when another request has done so.
    pub async fn rotate_session(
        &mut self,
        site: SiteId,
        session: SessionId,
        token: &str,
        fresh: &str,
        now: Millis,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, ROTATE_SESSION, site.0, session.0, token, fresh, now)? == 1)
    }

    /// Signs one device of an account out; `false` when it is none of that account.
    pub async fn delete_session(
        &mut self,
        site: SiteId,
        user: UserId,
        session: SessionId,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, DELETE_SESSION, site.0, user.0, session.0)? == 1)
    }

    /// Signs an account out everywhere; answers how many devices that were.
    pub async fn delete_sessions(&mut self, site: SiteId, user: UserId) -> Result<u64, StoreError> {
        execute!(self.conn, DELETE_SESSIONS_OF_USER, site.0, user.0)
    }

    /// Clears away an account's devices that ended by `now` or were last used by `idle_since`.
    pub async fn delete_ended_sessions(
        &mut self,
        site: SiteId,
        user: UserId,
        now: Millis,
        idle_since: Millis,
    ) -> Result<(), StoreError> {
        execute!(self.conn, DELETE_ENDED_SESSIONS, site.0, user.0, now, idle_since)?;
        Ok(())
    }
}

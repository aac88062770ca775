//! Passkeys of the staff.

use dateline_model::{Millis, Passkey, PasskeyId, SiteId, UserId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

macro_rules! columns {
    () => {
        "passkey_id, user_id, credential, public_key, sign_count, name, created_at, used_at"
    };
}

statements! {
    PASSKEY_OF_CREDENTIAL = concat!("SELECT ", columns!(), " FROM passkeys WHERE site_id = $1 AND credential = $2");
    PASSKEYS_OF = concat!("SELECT ", columns!(), " FROM passkeys WHERE site_id = $1 AND user_id = $2
        ORDER BY passkey_id LIMIT CAST($3 AS BIGINT)");
    ADD_PASSKEY = "INSERT INTO passkeys (site_id, passkey_id, user_id, credential, public_key, sign_count, name, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    USE_PASSKEY = "UPDATE passkeys SET sign_count = $3, used_at = $4 WHERE site_id = $1 AND passkey_id = $2
        AND sign_count = $5";
    DROP_PASSKEY = "DELETE FROM passkeys WHERE site_id = $1 AND user_id = $2 AND passkey_id = $3";
    DROP_PASSKEYS = "DELETE FROM passkeys WHERE site_id = $1 AND user_id = $2";
}

records! {
    struct PasskeyRow {
        passkey_id: Uuid,
        user_id: Uuid,
        credential: Vec<u8>,
        public_key: Vec<u8>,
        sign_count: i64,
        name: String,
        created_at: Millis,
        used_at: Option<Millis>,
    }
}

impl From<PasskeyRow> for Passkey {
    fn from(row: PasskeyRow) -> Self {
        Self {
            id: PasskeyId(row.passkey_id),
            user: UserId(row.user_id),
            credential: row.credential,
            public_key: row.public_key,
            sign_count: row.sign_count,
            name: row.name,
            created_at: row.created_at,
            used_at: row.used_at,
        }
    }
}

impl Read {
    /// The passkey that a device calls so.
    pub async fn passkey(&mut self, site: SiteId, credential: &[u8]) -> Result<Option<Passkey>, StoreError> {
        Ok(row!(self.conn, PasskeyRow, PASSKEY_OF_CREDENTIAL, site.0, credential)?.map(Passkey::from))
    }

    /// The passkeys of an account, the oldest first.
    pub async fn passkeys(
        &mut self,
        site: SiteId,
        user: UserId,
        limit: i64,
    ) -> Result<Vec<Passkey>, StoreError> {
        let rows = rows!(self.conn, PasskeyRow, PASSKEYS_OF, site.0, user.0, limit)?;
        Ok(rows.into_iter().map(Passkey::from).collect())
    }
}

impl Tx {
    /// Adds a passkey. [`StoreError::Taken`] when a device has brought it before.
    pub async fn add_passkey(&mut self, site: SiteId, key: &Passkey) -> Result<(), StoreError> {
        let Passkey { id, user, credential, public_key, sign_count, name, created_at, .. } = key;
        execute!(
            self.conn,
            ADD_PASSKEY,
            site.0,
            id.0,
            user.0,
            credential,
            public_key,
            *sign_count,
            name,
            *created_at
        )?;
        Ok(())
    }

    /// Notes that a passkey was used, with the device's counter; `false` when it was used meanwhile, or is gone.
    pub async fn use_passkey(
        &mut self,
        site: SiteId,
        key: &Passkey,
        count: i64,
        now: Millis,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, USE_PASSKEY, site.0, key.id.0, count, now, key.sign_count)? == 1)
    }

    /// Takes a passkey from an account; `false` when it is none of that account.
    pub async fn drop_passkey(
        &mut self,
        site: SiteId,
        user: UserId,
        key: PasskeyId,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, DROP_PASSKEY, site.0, user.0, key.0)? == 1)
    }

    /// Takes all passkeys from an account; answers how many.
    pub async fn drop_passkeys(&mut self, site: SiteId, user: UserId) -> Result<u64, StoreError> {
        execute!(self.conn, DROP_PASSKEYS, site.0, user.0)
    }
}

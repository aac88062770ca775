//! The code from a telephone beside the password, and the codes for the day it is lost.

use dateline_model::{Millis, SiteId, UserId};

use crate::conn::{execute, records, row, statements};
use crate::post::Count;
use crate::{Read, StoreError, Tx};

statements! {
    SECOND_FACTOR = "SELECT secret, confirmed_at, last_step FROM second_factors WHERE site_id = $1 AND user_id = $2";
    BEGIN = "INSERT INTO second_factors (site_id, user_id, secret, confirmed_at, last_step)
        VALUES ($1, $2, $3, NULL, 0) ON CONFLICT (site_id, user_id) DO UPDATE SET secret = excluded.secret, last_step = 0
        WHERE second_factors.confirmed_at IS NULL";
    CONFIRM = "UPDATE second_factors SET confirmed_at = $3
        WHERE site_id = $1 AND user_id = $2 AND confirmed_at IS NULL";
    TAKE_STEP = "UPDATE second_factors SET last_step = $3 WHERE site_id = $1 AND user_id = $2 AND last_step < $3";
    END = "DELETE FROM second_factors WHERE site_id = $1 AND user_id = $2";
    ADD_CODE = "INSERT INTO recovery_codes (site_id, user_id, code) VALUES ($1, $2, $3)";
    USE_CODE = "DELETE FROM recovery_codes WHERE site_id = $1 AND user_id = $2 AND code = $3";
    DROP_CODES = "DELETE FROM recovery_codes WHERE site_id = $1 AND user_id = $2";
    COUNT_CODES = "SELECT count(*) AS n FROM recovery_codes WHERE site_id = $1 AND user_id = $2";
}

records! {
    /// A second factor as it is kept.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SecondFactor {
        /// The secret that the telephone has too, in Base32; kept as it is because codes are made from it.
        pub secret: String,
        /// Since when it is asked for; `None` until the first code has proved that the telephone has it.
        pub confirmed_at: Option<Millis>,
        /// The last step of time whose code was taken.
        pub last_step: i64,
    }
}

impl Read {
    /// The second factor of an account, confirmed or not.
    pub async fn second_factor(
        &mut self,
        site: SiteId,
        user: UserId,
    ) -> Result<Option<SecondFactor>, StoreError> {
        row!(self.conn, SecondFactor, SECOND_FACTOR, site.0, user.0)
    }

    /// How many recovery codes an account has left.
    pub async fn recovery_codes(&mut self, site: SiteId, user: UserId) -> Result<i64, StoreError> {
        Ok(row!(self.conn, Count, COUNT_CODES, site.0, user.0)?.map_or(0, |row| row.n))
    }
}

impl Tx {
    /// Keeps a secret until it is confirmed, in place of an earlier one that was not; `false` when one is confirmed.
    pub async fn begin_second_factor(
        &mut self,
        site: SiteId,
        user: UserId,
        secret: &str,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, BEGIN, site.0, user.0, secret)? == 1)
    }

    /// Has the second factor asked for from now on; `false` when it is already, or there is none.
    pub async fn confirm_second_factor(
        &mut self,
        site: SiteId,
        user: UserId,
        now: Millis,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, CONFIRM, site.0, user.0, now)? == 1)
    }

    /// Takes the code of a step of time; `false` when that or a later one was taken before.
    pub async fn take_step(&mut self, site: SiteId, user: UserId, step: i64) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, TAKE_STEP, site.0, user.0, step)? == 1)
    }

    /// Ends the second factor of an account, with its recovery codes.
    pub async fn end_second_factor(&mut self, site: SiteId, user: UserId) -> Result<(), StoreError> {
        execute!(self.conn, END, site.0, user.0)?;
        execute!(self.conn, DROP_CODES, site.0, user.0)?;
        Ok(())
    }

    /// Gives an account new recovery codes in place of those it had; what is stored are their digests.
    pub async fn save_recovery_codes(
        &mut self,
        site: SiteId,
        user: UserId,
        codes: &[String],
    ) -> Result<(), StoreError> {
        execute!(self.conn, DROP_CODES, site.0, user.0)?;
        for code in codes {
            execute!(self.conn, ADD_CODE, site.0, user.0, code)?;
        }
        Ok(())
    }

    /// Uses a recovery code up; `false` when it is none of the account, or was used.
    pub async fn use_recovery_code(
        &mut self,
        site: SiteId,
        user: UserId,
        code: &str,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, USE_CODE, site.0, user.0, code)? == 1)
    }
}

//! Letters on their way out, and addresses that are written to no more.

use dateline_model::{LetterId, Millis, SiteId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::post::Count;
use crate::{Read, StoreError, Tx};

statements! {
    ADD_LETTER = "INSERT INTO letters (site_id, letter_id, occasion, recipient, recipient_hash, subject, body_text, body_html,
        stop_address, tries, last_error, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, '', $10)";
    LETTER = "SELECT letter_id, occasion, recipient, recipient_hash, subject, body_text, body_html, stop_address, tries,
        last_error, created_at FROM letters WHERE site_id = $1 AND letter_id = $2";
    LETTERS = "SELECT letter_id, occasion, recipient, recipient_hash, subject, body_text, body_html, stop_address, tries,
        last_error, created_at FROM letters WHERE site_id = $1 ORDER BY letter_id LIMIT CAST($2 AS BIGINT)";
    COUNT_LETTERS_TO = "SELECT count(*) AS n FROM (SELECT 1 FROM letters WHERE site_id = $1 AND recipient_hash = $2
        LIMIT CAST($3 AS BIGINT)) AS waiting";
    LETTER_FAILED = "UPDATE letters SET tries = tries + 1, last_error = $3 WHERE site_id = $1 AND letter_id = $2";
    DROP_LETTER = "DELETE FROM letters WHERE site_id = $1 AND letter_id = $2";
    DROP_LETTERS_TO = "DELETE FROM letters WHERE site_id = $1 AND recipient_hash = $2";
    SUPPRESSION = "SELECT address_hash, reason, at FROM suppressions WHERE site_id = $1 AND address_hash = $2";
    SUPPRESSIONS = "SELECT address_hash, reason, at FROM suppressions WHERE site_id = $1 AND address_hash > $2
        ORDER BY address_hash LIMIT CAST($3 AS BIGINT)";
    SUPPRESS = "INSERT INTO suppressions (site_id, address_hash, reason, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (site_id, address_hash) DO UPDATE SET reason = excluded.reason, at = excluded.at";
    LIFT_SUPPRESSION = "DELETE FROM suppressions WHERE site_id = $1 AND address_hash = $2";
}

/// A letter that waits for the mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLetter {
    /// Its id; also its name among the jobs.
    pub id: LetterId,
    /// What it was written for: a stable word.
    pub occasion: String,
    /// To whom.
    pub recipient: String,
    /// The keyed hash of that address.
    pub recipient_hash: Vec<u8>,
    /// The subject.
    pub subject: String,
    /// The letter as plain text.
    pub text: String,
    /// The letter as HTML.
    pub html: String,
    /// Where such letters are stopped with one click; empty where there is nothing to stop.
    pub stop_address: String,
    /// How often it could not be sent.
    pub tries: i64,
    /// What was wrong the last time.
    pub last_error: String,
    /// When it was written.
    pub created_at: Millis,
}

records! {
    /// An address that is written to no more.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Suppression {
        /// The keyed hash of the address.
        pub address_hash: Vec<u8>,
        /// Why.
        pub reason: String,
        /// Since when.
        pub at: Millis,
    }

    struct LetterRow {
        letter_id: Uuid,
        occasion: String,
        recipient: String,
        recipient_hash: Vec<u8>,
        subject: String,
        body_text: String,
        body_html: String,
        stop_address: String,
        tries: i64,
        last_error: String,
        created_at: Millis,
    }
}

impl From<LetterRow> for StoredLetter {
    fn from(row: LetterRow) -> Self {
        Self {
            id: LetterId(row.letter_id),
            occasion: row.occasion,
            recipient: row.recipient,
            recipient_hash: row.recipient_hash,
            subject: row.subject,
            text: row.body_text,
            html: row.body_html,
            stop_address: row.stop_address,
            tries: row.tries,
            last_error: row.last_error,
            created_at: row.created_at,
        }
    }
}

impl Read {
    /// A letter that waits.
    pub async fn letter(
        &mut self,
        site: SiteId,
        letter: LetterId,
    ) -> Result<Option<StoredLetter>, StoreError> {
        Ok(row!(self.conn, LetterRow, LETTER, site.0, letter.0)?.map(StoredLetter::from))
    }

    /// The letters that wait, the oldest first.
    pub async fn letters(&mut self, site: SiteId, limit: i64) -> Result<Vec<StoredLetter>, StoreError> {
        let rows = rows!(self.conn, LetterRow, LETTERS, site.0, limit)?;
        Ok(rows.into_iter().map(StoredLetter::from).collect())
    }

    /// How many letters to an address wait, counted up to `most`.
    pub async fn letters_to(&mut self, site: SiteId, address: &[u8], most: i64) -> Result<i64, StoreError> {
        Ok(row!(self.conn, Count, COUNT_LETTERS_TO, site.0, address, most)?.map_or(0, |row| row.n))
    }

    /// Why an address is written to no more, if it is not.
    pub async fn suppression(
        &mut self,
        site: SiteId,
        address: &[u8],
    ) -> Result<Option<Suppression>, StoreError> {
        row!(self.conn, Suppression, SUPPRESSION, site.0, address)
    }

    /// Addresses that are written to no more, by their hash, after one.
    pub async fn suppressions(
        &mut self,
        site: SiteId,
        after: &[u8],
        limit: i64,
    ) -> Result<Vec<Suppression>, StoreError> {
        rows!(self.conn, Suppression, SUPPRESSIONS, site.0, after, limit)
    }
}

impl Tx {
    /// Keeps a letter until it is sent; `tries` and `last_error` begin anew.
    pub async fn add_letter(&mut self, site: SiteId, letter: &StoredLetter) -> Result<(), StoreError> {
        let StoredLetter { id, occasion, recipient, recipient_hash, subject, .. } = letter;
        let StoredLetter { text, html, stop_address, created_at, .. } = letter;
        execute!(
            self.conn,
            ADD_LETTER,
            site.0,
            id.0,
            occasion,
            recipient,
            recipient_hash,
            subject,
            text,
            html,
            stop_address,
            *created_at
        )?;
        Ok(())
    }

    /// Notes that a letter could not be sent, and why.
    pub async fn letter_failed(
        &mut self,
        site: SiteId,
        letter: LetterId,
        why: &str,
    ) -> Result<(), StoreError> {
        execute!(self.conn, LETTER_FAILED, site.0, letter.0, why)?;
        Ok(())
    }

    /// Takes a letter out, sent or given up.
    pub async fn drop_letter(&mut self, site: SiteId, letter: LetterId) -> Result<(), StoreError> {
        execute!(self.conn, DROP_LETTER, site.0, letter.0)?;
        Ok(())
    }

    /// Takes all letters to an address out; their jobs find nothing to do.
    pub async fn drop_letters_to(&mut self, site: SiteId, address: &[u8]) -> Result<(), StoreError> {
        execute!(self.conn, DROP_LETTERS_TO, site.0, address)?;
        Ok(())
    }

    /// Writes to an address no more.
    pub async fn suppress(&mut self, site: SiteId, suppression: &Suppression) -> Result<(), StoreError> {
        let Suppression { address_hash, reason, at } = suppression;
        execute!(self.conn, SUPPRESS, site.0, address_hash, reason, *at)?;
        Ok(())
    }

    /// Writes to an address again; `false` when it was never stopped.
    pub async fn lift_suppression(&mut self, site: SiteId, address: &[u8]) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, LIFT_SUPPRESSION, site.0, address)? == 1)
    }
}

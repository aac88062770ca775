//! Readers who hear of answers by mail, what they were told, and how often the staff hears of what waits.

use dateline_model::{
    CommentId, Digest, DigestEvery, Millis, PostId, SiteId, Subscription, SubscriptionId, UserId,
};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::post::Count;
use crate::{Read, StoreError, Tx};

macro_rules! columns {
    () => {
        "subscription_id, post_id, email, email_hash, created_at, confirmed_at"
    };
}

statements! {
    SUBSCRIPTION = concat!("SELECT ", columns!(), " FROM subscriptions WHERE site_id = $1 AND subscription_id = $2");
    SUBSCRIPTION_OF = concat!("SELECT ", columns!(), " FROM subscriptions
        WHERE site_id = $1 AND post_id = $2 AND email_hash = $3");
    SUBSCRIPTIONS_OF_EMAIL = concat!("SELECT ", columns!(), " FROM subscriptions WHERE site_id = $1 AND email_hash = $2
        ORDER BY created_at DESC LIMIT CAST($3 AS BIGINT)");
    COUNT_WAITING = "SELECT count(*) AS n FROM (SELECT 1 FROM subscriptions WHERE site_id = $1 AND email_hash = $2
        AND asked_at > $3 AND confirmed_at IS NULL LIMIT CAST($4 AS BIGINT)) AS waiting";
    ANY_SUBSCRIPTION = "SELECT created_at AS n FROM subscriptions WHERE site_id = $1 LIMIT 1";
    ADD_SUBSCRIPTION = "INSERT INTO subscriptions (site_id, subscription_id, post_id, email, email_hash, created_at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    NOTE_ASKED = "UPDATE subscriptions SET asked_at = $3 WHERE site_id = $1 AND subscription_id = $2 AND asked_at IS NULL
        AND confirmed_at IS NULL";
    CONFIRM = "UPDATE subscriptions SET confirmed_at = $3 WHERE site_id = $1 AND subscription_id = $2 AND confirmed_at IS NULL";
    DROP_SUBSCRIPTION = "DELETE FROM subscriptions WHERE site_id = $1 AND subscription_id = $2";
    DROP_OF_EMAIL = "DELETE FROM subscriptions WHERE site_id = $1 AND email_hash = $2";
    ERASE_UNCONFIRMED = "DELETE FROM subscriptions WHERE confirmed_at IS NULL AND created_at < $1";
    NOTE_TOLD = "INSERT INTO notices (site_id, comment_id, occasion, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    DIGEST_OF = "SELECT user_id, every, last_at FROM digests WHERE site_id = $1 AND user_id = $2";
    SET_DIGEST = "INSERT INTO digests (site_id, user_id, every, last_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (site_id, user_id) DO UPDATE SET every = excluded.every";
    SENT_DIGEST = "INSERT INTO digests (site_id, user_id, every, last_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (site_id, user_id) DO UPDATE SET last_at = excluded.last_at WHERE digests.last_at < $5";
    NEWEST_REPORT = "SELECT at AS n FROM comment_reports WHERE site_id = $1
        AND closed_by IS NULL ORDER BY at DESC LIMIT 1";
    NEWEST_IN_STATE = "SELECT created_at AS n FROM comments WHERE site_id = $1 AND state = $2
        ORDER BY created_at DESC LIMIT 1";
}

records! {
    struct SubscriptionRow {
        subscription_id: Uuid,
        post_id: Uuid,
        email: String,
        email_hash: Vec<u8>,
        created_at: Millis,
        confirmed_at: Option<Millis>,
    }
}

impl From<SubscriptionRow> for Subscription {
    fn from(row: SubscriptionRow) -> Self {
        Self {
            id: SubscriptionId(row.subscription_id),
            post: PostId(row.post_id),
            email: row.email,
            email_hash: row.email_hash,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
        }
    }
}

records! {
    struct DigestRow {
        user_id: Uuid,
        every: String,
        last_at: Millis,
    }
}

impl TryFrom<DigestRow> for Digest {
    type Error = StoreError;

    fn try_from(row: DigestRow) -> Result<Self, StoreError> {
        let DigestRow { user_id, every, last_at } = row;
        let unreadable = || StoreError::Unreadable {
            table: "digests",
            column: "every",
            value: every.clone(),
            id: user_id,
        };
        Ok(Self { every: DigestEvery::from_word(&every).ok_or_else(unreadable)?, last_at })
    }
}

impl Read {
    /// A subscription, confirmed or not.
    pub async fn subscription(
        &mut self,
        site: SiteId,
        subscription: SubscriptionId,
    ) -> Result<Option<Subscription>, StoreError> {
        Ok(row!(self.conn, SubscriptionRow, SUBSCRIPTION, site.0, subscription.0)?.map(Subscription::from))
    }

    /// The subscription of a reader under a story, confirmed or not.
    pub async fn subscription_of(
        &mut self,
        site: SiteId,
        post: PostId,
        email_hash: &[u8],
    ) -> Result<Option<Subscription>, StoreError> {
        let row = row!(self.conn, SubscriptionRow, SUBSCRIPTION_OF, site.0, post.0, email_hash)?;
        Ok(row.map(Subscription::from))
    }

    /// All subscriptions of a reader, the newest first.
    pub async fn subscriptions_of_email(
        &mut self,
        site: SiteId,
        email_hash: &[u8],
        limit: i64,
    ) -> Result<Vec<Subscription>, StoreError> {
        let rows = rows!(self.conn, SubscriptionRow, SUBSCRIPTIONS_OF_EMAIL, site.0, email_hash, limit)?;
        Ok(rows.into_iter().map(Subscription::from).collect())
    }

    /// How many questions a reader was asked since `since` and has not answered, counted up to `most`.
    pub async fn waiting_subscriptions(
        &mut self,
        site: SiteId,
        email_hash: &[u8],
        since: Millis,
        most: i64,
    ) -> Result<i64, StoreError> {
        let row = row!(self.conn, Count, COUNT_WAITING, site.0, email_hash, since, most)?;
        Ok(row.map_or(0, |row| row.n))
    }

    /// Whether anybody wants to hear of answers on this site.
    pub async fn has_subscriptions(&mut self, site: SiteId) -> Result<bool, StoreError> {
        Ok(row!(self.conn, Count, ANY_SUBSCRIPTION, site.0)?.is_some())
    }

    /// How often somebody of the staff hears of what waits, and when that was last.
    pub async fn digest(&mut self, site: SiteId, user: UserId) -> Result<Digest, StoreError> {
        let row = row!(self.conn, DigestRow, DIGEST_OF, site.0, user.0)?;
        row.map_or_else(|| Ok(Digest::default()), Digest::try_from)
    }

    /// When a reader last reported something that nobody has looked at yet.
    pub async fn newest_report(&mut self, site: SiteId) -> Result<Option<Millis>, StoreError> {
        Ok(row!(self.conn, Count, NEWEST_REPORT, site.0)?.map(|row| row.n))
    }

    /// When the newest comment in a state was written.
    pub async fn newest_in_state(
        &mut self,
        site: SiteId,
        state: dateline_model::CommentState,
    ) -> Result<Option<Millis>, StoreError> {
        Ok(row!(self.conn, Count, NEWEST_IN_STATE, site.0, state.as_str())?.map(|row| row.n))
    }
}

impl Tx {
    /// Keeps a subscription that waits to be confirmed; `false` when the reader has one under the story.
    pub async fn add_subscription(&mut self, site: SiteId, new: &Subscription) -> Result<bool, StoreError> {
        let Subscription { id, post, email, email_hash, created_at, .. } = new;
        let added =
            execute!(self.conn, ADD_SUBSCRIPTION, site.0, id.0, post.0, email, email_hash, *created_at)?;
        Ok(added == 1)
    }

    /// Notes that whoever holds the address is asked now; `false` when that was done before.
    pub async fn note_asked(
        &mut self,
        site: SiteId,
        subscription: SubscriptionId,
        now: Millis,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, NOTE_ASKED, site.0, subscription.0, now)? == 1)
    }

    /// Confirms a subscription; `false` when it is not there, or was confirmed before.
    pub async fn confirm_subscription(
        &mut self,
        site: SiteId,
        subscription: SubscriptionId,
        now: Millis,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, CONFIRM, site.0, subscription.0, now)? == 1)
    }

    /// Ends a subscription and forgets its address.
    pub async fn drop_subscription(
        &mut self,
        site: SiteId,
        subscription: SubscriptionId,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, DROP_SUBSCRIPTION, site.0, subscription.0)? == 1)
    }

    /// Ends all subscriptions of a reader.
    pub async fn drop_subscriptions_of(
        &mut self,
        site: SiteId,
        email_hash: &[u8],
    ) -> Result<u64, StoreError> {
        execute!(self.conn, DROP_OF_EMAIL, site.0, email_hash)
    }

    /// Forgets the addresses, on all sites, that were not confirmed since before `before`; answers how many.
    pub async fn erase_unconfirmed(&mut self, before: Millis) -> Result<u64, StoreError> {
        execute!(self.conn, ERASE_UNCONFIRMED, before)
    }

    /// Notes that readers are told something about a comment; `false` when they were told before.
    pub async fn note_told(
        &mut self,
        site: SiteId,
        comment: CommentId,
        occasion: &str,
        now: Millis,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, NOTE_TOLD, site.0, comment.0, occasion, now)? == 1)
    }

    /// Sets how often somebody hears of what waits.
    pub async fn set_digest(
        &mut self,
        site: SiteId,
        user: UserId,
        every: DigestEvery,
    ) -> Result<(), StoreError> {
        execute!(self.conn, SET_DIGEST, site.0, user.0, every.as_str(), 0)?;
        Ok(())
    }

    /// Notes that somebody was told now what waits; `false` when another process did it since `since`.
    pub async fn sent_digest(
        &mut self,
        site: SiteId,
        user: UserId,
        every: DigestEvery,
        now: Millis,
        since: Millis,
    ) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, SENT_DIGEST, site.0, user.0, every.as_str(), now, since)? == 1)
    }
}

//! Webhooks, what was told to each, and what a network in front of the paper has to forget.

use dateline_model::{Delivery, DeliveryId, KeyId, Millis, Purge, PurgeId, SiteId, Webhook, WebhookId};
use uuid::Uuid;

use crate::conn::{execute, records, row, rows, statements};
use crate::{Read, StoreError, Tx};

macro_rules! hook_columns {
    () => {
        "webhook_id, event, target, name, secret, api_version, key_id, created_at, updated_at, last_at, last_status,
         last_error"
    };
}

macro_rules! delivery_columns {
    () => {
        "delivery_id, webhook_id, event, body, tries, status, error, created_at, done_at"
    };
}

statements! {
    WEBHOOK = concat!("SELECT ", hook_columns!(), " FROM webhooks WHERE site_id = $1 AND webhook_id = $2");
    WEBHOOKS = concat!("SELECT ", hook_columns!(), " FROM webhooks WHERE site_id = $1 ORDER BY webhook_id
        LIMIT CAST($2 AS BIGINT)");
    ADD_WEBHOOK = "INSERT INTO webhooks (site_id, webhook_id, event, target, name, secret, api_version, key_id, created_at,
        updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    SAVE_WEBHOOK = "UPDATE webhooks SET event = $3, target = $4, name = $5, secret = $6, api_version = $7, updated_at = $8
        WHERE site_id = $1 AND webhook_id = $2";
    DROP_WEBHOOK = "DELETE FROM webhooks WHERE site_id = $1 AND webhook_id = $2";
    NOTE_ANSWER = "UPDATE webhooks SET last_at = $3, last_status = $4, last_error = $5 WHERE site_id = $1 AND webhook_id = $2";
    DELIVERY = concat!("SELECT ", delivery_columns!(), " FROM deliveries WHERE site_id = $1 AND delivery_id = $2");
    DELIVERIES_OF = concat!("SELECT ", delivery_columns!(), " FROM deliveries WHERE site_id = $1 AND webhook_id = $2
        ORDER BY delivery_id DESC LIMIT CAST($3 AS BIGINT)");
    ADD_DELIVERY = "INSERT INTO deliveries (site_id, delivery_id, webhook_id, event, body, tries, error, created_at)
        VALUES ($1, $2, $3, $4, $5, 0, '', $6)";
    SAVE_DELIVERY = "UPDATE deliveries SET body = $3, tries = $4, status = $5, error = $6, done_at = $7
        WHERE site_id = $1 AND delivery_id = $2";
    ERASE_OLD_DELIVERIES = "DELETE FROM deliveries WHERE created_at <= $1";
    TOLD = "SELECT shape FROM told WHERE site_id = $1 AND thing_id = $2";
    SAVE_TOLD = "INSERT INTO told (site_id, thing_id, shape) VALUES ($1, $2, $3)
        ON CONFLICT (site_id, thing_id) DO UPDATE SET shape = excluded.shape";
    DROP_TOLD = "DELETE FROM told WHERE site_id = $1 AND thing_id = $2";
    PURGE = "SELECT purge_id, keys, addresses, tries, error, created_at FROM purges WHERE site_id = $1 AND purge_id = $2";
    ADD_PURGE = "INSERT INTO purges (site_id, purge_id, keys, addresses, tries, error, created_at)
        VALUES ($1, $2, $3, $4, 0, '', $5)";
    PURGE_FAILED = "UPDATE purges SET tries = tries + 1, error = $3 WHERE site_id = $1 AND purge_id = $2";
    DROP_PURGE = "DELETE FROM purges WHERE site_id = $1 AND purge_id = $2";
}

records! {
    struct WebhookRow {
        webhook_id: Uuid,
        event: String,
        target: String,
        name: Option<String>,
        secret: Option<String>,
        api_version: String,
        key_id: Option<Uuid>,
        created_at: Millis,
        updated_at: Millis,
        last_at: Option<Millis>,
        last_status: Option<i64>,
        last_error: Option<String>,
    }

    struct DeliveryRow {
        delivery_id: Uuid,
        webhook_id: Uuid,
        event: String,
        body: String,
        tries: i64,
        status: Option<i64>,
        error: String,
        created_at: Millis,
        done_at: Option<Millis>,
    }

    struct ShapeRow {
        shape: String,
    }

    struct PurgeRow {
        purge_id: Uuid,
        keys: String,
        addresses: String,
        tries: i64,
        error: String,
        created_at: Millis,
    }
}

impl From<WebhookRow> for Webhook {
    fn from(row: WebhookRow) -> Self {
        Self {
            id: WebhookId(row.webhook_id),
            event: row.event,
            target: row.target,
            name: row.name,
            secret: row.secret,
            api_version: row.api_version,
            key: row.key_id.map(KeyId),
            created_at: row.created_at,
            updated_at: row.updated_at,
            last_at: row.last_at,
            last_status: row.last_status,
            last_error: row.last_error,
        }
    }
}

impl From<DeliveryRow> for Delivery {
    fn from(row: DeliveryRow) -> Self {
        Self {
            id: DeliveryId(row.delivery_id),
            webhook: WebhookId(row.webhook_id),
            event: row.event,
            body: row.body,
            tries: row.tries,
            status: row.status,
            error: row.error,
            created_at: row.created_at,
            done_at: row.done_at,
        }
    }
}

/// What is kept in one column as lines.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

impl Read {
    /// A webhook.
    pub async fn webhook(&mut self, site: SiteId, hook: WebhookId) -> Result<Option<Webhook>, StoreError> {
        Ok(row!(self.conn, WebhookRow, WEBHOOK, site.0, hook.0)?.map(Webhook::from))
    }

    /// The webhooks of a site, the oldest first.
    pub async fn webhooks(&mut self, site: SiteId, limit: i64) -> Result<Vec<Webhook>, StoreError> {
        Ok(rows!(self.conn, WebhookRow, WEBHOOKS, site.0, limit)?.into_iter().map(Webhook::from).collect())
    }

    /// Something that was told, or is to be told.
    pub async fn delivery(
        &mut self,
        site: SiteId,
        delivery: DeliveryId,
    ) -> Result<Option<Delivery>, StoreError> {
        Ok(row!(self.conn, DeliveryRow, DELIVERY, site.0, delivery.0)?.map(Delivery::from))
    }

    /// What was told to a webhook, the newest first.
    pub async fn deliveries(
        &mut self,
        site: SiteId,
        hook: WebhookId,
        limit: i64,
    ) -> Result<Vec<Delivery>, StoreError> {
        let rows = rows!(self.conn, DeliveryRow, DELIVERIES_OF, site.0, hook.0, limit)?;
        Ok(rows.into_iter().map(Delivery::from).collect())
    }

    /// How a thing looked when programs were last told of it.
    pub async fn told(&mut self, site: SiteId, thing: Uuid) -> Result<Option<String>, StoreError> {
        Ok(row!(self.conn, ShapeRow, TOLD, site.0, thing)?.map(|row| row.shape))
    }

    /// What is to be forgotten.
    pub async fn purge(&mut self, site: SiteId, purge: PurgeId) -> Result<Option<Purge>, StoreError> {
        let read = |row: PurgeRow| Purge {
            id: PurgeId(row.purge_id),
            keys: lines(&row.keys),
            addresses: lines(&row.addresses),
            tries: row.tries,
            error: row.error,
            created_at: row.created_at,
        };
        Ok(row!(self.conn, PurgeRow, PURGE, site.0, purge.0)?.map(read))
    }
}

impl Tx {
    /// Adds a webhook. [`StoreError::Taken`] when there is one for the same event and target.
    pub async fn add_webhook(&mut self, site: SiteId, hook: &Webhook) -> Result<(), StoreError> {
        let Webhook { id, event, target, name, secret, api_version, key, .. } = hook;
        let (created_at, updated_at) = (hook.created_at, hook.updated_at);
        let key = key.map(|key| key.0);
        execute!(
            self.conn,
            ADD_WEBHOOK,
            site.0,
            id.0,
            event,
            target,
            name,
            secret,
            api_version,
            key,
            created_at,
            updated_at
        )?;
        Ok(())
    }

    /// Changes a webhook; `false` when it is not there. [`StoreError::Taken`] as above.
    pub async fn save_webhook(&mut self, site: SiteId, hook: &Webhook) -> Result<bool, StoreError> {
        let Webhook { id, event, target, name, secret, api_version, updated_at, .. } = hook;
        let saved = execute!(
            self.conn,
            SAVE_WEBHOOK,
            site.0,
            id.0,
            event,
            target,
            name,
            secret,
            api_version,
            *updated_at
        )?;
        Ok(saved == 1)
    }

    /// Takes a webhook away with everything that was told to it; `false` when it is not there.
    pub async fn drop_webhook(&mut self, site: SiteId, hook: WebhookId) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, DROP_WEBHOOK, site.0, hook.0)? == 1)
    }

    /// Notes what a webhook's program answered last: a status, or what went wrong.
    pub async fn note_answer(
        &mut self,
        site: SiteId,
        hook: WebhookId,
        now: Millis,
        status: Option<i64>,
        error: Option<&str>,
    ) -> Result<(), StoreError> {
        execute!(self.conn, NOTE_ANSWER, site.0, hook.0, now, status, error)?;
        Ok(())
    }

    /// Keeps something that is to be told.
    pub async fn add_delivery(&mut self, site: SiteId, delivery: &Delivery) -> Result<(), StoreError> {
        let Delivery { id, webhook, event, body, created_at, .. } = delivery;
        execute!(self.conn, ADD_DELIVERY, site.0, id.0, webhook.0, event, body, *created_at)?;
        Ok(())
    }

    /// Writes down how telling went.
    pub async fn save_delivery(&mut self, site: SiteId, delivery: &Delivery) -> Result<(), StoreError> {
        let Delivery { id, body, tries, status, error, done_at, .. } = delivery;
        execute!(self.conn, SAVE_DELIVERY, site.0, id.0, body, *tries, *status, error, *done_at)?;
        Ok(())
    }

    /// Forgets, on all sites, what was told up to a moment; answers how much.
    pub async fn erase_old_deliveries(&mut self, until: Millis) -> Result<u64, StoreError> {
        execute!(self.conn, ERASE_OLD_DELIVERIES, until)
    }

    /// Keeps how a thing looks, for the next time that it changes.
    pub async fn save_told(&mut self, site: SiteId, thing: Uuid, shape: &str) -> Result<(), StoreError> {
        execute!(self.conn, SAVE_TOLD, site.0, thing, shape)?;
        Ok(())
    }

    /// Forgets how a thing looked.
    pub async fn drop_told(&mut self, site: SiteId, thing: Uuid) -> Result<(), StoreError> {
        execute!(self.conn, DROP_TOLD, site.0, thing)?;
        Ok(())
    }

    /// Keeps what is to be forgotten until the network has been told.
    pub async fn add_purge(&mut self, site: SiteId, purge: &Purge) -> Result<(), StoreError> {
        let (keys, addresses) = (purge.keys.join("\n"), purge.addresses.join("\n"));
        execute!(self.conn, ADD_PURGE, site.0, purge.id.0, keys, addresses, purge.created_at)?;
        Ok(())
    }

    /// Notes that the network could not be told, and why.
    pub async fn purge_failed(&mut self, site: SiteId, purge: PurgeId, why: &str) -> Result<(), StoreError> {
        execute!(self.conn, PURGE_FAILED, site.0, purge.0, why)?;
        Ok(())
    }

    /// Takes what was told, or given up, off the list.
    pub async fn drop_purge(&mut self, site: SiteId, purge: PurgeId) -> Result<(), StoreError> {
        execute!(self.conn, DROP_PURGE, site.0, purge.0)?;
        Ok(())
    }
}

//! Webhooks: programs elsewhere that are told when something changes, as in Ghost.

use aws_lc_rs::hmac;
use data_encoding::HEXLOWER;
use dateline_egress::Message;
use dateline_model::{Delivery, DeliveryId, KeyId, Millis, Paper, Webhook, WebhookId};
use dateline_store::{Job, StoreError};

use crate::outlet::{CLAIM, Outcome, Outlets};
use crate::{Newsroom, NewsroomError};

/// The job that tells a program something.
pub(crate) const DELIVER: &str = "deliver";
/// Webhooks of a site.
pub(crate) const WEBHOOKS_MAX: i64 = 100;
/// Characters of an event's name.
const EVENT_CHARS: usize = 50;
/// Characters of an address, as in Ghost.
const TARGET_CHARS: usize = 2_000;
/// Characters of a name or a secret, as in Ghost.
const NAME_CHARS: usize = 191;
/// How long what was told is remembered, in milliseconds: 30 days.
const LOG_LIFE: Millis = 30 * 24 * 3_600_000;
/// What a program answers that wants to hear no more.
const GONE: u16 = 410;
/// The version that a program is taken to be made for when it does not say.
const API_VERSION: &str = "v6.0";

/// What can be said of a webhook. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookEdit {
    /// The event, such as `post.published`. It is not checked: one that never happens is never told.
    pub event: Option<String>,
    /// The address that is told. It is not checked before something is told.
    pub target: Option<String>,
    /// What people call it.
    pub name: Option<Option<String>>,
    /// What signs what is told.
    pub secret: Option<Option<String>>,
    /// The version of the API that the program was made for.
    pub api_version: Option<String>,
}

impl Newsroom {
    /// Adds a webhook.
    ///
    /// # Errors
    /// [`NewsroomError::Empty`] without event or target, [`NewsroomError::WebhookTaken`] when there is one for both.
    pub async fn add_webhook(
        &self,
        paper: &Paper,
        edit: WebhookEdit,
        key: Option<KeyId>,
    ) -> Result<Webhook, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let blank = Webhook {
            id: WebhookId::mint(now),
            event: String::new(),
            target: String::new(),
            name: None,
            secret: None,
            api_version: API_VERSION.to_owned(),
            key,
            created_at: now,
            updated_at: now,
            last_at: None,
            last_status: None,
            last_error: None,
        };
        let hook = edited(blank, edit)?;
        let stored = hook.clone();
        let added = self.store.write(move |tx| {
            Box::pin(async move {
                if tx.webhooks(site, WEBHOOKS_MAX).await?.len() as i64 >= WEBHOOKS_MAX {
                    return Err(NewsroomError::TooMany { what: "webhooks", max: WEBHOOKS_MAX as usize });
                }
                Ok(tx.add_webhook(site, &stored).await?)
            })
        });
        not_taken(added.await)?;
        Ok(hook)
    }

    /// Changes a webhook.
    pub async fn edit_webhook(
        &self,
        paper: &Paper,
        id: WebhookId,
        edit: WebhookEdit,
    ) -> Result<Webhook, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                let old = tx.webhook(site, id).await?.ok_or_else(|| no_such(id))?;
                let changed = Webhook { updated_at: now, ..edited(old, edit)? };
                tx.save_webhook(site, &changed).await?;
                Ok(changed)
            })
        });
        not_taken(work.await)
    }

    /// Takes a webhook away.
    pub async fn drop_webhook(&self, paper: &Paper, id: WebhookId) -> Result<(), NewsroomError> {
        let site = paper.id();
        let gone = self.store.write(move |tx| Box::pin(async move { tx.drop_webhook(site, id).await }));
        if gone.await.map_err(|error: StoreError| NewsroomError::from(error))? {
            Ok(())
        } else {
            Err(no_such(id))
        }
    }

    /// The webhooks of a site, the oldest first.
    pub async fn webhooks(&self, paper: &Paper) -> Result<Vec<Webhook>, StoreError> {
        self.store.read().await?.webhooks(paper.id(), WEBHOOKS_MAX).await
    }

    /// What a webhook was told, the newest first.
    pub async fn deliveries(
        &self,
        paper: &Paper,
        id: WebhookId,
        limit: i64,
    ) -> Result<Vec<Delivery>, NewsroomError> {
        let mut read = self.store.read().await?;
        read.webhook(paper.id(), id).await?.ok_or_else(|| no_such(id))?;
        Ok(read.deliveries(paper.id(), id, limit).await?)
    }

    /// Tells once more what did not arrive.
    pub async fn deliver_again(&self, paper: &Paper, id: DeliveryId) -> Result<Delivery, NewsroomError> {
        let (site, now) = (paper.id(), self.clock.now());
        let unknown = move || NewsroomError::Unknown { what: "delivery that did not arrive", name: id.hex() };
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                let old =
                    tx.delivery(site, id).await?.filter(|old| !old.body.is_empty()).ok_or_else(unknown)?;
                let again = Delivery { tries: 0, done_at: None, ..old };
                tx.save_delivery(site, &again).await?;
                tx.enqueue(site, DELIVER, id.0, now).await?;
                Ok::<_, NewsroomError>(again)
            })
        });
        work.await
    }

    /// Tells a program what its time has come for.
    pub(crate) async fn deliver(
        &self,
        outlets: &Outlets,
        paper: &Paper,
        job: &Job,
    ) -> Result<bool, StoreError> {
        let Some((hook, delivery)) = self.claim_delivery(job).await? else { return Ok(false) };
        let outcome = outlets.tell(&message(&hook, &delivery, self.clock.now()), delivery.tries).await;
        let arrived = matches!(outcome, Outcome::Arrived(_));
        self.settle_delivery(paper, hook, delivery, outcome).await?;
        Ok(arrived)
    }

    async fn claim_delivery(&self, job: &Job) -> Result<Option<(Webhook, Delivery)>, StoreError> {
        let (job, now) = (job.clone(), self.clock.now());
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.take_job(&job).await? {
                    return Ok(None);
                }
                let Some(delivery) = tx.delivery(job.site, DeliveryId(job.thing)).await? else {
                    return Ok(None);
                };
                let hook = tx.webhook(job.site, delivery.webhook).await?;
                if hook.is_some() && delivery.done_at.is_none() {
                    tx.enqueue(job.site, DELIVER, delivery.id.0, now + CLAIM).await?;
                    return Ok(hook.map(|hook| (hook, delivery)));
                }
                Ok::<_, StoreError>(None)
            })
        });
        work.await
    }

    async fn settle_delivery(
        &self,
        paper: &Paper,
        hook: Webhook,
        delivery: Delivery,
        outcome: Outcome,
    ) -> Result<(), StoreError> {
        let (site, now, id) = (paper.id(), self.clock.now(), delivery.id);
        let (status, error, again) = match outcome {
            Outcome::Arrived(status) => (Some(status), String::new(), None),
            Outcome::Again(status, error, pause) => (status, error, Some(now + pause)),
            Outcome::GivenUp(status, error) => (status, error, None),
        };
        let told = Delivery {
            // What has arrived need not be said again, and may hold a reader's words.
            body: if error.is_empty() { String::new() } else { delivery.body },
            tries: delivery.tries + 1,
            status: status.map(i64::from),
            error: error.clone(),
            done_at: again.is_none().then_some(now),
            ..delivery
        };
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if status == Some(GONE) {
                    tx.drop_webhook(site, hook.id).await?;
                    tx.cancel_job(site, DELIVER, id.0).await?;
                    return Ok(());
                }
                tx.save_delivery(site, &told).await?;
                let error = Some(error.as_str()).filter(|error| !error.is_empty());
                tx.note_answer(site, hook.id, now, told.status, error).await?;
                match again {
                    Some(at) => tx.enqueue(site, DELIVER, id.0, at).await,
                    None => tx.cancel_job(site, DELIVER, id.0).await.map(|_| ()),
                }
            })
        });
        work.await
    }

    /// Forgets what was told long ago; answers how much.
    pub async fn forget_old_deliveries(&self) -> Result<u64, StoreError> {
        let until = self.clock.now() - LOG_LIFE;
        self.store.write(move |tx| Box::pin(async move { tx.erase_old_deliveries(until).await })).await
    }
}

/// What a program is told, with Ghost's headers. Who has the secret can tell that it comes from here, and when.
fn message(hook: &Webhook, delivery: &Delivery, now: Millis) -> Message {
    let mut headers = vec![
        ("content-type".to_owned(), "application/json".to_owned()),
        ("content-version".to_owned(), "v6.0".to_owned()),
    ];
    if let Some(secret) = hook.secret.as_deref().filter(|secret| !secret.is_empty()) {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let mut signing = hmac::Context::with_key(&key);
        signing.update(delivery.body.as_bytes());
        signing.update(now.to_string().as_bytes());
        let signature = HEXLOWER.encode(signing.sign().as_ref());
        headers.push(("x-ghost-signature".to_owned(), format!("sha256={signature}, t={now}")));
    }
    Message { method: "POST".to_owned(), address: hook.target.clone(), headers, body: delivery.body.clone() }
}

fn edited(mut hook: Webhook, edit: WebhookEdit) -> Result<Webhook, NewsroomError> {
    let WebhookEdit { event, target, name, secret, api_version } = edit;
    let trimmed = |text: String| text.trim().to_owned();
    hook.event = event.map_or(hook.event, trimmed);
    hook.target = target.map_or(hook.target, trimmed);
    hook.name = name.unwrap_or(hook.name);
    hook.secret = secret.unwrap_or(hook.secret);
    hook.api_version = api_version.unwrap_or(hook.api_version);
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    for (field, text, max, required) in [
        ("event", hook.event.clone(), EVENT_CHARS, true),
        ("target_url", hook.target.clone(), TARGET_CHARS, true),
        ("name", optional(&hook.name), NAME_CHARS, false),
        ("secret", optional(&hook.secret), NAME_CHARS, false),
        ("api_version", hook.api_version.clone(), EVENT_CHARS, true),
    ] {
        if required && text.is_empty() {
            return Err(NewsroomError::Empty(field));
        }
        if text.chars().count() > max {
            return Err(NewsroomError::TooLong { field, max });
        }
    }
    Ok(hook)
}

fn not_taken<T>(done: Result<T, NewsroomError>) -> Result<T, NewsroomError> {
    match done {
        Err(NewsroomError::Store(StoreError::Taken)) => Err(NewsroomError::WebhookTaken),
        done => done,
    }
}

fn no_such(id: WebhookId) -> NewsroomError {
    NewsroomError::Unknown { what: "webhook", name: id.hex() }
}

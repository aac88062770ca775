//! Telling programs and networks what changed: from the change log to what is to be sent.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use dateline_model::{
    Change, ChangeKind, CommentId, Delivery, DeliveryId, Millis, Paper, PostId, Purge, PurgeId, SiteId,
    TagId, Thing, Webhook, encode_path,
};
use dateline_store::{Job, Read, StoreError};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::Newsroom;
use crate::courier::Errand;
use crate::event::{Hint, events, payload};
use crate::outlet::{CLAIM, Outcome, Outlets, Shaping, Unshaped};
use crate::post_office::own_address;
use crate::webhook::{DELIVER, WEBHOOKS_MAX};

/// The jobs that tell programs of a thing, by what the log says of it.
pub(crate) const NEWS: [(&str, Hint); 4] = [
    ("news", Hint::Changed),
    ("news-retracted", Hint::Retracted),
    ("news-published", Hint::Published),
    ("news-new", Hint::New),
];
/// The job that tells programs that something of the site changed.
pub(crate) const SITE_NEWS: &str = "news-site";
/// The job that makes a network forget pages.
pub(crate) const PURGE: &str = "purge";
/// The job that tells a hub that a feed has something new.
pub(crate) const PING: &str = "ping";
/// The event of the whole site.
const SITE_CHANGED: &str = "site.changed";
/// Keys that one request names; more make more requests.
const KEYS_AT_ONCE: usize = 200;
/// How long after it was made a thing is new, in milliseconds.
const JUST_NOW: Millis = 2_000;
/// Stories whose addresses one request names.
const STORIES_AT_ONCE: usize = 100;

/// What of the log concerns others, site by site.
#[derive(Default)]
pub(crate) struct News {
    hooks: HashMap<SiteId, Vec<Webhook>>,
    /// By the thing, the strongest that the log says of it.
    things: BTreeMap<(SiteId, Uuid), Hint>,
    sites: BTreeSet<SiteId>,
    pings: BTreeSet<SiteId>,
    keys: BTreeMap<SiteId, BTreeSet<String>>,
    stories: BTreeMap<SiteId, BTreeSet<Uuid>>,
}

impl News {
    /// Notes a line of the log.
    pub(crate) async fn note(
        &mut self,
        outlets: &Outlets,
        read: &mut Read,
        line: &Change,
    ) -> Result<(), StoreError> {
        if outlets.network.is_some() {
            let keys = self.keys.entry(line.site).or_default();
            keys.extend(outlets.shapes.keys(line));
            if line.thing == Thing::Post {
                self.stories.entry(line.site).or_default().insert(line.id);
            }
        }
        // The list of all stories, which the main feed shows, is named after its site.
        if line.thing == Thing::List && line.id == line.site.0 {
            self.pings.insert(line.site);
        }
        let hooks = match self.hooks.entry(line.site) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(read.webhooks(line.site, WEBHOOKS_MAX).await?),
        };
        let listens = |to: &str| hooks.iter().any(|hook| hook.event.starts_with(to));
        let (concerns, of_site) = match line.thing {
            Thing::Post => (listens("post.") || listens("page."), true),
            Thing::Tag => (listens("tag."), true),
            Thing::Comment | Thing::HeldComment => (listens("comment."), false),
            Thing::Site => (false, true),
            _ => (false, false),
        };
        if of_site && listens(SITE_CHANGED) {
            self.sites.insert(line.site);
        }
        if concerns {
            let hint = match line.kind {
                ChangeKind::Created => Hint::New,
                // The log calls a new tag changed; its id tells when it was made.
                ChangeKind::Updated
                    if line.thing == Thing::Tag && line.at - minted_at(line.id) < JUST_NOW =>
                {
                    Hint::New
                }
                ChangeKind::Published => Hint::Published,
                ChangeKind::Retracted => Hint::Retracted,
                ChangeKind::Updated | ChangeKind::Deleted => Hint::Changed,
            };
            let known = self.things.entry((line.site, line.id)).or_insert(hint);
            *known = hint.max(*known);
        }
        Ok(())
    }

    /// The jobs that follow from what was noted.
    pub(crate) fn errands(&self, now: Millis) -> Vec<Errand> {
        let job =
            |hint: Hint| NEWS.iter().find(|(_, known)| *known == hint).map_or(NEWS[0].0, |(kind, _)| kind);
        let things = self.things.iter().map(|((site, thing), hint)| (*site, job(*hint), *thing));
        let sites = self.sites.iter().map(|site| (*site, SITE_NEWS, site.0));
        let pings = self.pings.iter().map(|site| (*site, PING, site.0));
        let all = things.chain(sites).chain(pings);
        all.map(|(site, kind, thing)| Errand { site, kind, thing, run_at: now }).collect()
    }

    /// What a network has to forget, as far as pages are known to have changed.
    pub(crate) async fn purges(
        &self,
        papers: &[Paper],
        read: &mut Read,
        now: Millis,
    ) -> Result<Vec<(SiteId, Purge)>, StoreError> {
        let mut purges = Vec::new();
        for (site, keys) in &self.keys {
            let Some(paper) = papers.iter().find(|paper| paper.id() == *site) else { continue };
            let keys: Vec<&String> = keys.iter().collect();
            let mut addresses = self.addresses(paper, read).await?;
            for keys in keys.chunks(KEYS_AT_ONCE) {
                let purge = Purge {
                    id: PurgeId::mint(now),
                    keys: keys.iter().map(|key| (*key).clone()).collect(),
                    addresses: std::mem::take(&mut addresses),
                    tries: 0,
                    error: String::new(),
                    created_at: now,
                };
                purges.push((*site, purge));
            }
        }
        Ok(purges)
    }

    /// The addresses of the stories that changed, with the front page and the feed that show them.
    async fn addresses(&self, paper: &Paper, read: &mut Read) -> Result<Vec<String>, StoreError> {
        let Some(base) = own_address(paper) else { return Ok(Vec::new()) };
        let Some(stories) = self.stories.get(&paper.id()) else { return Ok(Vec::new()) };
        let mut addresses = vec![format!("{base}/"), feed_of(paper, &base)];
        for story in stories.iter().take(STORIES_AT_ONCE) {
            let post = read.desk_post(paper.id(), PostId(*story)).await?;
            let permalink = post.and_then(|post| post.permalink);
            addresses.extend(permalink.map(|path| format!("{base}{}", encode_path(&path))));
        }
        Ok(addresses)
    }
}

/// When an id was made, which its first half says.
fn minted_at(id: Uuid) -> Millis {
    let (seconds, nanos) = id.get_timestamp().map_or((0, 0), |moment| moment.to_unix());
    i64::try_from(seconds)
        .unwrap_or(i64::MAX)
        .saturating_mul(1_000)
        .saturating_add(i64::from(nanos / 1_000_000))
}

/// The address of a site's main feed, as its pages name it.
fn feed_of(paper: &Paper, base: &str) -> String {
    match paper.settings.address {
        dateline_model::Address::Ghost => format!("{base}/rss/"),
        dateline_model::Address::Blogger => format!("{base}/feeds/posts/default"),
    }
}

impl Newsroom {
    /// Tells programs of a thing that changed: finds what happened to it, and queues what each of them is told.
    pub(crate) async fn tell_news(
        &self,
        outlets: &Outlets,
        paper: &Paper,
        job: &Job,
        hint: Hint,
    ) -> Result<usize, StoreError> {
        let (site, now) = (paper.id(), self.clock.now());
        let (word, after, quiet) = match self.shape_of(outlets, paper, job.thing).await? {
            Ok(Some(shape)) => shape,
            Ok(None) => return self.tell_gone(paper, job).await,
            Err(error) => {
                tracing::error!(%error, "{error}");
                let (kind, thing) = (job.kind.clone(), job.thing);
                let later = self.store.write(move |tx| {
                    Box::pin(async move { tx.enqueue(site, &kind, thing, now + CLAIM).await })
                });
                later.await?;
                return Ok(0);
            }
        };
        let job = job.clone();
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.take_job(&job).await? {
                    return Ok(0);
                }
                let before = tx.told(site, job.thing).await?.and_then(|told| read_told(&told));
                let before = before.map(|(_, shape)| shape);
                tx.save_told(site, job.thing, &as_told(word, &after)).await?;
                // What an import brings is no news.
                let quiet = quiet && before.is_none() && hint == Hint::New;
                let events =
                    if quiet { Vec::new() } else { events(word, before.as_ref(), Some(&after), hint) };
                let body = payload(word, before.as_ref(), Some(&after)).to_string();
                queue(tx, site, &events, &body, now).await
            })
        });
        work.await
    }

    /// Tells programs of a thing that is gone, if they were told of it before.
    async fn tell_gone(&self, paper: &Paper, job: &Job) -> Result<usize, StoreError> {
        let (site, now, job) = (paper.id(), self.clock.now(), job.clone());
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.take_job(&job).await? {
                    return Ok(0);
                }
                let told = tx.told(site, job.thing).await?.and_then(|told| read_told(&told));
                let Some((word, before)) = told else { return Ok(0) };
                tx.drop_told(site, job.thing).await?;
                let events = events(word, Some(&before), None, Hint::Changed);
                queue(tx, site, &events, &payload(word, Some(&before), None).to_string(), now).await
            })
        });
        work.await
    }

    /// How a thing looks now, what it is called, and whether it came with an import; `None` when it is gone.
    async fn shape_of(
        &self,
        outlets: &Outlets,
        paper: &Paper,
        thing: Uuid,
    ) -> Result<Result<Option<Shaped>, Unshaped>, StoreError> {
        let (site, shapes) = (paper.id(), &outlets.shapes);
        let mut read = self.store.read().await?;
        let post = read.desk_post(site, PostId(thing)).await?;
        let comment = read.desk_comment(site, CommentId(thing)).await?;
        drop(read);
        let (word, quiet, shaping): (_, _, Shaping<'_>) = match (&post, &comment) {
            (Some(post), _) => {
                let is_page = post.kind == dateline_model::PostKind::Page;
                let word = if is_page { "page" } else { "post" };
                (word, post.import_key.is_some(), shapes.post(paper, post.id))
            }
            (None, Some(comment)) => {
                ("comment", comment.import_key.is_some(), shapes.comment(paper, comment.id))
            }
            (None, None) => ("tag", false, shapes.tag(paper, TagId(thing))),
        };
        Ok(shaping.await.map(|shape| shape.map(|shape| (word, shape, quiet))))
    }

    /// Tells programs that something of the site changed.
    pub(crate) async fn tell_site_news(&self, paper: &Paper, job: &Job) -> Result<usize, StoreError> {
        let (site, now, job) = (paper.id(), self.clock.now(), job.clone());
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.take_job(&job).await? {
                    return Ok(0);
                }
                queue(tx, site, &[SITE_CHANGED.to_owned()], &json!({}).to_string(), now).await
            })
        });
        work.await
    }

    /// Makes the network in front of the paper forget pages.
    pub(crate) async fn forget_pages(
        &self,
        outlets: &Outlets,
        paper: &Paper,
        job: &Job,
    ) -> Result<bool, StoreError> {
        let (site, now, claim) = (paper.id(), self.clock.now(), job.clone());
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if !tx.take_job(&claim).await? {
                    return Ok(None);
                }
                let purge = tx.purge(site, PurgeId(claim.thing)).await?;
                if purge.is_some() {
                    tx.enqueue(site, PURGE, claim.thing, now + CLAIM).await?;
                }
                Ok::<_, StoreError>(purge)
            })
        });
        let (Some(purge), Some(network)) = (work.await?, &outlets.network) else { return Ok(false) };
        let message = network.message(&paper.site.host, &purge.keys, &purge.addresses);
        let outcome = outlets.tell(&message, purge.tries).await;
        let arrived = matches!(outcome, Outcome::Arrived(_));
        if let Outcome::GivenUp(_, error) = &outcome {
            tracing::error!(%error, "the network could not be made to forget pages: {error}");
        }
        let id = purge.id;
        let work = self.store.write(move |tx| {
            Box::pin(async move {
                if let Outcome::Again(_, error, pause) = outcome {
                    tx.purge_failed(site, id, &error).await?;
                    return tx.enqueue(site, PURGE, id.0, now + pause).await;
                }
                tx.drop_purge(site, id).await?;
                tx.cancel_job(site, PURGE, id.0).await?;
                Ok::<_, StoreError>(())
            })
        });
        work.await?;
        Ok(arrived)
    }

    /// Tells the hub of a site that its feed has something new (WebSub's publishers do so by `hub.mode=publish`).
    pub(crate) async fn ping_hub(
        &self,
        outlets: &Outlets,
        paper: &Paper,
        job: &Job,
    ) -> Result<bool, StoreError> {
        let claim = job.clone();
        let taken = self.store.write(move |tx| Box::pin(async move { tx.take_job(&claim).await })).await?;
        let (hub, base) = (&paper.settings.websub_hub, own_address(paper));
        // The feed of a private site is refused to everybody, and its address alone would tell of it.
        let is_told = !hub.is_empty() && !paper.settings.is_private();
        let (Some(base), true) = (base.filter(|_| is_told), taken) else { return Ok(false) };
        let topic: String = url::form_urlencoded::byte_serialize(feed_of(paper, &base).as_bytes()).collect();
        let message = dateline_egress::Message {
            method: "POST".to_owned(),
            address: hub.clone(),
            headers: vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())],
            body: format!("hub.mode=publish&hub.url={topic}"),
        };
        // The next story tells it again; a hub that is away misses nothing for good.
        Ok(matches!(outlets.tell(&message, i64::MAX).await, Outcome::Arrived(_)))
    }
}

/// What a thing is called, how it looks, and whether it came with an import.
type Shaped = (&'static str, Value, bool);

/// How a thing is kept that programs were told of: what it is called, a line's end, and how it looked.
fn as_told(word: &str, shape: &Value) -> String {
    format!("{word}\n{shape}")
}

/// The same, read.
fn read_told(told: &str) -> Option<(&'static str, Value)> {
    let (word, shape) = told.split_once('\n')?;
    let word = ["post", "page", "tag", "comment"].into_iter().find(|known| *known == word)?;
    Some((word, serde_json::from_str(shape).ok()?))
}

/// Queues `body` for each webhook that listens to one of the events; answers how many.
async fn queue(
    tx: &mut dateline_store::Tx,
    site: SiteId,
    events: &[String],
    body: &str,
    now: Millis,
) -> Result<usize, StoreError> {
    let mut queued = 0;
    for hook in tx.webhooks(site, WEBHOOKS_MAX).await? {
        let Some(event) = events.iter().find(|event| **event == hook.event) else { continue };
        let delivery = Delivery {
            id: DeliveryId::mint(now),
            webhook: hook.id,
            event: event.clone(),
            body: body.to_owned(),
            tries: 0,
            status: None,
            error: String::new(),
            created_at: now,
            done_at: None,
        };
        tx.add_delivery(site, &delivery).await?;
        tx.enqueue(site, DELIVER, delivery.id.0, now).await?;
        queued += 1;
    }
    Ok(queued)
}

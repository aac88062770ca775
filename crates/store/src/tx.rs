//! A read of one moment, and a write: what everything else of this crate hangs its methods on.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use dateline_model::{Change, ChangeKind, Clock, LocalDate, Millis, MoveId, SiteId, Thing};
use futures_util::FutureExt;
use uuid::Uuid;

use crate::clippings::Clippings;
use crate::conn::{Conn, add_many, execute, many_of_site, statements};
use crate::thread::ThreadNotes;
use crate::writer::BoxFuture;
use crate::{ListKey, StoreError};

/// The job that counts lists when whoever brought many stories did not come to it.
pub const SETTLE_LISTS: &str = "settle-lists";
/// How long after the last of many stories or comments the job that counts them is due, in milliseconds.
pub(crate) const SETTLE_AFTER: Millis = 60_000;
/// Periods that one statement counts.
const PERIODS: usize = 32;

/// What a counted period does to a count that is there.
macro_rules! added {
    () => {
        "ON CONFLICT (site_id, list_id, grain, period) DO UPDATE SET n = post_counts.n + excluded.n"
    };
}

statements! {
    COUNT_PERIOD = concat!("INSERT INTO post_counts (site_id, list_id, grain, period, n) VALUES ($1, $2, $3, $4, $5) ", added!());
    COUNT_PERIODS = many_of_site!("INSERT INTO post_counts (site_id, list_id, grain, period, n)", PERIODS, 5, added!());
    COUNT_ON_TAG = "UPDATE tags SET post_count = post_count + $3 WHERE site_id = $1 AND tag_id = $2";
    COUNT_ON_AUTHOR = "UPDATE authors SET post_count = post_count + $3 WHERE site_id = $1 AND author_id = $2";
    DROP_EMPTY_PERIOD = "DELETE FROM post_counts WHERE site_id = $1 AND list_id = $2 AND grain = $3
        AND period = $4 AND n <= 0";
}

/// How many stories a list gained in a year, a month or a day.
pub(crate) struct PeriodCount {
    pub(crate) list: Uuid,
    pub(crate) grain: i64,
    pub(crate) period: i64,
    pub(crate) n: i64,
}

/// Everything read through one `Read` is of one moment, however long the page takes.
pub struct Read {
    pub(crate) conn: Conn,
    /// What is kept of long threads. A write has none: what it reads may be undone.
    pub(crate) clippings: Option<Arc<Clippings>>,
}

/// A write: reads see what it wrote, and either all of it becomes durable or nothing.
pub struct Tx {
    read: Read,
    /// Stories gained or lost by (site, list, grain, period), applied once at the end of the request. In order,
    /// so that two writes on PostgreSQL take their locks in the same order and never wait for each other.
    counts: BTreeMap<(SiteId, ListKey, i64, i64), i64>,
    /// What this write changes of threads.
    pub(crate) threads: ThreadNotes,
    /// Lines for the change log, written when all else is done: on PostgreSQL the log is numbered in the order
    /// of the commits, which is one write at a time.
    log: Vec<Change>,
    /// Lines of the change log that this transaction wrote, for those who follow it in this process.
    written: Vec<Change>,
    /// The hour that the log names.
    clock: Arc<dyn Clock>,
    /// Whether the log says once that everything of the site may have changed, in place of every list.
    bulk: bool,
    /// Whether the threads of stories are counted later, by [`Tx::settle_threads`].
    pub(crate) talk_later: bool,
    /// Whether the stories of lists are counted later, by [`Tx::settle_lists`].
    lists_later: bool,
    /// Sites whose lists gained or lost stories that are counted later.
    uncounted: BTreeSet<SiteId>,
    /// Rows written so far.
    changed: u64,
    /// The move whose own the lines of the log are.
    pub(crate) account: Option<(SiteId, MoveId)>,
}

impl Deref for Tx {
    type Target = Read;

    fn deref(&self) -> &Read {
        &self.read
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Read {
        &mut self.read
    }
}

impl Tx {
    pub(crate) fn new(conn: Conn, clock: Arc<dyn Clock>) -> Self {
        let (counts, log, written) = (BTreeMap::new(), Vec::new(), Vec::new());
        let threads = ThreadNotes::default();
        Self {
            read: Read { conn, clippings: None },
            clock,
            counts,
            threads,
            log,
            written,
            bulk: false,
            talk_later: false,
            lists_later: false,
            uncounted: BTreeSet::new(),
            changed: 0,
            account: None,
        }
    }

    /// Does one caller's work and what belongs to its end. After an error the caller undoes what was written.
    pub(crate) async fn perform<F, T, E>(&mut self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send,
        T: Send,
        E: From<StoreError> + Send,
    {
        self.changed = 0;
        self.counts.clear();
        self.threads = ThreadNotes::default();
        self.log.clear();
        self.bulk = false;
        self.talk_later = false;
        self.lists_later = false;
        self.uncounted.clear();
        self.account = None;
        // Whatever a panic left half done goes away with the savepoint or the transaction.
        let done = AssertUnwindSafe(async { work(&mut *self).await }).catch_unwind().await;
        let value = done.map_err(|panic| StoreError::Panicked(message_of(panic.as_ref())))??;
        self.flush_threads().await?;
        self.flush_counts().await?;
        let at = self.clock.now();
        let mut changes = std::mem::take(&mut self.log);
        for change in &mut changes {
            change.at = at;
        }
        self.write_changes(&mut changes).await?;
        if let Some((site, id)) = self.account {
            let lines = changes.iter().filter(|change| change.site == site).count();
            self.charge(site, id, lines as i64).await?;
        }
        self.written.append(&mut changes);
        Ok(value)
    }

    pub(crate) fn conn_mut(&mut self) -> &mut Conn {
        &mut self.read.conn
    }

    /// Rows this transaction wrote, without bookkeeping such as counts and the change log.
    pub fn changed_rows(&self) -> u64 {
        self.changed
    }

    pub(crate) fn wrote(&mut self, rows: u64) {
        self.changed += rows;
    }

    /// Notes that a list gained (`n` = 1) or lost (−1) a story of `date`.
    pub(crate) fn count(&mut self, site: SiteId, list: ListKey, date: LocalDate, n: i64) {
        if self.lists_later {
            self.uncounted.insert(site);
            return;
        }
        for period in date.periods() {
            *self.counts.entry((site, list, period.grain(), period.number())).or_default() += n;
        }
    }

    /// Announces that this write brings many stories. The log then says once that everything of the site may have
    /// changed, in place of naming each list and each neighbour of each story.
    pub fn many_stories(&mut self) {
        self.bulk = true;
    }

    /// Announces that the stories of this write are counted later: a job says so from this write on, until
    /// [`Tx::settle_lists`] has counted the lists, each at once and in the order in which the counts lie. PostgreSQL counts
    /// at once all the same: others may bring a story into a list while all of its stories are counted.
    pub fn lists_later(&mut self) {
        self.lists_later = matches!(self.conn, Conn::Sqlite(_));
    }

    /// Announces that this write brings many comments. Their stories' counters and threads are then not brought up to
    /// date one by one; a job says so from this write on, until [`Tx::settle_threads`] has counted them.
    pub fn many_comments(&mut self) {
        self.talk_later = true;
    }

    /// The hour on the wall.
    pub(crate) fn now(&self) -> Millis {
        self.clock.now()
    }

    pub(crate) fn is_bulk(&self) -> bool {
        self.bulk
    }

    /// Notes for the change log, in the order of the calls.
    pub fn note(&mut self, site: SiteId, thing: Thing, id: Uuid, kind: ChangeKind) {
        self.note_of_post(site, thing, id, kind, None);
    }

    /// The same for what belongs to a post.
    pub(crate) fn note_of_post(
        &mut self,
        site: SiteId,
        thing: Thing,
        id: Uuid,
        kind: ChangeKind,
        post: Option<Uuid>,
    ) {
        self.log.push(Change { seq: 0, site, thing, id, post, kind, at: 0 });
    }

    /// Notes that a list, a story's neighbours or the set of static pages changed: once in a write.
    pub(crate) fn note_place(&mut self, site: SiteId, thing: Thing, id: Uuid) {
        let (thing, id) = if self.bulk { (Thing::Site, site.0) } else { (thing, id) };
        if !self.log.iter().any(|known| known.site == site && known.thing == thing && known.id == id) {
            self.note(site, thing, id, ChangeKind::Updated);
        }
    }

    /// Drops what was noted about the lists of a site.
    pub(crate) fn forget_counts(&mut self, site: SiteId) {
        self.forget_lists(site);
        self.threads.forget(site);
    }

    /// Drops what was noted about how many stories the lists of a site hold.
    pub(crate) fn forget_lists(&mut self, site: SiteId) {
        self.counts.retain(|(of, ..), _| *of != site);
        self.uncounted.remove(&site);
    }

    /// Drops what was noted for the change log of a site.
    pub(crate) fn forget_changes(&mut self, site: SiteId) {
        self.log.retain(|change| change.site != site);
    }

    /// Writes the noted counts down.
    async fn flush_counts(&mut self) -> Result<(), StoreError> {
        for site in std::mem::take(&mut self.uncounted) {
            let at = self.now() + SETTLE_AFTER;
            self.enqueue(site, SETTLE_LISTS, site.0, at).await?;
        }
        let counts = std::mem::take(&mut self.counts);
        let counts: Vec<_> = counts.into_iter().filter(|(_, n)| *n != 0).collect();
        for of_site in counts.chunk_by(|one, next| one.0.0 == next.0.0) {
            let Some(((site, ..), _)) = of_site.first() else { continue };
            let rows = of_site.iter().map(|((_, list, grain, period), n)| PeriodCount {
                list: list.id(*site),
                grain: *grain,
                period: *period,
                n: *n,
            });
            self.add_to_periods(*site, &rows.collect::<Vec<_>>()).await?;
        }
        for ((site, list, grain, period), n) in counts {
            if n < 0 {
                execute!(self.read.conn, DROP_EMPTY_PERIOD, site.0, list.id(site), grain, period)?;
            }
            if grain == 0 {
                self.add_to_list(site, list, n).await?;
            }
        }
        Ok(())
    }

    /// Adds to the counts of periods.
    pub(crate) async fn add_to_periods(
        &mut self,
        site: SiteId,
        counts: &[PeriodCount],
    ) -> Result<(), StoreError> {
        for chunk in counts.chunks(PERIODS) {
            if chunk.len() == PERIODS {
                add_many!(self.read.conn, COUNT_PERIODS, [site.0], chunk, |query, count| query
                    .bind(count.list)
                    .bind(count.grain)
                    .bind(count.period)
                    .bind(count.n))?;
                continue;
            }
            for PeriodCount { list, grain, period, n } in chunk {
                execute!(self.read.conn, COUNT_PERIOD, site.0, *list, *grain, *period, *n)?;
            }
        }
        Ok(())
    }

    /// Adds to the number that a tag or an author shows.
    pub(crate) async fn add_to_list(
        &mut self,
        site: SiteId,
        list: ListKey,
        n: i64,
    ) -> Result<(), StoreError> {
        match list {
            ListKey::All => 0,
            ListKey::Tag(tag) => execute!(self.read.conn, COUNT_ON_TAG, site.0, tag.0, n)?,
            ListKey::Author(author) => execute!(self.read.conn, COUNT_ON_AUTHOR, site.0, author.0, n)?,
        };
        Ok(())
    }

    /// Makes everything durable; answers what was written to the change log.
    pub(crate) async fn commit(self) -> Result<Vec<Change>, StoreError> {
        match self.read.conn {
            Conn::Sqlite(c) => c.commit()?,
            Conn::Postgres(c) => c.commit().await?,
        }
        Ok(self.written)
    }

    pub(crate) async fn roll_back(self) -> Result<(), StoreError> {
        match self.read.conn {
            Conn::Sqlite(c) => c.roll_back()?,
            Conn::Postgres(c) => c.rollback().await?,
        }
        Ok(())
    }
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

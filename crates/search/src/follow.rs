//! Following the change log: what is published is findable within a second, what is retracted is not.
//!
//! A change says only what it is about; what is to be done is decided by what the store holds now. Doing a change
//! twice, or one that a later one has overtaken, therefore gives the same index, and a stop at any point costs
//! nothing but the repetition.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use dateline_model::{Change, CommentId, CommentState, PostId, SiteId, Thing, Visibility};
use dateline_store::{Read, Store};
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, SegmentReader, TERMINATED, Term};
use uuid::Uuid;

use crate::SearchError;
use crate::document::{Clerk, has_card, hour};
use crate::rebuild::{filed, mark_at};
use crate::search::{Search, blocking};
use crate::shelf::Shelf;
use crate::volume::{Mark, Step, Volume};

/// Changes read at once.
const CHANGES: i64 = 1_000;
/// Comments of a story read at once.
const COMMENTS: i64 = 1_000;
/// How far a site on which nothing happens may lag behind in what it has written down, in changes.
const QUIET_LAG: i64 = 10_000;
/// How long a writer of another process may go unnoticed. Those of this process ring.
const LISTEN: Duration = Duration::from_millis(500);
/// How much longer than filing took the next filing waits at least. Under a story that a thousand readers comment on
/// the index would otherwise take the processor that takes their comments.
const REST_AFTER_WORK: u32 = 8;
/// The shortest and the longest such rest: what is published is findable within a second.
const REST: (Duration, Duration) = (Duration::from_millis(200), Duration::from_millis(700));
/// How long to wait after the log or an index could not be read.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What one look at the log brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaughtUp {
    /// Changes that were read.
    pub changes: u64,
    /// Indexes that were built.
    pub built: u64,
}

impl Search {
    /// Follows the log of `store` until [`Search::close`]: builds what is missing, and takes in every change as it
    /// is committed.
    ///
    /// Meant to be spawned once. It may be dropped at any moment, and the next one goes on where the index is; but
    /// only one that was closed has surely stopped writing when it ends.
    pub async fn follow(&self, store: Store) {
        let room = Arc::downgrade(&self.0);
        store.follow(Arc::new(move |_| {
            if let Some(room) = room.upgrade() {
                room.bell.notify_one();
            }
        }));
        while !self.0.closing.is_cancelled() {
            let began = Instant::now();
            let pause = match self.turn(&store, Builds::Beside).await {
                Ok(CaughtUp { changes: 0, .. }) => LISTEN,
                Ok(_) => {
                    let rest = (began.elapsed() * REST_AFTER_WORK).clamp(REST.0, REST.1);
                    let _ = tokio::time::timeout(rest, self.0.closing.cancelled()).await;
                    LISTEN
                }
                Err(error) => {
                    tracing::error!(error = %error, "search could not follow the log and will try again");
                    AFTER_FAILURE
                }
            };
            tokio::select! {
                () = self.0.bell.notified() => {}
                () = self.0.closing.cancelled() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
        self.put_away().await;
    }

    /// Waits for what is still being built, and closes the writers.
    async fn put_away(&self) {
        self.0.builders.close();
        self.0.builders.wait().await;
        for volume in self.shelves().into_iter().filter_map(|shelf| shelf.volume().ok()) {
            if let Err(error) = blocking(move || volume.rest()).await {
                tracing::error!(error = %error, "an index could not be closed and may be built anew");
            }
        }
    }

    /// Takes in all that the log holds, and builds what is missing before it answers.
    pub async fn catch_up(&self, store: &Store) -> Result<CaughtUp, SearchError> {
        self.turn(store, Builds::First).await
    }

    async fn turn(&self, store: &Store, builds: Builds) -> Result<CaughtUp, SearchError> {
        let _turn = self.0.turn.lock().await;
        let mut done = CaughtUp::default();
        let sites: Vec<SiteId> = store.read().await?.sites().await?.into_iter().map(|site| site.id).collect();
        self.keep_only(&sites);
        let shelves: Vec<Arc<Shelf>> = sites.iter().map(|site| self.shelf(*site)).collect();
        for shelf in &shelves {
            shelf.look();
            if shelf.wants_judgement() {
                judge(store, shelf).await?;
            }
            if !shelf.wants_building() {
                continue;
            }
            match builds {
                Builds::First => done.built += u64::from(self.rebuild(store, shelf.site).await?.is_some()),
                Builds::Beside if !shelf.is_building() => self.build_beside(store, shelf.site),
                Builds::Beside => {}
            }
        }
        loop {
            let read = take_some(store, &shelves).await?;
            done.changes += read;
            if read == 0 {
                self.note_settled(&shelves);
                return Ok(done);
            }
            if self.0.closing.is_cancelled() {
                return Ok(done);
            }
        }
    }

    /// Tells who waits how far all indexes are, unless one is still to come.
    fn note_settled(&self, shelves: &[Arc<Shelf>]) {
        if !shelves.iter().any(|shelf| shelf.wants_building()) {
            let followed = shelves.iter().map(|shelf| shelf.followed.load(Ordering::Acquire));
            self.0.settled.send_replace(followed.min().unwrap_or(i64::MIN));
        }
    }

    /// Builds an index in a task of its own, so that the other sites are followed meanwhile.
    fn build_beside(&self, store: &Store, site: SiteId) {
        let (search, store) = (self.clone(), store.clone());
        self.0.builders.spawn(async move {
            match search.rebuild(&store, site).await {
                Ok(cards) => tracing::info!(site = %site, cards, "built an index"),
                Err(SearchError::Closing) => {
                    tracing::info!(site = %site, "an index will be built at the next start");
                }
                Err(error) => tracing::error!(site = %site, error = %error, "an index could not be built"),
            }
            search.0.bell.notify_one();
        });
    }
}

/// When a missing index is built.
#[derive(Clone, Copy)]
enum Builds {
    /// Before anything else.
    First,
    /// In a task beside the follower.
    Beside,
}

/// Looks whether an index belongs to this database and this site's language.
async fn judge(store: &Store, shelf: &Shelf) -> Result<(), SearchError> {
    let Ok(volume) = shelf.volume() else { return Ok(()) };
    let Ok(mark) = volume.mark() else {
        shelf.spoil();
        return Ok(());
    };
    let mut read = store.read().await?;
    let locale = read.settings(shelf.site).await?.locale;
    let known = mark_at(&mut read, mark.seq, &locale).await?;
    // The log was cut back, or tells something else under the number: a copy of another day, or another database.
    let ahead = mark.seq > read.last_seq().await?;
    let other = known.about.is_some() && mark.about.is_some() && known.about != mark.about;
    if ahead || other || known.locale != mark.locale {
        tracing::info!(site = %shelf.site, "the index is of another log or language and will be built anew");
        shelf.spoil();
    }
    Ok(())
}

/// Takes in the next changes of the log on all shelves that serve; answers how many it read.
async fn take_some(store: &Store, shelves: &[Arc<Shelf>]) -> Result<u64, SearchError> {
    let served: Vec<(&Arc<Shelf>, Arc<Volume>)> =
        shelves.iter().filter_map(|shelf| Some((shelf, shelf.volume().ok()?))).collect();
    let from = served.iter().map(|(shelf, _)| shelf.followed.load(Ordering::Acquire)).min();
    let Some(from) = from else { return Ok(0) };
    let changes = store.read().await?.changes_since(from, CHANGES).await?;
    let Some(last) = changes.last().map(|change| change.seq) else {
        for (_, volume) in served.into_iter().filter(|(_, volume)| volume.is_idle()) {
            blocking(move || volume.rest()).await?;
        }
        return Ok(0);
    };
    let mut by_site: BTreeMap<SiteId, Vec<Change>> = BTreeMap::new();
    for change in &changes {
        by_site.entry(change.site).or_default().push(change.clone());
    }
    for (shelf, volume) in served {
        let followed = shelf.followed.load(Ordering::Acquire);
        let mut mine = by_site.remove(&shelf.site).unwrap_or_default();
        mine.retain(|change| change.seq > followed);
        if followed >= last {
            continue;
        }
        if mine.iter().any(|change| change.thing == Thing::Site) {
            shelf.doubt();
        }
        let taken = take(store, shelf.site, &volume, mine, last).await;
        if let Err(SearchError::Damaged(why)) = taken {
            tracing::error!(site = %shelf.site, error = why, "an index took no changes and will be built anew");
            shelf.spoil();
        } else {
            taken?;
        }
        shelf.followed.fetch_max(last, Ordering::AcqRel);
    }
    Ok(changes.len() as u64)
}

/// Takes in what changed on one site. A site on which nothing changed only moves its mark, and that rarely.
async fn take(
    store: &Store,
    site: SiteId,
    volume: &Arc<Volume>,
    changes: Vec<Change>,
    last: i64,
) -> Result<(), SearchError> {
    let mark = volume.mark()?;
    if changes.is_empty() && last - mark.seq < QUIET_LAG {
        return Ok(());
    }
    let mut read = store.read().await?;
    let steps = Refiling::new(volume, &mark).of(&mut read, site, &changes).await?;
    let mark = mark_at(&mut read, last, &mark.locale).await?;
    drop(read);
    let volume = Arc::clone(volume);
    blocking(move || volume.write(steps, &mark)).await
}

/// Finds the steps that bring an index to what the store holds.
struct Refiling<'v> {
    volume: &'v Volume,
    searcher: Searcher,
    clerk: Clerk,
    steps: Vec<Step>,
}

impl<'v> Refiling<'v> {
    fn new(volume: &'v Volume, mark: &Mark) -> Self {
        let clerk = Clerk::new(volume.fields, &mark.locale);
        Self { volume, searcher: volume.searcher(), clerk, steps: Vec::new() }
    }

    async fn of(
        mut self,
        read: &mut Read,
        site: SiteId,
        changes: &[Change],
    ) -> Result<Vec<Step>, SearchError> {
        let (mut posts, mut comments) = (BTreeSet::new(), BTreeMap::new());
        for change in changes {
            match change.thing {
                Thing::Post => {
                    posts.insert(PostId(change.id));
                }
                Thing::Comment => {
                    comments.insert(CommentId(change.id), change.post.map(PostId));
                }
                Thing::Tag => posts.extend(self.stories_with(self.volume.fields.tag, change.id)?),
                Thing::Author => posts.extend(self.stories_with(self.volume.fields.author, change.id)?),
                Thing::Site
                | Thing::HeldComment
                | Thing::Redirect
                | Thing::List
                | Thing::Headline
                | Thing::Day
                | Thing::Neighbours
                | Thing::Media
                | Thing::Likes
                | Thing::Pages => {}
            }
        }
        for post in posts {
            self.refile_story(read, site, post).await?;
        }
        let mut hours: HashMap<PostId, Option<Visibility>> = HashMap::new();
        for comment in comments.into_keys() {
            self.refile_comment(read, site, comment, &mut hours).await?;
        }
        Ok(self.steps)
    }

    /// Puts the card of a story as it is now in place of the old one. Its comments are touched only when their
    /// hour changed with it.
    async fn refile_story(&mut self, read: &mut Read, site: SiteId, post: PostId) -> Result<(), SearchError> {
        let fields = self.volume.fields;
        let stored = read.desk_post(site, post).await?.filter(has_card);
        let (before, now) = (self.hour_on_card(post)?, stored.as_ref().map(|post| hour(post.visibility)));
        self.steps.push(Step::Remove(Term::from_field_bytes(fields.post, post.0.as_bytes())));
        let visibility = stored.as_ref().map(|post| post.visibility);
        for filed in filed(read, site, stored.into_iter().collect()).await? {
            self.steps.push(Step::Add(self.clerk.story(&filed)));
        }
        if before != now {
            self.steps.push(Step::Remove(Term::from_field_bytes(fields.under, post.0.as_bytes())));
            if let Some(visibility) = visibility {
                self.file_comments_of(read, site, post, visibility).await?;
            }
        }
        Ok(())
    }

    async fn file_comments_of(
        &mut self,
        read: &mut Read,
        site: SiteId,
        post: PostId,
        visibility: Visibility,
    ) -> Result<(), SearchError> {
        let mut after = CommentId(Uuid::nil());
        loop {
            let comments = read.approved_comments_of(site, post, after, COMMENTS).await?;
            let Some(last) = comments.last() else { return Ok(()) };
            after = last.id;
            for comment in &comments {
                self.steps.push(Step::Add(self.clerk.comment(comment, visibility)));
            }
        }
    }

    async fn refile_comment(
        &mut self,
        read: &mut Read,
        site: SiteId,
        comment: CommentId,
        hours: &mut HashMap<PostId, Option<Visibility>>,
    ) -> Result<(), SearchError> {
        let card = Term::from_field_bytes(self.volume.fields.comment, comment.0.as_bytes());
        self.steps.push(Step::Remove(card));
        let stored = read.desk_comment(site, comment).await?;
        let Some(stored) = stored.filter(|comment| comment.state == CommentState::Approved) else {
            return Ok(());
        };
        if let Entry::Vacant(unknown) = hours.entry(stored.post) {
            let post = read.desk_post(site, stored.post).await?.filter(has_card);
            unknown.insert(post.map(|post| post.visibility));
        }
        let visibility = hours.get(&stored.post).copied().flatten();
        if let Some(visibility) = visibility {
            self.steps.push(Step::Add(self.clerk.comment(&stored, visibility)));
        }
        Ok(())
    }

    /// The hour on the card that a story has now.
    fn hour_on_card(&self, post: PostId) -> Result<Option<i64>, SearchError> {
        let term = Term::from_field_bytes(self.volume.fields.post, post.0.as_bytes());
        for segment in self.searcher.segment_readers() {
            let Some(mut cards) = postings(segment, &term)? else { continue };
            while cards.doc() != TERMINATED {
                if !segment.is_deleted(cards.doc()) {
                    return Ok(segment.fast_fields().i64("public_from")?.first(cards.doc()));
                }
                cards.advance();
            }
        }
        Ok(None)
    }

    /// The stories whose cards name a tag or an author.
    fn stories_with(&self, field: Field, id: Uuid) -> Result<BTreeSet<PostId>, SearchError> {
        // Tags and authors are on cards in the 24 digits of their ids.
        let term = Term::from_field_text(field, &PostId(id).hex());
        let mut posts = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let Some(mut cards) = postings(segment, &term)? else { continue };
            let ids = crate::cards::Ids::of(segment, "post")?;
            while cards.doc() != TERMINATED {
                if !segment.is_deleted(cards.doc()) {
                    posts.extend(ids.of_card(cards.doc())?.map(PostId));
                }
                cards.advance();
            }
        }
        Ok(posts)
    }
}

/// The cards of a part of the index that have a term.
fn postings(segment: &SegmentReader, term: &Term) -> Result<Option<SegmentPostings>, SearchError> {
    let found = segment.inverted_index(term.field())?.read_postings(term, IndexRecordOption::Basic);
    Ok(found.map_err(tantivy::TantivyError::from)?)
}

//! The thread under a story: its order, its pages, and where a comment stands in it.
//!
//! Threads stand by their beginning, each in order of time. Page N is found by runs: stretches of the order with
//! the number of shown comments in each, which every write keeps. A page costs the runs of its story and what it
//! shows, never the comments before it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dateline_model::{
    ChangeKind, Comment, CommentId, CommentState, Millis, PostId, ShownComment, SiteId, Thing,
};
use uuid::Uuid;

use crate::clippings::{Clipping, Clippings};
use crate::comment::{ShownRow, shown, shown_columns};
use crate::conn::{Conn, execute, execute_or_fail, records, row, rows, statements};
use crate::post::Count;
use crate::{Read, StoreError, Tx};

/// The most shown comments of a run. What is left to skip within one is read from an index.
const RUN_MAX: i64 = 512;

/// Comments on a page from which on they are kept for the next one.
const LONG: usize = 16;
/// Comments that are read one by one at most. One costs SQLite a hundredth of a page of them, and another process a journey there and back.
const FEW_AT_HAND: usize = 48;
const FEW_ELSEWHERE: usize = 2;

/// The job that counts threads when whoever brought many comments did not come to it.
pub const SETTLE_THREADS: &str = "settle-threads";

/// The columns of the order, of the table called `$table`.
macro_rules! place {
    ($table:literal) => {
        concat!($table, ".thread_at, ", $table, ".root_id, ", $table, ".created_at, ", $table, ".comment_id")
    };
}
pub(crate) use place;

/// Rows of a thread from a place on, as `$row`s.
macro_rules! rows_from {
    ($conn:expr, $row:ty, $sql:expr, $site:expr, $post:expr, $from:expr, $limit:expr, $offset:expr) => {{
        let Place { thread_at, root_id, created_at, comment_id } = $from;
        rows!(
            $conn, $row, $sql, $site.0, $post.0, thread_at, root_id, created_at, comment_id, $limit, $offset
        )
    }};
}

macro_rules! newest_place_first {
    () => {
        "r.thread_at DESC, r.root_id DESC, r.created_at DESC, r.comment_id DESC"
    };
}

statements! {
    THREAD_FROM = concat!("SELECT ", shown_columns!(), " FROM comments c WHERE c.site_id = $1 AND c.post_id = $2
        AND ", shown!(), " AND (", place!("c"), ") >= ($3, $4, $5, $6) ORDER BY ", place!("c"), " LIMIT CAST($7 AS BIGINT) OFFSET $8");
    EDITIONS_FROM = concat!("SELECT c.comment_id, c.edition FROM comments c WHERE c.site_id = $1 AND c.post_id = $2
        AND ", shown!(), " AND (", place!("c"), ") >= ($3, $4, $5, $6) ORDER BY ", place!("c"), " LIMIT CAST($7 AS BIGINT) OFFSET $8");
    SHOWN_ALONE = concat!("SELECT ", shown_columns!(), " FROM comments c WHERE c.site_id = $1 AND c.comment_id = $2");
    COUNT_BETWEEN = concat!("SELECT count(*) AS n FROM comments c WHERE c.site_id = $1 AND c.post_id = $2 AND ", shown!(),
        " AND (", place!("c"), ") >= ($3, $4, $5, $6) AND (", place!("c"), ") < ($7, $8, $9, $10)");
    RUNS = concat!("SELECT ", place!("r"), ", r.n FROM thread_runs r WHERE r.site_id = $1 AND r.post_id = $2
        ORDER BY ", place!("r"));
    GROW_RUN = concat!("UPDATE thread_runs SET n = n + $7 WHERE site_id = $1 AND post_id = $2
        AND (thread_at, root_id, created_at, comment_id) = (SELECT ", place!("r"), " FROM thread_runs r
        WHERE r.site_id = $1 AND r.post_id = $2 AND (", place!("r"), ") <= ($3, $4, $5, $6)
        ORDER BY ", newest_place_first!(), " LIMIT 1) RETURNING thread_at, root_id, created_at, comment_id, n");
    NEXT_RUN = concat!("SELECT ", place!("r"), ", r.n FROM thread_runs r WHERE r.site_id = $1 AND r.post_id = $2
        AND (", place!("r"), ") > ($3, $4, $5, $6) ORDER BY ", place!("r"), " LIMIT 1");
    BEGIN_RUN = "INSERT INTO thread_runs (site_id, post_id, thread_at, root_id, created_at, comment_id, n)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    PLACE_AFTER = concat!("SELECT ", place!("c"), ", CAST(0 AS BIGINT) AS n FROM comments c WHERE c.site_id = $1
        AND c.post_id = $2 AND ", shown!(), " AND (", place!("c"), ") >= ($3, $4, $5, $6)
        ORDER BY ", place!("c"), " LIMIT 1 OFFSET $7");
    END_RUN = "DELETE FROM thread_runs WHERE site_id = $1 AND post_id = $2 AND thread_at = $3 AND root_id = $4
        AND created_at = $5 AND comment_id = $6";
    DROP_RUNS = "DELETE FROM thread_runs WHERE site_id = $1";
    RUN_PER_THREAD = concat!("INSERT INTO thread_runs (site_id, post_id, thread_at, root_id, created_at, comment_id, n)
        SELECT $1, c.post_id, $2, $3, $2, $3, count(*) FROM comments c WHERE c.site_id = $1 AND ", shown!(), " GROUP BY c.post_id");
    RUNS_OF_SITE = concat!("SELECT r.post_id, ", place!("r"), ", r.n FROM thread_runs r WHERE r.site_id = $1
        ORDER BY r.post_id, ", place!("r"));
    LONG_RUNS = concat!("SELECT r.post_id, ", place!("r"), ", r.n FROM thread_runs r WHERE r.site_id = $1 AND r.n > $2");
    COUNT_ON_POST = "UPDATE posts SET comment_count = comment_count + $3 WHERE site_id = $1 AND post_id = $2";
    RECOUNT_ON_POSTS = "UPDATE posts SET comment_count = (SELECT count(*) FROM comments c
        WHERE c.site_id = posts.site_id AND c.post_id = posts.post_id AND c.state = 'approved')
        WHERE site_id = $1 AND comment_count <> (SELECT count(*) FROM comments c
        WHERE c.site_id = posts.site_id AND c.post_id = posts.post_id AND c.state = 'approved')";
    COUNT_STATE = "INSERT INTO comment_counts (site_id, state, n) VALUES ($1, $2, $3)
        ON CONFLICT (site_id, state) DO UPDATE SET n = comment_counts.n + excluded.n";
    DROP_STATE_COUNTS = "DELETE FROM comment_counts WHERE site_id = $1";
    RECOUNT_STATES = "INSERT INTO comment_counts (site_id, state, n)
        SELECT site_id, state, count(*) FROM comments WHERE site_id = $1 GROUP BY site_id, state";
    STATE_COUNTS = "SELECT state AS word, n FROM comment_counts WHERE site_id = $1";
    STATES_OF_POST = "SELECT state AS word, count(*) AS n FROM comments WHERE site_id = $1 AND post_id = $2 GROUP BY state";
    UNSEEN_APPROVED = "SELECT CAST(COALESCE(sum(comment_count), 0) AS BIGINT) AS n FROM posts
        WHERE site_id = $1 AND comment_count > 0 AND public_from IS NULL";
    WAITING_APPROVED = "SELECT CAST(COALESCE(sum(comment_count), 0) AS BIGINT) AS n FROM posts
        WHERE site_id = $1 AND comment_count > 0 AND public_from IS NOT NULL AND public_from > $2";
}

records! {
    /// A place in the order of a thread.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub(crate) struct Place {
        pub(crate) thread_at: Millis,
        pub(crate) root_id: Uuid,
        pub(crate) created_at: Millis,
        pub(crate) comment_id: Uuid,
    }
}

impl Place {
    /// Before every comment: where the first run begins.
    const FIRST: Self = Self {
        thread_at: Millis::MIN,
        root_id: Uuid::nil(),
        created_at: Millis::MIN,
        comment_id: Uuid::nil(),
    };

    pub(crate) fn of(c: &Comment) -> Self {
        Self { thread_at: c.thread_at, root_id: c.root.0, created_at: c.created_at, comment_id: c.id.0 }
    }

    /// After every comment.
    const LAST: Self = Self {
        thread_at: Millis::MAX,
        root_id: Uuid::max(),
        created_at: Millis::MAX,
        comment_id: Uuid::max(),
    };

    /// Before all comments of the same thread.
    const fn begins(self) -> Self {
        Self { created_at: Millis::MIN, comment_id: Uuid::nil(), ..self }
    }

    /// After all comments of the same thread.
    const fn ends(self) -> Self {
        Self { created_at: Millis::MAX, comment_id: Uuid::max(), ..self }
    }
}

records! {
    struct RunRow {
        #[sqlx(flatten)]
        begins: Place,
        n: i64,
    }

    struct RunOfPostRow {
        post_id: Uuid,
        #[sqlx(flatten)]
        run: RunRow,
    }
}

/// The runs of a thread in their order.
pub(crate) struct Runs(Vec<RunRow>);

impl Runs {
    fn size(&self) -> i64 {
        self.0.iter().map(|run| run.n).sum()
    }

    /// Where the run begins that holds the comment after `before` others, and how many of these lie in the run.
    pub(crate) fn holding(&self, before: i64) -> Option<(Place, i64)> {
        let mut left = before;
        for run in &self.0 {
            if left < run.n {
                return Some((run.begins, left));
            }
            left -= run.n;
        }
        None
    }

    /// The same runs without the comments at these places.
    pub(crate) fn without(mut self, places: &[Place]) -> Self {
        for place in places {
            let around = self.0.partition_point(|run| run.begins <= *place).checked_sub(1);
            if let Some(run) = around.and_then(|at| self.0.get_mut(at)) {
                run.n -= 1;
            }
        }
        self
    }

    /// Where the run begins that a place lies in, and how many comments stand in the runs before it.
    fn around(&self, place: Place) -> Option<(Place, i64)> {
        let last = self.0.partition_point(|run| run.begins <= place).checked_sub(1)?;
        Some((self.0[last].begins, self.0[..last].iter().map(|run| run.n).sum()))
    }
}

records! {
    struct EditionRow {
        comment_id: Uuid,
        edition: i64,
    }

    struct WordCount {
        word: String,
        n: i64,
    }
}

/// How many comments a site has in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CommentCounts {
    /// Those that everybody can read, on stories that are not public too.
    pub approved: i64,
    /// Those that wait for a moderator.
    pub pending: i64,
    /// Those in the spam drawer.
    pub spam: i64,
    /// Those in the bin.
    pub trash: i64,
    /// Those that left only their place.
    pub removed: i64,
}

/// What a write changes of a thread; noted while it works, written at its end.
#[derive(Default)]
pub(crate) struct ThreadNotes {
    /// By post, so that two writes on PostgreSQL take their locks in the same order: approved comments gained, and
    /// shown ones gained (1) or lost (−1) by their place.
    posts: BTreeMap<(SiteId, PostId), (i64, BTreeMap<Place, i64>)>,
    /// Comments gained by state.
    states: BTreeMap<(SiteId, &'static str), i64>,
}

impl ThreadNotes {
    /// Notes that a post gained (`n` = 1) or lost (−1) a comment.
    pub(crate) fn count(&mut self, site: SiteId, post: PostId, place: Place, state: CommentState, n: i64) {
        *self.states.entry((site, state.as_str())).or_default() += n;
        if !state.is_shown() {
            return;
        }
        let (approved, places) = self.posts.entry((site, post)).or_default();
        *places.entry(place).or_default() += n;
        if state == CommentState::Approved {
            *approved += n;
        }
    }

    /// Drops what was noted about a site.
    pub(crate) fn forget(&mut self, site: SiteId) {
        self.posts.retain(|(of, _), _| *of != site);
        self.states.retain(|(of, _), _| *of != site);
    }

    /// Drops what was noted about the thread of a post.
    pub(crate) fn forget_post(&mut self, site: SiteId, post: PostId) {
        self.posts.remove(&(site, post));
    }
}

impl Read {
    /// Comments under a post in the order of the page: threads by their beginning, each in order of time.
    /// Removed ones are among them, to keep the place of their replies.
    pub async fn public_thread(
        &mut self,
        site: SiteId,
        post: PostId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Arc<ShownComment>>, StoreError> {
        if offset <= RUN_MAX {
            return self.thread_from(site, post, Place::FIRST, limit, offset).await;
        }
        let runs = self.runs(site, post).await?;
        self.slice(site, post, &runs, limit, offset).await
    }

    /// The same with the newest threads first; within a thread, replies follow what they answer all the same.
    pub async fn public_thread_newest(
        &mut self,
        site: SiteId,
        post: PostId,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Arc<ShownComment>>, StoreError> {
        // Seen from the other end the slice is [low, high); the threads at both ends may be cut by it.
        let runs = self.runs(site, post).await?;
        let high = runs.size() - offset;
        let low = (high - limit).max(0);
        if high <= 0 || limit <= 0 {
            return Ok(Vec::new());
        }
        let newest = self.place_at(site, post, &runs, high - 1).await?;
        let oldest = self.place_at(site, post, &runs, low).await?;
        let (Some(newest), Some(oldest)) = (newest, oldest) else { return Ok(Vec::new()) };
        // Of the newest thread the pages before have shown the beginning; of the oldest this one shows the beginning.
        let begins = self.rank(site, post, &runs, newest.begins()).await?;
        let ends = self.rank(site, post, &runs, newest.ends()).await?;
        let seen = ends - high;
        let rest = (ends - begins - seen).min(limit);
        let mut found = self.slice(site, post, &runs, rest, begins + seen).await?;
        if (newest.thread_at, newest.root_id) == (oldest.thread_at, oldest.root_id) {
            return Ok(found);
        }
        let first = self.rank(site, post, &runs, oldest.begins()).await?;
        let after = self.rank(site, post, &runs, oldest.ends()).await?;
        let between = self.slice(site, post, &runs, begins - after, after).await?;
        for thread in between.chunk_by(|a, b| (a.thread_at, a.root) == (b.thread_at, b.root)).rev() {
            found.extend_from_slice(thread);
        }
        found.extend(self.slice(site, post, &runs, after - low, first).await?);
        Ok(found)
    }

    /// How many comments [`Self::public_thread`] has in all.
    pub async fn thread_size(&mut self, site: SiteId, post: PostId) -> Result<i64, StoreError> {
        Ok(self.runs(site, post).await?.size())
    }

    /// How many comments of its post stand before this one.
    pub async fn place_in_thread(&mut self, site: SiteId, c: &Comment) -> Result<i64, StoreError> {
        let runs = self.runs(site, c.post).await?;
        self.rank(site, c.post, &runs, Place::of(c)).await
    }

    /// The same for shown comments of one post that are new. Those that begin threads are mostly its last ones, and
    /// are then counted from the end, together.
    pub(crate) async fn places_in_thread(
        &mut self,
        site: SiteId,
        post: PostId,
        comments: &[&Comment],
    ) -> Result<Vec<(CommentId, i64)>, StoreError> {
        let runs = self.runs(site, post).await?;
        let (mut beginnings, replies): (Vec<&Comment>, Vec<&Comment>) =
            comments.iter().partition(|comment| comment.parent.is_none());
        beginnings.sort_by_key(|comment| Place::of(comment));
        beginnings.dedup_by_key(|comment| comment.id);
        let mut places = Vec::with_capacity(comments.len());
        if let Some(first) = beginnings.first() {
            let from_there = self.count_between(site, post, Place::of(first), Place::LAST).await?;
            let are_last = from_there == beginnings.len() as i64;
            for (at, comment) in beginnings.iter().enumerate() {
                let place = if are_last {
                    runs.size() - from_there + at as i64
                } else {
                    self.rank(site, post, &runs, Place::of(comment)).await?
                };
                places.push((comment.id, place));
            }
        }
        for reply in replies {
            places.push((reply.id, self.rank(site, post, &runs, Place::of(reply)).await?));
        }
        Ok(places)
    }

    /// How many comments of a site there are in each state.
    pub async fn desk_comment_counts(&mut self, site: SiteId) -> Result<CommentCounts, StoreError> {
        let mut counts = CommentCounts::default();
        for WordCount { word, n } in rows!(self.conn, WordCount, STATE_COUNTS, site.0)? {
            match CommentState::from_word(&word) {
                Some(CommentState::Approved) => counts.approved = n,
                Some(CommentState::Pending) => counts.pending = n,
                Some(CommentState::Spam) => counts.spam = n,
                Some(CommentState::Trash) => counts.trash = n,
                Some(CommentState::Removed) => counts.removed = n,
                None => {}
            }
        }
        Ok(counts)
    }

    /// Approved comments on public posts: all of the site but those on the few posts that nobody can read now.
    pub async fn public_comment_total(&mut self, site: SiteId, now: Millis) -> Result<i64, StoreError> {
        let all = self.desk_comment_counts(site).await?.approved;
        let unseen = row!(self.conn, Count, UNSEEN_APPROVED, site.0)?.map_or(0, |row| row.n);
        let waiting = row!(self.conn, Count, WAITING_APPROVED, site.0, now)?.map_or(0, |row| row.n);
        Ok(all - unseen - waiting)
    }

    async fn thread_from(
        &mut self,
        site: SiteId,
        post: PostId,
        from: Place,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Arc<ShownComment>>, StoreError> {
        let (limit, offset) = (limit.max(0), offset.max(0));
        let clippings = self.clippings.clone();
        if let Some(clippings) = clippings.as_ref().filter(|clippings| clippings.has_some_of(site, post))
            && let Some(thread) = self.thread_with(clippings, site, post, (from, limit, offset)).await?
        {
            return Ok(thread);
        }
        let rows = rows_from!(self.conn, ShownRow, THREAD_FROM, site, post, from, limit, offset)?;
        let read: Vec<Clipping> = rows.into_iter().map(|row| row.under(post)).collect::<Result<_, _>>()?;
        if let Some(clippings) = clippings.filter(|_| read.len() >= LONG) {
            clippings.keep(site, &read);
        }
        Ok(read.into_iter().map(|clipping| clipping.comment).collect())
    }

    /// The same from what is kept of the thread and what has changed of it; `None` where that is more than a few comments, which
    /// are better read in one go.
    async fn thread_with(
        &mut self,
        clippings: &Clippings,
        site: SiteId,
        post: PostId,
        (from, limit, offset): (Place, i64, i64),
    ) -> Result<Option<Vec<Arc<ShownComment>>>, StoreError> {
        let current = rows_from!(self.conn, EditionRow, EDITIONS_FROM, site, post, from, limit, offset)?;
        let current: Vec<_> =
            current.into_iter().map(|row| (CommentId(row.comment_id), row.edition)).collect();
        let kept = clippings.find(site, &current);
        let few = if matches!(self.conn, Conn::Sqlite(_)) { FEW_AT_HAND } else { FEW_ELSEWHERE };
        if kept.iter().filter(|comment| comment.is_none()).count() > few {
            return Ok(None);
        }
        let (mut thread, mut read) = (Vec::with_capacity(kept.len()), Vec::new());
        for ((id, _), kept) in current.into_iter().zip(kept) {
            if let Some(comment) = kept {
                thread.push(comment);
            } else if let Some(row) = row!(self.conn, ShownRow, SHOWN_ALONE, site.0, id.0)? {
                let clipping = row.under(post)?;
                thread.push(Arc::clone(&clipping.comment));
                read.push(clipping);
            }
        }
        clippings.keep(site, &read);
        Ok(Some(thread))
    }

    pub(crate) async fn runs(&mut self, site: SiteId, post: PostId) -> Result<Runs, StoreError> {
        rows!(self.conn, RunRow, RUNS, site.0, post.0).map(Runs)
    }

    /// Comments in the order of the page, after skipping `offset`.
    async fn slice(
        &mut self,
        site: SiteId,
        post: PostId,
        runs: &Runs,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<Arc<ShownComment>>, StoreError> {
        match runs.holding(offset) {
            Some((begins, left)) if limit > 0 => self.thread_from(site, post, begins, limit, left).await,
            _ => Ok(Vec::new()),
        }
    }

    /// The place of the comment that has `before` others before it.
    async fn place_at(
        &mut self,
        site: SiteId,
        post: PostId,
        runs: &Runs,
        before: i64,
    ) -> Result<Option<Place>, StoreError> {
        match runs.holding(before) {
            Some((begins, left)) => self.place_after(site, post, begins, left).await,
            None => Ok(None),
        }
    }

    async fn place_after(
        &mut self,
        site: SiteId,
        post: PostId,
        from: Place,
        offset: i64,
    ) -> Result<Option<Place>, StoreError> {
        let Place { thread_at, root_id, created_at, comment_id } = from;
        let found = row!(
            self.conn,
            RunRow,
            PLACE_AFTER,
            site.0,
            post.0,
            thread_at,
            root_id,
            created_at,
            comment_id,
            offset
        )?;
        Ok(found.map(|row| row.begins))
    }

    /// How many comments stand before a place.
    async fn rank(
        &mut self,
        site: SiteId,
        post: PostId,
        runs: &Runs,
        place: Place,
    ) -> Result<i64, StoreError> {
        let Some((begins, before)) = runs.around(place) else { return Ok(0) };
        Ok(before + self.count_between(site, post, begins, place).await?)
    }

    async fn count_between(
        &mut self,
        site: SiteId,
        post: PostId,
        from: Place,
        to: Place,
    ) -> Result<i64, StoreError> {
        let within = row!(
            self.conn,
            Count,
            COUNT_BETWEEN,
            site.0,
            post.0,
            from.thread_at,
            from.root_id,
            from.created_at,
            from.comment_id,
            to.thread_at,
            to.root_id,
            to.created_at,
            to.comment_id
        )?;
        Ok(within.map_or(0, |row| row.n))
    }

    /// How many runs of a site hold another number of comments than they say.
    pub(crate) async fn wrong_runs(&mut self, site: SiteId) -> Result<i64, StoreError> {
        let mut wrong = 0;
        let runs = rows!(self.conn, RunOfPostRow, RUNS_OF_SITE, site.0)?;
        for (at, RunOfPostRow { post_id, run }) in runs.iter().enumerate() {
            let next = runs.get(at + 1).filter(|next| next.post_id == *post_id);
            let ends = next.map_or(Place::LAST, |next| next.run.begins);
            let held = self.count_between(site, PostId(*post_id), run.begins, ends).await?;
            wrong += i64::from(held != run.n);
        }
        Ok(wrong)
    }
}

impl Tx {
    /// Notes that a site gained (`n` = 1) or lost (−1) a comment.
    pub(crate) fn count_comment(&mut self, site: SiteId, c: &Comment, n: i64) {
        self.threads.count(site, c.post, Place::of(c), c.state, n);
    }

    /// Writes down what was noted about threads.
    pub(crate) async fn flush_threads(&mut self) -> Result<(), StoreError> {
        let ThreadNotes { mut posts, states } = std::mem::take(&mut self.threads);
        if self.talk_later {
            let sites: BTreeSet<SiteId> = posts.keys().map(|(site, _)| *site).collect();
            posts.clear();
            for site in sites {
                let at = self.now() + crate::tx::SETTLE_AFTER;
                self.enqueue(site, SETTLE_THREADS, site.0, at).await?;
            }
        }
        for ((site, post), (approved, places)) in posts {
            let places: BTreeMap<_, _> = places.into_iter().filter(|(_, n)| *n != 0).collect();
            if approved == 0 && places.is_empty() {
                continue;
            }
            // The counter of the post also holds it, so that nobody else touches its runs meanwhile.
            if execute!(self.conn, COUNT_ON_POST, site.0, post.0, approved)? == 1 {
                self.keep_runs(site, post, places).await?;
            }
        }
        for ((site, state), n) in states {
            if n != 0 {
                execute!(self.conn, COUNT_STATE, site.0, state, n)?;
            }
        }
        Ok(())
    }

    /// Counts the comments and threads of all stories of a site if a job says that it is due; whether it was. Until
    /// then lists may show the counts of before.
    pub async fn settle_threads(&mut self, site: SiteId) -> Result<bool, StoreError> {
        if !self.cancel_job(site, SETTLE_THREADS, site.0).await? {
            return Ok(false);
        }
        self.recount_threads(site).await?;
        self.note(site, Thing::Site, site.0, ChangeKind::Updated);
        Ok(true)
    }

    /// Takes all comments of a post out of the counts by state, before the post is deleted with them.
    pub(crate) async fn uncount_comments(&mut self, site: SiteId, post: PostId) -> Result<(), StoreError> {
        self.threads.forget_post(site, post);
        for WordCount { word, n } in rows!(self.conn, WordCount, STATES_OF_POST, site.0, post.0)? {
            if let Some(state) = CommentState::from_word(&word) {
                *self.threads.states.entry((site, state.as_str())).or_default() -= n;
            }
        }
        Ok(())
    }

    /// Counts the comments of a site again: on its posts, in threads, and by state.
    pub(crate) async fn recount_threads(&mut self, site: SiteId) -> Result<(), StoreError> {
        self.threads.forget(site);
        execute_or_fail!(self.conn, RECOUNT_ON_POSTS, site.0)?;
        execute!(self.conn, DROP_STATE_COUNTS, site.0)?;
        execute!(self.conn, RECOUNT_STATES, site.0)?;
        execute!(self.conn, DROP_RUNS, site.0)?;
        execute_or_fail!(self.conn, RUN_PER_THREAD, site.0, Place::FIRST.thread_at, Place::FIRST.root_id)?;
        for RunOfPostRow { post_id, run } in rows!(self.conn, RunOfPostRow, LONG_RUNS, site.0, RUN_MAX)? {
            self.split(site, PostId(post_id), run).await?;
        }
        Ok(())
    }

    async fn keep_runs(
        &mut self,
        site: SiteId,
        post: PostId,
        places: BTreeMap<Place, i64>,
    ) -> Result<(), StoreError> {
        let mut places = places.into_iter().peekable();
        while let Some((place, n)) = places.next() {
            let mut run = match self.grow(site, post, place, n).await? {
                Some(run) => run,
                None => self.begin(site, post, Place::FIRST, n).await?,
            };
            // Places that lie in the same run are counted together: an import brings hundreds.
            if places.peek().is_some() {
                let next = self.next_run(site, post, run.begins).await?;
                let mut more = 0;
                while let Some((_, n)) = places.next_if(|(place, _)| next.is_none_or(|next| *place < next)) {
                    more += n;
                }
                if more != 0 {
                    run = self.grow(site, post, run.begins, more).await?.unwrap_or(run);
                }
            }
            if run.n > RUN_MAX {
                self.split(site, post, run).await?;
            } else if run.n <= 0 && run.begins != Place::FIRST {
                let Place { thread_at, root_id, created_at, comment_id } = run.begins;
                execute!(self.conn, END_RUN, site.0, post.0, thread_at, root_id, created_at, comment_id)?;
            }
        }
        Ok(())
    }

    /// Adds `n` to the run that a place lies in; answers the run, `None` when the thread has none yet.
    async fn grow(
        &mut self,
        site: SiteId,
        post: PostId,
        place: Place,
        n: i64,
    ) -> Result<Option<RunRow>, StoreError> {
        let Place { thread_at, root_id, created_at, comment_id } = place;
        row!(self.conn, RunRow, GROW_RUN, site.0, post.0, thread_at, root_id, created_at, comment_id, n)
    }

    async fn begin(
        &mut self,
        site: SiteId,
        post: PostId,
        begins: Place,
        n: i64,
    ) -> Result<RunRow, StoreError> {
        let Place { thread_at, root_id, created_at, comment_id } = begins;
        execute!(self.conn, BEGIN_RUN, site.0, post.0, thread_at, root_id, created_at, comment_id, n)?;
        Ok(RunRow { begins, n })
    }

    async fn next_run(
        &mut self,
        site: SiteId,
        post: PostId,
        after: Place,
    ) -> Result<Option<Place>, StoreError> {
        let Place { thread_at, root_id, created_at, comment_id } = after;
        let next =
            row!(self.conn, RunRow, NEXT_RUN, site.0, post.0, thread_at, root_id, created_at, comment_id)?;
        Ok(next.map(|run| run.begins))
    }

    /// Cuts a long run into halves of what a run may hold.
    async fn split(&mut self, site: SiteId, post: PostId, mut run: RunRow) -> Result<(), StoreError> {
        const HALF: i64 = RUN_MAX / 2;
        while run.n > RUN_MAX {
            let Some(middle) = self.place_after(site, post, run.begins, HALF).await? else { return Ok(()) };
            let rest = run.n - HALF;
            self.grow(site, post, run.begins, -rest).await?;
            run = self.begin(site, post, middle, rest).await?;
        }
        Ok(())
    }
}

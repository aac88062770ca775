//! Lists of public stories: the front page, a tag, an author, and any stretch of time in them.
//!
//! Page N costs what page 1 costs. The counts of years, months and days say in which day the page begins;
//! only the stories of that one day are skipped one by one, and those in the index alone.

use dateline_model::{AuthorId, Millis, Period, PostCard, SiteId, TagId, Zone};
use uuid::Uuid;

use crate::conn::{records, row, rows, statements, visible};
use crate::post::{CardRow, Count, card_columns};
use crate::{Read, StoreError};

/// The stretch of time and the slice of it; `$3` to `$6`.
macro_rules! newest_first {
    ($table:literal) => {
        concat!(
            " AND ",
            $table,
            ".listed_at >= $3 AND ",
            $table,
            ".listed_at < $4 ORDER BY ",
            $table,
            ".listed_at DESC, ",
            $table,
            ".post_id DESC LIMIT CAST($5 AS BIGINT) OFFSET $6"
        )
    };
}

macro_rules! has_tag {
    ($number:literal) => {
        concat!(
            " AND EXISTS (SELECT 1 FROM post_tags y WHERE y.site_id = p.site_id AND y.post_id = p.post_id
              AND y.tag_id = ",
            $number,
            ")"
        )
    };
}

/// The moment of the story that comes after `$3` others before `$2`, and how many of its own moment come before it; none of them is
/// looked up outside the index.
macro_rules! begins_with {
    ($table:literal, $list:literal) => {
        concat!(
            "SELECT m.listed_at, (SELECT count(*) FROM ",
            $table,
            " t WHERE t.site_id = $1",
            $list,
            " AND t.listed_at = m.listed_at AND t.post_id > m.post_id) AS before FROM (SELECT t.listed_at, t.post_id FROM ",
            $table,
            " t WHERE t.site_id = $1",
            $list,
            " AND t.listed_at < $2 ORDER BY t.listed_at DESC, t.post_id DESC LIMIT CAST(1 AS BIGINT) OFFSET $3) m"
        )
    };
}

statements! {
    LIST_ALL = concat!("SELECT ", card_columns!(), " FROM posts p WHERE p.site_id = $1 AND ", visible!(), newest_first!("p"));
    LIST_TAG = concat!("SELECT ", card_columns!(), " FROM post_tags x
        JOIN posts p ON p.site_id = x.site_id AND p.post_id = x.post_id
        WHERE x.site_id = $1 AND x.tag_id = $7 AND ", visible!(), newest_first!("x"));
    LIST_AUTHOR = concat!("SELECT ", card_columns!(), " FROM bylines x
        JOIN posts p ON p.site_id = x.site_id AND p.post_id = x.post_id
        WHERE x.site_id = $1 AND x.author_id = $7 AND ", visible!(), newest_first!("x"));
    LIST_TAGS = concat!("SELECT ", card_columns!(), " FROM post_tags x
        JOIN posts p ON p.site_id = x.site_id AND p.post_id = x.post_id
        WHERE x.site_id = $1 AND x.tag_id = $7 AND ", visible!(), has_tag!("$8"), has_tag!("$9"), has_tag!("$10"),
        newest_first!("x"));
    BEGIN_ALL = begins_with!("posts", "");
    BEGIN_TAG = begins_with!("post_tags", " AND t.tag_id = $4");
    BEGIN_AUTHOR = begins_with!("bylines", " AND t.author_id = $4");
    EMBARGO_ALL = "SELECT p.listed_at AS n FROM posts p
        WHERE p.site_id = $1 AND p.public_from > $2 AND p.listed_at IS NOT NULL";
    EMBARGO_TAG = "SELECT p.listed_at AS n FROM posts p
        JOIN post_tags x ON x.site_id = p.site_id AND x.post_id = p.post_id AND x.tag_id = $3
        WHERE p.site_id = $1 AND p.public_from > $2 AND p.listed_at IS NOT NULL";
    EMBARGO_AUTHOR = "SELECT p.listed_at AS n FROM posts p
        JOIN bylines x ON x.site_id = p.site_id AND x.post_id = p.post_id AND x.author_id = $3
        WHERE p.site_id = $1 AND p.public_from > $2 AND p.listed_at IS NOT NULL";
    PERIODS = "SELECT period, n FROM post_counts WHERE site_id = $1 AND list_id = $2 AND grain = $3
        AND period >= $4 AND period <= $5 ORDER BY period DESC";
    TOTAL = "SELECT CAST(COALESCE(sum(n), 0) AS BIGINT) AS n FROM post_counts
        WHERE site_id = $1 AND list_id = $2 AND grain = 0";
    NEXT_PUBLIC = "SELECT public_from AS n FROM posts WHERE site_id = $1 AND public_from > $2 ORDER BY public_from LIMIT 1";
    LAST_CHANGE = concat!("SELECT p.updated_at AS n FROM posts p WHERE p.site_id = $1 AND ", visible!(),
        " ORDER BY p.updated_at DESC LIMIT 1");
}

/// Skipping so many stories with all that is shown of them costs less than asking the index first.
const FEW: i64 = 12;

/// Which stories a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ListKey {
    /// All of the site.
    All,
    /// Those under a tag.
    Tag(TagId),
    /// Those signed by an author.
    Author(AuthorId),
}

impl ListKey {
    /// The id under which the list's counts are kept: the site's own for all stories.
    pub(crate) fn id(self, site: SiteId) -> Uuid {
        match self {
            Self::All => site.0,
            Self::Tag(tag) => tag.0,
            Self::Author(author) => author.0,
        }
    }
}

/// A slice of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Stories from this moment on,
    pub from: Millis,
    /// and before this one,
    pub to: Millis,
    /// at most so many,
    pub limit: i64,
    /// after so many newer ones. Costs what it skips: use [`Read::public_list`] for pages of a whole list.
    pub offset: i64,
}

impl Window {
    /// The newest `limit` stories.
    pub const fn newest(limit: i64) -> Self {
        Self { from: Millis::MIN, to: Millis::MAX, limit, offset: 0 }
    }
}

records! {
    struct PeriodRow {
        period: i64,
        n: i64,
    }

    struct BeginRow {
        listed_at: Millis,
        before: i64,
    }
}

impl Read {
    /// Stories of a list, newest first, after skipping `offset` of them.
    pub async fn public_list(
        &mut self,
        site: SiteId,
        zone: &Zone,
        now: Millis,
        key: ListKey,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<PostCard>, StoreError> {
        let Some(window) = self.window_at(site, zone, now, key, limit, offset).await? else {
            return Ok(Vec::new());
        };
        self.public_window(site, now, key, window).await
    }

    /// Stories of a list in a stretch of time, newest first.
    pub async fn public_window(
        &mut self,
        site: SiteId,
        now: Millis,
        key: ListKey,
        w: Window,
    ) -> Result<Vec<PostCard>, StoreError> {
        let found = match key {
            ListKey::All => {
                rows!(self.conn, CardRow, LIST_ALL, site.0, now, w.from, w.to, w.limit, w.offset)?
            }
            ListKey::Tag(tag) => {
                rows!(self.conn, CardRow, LIST_TAG, site.0, now, w.from, w.to, w.limit, w.offset, tag.0)?
            }
            ListKey::Author(author) => rows!(
                self.conn,
                CardRow,
                LIST_AUTHOR,
                site.0,
                now,
                w.from,
                w.to,
                w.limit,
                w.offset,
                author.0
            )?,
        };
        Ok(found.into_iter().map(PostCard::from).collect())
    }

    /// Stories that are filed under each of up to four tags.
    pub async fn public_with_tags(
        &mut self,
        site: SiteId,
        now: Millis,
        tags: &[TagId],
        w: Window,
    ) -> Result<Vec<PostCard>, StoreError> {
        let Some(first) = tags.first() else { return Ok(Vec::new()) };
        let tag = |n: usize| tags.get(n).unwrap_or(first).0;
        let found = rows!(
            self.conn,
            CardRow,
            LIST_TAGS,
            site.0,
            now,
            w.from,
            w.to,
            w.limit,
            w.offset,
            first.0,
            tag(1),
            tag(2),
            tag(3)
        )?;
        Ok(found.into_iter().map(PostCard::from).collect())
    }

    /// How many stories a list holds, embargoed ones among them.
    pub async fn list_total(&mut self, site: SiteId, key: ListKey) -> Result<i64, StoreError> {
        Ok(row!(self.conn, Count, TOTAL, site.0, key.id(site))?.map_or(0, |row| row.n))
    }

    /// How many stories each month has, newest first, in a list: the archive. Embargoed ones count.
    pub async fn archive(&mut self, site: SiteId, key: ListKey) -> Result<Vec<(Period, i64)>, StoreError> {
        self.periods(site, key, 1, 0, i64::MAX).await
    }

    /// Where a year, a month or a day stands in the list of all stories: how many that readers can see are newer
    /// than it, and how many it holds.
    pub async fn public_period(
        &mut self,
        site: SiteId,
        zone: &Zone,
        now: Millis,
        period: Period,
    ) -> Result<(i64, i64), StoreError> {
        let waiting = self.embargoed(site, zone, now, ListKey::All).await?;
        let number = period.number();
        let mut newer = 0;
        for grain in 0..=period.grain() {
            // 20120329 lies in 201203, that in 2012: what is newer is counted in the largest whole pieces.
            let own = number / 100_i64.pow((period.grain() - grain) as u32);
            let end = if grain == 0 { i64::MAX } else { own / 100 * 100 + 99 };
            newer += self.visible_in(site, grain, own + 1, end, &waiting).await?;
        }
        let held = self.visible_in(site, period.grain(), number, number, &waiting).await?;
        Ok((newer, held))
    }

    async fn visible_in(
        &mut self,
        site: SiteId,
        grain: i64,
        from: i64,
        to: i64,
        waiting: &[[Period; 3]],
    ) -> Result<i64, StoreError> {
        let counted: i64 =
            self.periods(site, ListKey::All, grain, from, to).await?.iter().map(|(_, n)| n).sum();
        let hidden =
            waiting.iter().filter(|periods| (from..=to).contains(&periods[grain as usize].number())).count();
        Ok(counted - hidden as i64)
    }

    /// When the next post becomes public whose hour is set already.
    pub async fn next_public_at(&mut self, site: SiteId, now: Millis) -> Result<Option<Millis>, StoreError> {
        Ok(row!(self.conn, Count, NEXT_PUBLIC, site.0, now)?.map(|row| row.n))
    }

    /// When the words of any public story last changed.
    pub async fn last_change(&mut self, site: SiteId, now: Millis) -> Result<Millis, StoreError> {
        Ok(row!(self.conn, Count, LAST_CHANGE, site.0, now)?.map_or(0, |row| row.n))
    }

    /// The stretch of time that begins with the story after `offset` others.
    async fn window_at(
        &mut self,
        site: SiteId,
        zone: &Zone,
        now: Millis,
        key: ListKey,
        limit: i64,
        offset: i64,
    ) -> Result<Option<Window>, StoreError> {
        if offset == 0 {
            return Ok(Some(Window::newest(limit)));
        }
        // The counts know nothing of the hour, so the few stories that wait for theirs are taken out here.
        let embargoed = self.embargoed(site, zone, now, key).await?;
        let (mut left, mut within) = (offset, (0, i64::MAX));
        let mut day = None;
        for grain in 0..=2 {
            let mut found = None;
            for (period, n) in self.periods(site, key, grain, within.0, within.1).await? {
                let waiting = embargoed.iter().filter(|periods| periods.contains(&period)).count();
                let n = n - waiting as i64;
                if left < n {
                    found = Some(period);
                    break;
                }
                left -= n;
            }
            let Some(period) = found else { return Ok(None) };
            // The periods of the next grain that lie in this one: 2012 holds 201201 to 201212.
            within = (period.number() * 100, period.number() * 100 + 99);
            day = Some(period);
        }
        let to = day.and_then(|day| zone.span_of(day)).map_or(Millis::MAX, |(_, end)| end);
        let window = Window { from: Millis::MIN, to, limit, offset: left };
        // The index does not know whose hour has come.
        let all_are_out = !embargoed.iter().any(|periods| day.is_some_and(|day| periods.contains(&day)));
        if left > FEW && all_are_out {
            self.begun_by_index(site, key, window).await
        } else {
            Ok(Some(window))
        }
    }

    /// The same stretch of time with few stories to skip, where all stories in it are out; `None` where it holds no more
    /// than are skipped.
    async fn begun_by_index(
        &mut self,
        site: SiteId,
        key: ListKey,
        window: Window,
    ) -> Result<Option<Window>, StoreError> {
        let Window { to, offset, .. } = window;
        let begin = match key {
            ListKey::All => row!(self.conn, BeginRow, BEGIN_ALL, site.0, to, offset)?,
            ListKey::Tag(tag) => row!(self.conn, BeginRow, BEGIN_TAG, site.0, to, offset, tag.0)?,
            ListKey::Author(author) => row!(self.conn, BeginRow, BEGIN_AUTHOR, site.0, to, offset, author.0)?,
        };
        Ok(begin.map(|begin| Window { to: begin.listed_at + 1, offset: begin.before, ..window }))
    }

    /// The periods of each story of a list whose hour has not come.
    async fn embargoed(
        &mut self,
        site: SiteId,
        zone: &Zone,
        now: Millis,
        key: ListKey,
    ) -> Result<Vec<[Period; 3]>, StoreError> {
        let found = match key {
            ListKey::All => rows!(self.conn, Count, EMBARGO_ALL, site.0, now)?,
            ListKey::Tag(tag) => rows!(self.conn, Count, EMBARGO_TAG, site.0, now, tag.0)?,
            ListKey::Author(author) => rows!(self.conn, Count, EMBARGO_AUTHOR, site.0, now, author.0)?,
        };
        Ok(found.into_iter().map(|row| zone.date_of(row.n).periods()).collect())
    }

    async fn periods(
        &mut self,
        site: SiteId,
        key: ListKey,
        grain: i64,
        from: i64,
        to: i64,
    ) -> Result<Vec<(Period, i64)>, StoreError> {
        let found = rows!(self.conn, PeriodRow, PERIODS, site.0, key.id(site), grain, from, to)?;
        Ok(found.into_iter().map(|row| (Period::from_number(grain, row.period), row.n)).collect())
    }
}

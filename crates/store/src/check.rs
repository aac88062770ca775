//! Proving what the tables promise each other, and mending what follows from other rows.
//!
//! Each rule is a statement that counts the rows breaking it and, where the right value can be had from the
//! rest of the database, one that mends them. Counters are counted again from the stories themselves.

use std::collections::BTreeMap;

use dateline_model::{LocalDate, Millis, Period, PostId, SiteId, Zone};
use uuid::Uuid;

use crate::comment::shown;
use crate::conn::{execute, records, rows, statements};
use crate::post::Count;
use crate::{Read, StoreError, Tx};

/// The posts that lists should show, and under which date: the same rule as [`dateline_model::Post::listed_at`].
macro_rules! should_be_listed {
    () => {
        "CASE WHEN kind = 'post' AND public_from IS NOT NULL THEN published_at END"
    };
}

/// The date that a credit row should repeat from its post.
macro_rules! listed_at_of {
    ($table:literal) => {
        concat!(
            "(SELECT p.listed_at FROM posts p WHERE p.site_id = ",
            $table,
            ".site_id AND p.post_id = ",
            $table,
            ".post_id)"
        )
    };
}

macro_rules! approved_under {
    () => {
        "(SELECT count(*) FROM comments c
          WHERE c.site_id = posts.site_id AND c.post_id = posts.post_id AND c.state = 'approved')"
    };
}

macro_rules! without_body {
    () => {
        "FROM posts p WHERE p.site_id = $1
         AND NOT EXISTS (SELECT 1 FROM bodies b WHERE b.site_id = p.site_id AND b.post_id = p.post_id)"
    };
}

macro_rules! parent_gone {
    () => {
        "site_id = $1 AND parent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comments q
         WHERE q.site_id = comments.site_id AND q.comment_id = comments.parent_id AND q.post_id = comments.post_id)"
    };
}

macro_rules! leads_nowhere {
    () => {
        "site_id = $1 AND to_post IS NOT NULL AND NOT EXISTS (SELECT 1 FROM posts p
         WHERE p.site_id = redirects.site_id AND p.post_id = redirects.to_post)"
    };
}

macro_rules! hides_a_post {
    () => {
        "site_id = $1 AND EXISTS (SELECT 1 FROM posts p
         WHERE p.site_id = redirects.site_id AND p.permalink = redirects.from_path)"
    };
}

macro_rules! for_no_post {
    () => {
        "site_id = $1 AND kind = 'publish' AND NOT EXISTS (SELECT 1 FROM posts p
         WHERE p.site_id = jobs.site_id AND p.post_id = jobs.thing_id AND p.status = 'scheduled')"
    };
}

statements! {
    NO_BODY = concat!("SELECT count(*) AS n ", without_body!());
    GIVE_BODY = concat!("INSERT INTO bodies (site_id, post_id, html) SELECT p.site_id, p.post_id, COALESCE((
        SELECT r.html FROM revisions r WHERE r.site_id = p.site_id AND r.post_id = p.post_id
        ORDER BY r.revision_id DESC LIMIT 1), '') ", without_body!());
    NO_PERMALINK = "SELECT count(*) AS n FROM posts WHERE site_id = $1 AND status = 'published'
        AND public_from IS NOT NULL AND permalink IS NULL";
    SEEN_TOO_EARLY = "SELECT count(*) AS n FROM posts
        WHERE site_id = $1 AND status <> 'published' AND public_from IS NOT NULL";
    HIDE_AGAIN = "UPDATE posts SET public_from = NULL
        WHERE site_id = $1 AND status <> 'published' AND public_from IS NOT NULL";
    NEVER_SEEN = "SELECT count(*) AS n FROM posts WHERE site_id = $1 AND status = 'published' AND public_from IS NULL";
    MISLISTED = concat!("SELECT count(*) AS n FROM posts WHERE site_id = $1 AND listed_at IS DISTINCT FROM ",
        should_be_listed!());
    RELIST = concat!("UPDATE posts SET listed_at = ", should_be_listed!(),
        " WHERE site_id = $1 AND listed_at IS DISTINCT FROM ", should_be_listed!());
    MISLISTED_BYLINES = concat!("SELECT count(*) AS n FROM bylines
        WHERE site_id = $1 AND listed_at IS DISTINCT FROM ", listed_at_of!("bylines"));
    RELIST_BYLINES = concat!("UPDATE bylines SET listed_at = ", listed_at_of!("bylines"),
        " WHERE site_id = $1 AND listed_at IS DISTINCT FROM ", listed_at_of!("bylines"));
    MISLISTED_TAGS = concat!("SELECT count(*) AS n FROM post_tags
        WHERE site_id = $1 AND listed_at IS DISTINCT FROM ", listed_at_of!("post_tags"));
    RELIST_TAGS = concat!("UPDATE post_tags SET listed_at = ", listed_at_of!("post_tags"),
        " WHERE site_id = $1 AND listed_at IS DISTINCT FROM ", listed_at_of!("post_tags"));
    PARENT_GONE = concat!("SELECT count(*) AS n FROM comments WHERE ", parent_gone!());
    STAND_ALONE = concat!("UPDATE comments SET parent_id = NULL, depth = 0, edition = edition + 1 WHERE ", parent_gone!());
    LEADS_NOWHERE = concat!("SELECT count(*) AS n FROM redirects WHERE ", leads_nowhere!());
    DROP_LOST = concat!("DELETE FROM redirects WHERE ", leads_nowhere!());
    HIDES_A_POST = concat!("SELECT count(*) AS n FROM redirects WHERE ", hides_a_post!());
    DROP_HIDING = concat!("DELETE FROM redirects WHERE ", hides_a_post!());
    JOB_FOR_NO_POST = concat!("SELECT count(*) AS n FROM jobs WHERE ", for_no_post!());
    DROP_JOBS = concat!("DELETE FROM jobs WHERE ", for_no_post!());
    UNPLANNED = "SELECT p.post_id AS id, p.published_at AS at FROM posts p
        WHERE p.site_id = $1 AND p.status = 'scheduled' AND NOT EXISTS (SELECT 1 FROM jobs j
        WHERE j.site_id = p.site_id AND j.kind = 'publish' AND j.thing_id = p.post_id)";
    MISCOUNTED_COMMENTS = concat!("SELECT count(*) AS n FROM posts WHERE site_id = $1 AND comment_count <> ",
        approved_under!());
    MISCOUNTED_STATES = "SELECT count(*) AS n FROM comment_counts k WHERE k.site_id = $1 AND k.n <> (SELECT count(*)
        FROM comments c WHERE c.site_id = k.site_id AND c.state = k.state)";
    UNCOUNTED_STATES = "SELECT count(DISTINCT c.state) AS n FROM comments c WHERE c.site_id = $1 AND NOT EXISTS (SELECT 1
        FROM comment_counts k WHERE k.site_id = c.site_id AND k.state = c.state)";
    UNCOUNTED_THREADS = concat!("SELECT count(DISTINCT c.post_id) AS n FROM comments c WHERE c.site_id = $1 AND ", shown!(),
        " AND NOT EXISTS (SELECT 1 FROM thread_runs r WHERE r.site_id = c.site_id AND r.post_id = c.post_id)");
    MISCOUNTED_TAGS = "SELECT count(*) AS n FROM tags WHERE site_id = $1 AND post_count <> (SELECT count(*) FROM post_tags x
        WHERE x.site_id = tags.site_id AND x.tag_id = tags.tag_id AND x.listed_at IS NOT NULL)";
    MISCOUNTED_AUTHORS = "SELECT count(*) AS n FROM authors WHERE site_id = $1 AND post_count <> (SELECT count(*) FROM bylines x
        WHERE x.site_id = authors.site_id AND x.author_id = authors.author_id AND x.listed_at IS NOT NULL)";
    PERIODS_KEPT = "SELECT list_id, grain, period, n FROM post_counts WHERE site_id = $1";
    MEDIA_KEPT = "SELECT path AS text FROM media WHERE site_id = $1 AND path IS NOT NULL ORDER BY path";
}

/// A rule that some rows break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Which rows, as the end of "3 …".
    pub what: &'static str,
    /// How many.
    pub rows: i64,
    /// Whether [`Tx::repair`] mends them; the rest needs a person.
    pub can_be_repaired: bool,
}

/// Rules of single rows: which rows, the statement that counts them, and the one that mends them.
/// Those that others build on come first.
const RULES: [(&str, &str, Option<&str>); 11] = [
    ("posts without a body", NO_BODY, Some(GIVE_BODY)),
    ("public posts without a permalink; publish them again", NO_PERMALINK, None),
    ("posts that are not out and can be read all the same", SEEN_TOO_EARLY, Some(HIDE_AGAIN)),
    ("published posts that nobody can read; publish them again", NEVER_SEEN, None),
    ("posts that lists show wrongly", MISLISTED, Some(RELIST)),
    ("bylines that lists show wrongly", MISLISTED_BYLINES, Some(RELIST_BYLINES)),
    ("tags of posts that lists show wrongly", MISLISTED_TAGS, Some(RELIST_TAGS)),
    ("replies to a comment that is gone", PARENT_GONE, Some(STAND_ALONE)),
    ("redirects to a post that is gone", LEADS_NOWHERE, Some(DROP_LOST)),
    ("redirects in the way of a post's permalink", HIDES_A_POST, Some(DROP_HIDING)),
    ("jobs for a post that waits for none", JOB_FOR_NO_POST, Some(DROP_JOBS)),
];

/// Counters by the rows that hold them; [`Tx::recount`] sets them all.
const COUNTERS: [(&str, &str); 6] = [
    ("posts with a wrong count of comments", MISCOUNTED_COMMENTS),
    ("states with a wrong count of comments", MISCOUNTED_STATES),
    ("states whose comments nobody counts", UNCOUNTED_STATES),
    ("threads whose comments nobody counts", UNCOUNTED_THREADS),
    ("tags with a wrong count of posts", MISCOUNTED_TAGS),
    ("authors with a wrong count of posts", MISCOUNTED_AUTHORS),
];

records! {
    struct PeriodRow {
        list_id: Uuid,
        grain: i64,
        period: i64,
        n: i64,
    }

    struct UnplannedRow {
        id: Uuid,
        at: Option<Millis>,
    }

    struct TextRow {
        text: String,
    }
}

impl Read {
    /// Every rule that rows of a site break, with how many. Nothing is changed.
    pub async fn check(&mut self, site: SiteId, zone: &Zone) -> Result<Vec<Finding>, StoreError> {
        let mut found = Vec::new();
        let mut note = |what, rows, can_be_repaired| {
            if rows > 0 {
                found.push(Finding { what, rows, can_be_repaired });
            }
        };
        for (what, count, mend) in RULES {
            note(what, self.count_of(count, site).await?, mend.is_some());
        }
        note("scheduled posts that no job would publish", self.unplanned(site).await?.len() as i64, true);
        for (what, count) in COUNTERS {
            note(what, self.count_of(count, site).await?, true);
        }
        note("runs of a thread with a wrong count of comments", self.wrong_runs(site).await?, true);
        note("wrong counts of a year, a month or a day", self.wrong_periods(site, zone).await?, true);
        Ok(found)
    }

    /// The files that media of a site should have, below the content folder.
    pub async fn media_paths(&mut self, site: SiteId) -> Result<Vec<String>, StoreError> {
        Ok(rows!(self.conn, TextRow, MEDIA_KEPT, site.0)?.into_iter().map(|row| row.text).collect())
    }

    async fn count_of(&mut self, statement: &'static str, site: SiteId) -> Result<i64, StoreError> {
        Ok(rows!(self.conn, Count, statement, site.0)?.first().map_or(0, |row| row.n))
    }

    async fn unplanned(&mut self, site: SiteId) -> Result<Vec<UnplannedRow>, StoreError> {
        rows!(self.conn, UnplannedRow, UNPLANNED, site.0)
    }

    /// How many rows of the periods' counts are missing, too many or wrong.
    async fn wrong_periods(&mut self, site: SiteId, zone: &Zone) -> Result<i64, StoreError> {
        let mut counts: BTreeMap<(Uuid, i64, i64), i64> = BTreeMap::new();
        for (list, listed_at) in self.all_listed(site).await? {
            let date: LocalDate = zone.date_of(listed_at);
            for period in date.periods() {
                *counts.entry((list, Period::grain(period), period.number())).or_default() += 1;
            }
        }
        let mut wrong = 0;
        for row in rows!(self.conn, PeriodRow, PERIODS_KEPT, site.0)? {
            let right = counts.remove(&(row.list_id, row.grain, row.period)).unwrap_or(0);
            wrong += i64::from(right != row.n);
        }
        Ok(wrong + counts.len() as i64)
    }
}

impl Tx {
    /// Mends every rule that can be mended from the rest of the database, and counts everything again.
    pub async fn repair(&mut self, site: SiteId, zone: &Zone, now: Millis) -> Result<(), StoreError> {
        for (_, _, mend) in RULES {
            if let Some(statement) = mend {
                let rows = execute!(self.conn, statement, site.0)?;
                self.wrote(rows);
            }
        }
        for post in self.unplanned(site).await? {
            self.enqueue(site, "publish", PostId(post.id).0, post.at.unwrap_or(now)).await?;
        }
        self.recount(site, zone).await
    }
}

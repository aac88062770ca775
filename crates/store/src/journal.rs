//! What follows from writes: the change log, jobs, redirects, media references.

use dateline_model::{
    Change, ChangeKind, EXPRESSION_STEPS, EXPRESSIONS_MAX, JobId, MediaId, Millis, PathExpression, PostId,
    Redirect, RedirectTarget, SiteId, Thing, encode_path,
};
use uuid::Uuid;

use crate::conn::{Conn, add_many, execute, many, records, row, rows, rows_of_many, statements};
use crate::post::Count;
use crate::{Read, StoreError, Tx};

/// Lines of the log that one statement writes.
const LINES: usize = 16;
/// The same on SQLite, where whoever writes is alone and knows their numbers by the last one.
const RUN: usize = 32;
/// The same, when there are too few for [`LINES`].
const FEW: usize = 4;

statements! {
    LOG = "INSERT INTO changes (site_id, thing, thing_id, post_id, kind, at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING seq AS n";
    LOG_MANY = many!("INSERT INTO changes (site_id, thing, thing_id, post_id, kind, at)", LINES, 6, "RETURNING seq AS n");
    LOG_FEW = many!("INSERT INTO changes (site_id, thing, thing_id, post_id, kind, at)", FEW, 6, "RETURNING seq AS n");
    LOG_RUN = many!("INSERT INTO changes (site_id, thing, thing_id, post_id, kind, at)", RUN, 6, "");
    CHANGES_SINCE = "SELECT seq, site_id, thing, thing_id, post_id, kind, at FROM changes
        WHERE seq > $1 ORDER BY seq LIMIT CAST($2 AS BIGINT)";
    CHANGES_OF_SITE_SINCE = "SELECT seq, site_id, thing, thing_id, post_id, kind, at FROM changes
        WHERE site_id = $1 AND seq > $2 ORDER BY seq LIMIT CAST($3 AS BIGINT)";
    NEWEST_CHANGE = "SELECT seq, at FROM changes WHERE site_id = $1 ORDER BY seq DESC LIMIT 1";
    LAST_SEQ = "SELECT seq AS n FROM changes ORDER BY seq DESC LIMIT 1";
    ENQUEUE = "INSERT INTO jobs (site_id, job_id, kind, thing_id, run_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (site_id, kind, thing_id) DO UPDATE SET run_at = excluded.run_at";
    CANCEL_JOB = "DELETE FROM jobs WHERE site_id = $1 AND kind = $2 AND thing_id = $3";
    DUE_JOBS = "SELECT site_id, job_id, kind, thing_id, run_at FROM jobs WHERE kind = $1 AND run_at <= $2
        ORDER BY run_at LIMIT 100";
    JOBS_OF_SITE = "SELECT site_id, job_id, kind, thing_id, run_at FROM jobs WHERE site_id = $1
        ORDER BY kind, thing_id LIMIT CAST($2 AS BIGINT)";
    NEXT_JOB = "SELECT site_id, job_id, kind, thing_id, run_at FROM jobs ORDER BY run_at LIMIT 1";
    TAKE_JOB = "DELETE FROM jobs WHERE site_id = $1 AND job_id = $2 AND run_at = $3";
    REDIRECT = "SELECT to_post, to_address, permanent FROM redirects WHERE site_id = $1 AND from_path = $2";
    REDIRECTS_ABOVE = "SELECT from_path, to_post, to_address, permanent FROM redirects
        WHERE site_id = $1 AND from_path IN ($2, $3, $4, $5, $6, $7, $8, $9)";
    // All that begin with ^, and with nothing else: no path does.
    EXPRESSIONS = "SELECT from_path, to_post, to_address, permanent FROM redirects
        WHERE site_id = $1 AND from_path >= '^' AND from_path < '_' ORDER BY from_path LIMIT CAST($2 AS BIGINT)";
    REDIRECTS_AFTER = "SELECT from_path, to_post, to_address, permanent FROM redirects
        WHERE site_id = $1 AND from_path > $2 ORDER BY from_path LIMIT CAST($3 AS BIGINT)";
    ADD_REDIRECT = "INSERT INTO redirects (site_id, from_path, to_post, to_address, permanent)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (site_id, from_path) DO UPDATE
        SET to_post = excluded.to_post, to_address = excluded.to_address, permanent = excluded.permanent";
    KEEP_REDIRECT = "INSERT INTO redirects (site_id, from_path, to_post, to_address, permanent)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (site_id, from_path) DO NOTHING";
    DROP_REDIRECT = "DELETE FROM redirects WHERE site_id = $1 AND from_path = $2";
    ADD_MEDIA = "INSERT INTO media (site_id, media_id, path, source_url, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (site_id, source_url) DO NOTHING";
    LINES_AFTER = "SELECT count(*) AS n FROM changes WHERE site_id = $1 AND seq > $2";
    LAST_LINE = "SELECT seq AS n FROM changes WHERE site_id = $1 ORDER BY seq DESC LIMIT 1";
}

/// Something to do at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The site.
    pub site: SiteId,
    /// The job's id.
    pub id: JobId,
    /// What is to be done, such as `publish`.
    pub kind: String,
    /// To what.
    pub thing: Uuid,
    /// When.
    pub run_at: Millis,
}

records! {
    struct JobRow {
        site_id: Uuid,
        job_id: Uuid,
        kind: String,
        thing_id: Uuid,
        run_at: Millis,
    }

    struct ChangeRow {
        seq: i64,
        site_id: Uuid,
        thing: String,
        thing_id: Uuid,
        post_id: Option<Uuid>,
        kind: String,
        at: Millis,
    }

    struct NewestRow {
        seq: i64,
        at: Millis,
    }

    struct RedirectRow {
        to_post: Option<Uuid>,
        to_address: Option<String>,
        permanent: bool,
    }

    struct NamedRedirectRow {
        from_path: String,
        #[sqlx(flatten)]
        to: RedirectRow,
    }
}

/// Folders above a path whose redirects are looked for, the nearest ones.
const FOLDERS: usize = 8;

/// The nearest folders above a path as redirects name them: `/a/*` and `/*` for `/a/b`. None for an address with a query.
fn folders_of(path: &str) -> Vec<String> {
    if path.contains('?') {
        return Vec::new();
    }
    let above = path.strip_suffix('/').unwrap_or(path);
    above.rmatch_indices('/').take(FOLDERS).map(|(at, _)| format!("{}/*", &above[..at])).collect()
}

/// The redirect of a folder for one path below it: what stands behind the folder takes the place of the star it leads to. None
/// where it led already, or readers would be sent round in circles.
fn led_on(redirect: Redirect, path: &str) -> Option<Redirect> {
    let folder = redirect.from.strip_suffix('*').unwrap_or(&redirect.from);
    // A slash in front would make another site of `/*`.
    let below = path.strip_prefix(folder).unwrap_or_default().trim_start_matches('/');
    let to = match redirect.to {
        RedirectTarget::Address(address) => RedirectTarget::Address(match address.split_once('*') {
            Some((before, _)) if before.starts_with(folder) && path.starts_with(before) => return None,
            Some((before, after)) => {
                let is_twice = after.starts_with('/') && below.ends_with('/');
                let below = if is_twice { below.trim_end_matches('/') } else { below };
                format!("{before}{}{after}", encode_path(below))
            }
            None => address,
        }),
        post @ RedirectTarget::Post(_) => post,
    };
    Some(Redirect { from: path.to_owned(), to, ..redirect })
}

/// The redirect of the longest expression that fits a path, which is most likely the one that says most of it.
fn led_by(mut expressions: Vec<NamedRedirectRow>, path: &str) -> Option<Redirect> {
    expressions.sort_by_key(|row| std::cmp::Reverse(row.from_path.len()));
    let mut steps = EXPRESSION_STEPS;
    expressions.into_iter().find_map(|row| {
        let expression = PathExpression::parse(&row.from_path).ok()?;
        let to = row.to.to_address.as_deref().filter(|to| expression.can_lead_to(to))?;
        let to = expression.lead(path, to, &mut steps)?;
        Some(Redirect { from: path.to_owned(), to: RedirectTarget::Address(to), permanent: row.to.permanent })
    })
}

impl TryFrom<ChangeRow> for Change {
    type Error = StoreError;

    fn try_from(row: ChangeRow) -> Result<Self, StoreError> {
        let unreadable = |column, value: &str| StoreError::Unreadable {
            table: "changes",
            column,
            value: value.to_owned(),
            id: row.thing_id,
        };
        Ok(Self {
            seq: row.seq,
            site: SiteId(row.site_id),
            thing: Thing::from_word(&row.thing).ok_or_else(|| unreadable("thing", &row.thing))?,
            id: row.thing_id,
            post: row.post_id,
            kind: ChangeKind::from_word(&row.kind).ok_or_else(|| unreadable("kind", &row.kind))?,
            at: row.at,
        })
    }
}

impl From<JobRow> for Job {
    fn from(row: JobRow) -> Self {
        let JobRow { site_id, job_id, kind, thing_id, run_at } = row;
        Self { site: SiteId(site_id), id: JobId(job_id), kind, thing: thing_id, run_at }
    }
}

impl RedirectRow {
    fn from(self, from: String) -> Redirect {
        let to = match self.to_post {
            Some(post) => RedirectTarget::Post(PostId(post)),
            None => RedirectTarget::Address(self.to_address.unwrap_or_else(|| "/".to_owned())),
        };
        Redirect { from, to, permanent: self.permanent }
    }
}

impl Read {
    /// Up to `limit` changes after `seq`, oldest first, of all sites. Their order is that of the commits, so none
    /// appears later before one that was read.
    pub async fn changes_since(&mut self, seq: i64, limit: i64) -> Result<Vec<Change>, StoreError> {
        let rows = rows!(self.conn, ChangeRow, CHANGES_SINCE, seq, limit)?;
        rows.into_iter().map(Change::try_from).collect()
    }

    /// The same of one site.
    pub async fn changes_of_site_since(
        &mut self,
        site: SiteId,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<Change>, StoreError> {
        let rows = rows!(self.conn, ChangeRow, CHANGES_OF_SITE_SINCE, site.0, seq, limit)?;
        rows.into_iter().map(Change::try_from).collect()
    }

    /// The number of the newest change of all sites, 0 before the first.
    pub async fn last_seq(&mut self) -> Result<i64, StoreError> {
        Ok(row!(self.conn, crate::post::Count, LAST_SEQ)?.map_or(0, |row| row.n))
    }

    /// When anything of a site last changed: a story, a comment, a setting.
    pub async fn last_change_at(&mut self, site: SiteId) -> Result<Option<Millis>, StoreError> {
        Ok(self.newest_change(site).await?.map(|(_, at)| at))
    }

    /// The number and the hour of the newest change of a site; nothing before the first.
    pub async fn newest_change(&mut self, site: SiteId) -> Result<Option<(i64, Millis)>, StoreError> {
        Ok(row!(self.conn, NewestRow, NEWEST_CHANGE, site.0)?.map(|row| (row.seq, row.at)))
    }

    /// The number of the newest change of a site, 0 before the first.
    pub async fn last_line(&mut self, site: SiteId) -> Result<i64, StoreError> {
        Ok(row!(self.conn, Count, LAST_LINE, site.0)?.map_or(0, |row| row.n))
    }

    /// How many changes of a site were logged after `seq`. All of them are counted.
    pub async fn lines_after(&mut self, site: SiteId, seq: i64) -> Result<i64, StoreError> {
        Ok(row!(self.conn, Count, LINES_AFTER, site.0, seq)?.map_or(0, |row| row.n))
    }

    /// Up to 100 jobs of one kind whose time has come, of all sites, the longest due first.
    pub async fn due_jobs(&mut self, kind: &str, now: Millis) -> Result<Vec<Job>, StoreError> {
        Ok(rows!(self.conn, JobRow, DUE_JOBS, kind, now)?.into_iter().map(Job::from).collect())
    }

    /// Up to `limit` jobs that wait for their hour on a site, by kind.
    pub async fn jobs_of_site(&mut self, site: SiteId, limit: i64) -> Result<Vec<Job>, StoreError> {
        Ok(rows!(self.conn, JobRow, JOBS_OF_SITE, site.0, limit)?.into_iter().map(Job::from).collect())
    }

    /// When the next job of any site is due.
    pub async fn next_job_at(&mut self) -> Result<Option<Millis>, StoreError> {
        Ok(row!(self.conn, JobRow, NEXT_JOB)?.map(|row| row.run_at))
    }

    /// The redirect that stands at a path itself.
    pub async fn own_redirect(&mut self, site: SiteId, from: &str) -> Result<Option<Redirect>, StoreError> {
        let row = row!(self.conn, RedirectRow, REDIRECT, site.0, from)?;
        Ok(row.map(|row| row.from(from.to_owned())))
    }

    /// Where an old path leads: its own redirect, else that of the longest expression which fits, else that of the nearest
    /// folder above it whose redirect ends in a star.
    pub async fn redirect(&mut self, site: SiteId, from: &str) -> Result<Option<Redirect>, StoreError> {
        if let Some(own) = self.own_redirect(site, from).await? {
            return Ok(Some(own));
        }
        let folders = folders_of(from);
        let Some(last) = folders.last() else { return Ok(None) };
        let expressions = rows!(self.conn, NamedRedirectRow, EXPRESSIONS, site.0, EXPRESSIONS_MAX as i64)?;
        if let Some(led) = led_by(expressions, from) {
            return Ok(Some(led));
        }
        let asked = (0..FOLDERS).map(|n| folders.get(n).unwrap_or(last));
        let rows =
            rows_of_many!(self.conn, NamedRedirectRow, REDIRECTS_ABOVE, [site.0], asked, |query, folder| {
                query.bind(folder.as_str())
            })?;
        let nearest = rows.into_iter().max_by_key(|row| row.from_path.len());
        Ok(nearest.and_then(|row| led_on(row.to.from(row.from_path), from)))
    }

    /// Redirects by their path, after one: how an export walks through them.
    pub async fn redirects_after(
        &mut self,
        site: SiteId,
        after: &str,
        limit: i64,
    ) -> Result<Vec<Redirect>, StoreError> {
        let rows = rows!(self.conn, NamedRedirectRow, REDIRECTS_AFTER, site.0, after, limit)?;
        Ok(rows.into_iter().map(|row| row.to.from(row.from_path)).collect())
    }
}

impl Tx {
    /// Writes lines of the log in their order and gives them their numbers.
    pub(crate) async fn write_changes(&mut self, changes: &mut [Change]) -> Result<(), StoreError> {
        let mut left = changes;
        while left.len() >= RUN
            && let Conn::Sqlite(_) = &self.conn
        {
            let lines;
            (lines, left) = left.split_at_mut(RUN);
            add_many!(self.conn, LOG_RUN, [], lines.iter(), |query, line| query
                .bind(line.site.0)
                .bind(line.thing.as_str())
                .bind(line.id)
                .bind(line.post)
                .bind(line.kind.as_str())
                .bind(line.at))?;
            if let Conn::Sqlite(c) = &self.conn {
                let first = c.last_row() - RUN as i64 + 1;
                for (line, seq) in lines.iter_mut().zip(first..) {
                    line.seq = seq;
                }
            }
        }
        while !left.is_empty() {
            let (rows, sql) = match left.len() {
                LINES.. => (LINES, LOG_MANY),
                FEW.. => (FEW, LOG_FEW),
                _ => (1, LOG),
            };
            let lines;
            (lines, left) = left.split_at_mut(rows);
            let rows = rows_of_many!(self.conn, Count, sql, [], lines.iter(), |query, line| query
                .bind(line.site.0)
                .bind(line.thing.as_str())
                .bind(line.id)
                .bind(line.post)
                .bind(line.kind.as_str())
                .bind(line.at))?;
            // Numbers are given in the order of the rows, but come back in any.
            let mut numbers: Vec<i64> = rows.into_iter().map(|row| row.n).collect();
            numbers.sort_unstable();
            for (line, seq) in lines.iter_mut().zip(numbers) {
                line.seq = seq;
            }
        }
        Ok(())
    }

    /// Asks for `kind` to be done to `thing` at `run_at`; moves the hour if it was asked before.
    pub async fn enqueue(
        &mut self,
        site: SiteId,
        kind: &str,
        thing: Uuid,
        run_at: Millis,
    ) -> Result<(), StoreError> {
        execute!(self.conn, ENQUEUE, site.0, JobId::mint(run_at).0, kind, thing, run_at)?;
        Ok(())
    }

    /// Takes a job off the list before its time; whether it was there.
    pub async fn cancel_job(&mut self, site: SiteId, kind: &str, thing: Uuid) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, CANCEL_JOB, site.0, kind, thing)? == 1)
    }

    /// Claims a job in the transaction that does it: exactly one caller gets `true`, and a crash gives it back.
    pub async fn take_job(&mut self, job: &Job) -> Result<bool, StoreError> {
        Ok(execute!(self.conn, TAKE_JOB, job.site.0, job.id.0, job.run_at)? == 1)
    }

    /// Makes an old path lead somewhere.
    pub async fn add_redirect(&mut self, site: SiteId, redirect: &Redirect) -> Result<(), StoreError> {
        let (post, address) = match &redirect.to {
            RedirectTarget::Post(post) => (Some(post.0), None),
            RedirectTarget::Address(address) => (None, Some(address.as_str())),
        };
        execute!(self.conn, ADD_REDIRECT, site.0, &redirect.from, post, address, redirect.permanent)?;
        self.note_place(site, Thing::Redirect, site.0);
        Ok(())
    }

    /// Makes an old path lead somewhere unless it already does; whether it did not.
    pub async fn keep_redirect(&mut self, site: SiteId, redirect: &Redirect) -> Result<bool, StoreError> {
        let (post, address) = match &redirect.to {
            RedirectTarget::Post(post) => (Some(post.0), None),
            RedirectTarget::Address(address) => (None, Some(address.as_str())),
        };
        let (from, permanent) = (&redirect.from, redirect.permanent);
        let added = execute!(self.conn, KEEP_REDIRECT, site.0, from, post, address, permanent)?;
        self.wrote(added);
        if added > 0 {
            self.note_place(site, Thing::Redirect, site.0);
        }
        Ok(added == 1)
    }

    /// Frees a path from its redirect.
    pub async fn drop_redirect(&mut self, site: SiteId, from: &str) -> Result<(), StoreError> {
        if execute!(self.conn, DROP_REDIRECT, site.0, from)? > 0 {
            self.note_place(site, Thing::Redirect, site.0);
        }
        Ok(())
    }

    /// Notes a media file that a body shows; `path` is where it lies here, `None` while it is only out there.
    /// Answers its id when it is new.
    pub async fn add_media(
        &mut self,
        site: SiteId,
        source: &str,
        path: Option<&str>,
        now: Millis,
    ) -> Result<Option<MediaId>, StoreError> {
        let id = MediaId::mint(now);
        let added = execute!(self.conn, ADD_MEDIA, site.0, id.0, path, source, now)?;
        self.wrote(added);
        Ok((added == 1).then_some(id))
    }
}

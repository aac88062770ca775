//! How the installation is: versions, jobs, the index, the caches, the room on the disk. For whoever runs the site.

use std::collections::BTreeMap;
use std::path::Path;

use dateline_media::Folder;
use dateline_store::Job;
use serde_json::{Value, json};

use super::error::GhostError;
use super::shape::utc;
use super::{Call, Reply, VERSION};

/// Jobs of a site that are looked at; a paper plans a few dozen stories ahead.
const JOBS_MAX: i64 = 10_000;
/// After so many milliseconds a job is late: the scheduler looks twice in a second.
const LATE: i64 = 60_000;

/// `GET admin/status/`
pub(super) async fn read(call: &Call<'_>) -> Result<Reply, GhostError> {
    let (app, site, now) = (&call.visit.app, call.visit.paper.id(), call.visit.now);
    let mut read = app.store().read().await?;
    let jobs = read.jobs_of_site(site, JOBS_MAX).await?;
    let last_change = read.last_change_at(site).await?;
    let cache = app.cache_state();
    Ok(Reply::Ok(json!({ "status": {
        "version": env!("CARGO_PKG_VERSION"),
        "ghost_version": VERSION,
        "database": if app.store().is_sqlite() { "sqlite" } else { "postgresql" },
        "now": utc(now),
        "last_change_at": last_change.map(utc),
        "jobs": shape_jobs(&jobs, now),
        "search": app.press().index().map(|index| {
            let state = index.state(site);
            json!({ "serves": state.serves, "entries": state.cards, "building": state.building })
        }),
        "page_cache": { "pages": cache.pages, "bytes": cache.bytes + app.standing_bytes() },
        "disk": app.content().and_then(Folder::disk).and_then(disk),
        "panics": app.panics(),
        "theme": call.visit.paper.settings.theme_name(),
    } })))
}

/// What waits, by kind: how many, when the next is due, and how many are late.
fn shape_jobs(jobs: &[Job], now: i64) -> Vec<Value> {
    let mut kinds: BTreeMap<&str, (usize, i64, usize)> = BTreeMap::new();
    for job in jobs {
        let (waiting, next, late) = kinds.entry(&job.kind).or_insert((0, i64::MAX, 0));
        *waiting += 1;
        *next = (*next).min(job.run_at);
        *late += usize::from(job.run_at + LATE < now);
    }
    let shape = |(kind, (waiting, next, late)): (&str, (usize, i64, usize))| json!({ "kind": kind, "waiting": waiting, "next_at": utc(next), "late": late });
    kinds.into_iter().map(shape).collect()
}

/// Room on the disk that files are kept on, in bytes; `None` where nobody can say.
fn disk(folder: &Path) -> Option<Value> {
    // Before the first file there is no folder; it will be made on the disk of the one above it.
    let there = folder.ancestors().find(|folder| folder.exists())?;
    let disk = rustix::fs::statvfs(there).ok()?;
    Some(json!({ "free_bytes": disk.f_bavail * disk.f_frsize, "total_bytes": disk.f_blocks * disk.f_frsize }))
}

//! `dateline check`: proof that the database keeps its promises.

use std::process::ExitCode;

use clap::Args;
use dateline_model::{Clock, Paper, SystemClock};
use dateline_store::StoreError;
use serde_json::json;

use crate::house::{House, Trouble};
use crate::say;

use super::Json;

/// What to do with what is found.
#[derive(Args)]
pub(crate) struct Options {
    /// Mend what follows from the rest of the database
    #[arg(long)]
    repair: bool,
    #[command(flatten)]
    report: Json,
}

/// A line of the report.
struct Line {
    site: String,
    rows: i64,
    what: String,
    repaired: bool,
}

/// Checks all sites. Exit 1 when something is left that is not right.
pub(super) async fn run(house: House, options: Options) -> Result<ExitCode, Trouble> {
    let mut lines = Vec::new();
    for damage in house.store.damage().await? {
        lines.push(Line {
            site: String::new(),
            rows: 1,
            what: format!("the file itself: {damage}"),
            repaired: false,
        });
    }
    for paper in house.newsroom.papers().await? {
        check(&house, &paper, options.repair, &mut lines).await?;
    }
    let left = lines.iter().filter(|line| !line.repaired).count();
    if options.report.json {
        let view = |line: &Line| json!({ "site": line.site, "rows": line.rows, "what": line.what, "repaired": line.repaired });
        say::json(&json!({ "left": left, "findings": lines.iter().map(view).collect::<Vec<_>>() }));
    } else {
        for Line { site, rows, what, repaired } in &lines {
            let (place, done) =
                (if site.is_empty() { "" } else { ": " }, if *repaired { "repaired: " } else { "" });
            say::data(&format!("{site}{place}{done}{rows} {}", say::plain(what)));
        }
        match (lines.len(), left) {
            (0, _) => say::note("everything is right"),
            (_, 0) => say::note("everything is right again"),
            _ if options.repair => say::note("the rest needs a person"),
            _ => say::note("`dateline check --repair` mends what can be mended; make a backup first"),
        }
    }
    Ok(ExitCode::from(if left > 0 { say::READ_THE_REPORT } else { 0 }))
}

async fn check(house: &House, paper: &Paper, repair: bool, lines: &mut Vec<Line>) -> Result<(), Trouble> {
    let (site, zone) = (paper.id(), paper.zone.clone());
    let mut line = |rows, what: &str, repaired| {
        lines.push(Line { site: paper.site.host.clone(), rows, what: what.to_owned(), repaired });
    };
    let found = house.store.read().await?.check(site, &zone).await?;
    let mut left = found.clone();
    if repair && found.iter().any(|finding| finding.can_be_repaired) {
        let now = SystemClock.now();
        let mended: Result<(), StoreError> =
            house.store.write(move |tx| Box::pin(async move { tx.repair(site, &zone, now).await })).await;
        mended?;
        left = house.store.read().await?.check(site, &paper.zone).await?;
    }
    for finding in &found {
        let rest = left.iter().find(|rest| rest.what == finding.what).map_or(0, |rest| rest.rows);
        if finding.rows > rest {
            line(finding.rows - rest, finding.what, true);
        }
        if rest > 0 {
            line(rest, finding.what, false);
        }
    }
    let mut read = house.store.read().await?;
    for path in read.media_paths(site).await? {
        if house.files.about(path.trim_start_matches('/')).await?.is_none() {
            line(1, &format!("file that is not in the content folder: {path}"), false);
        }
    }
    Ok(())
}

//! `dateline reindex`: the search index, built anew from the stories.
//!
//! Works beside a running server: the old index answers until the new one is put in its place, which the server notices
//! within a second.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::Args;
use dateline_model::Paper;
use dateline_search::Search;
use serde_json::json;

use super::Json;
use crate::house::{House, Trouble};
use crate::say;

/// How often a terminal is told how far it is.
const TELL_EVERY: Duration = Duration::from_millis(500);

/// What to build.
#[derive(Args)]
pub(crate) struct Options {
    /// Only the site with this host name
    #[arg(long = "site", value_name = "HOST")]
    host: Option<String>,
    #[command(flatten)]
    report: Json,
}

/// What became of one site.
struct Built {
    host: String,
    cards: u64,
    took: Duration,
}

/// Builds the indexes of all sites, or of one.
pub(super) async fn run(house: House, options: Options) -> Result<ExitCode, Trouble> {
    let papers = match &options.host {
        Some(host) => vec![house.paper(Some(host)).await?],
        None => house.newsroom.papers().await?,
    };
    let search = Search::open(&house.config.server.data.join("search"))?;
    let mut all = Vec::new();
    for paper in &papers {
        all.push(build(&house, &search, paper).await?);
    }
    if options.report.json {
        let view = |built: &Built| json!({ "site": built.host, "indexed": built.cards, "took_ms": built.took.as_millis() });
        say::json(&json!({ "sites": all.iter().map(view).collect::<Vec<_>>() }));
    } else {
        for Built { host, cards, took } in &all {
            say::data(&format!("{host}: {cards} stories and comments in {:.1} s", took.as_secs_f64()));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn build(house: &House, search: &Search, paper: &Paper) -> Result<Built, Trouble> {
    let begun = Instant::now();
    let total = cards_of(house, paper).await?;
    let building = search.rebuild(&house.store, paper.id());
    tokio::pin!(building);
    let mut tick = tokio::time::interval(TELL_EVERY);
    let cards = loop {
        tokio::select! {
            built = &mut building => break built?,
            _ = tick.tick() => tell(search, paper, total, begun.elapsed()),
        }
    };
    let cards = cards.ok_or("this index is being built already; wait until it is")?;
    if std::io::stderr().is_terminal() {
        say::note("");
    }
    Ok(Built { host: paper.site.host.clone(), cards, took: begun.elapsed() })
}

/// How many stories, pages and comments a site has, about: those in the bin are counted, and not indexed.
async fn cards_of(house: &House, paper: &Paper) -> Result<u64, Trouble> {
    let (mut read, site) = (house.store.read().await?, paper.id());
    let mut total = read.desk_comment_counts(site).await?.approved;
    for kind in [dateline_model::PostKind::Post, dateline_model::PostKind::Page] {
        total += read.desk_count(site, kind, None).await?;
    }
    Ok(u64::try_from(total).unwrap_or_default())
}

/// One line on a terminal, written over again: 312 of 1,204, and how long it will still take.
fn tell(search: &Search, paper: &Paper, total: u64, passed: Duration) {
    let Some(done) = search.state(paper.id()).building.filter(|_| std::io::stderr().is_terminal()) else {
        return;
    };
    let rate = done as f64 / passed.as_secs_f64().max(0.1);
    let left = if rate > 0.0 { (total.saturating_sub(done) as f64 / rate).ceil() } else { 0.0 };
    say::again(&format!("{}: {done} of {total}, about {left:.0} s left", paper.site.host));
}

//! `dateline import`: somebody's site moves in.
//!
//! The command may run beside a server on the same data folder: both write through their own queue, the database
//! lets one in after the other, and the server learns of the stories from the change log.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dateline_egress::{Egress, Policy};
use dateline_model::{Paper, SiteSettings, SystemClock};
use dateline_transfer::{Family, Limits, Manner, MediaWay, Report, Source};

use crate::config::Config;
use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// Files after which progress is told.
const PROGRESS_EVERY: usize = 100;

/// What to import, and where to.
#[derive(Args)]
pub(crate) struct Options {
    /// The export: a file, a folder or a zip
    source: PathBuf,
    /// auto, blogger, wordpress, ghost, markdown, disqus or dateline: where it comes from; usually it says so itself
    #[arg(long, value_name = "FROM", default_value = "auto", value_parser = family)]
    from: From,
    /// Which blog of an export that holds several: the name of its folder or file
    #[arg(long, value_name = "NAME")]
    blog: Option<String>,
    /// Fetch pictures and files from the hosts where they are; those that lie in the export come home without it
    #[arg(long, conflicts_with = "no_media")]
    media: bool,
    /// A folder or zip with the old site's pictures and files, such as the uploads of WordPress
    #[arg(long, value_name = "PATH", conflicts_with = "no_media")]
    files: Option<PathBuf>,
    /// Leave all pictures and files where they are
    #[arg(long)]
    no_media: bool,
    /// Read and count everything, write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    site: OnSite,
    #[command(flatten)]
    report: Json,
}

/// Where exports come from: whatever the file turns out to be, or a system that it must be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Auto,
    Family(Family),
}

fn family(word: &str) -> Result<From, String> {
    if word == "auto" {
        return Ok(From::Auto);
    }
    let known = || Family::ALL.map(Family::as_str).join(", ");
    Family::from_word(word).map(From::Family).ok_or_else(|| format!("it is auto or one of {}", known()))
}

/// Imports and reports. Exit 1 when the report has something to read.
pub(super) async fn run(config: Config, options: Options) -> Result<ExitCode, Trouble> {
    // The source first: a wrong path must leave no empty newspaper behind.
    let (path, blog) = (&options.source, options.blog.as_deref());
    let source = match options.from {
        From::Auto => Source::open(path, blog, Limits::default())?,
        From::Family(family) => Source::open_as(path, family, blog, Limits::default())?,
    };
    let source = match &options.files {
        Some(path) => source.with_files(path)?,
        None => source,
    };
    // The file is looked through while the newspaper opens.
    let ahead = source.clone();
    drop(tokio::task::spawn_blocking(move || ahead.look_ahead()));
    let rehearsal = tempfile::tempdir()?;
    let nothing_there = options.dry_run
        && (!config.has_database() || House::open(config.clone()).await?.newsroom.papers().await?.is_empty());
    let house = if nothing_there {
        let mut elsewhere = config;
        elsewhere.server.data = rehearsal.path().to_owned();
        elsewhere.server.database = String::new();
        House::open_or_make(elsewhere).await?
    } else {
        House::open_or_make(config).await?
    };
    let paper = paper(&house, &options.site).await?;
    house.store.expect_many_rows().await?;
    house.store.keep_in_order().await?;
    if !options.report.json {
        say::note(&format!("reading {} as {}", source.path().display(), source.format().as_str()));
    }
    let manner = Manner {
        dry_run: options.dry_run,
        premises: Some(house.premises()),
        alone: true,
        ..Manner::default()
    };
    let mut report =
        dateline_transfer::import(&house.store, paper.id(), &source, &SystemClock, &manner).await?;
    let brings_files = options.media || source.may_hold_files();
    if brings_files && !options.no_media && !options.dry_run {
        fetch_media(&house, &paper, &source, &manner, options.media, &mut report).await?;
    }
    // Whoever reads the report may switch the machine off.
    house.store.keep_at_once().await?;
    if options.report.json {
        say::data(&report.to_json());
    } else {
        say::data(report.to_string().trim_end());
        if options.dry_run {
            say::note("this was a rehearsal; nothing was written");
        }
    }
    let code = if report.needs_reading() { say::READ_THE_REPORT } else { 0 };
    Ok(ExitCode::from(code))
}

/// Brings pictures and files home. Progress goes to people only: it is told on stderr.
async fn fetch_media(
    house: &House,
    paper: &Paper,
    source: &Source,
    manner: &Manner,
    from_outside: bool,
    report: &mut Report,
) -> Result<(), Trouble> {
    let folder = house.files.clone();
    let egress = if from_outside { Some(Egress::new(Policy::public())?) } else { None };
    let progress = |came: usize, stay: usize| {
        if (came + stay).is_multiple_of(PROGRESS_EVERY) {
            say::note(&format!("{came} files have come home, {stay} stay where they are"));
        }
    };
    let way = MediaWay { folder: &folder, egress: egress.as_ref(), manner, progress: &progress };
    Ok(dateline_transfer::fetch_media(&house.store, paper.id(), source, &way, &SystemClock, report).await?)
}

/// The site that moves in: the one that is named, or the first one of a new installation, which is founded now.
async fn paper(house: &House, site: &OnSite) -> Result<Paper, Trouble> {
    if !house.newsroom.papers().await?.is_empty() {
        return house.paper(site.host.as_deref()).await;
    }
    let host = site.host.as_deref().unwrap_or("*");
    Ok(house.newsroom.found_site(host, SiteSettings::default()).await?)
}

//! `dateline links`: proof, before the name of the site is pointed here, that no address of the old one is lost.
//!
//! Every address that the export tells of is put to the application, in this process and through no network. It must
//! answer, or lead in one step to one that does; what does neither is listed with the reason.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dateline_model::{Clock, SystemClock};
use dateline_transfer::{Limits, LinkReport, LostAddress, Source, Watch, check_links};

use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// Whose addresses, and where they should answer.
#[derive(Args)]
pub(crate) struct Options {
    /// The export that was imported: a file, a folder or a zip
    source: PathBuf,
    /// Which blog of an export that holds several: the name of its folder or file
    #[arg(long, value_name = "NAME")]
    blog: Option<String>,
    #[command(flatten)]
    site: OnSite,
    #[command(flatten)]
    report: Json,
}

/// Asks for every address. Exit 1 when one is lost.
pub(super) async fn run(house: House, options: Options) -> Result<ExitCode, Trouble> {
    let source = Source::open(&options.source, options.blog.as_deref(), Limits::default())?;
    let paper = house.paper(options.site.host.as_deref()).await?;
    let app = house.app().await?;
    let now = SystemClock.now();
    let report = check_links(&app, &house.store, &paper, &source, now, &Watch::default()).await?;
    print(&report, options.report.json);
    Ok(ExitCode::from(if report.lost > 0 { say::READ_THE_REPORT } else { 0 }))
}

fn print(report: &LinkReport, as_json: bool) {
    if as_json {
        return say::json(report);
    }
    let LinkReport { site, checked, answer, lead_on, lost, faults } = report;
    say::data(&format!("{checked} old addresses put to {site}"));
    say::data(&format!("  {answer} answer, {lead_on} lead on in one step, {lost} are lost"));
    for LostAddress { address, reason } in faults {
        say::data(&format!("{}: {}", say::plain(address), say::plain(reason)));
    }
    if *lost > faults.len() {
        say::data(&format!("and {} more", lost - faults.len()));
    }
}

//! `dateline export`: the way out, at any time and without asking anybody.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use dateline_model::{Clock, SystemClock};
use dateline_transfer::{Exported, Target};

use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// What to write, and where.
#[derive(Args)]
pub(crate) struct Options {
    /// A file that is not there yet, or a folder for Markdown
    out: PathBuf,
    /// dateline (everything), wordpress, ghost or markdown (as far as these can carry it)
    #[arg(long, value_name = "TO", default_value = "dateline", value_parser = target)]
    to: Target,
    #[command(flatten)]
    site: OnSite,
    #[command(flatten)]
    report: Json,
}

fn target(word: &str) -> Result<Target, String> {
    let known = || Target::ALL.map(Target::as_str).join(", ");
    Target::from_word(word).ok_or_else(|| format!("it is one of {}", known()))
}

/// Writes a site and reports what could not come along. It may run beside a server: what it writes is the paper of
/// one moment.
pub(super) async fn run(house: House, options: Options) -> Result<ExitCode, Trouble> {
    let Options { out, to, site, report } = options;
    let paper = house.paper(site.host.as_deref()).await?;
    let exported = dateline_transfer::export(&house.store, paper.id(), to, &out, SystemClock.now()).await?;
    if report.json {
        say::json(&serde_json::to_value(&exported)?);
    } else {
        say::data(&lines(&exported));
        say::note(&format!("written to {}", out.display()));
    }
    Ok(ExitCode::SUCCESS)
}

fn lines(exported: &Exported) -> String {
    let Exported { format, site, posts, pages, comments, tags, authors, redirects, left_out } = exported;
    let mut lines = vec![format!("{site} as {format}")];
    for (what, count) in [
        ("posts", posts),
        ("pages", pages),
        ("comments", comments),
        ("tags", tags),
        ("authors", authors),
        ("redirects", redirects),
    ] {
        lines.push(format!("  {what:<10} {count}"));
    }
    if !left_out.is_empty() {
        lines.push("not carried by this format:".to_owned());
    }
    lines.extend(left_out.iter().map(|sentence| format!("  {sentence}")));
    lines.join("\n")
}

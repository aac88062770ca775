//! `dateline export`: the way out, at any time and without asking anybody.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use dateline_model::{Clock, Paper, SystemClock};
use dateline_transfer::{Exported, Standing, Target, Watch, stand_still};

use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// What to write, and where.
#[derive(Args)]
pub(crate) struct Options {
    /// A file that is not there yet, or a folder for Markdown and the static site
    out: PathBuf,
    /// dateline (everything), wordpress, ghost or markdown (as far as these can carry it), static (pages as files)
    #[arg(long, value_name = "TO", default_value = "dateline", value_parser = way)]
    to: Way,
    #[command(flatten)]
    site: OnSite,
    #[command(flatten)]
    report: Json,
}

/// What a site is written as.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// Its content, for another system.
    Content(Target),
    /// Its pages, as a reader sees them.
    Static,
}

fn way(word: &str) -> Result<Way, String> {
    if word == "static" {
        return Ok(Way::Static);
    }
    let known = || Target::ALL.map(Target::as_str).join(", ");
    Target::from_word(word).map(Way::Content).ok_or_else(|| format!("it is static or one of {}", known()))
}

/// Writes a site and reports what could not come along. It may run beside a server: what it writes is the paper of
/// one moment.
pub(super) async fn run(house: House, options: Options) -> Result<ExitCode, Trouble> {
    let Options { out, to, site, report } = options;
    let paper = house.paper(site.host.as_deref()).await?;
    let to = match to {
        Way::Content(to) => to,
        Way::Static => {
            let standing = write_still(&house, &paper, &out).await?;
            if report.json {
                say::json(&standing);
            } else {
                say::data(&still_lines(&standing));
                say::note(&format!("open {}", out.join("index.html").display()));
            }
            return Ok(ExitCode::SUCCESS);
        }
    };
    let (premises, now) = (house.premises(), SystemClock.now());
    let exported = dateline_transfer::export(&house.store, paper.id(), to, &out, now, &premises).await?;
    if report.json {
        say::json(&serde_json::to_value(&exported)?);
    } else {
        say::data(&lines(&exported));
        say::note(&format!("written to {}", out.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the site as files into a folder that is not there yet.
async fn write_still(house: &House, paper: &Paper, out: &Path) -> Result<Standing, Trouble> {
    std::fs::create_dir(out).map_err(|error| {
        format!("{} cannot be made: {error}; give a folder that is not there yet", out.display())
    })?;
    let app = house.app().await?;
    Ok(stand_still(&app, &house.store, paper, out, &Watch::default()).await?)
}

fn still_lines(standing: &Standing) -> String {
    let Standing { site, pages, feeds, files, redirects, left_out } = standing;
    let mut lines = vec![format!("{site} as files")];
    for (what, count) in [("pages", pages), ("feeds", feeds), ("files", files), ("redirects", redirects)] {
        lines.push(format!("  {what:<10} {count}"));
    }
    lines.push("not carried by files:".to_owned());
    lines.extend(left_out.iter().map(|sentence| format!("  {sentence}")));
    lines.join("\n")
}

fn lines(exported: &Exported) -> String {
    let Exported { format, site, posts, pages, comments, tags, authors, redirects, files, left_out } =
        exported;
    let mut lines = vec![format!("{site} as {format}")];
    for (what, count) in [
        ("posts", posts),
        ("pages", pages),
        ("comments", comments),
        ("tags", tags),
        ("authors", authors),
        ("redirects", redirects),
        ("files", files),
    ] {
        lines.push(format!("  {what:<10} {count}"));
    }
    if !left_out.is_empty() {
        lines.push("not carried by this format:".to_owned());
    }
    lines.extend(left_out.iter().map(|sentence| format!("  {sentence}")));
    lines.join("\n")
}

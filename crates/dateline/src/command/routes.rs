//! `dateline routes`: the addresses of a site beside its stories, in Ghost's `routes.yaml`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;

use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// What to do with routes.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Prints the file as it was set; nothing when the site has none
    Show {
        #[command(flatten)]
        site: OnSite,
    },
    /// Gives a site the routes of a file; stories made here move to the addresses that it gives them
    Set {
        /// A routes.yaml in Ghost's format
        file: PathBuf,
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Takes the routes away: the site has the addresses again that every site has
    Reset {
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
}

/// Does what was asked.
pub(super) async fn run(house: House, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::Show { site } => {
            let paper = house.paper(site.host.as_deref()).await?;
            if paper.settings.routes.is_empty() {
                say::note("the site has no routes.yaml: it has the addresses that every site has");
            } else {
                say::data(paper.settings.routes.trim_end());
            }
        }
        Command::Set { file, site, report } => {
            let text = std::fs::read_to_string(&file)
                .map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
            set(&house, &text, &site, &report).await?;
        }
        Command::Reset { site, report } => set(&house, "", &site, &report).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn set(house: &House, text: &str, site: &OnSite, report: &Json) -> Result<(), Trouble> {
    let paper = house.paper(site.host.as_deref()).await?;
    let done = house.newsroom.set_routes(&paper, text).await?;
    if report.json {
        say::json(&json!({ "moved": done.moved, "kept": done.kept }));
    } else {
        say::note(&format!(
            "{} stories moved and left redirects; {} keep the address they came with",
            done.moved, done.kept
        ));
    }
    Ok(())
}

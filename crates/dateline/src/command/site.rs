//! `dateline site`: the papers of this installation.

use std::process::ExitCode;

use clap::Subcommand;
use dateline_model::{Paper, PostKind, SiteSettings};
use serde_json::{Value, json};

use crate::config::Config;
use crate::house::{House, Trouble};
use crate::say;

use super::{Json, OnSite};

/// What to do with sites.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Founds a site that answers to a host name; `*` answers to every name that no other site has
    Add {
        /// The host name, such as example.org
        host: String,
        /// The nameplate
        #[arg(long)]
        title: Option<String>,
        /// The language of the paper, such as en or pt-BR
        #[arg(long)]
        language: Option<String>,
        /// The newsroom's time zone, such as Europe/Lisbon
        #[arg(long, value_name = "ZONE")]
        timezone: Option<String>,
        /// The pattern of stories' permalinks, such as /:year/:month/:slug/
        #[arg(long, value_name = "PATTERN")]
        permalinks: Option<String>,
        #[command(flatten)]
        report: Json,
    },
    /// Lists the sites
    List(Json),
    /// Shows the settings of a site
    Show {
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Changes settings of a site; `host` changes its host name
    Set {
        /// NAME=VALUE; `dateline site show` lists the names
        #[arg(required = true, value_name = "NAME=VALUE")]
        settings: Vec<String>,
        #[command(flatten)]
        site: OnSite,
    },
    /// Removes a site with everything it holds, for good
    Remove {
        /// The host name
        host: String,
        /// Yes, with all stories and comments
        #[arg(long)]
        yes: bool,
    },
}

/// Does what was asked.
pub(super) async fn run(config: Config, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::Add { host, title, language, timezone, permalinks, report } => {
            let house = House::open_or_make(config).await?;
            let wished =
                [("title", title), ("locale", language), ("timezone", timezone), ("permalinks", permalinks)];
            let mut settings = SiteSettings::default();
            for (name, value) in wished {
                if let Some(value) = value {
                    settings.set(name, &value)?;
                }
            }
            let paper = house.newsroom.found_site(&host, settings).await?;
            if report.json {
                say::json(&short(&paper));
            } else {
                say::data(&paper.id().to_string());
            }
        }
        Command::List(report) => list(&House::open(config).await?, &report).await?,
        Command::Show { site, report } => {
            let paper = House::open(config).await?.paper(site.host.as_deref()).await?;
            show(&paper, &report);
        }
        Command::Set { settings, site } => set(&House::open(config).await?, &settings, &site).await?,
        Command::Remove { host, yes } => remove(&House::open(config).await?, &host, yes).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn short(paper: &Paper) -> Value {
    json!({ "id": paper.id().to_string(), "host": paper.site.host, "title": paper.settings.title })
}

async fn list(house: &House, report: &Json) -> Result<(), Trouble> {
    let papers = house.newsroom.papers().await?;
    if report.json {
        say::json(&papers.iter().map(short).collect::<Vec<_>>());
    } else {
        let row =
            |paper: &Paper| [paper.site.host.clone(), paper.settings.title.clone(), paper.id().to_string()];
        say::table(["HOST", "TITLE", "ID"], &papers.iter().map(row).collect::<Vec<_>>());
    }
    Ok(())
}

fn show(paper: &Paper, report: &Json) {
    let rows = paper.settings.to_rows();
    if report.json {
        let mut settings = short(paper);
        for (name, value) in rows {
            settings[name] = Value::String(value);
        }
        say::json(&settings);
    } else {
        say::data(&format!("host = {}", paper.site.host));
        for (name, value) in rows {
            say::data(&format!("{name} = {}", say::plain(&value)));
        }
    }
}

async fn set(house: &House, settings: &[String], site: &OnSite) -> Result<(), Trouble> {
    let mut paper = house.paper(site.host.as_deref()).await?;
    let mut changes = Vec::new();
    let mut host = None;
    for setting in settings {
        let (name, value) = setting.split_once('=').ok_or_else(|| {
            format!("\"{setting}\" is no setting; write NAME=VALUE, such as title=\"The Harbour Bell\"")
        })?;
        match name {
            "host" => host = Some(value.to_owned()),
            name => changes.push((name.to_owned(), value.to_owned())),
        }
    }
    if !changes.is_empty() {
        paper = house.newsroom.change_settings(&paper, &changes).await?;
    }
    if let Some(host) = host {
        house.newsroom.rename_site(&paper, &host).await?;
    }
    Ok(())
}

async fn remove(house: &House, host: &str, yes: bool) -> Result<(), Trouble> {
    let paper = house.paper(Some(host)).await?;
    let mut read = house.store.read().await?;
    let stories = read.desk_count(paper.id(), PostKind::Post, None).await?;
    let pages = read.desk_count(paper.id(), PostKind::Page, None).await?;
    drop(read);
    if !yes {
        return Err(format!(
            "{host} has {stories} stories and {pages} pages, which would be gone for good with their comments; \
             make a backup, then say it again with --yes"
        )
        .into());
    }
    house.newsroom.remove_site(&paper).await?;
    say::note(&format!("{host} is gone, with {stories} stories and {pages} pages"));
    Ok(())
}

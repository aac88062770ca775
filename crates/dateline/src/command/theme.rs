//! `dateline theme`: check, add, activate, list.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use dateline_model::{Clock, Paper, SystemClock};
use dateline_theme::{Brought, Finding, Severity, Shelf, Shown, Theme, check, read_theme};
use serde_json::json;

use crate::house::{House, Trouble};
use crate::{config::Config, say};

use super::{Json, OnSite};

/// What to do with themes.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Tells a designer what is wrong with a theme, where, and what to do
    Check {
        /// A folder or a zip in Ghost's theme format
        path: PathBuf,
        #[command(flatten)]
        report: Json,
    },
    /// Adds a theme to this installation; one that cannot print every page is refused
    Add {
        /// A folder or a zip in Ghost's theme format
        path: PathBuf,
        #[command(flatten)]
        report: Json,
    },
    /// Prints a site with a theme; `standard` is the one that Dateline brings
    Activate {
        /// The name that `theme list` shows
        name: String,
        #[command(flatten)]
        site: OnSite,
    },
    /// Shows the custom settings of a site's theme
    Settings {
        #[command(flatten)]
        site: OnSite,
        #[command(flatten)]
        report: Json,
    },
    /// Changes custom settings of a site's theme
    Set {
        /// KEY=VALUE; `dateline theme settings` lists the keys
        #[arg(required = true, value_name = "KEY=VALUE")]
        settings: Vec<String>,
        #[command(flatten)]
        site: OnSite,
    },
    /// Lists the themes of this installation and the sites that are printed with them
    List(Json),
}

/// The name under which the built-in theme is activated.
const STANDARD: &str = "standard";

/// Does what was asked.
pub(super) async fn run(config: Config, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::Check { path, report } => Ok(tell(&check(read_theme(&path)?), &report)),
        Command::Add { path, report } => add(&config, &path, &report),
        Command::Activate { name, site } => activate(House::open(config).await?, &name, &site).await,
        Command::Settings { site, report } => settings(&House::open(config).await?, &site, &report).await,
        Command::Set { settings, site } => set(&House::open(config).await?, &settings, &site).await,
        Command::List(report) => list(House::open(config).await?, &report).await,
    }
}

/// Prints findings; a theme with fatal findings or errors asks to be read.
fn tell(findings: &[Finding], report: &Json) -> ExitCode {
    if report.json {
        let rows: Vec<_> = findings
            .iter()
            .map(|f| json!({"severity": f.severity.name(), "code": f.code, "file": f.file, "line": f.line, "message": f.message}))
            .collect();
        say::json(&rows);
    } else {
        for finding in findings {
            say::data(&finding.to_string());
        }
        let (fatal, errors) = (of(findings, Severity::Fatal), of(findings, Severity::Error));
        say::note(&format!("{} findings: {fatal} fatal, {errors} errors", findings.len()));
    }
    let severe = findings.iter().any(|finding| finding.severity <= Severity::Error);
    if severe { ExitCode::from(say::READ_THE_REPORT) } else { ExitCode::SUCCESS }
}

fn of(findings: &[Finding], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}

fn add(config: &Config, path: &std::path::Path, report: &Json) -> Result<ExitCode, Trouble> {
    let fallback = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let shelf = Shelf::new(config.themes());
    let (name, findings) = match shelf.add(&fallback, &read_theme(path)?, SystemClock.now())? {
        Brought::Kept { name, findings } => (name, findings),
        Brought::Refused(findings) => {
            tell(&findings, report);
            return Err(
                "the theme cannot print every page and was not added; what serves now goes on serving".into(),
            );
        }
    };
    if report.json {
        say::json(&json!({ "name": name }));
    } else {
        say::data(&name);
        // Ghost takes such themes too: what is gone or unknown prints nothing.
        match of(&findings, Severity::Error) {
            0 => {}
            errors => {
                say::note(&format!("{errors} errors; `dateline theme check {}` lists them", path.display()));
            }
        }
        say::note(&format!("`dateline theme activate {name}` prints a site with it"));
    }
    Ok(ExitCode::SUCCESS)
}

async fn activate(house: House, name: &str, site: &OnSite) -> Result<ExitCode, Trouble> {
    let paper = house.paper(site.host.as_deref()).await?;
    let shelf = Shelf::new(house.config.themes());
    let chosen = match name {
        STANDARD => String::new(),
        name => shelf.meant(name).ok_or_else(|| {
            let known = shelf.names().join(", ");
            format!("there is no theme {name}; the themes are: {STANDARD}, {known}")
        })?,
    };
    if !chosen.is_empty() {
        match shelf.load(&chosen) {
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(format!("{chosen} cannot be used: {error}").into()),
            None => return Err(format!("the folder of {chosen} is gone; add the theme again").into()),
        }
    }
    house.newsroom.change_settings(&paper, &[("theme".to_owned(), chosen)]).await?;
    say::note(&format!("{} is printed with {name} now", paper.site.host));
    Ok(ExitCode::SUCCESS)
}

/// The theme of a site.
fn theme_of(house: &House, paper: &Paper) -> Result<Theme, Trouble> {
    let name = &paper.settings.theme;
    if name.is_empty() {
        return Ok(Theme::standard()?);
    }
    let found = Shelf::new(house.config.themes()).load(name);
    found.ok_or_else(|| format!("the folder of {name} is gone; add the theme again"))?.map_err(Into::into)
}

async fn settings(house: &House, site: &OnSite, report: &Json) -> Result<ExitCode, Trouble> {
    let paper = house.paper(site.host.as_deref()).await?;
    let theme = theme_of(house, &paper)?;
    let settings = &paper.settings;
    let chosen = settings.theme_settings.get(settings.theme_name()).cloned().unwrap_or_default();
    let chosen: Vec<_> = chosen.into_iter().collect();
    let shown = theme.package().shown(&chosen);
    if report.json {
        let row = |shown: &Shown<'_>| json!({"key": shown.key, "type": shown.setting.kind, "value": shown.value, "visible": shown.visible});
        say::json(&shown.iter().map(row).collect::<Vec<_>>());
        return Ok(ExitCode::SUCCESS);
    }
    for shown in &shown {
        let value = shown.value.as_str().map_or_else(|| shown.value.to_string(), str::to_owned);
        let hidden = if shown.visible { "" } else { "  (hidden by another setting)" };
        say::data(&format!("{} = {value}{hidden}", shown.key));
    }
    if shown.is_empty() {
        say::note("the theme has no settings of its own");
    }
    Ok(ExitCode::SUCCESS)
}

async fn set(house: &House, pairs: &[String], site: &OnSite) -> Result<ExitCode, Trouble> {
    let paper = house.paper(site.host.as_deref()).await?;
    let theme = theme_of(house, &paper)?;
    let mut choices = BTreeMap::new();
    for pair in pairs {
        let (key, value) = pair.split_once('=').ok_or_else(|| format!("{pair} is not KEY=VALUE"))?;
        choices.insert(key.to_owned(), theme.package().choice_of(key, value)?);
    }
    house.newsroom.choose_theme_settings(&paper, paper.settings.theme_name(), choices).await?;
    Ok(ExitCode::SUCCESS)
}

async fn list(house: House, report: &Json) -> Result<ExitCode, Trouble> {
    let papers = house.newsroom.papers().await?;
    let sites = |theme: &str| -> Vec<String> {
        papers
            .iter()
            .filter(|paper| paper.settings.theme == theme)
            .map(|paper| paper.site.host.clone())
            .collect()
    };
    let mut rows = vec![(STANDARD.to_owned(), sites(""))];
    rows.extend(
        Shelf::new(house.config.themes()).names().into_iter().map(|name| (name.clone(), sites(&name))),
    );
    if report.json {
        let rows: Vec<_> = rows.iter().map(|(name, sites)| json!({ "name": name, "sites": sites })).collect();
        say::json(&rows);
    } else {
        for (name, sites) in &rows {
            say::data(format!("{name}  {}", sites.join(" ")).trim_end());
        }
    }
    Ok(ExitCode::SUCCESS)
}

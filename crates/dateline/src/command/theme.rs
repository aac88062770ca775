//! `dateline theme`: check, add, activate, list.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use dateline_theme::{Finding, Severity, Theme, check};
use serde_json::json;

use crate::house::{House, Trouble};
use crate::{config::Config, say, themes};

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
    /// Lists the themes of this installation and the sites that are printed with them
    List(Json),
}

/// The name under which the built-in theme is activated.
const STANDARD: &str = "standard";

/// Does what was asked.
pub(super) async fn run(config: Config, command: Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::Check { path, report } => Ok(tell(&check(themes::read(&path)?), &report)),
        Command::Add { path, report } => add(&config, &path, &report),
        Command::Activate { name, site } => activate(House::open(config).await?, &name, &site).await,
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
    let files = themes::read(path)?;
    let findings = check(files.clone());
    if of(&findings, Severity::Fatal) > 0 {
        tell(&findings, report);
        return Err(
            "the theme cannot print every page and was not added; what serves now goes on serving".into()
        );
    }
    let theme = Theme::load(files.clone())?;
    let own = theme.package().name.clone();
    let fallback = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let name = themes::keep(&config.themes(), if own.is_empty() { &fallback } else { &own }, &files)?;
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
    let chosen = match name {
        STANDARD => String::new(),
        name => themes::meant(&house.config.themes(), name).ok_or_else(|| {
            let known = themes::names(&house.config.themes()).join(", ");
            format!("there is no theme {name}; the themes are: {STANDARD}, {known}")
        })?,
    };
    if !chosen.is_empty() {
        match themes::source(house.config.themes())(&chosen) {
            Some(Ok(_)) => {}
            Some(Err(error)) => return Err(format!("{chosen} cannot be used: {error}").into()),
            None => return Err(format!("the folder of {chosen} is gone; add the theme again").into()),
        }
    }
    house.newsroom.change_settings(&paper, &[("theme".to_owned(), chosen)]).await?;
    say::note(&format!("{} is printed with {name} now", paper.site.host));
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
    rows.extend(themes::names(&house.config.themes()).into_iter().map(|name| (name.clone(), sites(&name))));
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

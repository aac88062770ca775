//! The commands, one family to a file.

mod backup;
mod check;
mod comment;
mod config;
mod export;
mod import;
mod key;
mod links;
mod mail;
mod post;
mod reindex;
mod routes;
mod serve;
mod site;
mod theme;
mod user;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::config::{Config, Flags};
use crate::house::{House, Trouble};
use crate::say;

/// What can be asked of Dateline.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Runs the sites of the data folder; the first start founds one
    Serve(serve::Options),
    /// Runs a sample newspaper from a temporary folder
    Demo(serve::Options),
    /// Moves a site in from its export: a file, a folder or a zip
    Import(import::Options),
    /// Writes a site out: as an archive, or for another system
    Export(export::Options),
    /// Asks this site for every address of an old one, as its export tells them
    Links(links::Options),
    /// The sites of this installation
    #[command(subcommand)]
    Site(site::Command),
    /// Accounts of the staff
    #[command(subcommand)]
    User(user::Command),
    /// Keys for programs, in Ghost's shapes
    #[command(subcommand)]
    Key(key::Command),
    /// The moderation queue
    #[command(subcommand)]
    Comment(comment::Command),
    /// Addresses beside the stories, in Ghost's routes.yaml
    #[command(subcommand)]
    Routes(routes::Command),
    /// Themes in Ghost's format
    #[command(subcommand)]
    Theme(theme::Command),
    /// Letters: whether they can be sent, which of them wait, who gets none
    #[command(subcommand)]
    Mail(mail::Command),
    /// Stories and pages
    #[command(subcommand)]
    Post(post::Command),
    /// Copies database and content folder while the site runs
    Backup(backup::Backup),
    /// Puts a backup into an empty data folder
    Restore(backup::Restore),
    /// Proves counters, links between rows, permalinks and files
    Check(check::Options),
    /// Builds the search index anew, while the old one answers
    Reindex(reindex::Options),
    /// Brings the database to this release's shape, as the first start of a new release does
    Migrate,
    /// The configuration from all its layers
    #[command(subcommand)]
    Config(config::Command),
    /// Prints the version
    Version(Json),
}

/// Which site a command is about.
#[derive(Args)]
pub(crate) struct OnSite {
    /// The site's host name; needed when there are several
    #[arg(long = "site", value_name = "HOST")]
    host: Option<String>,
}

/// How a command reports.
#[derive(Args)]
pub(crate) struct Json {
    /// Report as JSON
    #[arg(long)]
    json: bool,
}

/// Does what was asked.
pub(crate) async fn run(flags: Flags, command: Command) -> Result<ExitCode, Trouble> {
    if let Command::Version(options) = &command {
        return Ok(version(options));
    }
    let config = Config::load(&flags)?;
    if !matches!(command, Command::Serve(_) | Command::Demo(_)) {
        serve::log_to_stderr("warn")?;
    }
    match command {
        Command::Serve(options) => serve::serve(config, options).await,
        Command::Demo(options) => Box::pin(serve::demo(config, &flags, options)).await,
        Command::Import(options) => Box::pin(import::run(config, options)).await,
        Command::Site(command) => site::run(config, command).await,
        Command::Restore(options) => backup::restore(config, options).await,
        Command::Migrate => migrate(config).await,
        Command::Config(command) => config::run(&config, &command),
        Command::Theme(command) => theme::run(config, command).await,
        Command::User(command) => user::run(House::open(config).await?, command).await,
        Command::Key(command) => key::run(House::open(config).await?, command).await,
        Command::Comment(command) => comment::run(House::open(config).await?, command).await,
        Command::Routes(command) => routes::run(House::open(config).await?, command).await,
        Command::Mail(command) => mail::run(House::open(config).await?, command).await,
        Command::Post(command) => Box::pin(post::run(House::open(config).await?, command)).await,
        Command::Backup(options) => backup::backup(House::open(config).await?, options).await,
        Command::Links(options) => links::run(House::open(config).await?, options).await,
        Command::Export(options) => export::run(House::open(config).await?, options).await,
        Command::Check(options) => check::run(House::open(config).await?, options).await,
        Command::Reindex(options) => reindex::run(House::open(config).await?, options).await,
        Command::Version(options) => Ok(version(&options)),
    }
}

async fn migrate(config: Config) -> Result<ExitCode, Trouble> {
    // Only one release may use the tables while they change.
    let _claim = crate::house::Claim::take(&config.server.data)?;
    House::open_or_make(config).await?;
    say::note("the database has this release's shape");
    Ok(ExitCode::SUCCESS)
}

fn version(options: &Json) -> ExitCode {
    let version = env!("CARGO_PKG_VERSION");
    if options.json {
        say::json(&serde_json::json!({ "version": version }));
    } else {
        say::data(&format!("dateline {version}"));
    }
    ExitCode::SUCCESS
}

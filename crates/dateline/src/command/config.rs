//! `dateline config`: what the configuration is, whatever layer it came from.

use std::process::ExitCode;

use clap::Subcommand;

use crate::config::Config;
use crate::house::Trouble;
use crate::say;

use super::Json;

/// What to do with the configuration.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Prints every setting as dateline.toml would say it
    Show(Json),
    /// Says whether the configuration can be used
    Check,
}

/// The configuration was read before we came here, and what is wrong with it was said then.
pub(super) fn run(config: &Config, command: &Command) -> Result<ExitCode, Trouble> {
    match command {
        Command::Show(options) if options.json => say::json(&config.shown()),
        Command::Show(_) => say::data(config.shown().to_toml().trim_end()),
        Command::Check => {
            dateline_web::client_address::TrustedProxies::parse(&config.server.trusted_proxies)
                .map_err(|error| format!("server.trusted_proxies: {error}"))?;
            say::note("the configuration can be used");
        }
    }
    Ok(ExitCode::SUCCESS)
}

//! Trials of endurance: a real server is killed, runs out of disk, is started twice; what it acknowledged must be
//! there afterwards, and `dateline check` must find everything right.

mod full_disk;
mod hours;
mod imports;
mod kills;
mod server;

use std::{collections::BTreeMap, path::PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::BenchError;
use server::Paper;

/// What the server has to endure.
#[derive(Subcommand)]
pub(crate) enum Trial {
    /// kill -9 under a load of comments, again and again: no acknowledged comment may be lost
    Kills(kills::Options),
    /// kill -9 around the hours of scheduled stories: each comes out once, and soon
    Hours(hours::Options),
    /// kill -9 in the middle of an import, again and again: run to its end it leaves what one clean run leaves
    Imports(imports::Options),
    /// A disk that fills up: clear refusals, nothing lost, and on it goes when there is room again
    FullDisk(full_disk::Options),
}

/// What every trial needs.
#[derive(Args)]
pub(crate) struct Subject {
    /// The binary to try
    #[arg(long, default_value = "target/release/dateline")]
    dateline: PathBuf,
    /// The data folder, which must not be there yet
    #[arg(long)]
    data: PathBuf,
}

/// Runs a trial. Its report says what was lost; the exit code is for what could not be tried.
pub(crate) async fn run(trial: &Trial) -> Result<Value, BenchError> {
    match trial {
        Trial::Kills(options) => kills::run(options).await,
        Trial::Hours(options) => hours::run(options).await,
        Trial::Imports(options) => imports::run(options).await,
        Trial::FullDisk(options) => full_disk::run(options).await,
    }
}

/// Compares what was acknowledged with what is there.
fn verdict(paper: &Paper, acknowledged: &[String]) -> Result<Value, BenchError> {
    let comments: Value = paper.json(&["comment", "list", "--all"])?;
    let mut found: BTreeMap<&str, u64> = BTreeMap::new();
    for comment in comments.as_array().into_iter().flatten() {
        let text = comment["body"].as_str().unwrap_or_default();
        *found.entry(text.split(' ').next().unwrap_or_default()).or_default() += 1;
    }
    let times = |token: &String| found.get(token.as_str()).copied().unwrap_or_default();
    Ok(json!({
        "acknowledged": acknowledged.len(),
        "lost": acknowledged.iter().filter(|token| times(token) == 0).count(),
        "doubled": found.values().filter(|times| **times > 1).count(),
        "stored": found.len(),
        "check": paper.json(&["check"])?,
    }))
}

//! kill -9 under a load of comments.

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};

use super::{
    Subject,
    server::{Paper, tokens},
    verdict,
};
use crate::{BenchError, comments, random::Random};

/// How often the server is killed.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    subject: Subject,
    /// How often
    #[arg(long, default_value_t = 50)]
    rounds: u64,
}

/// A server lives this long under load at least, and up to twice as long, in milliseconds.
const LIFE: u64 = 300;

/// Starts, loads and kills a server again and again on one data folder, then counts.
pub(super) async fn run(options: &Options) -> Result<Value, BenchError> {
    let paper = Paper::found(&options.subject)?;
    let mut chance = Random::seeded(50);
    let mut acknowledged = Vec::new();
    let file = paper.data.with_extension("acknowledged");
    for round in 0..options.rounds {
        let server = paper.serve()?;
        let load = server.load(&format!("kill-{round}"), 30, &file);
        let life = Duration::from_millis(LIFE + chance.below(LIFE));
        let death = async {
            tokio::time::sleep(life).await;
            server.kill()
        };
        let (loaded, killed) = tokio::join!(comments::run(&load), death);
        killed?;
        // A server that died before its first form was found has acknowledged nothing.
        if loaded.is_ok() {
            acknowledged.extend(tokens(&file)?);
        }
    }
    let verdict = verdict(&paper, &acknowledged)?;
    Ok(json!({ "trial": "kills", "rounds": options.rounds, "verdict": verdict }))
}

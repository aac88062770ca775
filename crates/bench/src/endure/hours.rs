//! kill -9 around the hours at which stories are to come out.

use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value, json};

use super::{Subject, server::Paper};
use crate::{BenchError, random::Random};

/// How many stories wait.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    subject: Subject,
    /// How many; their hours are a tenth of a second apart
    #[arg(long, default_value_t = 40)]
    stories: u64,
}

/// From now to the first hour, in milliseconds: time to write them all.
const LEAD: i64 = 8_000;
const APART: i64 = 100;
/// What the newspaper promises about the hour, in milliseconds.
const PROMISE: u64 = 2_000;

/// Kills the server a few times a second while the hours pass, then once more lets it be.
pub(super) async fn run(options: &Options) -> Result<Value, BenchError> {
    let paper = Paper::found(&options.subject)?;
    let first = now() + LEAD;
    let mut stories = Vec::new();
    for number in 0..options.stories {
        let hour = moment(first + APART * number as i64);
        let story = paper.write_story(&format!("Waiting {number}"), &["--at", &hour])?;
        stories.push(story["id"].as_str().unwrap_or_default().to_owned());
    }
    let mut chance = Random::seeded(7);
    let mut kills = 0;
    while now() < first + APART * options.stories as i64 {
        let server = paper.serve()?;
        tokio::time::sleep(Duration::from_millis(50 + chance.below(700))).await;
        server.kill()?;
        kills += 1;
    }
    let server = paper.serve()?;
    let late = undisturbed(&paper, &server).await?;
    let mut out = 0;
    for id in &stories {
        out += u64::from(paper.json(&["post", "show", id])?["status"] == "published");
    }
    let check = paper.json(&["check"])?;
    Ok(json!({
        "trial": "hours", "stories": options.stories, "kills": kills, "out": out,
        "late_ms": late, "promised_ms": PROMISE, "check": check,
    }))
}

/// How many milliseconds after its hour a story can be read while nothing disturbs the server and nobody reads.
async fn undisturbed(paper: &Paper, server: &super::server::Server) -> Result<u64, BenchError> {
    let hour = now() + 3_000;
    let story = paper.write_story("Undisturbed", &["--at", &moment(hour)])?;
    let path = story["url"].as_str().unwrap_or_default().to_owned();
    tokio::time::sleep(Duration::from_millis((hour - now()).max(0) as u64)).await;
    let started = Instant::now();
    while server.status(&path).await != Some(200) {
        if started.elapsed() > Duration::from_millis(5 * PROMISE) {
            return Err(BenchError::NeverStarted(path, 10));
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(started.elapsed().as_millis() as u64)
}

#[expect(clippy::disallowed_methods, reason = "the server under trial lives in real time")]
fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

fn moment(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).map(|at| at.to_string()).unwrap_or_default()
}

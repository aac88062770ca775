//! From the start of a server to its first 200.

use std::{
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use clap::Args;
use serde_json::{Value, json};

use crate::{BenchError, latency::Latencies, target::Target};

/// What to start, and where it answers.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    target: Target,
    /// How often; the server is killed after each
    #[arg(long, default_value_t = 10)]
    rounds: u32,
    /// The command that starts the server, after `--`
    #[arg(last = true, required = true)]
    command: Vec<String>,
}

/// How long a server may take, in seconds.
const PATIENCE: u64 = 30;

/// Kills the server whatever happens to the measurement.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing left to do.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the server again and again.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let subject = options.target.subject()?;
    let mut times = Latencies::default();
    for _ in 0..options.rounds {
        let started = Instant::now();
        let (program, arguments) = options.command.split_first().ok_or(BenchError::Answer("no command"))?;
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let _server = Server(child);
        loop {
            let answer = subject.client().get(&subject.path, "identity").await;
            if answer.is_ok_and(|answer| answer.status == 200) {
                break;
            }
            if started.elapsed().as_secs() >= PATIENCE {
                return Err(BenchError::NeverStarted(subject.url.clone(), PATIENCE));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        times.add(started.elapsed());
    }
    Ok(json!({
        "rounds": times.count(),
        "median_ms": times.percentile(50),
        "max_ms": times.percentile(100),
    }))
}

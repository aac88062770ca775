//! Readers who read as fast as the server lets them.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    path::PathBuf,
    rc::Rc,
    time::{Duration, Instant},
};

use clap::Args;
use serde_json::{Value, json};
use tokio::task::LocalSet;

use crate::{
    BenchError,
    http::{Address, Client},
    latency::Latencies,
};

/// Whom to load, and how.
#[derive(Args)]
pub(crate) struct Options {
    /// `http://127.0.0.1:PORT`
    #[arg(long)]
    url: String,
    /// `Host` to send, where it is not the address
    #[arg(long)]
    host: Option<String>,
    /// File with one path to a line
    #[arg(long)]
    paths: PathBuf,
    /// Readers at the same time
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// How long; the list is read again from its start as often as needed
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Reads every path once and stops
    #[arg(long)]
    once: bool,
    /// `Accept-Encoding` to send
    #[arg(long, default_value = "identity")]
    encoding: String,
}

/// Failures in a row after which a reader takes the server for dead.
const PATIENCE: u32 = 3;

#[derive(Default)]
struct Tally {
    times: Latencies,
    statuses: BTreeMap<u16, u64>,
    bytes: u64,
    broken: u64,
    next: usize,
}

/// Reads until the time is over, the list is read or the server is gone.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let address = Address::parse(&options.url)?;
    let host = options.host.clone().unwrap_or_else(|| address.authority.clone());
    let list = std::fs::read_to_string(&options.paths)
        .map_err(|source| BenchError::File { path: options.paths.clone(), source })?;
    let paths: Vec<String> = list.lines().filter(|line| line.starts_with('/')).map(str::to_owned).collect();
    if paths.is_empty() {
        return Err(BenchError::NoPaths(options.paths.clone()));
    }
    let paths = Rc::new(paths);
    let tally = Rc::new(RefCell::new(Tally::default()));
    let started = Instant::now();
    let until = (!options.once).then(|| started + Duration::from_secs(options.seconds));
    let readers = LocalSet::new();
    for _ in 0..options.connections {
        let reader = Reader {
            client: Client::new(&address.authority, &host),
            encoding: options.encoding.clone(),
            paths: Rc::clone(&paths),
            tally: Rc::clone(&tally),
        };
        readers.spawn_local(reader.read_until(until));
    }
    readers.await;
    let seconds = started.elapsed().as_secs_f64();
    let tally = &mut *tally.borrow_mut();
    let answers = tally.times.count();
    Ok(json!({
        "answers": answers,
        "per_second": (answers as f64 / seconds).round(),
        "p50_ms": tally.times.percentile(50),
        "p99_ms": tally.times.percentile(99),
        "max_ms": tally.times.percentile(100),
        "statuses": tally.statuses.iter().map(|(status, count)| (status.to_string(), json!(count))).collect::<serde_json::Map<_, _>>(),
        "body_bytes": tally.bytes,
        "broken": tally.broken,
        "seconds": seconds,
    }))
}

struct Reader {
    client: Client,
    encoding: String,
    paths: Rc<Vec<String>>,
    tally: Rc<RefCell<Tally>>,
}

impl Reader {
    /// Without an hour to stop at, until every path has been read by somebody.
    async fn read_until(mut self, until: Option<Instant>) {
        let mut failures = 0;
        while failures < PATIENCE {
            let number = {
                let mut tally = self.tally.borrow_mut();
                tally.next += 1;
                tally.next - 1
            };
            let over = match until {
                Some(until) => Instant::now() >= until,
                None => number >= self.paths.len(),
            };
            if over {
                return;
            }
            let sent = Instant::now();
            let answer = self.client.get(&self.paths[number % self.paths.len()], &self.encoding).await;
            let mut tally = self.tally.borrow_mut();
            if let Ok(answer) = answer {
                failures = 0;
                tally.times.add(sent.elapsed());
                tally.bytes += answer.body.len() as u64;
                *tally.statuses.entry(answer.status).or_default() += 1;
            } else {
                failures += 1;
                tally.broken += 1;
            }
        }
    }
}

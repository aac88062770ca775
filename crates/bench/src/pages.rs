//! Readers who read as fast as the server lets them.

use std::{
    cell::Cell,
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

use clap::Args;
use serde_json::Value;
use tokio::{task::LocalSet, time::Instant};

use crate::{
    BenchError,
    http::Client,
    tally::{Shared, Tally},
    target::Target,
};

/// Whom to load, and how.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    target: Target,
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

/// Reads until the time is over, the list is read or the server is gone.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let subject = options.target.subject()?;
    let paths = Rc::new(paths_in(&options.paths)?);
    let started = Instant::now();
    let (tally, next) = (Tally::shared(started), Rc::new(Cell::new(0)));
    let until = (!options.once).then(|| started + Duration::from_secs(options.seconds));
    let readers = LocalSet::new();
    for _ in 0..options.connections {
        let reader = Reader {
            client: subject.client(),
            encoding: options.encoding.clone(),
            paths: Rc::clone(&paths),
            next: Rc::clone(&next),
            tally: Rc::clone(&tally),
        };
        readers.spawn_local(reader.read_until(until));
    }
    readers.await;
    let seconds = started.elapsed().as_secs_f64();
    Ok(tally.borrow_mut().told(seconds))
}

/// The paths in a file, one to a line.
pub(crate) fn paths_in(file: &Path) -> Result<Vec<String>, BenchError> {
    let list =
        std::fs::read_to_string(file).map_err(|source| BenchError::File { path: file.to_owned(), source })?;
    let paths: Vec<String> = list.lines().filter(|line| line.starts_with('/')).map(str::to_owned).collect();
    if paths.is_empty() { Err(BenchError::NoPaths(file.to_owned())) } else { Ok(paths) }
}

struct Reader {
    client: Client,
    encoding: String,
    paths: Rc<Vec<String>>,
    /// How many were asked for so far.
    next: Rc<Cell<usize>>,
    tally: Shared,
}

impl Reader {
    /// Without an hour to stop at, until every path has been read by somebody.
    async fn read_until(mut self, until: Option<Instant>) {
        let mut failures = 0;
        while failures < PATIENCE {
            let number = self.next.replace(self.next.get() + 1);
            let over = match until {
                Some(until) => Instant::now() >= until,
                None => number >= self.paths.len(),
            };
            if over {
                return;
            }
            let sent = Instant::now();
            let answer = self.client.get(&self.paths[number % self.paths.len()], &self.encoding).await;
            let came = self.tally.borrow_mut().note(sent, &answer);
            failures = if came { 0 } else { failures + 1 };
        }
    }
}

//! Connections that are held open, at rest or on purpose, and what readers who come anew notice of them.

use std::{
    cell::Cell,
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    rc::Rc,
    time::Duration,
};

use clap::{Args, ValueEnum};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    runtime::Builder,
    task::{LocalSet, spawn_blocking},
    time::{Instant, sleep, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use crate::{
    BenchError,
    form::Form,
    readers::{Over, Reading},
    target::{Subject, Target},
};

/// Whose connections, and how many.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    target: Target,
    /// Connections that are held; whatever the server closes is opened again
    #[arg(long, default_value_t = 10_000)]
    connections: u32,
    /// What they are held by
    #[arg(long, value_enum, default_value = "rest")]
    by: Hold,
    /// The server's process, to tell the memory it takes
    #[arg(long)]
    pid: Option<u32>,
    /// Each page is asked for on a connection of its own
    #[command(flatten)]
    reading: Reading,
}

/// The ways to hold a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Hold {
    /// A page was read, and nothing more is asked
    Rest,
    /// Nothing is ever said
    Silence,
    /// The lines of a request, a byte each second
    Headers,
    /// A comment whose text comes a byte each second
    Body,
    /// A page is asked for again and again and no answer is read
    Deaf,
}

/// Connections that one of this machine's addresses opens, so that the system has a port for each.
const OF_ONE_ADDRESS: u32 = 5_000;
/// Connections that are opened at once.
const AT_ONCE: u32 = 64;
/// A byte comes so late.
const DRIP: Duration = Duration::from_secs(1);
/// Requests that a deaf reader sends before it waits to be closed.
const DEAF_REQUESTS: usize = 64;
/// What they say at first is answered by then.
const SETTLED: Duration = Duration::from_secs(2);
/// How long it may take until every connection is held.
const PATIENCE: Duration = Duration::from_mins(1);

/// Reads in peace, then beside the held connections, and tells both.
pub(crate) async fn run(options: &Options) -> Result<Value, BenchError> {
    let subject = options.target.subject()?;
    allow_files(u64::from(options.connections) + 1_000)?;
    let page = subject.client().get(&subject.path, "identity").await?;
    if page.status != 200 {
        return Err(BenchError::NotTaken(subject.url, page.status, page.text()));
    }
    let held = match (options.by, Form::find(&page.text(), &subject.path)) {
        (Hold::Body, None) => return Err(BenchError::NoForm(subject.url)),
        (Hold::Body, Some(form)) => subject.at(form.action),
        _ => subject.clone(),
    };
    let memory_before = options.pid.map(memory).transpose()?;
    let mut quiet = options.reading.read(&subject, Instant::now(), "gzip", Over::ANewOne).await;
    let over = CancellationToken::new();
    let (counts, mut told) = tokio::sync::watch::channel((0, 0));
    let holding = {
        let (over, by, connections) = (over.clone(), options.by, options.connections);
        spawn_blocking(move || hold(by, connections, &held, &over, &counts))
    };
    // Slow ones may be closed before the last is opened; most of them is enough.
    let most = options.connections - options.connections / 20;
    let all_held = timeout(PATIENCE, told.wait_for(|(open, _)| *open >= most)).await;
    let open = all_held.ok().and_then(Result::ok).map(|now| now.0);
    sleep(SETTLED).await;
    let memory_held = options.pid.map(memory).transpose()?;
    let mut beside = options.reading.read(&subject, Instant::now(), "gzip", Over::ANewOne).await;
    let (still_open, closed) = *told.borrow();
    over.cancel();
    holding.await.map_err(std::io::Error::from)??;
    let seconds = options.reading.seconds as f64;
    let ratio = beside.percentile(99) / quiet.percentile(99).max(f64::EPSILON);
    Ok(json!({
        "held_by": format!("{:?}", options.by).to_lowercase(),
        "connections": options.connections,
        "open_before_reading": open,
        "open_after_reading": still_open,
        "closed_by_the_server": closed,
        "memory_kib": { "before": memory_before, "held": memory_held },
        "quiet": quiet.told(seconds),
        "beside": beside.told(seconds),
        "readers_p99_ratio": (ratio * 100.0).round() / 100.0,
    }))
}

/// Raises the limit of open files of this program to `files`, if the system lets it.
fn allow_files(files: u64) -> Result<(), BenchError> {
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= files) {
        return Ok(());
    }
    let maximum = limit.maximum.map(|maximum| maximum.max(files));
    setrlimit(Resource::Nofile, Rlimit { current: Some(files), maximum }).map_err(std::io::Error::from)?;
    Ok(())
}

/// Memory of a process that is its own, in KiB.
fn memory(pid: u32) -> Result<u64, BenchError> {
    let path = PathBuf::from(format!("/proc/{pid}/status"));
    let status =
        std::fs::read_to_string(&path).map_err(|source| BenchError::File { path: path.clone(), source })?;
    let own = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    let own = own.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    own.ok_or(BenchError::Answer("the system does not say what memory the server takes"))
}

/// How many are open, and how many the server has closed.
type Counts = tokio::sync::watch::Sender<(u32, u64)>;

/// Holds the connections on a thread of their own until it is over. Whoever holds them is elsewhere, and takes no processor
/// from readers or from the server.
fn hold(
    by: Hold,
    connections: u32,
    subject: &Subject,
    over: &CancellationToken,
    counts: &Counts,
) -> std::io::Result<()> {
    crate::flood::stand_back()?;
    let (all, opening) = (LocalSet::new(), Rc::new(Cell::new(0)));
    for number in 0..connections {
        let (subject, over, counts) = (subject.clone(), over.clone(), counts.clone());
        let holder = Holder { by, subject, source: source(number), counts, opening: Rc::clone(&opening) };
        all.spawn_local(async move {
            // One after the other, as they would come over a network.
            sleep(Duration::from_micros(200) * number).await;
            over.run_until_cancelled(holder.live()).await;
        });
    }
    Builder::new_current_thread().enable_all().build()?.block_on(all);
    Ok(())
}

/// The address of a holder: 127.2.0.1 and so on.
fn source(number: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from_bits(Ipv4Addr::new(127, 2, 0, 1).to_bits() + number / OF_ONE_ADDRESS))
}

/// One who holds a connection.
struct Holder {
    by: Hold,
    subject: Subject,
    source: IpAddr,
    counts: Counts,
    opening: Rc<Cell<u32>>,
}

impl Holder {
    async fn live(self) {
        loop {
            while self.opening.get() >= AT_ONCE {
                sleep(Duration::from_millis(1)).await;
            }
            self.opening.set(self.opening.get() + 1);
            let opened = self.open().await;
            self.opening.set(self.opening.get() - 1);
            let Ok(mut stream) = opened else {
                sleep(DRIP).await;
                continue;
            };
            self.counts.send_modify(|(open, _)| *open += 1);
            // However it ended: the server had enough of it.
            let _ = self.keep(&mut stream).await;
            self.counts.send_modify(|(open, closed)| (*open, *closed) = (*open - 1, *closed + 1));
        }
    }

    async fn open(&self) -> Result<TcpStream, BenchError> {
        let mut client = self.subject.client_from(self.source);
        if self.by == Hold::Rest {
            client.get(&self.subject.path, "gzip").await?;
        }
        Ok(client.into_stream().await?)
    }

    /// Holds the connection until it ends.
    async fn keep(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        let (host, path) = (&self.subject.host, &self.subject.path);
        match self.by {
            Hold::Rest | Hold::Silence => end_of(stream).await,
            Hold::Headers => {
                drip(stream, format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: slow\r\n").bytes())
                    .await
            }
            Hold::Body => {
                let head = format!(
                    "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                     Content-Length: 4000\r\n\r\nbody="
                );
                stream.write_all(head.as_bytes()).await?;
                drip(stream, std::iter::repeat_n(b'a', 4_000)).await
            }
            Hold::Deaf => {
                let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
                stream.write_all(request.repeat(DEAF_REQUESTS).as_bytes()).await?;
                // Nothing is read, so the end shows only in a write.
                loop {
                    sleep(DRIP).await;
                    stream.write_all(b"G").await?;
                }
            }
        }
    }
}

/// Sends a byte each second, until the server answers or ends the connection.
async fn drip(stream: &mut TcpStream, bytes: impl Iterator<Item = u8>) -> std::io::Result<()> {
    let mut next = Instant::now();
    for byte in bytes {
        stream.write_all(&[byte]).await?;
        next += DRIP;
        tokio::select! {
            () = sleep_until(next) => {}
            ended = end_of(stream) => return ended,
        }
    }
    end_of(stream).await
}

/// Waits until the server ends the connection; what it says until then is not looked at.
async fn end_of(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut said = [0; 4_096];
    while stream.read(&mut said).await? > 0 {}
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use tokio::net::TcpListener;

    #[test]
    fn ten_thousand_connections_come_from_addresses_of_this_machine() {
        let all: std::collections::HashSet<_> = (0..10_000).map(source).collect();
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(IpAddr::is_loopback));
    }

    #[tokio::test]
    async fn a_server_that_ends_slow_connections_is_told_of_and_they_come_back() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let over = CancellationToken::new();
        let (counts, mut told) = tokio::sync::watch::channel((0, 0));
        let holding = {
            let (over, subject) = (over.clone(), Target::at(&url).subject().unwrap());
            spawn_blocking(move || hold(Hold::Silence, 3, &subject, &over, &counts))
        };
        let mut open = Vec::new();
        for _ in 0..3 {
            open.push(listener.accept().await.unwrap().0);
        }
        told.wait_for(|(open, _)| *open == 3).await.unwrap();
        drop(open.pop());
        let _again = listener.accept().await.unwrap();
        told.wait_for(|counts| *counts == (3, 1)).await.unwrap();
        over.cancel();
        holding.await.unwrap().unwrap();
    }
}

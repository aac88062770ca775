//! The accept loop: every connection has deadlines, so no client can hold one for nothing.
//!
//! hyper parses HTTP; this module decides how long it may take. HTTP/1.1 and HTTP/2 with prior knowledge are told
//! apart by the first bytes, under a deadline of our own (the sniff of hyper-util has none).
//!
//! Beyond [`Limits::connections`] a newcomer gets a ready-made 503 and is closed at once: a full house says so,
//! instead of leaving readers in a queue that an attacker keeps full.

mod connection;
mod deadline;
mod express;
mod lanes;
mod line;
mod paced_body;
mod pulse;
mod repeat;
mod service;
mod share;
mod tls;

pub use express::{AtHand, DATE_BYTES, PlainGet, Ready, find as find_at_hand};
pub(crate) use express::{date_line, head_of};
pub use paced_body::BodyError;
pub use tls::{Certificate, CertificateError};

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use lanes::{Lanes, Word};
use line::Line;
use share::Share;
use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// What one client may take. Every deadline ends in a closed connection, with an answer where HTTP allows one. A connection
/// has between a half and the whole of each time, so that those who came in one moment do not go in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Connections served at once; the next ones get 503.
    pub connections: usize,
    /// From the accepted connection to its first byte.
    pub first_byte: Duration,
    /// From a request's first byte to the end of its headers (HTTP/1.1).
    pub headers: Duration,
    /// How long a connection may rest between two requests.
    pub idle: Duration,
    /// A request body must bring [`Limits::body_floor`] bytes per second, measured over windows of this length;
    /// a slower one is answered 408.
    pub body_window: Duration,
    /// Bytes per second; see [`Limits::body_window`].
    pub body_floor: u64,
    /// How long the client may refuse to take any byte of an answer.
    pub write_stall: Duration,
    /// Bytes of request line and headers together; at least 8192 (hyper's smallest buffer). More is 431.
    pub header_bytes: usize,
    /// Number of header lines (HTTP/1.1). More is 431.
    pub header_count: usize,
    /// Bytes of path and query. More is 414.
    pub uri_bytes: usize,
    /// Requests on one connection before it is closed, so that load spreads again over a cluster.
    pub requests_per_connection: u64,
    /// HTTP/2 streams open at once on one connection.
    pub streams: u32,
    /// HTTP/2 streams the client reset before we looked at them, and streams we had to reset; beyond it the
    /// connection ends (the "rapid reset" flood).
    pub resets: usize,
    /// How long running answers may take after [`Server::run`] was told to stop.
    pub grace: Duration,
    /// How long a closing connection waits for the client to read the last answer.
    pub linger: Duration,
}

impl Limits {
    /// How long a connection may take to begin its next request, after so many answers.
    fn until_asked(&self, answered: u64) -> Duration {
        if answered == 0 { self.first_byte } else { self.idle }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 12_000,
            first_byte: Duration::from_secs(10),
            headers: Duration::from_secs(10),
            idle: Duration::from_mins(1),
            body_window: Duration::from_secs(10),
            body_floor: 100,
            write_stall: Duration::from_secs(30),
            header_bytes: 32 * 1024,
            header_count: 100,
            uri_bytes: 8 * 1024,
            requests_per_connection: 10_000,
            streams: 64,
            resets: 64,
            grace: Duration::from_secs(20),
            linger: Duration::from_millis(500),
        }
    }
}

/// The address at the other end of the socket, as a request extension. Behind a proxy it is the proxy's: see
/// [`crate::client_address`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerAddress(pub SocketAddr);

/// Says of a request, as an extension, that it came over TLS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Secure;

/// How many connections a server has open.
#[derive(Debug, Clone, Default)]
pub struct Open(Arc<AtomicUsize>);

impl Open {
    /// Now.
    pub fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// How a stop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped {
    /// Connections that were still answering when the grace period ended, and were cut.
    pub cut: usize,
}

/// A listener, the router it serves, and the limits of its clients.
pub struct Server {
    listener: TcpListener,
    router: Router,
    limits: Arc<Limits>,
    at_hand: Option<Arc<dyn AtHand>>,
    lanes: Option<Lanes>,
    certificate: Option<Arc<Certificate>>,
    open: Open,
}

impl Server {
    /// A server that accepts nothing until [`Server::run`].
    pub fn new(listener: TcpListener, router: Router, limits: Limits) -> Self {
        Self {
            listener,
            router,
            limits: Arc::new(limits),
            at_hand: None,
            lanes: None,
            certificate: None,
            open: Open::default(),
        }
    }

    /// Speaks HTTPS with this certificate, and nothing else.
    #[must_use]
    pub fn with_certificate(self, certificate: Arc<Certificate>) -> Self {
        // What comes over TLS cannot change threads, and stays in the house.
        Self { certificate: Some(certificate), lanes: None, ..self }
    }

    /// Answers plain requests from what is at hand, before the router is asked. It must answer as the router would.
    ///
    /// The threads for it are opened here, so that they have the priority of the thread that calls this.
    #[must_use]
    pub fn with_at_hand(self, at_hand: Arc<dyn AtHand>) -> Self {
        let lanes = if self.certificate.is_none() { lanes(&at_hand, &self.limits) } else { None };
        Self { at_hand: Some(at_hand), lanes, ..self }
    }

    /// Tells how many connections are open, also while the server runs.
    pub fn open(&self) -> Open {
        self.open.clone()
    }

    /// Serves until `stop` is cancelled; then accepts no more, closes resting connections, lets running answers
    /// finish within [`Limits::grace`] and returns.
    ///
    /// A failing `accept` (a full table of open files, a client gone already) never ends the server.
    pub async fn run(self, stop: CancellationToken) -> Stopped {
        if let Err(error) = bound_unsent(&self.listener) {
            tracing::debug!(%error, "the system keeps as much of an answer as it likes for whoever does not read");
        }
        let house = Arc::new(House {
            router: self.router,
            limits: self.limits,
            stop: stop.clone(),
            cut: CancellationToken::new(),
            open: self.open.0,
            turned_away: Arc::default(),
            received: AtomicU64::new(0),
            lanes: self.lanes,
            at_hand: self.at_hand,
            certificate: self.certificate,
            runtime: Handle::current(),
            tasks: TaskTracker::new(),
        });
        let lights = Lights(Arc::clone(&house));
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, peer)) => house.receive(stream, peer),
                    Err(error) => wait_after_failed_accept(&error).await,
                },
            }
        }
        drop(self.listener);
        let stopped = house.close().await;
        drop(lights);
        stopped
    }
}

/// The lane's threads; without them its connections are served with all others.
fn lanes(at_hand: &Arc<dyn AtHand>, limits: &Arc<Limits>) -> Option<Lanes> {
    Lanes::open(at_hand, limits)
        .inspect_err(|error| tracing::warn!(%error, "no threads of their own for pages that are at hand"))
        .ok()
}

/// A client that hung up before we accepted it costs nothing; anything else (no free file descriptor, no memory)
/// needs a moment for other connections to end, or the loop would spin.
async fn wait_after_failed_accept(error: &std::io::Error) {
    use std::io::ErrorKind;
    if matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::ConnectionRefused
    ) {
        return;
    }
    tracing::warn!(%error, "cannot accept connections at the moment; if this repeats, raise the limit of open files");
    tokio::time::sleep(Duration::from_millis(100)).await;
}

/// So much of an answer the system keeps beyond what the client has room for. A client that asks on and on and reads nothing
/// would fill megabytes otherwise, and have as many pages made for it.
const UNSENT_BYTES: u32 = 32 * 1024;

/// Bounds what the system keeps for each connection of a listener, which inherits it.
fn bound_unsent(listener: &TcpListener) -> std::io::Result<()> {
    SockRef::from(listener).set_tcp_notsent_lowat(UNSENT_BYTES)
}

/// Newcomers being told 503 at the same time; beyond this they are closed without a word.
const TURNED_AWAY_AT_ONCE: usize = 64;

const HOUSE_FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\n\
content-length: 47\r\nretry-after: 5\r\nconnection: close\r\n\r\nToo many readers at once. Please try again soon";

/// What all connections of one server share.
struct House {
    router: Router,
    limits: Arc<Limits>,
    stop: CancellationToken,
    cut: CancellationToken,
    open: Arc<AtomicUsize>,
    turned_away: Arc<AtomicUsize>,
    /// Connections that got a place so far.
    received: AtomicU64,
    at_hand: Option<Arc<dyn AtHand>>,
    lanes: Option<Lanes>,
    certificate: Option<Arc<Certificate>>,
    runtime: Handle,
    tasks: TaskTracker,
}

/// As long as this is kept the lanes are open. Guests hold the house, so it cannot close them by going away itself.
struct Lights(Arc<House>);

impl Drop for Lights {
    fn drop(&mut self) {
        if let Some(lanes) = &self.0.lanes {
            lanes.say(Word::Over);
        }
    }
}

impl House {
    fn receive(self: &Arc<Self>, stream: TcpStream, peer: SocketAddr) {
        // Without it a small answer may wait for the client's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        let Some(place) = Place::take(&self.open, self.limits.connections) else {
            if let Some(place) = Place::take(&self.turned_away, TURNED_AWAY_AT_ONCE) {
                self.tasks.spawn(turn_away(stream, self.limits.linger, place));
            }
            return;
        };
        let share = Share::of(self.received.fetch_add(1, Ordering::Relaxed));
        let (house, stays) = (Arc::clone(self), self.tasks.token());
        connection::Connection { house, peer, share, _place: place, _stays: stays }.begin(stream);
    }

    async fn close(&self) -> Stopped {
        let say = |word| self.lanes.iter().for_each(|lanes| lanes.say(word));
        self.tasks.close();
        say(Word::Closing);
        let mut cut = 0;
        if timeout(self.limits.grace, self.tasks.wait()).await.is_err() {
            cut = self.open.load(Ordering::Relaxed);
            tracing::warn!(
                connections = cut,
                "the grace period ended before these connections did; they are cut"
            );
            self.cut.cancel();
            say(Word::Over);
            self.tasks.wait().await;
        }
        Stopped { cut }
    }
}

/// One of a limited number of places, given back when dropped.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(taken: &Arc<AtomicUsize>, limit: usize) -> Option<Self> {
        taken
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| (n < limit).then_some(n + 1))
            .ok()
            .map(|_| Self(Arc::clone(taken)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

async fn turn_away(mut stream: TcpStream, linger: Duration, _place: Place) {
    let _ = timeout(linger, stream.write_all(HOUSE_FULL)).await;
    close_gently(Line::Plain(stream), linger).await;
}

/// Bytes that a client who was said goodbye to may still send.
const LAST_WORDS: usize = 256 * 1024;

/// Says goodbye and reads what the client still sends, for at most `linger`: closing with unread bytes would make the
/// kernel reset the connection, and the client would lose the answer it was just given.
async fn close_gently(mut stream: Line, linger: Duration) {
    let until = Instant::now() + linger;
    if !matches!(timeout_at(until, stream.shutdown()).await, Ok(Ok(()))) {
        return;
    }
    // Not in the future itself, which every resting connection holds.
    let mut discarded = vec![0; 4096];
    for _ in 0..LAST_WORDS / discarded.len() {
        match timeout_at(until, stream.read(&mut discarded)).await {
            Ok(Ok(1..)) => {}
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn the_system_keeps_no_more_for_a_connection_than_its_listener_was_told() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        bound_unsent(&listener).unwrap();
        let _client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (accepted, _) = listener.accept().await.unwrap();
        assert_eq!(SockRef::from(&accepted).tcp_notsent_lowat().unwrap(), UNSENT_BYTES);
    }
}

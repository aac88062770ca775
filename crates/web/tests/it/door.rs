//! A server on loopback with short limits, and clients that speak bytes.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::{get, post};
use dateline_web::server::{Limits, Server, Stopped};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Limits that end in a fraction of a second.
pub(crate) fn short() -> Limits {
    let moment = Duration::from_millis(200);
    Limits {
        connections: 8,
        first_byte: moment,
        headers: moment,
        idle: moment,
        body_window: moment,
        body_floor: 1000,
        write_stall: moment,
        grace: Duration::from_secs(5),
        linger: moment,
        ..Limits::default()
    }
}

/// A running server; `/slow` answers only after [`Door::open_gate`].
pub(crate) struct Door {
    pub(crate) address: SocketAddr,
    gate: Arc<Gate>,
    stop: CancellationToken,
    running: JoinHandle<Stopped>,
}

impl Door {
    pub(crate) async fn open(limits: Limits) -> Self {
        let gate = Arc::new(Gate { entered: Semaphore::new(0), open: Semaphore::new(0) });
        let router = Router::new()
            .route("/", get(|| async { "front page" }))
            .route("/slow", get(slow))
            .route("/long", get(|| async { vec![b'x'; 64 * 1024 * 1024] }))
            .route("/moved", get(|| async { Redirect::permanent("/") }))
            .route(
                "/comments",
                post(|body: Bytes| async move { (StatusCode::OK, format!("{} bytes", body.len())) }),
            )
            .with_state(Arc::clone(&gate));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let running = tokio::spawn(Server::new(listener, router, limits).run(stop.clone()));
        Self { address, gate, stop, running }
    }

    pub(crate) async fn knock(&self) -> Client {
        Client(TcpStream::connect(self.address).await.unwrap())
    }

    pub(crate) fn open_gate(&self) {
        self.gate.open.add_permits(1);
    }

    /// Returns when a request for `/slow` has reached its handler.
    pub(crate) async fn somebody_waits(&self) {
        self.gate.entered.acquire().await.unwrap().forget();
    }

    pub(crate) fn begin_to_close(&self) {
        self.stop.cancel();
    }

    pub(crate) async fn closed(self) -> Stopped {
        self.running.await.unwrap()
    }
}

/// Where `/slow` waits.
struct Gate {
    entered: Semaphore,
    open: Semaphore,
}

async fn slow(State(gate): State<Arc<Gate>>) -> &'static str {
    gate.entered.add_permits(1);
    gate.open.acquire().await.unwrap().forget();
    "worth waiting for"
}

/// A client that sends what it is told and reads until a mark or the end.
pub(crate) struct Client(pub(crate) TcpStream);

impl Client {
    pub(crate) async fn say(&mut self, bytes: impl AsRef<[u8]>) {
        // The server may have hung up already; the test then looks at what it answered.
        let _ = self.0.write_all(bytes.as_ref()).await;
    }

    /// Everything up to the end of the connection; panics when the server holds it for longer than ten seconds.
    pub(crate) async fn rest(&mut self) -> String {
        let mut all = Vec::new();
        let read = self.0.read_to_end(&mut all);
        let _ = tokio::time::timeout(Duration::from_secs(10), read).await.expect("the server closes");
        String::from_utf8_lossy(&all).into_owned()
    }

    /// Everything up to and including `mark`.
    pub(crate) async fn until(&mut self, mark: &str) -> String {
        let mut all = Vec::new();
        while !all.ends_with(mark.as_bytes()) {
            let next = tokio::time::timeout(Duration::from_secs(10), self.0.read_u8()).await;
            all.push(next.expect("the server answers").expect("the answer is whole"));
        }
        String::from_utf8(all).unwrap()
    }
}

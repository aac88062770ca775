//! One connection, from the first byte to the goodbye.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;

use super::deadline::{Activity, DeadlineStream};
use super::express::{self, AtHand, Left};
use super::line::Line;
use super::service::Front;
use super::{Certificate, Limits, close_gently};

/// What an HTTP/2 client with prior knowledge sends first (RFC 9113, section 3.4).
const HTTP2_PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Everything one connection needs.
pub(super) struct Connection {
    pub(super) router: Router,
    pub(super) limits: Arc<Limits>,
    pub(super) stop: CancellationToken,
    pub(super) cut: CancellationToken,
    pub(super) peer: SocketAddr,
    pub(super) at_hand: Option<Arc<dyn AtHand>>,
    pub(super) certificate: Option<Arc<Certificate>>,
}

impl Connection {
    /// Serves `stream` to its end.
    pub(super) async fn serve(self, stream: TcpStream) {
        let Some(mut stream) = self.answer_the_door(stream).await else { return };
        let left = match &self.at_hand {
            Some(at_hand) => {
                express::serve(&mut stream, &**at_hand, &self.limits, &self.stop, &self.cut).await
            }
            None => Left::Passed { bytes: Vec::new(), answered: 0 },
        };
        let cut = self.cut.clone();
        match left {
            Left::Closed => close_gently(stream, self.limits.linger).await,
            Left::Passed { bytes, answered } => tokio::select! {
                () = self.pass(stream, bytes, answered) => {}
                () = cut.cancelled() => {}
            },
        }
    }

    /// The line over which this connection speaks: with a certificate the client has to shake hands first, and has as long
    /// for it as for its first byte.
    async fn answer_the_door(&self, stream: TcpStream) -> Option<Line> {
        let Some(certificate) = &self.certificate else { return Some(Line::Plain(stream)) };
        let shaken = tokio::select! {
            shaken = timeout(self.limits.first_byte, certificate.acceptor().accept(stream)) => shaken,
            () = self.stop.cancelled() => return None,
        };
        match shaken {
            Ok(Ok(stream)) => Some(Line::Secure(Box::new(stream))),
            Ok(Err(error)) => {
                tracing::debug!(%error, "a client could not speak TLS with us");
                None
            }
            Err(_) => None,
        }
    }

    /// Serves by hyper what begins with `bytes`, after `answered` requests.
    async fn pass(self, mut stream: Line, bytes: Vec<u8>, answered: u64) {
        let first_by = if answered == 0 { self.limits.first_byte } else { self.limits.idle };
        let sniffed = tokio::select! {
            sniffed = sniff(&mut stream, bytes, first_by, &self.limits) => sniffed,
            () = self.stop.cancelled() => None,
        };
        let Some(Sniffed { bytes, http2, headers_by }) = sniffed else { return };
        let activity = Arc::new(Activity::after(answered));
        let front = Front {
            router: self.router,
            limits: Arc::clone(&self.limits),
            activity: Arc::clone(&activity),
            peer: self.peer,
            is_secure: stream.is_secure(),
        };
        let limits = Arc::clone(&self.limits);
        let stream = DeadlineStream::new(stream, bytes, headers_by, Arc::clone(&activity), limits, !http2);
        if http2 {
            serve_http2(stream, front, &activity, &self.limits, &self.stop).await;
        } else {
            serve_http1(stream, front, &self.limits, &self.stop).await;
        }
    }
}

/// The first bytes of a connection.
struct Sniffed {
    bytes: Vec<u8>,
    http2: bool,
    headers_by: Instant,
}

/// Reads on after `bytes` until it is clear which protocol the client speaks; `None` when it says nothing in time or
/// hangs up.
async fn sniff(
    stream: &mut Line,
    mut bytes: Vec<u8>,
    first_by: Duration,
    limits: &Limits,
) -> Option<Sniffed> {
    let mut buffer = [0; HTTP2_PREFACE.len()];
    if bytes.is_empty() {
        let filled = timeout(first_by, stream.read(&mut buffer)).await.ok()?.ok()?;
        bytes.extend_from_slice(&buffer[..filled]);
    }
    let headers_by = Instant::now() + limits.headers;
    while !bytes.is_empty() && bytes.len() < HTTP2_PREFACE.len() && HTTP2_PREFACE.starts_with(&bytes) {
        let room = &mut buffer[bytes.len()..];
        match timeout_at(headers_by, stream.read(room)).await.ok()?.ok()? {
            0 => return None,
            more => bytes.extend_from_slice(&room[..more]),
        }
    }
    let http2 = bytes.starts_with(HTTP2_PREFACE);
    (!bytes.is_empty()).then_some(Sniffed { bytes, http2, headers_by })
}

async fn serve_http1(stream: DeadlineStream, front: Front, limits: &Limits, stop: &CancellationToken) {
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // `DeadlineStream` keeps the time, because hyper's own timer knows no idle phase.
        .header_read_timeout(None)
        .max_headers(limits.header_count)
        .max_buf_size(limits.header_bytes)
        .serve_connection(TokioIo::new(stream), front);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = stop.cancelled() => {
            std::pin::Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
    let stream = connection.into_parts().io.into_inner().into_inner();
    close_gently(stream, limits.linger).await;
}

async fn serve_http2(
    stream: DeadlineStream,
    front: Front,
    activity: &Activity,
    limits: &Limits,
    stop: &CancellationToken,
) {
    let connection = http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .max_concurrent_streams(limits.streams)
        .max_pending_accept_reset_streams(limits.resets)
        .max_local_error_reset_streams(limits.resets)
        .max_header_list_size(u32::try_from(limits.header_bytes).unwrap_or(u32::MAX))
        .max_send_buf_size(128 * 1024)
        .keep_alive_interval(limits.idle / 2)
        .keep_alive_timeout(limits.first_byte)
        .serve_connection(TokioIo::new(stream), front);
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
        () = had_its_time(activity, limits) => {
            connection.as_mut().graceful_shutdown();
            timeout(limits.headers, connection).await.unwrap_or(Ok(()))
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Returns when an HTTP/2 connection made no progress for [`Limits::idle`] (noticed after at most twice that) or
/// had all its requests.
async fn had_its_time(activity: &Activity, limits: &Limits) {
    let mut known = activity.progress();
    loop {
        tokio::time::sleep(limits.idle).await;
        let progress = activity.progress();
        if progress == known || activity.begun() >= limits.requests_per_connection {
            return;
        }
        known = progress;
    }
}

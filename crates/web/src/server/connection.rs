//! One connection, from the first byte to the goodbye.

use std::future::{Future as _, poll_fn};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use hyper::server::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::sync::CancellationToken;
use tokio_util::task::task_tracker::TaskTrackerToken;

use super::deadline::{Activity, DeadlineStream};
use super::express::{self, Left};
use super::lanes::Arrival;
use super::line::Line;
use super::service::Front;
use super::share::Share;
use super::{House, Limits, Place, close_gently};

/// What an HTTP/2 client with prior knowledge sends first (RFC 9113, section 3.4).
const HTTP2_PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// One connection: its place in the house, and where it came from.
pub(super) struct Connection {
    pub(super) house: Arc<House>,
    pub(super) peer: SocketAddr,
    pub(super) share: Share,
    /// Given back with the connection, wherever that is served.
    pub(super) _place: Place,
    /// The house closes when the last one is gone.
    pub(super) _stays: TaskTrackerToken,
}

impl Connection {
    /// Serves `stream` from its first byte to its end: in the express lane while it asks for what is at hand, and by hyper
    /// whatever else it asks for. Who has read a page that had to be made goes back into the lane, where it is at hand by now.
    pub(super) fn begin(self, stream: TcpStream) {
        let runtime = self.house.runtime.clone();
        if self.house.certificate.is_some() {
            runtime.spawn(async move {
                let Some(line) = self.answer_the_door(stream).await else { return };
                if let Some((line, rest)) = self.express(line, 0).await {
                    self.serve(line, rest).await;
                }
            });
        } else if let Some((guest, stream)) = self.take_a_lane(stream, 0) {
            runtime.spawn(guest.serve_plain(stream, Rest::default()));
        }
    }

    /// Serves `stream` by hyper, beginning with the bytes that were read.
    pub(super) fn go_in(self, stream: std::net::TcpStream, rest: Rest) {
        let runtime = self.house.runtime.clone();
        runtime.spawn(async move {
            // A socket wakes the thread that it was registered on, so it is registered anew on each side.
            if let Ok(stream) = TcpStream::from_std(stream) {
                self.serve_plain(stream, rest).await;
            }
        });
    }

    async fn serve_plain(self, stream: TcpStream, rest: Rest) {
        self.serve(Line::Plain(stream), rest).await;
    }

    /// Serves by hyper, and again by the express lane after a page.
    async fn serve(self, mut line: Line, mut rest: Rest) {
        let mut guest = self;
        loop {
            let passed = tokio::select! {
                passed = Box::pin(guest.pass(line, rest)) => passed,
                () = guest.house.cut.cancelled() => None,
            };
            let Some((other, unread)) = passed else { return };
            (line, rest) = (other, unread);
            if rest.bytes.is_empty() {
                let back = match line {
                    Line::Plain(stream) => match guest.take_a_lane(stream, rest.answered) {
                        Some((same, stream)) => {
                            guest = same;
                            guest.express(Line::Plain(stream), rest.answered).await
                        }
                        None => return,
                    },
                    Line::Secure(_) => guest.express(line, rest.answered).await,
                };
                let Some((other, asked)) = back else { return };
                (line, rest) = (other, asked);
            }
        }
    }

    /// Goes into a lane; comes back with its stream where there is none.
    fn take_a_lane(self, stream: TcpStream, answered: u64) -> Option<(Self, TcpStream)> {
        let house = Arc::clone(&self.house);
        let Some(lanes) = &house.lanes else { return Some((self, stream)) };
        let stream = stream.into_std().ok()?;
        let back = lanes.take(Box::new(Arrival { stream, guest: self, answered })).err()?;
        Some((back.guest, TcpStream::from_std(back.stream).ok()?))
    }

    /// Answers what is at hand where there is no lane, and comes back with what is not; `None` when the connection is over.
    async fn express(&self, mut line: Line, answered: u64) -> Option<(Line, Rest)> {
        let House { at_hand, limits, stop, cut, .. } = &*self.house;
        let Some(at_hand) = at_hand else {
            return Some((line, Rest { bytes: Vec::new(), answered }));
        };
        match express::serve(&mut line, &**at_hand, limits, self.share, answered, stop, cut).await {
            Left::Closed => close_gently(line, limits.linger).await,
            Left::Passed { bytes, answered } => return Some((line, Rest { bytes, answered })),
        }
        None
    }

    /// The line over which this connection speaks: with a certificate the client has to shake hands first, and has as long
    /// for it as for its first byte.
    async fn answer_the_door(&self, stream: TcpStream) -> Option<Line> {
        let Some(certificate) = &self.house.certificate else { return Some(Line::Plain(stream)) };
        let shaken = tokio::select! {
            shaken = timeout(self.share.part(self.house.limits.first_byte), certificate.acceptor().accept(stream)) => shaken,
            () = self.house.stop.cancelled() => return None,
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

    /// Serves by hyper, and comes back when a page was read that the lane can have by now; `None` when the connection is
    /// over.
    async fn pass(&self, mut stream: Line, Rest { bytes, answered }: Rest) -> Option<(Line, Rest)> {
        let House { router, limits, stop, at_hand, .. } = &*self.house;
        let first_by = self.share.part(limits.until_asked(answered));
        let sniffed = tokio::select! {
            sniffed = sniff(&mut stream, bytes, first_by, self.share.part(limits.headers)) => sniffed,
            () = stop.cancelled() => None,
        };
        let Sniffed { bytes, http2, headers_by } = sniffed?;
        let activity = Arc::new(Activity::after(answered));
        let front = Front {
            router: router.clone(),
            limits: Arc::clone(limits),
            activity: Arc::clone(&activity),
            peer: self.peer,
            share: self.share,
            is_secure: stream.is_secure(),
        };
        let watched = Arc::clone(limits);
        let stream = DeadlineStream::new(
            stream,
            bytes,
            headers_by,
            Arc::clone(&activity),
            watched,
            self.share,
            !http2,
        );
        if http2 {
            serve_http2(stream, front, &activity, limits, self.share, stop).await;
            return None;
        }
        serve_http1(stream, front, &activity, at_hand.is_some(), limits, stop).await
    }
}

/// What a connection brings from one way of serving to the other.
#[derive(Default)]
pub(super) struct Rest {
    /// Read already, and not answered.
    pub(super) bytes: Vec<u8>,
    /// Requests that were.
    pub(super) answered: u64,
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
    headers: Duration,
) -> Option<Sniffed> {
    let mut buffer = [0; HTTP2_PREFACE.len()];
    if bytes.is_empty() {
        let filled = timeout(first_by, stream.read(&mut buffer)).await.ok()?.ok()?;
        bytes.extend_from_slice(&buffer[..filled]);
    }
    let headers_by = Instant::now() + headers;
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

/// Serves to the end of the connection, or, where pages `can_be_at_hand`, until it rests after one.
async fn serve_http1(
    stream: DeadlineStream,
    front: Front,
    activity: &Activity,
    can_be_at_hand: bool,
    limits: &Limits,
    stop: &CancellationToken,
) -> Option<(Line, Rest)> {
    let mut connection = http1::Builder::new()
        .timer(TokioTimer::new())
        // `DeadlineStream` keeps the time, because hyper's own timer knows no idle phase.
        .header_read_timeout(None)
        .max_headers(limits.header_count)
        .max_buf_size(limits.header_bytes)
        .serve_connection(TokioIo::new(stream), front);
    let ended = {
        let mut finished = activity.finished();
        let until_rest = poll_fn(|cx| {
            loop {
                let ended = Pin::new(&mut connection).poll(cx);
                if ended.is_ready() || !can_be_at_hand {
                    return ended.map(Some);
                }
                if activity.rests_after_a_page() {
                    return Poll::Ready(None);
                }
                // hyper looks at the socket again after an answer only when it is polled again.
                if std::mem::replace(&mut finished, activity.finished()) == finished {
                    return Poll::Pending;
                }
            }
        });
        tokio::select! {
            ended = until_rest => Some(ended),
            () = stop.cancelled() => None,
        }
    };
    let ended = match ended {
        Some(Some(ended)) => ended,
        Some(None) => {
            let parts = connection.into_parts();
            let rest = Rest { bytes: parts.read_buf.into(), answered: activity.begun() };
            return Some((parts.io.into_inner().into_inner(), rest));
        }
        None => {
            Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
    let stream = connection.into_parts().io.into_inner().into_inner();
    close_gently(stream, limits.linger).await;
    None
}

async fn serve_http2(
    stream: DeadlineStream,
    front: Front,
    activity: &Activity,
    limits: &Limits,
    share: Share,
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
        () = had_its_time(activity, limits, share) => {
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
async fn had_its_time(activity: &Activity, limits: &Limits, share: Share) {
    let mut known = activity.progress();
    loop {
        tokio::time::sleep(share.part(limits.idle)).await;
        let progress = activity.progress();
        if progress == known || activity.begun() >= limits.requests_per_connection {
            return;
        }
        known = progress;
    }
}

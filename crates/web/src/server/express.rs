//! The express lane: pages that are at hand, to readers who ask for nothing else.
//!
//! On the day that a story goes round the world nearly every request is the same: a plain GET over HTTP/1.1 of a page that
//! is finished already. Such a request is read with one call, found by its address, and answered with one write of bytes
//! that stand ready. Whatever is not exactly that, a form, a range, two requests in one packet, half a request, goes to
//! hyper together with the bytes that were read, and the rest of the connection with it. The lane parses with hyper's own
//! parser, so what is a request here is one there.

use std::cell::Cell;
use std::future::poll_fn;
use std::io::{ErrorKind, IoSlice, Result};
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::response::Response;
use bytes::Bytes;
use dateline_model::Millis;
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode, Uri, header};
use http_body_util::BodyExt as _;
use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};
use tokio::time::{Instant, Sleep, sleep, timeout};
use tokio_util::sync::{CancellationToken, WaitForCancellationFuture};

use super::Limits;
use super::line::Line;
use super::share::Share;
use crate::conditional::http_date;

/// Bytes that one read takes. A longer request is for hyper.
pub(super) const REQUEST_BYTES: usize = 8 * 1024;
/// Header lines of a request that is answered here.
const HEADERS: usize = 48;
/// Bytes that a head is expected to have.
const HEAD_BYTES: usize = 2 << 10;
/// Bytes of an answer that is made for a reader and sent at once, as pages are; a larger one is sent piece by piece.
const WHOLE_BYTES_MAX: u64 = 64 << 20;

/// Who knows pages that are ready to be sent.
pub trait AtHand: Send + Sync {
    /// The answer to `asked`; `None` when it is not at hand, or is nothing that everybody gets.
    fn find(&self, asked: &PlainGet<'_>) -> Option<Ready>;

    /// Whether what is not at hand is a page, which the house makes and hands over whole. Its reader then stays where they
    /// are.
    fn prints(&self, _asked: &PlainGet<'_>) -> bool {
        false
    }

    /// A number that grows before anybody may be told of a change that makes another answer of one that was found. `None`
    /// where there is no such number, or nothing can be found: then nothing is said again without being looked up.
    fn edition(&self) -> Option<u64> {
        None
    }

    /// Hears that an answer was given again that had been found before.
    fn is_given_again(&self) {}

    /// The time that answers are dated with.
    fn now(&self) -> Millis;
}

/// A GET over HTTP/1.1 without a body and without a wish about the connection.
#[derive(Debug)]
pub struct PlainGet<'r> {
    /// Path and query as they were sent.
    pub target: &'r str,
    /// The one `Host` line.
    pub host: &'r str,
    /// Whether it came over TLS.
    pub is_secure: bool,
    headers: &'r [httparse::Header<'r>],
}

impl PlainGet<'_> {
    /// The values of the lines with this name, which is in lower case.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let named = self.headers.iter().filter(move |line| line.name.eq_ignore_ascii_case(name));
        named.map(|line| line.value)
    }

    /// Whether it keeps to the limits that hyper would hold it to; `bytes` is its length.
    pub(super) fn keeps_to(&self, limits: &Limits, bytes: usize) -> bool {
        self.target.len() <= limits.uri_bytes
            && self.headers.len() <= limits.header_count
            && bytes <= limits.header_bytes
    }

    /// The same request as hyper would hand it over; `None` when hyper would refuse it.
    pub(super) fn to_request(&self) -> Option<Request<Body>> {
        let mut headers = HeaderMap::with_capacity(self.headers.len());
        for line in self.headers {
            let name = HeaderName::from_bytes(line.name.as_bytes()).ok()?;
            headers.append(name, HeaderValue::from_bytes(line.value).ok()?);
        }
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = Uri::try_from(self.target).ok()?;
        *request.headers_mut() = headers;
        Some(request)
    }
}

/// An answer as it goes over the wire.
#[derive(Debug)]
pub struct Ready {
    /// The status line and the header lines but the date.
    pub head: Bytes,
    /// The line with the date, and the empty one after it.
    pub date: [u8; DATE_BYTES],
    /// The body; empty for 304.
    pub body: Bytes,
    /// Until when the same request gets this answer, in the same edition; in milliseconds UTC. `None` when the next may get
    /// another one.
    pub holds_until: Option<Millis>,
}

impl Ready {
    /// How many it is, as it goes over the wire.
    pub(super) fn bytes(&self) -> usize {
        self.head.len() + self.date.len() + self.body.len()
    }
}

/// `date: Tue, 24 Nov 2026 18:20:00 GMT`, and two line ends.
pub const DATE_BYTES: usize = 39;

/// How a connection left the lane.
pub(super) enum Left {
    /// It is over: the reader went away or had their time, or the server stops.
    Closed,
    /// These bytes came after `answered` requests, and hyper is to answer them.
    Passed { bytes: Vec<u8>, answered: u64 },
}

/// What came of one read.
enum Came {
    Ready(Ready),
    Other(Vec<u8>),
    End,
}

/// Answers what is at hand until something else is asked for, on a connection that had so many answers.
pub(super) async fn serve(
    stream: &mut Line,
    at_hand: &dyn AtHand,
    limits: &Limits,
    share: Share,
    mut answered: u64,
    stop: &CancellationToken,
    cut: &CancellationToken,
) -> Left {
    let (stopped, alarm) = (pin!(stop.cancelled()), pin!(sleep(share.part(limits.until_asked(answered)))));
    let mut watch = Watch { stop, stopped, alarm, ends: None, is_set: false };
    // hyper counts on to the last request of a connection and says goodbye.
    while answered + 1 < limits.requests_per_connection {
        let mut is_first_look = true;
        let came = poll_fn(|cx| {
            let came = take(stream, cx, at_hand);
            match came {
                Poll::Pending if watch.is_over(cx, std::mem::take(&mut is_first_look)) => {
                    Poll::Ready(Ok(Came::End))
                }
                came => came,
            }
        });
        match came.await {
            Ok(Came::Ready(ready)) => {
                if send(stream, &ready, share.part(limits.write_stall), cut).await.is_err() {
                    return Left::Closed;
                }
                answered += 1;
                watch.ends = Some(Instant::now() + share.part(limits.idle));
            }
            Ok(Came::Other(bytes)) => return Left::Passed { bytes, answered },
            Ok(Came::End) | Err(_) => return Left::Closed,
        }
    }
    Left::Passed { bytes: Vec::new(), answered }
}

/// What ends a connection that rests.
struct Watch<'w, 's> {
    stop: &'s CancellationToken,
    stopped: Pin<&'w mut WaitForCancellationFuture<'s>>,
    alarm: Pin<&'w mut Sleep>,
    /// When the rest after the last answer has lasted long enough; none before the first one.
    ends: Option<Instant>,
    /// Whether both were looked at once, so that they wake the task.
    is_set: bool,
}

impl Watch<'_, '_> {
    /// Whether the connection has had its time or the server stops; the task is woken when that comes.
    ///
    /// Both wakers stay set from one wait to the next, so with the first look of a later wait it is enough that neither
    /// has gone off, and an alarm that went off early is set anew: while readers ask, the timer's wheel is left alone.
    fn is_over(&mut self, cx: &mut Context<'_>, is_first_look: bool) -> bool {
        let is_set = std::mem::replace(&mut self.is_set, true);
        if is_set && is_first_look && !self.alarm.is_elapsed() && !self.stop.is_cancelled() {
            return false;
        }
        if self.stopped.as_mut().poll(cx).is_ready() {
            return true;
        }
        while self.alarm.as_mut().poll(cx).is_ready() {
            match self.ends {
                Some(ends) if ends > self.alarm.deadline() => self.alarm.as_mut().reset(ends),
                _ => return true,
            }
        }
        false
    }
}

/// Reads once and finds the answer. The bytes lie on the stack: a resting connection holds none.
fn take(stream: &mut Line, cx: &mut Context<'_>, at_hand: &dyn AtHand) -> Poll<Result<Came>> {
    let is_secure = stream.is_secure();
    let mut room = [MaybeUninit::uninit(); REQUEST_BYTES];
    let mut read = ReadBuf::uninit(&mut room);
    ready!(Pin::new(stream).poll_read(cx, &mut read))?;
    let bytes = read.filled();
    Poll::Ready(Ok(match bytes {
        [] => Came::End,
        bytes => find(bytes, is_secure, at_hand).map_or_else(|| Came::Other(bytes.to_vec()), Came::Ready),
    }))
}

/// The answer to `bytes`, if they are one plain request and nothing more; `is_secure` when they came over TLS.
pub fn find(bytes: &[u8], is_secure: bool, at_hand: &dyn AtHand) -> Option<Ready> {
    hear(bytes, is_secure, |asked| at_hand.find(asked))
}

/// What `serve` says to `bytes`, if they are one plain request and nothing more.
pub(super) fn hear<T>(
    bytes: &[u8],
    is_secure: bool,
    serve: impl FnOnce(&PlainGet<'_>) -> Option<T>,
) -> Option<T> {
    let mut lines = [MaybeUninit::uninit(); HEADERS];
    let mut request = httparse::Request::new(&mut []);
    let parsed = request.parse_with_uninit_headers(bytes, &mut lines).ok()?;
    let is_plain = parsed == httparse::Status::Complete(bytes.len())
        && request.method == Some("GET")
        && request.version == Some(1)
        && !request.headers.iter().any(changes_the_connection);
    let target = request.path.filter(|target| is_plain && target.starts_with('/'))?;
    let mut hosts = request.headers.iter().filter(|line| line.name.eq_ignore_ascii_case("host"));
    let host = hosts.next().and_then(|line| std::str::from_utf8(line.value).ok())?;
    let asked = PlainGet { target, host, is_secure, headers: request.headers };
    if hosts.next().is_some() { None } else { serve(&asked) }
}

/// Whether a header line says something about a body or the connection (RFC 9110, RFC 9112).
fn changes_the_connection(line: &httparse::Header<'_>) -> bool {
    const FRAMING: [&str; 5] = ["content-length", "transfer-encoding", "expect", "upgrade", "trailer"];
    let is = |name: &&str| line.name.eq_ignore_ascii_case(name);
    FRAMING.iter().any(is) || (is(&"connection") && !line.value.eq_ignore_ascii_case(b"keep-alive"))
}

/// An answer that the house made, as it goes over the wire; `None` when it is not there as a whole, or is so large that it
/// is better sent piece by piece.
pub(super) async fn whole(answer: Response, at_hand: &dyn AtHand) -> Option<Ready> {
    let (mut parts, body) = answer.into_parts();
    let bytes = body.size_hint().exact().filter(|bytes| *bytes <= WHOLE_BYTES_MAX)?;
    let is_framed = |name| parts.headers.contains_key(name);
    if is_framed(header::CONNECTION) || is_framed(header::TRANSFER_ENCODING) {
        return None;
    }
    let body = body.collect().await.ok()?.to_bytes();
    // Nothing follows these (RFC 9110, section 6.4.1), so nothing is said of its length, as hyper says nothing.
    if matches!(parts.status, StatusCode::NOT_MODIFIED | StatusCode::NO_CONTENT) {
        parts.headers.remove(header::CONTENT_LENGTH);
    } else if !is_framed(header::CONTENT_LENGTH) {
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    }
    parts.headers.remove(header::DATE);
    let date = date_line(at_hand.now())?;
    Some(Ready { head: head_of(parts.status, parts.headers.iter()), date, body, holds_until: None })
}

/// A status line and header lines as HTTP/1.1 writes them, without the empty line that ends them.
pub(crate) fn head_of<'h>(
    status: StatusCode,
    headers: impl Iterator<Item = (&'h HeaderName, &'h HeaderValue)>,
) -> Bytes {
    let mut head = Vec::with_capacity(HEAD_BYTES);
    head.extend_from_slice(format!("HTTP/1.1 {status}\r\n").as_bytes());
    for (name, value) in headers {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    // What is kept for long must be no larger than it is.
    Bytes::from(head.into_boxed_slice())
}

/// The line that dates an answer, and the empty one after it. It is written once a second.
pub(crate) fn date_line(now: Millis) -> Option<[u8; DATE_BYTES]> {
    thread_local!(static LAST: Cell<Option<(Millis, [u8; DATE_BYTES])>> = const { Cell::new(None) });
    let second = now.div_euclid(1_000);
    if let Some((at, line)) = LAST.get()
        && at == second
    {
        return Some(line);
    }
    let line = format!("date: {}\r\n\r\n", http_date(now)?.to_str().ok()?);
    let line = line.into_bytes().try_into().ok()?;
    LAST.set(Some((second, line)));
    Some(line)
}

/// Writes an answer, in one call unless the reader is slow.
///
/// # Errors
/// The reader is gone, takes nothing for as long as `stall`, or is cut off.
async fn send(stream: &mut Line, ready: &Ready, stall: Duration, cut: &CancellationToken) -> Result<()> {
    let mut parts = [&*ready.head, &ready.date, &ready.body];
    while parts.iter().any(|part| !part.is_empty()) {
        let slices = parts.map(IoSlice::new);
        let mut write = |cx: &mut Context<'_>| Pin::new(&mut *stream).poll_write_vectored(cx, &slices);
        let written = match poll_fn(|cx| Poll::Ready(write(cx))).await {
            Poll::Ready(written) => written?,
            Poll::Pending => tokio::select! {
                written = timeout(stall, poll_fn(write)) => written??,
                () = cut.cancelled() => return Err(ErrorKind::TimedOut.into()),
            },
        };
        if written == 0 {
            return Err(ErrorKind::WriteZero.into());
        }
        advance(&mut parts, written);
    }
    Ok(())
}

/// What is left of `parts` when their first `written` bytes are gone.
pub(super) fn advance(parts: &mut [&[u8]; 3], mut written: usize) {
    for part in parts {
        let gone = written.min(part.len());
        *part = &part[gone..];
        written -= gone;
    }
}

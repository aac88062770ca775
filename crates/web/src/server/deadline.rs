//! A socket that gives up on silent clients.

use std::future::Future;
use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

use super::Limits;
use super::line::Line;
use super::share::Share;

/// What the service tells the socket: how many requests are being answered, and how many were.
#[derive(Debug, Default)]
pub(super) struct Activity {
    running: AtomicUsize,
    begun: AtomicU64,
    finished: AtomicU64,
    parts_sent: AtomicU64,
    /// Whether the last request asked for a page, whether nothing has come since it was read, and whether the socket did
    /// not take all that hyper wrote last. hyper writes on until all is taken.
    was_get: AtomicBool,
    is_silent: AtomicBool,
    is_unsent: AtomicBool,
    /// hyper does not look at the socket again after an answer; the end of one wakes it to set the idle deadline.
    reader: AtomicWaker,
}

impl Activity {
    /// Of a connection on which so many requests have been answered already.
    pub(super) fn after(answered: u64) -> Self {
        Self { begun: answered.into(), finished: answered.into(), ..Self::default() }
    }

    /// Marks a request as running until the value is dropped.
    pub(super) fn begin(self: &Arc<Self>, is_get: bool) -> Running {
        self.was_get.store(is_get, Ordering::Relaxed);
        self.is_silent.store(false, Ordering::Relaxed);
        self.running.fetch_add(1, Ordering::Relaxed);
        self.begun.fetch_add(1, Ordering::Relaxed);
        Running(Arc::clone(self))
    }

    /// Requests that were begun on this connection.
    pub(super) fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    /// Requests whose answer was handed over completely.
    pub(super) fn finished(&self) -> u64 {
        self.finished.load(Ordering::Relaxed)
    }

    /// A number that changes whenever a request begins, ends, or a part of an answer is taken.
    pub(super) fn progress(&self) -> u64 {
        self.begun().wrapping_add(self.finished()).wrapping_add(self.parts_sent.load(Ordering::Relaxed))
    }

    /// Whether somebody has read a page, the socket has taken all of it, and nothing was asked for since.
    pub(super) fn rests_after_a_page(&self) -> bool {
        let is = |fact: &AtomicBool| fact.load(Ordering::Relaxed);
        self.is_resting() && is(&self.was_get) && is(&self.is_silent) && !is(&self.is_unsent)
    }

    /// Whether no request is running.
    pub(super) fn is_resting(&self) -> bool {
        self.running.load(Ordering::Relaxed) == 0
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub(super) struct Running(Arc<Activity>);

impl Running {
    /// Notes that a part of the answer was taken.
    pub(super) fn sent_part(&self) {
        self.0.parts_sent.fetch_add(1, Ordering::Relaxed);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.finished.fetch_add(1, Ordering::Relaxed);
        self.0.running.fetch_sub(1, Ordering::Relaxed);
        self.0.reader.wake();
    }
}

/// The socket of one HTTP connection, beginning with the bytes that were read to recognise the protocol.
///
/// On HTTP/1.1 the reading side ends with an error when the header or idle deadline passes while no request is
/// running; bytes that trickle in do not extend the header deadline. On both protocols the writing side ends when
/// the client takes nothing for [`Limits::write_stall`].
#[derive(Debug)]
pub(super) struct DeadlineStream {
    inner: Line,
    sniffed: Vec<u8>,
    sniffed_at: usize,
    activity: Arc<Activity>,
    limits: Arc<Limits>,
    share: Share,
    watch_reads: bool,
    /// Requests finished when `read_by` was last set, and whether bytes of the next request have come since.
    rest: u64,
    has_begun_headers: bool,
    read_by: Pin<Box<Sleep>>,
    write_by: Option<Pin<Box<Sleep>>>,
}

impl DeadlineStream {
    /// `headers_by` is when the first request's headers must be complete; `watch_reads` is false for HTTP/2, whose
    /// frames do not follow the phases of a request.
    pub(super) fn new(
        inner: Line,
        sniffed: Vec<u8>,
        headers_by: Instant,
        activity: Arc<Activity>,
        limits: Arc<Limits>,
        share: Share,
        watch_reads: bool,
    ) -> Self {
        Self {
            inner,
            sniffed,
            sniffed_at: 0,
            rest: activity.finished(),
            activity,
            limits,
            share,
            watch_reads,
            has_begun_headers: true,
            read_by: Box::pin(tokio::time::sleep_until(headers_by)),
            write_by: None,
        }
    }

    /// The plain socket again.
    pub(super) fn into_inner(self) -> Line {
        self.inner
    }

    /// Bytes came in: the first ones after a rest start the header deadline.
    fn note_bytes(&mut self) {
        let finished = self.activity.finished();
        if self.watch_reads
            && self.activity.is_resting()
            && (self.rest != finished || !self.has_begun_headers)
        {
            self.rest = finished;
            self.has_begun_headers = true;
            self.read_by.as_mut().reset(Instant::now() + self.share.part(self.limits.headers));
        }
    }

    /// Nothing to read: an error when the client has had its time.
    fn poll_read_deadline(&mut self, cx: &mut Context<'_>) -> Poll<Error> {
        if !self.watch_reads {
            return Poll::Pending;
        }
        self.activity.reader.register(cx.waker());
        if !self.activity.is_resting() {
            return Poll::Pending;
        }
        let finished = self.activity.finished();
        if self.rest != finished {
            self.rest = finished;
            self.has_begun_headers = false;
            self.read_by.as_mut().reset(Instant::now() + self.share.part(self.limits.idle));
        }
        self.activity.is_silent.store(!self.has_begun_headers, Ordering::Relaxed);
        ready!(self.read_by.as_mut().poll(cx));
        // The last answer is still on its way to a slow reader: the rest begins when it has arrived.
        while self.write_by.is_some() {
            self.read_by.as_mut().reset(Instant::now() + self.share.part(self.limits.idle));
            ready!(self.read_by.as_mut().poll(cx));
        }
        Poll::Ready(Error::new(ErrorKind::TimedOut, "the client took too long to send its request"))
    }

    /// Passes the outcome of a write of so many bytes on, unless the client has refused to take any for too long.
    fn watch_write(
        &mut self,
        cx: &mut Context<'_>,
        bytes: usize,
        outcome: Poll<Result<usize>>,
    ) -> Poll<Result<usize>> {
        let is_sent = matches!(outcome, Poll::Ready(Ok(taken)) if taken == bytes);
        self.activity.is_unsent.store(!is_sent, Ordering::Relaxed);
        if outcome.is_ready() {
            self.write_by = None;
            return outcome;
        }
        let stall = self.share.part(self.limits.write_stall);
        let deadline = self.write_by.get_or_insert_with(|| Box::pin(tokio::time::sleep(stall)));
        ready!(deadline.as_mut().poll(cx));
        Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "the client stopped reading the answer")))
    }
}

impl AsyncRead for DeadlineStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        let this = &mut *self;
        if this.sniffed_at < this.sniffed.len() {
            let rest = &this.sniffed[this.sniffed_at..];
            let taken = rest.len().min(buf.remaining());
            buf.put_slice(&rest[..taken]);
            this.sniffed_at += taken;
            return Poll::Ready(Ok(()));
        }
        let before = buf.filled().len();
        match Pin::new(&mut this.inner).poll_read(cx, buf) {
            Poll::Ready(Ok(())) => {
                if buf.filled().len() > before {
                    this.note_bytes();
                }
                Poll::Ready(Ok(()))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => this.poll_read_deadline(cx).map(Err),
        }
    }
}

impl AsyncWrite for DeadlineStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.watch_write(cx, bytes.len(), outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
        self.watch_write(cx, slices.iter().map(|slice| slice.len()).sum(), outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

//! Bodies that keep time: a request's must arrive at a minimum pace, an answer's marks its request as running.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep};

use super::deadline::Running;

/// Why a request body ended early.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// The client sent less than the floor of [`Limits::body_floor`](super::Limits::body_floor); it is answered 408.
    #[error("the request body came in too slowly; send it again over a better connection")]
    TooSlow,
    /// The connection or its framing broke.
    #[error("the request body broke off: {0}")]
    Broken(#[from] hyper::Error),
}

/// A request body with a minimum pace.
pub(super) struct PacedBody {
    inner: Incoming,
    window: Duration,
    /// Bytes that a window must bring.
    due: u64,
    window_ends: Option<Pin<Box<Sleep>>>,
    bytes_in_window: u64,
    too_slow: Arc<AtomicBool>,
}

impl PacedBody {
    /// `floor` is in bytes per second. `too_slow` is set when the client misses the pace.
    pub(super) fn new(inner: Incoming, window: Duration, floor: u64, too_slow: Arc<AtomicBool>) -> Self {
        let due = ((floor as f64 * window.as_secs_f64()) as u64).max(1);
        Self { inner, window, due, window_ends: None, bytes_in_window: 0, too_slow }
    }

    /// Called while nothing can be read: ready when a whole window brought too little.
    fn poll_missed_pace(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let window = self.window;
        let ends = self.window_ends.get_or_insert_with(|| Box::pin(tokio::time::sleep(window)));
        loop {
            ready!(ends.as_mut().poll(cx));
            if self.bytes_in_window < self.due {
                return Poll::Ready(());
            }
            self.bytes_in_window = 0;
            ends.as_mut().reset(Instant::now() + window);
        }
    }
}

impl HttpBody for PacedBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match Pin::new(&mut self.inner).poll_frame(cx) {
            Poll::Ready(Some(Ok(frame))) => {
                let bytes = frame.data_ref().map_or(0, |data| data.len() as u64);
                self.bytes_in_window = self.bytes_in_window.saturating_add(bytes);
                Poll::Ready(Some(Ok(frame.map_data(unbound))))
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Pending => {
                ready!(self.poll_missed_pace(cx));
                self.too_slow.store(true, Ordering::Relaxed);
                Poll::Ready(Some(Err(BodyError::TooSlow)))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// The bytes without the rest of the buffer that they were read into.
///
/// hyper reads into buffers of several kilobytes and gives away a part of one for each piece that came. Whoever collects
/// a body that comes byte by byte would hold a whole buffer for each byte.
fn unbound(piece: Bytes) -> Bytes {
    if piece.len() < SMALL_PIECE { Bytes::copy_from_slice(&piece) } else { piece }
}

/// Copying fewer bytes costs less than holding a buffer for them.
const SMALL_PIECE: usize = 2048;

/// An answer's body; its request counts as running until the last byte was taken.
pub(super) struct AnswerBody {
    inner: Body,
    running: Running,
}

impl AnswerBody {
    pub(super) fn new(inner: Body, running: Running) -> Self {
        Self { inner, running }
    }
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(std::pin::pin!(self.inner.frame()).poll(cx));
        self.running.sent_part();
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_came_alone_does_not_hold_the_buffer_that_it_was_read_into() {
        let buffer = Bytes::from(vec![b'a'; 8192]);
        let piece = unbound(buffer.slice(17..18));
        assert_eq!(&*piece, b"a");
        assert!(buffer.is_unique());
    }

    #[test]
    fn a_large_piece_is_not_copied() {
        let buffer = Bytes::from(vec![b'a'; 8192]);
        let piece = unbound(buffer.slice(..SMALL_PIECE));
        assert_eq!(piece.as_ptr(), buffer.as_ptr());
    }
}

//! How a page that is not at hand is made for somebody who keeps their seat.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use http::Request;
use tokio::task::AbortHandle;
use tower::ServiceExt as _;

use super::door::Door;
use crate::server::PeerAddress;
use crate::server::express::{self, AtHand, Ready};

/// An answer on its way into a lane, for the errand of a seat.
pub(super) struct Brought {
    pub(super) seat: usize,
    pub(super) errand: u64,
    pub(super) answer: Answer,
}

/// A request for a page that is to be made.
pub(super) struct Question {
    pub(super) request: Request<Body>,
    /// The same as it came, in case it has to be asked again elsewhere.
    pub(super) bytes: Vec<u8>,
    /// Whether the client may have said more.
    pub(super) is_news: bool,
}

/// What came of an errand.
pub(super) enum Answer {
    Whole(Ready),
    /// It cannot be sent as a whole: the connection has to go where it is made.
    Elsewhere,
    /// The making broke off.
    Nothing,
}

/// A page that is being made for a seat. When the seat is given up it is made no longer.
pub(super) struct Asking {
    pub(super) errand: u64,
    /// The request, in case it has to be asked again elsewhere.
    pub(super) bytes: Vec<u8>,
    /// Whether the client has sent more since.
    pub(super) is_news: bool,
    pub(super) making: AbortHandle,
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.making.abort();
    }
}

/// Goes into the house for a page, and is back in any case.
pub(super) struct Messenger {
    door: Arc<Door>,
    seat: usize,
    errand: u64,
    is_back: bool,
}

impl Messenger {
    /// One for the errand of a seat in the lane behind this door.
    pub(super) fn from(door: &Arc<Door>, seat: usize, errand: u64) -> Self {
        Self { door: Arc::clone(door), seat, errand, is_back: false }
    }

    pub(super) async fn go(
        mut self,
        router: Router,
        mut request: Request<Body>,
        peer: SocketAddr,
        at_hand: Arc<dyn AtHand>,
    ) {
        request.extensions_mut().insert(PeerAddress(peer));
        let Ok(answer) = router.oneshot(request).await;
        let answer = express::whole(answer, &*at_hand).await.map_or(Answer::Elsewhere, Answer::Whole);
        self.come_back(answer);
    }

    fn come_back(&mut self, answer: Answer) {
        self.is_back = true;
        self.door.bring(Brought { seat: self.seat, errand: self.errand, answer });
    }
}

impl Drop for Messenger {
    fn drop(&mut self) {
        if !self.is_back {
            self.come_back(Answer::Nothing);
        }
    }
}

//! One connection in a lane: what it asks, what it gets, and how long it may take.

use std::io::{ErrorKind, IoSlice, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use dateline_model::Millis;
use http::Request;
use rustix::event::epoll::EventFlags;

use super::Word;
use super::errand::{Asking, Question};
use crate::server::connection::Connection;
use crate::server::express::{self, AtHand, Ready};
use crate::server::repeat::{Again, Repeats};
use crate::server::{LAST_WORDS, Limits};

/// What is heard of a socket: bytes have come, there is room for more of an answer, the client will send no more.
pub(super) const NEWS: EventFlags =
    EventFlags::IN.union(EventFlags::OUT).union(EventFlags::RDHUP).union(EventFlags::ET);
/// The client said something, or that it will say no more; it is gone.
pub(super) const ASKS: EventFlags = EventFlags::IN.union(EventFlags::RDHUP);
pub(super) const GONE: EventFlags = EventFlags::HUP.union(EventFlags::ERR);

/// One connection in a lane.
pub(super) struct Seat {
    /// Which of the lane's guests this is.
    pub(super) seated: u32,
    pub(super) stream: TcpStream,
    pub(super) guest: Connection,
    pub(super) answered: u64,
    /// How long it may rest after an answer.
    pub(super) rest: Duration,
    /// When it has had its time for what it is doing.
    pub(super) ends: Instant,
    pub(super) doing: Doing,
}

pub(super) enum Doing {
    /// It has had every answer that it asked for.
    Resting,
    /// It waits for a page that is being made.
    Asking(Box<Asking>),
    /// It takes an answer slowly.
    Taking(Box<Unsent>),
    /// It was said goodbye to, and has sent so many bytes since.
    Leaving(usize),
}

/// What is left of an answer after its first bytes.
pub(super) struct Unsent {
    pub(super) ready: Ready,
    pub(super) sent: usize,
}

/// What becomes of a seat.
pub(super) enum Next {
    Stay,
    Gone,
    /// A page is to be made.
    Ask(Box<Question>),
    /// These bytes are for the house to answer, and all that comes after them.
    GoIn(Vec<u8>),
}

/// What became of an answer.
enum Sent {
    Whole,
    /// The system takes no more bytes for now.
    Part,
    /// The client is gone.
    Nothing,
}

impl Seat {
    pub(super) fn attend(&mut self, news: EventFlags, desk: &mut Desk, word: Word) -> Next {
        match &mut self.doing {
            Doing::Leaving(_) => return self.hear_out(desk),
            Doing::Asking(_) if news.intersects(GONE) => return Next::Gone,
            Doing::Asking(asking) => {
                asking.is_news |= news.intersects(ASKS);
                return Next::Stay;
            }
            Doing::Taking(unsent) => {
                let before = unsent.sent;
                match unsent.send(&self.stream) {
                    Sent::Whole => self.doing = Doing::Resting,
                    Sent::Part => {
                        if unsent.sent > before {
                            self.ends = self.after(desk, desk.limits.write_stall);
                        }
                        return Next::Stay;
                    }
                    Sent::Nothing => return Next::Gone,
                }
                self.ends = desk.now + self.rest;
            }
            Doing::Resting if !news.intersects(NEWS.difference(EventFlags::OUT)) => return Next::Stay,
            Doing::Resting => {}
        }
        let next = self.serve(news.intersects(EventFlags::RDHUP), desk);
        self.rest(next, desk, word)
    }

    /// Sends an answer that was made, and hears what was said meanwhile.
    pub(super) fn take(&mut self, ready: Ready, is_news: bool, desk: &mut Desk, word: Word) -> Next {
        if let Some(next) = self.send(ready, desk) {
            return next;
        }
        let next = if is_news { self.serve(true, desk) } else { Next::Stay };
        self.rest(next, desk, word)
    }

    /// Says goodbye to whoever would rest while the lane closes.
    fn rest(&mut self, next: Next, desk: &Desk, word: Word) -> Next {
        if word == Word::Closing && matches!((&next, &self.doing), (Next::Stay, Doing::Resting)) {
            self.see_off(desk);
        }
        next
    }

    /// Answers what was asked, if it is at hand; `to_the_end` when the client may have said more than one read brings.
    fn serve(&mut self, to_the_end: bool, desk: &mut Desk) -> Next {
        loop {
            // hyper counts on to the last request of a connection and says goodbye.
            if self.answered + 1 >= desk.limits.requests_per_connection {
                return Next::GoIn(Vec::new());
            }
            let read = match self.stream.read(&mut desk.room) {
                Ok(0) => return Next::Gone,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Next::Stay,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(_) => return Next::Gone,
            };
            let bytes = &desk.room[..read];
            // There may be more of a request that fills the room, and it would not be told of again.
            let is_whole = read < desk.room.len();
            // Before the look-up: what changes meanwhile is a new edition, and is asked for anew.
            let heard = desk.repeats.hear(bytes, desk.at_hand.edition(), desk.at).filter(|_| is_whole);
            if let Some(again) = heard.and_then(|heard| desk.repeats.find(heard, bytes)) {
                desk.at_hand.is_given_again();
                match self.say_again(again, desk) {
                    Some(next) => return next,
                    None if to_the_end => continue,
                    None => return Next::Stay,
                }
            }
            // A fault in one look-up must not take every other reader of the lane with it.
            let find = AssertUnwindSafe(|| desk.find(bytes));
            let ready = match catch_unwind(find) {
                Ok(Some(Found::Ready(ready))) if is_whole => ready,
                Ok(Some(Found::Page(request))) if is_whole => {
                    let bytes = bytes.to_vec();
                    return Next::Ask(Box::new(Question { request, bytes, is_news: to_the_end }));
                }
                Ok(_) => return Next::GoIn(bytes.to_vec()),
                Err(_) => return Next::Gone,
            };
            if let Some(heard) = heard {
                desk.repeats.note(heard, bytes, &ready);
            }
            if let Some(next) = self.send(ready, desk) {
                return next;
            }
            // A read that leaves room has read all there is, and what comes later is told; but the end came with these bytes.
            if !to_the_end {
                return Next::Stay;
            }
        }
    }

    /// Sends an answer; what is next when it is not sent whole.
    fn send(&mut self, ready: Ready, desk: &Desk) -> Option<Next> {
        self.send_on(Unsent { ready, sent: 0 }, desk)
    }

    /// The same for an answer that was given before.
    fn say_again(&mut self, again: &Again, desk: &Desk) -> Option<Next> {
        let sent = match (&self.stream).write(again.bytes()) {
            Ok(sent) => sent,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => 0,
            Err(_) => return Some(Next::Gone),
        };
        if sent < again.bytes().len() {
            return self.send_on(Unsent { ready: again.ready(), sent }, desk);
        }
        self.answered += 1;
        self.ends = desk.now + self.rest;
        None
    }

    /// Sends what is left of an answer.
    fn send_on(&mut self, mut unsent: Unsent, desk: &Desk) -> Option<Next> {
        self.answered += 1;
        self.ends = desk.now + self.rest;
        match unsent.send(&self.stream) {
            Sent::Whole => None,
            Sent::Part => {
                self.ends = self.after(desk, desk.limits.write_stall);
                self.doing = Doing::Taking(Box::new(unsent));
                Some(Next::Stay)
            }
            Sent::Nothing => Some(Next::Gone),
        }
    }

    /// When it has had its part of such a time.
    fn after(&self, desk: &Desk, whole: Duration) -> Instant {
        desk.now + self.guest.share.part(whole)
    }

    /// Whether it may stay, now that its time is over.
    pub(super) fn had_its_time(&mut self, desk: &Desk) -> bool {
        match self.doing {
            Doing::Resting => self.see_off(desk),
            // The house may take what it takes.
            Doing::Asking(_) => self.ends = desk.now + desk.limits.idle,
            Doing::Taking(_) | Doing::Leaving(_) => return false,
        }
        true
    }

    /// Says goodbye, and gives the client a moment to hear it: closing with unread bytes would make the system reset the
    /// connection, and the client would lose the answer it was just given.
    fn see_off(&mut self, desk: &Desk) {
        // Where it fails the client is gone, which is heard next.
        let _ = self.stream.shutdown(Shutdown::Write);
        self.doing = Doing::Leaving(0);
        self.ends = desk.now + desk.limits.linger;
    }

    /// Reads what somebody who leaves still sends.
    fn hear_out(&mut self, desk: &mut Desk) -> Next {
        let Doing::Leaving(heard) = &mut self.doing else { return Next::Stay };
        while *heard < LAST_WORDS {
            match self.stream.read(&mut desk.room) {
                Ok(0) => return Next::Gone,
                Ok(read) => *heard += read,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Next::Stay,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Next::Gone,
            }
        }
        Next::Gone
    }
}

impl Unsent {
    /// Writes what is left, in one call unless the client is slow.
    fn send(&mut self, mut stream: &TcpStream) -> Sent {
        loop {
            let mut parts = [&*self.ready.head, &self.ready.date, &self.ready.body];
            express::advance(&mut parts, self.sent);
            let left: usize = parts.iter().map(|part| part.len()).sum();
            match stream.write_vectored(&parts.map(IoSlice::new)) {
                Ok(0) => return Sent::Nothing,
                Ok(written) => {
                    self.sent += written;
                    if written == left {
                        return Sent::Whole;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Sent::Part,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return Sent::Nothing,
            }
        }
    }
}

/// What a guest is served with.
pub(super) struct Desk {
    pub(super) at_hand: Arc<dyn AtHand>,
    pub(super) limits: Arc<Limits>,
    /// Where a request is read: one room for all, so that a resting connection holds none.
    pub(super) room: Box<[u8]>,
    pub(super) repeats: Repeats,
    /// When the last news came.
    pub(super) now: Instant,
    /// The same by the clock on the wall.
    pub(super) at: Millis,
}

/// What a request comes to.
enum Found {
    Ready(Ready),
    /// Not at hand, but a page.
    Page(Request<Body>),
}

impl Desk {
    fn find(&self, bytes: &[u8]) -> Option<Found> {
        express::hear(bytes, false, |asked| match self.at_hand.find(asked) {
            Some(ready) => Some(Found::Ready(ready)),
            None if self.at_hand.prints(asked) && asked.keeps_to(&self.limits, bytes.len()) => {
                asked.to_request().map(Found::Page)
            }
            None => None,
        })
    }
}

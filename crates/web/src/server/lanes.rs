//! The threads of the express lane.
//!
//! A reader whose page is at hand must not stand in line behind a comment that is judged, a story that is printed or a
//! picture that is made small. So each core has a thread that does nothing but find finished pages and send them; it
//! waits for its own sockets alone and never works longer than a look-up takes.
//!
//! A page that is not at hand is made in the house's runtime, while its reader keeps their seat: the lane sends an errand and
//! gets the answer through its door. Everything else goes to the runtime with its whole connection and comes back when it is
//! done.
//!
//! Each thread keeps to a processor of its own. Where that is taken for a while, by whoever makes a page, another thread does what waits in its
//! lane (decision 0046).
//!
//! A lane asks the system itself which of its sockets have news (`epoll`, told once for each piece of news), reads once and
//! writes once. Turning each of a connection's waits into a task that sleeps and is woken costs as much as finding the page.

mod door;
mod errand;
mod seat;

use std::io::Result;
use std::net::TcpStream;
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::buffer::spare_capacity;
use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::event::{EventfdFlags, Timespec, eventfd};
use rustix::io::Errno;

use self::door::{Door, Hall};
use self::errand::{Answer, Asking, Brought, Messenger, Question};
use self::seat::{Desk, Doing, NEWS, Next, Seat};
use super::Limits;
use super::connection::{Connection, Rest};
use super::express::{AtHand, REQUEST_BYTES};
use super::pulse::Pulse;
use super::repeat::Repeats;
use crate::priority::{stay_on, wait_for_breaks};

/// News of so many sockets are taken at once.
const EVENTS: usize = 256;
/// What the bell's news are marked with; tickets have smaller numbers.
const BELL: u64 = u64::MAX;
/// Seats are looked over for guests who have had their time at most so often.
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// Lanes that a thread looks into before it rests: the next ones. Each look costs a call to the system.
const HELPED: usize = 2;
const AT_ONCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };
/// Guests that are seen off before those who ask are heard again: saying goodbye takes the system longer than sending a page.
const SEEN_OFF_AT_ONCE: usize = 4;

/// The lanes of a server; their threads end when this is dropped.
#[derive(Debug)]
pub(super) struct Lanes {
    doors: Vec<Arc<Door>>,
    next: AtomicUsize,
}

/// A connection on its way into a lane, after so many answers.
pub(super) struct Arrival {
    pub(super) stream: TcpStream,
    pub(super) guest: Connection,
    pub(super) answered: u64,
}

/// How long a lane goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Word {
    /// As ever.
    Open,
    /// Whoever waits for an answer gets it; who rests is seen off.
    Closing,
    /// Everybody is cut off, and the thread ends.
    Over,
}

impl Lanes {
    /// Opens one for each core.
    ///
    /// # Errors
    /// The system gives no threads or no more open files.
    pub(super) fn open(at_hand: &Arc<dyn AtHand>, limits: &Arc<Limits>) -> Result<Self> {
        let count = thread::available_parallelism().map_or(1, usize::from);
        let mut lanes = Self { doors: Vec::with_capacity(count), next: AtomicUsize::new(0) };
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            let lane = Lane::new(Arc::clone(at_hand), Arc::clone(limits))?;
            lanes.doors.push(Arc::clone(&lane.door));
            all.push(Open { news: Arc::clone(&lane.news), lane: Mutex::new(lane) });
        }
        let all: Arc<[Open]> = all.into();
        for own in 0..count {
            let all = Arc::clone(&all);
            thread::Builder::new().name("express".to_owned()).spawn(move || {
                stay_on(own, all.len());
                attend_to(&all, own);
            })?;
        }
        Ok(lanes)
    }

    /// Gives a connection to the lane whose turn it is, or back when that is over.
    pub(super) fn take(&self, arrival: Box<Arrival>) -> std::result::Result<(), Box<Arrival>> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let door = &self.doors[turn % self.doors.len()];
        let mut hall = door.hall();
        if hall.word == Word::Over {
            return Err(arrival);
        }
        let is_rung = hall.is_rung();
        hall.arrivals.push(*arrival);
        door.leave(hall, is_rung);
        Ok(())
    }

    /// Tells all lanes how to go on. What was said cannot be taken back.
    pub(super) fn say(&self, word: Word) {
        for door in &self.doors {
            let mut hall = door.hall();
            if hall.word < word {
                hall.word = word;
            }
            drop(hall);
            door.ring();
        }
    }
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.say(Word::Over);
    }
}

/// A lane that any of the threads can serve: the one whose own it is, and another that has nothing else to do.
struct Open {
    /// What the lane's `epoll` tells is asked for without holding it.
    news: Arc<OwnedFd>,
    lane: Mutex<Lane>,
}

/// One thread's sockets.
struct Lane {
    door: Arc<Door>,
    /// The `epoll` that tells of the bell and of every seat.
    news: Arc<OwnedFd>,
    seats: Vec<Option<Seat>>,
    free: Vec<usize>,
    word: Word,
    /// When a guest may have had their time.
    next_look: Option<Instant>,
    /// When its own thread comes back by itself.
    comes_back: Option<Instant>,
    /// Guests that were seated so far.
    seated: u32,
    /// Errands that were sent so far.
    errands: u64,
    desk: Desk,
}

/// Whom news are about: a seat, and which of the lane's guests sat there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ticket {
    /// Below 2^31: so many files nobody may open.
    number: usize,
    seated: u32,
}

impl Ticket {
    fn data(self) -> EventData {
        EventData::new_u64(u64::from(self.seated) << 32 | self.number as u64)
    }

    fn of(data: u64) -> Self {
        Self { number: (data & u64::from(u32::MAX)) as usize, seated: (data >> 32) as u32 }
    }
}

impl Lane {
    fn new(at_hand: Arc<dyn AtHand>, limits: Arc<Limits>) -> Result<Self> {
        let bell = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        let news = epoll::create(CreateFlags::CLOEXEC)?;
        epoll::add(&news, &bell, EventData::new_u64(BELL), EventFlags::IN)?;
        let hall = Mutex::new(Hall { arrivals: Vec::new(), brought: Vec::new(), word: Word::Open });
        let room = vec![0; REQUEST_BYTES].into_boxed_slice();
        Ok(Self {
            door: Arc::new(Door { bell, hall }),
            news: Arc::new(news),
            seats: Vec::new(),
            free: Vec::new(),
            word: Word::Open,
            next_look: None,
            comes_back: None,
            seated: 0,
            errands: 0,
            desk: Desk {
                at: at_hand.now(),
                at_hand,
                limits,
                room,
                repeats: Repeats::new(),
                now: Instant::now(),
            },
        })
    }

    /// Hears news at `now`, as its own thread or as another one that helps out.
    fn hear(&mut self, events: &mut Vec<Event>, now: Instant, is_own: bool) {
        self.desk.now = now;
        self.desk.at = self.desk.at_hand.now();
        for event in events.drain(..) {
            match event.data.u64() {
                // What the house says is for the lane's own thread, for which the bell goes on ringing.
                BELL if !is_own && self.door.hall().word != self.word => {}
                BELL => self.open_the_door(),
                data => {
                    let Ticket { number, seated } = Ticket::of(data);
                    // Another thread may have seen off who sat here since the news were told.
                    if self
                        .seats
                        .get(number)
                        .and_then(Option::as_ref)
                        .is_some_and(|seat| seat.seated == seated)
                    {
                        self.attend(number, event.flags);
                    }
                }
            }
        }
        if is_own {
            if self.next_look.is_some_and(|at| at <= now) {
                self.look_over();
            }
            self.comes_back = self.next_look;
        } else if self.word == Word::Over || is_before(self.next_look, self.comes_back) {
            self.comes_back = self.next_look;
            self.door.ring();
        }
    }

    /// Lets in who and what stands at the door, and hears what the house says.
    fn open_the_door(&mut self) {
        let _ = rustix::io::read(&self.door.bell, &mut [0; 8]);
        let mut hall = self.door.hall();
        let (arrivals, brought) = (std::mem::take(&mut hall.arrivals), std::mem::take(&mut hall.brought));
        let word = hall.word;
        drop(hall);
        for arrival in arrivals {
            self.seat(arrival);
        }
        for brought in brought {
            self.serve(brought);
        }
        self.word = word;
        if word == Word::Closing {
            for number in 0..self.seats.len() {
                self.attend(number, EventFlags::IN);
            }
        }
    }

    fn seat(&mut self, Arrival { stream, guest, answered }: Arrival) {
        let number = self.free.pop().unwrap_or_else(|| {
            self.seats.push(None);
            self.seats.len() - 1
        });
        self.seated = self.seated.wrapping_add(1);
        let ticket = Ticket { number, seated: self.seated };
        if let Err(error) = epoll::add(&self.news, &stream, ticket.data(), NEWS) {
            tracing::debug!(%error, "no room in an express lane");
            self.free.push(number);
            guest.go_in(stream, Rest { bytes: Vec::new(), answered });
            return;
        }
        let (share, limits) = (guest.share, &self.desk.limits);
        let ends = self.desk.now + share.part(limits.until_asked(answered));
        let rest = share.part(limits.idle);
        let doing = Doing::Resting;
        self.seats[number] = Some(Seat { seated: ticket.seated, stream, guest, answered, rest, ends, doing });
        self.look_by(ends);
    }

    fn attend(&mut self, number: usize, news: EventFlags) {
        let Some(Some(seat)) = self.seats.get_mut(number) else { return };
        let next = seat.attend(news, &mut self.desk, self.word);
        self.go_on(number, next);
    }

    /// Gives a seat what its errand was for. Whoever sits there by now may be somebody else.
    fn serve(&mut self, Brought { seat: number, errand, answer }: Brought) {
        let Some(Some(seat)) = self.seats.get_mut(number) else { return };
        let Doing::Asking(asking) = &mut seat.doing else { return };
        if asking.errand != errand {
            return;
        }
        let (is_news, bytes) = (asking.is_news, std::mem::take(&mut asking.bytes));
        seat.doing = Doing::Resting;
        let next = match answer {
            Answer::Whole(ready) => seat.take(ready, is_news, &mut self.desk, self.word),
            Answer::Elsewhere => Next::GoIn(bytes),
            Answer::Nothing => Next::Gone,
        };
        self.go_on(number, next);
    }

    fn go_on(&mut self, number: usize, next: Next) {
        let Some(Some(seat)) = self.seats.get_mut(number) else { return };
        match next {
            Next::Ask(question) => {
                let Question { request, bytes, is_news } = *question;
                self.errands += 1;
                let (errand, guest, at_hand) = (self.errands, &seat.guest, Arc::clone(&self.desk.at_hand));
                let messenger = Messenger::from(&self.door, number, errand);
                let making = messenger.go(guest.house.router.clone(), request, guest.peer, at_hand);
                let making = guest.house.runtime.spawn(making);
                let asking = Asking { errand, bytes, is_news, making: making.abort_handle() };
                seat.doing = Doing::Asking(Box::new(asking));
            }
            Next::Stay => {
                let ends = seat.ends;
                self.look_by(ends);
            }
            Next::Gone => drop(self.vacate(number)),
            Next::GoIn(bytes) => {
                if let Some(seat) = self.vacate(number)
                    && epoll::delete(&self.news, &seat.stream).is_ok()
                {
                    seat.guest.go_in(seat.stream, Rest { bytes, answered: seat.answered });
                }
            }
        }
    }

    fn vacate(&mut self, number: usize) -> Option<Seat> {
        let seat = self.seats.get_mut(number).and_then(Option::take)?;
        self.free.push(number);
        Some(seat)
    }

    fn look_by(&mut self, ends: Instant) {
        if self.next_look.is_none_or(|at| ends < at) {
            self.next_look = Some(ends);
        }
    }

    /// Sees off who has had their time. While guests ask, their deadlines move and nothing else is touched.
    fn look_over(&mut self) {
        let now = self.desk.now;
        let (mut first, mut seen_off) = (None, 0);
        for number in 0..self.seats.len() {
            let Some(Some(seat)) = self.seats.get_mut(number) else { continue };
            if seat.ends <= now {
                if seen_off == SEEN_OFF_AT_ONCE {
                    self.next_look = Some(now);
                    return;
                }
                seen_off += 1;
                if !seat.had_its_time(&self.desk) {
                    drop(self.vacate(number));
                    continue;
                }
            }
            first = Some(first.map_or(seat.ends, |first: Instant| first.min(seat.ends)));
        }
        self.next_look = first.map(|first| first.max(now + BETWEEN_LOOKS));
    }
}

/// Serves the lane with this number until it is over, and before each rest whoever waits in the next lanes: a thread that the
/// system has not given a processor yet cannot be made to run elsewhere, but what it is to do can be done.
fn attend_to(all: &[Open], own: usize) {
    let mine = &all[own];
    let mut events = Vec::with_capacity(EVENTS);
    let mut pulse = Pulse::new(Instant::now());
    let mut patience = None;
    loop {
        match epoll::wait(&*mine.news, spare_capacity(&mut events), patience.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => {
                tracing::error!(%error, "an express lane hears nothing more and is closed");
                mine.lane().door.hall().word = Word::Over;
                break;
            }
        }
        let now = Instant::now();
        if let Some(is_busy) = pulse.beat(now, events.len()) {
            wait_for_breaks(is_busy);
        }
        let mut lane = mine.lane();
        lane.hear(&mut events, now, true);
        if lane.word == Word::Over {
            break;
        }
        let until = lane.next_look.map(|at| at.saturating_duration_since(now));
        patience = until.and_then(|until| Timespec::try_from(until).ok());
        drop(lane);
        for other in all.iter().cycle().skip(own + 1).take(HELPED.min(all.len() - 1)) {
            other.help(&mut events);
        }
    }
    let mut lane = mine.lane();
    lane.word = Word::Over;
    let guests = std::mem::take(&mut lane.seats);
    // Whoever came last is dropped when the hall is open again: with the last guest goes the house, and it looks in here.
    let late = std::mem::take(&mut lane.door.hall().arrivals);
    drop(lane);
    drop((guests, late));
}

impl Open {
    fn lane(&self) -> MutexGuard<'_, Lane> {
        self.lane.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does what there is to do in a lane whose own thread is not at it.
    fn help(&self, events: &mut Vec<Event>) {
        let Ok(mut lane) = self.lane.try_lock() else { return };
        if lane.word == Word::Over
            || epoll::wait(&*self.news, spare_capacity(events), Some(&AT_ONCE)).is_err()
        {
            return;
        }
        if !events.is_empty() {
            lane.hear(events, Instant::now(), false);
        }
    }
}

/// Whether the first of two moments comes before the second; what is none never comes.
fn is_before(first: Option<Instant>, second: Option<Instant>) -> bool {
    first.is_some_and(|first| second.is_none_or(|second| first < second))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::{Shutdown, TcpListener};
    use std::sync::atomic::AtomicU64;

    use axum::Router;
    use axum::body::Bytes;
    use dateline_model::Millis;
    use tokio::runtime::Handle;
    use tokio_util::sync::CancellationToken;
    use tokio_util::task::TaskTracker;

    use super::seat::{ASKS, GONE};
    use super::*;
    use crate::server::express::{DATE_BYTES, PlainGet, Ready};
    use crate::server::share::Share;
    use crate::server::{House, Place};

    /// One page, at every address.
    struct OnePage;

    impl AtHand for OnePage {
        fn find(&self, _asked: &PlainGet<'_>) -> Option<Ready> {
            let head = Bytes::from_static(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n");
            let mut date = [b' '; DATE_BYTES];
            date[..5].copy_from_slice(b"date:");
            date[DATE_BYTES - 4..].copy_from_slice(b"\r\n\r\n");
            Some(Ready { head, date, body: Bytes::from_static(b"tide"), holds_until: None })
        }

        fn now(&self) -> Millis {
            0
        }
    }

    /// A lane whose own thread never gets a processor, with one guest at its door, and the guest's end of the connection.
    fn left_alone() -> (Open, TcpStream) {
        let limits = Arc::new(Limits::default());
        let lane = Lane::new(Arc::new(OnePage), Arc::clone(&limits)).unwrap();
        let house = House {
            router: Router::new(),
            limits,
            stop: CancellationToken::new(),
            cut: CancellationToken::new(),
            open: Arc::default(),
            turned_away: Arc::default(),
            received: AtomicU64::new(0),
            at_hand: None,
            lanes: None,
            certificate: None,
            runtime: Handle::current(),
            tasks: TaskTracker::new(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        client.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let (stream, peer) = listener.accept().unwrap();
        stream.set_nonblocking(true).unwrap();
        let (place, stays) = (Place::take(&house.open, 1).unwrap(), house.tasks.token());
        let house = Arc::new(house);
        let guest = Connection { house, peer, share: Share::of(0), _place: place, _stays: stays };
        lane.door.hall().arrivals.push(Arrival { stream, guest, answered: 0 });
        lane.door.ring();
        (Open { news: Arc::clone(&lane.news), lane: Mutex::new(lane) }, client)
    }

    /// Whether the lane's own thread would be woken now.
    fn wakes(lane: &Open) -> bool {
        let mut events = Vec::with_capacity(EVENTS);
        epoll::wait(&*lane.news, spare_capacity(&mut events), Some(&AT_ONCE)).unwrap();
        !events.is_empty()
    }

    #[tokio::test]
    async fn who_waits_in_a_lane_whose_thread_has_no_processor_is_served_by_another_one() {
        let (lane, mut client) = left_alone();
        let mut events = Vec::with_capacity(EVENTS);
        lane.help(&mut events);
        assert!(wakes(&lane), "its own thread has to come back when the guest has had their time");
        let mut own = lane.lane();
        own.open_the_door();
        assert_eq!(own.comes_back, own.next_look);
        drop(own);
        assert!(!wakes(&lane));
        for _ in 0..2 {
            client.write_all(b"GET / HTTP/1.1\r\nHost: bell.example\r\n\r\n").unwrap();
            lane.help(&mut events);
            let mut answer = [0; 256];
            let read = client.read(&mut answer).unwrap();
            assert!(answer[..read].starts_with(b"HTTP/1.1 200 OK") && answer[..read].ends_with(b"tide"));
            assert!(!wakes(&lane), "nothing is left to do");
        }
    }

    #[tokio::test]
    async fn news_of_a_guest_who_has_gone_are_not_taken_for_those_of_the_next_one_in_their_seat() {
        let (lane, client) = left_alone();
        let (mut events, mut late) = (Vec::with_capacity(EVENTS), Vec::with_capacity(EVENTS));
        lane.help(&mut events);
        client.shutdown(Shutdown::Write).unwrap();
        // The lane's own thread hears it, and has no processor; meanwhile the guest is gone, and another one has the seat.
        epoll::wait(&*lane.news, spare_capacity(&mut late), Some(&AT_ONCE)).unwrap();
        late.retain(|event| event.data.u64() != BELL);
        let mut own = lane.lane();
        drop(own.vacate(0));
        let (other, _client) = left_alone();
        own.seat(other.lane().door.hall().arrivals.remove(0));
        assert_eq!(late.iter().map(|event| Ticket::of(event.data.u64()).number).collect::<Vec<_>>(), [0]);
        for flags in [ASKS, GONE] {
            let mut late: Vec<_> = late.iter().map(|event| Event { flags, data: event.data }).collect();
            let seat = own.seats[0].as_mut().unwrap();
            let making = tokio::spawn(async {}).abort_handle();
            seat.doing =
                Doing::Asking(Box::new(Asking { errand: 0, bytes: Vec::new(), is_news: false, making }));
            own.hear(&mut late, Instant::now(), true);
            let seat = own.seats[0].as_ref().unwrap();
            assert!(matches!(&seat.doing, Doing::Asking(asking) if !asking.is_news));
        }
    }

    #[tokio::test]
    async fn nobody_helps_where_a_thread_is_at_work_and_what_the_house_says_is_heard_by_the_lanes_own() {
        let (lane, _client) = left_alone();
        let mut events = Vec::with_capacity(EVENTS);
        let at_work = lane.lane();
        lane.help(&mut events);
        assert!(at_work.seats.is_empty());
        at_work.door.hall().word = Word::Closing;
        drop(at_work);
        lane.help(&mut events);
        let own = lane.lane();
        assert_eq!((own.word, own.seats.len()), (Word::Open, 0));
        drop(own);
        assert!(wakes(&lane));
    }
}

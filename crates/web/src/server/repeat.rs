//! What a lane has just been asked, word for word, and what it said.
//!
//! On the day that a story goes round the world it is asked for in the same words again and again: browsers of one make send the
//! same lines, and so does a proxy in front of us. What was said to a request is said again to the same bytes, without a look at
//! what they mean, in one piece.
//!
//! It is never said too late. An answer is kept for the second that it is dated with, for no longer than its page stands, and
//! only in the edition it was found in: any change of anything that some page shows is a new edition
//! ([`AtHand::edition`](super::AtHand::edition)).

use std::hash::BuildHasher as _;

use bytes::Bytes;
use dateline_model::Millis;
use foldhash::fast::RandomState;

use super::express::{DATE_BYTES, Ready};

/// Requests that are remembered at once: the few pages that everybody reads, in the words of the usual browsers.
const REQUESTS: usize = 32;
/// Bytes of a request that is remembered. What browsers send for a page has half as many.
const REQUEST_BYTES_MAX: usize = 1 << 10;
/// Bytes of an answer that is remembered. Of a larger one the look-up is a small part of the cost.
const ANSWER_BYTES_MAX: usize = 32 << 10;
const SECOND: Millis = 1_000;

/// Answers that may be given again: at most [`REQUESTS`] times the bytes of both.
pub(super) struct Repeats {
    hasher: RandomState,
    places: Box<[Place]>,
}

/// Where a request is remembered that has this digest.
#[derive(Default)]
struct Place {
    /// Of the request that came last.
    digest: u64,
    /// The second in which it came, since 1970.
    second: Millis,
    said: Option<Said>,
}

/// A request, and the answer to it.
struct Said {
    asked: Box<[u8]>,
    again: Again,
    /// What the house was then.
    edition: u64,
    until: Millis,
}

/// An answer in one piece.
#[derive(Debug, Clone)]
pub(super) struct Again {
    bytes: Bytes,
    /// How many of them are the head, and the line that follows it.
    head: usize,
    date: [u8; DATE_BYTES],
}

/// The request that a lane has just read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard {
    digest: u64,
    edition: u64,
    now: Millis,
}

impl Repeats {
    pub(super) fn new() -> Self {
        Self { hasher: RandomState::default(), places: (0..REQUESTS).map(|_| Place::default()).collect() }
    }

    /// What the look-up of these bytes has to be remembered with; `None` when it is not worth it. It must be called before
    /// the look-up.
    pub(super) fn hear(&self, bytes: &[u8], edition: Option<u64>, now: Millis) -> Option<Heard> {
        let edition = edition.filter(|_| bytes.len() <= REQUEST_BYTES_MAX)?;
        Some(Heard { digest: self.hasher.hash_one(bytes), edition, now })
    }

    /// What was said to the same bytes, if it still holds.
    pub(super) fn find(&self, heard: Heard, bytes: &[u8]) -> Option<&Again> {
        let place = &self.places[place_of(heard.digest)];
        let said = place.said.as_ref()?;
        let holds = place.second == heard.now.div_euclid(SECOND)
            && said.edition == heard.edition
            && heard.now < said.until
            && *said.asked == *bytes;
        holds.then_some(&said.again)
    }

    /// Remembers what was found for a request that comes for the second time in a second, if it says how long it holds.
    pub(super) fn note(&mut self, heard: Heard, bytes: &[u8], found: &Ready) {
        let Some(until) = found.holds_until else { return };
        let place = &mut self.places[place_of(heard.digest)];
        let second = heard.now.div_euclid(SECOND);
        let came_before = place.digest == heard.digest && place.second == second;
        *place = Place { digest: heard.digest, second, said: None };
        if came_before && found.bytes() <= ANSWER_BYTES_MAX {
            let (asked, again) = (bytes.into(), Again::of(found));
            place.said = Some(Said { asked, again, edition: heard.edition, until });
        }
    }
}

fn place_of(digest: u64) -> usize {
    digest as usize % REQUESTS
}

impl Again {
    fn of(found: &Ready) -> Self {
        let bytes = [&*found.head, &found.date, &found.body].concat();
        Self { bytes: bytes.into(), head: found.head.len(), date: found.date }
    }

    /// All of it, as it goes over the wire.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The same in its pieces, which share its bytes.
    pub(super) fn ready(&self) -> Ready {
        let (head, body) = (self.bytes.slice(..self.head), self.bytes.slice(self.head + DATE_BYTES..));
        Ready { head, date: self.date, body, holds_until: None }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const NOON: Millis = 1_795_514_400_000;
    const ASKED: &[u8] = b"GET / HTTP/1.1\r\nhost: gazette.example\r\n\r\n";

    fn ready(body: &str, holds_until: Option<Millis>) -> Ready {
        let date = *b"date: Tue, 24 Nov 2026 18:20:00 GMT\r\n\r\n";
        Ready { head: "HTTP/1.1 200 OK\r\n".into(), date, body: body.to_owned().into(), holds_until }
    }

    /// Asks as a lane does; what was looked up says `found`.
    fn ask(repeats: &mut Repeats, bytes: &[u8], edition: u64, now: Millis, found: &Ready) -> Option<Vec<u8>> {
        let heard = repeats.hear(bytes, Some(edition), now)?;
        let again = repeats.find(heard, bytes).map(|again| again.bytes().to_vec());
        if again.is_none() {
            repeats.note(heard, bytes, found);
        }
        again
    }

    #[test]
    fn who_asks_for_the_third_time_in_a_second_is_told_the_same_in_one_piece() {
        let (mut repeats, page) = (Repeats::new(), ready("front page", Some(NOON + 60_000)));
        assert_eq!(ask(&mut repeats, ASKED, 1, NOON, &page), None);
        assert_eq!(ask(&mut repeats, ASKED, 1, NOON, &page), None, "one who asks once costs no room");
        let again = ask(&mut repeats, ASKED, 1, NOON + 999, &page).unwrap();
        assert_eq!(again, [&*page.head, &page.date, &page.body].concat());
        let other = ASKED.to_ascii_uppercase();
        assert_eq!(ask(&mut repeats, &other, 1, NOON + 999, &page), None, "in other words");
    }

    #[test]
    fn nothing_is_said_again_in_a_new_edition_in_another_second_or_after_its_page_has_ended() {
        let (mut repeats, page) = (Repeats::new(), ready("front page", Some(NOON + 500)));
        let mut again = |edition, now| ask(&mut repeats, ASKED, edition, now, &page).is_some();
        assert!(!again(1, NOON) && !again(1, NOON) && again(1, NOON + 499));
        assert!(!again(1, NOON + 500), "its page ends at that moment");
        assert!(!again(2, NOON) && again(2, NOON + 1), "a new edition is looked up");
        assert!(!again(3, NOON + 2));
        assert!(!again(3, NOON - 1_000), "a clock that was set back");
        assert!(!again(3, NOON + 1_000));
    }

    #[test]
    fn what_may_be_another_answer_next_time_is_not_remembered() {
        let (mut repeats, page) = (Repeats::new(), ready("front page", None));
        for _ in 0..4 {
            assert_eq!(ask(&mut repeats, ASKED, 1, NOON, &page), None);
        }
        assert!(repeats.hear(ASKED, None, NOON).is_none(), "who has no editions");
    }

    #[test]
    fn requests_and_answers_are_remembered_up_to_their_limits() {
        let mut repeats = Repeats::new();
        let mut third = |asked: usize, answer: usize| {
            let (asked, head) = (vec![b'a'; asked], ready("", None).bytes());
            let page = ready(&"x".repeat(answer - head), Some(NOON + 60_000));
            (0..3).filter_map(|_| ask(&mut repeats, &asked, 1, NOON, &page)).last().map(|said| said.len())
        };
        assert_eq!(third(REQUEST_BYTES_MAX, ANSWER_BYTES_MAX), Some(ANSWER_BYTES_MAX));
        assert_eq!(third(REQUEST_BYTES_MAX + 1, 1_000), None);
        assert_eq!(third(100, ANSWER_BYTES_MAX + 1), None);
    }

    #[test]
    fn a_thousand_other_requests_take_no_more_room() {
        let (mut repeats, page) = (Repeats::new(), ready("front page", Some(NOON + 60_000)));
        for number in 0..1_000 {
            let asked = format!("GET /{number} HTTP/1.1\r\n\r\n");
            for _ in 0..3 {
                ask(&mut repeats, asked.as_bytes(), 1, NOON, &page);
            }
        }
        assert_eq!(repeats.places.len(), REQUESTS);
    }

    #[test]
    fn an_answer_in_one_piece_comes_apart_as_it_was() {
        let page = ready("front page", Some(NOON));
        let apart = Again::of(&page).ready();
        assert_eq!((&apart.head, apart.date, &apart.body), (&page.head, page.date, &page.body));
    }
}

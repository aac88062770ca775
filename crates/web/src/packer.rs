//! Pages that many want are packed once more and smaller: later, by a thread of their own, and only if they last.
//!
//! Packing as small as can be takes a long page ten milliseconds. Whoever waits for the page must not wait for that, nor must
//! those whose requests the same thread reads; and a story that gets a comment every second would be packed for nobody.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use std::{io, thread};

use crate::compress::Encoding;
use crate::document::Finished;
use crate::priority::give_way;

/// How long a page must last: longer than one that changes every second.
const MUST_LAST: Duration = Duration::from_secs(3);
/// Pages that wait. One for which there is no room is ordered again when as many have asked for it once more.
const ORDERS_MAX: usize = 256;
/// Steps of `nice` by which the thread stands back behind all that somebody waits for.
const BEHIND: i32 = 15;

/// Takes orders.
#[derive(Debug, Clone)]
pub(crate) struct Packer {
    orders: SyncSender<Order>,
    must_last: Duration,
}

/// The orders that come in, and those that wait for their time.
#[derive(Debug)]
struct Orders {
    taken: Receiver<Order>,
    waiting: VecDeque<Order>,
}

#[derive(Debug)]
struct Order {
    /// A page that has changed meanwhile is gone.
    page: Weak<Finished>,
    encoding: Encoding,
    due: Instant,
}

impl Packer {
    /// Begins to work, until nobody can order any more.
    ///
    /// # Errors
    /// The system gives no thread.
    pub(crate) fn begin() -> io::Result<Self> {
        let (packer, mut orders) = Self::after(MUST_LAST);
        thread::Builder::new().name("packer".to_owned()).spawn(move || {
            give_way(BEHIND);
            while orders.next() {}
        })?;
        Ok(packer)
    }

    fn after(must_last: Duration) -> (Self, Orders) {
        let (orders, taken) = sync_channel(ORDERS_MAX);
        (Self { orders, must_last }, Orders { taken, waiting: VecDeque::new() })
    }

    /// Orders that a page be packed small, if it was asked for often enough.
    pub(crate) fn look_at(&self, page: &Arc<Finished>) {
        for encoding in page.worth_packing() {
            let order = Order { page: Arc::downgrade(page), encoding, due: Instant::now() + self.must_last };
            if let Err(TrySendError::Full(order) | TrySendError::Disconnected(order)) =
                self.orders.try_send(order)
            {
                order.give_back();
            }
        }
    }
}

impl Orders {
    /// Does what was ordered next when its time has come; `false` when nobody can order any more.
    fn next(&mut self) -> bool {
        loop {
            let heard = match self.waiting.front() {
                Some(first) => self.taken.recv_timeout(first.due.saturating_duration_since(Instant::now())),
                None => self.taken.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match heard {
                Ok(order) if self.waiting.len() < ORDERS_MAX => self.waiting.push_back(order),
                Ok(order) => order.give_back(),
                Err(RecvTimeoutError::Disconnected) => return false,
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(order) = self.waiting.pop_front() {
                        order.fill();
                    }
                    return true;
                }
            }
        }
    }
}

impl Order {
    fn fill(self) {
        if let Some(page) = self.page.upgrade() {
            page.pack_small(self.encoding);
        }
    }

    fn give_back(self) {
        if let Some(page) = self.page.upgrade() {
            page.count_again(self.encoding);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use axum::response::Response;
    use bytes::Bytes;
    use futures_util::FutureExt as _;
    use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
    use http_body_util::BodyExt as _;

    use super::*;
    use crate::document::{CachePolicy, Document, Packing, WORTH_PACKING};

    fn page() -> Arc<Finished> {
        let words = (0..3_000_u32).map(|n| {
            ["ferry ", "harbour ", "council ", "bridge "][(n.wrapping_mul(2_654_435_761) >> 30) as usize]
        });
        let document = Document {
            status: StatusCode::OK,
            content_type: HeaderValue::from_static("text/html; charset=utf-8"),
            body: Bytes::from(words.collect::<String>()),
            last_modified: None,
            cache: CachePolicy::Revalidate,
        };
        Arc::new(document.finish(Packing::Quick, |_| {}))
    }

    fn gzip() -> HeaderMap {
        HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"))])
    }

    fn body(answer: Response) -> Bytes {
        answer.into_body().collect().now_or_never().unwrap().unwrap().to_bytes()
    }

    fn ask(packer: &Packer, page: &Arc<Finished>) -> Bytes {
        let answer = page.answer(&Method::GET, &gzip());
        packer.look_at(page);
        body(answer)
    }

    #[test]
    fn a_page_that_many_want_is_packed_once_more_and_smaller_and_old_copies_stay_good() {
        let (packer, mut orders) = Packer::after(Duration::ZERO);
        let page = page();
        let first = page.answer(&Method::GET, &gzip());
        let tag = first.headers()[header::ETAG].clone();
        let quick = body(first);
        for _ in 0..2 * WORTH_PACKING {
            assert_eq!(ask(&packer, &page), quick, "nobody waits for the packer");
        }
        assert!(orders.next());
        assert!(orders.taken.try_recv().is_err(), "ordered once");
        let small = page.answer(&Method::GET, &gzip());
        assert_ne!(small.headers()[header::ETAG], tag, "other bytes have another tag");
        assert!(body(small).len() < quick.len());
        let mut again = gzip();
        again.insert(header::IF_NONE_MATCH, tag.clone());
        let unchanged = page.answer(&Method::GET, &again);
        assert_eq!(
            (unchanged.status(), &unchanged.headers()[header::ETAG]),
            (StatusCode::NOT_MODIFIED, &tag)
        );
    }

    #[test]
    fn a_page_that_few_want_is_not_ordered_and_one_that_has_changed_is_let_go() {
        let (packer, orders) = Packer::after(Duration::ZERO);
        let seldom = page();
        for _ in 1..WORTH_PACKING {
            ask(&packer, &seldom);
        }
        assert!(orders.taken.try_recv().is_err());
        ask(&packer, &seldom);
        let order = orders.taken.try_recv().unwrap();
        drop(seldom);
        assert!(order.page.upgrade().is_none());
    }

    #[test]
    fn an_order_for_which_there_is_no_room_is_given_again() {
        let (packer, mut orders) = Packer::after(Duration::ZERO);
        let wanted: Vec<_> = (0..=ORDERS_MAX).map(|_| page()).collect();
        for page in &wanted {
            for _ in 0..WORTH_PACKING {
                ask(&packer, page);
            }
        }
        assert!(orders.next());
        assert_eq!(orders.waiting.len(), ORDERS_MAX - 1);
        let last = &wanted[ORDERS_MAX];
        let quick = ask(&packer, last);
        for _ in 1..WORTH_PACKING {
            ask(&packer, last);
        }
        for _ in 0..ORDERS_MAX {
            assert!(orders.next());
        }
        assert!(ask(&packer, last).len() < quick.len());
        drop(packer);
        assert!(!orders.next());
    }
}

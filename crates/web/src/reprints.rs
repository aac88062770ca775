//! Pages that were read and have changed are made again before the next reader asks for them.
//!
//! A story that is talked about gets a comment every few seconds, and the front page a story every few minutes. Whoever
//! came first after each change would wait for the page; most come a moment later, and then it is at hand. A page that nobody
//! asked for since it was made is left until somebody does, so nothing is made that was not read, and nothing that is
//! read is older than it would be without this.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use http::Uri;
use tokio::sync::Notify;

use crate::app::App;
use crate::compress::Encoding;
use crate::document::Finished;
use crate::reader;
use crate::reception::Visit;

/// Pages that wait. Where one change drops more, those that most have asked for are made and the others when they are asked for.
const WAITING_MAX: usize = 256;

/// What is to be printed again.
#[derive(Debug, Default)]
pub(crate) struct Reprints {
    waiting: Mutex<VecDeque<Reprint>>,
    news: Notify,
}

/// A page that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reprint {
    /// Its key in the cache.
    key: Arc<str>,
    /// The encodings in which it was asked for.
    encodings: Vec<Encoding>,
}

impl Reprints {
    /// Orders the pages that a change dropped, each with its key.
    pub(crate) fn order(&self, mut dropped: Vec<(Arc<str>, Arc<Finished>)>) {
        if dropped.is_empty() {
            return;
        }
        if dropped.len() > WAITING_MAX {
            dropped.sort_by_cached_key(|(_, page)| Reverse(page.asked()));
        }
        let mut waiting = self.waiting();
        for (key, page) in dropped {
            if waiting.len() >= WAITING_MAX {
                break;
            }
            if !waiting.iter().any(|reprint| reprint.key == key) {
                waiting.push_back(Reprint { key, encodings: page.encodings().collect() });
            }
        }
        drop(waiting);
        self.news.notify_one();
    }

    fn next(&self) -> Option<Reprint> {
        self.waiting().pop_front()
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Reprint>> {
        // Nothing that can panic happens under it.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Prints pages again that were read and have changed, for as long as it is let.
    pub async fn reprint(&self) {
        loop {
            self.reprints().news.notified().await;
            self.reprint_waiting().await;
        }
    }

    /// Prints the pages that wait now, one after the other, each when it is its turn among those that readers wait for: what
    /// [`Self::reprint`] does after each change.
    pub async fn reprint_waiting(&self) {
        while let Some(Reprint { key, encodings }) = self.reprints().next() {
            let Some(visit) = self.visit_again(&key, encodings.first().copied()) else { continue };
            let printing = AssertUnwindSafe(reader::make_ready(&visit, &encodings));
            // A fault in one page must not leave all others to those who ask for them.
            if let Err(payload) = printing.catch_unwind().await {
                self.panic_counter().note(payload.as_ref(), visit.method(), visit.path.as_str());
            }
        }
    }

    /// The visit of whoever would ask next for the page with this key; `None` where there is no such site any more.
    fn visit_again(&self, key: &str, encoding: Option<Encoding>) -> Option<Visit> {
        let (site, rest) = key.split_once(' ')?;
        let (origin, target) = rest.split_once(' ')?;
        let paper = self.papers().with_id(site.parse().ok()?)?;
        Visit::again(self, paper, origin, target.parse::<Uri>().ok()?, encoding)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderValue, StatusCode};

    use super::*;
    use crate::document::{CachePolicy, Document, Packing};

    fn page(readers: usize) -> Arc<Finished> {
        let document = Document {
            status: StatusCode::OK,
            content_type: HeaderValue::from_static("text/html; charset=utf-8"),
            body: Bytes::from("The ferry is late. ".repeat(40)),
            last_modified: None,
            cache: CachePolicy::Revalidate,
        };
        let page = document.finish(Packing::Quick, |_| {});
        for _ in 0..readers {
            page.prepare(Encoding::Gzip);
        }
        Arc::new(page)
    }

    fn numbered(numbers: std::ops::Range<usize>) -> Vec<(Arc<str>, Arc<Finished>)> {
        numbers.map(|n| (n.to_string().into(), page(n % 3 + 1))).collect()
    }

    #[test]
    fn a_page_waits_once_in_the_encodings_that_readers_wanted() {
        let reprints = Reprints::default();
        let both = page(1);
        both.prepare(Encoding::Brotli);
        reprints.order(vec![("/quay/".into(), both), ("/".into(), page(2))]);
        reprints.order(vec![("/quay/".into(), page(1))]);
        let quay = reprints.next().unwrap();
        assert_eq!((&*quay.key, quay.encodings), ("/quay/", vec![Encoding::Gzip, Encoding::Brotli]));
        let front = reprints.next().unwrap();
        assert_eq!((&*front.key, front.encodings), ("/", vec![Encoding::Gzip]));
        assert_eq!(reprints.next(), None);
    }

    #[test]
    fn as_many_wait_as_may_and_of_more_those_that_most_have_asked_for() {
        let reprints = Reprints::default();
        reprints.order(numbered(0..WAITING_MAX));
        reprints.order(numbered(WAITING_MAX..WAITING_MAX + 1));
        let waiting: Vec<_> = std::iter::from_fn(|| reprints.next()).collect();
        assert_eq!(waiting.len(), WAITING_MAX);
        assert_eq!(&*waiting[0].key, "0", "in the order in which they were dropped");
        reprints.order(numbered(0..2 * WAITING_MAX));
        let waiting: Vec<usize> =
            std::iter::from_fn(|| reprints.next()).map(|reprint| reprint.key.parse().unwrap()).collect();
        assert_eq!(waiting.len(), WAITING_MAX);
        assert!(waiting.iter().all(|n| n % 3 > 0), "what one reader wanted comes last: {waiting:?}");
    }
}

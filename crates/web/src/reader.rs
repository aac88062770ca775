//! Pages and feeds for readers: the press makes them, here they get their headers and are kept.

use std::sync::Arc;

use axum::response::Response;
use bytes::Bytes;
use dateline_model::Millis;
use dateline_press::{Answer, Ask, Asked, Body, CachePolicy, Made, PageCache, PressError, Query};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};

use crate::app::App;
use crate::client_address::AddressKey;
use crate::compress::Encoding;
use crate::document::{self, CACHE_TAG, Document, Finished, SURROGATE_KEY};
use crate::reception::{Visit, by_key_of_plain, is_for_the_press, key_of};
use crate::security::{Brought, Kind};
use crate::server::{AtHand, PlainGet, Ready, date_line};
use crate::tally::Count;
use crate::{failure, held, own};

const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");
/// How long a browser keeps what was offered to a reader who types.
const BRIEFLY_SECONDS: u32 = 60;

/// The answer to a request whose page is at hand under the very address that was asked for. Everything else takes
/// the longer way through [`answer`].
pub(crate) fn at_hand(app: &App, parts: &Parts) -> Option<Response> {
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return None;
    }
    let key = key_of(app, parts)?;
    let pages = app.pages()?;
    let page = pages.get(&key, app.clock().now())?;
    app.tally().at_hand.one_more();
    let answer = page.answer(&parts.method, &parts.headers);
    look_after(app, pages, &key, &page);
    Some(answer)
}

/// Tells the cache when a page holds more than it did, because it was asked for in another form, and the packer when many
/// want it.
fn look_after(app: &App, pages: &PageCache<Finished>, key: &str, page: &Arc<Finished>) {
    app.packer().look_at(page);
    if let Some(bytes) = page.other_bytes() {
        pages.weigh(key, page, bytes);
    }
}

impl AtHand for App {
    fn find(&self, asked: &PlainGet<'_>) -> Option<Ready> {
        if own::may_be_in(asked.values("cookie")) {
            return None;
        }
        let (now, pages) = (self.clock().now(), self.pages()?);
        let (wire, expires_at) = by_key_of_plain(self, asked, |key| {
            let (page, expires_at) = pages.get_until(key, now)?;
            let wire = page.on_the_wire(asked);
            look_after(self, pages, key, &page);
            Some((wire, expires_at))
        })?;
        self.tally().at_hand.one_more();
        let holds_until = wire.is_settled.then_some(expires_at);
        Some(Ready { head: wire.head, date: date_line(now)?, body: wire.body, holds_until })
    }

    fn edition(&self) -> Option<u64> {
        self.pages().map(PageCache::edition)
    }

    fn is_given_again(&self) {
        self.tally().at_hand.one_more();
    }

    fn prints(&self, asked: &PlainGet<'_>) -> bool {
        is_for_the_press(asked.target)
    }

    fn now(&self) -> Millis {
        self.clock().now()
    }
}

/// Answers a GET or HEAD with a page of the site.
pub(crate) async fn answer(visit: &Visit) -> Response {
    if !visit.only_reads() {
        return failure::method_not_allowed("GET, HEAD");
    }
    if let Some(trouble) = visit.app.press().theme_trouble() {
        return failure::theme_in_work(&trouble.to_string());
    }
    if asks_the_search(visit)
        && let Err(wait) = visit.app.searchers().admit(AddressKey::of(visit.client()), visit.now)
    {
        return failure::too_many_searches(wait);
    }
    let hidden = |post| visit.hidden(post);
    let (notice, own) = (held::notice(visit), own::comments(visit));
    let made = if notice.is_some() || !own.is_empty() {
        // What one reader is told is kept by nobody.
        let ask = Ask { notice, own: &own, ..visit.ask(&hidden) };
        let page = Box::pin(visit.app.press().answer(ask)).await;
        page.map(|page| Arc::new(finish(visit, Answer { cache: CachePolicy::Never, index: false, ..page })))
    } else {
        page(visit, visit.ask(&hidden), &visit.app.tally().made).await
    };
    match made {
        Ok(page) => page.answer(visit.method(), visit.headers()),
        Err(error) => failure::page(visit, &error).await,
    }
}

/// Whether the index is to be asked: by the search page, by the pop-up of a reader who types, or by the feed of a question
/// at one of its addresses.
fn asks_the_search(visit: &Visit) -> bool {
    let path = visit.decoded.as_str();
    let query = Query::parse(visit.query());
    path.starts_with("/search/")
        || (path.starts_with("/feeds/") && query.get("q").is_some())
        || query.get("s").is_some()
}

/// The page that says that there is nothing at this address.
pub(crate) async fn missing(visit: &Visit) -> Response {
    let hidden = |post| visit.hidden(post);
    match visit.app.press().error_page(visit.ask(&hidden), StatusCode::NOT_FOUND.as_u16(), None).await {
        Ok(page) => print(visit, page),
        Err(error) => failure::page(visit, &error).await,
    }
}

/// Makes the page that everybody gets at this address, if it is not at hand, in these encodings. Where it cannot be made the
/// next who asks for it is told why.
pub(crate) async fn make_ready(visit: &Visit, encodings: &[Encoding]) {
    let Some(pages) = visit.app.pages().filter(|_| visit.app.press().theme_trouble().is_none()) else {
        return;
    };
    let hidden = |post| visit.hidden(post);
    let ask = visit.ask(&hidden);
    let key = visit.key(Asked::of(&ask).query());
    if let Ok(page) = page(visit, ask, &visit.app.tally().made_again).await {
        for encoding in encodings {
            page.prepare(*encoding);
        }
        look_after(&visit.app, pages, &key, &page);
    }
}

/// The page that everybody gets at this address, from the cache or made now, which is counted as one more of `made`.
async fn page(visit: &Visit, ask: Ask<'_>, made: &Count) -> Result<Arc<Finished>, PressError> {
    let asked = Asked::of(&ask);
    // Making a page needs a good deal of room, which a page at hand does not.
    let make = Box::pin(async {
        let _turn = visit.app.presses().turn().await;
        made.one_more();
        let page = visit.app.press().answer(ask).await?;
        let (depends, expires_at) = (page.depends.clone(), page.expires_at);
        // Answers for addresses that have no end are kept, but never in the place of a story.
        let missing = page.status != 200 || asked.is_endless();
        // Settings that are read anew clear the cache: what was made with those of before must not be kept after that.
        let keep = !matches!(page.cache, CachePolicy::Never | CachePolicy::Briefly)
            && page.status < 500
            && visit.app.papers().hold(&visit.paper);
        let page = finish(visit, page);
        page.prepare(Encoding::negotiate(visit.headers()));
        Ok(Made { bytes: page.bytes(), page, depends, expires_at, missing, keep })
    });
    match visit.app.pages() {
        Some(pages) => pages.get_or_make(&visit.key(asked.query()), visit.now, make).await,
        None => make.await.map(|made| Arc::new(made.page)),
    }
}

/// The press's answer with all its headers, for one request.
pub(crate) fn print(visit: &Visit, page: Answer) -> Response {
    finish(visit, page).answer(visit.method(), visit.headers())
}

/// The press's answer with all its headers.
fn finish(visit: &Visit, page: Answer) -> Finished {
    let kind = match page.content_type.split(';').next() {
        Some("text/html") if visit.app.press().theme_of(&visit.paper).is_standard() => Kind::Page,
        Some("text/html") => Kind::ThemedPage,
        Some("application/atom+xml" | "application/rss+xml" | "application/xml" | "text/xml") => Kind::Feed,
        _ => Kind::Data,
    };
    let document = Document {
        status: StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        content_type: HeaderValue::from_static(page.content_type),
        body: match page.body {
            Body::Empty => Bytes::new(),
            Body::Html(html) => Bytes::from(html),
            Body::Bytes(bytes) => Bytes::from(bytes),
        },
        last_modified: page.changed_at,
        cache: match page.cache {
            _ if visit.app.theme_in_work() => document::CachePolicy::NoStore,
            CachePolicy::Revalidate => document::CachePolicy::Revalidate,
            CachePolicy::Forever => document::CachePolicy::Immutable,
            CachePolicy::Briefly => document::CachePolicy::PrivateSeconds(BRIEFLY_SECONDS),
            CachePolicy::Never => document::CachePolicy::NoStore,
        },
    };
    // What one reader is told teaches nothing about pages for others.
    let alike = page.kind.filter(|_| page.cache != CachePolicy::Never);
    document.finish(visit.app.packing(visit.paper.id(), alike), |headers| {
        visit.app.security().apply(kind, headers);
        let (injected, of_theme) = (page.injected.as_slice(), page.brings.markup.as_slice());
        let brought = Brought { injected, of_theme, programs: page.brings.makes_programs };
        visit.app.security().allow(kind, brought, headers);
        // An address the press made is ASCII, so nothing is left out here.
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        if let Some(location) = &page.location {
            set(header::LOCATION, location);
        }
        if !page.index {
            set(X_ROBOTS_TAG, "noindex");
        }
        if !page.depends.is_empty() {
            let keys = page.depends.header(' ');
            set(SURROGATE_KEY, &keys);
            set(CACHE_TAG, &keys.replace(' ', ","));
        }
    })
}

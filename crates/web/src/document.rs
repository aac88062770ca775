//! An answer with a body: encoded for the client, with validators, or 304 when the client has it already.

use std::sync::atomic::{AtomicU8, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};

use crate::compress::{self, Encoding};
use crate::conditional::{EntityTag, Tagger, Validators, http_date, is_fresh};
use crate::pack;
use crate::server::{PlainGet, head_of};

/// How long caches may keep an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachePolicy {
    /// A public page: shared caches ask again each time, and usually hear 304.
    Revalidate,
    /// A file whose name changes with its content: a year, never asked again.
    Immutable,
    /// A file that keeps its name, for so many seconds.
    Seconds(u32),
    /// For the one who asked, for so many seconds; no shared cache keeps it.
    PrivateSeconds(u32),
    /// Personal or an error: nobody keeps it.
    NoStore,
}

impl CachePolicy {
    /// The value of `Cache-Control`.
    pub fn to_header(self) -> HeaderValue {
        match self {
            Self::Revalidate => HeaderValue::from_static("public, max-age=0, must-revalidate"),
            Self::Immutable => HeaderValue::from_static("public, max-age=31536000, immutable"),
            Self::Seconds(seconds) => HeaderValue::from_str(&format!("public, max-age={seconds}"))
                .unwrap_or(HeaderValue::from_static("no-store")),
            Self::PrivateSeconds(seconds) => HeaderValue::from_str(&format!("private, max-age={seconds}"))
                .unwrap_or(HeaderValue::from_static("no-store")),
            Self::NoStore => HeaderValue::from_static("no-store"),
        }
    }
}

/// What a handler hands over.
#[derive(Debug, Clone)]
pub struct Document {
    /// Only a 200 can become a 304.
    pub status: StatusCode,
    /// The value of `Content-Type`, with its charset.
    pub content_type: HeaderValue,
    /// The plain bytes.
    pub body: Bytes,
    /// When the content last changed, in milliseconds UTC.
    pub last_modified: Option<i64>,
    /// How long it may be kept.
    pub cache: CachePolicy,
}

/// How hard the encoded forms of a document are worth being made small.
#[derive(Debug, Clone)]
pub(crate) enum Packing {
    /// The same as [`Self::Quick`] for a page of which there are many that are alike.
    Alike(Arc<pack::Kind>, Tagger),
    /// For an answer that may be sent once. When it is asked for again and again, [`Packer`](crate::packer::Packer) packs it once
    /// more and smaller.
    Quick,
    /// For a file that is kept and sent to many.
    Small,
}

/// Answers in one encoding after which a page is worth being packed small.
pub(crate) const WORTH_PACKING: u32 = 16;

/// Headers that an answer is expected to have.
const HEADERS: usize = 24;
/// What a page was made from, with blanks between: by these keys a cache in front of us drops exactly the pages that
/// a change touches.
pub(crate) const SURROGATE_KEY: HeaderName = HeaderName::from_static("surrogate-key");
/// The same for caches that want commas.
pub(crate) const CACHE_TAG: HeaderName = HeaderName::from_static("cache-tag");
/// Headers whose value is of one page alone; the values of others are shared by all pages of a kind.
const OF_THE_PAGE: [HeaderName; 4] = [header::LAST_MODIFIED, header::LOCATION, SURROGATE_KEY, CACHE_TAG];
/// A form beside its bytes: its tag, and what the allocator adds to each of its parts.
const FORM_BYTES: usize = 192;

/// A document ready to be sent again and again: complete headers, and bodies each encoded once, when first asked for.
///
/// Nearly nobody asks for a page as it is, and a packed page is a third of it. So the plain bytes are let go as soon as a
/// packed form holds them, and are unpacked again when another form has to be made.
#[derive(Debug)]
pub struct Finished {
    status: StatusCode,
    /// The plain bytes, until a packed form holds them.
    plain: Mutex<Option<Bytes>>,
    /// How many those are.
    plain_bytes: usize,
    /// Bytes held in memory now.
    held: AtomicUsize,
    /// What `held` was when it was last told.
    told: AtomicUsize,
    last_modified: Option<i64>,
    compressible: bool,
    packing: Packing,
    /// What every form of it says. A line takes half of the room that it takes in a table of headers.
    lines: Box<[(HeaderName, HeaderValue)]>,
    identity: OnceLock<Form>,
    gzip: Forms,
    brotli: Forms,
    /// The encodings that many want and that were not yet told, by [`bit_of`].
    wanted: AtomicU8,
}

/// The document in one encoding: packed quickly at first, and small when many want it.
#[derive(Debug, Default)]
struct Forms {
    asked: AtomicU32,
    quick: OnceLock<Form>,
    small: OnceLock<Form>,
}

/// The document as it is sent.
#[derive(Debug)]
struct Form {
    body: Bytes,
    etag: EntityTag,
    /// Status line and headers as HTTP/1.1 writes them, but for the date, once somebody has asked again: what is sent once
    /// has its headers from hyper.
    head: OnceLock<Bytes>,
    /// The same for clients that have this version, once there is one.
    head_of_unchanged: OnceLock<Bytes>,
}

/// An answer as it goes over the wire of HTTP/1.1, without its date.
#[derive(Debug)]
pub(crate) struct Wire {
    pub(crate) head: Bytes,
    pub(crate) body: Bytes,
    /// Whether the same request gets the same from now on. Until many have asked for it they are counted.
    pub(crate) is_settled: bool,
}

/// What says something about the body, and so is not said without one.
const OF_THE_BODY: [HeaderName; 3] = [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::CONTENT_LENGTH];

impl Document {
    /// The answer to a request with this method and these headers.
    ///
    /// A HEAD gets the headers of the GET, its `Content-Length` included, and no body.
    pub fn answer(self, method: &Method, request: &HeaderMap) -> Response {
        self.finish(Packing::Quick, |_| {}).answer(method, request)
    }

    /// The same document for many answers. `more` adds headers that every one of them says.
    pub(crate) fn finish(self, packing: Packing, more: impl FnOnce(&mut HeaderMap)) -> Finished {
        let compressible =
            compress::is_worth_it(self.content_type.to_str().unwrap_or_default(), self.body.len());
        let mut headers = HeaderMap::with_capacity(HEADERS);
        headers.insert(header::CACHE_CONTROL, self.cache.to_header());
        if compressible {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        if self.status == StatusCode::OK
            && let Some(date) = self.last_modified.and_then(http_date)
        {
            headers.insert(header::LAST_MODIFIED, date);
        }
        headers.insert(header::CONTENT_TYPE, self.content_type);
        more(&mut headers);
        let lines = lines_of(headers);
        let held = size_of::<Finished>() + self.body.len() + bytes_of(&lines);
        Finished {
            status: self.status,
            plain_bytes: self.body.len(),
            plain: Mutex::new(Some(self.body)),
            held: AtomicUsize::new(held),
            told: AtomicUsize::new(held),
            last_modified: self.last_modified,
            compressible,
            packing,
            lines,
            identity: OnceLock::new(),
            gzip: Forms::default(),
            brotli: Forms::default(),
            wanted: AtomicU8::new(0),
        }
    }
}

impl Finished {
    /// The answer to a request with this method and these headers.
    pub fn answer(&self, method: &Method, request: &HeaderMap) -> Response {
        let encoding = if self.compressible { Encoding::negotiate(request) } else { Encoding::Identity };
        let form = self.form(encoding);
        let asks = method == Method::GET || method == Method::HEAD;
        if asks
            && is_conditional(request)
            && let Some(form) = self.unchanged(encoding, form, request)
        {
            let mut answer = Response::new(Body::empty());
            *answer.headers_mut() = self.headers_of(encoding, &form.etag, form.body.len());
            *answer.status_mut() = StatusCode::NOT_MODIFIED;
            for name in OF_THE_BODY {
                answer.headers_mut().remove(name);
            }
            return answer;
        }
        let mut answer = Response::new(Body::empty());
        *answer.headers_mut() = self.headers_of(encoding, &form.etag, form.body.len());
        *answer.status_mut() = self.status;
        if method != Method::HEAD {
            *answer.body_mut() = Body::from(form.body.clone());
        }
        answer
    }

    /// The answer to a GET.
    pub(crate) fn on_the_wire(&self, asked: &PlainGet<'_>) -> Wire {
        let lines = asked.values("accept-encoding");
        let encoding = if self.compressible { Encoding::of_lines(lines) } else { Encoding::Identity };
        let form = self.form(encoding);
        let mut conditions = HeaderMap::new();
        for name in [header::IF_NONE_MATCH, header::IF_MODIFIED_SINCE] {
            for value in asked.values(name.as_str()).filter_map(|value| HeaderValue::from_bytes(value).ok()) {
                conditions.append(&name, value);
            }
        }
        let unchanged =
            if conditions.is_empty() { None } else { self.unchanged(encoding, form, &conditions) };
        let (head, body) = match unchanged {
            Some(form) => (self.head_of_unchanged(encoding, form), Bytes::new()),
            None => (self.head(encoding, form), form.body.clone()),
        };
        Wire { head, body, is_settled: self.is_settled(encoding) }
    }

    /// Whether nobody needs to be counted any more who asks for it in this encoding.
    fn is_settled(&self, encoding: Encoding) -> bool {
        self.forms(encoding).is_none_or(|forms| {
            forms.small.get().is_some() || forms.asked.load(Ordering::Relaxed) >= WORTH_PACKING
        })
    }

    /// Makes the form that a client gets who takes this encoding, before many ask for it.
    pub fn prepare(&self, encoding: Encoding) {
        self.form(if self.compressible { encoding } else { Encoding::Identity });
    }

    /// The encodings in which it was asked for.
    pub(crate) fn encodings(&self) -> impl Iterator<Item = Encoding> {
        let is_there = |encoding: &Encoding| match self.forms(*encoding) {
            Some(forms) => forms.asked.load(Ordering::Relaxed) > 0,
            None => self.identity.get().is_some(),
        };
        [Encoding::Gzip, Encoding::Brotli, Encoding::Identity].into_iter().filter(is_there)
    }

    /// How often it was asked for in an encoding, as far as that was counted.
    pub(crate) fn asked(&self) -> u32 {
        self.gzip.asked.load(Ordering::Relaxed).saturating_add(self.brotli.asked.load(Ordering::Relaxed))
    }

    /// Bytes that it holds in memory: its forms, its headers, and the plain body while no form holds it.
    pub fn bytes(&self) -> usize {
        let held = self.held.load(Ordering::Relaxed);
        self.told.store(held, Ordering::Relaxed);
        held
    }

    /// The same, once, when it is another number than the one last told.
    pub fn other_bytes(&self) -> Option<usize> {
        let held = self.held.load(Ordering::Relaxed);
        (self.told.load(Ordering::Relaxed) != held && self.told.swap(held, Ordering::Relaxed) != held)
            .then_some(held)
    }

    /// The form that the client has already, by the conditions of its request: `form`, or the one sent before it was packed small.
    fn unchanged<'f>(
        &'f self,
        encoding: Encoding,
        form: &'f Form,
        conditions: &HeaderMap,
    ) -> Option<&'f Form> {
        if self.status != StatusCode::OK {
            return None;
        }
        let other = match encoding {
            Encoding::Identity => None,
            Encoding::Gzip => self.gzip.quick.get(),
            Encoding::Brotli => self.brotli.quick.get(),
        };
        [Some(form), other].into_iter().flatten().find(|form| {
            let validators = Validators { etag: form.etag.clone(), last_modified: self.last_modified };
            is_fresh(&Method::GET, conditions, &validators)
        })
    }

    fn form(&self, encoding: Encoding) -> &Form {
        let Some(forms) = self.forms(encoding) else {
            return self.form_in(&self.identity, |plain| Form::tagged(encoding, plain.clone()));
        };
        if let Some(small) = forms.small.get() {
            return small;
        }
        if matches!(self.packing, Packing::Small) {
            return self.small_form(encoding, forms);
        }
        if forms.asked.fetch_add(1, Ordering::Relaxed) == WORTH_PACKING - 1 {
            self.wanted.fetch_or(bit_of(encoding), Ordering::Relaxed);
        }
        self.form_in(&forms.quick, |plain| self.quickly(encoding, plain))
    }

    fn small_form<'f>(&'f self, encoding: Encoding, forms: &'f Forms) -> &'f Form {
        self.form_in(&forms.small, |plain| Form::tagged(encoding, encoding.encode_to_keep(plain)))
    }

    /// The encodings in which many want the page, so that it is worth being packed small; each is told once.
    pub(crate) fn worth_packing(&self) -> impl Iterator<Item = Encoding> {
        // Nearly always nothing is, and then nothing is written that other threads read.
        let wanted = match self.wanted.load(Ordering::Relaxed) {
            0 => 0,
            _ => self.wanted.swap(0, Ordering::Relaxed),
        };
        [Encoding::Gzip, Encoding::Brotli].into_iter().filter(move |encoding| wanted & bit_of(*encoding) != 0)
    }

    /// Counts from 0 again how many want the page in this encoding.
    pub(crate) fn count_again(&self, encoding: Encoding) {
        if let Some(forms) = self.forms(encoding) {
            forms.asked.store(0, Ordering::Relaxed);
        }
    }

    /// Packs the page as small as it gets. From then on it is sent so.
    pub(crate) fn pack_small(&self, encoding: Encoding) {
        if let Some(forms) = self.forms(encoding) {
            self.small_form(encoding, forms);
        }
    }

    fn forms(&self, encoding: Encoding) -> Option<&Forms> {
        match encoding {
            Encoding::Identity => None,
            Encoding::Gzip => Some(&self.gzip),
            Encoding::Brotli => Some(&self.brotli),
        }
    }

    /// The form in `place`, made by `make` from the plain bytes when it is first asked for.
    fn form_in<'f>(&'f self, place: &'f OnceLock<Form>, make: impl FnOnce(&Bytes) -> Form) -> &'f Form {
        let mut is_new = false;
        let form = place.get_or_init(|| {
            is_new = true;
            let form = make(&self.plain());
            self.held.fetch_add(form.bytes(), Ordering::Relaxed);
            form
        });
        if is_new && self.plain_lock().take().is_some() {
            self.held.fetch_sub(self.plain_bytes, Ordering::Relaxed);
        }
        form
    }

    /// The bytes as they are, unpacked if no form holds them so.
    fn plain(&self) -> Bytes {
        if let Some(plain) = &*self.plain_lock() {
            return plain.clone();
        }
        if let Some(form) = self.identity.get() {
            return form.body.clone();
        }
        let packed = [(Encoding::Gzip, &self.gzip), (Encoding::Brotli, &self.brotli)]
            .into_iter()
            .flat_map(|(encoding, forms)| [(encoding, &forms.quick), (encoding, &forms.small)])
            .find_map(|(encoding, form)| encoding.decode(&form.get()?.body, self.plain_bytes));
        packed.unwrap_or_default()
    }

    fn plain_lock(&self) -> MutexGuard<'_, Option<Bytes>> {
        // Nothing that can panic happens under it.
        self.plain.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The form that may be sent once.
    fn quickly(&self, encoding: Encoding, plain: &Bytes) -> Form {
        if let (Packing::Alike(kind, tagger), Encoding::Gzip) = (&self.packing, encoding)
            && let Some(body) = kind.gzip(plain)
        {
            return Form::of(body, tagger.tag(plain, encoding));
        }
        Form::tagged(encoding, encoding.encode(plain))
    }

    fn head(&self, encoding: Encoding, form: &Form) -> Bytes {
        let head = form.head.get_or_init(|| {
            let headers = self.headers_of(encoding, &form.etag, form.body.len());
            self.holding(head_of(self.status, headers.iter()))
        });
        head.clone()
    }

    fn head_of_unchanged(&self, encoding: Encoding, form: &Form) -> Bytes {
        let head = form.head_of_unchanged.get_or_init(|| {
            let headers = self.headers_of(encoding, &form.etag, form.body.len());
            let kept = headers.iter().filter(|(name, _)| !OF_THE_BODY.contains(name));
            self.holding(head_of(StatusCode::NOT_MODIFIED, kept))
        });
        head.clone()
    }

    /// The same head, counted as held.
    fn holding(&self, head: Bytes) -> Bytes {
        self.held.fetch_add(head.len(), Ordering::Relaxed);
        head
    }

    /// The headers of a form with this tag, whose body has so many bytes. They are made when they are asked for: a table of
    /// headers takes half as much room as a packed page.
    fn headers_of(&self, encoding: Encoding, etag: &EntityTag, bytes: usize) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(HEADERS);
        for (name, value) in &self.lines {
            headers.append(name, value.clone());
        }
        if self.status == StatusCode::OK {
            headers.insert(header::ETAG, etag.to_header());
        }
        if let Some(name) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
        }
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
        headers
    }
}

impl Form {
    /// `body` is a document in this encoding.
    fn tagged(encoding: Encoding, body: Bytes) -> Self {
        let etag = EntityTag::of(&body, encoding);
        Self::of(body, etag)
    }

    fn of(body: Bytes, etag: EntityTag) -> Self {
        Self { body, etag, head: OnceLock::new(), head_of_unchanged: OnceLock::new() }
    }

    /// Bytes that it holds in memory, but for its heads.
    fn bytes(&self) -> usize {
        self.body.len() + FORM_BYTES
    }
}

fn bit_of(encoding: Encoding) -> u8 {
    1 << encoding as u8
}

/// The lines of a table of headers, in their order.
fn lines_of(headers: HeaderMap) -> Box<[(HeaderName, HeaderValue)]> {
    let mut last = None;
    // A table names the first of several values alone.
    let lines = headers.into_iter().filter_map(|(name, value)| {
        last = name.or(last.take());
        Some((last.clone()?, value))
    });
    lines.collect()
}

/// Bytes of header lines and of what they alone say.
fn bytes_of(lines: &[(HeaderName, HeaderValue)]) -> usize {
    let own = lines.iter().filter(|(name, _)| OF_THE_PAGE.contains(name)).map(|(_, value)| value.len());
    size_of_val(lines) + own.sum::<usize>()
}

fn is_conditional(request: &HeaderMap) -> bool {
    request.contains_key(header::IF_NONE_MATCH) || request.contains_key(header::IF_MODIFIED_SINCE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use http_body_util::BodyExt as _;

    use super::*;

    fn story(status: StatusCode) -> Document {
        Document {
            status,
            content_type: HeaderValue::from_static("text/html; charset=utf-8"),
            body: Bytes::from("The bridge reopened on Tuesday. ".repeat(100)),
            last_modified: Some(1_795_544_400_000),
            cache: CachePolicy::Revalidate,
        }
    }

    fn asking(name: header::HeaderName, value: impl AsRef<str>) -> HeaderMap {
        HeaderMap::from_iter([(name, value.as_ref().parse().unwrap())])
    }

    async fn body(answer: Response) -> Bytes {
        answer.into_body().collect().await.unwrap().to_bytes()
    }

    #[tokio::test]
    async fn a_second_visit_costs_no_body() {
        let request = asking(header::ACCEPT_ENCODING, "gzip");
        let first = story(StatusCode::OK).answer(&Method::GET, &request);
        let etag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
        assert!(etag.ends_with("-gzip\""));
        assert_eq!(first.headers()[header::VARY], "accept-encoding");
        assert_eq!(first.headers()[header::CACHE_CONTROL], "public, max-age=0, must-revalidate");

        let mut request = asking(header::IF_NONE_MATCH, &etag);
        request.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let second = story(StatusCode::OK).answer(&Method::GET, &request);
        assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(second.headers()[header::ETAG], etag);
        assert_eq!(second.headers()[header::VARY], "accept-encoding");
        assert!(!second.headers().contains_key(header::CONTENT_ENCODING));
        assert!(body(second).await.is_empty());

        let plain = story(StatusCode::OK).answer(&Method::GET, &asking(header::IF_NONE_MATCH, &etag));
        assert_eq!(plain.status(), StatusCode::OK, "another encoding is another version");
    }

    #[tokio::test]
    async fn a_packed_page_takes_a_third_of_the_room_and_still_has_every_form() {
        let words = (0..4_000_u32).map(|n| n.wrapping_mul(2_654_435_761) >> 20).map(|n| n.to_string());
        let text = words.collect::<Vec<_>>().join(" ");
        let page =
            Document { body: text.clone().into(), ..story(StatusCode::OK) }.finish(Packing::Quick, |_| {});
        let before = page.bytes();
        assert!(before > text.len() && page.other_bytes().is_none());
        for packed in ["gzip", "br"] {
            page.prepare(Encoding::negotiate(&asking(header::ACCEPT_ENCODING, packed)));
        }
        let packed = page.other_bytes().unwrap();
        assert!(packed < before && page.other_bytes().is_none(), "{packed} after {before}");
        let plain = page.answer(&Method::GET, &HeaderMap::new());
        assert_eq!(body(plain).await, text, "unpacked again");
        assert_eq!(page.other_bytes().unwrap() - packed, page.identity.get().unwrap().bytes());

        let brotli_first = Document { body: text.clone().into(), ..story(StatusCode::OK) };
        let brotli_first = brotli_first.finish(Packing::Quick, |_| {});
        brotli_first.prepare(Encoding::Brotli);
        let gzip = asking(header::ACCEPT_ENCODING, "gzip");
        assert_eq!(
            body(brotli_first.answer(&Method::GET, &gzip)).await,
            body(page.answer(&Method::GET, &gzip)).await,
            "whatever it is made from, it is the same"
        );
    }

    #[tokio::test]
    async fn a_page_of_a_kind_has_one_tag_however_it_was_packed() {
        let gzip = asking(header::ACCEPT_ENCODING, "gzip");
        let page = |number: u32, kind: &Arc<pack::Kind>| {
            let menu =
                (0..40).fold(String::new(), |all, n| format!("{all}<li class=\"menu-{n}\">{}</li>", n * 37));
            let body = format!("<h1>Story {number}</h1>{menu}").into();
            let packing = Packing::Alike(Arc::clone(kind), Tagger::seeded(7));
            Document { body, ..story(StatusCode::OK) }.finish(packing, |_| {})
        };
        let (one, other) = (Arc::<pack::Kind>::default(), Arc::<pack::Kind>::default());
        for number in 0..8 {
            page(number, &one).answer(&Method::GET, &gzip);
            page(number * 1_000, &other).answer(&Method::GET, &gzip);
        }
        let (here, there) = (page(9, &one), page(9, &other));
        let answer = here.answer(&Method::GET, &gzip);
        let tag = answer.headers()[header::ETAG].clone();
        assert!(tag.to_str().unwrap().starts_with("W/\""), "{tag:?}");
        assert_eq!(there.answer(&Method::GET, &gzip).headers()[header::ETAG], tag);
        let mut again = asking(header::IF_NONE_MATCH, tag.to_str().unwrap());
        again.extend(gzip.clone());
        assert_eq!(there.answer(&Method::GET, &again).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(page(10, &one).answer(&Method::GET, &again).status(), StatusCode::OK);
    }

    #[tokio::test]
    async fn a_head_has_the_length_of_the_get_and_no_body() {
        let get = story(StatusCode::OK).answer(&Method::GET, &HeaderMap::new());
        let head = story(StatusCode::OK).answer(&Method::HEAD, &HeaderMap::new());
        assert_eq!(head.headers(), get.headers());
        assert_eq!(head.headers()[header::CONTENT_LENGTH], "3200");
        assert!(body(head).await.is_empty());
        assert_eq!(body(get).await.len(), 3200);
    }

    #[tokio::test]
    async fn an_error_page_is_never_304() {
        let answer = story(StatusCode::NOT_FOUND).answer(&Method::GET, &asking(header::IF_NONE_MATCH, "*"));
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert!(!answer.headers().contains_key(header::ETAG));
    }
}

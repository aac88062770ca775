//! A site that is read with a password, as Ghost has it: whoever does not know it sees the page that asks for it and nothing
//! else. Who knows it gets a cookie for a month, which says no more than that; another password makes it worth nothing.
//!
//! The desk has its own door, and the files of the theme and the library are served to whoever knows their addresses: the
//! page that asks needs some of them, and the desk has no reader's cookie.

use axum::body::Body;
use axum::response::Response;
use dateline_model::Millis;
use dateline_press::Query;
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::client_address::AddressKey;
use crate::document::CachePolicy;
use crate::form::{Form, FormLimits, read_body};
use crate::reception::{self, Visit};
use crate::{failure, plain, reader};

/// Where the password is asked for, as in Ghost.
const ADDRESS: &str = "/private/";
const COOKIE: &str = "dateline-private";
/// What the signature of a cookie is for.
const PURPOSE: &str = "private-site";
/// How long a cookie opens the site.
const LASTS: Millis = 30 * 24 * 3_600_000;
/// The most bytes of a cookie header that are read.
const HEADER_BYTES_MAX: usize = 8 * 1024;
/// Bytes of the form: one word.
const FORM_BYTES_MAX: usize = 4 * 1024;
const WRONG: &str = "Incorrect password.";
const TOO_OFTEN: &str = "Too many tries. Wait a few minutes.";
const X_ROBOTS_TAG: HeaderName = HeaderName::from_static("x-robots-tag");
/// What tells caches in front of us which page this is; they are to keep none.
const KEYS: [HeaderName; 2] =
    [HeaderName::from_static("surrogate-key"), HeaderName::from_static("cache-tag")];

/// Answers a request to a site with a password.
pub(crate) async fn answer(visit: &Visit, body: Body) -> Response {
    let segments: Vec<&str> = visit.path.segments().iter().map(String::as_str).collect();
    let mut answer = match segments.as_slice() {
        ["robots.txt"] if visit.only_reads() => robots(),
        ["private"] => Box::pin(door(visit, body)).await,
        path if has_its_own_door(path) => {
            let mut answer = reception::answer(visit, body).await;
            answer.headers_mut().insert(X_ROBOTS_TAG, HeaderValue::from_static("noindex"));
            return answer;
        }
        _ if may_read(visit) => reception::answer(visit, body).await,
        path => refused(visit, path),
    };
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, CachePolicy::NoStore.to_header());
    headers.insert(X_ROBOTS_TAG, HeaderValue::from_static("noindex"));
    for name in KEYS {
        headers.remove(name);
    }
    answer
}

/// Whether this reader has given the password.
pub(crate) fn may_read(visit: &Visit) -> bool {
    let lines = visit.headers().get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.filter(|line| line.len() <= HEADER_BYTES_MAX).flat_map(|line| line.split(';'));
    pairs.any(|pair| {
        let value = pair.trim().strip_prefix(COOKIE).and_then(|rest| rest.strip_prefix('='));
        let parts = value.and_then(|value| value.split_once('.'));
        parts.is_some_and(|(until, signature)| {
            let holds = until.parse::<Millis>().is_ok_and(|until| until > visit.now);
            holds && visit.app.newsroom().secret().verify(PURPOSE, &signed(visit, until), signature)
        })
    })
}

/// What a cookie is the signature of: the password too, so that none outlives it.
fn signed<'v>(visit: &'v Visit, until: &'v str) -> [&'v [u8]; 3] {
    [visit.paper.site.id.0.as_bytes(), visit.paper.settings.password.as_bytes(), until.as_bytes()]
}

/// What asks for another secret itself, or is no page: the desk and its API, the files, links in letters and to drafts.
fn has_its_own_door(path: &[&str]) -> bool {
    matches!(
        path,
        ["ghost" | "admin" | "assets" | "public" | "content", ..]
            | ["p", _]
            | ["comments", "subscription" | "digest", ..]
    )
}

/// The page that asks, and what becomes of an answer.
async fn door(visit: &Visit, body: Body) -> Response {
    let query = Query::parse(visit.query());
    let back = query.get("r").filter(|path| is_ours(path)).unwrap_or("/");
    if visit.only_reads() {
        return if may_read(visit) {
            sent_to(back, StatusCode::FOUND)
        } else {
            ask(visit, None, StatusCode::OK).await
        };
    }
    if visit.method() != Method::POST {
        return failure::method_not_allowed("GET, HEAD, POST");
    }
    let limits = FormLimits { bytes: FORM_BYTES_MAX, ..FormLimits::default() };
    let form = match read_body(body, FORM_BYTES_MAX).await.and_then(|bytes| Form::parse(&bytes, &limits)) {
        Ok(form) => form,
        Err(error) => return plain::sentence(error.status(), "Not understood", &error.to_string()),
    };
    if let Err(wait) = visit.app.guesses().admit(AddressKey::of(visit.client()), visit.now) {
        let mut answer = ask(visit, Some(TOO_OFTEN), StatusCode::TOO_MANY_REQUESTS).await;
        failure::retry_after(&mut answer, wait.retry_after_seconds);
        return answer;
    }
    if !is_the_word(visit, form.get("password").unwrap_or_default().trim()) {
        return ask(visit, Some(WRONG), StatusCode::FORBIDDEN).await;
    }
    let mut answer = sent_to(back, StatusCode::SEE_OTHER);
    if let Some(cookie) = cookie(visit) {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

/// Takes the same time however much of the word is right.
fn is_the_word(visit: &Visit, typed: &str) -> bool {
    let secret = visit.app.newsroom().secret();
    let ours = secret.sign(PURPOSE, &[visit.paper.settings.password.as_bytes()]);
    secret.verify(PURPOSE, &[typed.as_bytes()], &ours)
}

fn cookie(visit: &Visit) -> Option<HeaderValue> {
    let until = visit.now.saturating_add(LASTS).to_string();
    let signature = visit.app.newsroom().secret().sign(PURPOSE, &signed(visit, &until));
    let secure = if visit.is_https() { "; Secure" } else { "" };
    let seconds = LASTS / 1_000;
    let cookie =
        format!("{COOKIE}={until}.{signature}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).ok()
}

async fn ask(visit: &Visit, error: Option<&str>, status: StatusCode) -> Response {
    let hidden = |post| visit.hidden(post);
    match visit.app.press().private_page(visit.ask(&hidden), error).await {
        Ok(page) => reader::print(visit, dateline_press::Answer { status: status.as_u16(), ..page }),
        Err(error) => failure::page(visit, &error).await,
    }
}

/// Readers are led to the page that asks; programs, which could not answer it, hear that they may not.
fn refused(visit: &Visit, path: &[&str]) -> Response {
    let is_feed = path.iter().any(|part| {
        let ending = part.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        matches!(*part, "rss" | "feeds") || matches!(ending.as_deref(), Some("xml" | "json" | "txt"))
    });
    if is_feed || !visit.only_reads() {
        let text = "This site is private. Open its front page and enter its password first.";
        return plain::sentence(StatusCode::FORBIDDEN, "Private", text);
    }
    let wanted = visit.with_query(visit.path.as_str());
    let asked = if wanted == "/" {
        ADDRESS.to_owned()
    } else {
        format!("{ADDRESS}?r={}", utf8_percent_encode(&wanted, NON_ALPHANUMERIC))
    };
    sent_to(&asked, StatusCode::FOUND)
}

fn robots() -> Response {
    let mut answer = Response::new(Body::from("User-agent: *\nDisallow: /\n"));
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    answer
}

/// Whether a browser takes it for a path of this site, whatever it forgives.
fn is_ours(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

fn sent_to(path: &str, status: StatusCode) -> Response {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    let to = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    answer.headers_mut().insert(header::LOCATION, to);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site() {
        for (path, expected) in [
            ("/", true),
            ("/a/?b=c", true),
            ("//evil.example/", false),
            ("/\\evil.example/", false),
            ("https://evil.example/", false),
            ("/a\r\nx: y", false),
            ("", false),
        ] {
            assert_eq!(is_ours(path), expected, "{path:?}");
        }
    }
}

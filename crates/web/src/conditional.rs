//! Has the client this version already? `ETag`, `Last-Modified` and their questions (RFC 9110, section 13).

use std::hash::{BuildHasher as _, Hasher as _};

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use foldhash::quality::FixedState;
use http::{HeaderMap, HeaderValue, Method, header};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;

use crate::compress::Encoding;

/// Tags of an `If-None-Match` list that are compared.
const MAX_TAGS: usize = 64;

/// An entity tag. A strong one: equal tags mean equal bytes, so each encoding of a page has its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntityTag(String);

/// Makes tags of contents that are packed otherwise by each server, or each day. Its seed is a secret, lest somebody write
/// two contents with one tag.
#[derive(Debug, Clone)]
pub struct Tagger(FixedState);

impl Tagger {
    /// Servers with the same seed make the same tags.
    pub fn seeded(seed: u64) -> Self {
        Self(FixedState::with_seed(seed))
    }

    /// The weak tag of `content` (before encoding) as sent in `encoding`: equal tags mean equal contents.
    pub fn tag(&self, content: &[u8], encoding: Encoding) -> EntityTag {
        let mut hasher = self.0.build_hasher();
        hasher.write(content);
        let hash = BASE64URL_NOPAD.encode(&hasher.finish().to_be_bytes());
        let name = encoding.header().unwrap_or("plain");
        EntityTag(format!("W/\"{hash}{:x}-{name}\"", content.len()))
    }
}

impl EntityTag {
    /// The tag of `content` (before encoding) as sent in `encoding`.
    pub fn of(content: &[u8], encoding: Encoding) -> Self {
        let hash = BASE64URL_NOPAD.encode(&digest(&SHA256, content).as_ref()[..16]);
        match encoding.header() {
            Some(name) => Self(format!("\"{hash}-{name}\"")),
            None => Self(format!("\"{hash}\"")),
        }
    }

    /// The tag of a file that was last written at `modified` (nanoseconds UTC) and has this length: a file that is
    /// replaced changes one of them.
    pub fn of_file(modified: i128, bytes: u64) -> Self {
        Self(format!("\"{modified:x}-{bytes:x}\""))
    }

    /// With its quotes, as in the header.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The header's value.
    pub fn to_header(&self) -> HeaderValue {
        // Base64 and ASCII names only.
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static("\"\""))
    }
}

/// What identifies a version of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validators {
    /// The tag of the bytes that would be sent.
    pub etag: EntityTag,
    /// When the content last changed, in milliseconds UTC.
    pub last_modified: Option<i64>,
}

/// Whether the client's copy is this version, so that 304 is the answer.
///
/// Only GET and HEAD ask. `If-None-Match` decides alone when it is there; `If-Modified-Since` counts only without it.
pub fn is_fresh(method: &Method, headers: &HeaderMap, validators: &Validators) -> bool {
    if method != Method::GET && method != Method::HEAD {
        return false;
    }
    if headers.contains_key(header::IF_NONE_MATCH) {
        let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
        return lines
            .flat_map(|line| line.split(','))
            .take(MAX_TAGS)
            .any(|tag| matches(tag, &validators.etag));
    }
    let since = headers.get(header::IF_MODIFIED_SINCE).and_then(|value| parse_date(value.to_str().ok()?));
    match (since, validators.last_modified) {
        // The header has whole seconds.
        (Some(since), Some(modified)) => modified.div_euclid(1000) <= since.div_euclid(1000),
        _ => false,
    }
}

/// The weak comparison, as `If-None-Match` wants it: a cache on the way may have weakened our tag.
fn matches(tag: &str, ours: &EntityTag) -> bool {
    let tag = tag.trim();
    tag == "*" || bare(tag) == bare(ours.as_str())
}

/// A tag without the sign that it is weak.
fn bare(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

/// `Tue, 24 Nov 2026 18:20:00 GMT` in milliseconds UTC. The two obsolete forms of RFC 9110 are not read: the client
/// then gets the whole page.
pub(crate) fn parse_date(text: &str) -> Option<i64> {
    let has_http_form = text.len() == 29 && text.ends_with(" GMT");
    has_http_form
        .then(|| DateTimeParser::new().parse_timestamp(text).ok())
        .flatten()
        .map(Timestamp::as_millisecond)
}

/// `Last-Modified` for milliseconds UTC; none for years HTTP cannot write.
pub fn http_date(millis: i64) -> Option<HeaderValue> {
    let moment = Timestamp::from_millisecond(millis).ok()?;
    let text = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&moment).ok()?;
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// 2026-11-24T18:20:00.500Z
    const NOON: i64 = 1_795_544_400_500;

    fn check(name: header::HeaderName, value: &str, expected: bool) {
        let etag = EntityTag::of(b"story", Encoding::Identity);
        let validators = Validators { etag, last_modified: Some(NOON) };
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        assert_eq!(is_fresh(&Method::GET, &headers, &validators), expected, "{value}");
    }

    #[test]
    fn a_tag_tells_versions_and_encodings_apart() {
        let plain = EntityTag::of(b"story", Encoding::Identity);
        assert_eq!(plain, EntityTag::of(b"story", Encoding::Identity));
        assert_ne!(plain, EntityTag::of(b"story.", Encoding::Identity));
        assert_ne!(plain, EntityTag::of(b"story", Encoding::Gzip));
        assert!(EntityTag::of(b"story", Encoding::Brotli).as_str().ends_with("-br\""));
    }

    #[test]
    fn a_weak_tag_tells_contents_and_encodings_apart_and_is_the_same_on_every_server() {
        let (one, other, stranger) = (Tagger::seeded(7), Tagger::seeded(7), Tagger::seeded(8));
        let tag = one.tag(b"story", Encoding::Gzip);
        assert_eq!(tag, other.tag(b"story", Encoding::Gzip));
        assert!(tag.as_str().starts_with("W/\"") && tag.as_str().ends_with("-gzip\""));
        for unlike in [
            one.tag(b"story.", Encoding::Gzip),
            one.tag(b"story", Encoding::Brotli),
            stranger.tag(b"story", Encoding::Gzip),
        ] {
            assert_ne!(tag, unlike);
        }
        let validators = Validators { etag: tag.clone(), last_modified: None };
        for known in [tag.as_str(), bare(tag.as_str())] {
            let headers = HeaderMap::from_iter([(header::IF_NONE_MATCH, known.parse().unwrap())]);
            assert!(is_fresh(&Method::GET, &headers, &validators));
        }
    }

    #[test]
    fn a_client_with_the_same_version_is_told_so() {
        let etag = EntityTag::of(b"story", Encoding::Identity);
        let tag = etag.as_str();
        check(header::IF_NONE_MATCH, tag, true);
        check(header::IF_NONE_MATCH, &format!("W/{tag}"), true);
        check(header::IF_NONE_MATCH, &format!("\"x\", W/\"y\" , {tag}"), true);
        check(header::IF_NONE_MATCH, "*", true);
        check(header::IF_NONE_MATCH, "\"x\"", false);
        check(header::IF_NONE_MATCH, tag.trim_matches('"'), false);
        check(header::IF_NONE_MATCH, &format!("{}{tag}", "\"x\",".repeat(MAX_TAGS - 1)), true);
        check(header::IF_NONE_MATCH, &format!("{}{tag}", "\"x\",".repeat(MAX_TAGS)), false);
    }

    #[test]
    fn a_date_counts_in_whole_seconds() {
        assert_eq!(http_date(NOON).unwrap(), "Tue, 24 Nov 2026 18:20:00 GMT");
        check(header::IF_MODIFIED_SINCE, "Tue, 24 Nov 2026 18:20:00 GMT", true);
        check(header::IF_MODIFIED_SINCE, "Tue, 24 Nov 2026 18:19:59 GMT", false);
        check(header::IF_MODIFIED_SINCE, "Wed, 25 Nov 2026 00:00:00 GMT", true);
        for unread in ["yesterday", "2026-11-24T18:20:00Z", "Tue, 24 Nov 2026 18:20:00 +0000", ""] {
            check(header::IF_MODIFIED_SINCE, unread, false);
        }
        assert_eq!(http_date(i64::MAX), None);
    }

    #[test]
    fn a_tag_outweighs_a_date() {
        let validators =
            Validators { etag: EntityTag::of(b"story", Encoding::Identity), last_modified: Some(NOON) };
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, "\"old\"".parse().unwrap());
        headers.insert(header::IF_MODIFIED_SINCE, "Tue, 24 Nov 2026 18:20:00 GMT".parse().unwrap());
        assert!(!is_fresh(&Method::GET, &headers, &validators));
        headers.insert(header::IF_NONE_MATCH, "*".parse().unwrap());
        assert!(!is_fresh(&Method::POST, &headers, &validators));
    }
}

//! A request's path, read once: decoded, normalised, refused where it is a trick.

use std::fmt::Write as _;

/// The longest path we read, in bytes as sent.
pub const MAX_PATH_BYTES: usize = 4096;

/// Why a path is no path of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Longer than [`MAX_PATH_BYTES`]; 414.
    #[error("this address is too long; shorten it to {MAX_PATH_BYTES} bytes")]
    TooLong,
    /// It does not begin with `/`; 400.
    #[error("this address has no path; begin it with a slash")]
    NotAbsolute,
    /// A `%` without two hex digits behind it; 400.
    #[error("this address has a % that is not followed by two hex digits; write %25 for a percent sign")]
    BrokenEscape,
    /// The decoded bytes are no UTF-8; 400.
    #[error("this address is not UTF-8; encode it as UTF-8 before percent-encoding")]
    NotUtf8,
    /// NUL or another control character; 400.
    #[error("this address holds a control character; remove it")]
    ControlCharacter,
    /// `.` or `..` as a segment, however spelled. Browsers resolve them before sending, so only tricks arrive; 400.
    #[error("this address holds a dot segment; send the resolved address")]
    DotSegment,
}

/// A path whose every spelling is one value.
///
/// Decoded exactly once: `%252e` is the text `%2e`, not a dot. A segment may hold a `/` that was sent as `%2F` (a tag
/// called "TCP/IP"), and never begins a new segment. Empty segments are dropped, so `//evil.example` is
/// `/evil.example` and can be redirected to safely.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestPath {
    segments: Vec<String>,
    normalised: String,
    is_canonical: bool,
}

impl RequestPath {
    /// The path of the front page.
    pub(crate) fn front() -> Self {
        Self { segments: Vec::new(), normalised: "/".to_owned(), is_canonical: true }
    }

    /// Reads the path of a request line, without its query.
    ///
    /// # Errors
    /// [`PathError`], which [`PathError::is_too_long`] divides into 414 and 400.
    pub fn parse(raw: &str) -> Result<Self, PathError> {
        if raw.len() > MAX_PATH_BYTES {
            return Err(PathError::TooLong);
        }
        let inner = raw.strip_prefix('/').ok_or(PathError::NotAbsolute)?;
        let mut segments = Vec::new();
        for sent in inner.split('/').filter(|sent| !sent.is_empty()) {
            segments.push(decode_segment(sent)?);
        }
        let ends_with_slash = inner.ends_with('/') && !segments.is_empty();
        let normalised = spell(&segments, ends_with_slash);
        let has_empty_segments = inner.contains("//") || inner.starts_with('/');
        Ok(Self { segments, normalised, is_canonical: !has_empty_segments })
    }

    /// The decoded segments, without empty ones.
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// The one spelling of this path: unreserved characters plain, the rest as upper-case escapes, a trailing slash
    /// kept.
    pub fn as_str(&self) -> &str {
        &self.normalised
    }

    /// The path as the house knows it: decoded, with a leading slash, a trailing one kept.
    pub(crate) fn decoded(&self) -> String {
        let mut decoded = format!("/{}", self.segments.join("/"));
        if self.normalised.ends_with('/') && decoded.len() > 1 {
            decoded.push('/');
        }
        decoded
    }

    /// False when the path was sent with empty segments (`//`) and should be redirected to [`Self::as_str`].
    pub fn is_canonical(&self) -> bool {
        self.is_canonical
    }
}

impl PathError {
    /// Whether the answer is 414; 400 otherwise.
    pub fn is_too_long(self) -> bool {
        self == Self::TooLong
    }
}

fn decode_segment(sent: &str) -> Result<String, PathError> {
    let mut bytes = Vec::with_capacity(sent.len());
    let mut rest = sent.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit =
            |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16)).ok_or(PathError::BrokenEscape);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push((high * 16 + low) as u8);
    }
    let segment = String::from_utf8(bytes).map_err(|_| PathError::NotUtf8)?;
    if segment.chars().any(char::is_control) {
        return Err(PathError::ControlCharacter);
    }
    if segment == "." || segment == ".." || segment.split(['/', '\\']).any(|part| part == "..") {
        return Err(PathError::DotSegment);
    }
    Ok(segment)
}

fn spell(segments: &[String], ends_with_slash: bool) -> String {
    let mut path = String::new();
    for segment in segments {
        path.push('/');
        for byte in segment.bytes() {
            // RFC 3986 `pchar` without `%`: these need no escape inside a segment.
            if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte) {
                path.push(char::from(byte));
            } else {
                // Writing to a String cannot fail.
                let _ = write!(path, "%{byte:02X}");
            }
        }
    }
    if ends_with_slash || path.is_empty() {
        path.push('/');
    }
    path
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(raw: &str, expected: &str) {
        assert_eq!(RequestPath::parse(raw).unwrap().as_str(), expected, "{raw}");
    }

    #[test]
    fn every_spelling_of_a_path_is_one_path() {
        check("/", "/");
        check("/2019/05/bridge.html", "/2019/05/bridge.html");
        check("/%32019/b%72idge.html", "/2019/bridge.html");
        check("/search/label/caf%c3%a9", "/search/label/caf%C3%A9");
        check("/search/label/café", "/search/label/caf%C3%A9");
        check("/a b", "/a%20b");
        check("/tag/news/", "/tag/news/");
        check("/a;x=1/b", "/a;x=1/b");
        check(r"/a\b", "/a%5Cb");
    }

    #[test]
    fn an_escaped_slash_stays_inside_its_segment() {
        let path = RequestPath::parse("/search/label/TCP%2fIP").unwrap();
        assert_eq!(path.segments(), ["search", "label", "TCP/IP"]);
        assert_eq!(path.as_str(), "/search/label/TCP%2FIP");
    }

    #[test]
    fn empty_segments_are_dropped_and_noticed() {
        for raw in ["//evil.example", "///evil.example", "/evil.example//"] {
            let path = RequestPath::parse(raw).unwrap();
            assert_eq!(path.segments(), ["evil.example"]);
            assert!(!path.is_canonical());
        }
        check("//", "/");
        assert!(RequestPath::parse("/tag/news/").unwrap().is_canonical());
    }

    #[test]
    fn escapes_are_decoded_once() {
        check("/%252e%252e/x", "/%252e%252e/x");
    }

    #[test]
    fn tricks_are_refused() {
        let refused = |raw: &str| RequestPath::parse(raw).unwrap_err();
        assert_eq!(refused(""), PathError::NotAbsolute);
        assert_eq!(refused("*"), PathError::NotAbsolute);
        assert_eq!(refused("/100%"), PathError::BrokenEscape);
        assert_eq!(refused("/%zz"), PathError::BrokenEscape);
        assert_eq!(refused("/%ff"), PathError::NotUtf8);
        assert_eq!(refused("/%c0%ae"), PathError::NotUtf8);
        assert_eq!(refused("/a%00b"), PathError::ControlCharacter);
        assert_eq!(refused("/a%0d%0ab"), PathError::ControlCharacter);
        for raw in ["/..", "/a/../b", "/%2e%2E/b", "/a/.", "/built%2F..%2F..%2F", "/..%5c..%5c"] {
            assert_eq!(refused(raw), PathError::DotSegment, "{raw}");
        }
    }

    #[test]
    fn a_path_at_the_limit_is_read_and_one_byte_more_is_not() {
        let longest = format!("/{}", "a".repeat(MAX_PATH_BYTES - 1));
        assert!(RequestPath::parse(&longest).is_ok());
        assert!(RequestPath::parse(&format!("{longest}a")).unwrap_err().is_too_long());
    }

    proptest::proptest! {
        #[test]
        fn a_normalised_path_is_itself(raw in "/[ -~é/%]{0,40}") {
            if let Ok(path) = RequestPath::parse(&raw) {
                let again = RequestPath::parse(path.as_str()).unwrap();
                proptest::prop_assert_eq!(again.as_str(), path.as_str());
                proptest::prop_assert_eq!(again.segments(), path.segments());
                proptest::prop_assert!(again.is_canonical());
            }
        }
    }
}

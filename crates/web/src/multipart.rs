//! Forms with files: `multipart/form-data`.
//!
//! Spec: RFC 7578 and RFC 2046, section 5.1. The body has been read within its limit before; nothing is copied.

use bytes::Bytes;
use http::{HeaderMap, header};

use crate::form::FormError;

/// Parts of a form; Ghost's programs send three.
const PARTS_MAX: usize = 20;
/// Bytes of a part's head.
const HEAD_MAX: usize = 8 * 1024;
/// Characters of a boundary, by RFC 2046.
const BOUNDARY_MAX: usize = 70;
const EXPECTED: &str = "multipart/form-data";

/// One part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// The field's name.
    pub(crate) name: String,
    /// The file's name, where it is a file.
    pub(crate) file_name: Option<String>,
    /// What was sent.
    pub(crate) bytes: Bytes,
}

/// The boundary that a request's header names.
///
/// # Errors
/// [`FormError::WrongType`]: it is no such form, or names none.
pub(crate) fn boundary(headers: &HeaderMap) -> Result<String, FormError> {
    let wrong = FormError::WrongType { expected: EXPECTED };
    let Some(sent) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return Err(wrong);
    };
    let mut parts = sent.split(';').map(str::trim);
    if !parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case(EXPECTED)) {
        return Err(wrong);
    }
    let named = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then(|| value.trim_matches('"').to_owned())
    });
    named.filter(|boundary| (1..=BOUNDARY_MAX).contains(&boundary.len())).ok_or(wrong)
}

/// The parts of a body.
///
/// # Errors
/// [`FormError::TooManyFields`], or [`FormError::Torn`] for a body that breaks off or is none.
pub(crate) fn parts(body: &Bytes, boundary: &str) -> Result<Vec<Part>, FormError> {
    let delimiter = format!("\r\n--{boundary}");
    let first = &delimiter.as_bytes()[2..];
    // The first delimiter may stand at the very start.
    let mut at = match find(body, first) {
        Some(found) if found == 0 || body[..found].ends_with(b"\r\n") => found + first.len(),
        _ => return Err(FormError::Torn),
    };
    let mut parts = Vec::new();
    while !body[at..].starts_with(b"--") {
        if parts.len() == PARTS_MAX {
            return Err(FormError::TooManyFields { limit: PARTS_MAX });
        }
        // White space may follow a delimiter on its line.
        let line = find(&body[at..], b"\r\n").ok_or(FormError::Torn)?;
        // The blank line that ends the head may be the delimiter's own, where a part has no head.
        let head_at = at + line;
        let head =
            find(&body[head_at..body.len().min(head_at + HEAD_MAX)], b"\r\n\r\n").ok_or(FormError::Torn)?;
        let from = head_at + head + 4;
        let length = find(&body[from..], delimiter.as_bytes()).ok_or(FormError::Torn)?;
        if let Some((name, file_name)) = names(&body[head_at..head_at + head]) {
            parts.push(Part { name, file_name, bytes: body.slice(from..from + length) });
        }
        at = from + length + delimiter.len();
    }
    Ok(parts)
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut at = 0;
    loop {
        at += within.get(at..)?.iter().position(|byte| *byte == first)?;
        if within[at..].starts_with(what) {
            return Some(at);
        }
        at += 1;
    }
}

/// The field's name and the file's, from `Content-Disposition`. Browsers write names in UTF-8 and escape only quotes
/// and line ends, as <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data> says.
fn names(head: &[u8]) -> Option<(String, Option<String>)> {
    let head = String::from_utf8_lossy(head);
    let line = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    let value = |name: &str| {
        let quoted = format!("; {name}=\"");
        let (_, rest) = line.split_once(&quoted)?;
        let text = rest.split('"').next()?;
        Some(text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
    };
    Some((value("name")?, value("filename")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn read(body: &str) -> Result<Vec<(String, Option<String>, String)>, FormError> {
        let parts = parts(&Bytes::from(body.to_owned()), "x")?;
        let text = |part: Part| (part.name, part.file_name, String::from_utf8(part.bytes.to_vec()).unwrap());
        Ok(parts.into_iter().map(text).collect())
    }

    #[test]
    fn a_form_with_a_file_is_taken_apart() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"ref\"\r\n\r\na.jpg\r\n--x\r\n\
                    content-disposition: form-data; name=\"file\"; filename=\"a %22b%22.jpg\"\r\n\
                    Content-Type: image/jpeg\r\n\r\n\r\n--y\r\n--x--\r\n";
        assert_eq!(
            read(body).unwrap(),
            [
                ("ref".to_owned(), None, "a.jpg".to_owned()),
                ("file".to_owned(), Some("a \"b\".jpg".to_owned()), "\r\n--y".to_owned()),
            ]
        );
    }

    #[test]
    fn a_form_that_is_torn_is_refused() {
        for body in ["", "--x", "--x\r\n", "--y\r\n\r\n\r\n--y--", "--x\r\nA: b\r\n\r\ntext", "text --x--"] {
            assert!(matches!(read(body), Err(FormError::Torn)), "{body}");
        }
        assert_eq!(read("--x--").unwrap(), []);
    }

    #[test]
    fn a_form_has_at_most_so_many_parts() {
        let part = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
        assert_eq!(read(&format!("{}--x--", part.repeat(PARTS_MAX))).unwrap().len(), PARTS_MAX);
        let more = format!("{}--x--", part.repeat(PARTS_MAX + 1));
        assert!(matches!(read(&more), Err(FormError::TooManyFields { .. })));
    }

    #[test]
    fn the_header_names_the_boundary() {
        let of = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, value.parse().unwrap());
            boundary(&headers).ok()
        };
        assert_eq!(of("multipart/form-data; boundary=abc").as_deref(), Some("abc"));
        assert_eq!(of("Multipart/Form-Data;charset=utf-8; Boundary=\"a b\"").as_deref(), Some("a b"));
        assert_eq!(of("application/json"), None);
        assert_eq!(of("multipart/form-data"), None);
        assert_eq!(of(&format!("multipart/form-data; boundary={}", "a".repeat(71))), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_a_form_or_none(body in "(--x|\r\n|[a-z:\";= ]|Content-Disposition: form-data; name=\"a\"){0,30}") {
            let _ = parts(&Bytes::from(body), "x");
        }
    }
}

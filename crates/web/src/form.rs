//! Bodies of requests, read within limits: forms and JSON.

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use percent_encoding::percent_decode;
use serde::de::DeserializeOwned;

/// Why a body is refused.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// More bytes than allowed, in all; 413.
    #[error("this is more than {limit} bytes; shorten it and send it again")]
    TooLarge {
        /// Bytes allowed.
        limit: usize,
    },
    /// One field is too long; 413.
    #[error("the field \"{field}\" has more than {limit} bytes; shorten it and send it again")]
    FieldTooLarge {
        /// The field's name, cut to the allowed length.
        field: String,
        /// Bytes allowed.
        limit: usize,
    },
    /// More fields than allowed; 400.
    #[error("this form has more than {limit} fields")]
    TooManyFields {
        /// Fields allowed.
        limit: usize,
    },
    /// A form with files that breaks off; 400.
    #[error("the form did not arrive whole; send it again")]
    Torn,
    /// Not UTF-8 after decoding; 400.
    #[error("this form is not UTF-8; send it from a page in UTF-8")]
    NotUtf8,
    /// A NUL, which no database column takes; 400.
    #[error("this form holds a NUL character; remove it")]
    Nul,
    /// The content type is another one; 415.
    #[error("the body must be {expected}; set Content-Type accordingly")]
    WrongType {
        /// The content type expected.
        expected: &'static str,
    },
    /// No JSON, or not the expected one; 400.
    #[error("the body is not the JSON expected here: {0}")]
    Json(#[from] serde_json::Error),
    /// The connection broke, or the body came too slowly; 400.
    #[error("the body did not arrive: {0}")]
    Broken(#[source] axum::Error),
}

impl FormError {
    /// The status that says so.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TooLarge { .. } | Self::FieldTooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// What a form may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormLimits {
    /// Bytes of the whole body, encoded.
    pub bytes: usize,
    /// Number of fields.
    pub fields: usize,
    /// Bytes of one name, decoded.
    pub name_bytes: usize,
    /// Bytes of one value, decoded.
    pub value_bytes: usize,
}

impl Default for FormLimits {
    /// Room for a long comment with every character escaped.
    fn default() -> Self {
        Self { bytes: 256 * 1024, fields: 32, name_bytes: 64, value_bytes: 64 * 1024 }
    }
}

/// The fields of a form, in the order sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads `application/x-www-form-urlencoded`. A stray `%` stands for itself, as browsers have it.
    ///
    /// Spec: <https://url.spec.whatwg.org/#urlencoded-parsing>, except that what is not UTF-8 is refused rather than
    /// replaced: a reader's words are kept or refused, never altered.
    ///
    /// # Errors
    /// [`FormError`] names the limit that was passed.
    pub fn parse(body: &[u8], limits: &FormLimits) -> Result<Self, FormError> {
        if body.len() > limits.bytes {
            return Err(FormError::TooLarge { limit: limits.bytes });
        }
        let mut fields = Vec::new();
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            if fields.len() == limits.fields {
                return Err(FormError::TooManyFields { limit: limits.fields });
            }
            let equals = pair.iter().position(|byte| *byte == b'=');
            let (name, value) = equals.map_or((pair, &[][..]), |at| (&pair[..at], &pair[at + 1..]));
            let name = decode(name)?;
            if name.len() > limits.name_bytes {
                let field = name.chars().take(limits.name_bytes).collect();
                return Err(FormError::FieldTooLarge { field, limit: limits.name_bytes });
            }
            let value = decode(value)?;
            if value.len() > limits.value_bytes {
                return Err(FormError::FieldTooLarge { field: name, limit: limits.value_bytes });
            }
            fields.push((name, value));
        }
        Ok(Self(fields))
    }

    /// Reads a request's body as a form.
    ///
    /// # Errors
    /// [`FormError`].
    pub async fn read(headers: &HeaderMap, body: Body, limits: &FormLimits) -> Result<Self, FormError> {
        expect_type(headers, "application/x-www-form-urlencoded")?;
        Self::parse(&read_body(body, limits.bytes).await?, limits)
    }

    /// The first field of this name, as sent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// How many fields have this name.
    pub fn count(&self, name: &str) -> usize {
        self.0.iter().filter(|(n, _)| n == name).count()
    }

    /// The first field of this name without white space around it; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default().trim()
    }
}

fn decode(encoded: &[u8]) -> Result<String, FormError> {
    let spaced: Vec<u8> = encoded.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let text = String::from_utf8(percent_decode(&spaced).collect()).map_err(|_| FormError::NotUtf8)?;
    if text.contains('\0') { Err(FormError::Nul) } else { Ok(text) }
}

/// Reads a whole body of at most `limit` bytes; a longer one is refused before it is kept.
///
/// # Errors
/// [`FormError::TooLarge`] or [`FormError::Broken`].
pub async fn read_body(body: Body, limit: usize) -> Result<Bytes, FormError> {
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(FormError::TooLarge { limit }),
        Err(error) => Err(FormError::Broken(axum::Error::new(error))),
    }
}

/// Reads a body of at most `limit` bytes as JSON. Nesting ends at 128 levels.
///
/// # Errors
/// [`FormError`].
pub async fn read_json<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<T, FormError> {
    expect_type(headers, "application/json")?;
    Ok(serde_json::from_slice(&read_body(body, limit).await?)?)
}

/// Also the first line against forged requests: a foreign page cannot send JSON without asking first.
fn expect_type(headers: &HeaderMap, expected: &'static str) -> Result<(), FormError> {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = sent.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case(expected) { Ok(()) } else { Err(FormError::WrongType { expected }) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const SMALL: FormLimits = FormLimits { bytes: 40, fields: 3, name_bytes: 4, value_bytes: 8 };

    #[test]
    fn a_comment_arrives_as_it_was_written() {
        let body = "name=Ana+Reis&body=Caf%C3%A9%0D%0A100%25+%26+50%&empty&=x&name=other".as_bytes();
        let form = Form::parse(body, &FormLimits::default()).unwrap();
        assert_eq!(form.get("name"), Some("Ana Reis"));
        assert_eq!(form.get("body"), Some("Café\r\n100% & 50%"));
        assert_eq!(form.get("empty"), Some(""));
        assert_eq!(form.get("absent"), None);
        assert_eq!(form.text("absent"), "");
    }

    #[test]
    fn every_limit_holds_at_its_edge() {
        let check = |body: &str, expected: Option<StatusCode>| {
            let parsed = Form::parse(body.as_bytes(), &SMALL);
            assert_eq!(parsed.err().map(|error| error.status()), expected, "{body}");
        };
        check("abcd=12345678", None);
        check("abcde=1", Some(StatusCode::PAYLOAD_TOO_LARGE));
        check("a=123456789", Some(StatusCode::PAYLOAD_TOO_LARGE));
        check("a=1&b=2&c=3", None);
        check("a=1&b=2&c=3&", None);
        check("a=1&b=2&c=3&d=4", Some(StatusCode::BAD_REQUEST));
        check(&format!("a=1{}", "&".repeat(37)), None);
        check(&format!("a=1{}", "&".repeat(38)), Some(StatusCode::PAYLOAD_TOO_LARGE));
    }

    #[test]
    fn what_no_database_can_keep_is_refused() {
        assert!(matches!(Form::parse(b"a=%ff", &SMALL), Err(FormError::NotUtf8)));
        assert!(matches!(Form::parse(b"a=%00", &SMALL), Err(FormError::Nul)));
    }

    #[tokio::test]
    async fn a_body_at_the_limit_is_read_and_one_byte_more_is_not() {
        assert_eq!(read_body(Body::from("12345"), 5).await.unwrap(), "12345");
        let error = read_body(Body::from("123456"), 5).await.unwrap_err();
        assert_eq!(error.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[tokio::test]
    async fn json_must_say_that_it_is_json() {
        let mut headers = HeaderMap::new();
        let read = |headers: HeaderMap, body: String| async move {
            read_json::<serde_json::Value>(&headers, Body::from(body), 1000)
                .await
                .map_err(|error| error.status())
        };
        assert_eq!(read(headers.clone(), "{}".into()).await, Err(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        headers.insert(header::CONTENT_TYPE, "Application/JSON; charset=utf-8".parse().unwrap());
        assert_eq!(read(headers.clone(), "{}".into()).await, Ok(serde_json::json!({})));
        assert_eq!(read(headers.clone(), "{".into()).await, Err(StatusCode::BAD_REQUEST));
        assert_eq!(read(headers, "[".repeat(500)).await, Err(StatusCode::BAD_REQUEST));
    }
}

//! The token of Ghost's Admin API: proof that a program holds a key of this site.
//!
//! `Authorization: Ghost <jwt>`; HS256 with the hex-decoded secret of the key that the header's `kid` names. Read in
//! two steps, because the secret must be fetched in between: [`AdminToken::from_header`], then [`AdminToken::verify`].

use aws_lc_rs::hmac;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;

/// The longest token we read; real ones have about 200 bytes.
const MAX_TOKEN_BYTES: usize = 4096;

/// A token is refused this many seconds after its `iat`, whatever its `exp` says.
const MAX_AGE_SECONDS: f64 = 300.0;

/// Why a token is refused. The codes and texts are those that programs written for Ghost know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// No `Authorization` header at all.
    #[error("Authorization failed")]
    Missing,
    /// Not `Ghost <token>`.
    #[error("Authorization header format is \"Authorization: Ghost [token]\"")]
    InvalidHeader,
    /// No JWT: three parts of base64url with JSON inside.
    #[error("Invalid token")]
    Undecodable,
    /// The token's header names no key.
    #[error("Admin API kid missing.")]
    MissingKeyId,
    /// No key of this site has that id; given by the caller, who looks it up.
    #[error("Unknown Admin API Key")]
    UnknownKey,
    /// The id belongs to a Content API key; given by the caller.
    #[error("Invalid API Key type")]
    WrongKeyType,
    /// Signature, age, audience or algorithm.
    #[error("Invalid token: {0}")]
    Invalid(&'static str),
}

impl JwtError {
    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Missing => StatusCode::FORBIDDEN,
            Self::Undecodable | Self::MissingKeyId => StatusCode::BAD_REQUEST,
            _ => StatusCode::UNAUTHORIZED,
        }
    }

    /// The `code` of the error body; none for a missing header.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Missing => None,
            Self::InvalidHeader => Some("INVALID_AUTH_HEADER"),
            Self::MissingKeyId => Some("MISSING_ADMIN_API_KID"),
            Self::UnknownKey => Some("UNKNOWN_ADMIN_API_KEY"),
            Self::WrongKeyType => Some("INVALID_API_KEY_TYPE"),
            Self::Undecodable | Self::Invalid(_) => Some("INVALID_JWT"),
        }
    }
}

#[derive(Debug, Deserialize)]
struct Header {
    alg: Option<String>,
    kid: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Claims {
    iat: Option<f64>,
    exp: Option<f64>,
    nbf: Option<f64>,
    #[serde(default)]
    aud: Audience,
}

/// One audience or several (RFC 7519, section 4.1.3).
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Audience {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

/// A decoded token; nothing it says is true before [`AdminToken::verify`].
#[derive(Debug)]
pub struct AdminToken {
    key_id: String,
    is_hs256: bool,
    claims: Claims,
    signed: String,
    signature: Vec<u8>,
}

impl AdminToken {
    /// Reads the `Authorization` header.
    ///
    /// # Errors
    /// [`JwtError::Missing`], [`JwtError::InvalidHeader`], [`JwtError::Undecodable`], [`JwtError::MissingKeyId`].
    pub fn from_header(headers: &HeaderMap) -> Result<Self, JwtError> {
        let mut lines = headers.get_all(header::AUTHORIZATION).iter();
        let line = lines.next().ok_or(JwtError::Missing)?;
        if lines.next().is_some() {
            return Err(JwtError::InvalidHeader);
        }
        let line = line.to_str().map_err(|_| JwtError::InvalidHeader)?;
        let (scheme, token) = line.split_once(' ').ok_or(JwtError::InvalidHeader)?;
        if !scheme.eq_ignore_ascii_case("ghost") || token.is_empty() || token.contains(' ') {
            return Err(JwtError::InvalidHeader);
        }
        Self::decode(token)
    }

    fn decode(token: &str) -> Result<Self, JwtError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(JwtError::Undecodable);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(JwtError::Undecodable)?;
        let (head, claims) = signed.split_once('.').ok_or(JwtError::Undecodable)?;
        let bytes = |part: &str| BASE64URL_NOPAD.decode(part.as_bytes()).map_err(|_| JwtError::Undecodable);
        let head: Header = serde_json::from_slice(&bytes(head)?).map_err(|_| JwtError::Undecodable)?;
        let claims: Claims = serde_json::from_slice(&bytes(claims)?).map_err(|_| JwtError::Undecodable)?;
        Ok(Self {
            is_hs256: head.alg.as_deref() == Some("HS256"),
            key_id: head.kid.filter(|kid| !kid.is_empty()).ok_or(JwtError::MissingKeyId)?,
            claims,
            signed: signed.to_owned(),
            signature: bytes(signature)?,
        })
    }

    /// The id of the key that is said to have signed: to look up the secret, not to believe.
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// Believes the token when `secret_hex` signed it, it is of the last five minutes at `now` (milliseconds UTC), and
    /// it was made for the Admin API. `version` is the `v4` of a path like `/ghost/api/v4/admin/`.
    ///
    /// As Ghost has it, `exp` may be missing and `iat` may lie ahead of our clock, but `iat` must be there.
    ///
    /// # Errors
    /// [`JwtError::Invalid`].
    pub fn verify(&self, secret_hex: &str, now: i64, version: Option<&str>) -> Result<(), JwtError> {
        if !self.is_hs256 {
            return Err(JwtError::Invalid("invalid algorithm"));
        }
        let secret = HEXLOWER_PERMISSIVE.decode(secret_hex.as_bytes()).unwrap_or_default();
        // An empty secret would be one that everybody knows.
        if secret.is_empty() {
            return Err(JwtError::Invalid("invalid signature"));
        }
        let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
        hmac::verify(&key, self.signed.as_bytes(), &self.signature)
            .map_err(|_| JwtError::Invalid("invalid signature"))?;
        let now = now.div_euclid(1000) as f64;
        if self.claims.nbf.is_some_and(|not_before| not_before > now) {
            return Err(JwtError::Invalid("jwt not active"));
        }
        if self.claims.exp.is_some_and(|expires| expires <= now) {
            return Err(JwtError::Invalid("jwt expired"));
        }
        if !self.claims.aud.admits(version) {
            return Err(JwtError::Invalid("jwt audience invalid. expected: /\\/?admin\\/?$/"));
        }
        match self.claims.iat {
            None => Err(JwtError::Invalid("iat required when maxAge is specified")),
            Some(issued) if now - issued >= MAX_AGE_SECONDS => Err(JwtError::Invalid("maxAge exceeded")),
            Some(_) => Ok(()),
        }
    }
}

impl Audience {
    /// On plain paths anything that ends in `admin` or `admin/`; on versioned ones only `/v4/admin/` and its like.
    fn admits(&self, version: Option<&str>) -> bool {
        let admits = |audience: &str| match version {
            None => audience.strip_suffix('/').unwrap_or(audience).ends_with("admin"),
            Some(version) => {
                let audience = audience.strip_prefix('/').unwrap_or(audience);
                let audience = audience.strip_suffix('/').unwrap_or(audience);
                audience.strip_suffix("/admin") == Some(version)
            }
        };
        match self {
            Self::None => false,
            Self::One(audience) => admits(audience),
            Self::Many(audiences) => audiences.iter().any(|audience| admits(audience)),
        }
    }
}

/// A token as the clients of the Admin API make it, valid for five minutes from `now` (milliseconds UTC); for
/// Dateline's own tests and for a person with a key and a shell.
///
/// # Errors
/// [`JwtError::Invalid`] when `secret_hex` is no hexadecimal number.
pub fn sign(key_id: &str, secret_hex: &str, now: i64) -> Result<String, JwtError> {
    let issued = now.div_euclid(1000);
    let head = serde_json::json!({ "alg": "HS256", "typ": "JWT", "kid": key_id });
    let claims = serde_json::json!({ "iat": issued, "exp": issued + 300, "aud": "/admin/" });
    sign_parts(&head, &claims, secret_hex)
}

fn sign_parts(
    head: &serde_json::Value,
    claims: &serde_json::Value,
    secret_hex: &str,
) -> Result<String, JwtError> {
    let secret = HEXLOWER_PERMISSIVE
        .decode(secret_hex.as_bytes())
        .map_err(|_| JwtError::Invalid("secret is not hex"))?;
    let part = |value: &serde_json::Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(head), part(claims));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), signed.as_bytes());
    Ok(format!("{signed}.{}", BASE64URL_NOPAD.encode(tag.as_ref())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use super::*;

    const SECRET: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const KEY: &str = "0123456789abcdef01234567";
    const NOW: i64 = 1_795_544_400_000;
    const SECOND: i64 = NOW / 1000;

    fn read(authorization: &str) -> Result<AdminToken, JwtError> {
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, authorization.parse().unwrap())]);
        AdminToken::from_header(&headers)
    }

    fn check_on(version: Option<&str>, head: Value, claims: Value) -> Result<(), JwtError> {
        let token = sign_parts(&head, &claims, SECRET).unwrap();
        read(&format!("Ghost {token}"))?.verify(SECRET, NOW, version)
    }

    fn check(claims: Value) -> Result<(), JwtError> {
        check_on(None, json!({ "alg": "HS256", "kid": KEY }), claims)
    }

    /// Made outside Dateline, with Python's `hmac` module.
    const FOREIGN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2NyJ9.eyJpYXQiOjE3OTU1NDQ0MDAsImV4cCI6MTc5NTU0NDcwMCwiYXVkIjoiL2FkbWluLyJ9.cgfFnrGnumc8wri5XkmS-pC93zKSANESxfcs9ucPkK0";

    #[test]
    fn a_token_of_another_library_is_believed() {
        let token = read(&format!("ghost {FOREIGN}")).unwrap();
        assert_eq!(token.key_id(), KEY);
        assert_eq!(token.verify(SECRET, NOW, None), Ok(()));
        assert_eq!(sign(KEY, SECRET, NOW).unwrap(), FOREIGN);
    }

    #[test]
    fn a_token_lives_five_minutes() {
        let age =
            |seconds: i64| check(json!({ "iat": SECOND - seconds, "exp": SECOND + 9999, "aud": "/admin/" }));
        assert_eq!(age(299), Ok(()));
        assert_eq!(age(300), Err(JwtError::Invalid("maxAge exceeded")));
        assert_eq!(age(-9999), Ok(()), "a clock ahead of ours is no offence");
        let expired = json!({ "iat": SECOND - 10, "exp": SECOND, "aud": "/admin/" });
        assert_eq!(check(expired), Err(JwtError::Invalid("jwt expired")));
        assert_eq!(check(json!({ "iat": SECOND, "aud": "/admin/" })), Ok(()));
        let undated = json!({ "exp": SECOND + 10, "aud": "/admin/" });
        assert_eq!(check(undated), Err(JwtError::Invalid("iat required when maxAge is specified")));
        let early = json!({ "iat": SECOND, "nbf": SECOND + 1, "aud": "/admin/" });
        assert_eq!(check(early), Err(JwtError::Invalid("jwt not active")));
    }

    #[test]
    fn a_token_for_another_door_is_refused() {
        let on = |version: Option<&str>, audience: Value| {
            let claims = json!({ "iat": SECOND, "aud": audience });
            check_on(version, json!({ "alg": "HS256", "kid": KEY }), claims).is_ok()
        };
        for audience in ["/admin/", "admin", "/admin", "/v4/admin/"] {
            assert!(on(None, json!(audience)), "{audience}");
        }
        assert!(on(None, json!(["/content/", "/admin/"])));
        for audience in [json!("/content/"), json!("/admin/x"), json!(null), json!([])] {
            assert!(!on(None, audience.clone()), "{audience}");
        }
        assert!(on(Some("v4"), json!("/v4/admin/")));
        assert!(!on(Some("v4"), json!("/admin/")));
        assert!(!on(Some("v4"), json!("/v3/admin/")));
    }

    #[test]
    fn a_forged_token_is_refused() {
        let invalid = Err(JwtError::Invalid("invalid signature"));
        let token = read(&format!("Ghost {FOREIGN}")).unwrap();
        let other = "ff".repeat(32);
        assert_eq!(token.verify(&other, NOW, None), invalid);
        assert_eq!(token.verify("", NOW, None), invalid);
        assert_eq!(token.verify("no hex", NOW, None), invalid);
        let (signed, _) = FOREIGN.rsplit_once('.').unwrap();
        assert_eq!(read(&format!("Ghost {signed}.")).unwrap().verify(SECRET, NOW, None), invalid);
        for algorithm in ["none", "HS384", "HS512", "RS256", "hs256"] {
            let claims = json!({ "iat": SECOND, "aud": "/admin/" });
            let answer = check_on(None, json!({ "alg": algorithm, "kid": KEY }), claims);
            assert_eq!(answer, Err(JwtError::Invalid("invalid algorithm")));
        }
    }

    #[test]
    fn what_is_no_token_is_named() {
        assert_eq!(AdminToken::from_header(&HeaderMap::new()).unwrap_err(), JwtError::Missing);
        for line in ["Ghost", "Ghost ", "Bearer x.y.z", "Ghost a b"] {
            assert_eq!(read(line).unwrap_err(), JwtError::InvalidHeader, "{line}");
        }
        for line in ["Ghost abc", "Ghost a.b.c", "Ghost e30.e30", "Ghost ..", "Ghost e30.W10.e30"] {
            assert_eq!(read(line).unwrap_err(), JwtError::Undecodable, "{line}");
        }
        assert_eq!(read("Ghost e30.e30.e30").unwrap_err(), JwtError::MissingKeyId);
        assert_eq!(JwtError::MissingKeyId.status(), StatusCode::BAD_REQUEST);
        assert_eq!(JwtError::UnknownKey.code(), Some("UNKNOWN_ADMIN_API_KEY"));
    }

    #[test]
    fn a_token_at_the_limit_is_read_and_one_byte_more_is_not() {
        let (signed, _) = FOREIGN.rsplit_once('.').unwrap();
        let sized = |bytes: usize| format!("Ghost {signed}.{}", "A".repeat(bytes - signed.len() - 1));
        assert!(read(&sized(MAX_TOKEN_BYTES)).is_ok());
        assert_eq!(read(&sized(MAX_TOKEN_BYTES + 1)).unwrap_err(), JwtError::Undecodable);
    }
}

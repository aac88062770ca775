//! The cookie that a signed-in browser keeps: sent to the API alone, so that no page of a reader ever sees one.

use dateline_model::Millis;
use http::{HeaderMap, header};

use super::Call;

/// Ghost's name for it.
const NAME: &str = "ghost-admin-api-session";
/// Characters of its value: 256 bits.
const TOKEN_CHARS: usize = 43;
/// The most bytes of a cookie header that are read.
const HEADER_BYTES_MAX: usize = 8 * 1024;

/// The token in the cookie of a request, if it has the shape of one.
pub(super) fn token(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.filter(|line| line.len() <= HEADER_BYTES_MAX).flat_map(|line| line.split(';'));
    let values = pairs.filter_map(|pair| pair.trim().strip_prefix(NAME)?.strip_prefix('='));
    let is_token = |value: &&str| {
        value.len() == TOKEN_CHARS
            && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    values.rev().find(is_token)
}

/// The cookie that holds `token` until `expires_at`.
pub(super) fn holding(call: &Call<'_>, token: &str, expires_at: Millis) -> String {
    let seconds = (expires_at - call.visit.now).max(0) / 1_000;
    format!("{NAME}={token}; Max-Age={seconds}; {}", attributes(call))
}

/// The cookie that takes the place of the one that holds nothing any more.
pub(super) fn cleared(call: &Call<'_>) -> String {
    format!("{NAME}=; Max-Age=0; {}", attributes(call))
}

/// Never sent in plain text when the site is reached over HTTPS.
fn attributes(call: &Call<'_>) -> &'static str {
    if call.visit.is_https() {
        "Path=/ghost; HttpOnly; SameSite=Lax; Secure"
    } else {
        "Path=/ghost; HttpOnly; SameSite=Lax"
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(cookie: &str, expected: Option<&str>) {
        let headers = HeaderMap::from_iter([(header::COOKIE, cookie.parse().unwrap())]);
        assert_eq!(token(&headers), expected, "{cookie}");
    }

    #[test]
    fn the_token_is_found_among_other_cookies_and_nothing_else_is_one() {
        let good = "a".repeat(TOKEN_CHARS);
        check(&format!("{NAME}={good}"), Some(&good));
        check(&format!("x=1; {NAME}={good}; y=2"), Some(&good));
        check(&format!("{NAME}={good}a"), None);
        check(&format!("{NAME}={}", &good[1..]), None);
        check(&format!("{NAME}x={good}"), None);
        check(&format!("{NAME}={}\"", &good[1..]), None);
        check("", None);
        let room = HEADER_BYTES_MAX - NAME.len() - 1 - TOKEN_CHARS - 2;
        check(&format!("{}; {NAME}={good}", "x".repeat(room)), Some(&good));
        check(&format!("{}; {NAME}={good}", "x".repeat(room + 1)), None);
    }
}

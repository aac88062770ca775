//! Whether a form was sent from a page of the site itself. Another site must not be able to make its visitors comment
//! here under their addresses.

use http::{HeaderMap, HeaderName, header};

use crate::host::HostName;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Whether a browser says that the form stood on another site.
///
/// `Sec-Fetch-Site` decides where the browser sends it; else `Origin` must name one of `own`. A client that sends
/// neither is no browser that somebody else could have sent here.
pub(crate) fn is_foreign(headers: &HeaderMap, own: &[HostName]) -> bool {
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return !matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let named = origin.to_str().ok().and_then(|origin| {
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"))?;
        HostName::parse(host).ok()
    });
    named.is_none_or(|host| !own.contains(&host))
}

/// Whether a request says from where it comes. Every browser says so of whatever can change something.
pub(crate) fn says_where_from(headers: &HeaderMap) -> bool {
    headers.contains_key(SEC_FETCH_SITE) || headers.contains_key(header::ORIGIN)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(headers: &[(&str, &str)], foreign: bool) {
        let own = ["bell.example", "127.0.0.1"].map(|host| HostName::parse(host).unwrap());
        let pair =
            |(name, value): &(&str, &str)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        let map: HeaderMap = headers.iter().map(pair).collect();
        assert_eq!(is_foreign(&map, &own), foreign, "{headers:?}");
    }

    #[test]
    fn a_form_on_another_site_is_told_apart() {
        check(&[("origin", "https://bell.example")], false);
        check(&[("origin", "http://127.0.0.1:8080")], false);
        check(&[("origin", "https://evil.example")], true);
        check(&[("origin", "https://bell.example.evil.example")], true);
        check(&[("origin", "https://evilbell.example")], true);
        check(&[("origin", "null")], true);
        check(&[], false);
    }

    #[test]
    fn what_the_browser_knows_outweighs_the_name() {
        check(&[("sec-fetch-site", "same-origin"), ("origin", "https://behind-a-proxy.example")], false);
        check(&[("sec-fetch-site", "cross-site"), ("origin", "https://bell.example")], true);
        check(&[("sec-fetch-site", "same-site"), ("origin", "https://shop.bell.example")], true);
        check(&[("sec-fetch-site", "none")], false);
    }
}

//! Addresses that people type: of mail, of the web, of a host.

use std::net::Ipv6Addr;

/// The most bytes of a host name (RFC 1035).
const HOST_BYTES_MAX: usize = 253;

/// Whether `text` is an address like `name@host.example`; whether anybody reads mail there is not asked.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let foreign = |c: char| c.is_whitespace() || c.is_control() || "@<>()[],;:\\\"".contains(c);
    !name.is_empty()
        && !text.contains("..")
        && !name.contains(foreign)
        && !host.contains(foreign)
        && host.contains('.')
        && !host.starts_with(['.', '-'])
        && !host.ends_with(['.', '-'])
}

/// The reader's web address with its scheme, when it is one of the web. One with a name before the host
/// (`https://bank.example@evil.example`) is not taken: it is there to deceive.
pub(crate) fn web_address(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = url::Url::parse(&whole).ok()?;
    let web = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|host| host.contains('.'))
        && url.username().is_empty()
        && url.password().is_none();
    web.then(|| url.to_string())
}

/// Whether a request can name `text` as its host: labels of letters, digits and hyphens, an IPv6 address in
/// brackets, or `*` for every name that no other site has.
pub(crate) fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    };
    if let Some(address) = text.strip_prefix('[') {
        return address.strip_suffix(']').is_some_and(|address| address.parse::<Ipv6Addr>().is_ok());
    }
    text == "*" || (text.len() <= HOST_BYTES_MAX && text.split('.').all(is_label))
}

//! Which site a request asks for.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use http::request::Parts;
use http::{Version, header};

/// Why a request names no host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// HTTP/1.1 and HTTP/2 demand one.
    #[error("the request names no host; send a Host header")]
    Missing,
    /// Two Host lines, or a Host line that contradicts the request line: a router before us may have read the other.
    #[error("the request names two hosts; send one")]
    Ambiguous,
    /// No host name, address or port.
    #[error("the Host header is not a host name; write it as in DNS, international names in their xn-- form")]
    Malformed,
}

/// A host name as DNS compares it: lower case, no port, no final dot; or an IP address (IPv6 in brackets).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostName(String);

impl HostName {
    /// Reads `name`, `name:port`, `1.2.3.4:80` or `[::1]:80`. International names must be in their ASCII form.
    ///
    /// # Errors
    /// [`HostError::Malformed`].
    pub fn parse(authority: &str) -> Result<Self, HostError> {
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => rest.split_once(']').ok_or(HostError::Malformed)?,
            None => authority.find(':').map_or((authority, ""), |colon| authority.split_at(colon)),
        };
        let port_is_number =
            |p: &str| p.bytes().all(|b| b.is_ascii_digit()) && (p.is_empty() || p.parse::<u16>().is_ok());
        if !(port.is_empty() || port.strip_prefix(':').is_some_and(port_is_number)) {
            return Err(HostError::Malformed);
        }
        if authority.starts_with('[') {
            let address: Ipv6Addr = host.parse().map_err(|_| HostError::Malformed)?;
            return Ok(Self(format!("[{address}]")));
        }
        let host = host.strip_suffix('.').unwrap_or(host);
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        if host.len() > 253 || !host.split('.').all(is_label) {
            return Err(HostError::Malformed);
        }
        Ok(Self(host.to_ascii_lowercase()))
    }

    /// The host a request asks for: from the request line or `:authority` when they have one, else from `Host`.
    ///
    /// # Errors
    /// [`HostError`]; every one of them is a 400.
    pub fn of_request(request: &Parts) -> Result<Self, HostError> {
        let mut lines = request.headers.get_all(header::HOST).iter();
        let line = lines.next();
        if lines.next().is_some() {
            return Err(HostError::Ambiguous);
        }
        let line = line
            .map(|value| value.to_str().map_err(|_| HostError::Malformed).and_then(Self::parse))
            .transpose()?;
        let target = match request.uri.authority() {
            Some(authority) if authority.as_str().contains('@') => return Err(HostError::Malformed),
            Some(authority) => Some(Self::parse(authority.as_str())?),
            None => None,
        };
        match (target, line) {
            (Some(target), Some(line)) if target != line => Err(HostError::Ambiguous),
            (Some(_), None) if request.version == Version::HTTP_11 => Err(HostError::Missing),
            (Some(host), _) | (None, Some(host)) => Ok(host),
            (None, None) => Err(HostError::Missing),
        }
    }

    /// The name with the port that the request came to, as the origin of an address is written:
    /// `example.org`, `127.0.0.1:8080`. Ports 80 and 443 are left out.
    pub fn with_port(&self, request: &Parts) -> String {
        let line = request.headers.get(header::HOST).and_then(|value| value.to_str().ok());
        self.with_port_of(
            request.uri.authority().map(http::uri::Authority::as_str).or(line).unwrap_or_default(),
        )
    }

    /// The name with the port that `authority` has, from which it was read.
    pub(crate) fn with_port_of(&self, authority: &str) -> String {
        let after_host = authority.rsplit_once(']').map_or(authority, |(_, rest)| rest);
        let port = after_host.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok());
        match port {
            None | Some(80 | 443) => self.0.clone(),
            Some(port) => format!("{}:{port}", self.0),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is an IP address rather than a name.
    pub fn is_address(&self) -> bool {
        self.0.starts_with('[') || self.0.parse::<IpAddr>().is_ok()
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use http::Request;

    use super::*;

    #[test]
    fn a_host_is_compared_as_dns_does() {
        for (sent, expected) in [
            ("Paper.Example", "paper.example"),
            ("paper.example:8080", "paper.example"),
            ("paper.example.", "paper.example"),
            ("paper.example:", "paper.example"),
            ("xn--caf-dma.example", "xn--caf-dma.example"),
            ("127.0.0.1:80", "127.0.0.1"),
            ("[0:0::1]:80", "[::1]"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(HostName::parse(sent).unwrap().as_str(), expected);
        }
        assert!(HostName::parse("[::1]").unwrap().is_address());
        assert!(!HostName::parse("paper.example").unwrap().is_address());
    }

    #[test]
    fn what_is_no_host_is_refused() {
        for sent in [
            "",
            ".",
            "a..b",
            "-a.example",
            "a b",
            "a/b",
            "a@b",
            "café.example",
            "a:b",
            "a:99999",
            "[::1",
            "[::1]x",
            "::1",
            "a:1:2",
            "a:+1",
        ] {
            assert_eq!(HostName::parse(sent), Err(HostError::Malformed), "{sent}");
        }
    }

    #[test]
    fn a_name_at_the_limit_is_read_and_one_byte_more_is_not() {
        let label = "a".repeat(63);
        assert!(HostName::parse(&label).is_ok());
        assert!(HostName::parse(&format!("{label}a")).is_err());
        let longest = format!("{label}.{label}.{label}.{}", "a".repeat(61));
        assert_eq!(longest.len(), 253);
        assert!(HostName::parse(&longest).is_ok());
        assert!(HostName::parse(&format!("{longest}a")).is_err());
    }

    fn of(uri: &str, hosts: &[&str]) -> Result<String, HostError> {
        let mut request = Request::get(uri);
        for host in hosts {
            request = request.header("host", *host);
        }
        HostName::of_request(&request.body(()).unwrap().into_parts().0).map(|host| host.to_string())
    }

    #[test]
    fn two_hosts_in_one_request_are_refused() {
        assert_eq!(of("/", &["a.example"]).unwrap(), "a.example");
        assert_eq!(of("/", &[]), Err(HostError::Missing));
        assert_eq!(of("/", &["a.example", "a.example"]), Err(HostError::Ambiguous));
        assert_eq!(of("http://a.example/", &["A.example:80"]).unwrap(), "a.example");
        assert_eq!(of("http://a.example/", &["b.example"]), Err(HostError::Ambiguous));
        assert_eq!(of("http://a.example/", &[]), Err(HostError::Missing));
        assert_eq!(of("http://me@a.example/", &["a.example"]), Err(HostError::Malformed));
    }
}

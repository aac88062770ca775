//! Who is at the other end, when proxies may stand between.
//!
//! `X-Forwarded-For` is a list that every hop appends to. It is believed only as far as trusted proxies wrote it: from
//! the right, the first address that is not a trusted proxy is the client. Everything left of it the client may have
//! invented. Other headers of the kind (`X-Real-IP`, `Forwarded`, `CF-Connecting-IP`) are never read.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use http::HeaderMap;

/// The name of the list; the `http` crate has no constant for it.
const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// Addresses read from the right of the list; no chain of trusted proxies is longer.
const MAX_HOPS: usize = 16;

/// Why a setting of `server.trusted_proxies` cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no address range; write an address like 10.0.0.7 or a range like 10.0.0.0/8 or fd00::/8")]
pub struct ProxyRangeError(String);

/// A range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    /// As IPv6, IPv4 in its mapped form.
    start: u128,
    /// Leading bits that count, out of 128.
    bits: u32,
}

impl FromStr for Range {
    type Err = ProxyRangeError;

    fn from_str(text: &str) -> Result<Self, ProxyRangeError> {
        let error = || ProxyRangeError(text.to_owned());
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| error())?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), |bits| bits.parse::<u32>().map_err(|_| error()))?;
        if bits > width {
            return Err(error());
        }
        Ok(Self { start: as_number(address), bits: 128 - width + bits })
    }
}

impl Range {
    fn contains(self, address: IpAddr) -> bool {
        let difference = self.start ^ as_number(address);
        self.bits == 0 || difference >> (128 - self.bits) == 0
    }
}

fn as_number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

/// The proxies whose `X-Forwarded-For` is believed; none by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Range>);

impl TrustedProxies {
    /// Reads addresses and ranges as the operator wrote them.
    ///
    /// # Errors
    /// [`ProxyRangeError`] names the first one that is neither.
    pub fn parse<S: AsRef<str>>(ranges: &[S]) -> Result<Self, ProxyRangeError> {
        ranges.iter().map(|range| range.as_ref().trim().parse()).collect::<Result<_, _>>().map(Self)
    }

    fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.contains(address))
    }
}

/// The client's address: `peer`, unless that is a trusted proxy that says for whom it asks.
///
/// When the list is missing, unreadable or holds trusted proxies only, the last address that was known for sure.
/// IPv4 addresses in IPv6 clothing (`::ffff:192.0.2.1`) come back as IPv4.
pub fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &TrustedProxies) -> IpAddr {
    let mut known = peer.to_canonical();
    if !trusted.contain(known) {
        return known;
    }
    let lines = headers.get_all(X_FORWARDED_FOR).iter().collect::<Vec<_>>();
    let hops = lines.iter().rev().flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    for hop in hops.take(MAX_HOPS) {
        let Some(address) = std::str::from_utf8(hop).ok().and_then(hop_address) else {
            return known;
        };
        known = address;
        if !trusted.contain(known) {
            return known;
        }
    }
    known
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:4711`.
fn hop_address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let bare =
        hop.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(hop, |(address, _port)| address);
    let address = bare.parse::<IpAddr>().ok().or_else(|| {
        let (address, _port) = bare.rsplit_once(':')?;
        address.parse::<Ipv4Addr>().ok().map(IpAddr::V4)
    })?;
    Some(address.to_canonical())
}

/// Whom a limit counts: one IPv4 address, or one IPv6 network of 64 bits, because every home has a whole one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AddressKey {
    /// One IPv4 address.
    V4(Ipv4Addr),
    /// The first 64 bits of an IPv6 address.
    V6Net(u64),
}

impl AddressKey {
    /// The key of `address`; mapped IPv4 counts as IPv4.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self::V4(v4),
            IpAddr::V6(v6) => Self::V6Net((v6.to_bits() >> 64) as u64),
        }
    }
}

impl fmt::Display for AddressKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => write!(f, "{address}"),
            Self::V6Net(net) => write!(f, "{}/64", Ipv6Addr::from_bits(u128::from(*net) << 64)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn check(peer: &str, lines: &[&str], expected: &str) {
        let trusted = TrustedProxies::parse(&["10.0.0.0/8", "::1", "fd00::/8"]).unwrap();
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(X_FORWARDED_FOR, line.parse().unwrap());
        }
        let address = client_address(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(address.to_string(), expected, "{peer} {lines:?}");
    }

    #[test]
    fn a_stranger_cannot_choose_its_address() {
        check("198.51.100.9", &["192.0.2.1"], "198.51.100.9");
        check("10.0.0.1", &["1.1.1.1, 192.0.2.1"], "192.0.2.1");
        check("10.0.0.1", &["1.1.1.1", "192.0.2.1"], "192.0.2.1");
    }

    #[test]
    fn trusted_proxies_in_a_row_are_walked_back() {
        check("10.0.0.1", &["6.6.6.6, 192.0.2.1, 10.0.0.3, 10.0.0.2"], "192.0.2.1");
        check("::1", &["fd00::5", "10.9.9.9"], "fd00::5");
        check("::ffff:10.0.0.1", &["::ffff:192.0.2.1"], "192.0.2.1");
    }

    #[test]
    fn unreadable_hops_end_the_walk_at_what_is_sure() {
        check("10.0.0.1", &[], "10.0.0.1");
        check("10.0.0.1", &["192.0.2.1, unknown"], "10.0.0.1");
        check("10.0.0.1", &["192.0.2.1, , 10.0.0.2"], "10.0.0.2");
        check("10.0.0.1", &["192.0.2.1:4711"], "192.0.2.1");
        check("10.0.0.1", &["[2001:db8::1]:4711"], "2001:db8::1");
        check("10.0.0.1", &["2001:db8::1"], "2001:db8::1");
    }

    #[test]
    fn a_chain_at_the_limit_is_walked_and_a_longer_one_is_not() {
        let chain = |proxies: usize| format!("192.0.2.1{}", ", 10.0.0.2".repeat(proxies));
        check("10.0.0.1", &[&chain(MAX_HOPS - 1)], "192.0.2.1");
        check("10.0.0.1", &[&chain(MAX_HOPS)], "10.0.0.2");
    }

    #[test]
    fn a_range_that_is_none_is_named() {
        for text in ["paper.example", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/x", ""] {
            assert!(TrustedProxies::parse(&[text]).is_err(), "{text}");
        }
        let everyone = TrustedProxies::parse(&["0.0.0.0/0"]).unwrap();
        assert!(everyone.contain("192.0.2.1".parse().unwrap()));
        assert!(!everyone.contain("2001:db8::1".parse().unwrap()));
        assert!(TrustedProxies::parse(&["::/0"]).unwrap().contain("2001:db8::1".parse().unwrap()));
    }

    #[test]
    fn a_home_with_many_addresses_is_one_client() {
        let key = |text: &str| AddressKey::of(text.parse().unwrap());
        assert_eq!(key("2001:db8:1:2::a"), key("2001:db8:1:2:ffff::b"));
        assert_ne!(key("2001:db8:1:2::a"), key("2001:db8:1:3::a"));
        assert_eq!(key("::ffff:192.0.2.1"), key("192.0.2.1"));
        assert_ne!(key("::ffff:192.0.2.1"), key("::ffff:192.0.2.2"));
        assert_eq!(key("2001:db8:1:2::a").to_string(), "2001:db8:1:2::/64");
    }
}

//! Which addresses belong to the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks of IPv4 that are nobody's on the public internet: first address and length of the prefix.
///
/// Source: <https://www.iana.org/assignments/iana-ipv4-special-registry/>, with multicast and the reserved rest.
const CLOSED_V4: [([u8; 4], u32); 16] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 31, 196, 0], 24),
    ([192, 52, 193, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 3),
];
/// Networks inside `2000::/3` that carry other addresses in them, or are for books.
///
/// Source: <https://www.iana.org/assignments/iana-ipv6-special-registry/>: protocol assignments with Teredo and ORCHID,
/// documentation twice, 6to4.
const CLOSED_V6: [([u16; 2], u32); 4] =
    [([0x2001, 0], 23), ([0x2001, 0x0db8], 32), ([0x2002, 0], 16), ([0x3fff, 0], 20)];

/// Whether an address may be asked. Forms that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo) never are:
/// nobody publishes a site under one.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => {
            !CLOSED_V4.iter().any(|(network, prefix)| within_v4(address, *network, *prefix))
        }
        IpAddr::V6(address) => {
            let global = address.segments()[0] & 0xe000 == 0x2000;
            global && !CLOSED_V6.iter().any(|(network, prefix)| within_v6(address, *network, *prefix))
        }
    }
}

fn within_v4(address: Ipv4Addr, network: [u8; 4], prefix: u32) -> bool {
    let mask = u32::MAX << (32 - prefix);
    address.to_bits() & mask == u32::from_be_bytes(network) & mask
}

fn within_v6(address: Ipv6Addr, [first, second]: [u16; 2], prefix: u32) -> bool {
    let head = u32::from(address.segments()[0]) << 16 | u32::from(address.segments()[1]);
    let mask = u32::MAX << (32 - prefix);
    head & mask == (u32::from(first) << 16 | u32::from(second)) & mask
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn networks_are_closed_to_their_edges() {
        for (address, public) in [
            ("9.255.255.255", true),
            ("10.0.0.0", false),
            ("10.255.255.255", false),
            ("11.0.0.0", true),
            ("100.63.255.255", true),
            ("100.64.0.0", false),
            ("100.127.255.255", false),
            ("100.128.0.0", true),
            ("172.15.255.255", true),
            ("172.31.255.255", false),
            ("172.32.0.0", true),
            ("198.17.255.255", true),
            ("198.19.255.255", false),
            ("223.255.255.255", true),
            ("224.0.0.0", false),
            ("255.255.255.255", false),
            ("2001:200::", true),
            ("2001:1ff:ffff::", false),
            ("2606:4700::1111", true),
            ("3fff:fff::", false),
            ("4000::", false),
            ("fec0::1", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }
}

//! Networks: what addresses are counted together.

use std::net::IpAddr;

/// The networks an address belongs to.
///
/// A household or a rented machine has one IPv4 address, but a whole IPv6 /64; an office or a cheap hoster a /24, or a /48.
/// An IPv4 address written as IPv6 (`::ffff:192.0.2.1`) counts as IPv4, or a dual-stack socket would see two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network {
    narrow: u128,
    wide: u128,
}

impl Network {
    /// The networks of `address`.
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => {
                let bits = address.to_ipv6_mapped().to_bits();
                Self { narrow: bits, wide: bits & !0xFF }
            }
            IpAddr::V6(address) => {
                let bits = address.to_bits();
                Self { narrow: bits & !(u128::MAX >> 64), wide: bits & !(u128::MAX >> 48) }
            }
        }
    }

    /// The IPv4 address, or the IPv6 /64 with zeros behind it.
    pub fn narrow(self) -> u128 {
        self.narrow
    }

    /// The IPv4 /24 or the IPv6 /48, with zeros behind it.
    pub fn wide(self) -> u128 {
        self.wide
    }
}

//! What may be asked.

use std::net::{IpAddr, SocketAddr};

use crate::is_public;

/// Ports that web sites are served at; elsewhere other services listen.
const PORTS: [u16; 4] = [80, 443, 8080, 8443];

/// What may be asked: the public internet, and whatever else the person who runs the house names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    also: Vec<SocketAddr>,
}

impl Policy {
    /// Only public addresses, at the ports of the web.
    pub fn public() -> Self {
        Self::default()
    }

    /// The same and one address more: a server on the house's own network, or a test's.
    #[must_use]
    pub fn and(mut self, address: SocketAddr) -> Self {
        self.also.push(address);
        self
    }

    /// Whether a connection may be made.
    pub(crate) fn allows(&self, address: IpAddr, port: u16) -> bool {
        (is_public(address) && PORTS.contains(&port)) || self.also.contains(&SocketAddr::new(address, port))
    }

    /// Whether a name may have this address, at some port: what is checked while looking up, before the port is known.
    pub(crate) fn allows_at_all(&self, address: IpAddr) -> bool {
        is_public(address) || self.also.iter().any(|also| also.ip() == address)
    }

    /// Whether any address may be asked at this port.
    pub(crate) fn knows_port(&self, port: u16) -> bool {
        PORTS.contains(&port) || self.also.iter().any(|also| also.port() == port)
    }
}

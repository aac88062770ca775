//! Looking names up, and refusing those that lead home.

use std::io;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

use crate::Policy;

/// Looks a name up once and hands over what was checked: the connection goes there and nowhere else.
pub(crate) struct CheckedResolver(pub(crate) Policy);

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = self.0.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = lookup_host((name.as_str(), 0)).await?.collect();
            // One address at home is enough: a name that has both is made to slip in.
            if found.is_empty() || !found.iter().all(|address| policy.allows_at_all(address.ip())) {
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, NOT_PUBLIC).into());
            }
            let addresses: Addrs = Box::new(found.into_iter());
            Ok(addresses)
        })
    }
}

/// How a refusal is told from a name that does not exist.
pub(crate) const NOT_PUBLIC: &str = "the name has an address that is not public";

//! The installation's secret: what signs forms and hides addresses.

use std::net::IpAddr;
use std::sync::Arc;

use aws_lc_rs::hmac;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};

/// A key of 256 bits that never leaves the installation.
#[derive(Clone)]
pub struct Secret(Arc<hmac::Key>);

impl Secret {
    /// The name under which it is stored.
    pub const NAME: &'static str = "secret";

    /// A new secret as it is stored: 64 hexadecimal digits.
    pub fn fresh() -> String {
        random_hex(32)
    }

    /// The secret that was stored.
    pub fn from_stored(stored: &str) -> Self {
        Self(Arc::new(hmac::Key::new(hmac::HMAC_SHA256, stored.as_bytes())))
    }

    /// The signature of `parts` for one purpose. The parts cannot run into each other.
    pub fn sign(&self, purpose: &str, parts: &[&[u8]]) -> String {
        BASE64URL_NOPAD.encode(&self.digest(purpose, parts)[..16])
    }

    /// Whether `signature` is that of `parts`; takes the same time whatever differs.
    pub fn verify(&self, purpose: &str, parts: &[&[u8]], signature: &str) -> bool {
        let ours = self.sign(purpose, parts);
        aws_lc_rs::constant_time::verify_slices_are_equal(ours.as_bytes(), signature.as_bytes()).is_ok()
    }

    /// What stands for an address in the database: the same for the same reader on one site, useless elsewhere.
    /// The last 64 bits of an IPv6 address are left out, since a reader's machine changes them daily.
    pub fn hash_address(&self, site: dateline_model::SiteId, address: IpAddr) -> Vec<u8> {
        let bytes = match address.to_canonical() {
            IpAddr::V4(v4) => v4.octets().to_vec(),
            IpAddr::V6(v6) => v6.octets()[..8].to_vec(),
        };
        self.digest("address", &[site.0.as_bytes(), &bytes])[..16].to_vec()
    }

    /// What stands for an e-mail address in the database, in the same way; `None` for no address.
    pub fn hash_email(&self, site: dateline_model::SiteId, email: &str) -> Option<Vec<u8>> {
        let email = email.trim().to_lowercase();
        if email.is_empty() {
            return None;
        }
        Some(self.digest("email", &[site.0.as_bytes(), email.as_bytes()])[..16].to_vec())
    }

    fn digest(&self, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.0);
        for part in std::iter::once(&purpose.as_bytes()).chain(parts) {
            context.update(&(part.len() as u64).to_le_bytes());
            context.update(part);
        }
        context.sign().as_ref().to_vec()
    }
}

/// `bytes` random bytes in hexadecimal.
pub(crate) fn random_hex(bytes: usize) -> String {
    HEXLOWER.encode(&random_bytes(bytes))
}

/// A secret of 256 bits for a cookie or a link: 43 characters that need no escaping.
pub(crate) fn random_token() -> String {
    BASE64URL_NOPAD.encode(&random_bytes(32))
}

pub(crate) fn random_bytes(bytes: usize) -> Vec<u8> {
    let mut buffer = vec![0; bytes];
    fill(&mut buffer);
    buffer
}

/// A number that nobody can guess.
pub(crate) fn random_seed() -> u64 {
    let mut buffer = [0; 8];
    fill(&mut buffer);
    u64::from_le_bytes(buffer)
}

fn fill(buffer: &mut [u8]) {
    // From the system itself: the generator of aws-lc gathers noise of its own first, for 40 ms in every process. It fails only
    // where the system has no randomness at all; then no key may be made.
    assert!(getrandom::fill(buffer).is_ok(), "the operating system gives no random numbers");
}

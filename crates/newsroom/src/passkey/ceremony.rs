//! What a browser brings back from a device, checked as `WebAuthn` asks (<https://www.w3.org/TR/webauthn-3/>, sections 7.1
//! and 7.2), for keys without attestation: which make of device it is, the house does not ask.

use aws_lc_rs::digest::{SHA256, digest};
use serde::Deserialize;

use super::cbor::Cbor;
use super::cose;

/// The flag that somebody was there.
const PRESENT: u8 = 0x01;
/// The flag that the device knew who it was: by a finger, a face, or a number.
const VERIFIED: u8 = 0x04;
/// The flag that a new key comes with it.
const WITH_KEY: u8 = 0x40;
/// Bytes of a device's own name for a key.
const CREDENTIAL_BYTES_MAX: usize = 1_023;
/// The most bytes of what a browser says.
const CLIENT_DATA_BYTES_MAX: usize = 8 * 1024;

/// The site that a key is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Party {
    /// Its host name: what keys are bound to.
    pub(super) host: String,
    /// The origins that its own pages have.
    pub(super) origins: Vec<String>,
}

/// What a browser says about the page that asked.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// A key that a device has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewKey {
    pub(super) credential: Vec<u8>,
    /// In COSE's form.
    pub(super) public_key: Vec<u8>,
    pub(super) count: u32,
}

/// The challenge that a browser's words answer, if they are of this kind (`webauthn.create`, `webauthn.get`) and from a
/// page of the site itself.
pub(super) fn challenge_of(client_data: &[u8], kind: &str, party: &Party) -> Option<String> {
    if client_data.len() > CLIENT_DATA_BYTES_MAX {
        return None;
    }
    let said: ClientData = serde_json::from_slice(client_data).ok()?;
    let from_here = party.origins.contains(&said.origin) && !said.cross_origin;
    (said.kind == kind && from_here).then_some(said.challenge)
}

/// The key in an attestation object.
pub(super) fn new_key(attestation: &[u8], party: &Party) -> Option<NewKey> {
    let (object, rest) = Cbor::read(attestation)?;
    let data = object.get(&Cbor::Text("authData"))?.as_bytes()?;
    let (head, mut inside) = head_of(data, party)?;
    if !rest.is_empty() || head.flags & WITH_KEY == 0 {
        return None;
    }
    let mut take = |bytes: usize| {
        let (part, rest) = inside.split_at_checked(bytes)?;
        inside = rest;
        Some(part)
    };
    // The make of the device, which is not asked for.
    take(16)?;
    let length = take(2)?;
    let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
    if length == 0 || length > CREDENTIAL_BYTES_MAX {
        return None;
    }
    let credential = take(length)?.to_vec();
    let (_, after) = Cbor::read(inside)?;
    let public_key = &inside[..inside.len() - after.len()];
    cose::is_known(public_key).then(|| NewKey {
        credential,
        public_key: public_key.to_vec(),
        count: head.count,
    })
}

/// The device's counter, if `key` signed what the browser and the device say, and the device knew who it was.
pub(super) fn signed(
    key: &[u8],
    client_data: &[u8],
    authenticator_data: &[u8],
    signature: &[u8],
    party: &Party,
) -> Option<u32> {
    let (head, _) = head_of(authenticator_data, party)?;
    let message = [authenticator_data, digest(&SHA256, client_data).as_ref()].concat();
    cose::verify(key, &message, signature).then_some(head.count)
}

struct Head {
    flags: u8,
    count: u32,
}

/// The head of an authenticator's data, and what follows it; `None` when it is for another site, or nobody was there.
fn head_of<'d>(data: &'d [u8], party: &Party) -> Option<(Head, &'d [u8])> {
    let (host, rest) = data.split_at_checked(32)?;
    let (flags, rest) = rest.split_first()?;
    let (count, rest) = rest.split_at_checked(4)?;
    let ours = digest(&SHA256, party.host.as_bytes());
    let knew_who = flags & PRESENT != 0 && flags & VERIFIED != 0;
    let count = u32::from_be_bytes([count[0], count[1], count[2], count[3]]);
    (host == ours.as_ref() && knew_who).then_some((Head { flags: *flags, count }, rest))
}

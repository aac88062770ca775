//! Public keys as authenticators write them (RFC 9052), and what they have signed.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};

use super::cbor::Cbor;

/// What a device is asked for, the best first: ES256, `EdDSA`, RS256 (RFC 9053, section 2, and RFC 8812).
pub(super) const ALGORITHMS: [i64; 3] = [-7, -8, -257];

/// Whether `key`, in COSE's form, is one that can be checked.
pub(super) fn is_known(key: &[u8]) -> bool {
    Key::of(key).is_some()
}

/// Whether `key` signed `message` so.
pub(super) fn verify(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    Key::of(key).is_some_and(|key| key.verify(message, signature))
}

enum Key<'a> {
    /// A point of P-256, uncompressed.
    Es256([u8; 65]),
    Ed25519(&'a [u8]),
    Rsa {
        n: &'a [u8],
        e: &'a [u8],
    },
}

impl<'a> Key<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let (map, rest) = Cbor::read(bytes)?;
        let number = |key: i64| match map.get(&Cbor::Int(key)) {
            Some(Cbor::Int(number)) => Some(*number),
            _ => None,
        };
        let part = |key: i64| map.get(&Cbor::Int(key)).and_then(Cbor::as_bytes);
        if !rest.is_empty() {
            return None;
        }
        // Labels 1 and 3 say the kind and the algorithm, -1 to -3 hold the key.
        match (number(1)?, number(3)?) {
            (2, -7) if number(-1) == Some(1) => {
                let (x, y) = (part(-2)?, part(-3)?);
                let mut point = [4; 65];
                if x.len() != 32 || y.len() != 32 {
                    return None;
                }
                point[1..33].copy_from_slice(x);
                point[33..].copy_from_slice(y);
                Some(Self::Es256(point))
            }
            (1, -8) if number(-1) == Some(6) => part(-2).filter(|x| x.len() == 32).map(Self::Ed25519),
            (3, -257) => {
                let (n, e) = (part(-1)?, part(-2)?);
                (n.len() >= 256 && n.len() <= 1_024 && e.len() <= 8).then_some(Self::Rsa { n, e })
            }
            _ => None,
        }
    }

    fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Es256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature).is_ok()
            }
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok(),
            Self::Rsa { n, e } => {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
        }
    }
}

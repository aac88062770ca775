//! The name of a content.

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;

/// SHA-256 of a file's bytes in lower-case hex: two files with the same hash are one.
pub fn hash(bytes: &[u8]) -> String {
    HEXLOWER.encode(digest(&SHA256, bytes).as_ref())
}

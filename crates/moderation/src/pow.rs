//! Proof of work in the wire format of ALTCHA: a cost for whoever posts by the thousand, never a verdict.
//!
//! The browser is given a SHA-256 sum and must find the number that, written behind a salt, has it. The challenge is signed
//! with HMAC-SHA-256, so nothing is stored to hand one out. Each solution is good once and until it expires; who
//! checks it must remember [`Solved::challenge`] until [`Solved::expires`].
//! Format: <https://altcha.org/docs/v2/server-integration/>.

use aws_lc_rs::{digest, hmac};
use data_encoding::{BASE64, HEXLOWER};
use dateline_model::Millis;
use serde::{Deserialize, Serialize};

use crate::Error;

/// The only algorithm handed out and taken.
const ALGORITHM: &str = "SHA-256";
/// Bytes of a solution that are read.
pub const SOLUTION_BYTES_MAX: usize = 2_000;
/// A search of this many numbers takes an old telephone about half a second, and a new desktop a twentieth.
pub const MAX_NUMBER: u32 = 50_000;

/// A challenge as the browser gets it, for `serde_json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Challenge {
    /// Always `SHA-256`.
    pub algorithm: &'static str,
    /// The sum to be met, in hexadecimal.
    pub challenge: String,
    /// The largest number that has to be tried.
    pub maxnumber: u32,
    /// What stands before the number; holds the second of expiry, too.
    pub salt: String,
    /// HMAC of `challenge` by the site's key, in hexadecimal.
    pub signature: String,
}

/// A solved challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solved {
    /// Which one; it must not be taken a second time.
    pub challenge: String,
    /// Until when it would have been good.
    pub expires: Millis,
}

/// A site's secret for challenges.
#[derive(Debug)]
pub struct Key(hmac::Key);

impl Key {
    /// The key made of `secret`, at least 32 random bytes that only the site knows.
    pub fn new(secret: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret))
    }

    /// A challenge that is good until `expires`. `chance` must be random and new each time; `max_number` sets the cost.
    pub fn challenge(&self, chance: [u8; 16], max_number: u32, expires: Millis) -> Challenge {
        let (salt, number) = chance.split_at(12);
        let number = number.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte))
            % (u64::from(max_number) + 1);
        // The & ends the salt: without it the last digits of the expiry could be passed off as the number's first.
        let salt = format!("{}?expires={}&", HEXLOWER.encode(salt), expires.div_euclid(1_000));
        let challenge = sum(&salt, number);
        let signature = HEXLOWER.encode(hmac::sign(&self.0, challenge.as_bytes()).as_ref());
        Challenge { algorithm: ALGORITHM, challenge, maxnumber: max_number, salt, signature }
    }

    /// Checks what the browser sent: JSON in base64, `{"algorithm", "challenge", "number", "salt", "signature"}`.
    ///
    /// # Errors
    /// [`Error::ProofUnreadable`], [`Error::ProofForged`] for a challenge that is not ours, [`Error::ProofExpired`], and
    /// [`Error::ProofWrong`] for a number that is not the one.
    pub fn check(&self, solution: &str, now: Millis) -> Result<Solved, Error> {
        if solution.len() > SOLUTION_BYTES_MAX {
            return Err(Error::ProofUnreadable);
        }
        let json = BASE64.decode(solution.trim().as_bytes()).map_err(|_| Error::ProofUnreadable)?;
        let solution: Solution = serde_json::from_slice(&json).map_err(|_| Error::ProofUnreadable)?;
        if solution.algorithm != ALGORITHM {
            return Err(Error::ProofUnreadable);
        }
        let signature = HEXLOWER.decode(solution.signature.as_bytes()).map_err(|_| Error::ProofForged)?;
        hmac::verify(&self.0, solution.challenge.as_bytes(), &signature).map_err(|_| Error::ProofForged)?;
        // The sum binds salt and number to the signed challenge; the expiry is believed only after that.
        if sum(&solution.salt, solution.number) != solution.challenge {
            return Err(Error::ProofWrong);
        }
        let expires = expiry(&solution.salt).ok_or(Error::ProofUnreadable)?;
        if now >= expires {
            return Err(Error::ProofExpired);
        }
        Ok(Solved { challenge: solution.challenge, expires })
    }
}

#[derive(Deserialize)]
struct Solution {
    algorithm: String,
    challenge: String,
    number: u64,
    salt: String,
    signature: String,
}

fn sum(salt: &str, number: u64) -> String {
    HEXLOWER.encode(digest::digest(&digest::SHA256, format!("{salt}{number}").as_bytes()).as_ref())
}

/// The moment a salt of ours names; `None` for one that does not end with `&`.
fn expiry(salt: &str) -> Option<Millis> {
    let (_, parameters) = salt.split_once('?')?;
    let seconds: i64 = parameters
        .strip_suffix('&')?
        .split('&')
        .find_map(|pair| pair.strip_prefix("expires="))?
        .parse()
        .ok()?;
    seconds.checked_mul(1_000)
}

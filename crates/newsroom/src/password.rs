//! Passwords: what one must be like, and the slow digest by which it is known again.
//!
//! Argon2id with the parameters that OWASP gives for a server (19 MiB, two passes). A digest takes a core for some
//! tens of milliseconds, so only as many are made at once as there are cores, and only so many may wait.

use std::num::NonZero;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use data_encoding::BASE64URL_NOPAD;
use dateline_store::StoreError;
use tokio::sync::Semaphore;

use crate::NewsroomError;
use crate::secret::random_bytes;

/// The fewest characters of a password; Ghost asks for as many.
const CHARS_MIN: usize = 10;
/// The most bytes of one. Whoever sends more is told so before any work is done.
const BYTES_MAX: usize = 1_024;
/// The fewest different characters of one.
const DIFFERENT_MIN: usize = 4;
/// Bytes of salt.
const SALT_BYTES: usize = 16;
/// How many wait for each core before the rest is sent away.
const WAITING_PER_CORE: usize = 16;
/// What no password has, at the present cost: an account without a password is tried against it, so that it takes
/// as long to be refused as any other.
const DECOY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$ZGF0ZWxpbmUtbm9ib2R5IQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Refuses a password that is too short, too long or too easily guessed. `near` are words that belong to the
/// account: its address, its name, the paper's title.
pub(crate) fn check(password: &str, near: &[&str]) -> Result<(), NewsroomError> {
    if password.len() > BYTES_MAX {
        return Err(NewsroomError::TooLong { field: "password", max: BYTES_MAX });
    }
    if password.chars().count() < CHARS_MIN {
        return Err(NewsroomError::WeakPassword("it has fewer than 10 characters"));
    }
    let mut different: Vec<char> = password.chars().collect();
    different.sort_unstable();
    different.dedup();
    if different.len() < DIFFERENT_MIN {
        return Err(NewsroomError::WeakPassword("it repeats the same few characters"));
    }
    let folded = password.to_lowercase();
    if near.iter().any(|word| !word.is_empty() && word.to_lowercase() == folded) {
        return Err(NewsroomError::WeakPassword("it is the name, the address or the title of the paper"));
    }
    Ok(())
}

/// A password that nobody has thought of: 20 characters.
pub fn fresh_password() -> String {
    BASE64URL_NOPAD.encode(&random_bytes(15))
}

/// Where digests are made: on threads of their own, one per core.
#[derive(Debug)]
pub(crate) struct Digests {
    cores: Semaphore,
    places: Semaphore,
}

impl Digests {
    pub(crate) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
        Self { cores: Semaphore::new(cores), places: Semaphore::new(cores * WAITING_PER_CORE) }
    }

    /// The digest of a password that passed [`check`], to be stored.
    pub(crate) async fn make(&self, password: String) -> Result<String, NewsroomError> {
        self.run(move || {
            let salt = random_bytes(SALT_BYTES);
            let digest = hasher()?.hash_password_with_salt(password.as_bytes(), &salt).ok()?;
            Some(digest.to_string())
        })
        .await
    }

    /// Whether `password` is the one with the digest `stored`; without one the answer is no, after the same work.
    pub(crate) async fn verify(
        &self,
        mut password: String,
        stored: Option<String>,
    ) -> Result<bool, NewsroomError> {
        // Nobody has a password of this length; the work is done on what is left of it.
        let whole = password.len() <= BYTES_MAX;
        if !whole {
            password.clear();
        }
        self.run(move || {
            let known = stored.is_some();
            let digest = PasswordHash::new(stored.as_deref().unwrap_or(DECOY)).ok()?;
            let same = hasher()?.verify_password(password.as_bytes(), &digest).is_ok();
            Some(same && known && whole)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Option<T> + Send + 'static,
    ) -> Result<T, NewsroomError> {
        let _place = self.places.try_acquire().map_err(|_| NewsroomError::Busy)?;
        let _core = self.cores.acquire().await.map_err(|_| NewsroomError::Busy)?;
        let done = tokio::task::spawn_blocking(work).await;
        done.ok()
            .flatten()
            .ok_or(NewsroomError::Store(StoreError::Panicked("a password's digest".to_owned())))
    }
}

fn hasher() -> Option<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_password_at_a_limit_is_taken_and_one_beyond_is_not() {
        assert!(check("abcdefghij", &[]).is_ok());
        assert!(check("abcdefghi", &[]).is_err());
        let longest = "abcd".repeat(BYTES_MAX / 4);
        assert!(check(&longest, &[]).is_ok());
        assert!(matches!(check(&format!("{longest}e"), &[]), Err(NewsroomError::TooLong { .. })));
        assert!(check("aaaaaaaaaabc", &[]).is_err());
        assert!(check("The Harbour Bell", &["ana@bell.example", "the harbour bell"]).is_err());
    }

    #[tokio::test]
    async fn a_password_is_known_again_and_its_digest_does_not_show_it() {
        let digests = Digests::new();
        let stored = digests.make("the tide turns at six".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(digests.verify("the tide turns at six".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!digests.verify("the tide turns at ten".to_owned(), Some(stored.clone())).await.unwrap());
        assert_ne!(stored, digests.make("the tide turns at six".to_owned()).await.unwrap());
    }

    #[tokio::test]
    async fn who_has_no_password_is_refused_after_the_same_work() {
        let decoy = PasswordHash::new(DECOY).unwrap();
        let real = Digests::new().make("the tide turns at six".to_owned()).await.unwrap();
        let real = PasswordHash::new(&real).unwrap();
        assert_eq!((decoy.algorithm, decoy.version), (real.algorithm, real.version));
        assert_eq!(decoy.params, real.params);
        assert_eq!(decoy.hash.unwrap().len(), real.hash.unwrap().len());
        for password in ["", "the tide turns at six", &"x".repeat(1 << 20)] {
            assert!(!Digests::new().verify(password.to_owned(), None).await.unwrap());
        }
    }

    #[tokio::test]
    async fn more_than_can_wait_are_sent_away() {
        let digests = Digests::new();
        let waiting = digests.places.available_permits();
        let _all = digests.places.acquire_many(waiting as u32).await.unwrap();
        let answer = digests.verify("the tide turns at six".to_owned(), None).await;
        assert!(matches!(answer, Err(NewsroomError::Busy)));
    }
}

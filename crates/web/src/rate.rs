//! How often one client may do something.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// At most `limit` events of one key in any `window`: an exact sliding window, not an estimate.
///
/// Memory is bounded: at most `keys` keys are remembered, each with at most `limit` moments. When more keys come, the
/// half that was quiet longest is forgotten first, so a flood of addresses costs the attacker's own entries.
#[derive(Debug)]
pub struct RateLimiter<K> {
    limit: usize,
    window_ms: i64,
    keys: usize,
    seen: Mutex<Seen<K>>,
}

/// The clients in two generations: when the young one is full it becomes the old one.
#[derive(Debug)]
struct Seen<K> {
    young: HashMap<K, VecDeque<i64>>,
    old: HashMap<K, VecDeque<i64>>,
}

/// The client must wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many at once; try again in {retry_after_seconds} seconds")]
pub struct TooMany {
    /// Whole seconds until the next one is allowed, at least 1; the value of `Retry-After`.
    pub retry_after_seconds: u64,
}

impl<K: Hash + Eq> RateLimiter<K> {
    /// `limit` events per `window_ms` for each of at most `keys` keys; a limit of 0 lifts it.
    pub fn new(limit: u32, window_ms: i64, keys: usize) -> Self {
        let seen = Mutex::new(Seen { young: HashMap::new(), old: HashMap::new() });
        Self { limit: limit as usize, window_ms, keys: keys.max(2), seen }
    }

    /// Counts one event of `key` at `now` (milliseconds UTC). A refused event is not counted: who keeps asking is
    /// let in as soon as one who waited.
    ///
    /// # Errors
    /// [`TooMany`] with the time to wait.
    pub fn admit(&self, key: K, now: i64) -> Result<(), TooMany> {
        if self.limit == 0 {
            return Ok(());
        }
        let mut seen = self.lock();
        let mut moments = seen.young.remove(&key).or_else(|| seen.old.remove(&key)).unwrap_or_default();
        while moments.front().is_some_and(|moment| moment.saturating_add(self.window_ms) <= now) {
            moments.pop_front();
        }
        let admitted = match moments.front() {
            Some(oldest) if moments.len() >= self.limit => {
                let wait_ms = oldest.saturating_add(self.window_ms).saturating_sub(now).max(1) as u64;
                Err(TooMany { retry_after_seconds: wait_ms.div_ceil(1000) })
            }
            _ => {
                moments.push_back(now);
                Ok(())
            }
        };
        seen.remember(key, moments, self.keys / 2);
        admitted
    }

    /// Keys remembered now.
    pub fn remembered(&self) -> usize {
        let seen = self.lock();
        seen.young.len() + seen.old.len()
    }

    /// A panic elsewhere leaves the map whole: every change to it is complete before anything can fail.
    fn lock(&self) -> MutexGuard<'_, Seen<K>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Hash + Eq> Seen<K> {
    fn remember(&mut self, key: K, moments: VecDeque<i64>, generation: usize) {
        if self.young.len() >= generation {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, moments);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const MINUTE: i64 = 60_000;

    #[test]
    fn three_comments_a_minute_are_three_in_any_minute() {
        let limiter = RateLimiter::new(3, MINUTE, 100);
        for now in [0, 50_000, 59_000] {
            assert_eq!(limiter.admit("reader", now), Ok(()));
        }
        assert_eq!(limiter.admit("reader", 59_500), Err(TooMany { retry_after_seconds: 1 }));
        assert_eq!(limiter.admit("reader", 59_999), Err(TooMany { retry_after_seconds: 1 }));
        assert_eq!(limiter.admit("reader", 60_000), Ok(()));
        assert_eq!(limiter.admit("reader", 60_001), Err(TooMany { retry_after_seconds: 50 }));
    }

    #[test]
    fn one_loud_reader_does_not_silence_another() {
        let limiter = RateLimiter::new(1, MINUTE, 100);
        assert!(limiter.admit("loud", 0).is_ok());
        assert!(limiter.admit("loud", 1).is_err());
        assert!(limiter.admit("quiet", 1).is_ok());
    }

    #[test]
    fn zero_lifts_the_limit() {
        let limiter = RateLimiter::new(0, MINUTE, 100);
        assert!((0..1000).all(|now| limiter.admit("reader", now).is_ok()));
        assert_eq!(limiter.remembered(), 0);
    }

    #[test]
    fn a_clock_that_jumps_back_lets_nobody_in_early_and_nobody_wait_for_ever() {
        let limiter = RateLimiter::new(1, MINUTE, 100);
        assert!(limiter.admit("reader", 1_000_000).is_ok());
        assert!(limiter.admit("reader", 999_000).is_err());
        assert!(limiter.admit("reader", 1_060_000).is_ok());
    }

    #[test]
    fn a_flood_of_addresses_fills_no_memory() {
        let limiter = RateLimiter::new(5, MINUTE, 100);
        for address in 0..10_000 {
            assert!(limiter.admit(address, 0).is_ok());
            assert!(limiter.remembered() <= 100);
        }
    }

    #[test]
    fn who_keeps_asking_is_remembered_through_a_flood() {
        let limiter = RateLimiter::new(1, MINUTE, 100);
        assert!(limiter.admit(-1, 0).is_ok());
        for address in 0..10_000 {
            assert!(limiter.admit(address, 0).is_ok());
            assert!(limiter.admit(-1, 0).is_err());
        }
    }
}

//! When one of many is to ask next.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// The hours of one asker.
pub(crate) struct Pace {
    next: Instant,
    step: Duration,
    until: Instant,
}

impl Pace {
    /// Those of asker `number` of `askers` who ask `per_second` times together, from `began` until `until`.
    pub(crate) fn of(number: u32, askers: u32, per_second: u32, (began, until): (Instant, Instant)) -> Self {
        let second = Duration::from_secs(1);
        let next = began + second * number / per_second.max(1);
        Self { next, step: second * askers / per_second.max(1), until }
    }

    /// Waits for the hour of the next request and tells when it is asked; `None` when the time is over. Who was kept waiting
    /// leaves hours out.
    pub(crate) async fn tick(&mut self) -> Option<Instant> {
        let now = Instant::now();
        while self.next + self.step < now {
            self.next += self.step;
        }
        self.due().await
    }

    /// The same, but no hour is left out: who was kept waiting asks at once, and has been asking since the hour.
    pub(crate) async fn due(&mut self) -> Option<Instant> {
        let due = self.next;
        if due >= self.until {
            return None;
        }
        self.next += self.step;
        if due <= Instant::now() {
            return Some(due);
        }
        // The clock of this program wakes up to a millisecond late, which is not the server's fault.
        sleep_until(due).await;
        Some(Instant::now())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Pace;
    use std::time::Duration;
    use tokio::time::Instant;

    /// A stretch of time that began so many milliseconds ago, so that nobody has to wait for it.
    fn begun_before(milliseconds: u64, seconds: u64) -> (Instant, Instant) {
        let began = Instant::now() - Duration::from_millis(milliseconds);
        (began, began + Duration::from_secs(seconds))
    }

    #[tokio::test]
    async fn four_askers_take_turns() {
        let times = begun_before(2_000, 1);
        let mut second = Pace::of(1, 4, 8, times);
        assert_eq!(second.due().await.unwrap() - times.0, Duration::from_millis(125));
        assert_eq!(second.due().await.unwrap() - times.0, Duration::from_millis(625));
        assert!(second.due().await.is_none());
    }

    #[tokio::test]
    async fn who_was_kept_waiting_leaves_hours_out_or_has_been_asking_since() {
        let times = begun_before(2_500, 9);
        let (mut patient, mut strict) = (Pace::of(0, 1, 1, times), Pace::of(0, 1, 1, times));
        assert_eq!(patient.tick().await.unwrap() - times.0, Duration::from_secs(2));
        assert_eq!(strict.due().await.unwrap(), times.0);
        assert_eq!(strict.due().await.unwrap() - times.0, Duration::from_secs(1));
    }
}

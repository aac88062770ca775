//! How much there is to do in a lane.
//!
//! Where news come one by one, a lane that is woken interrupts whoever is at work: its reader waits for nothing else. Where they come faster
//! than that, it lets others come to an end first and answers several readers at once, which costs less (decision 0043).

use std::time::{Duration, Instant};

/// News in a second from which on a lane is busy, and below which it no longer is.
const BUSY_FROM: f64 = 2_000.0;
const QUIET_BELOW: f64 = 1_000.0;
/// How long they are counted at least.
const COUNTED: Duration = Duration::from_secs(1);

/// Counts the news of a lane.
pub(super) struct Pulse {
    since: Instant,
    news: u32,
    is_busy: bool,
}

impl Pulse {
    pub(super) fn new(now: Instant) -> Self {
        Self { since: now, news: 0, is_busy: false }
    }

    /// Counts news; whether the lane is busy, when that is another answer than before. Told once a second at most.
    pub(super) fn beat(&mut self, now: Instant, news: usize) -> Option<bool> {
        self.news = self.news.saturating_add(u32::try_from(news).unwrap_or(u32::MAX));
        let span = now - self.since;
        if span < COUNTED {
            return None;
        }
        let in_a_second = f64::from(std::mem::take(&mut self.news)) / span.as_secs_f64();
        self.since = now;
        let is_busy = in_a_second >= if self.is_busy { QUIET_BELOW } else { BUSY_FROM };
        (std::mem::replace(&mut self.is_busy, is_busy) != is_busy).then_some(is_busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a lane is told that has so many news in each of some seconds.
    fn told(pulse: &mut Pulse, seconds: &[usize]) -> Vec<Option<bool>> {
        let each = seconds.iter().map(|news| {
            let half = pulse.since + COUNTED / 2;
            assert_eq!(pulse.beat(half, news / 2), None, "once a second at most");
            pulse.beat(half + COUNTED / 2, news - news / 2)
        });
        each.collect()
    }

    #[test]
    fn a_lane_is_busy_from_two_thousand_news_in_a_second_until_there_are_less_than_one_thousand() {
        let mut pulse = Pulse::new(Instant::now());
        let seconds = [1_999, 2_000, 5_000, 1_000, 999, 1_999, 0];
        assert_eq!(
            told(&mut pulse, &seconds),
            [None, Some(true), None, None, Some(false), None, None],
            "what has not changed is not told again"
        );
    }

    #[test]
    fn news_after_a_long_rest_make_no_lane_busy() {
        let mut pulse = Pulse::new(Instant::now());
        told(&mut pulse, &[9_000]);
        assert_eq!(pulse.beat(pulse.since + 60 * COUNTED, 256), Some(false));
    }
}

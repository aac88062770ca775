//! Deadlines that are not all over at once.

use std::time::Duration;

/// How much of each deadline a connection has.
///
/// Thousands that came in one moment would have had their time in one moment as well, and everybody else would notice
/// it when all of them are seen off and come back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Share(f64);

impl Share {
    /// Between a half and the whole, for the connection that came after so many. Multiples of the golden ratio spread evenly,
    /// however many follow one another.
    pub(super) fn of(number: u64) -> Self {
        const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
        let place = number.wrapping_mul(GOLDEN) as f64 / u64::MAX as f64;
        Self(1.0 - place / 2.0)
    }

    /// Its part of a time.
    pub(super) fn part(self, whole: Duration) -> Duration {
        whole.mul_f64(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_thousand_who_came_together_go_over_half_of_their_time() {
        let time = Duration::from_secs(10);
        let mut ends: Vec<_> = (0..5_000).map(|number| Share::of(number).part(time)).collect();
        ends.sort_unstable();
        assert!(ends[0] >= time / 2 && ends[4_999] <= time);
        let in_a_second = |from: &Duration| {
            let second = *from..*from + Duration::from_secs(1);
            ends.iter().filter(|end| second.contains(*end)).count()
        };
        assert!(ends.iter().map(in_a_second).max() <= Some(1_050));
    }

    #[test]
    fn the_first_connection_has_the_whole_time() {
        assert_eq!(Share::of(0).part(Duration::from_secs(10)), Duration::from_secs(10));
    }
}

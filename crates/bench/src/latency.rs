//! How long answers took.

use std::time::Duration;

/// Times of answers, in microseconds.
#[derive(Debug, Default)]
pub(crate) struct Latencies(Vec<u32>);

impl Latencies {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.push(u32::try_from(time.as_micros()).unwrap_or(u32::MAX));
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time in milliseconds that `percent` of the answers kept; 0 without answers (nearest rank).
    pub(crate) fn percentile(&mut self, percent: usize) -> f64 {
        self.0.sort_unstable();
        let rank = (self.0.len() * percent).div_ceil(100).max(1) - 1;
        self.0.get(rank).map_or(0.0, |&micros| f64::from(micros) / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Latencies;
    use std::time::Duration;

    #[test]
    fn the_median_and_the_slowest_are_found() {
        let mut times = Latencies::default();
        assert!(times.percentile(50).abs() < f64::EPSILON);
        for milliseconds in (1..=100).rev() {
            times.add(Duration::from_millis(milliseconds));
        }
        assert!((times.percentile(50) - 50.0).abs() < 1e-9);
        assert!((times.percentile(99) - 99.0).abs() < 1e-9);
        assert!((times.percentile(100) - 100.0).abs() < 1e-9);
    }
}

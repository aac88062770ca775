//! What readers have seen, and how it is told.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use serde_json::{Map, Value, json};
use tokio::time::Instant;

use crate::{BenchError, http::Answer, latency::Latencies};

/// Answers, how long they took, and requests without one. One thread adds to it, so nobody waits for it.
#[derive(Debug)]
pub(crate) struct Tally {
    began: Instant,
    times: Latencies,
    /// By the second in which they were asked for, since `began`.
    by_second: Vec<Latencies>,
    statuses: BTreeMap<u16, u64>,
    bytes: u64,
    broken: u64,
}

/// One that the tasks of a thread share.
pub(crate) type Shared = Rc<RefCell<Tally>>;

impl Tally {
    pub(crate) fn since(began: Instant) -> Self {
        let (times, by_second, statuses) = (Latencies::default(), Vec::new(), BTreeMap::new());
        Self { began, times, by_second, statuses, bytes: 0, broken: 0 }
    }

    pub(crate) fn shared(began: Instant) -> Shared {
        Rc::new(RefCell::new(Self::since(began)))
    }

    /// Counts what came of a request that was `asked` then; tells whether anything did.
    pub(crate) fn note(&mut self, asked: Instant, answer: &Result<Answer, BenchError>) -> bool {
        let Ok(answer) = answer else {
            self.broken += 1;
            return false;
        };
        let took = asked.elapsed();
        self.times.add(took);
        let second = asked.duration_since(self.began).as_secs() as usize;
        if self.by_second.len() <= second {
            self.by_second.resize_with(second + 1, Latencies::default);
        }
        self.by_second[second].add(took);
        self.bytes += answer.body.len() as u64;
        *self.statuses.entry(answer.status).or_default() += 1;
        true
    }

    /// In milliseconds; 0 without answers.
    pub(crate) fn percentile(&mut self, percent: usize) -> f64 {
        self.times.percentile(percent)
    }

    pub(crate) fn answers(&self) -> usize {
        self.times.count()
    }

    /// Everything, as of a stretch of so many seconds.
    pub(crate) fn told(&mut self, seconds: f64) -> Value {
        let statuses = self.statuses.iter().map(|(status, count)| (status.to_string(), json!(count)));
        let statuses: Map<_, _> = statuses.collect();
        let by_second: Vec<f64> = self.by_second.iter_mut().map(|second| second.percentile(99)).collect();
        json!({
            "answers": self.answers(),
            "per_second": (self.answers() as f64 / seconds.max(f64::EPSILON)).round(),
            "p50_ms": self.percentile(50),
            "p99_ms": self.percentile(99),
            "max_ms": self.percentile(100),
            "p99_ms_by_second": by_second,
            "statuses": statuses,
            "body_bytes": self.bytes,
            "broken": self.broken,
            "seconds": seconds,
        })
    }
}

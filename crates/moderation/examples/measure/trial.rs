//! One run: a fresh site is taught its decisions and judges the rest.

use dateline_moderation::{Decision, Lesson, Lessons, Recent, Scorer};

use crate::collection::{Comment, Run};

/// What a filter that was taught the decisions of a run makes of the rest.
pub(crate) struct Outcome {
    pub(crate) as_spam: Tally,
    pub(crate) not_shown: Tally,
    pub(crate) scored: Vec<(f64, bool)>,
}

/// With `recent`, comments arrive one a minute, which the collections do not say; without it, by themselves.
pub(crate) fn judge(run: &Run, mut recent: Option<Recent>) -> Outcome {
    const MINUTE: i64 = 60_000;
    let mut now = 0;
    let mut arrive = |comment: &Comment| {
        now += MINUTE;
        recent.as_mut().map(|recent| recent.arrive(1, None, &comment.submission(), now)).unwrap_or_default()
    };
    let mut lessons = Lessons::default();
    for (at, comment) in run.decided.iter().enumerate() {
        let submission = comment.submission_in(arrive(comment));
        lessons.learn(Lesson::new(&at.to_string(), &submission, comment.spam));
    }
    let scorer = Scorer { model: lessons.fit_on(run.own_hosts()), ..Scorer::default() };
    let mut outcome = Outcome { as_spam: Tally::default(), not_shown: Tally::default(), scored: Vec::new() };
    for comment in &run.judged {
        let verdict = scorer.score(&comment.submission_in(arrive(comment)));
        outcome.as_spam.count(verdict.decision == Decision::Spam, comment.spam);
        outcome.not_shown.count(verdict.decision != Decision::Publish, comment.spam);
        outcome.scored.push((verdict.probability, comment.spam));
    }
    outcome
}

/// How a filter did.
#[derive(Default)]
pub(crate) struct Tally {
    right: usize,
    /// Readers' comments that were taken for spam.
    pub(crate) wrong: usize,
    missed: usize,
    passed: usize,
}

impl Tally {
    pub(crate) fn count(&mut self, caught: bool, spam: bool) {
        match (caught, spam) {
            (true, true) => self.right += 1,
            (true, false) => self.wrong += 1,
            (false, true) => self.missed += 1,
            (false, false) => self.passed += 1,
        }
    }

    pub(crate) fn spam(&self) -> usize {
        self.right + self.missed
    }

    pub(crate) fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    pub(crate) fn recall(&self) -> f64 {
        self.right as f64 / self.spam().max(1) as f64
    }

    pub(crate) fn readers_share(&self) -> f64 {
        self.wrong as f64 / (self.wrong + self.passed).max(1) as f64
    }
}

//! The verdict on a comment, and the scorer that gives it.

use crate::{
    Model, Sign, Submission,
    feature::Features,
    model::Judged,
    observe::Observed,
    word_list::{Listed, WordLists},
};

/// What a scored comment should become. The newsroom may be stricter (a site that holds everything), never laxer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Show it.
    Publish,
    /// Let a moderator see it first.
    Hold,
    /// Put it into the spam drawer.
    Spam,
}

impl Decision {
    /// Its stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Hold => "hold",
            Self::Spam => "spam",
        }
    }
}

/// Why a comment was scored as it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// A stable word: one of [`Sign::word`], or `words`, `held-word`, `refused-word`.
    pub word: &'static str,
    /// A sentence a moderator understands, such as `12 links`.
    pub sentence: String,
    /// Log-odds it added; below 0 it spoke for the comment. A factor of e for each 1.0.
    pub weight: f32,
}

/// The outcome of scoring.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Probability of spam, 0 to 1, as far as the site's lessons can tell.
    pub probability: f64,
    /// What to do.
    pub decision: Decision,
    /// Why, the heaviest reason first. At most [`REASONS_MAX`].
    pub reasons: Vec<Reason>,
    /// Everything that was seen. To be kept until a moderator decides, since a lesson is about what was seen when
    /// the comment came ([`Lesson::seen`](crate::Lesson::seen)).
    pub signs: Vec<Sign>,
}

/// Reasons a verdict gives.
pub const REASONS_MAX: usize = 8;

/// A comment at least this probably spam waits for a moderator. From [`Model::spam_line`] on it goes to the spam drawer.
const HOLD: f64 = 0.4;

/// Scores comments for one site.
#[derive(Debug, Clone, Default)]
pub struct Scorer {
    /// What the site has learnt.
    pub model: Model,
    /// Words that the site holds or refuses.
    pub lists: WordLists,
}

/// Log-odds of words below which they are no reason worth telling.
const WORDS_WORTH_TELLING: f32 = 0.7;
/// Words a reason names.
const WORDS_NAMED: usize = 5;

impl Scorer {
    /// Scores one comment. Looks at nothing but its arguments and never fails.
    pub fn score(&self, submission: &Submission<'_>) -> Verdict {
        let observed = Observed::of(submission);
        let features = Features::of(&observed);
        let judged = self.model.judge(&observed, &features);
        let listed = self.lists.find(&observed, submission.body);
        let mut reasons: Vec<Reason> = observed
            .signs
            .iter()
            .filter(|(sign, _)| !sign.is_silent())
            .map(|(sign, count)| self.reason(*sign, *count))
            .filter(|reason| reason.weight.abs() >= 0.1)
            .collect();
        reasons.extend(self.words_reason(&observed, &judged));
        reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        let by_score = self.decide(judged.probability);
        let decision = match listed.map(Listed::decision) {
            Some(Decision::Hold) if by_score != Decision::Publish => by_score,
            Some(by_list) => by_list,
            None => by_score,
        };
        if let Some(listed) = listed {
            reasons.insert(0, listed.reason());
        }
        reasons.truncate(REASONS_MAX);
        let signs = observed.signs.iter().map(|(sign, _)| *sign).collect();
        Verdict { probability: judged.probability, decision, reasons, signs }
    }

    /// What the site's lists alone say of a comment, for a site that does without the score.
    pub fn look_up(&self, submission: &Submission<'_>) -> Option<(Decision, Reason)> {
        if self.lists.is_empty() {
            return None;
        }
        let listed = self.lists.find(&Observed::of(submission), submission.body)?;
        Some((listed.decision(), listed.reason()))
    }

    fn reason(&self, sign: Sign, count: u32) -> Reason {
        Reason { word: sign.word(), sentence: sign.say(count), weight: self.model.weight(sign) }
    }

    fn words_reason(&self, observed: &Observed, judged: &Judged) -> Option<Reason> {
        if judged.words.abs() < WORDS_WORTH_TELLING {
            return None;
        }
        let sentence = if judged.words > 0.0 {
            let words = self.model.suspect_words(observed, judged, WORDS_NAMED);
            if words.is_empty() {
                "reads like what you marked as spam".to_owned()
            } else {
                format!("looks like what you marked as spam: {}", words.join(", "))
            }
        } else {
            "reads like what you approved".to_owned()
        };
        Some(Reason { word: "words", sentence, weight: judged.words })
    }

    fn decide(&self, probability: f64) -> Decision {
        if probability >= self.model.spam_line() {
            Decision::Spam
        } else if probability >= HOLD {
            Decision::Hold
        } else {
            Decision::Publish
        }
    }
}

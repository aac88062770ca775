//! What the newsroom thought of a comment when it came: a score and reasons that a moderator can read. Stored with
//! the comment as JSON.

use dateline_moderation::{Reason, Verdict};
use serde::{Deserialize, Serialize};

/// Why a comment got its state, or its score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Why {
    /// A stable word, such as `links-10` or `newcomer`.
    pub word: String,
    /// A sentence a moderator understands, such as `12 links`.
    pub sentence: String,
    /// Log-odds of spam it added; 0 for a rule that holds whatever the score.
    #[serde(default)]
    pub weight: f32,
}

/// What was thought of a comment when it came.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Assessment {
    /// How probably it is spam, 0 to 1; `None` where the filter is off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Why: the rules that held it, then what the filter saw, the heaviest first.
    #[serde(default)]
    pub reasons: Vec<Why>,
    /// The words of all signs that the filter saw, for the lesson that a moderator's decision makes of it.
    #[serde(default)]
    pub(crate) signs: Vec<String>,
    /// The host of the e-mail address, for the same purpose; the address itself is kept as a hash only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) mail_host: Option<String>,
}

impl Assessment {
    /// Reads what was stored with a comment. Older and imported comments have nothing, which is also what anything
    /// unreadable counts as: a moderator decides without it.
    pub fn of_stored(stored: Option<&str>) -> Option<Self> {
        stored.and_then(|json| serde_json::from_str(json).ok())
    }

    /// The form in which it is stored.
    pub(crate) fn to_stored(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// Takes up what the filter says, behind the rules that were noted before.
    pub(crate) fn take_up(&mut self, verdict: &Verdict) {
        // Thousandths are as exact as anybody reads it.
        self.score = Some((verdict.probability * 1_000.0).round() / 1_000.0);
        self.reasons.extend(verdict.reasons.iter().map(Why::from));
        self.signs = verdict.signs.iter().map(|sign| sign.word().to_owned()).collect();
    }

    /// Notes a rule that holds the comment.
    pub(crate) fn note(&mut self, word: &str, sentence: &str) {
        self.reasons.push(Why { word: word.to_owned(), sentence: sentence.to_owned(), weight: 0.0 });
    }
}

impl From<&Reason> for Why {
    fn from(reason: &Reason) -> Self {
        // Hundredths, since the shortest decimal of an f32 is longer than anybody reads.
        let weight = (reason.weight * 100.0).round() / 100.0;
        Self { word: reason.word.to_owned(), sentence: reason.sentence.clone(), weight }
    }
}

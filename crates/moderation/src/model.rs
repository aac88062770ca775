//! The model: what a site's lessons weigh.

use crate::{
    Sign, bayes,
    feature::{Features, word_place},
    fit::Calibration,
    observe::Observed,
    sign::BASE,
    words::Kind,
};

/// Fixed weights of words and signs, made by [`Lessons::fit`](crate::Lessons::fit).
///
/// Takes three megabytes once a site has taught anything and nothing before that. It never changes: fit a new
/// one and put it in the old one's place.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What is known of each place of the table; empty if nothing was learnt.
    pub(crate) places: Vec<Place>,
    /// How far lessons have moved the weight of each sign: in the regression, and in Bayes.
    pub(crate) signs: Vec<[f32; 2]>,
    pub(crate) learners: Learners,
    pub(crate) spam_line: f64,
    pub(crate) lessons: [usize; 2],
}

/// What two learners know of a word. All 0 stands for "never seen".
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Place {
    /// Its weight in the regression.
    pub(crate) regression: f32,
    /// How rare it is; what a text's length is measured in for the regression.
    pub(crate) rarity: f32,
    /// Its log-odds by naive Bayes.
    pub(crate) bayes: f32,
}

/// What the opinions of both learners are worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Learners {
    pub(crate) regression: Calibration,
    pub(crate) bayes: Calibration,
    pub(crate) together: Calibration,
}

/// From which probability on a comment is spam where decisions do not say otherwise: a reader's comment in the spam
/// drawer costs more than one more in the queue.
pub(crate) const SPAM_LINE: f64 = 0.9;
/// Log-odds beyond which one learner cannot go against the other.
const OPINION_MAX: f64 = 9.0;
/// Bytes of a word that is worth naming.
const TELLING_BYTES_MIN: usize = 4;

impl Default for Model {
    /// A model that has learnt nothing: only signs count, at their prior weights.
    fn default() -> Self {
        let untaught =
            Learners { regression: Calibration::NONE, bayes: Calibration::SILENT, together: ALONE };
        Self {
            places: Vec::new(),
            signs: vec![[0.0; 2]; Sign::ALL.len()],
            learners: untaught,
            spam_line: SPAM_LINE,
            lessons: [0, 0],
        }
    }
}

/// Makes up for a silent second learner in [`both`].
const ALONE: Calibration = Calibration { scale: 2.0, shift: 0.0 };

/// The opinion of two learners, as log-odds: the mean.
pub(crate) fn both(regression: f64, bayes: f64) -> f64 {
    let bounded = |log_odds: f64| log_odds.clamp(-OPINION_MAX, OPINION_MAX);
    f64::midpoint(bounded(regression), bounded(bayes))
}

impl Model {
    /// Lessons it was fitted to, not spam and spam.
    pub fn lessons(&self) -> [usize; 2] {
        self.lessons
    }

    /// The probability from which on a comment is spam on this site, chosen from its own decisions: as low as leaves
    /// few enough readers in the drawer, by what the model makes of decisions it was not shown.
    pub fn spam_line(&self) -> f64 {
        self.spam_line
    }

    /// Log-odds a sign adds on this site.
    pub fn weight(&self, sign: Sign) -> f32 {
        let [regression, bayes] = self.signs[sign as usize];
        let Learners { regression: first, bayes: second, together } = self.learners;
        let sum = first.scale * f64::from(sign.prior() + regression) + second.scale * f64::from(bayes);
        (together.scale * sum / 2.0) as f32
    }

    pub(crate) fn judge(&self, observed: &Observed, features: &Features) -> Judged {
        let Learners { regression, bayes, together } = self.learners;
        let signs = |learner: usize| -> f32 {
            observed.signs.iter().map(|(sign, _)| self.signs[*sign as usize][learner]).sum()
        };
        let prior: f32 = observed.signs.iter().map(|(sign, _)| sign.prior()).sum();
        let words = self.words_of(features);
        let first = regression.log_odds(f64::from(BASE + prior + signs(0) + words.regression));
        let second = bayes.log_odds(f64::from(signs(1) + words.bayes));
        let said = regression.scale * f64::from(words.regression) + bayes.scale * f64::from(words.bayes);
        Judged {
            probability: together.probability(both(first, second)),
            words: (together.scale * said / 2.0) as f32,
            reading: words,
        }
    }

    fn words_of(&self, features: &Features) -> Words {
        if self.places.is_empty() {
            return Words::default();
        }
        let place = |place: &u32| self.places[*place as usize];
        let (sum, length) = features
            .all()
            .iter()
            .map(place)
            .fold((0.0, 0.0), |(sum, length), place| (sum + place.regression, length + place.rarity));
        let length = if length == 0.0 { 1.0 } else { length.sqrt() };
        let (bayes, known) = bayes::together(features.words().iter().map(|at| place(at).bayes));
        Words { regression: sum / length, length, bayes, root: (known.max(1) as f32).sqrt() }
    }

    /// The words that spoke most for spam, best first, at most `most`.
    pub(crate) fn suspect_words<'a>(
        &self,
        observed: &'a Observed,
        judged: &Judged,
        most: usize,
    ) -> Vec<&'a str> {
        if self.places.is_empty() {
            return Vec::new();
        }
        let Learners { regression, bayes, .. } = self.learners;
        let by_regression = regression.scale as f32 / judged.reading.length;
        let by_bayes = bayes.scale as f32 / judged.reading.root;
        let body = &observed.body;
        let mut weighed: Vec<(f32, &str)> = body
            .words
            .iter()
            .filter(|word| word.kind != Kind::Marks)
            .map(|word| body.word(*word))
            .map(|text| {
                let place = self.places[word_place(text) as usize];
                (by_regression * place.regression + by_bayes * place.bayes, text)
            })
            .filter(|(weight, text)| *weight > 0.0 && text.chars().count() > 1)
            .collect();
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0));
        // "The" and "you" lean to one side too, but tell a moderator nothing while longer words are there.
        let (long, short): (Vec<_>, Vec<_>) =
            weighed.into_iter().partition(|(_, text)| text.len() >= TELLING_BYTES_MIN);
        let mut words: Vec<&str> = Vec::with_capacity(most);
        for (_, text) in if long.is_empty() { short } else { long } {
            if words.len() < most && !words.contains(&text) {
                words.push(text);
            }
        }
        words
    }
}

/// A comment weighed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judged {
    pub(crate) probability: f64,
    /// Log-odds that the words alone add.
    pub(crate) words: f32,
    reading: Words,
}

/// What the words of a comment say to either learner, and what one word's weight is divided by.
#[derive(Debug, Clone, Copy, Default)]
struct Words {
    regression: f32,
    length: f32,
    bayes: f32,
    root: f32,
}

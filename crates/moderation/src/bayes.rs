//! The second learner: naive Bayes over whole words, one opinion beside the regression's.
//!
//! It is wrong in other places than the regression. It trusts a word that stood in a single lesson, which a regression
//! that wants to be sure passes over, and it exaggerates where words depend on each other, which a regression corrects.

/// A lesson as Bayes reads it: columns of its words and signs.
#[derive(Debug)]
pub(crate) struct Sample {
    pub(crate) words: Vec<u32>,
    pub(crate) signs: Vec<u32>,
    pub(crate) spam: bool,
}

/// Lessons a word is credited with on each side before it was seen; less than one, since most words are seen once.
const SMOOTHING: f32 = 0.2;
/// What signs count beside words. The regression has the better opinion of them: it knows what they are worth to begin with.
pub(crate) const SIGN_SHARE: f32 = 0.25;

/// Log-odds of spam for each of `columns`, 0 for one that no sample has.
pub(crate) fn fit(samples: &[&Sample], columns: usize) -> Vec<f32> {
    let mut counts = vec![[0.0_f32; 2]; columns];
    let mut lessons = [0.0_f32; 2];
    for sample in samples {
        let side = usize::from(sample.spam);
        lessons[side] += 1.0;
        for column in sample.words.iter().chain(&sample.signs) {
            counts[*column as usize][side] += 1.0;
        }
    }
    let share = |count: f32, all: f32| ((count + SMOOTHING) / (all + 2.0 * SMOOTHING)).ln();
    let log_odds = |[fine, spam]: [f32; 2]| {
        if fine + spam == 0.0 { 0.0 } else { share(spam, lessons[1]) - share(fine, lessons[0]) }
    };
    counts.into_iter().map(log_odds).collect()
}

/// What words with these log-odds say together. Their sum is divided by the root of their number, since words of one
/// text depend on each other and a long text is not surer than a short one by its length.
pub(crate) fn together(words: impl Iterator<Item = f32>) -> (f32, usize) {
    let (sum, known) = words
        .filter(|weight| *weight != 0.0)
        .fold((0.0, 0_usize), |(sum, known), weight| (sum + weight, known + 1));
    (sum / (known.max(1) as f32).sqrt(), known)
}

impl Sample {
    pub(crate) fn score(&self, weights: &[f32]) -> f64 {
        let weight = |column: &u32| weights[*column as usize];
        let signs: f32 = self.signs.iter().map(weight).sum();
        f64::from(together(self.words.iter().map(weight)).0 + SIGN_SHARE * signs)
    }
}

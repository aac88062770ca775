//! From lessons to a model: two learners, what each is worth on lessons it has not seen, and where spam begins.

use crate::{
    Model, Sign,
    bayes::{self, Sample},
    feature::{Features, TABLE_SIZE},
    fit::{Calibration, Row, fit},
    lesson::Lesson,
    model::{Learners, Place, SPAM_LINE, both},
    observe::Observed,
    sign::BASE,
};

/// What a sign counts beside the words of a comment, whose values make up 1 together.
pub(crate) const SIGN_VALUE: f32 = 0.25;
/// Lessons of the rarer kind from which on they count in full. Who has only ever been shown spam cannot tell it.
const LESSONS_FOR_TRUST: f32 = 10.0;
/// Parts the lessons are cut into to see how the model does on what it has not seen.
const PARTS: usize = 5;
/// The share of readers' comments in the spam drawer that a site's own decisions may let expect.
const READERS_IN_DRAWER_MAX: f64 = 0.004;
/// However sure a site's decisions are: what comes next is never quite like them.
const SPAM_LINE_MIN: f64 = 0.8;
/// However unsure: what is as plain as this is spam.
const SPAM_LINE_MAX: f64 = 0.95;

impl Model {
    pub(crate) fn fit(lessons: &[&Lesson], own_hosts: &[&str]) -> Self {
        let spam = lessons.iter().filter(|lesson| lesson.spam).count();
        let counts = [lessons.len() - spam, spam];
        let trust = trust(counts);
        if trust == 0.0 {
            return Self { lessons: counts, ..Self::default() };
        }
        let table = Table::of(lessons, own_hosts);
        let rows: Vec<&Row> = table.rows.iter().collect();
        let samples: Vec<&Sample> = table.samples.iter().collect();
        let regression = fit(&rows, table.columns());
        let bayes = bayes::fit(&samples, table.columns());
        let mut model =
            Self { places: vec![Place::default(); TABLE_SIZE], lessons: counts, ..Self::default() };
        // A few lessons are believed a little, and are too few to judge learners by.
        if trust >= 1.0 {
            (model.learners, model.spam_line) = table.judge();
        }
        for (column, place) in table.places.iter().enumerate() {
            let rarity = table.rarity[column];
            let regression = regression[column] * rarity.sqrt() * trust;
            model.places[*place as usize] = Place { regression, rarity, bayes: bayes[column] };
        }
        for (at, sign) in model.signs.iter_mut().enumerate() {
            let column = table.places.len() + at;
            *sign = [regression[column] * SIGN_VALUE * trust, bayes[column] * bayes::SIGN_SHARE];
        }
        model
    }
}

fn trust(counts: [usize; 2]) -> f32 {
    (counts[0].min(counts[1]) as f32 / LESSONS_FOR_TRUST).min(1.0)
}

/// Lessons in numbers. Columns are the places in use, then the signs.
struct Table {
    places: Vec<u32>,
    /// How rare the place of a column is, 1 for one that every lesson has; 0 for one that the regression passes over.
    rarity: Vec<f32>,
    rows: Vec<Row>,
    samples: Vec<Sample>,
}

impl Table {
    fn of(lessons: &[&Lesson], own_hosts: &[&str]) -> Self {
        let read: Vec<(Observed, Features)> = lessons
            .iter()
            .map(|lesson| {
                let observed = lesson.observed(own_hosts);
                let features = Features::of(&observed);
                (observed, features)
            })
            .collect();
        let mut uses = vec![0_u16; TABLE_SIZE];
        let mut is_word = vec![false; TABLE_SIZE];
        for (_, features) in &read {
            features.all().iter().for_each(|place| uses[*place as usize] += 1);
            features.words().iter().for_each(|place| is_word[*place as usize] = true);
        }
        let mut columns = vec![u32::MAX; TABLE_SIZE];
        let (mut places, mut rarity) = (Vec::new(), Vec::new());
        for (place, uses) in uses.iter().enumerate().filter(|(place, uses)| **uses >= 2 || is_word[*place]) {
            columns[place] = places.len() as u32;
            places.push(place as u32);
            // For a regression, what stood in a single comment says nothing about the next one.
            let rare = ((lessons.len() as f32 + 1.0) / (f32::from(*uses) + 1.0)).ln() + 1.0;
            rarity.push(if *uses >= 2 { rare } else { 0.0 });
        }
        let mut table = Self { places, rarity, rows: Vec::new(), samples: Vec::new() };
        for ((observed, features), lesson) in read.iter().zip(lessons) {
            table.enter(observed, features, &columns, lesson.spam);
        }
        table
    }

    fn enter(&mut self, observed: &Observed, features: &Features, columns: &[u32], spam: bool) {
        let column = |place: &u32| Some(columns[*place as usize]).filter(|column| *column != u32::MAX);
        let rarity = |column: u32| self.rarity[column as usize];
        let known: Vec<u32> =
            features.all().iter().filter_map(column).filter(|column| rarity(*column) > 0.0).collect();
        let length = known.iter().map(|column| rarity(*column)).sum::<f32>().max(f32::MIN_POSITIVE).sqrt();
        let mut values: Vec<(u32, f32)> =
            known.into_iter().map(|column| (column, rarity(column).sqrt() / length)).collect();
        let signs: Vec<u32> =
            observed.signs.iter().map(|(sign, _)| self.places.len() as u32 + *sign as u32).collect();
        values.extend(signs.iter().map(|column| (*column, SIGN_VALUE)));
        let prior: f32 = observed.signs.iter().map(|(sign, _)| sign.prior()).sum();
        let words = features.words().iter().filter_map(column).collect();
        self.rows.push(Row { values, offset: BASE + prior, spam });
        self.samples.push(Sample { words, signs, spam });
    }

    fn columns(&self) -> usize {
        self.places.len() + Sign::ALL.len()
    }

    /// Judges every part of the lessons by what is learnt from the other parts, and learns from that what the learners
    /// are worth, alone and together, and from which probability on a comment is spam.
    fn judge(&self) -> (Learners, f64) {
        let (mut by_regression, mut by_bayes) = (Vec::new(), Vec::new());
        for part in 0..PARTS {
            let in_part = |at: &usize| (at / 2) % PARTS == part;
            let (judged, others): (Vec<usize>, Vec<usize>) = (0..self.rows.len()).partition(in_part);
            let rows: Vec<&Row> = others.iter().map(|at| &self.rows[*at]).collect();
            let samples: Vec<&Sample> = others.iter().map(|at| &self.samples[*at]).collect();
            let regression = fit(&rows, self.columns());
            let bayes = bayes::fit(&samples, self.columns());
            for at in judged {
                let spam = self.rows[at].spam;
                by_regression.push((self.rows[at].score(&regression), spam));
                by_bayes.push((self.samples[at].score(&bayes), spam));
            }
        }
        let regression = Calibration::of(&by_regression);
        let bayes = Calibration::of(&by_bayes);
        let together: Vec<(f64, bool)> = by_regression
            .iter()
            .zip(&by_bayes)
            .map(|((first, spam), (second, _))| {
                (both(regression.log_odds(*first), bayes.log_odds(*second)), *spam)
            })
            .collect();
        let together_calibrated = Calibration::of(&together);
        let judged =
            together.iter().map(|(log_odds, _)| together_calibrated.probability(*log_odds)).collect();
        (Learners { regression, bayes, together: together_calibrated }, spam_line(judged))
    }
}

/// The lowest probability of spam from which on a drawer filled from these lessons would have few enough readers in it.
fn spam_line(mut judged: Vec<f64>) -> f64 {
    judged.sort_by(|a, b| b.total_cmp(a));
    let (mut line, mut readers) = (SPAM_LINE, 0.0);
    for (at, probability) in judged.iter().enumerate() {
        readers += 1.0 - probability;
        if readers > READERS_IN_DRAWER_MAX * (at + 1) as f64 {
            break;
        }
        line = *probability;
    }
    line.clamp(SPAM_LINE_MIN, SPAM_LINE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(judged: &[(usize, f64)], expected: f64) {
        let judged = judged.iter().flat_map(|(times, probability)| vec![*probability; *times]).collect();
        assert!((spam_line(judged) - expected).abs() < 1e-9);
    }

    #[test]
    fn the_line_of_spam_is_as_low_as_a_sites_own_decisions_allow() {
        // 100 sure ones pay for one that is spam in nine of ten cases, and not for two.
        check(&[(100, 0.9975), (1, 0.9), (1, 0.89)], 0.9);
        check(&[(1_000, 1.0), (3, 0.5)], SPAM_LINE_MIN);
        check(&[(10, 0.97), (10, 0.5)], 0.9);
        check(&[(10, 0.999), (10, 0.97)], SPAM_LINE_MAX);
        check(&[], 0.9);
    }
}

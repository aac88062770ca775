//! The model: what a site's lessons weigh.

use crate::{
    Sign,
    feature::{Features, TABLE_SIZE, word_place},
    fit::{Calibration, Row, fit},
    lesson::Lesson,
    observe::Observed,
    sign::BASE,
    words::Kind,
};

/// Fixed weights of words and signs, made by [`Lessons::fit`](crate::Lessons::fit).
///
/// Takes a megabyte once a site has taught anything and nothing before that. It never changes: fit a new
/// one and put it in the old one's place.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// A weight for each place of the table; empty if nothing was learnt. 0 stands for "never seen".
    words: Vec<f32>,
    /// How far lessons have moved the weight of each sign.
    signs: Vec<f32>,
    calibration: Calibration,
    lessons: [usize; 2],
}

/// What a sign counts beside the words of a comment, whose values make up 1 together.
const SIGN_VALUE: f32 = 0.25;
/// Lessons of the rarer kind from which on they count in full. Who has only ever been shown spam cannot tell it.
const LESSONS_FOR_TRUST: f32 = 10.0;
/// Bytes of a word that is worth naming.
const TELLING_BYTES_MIN: usize = 4;
/// Parts the lessons are cut into to see how the model does on what it has not seen.
const PARTS: usize = 5;

impl Default for Model {
    /// A model that has learnt nothing: only signs count, at their prior weights.
    fn default() -> Self {
        Self {
            words: Vec::new(),
            signs: vec![0.0; Sign::ALL.len()],
            calibration: Calibration::NONE,
            lessons: [0, 0],
        }
    }
}

impl Model {
    pub(crate) fn fit(lessons: &[&Lesson]) -> Self {
        let spam = lessons.iter().filter(|lesson| lesson.spam).count();
        let counts = [lessons.len() - spam, spam];
        let trust = trust(counts);
        if trust == 0.0 {
            return Self { lessons: counts, ..Self::default() };
        }
        let table = Table::of(lessons);
        let all: Vec<&Row> = table.rows.iter().collect();
        let weights = fit(&all, table.columns());
        let calibration = calibrate(&all, table.columns());
        let mut model =
            Self { words: vec![0.0; TABLE_SIZE], calibration, lessons: counts, ..Self::default() };
        for (place, weight) in table.places.iter().zip(&weights) {
            model.words[*place as usize] = weight * trust;
        }
        for (sign, weight) in model.signs.iter_mut().zip(&weights[table.places.len()..]) {
            *sign = weight * SIGN_VALUE * trust;
        }
        if trust < 1.0 {
            model.calibration = Calibration::NONE;
        }
        model
    }

    /// Lessons it was fitted to, not spam and spam.
    pub fn lessons(&self) -> [usize; 2] {
        self.lessons
    }

    /// Log-odds a sign adds on this site.
    pub fn weight(&self, sign: Sign) -> f32 {
        sign.prior() + self.signs[sign as usize]
    }

    pub(crate) fn judge(&self, observed: &Observed, features: &Features) -> Judged {
        let signs: f32 = observed.signs.iter().map(|(sign, _)| self.weight(*sign)).sum();
        let (sum, known) = self.words_of(features);
        let words = if known == 0 { 0.0 } else { sum / (known as f32).sqrt() };
        let log_odds = f64::from(BASE + signs + words);
        Judged { probability: self.calibration.probability(log_odds), words }
    }

    fn words_of(&self, features: &Features) -> (f32, usize) {
        if self.words.is_empty() {
            return (0.0, 0);
        }
        let weights =
            features.all.iter().map(|place| self.words[*place as usize]).filter(|weight| *weight != 0.0);
        weights.fold((0.0, 0), |(sum, known), weight| (sum + weight, known + 1))
    }

    /// The words that spoke most for spam, best first, at most `most`.
    pub(crate) fn suspect_words<'a>(&self, observed: &'a Observed, most: usize) -> Vec<&'a str> {
        if self.words.is_empty() {
            return Vec::new();
        }
        let body = &observed.body;
        let mut weighed: Vec<(f32, &str)> = body
            .words
            .iter()
            .filter(|word| word.kind != Kind::Marks)
            .map(|word| body.word(*word))
            .map(|text| (self.words[word_place(text) as usize], text))
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
}

fn trust(counts: [usize; 2]) -> f32 {
    (counts[0].min(counts[1]) as f32 / LESSONS_FOR_TRUST).min(1.0)
}

/// Lessons in numbers. Columns are the places in use, then the signs.
struct Table {
    places: Vec<u32>,
    rows: Vec<Row>,
}

impl Table {
    fn of(lessons: &[&Lesson]) -> Self {
        let read: Vec<(Observed, Features)> = lessons
            .iter()
            .map(|lesson| {
                let observed = lesson.observed();
                let features = Features::of(&observed);
                (observed, features)
            })
            .collect();
        // What stood in a single comment says nothing about the next one.
        let mut uses = vec![0_u16; TABLE_SIZE];
        for (_, features) in &read {
            features.all.iter().for_each(|place| uses[*place as usize] += 1);
        }
        let mut columns = vec![u32::MAX; TABLE_SIZE];
        let mut places = Vec::new();
        for (place, _) in uses.iter().enumerate().filter(|(_, uses)| **uses >= 2) {
            columns[place] = places.len() as u32;
            places.push(place as u32);
        }
        let rows = read
            .iter()
            .zip(lessons)
            .map(|((observed, features), lesson)| {
                let known: Vec<u32> = features
                    .all
                    .iter()
                    .map(|place| columns[*place as usize])
                    .filter(|column| *column != u32::MAX)
                    .collect();
                let value = 1.0 / (known.len().max(1) as f32).sqrt();
                let mut values: Vec<(u32, f32)> = known.into_iter().map(|column| (column, value)).collect();
                values.extend(
                    observed.signs.iter().map(|(sign, _)| (places.len() as u32 + *sign as u32, SIGN_VALUE)),
                );
                let prior: f32 = observed.signs.iter().map(|(sign, _)| sign.prior()).sum();
                Row { values, offset: BASE + prior, spam: lesson.spam }
            })
            .collect();
        Self { places, rows }
    }

    fn columns(&self) -> usize {
        self.places.len() + Sign::ALL.len()
    }
}

/// Judges every part of the lessons by weights from the other parts, and learns from that what a score is worth.
fn calibrate(rows: &[&Row], columns: usize) -> Calibration {
    let mut judged = Vec::with_capacity(rows.len());
    for part in 0..PARTS {
        let in_part = |at: usize| (at / 2) % PARTS == part;
        let others: Vec<&Row> =
            rows.iter().enumerate().filter(|(at, _)| !in_part(*at)).map(|(_, row)| *row).collect();
        let weights = fit(&others, columns);
        judged.extend(
            rows.iter()
                .enumerate()
                .filter(|(at, _)| in_part(*at))
                .map(|(_, row)| (row.score(&weights), row.spam)),
        );
    }
    Calibration::of(&judged)
}

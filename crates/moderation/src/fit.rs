//! Fitting: logistic regression by coordinate ascent on its dual, and the calibration of its probabilities.
//!
//! The penalised likelihood has exactly one best set of weights, and the way to it is fixed (no chance, no warm start):
//! the same lessons in the same order always give the same model, to the bit. The method is that of Yu, Huang and
//! Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models" (2011); the step for one
//! lesson is solved here in the logit of its multiplier, where Newton's method cannot leave the allowed range.

/// One lesson in numbers.
#[derive(Debug)]
pub(crate) struct Row {
    /// Columns with their values, each column once.
    pub(crate) values: Vec<(u32, f32)>,
    /// Log-odds of spam before anything was learnt.
    pub(crate) offset: f32,
    pub(crate) spam: bool,
}

/// How far lessons may pull the weights away from nothing learnt; larger is further.
const PULL: f64 = 30.0;
/// Rounds over all lessons at most; twelve are within a percent of the best weights on the collections we measured.
const ROUNDS_MAX: usize = 30;
/// A round that changes no multiplier's equation by more than this is the last.
const CLOSE_ENOUGH: f64 = 0.05;

/// The best weights for `rows`, one for each of `columns`.
pub(crate) fn fit(rows: &[&Row], columns: usize) -> Vec<f32> {
    let mut weights = vec![0.0_f32; columns];
    // Multipliers start near zero, as if every lesson were already understood.
    let mut logits = vec![-9.0_f64; rows.len()];
    let mut multipliers = vec![0.0_f64; rows.len()];
    let squares: Vec<f64> = rows.iter().map(|row| row.square()).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut dice = Dice(0x5DEE_CE66_D1CE_4E5B);
    for _ in 0..ROUNDS_MAX {
        dice.shuffle(&mut order);
        let mut worst = 0.0_f64;
        for &at in &order {
            let row = rows[at];
            let side = if row.spam { 1.0 } else { -1.0 };
            let margin = side * (row.dot(&weights) + f64::from(row.offset));
            let step = Step { square: squares[at], margin, from: multipliers[at] };
            worst = worst.max(step.slope(logits[at]).abs());
            logits[at] = step.solve(logits[at]);
            let multiplier = PULL * sigmoid(logits[at]);
            let change = (side * (multiplier - multipliers[at])) as f32;
            multipliers[at] = multiplier;
            for &(column, value) in &row.values {
                weights[column as usize] += change * value;
            }
        }
        if worst < CLOSE_ENOUGH {
            break;
        }
    }
    weights
}

impl Row {
    fn dot(&self, weights: &[f32]) -> f64 {
        f64::from(self.values.iter().map(|&(column, value)| weights[column as usize] * value).sum::<f32>())
    }

    fn square(&self) -> f64 {
        self.values.iter().map(|&(_, value)| f64::from(value) * f64::from(value)).sum()
    }

    /// Log-odds of spam by these weights.
    pub(crate) fn score(&self, weights: &[f32]) -> f64 {
        self.dot(weights) + f64::from(self.offset)
    }
}

/// The equation for one multiplier: `square · (PULL·σ(t) − from) + margin + t = 0`, rising everywhere.
struct Step {
    square: f64,
    margin: f64,
    from: f64,
}

impl Step {
    fn slope(&self, t: f64) -> f64 {
        self.square * (PULL * sigmoid(t) - self.from) + self.margin + t
    }

    fn solve(&self, start: f64) -> f64 {
        // The root lies where the bounded part of the equation can still be balanced by t.
        let (mut low, mut high) =
            (-self.margin - self.square * (PULL - self.from), -self.margin + self.square * self.from);
        let mut t = start.clamp(low, high);
        for _ in 0..30 {
            let value = self.slope(t);
            if value.abs() < 1e-6 {
                break;
            }
            if value > 0.0 {
                high = t;
            } else {
                low = t;
            }
            let share = sigmoid(t);
            let next = t - value / (1.0 + self.square * PULL * share * (1.0 - share));
            t = if next > low && next < high { next } else { f64::midpoint(low, high) };
        }
        t
    }
}

/// Numbers that only look like chance; always the same ones.
struct Dice(u64);

impl Dice {
    fn shuffle(&mut self, order: &mut [usize]) {
        for at in (1..order.len()).rev() {
            self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
            order.swap(at, ((self.0 >> 33) % (at as u64 + 1)) as usize);
        }
    }
}

/// From log-odds to probability.
pub(crate) fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x.clamp(-60.0, 60.0)).exp())
}

/// What turns the log-odds of weights that have seen a lesson into those of a comment they have not seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Calibration {
    pub(crate) scale: f64,
    pub(crate) shift: f64,
}

impl Calibration {
    /// Takes a learner at its word.
    pub(crate) const NONE: Self = Self { scale: 1.0, shift: 0.0 };
    /// Does not listen to a learner.
    pub(crate) const SILENT: Self = Self { scale: 0.0, shift: 0.0 };

    /// The log-odds that a learner's are worth.
    pub(crate) fn log_odds(self, log_odds: f64) -> f64 {
        self.scale * log_odds + self.shift
    }

    pub(crate) fn probability(self, log_odds: f64) -> f64 {
        sigmoid(self.log_odds(log_odds))
    }

    /// The calibration that best explains `judged`, pairs of log-odds and truth (Platt's method).
    ///
    /// It is held towards no calibration as if by a few more lessons, so that a dozen decisions do not swing it.
    pub(crate) fn of(judged: &[(f64, bool)]) -> Self {
        const HOLD: f64 = 2.0;
        let mut now = Self::NONE;
        for _ in 0..25 {
            let (mut by_scale, mut by_shift) = (HOLD * (now.scale - 1.0), HOLD * now.shift);
            let (mut scale_scale, mut scale_shift, mut shift_shift) = (HOLD, 0.0, HOLD);
            for &(log_odds, spam) in judged {
                let p = now.probability(log_odds);
                let error = p - f64::from(u8::from(spam));
                let weight = p * (1.0 - p);
                by_scale += error * log_odds;
                by_shift += error;
                scale_scale += weight * log_odds * log_odds;
                scale_shift += weight * log_odds;
                shift_shift += weight;
            }
            let determinant = scale_scale * shift_shift - scale_shift * scale_shift;
            let scale_step = (shift_shift * by_scale - scale_shift * by_shift) / determinant;
            let shift_step = (scale_scale * by_shift - scale_shift * by_scale) / determinant;
            // Short steps, since far out the likelihood is flat and a full one would overshoot.
            now.scale = (now.scale - scale_step.clamp(-1.0, 1.0)).clamp(0.05, 10.0);
            now.shift -= shift_step.clamp(-2.0, 2.0);
            if scale_step.abs() + shift_step.abs() < 1e-6 {
                break;
            }
        }
        now
    }
}

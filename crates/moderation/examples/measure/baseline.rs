//! What the filter is compared with.

use std::collections::HashMap;

/// Naive Bayes over whole words with add-one smoothing: the text-book filter.
#[derive(Default)]
pub(crate) struct PlainBayes {
    words: HashMap<String, [f64; 2]>,
    totals: [f64; 2],
    comments: [f64; 2],
}

impl PlainBayes {
    pub(crate) fn learn(&mut self, text: &str, spam: bool) {
        let side = usize::from(spam);
        self.comments[side] += 1.0;
        for word in words(text) {
            self.words.entry(word).or_default()[side] += 1.0;
            self.totals[side] += 1.0;
        }
    }

    pub(crate) fn is_spam(&self, text: &str) -> bool {
        let size = self.words.len() as f64 + 1.0;
        let start = (self.comments[1] + 1.0).ln() - (self.comments[0] + 1.0).ln();
        let log_odds = words(text).fold(start, |sum, word| {
            let [fine, spam] = self.words.get(&word).copied().unwrap_or_default();
            sum + ((spam + 1.0) / (self.totals[1] + size)).ln()
                - ((fine + 1.0) / (self.totals[0] + size)).ln()
        });
        log_odds > 0.0
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The rule many sites live by.
pub(crate) fn has_link(text: &str) -> bool {
    let text = text.to_lowercase();
    ["http://", "https://", "www.", ".com", ".net", ".org"].iter().any(|mark| text.contains(mark))
}

//! Made-up prose with the statistics of real prose: few words often, many words seldom (Zipf's law).

use crate::random::Random;

const SYLLABLES: [&str; 32] = [
    "ba", "ren", "to", "mi", "sel", "ka", "dor", "lu", "ven", "a", "pri", "sta", "nor", "gel", "i", "fa",
    "ul", "tem", "ci", "ro", "han", "be", "ly", "ost", "qua", "wes", "jo", "mar", "ed", "zen", "thi", "cor",
];
const VOCABULARY: usize = 6_000;

pub(crate) struct Words {
    vocabulary: Vec<String>,
    /// Running sum of the words' weights.
    weights: Vec<u64>,
}

impl Words {
    pub(crate) fn new() -> Self {
        let mut random = Random::seeded(7);
        let (mut vocabulary, mut weights, mut sum) = (Vec::new(), Vec::new(), 0);
        for rank in 0..VOCABULARY {
            // Frequent words are short.
            let syllables = 1 + random.below(2 + (rank as u64).min(1_500) / 500);
            let word = (0..syllables).map(|_| SYLLABLES[random.below(32) as usize]).collect();
            vocabulary.push(word);
            sum += 10_000_000 / (rank as u64 + 3);
            weights.push(sum);
        }
        Self { vocabulary, weights }
    }

    pub(crate) fn word(&self, random: &mut Random) -> &str {
        let sum = self.weights.last().copied().unwrap_or(1);
        let point = random.below(sum);
        let rank = self.weights.partition_point(|&weight| weight <= point);
        &self.vocabulary[rank.min(VOCABULARY - 1)]
    }

    /// Appends a sentence of 5 to 22 words and gives their number.
    pub(crate) fn sentence(&self, random: &mut Random, out: &mut String) -> usize {
        let count = 5 + random.below(18) as usize;
        for index in 0..count {
            let word = self.word(random);
            if index == 0 {
                capitalised(word, out);
            } else {
                out.push(' ');
                out.push_str(word);
            }
            if index + 1 < count && random.below(12) == 0 {
                out.push(',');
            }
        }
        out.push('.');
        count
    }
}

/// Appends an ASCII word with its first letter large.
pub(crate) fn capitalised(word: &str, out: &mut String) {
    let (first, rest) = word.split_at(word.len().min(1));
    out.push_str(&first.to_ascii_uppercase());
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::random::Random;

    #[test]
    fn the_commonest_word_is_common_and_the_text_is_rich() {
        let words = Words::new();
        let mut random = Random::seeded(1);
        let mut counts = std::collections::HashMap::<&str, u32>::new();
        for _ in 0..50_000 {
            *counts.entry(words.word(&mut random)).or_default() += 1;
        }
        let most = counts.values().max().copied().unwrap_or_default();
        assert!((1_000..8_000).contains(&most), "{most}");
        assert!(counts.len() > 2_000, "{}", counts.len());
    }
}

//! What readers ask: words, phrases, names, filters, and words that are still being typed.

use crate::corpus;
use crate::random::Random;

/// A question with what kind it is.
pub(crate) struct Question {
    pub(crate) kind: &'static str,
    pub(crate) text: String,
    pub(crate) typing: bool,
}

/// Question number `n` to an archive of so many stories.
pub(crate) fn question(n: usize, stories: usize) -> Question {
    let mut chance = Random::seeded(n as u64 + 99);
    let piece = corpus::story(chance.below(stories));
    let words: Vec<&str> = piece.text.split([' ', '.']).filter(|word| word.len() > 4).collect();
    let some = |chance: &mut Random, many: usize| -> String {
        (0..many).map(|_| words[chance.below(words.len())]).collect::<Vec<_>>().join(" ")
    };
    let (kind, text) = match n % 10 {
        0 => ("one word", some(&mut chance, 1)),
        1 | 2 => ("two words", some(&mut chance, 2)),
        3 => ("three words", some(&mut chance, 3)),
        4 => ("five words", some(&mut chance, 5)),
        5 => {
            let all: Vec<&str> = piece.text.split([' ', '.']).filter(|word| !word.is_empty()).collect();
            let from = chance.below(all.len() - 3);
            ("phrase", format!("\"{}\"", all[from..from + 3].join(" ")))
        }
        6 => ("filter", format!("{} tag:tag-{} after:2015 before:2020", some(&mut chance, 1), piece.tag)),
        7 => ("headline", piece.title.clone()),
        8 => {
            let word = some(&mut chance, 2);
            ("typing", word[..word.len() - 2].to_owned())
        }
        _ => ("name", corpus::name(chance.rank(5_000)).to_lowercase()),
    };
    Question { kind, text, typing: kind == "typing" }
}

//! A paper's archive that nobody wrote: words by Zipf's law, each story with a subject it keeps coming back to.

use crate::random::Random;

/// Words of the language besides the small ones.
const WORDS: usize = 200_000;
/// Names of people and places.
const NAMES: usize = 60_000;
/// Words of a story.
const STORY_WORDS: usize = 600;
/// Words of a comment.
const COMMENT_WORDS: usize = 60;

const SMALL: [&str; 40] = [
    "the", "of", "to", "and", "a", "in", "that", "is", "was", "for", "on", "it", "with", "as", "he", "by",
    "at", "from", "his", "be", "has", "have", "are", "this", "not", "but", "which", "had", "an", "they",
    "were", "their", "or", "who", "been", "its", "more", "one", "would", "will",
];
const ONSETS: [&str; 24] = [
    "b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pr", "r", "s", "st",
    "t", "tr", "v", "w",
];
const VOWELS: [&str; 9] = ["a", "e", "i", "o", "u", "ea", "ou", "ai", "ee"];
const CODAS: [&str; 12] = ["", "", "", "n", "r", "l", "s", "t", "m", "nd", "rt", "ck"];
const ENDINGS: [&str; 10] = ["", "", "", "", "s", "ed", "ing", "er", "ly", "ion"];

/// A word by its rank: the same rank is always the same word.
fn word(rank: usize) -> String {
    let mut chance = Random::seeded(rank as u64 + 11);
    let syllables =
        1 + usize::from(rank > 300) + usize::from(rank > 5_000) + usize::from(chance.below(4) == 0);
    let mut word = String::new();
    for _ in 0..syllables {
        word += ONSETS[chance.below(ONSETS.len())];
        word += VOWELS[chance.below(VOWELS.len())];
        word += CODAS[chance.below(CODAS.len())];
    }
    word
}

/// A name by its rank, with a capital.
pub(crate) fn name(rank: usize) -> String {
    let word = word(rank + 1_000_000);
    word[..1].to_uppercase() + &word[1..]
}

/// A story of the archive.
pub(crate) struct Piece {
    pub(crate) title: String,
    pub(crate) html: String,
    /// The text without markup.
    pub(crate) text: String,
    pub(crate) tag: usize,
    pub(crate) author: usize,
}

/// Story number `n`.
pub(crate) fn story(n: usize) -> Piece {
    let mut chance = Random::seeded(n as u64 + 1);
    let subject: Vec<usize> = (0..40).map(|_| chance.rank(WORDS)).collect();
    let people: Vec<usize> = (0..8).map(|_| chance.rank(NAMES)).collect();
    let mut title = String::new();
    for _ in 0..7 {
        push(&mut title, &some_word(&mut chance, &subject, &people));
    }
    let (mut html, mut text, mut paragraph) = (String::new(), String::new(), String::new());
    for n in 0..STORY_WORDS {
        push(&mut paragraph, &some_word(&mut chance, &subject, &people));
        if n % 12 == 11 {
            paragraph.push('.');
        }
        if n % 60 == 59 {
            html.extend(["<p>", &paragraph, "</p>\n"]);
            push(&mut text, &paragraph);
            paragraph.clear();
        }
    }
    Piece { title, html, text, tag: chance.rank(200), author: chance.rank(50) }
}

/// Comment number `n`.
pub(crate) fn comment(n: usize) -> String {
    let mut chance = Random::seeded(n as u64 + 7_000_000_000);
    let mut text = String::new();
    for _ in 0..COMMENT_WORDS {
        push(&mut text, &some_word(&mut chance, &[], &[]));
    }
    text
}

fn some_word(chance: &mut Random, subject: &[usize], people: &[usize]) -> String {
    match chance.below(100) {
        0..42 => SMALL[chance.rank(SMALL.len())].to_owned(),
        42..60 if !subject.is_empty() => {
            word(subject[chance.rank(subject.len())]) + ENDINGS[chance.below(ENDINGS.len())]
        }
        60..66 if !people.is_empty() => name(people[chance.rank(people.len())]),
        66..67 => name(chance.rank(NAMES)),
        _ => word(chance.rank(WORDS)) + ENDINGS[chance.below(ENDINGS.len())],
    }
}

fn push(text: &mut String, word: &str) {
    if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

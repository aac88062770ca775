//! Names that look like other names: what keeps the staff's badge from being forged.

use icu::normalizer::DecomposingNormalizerBorrowed;

use crate::{
    fold::{fold, mixes_scripts},
    lookalike::latin_twin,
    observe::head,
};

/// Bytes of a name that are looked at; a name may have 80 characters.
const NAME_BYTES_MAX: usize = 1_000;

/// Rounds of folding; no letter needs more than three.
const ROUNDS_MAX: usize = 5;

/// What `name` looks like: two names that a reader takes for one another have the same skeleton.
///
/// Folded are case, accents and piled marks, blanks and punctuation, invisible characters, styled and full-width letters,
/// letters of other alphabets that pass for Latin ones, and `0`/`o`, `1`/`l`/`i`, `rn`/`m`, `vv`/`w`. The idea is that of
/// UTS #39, section 4, but wider: it serves to refuse a commenter the name of a member of the staff, where
/// a name too many refused is the smaller harm. Never show a skeleton. Empty if the name has no letter or digit at all.
///
/// ```
/// use dateline_moderation::skeleton;
/// assert_eq!(skeleton("Аnа Rеis"), skeleton("ana reis")); // three Cyrillic letters
/// assert_eq!(skeleton("A\u{200b}na R\u{e9}is "), skeleton("Ana Reis"));
/// assert_ne!(skeleton("Anna Reis"), skeleton("Ana Reis"));
/// ```
pub fn skeleton(name: &str) -> String {
    let mut skeleton = drawn(head(name, NAME_BYTES_MAX));
    // A letter taken apart may leave one that passes for another: Ӝ is a Ж with dots, and Ж passes for an X.
    for _ in 0..ROUNDS_MAX {
        let again = drawn(&skeleton);
        if again == skeleton {
            break;
        }
        skeleton = again;
    }
    skeleton
}

/// How `name` is drawn, in one round of folding.
fn drawn(name: &str) -> String {
    let folded = fold(name);
    let mut skeleton = String::with_capacity(folded.text.len());
    for c in folded.text.chars() {
        // Capitals first: Н is an H, while its small form н would pass for nothing.
        let c = latin_twin(c).unwrap_or(c);
        for small in c.to_lowercase() {
            let drawn = latin_twin(small).unwrap_or(small);
            match drawn {
                '0' => skeleton.push('o'),
                '1' | 'i' | '|' | '!' => skeleton.push('l'),
                _ if drawn.is_alphanumeric() => skeleton.push(drawn),
                _ => {}
            }
        }
    }
    // Taken apart, a kana leaves its voicing mark behind, which is a mark like any other.
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(&skeleton);
    let letters: String = apart.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.replace("rn", "m").replace("vv", "w")
}

/// True if `name` is written so as to look like something it is not: invisible characters inside words, a reversed
/// direction of writing, letters of two alphabets in one word, piled marks, or letters from alphabets made for formulas.
///
/// A newsroom holds comments under such a name. Names in any one script, accents and emoji are no disguise.
pub fn is_disguised(name: &str) -> bool {
    let folded = fold(head(name, NAME_BYTES_MAX));
    let mixed = folded.text.split(|c: char| !c.is_alphanumeric()).any(mixes_scripts);
    mixed || folded.hidden > 0 || folded.overrides > 0 || folded.decorated > 0 || folded.styled > 0
}

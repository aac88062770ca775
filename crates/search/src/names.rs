//! Names in every spelling.
//!
//! A general is "Kiyani" in the headline and "Kayani" in the text; "Хрущёв" is Khrushchev, Chruschtschow and
//! Hruščov. Each name of the archive is therefore also kept under the bones of its sound ([`keys`]); a query looks
//! up the names with the same bones and takes those that [`likeness`] finds near enough. Which letters may stand
//! for which sound comes from the published transliterations (ISO 9, BGN/PCGN, DIN, ALA-LC, Hepburn, Wade-Giles,
//! Pinyin, Revised Romanization and their newspaper versions), in `sounds.rs`.

mod sounds;

use crate::script::{Class, Script, class};
use crate::words::Word;

pub(crate) use sounds::{Spoken, spoken};

/// Parts the bones of a name from its spelling in the index.
pub(crate) const BETWEEN: char = '\u{1f}';
/// The least letters of a name.
pub(crate) const NAME_CHARS_MIN: usize = 3;
/// The most letters of a name.
const NAME_CHARS_MAX: usize = 32;
/// How near two spellings must be, from 0 to 1, to be taken for one name.
pub(crate) const ALIKE: f32 = 0.78;

/// Whether a name has neither too few nor too many letters.
pub(crate) fn fits(name: &str) -> bool {
    // A syllable in a letter makes shorter names.
    let least = if name.is_ascii() { NAME_CHARS_MIN } else { NAME_CHARS_MIN - 1 };
    (least..=NAME_CHARS_MAX).contains(&name.chars().count())
}

/// Whether a word may be a name: one with a capital, or any of a script without capitals.
pub(crate) fn may_be_name(word: Word<'_>) -> bool {
    match word.script {
        None => false,
        Some(Script::Latin | Script::Cyrillic | Script::Greek | Script::Armenian) => {
            word.text.chars().next().is_some_and(char::is_uppercase)
        }
        // Of the scripts without blanks only katakana shows where a foreign name begins and ends.
        Some(Script::Unspaced) => word.text.chars().all(|c| matches!(c, '\u{30A1}'..='\u{30FC}')),
        Some(_) => true,
    }
}

/// What stands in the index for a name: its bones and its spelling, once for each way to say it.
pub(crate) fn index_terms(name: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for said in spoken(name) {
        for key in said.keys() {
            let term = format!("{key}{BETWEEN}{name}");
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
    }
    terms
}

/// How alike two spellings sound, from 0 to 1.
pub(crate) fn likeness(one: &[Spoken], other: &[Spoken]) -> f32 {
    let pairs = one.iter().flat_map(|a| other.iter().map(move |b| a.likeness(b)));
    pairs.fold(0.0, f32::max)
}

/// Whether a word is of a script that does not write all its vowels or knows no capitals, so that its names are
/// met only through their sound.
pub(crate) fn is_of_another_script(word: &str) -> bool {
    word.chars().any(|c| matches!(class(c), Class::Letter(script) if script != Script::Latin))
}

#[cfg(test)]
mod tests {
    use super::{ALIKE, Spoken, index_terms, likeness, spoken};

    fn bones(name: &str) -> Vec<String> {
        spoken(name).iter().flat_map(Spoken::keys).collect()
    }

    #[test]
    fn spellings_of_one_name_share_their_bones_and_sound_alike() {
        let check = |one: &str, other: &str| {
            let shared = bones(one).iter().any(|key| bones(other).contains(key));
            let alike = likeness(&spoken(one), &spoken(other));
            assert!(shared && alike >= ALIKE, "{one} {other}: {:?} {:?} {alike}", bones(one), bones(other));
        };
        check("kiyani", "kayani");
        check("kayani", "كياني");
        check("khrushchev", "chruschtschow");
        check("khrushchev", "hruscov");
        check("хрущев", "khrouchtchev");
        check("чайковский", "tchaikovsky");
        check("tschaikowski", "chaikovskii");
        check("gaddafi", "qadhdhafi");
        check("kadhafi", "القذافي");
        check("muhammad", "mohammed");
        check("محمد", "mehmed");
        check("hanukkah", "chanuka");
        check("נתניהו", "netanyahu");
        check("μητσοτακησ", "mitsotakis");
        check("μπαμπησ", "babis");
        check("ευαγγελοσ", "evangelos");
        check("yeltsin", "jelzin");
        check("zelensky", "зеленський");
        check("नरेन्द्र", "narendra");
        check("クリントン", "clinton");
        check("tsetung", "zedong");
        check("hussein", "حسين");
        check("osman", "othman");
        check("mueller", "muller");
    }

    #[test]
    fn names_that_are_not_the_same_are_kept_apart() {
        let check = |one: &str, other: &str| {
            let shared = bones(one).iter().any(|key| bones(other).contains(key));
            let alike = likeness(&spoken(one), &spoken(other));
            assert!(!shared || alike < ALIKE, "{one} {other}: {alike}");
        };
        check("putin", "patton");
        check("obama", "abbas");
        check("kayani", "kenyatta");
        check("lisbon", "lisburn");
        check("berlin", "brown");
        check("martin", "morton");
        check("clinton", "collins");
    }

    #[test]
    fn a_name_is_kept_under_few_keys() {
        assert!(index_terms("chruschtschow").len() <= 9);
        assert!(index_terms(&"ch".repeat(16)).len() <= 9);
        assert!(index_terms("a").is_empty());
    }
}

//! Folding: the one spelling under which letters that readers take for the same are kept.

use crate::script::{Class, Script, class};

/// Appends `word` folded: lower case, without accents, vowel points and apostrophes, figures as 0 to 9.
///
/// Latin letters lose their diacritics altogether ("São" is "sao", "Größe" is "grosse"), Greek ones their accents.
/// Cyrillic й and ї are letters of their own and stay; ё is е, as most papers print it. The forms of alef, yeh and
/// kaf that Arabic, Persian and Urdu keyboards produce become one.
pub(crate) fn fold_into(word: &str, out: &mut String) {
    for c in word.chars() {
        if c.is_ascii() {
            if c != '\'' {
                out.push(c.to_ascii_lowercase());
            }
            continue;
        }
        match class(c) {
            Class::Letter(Script::Latin) | Class::Digit => {
                out.extend(any_ascii::any_ascii_char(c).chars().map(|c| c.to_ascii_lowercase()));
            }
            Class::Letter(Script::Greek) => out.extend(c.to_lowercase().filter_map(greek)),
            Class::Letter(Script::Cyrillic) => out.extend(c.to_lowercase().map(cyrillic)),
            Class::Letter(Script::Arabic) => out.push(arabic(c)),
            Class::Letter(_) => out.extend(c.to_lowercase()),
            Class::Mark => mark(c, out),
            Class::Apostrophe | Class::Gap => {}
        }
    }
}

/// The same as a new string.
pub(crate) fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

fn greek(c: char) -> Option<char> {
    Some(match c {
        'ά' | '\u{1F00}'..='\u{1F07}' | '\u{1F70}' | '\u{1F71}' | '\u{1FB0}'..='\u{1FB7}' => 'α',
        'έ' | '\u{1F10}'..='\u{1F15}' | '\u{1F72}' | '\u{1F73}' => 'ε',
        'ή' | '\u{1F20}'..='\u{1F27}' | '\u{1F74}' | '\u{1F75}' | '\u{1FC2}'..='\u{1FC7}' => 'η',
        'ί' | 'ϊ' | 'ΐ' | '\u{1F30}'..='\u{1F37}' | '\u{1F76}' | '\u{1F77}' | '\u{1FD0}'..='\u{1FD7}' => {
            'ι'
        }
        'ό' | '\u{1F40}'..='\u{1F45}' | '\u{1F78}' | '\u{1F79}' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' | '\u{1F50}'..='\u{1F57}' | '\u{1F7A}' | '\u{1F7B}' | '\u{1FE0}'..='\u{1FE7}' => {
            'υ'
        }
        'ώ' | '\u{1F60}'..='\u{1F67}' | '\u{1F7C}' | '\u{1F7D}' | '\u{1FF2}'..='\u{1FF7}' => 'ω',
        'ς' => 'σ',
        // What lower-casing splits off a capital: an accent by itself.
        '\u{0300}'..='\u{036F}' => return None,
        _ => c,
    })
}

fn cyrillic(c: char) -> char {
    match c {
        'ё' | 'ѐ' => 'е',
        'ѝ' => 'и',
        _ => c,
    }
}

fn arabic(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ئ' | 'ې' => 'ي',
        'ک' | 'ڪ' => 'ك',
        'ة' | 'ۀ' | 'ە' | 'ہ' | 'ھ' | 'ۃ' => 'ه',
        'ؤ' => 'و',
        _ => c,
    }
}

/// A mark that stands alone makes another letter of й and ї; all others are dropped.
fn mark(c: char, out: &mut String) {
    let made = match (out.chars().next_back(), c) {
        (Some('и'), '\u{0306}') => 'й',
        (Some('і'), '\u{0308}') => 'ї',
        _ => return,
    };
    out.pop();
    out.push(made);
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn what_readers_take_for_the_same_word_is_spelt_alike() {
        let check = |word: &str, expected: &str| assert_eq!(folded(word), expected, "{word}");
        check("Harbour", "harbour");
        check("SÃO", "sao");
        check("Sa\u{0303}o", "sao");
        check("Größe", "grosse");
        check("Łódź", "lodz");
        check("İSTANBUL", "istanbul");
        check("ısı", "isi");
        check("O’Brien", "obrien");
        check("Ёлка", "елка");
        check("Чайковский", "чайковский");
        check("Чаи\u{0306}ковскии\u{0306}", "чайковский");
        check("Київ", "київ");
        check("Αθήνα", "αθηνα");
        check("ΟΔΌΣ", "οδοσ");
        check("مُحَمَّد", "محمد");
        check("أحمد", "احمد");
        check("کیانی", "كياني");
        check("שָׁלוֹם", "שלום");
        check("١٩٨٤", "1984");
        check("ＡＢＣ１", "abc1");
    }
}

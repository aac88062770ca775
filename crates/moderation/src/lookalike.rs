//! Letters of other alphabets that a reader takes for Latin ones.
//!
//! The pairs are those that look alike in the faces of screens, from our own reading of the Unicode charts in the spirit
//! of <https://www.unicode.org/reports/tr39/>. They are meant for comparing, never for showing.

/// The Latin letter that `c` passes for, if it is a letter of another alphabet (or a variant letter of the Latin one).
pub(crate) fn latin_twin(c: char) -> Option<char> {
    match u32::from(c) {
        0x00..=0x7F => None,
        0x80..=0x2AF | 0x1D00..=0x1DBF | 0xA720..=0xA7FF => latin(c),
        0x370..=0x3FF => greek(c),
        0x400..=0x52F => cyrillic(c),
        _ => capital(c),
    }
}

fn cyrillic(c: char) -> Option<char> {
    Some(match c {
        'А' | 'а' | 'Ӑ' | 'ӑ' => 'a',
        'В' | 'в' | 'ь' | 'Ь' | 'Ъ' | 'ъ' | 'Б' | 'б' => 'b',
        'С' | 'с' | 'Ҫ' | 'ҫ' => 'c',
        'ԁ' | 'Ԁ' => 'd',
        'Е' | 'е' | 'Ё' | 'ё' | 'Є' | 'є' | 'э' | 'Э' | 'З' | 'з' => 'e',
        'Ғ' | 'ғ' => 'f',
        'Ԍ' | 'ԍ' => 'g',
        'Н' | 'н' | 'Һ' | 'һ' | 'Ң' | 'ң' => 'h',
        'І' | 'і' | 'Ї' | 'ї' => 'i',
        'Ј' | 'ј' => 'j',
        'К' | 'к' | 'Қ' | 'қ' => 'k',
        'Ӏ' | 'ӏ' => 'l',
        'М' | 'м' => 'm',
        'И' | 'и' | 'Й' | 'й' | 'П' | 'п' => 'n',
        'О' | 'о' | 'Ө' | 'ө' | 'Ф' | 'ф' => 'o',
        'Р' | 'р' => 'p',
        'Ԛ' | 'ԛ' => 'q',
        'г' | 'Г' | 'Я' | 'я' | 'ґ' | 'Ґ' => 'r',
        'Ѕ' | 'ѕ' => 's',
        'Т' | 'т' => 't',
        'Ц' | 'ц' | 'џ' | 'Џ' => 'u',
        'Ѵ' | 'ѵ' => 'v',
        'Ш' | 'ш' | 'Щ' | 'щ' | 'Ԝ' | 'ԝ' | 'Ѡ' | 'ѡ' => 'w',
        'Х' | 'х' | 'Ж' | 'ж' | 'Ҳ' | 'ҳ' => 'x',
        'У' | 'у' | 'Ү' | 'ү' | 'Ч' | 'ч' => 'y',
        _ => return None,
    })
}

fn greek(c: char) -> Option<char> {
    Some(match c {
        'Α' | 'α' | 'Λ' | 'λ' | 'Δ' | 'δ' => 'a',
        'Β' | 'β' => 'b',
        'Ϲ' | 'ϲ' => 'c',
        'Ε' | 'ε' | 'Σ' | 'Ξ' | 'ξ' => 'e',
        'Ϝ' | 'ϝ' => 'f',
        'Η' => 'h',
        'Ι' | 'ι' => 'i',
        'Ϳ' | 'ϳ' => 'j',
        'Κ' | 'κ' => 'k',
        'Μ' => 'm',
        'Ν' | 'η' | 'Π' | 'π' => 'n',
        'Ο' | 'ο' | 'Θ' | 'θ' | 'σ' | 'Φ' | 'φ' => 'o',
        'Ρ' | 'ρ' => 'p',
        'ς' => 's',
        'Τ' | 'τ' => 't',
        'μ' | 'υ' => 'u',
        'ν' => 'v',
        'ω' | 'Ω' | 'ψ' | 'Ψ' => 'w',
        'Χ' | 'χ' => 'x',
        'Υ' | 'γ' => 'y',
        'Ζ' | 'ζ' => 'z',
        _ => return None,
    })
}

/// Armenian, Cherokee and Lisu letters that are drawn like ours.
fn capital(c: char) -> Option<char> {
    Some(match c {
        'օ' | 'Օ' | 'Ꭴ' | 'ꓳ' => 'o',
        'ս' | 'Ս' | 'ꓴ' => 'u',
        'հ' | 'Հ' | 'Ꮋ' | 'ꓧ' => 'h',
        'ո' | 'Ո' | 'ռ' | 'ꓠ' => 'n',
        'զ' | 'գ' => 'q',
        'Ꭺ' | 'ꓮ' => 'a',
        'Ᏼ' | 'ꓐ' => 'b',
        'Ꮯ' | 'ꓚ' => 'c',
        'Ꭰ' | 'ꓓ' => 'd',
        'Ꭼ' | 'ꓰ' => 'e',
        'ꓝ' => 'f',
        'Ꮐ' | 'ꓖ' => 'g',
        'Ꮖ' | 'ꓲ' => 'i',
        'Ꭻ' | 'ꓙ' => 'j',
        'Ꮶ' | 'ꓗ' => 'k',
        'Ꮮ' | 'ꓡ' => 'l',
        'Ꮇ' | 'ꓟ' => 'm',
        'Ꮲ' | 'ꓑ' => 'p',
        'Ꭱ' | 'Ꮢ' | 'ꓣ' => 'r',
        'Ꮪ' | 'ꓢ' => 's',
        'Ꭲ' | 'ꓔ' => 't',
        'Ꮩ' | 'ꓦ' => 'v',
        'Ꮃ' | 'ꓪ' => 'w',
        'ꓫ' => 'x',
        'Ꮍ' | 'ꓬ' => 'y',
        'Ꮓ' | 'ꓜ' => 'z',
        _ => return None,
    })
}

/// Variants inside the Latin alphabet that NFKD leaves alone: small capitals, phonetic and stroked letters.
fn latin(c: char) -> Option<char> {
    Some(match c {
        'ᴀ' | 'ɑ' | 'Ⱥ' | 'ɐ' => 'a',
        'ʙ' | 'ɓ' | 'Ɓ' | 'ƀ' | 'Ƀ' | 'ß' => 'b',
        'ᴄ' | 'ɔ' | 'Ɔ' | 'ƈ' | 'Ƈ' => 'c',
        'ᴅ' | 'đ' | 'Đ' | 'ɖ' | 'ɗ' | 'Ɗ' | 'ð' | 'Ð' => 'd',
        'ᴇ' | 'ɘ' | 'ə' | 'Ǝ' | 'ɛ' | 'Ɛ' | 'ɇ' | 'Ɇ' => 'e',
        'ꜰ' | 'ƒ' | 'Ƒ' => 'f',
        'ɢ' | 'ɡ' | 'ɠ' | 'Ɠ' | 'ǥ' | 'Ǥ' => 'g',
        'ʜ' | 'ħ' | 'Ħ' | 'ɦ' | 'ɧ' => 'h',
        'ɪ' | 'ı' | 'ɩ' | 'Ɩ' | 'ɨ' | 'Ɨ' => 'i',
        'ᴊ' | 'ȷ' | 'ʝ' | 'ɉ' | 'Ɉ' => 'j',
        'ᴋ' | 'ƙ' | 'Ƙ' | 'ĸ' => 'k',
        'ʟ' | 'ł' | 'Ł' | 'ɭ' | 'ƚ' | 'Ƚ' => 'l',
        'ᴍ' | 'ɱ' => 'm',
        'ɴ' | 'ɲ' | 'Ɲ' | 'ŋ' | 'Ŋ' | 'ƞ' | 'Ƞ' => 'n',
        'ᴏ' | 'ø' | 'Ø' | 'ɵ' | 'Ɵ' => 'o',
        'ᴘ' | 'þ' | 'Þ' | 'ƥ' | 'Ƥ' => 'p',
        'ꞯ' | 'ɋ' | 'Ɋ' => 'q',
        'ʀ' | 'ɾ' | 'ɍ' | 'Ɍ' | 'ɹ' => 'r',
        'ꜱ' | 'ʂ' => 's',
        'ᴛ' | 'ŧ' | 'Ŧ' | 'ƭ' | 'Ƭ' | 'ț' => 't',
        'ᴜ' | 'ʉ' | 'Ʉ' | 'ʊ' => 'u',
        'ᴠ' | 'ʋ' | 'Ʋ' | 'ʌ' => 'v',
        'ᴡ' | 'ɯ' => 'w',
        'ʏ' | 'ƴ' | 'Ƴ' | 'ɏ' | 'Ɏ' => 'y',
        'ᴢ' | 'ƶ' | 'Ƶ' | 'ʐ' => 'z',
        _ => return None,
    })
}

/// The letter in a filled box or circle: forms that have no decomposition in Unicode. Flags stay flags.
pub(crate) fn boxed_letter(c: char) -> Option<char> {
    let code = u32::from(c);
    let offset = match code {
        0x1_F150..=0x1_F169 => code - 0x1_F150,
        0x1_F170..=0x1_F189 => code - 0x1_F170,
        _ => return None,
    };
    char::from_u32(u32::from('A') + offset)
}

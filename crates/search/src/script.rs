//! Characters by what they do in a word, and by the script they belong to.

/// The scripts that the index treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Armenian,
    Devanagari,
    Tamil,
    /// Written without blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese. Korean has blanks, but
    /// its particles hang on the words, so it is cut like these.
    Unspaced,
    /// Any other script with blanks between its words.
    Other,
}

/// What a character does in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Letter(Script),
    Digit,
    /// Belongs to the letter before it.
    Mark,
    /// Holds a word together when letters stand on both sides.
    Apostrophe,
    /// Parts words.
    Gap,
}

/// What `c` does in a word.
pub(crate) fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            'a'..='z' | 'A'..='Z' => Class::Letter(Script::Latin),
            '0'..='9' => Class::Digit,
            '\'' => Class::Apostrophe,
            _ => Class::Gap,
        };
    }
    match u32::from(c) {
        // Soft hyphen, zero-width joiners (Persian writes one inside words), marks of direction, word joiner; the
        // accents, vowel points and tone marks that stand above and below letters.
        0xAD
        | 0x200C..=0x200F
        | 0x2060
        | 0xFEFF
        | 0x0300..=0x036F
        | 0x0483..=0x0489
        | 0xFE00..=0xFE0F
        | 0x0591..=0x05BD
        | 0x05BF
        | 0x05C1
        | 0x05C2
        | 0x05C4
        | 0x05C5
        | 0x05C7
        | 0x0610..=0x061A
        | 0x0640
        | 0x064B..=0x065F
        | 0x0670
        | 0x06D6..=0x06DC
        | 0x06DF..=0x06ED => Class::Mark,
        0x2018 | 0x2019 | 0x02BC | 0x02BB | 0x05F3 | 0xFF07 => Class::Apostrophe,
        0x00C0..=0x024F | 0x1E00..=0x1EFF | 0x2C60..=0x2C7F | 0xA720..=0xA7FF => letter(c, Script::Latin),
        0xFF21..=0xFF3A | 0xFF41..=0xFF5A | 0xFB00..=0xFB06 => Class::Letter(Script::Latin),
        0x0370..=0x03FF | 0x1F00..=0x1FFF => letter(c, Script::Greek),
        0x0400..=0x052F => letter(c, Script::Cyrillic),
        0x0531..=0x0587 => letter(c, Script::Armenian),
        0x05D0..=0x05F2 | 0xFB1D..=0xFB4F => letter(c, Script::Hebrew),
        0x0620..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFC => {
            letter(c, Script::Arabic)
        }
        // Full stops and signs of India and of South-East Asia, within the blocks of their letters.
        0x0964 | 0x0965 | 0x0E3F | 0x0E4F | 0x0E5A | 0x0E5B | 0x17D4..=0x17DB | 0x104A..=0x104F => Class::Gap,
        0x0966..=0x096F => Class::Digit,
        0x0900..=0x097F => Class::Letter(Script::Devanagari),
        0x0B80..=0x0BE5 => Class::Letter(Script::Tamil),
        // The other scripts of India mark their vowels with signs that stand inside the word.
        0x0980..=0x0DFF => Class::Letter(Script::Other),
        // Thai and Lao, Burmese, Khmer; Hangul; kana and the ideographs.
        0x0E01..=0x0E4E
        | 0x0E81..=0x0EDF
        | 0x1000..=0x109F
        | 0x1780..=0x17D3
        | 0x1100..=0x11FF
        | 0x3130..=0x318F
        | 0xAC00..=0xD7AF
        | 0x3005..=0x3007
        | 0x3041..=0x3096
        | 0x3099
        | 0x309A
        | 0x309D..=0x309F
        | 0x30A1..=0x30FA
        | 0x30FC..=0x30FF
        | 0x31F0..=0x31FF
        | 0xFF66..=0xFF9F
        | 0x3400..=0x4DBF
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0x2_0000..=0x3_FFFF => Class::Letter(Script::Unspaced),
        _ if c.is_alphabetic() => Class::Letter(Script::Other),
        _ if c.is_numeric() => Class::Digit,
        _ => Class::Gap,
    }
}

/// The blocks of a script also hold its signs and figures.
fn letter(c: char, script: Script) -> Class {
    if c.is_alphabetic() {
        Class::Letter(script)
    } else if c.is_numeric() {
        Class::Digit
    } else {
        Class::Gap
    }
}

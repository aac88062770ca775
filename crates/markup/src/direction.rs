//! Which way a text runs: for the `dir` of stories and comments that name no language.

/// Base direction of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left: Hebrew, Arabic and their neighbours.
    Rtl,
    /// No letter decides; use `dir="auto"` or the site's own direction.
    #[default]
    Neutral,
}

impl Direction {
    /// The value of the HTML `dir` attribute.
    pub fn as_attribute(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
            Self::Neutral => "auto",
        }
    }
}

/// Direction of the first strong letter of `text`, rule P2 of <https://www.unicode.org/reports/tr9/>.
pub fn first_strong_direction(text: &str) -> Direction {
    text.chars()
        .find_map(|c| match u32::from(c) {
            0x0590..=0x08FF
            | 0xFB1D..=0xFDFF
            | 0xFE70..=0xFEFC
            | 0x1_0800..=0x1_0FFF
            | 0x1_E800..=0x1_EFFF
            | 0x200F
                if c.is_alphabetic() || c == '\u{200f}' =>
            {
                Some(Direction::Rtl)
            }
            0x200E => Some(Direction::Ltr),
            _ if c.is_alphabetic() => Some(Direction::Ltr),
            _ => None,
        })
        .unwrap_or_default()
}

/// Direction of a BCP 47 language tag: by its script subtag if it has one, else by its language.
///
/// ```
/// use dateline_markup::{Direction, language_direction};
/// assert_eq!(language_direction("ar-EG"), Direction::Rtl);
/// assert_eq!(language_direction("ar-Latn"), Direction::Ltr);
/// ```
pub fn language_direction(lang: &str) -> Direction {
    let lang = lang.trim().to_ascii_lowercase();
    let mut parts = lang.split(['-', '_']);
    let language = parts.next().unwrap_or_default();
    if language.is_empty() || language == "und" {
        return Direction::Neutral;
    }
    let script = parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let rtl = match script {
        Some(script) => {
            matches!(script, "arab" | "hebr" | "thaa" | "nkoo" | "syrc" | "adlm" | "rohg" | "mand" | "samr")
        }
        None => matches!(
            language,
            "ar" | "he"
                | "iw"
                | "fa"
                | "ur"
                | "yi"
                | "ji"
                | "ps"
                | "sd"
                | "ug"
                | "dv"
                | "ckb"
                | "arc"
                | "syr"
                | "nqo"
                | "prs"
                | "pnb"
                | "azb"
                | "arz"
        ),
    };
    if rtl { Direction::Rtl } else { Direction::Ltr }
}

//! Slugs: the last part of a permalink, made from a title.

use unicode_segmentation::UnicodeSegmentation;

/// The most characters of a slug that we make. A slug that came with an import keeps its length.
pub const SLUG_CHARS_MAX: usize = 80;

/// The slug of `title`: lower-case ASCII letters and digits with single hyphens between, cut at a word when
/// longer than [`SLUG_CHARS_MAX`]. `lang` (a BCP 47 tag such as `de`) decides how some letters are spelt out.
/// Empty when the title has nothing to pronounce; the caller then takes a word of its own.
pub fn slugify(title: &str, lang: &str) -> String {
    let german = lang.split('-').next().is_some_and(|l| l.eq_ignore_ascii_case("de"));
    let mut ascii = String::with_capacity(title.len());
    for grapheme in title.graphemes(true) {
        match grapheme {
            "ä" | "Ä" if german => ascii.push_str("ae"),
            "ö" | "Ö" if german => ascii.push_str("oe"),
            "ü" | "Ü" if german => ascii.push_str("ue"),
            // An apostrophe joins ("don't" is one word); everything else that is no letter parts.
            "'" | "’" | "ʼ" => {}
            _ => ascii.push_str(&any_ascii::any_ascii(grapheme)),
        }
    }
    let mut slug = String::with_capacity(ascii.len().min(SLUG_CHARS_MAX + 1));
    for word in ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let room = SLUG_CHARS_MAX.saturating_sub(slug.len() + usize::from(!slug.is_empty()));
        if word.len() > room && !slug.is_empty() {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(room).map(|c| c.to_ascii_lowercase()));
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_made_of_the_words_of_the_title() {
        let check = |title: &str, lang: &str, slug: &str| assert_eq!(slugify(title, lang), slug, "{title}");
        check("Harbour bridge reopens", "en", "harbour-bridge-reopens");
        check("  Don’t panic!  (yet) ", "en", "dont-panic-yet");
        check("Über Größe", "de", "ueber-groesse");
        check("Über", "sv", "uber");
        check("São João", "pt", "sao-joao");
        check("!!!", "en", "");
        check("", "en", "");
    }

    #[test]
    fn a_slug_of_a_slug_is_itself() {
        for title in ["Harbour bridge reopens", "北京的天气", "Ελλάδα σήμερα", "x".repeat(300).as_str()]
        {
            let slug = slugify(title, "en");
            assert_eq!(slugify(&slug, "en"), slug);
            assert!(!slug.is_empty() && slug.len() <= SLUG_CHARS_MAX);
        }
    }

    #[test]
    fn a_long_slug_ends_where_a_word_ends() {
        let slug = slugify(&"seventeen harbours ".repeat(9), "en");
        assert!(slug.len() <= SLUG_CHARS_MAX);
        assert!(slug.ends_with("seventeen") || slug.ends_with("harbours"), "{slug}");
    }
}

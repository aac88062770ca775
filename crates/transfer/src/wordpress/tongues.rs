//! Texts in several languages at once, as the plug-ins qTranslate and mqTranslate keep them in one field:
//! `[:en]Fog[:de]Nebel[:]` or, of old, `<!--:en-->Fog<!--:--><!--:de-->Nebel<!--:-->`.

use std::borrow::Cow;

/// Parts of a text that are told apart.
const PARTS_MAX: usize = 10_000;

/// A part of a text with its language; none for what stands in all of them.
struct Part<'a> {
    lang: Option<&'a str>,
    text: &'a str,
}

/// The part of `text` that is in the site's language, else in the first that says something: for titles and names.
pub(super) fn one<'a>(text: &'a str, language: &str) -> Cow<'a, str> {
    let Some(parts) = parts(text) else { return Cow::Borrowed(text) };
    let languages = languages(&parts, language);
    let said = languages.iter().map(|lang| in_language(&parts, lang));
    Cow::Owned(said.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default())
}

/// A text with the part in the site's language in front and the others below it, each after a line, and the
/// languages; `None` for a text in one language.
pub(super) fn all(text: &str, language: &str) -> Option<(String, Vec<String>)> {
    let parts = parts(text)?;
    let languages = languages(&parts, language);
    let (first, others) = languages.split_first()?;
    let mut whole = in_language(&parts, first);
    for lang in others {
        whole.push_str("\n\n<hr>\n\n");
        for part in parts.iter().filter(|part| part.lang == Some(*lang)) {
            whole.push_str(part.text);
        }
    }
    Some((whole, languages.into_iter().map(str::to_owned).collect()))
}

/// The languages of a text that says something in them, the site's own in front.
fn languages<'a>(parts: &[Part<'a>], language: &str) -> Vec<&'a str> {
    let mut languages: Vec<&str> = Vec::new();
    for part in parts.iter().filter(|part| !part.text.trim().is_empty()) {
        if let Some(lang) = part.lang.filter(|lang| !languages.contains(lang)) {
            languages.push(lang);
        }
    }
    let own = language.get(..2).unwrap_or_default().to_ascii_lowercase();
    languages.sort_by_key(|lang| *lang != own);
    languages
}

/// What a reader of one language saw.
fn in_language(parts: &[Part<'_>], lang: &str) -> String {
    parts.iter().filter(|part| part.lang.is_none_or(|of| of == lang)).map(|part| part.text).collect()
}

/// The parts of a text that has marks of languages: one in front, or two that differ.
fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    if !["[:", "<!--:"].iter().any(|mark| dateline_markup::holds(text, mark)) {
        return None;
    }
    let mut parts = Vec::new();
    let (mut lang, mut rest, mut from) = (None, text, 0);
    let mut seen: Vec<&str> = Vec::new();
    while let Some(at) = next(rest, from) {
        match mark(&rest[at..]) {
            Some((found, length)) if parts.len() < PARTS_MAX => {
                parts.push(Part { lang, text: &rest[..at] });
                lang = found;
                seen.extend(found.filter(|found| !seen.contains(found)));
                (rest, from) = (&rest[at + length..], 0);
            }
            _ => from = at + 1,
        }
    }
    parts.push(Part { lang, text: rest });
    let begins = parts.first().is_some_and(|part| part.text.trim().is_empty());
    (seen.len() > 1 || begins && seen.len() == 1).then_some(parts)
}

/// Where the next thing that may be a mark stands. No byte is looked at twice: a text may be nothing but halves of marks.
fn next(text: &str, mut from: usize) -> Option<usize> {
    loop {
        from += text[from..].find(['[', '<'])?;
        if ["[:", "<!--:"].iter().any(|mark| text[from..].starts_with(mark)) {
            return Some(from);
        }
        from += 1;
    }
}

/// The mark that `text` begins with: its language, or none for an end, and its length.
fn mark(text: &str) -> Option<(Option<&str>, usize)> {
    let (inner, close) = match text.strip_prefix("[:") {
        Some(inner) => (inner, "]"),
        None => (text.strip_prefix("<!--:")?, "-->"),
    };
    let end = (0..=2).find(|at| inner.get(*at..).is_some_and(|rest| rest.starts_with(close)))?;
    let length = text.len() - inner.len() + end + close.len();
    match &inner[..end] {
        "" => Some((None, length)),
        lang if lang.len() == 2 && lang.bytes().all(|b| b.is_ascii_lowercase()) => Some((Some(lang), length)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_in_two_languages_is_read_in_that_of_the_newspaper() {
        for text in ["[:en]Fog[:de]Nebel[:]", "<!--:en-->Fog<!--:--><!--:de-->Nebel<!--:-->"] {
            assert_eq!(one(text, "de-DE"), "Nebel");
            assert_eq!(one(text, "fr"), "Fog");
        }
        assert_eq!(one("No. 7: [:en]Fog[:de][:]", "de"), "No. 7: Fog");
        for plain in ["a[:n]", "a[:10] is [::2]", "[:toolong]", "x <!--more--> [:ab] y", "[:", "<!--:"] {
            assert_eq!(one(plain, "en"), plain);
            assert!(all(plain, "en").is_none());
        }
    }

    #[test]
    fn a_story_in_two_languages_keeps_both() {
        let text = "<img src=\"q.jpg\">[:en]Fog[:de]Nebel[:]";
        let (whole, languages) = all(text, "de").unwrap();
        assert_eq!(whole, "<img src=\"q.jpg\">Nebel\n\n<hr>\n\nFog");
        assert_eq!(languages, ["de", "en"]);
        assert!(all(&"[:".repeat(100_000), "en").is_none());
        let many: String = (0..PARTS_MAX + 9).map(|_| "[:en]a[:de]b").collect();
        assert!(
            all(&many, "en").unwrap().0.matches('b').count() > PARTS_MAX / 2,
            "beyond the limit words stay"
        );
    }

    #[test]
    fn a_text_of_halves_of_marks_is_looked_through_once() {
        for half in ["[:", "<!--:", "[:zz"] {
            let text = half.repeat(500_000);
            assert_eq!(one(&text, "en"), text);
        }
    }
}

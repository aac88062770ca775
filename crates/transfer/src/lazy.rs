//! Pictures that a script of the old site put in place once they came into view: `<img data-src="quay.jpg">`, often with
//! the picture itself beside in `<noscript>`. No script of the old site runs here, so they are put in place at once. So are
//! those of AMP, whose script made a picture of each `<amp-img>`.

use std::borrow::Cow;
use std::collections::HashSet;

/// Attributes that keep the address, as writers of such scripts call them.
const KEPT_IN: [&str; 5] = ["data-src", "data-lazy-src", "data-original", "data-image", "data-orig-file"];
/// What a picture of AMP begins with, and what it becomes.
const AMP: &str = "<amp-img";
const FROM_AMP: &str = "<img data-amp";
/// The most bytes of a tag that is looked at.
const TAG_MAX: usize = 16_384;
/// Pictures of one text that are put in place.
const PICTURES_MAX: usize = 10_000;

/// A body with its pictures in place; `None` when all are.
pub(crate) fn shown(html: &str) -> Option<String> {
    let has_amp = dateline_markup::holds(html, AMP);
    // Most texts have nothing of the kind, which is seen at once.
    let is_kept = dateline_markup::holds(html, "data-")
        && ["data-src", "data-lazy-src", "data-orig", "data-image"]
            .iter()
            .any(|sign| dateline_markup::holds(html, sign));
    if !has_amp && !is_kept {
        return None;
    }
    let html = if has_amp {
        Cow::Owned(html.replace(AMP, FROM_AMP).replace("</amp-img>", ""))
    } else {
        Cow::Borrowed(html)
    };
    let mut out = String::with_capacity(html.len());
    let mut placed: HashSet<String> = HashSet::new();
    let mut rest = &*html;
    while let Some(at) = rest.find("<img").filter(|_| placed.len() < PICTURES_MAX) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(tag) = tag(rest) else {
            out.push_str("<img");
            rest = &rest[4..];
            continue;
        };
        rest = &rest[tag.len()..];
        let src = attribute(tag, "src");
        if tag.starts_with(FROM_AMP)
            && let Some((_, address)) = src
        {
            placed.insert(address.trim().to_owned());
        }
        let is_stand_in = src.as_ref().is_none_or(|(_, address)| stands_in(address));
        let mut kept =
            KEPT_IN.iter().filter_map(|name| attribute(tag, name)).map(|(_, address)| address.trim());
        match kept.find(|address| is_stand_in && !stands_in(address)) {
            Some(address) => {
                // What is left of the tag without its own address.
                let (before, after) = match src {
                    Some((place, _)) => (&tag[4..place.start], &tag[place.end..]),
                    None => ("", &tag[4..]),
                };
                for part in ["<img src=\"", address, "\"", before, after] {
                    out.push_str(part);
                }
                placed.insert(address.to_owned());
            }
            None => out.push_str(tag),
        }
    }
    out.push_str(rest);
    (has_amp || !placed.is_empty()).then(|| without_doubles(&out, &placed))
}

/// Takes out what stood in `<noscript>` for readers without scripts and is in place now.
fn without_doubles(html: &str, placed: &HashSet<String>) -> String {
    const OPEN: &str = "<noscript>";
    const CLOSE: &str = "</noscript>";
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(OPEN) {
        let inner = &rest[at + OPEN.len()..];
        let Some(end) = inner.find(CLOSE) else { break };
        let alone = inner[..end].trim();
        let is_double =
            tag(alone).filter(|tag| alone.starts_with("<img") && tag.len() == alone.len()).is_some_and(
                |tag| attribute(tag, "src").is_some_and(|(_, address)| placed.contains(address.trim())),
            );
        let length = at + OPEN.len() + end + CLOSE.len();
        out.push_str(&rest[..if is_double { at } else { length }]);
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// Whether an address is that of an empty picture that holds the place of another.
fn stands_in(address: &str) -> bool {
    let address = address.trim();
    let name = address.rsplit('/').next().unwrap_or_default();
    address.is_empty()
        || address.starts_with("data:")
        || ["blank.", "spacer.", "placeholder.", "pixel.", "transparent.", "grey.", "1x1."]
            .iter()
            .any(|word| name.starts_with(word))
}

/// The tag that `html` begins with.
fn tag(html: &str) -> Option<&str> {
    let mut quote = None;
    for (at, sign) in html.bytes().enumerate().take(TAG_MAX) {
        match (quote, sign) {
            (None, b'>') => return Some(&html[..=at]),
            // Another one begins, and this one never ended.
            (None, b'<') if at > 0 => return None,
            (None, b'"' | b'\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
    }
    None
}

/// Where an attribute stands in a tag, and its value.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<(std::ops::Range<usize>, &'a str)> {
    let mut from = 0;
    loop {
        let at = from + tag[from..].find(name)?;
        from = at + name.len();
        let Some(value) = tag[from..].trim_start().strip_prefix('=') else { continue };
        if !tag[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')) {
            continue;
        }
        let value = value.trim_start();
        let start = tag.len() - value.len();
        let (value, end) = if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let inner = &value[1..];
            let end = inner.find(quote)?;
            (&inner[..end], start + end + 2)
        } else {
            let end = value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len());
            (&value[..end], start + end)
        };
        return Some((at..end, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_waited_for_a_script_is_seen() {
        let check = |html: &str, expected: &str| assert_eq!(shown(html).as_deref(), Some(expected), "{html}");
        check("<img data-src=\"q.jpg\" alt=\"Quay\">", "<img src=\"q.jpg\" data-src=\"q.jpg\" alt=\"Quay\">");
        check(
            "<img class=\"a\" src=\"data:image/gif;base64,R0\" data-lazy-src='q.jpg?a=1&amp;b'/>",
            "<img src=\"q.jpg?a=1&amp;b\" class=\"a\"  data-lazy-src='q.jpg?a=1&amp;b'/>",
        );
        check("<img src=/i/blank.gif data-original=q.jpg>", "<img src=\"q.jpg\"  data-original=q.jpg>");
    }

    #[test]
    fn a_picture_of_amp_is_a_picture() {
        let html = "<amp-img src=\"q.jpg\" alt=\"Quay\" layout=\"responsive\"><noscript><img src=\"q.jpg\"></noscript></amp-img>, fog";
        let expected = "<img data-amp src=\"q.jpg\" alt=\"Quay\" layout=\"responsive\">, fog";
        assert_eq!(shown(html).as_deref(), Some(expected));
        assert_eq!(shown("<amp-img>").as_deref(), Some("<img data-amp>"));
    }

    #[test]
    fn a_picture_for_readers_without_scripts_is_not_seen_twice() {
        let html = "<noscript><img src=\"q.jpg\"></noscript><img data-src=\"q.jpg\"><noscript>Fog</noscript><noscript><img src=\"r.jpg\"></noscript>";
        let html = shown(html).unwrap();
        assert_eq!((html.matches("q.jpg").count(), html.matches("<noscript>").count()), (2, 2), "{html}");
    }

    #[test]
    fn a_picture_in_its_place_stays() {
        for html in [
            "<img src=\"q.jpg\" data-src=\"large.jpg\">",
            "<img src=\"data:image/png;base64,AA\" alt=\"data-src\">",
            "<img data-src=\"\">",
            "<img data-src=\"never closed",
            "<p data-src=\"q.jpg\">",
        ] {
            assert_eq!(shown(html), None, "{html}");
        }
        let unended = "<img data-src=q ".repeat(200_000);
        assert_eq!(shown(&unended), None);
        let long = format!("<img data-src=\"{}\">", "q".repeat(TAG_MAX));
        assert_eq!(shown(&long), None, "a tag beyond the limit stays as it is");
    }
}

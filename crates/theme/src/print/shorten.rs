//! Cutting HTML after a number of words or letters.

/// How much is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Runs of letters and figures.
    Words(usize),
    /// Letters of the text, blanks included.
    Characters(usize),
}

/// Elements that have no end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The beginning of `html`; tags are kept and count nothing, and what is open at the cut is closed.
pub(super) fn shorten(html: &str, measure: Measure) -> String {
    let mut open: Vec<&str> = Vec::new();
    let mut count = 0;
    let mut in_word = false;
    let mut end = 0;
    while let Some(first) = letter_at(html, end) {
        if first == '<'
            && let Some((tag, _)) = tag_at(&html[end..])
        {
            let (Measure::Words(limit) | Measure::Characters(limit)) = measure;
            if count >= limit {
                break;
            }
            // A tag ends a word, as the space between two paragraphs does.
            if in_word && matches!(measure, Measure::Words(_)) {
                count += 1;
                in_word = false;
            }
            follow(tag, &mut open);
            end += tag.len();
            continue;
        }
        // The letter that ends the last word still belongs to it: a comma stays, a blank is trimmed.
        let (full, kept) = match measure {
            Measure::Words(limit) => {
                let letter =
                    if first.is_ascii() { first.is_ascii_alphanumeric() } else { first.is_alphanumeric() };
                if in_word && !letter {
                    count += 1;
                }
                in_word = letter;
                (count >= limit, true)
            }
            Measure::Characters(limit) => {
                count += 1;
                (count > limit, count <= limit)
            }
        };
        if kept {
            end += first.len_utf8();
        }
        if full {
            break;
        }
    }
    let kept = html[..end].trim_end();
    let mut out = String::with_capacity(kept.len() + open.iter().map(|name| name.len() + 3).sum::<usize>());
    out.push_str(kept);
    for name in open.iter().rev() {
        out.extend(["</", name, ">"]);
    }
    out
}

/// The letter at a place in a text; most are of ASCII, and need no decoding.
fn letter_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some(char::from(*byte)),
        _ => text[at..].chars().next(),
    }
}

/// The tag or comment `html` begins with, and what follows it.
fn tag_at(html: &str) -> Option<(&str, &str)> {
    let after = html.strip_prefix('<')?;
    let end = if after.starts_with("!--") {
        html.find("-->")? + 3
    } else if after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!') {
        html.find('>')? + 1
    } else {
        return None;
    };
    Some(html.split_at(end))
}

/// Keeps the list of open elements.
fn follow<'h>(tag: &'h str, open: &mut Vec<&'h str>) {
    let inside = tag.trim_start_matches('<').trim_end_matches('>');
    let (closing, inside) = inside.strip_prefix('/').map_or((false, inside), |name| (true, name));
    let name = inside.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
    let names_an_element = name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !names_an_element || inside.ends_with('/') || VOID.iter().any(|void| name.eq_ignore_ascii_case(void)) {
        return;
    }
    if !closing {
        open.push(name);
    } else if let Some(at) = open.iter().rposition(|other| other.eq_ignore_ascii_case(name)) {
        open.truncate(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, measure: Measure, expected: &str) {
        assert_eq!(shorten(html, measure), expected, "{html}");
    }

    #[test]
    fn words_are_cut_where_they_end() {
        check("<p>The <b>first tram</b> crossed</p>", Measure::Words(2), "<p>The <b>first</b></p>");
        check("<p>The first, tram</p>", Measure::Words(2), "<p>The first,</p>");
        check("<p>It’s one</p>", Measure::Words(2), "<p>It’s</p>");
        check("<p>short</p>", Measure::Words(9), "<p>short</p>");
        check("<p>one</p><p>two</p><p>three</p>", Measure::Words(2), "<p>one</p><p>two</p>");
        check("<ul><li>one</li><li>two</li></ul>", Measure::Words(1), "<ul><li>one</li></ul>");
    }

    #[test]
    fn letters_are_counted_without_tags() {
        check("<p>ab<br>c d</p>", Measure::Characters(3), "<p>ab<br>c</p>");
        check("<p>ab<br>c</p>", Measure::Characters(2), "<p>ab</p>");
        check("<!-- a comment --><i>ab</i>c", Measure::Characters(2), "<!-- a comment --><i>ab</i>");
    }

    #[test]
    fn a_lonely_bracket_is_text() {
        check("a < b", Measure::Characters(3), "a <");
        check("a <b", Measure::Characters(9), "a <b");
        check("", Measure::Words(3), "");
    }
}

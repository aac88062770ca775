//! Attributes that generators let authors write behind a part of a text: kramdown's `{: .wide}` and `{:toc}`, Hugo's and
//! kramdown's `## Quay {#quay .wide}`. Our Markdown knows none, and readers would see them.

use super::fences;
use crate::player::escaped;

/// Whether a text may have any.
pub(super) fn are_in(text: &str) -> bool {
    ["{:", "{#", "{."].iter().any(|mark| text.contains(mark))
}

/// A text without them, outside of fenced code. The name of a headline stays as the place that links lead to.
pub(super) fn without(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let is_code = fence.is_some() || mark.is_some() || line.starts_with("    ") || line.starts_with('\t');
        if is_code && !(fence.is_none() && trimmed.starts_with("{:") && is_list(&trimmed[2..], true)) {
            out.push(line.to_owned());
            continue;
        }
        if is_alone(trimmed) {
            // A list whose attribute asks for the table of contents is the place of that table.
            if trimmed.contains("toc") && out.last().is_some_and(|before| is_item(before)) {
                out.pop();
            }
            continue;
        }
        out.push(if trimmed.starts_with('#') { headline(line) } else { inline(line) });
    }
    out.concat()
}

/// Whether a line is nothing but attributes.
fn is_alone(line: &str) -> bool {
    let Some(inner) = line.strip_prefix('{').and_then(|line| line.strip_suffix('}')) else { return false };
    match inner.strip_prefix(':') {
        Some(inner) => !inner.contains(['{', '}']),
        None => inner.starts_with(['#', '.']) && is_list(inner, false),
    }
}

fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("* ") || line.starts_with("- ") || line.starts_with("+ ") || line.starts_with("1. ")
}

/// Whether a text is a list of attributes; with `closed` it ends in a brace.
fn is_list(text: &str, closed: bool) -> bool {
    let text = if closed { text.strip_suffix('}') } else { Some(text) };
    text.is_some_and(|text| {
        !text.contains(['{', '}', '<'])
            && text.split_whitespace().all(|word| {
                word.starts_with(['#', '.'])
                    || word.contains('=')
                    || word.contains('"')
                    || word.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-')
            })
    })
}

/// A text in which Markdown inside HTML is read, where the author asked for it: `<div markdown="1">`. An empty line on each side makes
/// Markdown of what is between.
pub(super) fn with_markdown_inside(text: &str) -> String {
    const ASKED: [&str; 5] =
        [" markdown=\"1\"", " markdown='1'", " markdown=1", " markdown=\"block\"", " markdown=\"span\""];
    if !ASKED.iter().any(|asked| text.contains(asked)) {
        return text.to_owned();
    }
    let aside = fences::put_aside(text);
    let mut out = String::with_capacity(text.len() + 64);
    let mut depth = 0_usize;
    for line in aside.text.split_inclusive('\n') {
        let asked = ASKED.iter().find(|asked| line.trim_start().starts_with('<') && line.contains(*asked));
        if let Some(asked) = asked {
            out.push_str(&line.replacen(asked, "", 1));
            // One that ends in its line holds nothing to part.
            if line.trim_end().ends_with('>') && !line.contains("</") {
                out.push('\n');
                depth += 1;
            }
        } else if depth > 0 && line.trim_start().starts_with("</") {
            out.extend(["\n", line.trim_start()]);
            depth -= 1;
        } else {
            out.push_str(line);
        }
    }
    aside.put_back(&out)
}

/// A headline without the attributes at its end.
fn headline(line: &str) -> String {
    let bare = line.trim_end();
    let found = bare.strip_suffix('}').and_then(|bare| bare.rsplit_once('{'));
    let Some((words, inner)) = found.filter(|(words, inner)| {
        let inner = inner.trim_start_matches(':').trim();
        words.ends_with(' ') && inner.starts_with(['#', '.']) && is_list(inner, false)
    }) else {
        return inline(line);
    };
    let signs = words.len() - words.trim_start_matches('#').len();
    let (level, words) = words.split_at(signs);
    let place = inner.trim_start_matches(':').split_whitespace().find_map(|word| word.strip_prefix('#'));
    let place = place.map_or_else(String::new, |name| format!("<a id=\"{}\"></a>", escaped(name)));
    format!("{level} {place}{}\n", words.trim().trim_end_matches('#').trim_end())
}

/// A line without kramdown's attributes behind a link, a picture, code or emphasis.
fn inline(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("{:") {
        out.push_str(before);
        let end = after.find('}').filter(|_| before.ends_with([')', '*', '_', '`', ']', '>']));
        if let Some(end) = end.filter(|end| after.get(..*end).is_some_and(|inner| is_list(inner, false))) {
            rest = &after[end + 1..];
        } else {
            out.push_str("{:");
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_in_html_is_read_where_the_author_asked_for_it() {
        let check = |text: &str, expected: &str| assert_eq!(with_markdown_inside(text), expected, "{text}");
        check(
            "<div class=\"a\" markdown=\"1\">\n**Fog**\n</div>\n",
            "<div class=\"a\">\n\n**Fog**\n\n</div>\n",
        );
        check("<p markdown='1'>*Fog*</p>\n", "<p>*Fog*</p>\n");
        check("```\n<div markdown=\"1\">\n```\n", "```\n<div markdown=\"1\">\n```\n");
        check("<div>\n**Fog**\n</div>\n", "<div>\n**Fog**\n</div>\n");
    }

    #[test]
    fn attributes_are_taken_off_and_code_keeps_its_braces() {
        let check = |text: &str, expected: &str| assert_eq!(without(text), expected, "{text}");
        check("Fog\n{: .wide}\n\nOwl", "Fog\n\nOwl");
        check("* TOC\n{:toc}\n\nFog", "\nFog");
        check("## Quay {#quay .wide}\nx", "## <a id=\"quay\"></a>Quay\nx");
        check("## Quay ##{: .no_toc}\n", "## Quay ##{: .no_toc}\n");
        check("## Quay {: .no_toc }\n", "## Quay\n");
        check("[a](b){:target=\"_blank\"} and `x`{:.language-rb}.", "[a](b) and `x`.");
        check("![a](b.png){: width=\"10\" .left }", "![a](b.png)");
        check("> Said\n{:.quote}\n", "> Said\n");
        check("{::options parse_block_html=\"true\" /}\nx", "x");
        check("```\n{: .x}\n```\n", "```\n{: .x}\n```\n");
        check("{.lead}\nx {.y} z {: w", "x {.y} z {: w");
        check("{ a: 1 } {#x}", "{ a: 1 } {#x}");
    }
}

//! A comment form's plain text as HTML.

use crate::token::{push_escaped, push_start};

/// Turns what a reader typed into paragraphs (an empty line ends one), line breaks and links for http(s) addresses.
/// Everything else is shown as typed.
///
/// ```
/// assert_eq!(dateline_markup::comment_html("1 < 2\n\nyes"), "<p>1 &lt; 2</p><p>yes</p>");
/// ```
pub fn comment_html(text: &str) -> String {
    render(text, true)
}

/// The same without links: the safe way to print what is not trusted as HTML.
pub(crate) fn paragraphs(text: &str) -> String {
    render(text, false)
}

fn render(text: &str, with_links: bool) -> String {
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| *c != '\0')
        .collect();
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut in_paragraph = false;
    for line in text.split('\n').map(str::trim) {
        if line.is_empty() {
            if in_paragraph {
                out.push_str("</p>");
            }
            in_paragraph = false;
            continue;
        }
        out.push_str(if in_paragraph { "<br>" } else { "<p>" });
        in_paragraph = true;
        if with_links { push_linked(&mut out, line) } else { push_escaped(&mut out, line) }
    }
    if in_paragraph {
        out.push_str("</p>");
    }
    out
}

fn push_linked(out: &mut String, line: &str) {
    let mut rest = line;
    while let Some(at) = next_address(rest) {
        let (before, from) = rest.split_at(at);
        let end = from
            .find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
            .unwrap_or(from.len());
        let address = without_closing_marks(&from[..end]);
        push_escaped(out, before);
        let is_url = url::Url::parse(address).is_ok_and(|url| url.host_str().is_some());
        if is_url {
            let attrs = [("href".into(), address.into()), ("rel".into(), crate::policy::COMMENT_LINK.into())];
            push_start(out, "a", &attrs);
            push_escaped(out, address);
            out.push_str("</a>");
        } else {
            push_escaped(out, address);
        }
        rest = &from[address.len()..];
    }
    push_escaped(out, rest);
}

/// Where the next `http://` or `https://` begins that is not the tail of a word.
fn next_address(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text[from..].find("http") {
        let at = from + found;
        let tail = &text[at..];
        let starts_word = !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        if starts_word && (tail.starts_with("http://") || tail.starts_with("https://")) {
            return Some(at);
        }
        from = at + 4;
    }
    None
}

/// The address without the sentence's own marks behind it; a closing bracket stays if the address opened one.
fn without_closing_marks(address: &str) -> &str {
    let mut address = address;
    let mut opened = address.matches('(').count() as i64 - address.matches(')').count() as i64;
    loop {
        let Some(last) = address.chars().next_back() else { return address };
        let unmatched = last == ')' && opened < 0;
        if !unmatched
            && !matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '…' | ']' | '}' | '*' | '_')
        {
            return address;
        }
        opened += i64::from(unmatched);
        let shorter = &address[..address.len() - last.len_utf8()];
        if shorter.ends_with("//") {
            return address;
        }
        address = shorter;
    }
}

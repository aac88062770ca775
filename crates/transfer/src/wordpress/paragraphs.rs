//! Paragraphs from line breaks, as WordPress shows texts of its classic editor and all comments: an empty line
//! ends a paragraph, a single one breaks the line, block elements stand by themselves.

/// Elements that no paragraph holds, whose own text follows the rules of paragraphs again.
const CONTAINERS: [&str; 17] = [
    "div",
    "blockquote",
    "section",
    "article",
    "aside",
    "header",
    "footer",
    "nav",
    "main",
    "details",
    "td",
    "th",
    "li",
    "dd",
    "dt",
    "form",
    "fieldset",
];
/// Elements that no paragraph holds, and that hold no paragraphs.
const BLOCKS: [&str; 35] = [
    "address",
    "audio",
    "caption",
    "center",
    "col",
    "colgroup",
    "dl",
    "embed",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hgroup",
    "hr",
    "iframe",
    "legend",
    "menu",
    "object",
    "ol",
    "p",
    "param",
    "picture",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
    "video",
    "source",
];
/// Elements whose text is left exactly as it is.
const VERBATIM: [&str; 5] = ["pre", "script", "style", "textarea", "svg"];
/// Elements without an end.
const VOID: [&str; 6] = ["hr", "col", "embed", "param", "source", "br"];

/// What a tag is to paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Stands between paragraphs; text inside makes paragraphs again.
    Container,
    /// Stands between paragraphs; text inside stays together.
    Block,
    /// Stands in a paragraph.
    Inline,
}

/// Makes paragraphs of `text`, HTML with bare line breaks.
pub(crate) fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut maker = Maker {
        out: String::with_capacity(text.len() + text.len() / 8),
        run: String::new(),
        open: Vec::new(),
    };
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        maker.run.push_str(&rest[..at]);
        rest = maker.tag(&rest[at..]);
    }
    maker.run.push_str(rest);
    maker.end_run(None);
    maker.out
}

struct Maker {
    out: String,
    /// Text and inline tags since the last block.
    run: String,
    /// Block elements that are open.
    open: Vec<(String, Kind)>,
}

impl Maker {
    /// Takes the tag that `rest` begins with; answers what follows it.
    fn tag<'a>(&mut self, rest: &'a str) -> &'a str {
        if let Some(comment) = rest.strip_prefix("<!--") {
            let length = comment.find("-->").map_or(rest.len(), |at| at + 7);
            // The jump break and its like stand between paragraphs.
            self.end_run(None);
            self.out.push_str(&rest[..length]);
            return &rest[length..];
        }
        let (name, is_end) = tag_name(rest);
        if name.is_empty() {
            self.run.push('<');
            return &rest[1..];
        }
        let length = tag_length(rest);
        let tag = &rest[..length];
        if VERBATIM.contains(&name.as_str()) && !is_end {
            let close = format!("</{name}");
            let end = rest[length..].to_ascii_lowercase().find(&close).map_or(rest.len(), |at| {
                let from = length + at;
                from + tag_length(&rest[from..])
            });
            self.end_run(None);
            self.out.push_str(&rest[..end]);
            return &rest[end..];
        }
        match kind_of(&name) {
            Kind::Inline => self.run.push_str(tag),
            kind => {
                self.end_run(is_end.then_some(name.as_str()));
                self.out.push_str(tag);
                if is_end {
                    if let Some(at) = self.open.iter().rposition(|(open, _)| *open == name) {
                        self.open.truncate(at);
                    }
                } else if !VOID.contains(&name.as_str()) && !tag.ends_with("/>") {
                    self.open.push((name, kind));
                }
            }
        }
        &rest[length..]
    }

    /// Ends a stretch of text; `closing` is the element whose end tag follows.
    fn end_run(&mut self, closing: Option<&str>) {
        let run = std::mem::take(&mut self.run);
        let trimmed = run.trim_matches(['\n', ' ', '\t']);
        if trimmed.is_empty() {
            return;
        }
        let parts = split(trimmed);
        let inside = self.open.last();
        let wraps = match inside {
            None => true,
            Some((_, Kind::Block | Kind::Inline)) => false,
            Some((name, Kind::Container)) => {
                // `<div>text</div>` stays as it is; text with empty lines or beside blocks becomes paragraphs.
                let is_whole =
                    closing == Some(name) && self.out.ends_with('>') && !self.out.ends_with("</p>");
                name == "blockquote"
                    || parts.len() > 1
                    || !is_whole && !matches!(name.as_str(), "li" | "td" | "th" | "dt" | "dd")
            }
        };
        for part in parts {
            if wraps {
                self.out.push_str("<p>");
            }
            self.out.push_str(&broken(part));
            if wraps {
                self.out.push_str("</p>\n");
            }
        }
    }
}

/// The parts between empty lines.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\n') {
        let first = at + found;
        let gap =
            text[first..].find(|c: char| !matches!(c, '\n' | ' ' | '\t')).map_or(text.len(), |n| first + n);
        if text[first..gap].matches('\n').count() > 1 {
            parts.push(text[from..first].trim());
            from = gap;
        }
        at = gap;
    }
    parts.push(text[from..].trim());
    parts.retain(|part| !part.is_empty());
    parts
}

/// Single line breaks become `<br>`, but not beside one that is there already.
fn broken(part: &str) -> String {
    let mut out = String::with_capacity(part.len() + 16);
    for (n, line) in part.split('\n').enumerate() {
        let line = line.trim_matches([' ', '\t']);
        if n > 0 {
            let has_break = ["<br>", "<br/>", "<br />"].iter().any(|br| out.trim_end().ends_with(br));
            out.push_str(if has_break { "\n" } else { "<br>\n" });
        }
        out.push_str(line);
    }
    out
}

fn kind_of(name: &str) -> Kind {
    if CONTAINERS.contains(&name) {
        Kind::Container
    } else if BLOCKS.contains(&name) {
        Kind::Block
    } else {
        Kind::Inline
    }
}

/// The lower-case name of a tag, and whether it is an end tag; empty when it is no tag.
fn tag_name(rest: &str) -> (String, bool) {
    let inner = &rest[1..];
    let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
    let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = &inner[..length];
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    (if is_name { name.to_ascii_lowercase() } else { String::new() }, is_end)
}

/// The length of the tag that `rest` begins with, quotes respected.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    for (at, letter) in rest.char_indices() {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    // A quote that never ends: the tag ends at the first bracket after all.
    rest.find('>').map_or(rest.len(), |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, html: &str) {
        assert_eq!(paragraphs(text).replace("</p>\n", "</p>"), html, "{text:?}");
    }

    #[test]
    fn an_empty_line_ends_a_paragraph_and_a_single_one_breaks_the_line() {
        check("one\n\ntwo", "<p>one</p><p>two</p>");
        check("one\r\ntwo", "<p>one<br>\ntwo</p>");
        check("one\n \t\n\n\ntwo\n", "<p>one</p><p>two</p>");
        check("one<br />\ntwo", "<p>one<br />\ntwo</p>");
        check("", "");
    }

    #[test]
    fn blocks_stand_between_paragraphs() {
        check("one\n<h2>Head</h2>\ntwo", "<p>one</p><h2>Head</h2><p>two</p>");
        check("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul><li>a</li><li>b</li></ul>");
        check("<blockquote>said</blockquote>", "<blockquote><p>said</p></blockquote>");
        check("<div>a</div>", "<div>a</div>");
        check("<div>a\n\nb</div>", "<div><p>a</p><p>b</p></div>");
        check("<p>a\nb</p>", "<p>a<br>\nb</p>");
        check("a\n\n<!--more-->\n\nb", "<p>a</p><!--more--><p>b</p>");
    }

    #[test]
    fn what_is_preformatted_keeps_its_lines() {
        check("a\n\n<pre>x\n\ny</pre>\n\nb", "<p>a</p><pre>x\n\ny</pre><p>b</p>");
        check("<PRE>x\n\ny", "<PRE>x\n\ny");
    }

    #[test]
    fn inline_markup_and_odd_signs_stay_in_the_paragraph() {
        check("a <em>b</em>\n\n<a href=\"x>y\">c</a>", "<p>a <em>b</em></p><p><a href=\"x>y\">c</a></p>");
        check("1 < 2\n\n<3", "<p>1 < 2</p><p><3</p>");
        check("<a href=\"never", "<p><a href=\"never</p>");
    }
}

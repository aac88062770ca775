//! Paragraphs from line breaks, as WordPress shows texts of its classic editor and all comments: an empty line
//! ends a paragraph, a single one breaks the line, block elements stand by themselves.

use std::borrow::Cow;
use std::collections::HashMap;

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
    let text = line_feeds(text);
    let mut maker = Maker {
        text: &text,
        out: String::with_capacity(text.len() + text.len() / 8),
        from: 0,
        open: Vec::new(),
    };
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        at = maker.tag(at + found);
    }
    maker.end_run(text.len(), None);
    maker.out
}

/// A text whose lines end as ours do.
pub(super) fn line_feeds(text: &str) -> Cow<'_, str> {
    let has_returns = memchr::memchr(b'\r', text.as_bytes()).is_some();
    if has_returns { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() }
}

struct Maker<'t> {
    text: &'t str,
    out: String,
    /// Where the text and the inline tags since the last block begin.
    from: usize,
    /// Block elements that are open.
    open: Vec<(Cow<'t, str>, Kind)>,
}

impl Maker<'_> {
    /// Takes the tag at `at`; answers where it ends.
    fn tag(&mut self, at: usize) -> usize {
        let text = self.text;
        let rest = &text[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = comment.find("-->").map_or(text.len(), |length| at + length + 7);
            // The jump break and its like stand between paragraphs; what is nobody's business stands where it was put.
            let is_mark =
                ["more", "nextpage", "noteaser"].iter().any(|mark| comment.trim_start().starts_with(mark));
            let is_paragraph = || {
                let before = text[self.from..at].trim_end_matches([' ', '\t']);
                let after = text[end..].trim_start_matches([' ', '\t']);
                (before.is_empty() || before.ends_with("\n\n"))
                    && (after.is_empty() || after.starts_with('\n'))
            };
            return if is_mark || is_paragraph() { self.stand_alone(at, end) } else { end };
        }
        let (name, is_end) = tag_name(rest);
        if name.is_empty() {
            return at + 1;
        }
        let end = at + tag_length(rest);
        if is_verbatim(&name) && !is_end {
            let end = verbatim_end(text, end, &name);
            return self.stand_alone(at, end);
        }
        let kind = kind_of(&name);
        if kind == Kind::Inline {
            return end;
        }
        self.end_run(at, is_end.then_some(&*name));
        let tag = &text[at..end];
        self.out.push_str(tag);
        self.from = end;
        if is_end {
            if let Some(opened) = self.open.iter().rposition(|(open, _)| *open == name) {
                self.open.truncate(opened);
            }
        } else if !is_void(&name) && !tag.ends_with("/>") {
            self.open.push((name, kind));
        }
        end
    }

    /// Writes what no paragraph holds as it is.
    fn stand_alone(&mut self, at: usize, end: usize) -> usize {
        self.end_run(at, None);
        self.out.push_str(&self.text[at..end]);
        self.from = end;
        end
    }

    /// Ends a stretch of text at `to`; `closing` is the element whose end tag follows.
    fn end_run(&mut self, to: usize, closing: Option<&str>) {
        let trimmed = self.text[self.from..to].trim_matches(['\n', ' ', '\t']);
        if trimmed.is_empty() {
            return;
        }
        let parts = split(trimmed);
        let wraps = match self.open.last() {
            None => true,
            Some((_, Kind::Block | Kind::Inline)) => false,
            Some((name, Kind::Container)) => {
                // `<div>text</div>` stays as it is; text with empty lines or beside blocks becomes paragraphs.
                let is_whole =
                    closing == Some(name) && self.out.ends_with('>') && !self.out.ends_with("</p>");
                name == "blockquote"
                    || parts.len() > 1
                    || !is_whole && !matches!(&**name, "li" | "td" | "th" | "dt" | "dd")
            }
        };
        // A paragraph that nobody closed ends at an empty line, too.
        let between = if matches!(self.open.last(), Some((name, Kind::Block)) if name == "p") {
            "</p>\n<p>"
        } else {
            "\n"
        };
        let mut emphasis = Emphasis::of(trimmed);
        for (n, part) in parts.into_iter().enumerate() {
            // Tags without words are round what follows and make no paragraph.
            let wraps = wraps && !is_bare(part);
            if wraps {
                self.out.push_str("<p>");
            } else if n > 0 {
                self.out.push_str(between);
            }
            let again = if wraps { emphasis.opening() } else { String::new() };
            self.out.push_str(&again);
            push_broken(&mut self.out, part);
            emphasis.pass(part);
            if wraps {
                self.out.push_str(&emphasis.closing());
                self.out.push_str("</p>\n");
            }
        }
    }
}

/// Emphasis and its like that is open from one paragraph to the next: `<em>one⏎⏎two</em>`. Browsers open it again, and so
/// does this.
struct Emphasis<'t> {
    /// The stretch of text, and how far it was read.
    run: &'t str,
    at: usize,
    /// Tags that are open, each with its name.
    open: Vec<(Cow<'t, str>, &'t str)>,
    /// Where the next end of each name is, each looked for once.
    ends: HashMap<String, Option<usize>>,
}

impl<'t> Emphasis<'t> {
    /// Tags that are open at once; more are a mistake.
    const MOST: usize = 10;

    fn of(run: &'t str) -> Self {
        Self { run, at: 0, open: Vec::new(), ends: HashMap::new() }
    }

    /// Goes past a paragraph.
    fn pass(&mut self, part: &'t str) {
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &part.as_bytes()[at..]) {
            let tag = at + found;
            let (name, is_end) = tag_name(&part[tag..]);
            at = tag + if name.is_empty() { 1 } else { tag_length(&part[tag..]) };
            if !is_emphasis(&name) {
                continue;
            }
            if !is_end {
                self.open.push((name, &part[tag..at]));
            } else if let Some(opened) = self.open.iter().rposition(|(open, _)| *open == name) {
                self.open.truncate(opened);
            }
        }
        self.at = part.as_ptr() as usize + part.len() - self.run.as_ptr() as usize;
        self.open.truncate(Self::MOST);
        // What is never ended was not meant for all that follows.
        let open = std::mem::take(&mut self.open);
        self.open = open.into_iter().filter(|(name, _)| self.is_ended(name)).collect();
    }

    /// Whether the end of an element is still to come.
    fn is_ended(&mut self, name: &str) -> bool {
        let (run, at) = (self.run, self.at);
        let known = self.ends.get(name).copied();
        let end = match known {
            Some(None) => None,
            Some(Some(end)) if end >= at => Some(end),
            _ => run[at..].find(&format!("</{name}")).map(|found| at + found),
        };
        self.ends.insert(name.to_owned(), end);
        end.is_some()
    }

    fn opening(&self) -> String {
        self.open.iter().map(|(_, tag)| *tag).collect()
    }

    fn closing(&self) -> String {
        self.open.iter().rev().fold(String::new(), |closing, (name, _)| closing + "</" + name + ">")
    }
}

/// Whether an element is one that browsers open again in the next paragraph.
fn is_emphasis(name: &str) -> bool {
    matches!(name, "b" | "big" | "code" | "em" | "i" | "s" | "small" | "strike" | "strong" | "tt" | "u")
}

/// Whether a stretch is nothing but tags of emphasis and the like.
fn is_bare(part: &str) -> bool {
    let mut rest = part;
    while let Some(tag) = rest.strip_prefix('<') {
        let (name, _) = tag_name(rest);
        if !(is_emphasis(&name) || matches!(&*name, "span" | "font")) || tag.is_empty() {
            return false;
        }
        rest = rest[tag_length(rest)..].trim_start();
    }
    rest.is_empty()
}

/// Where an element whose text is left exactly as it is ends; its text begins at `from`.
fn verbatim_end(text: &str, from: usize, name: &str) -> usize {
    let is_end = |at: &usize| {
        let after = text.as_bytes().get(at + 2..at + 2 + name.len());
        after.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    let end = text[from..].match_indices("</").map(|(at, _)| from + at).find(is_end);
    end.map_or(text.len(), |at| at + tag_length(&text[at..]))
}

/// The parts between empty lines.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\n', &text.as_bytes()[at..]) {
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
fn push_broken(out: &mut String, part: &str) {
    if memchr::memchr(b'\n', part.as_bytes()).is_none() {
        return out.push_str(part.trim_matches([' ', '\t']));
    }
    for (n, line) in part.split('\n').enumerate() {
        if n > 0 {
            let has_break = ["<br>", "<br/>", "<br />"].iter().any(|br| out.trim_end().ends_with(br));
            out.push_str(if has_break { "\n" } else { "<br>\n" });
        }
        out.push_str(line.trim_matches([' ', '\t']));
    }
}

/// What an element is to paragraphs.
fn kind_of(name: &str) -> Kind {
    match name {
        "div" | "blockquote" | "section" | "article" | "aside" | "header" | "footer" | "nav" | "main"
        | "details" | "td" | "th" | "li" | "dd" | "dt" | "form" | "fieldset" => Kind::Container,
        "address" | "audio" | "caption" | "center" | "col" | "colgroup" | "dl" | "embed" | "figcaption"
        | "figure" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hgroup" | "hr" | "iframe" | "legend"
        | "menu" | "object" | "ol" | "p" | "param" | "picture" | "summary" | "table" | "tbody" | "tfoot"
        | "thead" | "tr" | "ul" | "video" | "source" => Kind::Block,
        _ => Kind::Inline,
    }
}

/// Whether an element's text is left exactly as it is.
fn is_verbatim(name: &str) -> bool {
    matches!(name, "pre" | "script" | "style" | "textarea" | "svg")
}

/// Whether an element has no end.
fn is_void(name: &str) -> bool {
    matches!(name, "hr" | "col" | "embed" | "param" | "source" | "br")
}

/// The lower-case name of a tag, and whether it is an end tag; empty when it is no tag.
fn tag_name(rest: &str) -> (Cow<'_, str>, bool) {
    let inner = &rest[1..];
    let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
    let length = inner.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = &inner[..length];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return ("".into(), is_end);
    }
    let is_small = !name.bytes().any(|byte| byte.is_ascii_uppercase());
    (if is_small { name.into() } else { name.to_ascii_lowercase().into() }, is_end)
}

/// The length of the tag that `rest` begins with, quotes respected.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return at + 1,
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
        check("<p>a\n\nb\n\n<p>c", "<p>a</p><p>b<p>c");
        check("<h2>a\n\nb</h2>", "<h2>a\nb</h2>");
        check("a\n\n<!--more-->\n\nb", "<p>a</p><!--more--><p>b</p>");
    }

    #[test]
    fn emphasis_goes_on_in_the_next_paragraph() {
        check("<em>a\n\nb</em> c", "<p><em>a</em></p><p><em>b</em> c</p>");
        check(
            "x <b class=\"y\"><i>a\n\nb</i>\n\nc</b>",
            "<p>x <b class=\"y\"><i>a</i></b></p><p><b class=\"y\"><i>b</i></b></p><p><b class=\"y\">c</b></p>",
        );
        check("<em>a\n\nb", "<p><em>a</p><p>b</p>");
        let many = paragraphs(&format!("{}</b>", "<b>a\n\n<i>b\n\n".repeat(20_000)));
        assert_eq!(many.matches("<p>").count(), 40_000);
        check("<strong><h2>a</h2></strong>\n\nb", "<strong><h2>a</h2></strong><p>b</p>");
    }

    #[test]
    fn a_comment_parts_no_sentence() {
        check("a <!-- who? --> b", "<p>a <!-- who? --> b</p>");
        check("a\n\n<!-- who? -->\n\nb", "<p>a</p><!-- who? --><p>b</p>");
        check("<!-- who? -->a\n\nb", "<p><!-- who? -->a</p><p>b</p>");
        check("a<!--more On it goes-->b", "<p>a</p><!--more On it goes--><p>b</p>");
        check("a <!-- never", "<p>a <!-- never</p>");
    }

    #[test]
    fn what_is_preformatted_keeps_its_lines() {
        check("a\n\n<pre>x\n\ny</pre>\n\nb", "<p>a</p><pre>x\n\ny</pre><p>b</p>");
        check("<PRE>x\n\ny", "<PRE>x\n\ny");
        check("<pre>x\n\n</Pre >y\n\nz", "<pre>x\n\n</Pre ><p>y</p><p>z</p>");
    }

    #[test]
    fn inline_markup_and_odd_signs_stay_in_the_paragraph() {
        check("a <em>b</em>\n\n<a href=\"x>y\">c</a>", "<p>a <em>b</em></p><p><a href=\"x>y\">c</a></p>");
        check("1 < 2\n\n<3", "<p>1 < 2</p><p><3</p>");
        check("<a href=\"never", "<p><a href=\"never</p>");
    }
}

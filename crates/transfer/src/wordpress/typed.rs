//! What authors typed for plug-ins that read a text letter by letter: notes (`((…))`, `[ref]…[/ref]`, `[1. …]`), which
//! become marks with a list at the end, and formulas (`$latex …$`, `[latex]…[/latex]`), which stand as their author wrote them.

use std::collections::HashMap;
use std::fmt::Write as _;

use memchr::memmem;

use super::known;
use super::shortcode::{self, Ends};
use crate::player::escaped;

/// Shortcodes of plug-ins whose content is a note.
const NOTES: [&str; 7] = ["ref", "footnote", "fn", "efn_note", "mfn", "modern_footnote", "sidenote"];
/// Shortcodes where plug-ins put the list of notes.
const LISTS: [&str; 5] = ["references", "reflist", "footnotes", "efn_reference", "footnotes_list"];
/// Shortcodes whose content is a formula.
const FORMULAS: [&str; 4] = ["latex", "tex", "katex", "math"];
/// The beginning of a formula on WordPress.com.
const DOLLAR: &str = "$latex";

/// Bytes of one note or formula.
const LONGEST: usize = 4_000;
/// Brackets and formulas of one text that are looked at.
const TRIES_MAX: usize = 10_000;
/// Notes of one text; what is beyond stays as it was typed.
const NOTES_MAX: usize = 2_000;
/// Places at which a note between brackets may end and that are looked at.
const ENDS_MAX: usize = 4;

/// A text whose notes and formulas are HTML.
pub(super) struct Typed {
    pub(super) html: String,
    pub(super) notes: usize,
    pub(super) formulas: usize,
}

/// Reads the notes and formulas of `text`; `None` when there are none.
pub(super) fn read(text: &str) -> Option<Typed> {
    if !may_hold(text) {
        return None;
    }
    let mut reader = Reader {
        text,
        ends: Ends::of(text),
        html: String::with_capacity(text.len() + text.len() / 8),
        notes: Vec::new(),
        named: HashMap::new(),
        list: None,
        formulas: 0,
        unended: Vec::new(),
        left: TRIES_MAX,
    };
    reader.read();
    let Reader { mut html, notes, list, formulas, .. } = reader;
    if notes.is_empty() && formulas == 0 {
        return None;
    }
    let count = notes.len();
    if count > 0 {
        let mut items = String::from("\n\n<ol class=\"footnotes\">");
        for (n, note) in (1..).zip(&notes) {
            let _ = write!(items, "<li id=\"fn-{n}\">{note} <a href=\"#fnref-{n}\">↩︎</a></li>");
        }
        items.push_str("</ol>\n\n");
        html.insert_str(list.unwrap_or(html.len()), &items);
    }
    Some(Typed { html, notes: count, formulas })
}

/// Whether a text may hold some, told fast: nearly none does.
fn may_hold(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memmem::find(bytes, b"((").is_some() || memmem::find(bytes, DOLLAR.as_bytes()).is_some() {
        return true;
    }
    memchr::memchr_iter(b'[', bytes).any(|at| {
        let rest = &text[at + 1..];
        let name = rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        NOTES.contains(&name.as_str()) || FORMULAS.contains(&name.as_str()) || numbered(rest).is_some()
    })
}

struct Reader<'t> {
    text: &'t str,
    ends: Ends<'t>,
    html: String,
    notes: Vec<String>,
    /// The numbers of notes that are named again.
    named: HashMap<String, usize>,
    /// Where the list of notes is wanted.
    list: Option<usize>,
    formulas: usize,
    /// Signs that were looked for and do not come any more.
    unended: Vec<String>,
    /// Tries that are left.
    left: usize,
}

impl<'t> Reader<'t> {
    fn read(&mut self) {
        let text = self.text;
        let mut from = 0;
        while let Some(found) = text[from..].find(['<', '[', '(', '$']) {
            let at = from + found;
            self.html.push_str(&text[from..at]);
            let rest = &text[at..];
            let taken = match rest.as_bytes()[0] {
                b'<' => Some(self.passed(rest)),
                b'[' => self.tries().and_then(|()| self.bracket(rest)),
                b'(' if rest.starts_with("((") => self.tries().and_then(|()| self.brackets(rest)),
                b'$' if rest.starts_with(DOLLAR) => self.tries().and_then(|()| self.dollar(rest)),
                _ => None,
            };
            from = at + taken.unwrap_or_else(|| self.kept(rest, 1));
        }
        self.html.push_str(&text[from..]);
    }

    /// Whether one more is looked at.
    fn tries(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        Some(())
    }

    /// Writes what no plug-in reads: of `rest`, which begins with `<`, program text whole, of others the tag.
    fn passed(&mut self, rest: &str) -> usize {
        let name: String = rest[1..].chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
        let name = name.to_ascii_lowercase();
        let sign = match name.as_str() {
            "pre" | "code" | "script" | "style" | "textarea" | "kbd" | "samp" => format!("</{name}"),
            "" if rest.starts_with("<!--") => "-->".to_owned(),
            "" if !rest.starts_with("</") => return self.kept(rest, 1),
            _ => ">".to_owned(),
        };
        if self.unended.contains(&sign) {
            return self.kept(rest, 1);
        }
        if let Some(at) = rest.find(&sign) {
            self.kept(rest, at + sign.len())
        } else {
            self.unended.push(sign);
            self.kept(rest, 1)
        }
    }

    /// Writes the first bytes of `rest` as they are.
    fn kept(&mut self, rest: &str, length: usize) -> usize {
        self.html.push_str(&rest[..length]);
        length
    }

    /// A shortcode, or `[1. A note]`.
    fn bracket(&mut self, rest: &'t str) -> Option<usize> {
        if let Some(inner) = numbered(rest.get(1..)?) {
            let end = end_of(inner, "]", ('[', ']'))?;
            let note = Some(&inner[..end]).filter(|note| is_prose(note))?;
            self.note(note, None)?;
            return Some(rest.len() - inner.len() + end + 1);
        }
        let code = shortcode::parse(rest, &mut self.ends)?;
        let name = code.name.as_str();
        if NOTES.contains(&name) {
            let named = code.get("name").map(str::to_owned);
            match (code.content.filter(|content| !content.trim().is_empty()), named) {
                (Some(content), named) => self.note(content, named)?,
                (None, Some(named)) => {
                    let number = *self.named.get(&named)?;
                    self.mark(number, false);
                }
                (None, None) => return None,
            }
        } else if FORMULAS.contains(&name) {
            let formula = code.content.filter(|content| !content.trim().is_empty())?;
            self.formula(formula, rest, code.length);
        } else if LISTS.contains(&name) && !self.notes.is_empty() {
            self.list = Some(self.html.len());
        } else if known::is_program(&code) {
            self.kept(rest, code.length);
        } else {
            return None;
        }
        Some(code.length)
    }

    /// `((A note.))`
    fn brackets(&mut self, rest: &'t str) -> Option<usize> {
        let inner = rest.strip_prefix("((")?;
        // `f((x))` and `(((` are no notes.
        if inner.starts_with('(') || self.html.ends_with('(') {
            return None;
        }
        let end = end_of(inner, "))", ('(', ')'))?;
        let note = Some(&inner[..end]).filter(|note| is_prose(note))?;
        self.note(note, None)?;
        Some(end + 4)
    }

    /// `$latex e^{i\pi}&s=2$`
    fn dollar(&mut self, rest: &'t str) -> Option<usize> {
        let inner = rest.strip_prefix(DOLLAR)?;
        let near = &inner[..inner.floor_char_boundary(LONGEST)];
        if !near.starts_with(|c: char| c.is_whitespace() || matches!(c, '{' | '\\' | '&')) {
            return None;
        }
        let end = ends_of(near, "$").find(|end| !near[..*end].ends_with('\\'))?;
        let formula = Some(&near[..end]).filter(|formula| !formula.trim().is_empty())?;
        self.formula(formula, rest, DOLLAR.len() + end + 1);
        Some(DOLLAR.len() + end + 1)
    }

    fn note(&mut self, note: &str, named: Option<String>) -> Option<()> {
        if self.notes.len() >= NOTES_MAX {
            return None;
        }
        // A formula may stand in a note.
        let (note, formulas) = match memmem::find(note.as_bytes(), DOLLAR.as_bytes()).and_then(|_| read(note))
        {
            Some(typed) if typed.notes == 0 => (typed.html, typed.formulas),
            _ => (note.to_owned(), 0),
        };
        self.formulas += formulas;
        self.notes.push(note.trim().to_owned());
        let number = self.notes.len();
        if let Some(named) = named {
            self.named.entry(named).or_insert(number);
        }
        // The plug-ins take the blank before a note as theirs.
        self.html.truncate(self.html.trim_end_matches(' ').len());
        self.mark(number, true);
        Some(())
    }

    /// The mark of a note; the first one is where its note leads back to.
    fn mark(&mut self, number: usize, is_first: bool) {
        let id = if is_first { format!(" id=\"fnref-{number}\"") } else { String::new() };
        let _ = write!(self.html, "<sup{id}><a href=\"#fn-{number}\">{number}</a></sup>");
    }

    /// A formula in its line, or alone.
    fn formula(&mut self, formula: &str, rest: &str, length: usize) {
        // `&s=2&fg=000000` of WordPress.com say how it looked.
        let shown =
            ["&amp;s=", "&amp;bg=", "&amp;fg=", "&#038;s=", "&#038;bg=", "&#038;fg=", "&s=", "&bg=", "&fg="]
                .iter()
                .filter_map(|option| formula.find(option))
                .min()
                .map_or(formula, |at| &formula[..at]);
        let shown = escaped(&dateline_markup::plain_text(&shown.replace('\n', " ")));
        let code = format!("<code class=\"language-latex\">{shown}</code>");
        let before = self.html.trim_end_matches([' ', '\t']);
        let after = rest[length..].trim_start_matches([' ', '\t']);
        let is_alone =
            (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'));
        if is_alone {
            let _ = write!(self.html, "\n\n<pre>{code}</pre>\n\n");
        } else {
            self.html.push_str(&code);
        }
        self.formulas += 1;
    }
}

/// What follows the number of `1. A note]`.
fn numbered(rest: &str) -> Option<&str> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let inner = rest[digits..].strip_prefix('.')?;
    ((1..=3).contains(&digits) && inner.starts_with([' ', '\u{a0}'])).then_some(inner)
}

/// Where `inner` ends: at the first `sign` before which its brackets are balanced, in the same paragraph.
fn end_of(inner: &str, sign: &str, (open, close): (char, char)) -> Option<usize> {
    let near = &inner[..inner.floor_char_boundary(LONGEST)];
    ends_of(near, sign).take(ENDS_MAX).find(|end| {
        let mut depth = 0_i32;
        near[..*end].chars().all(|c| {
            depth += i32::from(c == open) - i32::from(c == close);
            depth >= 0
        }) && depth == 0
    })
}

/// Where a sign stands, also where it overlaps itself.
fn ends_of<'a>(text: &'a str, sign: &'a str) -> impl Iterator<Item = usize> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(sign)?;
        from = at + 1;
        Some(at)
    })
}

/// Whether what stands between brackets is words of one paragraph, and not a formula or a joke.
fn is_prose(note: &str) -> bool {
    const BLOCKS: [&str; 8] = ["</p", "<p>", "</li", "</td", "</h", "</div", "<!--", "</blockquote"];
    let is_whole = !note.contains("\n\n") && !BLOCKS.iter().any(|sign| note.contains(sign));
    let words =
        note.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1).count();
    // Chinese, Japanese and Korean part no words.
    let signs = note
        .chars()
        .filter(|c| ('\u{3040}'..='\u{9fff}').contains(c) || ('\u{ac00}'..='\u{d7a3}').contains(c));
    is_whole && (words > 2 || note.contains("://") || signs.count() > 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, html: &str) {
        assert_eq!(read(text).map_or_else(|| text.to_owned(), |typed| typed.html), html, "{text}");
    }

    fn list(items: &[&str]) -> String {
        let item = |(n, text): (usize, &&str)| {
            format!("<li id=\"fn-{0}\">{text} <a href=\"#fnref-{0}\">↩︎</a></li>", n + 1)
        };
        let items: String = items.iter().enumerate().map(item).collect();
        format!("\n\n<ol class=\"footnotes\">{items}</ol>\n\n")
    }

    fn mark(number: usize) -> String {
        format!("<sup id=\"fnref-{number}\"><a href=\"#fn-{number}\">{number}</a></sup>")
    }

    #[test]
    fn notes_of_plug_ins_become_marks_with_a_list_at_the_end() {
        check(
            "The quay fell. ((Seen by <em>Ana</em> (at noon).)) So.",
            &format!("The quay fell.{} So.{}", mark(1), list(&["Seen by <em>Ana</em> (at noon)."])),
        );
        check(
            "A[ref name=\"x\"]One.[/ref] b[ref name=\"x\" /] c[efn_note]Two.[/efn_note] d [1. Of the three owls.]",
            &format!(
                "A{} b<sup><a href=\"#fn-1\">1</a></sup> c{} d{}{}",
                mark(1),
                mark(2),
                mark(3),
                list(&["One.", "Two.", "Of the three owls."])
            ),
        );
        check(
            "A[fn]One.[/fn]\n\n[references /]\n\nEnd",
            &format!("A{}\n\n{}\n\nEnd", mark(1), list(&["One."])),
        );
        check("雾很大((据港务局昨日通报))。", &format!("雾很大{}。{}", mark(1), list(&["据港务局昨日通报"])));
    }

    #[test]
    fn brackets_of_programs_sums_and_jokes_are_no_notes() {
        for text in [
            "f((x)) and ((a + b) * (c + d)) and ((hug)) and ((",
            "<pre>if ((he said so too)) {}</pre>",
            "[code]if ((he said so too)) {}[/code]",
            "<a title=\"((he said so too))\">x</a>",
            "<p>((he said</p><p>so too))</p>",
            "a [1] and [2. Auflage] and [ref] and [latex]",
            "it cost $5 and $latexes",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_formula_stands_as_its_author_typed_it() {
        check(
            "So $latex a &lt; b^2&s=2$ holds, [latex]x_1[/latex] too.",
            "So <code class=\"language-latex\">a &lt; b^2</code> holds, <code class=\"language-latex\">x_1</code> too.",
        );
        check(
            "Thus\n\n$latex \\sum_n \\$5&fg=000000$\n\nand",
            "Thus\n\n\n\n<pre><code class=\"language-latex\">\\sum_n \\$5</code></pre>\n\n\n\nand",
        );
        let typed = read("A((It is $latex e$ of course.))").unwrap();
        assert_eq!((typed.notes, typed.formulas), (1, 1));
    }

    #[test]
    fn thousands_of_openings_and_no_end_are_read_in_one_go() {
        for text in ["((a ", "<pre ((a ", "[ref ", "$latex ", "[1. a ", "((a)(a"] {
            let text = text.repeat(100_000);
            assert!(read(&text).is_none());
        }
    }
}

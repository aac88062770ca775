//! Markdown as authors write it: GitHub's flavour with footnotes.

use crate::sanitise::{Profile, sanitise};

/// HTML of a Markdown story, made safe like any author's HTML. Raw HTML in the source is left out, except the
/// jump break `<!--more-->`.
pub fn markdown(source: &str) -> String {
    let html = comrak::markdown_to_html(&with_jump_mark(source), &options());
    let html = html.replacen(&format!("<p>{JUMP_MARK}</p>"), crate::JUMP_BREAK, 1);
    sanitise(&html, Profile::Author)
}

/// HTML of Markdown from another system, with the raw HTML that stands in it: foreign, to be handed to
/// [`crate::sanitise_import`].
pub fn markdown_with_html(source: &str) -> String {
    let mut options = options();
    options.render.r#unsafe = true;
    comrak::markdown_to_html(source, &options)
}

/// The same of Markdown as Ghost's editor reads it: `==marked==`, `H~2~O`, `x^2^`.
pub fn markdown_of_ghost(source: &str) -> String {
    let mut options = options();
    options.render.r#unsafe = true;
    options.extension.highlight = true;
    options.extension.subscript = true;
    options.extension.superscript = true;
    comrak::markdown_to_html(source, &options)
}

/// The same of Markdown as generators of sites read it: formulas between dollars stay as they are written, `Term` and `: What it is`
/// are a list of terms.
pub fn markdown_of_a_site(source: &str) -> String {
    let mut options = options();
    options.render.r#unsafe = true;
    options.extension.math_dollars = source.contains('$');
    options.extension.description_lists = source.contains("\n:");
    let html = comrak::markdown_to_html(source, &options);
    if options.extension.math_dollars { with_dollars(&html) } else { html }
}

/// HTML whose formulas stand between dollars again, as scripts look for them. Their text is escaped and holds no tags.
fn with_dollars(html: &str) -> String {
    const FORMULAS: [(&str, &str); 2] =
        [("<span data-math-style=\"inline\">", "$"), ("<span data-math-style=\"display\">", "$$")];
    let mut html = html.to_owned();
    for (open, dollars) in FORMULAS {
        let mut out = String::with_capacity(html.len());
        let mut rest = html.as_str();
        while let Some((before, after)) = rest.split_once(open) {
            let Some((formula, behind)) = after.split_once("</span>") else { break };
            out.extend([before, dollars, formula, dollars]);
            rest = behind;
        }
        out.push_str(rest);
        html = out;
    }
    html
}

fn options() -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options
}

/// Stands for the jump break while the Markdown is read: private letters that are taken out of the source first.
const JUMP_MARK: &str = "\u{e0d1}\u{e0d2}";

/// The source with the first jump break that has a line of its own, outside fenced code, as a paragraph of its own.
fn with_jump_mark(source: &str) -> String {
    let source = source.replace(['\u{e0d1}', '\u{e0d2}'], "");
    let mut at = 0;
    let mut fence: Option<char> = None;
    for line in source.split_inclusive('\n') {
        let trimmed = line.trim();
        let mark = trimmed.chars().next().filter(|c| {
            matches!(c, '`' | '~') && trimmed.chars().take_while(|other| other == c).count() >= 3
        });
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let comment = trimmed.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        if fence.is_none() && comment.is_some_and(crate::token::is_jump_comment) {
            return format!("{}\n\n{JUMP_MARK}\n\n{}", &source[..at], &source[at + line.len()..]);
        }
        at += line.len();
    }
    source
}

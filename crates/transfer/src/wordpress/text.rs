//! A body of WordPress as HTML: blocks, shortcodes, addresses on lines of their own, paragraphs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::paragraphs::{line_feeds, paragraphs};
use super::{block, program, shortcode, typed};
use crate::player::{escaped, player};
use crate::record::Attachment;

/// Makes HTML of a body; `notes` takes what readers will not find again.
pub(crate) fn html(text: &str, attachments: &[Attachment], notes: &mut Vec<String>) -> String {
    let has_blocks = block::has_blocks(text);
    let mut text = line_feeds(text);
    if has_blocks {
        let rendered = block::render(&text, attachments);
        text = rendered.html.into();
        if !rendered.bare.is_empty() {
            let names = listed(&rendered.bare);
            notes.push(format!(
                "of blocks that a plug-in of the old server printed only the words are kept: {names}"
            ));
        }
        if !rendered.empty.is_empty() {
            notes
                .push(format!("blocks that the old server filled are left out: {}", listed(&rendered.empty)));
        }
    }
    if let Cow::Owned(written) = program::written(&text) {
        text = written.into();
    }
    if let Some(read) = typed::read(&text) {
        if read.notes > 0 {
            notes.push(format!("notes that a plug-in set stand in a list at its end now ({})", read.notes));
        }
        if read.formulas > 0 {
            notes.push(format!("formulas that a plug-in drew stand as they were typed ({})", read.formulas));
        }
        text = read.html.into();
    }
    if memchr::memchr(b'[', text.as_bytes()).is_some() {
        let rendered = shortcode::render(&text, attachments);
        text = rendered.html.into();
        if rendered.layout > 0 {
            notes.push(
                "the layout of a page builder was taken off; its words and pictures are kept".to_owned(),
            );
        }
        if !rendered.themes.is_empty() {
            let names = listed(&rendered.themes);
            notes.push(format!("shortcodes of a theme were taken off; their words are kept: {names}"));
        }
        if !rendered.filled.is_empty() {
            let names = listed(&rendered.filled);
            notes.push(format!("shortcodes that the old server filled are left out: {names}"));
        }
        if !rendered.hidden.is_empty() {
            let names = listed(&rendered.hidden);
            notes
                .push(format!("parts that only members saw, or who knew a password, were left out: {names}"));
        }
        if !rendered.unknown.is_empty() {
            let names = listed(&rendered.unknown);
            notes.push(format!("shortcodes of plug-ins stand in the text as they are: {names}"));
        }
    }
    if dateline_markup::holds(&text, "<!--n") {
        let pages = text.matches("<!--nextpage-->").count();
        if pages > 0 {
            notes.push(format!("its {} pages are one now, with a line between them", pages + 1));
            text = text.replace("<!--nextpage-->", "\n\n<hr>\n\n").into();
        }
        text = text.replace("<!--noteaser-->", "").into();
    }
    if has_address_line(&text) {
        text = played(&text).into();
    }
    if has_blocks { text.into_owned() } else { paragraphs(&text) }
}

fn listed(names: &BTreeMap<String, usize>) -> String {
    let names: Vec<String> = names.iter().map(|(name, n)| format!("{name} ({n})")).collect();
    names.join(", ")
}

/// Whether a line of a text begins as an address does.
fn has_address_line(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), "http").any(|at| {
        let before = text[..at].trim_end_matches(|c: char| c.is_whitespace() && c != '\n');
        before.is_empty() || before.ends_with('\n')
    })
}

/// Addresses that have a line of their own become players where there is one. One that is a paragraph of its own becomes a
/// link at least: many an old server made a picture of it.
fn played(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut lines = text.split_inclusive('\n').peekable();
    let (mut is_after_gap, mut in_program) = (true, false);
    while let Some(line) = lines.next() {
        let bare = line.trim();
        let is_address =
            bare.starts_with("http") && !bare.contains(char::is_whitespace) && !bare.contains('<');
        let is_paragraph = is_after_gap && lines.peek().is_none_or(|next| next.trim().is_empty());
        match is_address.then(|| player(&bare.replace("&amp;", "&"), "")).flatten() {
            Some(player) => {
                out.push_str("\n\n");
                out.push_str(&player);
                out.push_str("\n\n");
            }
            None if is_address && is_paragraph && !in_program => {
                let address = escaped(&bare.replace("&amp;", "&"));
                out.push_str("<a href=\"");
                out.push_str(&address);
                out.push_str("\">");
                out.push_str(&address);
                out.push_str("</a>");
                out.push_str(&line[line.trim_end().len()..]);
            }
            None => {
                let last = [line.rfind("<pre"), line.rfind("</pre")];
                in_program = if last == [None, None] { in_program } else { last[0] > last[1] };
                out.push_str(line);
            }
        }
        is_after_gap = bare.is_empty();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_classic_text_is_read_as_its_readers_saw_it() {
        let mut notes = Vec::new();
        let text = "The quay.\n\nhttps://youtu.be/dQw4w9WgXcQ\n\n<!--more-->\nThe end.<!--nextpage-->Part two [my-form]";
        let html = html(text, &[], &mut notes);
        assert!(html.starts_with("<p>The quay.</p>\n<figure"), "{html}");
        assert!(html.contains("<!--more--><p>The end.</p>\n<hr><p>Part two [my-form]</p>"), "{html}");
        assert_eq!(notes.len(), 2, "{notes:?}");
    }

    #[test]
    fn an_address_on_a_line_of_its_own_can_be_followed() {
        let check = |text: &str, wanted: &str| {
            assert_eq!(html(text, &[], &mut Vec::new()).replace('\n', ""), wanted, "{text}");
        };
        let link = "<a href=\"https://a.example/x?a=1&amp;b=2\">https://a.example/x?a=1&amp;b=2</a>";
        check(
            "Fog.\n\nhttps://a.example/x?a=1&amp;b=2\n\nSun.",
            &format!("<p>Fog.</p><p>{link}</p><p>Sun.</p>"),
        );
        check(
            "<a href=\"/x\">\nhttps://a.example\n</a>",
            "<p><a href=\"/x\"><br>https://a.example<br></a></p>",
        );
        check("<pre>a\n\nhttps://a.example\n\n</pre>", "<pre>ahttps://a.example</pre>");
    }

    #[test]
    fn notes_and_formulas_of_plug_ins_are_set_and_told() {
        let mut notes = Vec::new();
        let html = html("The quay fell ((so the harbour says)) by $latex g$.", &[], &mut notes);
        assert!(
            html.starts_with("<p>The quay fell<sup id=\"fnref-1\">")
                && html.contains("<ol class=\"footnotes\">"),
            "{html}"
        );
        assert!(html.contains("<code class=\"language-latex\">g</code>"), "{html}");
        assert_eq!(notes.len(), 2, "{notes:?}");
    }

    #[test]
    fn a_text_of_blocks_gets_no_paragraphs_of_our_making() {
        let text = "<!-- wp:paragraph -->\n<p>One\n\ntwo</p>\n<!-- /wp:paragraph -->";
        assert_eq!(html(text, &[], &mut Vec::new()).trim(), "<p>One\n\ntwo</p>");
    }
}

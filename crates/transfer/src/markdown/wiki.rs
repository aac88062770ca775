//! Links in double brackets, as vaults of notes have them: `[[Owl watch]]`, `[[Owl watch#Night|the owls]]`, and what a note shows of
//! another file: `![[owl.png|300]]`.

use dateline_media::media_type;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::fences;

/// Signs that end an address in Markdown.
const IN_ADDRESS: &AsciiSet = &CONTROLS.add(b' ').add(b'(').add(b')').add(b'<').add(b'>').add(b'%');

/// A text whose links lead to the addresses that `address` knows. One that leads nowhere leaves its words.
pub(super) fn resolved(text: &str, address: impl Fn(&str) -> Option<String>) -> String {
    let aside = fences::put_aside(text);
    let mut out = String::with_capacity(text.len());
    for line in aside.text.split_inclusive('\n') {
        let mut rest = line;
        let mut is_code = false;
        while let Some((before, after)) = rest.split_once("[[") {
            is_code ^= before.matches('`').count() % 2 == 1;
            let Some((inner, tail)) =
                after.split_once("]]").filter(|(inner, _)| !is_code && !inner.contains("[["))
            else {
                out.extend([before, "[["]);
                rest = after;
                continue;
            };
            let shows = before.ends_with('!');
            out.push_str(if shows { &before[..before.len() - 1] } else { before });
            out.push_str(&link(inner, shows, &address));
            rest = tail;
        }
        out.push_str(rest);
    }
    aside.put_back(&out)
}

fn link(inner: &str, shows: bool, address: &impl Fn(&str) -> Option<String>) -> String {
    let (called, says) =
        inner.split_once('|').map_or((inner, None), |(called, says)| (called, Some(says.trim())));
    let called = called.trim().trim_end_matches('\\');
    if shows && media_type(called).is_some() {
        // A number behind the name is a width.
        let alt =
            says.filter(|says| !says.starts_with(|sign: char| sign.is_ascii_digit())).unwrap_or_default();
        return format!("![{alt}]({})", utf8_percent_encode(called, IN_ADDRESS));
    }
    let (note, part) = called.split_once('#').map_or((called, None), |(note, part)| (note, Some(part)));
    let says = says.filter(|says| !says.is_empty()).unwrap_or(if note.is_empty() {
        part.unwrap_or_default()
    } else {
        called
    });
    let part = part.map_or_else(String::new, |part| format!("#{}", super::marks::place(part)));
    let path = if note.is_empty() { Some(String::new()) } else { address(note) };
    match path {
        Some(path) => format!("[{says}]({path}{part})"),
        None => says.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_in_brackets_lead_to_the_notes() {
        let check = |text: &str, expected: &str| {
            let address = |called: &str| (called == "Owl watch").then(|| "/owl-watch/".to_owned());
            assert_eq!(resolved(text, address), expected, "{text}");
        };
        check(
            "See [[Owl watch]], [[Owl watch|the owls]].",
            "See [Owl watch](/owl-watch/), [the owls](/owl-watch/).",
        );
        check("[[Owl watch#At night|here]] [[#Fog]]", "[here](/owl-watch/#at-night) [Fog](#fog)");
        check("[[Nobody]] [[Nobody|x]] ![[Owl watch]]", "Nobody x [Owl watch](/owl-watch/)");
        check("![[owl one.png|300]] ![[a/b.jpg|An owl]]", "![](owl%20one.png) ![An owl](a/b.jpg)");
        check("`[[Owl watch]]` [[ `x` [[Owl watch]]", "`[[Owl watch]]` [[ `x` [Owl watch](/owl-watch/)");
        check("```\n[[Owl watch]]\n```\n", "```\n[[Owl watch]]\n```\n");
    }
}

//! Pictures of one letter that are written by their names, as `:owl:`, where the old site was told to show them.

use serde_json::Value;

use super::Generator;
use super::config::Config;
use super::fences;
use crate::yaml::word;

/// The most bytes of a name; the longest has 43.
const NAME_MAX: usize = 64;

/// Whether the old site showed them.
pub(super) fn are_shown(config: &Config) -> bool {
    let is_on = |name: &str| config.word(&[name]).as_deref() == Some("true");
    match config.generator {
        Generator::Hugo => is_on("enableEmoji"),
        Generator::Zola => is_on("markdown.render_emoji"),
        Generator::Jekyll => ["plugins", "gems"].iter().any(|list| {
            let named = config.value(list).and_then(Value::as_array);
            named.is_some_and(|named| named.iter().any(|plugin| word(plugin) == "jemoji"))
        }),
        Generator::Hexo | Generator::Eleventy | Generator::Plain => false,
    }
}

/// A text with the letters in the place of their names. Code, and whatever else is no text, keeps them.
pub(super) fn shown(text: &str) -> String {
    let aside = fences::put_aside(text);
    let mut out = String::with_capacity(text.len());
    let (mut after_blank, mut is_kept_as_is) = (true, false);
    // How many backticks the code in a paragraph began with.
    let mut open = None;
    for line in aside.text.split_inclusive('\n') {
        is_kept_as_is |= line.contains("<pre");
        let is_blank = line.trim().is_empty();
        let is_code = after_blank && (line.starts_with("    ") || line.starts_with('\t'));
        if is_blank {
            open = None;
        }
        if is_kept_as_is || is_code || is_blank {
            out.push_str(line);
        } else {
            in_line(line, &mut open, &mut out);
        }
        // What is indented below indented code is code as well.
        after_blank = is_blank || is_code;
        is_kept_as_is &= !line.contains("</pre");
    }
    aside.put_back(&out)
}

fn in_line(line: &str, open: &mut Option<usize>, out: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find(['`', ':']) {
        let (before, sign) = rest.split_at(at);
        out.push_str(before);
        if sign.starts_with('`') {
            let count = sign.len() - sign.trim_start_matches('`').len();
            match open {
                Some(began) if *began == count => *open = None,
                Some(_) => {}
                None => *open = Some(count),
            }
            out.push_str(&sign[..count]);
            rest = &sign[count..];
            continue;
        }
        // What stands behind these is a part of an address or of a tag.
        let is_text = open.is_none() && !out.ends_with(['/', '=', '"', '\'', '\\']);
        if let Some((letter, length)) = named(&sign[1..]).filter(|_| is_text) {
            out.push_str(letter);
            rest = &sign[length + 2..];
        } else {
            out.push(':');
            rest = &sign[1..];
        }
    }
    out.push_str(rest);
}

/// The letter of the name that a text begins with, and the length of that.
fn named(text: &str) -> Option<(&'static str, usize)> {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-');
    let length = text.bytes().take(NAME_MAX).take_while(is_of_name).count();
    let name = text.get(..length).filter(|_| text[length..].starts_with(':'))?;
    emojis::get_by_shortcode(name).map(|found| (found.as_str(), length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_between_colons_become_letters() {
        for (text, expected) in [
            ("An :owl: by night :+1:", "An 🦉 by night 👍"),
            (":owl::quay: at 10:30:45", "🦉:quay: at 10:30:45"),
            (":no_such_thing: a: b: :owl", ":no_such_thing: a: b: :owl"),
            ("::owl:: é:owl:é", ":🦉: é🦉é"),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn code_and_addresses_keep_the_names() {
        for text in [
            "`:owl:` and ``a ` :owl:``",
            "`begins\n:owl:` ends",
            "```\n:owl:\n```\n",
            "    :owl:\n    :owl:\n",
            "Text\n\n\t:owl:\n",
            "<pre>\n:owl:\n</pre>",
            "[x](https://a.example/:owl:/) <a title=\":owl:\">",
            "\\:owl:",
        ] {
            assert_eq!(shown(text), text);
        }
        assert_eq!(shown("`a` :owl:\n\nan open ` one\n\n:owl:\n"), "`a` 🦉\n\nan open ` one\n\n🦉\n");
        assert_eq!(shown("A line\n    :owl: goes on\n"), "A line\n    🦉 goes on\n");
    }

    #[test]
    fn a_name_as_long_as_any_is_read_and_a_longer_text_is_none() {
        let longest = emojis::iter().flat_map(emojis::Emoji::shortcodes).map(str::len).max();
        assert!(longest.is_some_and(|longest| longest < NAME_MAX), "{longest:?}");
        let text = format!(":{}:", "o".repeat(NAME_MAX + 1));
        assert_eq!(shown(&text), text);
    }
}

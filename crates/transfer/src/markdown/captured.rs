//! Texts that a file of Jekyll or Eleventy puts aside under a name and prints elsewhere: `{% capture tide %}…{% endcapture %}`, then
//! `{{ tide | markdownify }}`. Galleries whose pictures stand in the front matter are printed likewise.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::fences;
use super::marks::inline;
use crate::player::escaped;
use crate::yaml::word;

/// Bytes that the texts of one file may grow to, as a multiple of the file.
const GROWTH_MAX: usize = 8;

/// Whether a text may hold such marks.
pub(super) fn are_in(text: &str) -> bool {
    ["capture ", "assign ", "include gallery", "raw"].iter().any(|mark| text.contains(mark))
        && text.contains("{%")
}

/// A text in which everything put aside stands where it is printed. Code in which nothing was to be carried out loses the marks
/// that said so.
pub(super) fn printed(text: &str, front: &Map<String, Value>) -> String {
    let mut aside = fences::put_aside(text);
    aside.change(|fence| without_tags(fence, &["raw", "endraw"]));
    let text = with_values(&aside.text);
    let text = with_galleries(&text, front);
    aside.put_back(&text)
}

/// A tag of Liquid that stands in a text: its words, and what stands before and after it.
pub(super) struct Tag<'t> {
    pub(super) before: &'t str,
    pub(super) words: &'t str,
    pub(super) after: &'t str,
}

/// The first tag of a text whose name is one of these.
pub(super) fn tag<'t>(text: &'t str, names: &[&str]) -> Option<Tag<'t>> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find("{%")?;
        // The sign that begins a mark does not end it: `{%}` is none.
        let end = at + 2 + text[at + 2..].find("%}")?;
        let words = text[at + 2..end].trim_matches('-').trim();
        if words.split_whitespace().next().is_some_and(|name| names.contains(&name)) {
            return Some(Tag { before: &text[..at], words, after: &text[end + 2..] });
        }
        from = at + 2;
    }
}

fn without_tags(text: &str, names: &[&str]) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(found) = tag(rest, names) {
        out.push_str(found.before);
        rest = found.after;
    }
    out + rest
}

/// A text without what it captures and assigns, which stands where it is named. What is more than a plain text stays.
fn with_values(text: &str) -> String {
    let mut values: HashMap<&str, String> = HashMap::new();
    let (mut left, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(found) = tag(rest, &["capture", "assign", "raw"]) {
        let taken = taken(&found);
        left.push_str(found.before);
        let whole = rest.len() - found.before.len() - found.after.len();
        if let Some((name, value, after)) = taken {
            values.insert(name, value.to_owned());
            rest = after;
        } else {
            left.push_str(&rest[found.before.len()..found.before.len() + whole]);
            // What is not to be carried out is passed over.
            let end = if found.words == "raw" {
                tag(found.after, &["endraw"]).map_or(0, |end| end.before.len())
            } else {
                0
            };
            left.push_str(&found.after[..end]);
            rest = &found.after[end..];
        }
    }
    left.push_str(rest);
    if values.is_empty() { left } else { filled(&left, &values) }
}

/// What a tag puts aside under a name, and what follows it.
fn taken<'t>(found: &Tag<'t>) -> Option<(&'t str, &'t str, &'t str)> {
    let (kind, words) = found.words.split_once(char::is_whitespace)?;
    match kind {
        "capture" => {
            let name = words.trim().trim_matches(['"', '\'']);
            let end = tag(found.after, &["endcapture"])?;
            Some((name, end.before, end.after))
        }
        "assign" => {
            let (name, value) = words.split_once('=')?;
            let value = value.trim();
            let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
            let inner = value[1..].strip_suffix(quote).filter(|inner| !inner.contains(quote))?;
            Some((name.trim(), inner, found.after))
        }
        _ => None,
    }
}

fn filled(text: &str, values: &HashMap<&str, String>) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let found = after.split_once("}}").and_then(|(inner, tail)| {
            let (name, filters) =
                inner.split_once('|').map_or((inner, ""), |(name, filters)| (name, filters.trim()));
            let value = values.get(name.trim_matches(['-', ' ']))?;
            let is_plain = matches!(
                filters.trim_end_matches('-').trim(),
                "" | "markdownify" | "strip" | "strip_newlines"
            );
            is_plain.then_some((value, filters, tail))
        });
        match found.filter(|(value, ..)| out.len() + value.len() <= text.len() * GROWTH_MAX + 65_536) {
            // Markdown in HTML needs an empty line on each side.
            Some((value, filters, tail)) if filters.starts_with("markdownify") => {
                out.extend(["\n\n", value.trim(), "\n\n"]);
                rest = tail;
            }
            Some((value, _, tail)) => {
                out.push_str(value);
                rest = tail;
            }
            None => {
                out.push_str("{{");
                rest = after;
            }
        }
    }
    out + rest
}

/// `{% include gallery id="tides" caption="…" %}` with the pictures that the front matter lists.
fn with_galleries(text: &str, front: &Map<String, Value>) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(found) = tag(rest, &["include", "include_cached"]) {
        out.push_str(found.before);
        let said = |name: &str| {
            let (_, value) = found.words.split_once(&format!("{name}="))?;
            let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
            value[1..].split(quote).next()
        };
        let is_gallery = found.words.split_whitespace().nth(1) == Some("gallery");
        let pictures =
            front.get(said("id").unwrap_or("gallery")).and_then(Value::as_array).filter(|_| is_gallery);
        match pictures {
            Some(pictures) => out.push_str(&gallery(pictures, said("caption"))),
            None => out.push_str(&rest[found.before.len()..rest.len() - found.after.len()]),
        }
        rest = found.after;
    }
    out + rest
}

/// Pictures in a gallery: that many, and no more.
const PICTURES_MAX: usize = 200;

fn gallery(pictures: &[Value], caption: Option<&str>) -> String {
    let picture = |one: &Value| {
        let said = |name: &str| one.get(name).map(word).filter(|value| !value.is_empty());
        let src = said("image_path").or_else(|| said("url"))?;
        let alt = said("alt").or_else(|| said("title")).unwrap_or_default();
        let image = format!("<img src=\"{}\" alt=\"{}\">", escaped(&src), escaped(&alt));
        let image = match said("url") {
            Some(url) => format!("<a href=\"{}\">{image}</a>", escaped(&url)),
            None => image,
        };
        Some(format!("<div class=\"kg-gallery-image\">{image}</div>"))
    };
    let pictures: String = pictures.iter().take(PICTURES_MAX).filter_map(picture).collect();
    let caption =
        caption.map_or_else(String::new, |words| format!("<figcaption>{}</figcaption>", inline(words)));
    format!(
        "\n\n<figure class=\"kg-card kg-gallery-card\"><div class=\"kg-gallery-container\"><div class=\"kg-gallery-row\">{pictures}</div></div>{caption}</figure>\n\n"
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_put_aside_stands_where_it_is_printed() {
        let check = |text: &str, expected: &str| assert_eq!(printed(text, &Map::new()), expected, "{text}");
        check(
            "{% capture tide %}\n* low\n{% endcapture %}<div>\n{{ tide | markdownify }}\n</div>",
            "<div>\n\n\n* low\n\n\n</div>",
        );
        check("{%- assign port = 'Faro' -%}From {{ port }}, {{port}}.", "From Faro, Faro.");
        check("{% assign n = page.x | size %}{{ n }}", "{% assign n = page.x | size %}{{ n }}");
        check(
            "{% raw %}{% assign a = 'b' %}{% endraw %}{{ a }}",
            "{% raw %}{% assign a = 'b' %}{% endraw %}{{ a }}",
        );
        check("```\n{%- raw -%}{{ a }}{%- endraw -%}\n```\n", "```\n{{ a }}\n```\n");
        check("{% capture never %} {{ never", "{% capture never %} {{ never");
        check("{%} {% assign a = 'b' %}{{ a }} {%}", "{%} b {%}");
        let many =
            format!("{{% capture a %}}{}{{% endcapture %}}{}", "x".repeat(10_000), "{{a}}".repeat(10_000));
        assert!(printed(&many, &Map::new()).len() < 1_000_000);
    }

    #[test]
    fn a_gallery_of_the_front_matter_is_printed() {
        let Value::Object(front) =
            json!({"tides": [{"image_path": "/a.jpg", "url": "/b.jpg", "alt": "Low"}, {"x": 1}]})
        else {
            return;
        };
        let html =
            printed("{% include gallery id=\"tides\" caption=\"*Faro*\" %}\n{% include gallery %}", &front);
        assert!(html.contains("<a href=\"/b.jpg\"><img src=\"/a.jpg\" alt=\"Low\"></a>"), "{html}");
        assert!(
            html.contains("<figcaption><em>Faro</em></figcaption>")
                && html.ends_with("{% include gallery %}"),
            "{html}"
        );
    }
}

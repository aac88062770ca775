//! Shortcodes of page builders: `WPBakery` (`vc_`), Divi (`et_pb_`), Avada (`fusion_`) and Enfold (`av_`) keep the layout of a page
//! in them, dozens to a story. What they say is kept, how it was laid out is not.

use data_encoding::BASE64;
use percent_encoding::percent_decode_str;

use super::shortcode::Code;
use crate::player::{escaped, player_or_link};
use crate::record::Attachment;

/// The beginnings of their names.
const FAMILIES: [&str; 5] = ["vc_", "et_pb_", "fusion_", "av_", "cs_"];

/// Attributes that hold words which readers saw.
const WORDS: [&str; 4] = ["title", "heading", "text", "h2"];

/// Whether a name is a page builder's.
pub(super) fn is_builders(name: &str) -> bool {
    FAMILIES.iter().any(|family| name.starts_with(family))
}

/// What an opening bracket becomes; what stands behind it follows, and its end is taken off. The second is whether the content
/// is in the HTML already.
pub(super) fn html(code: &Code<'_>, attachments: &[Attachment]) -> (String, bool) {
    let kind = FAMILIES.iter().find_map(|family| code.name.strip_prefix(family)).unwrap_or_default();
    match kind {
        "raw_html" => (raw(code.content.unwrap_or_default()), true),
        "single_image" | "gallery" | "images_carousel" | "image" | "imageframe" => {
            let named = code.get("image").or_else(|| code.get("images")).unwrap_or_default();
            let mut html: String = named
                .split(',')
                .filter_map(|id| attachments.iter().find(|file| file.id == id.trim()))
                .map(|file| picture(&file.url, if file.alt.is_empty() { &file.title } else { &file.alt }))
                .collect();
            if let Some(src) = code.get("src").filter(|src| src.contains('/')) {
                html.push_str(&picture(src, code.get("alt").unwrap_or_default()));
            }
            (block(&html), false)
        }
        "video" | "youtube" | "vimeo" => {
            let address = code.get("link").or_else(|| code.get("src")).or_else(|| code.get("id"));
            let address = address.filter(|address| address.contains("://"));
            (address.map_or_else(String::new, |address| block(&player_or_link(address))), false)
        }
        "button" | "btn" | "cta" => (block(&button(code)), false),
        _ => {
            let words = WORDS.iter().find_map(|name| code.get(name)).filter(|words| !words.trim().is_empty());
            let html = words.map_or_else(String::new, |words| format!("<h3>{}</h3>", escaped(words)));
            (block(&html), false)
        }
    }
}

/// A part with empty lines round it, so that words before and behind it stay paragraphs of their own.
fn block(html: &str) -> String {
    format!("\n\n{html}\n\n")
}

fn picture(url: &str, alt: &str) -> String {
    format!(
        "<figure class=\"kg-card kg-image-card\"><img src=\"{}\" alt=\"{}\"></figure>",
        escaped(url),
        escaped(alt)
    )
}

/// `link="url:https%3A%2F%2Fa.example|title:More"` of `WPBakery`, `button_url` and `button_text` of Divi.
fn button(code: &Code<'_>) -> String {
    let linked = code.get("link").and_then(|link| {
        let url = link.split('|').find_map(|part| part.strip_prefix("url:")).unwrap_or(link);
        Some(percent_decode_str(url).decode_utf8().ok()?.into_owned())
    });
    let url = linked.or_else(|| code.get("button_url").or_else(|| code.get("url")).map(str::to_owned));
    let words = ["button_text", "title"].iter().find_map(|name| code.get(name)).or(code.content);
    match (url.filter(|url| !url.is_empty()), words) {
        (Some(url), Some(words)) => {
            format!("<p><a href=\"{}\">{}</a></p>", escaped(&url), escaped(words.trim()))
        }
        (None, Some(words)) if code.content.is_none() => format!("<p>{}</p>", escaped(words)),
        _ => String::new(),
    }
}

/// HTML that `WPBakery` keeps encoded twice.
fn raw(content: &str) -> String {
    let bytes = BASE64.decode(content.trim().as_bytes()).unwrap_or_default();
    let text = String::from_utf8(bytes).unwrap_or_default();
    block(&percent_decode_str(&text).decode_utf8_lossy())
}

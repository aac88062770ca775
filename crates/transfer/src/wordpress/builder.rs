//! Shortcodes by which a page is laid out: those of page builders (`WPBakery`'s `vc_`, Divi's `et_pb_`, Avada's `fusion_`, Enfold's
//! `av_` and others) and of themes (`[one_half]`, `[button]`), dozens to a story. What they say is kept, how it was laid out is not.

use data_encoding::BASE64;
use percent_encoding::percent_decode_str;

use super::shortcode::Code;
use crate::player::{escaped, player_or_link, youtube};
use crate::record::Attachment;

/// The beginnings of the names of page builders and of collections of shortcodes.
const FAMILIES: [&str; 18] = [
    "vc_",
    "et_pb_",
    "fusion_",
    "av_",
    "cs_",
    "su_",
    "kc_",
    "tatsu_",
    "mk_",
    "us_",
    "ux_",
    "x_",
    "nectar_",
    "themify_",
    "siteorigin_",
    "edgtf_",
    "mkdf_",
    "qode_",
];

/// Names that themes use.
const THEMES: [&str; 66] = [
    "row",
    "col",
    "column",
    "columns",
    "section",
    "container",
    "one_half",
    "one_half_last",
    "one_third",
    "one_third_last",
    "two_third",
    "two_third_last",
    "two_thirds",
    "two_thirds_last",
    "one_fourth",
    "one_fourth_last",
    "three_fourth",
    "three_fourth_last",
    "one_fifth",
    "one_fifth_last",
    "one_sixth",
    "one_sixth_last",
    "full_width",
    "box",
    "info_box",
    "infobox",
    "alert",
    "notice",
    "toggle",
    "toggles",
    "accordion",
    "accordions",
    "accordion_item",
    "spoiler",
    "tabs",
    "tab",
    "tabgroup",
    "button",
    "btn",
    "dropcap",
    "drop_cap",
    "highlight",
    "tooltip",
    "pullquote",
    "blockquote",
    "quote",
    "clear",
    "clearfix",
    "divider",
    "hr",
    "spacer",
    "gap",
    "icon",
    "fa",
    "presentation",
    "slide",
    "note",
    "info",
    "tip",
    "warning",
    "important",
    "success",
    "error",
    "danger",
    "message",
    "download",
];

/// Attributes that hold words which readers saw.
const WORDS: [&str; 5] = ["title", "heading", "text", "h2", "subhead"];
/// Attributes that name pictures by their numbers or addresses.
const PICTURES: [&str; 8] =
    ["image", "images", "gallery_ids", "image_ids", "image_id", "src", "image_url", "portrait_url"];

/// Whether a name is a page builder's.
pub(super) fn is_builders(name: &str) -> bool {
    FAMILIES.iter().any(|family| name.starts_with(family))
}

/// Whether a name is one that themes use.
pub(super) fn is_themes(name: &str) -> bool {
    THEMES.contains(&name)
}

/// Whether a name is that of a gap or a line between paragraphs, which has nothing in it.
pub(super) fn is_gap(name: &str) -> bool {
    matches!(name, "clear" | "clearfix" | "divider" | "hr" | "spacer" | "gap")
}

/// What a name says without its family.
fn kind_of(name: &str) -> &str {
    FAMILIES.iter().find_map(|family| name.strip_prefix(family)).unwrap_or(name)
}

/// Whether its content stands in the line.
fn is_inline(kind: &str) -> bool {
    matches!(kind, "dropcap" | "drop_cap" | "highlight" | "tooltip" | "icon" | "fa" | "label")
}

/// What the end of one becomes.
pub(super) fn end_of(name: &str) -> &'static str {
    if is_inline(kind_of(name)) { "" } else { "\n\n" }
}

/// What an opening bracket becomes; what stands behind it follows, and its end is taken off. The second is whether the content
/// is in the HTML already.
pub(super) fn html(code: &Code<'_>, attachments: &[Attachment]) -> (String, bool) {
    let content = code.content.map(str::trim).filter(|content| !content.is_empty());
    let kind = kind_of(&code.name);
    match kind {
        _ if is_inline(kind) => (String::new(), false),
        "raw_js" => (String::new(), true),
        "raw_html" | "code" => (raw(content.unwrap_or_default()), true),
        "imageframe" if content.is_some_and(is_address) => {
            (block(&picture(content.unwrap_or_default(), code.get("alt").unwrap_or_default())), true)
        }
        "video" | "youtube" | "vimeo" => {
            (video(code, kind).map_or_else(String::new, |html| block(&html)), false)
        }
        "button" | "btn" | "download" => {
            let html = button(code, Button::Itself);
            // Words that are the button's are not said again.
            let is_whole = content.is_some_and(|content| html.contains(&escaped(content)));
            (block(&html), is_whole)
        }
        "quote" | "pullquote" | "blockquote" | "testimonial" if content.is_some() => {
            let by = ["author", "name", "cite", "job_title", "company_name"]
                .iter()
                .filter_map(|name| code.get(name));
            let by: Vec<&str> = by.filter(|by| !by.is_empty()).collect();
            let by = if by.is_empty() {
                String::new()
            } else {
                format!("\n\n<cite>{}</cite>", escaped(&by.join(", ")))
            };
            (block(&format!("<blockquote>{}{by}</blockquote>", content.unwrap_or_default())), true)
        }
        "hr" | "divider" => (block("<hr>"), false),
        _ => {
            let words = WORDS.iter().filter_map(|name| code.get(name)).find(|words| !words.trim().is_empty());
            let mut html = words.map_or_else(String::new, |words| format!("<h3>{}</h3>", escaped(words)));
            html.push_str(&pictures(code, attachments));
            html.push_str(&button(code, Button::Within));
            (block(&html), false)
        }
    }
}

/// The pictures that a shortcode names.
fn pictures(code: &Code<'_>, attachments: &[Attachment]) -> String {
    let mut html = String::new();
    for named in PICTURES.iter().filter_map(|name| code.get(name)) {
        if named.contains('/') {
            html.push_str(&picture(named, code.get("alt").unwrap_or_default()));
            continue;
        }
        // `7|full` of Avada names the size, too.
        let numbers = named.split(',').filter_map(|id| id.split('|').next()).map(str::trim);
        for file in numbers.filter_map(|id| attachments.iter().find(|file| file.id == id)) {
            html.push_str(&picture(&file.url, file.shows()));
        }
    }
    html
}

/// The player of a video that is named by its address or by its number.
fn video(code: &Code<'_>, kind: &str) -> Option<String> {
    let named = ["link", "src", "url", "id"].iter().find_map(|name| code.get(name)).or(code.content)?.trim();
    let address = match kind {
        _ if is_address(named) => named.to_owned(),
        "youtube" => youtube(named)?,
        "vimeo" if !named.is_empty() && named.bytes().all(|b| b.is_ascii_digit()) => {
            format!("https://vimeo.com/{named}")
        }
        _ => return None,
    };
    Some(player_or_link(&address))
}

fn is_address(text: &str) -> bool {
    text.contains("://") && !text.contains(char::is_whitespace) && !text.contains('<')
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

/// How a shortcode has to do with a button.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Button {
    /// It is one: what it says and what stands in it are the button's words.
    Itself,
    /// It may hold one beside other things.
    Within,
}

impl Button {
    /// Attributes that hold the button's words.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Itself => &["button_text", "title", "text"],
            Self::Within => &["button_text", "button_one_text"],
        }
    }
}

/// `link="url:https%3A%2F%2Fa.example|title:More"` of `WPBakery`, `button_url` and `button_text` of Divi, words between
/// the brackets.
fn button(code: &Code<'_>, which: Button) -> String {
    let linked = code.get("link").and_then(|link| {
        let url = link.split('|').find_map(|part| part.strip_prefix("url:")).unwrap_or(link);
        Some(percent_decode_str(url).decode_utf8().ok()?.into_owned())
    });
    let others = ["button_url", "button_link", "href", "url"].iter().find_map(|name| code.get(name));
    let url = linked.or_else(|| others.map(str::to_owned)).filter(|url| !url.is_empty());
    let is_one = which == Button::Itself;
    let inside = code
        .content
        .map(str::trim)
        .filter(|words| is_one && !words.is_empty() && !words.contains(['<', '[']));
    let mut named = which.words().iter().filter_map(|name| code.get(name));
    let words = named.find(|words| !words.trim().is_empty()).or(inside);
    match (url, words) {
        (Some(url), Some(words)) => {
            format!("<p><a href=\"{}\">{}</a></p>", escaped(&url), escaped(words.trim()))
        }
        (None, Some(words)) if is_one && inside.is_none() => format!("<p>{}</p>", escaped(words)),
        _ => String::new(),
    }
}

/// HTML that `WPBakery` keeps encoded twice and Avada once, and Divi with signs for its line breaks.
fn raw(content: &str) -> String {
    let bytes = BASE64.decode(content.as_bytes()).ok().filter(|bytes| !bytes.is_empty());
    match bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(text) => block(&percent_decode_str(&text).decode_utf8_lossy()),
        None => block(&content.replace("<!-- [et_pb_line_break_holder] -->", "\n")),
    }
}

//! Cards of Ghost's editors as HTML with the classes that its themes know. Both editors name them nearly alike.
//! What needs a script to be seen is given a form that needs none.

use serde_json::Value;

use crate::player::{escaped, player};

/// The HTML of a card; `None` for a name that nobody knows. `notes` takes what readers will not find again.
pub(super) fn html(name: &str, card: &Value, notes: &mut Vec<String>) -> Option<String> {
    if is_for_members_alone(card) {
        return Some(left_out(notes, FOR_MEMBERS));
    }
    let html = match name {
        "image" => image(card),
        "gallery" => gallery(card),
        "html" => text(card, "html").to_owned(),
        "markdown" | "card-markdown" => dateline_markup::markdown_of_ghost(text(card, "markdown")),
        "code" | "codeblock" => code(card),
        "hr" | "horizontalrule" => "<hr>".to_owned(),
        "bookmark" => bookmark(card),
        "embed" => embed(card),
        "button" => button(card),
        "callout" => callout(card),
        "toggle" => toggle(card),
        "file" => file(card),
        "audio" => audio(card),
        "video" => video(card),
        "product" => product(card),
        "header" => header(card),
        "call-to-action" => call_to_action(card),
        "email" | "email-cta" => left_out(notes, "a part that was only sent by mail was left out"),
        "signup" => left_out(notes, "a form to sign up was left out"),
        "paywall" => left_out(notes, "the mark where the part for members began was left out"),
        "transistor" => left_out(notes, "a player of Transistor was left out"),
        _ => return None,
    };
    Some(html)
}

/// What the report says of a part that Ghost showed to those who had signed in, and to nobody else.
pub(super) const FOR_MEMBERS: &str = "a part that only members saw was left out";

/// Whether readers who had not signed in never saw a card on a page.
fn is_for_members_alone(card: &Value) -> bool {
    let Some(visibility) = card.get("visibility") else { return false };
    let says_no = |value: Option<&Value>| value.and_then(Value::as_bool) == Some(false);
    says_no(visibility.get("web").and_then(|web| web.get("nonMember")))
        || says_no(visibility.get("showOnWeb"))
}

fn left_out(notes: &mut Vec<String>, note: &str) -> String {
    if !notes.iter().any(|known| known == note) {
        notes.push(note.to_owned());
    }
    String::new()
}

fn text<'a>(card: &'a Value, name: &str) -> &'a str {
    card.get(name).and_then(Value::as_str).unwrap_or_default().trim()
}

/// An attribute with a value, or nothing.
fn attribute(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!(" {name}=\"{}\"", escaped(value)) }
}

/// A number as an attribute, or nothing.
fn size(card: &Value, name: &str) -> String {
    card.get(name).and_then(Value::as_u64).map_or_else(String::new, |n| format!(" {name}=\"{n}\""))
}

/// The letters of a class name.
fn class(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

/// A figure with its caption, which is HTML of the author's.
fn figure(classes: &str, inner: &str, caption: &str) -> String {
    let (mark, caption) = if caption.is_empty() {
        ("", String::new())
    } else {
        (" kg-card-hascaption", format!("<figcaption>{caption}</figcaption>"))
    };
    format!("<figure class=\"kg-card {classes}{mark}\">{inner}{caption}</figure>")
}

/// `<img>`, in its link when it has one.
fn picture(card: &Value, classes: &str) -> String {
    let (src, alt) = (escaped(text(card, "src")), escaped(text(card, "alt")));
    let (title, sizes) =
        (attribute("title", text(card, "title")), size(card, "width") + &size(card, "height"));
    let img = format!("<img src=\"{src}\" class=\"{classes}\" alt=\"{alt}\" loading=\"lazy\"{title}{sizes}>");
    match text(card, "href") {
        "" => img,
        href => format!("<a href=\"{}\">{img}</a>", escaped(href)),
    }
}

fn image(card: &Value) -> String {
    let wide = match text(card, "cardWidth") {
        "" => text(card, "imageStyle"),
        width => width,
    };
    let width = match wide {
        "wide" | "full" => format!(" kg-width-{wide}"),
        _ => String::new(),
    };
    figure(&format!("kg-image-card{width}"), &picture(card, "kg-image"), text(card, "caption"))
}

fn gallery(card: &Value) -> String {
    const IN_A_ROW: usize = 3;
    let images = card.get("images").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut rows = String::new();
    for row in images.chunks(IN_A_ROW) {
        rows.push_str("<div class=\"kg-gallery-row\">");
        for image in row {
            rows.push_str("<div class=\"kg-gallery-image\">");
            rows.push_str(&picture(image, "kg-gallery-image"));
            rows.push_str("</div>");
        }
        rows.push_str("</div>");
    }
    let inner = format!("<div class=\"kg-gallery-container\">{rows}</div>");
    figure("kg-gallery-card kg-width-wide", &inner, text(card, "caption"))
}

fn code(card: &Value) -> String {
    let language = class(text(card, "language"));
    let language =
        if language.is_empty() { String::new() } else { format!(" class=\"language-{language}\"") };
    let code = card.get("code").and_then(Value::as_str).unwrap_or_default();
    let pre = format!("<pre><code{language}>{}</code></pre>", escaped(code));
    match text(card, "caption") {
        "" => pre,
        caption => figure("kg-code-card", &pre, caption),
    }
}

fn bookmark(card: &Value) -> String {
    let metadata = card.get("metadata").unwrap_or(card);
    let url = match text(card, "url") {
        "" => text(metadata, "url"),
        url => url,
    };
    let title = match text(metadata, "title") {
        "" => url,
        title => title,
    };
    let part = |name: &str, class: &str, tag: &str| match text(metadata, name) {
        "" => String::new(),
        words => format!("<{tag} class=\"{class}\">{}</{tag}>", escaped(words)),
    };
    let thumbnail = match text(metadata, "thumbnail") {
        "" => String::new(),
        src => format!("<div class=\"kg-bookmark-thumbnail\"><img src=\"{}\" alt=\"\"></div>", escaped(src)),
    };
    let inner = format!(
        "<a class=\"kg-bookmark-container\" href=\"{}\"><div class=\"kg-bookmark-content\"><div class=\"kg-bookmark-title\">{}</div>{}<div class=\"kg-bookmark-metadata\">{}{}</div></div>{thumbnail}</a>",
        escaped(url),
        escaped(title),
        part("description", "kg-bookmark-description", "div"),
        part("publisher", "kg-bookmark-author", "span"),
        part("author", "kg-bookmark-publisher", "span"),
    );
    figure("kg-bookmark-card", &inner, text(card, "caption"))
}

/// A player that stories may frame, else what the other site's own words for it are, else a link.
fn embed(card: &Value) -> String {
    let (url, caption) = (text(card, "url"), text(card, "caption"));
    if let Some(player) = player(url, caption) {
        return player;
    }
    let html = text(card, "html");
    if html.is_empty() || html.contains("<iframe") && !html.contains("<blockquote") {
        let url = escaped(url);
        let frame = if html.is_empty() { String::new() } else { html.to_owned() };
        return figure("kg-embed-card", &format!("{frame}<a href=\"{url}\">{url}</a>"), caption);
    }
    figure("kg-embed-card", html, caption)
}

fn button(card: &Value) -> String {
    let align = if text(card, "alignment") == "left" { "left" } else { "center" };
    let (url, words) = (escaped(text(card, "buttonUrl")), escaped(text(card, "buttonText")));
    format!(
        "<div class=\"kg-card kg-button-card kg-align-{align}\"><a href=\"{url}\" class=\"kg-btn kg-btn-accent\">{words}</a></div>"
    )
}

fn callout(card: &Value) -> String {
    let color = match class(text(card, "backgroundColor")) {
        color if color.is_empty() => "grey".to_owned(),
        color => color,
    };
    let emoji = match text(card, "calloutEmoji") {
        "" => String::new(),
        emoji => format!("<div class=\"kg-callout-emoji\">{}</div>", escaped(emoji)),
    };
    format!(
        "<div class=\"kg-card kg-callout-card kg-callout-card-{color}\">{emoji}<div class=\"kg-callout-text\">{}</div></div>",
        text(card, "calloutText")
    )
}

fn toggle(card: &Value) -> String {
    format!(
        "<details class=\"kg-card kg-toggle-card\"><summary class=\"kg-toggle-heading\">{}</summary><div class=\"kg-toggle-content\">{}</div></details>",
        text(card, "heading"),
        text(card, "content")
    )
}

fn file(card: &Value) -> String {
    let src = escaped(text(card, "src"));
    let title = match text(card, "fileTitle") {
        "" => text(card, "fileName"),
        title => title,
    };
    let caption = match text(card, "fileCaption") {
        "" => String::new(),
        caption => format!("<div class=\"kg-file-card-caption\">{}</div>", escaped(caption)),
    };
    let size = card.get("fileSize").and_then(Value::as_u64).map_or_else(String::new, |bytes| {
        format!("<div class=\"kg-file-card-filesize\">{} KB</div>", bytes.div_ceil(1024))
    });
    format!(
        "<div class=\"kg-card kg-file-card\"><a class=\"kg-file-card-container\" href=\"{src}\"><div class=\"kg-file-card-contents\"><div class=\"kg-file-card-title\">{}</div>{caption}<div class=\"kg-file-card-metadata\"><div class=\"kg-file-card-filename\">{}</div>{size}</div></div><div class=\"kg-file-card-icon\"></div></a></div>",
        escaped(title),
        escaped(text(card, "fileName")),
    )
}

fn audio(card: &Value) -> String {
    let thumbnail = match text(card, "thumbnailSrc") {
        "" => String::new(),
        src => format!("<img src=\"{}\" alt=\"\" class=\"kg-audio-thumbnail\">", escaped(src)),
    };
    format!(
        "<div class=\"kg-card kg-audio-card\">{thumbnail}<div class=\"kg-audio-player-container\"><audio src=\"{}\" preload=\"metadata\" controls></audio><div class=\"kg-audio-title\">{}</div></div></div>",
        escaped(text(card, "src")),
        escaped(text(card, "title")),
    )
}

fn video(card: &Value) -> String {
    let poster = match text(card, "customThumbnailSrc") {
        "" => text(card, "thumbnailSrc"),
        src => src,
    };
    let width = match text(card, "cardWidth") {
        wide @ ("wide" | "full") => format!(" kg-width-{wide}"),
        _ => String::new(),
    };
    let looped = if card.get("loop").and_then(Value::as_bool) == Some(true) { " loop muted" } else { "" };
    let inner = format!(
        "<div class=\"kg-video-container\"><video src=\"{}\"{}{}{} playsinline preload=\"metadata\" controls{looped}></video></div>",
        escaped(text(card, "src")),
        attribute("poster", poster),
        size(card, "width"),
        size(card, "height"),
    );
    figure(&format!("kg-video-card{width}"), &inner, text(card, "caption"))
}

fn product(card: &Value) -> String {
    let image = match text(card, "productImageSrc") {
        "" => String::new(),
        src => format!("<img src=\"{}\" alt=\"\" class=\"kg-product-card-image\">", escaped(src)),
    };
    let is_enabled = card.get("productButtonEnabled").and_then(Value::as_bool).unwrap_or(true);
    let button = match (text(card, "productUrl"), text(card, "productButton")) {
        ("", _) | (_, "") => String::new(),
        (url, words) => format!(
            "<a href=\"{}\" class=\"kg-product-card-button kg-product-card-btn-accent\"><span>{}</span></a>",
            escaped(url),
            escaped(words)
        ),
    };
    let rating = card
        .get("productRatingEnabled")
        .and_then(Value::as_bool)
        .filter(|shown| *shown)
        .and_then(|_| card.get("productStarRating").and_then(Value::as_u64))
        .map_or_else(String::new, |stars| {
            let stars = stars.min(5) as usize;
            format!(
                "<div class=\"kg-product-card-rating\">{}{}</div>",
                "★".repeat(stars),
                "☆".repeat(5 - stars)
            )
        });
    format!(
        "<div class=\"kg-card kg-product-card\"><div class=\"kg-product-card-container\">{image}<div class=\"kg-product-card-title-container\"><h4 class=\"kg-product-card-title\">{}</h4></div>{rating}<div class=\"kg-product-card-description\">{}</div>{}</div></div>",
        text(card, "productTitle"),
        text(card, "productDescription"),
        if is_enabled { button } else { String::new() },
    )
}

/// A colour as a style; `accent` is a class.
fn colour(property: &str, value: &str) -> Option<String> {
    (value.starts_with('#') || value == "transparent").then(|| format!("{property}: {value}"))
}

/// The colours of an element as an attribute, or nothing.
fn colours(found: &[Option<String>]) -> String {
    let found: Vec<&str> = found.iter().flatten().map(String::as_str).collect();
    attribute("style", &found.join("; "))
}

/// A header of the newer kind says its colours and layout, one of the older kind its size and style.
fn header(card: &Value) -> String {
    let is_new = card.get("version").and_then(Value::as_u64) == Some(2);
    let word = |name: &str| class(text(card, name));
    let words_colour = colours(&[colour("color", text(card, "textColor"))]);
    let part = |name: &str, tag: &str, class: &str| match text(card, name) {
        "" => String::new(),
        words => format!("<{tag} class=\"{class}\"{words_colour}>{words}</{tag}>"),
    };
    let is_shown = card.get("buttonEnabled").and_then(Value::as_bool).unwrap_or(true);
    let button = match (text(card, "buttonUrl"), text(card, "buttonText")) {
        ("", _) | (_, "") => String::new(),
        _ if !is_shown => String::new(),
        (url, words) => {
            let colours = colours(&[
                colour("background-color", text(card, "buttonColor")),
                colour("color", text(card, "buttonTextColor")),
            ]);
            let accent = if text(card, "buttonColor") == "accent" { " kg-style-accent" } else { "" };
            format!(
                "<a href=\"{}\" class=\"kg-header-card-button{accent}\"{colours}>{}</a>",
                escaped(url),
                escaped(words)
            )
        }
    };
    let image = match text(card, "backgroundImageSrc") {
        "" => String::new(),
        src => format!("<img src=\"{}\" alt=\"\" class=\"kg-header-card-image\">", escaped(src)),
    };
    let subheader = if text(card, "subheader").is_empty() { "subheading" } else { "subheader" };
    if !is_new {
        return format!(
            "<div class=\"kg-card kg-header-card kg-width-full kg-size-{} kg-style-{}\">{image}{}{}{button}</div>",
            word("size"),
            word("style"),
            part("header", "h2", "kg-header-card-header") + &part("heading", "h2", "kg-header-card-header"),
            part(subheader, "h3", "kg-header-card-subheader"),
        );
    }
    let layout = match text(card, "layout") {
        "split" => "kg-layout-split kg-width-full".to_owned(),
        "" => "kg-width-regular".to_owned(),
        layout => format!("kg-width-{}", class(layout)),
    };
    let accent = if text(card, "backgroundColor") == "accent" { " kg-style-accent" } else { "" };
    format!(
        "<div class=\"kg-card kg-header-card kg-v2 {layout}{accent}\"{}><div class=\"kg-header-card-content\">{image}<div class=\"kg-header-card-text kg-align-{}\">{}{}{button}</div></div></div>",
        colours(&[colour("background-color", text(card, "backgroundColor"))]),
        word("alignment"),
        part("header", "h2", "kg-header-card-heading"),
        part(subheader, "p", "kg-header-card-subheading"),
    )
}

fn call_to_action(card: &Value) -> String {
    let image = match text(card, "imageUrl") {
        "" => String::new(),
        src => format!("<img src=\"{}\" alt=\"\" class=\"kg-cta-image\">", escaped(src)),
    };
    let is_shown = card.get("showButton").and_then(Value::as_bool).unwrap_or(true);
    let button = match (text(card, "buttonUrl"), text(card, "buttonText")) {
        ("", _) | (_, "") => String::new(),
        (url, words) => {
            let colours = colours(&[
                colour("background-color", text(card, "buttonColor")),
                colour("color", text(card, "buttonTextColor")),
            ]);
            format!("<a href=\"{}\" class=\"kg-cta-button\"{colours}>{}</a>", escaped(url), escaped(words))
        }
    };
    let (background, layout) = (class(text(card, "backgroundColor")), class(text(card, "layout")));
    // Who pays for a part is told to readers.
    let label = match text(card, "sponsorLabel") {
        words if !words.is_empty() && card.get("hasSponsorLabel").and_then(Value::as_bool) == Some(true) => {
            format!(
                "<div class=\"kg-cta-sponsor-label-wrapper\"><div class=\"kg-cta-sponsor-label\">{words}</div></div>"
            )
        }
        _ => String::new(),
    };
    format!(
        "<div class=\"kg-card kg-cta-card kg-cta-bg-{background} kg-cta-{layout}\">{label}{image}<div class=\"kg-cta-content\"><div class=\"kg-cta-text\">{}</div>{}</div></div>",
        text(card, "textValue"),
        if is_shown { button } else { String::new() },
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_button_that_was_switched_off_is_not_shown() {
        let card = json!({"version": 2, "header": "Fog", "buttonEnabled": false, "buttonUrl": "/x", "buttonText": "Go"});
        assert!(!header(&card).contains("Go"));
        let card = json!({"header": "Fog", "buttonUrl": "/x", "buttonText": "Go"});
        assert!(header(&card).contains("<a href=\"/x\""));
    }

    #[test]
    fn markdown_is_read_as_ghosts_editor_reads_it() {
        let html = html("markdown", &json!({"markdown": "==Fog== H~2~O x^2^ ~~gone~~"}), &mut Vec::new());
        assert_eq!(
            html.as_deref().map(str::trim),
            Some("<p><mark>Fog</mark> H<sub>2</sub>O x<sup>2</sup> <del>gone</del></p>")
        );
    }
}

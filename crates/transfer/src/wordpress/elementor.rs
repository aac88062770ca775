//! The plan of a page that Elementor builds: a tree of widgets in JSON, kept beside the text. Where the export has no text, what
//! its widgets say and show is taken out in their order; how they were laid out is not.

use serde_json::{Map, Value};

use crate::player::{escaped, player_or_link};

/// Widgets of one plan that are looked at.
const WIDGETS_MAX: usize = 5_000;

/// What a plan says, as HTML; `None` when it is no plan or says nothing.
pub(super) fn html(plan: &str) -> Option<String> {
    let plan: Value = serde_json::from_str(plan).ok()?;
    let mut html = String::new();
    // Those that are still to come, the next one last.
    let mut open: Vec<&Value> = plan.as_array()?.iter().rev().collect();
    for _ in 0..WIDGETS_MAX {
        let Some(element) = open.pop() else { break };
        if let Some(Value::Object(settings)) = element.get("settings")
            && let Some(kind) = element.get("widgetType").and_then(Value::as_str)
        {
            widget(kind, settings, &mut html);
        }
        if let Some(Value::Array(inner)) = element.get("elements") {
            open.extend(inner.iter().rev());
        }
    }
    Some(html).filter(|html| !html.trim().is_empty())
}

fn widget(kind: &str, settings: &Map<String, Value>, out: &mut String) {
    let text = |name: &str| settings.get(name).and_then(Value::as_str).unwrap_or_default().trim();
    let address = |name: &str| settings.get(name).map(address_of).unwrap_or_default();
    match kind {
        "heading" => push(out, "h2", text("title")),
        "text-editor" => push_html(out, text("editor")),
        "html" => push_html(out, text("html")),
        "shortcode" => push_html(out, text("shortcode")),
        "image" => {
            picture(address("image"), text("caption"), out);
        }
        "image-box" | "icon-box" | "call-to-action" | "flip-box" => {
            picture(address("image"), "", out);
            push(out, "h3", first(&[text("title_text"), text("title"), text("title_text_a")]));
            push(
                out,
                "p",
                first(&[text("description_text"), text("description"), text("description_text_a")]),
            );
            link(address("link"), first(&[text("button"), text("button_text")]), out);
        }
        "button" => link(address("link"), text("text"), out),
        "video" => {
            let video = [
                address("youtube_url"),
                address("vimeo_url"),
                address("hosted_url"),
                address("external_url"),
            ];
            let video = video.into_iter().find(|address| address.contains("://"));
            if let Some(video) = video {
                push_html(out, &player_or_link(video));
            }
        }
        "image-gallery" | "gallery" | "image-carousel" | "media-carousel" => {
            for name in ["wp_gallery", "gallery", "carousel", "slides"] {
                for file in entries(settings, name) {
                    picture(
                        first(&[address_of(file), file.get("image").map(address_of).unwrap_or_default()]),
                        "",
                        out,
                    );
                }
            }
        }
        "testimonial" => {
            push(out, "blockquote", text("testimonial_content"));
            push(out, "p", text("testimonial_name"));
        }
        "blockquote" => {
            push(out, "blockquote", text("blockquote_content"));
            push(out, "p", text("author_name"));
        }
        _ => {
            // Accordions, tabs, lists, tables of prices: each entry has a title and a text.
            for name in ["tabs", "icon_list", "items", "slides", "price_list", "features_list"] {
                for entry in entries(settings, name) {
                    let said = |names: &[&str]| {
                        names
                            .iter()
                            .filter_map(|name| entry.get(*name)?.as_str())
                            .find(|said| !said.trim().is_empty())
                    };
                    push(
                        out,
                        "h3",
                        said(&["tab_title", "item_title", "heading", "title"]).unwrap_or_default(),
                    );
                    push_html(
                        out,
                        said(&["tab_content", "item_description", "description", "text", "item_text"])
                            .unwrap_or_default(),
                    );
                }
            }
            push(out, "h3", first(&[text("title"), text("heading")]));
            push_html(out, first(&[text("editor"), text("description"), text("content"), text("text")]));
        }
    }
}

/// The first that says something.
fn first<'t>(texts: &[&'t str]) -> &'t str {
    texts.iter().find(|text| !text.is_empty()).copied().unwrap_or_default()
}

fn entries<'v>(settings: &'v Map<String, Value>, name: &str) -> impl Iterator<Item = &'v Value> {
    settings.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// An address by itself, or in a table under `url`.
fn address_of(value: &Value) -> &str {
    value.as_str().or_else(|| value.get("url")?.as_str()).unwrap_or_default().trim()
}

/// Words in an element of their own; Elementor lets people put marks into them.
fn push(out: &mut String, name: &str, words: &str) {
    if !words.is_empty() {
        out.extend(["\n\n<", name, ">", words, "</", name, ">\n\n"]);
    }
}

fn push_html(out: &mut String, html: &str) {
    if !html.is_empty() {
        out.extend(["\n\n", html, "\n\n"]);
    }
}

fn picture(address: &str, caption: &str, out: &mut String) {
    // Where nobody chose a picture, Elementor shows one of its own.
    if address.is_empty() || address.ends_with("/elementor/assets/images/placeholder.png") {
        return;
    }
    out.extend([
        "\n\n<figure class=\"kg-card kg-image-card\"><img src=\"",
        &escaped(address),
        "\" alt=\"\">",
    ]);
    if !caption.is_empty() {
        out.extend(["<figcaption>", caption, "</figcaption>"]);
    }
    out.push_str("</figure>\n\n");
}

fn link(address: &str, words: &str, out: &mut String) {
    if words.is_empty() {
        return;
    }
    if address.is_empty() || address == "#" {
        push(out, "p", words);
    } else {
        out.extend(["\n\n<p><a href=\"", &escaped(address), "\">", words, "</a></p>\n\n"]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_widgets_say_is_read_in_their_order() {
        let plan = r#"[{"elType":"section","settings":{"title":"no widget's"},"elements":[{"elType":"column","elements":[
            {"elType":"widget","widgetType":"heading","settings":{"title":"The quay"}},
            {"elType":"widget","widgetType":"text-editor","settings":{"editor":"<p>Fog.</p>"}},
            {"elType":"widget","widgetType":"image","settings":{"image":{"url":"/q.jpg","id":7},"caption":"At noon"}},
            {"elType":"widget","widgetType":"button","settings":{"text":"More","link":{"url":"/more/"}}},
            {"elType":"widget","widgetType":"accordion","settings":{"tabs":[{"tab_title":"When?","tab_content":"Now."}]}}]}]}]"#;
        let html = html(plan).unwrap_or_default();
        let words: Vec<&str> = html.split("\n\n").filter(|part| !part.trim().is_empty()).collect();
        assert_eq!(
            words,
            [
                "<h2>The quay</h2>",
                "<p>Fog.</p>",
                "<figure class=\"kg-card kg-image-card\"><img src=\"/q.jpg\" alt=\"\"><figcaption>At noon</figcaption></figure>",
                "<p><a href=\"/more/\">More</a></p>",
                "<h3>When?</h3>",
                "Now."
            ]
        );
    }

    #[test]
    fn a_plan_that_says_nothing_is_none() {
        for plan in [
            "",
            "[]",
            "{}",
            "[{\"elements\":[{\"settings\":[]}]}]",
            "[1, null]",
            "[{\"widgetType\":\"heading\",\"settings\":{\"title\":3}}]",
        ] {
            assert_eq!(html(plan), None, "{plan}");
        }
    }
}

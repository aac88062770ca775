//! The block editor's texts: HTML with comments that say which block it is. The HTML is what readers saw; blocks
//! that the server filled (latest posts, calendars) have none and are told.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::player::player;

/// Whether a text was written with the block editor.
pub(super) fn has_blocks(text: &str) -> bool {
    text.contains("<!-- wp:")
}

/// What became of the blocks of a text.
pub(super) struct Rendered {
    pub(super) html: String,
    /// Blocks whose content the old server made, with how often.
    pub(super) empty: BTreeMap<String, usize>,
}

/// A block's comment.
struct Mark<'a> {
    name: &'a str,
    attributes: &'a str,
    is_end: bool,
    /// It has no content.
    is_alone: bool,
    length: usize,
}

/// Takes the comments out and makes players of embedded addresses.
pub(super) fn render(text: &str) -> Rendered {
    let mut rendered = Rendered { html: String::with_capacity(text.len()), empty: BTreeMap::new() };
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        rendered.html.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(mark) = mark(rest) else {
            let length = rest.find("-->").map_or(rest.len(), |at| at + 3);
            rendered.html.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        };
        rest = &rest[mark.length..];
        if mark.is_end {
            continue;
        }
        if mark.is_alone {
            if let Some(html) = alone(mark.name, mark.attributes) {
                rendered.html.push_str(&html);
                continue;
            }
            *rendered.empty.entry(mark.name.to_owned()).or_default() += 1;
        } else if mark.name == "embed" || mark.name.starts_with("core-embed/") {
            let end = rest.find("<!-- /wp:").unwrap_or(rest.len());
            rendered.html.push_str(&embed(&rest[..end], mark.attributes));
            rest = &rest[end..];
        }
    }
    rendered.html.push_str(rest);
    rendered
}

/// The attributes of all blocks of these names.
pub(super) fn attributes_of(text: &str, names: &[&str]) -> Vec<Value> {
    let marks = text.match_indices("<!--").filter_map(|(at, _)| mark(&text[at..]));
    let wanted = marks.filter(|mark| !mark.is_end && names.contains(&mark.name));
    wanted.map(|mark| serde_json::from_str(mark.attributes).unwrap_or_default()).collect()
}

/// The HTML of a block that has none of its own and says in its attributes what it shows.
fn alone(name: &str, attributes: &str) -> Option<String> {
    let attributes: Value = serde_json::from_str(attributes).ok()?;
    let said = |name: &str| attributes.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let (address, words) = match name {
        "social-link" => (said("url")?, said("label").or_else(|| said("service"))?),
        "rss" => (said("feedURL")?, said("feedURL")?),
        _ => return None,
    };
    let link =
        format!("<a href=\"{}\">{}</a>", crate::player::escaped(address), crate::player::escaped(words));
    Some(if name == "rss" { format!("<p>{link}</p>") } else { format!("<li>{link}</li>") })
}

/// The block comment that `rest` begins with.
fn mark(rest: &str) -> Option<Mark<'_>> {
    let inner = rest.strip_prefix("<!--")?;
    // Attributes are JSON in which `-->` never stands: the editor writes `\u002d`.
    let end = inner.find("-->")?;
    let body = inner[..end].trim();
    let (body, is_end) = match body.strip_prefix('/') {
        Some(body) => (body, true),
        None => (body, false),
    };
    let body = body.strip_prefix("wp:")?;
    let (body, is_alone) = match body.strip_suffix('/') {
        Some(body) => (body, true),
        None => (body, false),
    };
    let (name, attributes) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    let name = name.strip_prefix("core/").unwrap_or(name);
    Some(Mark { name, attributes: attributes.trim(), is_end, is_alone, length: 4 + end + 3 })
}

/// An embedded address as its player, or as it was.
fn embed(html: &str, attributes: &str) -> String {
    let attributes: Value = serde_json::from_str(attributes).unwrap_or_default();
    let caption = html
        .split_once("<figcaption")
        .and_then(|(_, rest)| rest.split_once('>'))
        .and_then(|(_, rest)| rest.split_once("</figcaption>"))
        .map_or("", |(caption, _)| caption);
    let address = attributes.get("url").and_then(Value::as_str).unwrap_or_default();
    if let Some(player) = player(address, caption) {
        return player;
    }
    if address.is_empty() {
        return html.to_owned();
    }
    // What cannot be played in place is a link that can be followed.
    let address = crate::player::escaped(address);
    html.replacen(&format!("\n{address}\n"), &format!("<a href=\"{address}\">{address}</a>"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comments_go_and_the_html_stays() {
        let text = "<!-- wp:paragraph {\"align\":\"left\"} -->\n<p>One</p>\n<!-- /wp:paragraph -->\n<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->";
        assert_eq!(render(text).html.split_whitespace().collect::<Vec<_>>(), ["<p>One</p>", "<!--more-->"]);
    }

    #[test]
    fn an_embedded_video_is_played_and_another_address_linked() {
        let block = |url: &str| {
            render(&format!(
                "<!-- wp:embed {{\"url\":\"{url}\"}} --><figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n{url}\n</div><figcaption>The <b>quay</b></figcaption></figure><!-- /wp:embed -->"
            ))
            .html
        };
        let video = block("https://youtu.be/dQw4w9WgXcQ");
        assert!(
            video.contains("youtube-nocookie.com/embed/dQw4w9WgXcQ") && video.contains("<b>quay</b>"),
            "{video}"
        );
        assert!(block("https://example.org/a").contains("<a href=\"https://example.org/a\">"));
    }

    #[test]
    fn blocks_that_the_server_filled_are_told() {
        let rendered = render("a<!-- wp:latest-posts {\"postsToShow\":3} /-->b<!-- wp:latest-posts /-->");
        assert_eq!((rendered.html.as_str(), rendered.empty["latest-posts"]), ("ab", 2));
        let social = render(
            "<ul><!-- wp:social-link {\"url\":\"https://a.example/x\",\"service\":\"mastodon\"} /--></ul>",
        );
        assert_eq!(social.html, "<ul><li><a href=\"https://a.example/x\">mastodon</a></li></ul>");
        assert!(social.empty.is_empty());
    }
}

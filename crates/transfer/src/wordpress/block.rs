//! The block editor's texts: HTML with comments that say which block it is. The HTML is what readers saw; blocks
//! that the server filled (latest posts, calendars) have none and are told.

use std::collections::BTreeMap;

use memchr::memmem;
use serde_json::Value;

use super::known;
use crate::player::player;
use crate::record::Attachment;

/// Whether a text was written with the block editor.
pub(super) fn has_blocks(text: &str) -> bool {
    dateline_markup::holds(text, "<!-- wp:")
}

/// What became of the blocks of a text.
pub(super) struct Rendered {
    pub(super) html: String,
    /// Blocks whose content the old server made, with how often.
    pub(super) empty: BTreeMap<String, usize>,
    /// Blocks of plug-ins whose template the old server had, so that only their words are here, with how often.
    pub(super) bare: BTreeMap<String, usize>,
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

/// Blocks that show pictures, which some name only by their numbers.
const PICTURES: [&str; 4] =
    ["gallery", "jetpack/slideshow", "jetpack/tiled-gallery", "coblocks/gallery-masonry"];

/// Blocks of program text, in which brackets are nothing but brackets.
const CODES: [&str; 5] = [
    "code",
    "syntaxhighlighter/code",
    "enlighter/codeblock",
    "kevinbatdorf/code-block-pro",
    "codemirror-blocks/code-block",
];

/// The numbers of the files that blocks of pictures name.
pub(super) fn numbers(text: &str) -> Vec<String> {
    if !PICTURES.iter().any(|name| text.contains(&format!("wp:{name} "))) {
        return Vec::new();
    }
    attributes_of(text, &PICTURES).iter().flat_map(numbers_of).collect()
}

/// The numbers in the attributes of one block.
fn numbers_of(attributes: &Value) -> Vec<String> {
    let number = |value: &Value| match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        _ => None,
    };
    let listed = attributes.get("ids").and_then(Value::as_array).into_iter().flatten();
    // In later versions each picture of a gallery is a table.
    let tables = attributes.get("images").and_then(Value::as_array).into_iter().flatten();
    let tables = tables.filter_map(|image| image.get("id"));
    listed.chain(tables).chain(attributes.get("id")).filter_map(number).collect()
}

/// The pictures of a block that says only their numbers.
fn pictures(attributes: &str, attachments: &[Attachment]) -> Option<String> {
    let attributes: Value = serde_json::from_str(attributes).ok()?;
    let named = numbers_of(&attributes);
    let files: Vec<&Attachment> =
        named.iter().filter_map(|id| attachments.iter().find(|file| file.id == *id)).collect();
    (!files.is_empty()).then(|| known::gallery_of(&files))
}

/// Where signs next stand in a text that is read from its beginning to its end. No byte is looked at twice for a sign: a text
/// may be nothing but blocks that never end.
struct Ahead<'t> {
    text: &'t str,
    /// Signs that were looked for, each with where it was found.
    known: Vec<(String, usize)>,
}

impl Ahead<'_> {
    /// Where `sign` stands at `from` or later; the end of the text where it does not. `from` never goes back.
    fn next(&mut self, sign: &str, from: usize) -> usize {
        let known = self.known.iter_mut().find(|(known, _)| known == sign);
        if let Some((_, at)) = &known
            && *at >= from
        {
            return *at;
        }
        let found = self.text[from..].find(sign).map_or(self.text.len(), |at| from + at);
        match known {
            Some((_, at)) => *at = found,
            None => self.known.push((sign.to_owned(), found)),
        }
        found
    }
}

/// Takes the comments out and makes players of embedded addresses.
pub(super) fn render(text: &str, attachments: &[Attachment]) -> Rendered {
    let mut rendered =
        Rendered { html: String::with_capacity(text.len()), empty: BTreeMap::new(), bare: BTreeMap::new() };
    let mut ahead = Ahead { text, known: Vec::new() };
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
            let shown =
                PICTURES.contains(&mark.name).then(|| pictures(mark.attributes, attachments)).flatten();
            if let Some(html) = shown.or_else(|| alone(mark.name, mark.attributes)) {
                rendered.html.push_str(&html);
                continue;
            }
            if let Some(words) = words_of(mark.name, mark.attributes) {
                rendered.html.push_str(&words);
                *rendered.bare.entry(mark.name.to_owned()).or_default() += 1;
                continue;
            }
            *rendered.empty.entry(mark.name.to_owned()).or_default() += 1;
        } else if mark.name == "embed"
            || mark.name == "videopress/video"
            || mark.name.starts_with("core-embed/")
        {
            let end = rest.find("<!-- /wp:").unwrap_or(rest.len());
            rendered.html.push_str(&embed(&rest[..end], mark.attributes));
            rest = &rest[end..];
        } else if mark.name == "cover" || mark.name == "cover-image" {
            let from = text.len() - rest.len();
            let end = ahead.next("<!-- /wp:cover", from);
            if !["<img", "<video"].iter().any(|sign| ahead.next(sign, from) < end) {
                rendered.html.push_str(&background(mark.attributes));
            }
        } else if let Some((open, close)) = idle_part(mark.name) {
            let from = text.len() - rest.len();
            let end = ahead.next(&format!("<!-- /wp:{}", mark.name), from);
            let at = ahead.next(open, from);
            if at < end && ahead.next(close, at) < end {
                rendered.html.push_str(&text[from..at]);
                rest = &text[ahead.next(close, at) + close.len()..];
            }
        } else if mark.name == "query-no-results" {
            // Readers saw these words only where the old server found nothing.
            let from = text.len() - rest.len();
            rest = &text[ahead.next("<!-- /wp:query-no-results", from)..];
        } else if CODES.contains(&mark.name) {
            let from = text.len() - rest.len();
            let end = ahead.next(&format!("<!-- /wp:{}", mark.name), from);
            // Program text is no place for shortcodes.
            rendered.html.push_str(&text[from..end].replace('[', "&#91;"));
            rest = &text[end..];
        } else if mark.name == "math"
            && let Some(formula) = formula(mark.attributes)
        {
            rendered.html.push_str(&formula);
            rest = &rest[rest.find("<!-- /wp:math").unwrap_or(rest.len())..];
        } else if PICTURES.contains(&mark.name) {
            let from = text.len() - rest.len();
            let end = ahead.next(&format!("<!-- /wp:{}", mark.name), from);
            let has_pictures = ["<img", "<!-- wp:"].iter().any(|sign| ahead.next(sign, from) < end);
            if !has_pictures && let Some(html) = pictures(mark.attributes, attachments) {
                rendered.html.push_str(&html);
                rest = &text[end..];
            } else if !has_pictures {
                *rendered.empty.entry(mark.name.to_owned()).or_default() += 1;
            }
        }
    }
    rendered.html.push_str(rest);
    rendered
}

/// How the part of a block begins and ends that says what another part says, or nothing: the window in which a file was shown
/// above its name, the plus that opened a part of an accordion.
fn idle_part(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "file" => Some(("<object", "</object>")),
        "accordion-heading" => Some(("<span class=\"wp-block-accordion-heading__toggle-icon\"", "</span>")),
        _ => None,
    }
}

/// The picture of a cover of the first versions, which stood in its style.
fn background(attributes: &str) -> String {
    let attributes: Value = serde_json::from_str(attributes).unwrap_or_default();
    let url = attributes.get("url").and_then(Value::as_str).filter(|url| !url.is_empty());
    url.map_or_else(String::new, |url| {
        let url = crate::player::escaped(url);
        format!("<figure class=\"kg-card kg-image-card\"><img src=\"{url}\" alt=\"\"></figure>")
    })
}

/// A formula as its author wrote it: what a browser made of it in `MathML` no reader is sent.
fn formula(attributes: &str) -> Option<String> {
    let attributes: Value = serde_json::from_str(attributes).ok()?;
    let tex = attributes.get("latex").and_then(Value::as_str).filter(|tex| !tex.trim().is_empty())?;
    Some(format!("<pre><code class=\"language-latex\">{}</code></pre>", crate::player::escaped(tex)))
}

/// Where the notes of a story stand.
const NOTES: &str = "<!-- wp:footnotes";

/// The list of a story's notes, which its block does not hold: `[{"content":"…","id":"…"}]`.
pub(super) fn footnotes(json: &str) -> Option<String> {
    let notes: Vec<Value> = serde_json::from_str(json).ok()?;
    let item = |note: &Value| {
        let (id, content) = (note.get("id")?.as_str()?, note.get("content")?.as_str()?);
        let id = crate::player::escaped(id);
        Some(format!("<li id=\"{id}\">{content} <a href=\"#{id}-link\">↩︎</a></li>"))
    };
    let items: String = notes.iter().filter_map(item).collect();
    (!items.is_empty()).then(|| format!("<ol class=\"wp-block-footnotes\">{items}</ol>"))
}

/// A text with the list of its notes where their block stands, else at its end.
pub(super) fn with_footnotes(text: &str, list: &str) -> String {
    let list = format!("<!-- wp:html -->{list}<!-- /wp:html -->");
    let place = memmem::find(text.as_bytes(), NOTES.as_bytes())
        .and_then(|at| Some((at, at + text[at..].find("-->")? + 3)));
    match place {
        Some((from, to)) => format!("{}{list}{}", &text[..from], &text[to..]),
        None => format!("{text}\n{list}"),
    }
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
        "embed" => return Some(crate::player::player_or_link(said("url")?)),
        name if name.starts_with("core-embed/") => {
            return Some(crate::player::player_or_link(said("url")?));
        }
        "audio" | "video" => {
            let src = crate::player::escaped(said("src")?);
            return Some(format!(
                "<figure class=\"kg-card kg-{name}-card\"><{name} controls src=\"{src}\"></{name}></figure>"
            ));
        }
        "file" => (said("href")?, said("fileName").or_else(|| said("href"))?),
        _ => return None,
    };
    let link =
        format!("<a href=\"{}\">{}</a>", crate::player::escaped(address), crate::player::escaped(words));
    Some(if matches!(name, "rss" | "file") { format!("<p>{link}</p>") } else { format!("<li>{link}</li>") })
}

/// What the fields of a plug-in's block say, in their order: ACF keeps them in `data` beside the names of its own.
fn words_of(name: &str, attributes: &str) -> Option<String> {
    const WORDS: [&str; 10] = [
        "content",
        "text",
        "title",
        "heading",
        "subheading",
        "description",
        "quote",
        "caption",
        "body",
        "question",
    ];
    if !name.contains('/') || name.starts_with("jetpack/") {
        return None;
    }
    let attributes: Value = serde_json::from_str(attributes).ok()?;
    let fields = attributes.get("data").and_then(Value::as_object).filter(|_| name.starts_with("acf/"));
    let is_acf = fields.is_some();
    let mut html = String::new();
    for (key, value) in fields.or_else(|| attributes.as_object())? {
        let Some(said) = value.as_str().map(str::trim).filter(|said| !said.is_empty()) else { continue };
        // Numbers are those of files and terms, words without a blank names of colours and the like.
        let is_prose = said.contains(char::is_whitespace) || !is_acf;
        if key.starts_with('_') || !(is_acf || WORDS.contains(&key.as_str())) || !is_prose {
            continue;
        }
        if said.starts_with('<') {
            html.push_str(said);
        } else {
            for part in ["<p>", &crate::player::escaped(said), "</p>"] {
                html.push_str(part);
            }
        }
    }
    (!html.is_empty()).then_some(html)
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
    let written =
        html.lines().map(str::trim).find(|line| line.starts_with("http") && !line.contains(['<', ' ']));
    let address = attributes.get("url").and_then(Value::as_str).or(written).unwrap_or_default();
    if let Some(player) = player(address, caption) {
        return player;
    }
    if address.is_empty() {
        return html.to_owned();
    }
    // What cannot be played in place is a link that can be followed.
    let Some(shown) = written else { return html.to_owned() };
    let address = crate::player::escaped(&dateline_markup::plain_text(shown));
    html.replacen(&format!("\n{shown}\n"), &format!("<a href=\"{address}\">{address}</a>"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_comments_go_and_the_html_stays() {
        let text = "<!-- wp:paragraph {\"align\":\"left\"} -->\n<p>One</p>\n<!-- /wp:paragraph -->\n<!-- wp:more -->\n<!--more-->\n<!-- /wp:more -->";
        assert_eq!(
            render(text, &[]).html.split_whitespace().collect::<Vec<_>>(),
            ["<p>One</p>", "<!--more-->"]
        );
    }

    #[test]
    fn an_embedded_video_is_played_and_another_address_linked() {
        let block = |url: &str| {
            render(&format!(
                "<!-- wp:embed {{\"url\":\"{url}\"}} --><figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n{url}\n</div><figcaption>The <b>quay</b></figcaption></figure><!-- /wp:embed -->"
            ), &[])
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
    fn a_cover_a_formula_and_a_video_of_the_house_are_seen() {
        let cover = "<!-- wp:cover {\"url\":\"/q.jpg?a=1&b\"} --><div style=\"background-image:url(/q.jpg)\"><p>Fog</p></div><!-- /wp:cover -->";
        assert!(render(cover, &[]).html.contains("<img src=\"/q.jpg?a=1&amp;b\" alt=\"\"></figure><div"));
        let later = "<!-- wp:cover {\"url\":\"/q.jpg\"} --><div><img src=\"/q.jpg\"></div><!-- /wp:cover -->";
        assert_eq!(render(later, &[]).html.matches("<img").count(), 1);
        let unended = "<!-- wp:cover {\"url\":\"q.jpg\"} -->".repeat(5_000);
        assert_eq!(render(&unended, &[]).html.matches("<img").count(), 5_000);
        let unended = "<!-- wp:gallery {\"ids\":[1]} -->".repeat(50_000);
        assert_eq!(render(&unended, &[]).html, "");
        let math =
            "<!-- wp:math {\"latex\":\"a<b^2\"} --><div><math><mi>a</mi></math></div><!-- /wp:math -->";
        assert_eq!(render(math, &[]).html, "<pre><code class=\"language-latex\">a&lt;b^2</code></pre>");
        let video = "<!-- wp:videopress/video {\"guid\":\"aB12\"} --><figure><div>\nhttps://videopress.com/v/aB12?x=1\n</div></figure><!-- /wp:videopress/video -->";
        assert!(render(video, &[]).html.contains("<a href=\"https://videopress.com/v/aB12?x=1\">"));
    }

    #[test]
    fn what_a_block_shows_beside_its_words_is_not_printed_twice() {
        let file = "<!-- wp:file --><div><object data=\"/tide.pdf\" aria-label=\"tide\"></object><a href=\"/tide.pdf\">Tide tables</a></div><!-- /wp:file -->";
        assert_eq!(render(file, &[]).html, "<div><a href=\"/tide.pdf\">Tide tables</a></div>");
        let heading = "<!-- wp:accordion-heading --><h3><button><span>Why?</span><span class=\"wp-block-accordion-heading__toggle-icon\" aria-hidden=\"true\">+</span></button></h3><!-- /wp:accordion-heading -->";
        assert_eq!(render(heading, &[]).html, "<h3><button><span>Why?</span></button></h3>");
        for unended in ["<object>", "<a>", "<object></object"] {
            let text = format!("<!-- wp:file -->{unended}").repeat(20_000);
            assert_eq!(render(&text, &[]).html, unended.repeat(20_000));
        }
    }

    #[test]
    fn a_block_that_names_its_pictures_by_number_shows_them() {
        let file =
            |id: &str| Attachment { id: id.to_owned(), url: format!("/{id}.jpg"), ..Attachment::default() };
        let files = [file("1"), file("2")];
        for text in [
            "<!-- wp:gallery {\"ids\":[2,1]} /-->",
            "<!-- wp:gallery {\"ids\":[\"2\",\"1\"]} --><figure></figure><!-- /wp:gallery -->",
            "<!-- wp:jetpack/slideshow {\"images\":[{\"id\":2},{\"id\":1}]} --><div></div><!-- /wp:jetpack/slideshow -->",
        ] {
            let rendered = render(text, &files);
            let (two, one) = (rendered.html.find("/2.jpg"), rendered.html.find("/1.jpg"));
            assert!(two.is_some() && two < one, "{}", rendered.html);
            assert!(rendered.empty.is_empty());
            assert_eq!(numbers(text), ["2", "1"]);
        }
        let shown = "<!-- wp:gallery {\"ids\":[1]} --><img src=\"/own.jpg\"><!-- /wp:gallery -->";
        assert_eq!(render(shown, &files).html, "<img src=\"/own.jpg\">");
        for lost in [
            "<!-- wp:gallery {\"ids\":[7]} /-->",
            "<!-- wp:gallery {\"ids\":[7]} --><ul></ul><!-- /wp:gallery -->",
        ] {
            assert_eq!(render(lost, &files).empty["gallery"], 1);
        }
    }

    #[test]
    fn of_a_block_whose_template_the_old_server_had_the_words_are_kept() {
        let text = "<!-- wp:acf/praise {\"name\":\"acf/praise\",\"data\":{\"quote\":\"Fog & owls\",\"_quote\":\"field 5f\",\"colour\":\"red\",\"photo\":17,\"more\":\"<p>Said so</p>\"},\"mode\":\"edit\"} /-->";
        let rendered = render(text, &[]);
        assert_eq!(rendered.html, "<p>Fog &amp; owls</p><p>Said so</p>");
        assert_eq!((rendered.bare["acf/praise"], rendered.empty.len()), (1, 0));
        assert_eq!(render("<!-- wp:acf/praise {\"data\":{\"n\":1}} /-->", &[]).empty["acf/praise"], 1);
    }

    #[test]
    fn brackets_of_a_program_are_no_shortcodes_and_an_empty_list_says_nothing() {
        let text = "<!-- wp:syntaxhighlighter/code {\"language\":\"php\"} --><pre>$a = [gallery];</pre><!-- /wp:syntaxhighlighter/code --><!-- wp:query --><!-- wp:query-no-results --><p>None</p><!-- /wp:query-no-results --><!-- /wp:query -->b";
        assert_eq!(render(text, &[]).html, "<pre>$a = &#91;gallery];</pre>b");
        let embed = "<!-- wp:embed {} --><div>\nhttps://a.example/x?a=1&amp;b=2\n</div><!-- /wp:embed -->";
        assert_eq!(
            render(embed, &[]).html,
            "<div><a href=\"https://a.example/x?a=1&amp;b=2\">https://a.example/x?a=1&amp;b=2</a></div>"
        );
    }

    #[test]
    fn blocks_that_the_server_filled_are_told() {
        let rendered =
            render("a<!-- wp:latest-posts {\"postsToShow\":3} /-->b<!-- wp:latest-posts /-->", &[]);
        assert_eq!((rendered.html.as_str(), rendered.empty["latest-posts"]), ("ab", 2));
        let social = render(
            "<ul><!-- wp:social-link {\"url\":\"https://a.example/x\",\"service\":\"mastodon\"} /--></ul>",
            &[],
        );
        assert_eq!(social.html, "<ul><li><a href=\"https://a.example/x\">mastodon</a></li></ul>");
        assert!(social.empty.is_empty());
    }
}

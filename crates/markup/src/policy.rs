//! What may stay: elements, attributes and addresses for each kind of writer.

use crate::sanitise::Profile;

/// Longest `data:` picture kept in an imported story, in bytes of the attribute.
pub const MAX_DATA_IMAGE_BYTES: usize = 512 * 1024;

const COMMENT_TAGS: &[&str] =
    &["p", "br", "a", "em", "strong", "b", "i", "code", "pre", "blockquote", "ul", "ol", "li"];

const STORY_TAGS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "track",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// A `style` stays on a card alone, and of it only what [`colours`] knows.
const STORY_ATTRIBUTES: &[&str] = &["class", "id", "dir", "lang", "title", "aria-label", "style"];

const TAG_ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "rel", "hreflang"]),
    ("audio", &["src", "controls", "preload", "loop"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("iframe", &["src", "width", "height", "loading", "allowfullscreen", "frameborder"]),
    ("img", &["src", "srcset", "sizes", "alt", "width", "height", "loading", "decoding"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed", "type"]),
    ("q", &["cite"]),
    ("source", &["src", "srcset", "sizes", "media", "type", "width", "height"]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("th", &["colspan", "rowspan", "headers", "scope"]),
    ("time", &["datetime"]),
    ("track", &["src", "kind", "srclang", "label", "default"]),
    ("video", &["src", "poster", "controls", "width", "height", "preload", "loop", "muted", "playsinline"]),
];

/// Hosts whose players may be framed in a story, always over https.
const FRAME_HOSTS: &[&str] = &[
    "www.youtube-nocookie.com",
    "www.youtube.com",
    "youtube.com",
    "player.vimeo.com",
    "www.dailymotion.com",
    "w.soundcloud.com",
    "open.spotify.com",
    "embed.podcasts.apple.com",
    "archive.org",
    "www.openstreetmap.org",
];

/// Ids that our own pages give to their parts; a story's id of that name gets a prefix.
const PAGE_IDS: &[&str] = &[
    "comments",
    "comment-form",
    "main",
    "content",
    "top",
    "header",
    "footer",
    "nav",
    "navigation",
    "search",
    "related",
    "body",
    "name",
    "email",
    "url",
    "reply",
];

/// What a reader's link tells search engines, and how it opens.
pub(crate) const COMMENT_LINK: &str = "nofollow ugc noopener";

/// The class by which Blogger's help told authors to mark the rest of a story, before there were jump breaks.
pub(crate) const OLD_JUMP: &str = "fullpost";

/// Elements of a profile.
pub(crate) fn tags(profile: Profile) -> &'static [&'static str] {
    match profile {
        Profile::Commenter => COMMENT_TAGS,
        Profile::Author | Profile::Importer => STORY_TAGS,
    }
}

/// Attributes any element of a profile may carry.
pub(crate) fn generic_attributes(profile: Profile) -> &'static [&'static str] {
    match profile {
        Profile::Commenter => &[],
        Profile::Author | Profile::Importer => STORY_ATTRIBUTES,
    }
}

/// Attributes of one element.
pub(crate) fn tag_attributes(profile: Profile, tag: &str) -> &'static [&'static str] {
    match profile {
        Profile::Commenter if tag == "a" => &["href", "rel"],
        Profile::Commenter => &[],
        Profile::Author | Profile::Importer => {
            TAG_ATTRIBUTES.iter().find(|(name, _)| *name == tag).map_or(&[], |(_, attributes)| attributes)
        }
    }
}

/// Whether a profile lets `attribute` stay on `tag`; its value is judged by [`safe_value`].
pub(crate) fn allows_attribute(profile: Profile, tag: &str, attribute: &str) -> bool {
    generic_attributes(profile).contains(&attribute) || tag_attributes(profile, tag).contains(&attribute)
}

/// The value as it may be stored, or nothing when it must go.
pub(crate) fn safe_value(profile: Profile, tag: &str, attribute: &str, value: &str) -> Option<String> {
    match attribute {
        "href" | "cite" => clean_url(value, &["http", "https", "mailto", "tel"]),
        "src" if tag == "iframe" => frame_url(value),
        "src" if tag == "img" && profile == Profile::Importer && is_data_image(value) => {
            Some(value.trim().to_owned())
        }
        "src" | "poster" => clean_url(value, &["http", "https"]),
        "srcset" => {
            let kept: Vec<String> = srcset(value)
                .into_iter()
                .filter_map(|(url, size)| {
                    let url = clean_url(&url, &["http", "https"])?;
                    Some(if size.is_empty() { url } else { format!("{url} {size}") })
                })
                .collect();
            (!kept.is_empty()).then(|| kept.join(", "))
        }
        "id" => safe_id(value),
        "style" => colours(value),
        "frameborder" => (value == "0").then(|| value.to_owned()),
        _ => Some(value.to_owned()),
    }
}

/// An address without the control characters browsers ignore, if it is relative or of one of `schemes`.
pub(crate) fn clean_url(value: &str, schemes: &[&str]) -> Option<String> {
    let url: String = value.chars().filter(|c| !c.is_control()).collect();
    let url = url.trim();
    let Some(end) = url.find([':', '/', '?', '#', '\\']) else { return Some(url.to_owned()) };
    if !url[end..].starts_with(':') {
        return Some(url.to_owned());
    }
    let scheme = url[..end].to_ascii_lowercase();
    schemes.contains(&scheme.as_str()).then(|| url.to_owned())
}

/// The https address of a player we let a story frame.
pub(crate) fn frame_url(value: &str) -> Option<String> {
    let url = clean_url(value, &["http", "https"])?;
    let rest = url
        .strip_prefix("https:")
        .or_else(|| url.strip_prefix("http:"))
        .unwrap_or(&url)
        .strip_prefix("//")?;
    let parsed = url::Url::parse(&format!("https://{rest}")).ok()?;
    let plain = parsed.username().is_empty() && parsed.port().is_none();
    (plain && FRAME_HOSTS.contains(&parsed.host_str()?)).then(|| parsed.to_string())
}

/// The page of what a script would have put into a story: program text, a recording of a screen, a talk.
pub(crate) fn shown_by_script(src: &str, id: &str) -> Option<String> {
    let rest = src.trim().split_once("//")?.1;
    let parsed = url::Url::parse(&format!("https://{rest}")).ok()?;
    let host = parsed.host_str()?.trim_start_matches("www.");
    let path = parsed.path();
    match host {
        "gist.github.com" | "asciinema.org" => Some(format!("https://{host}{}", path.strip_suffix(".js")?)),
        "jsfiddle.net" => Some(format!("https://jsfiddle.net{}", path.split_once("/embed")?.0)),
        "pastebin.com" => Some(format!("https://pastebin.com/{}", path.strip_prefix("/embed_js/")?)),
        "speakerdeck.com" => {
            let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
            is_id.then(|| format!("https://speakerdeck.com/player/{id}"))
        }
        _ => None,
    }
}

fn is_data_image(value: &str) -> bool {
    let value = value.trim();
    value.len() <= MAX_DATA_IMAGE_BYTES
        && ["png", "jpeg", "gif", "webp"].iter().any(|kind| {
            value
                .strip_prefix("data:image/")
                .and_then(|v| v.strip_prefix(kind))
                .and_then(|v| v.strip_prefix(";base64,"))
                .is_some_and(|data| {
                    data.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
                })
        })
}

/// The candidates of a `srcset`: address and size (`2x`, `640w` or nothing).
pub(crate) fn srcset(value: &str) -> Vec<(String, String)> {
    let mut rest = value;
    let mut out = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return out;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let url = &rest[..end];
        rest = &rest[end..];
        let bare = url.trim_end_matches(',');
        if bare.len() < url.len() {
            out.push((bare.to_owned(), String::new()));
            continue;
        }
        let end = rest.find(',').unwrap_or(rest.len());
        out.push((bare.to_owned(), rest[..end].trim().to_owned()));
        rest = &rest[end..];
    }
}

/// An id without blanks that does not shadow a part of the page.
fn safe_id(value: &str) -> Option<String> {
    if value.is_empty() || value.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return None;
    }
    let is_comment = value.strip_prefix('c').is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b.is_ascii_hexdigit())
    }) && value.bytes().any(|b| b.is_ascii_digit());
    let is_old_comment = value
        .strip_prefix("comment-")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    let taken = is_comment || is_old_comment || PAGE_IDS.iter().any(|id| id.eq_ignore_ascii_case(value));
    Some(if taken { format!("story-{value}") } else { value.to_owned() })
}

/// The colours of a style, as Ghost's editor writes them on its cards: `background-color: #123456; color: #fff`.
pub(crate) fn colours(style: &str) -> Option<String> {
    let is_colour = |value: &str| {
        value == "transparent"
            || value.strip_prefix('#').is_some_and(|digits| {
                matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
    };
    let kept: Vec<String> = style
        .split(';')
        .filter_map(|rule| {
            let (property, value) = rule.split_once(':')?;
            let (property, value) = (property.trim(), value.trim());
            (matches!(property, "color" | "background-color") && is_colour(value))
                .then(|| format!("{property}: {value}"))
        })
        .collect();
    (!kept.is_empty()).then(|| kept.join("; "))
}

/// Classes that stand for the old editors' alignment styles.
pub(crate) fn alignment_class(attribute: &str, value: &str) -> Vec<&'static str> {
    let value = value.to_ascii_lowercase();
    if attribute == "align" {
        return align_word("text-align", value.trim()).into_iter().collect();
    }
    if attribute != "style" {
        return Vec::new();
    }
    value
        .split(';')
        .filter_map(|rule| {
            let (property, value) = rule.split_once(':')?;
            align_word(property.trim(), value.trim_end_matches("!important").trim())
        })
        .collect()
}

/// What a style says of letters, as elements that say the same.
#[derive(Default)]
pub(crate) struct Letters {
    /// `b`, `i`, `s`, `sub`, `sup`, `u`, outermost first.
    pub(crate) said: Vec<&'static str>,
    /// Those of which it says that they are meant not to be seen.
    pub(crate) unsaid: Vec<&'static str>,
}

/// What the old editors, Blogger's and others, wrote into a style where today an element stands.
pub(crate) fn letters(style: &str) -> Letters {
    let (style, mut letters) = (style.to_ascii_lowercase(), Letters::default());
    for rule in style.split(';') {
        let Some((property, value)) = rule.split_once(':') else { continue };
        let value = value.trim_end_matches("!important").trim();
        match (property.trim(), value) {
            ("font-weight", "bold" | "bolder" | "600" | "700" | "800" | "900") => letters.said.push("b"),
            ("font-weight", _) => letters.unsaid.push("b"),
            ("font-style", "italic" | "oblique") => letters.said.push("i"),
            ("font-style", _) => letters.unsaid.push("i"),
            ("vertical-align", "super") => letters.said.push("sup"),
            ("vertical-align", "sub") => letters.said.push("sub"),
            ("text-decoration" | "text-decoration-line", lines) => {
                let line = |word: &str| lines.split_whitespace().any(|line| line == word);
                letters.said.extend(line("underline").then_some("u"));
                letters.said.extend(line("line-through").then_some("s"));
            }
            _ => {}
        }
    }
    // What a style says twice counts once.
    letters.said.sort_unstable();
    letters.said.dedup();
    letters
}

fn align_word(property: &str, value: &str) -> Option<&'static str> {
    match (property, value) {
        ("text-align", "center" | "middle") => Some("align-center"),
        ("text-align", "right" | "end") => Some("align-right"),
        ("text-align", "left" | "start") => Some("align-left"),
        ("text-align", "justify") => Some("align-justify"),
        ("float", "left") => Some("float-left"),
        ("float", "right") => Some("float-right"),
        ("clear", "both" | "left" | "right") => Some("clear-both"),
        _ => None,
    }
}

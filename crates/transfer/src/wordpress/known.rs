//! What shortcodes become: those of WordPress itself, and of plug-ins that many sites had.

use super::shortcode::{Code, render};
use crate::player::{escaped, player, player_or_link, youtube};
use crate::record::Attachment;
use crate::source::has_ending;

/// Languages that have shortcodes of their own where the code plug-in of WordPress.com was at work.
const LANGUAGES: [&str; 43] = [
    "actionscript3",
    "as3",
    "bash",
    "c",
    "clojure",
    "coldfusion",
    "cpp",
    "csharp",
    "css",
    "delphi",
    "diff",
    "erlang",
    "fsharp",
    "go",
    "groovy",
    "html",
    "java",
    "javafx",
    "javascript",
    "jscript",
    "js",
    "matlab",
    "objc",
    "pascal",
    "perl",
    "php",
    "plain",
    "powershell",
    "python",
    "py",
    "r",
    "ruby",
    "rb",
    "scala",
    "shell",
    "sql",
    "text",
    "vb",
    "vbnet",
    "xhtml",
    "xml",
    "xslt",
    "yaml",
];

/// Whether a shortcode holds program text.
pub(super) fn is_program(code: &Code<'_>) -> bool {
    let Some(content) = code.content else { return false };
    let name = code.name.as_str();
    matches!(name, "code" | "sourcecode" | "crayon" | "prettify")
        || code_colorer(name).is_some()
        || LANGUAGES.contains(&name) && content.contains('\n')
}

/// The letters and the language of a shortcode of `CodeColorer`: `[cc]`, `[cci]`, `[cce_php]`, `[ccnLe_java]`. Each letter
/// switches something on, or off where it is a capital.
fn code_colorer(name: &str) -> Option<(&str, &str)> {
    let rest = name.strip_prefix("cc")?;
    let (letters, language) = rest.split_once('_').unwrap_or((rest, ""));
    letters.bytes().all(|letter| b"iestlnwbprh".contains(&letter)).then_some((letters, language))
}

/// The HTML of a shortcode that is known.
pub(super) fn html_of(code: &Code<'_>, attachments: &[Attachment]) -> Option<String> {
    match code.name.as_str() {
        "caption" | "wp_caption" => Some(caption(code, code.content?, attachments)),
        "gallery" | "playlist" => gallery(code, attachments),
        "embed" => Some(block(&player_or_link(code.content?.trim()))),
        "audio" | "video" | "flv" | "quicktime" => media(code),
        "youtube" | "vimeo" | "dailymotion" | "soundcloud" | "spotify" | "googlevideo" => {
            Some(block(&hosted(code)?))
        }
        "tweet" | "instagram" | "gist" | "googlemaps" | "ted" | "slideshare" | "scribd" | "flickr"
        | "tiktok" | "facebook" | "mixcloud" | "kickstarter" | "iframe" | "embedyt" | "fve"
        | "su_youtube" | "su_vimeo" | "archiveorg" | "polldaddy" | "crowdsignal" | "bandcamp" | "rdio"
        | "embeddoc" | "pdf-embedder" | "pdfjs-viewer" | "pdfviewer" | "gview" | "kml_flashembed"
        | "lyte" => linked(code),
        "wpvideo" | "videopress" => {
            let id = code.bare.first().filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric()))?;
            Some(block(&player_or_link(&format!("https://videopress.com/v/{id}"))))
        }
        "code" | "sourcecode" => Some(source_code(code, code.content?)),
        "crayon" | "prettify" if code.content.is_some_and(|content| content.contains('\n')) => {
            Some(source_code(code, code.content?))
        }
        name if let Some((letters, _)) = code_colorer(name) => {
            let content = code.content?;
            if letters.contains('i') {
                return Some(format!("<code>{}</code>", escaped(&unescaped(content))));
            }
            content.contains('\n').then(|| source_code(code, content))
        }
        name if LANGUAGES.contains(&name) && code.content.is_some_and(|content| content.contains('\n')) => {
            Some(source_code(code, code.content?))
        }
        name if LANGUAGES.contains(&name) && name.len() > 1 && code.attributes.is_empty() => {
            Some(format!("<code class=\"language-{name}\">{}</code>", escaped(&unescaped(code.content?))))
        }
        // `[dewplayer:http://…]` of many an old player.
        _ if code.bare.first().is_some_and(|word| word.starts_with(":http")) => media(code),
        _ => played(code),
    }
}

/// A block with empty lines around, so that it becomes no part of a paragraph.
fn block(html: &str) -> String {
    format!("\n\n{html}\n\n")
}

/// The letters of a class name.
fn class_of(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect()
}

fn caption(code: &Code<'_>, content: &str, attachments: &[Attachment]) -> String {
    // The picture, perhaps in its link, comes first; the words follow or, in old texts, stand in an attribute.
    let image = content.find("<img");
    let is_linked = content.find("<a").is_some_and(|link| image.is_none_or(|image| link < image));
    let end = if is_linked { content.find("</a>").map(|at| at + 4) } else { None }.or_else(|| {
        let image = image?;
        content[image..].find('>').map(|at| image + at + 1)
    });
    let (picture, words) = content.split_at(end.unwrap_or(content.len()));
    let words = code.get("caption").map_or_else(|| words.trim().to_owned(), str::to_owned);
    let inner = render(&words, attachments).html;
    let align = code.get("align").map(class_of).filter(|align| align.starts_with("align"));
    let class = align.map_or_else(String::new, |align| format!(" {align}"));
    let figcaption =
        if inner.is_empty() { String::new() } else { format!("<figcaption>{inner}</figcaption>") };
    block(&format!(
        "<figure class=\"kg-card kg-image-card kg-card-hascaption{class}\">{}{figcaption}</figure>",
        picture.trim()
    ))
}

/// The pictures that a gallery names, else those put into the story.
fn gallery(code: &Code<'_>, attachments: &[Attachment]) -> Option<String> {
    let listed = code.get("ids").or_else(|| code.get("include"));
    let excluded: Vec<&str> = code.get("exclude").unwrap_or_default().split(',').map(str::trim).collect();
    let chosen: Vec<&Attachment> = if let Some(ids) = listed {
        ids.split(',').filter_map(|id| attachments.iter().find(|file| file.id == id.trim())).collect()
    } else {
        let is_shown = |file: &&Attachment| match code.name.as_str() {
            "playlist" if code.get("type") == Some("video") => has_ending(&file.url, &FILMS),
            "playlist" => has_ending(&file.url, &SOUNDS),
            _ => is_picture(&file.url),
        };
        attachments.iter().filter(|file| !excluded.contains(&file.id.as_str())).filter(is_shown).collect()
    };
    (!chosen.is_empty()).then(|| gallery_of(&chosen))
}

const SOUNDS: [&str; 5] = ["mp3", "m4a", "ogg", "wav", "flac"];
const FILMS: [&str; 5] = ["mp4", "m4v", "webm", "mov", "ogv"];

/// Whether the file at an address may be a picture: most that are none have an ending that says so.
fn is_picture(url: &str) -> bool {
    let is_other = has_ending(url, &SOUNDS)
        || has_ending(url, &FILMS)
        || has_ending(
            url,
            &[
                "pdf", "doc", "docx", "odt", "xls", "xlsx", "ods", "ppt", "pptx", "odp", "zip", "txt", "csv",
                "epub",
            ],
        );
    !is_other
}

/// A gallery of these files.
pub(super) fn gallery_of(files: &[&Attachment]) -> String {
    let mut html = String::new();
    for file in files {
        let (url, caption) = (escaped(&file.url), file.caption.trim());
        let alt = escaped(file.shows());
        let figcaption =
            if caption.is_empty() { String::new() } else { format!("<figcaption>{caption}</figcaption>") };
        let player = match has_ending(&file.url, &SOUNDS) {
            true => format!("<audio controls src=\"{url}\"></audio>"),
            false if has_ending(&file.url, &FILMS) => {
                format!("<video controls src=\"{url}\"></video>")
            }
            false if is_picture(&file.url) => format!("<img src=\"{url}\" alt=\"{alt}\">"),
            false => format!("<a href=\"{url}\">{alt}</a>"),
        };
        html.push_str("<figure class=\"kg-card kg-image-card\">");
        html.push_str(&player);
        html.push_str(&figcaption);
        html.push_str("</figure>");
    }
    block(&format!("<div class=\"gallery\">{html}</div>"))
}

/// `[audio mp3="…"]`, `[video src="…"]`, `[audio http://…|options]` of old.
fn media(code: &Code<'_>) -> Option<String> {
    const KEYS: [&str; 11] = ["src", "mp3", "m4a", "ogg", "wav", "wma", "mp4", "m4v", "webm", "ogv", "flv"];
    let named = KEYS.iter().find_map(|key| code.get(key));
    let bare = code.bare.iter().map(String::as_str).find(|word| word.contains("://"));
    let inside = code.content.map(str::trim).filter(|content| content.starts_with("http"));
    let address = named.or(bare).or(inside)?;
    let is_sound = code.name == "audio" || has_ending(address, &SOUNDS);
    // `[audio:http://…]` is older than attributes.
    let address = address.split(['|', '<']).next().unwrap_or(address).trim().trim_start_matches(':');
    if let Some(player) = player(address, "") {
        return Some(block(&player));
    }
    let poster = code.get("poster").map_or_else(String::new, |url| format!(" poster=\"{}\"", escaped(url)));
    Some(heard(address, is_sound, &poster))
}

/// The browser's own player of a sound or a film; `poster` is an attribute.
fn heard(address: &str, is_sound: bool, poster: &str) -> String {
    let (url, tag) = (escaped(address), if is_sound { "audio" } else { "video" });
    block(&format!(
        "<figure class=\"kg-card kg-{tag}-card\"><{tag} controls preload=\"metadata\" src=\"{url}\"{poster}></{tag}></figure>"
    ))
}

/// The sound or film whose address a plug-in's player was given, whatever it calls itself: `[sc_player file="…/owl.mp3"]`.
fn played(code: &Code<'_>) -> Option<String> {
    let is_alone = code.content.is_none_or(|content| content.trim().is_empty());
    let words = code.attributes.iter().map(|(_, value)| value).chain(&code.bare);
    let is_file =
        |word: &&String| word.starts_with("http") && (has_ending(word, &SOUNDS) || has_ending(word, &FILMS));
    let address = words.into_iter().find(is_file).filter(|_| is_alone)?;
    Some(heard(address, has_ending(address, &SOUNDS), ""))
}

/// `[youtube=http://…&w=640]`, `[youtube id]`, `[vimeo 123]`, `[vimeo]http://…[/vimeo]`.
fn hosted(code: &Code<'_>) -> Option<String> {
    let words = code.bare.iter().map(String::as_str);
    let named = ["url", "id", "v", "clip_id"].into_iter().filter_map(|key| code.get(key));
    let inside = code.content.map(str::trim);
    let word = words.chain(named).chain(inside).find(|word| !word.is_empty())?;
    let word = dateline_markup::plain_text(word);
    if word.contains("://") {
        return Some(player_or_link(&word));
    }
    match code.name.as_str() {
        "youtube" => Some(player_or_link(&youtube(&word)?)),
        "vimeo" => player(&format!("https://vimeo.com/{word}"), ""),
        "dailymotion" => player(&format!("https://www.dailymotion.com/video/{word}"), ""),
        // `spotify:track:…`
        "spotify" => {
            let path = word.strip_prefix("spotify:")?.replace(':', "/");
            player(&format!("https://open.spotify.com/{path}"), "")
        }
        _ => None,
    }
}

/// A thing of another site that a shortcode names by its address.
fn linked(code: &Code<'_>) -> Option<String> {
    let words =
        code.bare.iter().map(String::as_str).chain(code.attributes.iter().map(|(_, value)| value.as_str()));
    let is_address = |word: &&str| word.starts_with("http") || word.starts_with("//");
    let address = match words.chain(code.content.map(str::trim)).find(is_address) {
        Some(address) => dateline_markup::plain_text(address),
        None => numbered(code)?,
    };
    let scheme = if address.starts_with("//") { "https:" } else { "" };
    Some(block(&player_or_link(&format!("{scheme}{address}"))))
}

/// The address of a thing that a shortcode names by its number there.
fn numbered(code: &Code<'_>) -> Option<String> {
    let named = ["id", "poll", "survey", "album", "track"].iter().find_map(|name| code.get(name));
    let id = named.or_else(|| code.bare.first().map(String::as_str))?;
    // `[slideshare id=123&doc=…]`
    let id = id.split(['&', ';']).next().unwrap_or(id);
    let is_id =
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let is_number = id.bytes().all(|b| b.is_ascii_digit());
    match code.name.as_str() {
        "tweet" if is_id && is_number => Some(format!("https://twitter.com/i/web/status/{id}")),
        "gist" if is_id => Some(format!("https://gist.github.com/{id}")),
        "slideshare" if is_number => Some(format!("https://www.slideshare.net/slideshow/embed_code/{id}")),
        "scribd" if is_number => Some(format!("https://www.scribd.com/doc/{id}")),
        "ted" if is_number => Some(format!("https://www.ted.com/talks/view/id/{id}")),
        "polldaddy" | "crowdsignal" if is_number => Some(format!("https://poll.fm/{id}")),
        "bandcamp" if is_number => {
            let kind = if code.get("album").is_some() { "album" } else { "track" };
            Some(format!("https://bandcamp.com/EmbeddedPlayer/{kind}={id}/"))
        }
        "lyte" if is_id => youtube(id),
        "archiveorg" if is_id => Some(format!("https://archive.org/details/{id}")),
        _ => None,
    }
}

/// Program text, with the language that the plug-in was told.
fn source_code(code: &Code<'_>, content: &str) -> String {
    let told = code.get("language").or_else(|| code.get("lang"));
    let language = match (told, code.name.as_str()) {
        (Some(told), _) => class_of(told),
        (None, "code" | "sourcecode" | "crayon" | "prettify") => String::new(),
        (None, name) if let Some((_, language)) = code_colorer(name) => class_of(language),
        (None, name) => name.to_owned(),
    };
    let class = if language.is_empty() { String::new() } else { format!(" class=\"language-{language}\"") };
    block(&format!("<pre><code{class}>{}</code></pre>", escaped(unescaped(content).trim_matches('\n'))))
}

/// The signs that are meant: plug-ins keep program text escaped once or not at all.
pub(super) fn unescaped(content: &str) -> String {
    content.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

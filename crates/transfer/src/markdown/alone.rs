//! Marks that stand alone, with nothing between them and an end: players, recordings, pictures, links, what themes include.

use super::marks::inline;
use crate::player::{escaped, player, player_or_link, youtube};
use crate::source::has_ending;

/// The words of a mark, of which the first is its name.
struct Said<'w> {
    words: &'w [(String, String)],
}

impl<'w> Said<'w> {
    /// The word that has a name of its own.
    fn named(&self, key: &str) -> Option<&'w str> {
        self.words.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// One of the words without names behind that of the mark.
    fn bare(&self, at: usize) -> Option<&'w str> {
        let bare = self.words.iter().skip(1).filter(|(key, _)| key.is_empty());
        bare.map(|(_, word)| word.as_str()).nth(at)
    }

    /// A whole address of another site.
    fn address(&self) -> Option<&'w str> {
        let said = self.named("url").or_else(|| self.named("id")).or_else(|| self.bare(0));
        said.filter(|word| word.contains("://"))
    }
}

/// What a known mark becomes that has nothing between it and an end.
pub(super) fn replacement(words: &[(String, String)]) -> Option<String> {
    let said = &Said { words };
    // Hugo's simple ones load no script of the other site.
    let name = words.first()?.1.trim_end_matches("_simple");
    elsewhere(name, said)
        .or_else(|| recording(name, said))
        .or_else(|| beside(name, said))
        .or_else(|| sign(name).map(str::to_owned))
}

/// What is played or shown by another site.
fn elsewhere(name: &str, said: &Said<'_>) -> Option<String> {
    Some(match name {
        "youtube" | "vimeo" | "tweet" | "x" | "twitter" | "instagram" | "mastodon"
            if said.address().is_some() =>
        {
            player_or_link(said.address()?)
        }
        "youtube" | "youtubelite" | "youtubeLite" | "youtube-lite" | "yt" => {
            player_or_link(&youtube(said.named("id").or_else(|| said.bare(0))?)?)
        }
        "gist" => {
            let (first, second) = (said.named("url").or_else(|| said.bare(0))?, said.bare(1));
            let gist = match second.filter(|_| !first.contains('/')) {
                Some(id) => format!("{first}/{id}"),
                None => first.to_owned(),
            };
            let gist = if gist.contains("://") { gist } else { format!("https://gist.github.com/{gist}") };
            player_or_link(&gist)
        }
        "tweet" | "x" | "twitter" => {
            let id = said.named("id").or_else(|| said.bare(usize::from(said.bare(1).is_some())))?;
            let user =
                said.named("user").or_else(|| said.bare(1).and_then(|_| said.bare(0))).unwrap_or("i/web");
            player_or_link(&format!("https://twitter.com/{user}/status/{id}"))
        }
        "instagram" => player_or_link(&format!(
            "https://www.instagram.com/p/{}/",
            said.named("id").or_else(|| said.bare(0))?
        )),
        "iframe" => {
            player_or_link(said.named("src").or_else(|| said.bare(0)).filter(|url| url.contains("://"))?)
        }
        "bilibili" => player_or_link(&format!(
            "https://www.bilibili.com/video/{}",
            said.named("id").or_else(|| said.named("bvid")).or_else(|| said.bare(0))?
        )),
        "asciinema" | "codepen" | "jsfiddle" | "github" | "pdf" => linked(name, said)?,
        "vimeo" => player(&format!("https://vimeo.com/{}", said.named("id").or_else(|| said.bare(0))?), "")?,
        _ => return None,
    })
}

/// A film or a recording that is a file.
fn recording(name: &str, said: &Said<'_>) -> Option<String> {
    let endings: &[&str] = match name {
        "video" => &["mp4", "webm", "ogv", "m4v", "mov"],
        "audio" => &["mp3", "m4a", "ogg", "oga", "opus", "wav", "flac"],
        _ => return None,
    };
    let src = said.named("src").or_else(|| said.bare(0)).filter(|src| has_ending(src, endings))?;
    let src = escaped(src);
    Some(format!(
        "\n\n<figure class=\"kg-card kg-{name}-card\"><{name} controls src=\"{src}\"></{name}></figure>\n\n"
    ))
}

/// A picture or a file of the site's own, a link, what a theme includes.
fn beside(name: &str, said: &Said<'_>) -> Option<String> {
    Some(match name {
        "asset_path" => said.bare(0)?.to_owned(),
        "asset_link" => {
            let file = said.bare(0)?;
            let words: Vec<&str> = said.words.iter().skip(2).map(|(_, word)| word.as_str()).collect();
            let words = if words.is_empty() { file.to_owned() } else { words.join(" ") };
            format!("<a href=\"{}\">{}</a>", escaped(file), escaped(&words))
        }
        // Hexo's: words, then the address.
        "link" => {
            let address =
                said.words.iter().position(|(_, word)| word.contains("://")).filter(|at| *at > 0)?;
            let words: Vec<&str> =
                said.words.get(1..address)?.iter().map(|(_, word)| word.as_str()).collect();
            let address = escaped(&said.words.get(address)?.1);
            let words = escaped(&words.join(" "));
            format!("<a href=\"{address}\">{}</a>", if words.is_empty() { &address } else { &words })
        }
        "include" | "include_cached" => included(said.bare(0)?, said)?,
        "figure" | "img" | "asset_img" | "image" | "picture" | "imgproc" | "screenshot" | "resize_image" => {
            // Hexo puts the names of classes in front.
            let looks_it = |word: &&str| word.contains(['/', '.']);
            let hexos = said
                .words
                .iter()
                .skip(1)
                .map(|(_, word)| word.as_str())
                .filter(|_| name == "img")
                .find(looks_it);
            let src =
                said.named("src").or_else(|| said.named("path")).or_else(|| said.named("url")).or(hexos);
            let src = src.or_else(|| said.bare(0))?;
            // Eleventy's `{% image "quay.jpg", "The quay" %}`.
            let second = said.bare(1).filter(|_| name == "image");
            let alt =
                escaped(said.named("alt").or_else(|| said.named("title")).or(second).unwrap_or_default());
            let titled = said.named("title").filter(|_| name == "figure");
            let caption = said.named("caption").or(titled).map(|words| match said.named("attr") {
                Some(source) => format!("{words} {source}"),
                None => words.to_owned(),
            });
            picture(src, &alt, caption.as_deref(), said.named("link"))
        }
        _ => return None,
    })
}

/// What has no words beside its name.
fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "more" => "\n\n<!--more-->\n\n",
        // Tables of contents, signs of a theme's own typeface and switches for its scripts have nothing to say here.
        "toc" | "TOC" | "icon" | "katex" | "mathjax" | "clear" | "clearfix" | "site.baseurl" | "site.url" => {
            ""
        }
        "br" | "linebreak" => "<br>",
        _ => return None,
    })
}

/// What shows something of another site, as a link to it.
fn linked(name: &str, words: &Said<'_>) -> Option<String> {
    let said = |names: &[&str]| names.iter().find_map(|name| words.named(name)).or_else(|| words.bare(0));
    let (before, id) = match name {
        "asciinema" => ("https://asciinema.org/a/", said(&["id", "key"])?.to_owned()),
        "codepen" => match words.bare(1) {
            Some(pen) => ("https://codepen.io/", format!("{}/pen/{pen}", words.bare(0)?)),
            None => ("https://codepen.io/pen/", said(&["id"])?.to_owned()),
        },
        "jsfiddle" => ("https://jsfiddle.net/", format!("{}/", said(&["id"])?.trim_matches('/'))),
        "github" => ("https://github.com/", said(&["repo"])?.to_owned()),
        _ => ("", said(&["src", "url", "path"])?.to_owned()),
    };
    let address = if id.contains("://") || before.is_empty() { id } else { format!("{before}{id}") };
    let address = escaped(&address);
    Some(format!("<a href=\"{address}\">{address}</a>"))
}

/// A picture with the words under it and where it leads; `alt` is escaped already.
fn picture(src: &str, alt: &str, caption: Option<&str>, link: Option<&str>) -> String {
    let caption =
        caption.map_or_else(String::new, |words| format!("<figcaption>{}</figcaption>", inline(words)));
    let image = format!("<img src=\"{}\" alt=\"{alt}\">", escaped(src));
    let image = match link.filter(|link| !link.is_empty()) {
        Some(link) => format!("<a href=\"{}\">{image}</a>", escaped(link)),
        None => image,
    };
    format!("\n\n<figure class=\"kg-card kg-image-card\">{image}{caption}</figure>\n\n")
}

/// What themes of Jekyll include: pictures and players, whose addresses stand in the tag.
fn included(file: &str, words: &Said<'_>) -> Option<String> {
    if matches!(file, "toc" | "toc.html" | "toc.md") {
        return Some(String::new());
    }
    let said = |names: &[&str]| {
        let mut found = names.iter().filter_map(|name| words.named(name));
        found.find(|word| !word.is_empty() && !word.contains(['{', '}']))
    };
    let provider = said(&["provider"]).unwrap_or(file).to_ascii_lowercase();
    if provider.contains("youtube") {
        return youtube(said(&["id", "video", "video_id"])?).map(|address| player_or_link(&address));
    }
    if provider.contains("vimeo") {
        return player(&format!("https://vimeo.com/{}", said(&["id", "video", "video_id"])?), "");
    }
    let src = said(&["image_path", "src", "url", "path", "image", "img", "file"])?;
    let is_picture = ["jpg", "jpeg", "png", "gif", "webp", "svg", "avif"];
    has_ending(src, &is_picture).then(|| {
        let alt = escaped(said(&["alt", "title", "caption"]).unwrap_or_default());
        picture(src, &alt, said(&["caption", "description"]), said(&["link", "href"]))
    })
}

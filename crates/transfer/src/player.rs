//! Addresses of videos and sounds that a story plays in place.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

/// The figure with the player of `address`; `None` for hosts whose players stories may not frame.
pub(crate) fn player(address: &str, caption: &str) -> Option<String> {
    let frame = frame_address(address)?;
    let (class, caption) = if caption.trim().is_empty() {
        ("kg-card kg-embed-card", String::new())
    } else {
        ("kg-card kg-embed-card kg-card-hascaption", format!("<figcaption>{}</figcaption>", caption.trim()))
    };
    Some(format!(
        "<figure class=\"{class}\"><iframe src=\"{}\" width=\"560\" height=\"315\" frameborder=\"0\" allowfullscreen></iframe>{caption}</figure>",
        escaped(&frame)
    ))
}

/// The same, or a link in a paragraph.
pub(crate) fn player_or_link(address: &str) -> String {
    player(address, "").unwrap_or_else(|| {
        let address = escaped(address);
        format!("<p><a href=\"{address}\">{address}</a></p>")
    })
}

/// The address of the video `id` of `YouTube`.
pub(crate) fn youtube(id: &str) -> Option<String> {
    let id: String = id.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    (6..=20).contains(&id.len()).then(|| format!("https://www.youtube.com/watch?v={id}"))
}

fn frame_address(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    let host = url.host_str()?.trim_start_matches("www.").trim_start_matches("m.");
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    let query =
        |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    let video = |id: &str| {
        let address = youtube(id)?;
        let id = address.rsplit('=').next()?;
        Some(format!("https://www.youtube-nocookie.com/embed/{id}"))
    };
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match (host, parts.as_slice()) {
        ("youtube.com" | "youtube-nocookie.com", ["watch" | "watch_popup"]) => video(&query("v")?),
        ("youtube.com" | "youtube-nocookie.com", ["embed" | "shorts" | "live", id, ..])
        | ("youtu.be", [id]) => video(id),
        // A video that only those with the link may see has a second number.
        ("vimeo.com", [id, hash]) if is_number(id) && hash.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Some(format!("https://player.vimeo.com/video/{id}?h={hash}"))
        }
        ("vimeo.com", [id] | ["channels", _, id]) | ("player.vimeo.com", ["video", id]) if is_number(id) => {
            Some(format!("https://player.vimeo.com/video/{id}"))
        }
        ("dailymotion.com", ["video", id]) => {
            let id = id.split('_').next().filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric()))?;
            Some(format!("https://www.dailymotion.com/embed/video/{id}"))
        }
        (
            "open.spotify.com",
            [kind @ ("track" | "album" | "playlist" | "episode" | "show" | "artist"), id],
        ) => id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric())
            .then(|| format!("https://open.spotify.com/embed/{kind}/{id}")),
        ("youtube.com" | "youtube-nocookie.com", ["playlist"]) => {
            let list = query("list").filter(|list| {
                !list.is_empty()
                    && list.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
            })?;
            Some(format!("https://www.youtube-nocookie.com/embed/videoseries?list={list}"))
        }
        ("soundcloud.com" | "api.soundcloud.com", [_, ..]) => {
            let address = utf8_percent_encode(address.trim(), NON_ALPHANUMERIC);
            Some(format!("https://w.soundcloud.com/player/?url={address}"))
        }
        ("archive.org", ["details", id]) => Some(format!("https://archive.org/embed/{id}")),
        _ => dateline_markup::frame_of_film(address),
    }
}

/// Text as it stands between tags or in an attribute with double quotes.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_players_of_well_known_hosts_are_framed() {
        let check = |address: &str, frame: Option<&str>| {
            assert_eq!(frame_address(address).as_deref(), frame, "{address}");
        };
        let video = Some("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ");
        check("http://www.youtube.com/watch?v=dQw4w9WgXcQ&feature=related", video);
        check("https://youtu.be/dQw4w9WgXcQ?t=3", video);
        check("https://m.youtube.com/shorts/dQw4w9WgXcQ", video);
        check("https://vimeo.com/76979871", Some("https://player.vimeo.com/video/76979871"));
        check("https://vimeo.com/about", None);
        check("http://www.youtube.com/v/dQw4w9WgXcQ&hl=en&fs=1", video);
        check("https://vimeo.com/76979871/0a1b", Some("https://player.vimeo.com/video/76979871?h=0a1b"));
        check("http://vimeo.com/moogaloop.swf?clip_id=7&server=x", Some("https://player.vimeo.com/video/7"));
        check(
            "http://www.dailymotion.com/swf/x8oma9",
            Some("https://www.dailymotion.com/embed/video/x8oma9"),
        );
        check(
            "https://www.youtube.com/playlist?list=PL1-a",
            Some("https://www.youtube-nocookie.com/embed/videoseries?list=PL1-a"),
        );
        check("https://www.youtube.com/playlist?list=%22x", None);
        check("https://open.spotify.com/track/abc", Some("https://open.spotify.com/embed/track/abc"));
        check("https://www.youtube.com/watch?v=%22onload", None);
        check("https://example.org/watch?v=dQw4w9WgXcQ", None);
        check("not an address", None);
    }
}

//! Films of the years of Flash: what a plug-in played is played by the same site's player of today.

use url::Url;

use crate::policy::clean_url;

/// The player of today for a film that a page of those years played in a plug-in: `youtube.com/v/…`. `None` where there is no
/// such player, or the address names no film.
///
/// ```
/// assert_eq!(
///     dateline_markup::frame_of_film("http://vimeo.com/moogaloop.swf?clip_id=7&server=vimeo.com").as_deref(),
///     Some("https://player.vimeo.com/video/7")
/// );
/// ```
pub fn frame_of_film(address: &str) -> Option<String> {
    let url = clean_url(address, &["http", "https"])?;
    // Old pages join the parts of a query by `&` from the start: `/v/dQw4w9WgXcQ&hl=en`.
    let rest = url.split_once("//")?.1;
    let rest = rest.replacen('&', "?", usize::from(!rest.contains('?')));
    let parsed = Url::parse(&format!("https://{rest}")).ok()?;
    let host = parsed.host_str()?.trim_start_matches("www.");
    let parts: Vec<&str> = parsed.path().split('/').filter(|part| !part.is_empty()).collect();
    let query =
        |name: &str| parsed.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    match (host, parts.as_slice()) {
        ("youtube.com" | "youtube-nocookie.com" | "youtube.googleapis.com", ["v" | "e", id, ..])
            if is_youtubes(id, 6..=20) =>
        {
            Some(format!("https://www.youtube-nocookie.com/embed/{id}"))
        }
        ("youtube.com" | "youtube-nocookie.com", ["p", id]) if is_youtubes(id, 6..=40) => {
            Some(format!("https://www.youtube-nocookie.com/embed/videoseries?list=PL{id}"))
        }
        ("vimeo.com", ["moogaloop.swf"]) => {
            let id = query("clip_id").filter(|id| is_id(id, |byte| byte.is_ascii_digit()))?;
            Some(format!("https://player.vimeo.com/video/{id}"))
        }
        ("dailymotion.com", ["swf", "video", id] | ["swf", id])
            if is_id(id, |byte| byte.is_ascii_alphanumeric()) =>
        {
            Some(format!("https://www.dailymotion.com/embed/video/{id}"))
        }
        ("player.soundcloud.com", ["player.swf"]) => {
            let sound = query("url").filter(|url| url.starts_with("http"))?;
            let mut player = Url::parse("https://w.soundcloud.com/player/").ok()?;
            player.query_pairs_mut().append_pair("url", &sound);
            Some(player.to_string())
        }
        _ => None,
    }
}

/// The recording that a player of sounds was told to play, in its own address or beside it (`audioUrl=http://…/horn.mp3`).
pub(crate) fn sound(address: &str, said: &str) -> Option<String> {
    const SOUNDS: [&str; 5] = [".mp3", ".m4a", ".ogg", ".oga", ".wav"];
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let mut told = [said, query].into_iter().flat_map(|told| url::form_urlencoded::parse(told.as_bytes()));
    told.find_map(|(_, value)| {
        let url = clean_url(&value, &["http", "https"])?;
        let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
        let is_sound = path.starts_with("http") && SOUNDS.iter().any(|ending| path.ends_with(ending));
        is_sound.then_some(url)
    })
}

/// Whether it is an id of `YouTube` of so many characters.
fn is_youtubes(id: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&id.len())
        && is_id(id, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn is_id(id: &str, is_of_it: impl Fn(u8) -> bool) -> bool {
    (1..=40).contains(&id.len()) && id.bytes().all(is_of_it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_no_film_has_no_player() {
        for (address, player) in [
            (
                "http://www.youtube.com/v/dQw4w9WgXcQ&hl=en",
                Some("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
            ),
            ("//youtube.com/e/dQw4w9WgXcQ", Some("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ")),
            ("http://www.youtube.com/v/short", None),
            (
                "http://www.youtube.com/v/abcdefghijklmnopqrst",
                Some("https://www.youtube-nocookie.com/embed/abcdefghijklmnopqrst"),
            ),
            ("http://www.youtube.com/v/abcdefghijklmnopqrstu", None),
            ("http://www.youtube.com/v/%22onload", None),
            (
                "http://www.youtube.com/p/0123456789ABCDEF",
                Some("https://www.youtube-nocookie.com/embed/videoseries?list=PL0123456789ABCDEF"),
            ),
            (
                "https://youtube.googleapis.com/v/dQw4w9WgXcQ&source=uds",
                Some("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
            ),
            ("http://vimeo.com/moogaloop.swf?clip_id=a7", None),
            ("http://vimeo.com/moogaloop.swf", None),
            ("http://www.dailymotion.com/swf/x8_oma9", None),
            ("javascript://youtube.com/v/dQw4w9WgXcQ", None),
            ("http://example.org/v/dQw4w9WgXcQ", None),
        ] {
            assert_eq!(frame_of_film(address).as_deref(), player, "{address}");
        }
    }
}

//! What a page of another site says of itself, for a card that leads to it.

use crate::policy::frame_url;
use crate::token::{Token, attr, tokens};

/// Bytes of a page that are read: what a page says of itself stands in its head.
const READ_BYTES: usize = 512 * 1024;
/// Characters of a title and of a name.
const TITLE_CHARS: usize = 300;
/// Characters of a description.
const DESCRIPTION_CHARS: usize = 500;
/// Bytes of an address; what is longer is passed over.
const ADDRESS_BYTES: usize = 2_000;

/// What a page says of itself. Texts are plain, of one line and never empty; addresses are as the page writes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageCard {
    /// What it is called.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The site it belongs to.
    pub publisher: Option<String>,
    /// A picture that stands for it.
    pub image: Option<String>,
    /// The site's sign.
    pub icon: Option<String>,
    /// Where it tells about a player of its own, as JSON: <https://oembed.com>.
    pub oembed: Option<String>,
}

/// Reads what a page says of itself: first what it says to social networks, then what it says to everybody.
pub fn page_card(html: &str) -> PageCard {
    let mut card = PageCard::default();
    let (mut plain_title, mut plain_description) = (None, None);
    let tokens = tokens(&html[..html.floor_char_boundary(READ_BYTES)]);
    for (position, token) in tokens.iter().enumerate() {
        let Token::Start { name, attrs } = token else { continue };
        let value = |key: &str| attr(attrs, key).unwrap_or_default();
        match &**name {
            "title" => {
                if let (None, Some(Token::Text(text))) = (&plain_title, tokens.get(position + 1)) {
                    plain_title = line(text, TITLE_CHARS);
                }
            }
            "meta" => {
                let key = if value("property").is_empty() { value("name") } else { value("property") };
                let content = value("content");
                match key.to_ascii_lowercase().as_str() {
                    "og:title" | "twitter:title" => keep(&mut card.title, line(content, TITLE_CHARS)),
                    "og:description" | "twitter:description" => {
                        keep(&mut card.description, line(content, DESCRIPTION_CHARS));
                    }
                    "description" => keep(&mut plain_description, line(content, DESCRIPTION_CHARS)),
                    "author" | "article:author" => keep(&mut card.author, line(content, TITLE_CHARS)),
                    "og:site_name" | "application-name" => {
                        keep(&mut card.publisher, line(content, TITLE_CHARS));
                    }
                    "og:image" | "twitter:image" => keep(&mut card.image, address(content)),
                    _ => {}
                }
            }
            "link" => {
                let is =
                    |word: &str| value("rel").split_whitespace().any(|rel| rel.eq_ignore_ascii_case(word));
                if is("icon") {
                    keep(&mut card.icon, address(value("href")));
                } else if is("alternate") && value("type").eq_ignore_ascii_case("application/json+oembed") {
                    keep(&mut card.oembed, address(value("href")));
                }
            }
            // From here on the page speaks of something else.
            "body" => break,
            _ => {}
        }
    }
    keep(&mut card.title, plain_title);
    keep(&mut card.description, plain_description);
    card
}

/// The address that a player frames, when it is one that a story may frame; `html` is what a site offers for embedding.
pub fn player_in(html: &str) -> Option<String> {
    tokens(html).iter().find_map(|token| match token {
        Token::Start { name, attrs } if name == "iframe" => frame_url(attr(attrs, "src")?),
        _ => None,
    })
}

fn keep(place: &mut Option<String>, found: Option<String>) {
    if place.is_none() {
        *place = found;
    }
}

/// A text as one line without control characters, cut at `most` characters; nothing when nothing is left.
fn line(text: &str, most: usize) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    let cut: String = line.chars().take(most).collect();
    (!cut.is_empty()).then_some(cut)
}

fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty() && text.len() <= ADDRESS_BYTES && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_called_what_it_tells_social_networks_first() {
        let card = page_card(
            "<!doctype html><head><title>Tides | The Bell</title><meta name=description content='For a year'>
             <meta property=og:title content='Tide &amp; moon'><meta property=og:site_name content='The Bell'>
             <meta name=author content=' Ana\nReis '><link rel='shortcut icon' href=/favicon.ico>
             <link rel=alternate type=application/json+oembed href='https://bell.example/oembed?url=x'></head>
             <body><meta property=og:description content='of a comment'>",
        );
        assert_eq!(card.title.as_deref(), Some("Tide & moon"));
        assert_eq!(card.description.as_deref(), Some("For a year"));
        assert_eq!(card.author.as_deref(), Some("Ana Reis"));
        assert_eq!(card.publisher.as_deref(), Some("The Bell"));
        assert_eq!(card.icon.as_deref(), Some("/favicon.ico"));
        assert_eq!(card.oembed.as_deref(), Some("https://bell.example/oembed?url=x"));
        assert_eq!(card.image, None);
    }

    #[test]
    fn a_page_that_says_nothing_has_a_card_with_nothing() {
        for html in ["", "<p>Tides", "<title> \n </title>", "<meta property=og:title content=''>"] {
            assert_eq!(page_card(html), PageCard::default(), "{html}");
        }
    }

    #[test]
    fn a_title_is_cut_at_its_three_hundredth_character_and_an_address_too_long_is_passed_over() {
        let titled = |length: usize| {
            page_card(&format!("<title>{}</title>", "ü".repeat(length))).title.unwrap_or_default()
        };
        assert_eq!(titled(TITLE_CHARS).chars().count(), TITLE_CHARS);
        assert_eq!(titled(TITLE_CHARS + 1).chars().count(), TITLE_CHARS);
        let pictured = |length: usize| {
            page_card(&format!("<meta property=og:image content='/{}'>", "a".repeat(length - 1))).image
        };
        assert!(pictured(ADDRESS_BYTES).is_some() && pictured(ADDRESS_BYTES + 1).is_none());
    }

    #[test]
    fn only_a_player_that_a_story_may_frame_is_found() {
        let player =
            player_in("<p><iframe src='https://player.vimeo.com/video/1?h=2' onload=steal()></iframe>");
        assert_eq!(player.as_deref(), Some("https://player.vimeo.com/video/1?h=2"));
        for html in [
            "",
            "<script src=https://player.vimeo.com/x></script>",
            "<iframe src=https://gull.example/></iframe>",
        ] {
            assert_eq!(player_in(html), None, "{html}");
        }
    }
}

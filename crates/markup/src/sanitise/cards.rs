//! Cards of Ghost's editor as its pages have them, in a form that a reader can use without a script: what opens is
//! `<details>`, what plays has the browser's own controls, stars are letters. Buttons, sliders and drawings, which would
//! be lost in cleaning anyhow, leave no gaps where they stood.

use std::borrow::Cow;

use super::MAX_DEPTH;
use crate::token::{Attrs, Token, attr, is_void};

/// How the class of everything in a card begins.
pub(super) const PREFIX: &str = "kg-";

/// Parts that only a script brings to life.
const LIFELESS: [&str; 5] = [
    "kg-toggle-card-icon",
    "kg-audio-player",
    "kg-audio-hide",
    "kg-video-overlay",
    "kg-video-player-container",
];

/// The tokens of a story with its cards made still, and how many forms to sign up were left out: there are no
/// memberships to sign up for, and Ghost hides the card where there are none.
pub(super) fn stilled(list: Vec<Token<'_>>) -> (Vec<Token<'_>>, usize) {
    let mut cards = Cards { out: Vec::with_capacity(list.len()), open: Vec::new(), poster: None, forms: 0 };
    for token in list {
        cards.take(token);
    }
    (cards.out, cards.forms)
}

/// An element of the card that is being read.
struct Open<'h> {
    name: Cow<'h, str>,
    /// What it is called from now on.
    becomes: Option<&'static str>,
    /// Left out with all that is in it.
    gone: bool,
    /// The letter for the drawing in it.
    star: Option<&'static str>,
}

struct Cards<'h> {
    out: Vec<Token<'h>>,
    /// The elements of the card that is being read, its own first.
    open: Vec<Open<'h>>,
    /// The picture that the card shows before its film runs.
    poster: Option<Cow<'h, str>>,
    forms: usize,
}

impl<'h> Cards<'h> {
    fn take(&mut self, token: Token<'h>) {
        match token {
            Token::Start { name, attrs } => self.start(name, attrs),
            Token::End(name) => self.end(name),
            other if self.is_gone() => drop(other),
            other => self.out.push(other),
        }
    }

    fn is_gone(&self) -> bool {
        self.open.last().is_some_and(|open| open.gone)
    }

    fn start(&mut self, name: Cow<'h, str>, mut attrs: Attrs<'h>) {
        let has = |class: &str| has_class(&attrs, class);
        let is_card = has("kg-card");
        if self.open.is_empty() && !is_card {
            self.out.push(Token::Start { name, attrs });
            return;
        }
        if self.open.is_empty() {
            self.poster = poster(&attrs);
        }
        let is_form = has("kg-signup-card") && !self.is_gone();
        self.forms += usize::from(is_form);
        let gone = self.is_gone() || is_form || LIFELESS.iter().any(|class| has(class));
        let becomes = match &*name {
            "div" if has("kg-toggle-card") => Some("details"),
            "div" if has("kg-toggle-heading") && self.is_inside("details") => Some("summary"),
            _ => None,
        };
        let drawn = self.open.last().and_then(|open| open.star).filter(|_| name == "svg");
        let background = background(&attrs).filter(|_| has("kg-header-card") && !has("kg-v2"));
        if becomes == Some("details") && attr(&attrs, "data-kg-toggle-state") == Some("open") {
            attrs.push(("open".into(), "".into()));
        }
        if matches!(&*name, "audio" | "video") {
            self.equip(&name, &mut attrs);
        }
        if !is_void(&name) && self.open.len() < MAX_DEPTH {
            self.open.push(Open { name: name.clone(), becomes, gone, star: star(&attrs) });
        }
        if gone {
            return;
        }
        self.out.extend(drawn.map(|star| Token::Text(star.into())));
        self.out.push(Token::Start { name: becomes.map_or(name, Cow::Borrowed), attrs });
        self.out.extend(background);
    }

    fn is_inside(&self, element: &str) -> bool {
        self.open.iter().any(|open| open.becomes == Some(element))
    }

    /// Gives what plays the browser's own controls, and a film its first picture.
    fn equip(&self, name: &str, attrs: &mut Attrs<'h>) {
        if attr(attrs, "controls").is_none() {
            attrs.push(("controls".into(), "".into()));
        }
        // Where the card names one, what stands in its place is a dot that keeps the place.
        if let Some(poster) = self.poster.clone().filter(|_| name == "video") {
            attrs.retain(|(key, _)| key != "poster");
            attrs.push(("poster".into(), poster));
        }
    }

    fn end(&mut self, name: Cow<'h, str>) {
        let Some(at) = self.open.iter().rposition(|open| open.name == name) else {
            if !self.is_gone() {
                self.out.push(Token::End(name));
            }
            return;
        };
        for open in self.open.drain(at..).rev().filter(|open| !open.gone) {
            // What ends with it without saying so is only told of where it is called otherwise.
            if open.becomes.is_some() || open.name == name {
                self.out.push(Token::End(open.becomes.map_or(open.name, Cow::Borrowed)));
            }
        }
    }
}

/// Whether one of an element's classes is `class`.
fn has_class(attrs: &Attrs<'_>, class: &str) -> bool {
    attr(attrs, "class").is_some_and(|words| words.split_ascii_whitespace().any(|word| word == class))
}

/// Whether an element belongs to a card.
pub(super) fn is_of_card(attrs: &Attrs<'_>) -> bool {
    attr(attrs, "class")
        .is_some_and(|words| words.split_ascii_whitespace().any(|word| word.starts_with(PREFIX)))
}

/// The picture that an editor chose for a film, else the one that was taken from it.
fn poster<'h>(attrs: &Attrs<'h>) -> Option<Cow<'h, str>> {
    ["data-kg-custom-thumbnail", "data-kg-thumbnail"].into_iter().find_map(|name| {
        let (_, value) = attrs.iter().find(|(key, value)| key == name && !value.is_empty())?;
        Some(value.clone())
    })
}

/// The picture behind a header of the older kind, which a style sheet would have to fetch.
fn background<'h>(attrs: &Attrs<'h>) -> Option<Token<'h>> {
    let (_, src) =
        attrs.iter().find(|(key, value)| key == "data-kg-background-image" && !value.is_empty())?;
    let attrs = vec![
        ("class".into(), "kg-header-card-image".into()),
        ("src".into(), src.clone()),
        ("alt".into(), "".into()),
    ];
    Some(Token::Start { name: "img".into(), attrs })
}

/// The letter for a drawn star of a rating.
fn star(attrs: &Attrs<'_>) -> Option<&'static str> {
    has_class(attrs, "kg-product-card-rating-star")
        .then(|| if has_class(attrs, "kg-product-card-rating-active") { "★" } else { "☆" })
}

#[cfg(test)]
mod tests {
    use crate::sanitise::{Profile, sanitise, sanitise_import};

    #[track_caller]
    fn check(html: &str, expected: &str) {
        let clean = sanitise(html, Profile::Author);
        assert_eq!(clean, expected);
        assert_eq!(sanitise(&clean, Profile::Author), expected, "cleaned twice");
    }

    #[test]
    fn a_toggle_opens_without_a_script() {
        check(
            "<div class=\"kg-card kg-toggle-card\" data-kg-toggle-state=\"close\"><div class=\"kg-toggle-heading\">\
             <h4 class=\"kg-toggle-heading-text\">What is a quay?</h4><button class=\"kg-toggle-card-icon\"><svg><path/></svg></button></div>\
             <div class=\"kg-toggle-content\"><div>A place</div><p>for ships.</p></div></div><p>After.</p>",
            "<details class=\"kg-card kg-toggle-card\"><summary class=\"kg-toggle-heading\">\
             <h4 class=\"kg-toggle-heading-text\">What is a quay?</h4></summary>\
             <div class=\"kg-toggle-content\"><div>A place</div><p>for ships.</p></div></details><p>After.</p>",
        );
        let open = sanitise(
            "<div class=\"kg-card kg-toggle-card\" data-kg-toggle-state=\"open\"></div>",
            Profile::Author,
        );
        assert_eq!(open, "<details class=\"kg-card kg-toggle-card\" open=\"\"></details>");
    }

    #[test]
    fn a_film_and_a_song_play_with_the_controls_of_the_browser() {
        check(
            "<figure class=\"kg-card kg-video-card\" data-kg-thumbnail=\"/content/images/quay.png\" data-kg-custom-thumbnail=\"\">\
             <div class=\"kg-video-container\"><video src=\"/content/media/quay.mp4\" poster=\"/content/images/dot.gif\" width=\"16\" height=\"9\"></video>\
             <div class=\"kg-video-overlay\"><button>Play</button></div><div class=\"kg-video-player-container\"><div>0:00</div><input type=\"range\"></div></div>\
             <figcaption>The quay</figcaption></figure>",
            "<figure class=\"kg-card kg-video-card\"><div class=\"kg-video-container\">\
             <video src=\"/content/media/quay.mp4\" width=\"16\" height=\"9\" controls=\"\" poster=\"/content/images/quay.png\"></video></div>\
             <figcaption>The quay</figcaption></figure>",
        );
        check(
            "<div class=\"kg-card kg-audio-card\"><img src=\"\" class=\"kg-audio-thumbnail kg-audio-hide\"><div class=\"kg-audio-thumbnail placeholder\"><svg></svg></div>\
             <div class=\"kg-audio-player-container\"><audio src=\"/song.mp3\"></audio><div class=\"kg-audio-title\">Song</div>\
             <div class=\"kg-audio-player\"><button>Play</button><span>0:00</span><div>/<span>2:05</span></div></div></div></div>",
            "<div class=\"kg-card kg-audio-card\"><div class=\"kg-audio-thumbnail placeholder\"></div>\
             <div class=\"kg-audio-player-container\"><audio src=\"/song.mp3\" controls=\"\"></audio><div class=\"kg-audio-title\">Song</div></div></div>",
        );
    }

    #[test]
    fn a_card_keeps_its_colours_and_nothing_else_of_its_style() {
        check(
            "<div class=\"kg-card kg-header-card kg-v2\" style=\"background-color: #123456; position: fixed; background: url(x)\">\
             <h2 class=\"kg-header-card-heading\" style=\"color:#FFFFFF;\">Spring</h2><p style=\"color: #fff\">Bare</p></div>",
            "<div class=\"kg-card kg-header-card kg-v2\" style=\"background-color: #123456\">\
             <h2 class=\"kg-header-card-heading\" style=\"color: #FFFFFF\">Spring</h2><p>Bare</p></div>",
        );
        check(
            "<a class=\"kg-btn\" href=\"/a\" style=\"color: red; background-color: #12345; color: #ffg\">x</a>",
            "<a class=\"kg-btn\" href=\"/a\">x</a>",
        );
        check(
            "<div class=\"kg-card kg-header-card kg-style-image\" data-kg-background-image=\"/sea.png\"><h2>Sea</h2></div>",
            "<div class=\"kg-card kg-header-card kg-style-image\"><img class=\"kg-header-card-image\" src=\"/sea.png\" alt=\"\"><h2>Sea</h2></div>",
        );
    }

    #[test]
    fn a_rating_is_written_in_stars() {
        check(
            "<div class=\"kg-card kg-product-card\"><div class=\"kg-product-card-rating\"><span class=\"kg-product-card-rating-active kg-product-card-rating-star\"><svg></svg></span>\
             <span class=\"kg-product-card-rating-star\"><svg></svg></span></div></div>",
            "<div class=\"kg-card kg-product-card\"><div class=\"kg-product-card-rating\"><span class=\"kg-product-card-rating-active kg-product-card-rating-star\">★</span>\
             <span class=\"kg-product-card-rating-star\">☆</span></div></div>",
        );
    }

    #[test]
    fn a_story_of_many_cards_is_clean_after_the_first_cleaning() {
        let toggle =
            "<div class=\"kg-card kg-toggle-card\"><div class=\"kg-toggle-heading\">What?</div></div>";
        let rating = "<div class=\"kg-card kg-product-card\"><span class=\"kg-product-card-rating-star\"><svg></svg></span></div>";
        let header = "<div class=\"kg-card kg-header-card\" data-kg-background-image=\"/sea.png\">Sea</div>";
        check(
            &format!("{toggle}{rating}{header}<video src=\"/a.mp4\"></video>"),
            "<details class=\"kg-card kg-toggle-card\"><summary class=\"kg-toggle-heading\">What?</summary></details>\
             <div class=\"kg-card kg-product-card\"><span class=\"kg-product-card-rating-star\">☆</span></div>\
             <div class=\"kg-card kg-header-card\"><img class=\"kg-header-card-image\" src=\"/sea.png\" alt=\"\">Sea</div>\
             <video src=\"/a.mp4\"></video>",
        );
    }

    #[test]
    fn a_form_to_sign_up_is_left_out_and_told_of() {
        let imported = sanitise_import(
            "<p>Before.</p><div class=\"kg-card kg-signup-card\"><div><h2>Sign up</h2><form><input></form></div></div><p>After.</p>",
        );
        assert_eq!(imported.html, "<p>Before.</p><p>After.</p>");
        assert_eq!(imported.removed, [("form to sign up".to_owned(), 1)]);
    }

    #[test]
    fn cards_that_never_end_lose_nothing_of_the_story() {
        check(
            "<div class=\"kg-card kg-toggle-card\"><div class=\"kg-toggle-heading\">Open<p>Words</section>",
            "<details class=\"kg-card kg-toggle-card\"><summary class=\"kg-toggle-heading\">Open<p>Words</p></summary></details>",
        );
        let deep = format!(
            "<div class=\"kg-card\">{}{}</div><p>After.</p>",
            "<div>".repeat(1_000),
            "</div>".repeat(1_000)
        );
        assert!(sanitise(&deep, Profile::Author).ends_with("<p>After.</p>"));
    }
}

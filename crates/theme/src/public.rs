//! Files under `/public/`: style sheets and scripts that Dateline adds to any theme.
//!
//! `cards.min.css` and `cards.min.js` style and move the editor's cards (`kg-…`), as `card_assets` of `package.json`
//! wants them; `dateline.css` the thread and the pages that a theme has not; `search.js` opens the search from buttons with
//! `data-ghost-search`, and `share.js` what a link to `#/share` asks for; `comments.js` answers and sends comments without leaving the page, and `proof.js` does the work
//! that a site may ask of those who comment.

use std::collections::HashMap;

use bytes::Bytes;
use rust_embed::RustEmbed;
use serde_json::Value as Json;

use crate::{Asset, standard};

#[derive(RustEmbed)]
#[folder = "public"]
struct Files;

/// The cards that have a style sheet, and the name of their script where they need one.
const CARDS: [(&str, Option<&str>); 13] = [
    ("audio", Some("player")),
    ("blockquote", None),
    ("bookmark", None),
    ("button", None),
    ("callout", None),
    ("cta", None),
    ("file", None),
    ("gallery", Some("gallery")),
    ("header", None),
    ("product", None),
    ("signup", None),
    ("toggle", Some("toggle")),
    ("video", Some("player")),
];

/// The name of the script that opens the search.
pub(crate) const SEARCH_SCRIPT: &str = "search.js";

/// The name of the script behind the "Share" of Ghost's themes; our own has none.
pub(crate) const SHARE_SCRIPT: &str = "share.js";

/// The scripts that pages of our own theme name.
const SCRIPTS: [&str; 3] = [SEARCH_SCRIPT, "comments.js", "proof.js"];

/// The scripts that pages of our own theme name: they say which one they mean by its `integrity`, and their content policy
/// lets no other run.
pub fn page_scripts() -> [Asset; 3] {
    SCRIPTS.map(|name| Asset::new(name, standard::contents_of::<Files>(name).unwrap_or_default()))
}

/// The files for a theme whose `package.json` says this of its cards.
pub(crate) fn files(card_assets: &Json) -> HashMap<&'static str, Asset> {
    let sheet = standard::contents_of::<Files>("dateline.css").unwrap_or_default();
    let mut files = HashMap::from([("dateline.css", Asset::new("dateline.css", sheet))]);
    files.extend(SCRIPTS.into_iter().zip(page_scripts()));
    let share = standard::contents_of::<Files>(SHARE_SCRIPT).unwrap_or_default();
    files.insert(SHARE_SCRIPT, Asset::new(SHARE_SCRIPT, share));
    let cards: Vec<_> = CARDS.iter().filter(|(card, _)| is_wanted(card_assets, card)).collect();
    let mut css = String::new();
    let mut scripts: Vec<&str> = Vec::new();
    for (card, script) in cards {
        css.push_str(&text(&format!("cards/{card}.css")));
        scripts.extend(script.filter(|script| !scripts.contains(script)));
    }
    if !css.is_empty() {
        files.insert("cards.min.css", Asset::new("cards.min.css", Bytes::from(css)));
    }
    if !scripts.is_empty() {
        // Each in a block of its own, so that their names do not meet.
        let blocks: Vec<_> =
            scripts.iter().map(|name| format!("{{\n{}}}\n", text(&format!("cards/{name}.js")))).collect();
        let js = blocks.concat();
        files.insert("cards.min.js", Asset::new("cards.min.js", Bytes::from(js)));
    }
    files
}

/// Whether the theme wants the server's style of this card: `true`, `{"include": […]}` or `{"exclude": […]}`.
pub(crate) fn is_wanted(card_assets: &Json, card: &str) -> bool {
    let lists = |list: &Json| list.as_array().is_some_and(|names| names.iter().any(|name| name == card));
    match card_assets {
        Json::Bool(all) => *all,
        Json::Object(choice) => match (choice.get("include"), choice.get("exclude")) {
            (Some(include), _) => lists(include),
            (None, Some(exclude)) => !lists(exclude),
            (None, None) => true,
        },
        _ => true,
    }
}

fn text(name: &str) -> String {
    let bytes = standard::contents_of::<Files>(name).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn css(card_assets: &str) -> String {
        let files = files(&serde_json::from_str(card_assets).unwrap());
        files
            .get("cards.min.css")
            .map(|asset| String::from_utf8(asset.bytes.to_vec()).unwrap())
            .unwrap_or_default()
    }

    #[test]
    fn every_card_has_its_style_and_every_named_script_exists() {
        for (card, script) in CARDS {
            assert!(!text(&format!("cards/{card}.css")).is_empty(), "{card}");
            assert!(script.is_none_or(|script| !text(&format!("cards/{script}.js")).is_empty()), "{card}");
        }
    }

    /// The parts of each card that readers would miss a style on; the others are boxes without one.
    const PARTS: [(&str, &str); 13] = [
        ("audio", "card thumbnail player-container title player time seek-slider volume-slider"),
        ("blockquote", "alt"),
        ("bookmark", "card container content title description metadata icon author publisher thumbnail"),
        ("button", "card"),
        (
            "callout",
            "card card-grey card-white card-blue card-green card-yellow card-red card-pink card-purple card-accent emoji",
        ),
        (
            "cta",
            "card bg-grey bg-white bg-blue bg-green bg-yellow bg-red bg-pink bg-purple content content-inner text button image-container sponsor-label centered minimal",
        ),
        (
            "file",
            "card card-contents card-title card-caption card-metadata card-filename card-icon card-medium card-small",
        ),
        ("gallery", "container row image"),
        (
            "header",
            "card card-content card-text card-heading card-header card-subheading card-subheader card-button card-image",
        ),
        (
            "product",
            "card card-container card-image card-title-container card-title card-rating card-rating-active card-rating-star card-description card-button card-btn-accent",
        ),
        (
            "signup",
            "card card-image card-heading card-subheading card-fields card-input card-button card-disclaimer",
        ),
        ("toggle", "card heading heading-text card-icon content"),
        ("video", "card container overlay large-play-icon player"),
    ];

    /// The selectors of a sheet and the declarations they have, those within media queries too.
    fn rules(sheet: &str) -> Vec<(&str, &str)> {
        sheet
            .split('}')
            .filter_map(|part| part.rsplit_once('{'))
            .map(|(selectors, declarations)| (selectors.rsplit('{').next().unwrap().trim(), declarations))
            .collect()
    }

    #[test]
    fn a_card_is_styled_in_all_its_parts_and_nothing_else_of_a_page_is() {
        for (card, parts) in PARTS {
            let sheet = text(&format!("cards/{card}.css"));
            assert_eq!(sheet.matches('{').count(), sheet.matches('}').count(), "{card}");
            for part in parts.split(' ') {
                let class = format!(".kg-{card}-{part}");
                let ends =
                    |rest: &str| !rest.starts_with(|sign: char| sign.is_ascii_alphanumeric() || sign == '-');
                let named = sheet.match_indices(&class).any(|(at, _)| ends(&sheet[at + class.len()..]));
                assert!(named, "{class} has no style");
            }
            for (selectors, declarations) in rules(&sheet) {
                for selector in selectors.split(',') {
                    assert!(selector.contains(".kg-"), "{card}: {selector} is no part of a card");
                }
                // Themes change what a rem is.
                assert!(!declarations.contains("rem"), "{card}: {declarations}");
            }
        }
    }

    #[test]
    fn the_search_weighs_less_than_8_kilobytes_and_the_thread_less_than_6() {
        let [script, ..] = page_scripts();
        assert!((1..8_000).contains(&script.bytes.len()), "{} bytes", script.bytes.len());
        let [_, thread, proof] = page_scripts();
        assert!((1..6_000).contains(&(thread.bytes.len())) && (1..2_000).contains(&proof.bytes.len()));
        assert!(script.integrity.starts_with("sha256-") && script.integrity.len() == 51);
    }

    #[test]
    fn a_theme_chooses_the_cards_it_wants_styled() {
        assert!(css("true").contains(".kg-toggle-card") && css("true").contains(".kg-audio-card"));
        assert_eq!(css("false"), "");
        let some = css(r#"{"include": ["toggle"]}"#);
        assert!(some.contains(".kg-toggle-card") && !some.contains(".kg-audio-card"));
        let most = css(r#"{"exclude": ["toggle"]}"#);
        assert!(!most.contains(".kg-toggle-card") && most.contains(".kg-audio-card"));
        assert!(!files(&serde_json::json!({"include": ["button"]})).contains_key("cards.min.js"));
    }
}

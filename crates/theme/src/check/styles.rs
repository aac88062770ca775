//! Rules about style sheets: classes of the editor's cards, and the site's own fonts.

use serde_json::Value as Json;

use super::{Findings, Severity, Source};
use crate::public::is_wanted;

/// Classes that every theme must style.
const ALWAYS: [(&str, &str); 2] = [("kg-width-wide", "GS050-CSS-KGWW"), ("kg-width-full", "GS050-CSS-KGWF")];
/// Classes of cards that the theme must style unless it lets the server do it.
const CARDS: [(&str, &str, &str, Severity); 19] = [
    ("gallery", "kg-gallery-container", "GS050-CSS-KGGC", Severity::Error),
    ("gallery", "kg-gallery-row", "GS050-CSS-KGGR", Severity::Error),
    ("gallery", "kg-gallery-image", "GS050-CSS-KGGI", Severity::Error),
    ("bookmark", "kg-bookmark-card", "GS050-CSS-KGBM", Severity::Error),
    ("bookmark", "kg-bookmark-container", "GS050-CSS-KGBMCO", Severity::Error),
    ("bookmark", "kg-bookmark-content", "GS050-CSS-KGBMCON", Severity::Error),
    ("bookmark", "kg-bookmark-title", "GS050-CSS-KGBMTI", Severity::Error),
    ("bookmark", "kg-bookmark-description", "GS050-CSS-KGBMDE", Severity::Error),
    ("bookmark", "kg-bookmark-metadata", "GS050-CSS-KGBMME", Severity::Error),
    ("bookmark", "kg-bookmark-icon", "GS050-CSS-KGBMIC", Severity::Error),
    ("bookmark", "kg-bookmark-author", "GS050-CSS-KGBMAU", Severity::Error),
    ("bookmark", "kg-bookmark-publisher", "GS050-CSS-KGBMPU", Severity::Error),
    ("bookmark", "kg-bookmark-thumbnail", "GS050-CSS-KGBMTH", Severity::Error),
    ("callout", "kg-callout-card", "GS050-CSS-KGCO", Severity::Warning),
    ("toggle", "kg-toggle-card", "GS050-CSS-KGTGL", Severity::Warning),
    ("button", "kg-button-card", "GS050-CSS-KGBTN", Severity::Warning),
    ("audio", "kg-audio-card", "GS050-CSS-KGAUD", Severity::Warning),
    ("video", "kg-video-card", "GS050-CSS-KGVID", Severity::Warning),
    ("file", "kg-file-card", "GS050-CSS-KGFL", Severity::Warning),
];

pub(super) fn check(findings: &mut Findings, sources: &[Source], card_assets: &Json) {
    let styled: Vec<&Source> =
        sources.iter().filter(|source| source.name.strip_suffix(".js").is_none()).collect();
    let has = |text: &str| styled.iter().any(|source| source.text.contains(text));
    for (class, code) in ALWAYS {
        if !has(&format!(".{class}")) {
            let message = format!("no style sheet has .{class}; style it, or wide pictures look like others");
            findings.add(Severity::Error, code, "styles", 0, message);
        }
    }
    for (card, class, code, severity) in CARDS {
        if !is_wanted(card_assets, card) && !has(&format!(".{class}")) {
            let message =
                format!("no style sheet has .{class}; style it, or set card_assets in package.json");
            findings.add(severity, code, "styles", 0, message);
        }
    }
    // Both in one file, as the public checker asks.
    let fonts = styled
        .iter()
        .any(|source| source.text.contains("--gh-font-heading") && source.text.contains("--gh-font-body"));
    if !fonts {
        let message =
            "the theme does not use --gh-font-heading and --gh-font-body; the owner cannot choose fonts";
        findings.add(Severity::Warning, "GS051-CUSTOM-FONTS", "styles", 0, message);
    }
}

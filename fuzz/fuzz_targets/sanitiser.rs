//! Cleans HTML: cleaning twice is cleaning once, and what runs in a browser never survives.
#![no_main]

use dateline_markup::{Profile, sanitise, sanitise_import};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for clean in [
        (|html: &str| sanitise(html, Profile::Commenter)) as fn(&str) -> String,
        |html| sanitise(html, Profile::Importer),
        |html| sanitise_import(html).html,
    ] {
        let once = clean(text);
        assert_eq!(clean(&once), once, "cleaned twice");
        assert!(!once.to_ascii_lowercase().contains("<script"), "{once}");
    }
    let html = dateline_markup::markdown(text);
    let _ = (dateline_markup::plain_text(&html), dateline_markup::teaser(None, &html, 200));
});

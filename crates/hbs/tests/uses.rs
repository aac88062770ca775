//! What templates use, told before they are printed.

#![allow(clippy::unwrap_used)]

use dateline_hbs::Templates;

fn templates() -> Templates {
    Templates::compile([
        ("index", "{{!< default}}{{#each posts}}{{> card}}{{/each}}"),
        ("post", "{{#post}}{{this.html}}{{/post}}{{#> (concat \"icons/\" kind)}}{{/undefined}}"),
        ("plain", "{{title}}{{> (lookup . \"which\")}}"),
        ("default", "{{@site.title}}{{{body}}}"),
        ("partials/card", "{{excerpt words=(count limit)}}{{> card}}"),
        ("partials/icons/sea", "{{wave}}"),
        ("partials/other", "{{never}}"),
    ])
    .unwrap()
}

#[test]
fn names_are_found_in_layouts_partials_and_arguments() {
    let templates = templates();
    for used in ["posts", "excerpt", "count", "limit", "site", "body", "each"] {
        assert!(templates.page_uses("index", used), "{used}");
    }
    for unused in ["html", "wave", "never", "words"] {
        assert!(!templates.page_uses("index", unused), "{unused}");
    }
    assert!(!templates.page_uses("nowhere", "title"));
}

#[test]
fn a_computed_partial_may_be_any_that_begins_so() {
    let templates = templates();
    assert!(templates.page_uses("post", "wave") && templates.page_uses("post", "html"));
    assert!(!templates.page_uses("post", "never"), "icons/… is not other");
    assert!(templates.page_uses("plain", "never"), "it may be any partial, and so may use any name");
}

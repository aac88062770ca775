//! Files that nobody wrote in good faith.

use dateline_routes::{MAX_BYTES, MAX_DATA, MAX_DEPTH, MAX_ENTRIES, MAX_TEMPLATES, Routes};
use proptest::prelude::*;

/// Whether a file with so many of something is taken.
fn takes(of: impl Fn(usize) -> String, count: usize) -> bool {
    Routes::parse(&of(count)).is_ok()
}

#[test]
fn each_limit_holds_and_the_next_step_is_refused() {
    let entries =
        |count| (0..count).fold("routes:\n".to_owned(), |text, n| format!("{text}  /r{n}/: about\n"));
    assert!(takes(entries, MAX_ENTRIES) && !takes(entries, MAX_ENTRIES + 1));
    let data = |count| {
        let rows: Vec<String> = (0..count).map(|n| format!("      d{n}: tag.t{n}\n")).collect();
        format!("routes:\n  /a/:\n    template: a\n    data:\n{}", rows.concat())
    };
    assert!(takes(data, MAX_DATA) && !takes(data, MAX_DATA + 1));
    let templates = |count| format!("routes:\n  /a/:\n    template: [{}]\n", vec!["a"; count].join(", "));
    assert!(takes(templates, MAX_TEMPLATES) && !takes(templates, MAX_TEMPLATES + 1));
    let long = |count: usize| format!("routes:\n  /a/: about\n{}", "#".repeat(count - 21));
    assert_eq!(long(MAX_BYTES).len(), MAX_BYTES);
    assert!(takes(long, MAX_BYTES) && !takes(long, MAX_BYTES + 1));
    let deep = format!("routes: {}{}", "[".repeat(MAX_DEPTH + 1), "]".repeat(MAX_DEPTH + 1));
    assert!(Routes::parse(&deep).unwrap_err().message.contains("deep"));
}

proptest! {
    #[test]
    fn no_text_is_too_strange_to_be_refused(text in "[a-z/:{}\\[\\] \n'\"&*!|>#-]{0,200}", path in "/[a-z/]{0,30}") {
        if let Ok(routes) = Routes::parse(&text) {
            let _ = routes.find(&path);
        }
    }

    #[test]
    fn no_path_is_too_strange_to_be_looked_up(path in "\\PC{0,80}") {
        let file = "collections:\n  /é/:\n    permalink: /é/{year}-{slug}.{id}/\ntaxonomies:\n  tag: /t/{slug}/\n";
        let routes = Routes::parse(file).unwrap();
        let _ = routes.find(&path);
        let _ = routes.named_in(&path).count();
    }
}

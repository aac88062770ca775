//! The search index, built anew on demand.

use crate::desk::{Desk, export};

#[test]
fn an_index_is_built_anew_from_the_stories_and_says_how_much_is_in_it() {
    let desk = Desk::new();
    desk.run(&["import", &export("takeout.zip")]);
    let first = desk.json(&["reindex", "--json"]);
    let indexed = first["sites"][0]["indexed"].as_u64().unwrap();
    assert!(indexed > 0 && first["sites"][0]["took_ms"].is_u64(), "{first}");
    let said = desk.run(&["reindex"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains(&format!(": {indexed} stories and comments in ")), "{}", said.out);
}

#[test]
fn a_site_that_is_not_there_is_not_indexed() {
    let desk = Desk::new();
    desk.run(&["import", &export("takeout.zip")]);
    let said = desk.run(&["reindex", "--site", "nowhere.example"]);
    assert_eq!((said.code, said.out.as_str()), (2, ""));
    assert!(said.err.contains("nowhere.example"), "{}", said.err);
}

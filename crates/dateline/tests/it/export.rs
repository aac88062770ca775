//! Moving out.

use crate::desk::{Desk, export};

fn counts(report: &serde_json::Value) -> Vec<i64> {
    let of = |name: &str| report[name].as_i64().unwrap_or_else(|| panic!("{name} in {report}"));
    ["posts", "pages", "comments", "tags", "authors"].map(of).to_vec()
}

#[test]
fn what_moved_in_moves_out_again_and_in_elsewhere() {
    let desk = Desk::new();
    assert!(desk.run(&["import", &export("takeout.zip")]).code < 2);
    let archive = desk.path("paper.zip").display().to_string();
    let out = desk.json(&["export", &archive, "--json"]);
    assert_eq!(out["format"], "dateline");
    let elsewhere = Desk::new();
    elsewhere.done(&["import", &archive]);
    let again = elsewhere.path("again.zip").display().to_string();
    assert_eq!(counts(&elsewhere.json(&["export", &again, "--json"])), counts(&out));
    elsewhere.done(&["check"]);
}

#[test]
fn every_other_system_gets_what_it_can_carry_and_the_rest_is_named() {
    let desk = Desk::new();
    assert!(desk.run(&["import", &export("takeout.zip")]).code < 2);
    for (to, name) in [("wordpress", "paper.xml"), ("ghost", "paper.json"), ("markdown", "paper")] {
        let file = desk.path(name).display().to_string();
        let out = desk.json(&["export", &file, "--to", to, "--json"]);
        // Ghost's file has no place for comments.
        let named =
            out["left_out"].as_array().unwrap().iter().any(|what| what.as_str().unwrap().contains("comment"));
        assert_eq!(named, to == "ghost", "{to}: {out}");
        let elsewhere = Desk::new();
        // Whatever the import has to say of it, every story must be there.
        let said = elsewhere.run(&["import", &file, "--json"]);
        let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let posts: i64 =
            report["posts"].as_object().unwrap().values().filter_map(serde_json::Value::as_i64).sum();
        assert_eq!(posts, out["posts"], "{to}: {report}");
    }
}

#[test]
fn an_export_never_overwrites_and_says_where_it_could_go() {
    let desk = Desk::with_site();
    let file = desk.file("paper.zip", "somebody's");
    let said = desk.refused(&["export", &file]);
    assert!(said.contains("there already"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "somebody's");
    let said = desk.refused(&["export", "elsewhere.zip", "--to", "joomla"]);
    assert!(said.contains("markdown"), "{said}");
}

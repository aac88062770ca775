//! Moving in.

use crate::desk::{Desk, export, masked};

/// The report without its milliseconds.
fn timeless(report: &str) -> String {
    let line = |line: &str| match line.split_once(" rows changed in ") {
        Some((rows, _)) => format!("{rows} rows changed in [time] ms"),
        None => line.to_owned(),
    };
    report.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn one_command_moves_a_blog_into_a_new_newspaper() {
    let desk = Desk::new();
    let said = desk.run(&["import", &export("takeout.zip")]);
    insta::assert_snapshot!("import-report", masked(&timeless(&said.out), &desk));
    assert!(said.code == 0 || said.code == 1, "{said:?}");
    let again = desk.run(&["import", &export("takeout.zip"), "--json"]);
    let report: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!((again.code, &report["changed_rows"]), (said.code, &0.into()));
    assert_eq!(desk.json(&["site", "list", "--json"])[0]["host"], "*");
}

#[test]
fn a_report_with_problems_asks_to_be_read() {
    let desk = Desk::new();
    let said =
        desk.run(&["import", &export("classic/broken-in-the-middle.xml"), "--site", "old.example", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &report["site"]), (1, &"old.example".into()));
    assert!(!report["problems"].as_array().unwrap().is_empty());
}

#[test]
fn a_rehearsal_leaves_no_trace() {
    let desk = Desk::new();
    let said = desk.run(&["import", &export("takeout.zip"), "--dry-run", "--json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["changed_rows"], 0);
    assert!(report["posts"]["published"].as_i64().unwrap() > 0, "{report}");
    assert!(!desk.path("data").exists());
}

#[test]
fn what_is_no_export_is_refused_and_makes_nothing() {
    let desk = Desk::new();
    for (source, reason) in
        [("nowhere.zip".to_owned(), "nowhere.zip"), (export("not-a-feed.xml"), "cannot be imported")]
    {
        let said = desk.refused(&["import", &source]);
        assert!(said.contains(reason), "{said}");
    }
    assert!(desk.refused(&["import", &export("takeout.zip"), "--from", "wordpress"]).contains("blogger"));
    assert!(!desk.path("data").exists());
}

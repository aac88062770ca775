//! Moderation at the terminal.

use crate::desk::{Desk, export, masked};

#[test]
fn the_queue_is_read_and_emptied() {
    let desk = Desk::new();
    desk.run(&["import", &export("takeout.zip")]);
    let all = desk.json(&["comment", "list", "--all", "--json"]);
    let ids: Vec<&str> = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|c| c["state"] == "approved")
        .map(|c| c["id"].as_str().unwrap())
        .collect();
    let (first, second) = (ids[0], ids[1]);
    let spam = desk.run(&["comment", "spam", first, second]);
    assert_eq!((spam.code, spam.err.as_str()), (0, "2 to the spam drawer\n"));
    insta::assert_snapshot!(
        "comment-list-spam",
        masked(&desk.done(&["comment", "list", "--state", "spam"]), &desk)
    );
    assert_eq!(desk.run(&["comment", "approve", first]).err, "1 approved\n");
    assert_eq!(desk.run(&["comment", "approve", first]).err, "0 approved\n");
    assert_eq!(desk.run(&["comment", "trash", second]).err, "1 removed\n");
    let removed = desk.json(&["comment", "list", "--state", "removed", "--json"]);
    assert!(removed.as_array().unwrap().iter().any(|comment| comment["id"] == second));
}

#[test]
fn an_unknown_comment_is_named_and_none_is_changed() {
    let desk = Desk::new();
    desk.run(&["import", &export("takeout.zip")]);
    let all = desk.json(&["comment", "list", "--state", "approved", "--json"]);
    let known = all[0]["id"].as_str().unwrap();
    let said = desk.refused(&["comment", "trash", known, "0123456789abcdef01234567"]);
    assert!(said.contains("0123456789abcdef01234567"), "{said}");
    assert_eq!(desk.json(&["comment", "list", "--state", "approved", "--json"]), all);
}

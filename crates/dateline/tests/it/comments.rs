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
    assert_eq!(desk.run(&["comment", "remove", second]).err, "1 removed\n");
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

#[test]
fn what_was_decided_is_logged_and_undone() {
    let desk = Desk::new();
    desk.run(&["import", &export("takeout.zip")]);
    let before = desk.json(&["comment", "list", "--all", "--json"]);
    let approved = desk.json(&["comment", "list", "--state", "approved", "--json"]);
    let (first, second) = (approved[0]["id"].as_str().unwrap(), approved[1]["id"].as_str().unwrap());
    let ruled = desk.run(&["comment", "trash", first, second, "--why", "off topic"]);
    assert_eq!(ruled.err, "2 to the bin\n");
    let log = desk.json(&["comment", "log", "--json"]);
    assert_eq!(log[0]["who"], "the command line");
    assert_eq!(
        (&log[0]["from"], &log[0]["to"], &log[0]["why"]),
        (&"approved".into(), &"trash".into(), &"off topic".into())
    );
    assert_eq!(log[0]["batch"], ruled.out.trim());
    assert_eq!(desk.run(&["comment", "undo", ruled.out.trim()]).err, "2 as before, 0 decided about later\n");
    let after = desk.json(&["comment", "list", "--all", "--json"]);
    let states = |list: &serde_json::Value| -> Vec<_> {
        list.as_array().unwrap().iter().map(|c| (c["id"].clone(), c["state"].clone())).collect()
    };
    assert_eq!(states(&after), states(&before));
    let history = desk.json(&["comment", "history", first, "--json"]);
    assert_eq!(history["decisions"][0]["undone"]["who"], "the command line");
    desk.run(&["comment", "spam", first]);
    let lessons = desk.json(&["comment", "lessons"]);
    assert_eq!(lessons["lessons"].as_array().unwrap().len(), 1);
    assert_eq!(desk.run(&["comment", "lessons", "--forget"]).err, "1 forgotten\n");
}

#[test]
fn a_person_is_shown_and_erased() {
    let desk = Desk::new();
    desk.run(&["import", &export("takeout.zip")]);
    let approved = desk.json(&["comment", "list", "--state", "approved", "--json"]);
    let id = approved[0]["id"].as_str().unwrap();
    let shown = desk.json(&["comment", "export-person", id]);
    assert_eq!(shown["comments"][0]["body"], approved[0]["body"]);
    let erased = desk.run(&["comment", "erase-person", id]);
    assert_eq!(erased.err, "1 erased; backups made before still hold them\n");
    let left = desk.json(&["comment", "export-person", id]);
    let place = &left["comments"][0];
    assert_eq!((&place["body"], &place["state"]), (&"".into(), &"removed".into()));
    assert!(desk.refused(&["comment", "ban", id]).contains("not known"));
    assert!(desk.refused(&["comment", "unban", "zz"]).contains("no fingerprint"));
    assert_eq!(desk.json(&["comment", "bans", "--json"]), serde_json::json!([]));
}

#[test]
fn what_readers_say_is_answered_at_the_terminal() {
    let desk = Desk::new();
    desk.run(&["import", &export("takeout.zip")]);
    for list in ["reported", "appeals"] {
        assert_eq!(desk.json(&["comment", list, "--json"]), serde_json::json!([]), "{list}");
    }
    let approved = desk.json(&["comment", "list", "--state", "approved", "--json"]);
    let known = approved[0]["id"].as_str().unwrap();
    assert_eq!(desk.json(&["comment", "versions", known, "--json"]), serde_json::json!([]));
    assert_eq!(desk.run(&["comment", "dismiss", known]).err, "0 settled\n");
    let said = desk.refused(&["comment", "answer", known, "--grant"]);
    assert!(said.contains("objection") && said.contains(known), "{said}");
    assert_eq!(desk.run(&["comment", "answer", known]).code, 2, "it must say whether");
}

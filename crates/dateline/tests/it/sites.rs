//! Sites, accounts.

use crate::desk::{Desk, masked};

#[test]
fn a_site_is_founded_changed_and_removed() {
    let desk = Desk::new();
    desk.done(&["site", "add", "Bell.example", "--title", "The Harbour Bell", "--language", "pt_BR"]);
    desk.done(&["site", "set", "timezone=Europe/Lisbon", "host=news.example"]);
    insta::assert_snapshot!("site-list", masked(&desk.done(&["site", "list"]), &desk));
    insta::assert_snapshot!("site-show", desk.done(&["site", "show", "--site", "NEWS.example"]));
    assert_eq!(desk.json(&["site", "show", "--json"])["locale"], "pt-BR");
    let said = desk.refused(&["site", "remove", "news.example"]);
    assert!(said.contains("0 stories") && said.contains("--yes"), "{said}");
    desk.done(&["site", "remove", "news.example", "--yes"]);
    assert_eq!(desk.json(&["site", "list", "--json"]), serde_json::json!([]));
}

#[test]
fn what_a_site_cannot_be_is_said_and_nothing_is_founded() {
    let desk = Desk::with_site();
    for (words, reason) in [
        (vec!["site", "add", "*"], "already belongs"),
        (vec!["site", "add", "x.example", "--timezone", "Mars"], "Europe/Lisbon"),
        (vec!["site", "add", "x.example", "--permalinks", "/:year/"], ":slug"),
        (vec!["site", "set", "titel=x"], "the settings are title"),
        (vec!["site", "set", "title"], "NAME=VALUE"),
        (vec!["site", "show", "--site", "x.example"], "the sites are: *"),
    ] {
        let said = desk.refused(&words);
        assert!(said.contains(reason), "{words:?}: {said}");
    }
    assert_eq!(desk.json(&["site", "list", "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn with_two_sites_a_command_asks_which() {
    let desk = Desk::with_site();
    desk.done(&["site", "add", "second.example"]);
    let said = desk.refused(&["comment", "list"]);
    assert!(said.contains("--site") && said.contains("second.example"), "{said}");
    desk.done(&["comment", "list", "--site", "second.example"]);
}

#[test]
fn a_command_makes_no_newspaper_where_none_is() {
    let desk = Desk::new();
    for words in [&["comment", "list"][..], &["site", "list"], &["check"], &["backup", "out"]] {
        let said = desk.refused(words);
        assert!(said.contains("there is no newspaper in data"), "{said}");
    }
    assert!(!desk.path("data").exists());
}

#[test]
fn an_account_has_a_role_and_can_be_shut() {
    let desk = Desk::with_site();
    let add = ["user", "add", "--email", "Ana@Bell.example", "--name", "Ana Reis", "--role", "author"];
    desk.done(&add);
    assert!(desk.refused(&add).contains("exists already"));
    desk.done(&["user", "role", "ana@bell.example", "editor"]);
    desk.done(&["user", "disable", "ana@bell.example"]);
    insta::assert_snapshot!("user-list", desk.done(&["user", "list"]));
    desk.done(&["user", "enable", "ana@bell.example"]);
    let users = desk.json(&["user", "list", "--json"]);
    assert_eq!((&users[0]["role"], &users[0]["disabled"]), (&"editor".into(), &false.into()));
    assert!(desk.refused(&["user", "role", "ana@bell.example", "boss"]).contains("administrator"));
    assert!(desk.refused(&["user", "disable", "x@bell.example"]).contains("x@bell.example"));
}

#[test]
fn a_password_comes_from_standard_input_and_without_one_there_is_a_link() {
    let desk = Desk::with_site();
    let add = |email| ["user", "add", "--email", email, "--name", "Ana Reis", "--role", "editor"];
    let weak = desk.told(&add("ana@bell.example"), "short\n");
    assert_eq!(weak.code, 2, "{weak:?}");
    assert!(weak.err.contains("fewer than 10 characters"), "{weak:?}");
    assert_eq!(desk.json(&["user", "list", "--json"]), serde_json::json!([]), "nothing was done");
    assert_eq!(desk.told(&add("ana@bell.example"), "the tide turns at six\n").code, 0);
    let linked = desk.run(&add("eva@bell.example"));
    assert!(linked.err.contains("/admin/#/reset/"), "{linked:?}");
    let reset = ["user", "reset-password", "ana@bell.example"];
    assert!(desk.done(&reset).contains("http://127.0.0.1:8080/admin/#/reset/"));
    let set = desk.told(&reset, "another good one\n");
    assert_eq!((set.code, set.out.as_str()), (0, ""), "{set:?}");
    let invited = desk.done(&["user", "invite", "ilse@bell.example", "--role", "author"]);
    assert!(invited.contains("/admin/#/invitation/"), "{invited}");
    assert!(desk.refused(&["user", "invite", "ilse@bell.example", "--role", "owner"]).contains("one owner"));
}

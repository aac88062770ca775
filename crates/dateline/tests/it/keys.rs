//! Keys for programs.

use crate::desk::{Desk, masked};

#[test]
fn a_key_has_ghosts_shape_and_is_shown_once() {
    let desk = Desk::with_site();
    let made = desk.json(&["key", "add", "--kind", "admin", "--name", "desk", "--json"]);
    let (id, key) = (made["id"].as_str().unwrap(), made["key"].as_str().unwrap());
    let (before, secret) = key.split_once(':').unwrap();
    assert_eq!((before, id.len(), secret.len()), (id, 24, 64));
    let content = desk.done(&["key", "add", "--kind", "content"]);
    assert_eq!(content.trim().len(), 26);
    let list = desk.done(&["key", "list"]);
    assert!(!list.contains(secret) && !list.contains(content.trim()), "{list}");
    assert!(!desk.done(&["key", "list", "--json"]).contains(secret));
    desk.done(&["key", "revoke", id]);
    insta::assert_snapshot!("key-list", masked(&desk.done(&["key", "list"]), &desk));
    assert!(desk.refused(&["key", "revoke", id]).contains(id));
    assert!(desk.refused(&["key", "revoke", "not-an-id"]).contains("24 hexadecimal digits"));
}

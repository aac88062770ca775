//! Proof on demand.

use crate::desk::{Desk, export};

#[test]
fn a_newspaper_that_moved_in_is_right() {
    let desk = Desk::new();
    desk.run(&["import", &export("takeout.zip")]);
    let said = desk.run(&["check"]);
    assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", "everything is right\n"));
    assert_eq!(desk.json(&["check", "--repair", "--json"]), serde_json::json!({ "left": 0, "findings": [] }));
}

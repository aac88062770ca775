//! Stories from files.

use crate::desk::{Desk, masked};

const STORY: &str = "+++\ntitle = \"Harbour bridge reopens\"\nauthors = [\"Ana Reis\"]\ntags = [\"Harbour\"]\n+++\n\nThe *bridge* is open.\n";

#[test]
fn a_story_is_written_published_and_taken_back() {
    let desk = Desk::with_site();
    let file = desk.file("story.md", STORY);
    let id = desk.done(&["post", "new", "--file", &file]);
    let id = id.trim();
    assert_eq!(desk.json(&["post", "show", id, "--json"])["status"], "draft");
    let out = desk.json(&["post", "publish", id, "--json"]);
    assert_eq!((&out["status"], &out["url"]), (&"published".into(), &"/harbour-bridge-reopens/".into()));
    insta::assert_snapshot!("post-list", masked(&desk.done(&["post", "list"]), &desk));
    insta::assert_snapshot!(
        "post-show",
        masked(&desk.done(&["post", "show", "harbour-bridge-reopens"]), &desk)
    );
    desk.done(&["post", "unpublish", id]);
    assert_eq!(desk.json(&["post", "show", id, "--json"])["status"], "draft");
    desk.done(&["post", "delete", id]);
    assert_eq!(desk.json(&["post", "show", id, "--json"])["status"], "trashed");
    desk.done(&["post", "publish", id]);
    desk.done(&["post", "delete", id, "--for-good"]);
    assert!(desk.refused(&["post", "show", id]).contains("post list"));
}

#[test]
fn a_story_can_wait_for_its_hour() {
    let desk = Desk::with_site();
    let file = desk.file("story.md", STORY);
    let new = ["post", "new", "--file", &file, "--at", "2999-05-04T09:00:00Z", "--json"];
    let waiting = desk.json(&new);
    assert_eq!(
        (&waiting["status"], &waiting["published_at"]),
        (&"scheduled".into(), &"2999-05-04T09:00:00Z".into())
    );
    assert!(
        desk.refused(&["post", "new", "--file", &file, "--at", "2001-05-04T09:00:00Z"])
            .contains("an hour to come")
    );
    assert!(
        desk.refused(&["post", "new", "--file", &file, "--at", "tomorrow"]).contains("2026-11-24T18:30:00Z")
    );
    assert_eq!(desk.json(&["post", "list", "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_story_keeps_the_date_its_file_names() {
    let desk = Desk::with_site();
    let file =
        desk.file("old.html", "---\ntitle: An old story\npublished: 2012-03-09T10:00:00Z\n---\n<p>Text</p>");
    let out = desk.json(&["post", "new", "--file", &file, "--publish", "--json"]);
    assert_eq!(out["published_at"], "2012-03-09T10:00:00Z");
    let page = desk.file("about.md", "+++\ntitle = \"About\"\npage = true\n+++\nUs.");
    assert_eq!(desk.json(&["post", "new", "--file", &page, "--publish", "--json"])["kind"], "page");
    assert_eq!(desk.json(&["post", "list", "--pages", "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_file_that_cannot_be_a_story_is_refused() {
    let desk = Desk::with_site();
    let wrong = desk.file("wrong.md", "+++\ntitel = \"x\"\n+++\ny");
    assert!(desk.refused(&["post", "new", "--file", &wrong]).contains("titel"));
    assert!(desk.refused(&["post", "new", "--file", "nowhere.md"]).contains("nowhere.md"));
    std::fs::write(desk.path("picture.md"), [0xff, 0xd8, 0xff]).unwrap();
    assert!(desk.refused(&["post", "new", "--file", "picture.md"]).contains("UTF-8"));
    let long = desk.file("long.md", &"x".repeat(8 * 1024 * 1024 + 1));
    assert!(desk.refused(&["post", "new", "--file", &long]).contains("8 MiB"));
    let body = desk.file("body.md", &"x".repeat(4 * 1024 * 1024 + 1));
    assert!(desk.refused(&["post", "new", "--file", &body]).contains("at most 4194304"));
    assert_eq!(desk.json(&["post", "list", "--json"]), serde_json::json!([]));
}

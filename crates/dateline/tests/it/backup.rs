//! Backups, and back again.

use crate::desk::{Desk, export};

#[test]
fn a_backup_brings_the_newspaper_back_somewhere_else() {
    let desk = Desk::new();
    desk.run(&["import", &export("takeout.zip")]);
    std::fs::create_dir_all(desk.path("data/content/images")).unwrap();
    std::fs::write(desk.path("data/content/images/bridge.svg"), "<svg/>").unwrap();
    let server = desk.serve();
    let made = desk.json(&["backup", "saved", "--json"]);
    assert_eq!(made["files"], 4, "the drawing, the picture of the album, and the blog's two old themes");
    server.kill();
    desk.done(&["restore", "saved", "--data", "again"]);
    let posts = |data: &str| desk.json(&["post", "list", "--json", "--data", data]);
    assert_eq!(posts("again"), posts("data"));
    assert!(desk.path("again/content/images/bridge.svg").is_file());
    let kept = std::fs::read_dir(desk.path("again/keepsakes")).unwrap().next().unwrap().unwrap();
    assert!(kept.path().join("blogger-theme-layouts.xml").is_file());
    assert_eq!(desk.run(&["check", "--data", "again"]).code, 0);
}

#[test]
fn nothing_is_written_over() {
    let desk = Desk::with_site();
    desk.done(&["backup", "saved"]);
    assert!(desk.refused(&["backup", "saved"]).contains("name a new folder"));
    assert!(desk.refused(&["restore", "saved"]).contains("not empty"));
    assert!(desk.refused(&["backup", "data/saved"]).contains("outside the data folder"));
    assert!(!desk.path("data/saved").exists());
}

#[test]
fn an_incomplete_or_damaged_backup_is_not_restored() {
    let desk = Desk::with_site();
    desk.done(&["backup", "saved"]);
    std::fs::copy(desk.path("saved/backup.json"), desk.path("manifest")).unwrap();
    std::fs::remove_file(desk.path("saved/backup.json")).unwrap();
    assert!(desk.refused(&["restore", "saved", "--data", "again"]).contains("no complete backup"));
    std::fs::copy(desk.path("manifest"), desk.path("saved/backup.json")).unwrap();
    std::fs::write(desk.path("saved/dateline.db"), "not a database, not a database, not a database").unwrap();
    desk.refused(&["restore", "saved", "--data", "again"]);
    assert!(!desk.path("again/dateline.db").exists());
}

//! Backups, and back again.

use dateline_sink::Warehouse;

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
fn what_lies_in_a_bucket_goes_into_the_backup_and_comes_back() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let warehouse = runtime.block_on(Warehouse::open()).unwrap();
    let desk = Desk::new()
        .set("DATELINE_MEDIA__STORAGE", "s3")
        .set("DATELINE_MEDIA__ENDPOINT", &warehouse.url())
        .set("DATELINE_MEDIA__BUCKET", "bell")
        .set("DATELINE_MEDIA__ACCESS_KEY", Warehouse::ACCESS_KEY)
        .set("DATELINE_MEDIA__SECRET_KEY", Warehouse::SECRET_KEY);
    desk.run(&["import", &export("takeout.zip")]);
    let stored = warehouse.objects();
    assert_eq!(stored.len(), 1, "the picture of the album: {stored:?}");
    assert!(!desk.path("data/content").exists(), "nothing lies on the disk");
    assert_eq!(desk.json(&["backup", "saved", "--json"])["files"], 3, "it, and the blog's two old themes");
    warehouse.empty();
    assert!(desk.run(&["check"]).out.contains("not in the content folder"));
    desk.done(&["restore", "saved", "--data", "again"]);
    assert_eq!(warehouse.objects(), stored);
    assert!(!desk.path("again/content").exists());
    assert_eq!(desk.run(&["check", "--data", "again"]).code, 0);
    assert!(!desk.done(&["config", "show"]).contains(Warehouse::SECRET_KEY));
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

//! The same newspaper on PostgreSQL.

use crate::desk::{Desk, export};

#[test]
fn a_newspaper_lives_on_postgresql_as_it_does_in_a_file() {
    let Some(database) = dateline_pgtest::fresh_database() else { return };
    let desk = Desk::new().set("DATELINE_SERVER__DATABASE", &database.url);
    let report = desk.run(&["import", &export("takeout.zip"), "--json"]);
    assert!(report.out.contains("\"published\": 2"), "{report:?}");
    let server = desk.serve();
    let story = desk.file("story.md", "# Harbour bridge reopens\n\nAt last.");
    desk.done(&["post", "new", "--file", &story, "--publish"]);
    let (_, front_page) = server.get("/");
    assert!(front_page.contains("Harbour bridge reopens"), "{front_page}");
    assert_eq!(server.stop().0, 0);
    assert_eq!(desk.json(&["check", "--json"])["left"], 0);
    assert!(desk.refused(&["backup", "saved"]).contains("pg_dump"));
    assert!(desk.refused(&["restore", "saved"]).contains("server.database"));
}

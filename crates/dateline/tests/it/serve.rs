//! The server as a process: starts, is found, stops, and does not share its folder.

use crate::desk::Desk;

#[test]
fn a_first_start_founds_a_newspaper_that_can_be_read() {
    let desk = Desk::new();
    let server = desk.serve();
    assert_eq!(server.get("/").0, 200);
    let (code, log) = server.stop();
    assert_eq!(code, 0, "{log}");
    assert!(log.contains("a new newspaper"), "{log}");
    let server = desk.serve();
    assert_eq!(server.get("/").0, 200);
    let (code, log) = server.stop();
    assert!(code == 0 && !log.contains("a new newspaper"), "{log}");
    assert_eq!(desk.json(&["site", "list", "--json"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_second_server_is_told_who_has_the_folder() {
    let desk = Desk::new();
    let server = desk.serve();
    let said = desk.refused(&["serve", "--listen", "127.0.0.1:0"]);
    assert!(said.contains(&format!("process {}", server.process())), "{said}");
    assert!(said.contains(&server.address) && said.contains("--data"), "{said}");
    assert!(desk.refused(&["migrate"]).contains("in use"));
    assert_eq!(server.get("/").0, 200);
    // A process that is killed leaves the file behind, and the folder is free all the same.
    server.kill();
    assert_eq!(desk.serve().stop().0, 0);
}

#[test]
fn a_story_published_at_the_terminal_is_out_on_the_running_site() {
    let desk = Desk::new();
    let server = desk.serve();
    let story = desk.file("story.md", "# Harbour bridge reopens\n\nAt last.");
    desk.done(&["post", "new", "--file", &story, "--publish"]);
    let (status, page) = server.get("/harbour-bridge-reopens/");
    assert!(status == 200 && page.contains("At last."), "{page}");
}

#[test]
fn a_log_that_cannot_be_written_stops_nobody() {
    let desk = Desk::new().set("DATELINE_LOG__FILTER", "trace");
    let full_disk = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let server = desk.start_logging_to(full_disk.into(), &["serve", "--listen", "127.0.0.1:0"]);
    let story = desk.file("story.md", "# Harbour bridge reopens\n\nAt last.");
    desk.done(&["post", "new", "--file", &story, "--publish"]);
    assert_eq!(server.get("/harbour-bridge-reopens/").0, 200);
    assert_eq!(server.stop().0, 0);
}

#[test]
fn an_address_in_use_is_named() {
    let desk = Desk::new();
    let server = desk.serve();
    let said = desk.refused(&["serve", "--data", "other", "--listen", &server.address]);
    assert!(said.contains(&server.address) && said.contains("--listen"), "{said}");
}

#[test]
fn the_demo_is_a_whole_newspaper_and_leaves_nothing_behind() {
    let desk = Desk::new().set("TMPDIR", ".");
    let server = desk.start(&["demo", "--listen", "127.0.0.1:0"]);
    let (status, page) = server.get("/");
    assert!(status == 200 && page.contains("The Arvel Mercury"), "{page}");
    assert_eq!(server.get("/harbour-bridge-reopens/").0, 200);
    assert_eq!(server.get("/content/images/bridge.svg").0, 200);
    assert_eq!(server.stop().0, 0);
    let left: Vec<_> = std::fs::read_dir(desk.path(".")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(desk.refused(&["demo", "--data", "mine"]).contains("folder of its own"));
}

//! What `--help` says, so that a changed word is read before it ships.

use crate::desk::Desk;

#[test]
fn every_command_says_what_it_does() {
    let desk = Desk::new();
    let commands = [
        "",
        "serve",
        "demo",
        "import",
        "site",
        "site add",
        "site set",
        "site remove",
        "user",
        "user add",
        "key",
        "key add",
        "comment",
        "comment list",
        "comment approve",
        "post",
        "post new",
        "post list",
        "post publish",
        "post delete",
        "backup",
        "restore",
        "check",
        "migrate",
        "config",
        "version",
    ];
    for command in commands {
        let mut words: Vec<&str> = command.split_whitespace().collect();
        words.push("--help");
        let name = if command.is_empty() { "dateline".to_owned() } else { command.replace(' ', "-") };
        insta::assert_snapshot!(format!("help-{name}"), desk.done(&words));
    }
}

#[test]
fn a_wrong_word_does_nothing_and_says_what_would_do() {
    let desk = Desk::new();
    let said = desk.refused(&["comment", "aprove", "--all"]);
    assert!(said.contains("approve"), "{said}");
    assert!(!desk.path("data").exists());
}

#[test]
fn the_version_is_told_without_a_newspaper() {
    let desk = Desk::new();
    assert_eq!(desk.done(&["version"]), format!("dateline {}\n", env!("CARGO_PKG_VERSION")));
    assert_eq!(desk.json(&["version", "--json"])["version"], env!("CARGO_PKG_VERSION"));
    assert!(!desk.path("data").exists());
}

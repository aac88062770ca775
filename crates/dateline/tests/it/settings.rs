//! The configuration as the binary sees it.

use crate::desk::Desk;

#[test]
fn every_setting_is_shown_with_the_layer_that_won() {
    let desk = Desk::new().set("DATELINE_COMMENTS__PER_MINUTE", "9");
    desk.file("dateline.toml", "[comments]\nper_minute = 3\nmoderation = \"first\"\n");
    insta::assert_snapshot!(desk.done(&["config", "show"]));
    assert_eq!(desk.json(&["config", "show", "--json"])["comments"]["per_minute"], 9);
}

#[test]
fn a_configuration_that_cannot_be_used_is_refused_by_every_command() {
    let desk = Desk::new();
    desk.file("dateline.toml", "[server]\nlisten_on = \"x\"\n");
    for words in [&["config", "check"][..], &["serve"], &["comment", "list"]] {
        let said = desk.refused(words);
        assert!(said.contains("listen_on") && said.contains("dateline.toml"), "{said}");
    }
    let said = Desk::new().set("DATELINE_SERVER__TRUSTED_PROXIES", "nowhere").refused(&["config", "check"]);
    assert!(said.contains("trusted_proxies") && said.contains("nowhere"), "{said}");
}

#[test]
fn no_password_is_shown() {
    let desk = Desk::new()
        .set("DATELINE_SERVER__DATABASE", "postgres://ana:lamp-oil@127.0.0.1:1/paper")
        .set("DATELINE_MEDIA__SECRET_KEY", "lamp-oil")
        .set("DATELINE_MAIL__PASSWORD", "lamp-oil");
    assert!(!desk.done(&["config", "show"]).contains("lamp-oil"));
    let said = desk.refused(&["comment", "list"]);
    assert!(said.contains("127.0.0.1:1") && !said.contains("lamp-oil"), "{said}");
}

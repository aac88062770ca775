//! Themes from outside, added at the command line.

use crate::desk::Desk;

fn theme(desk: &Desk, post: &str) {
    let folder = desk.path("plain");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("index.hbs"), "{{ghost_head}}{{ghost_foot}}").unwrap();
    std::fs::write(folder.join("post.hbs"), post).unwrap();
}

#[test]
fn a_theme_with_old_names_is_added_and_says_so() {
    let desk = Desk::with_site();
    theme(&desk, "{{@blog.title}}{{lang}}");
    desk.done(&["theme", "add", "plain"]);
    desk.done(&["theme", "activate", "plain"]);
}

#[test]
fn a_theme_that_cannot_print_every_page_is_refused() {
    let desk = Desk::with_site();
    theme(&desk, "{{> nowhere}}");
    let said = desk.run(&["theme", "add", "plain"]);
    assert_eq!(said.code, 2);
    assert!(said.out.contains("post.hbs:1: there is no partial named \"nowhere\""), "{said:?}");
    assert!(said.err.contains("was not added"), "{said:?}");
    assert!(desk.refused(&["theme", "activate", "plain"]).contains("there is no theme plain"));
}

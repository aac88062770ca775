//! Moving out.

use std::path::{Path, PathBuf};

use crate::desk::{Desk, export};

fn counts(report: &serde_json::Value) -> Vec<i64> {
    let of = |name: &str| report[name].as_i64().unwrap_or_else(|| panic!("{name} in {report}"));
    ["posts", "pages", "comments", "tags", "authors"].map(of).to_vec()
}

#[test]
fn what_moved_in_moves_out_again_and_in_elsewhere() {
    let desk = Desk::new();
    assert!(desk.run(&["import", &export("takeout.zip")]).code < 2);
    let archive = desk.path("paper.zip").display().to_string();
    let out = desk.json(&["export", &archive, "--json"]);
    assert_eq!(out["format"], "dateline");
    let elsewhere = Desk::new();
    elsewhere.done(&["import", &archive]);
    let again = elsewhere.path("again.zip").display().to_string();
    assert_eq!(counts(&elsewhere.json(&["export", &again, "--json"])), counts(&out));
    elsewhere.done(&["check"]);
}

#[test]
fn every_other_system_gets_what_it_can_carry_and_the_rest_is_named() {
    let desk = Desk::new();
    assert!(desk.run(&["import", &export("takeout.zip")]).code < 2);
    for (to, name) in [("wordpress", "paper.xml"), ("ghost", "paper.json"), ("markdown", "paper")] {
        let file = desk.path(name).display().to_string();
        let out = desk.json(&["export", &file, "--to", to, "--json"]);
        // Ghost's file has no place for comments.
        let named =
            out["left_out"].as_array().unwrap().iter().any(|what| what.as_str().unwrap().contains("comment"));
        assert_eq!(named, to == "ghost", "{to}: {out}");
        let elsewhere = Desk::new();
        // Whatever the import has to say of it, every story must be there.
        let said = elsewhere.run(&["import", &file, "--json"]);
        let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        let posts: i64 =
            report["posts"].as_object().unwrap().values().filter_map(serde_json::Value::as_i64).sum();
        assert_eq!(posts, out["posts"], "{to}: {report}");
    }
}

#[test]
fn an_export_never_overwrites_and_says_where_it_could_go() {
    let desk = Desk::with_site();
    let file = desk.file("paper.zip", "somebody's");
    let said = desk.refused(&["export", &file]);
    assert!(said.contains("there already"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "somebody's");
    let said = desk.refused(&["export", "elsewhere.zip", "--to", "joomla"]);
    assert!(said.contains("markdown"), "{said}");
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// The addresses in a page, but not its own name.
fn links(page: &str) -> Vec<&str> {
    let without_names = page.split("<link rel=\"canonical\"").collect::<Vec<_>>();
    let attributes = ["href=\"", "src=\""];
    let values = without_names.into_iter().enumerate().flat_map(|(number, part)| {
        // What follows a canonical link begins with its address.
        let part = if number == 0 { part } else { part.split_once('>').unwrap().1 };
        attributes.into_iter().flat_map(move |name| part.split(name).skip(1))
    });
    values.map(|rest| rest.split('"').next().unwrap()).collect()
}

/// The links of a page that lead to no file of the same folder, and are no whole addresses of other sites.
fn dead_links(file: &Path) -> Vec<String> {
    let page = std::fs::read_to_string(file).unwrap();
    let dead = |link: &&str| {
        let path = link.split('#').next().unwrap();
        let path = percent_encoding::percent_decode_str(path).decode_utf8().unwrap();
        let elsewhere = link.contains("://") && !link.contains("localhost") || link.starts_with("mailto:");
        !path.is_empty() && !elsewhere && !file.parent().unwrap().join(path.as_ref()).is_file()
    };
    links(&page).into_iter().filter(dead).map(|link| format!("{}: {link}", file.display())).collect()
}

#[test]
fn a_static_site_opens_from_a_folder_and_every_link_in_it_leads_to_a_file() {
    for source in ["takeout.zip", "wordpress/whole-site.xml", "classic/comment-threads.xml"] {
        let desk = Desk::new();
        assert!(desk.run(&["import", &export(source)]).code < 2);
        let folder = desk.path("still");
        let out = desk.json(&["export", folder.to_str().unwrap(), "--to", "static", "--json"]);
        let all = files(&folder);
        let pages: Vec<_> = all.iter().filter(|file| file.extension().is_some_and(|e| e == "html")).collect();
        let written = out["pages"].as_u64().unwrap() + out["redirects"].as_u64().unwrap();
        assert_eq!(pages.len() as u64, written, "{source}: {out}");
        let dead: Vec<_> = pages.iter().flat_map(|file| dead_links(file)).collect();
        assert!(dead.is_empty(), "{source}: {dead:#?}");
        for name in ["index.html", "404.html", "robots.txt", "sitemap.xml", "assets/css/screen.css"] {
            assert!(folder.join(name).is_file(), "{source}: {name}");
        }
        let home = std::fs::read_to_string(folder.join("index.html")).unwrap();
        assert!(!home.contains("<form"), "nobody would read a form");
        assert!(!home.contains("integrity="), "a browser runs no script from a folder that it has to prove");
    }
}

#[test]
fn a_static_site_has_the_old_stories_where_they_were_and_leads_on_from_where_they_had_been() {
    let desk = Desk::new();
    desk.run(&["import", &export("wordpress/whole-site.xml")]);
    desk.done(&["site", "set", "url=https://pilot.example.org"]);
    let folder = desk.path("still");
    desk.done(&["export", folder.to_str().unwrap(), "--to", "static"]);
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let story = read("2024/03/05/the-fog-lifts/index.html");
    assert!(
        story
            .contains("<link rel=\"canonical\" href=\"https://pilot.example.org/2024/03/05/the-fog-lifts/\"")
    );
    assert!(story.contains("I heard it."), "its comments come along");
    assert!(
        read("2024/03/05/fog/index.html").contains("url=../the-fog-lifts/index.html"),
        "an older address"
    );
    assert!(read("category/harbour/index.html").contains("url=../../tag/harbour/index.html"));
    let said = desk.refused(&["export", folder.to_str().unwrap(), "--to", "static"]);
    assert!(said.contains("not there yet"), "{said}");
}

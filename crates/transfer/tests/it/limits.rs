//! Every limit at its edge and one step beyond.

use std::io::Write;
use std::path::PathBuf;

use dateline_transfer::{Limits, OpenError, Source};

use crate::tally::Tally;

fn feed(entries: &str) -> String {
    format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-1.archive</id>\n{entries}</feed>"
    )
}

fn entry(number: u32, inside: &str) -> String {
    format!(
        "<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><published>2024-03-05T09:30:00Z</published>\
         <category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>\
         {inside}</entry>\n"
    )
}

/// A file of its own for one test, removed at its end.
struct File(PathBuf);

impl File {
    fn with(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("dateline-transfer-{}-{name}", std::process::id()));
        std::fs::write(&path, bytes).unwrap();
        Self(path)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn tally(name: &str, entries: &str, limits: Limits) -> Tally {
    let file = File::with(name, feed(entries).as_bytes());
    Tally::within(&file.0, limits)
}

#[test]
fn an_entry_may_be_as_long_as_the_limit() {
    let limits = Limits { entry_bytes: 10_000, ..Limits::default() };
    let body = |n: usize| format!("<content type='html'>{}</content>", "word &amp; ".repeat(n));
    let entries = entry(1, &body(900)) + &entry(2, &body(2_000)) + &entry(3, &body(1));
    let tally = tally("long-entry", &entries, limits);
    assert_eq!((tally.posts.len(), tally.lines(), tally.damage), (2, vec![3], None));
}

#[test]
fn a_text_without_end_stops_the_reading_and_not_the_machine() {
    let limits = Limits { entry_bytes: 10_000, ..Limits::default() };
    let entries = entry(1, "") + &entry(2, &format!("<content><![CDATA[{}]]></content>", "x".repeat(20_000)));
    let tally = tally("endless", &entries, limits);
    assert_eq!(tally.posts.len(), 1);
    let damage = tally.damage.unwrap();
    assert!(damage.message.contains("10000 bytes"), "{damage:?}");
    assert_eq!(damage.line, 3);
}

#[test]
fn elements_may_be_nested_as_deep_as_the_limit() {
    // The body stands at depth 3.
    let nested =
        |n: usize| format!("<content type='xhtml'>{}x{}</content>", "<b>".repeat(n), "</b>".repeat(n));
    let entries = entry(1, &nested(61)) + &entry(2, &nested(62)) + &entry(3, "");
    let tally = tally("deep", &entries, Limits::default());
    assert_eq!((tally.posts.len(), tally.lines(), tally.damage), (2, vec![3], None));
}

#[test]
fn an_element_may_have_as_many_attributes_as_the_limit() {
    let link = |n: usize| {
        let attributes: Vec<String> = (0..n).map(|i| format!("a{i}='x'")).collect();
        format!("<link {}/>", attributes.join(" "))
    };
    let entries = entry(1, &link(64)) + &entry(2, &link(65)) + &entry(3, "");
    let tally = tally("attributes", &entries, Limits::default());
    assert_eq!((tally.posts.len(), tally.lines(), tally.damage), (2, vec![3], None));
}

#[test]
fn a_million_levels_end_the_reading_without_an_overflow() {
    let tally = tally("very-deep", &entry(1, &"<b>".repeat(1_000_000)), Limits::default());
    assert!(tally.damage.unwrap().message.contains("nested"));
}

fn zip_with(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_zip_may_hold_as_many_entries_as_the_limit() {
    let feed = feed(&entry(1, ""));
    let zip = zip_with(&[("Takeout/Blogger/Blogs/A/feed.atom", feed.as_bytes()), ("a", b""), ("b", b"")]);
    let file = File::with("entries.zip", &zip);
    let open = |zip_entries| Source::open(&file.0, None, Limits { zip_entries, ..Limits::default() });
    assert!(open(3).is_ok());
    assert!(matches!(open(2), Err(OpenError::Zip { .. })));
}

#[test]
fn a_zip_bomb_is_left_before_it_goes_off() {
    let letters = "x".repeat(1_000);
    let bomb: String = (0..20_000).map(|n| entry(n, &format!("<content>{letters}</content>"))).collect();
    let zip = zip_with(&[("Takeout/Blogger/Blogs/A/feed.atom", feed(&bomb).as_bytes())]);
    let file = File::with("bomb.zip", &zip);
    let tally = Tally::within(&file.0, Limits { zip_ratio: 20, ..Limits::default() });
    assert!(tally.damage.unwrap().message.contains("packed size"));
    assert!(!tally.posts.is_empty() && tally.posts.len() < 20_000);
}

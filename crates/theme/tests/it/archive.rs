//! Themes in zip archives, friendly and hostile.

use std::io::{Cursor, Write as _};

use dateline_theme::{MAX_FILES, PageView, SiteView, Theme, ThemeError, unpack};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn pack(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn names(archive: &[u8]) -> Vec<String> {
    unpack(archive).unwrap().into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_theme_is_read_from_its_archive() {
    let archive = pack(&[("index.hbs", b"front"), ("post.hbs", b"story")]);
    let theme = Theme::load(unpack(&archive).unwrap()).unwrap();
    assert_eq!(theme.render(&SiteView::sample(), &PageView::samples()[0].1).unwrap(), "front");
}

#[test]
fn a_folder_around_the_theme_and_what_systems_leave_is_left_out() {
    let archive = pack(&[
        ("__MACOSX/theme/._index.hbs", b"x"),
        ("theme/index.hbs", b"x"),
        ("theme/.DS_Store", b"x"),
        ("theme/assets/a.css", b"x"),
    ]);
    assert_eq!(names(&archive), ["index.hbs", "assets/a.css"]);
    assert_eq!(names(&pack(&[("index.hbs", b"x"), ("assets/a.css", b"x")])), ["index.hbs", "assets/a.css"]);
}

#[test]
fn names_that_leave_the_folder_are_refused() {
    for name in ["../index.hbs", "a/../../b.hbs", "/etc/x", "a\\..\\b.hbs", "c:x"] {
        let outcome = unpack(&pack(&[(name, b"x")]));
        assert!(matches!(outcome, Err(ThemeError::FileName(_))), "{name}: {outcome:?}");
    }
}

#[test]
fn links_are_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("partials/secret.hbs", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    let outcome = unpack(&writer.finish().unwrap().into_inner());
    assert_eq!(outcome, Err(ThemeError::Link("partials/secret.hbs".into())));
}

#[test]
fn names_that_differ_in_capitals_only_are_refused() {
    let outcome = unpack(&pack(&[("Index.hbs", b"x"), ("index.hbs", b"y")]));
    assert_eq!(outcome, Err(ThemeError::SameName("Index.hbs".into(), "index.hbs".into())));
}

#[test]
fn what_is_no_archive_is_refused() {
    let whole = pack(&[("index.hbs", b"x")]);
    for bytes in [&b""[..], b"not a zip", &whole[..whole.len() - 5], &whole[4..]] {
        assert!(matches!(unpack(bytes), Err(ThemeError::Archive(_))));
    }
}

#[test]
fn an_archive_has_a_largest_number_of_files() {
    let files = |count: usize| {
        let names: Vec<String> = (0..count).map(|number| format!("{number}.hbs")).collect();
        let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        unpack(&pack(&files))
    };
    assert_eq!(files(MAX_FILES).unwrap().len(), MAX_FILES);
    assert!(matches!(files(MAX_FILES + 1), Err(ThemeError::TooLarge { limit: MAX_FILES, .. })));
}

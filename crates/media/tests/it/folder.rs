use std::fs;

use dateline_media::{FileName, Folder, Month, Section};

const NOVEMBER: Month = Month { year: 2026, month: 11 };

#[test]
fn files_of_one_name_stand_beside_one_another() {
    let root = tempfile::tempdir().unwrap();
    let folder = Folder::new(root.path().join("content"));
    let name = FileName::new("Bridge at dawn.JPG", "jpg");
    let keep = |bytes: &[u8]| folder.keep(Section::Images, NOVEMBER, &name, bytes).unwrap();
    assert_eq!(keep(b"one"), "images/2026/11/Bridge-at-dawn.jpg");
    assert_eq!(keep(b"two"), "images/2026/11/Bridge-at-dawn-1.jpg");
    assert_eq!(keep(b"three"), "images/2026/11/Bridge-at-dawn-2.jpg");
    assert_eq!(folder.read("images/2026/11/Bridge-at-dawn-1.jpg").unwrap().unwrap(), b"two");
    let left = fs::read_dir(root.path().join("content/images/2026/11")).unwrap().count();
    assert_eq!(left, 3, "nothing that was on its way is left");
}

#[test]
fn two_desks_at_one_moment_never_take_the_same_name() {
    let root = tempfile::tempdir().unwrap();
    let folder = Folder::new(root.path());
    let name = FileName::new("a.png", "png");
    let mut paths = Vec::new();
    std::thread::scope(|scope| {
        let desks: Vec<_> = (0..8u8)
            .map(|desk| {
                let (folder, name) = (&folder, &name);
                scope.spawn(move || folder.keep(Section::Files, NOVEMBER, name, &[desk]).unwrap())
            })
            .collect();
        paths.extend(desks.into_iter().map(|desk| desk.join().unwrap()));
    });
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), 8);
}

#[test]
fn nothing_outside_the_folder_is_read_or_removed() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("secret"), "x").unwrap();
    let folder = Folder::new(root.path().join("content"));
    for path in ["../secret", "/etc/passwd", "images/../../secret"] {
        assert_eq!(folder.read(path).unwrap(), None);
        assert!(!folder.has(path));
        folder.remove(path).unwrap();
    }
    assert!(root.path().join("secret").is_file());
}

#[test]
fn what_is_gone_already_can_be_removed() {
    let root = tempfile::tempdir().unwrap();
    let folder = Folder::new(root.path());
    let path = folder.keep(Section::Media, NOVEMBER, &FileName::new("a.mp3", "mp3"), b"x").unwrap();
    folder.remove(&path).unwrap();
    folder.remove(&path).unwrap();
    assert_eq!(folder.read(&path).unwrap(), None);
}

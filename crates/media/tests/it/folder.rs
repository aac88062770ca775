//! Where files are kept: the same promises on a disk and in an object store.

use std::fs;
use std::sync::Arc;

use dateline_media::{Darkroom, Encoding, FileName, Folder, Month, Section, Size, page_versions};
use futures_util::StreamExt as _;
use object_store::memory::InMemory;
use tokio::runtime::Runtime;

const NOVEMBER: Month = Month { year: 2026, month: 11 };

/// A place for files, and what it stands on.
struct Place {
    folder: Folder,
    runtime: Runtime,
    _root: tempfile::TempDir,
}

fn places() -> [Place; 2] {
    let place = |in_bucket: bool| {
        let (root, runtime) = (tempfile::tempdir().unwrap(), Runtime::new().unwrap());
        let folder = if in_bucket {
            Folder::in_bucket(Arc::new(InMemory::new()), runtime.handle().clone())
        } else {
            Folder::new(root.path().join("content"))
        };
        Place { folder, runtime, _root: root }
    };
    [place(false), place(true)]
}

impl Place {
    fn is_there(&self, path: &str) -> bool {
        self.runtime.block_on(self.folder.about(path)).unwrap().is_some()
    }

    /// What a reader is sent of a file.
    fn sent(&self, path: &str, first: u64, count: u64) -> Vec<u8> {
        self.runtime.block_on(async {
            let opened = self.folder.open(path).await.unwrap().unwrap();
            let parts: Vec<_> = opened.part(first, count).collect().await;
            parts.into_iter().flat_map(|part| part.unwrap().to_vec()).collect()
        })
    }
}

#[test]
fn files_of_one_name_stand_beside_one_another() {
    for place in places() {
        let name = FileName::new("Bridge at dawn.JPG", "jpg");
        let keep = |bytes: &[u8]| place.folder.keep(Section::Images, NOVEMBER, &name, bytes).unwrap();
        assert_eq!(keep(b"one"), "images/2026/11/Bridge-at-dawn.jpg");
        assert_eq!(keep(b"two"), "images/2026/11/Bridge-at-dawn-1.jpg");
        assert_eq!(keep(b"three"), "images/2026/11/Bridge-at-dawn-2.jpg");
        let read = place.folder.read("images/2026/11/Bridge-at-dawn-1.jpg").unwrap().unwrap();
        assert_eq!(read, b"two");
    }
}

#[test]
fn nothing_that_was_on_its_way_is_left() {
    let [place, _] = places();
    let name = FileName::new("a.png", "png");
    for _ in 0..3 {
        place.folder.keep(Section::Images, NOVEMBER, &name, b"x").unwrap();
    }
    let month = place.folder.disk().unwrap().join("images/2026/11");
    assert_eq!(fs::read_dir(month).unwrap().count(), 3);
}

#[test]
fn two_desks_at_one_moment_never_take_the_same_name() {
    for place in places() {
        let name = FileName::new("a.png", "png");
        let mut paths = Vec::new();
        std::thread::scope(|scope| {
            let desks: Vec<_> = (0..8u8)
                .map(|desk| {
                    let (folder, name) = (&place.folder, &name);
                    scope.spawn(move || folder.keep(Section::Files, NOVEMBER, name, &[desk]).unwrap())
                })
                .collect();
            paths.extend(desks.into_iter().map(|desk| desk.join().unwrap()));
        });
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), 8);
    }
}

#[test]
fn a_file_is_put_where_the_old_site_had_it_unless_another_lies_there() {
    for place in places() {
        let put = |path: &str, bytes: &[u8]| place.folder.put(path, bytes).unwrap();
        assert!(put("images/2019/a b.jpg", b"one"));
        assert!(put("images/2019/a b.jpg", b"one"), "the same file lies there already");
        assert!(!put("images/2019/a b.jpg", b"two"));
        for path in [
            "images/.a.jpg",
            "images/../a.jpg",
            "images/a.php",
            "secret/a.jpg",
            "images/a:b.jpg",
            "images//a.jpg",
        ] {
            assert!(!put(path, b"x"), "{path}");
        }
        assert_eq!(place.folder.read("images/2019/a b.jpg").unwrap().unwrap(), b"one");
    }
}

#[test]
fn a_reader_is_sent_a_file_or_a_part_of_it() {
    for place in places() {
        place.folder.put("media/2026/11/a.mp3", b"0123456789").unwrap();
        assert_eq!(place.sent("media/2026/11/a.mp3", 0, 10), b"0123456789");
        assert_eq!(place.sent("media/2026/11/a.mp3", 3, 4), b"3456");
        assert_eq!(place.sent("media/2026/11/a.mp3", 0, 0), b"");
        assert!(!place.is_there("media/2026/11/b.mp3"));
        assert!(!place.is_there("media/2026/11"), "a folder is no file");
    }
}

#[test]
fn nothing_outside_the_folder_is_read_or_removed() {
    let [place, bucket] = places();
    let outside = place.folder.disk().unwrap().parent().unwrap().join("secret");
    fs::write(&outside, "x").unwrap();
    for folder in [&place, &bucket] {
        for path in ["../secret", "/etc/passwd", "images/../../secret", "", "images//a.png"] {
            assert_eq!(folder.folder.read(path).unwrap(), None);
            assert!(!folder.is_there(path));
            folder.folder.remove(path).unwrap();
        }
    }
    assert!(outside.is_file());
}

#[test]
fn what_is_gone_already_can_be_removed() {
    for place in places() {
        let name = FileName::new("a.mp3", "mp3");
        let path = place.folder.keep(Section::Media, NOVEMBER, &name, b"x").unwrap();
        place.folder.remove(&path).unwrap();
        place.folder.remove(&path).unwrap();
        assert_eq!(place.folder.read(&path).unwrap(), None);
    }
}

#[test]
fn versions_of_a_picture_are_made_once_wherever_it_lies() {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(700, 20).write_to(&mut file, image::ImageFormat::Png).unwrap();
    for place in places() {
        let versions = tempfile::tempdir().unwrap();
        let darkroom = Darkroom::new(place.folder.clone(), versions.path());
        place.folder.put("images/quay.png", file.get_ref()).unwrap();
        place.runtime.block_on(async {
            assert_eq!(darkroom.make("images/quay.png", page_versions(700)).await.unwrap(), 3);
            assert_eq!(darkroom.make("images/quay.png", page_versions(700)).await.unwrap(), 0);
            assert_eq!(darkroom.make("images/none.png", page_versions(700)).await.unwrap(), 0);
            let (version, served) =
                darkroom.version("images/quay.png", Size::wide(600), Encoding::WebP).await.unwrap().unwrap();
            assert_eq!(served, "image/webp");
            assert!(version.about().bytes > 0);
            let whole = darkroom.version("images/quay.png", Size::wide(1000), Encoding::Same).await.unwrap();
            assert!(whole.is_none(), "a picture is never made larger");
        });
    }
}

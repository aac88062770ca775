use std::fs;
use std::path::{Path, PathBuf};

use dateline_media::{Encoding, Limits, MediaError, Picture, Renditions, Size};

use crate::contains;

fn corpus() -> Option<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/images");
    if !folder.is_dir() {
        eprintln!("skipped: there is no collection of pictures at {}", folder.display());
        return None;
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).unwrap().chain(fs::read_dir(folder.join("pngsuite")).unwrap()) {
        let path = entry.unwrap().path();
        if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Some(files)
}

/// Where metadata of any kind of picture would begin.
const TELLING: [&[u8]; 8] = [
    b"Exif\0\0",
    b"eXIf",
    b"EXIF",
    b"http://ns.adobe.com/xap",
    b"XMP ",
    b"tEXt",
    b"<x:xmpmeta",
    b"GPSLatitude",
];

#[test]
fn every_picture_is_taken_or_refused_with_a_reason_and_none_keeps_its_place() {
    let Some(files) = corpus() else { return };
    let (mut taken, mut refused) = (0, Vec::new());
    for path in files {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match Picture::take(fs::read(&path).unwrap(), &Limits::default()) {
            Ok(picture) => {
                taken += 1;
                assert!(picture.width > 0 && picture.height > 0, "{name}");
                for telling in TELLING {
                    assert!(
                        !contains(&picture.bytes, telling),
                        "{name}: {}",
                        String::from_utf8_lossy(telling)
                    );
                }
                let again = Picture::take(picture.bytes.clone(), &Limits::default()).unwrap();
                assert_eq!(again.hash, picture.hash, "{name} changes when it is taken again");
                if let Some(renditions) = Renditions::of(&picture.bytes, &Limits::default()).unwrap() {
                    for encoding in [Encoding::Same, Encoding::Jpeg, Encoding::WebP] {
                        let small = renditions.make("w20h10".parse::<Size>().unwrap(), encoding).unwrap();
                        assert!(small.width <= 20 && small.height <= 10, "{name}");
                        let tells = TELLING.iter().find(|telling| contains(&small.bytes, telling));
                        assert!(tells.is_none(), "{name} as {encoding:?}: {tells:?}");
                    }
                }
            }
            Err(reason) => refused.push(format!("{name}: {reason}")),
        }
    }
    eprintln!("{taken} taken, refused:\n{}", refused.join("\n"));
    assert!(taken > 80, "{refused:?}");
}

#[test]
fn a_picture_of_a_kind_that_few_browsers_show_is_named() {
    let Some(files) = corpus() else { return };
    let avif = files.iter().find(|path| path.extension().is_some_and(|ending| ending == "avif")).unwrap();
    let refused = Picture::take(fs::read(avif).unwrap(), &Limits::default()).unwrap_err();
    assert!(matches!(refused, MediaError::Unwanted("AVIF")), "{refused}");
}

#[test]
fn landscapes_are_landscapes_however_the_camera_was_held() {
    let Some(files) = corpus() else { return };
    for path in files.iter().filter(|path| path.to_string_lossy().contains("exif-orientation-landscape")) {
        let picture = Picture::take(fs::read(path).unwrap(), &Limits::default()).unwrap();
        assert!(picture.width > picture.height, "{}", path.display());
    }
}

use dateline_media::{Encoding, Kind, Limits, MediaError, Renditions, Size};
use image::ImageFormat;

use crate::{red_and_blue, taken_by_a_phone};

fn renditions(bytes: &[u8]) -> Option<Renditions> {
    Renditions::of(bytes, &Limits::default()).unwrap()
}

#[test]
fn a_picture_becomes_smaller_and_keeps_its_shape() {
    let whole = renditions(&red_and_blue(1200, 800, ImageFormat::Jpeg)).unwrap();
    for (encoding, kind) in [(Encoding::Same, Kind::Jpeg), (Encoding::WebP, Kind::WebP)] {
        let small = whole.make(Size::wide(600), encoding).unwrap();
        assert_eq!((small.width, small.height, small.kind), (600, 400, kind));
        assert_eq!(Kind::of(&small.bytes), kind);
        let pixels = image::load_from_memory(&small.bytes).unwrap().to_rgb8();
        assert_eq!(pixels.dimensions(), (600, 400));
        assert!(pixels.get_pixel(50, 200)[0] > 150 && pixels.get_pixel(550, 200)[2] > 150);
    }
}

#[test]
fn a_picture_is_never_made_larger() {
    let whole = renditions(&red_and_blue(300, 200, ImageFormat::Png)).unwrap();
    let same = whole.make(Size::wide(600), Encoding::Same).unwrap();
    assert_eq!((same.width, same.height, same.kind), (300, 200, Kind::Png));
}

#[test]
fn a_box_is_filled_from_the_middle() {
    let whole = renditions(&red_and_blue(400, 100, ImageFormat::Png)).unwrap();
    let square = whole.make("w50h50".parse().unwrap(), Encoding::Same).unwrap();
    let pixels = image::load_from_memory(&square.bytes).unwrap().to_rgb8();
    assert_eq!(pixels.dimensions(), (50, 50));
    assert!(pixels.get_pixel(5, 25)[0] > 150 && pixels.get_pixel(45, 25)[2] > 150);
}

#[test]
fn an_old_file_that_lies_on_its_side_is_turned_in_its_smaller_versions() {
    let whole = renditions(&taken_by_a_phone(6)).unwrap();
    let small = whole.make(Size::wide(16), Encoding::Same).unwrap();
    assert_eq!((small.width, small.height), (16, 32));
}

#[test]
fn what_moves_and_what_is_drawn_stays_as_it_is() {
    assert!(renditions(&red_and_blue(64, 64, ImageFormat::Gif)).is_none());
    assert!(renditions(b"<svg/>").is_none());
    assert!(matches!(Renditions::of(b"text", &Limits::default()), Err(MediaError::NoPicture)));
}

#[test]
fn colours_keep_their_profile_in_every_size() {
    let profile = vec![7u8; 300];
    let mut jpeg = red_and_blue(64, 32, ImageFormat::Jpeg);
    let mut segment = b"\xff\xe2".to_vec();
    segment.extend_from_slice(&(2 + 14 + profile.len() as u16).to_be_bytes());
    segment.extend_from_slice(b"ICC_PROFILE\0\x01\x01");
    segment.extend_from_slice(&profile);
    jpeg.splice(2..2, segment);
    let whole = renditions(&jpeg).unwrap();
    for encoding in [Encoding::Same, Encoding::WebP] {
        let small = whole.make(Size::wide(16), encoding).unwrap();
        assert!(crate::contains(&small.bytes, &profile), "{encoding:?}");
        assert!(image::load_from_memory(&small.bytes).is_ok(), "{encoding:?}");
    }
}

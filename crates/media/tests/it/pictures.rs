use dateline_media::{Kind, Limits, Picture};
use image::ImageFormat;

use crate::{contains, red_and_blue, taken_by_a_phone};

fn take(bytes: Vec<u8>) -> Picture {
    Picture::take(bytes, &Limits::default()).unwrap()
}

#[test]
fn a_picture_without_secrets_stays_as_it_was_to_the_bit() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let file = red_and_blue(64, 32, format);
        let picture = take(file.clone());
        assert_eq!(picture.bytes, file, "{format:?}");
        assert_eq!((picture.width, picture.height, picture.frames), (64, 32, 1), "{format:?}");
    }
}

#[test]
fn a_phone_s_picture_forgets_its_place_and_keeps_its_maker() {
    let sent = taken_by_a_phone(1);
    let picture = take(sent.clone());
    assert!(contains(&sent, b"GPSLatitude") && !contains(&picture.bytes, b"GPSLatitude"));
    assert_eq!(picture.credit.as_deref(), Some("Ana Reis"));
    assert!(contains(&picture.bytes, b"Ana Reis"), "the credit goes with the file");
    assert_eq!(picture.kind, Kind::Jpeg);
}

#[test]
fn a_camera_on_its_side_gives_an_upright_picture() {
    let upright = take(taken_by_a_phone(1));
    assert_eq!((upright.width, upright.height), (64, 32));
    let turned = take(taken_by_a_phone(6));
    assert_eq!((turned.width, turned.height), (32, 64));
    assert_eq!(turned.credit.as_deref(), Some("Ana Reis"));
    let pixels = image::load_from_memory(&turned.bytes).unwrap().to_rgb8();
    let (top, bottom) = (pixels.get_pixel(16, 4), pixels.get_pixel(16, 60));
    assert!(top[0] > 150 && top[2] < 100, "what was left is up: {top:?}");
    assert!(bottom[2] > 150 && bottom[0] < 100, "what was right is down: {bottom:?}");
}

#[test]
fn what_follows_the_end_of_a_picture_is_not_kept() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let plain = red_and_blue(16, 16, format);
        let mut polyglot = plain.clone();
        polyglot.extend_from_slice(b"<script>alert(1)</script>PK\x03\x04");
        assert_eq!(take(polyglot).bytes, plain, "{format:?}");
    }
}

#[test]
fn a_comment_in_a_picture_is_not_kept() {
    let mut gif = red_and_blue(8, 8, ImageFormat::Gif);
    let at = gif.iter().rposition(|byte| *byte == 0x3b).unwrap();
    gif.splice(at..at, *b"\x21\xfe\x09=alert(1)\0");
    assert!(!contains(&take(gif).bytes, b"alert"));
    let mut jpeg = red_and_blue(8, 8, ImageFormat::Jpeg);
    jpeg.splice(2..2, *b"\xff\xfe\0\x0b<script>x");
    assert!(!contains(&take(jpeg).bytes, b"script"));
}

#[test]
fn the_colour_on_the_whole_is_the_one_seen_most() {
    let mut pixels = image::RgbImage::from_pixel(100, 100, image::Rgb([10, 120, 200]));
    for x in 0..30 {
        for y in 0..100 {
            pixels.put_pixel(x, y, image::Rgb([250, 250, 250]));
        }
    }
    let mut file = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut file, ImageFormat::Png).unwrap();
    assert_eq!(take(file.into_inner()).colour.unwrap().to_string(), "#0a78c8");
}

#[test]
fn equal_pictures_have_equal_hashes_whatever_their_metadata_says() {
    let plain = red_and_blue(64, 32, ImageFormat::Png);
    let mut told = plain.clone();
    let iend = told.len() - 12;
    told.splice(iend..iend, *b"\0\0\0\x09tIMEsomewhereCRC!");
    assert_eq!(take(plain).hash, take(told).hash);
}

//! What happens to the files that people send.
#![allow(clippy::unwrap_used)]

mod attachments;
mod corpus;
mod drawings;
mod folder;
mod hostile;
mod pictures;
mod sizes;

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A picture whose left half is red and whose right half is blue.
pub(crate) fn red_and_blue(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let colour = |x| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
    let picture = RgbImage::from_fn(width, height, |x, _| colour(x));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// A JPEG with an EXIF block that says which side is up, where it was taken and by whom.
pub(crate) fn taken_by_a_phone(side: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x03\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend_from_slice(&[side, 0, 0]);
    exif.extend_from_slice(b"\x01\x3b\0\x02\0\0\0\x09\0\0\0\x40\x88\x25\0\x04\0\0\0\x01\0\0\0\x50");
    exif.resize(6 + 0x40, 0);
    exif.extend_from_slice(b"Ana Reis\0");
    exif.resize(6 + 0x50, 0);
    exif.extend_from_slice(b"GPSLatitude 52.5");
    let mut jpeg = red_and_blue(64, 32, ImageFormat::Jpeg);
    let mut segment = b"\xff\xe1".to_vec();
    segment.extend_from_slice(&(exif.len() as u16 + 2).to_be_bytes());
    segment.extend_from_slice(&exif);
    jpeg.splice(2..2, segment);
    jpeg
}

pub(crate) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

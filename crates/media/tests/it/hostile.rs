use dateline_media::{Attachment, Limits, MediaError, Picture, Renditions};
use image::ImageFormat;
use proptest::prelude::*;

use crate::{red_and_blue, taken_by_a_phone};

fn refusal(bytes: Vec<u8>) -> MediaError {
    Picture::take(bytes, &Limits::default()).unwrap_err()
}

#[test]
fn a_flood_of_pixels_is_refused_by_its_head() {
    let mut png = red_and_blue(8, 8, ImageFormat::Png);
    png[16..24].copy_from_slice(b"\0\0\xfd\xe8\0\0\xfd\xe8");
    let mut endless = png.clone();
    endless[16..24].copy_from_slice(&[0xff; 8]);
    let mut gif = red_and_blue(8, 8, ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[0xff; 4]);
    let mut jpeg = red_and_blue(8, 8, ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|two| two == b"\xff\xc0").unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    for flood in [png, endless, gif, jpeg] {
        assert!(matches!(refusal(flood), MediaError::TooManyPixels { .. }));
    }
}

#[test]
fn limits_hold_at_their_edge_and_not_beyond() {
    let file = red_and_blue(100, 50, ImageFormat::Png);
    let exact = Limits { bytes: file.len(), pixels: 5_000, decoded_bytes: 15_000, frames: 1 };
    assert!(Picture::take(file.clone(), &exact).is_ok());
    for tight in [
        Limits { bytes: file.len() - 1, ..exact },
        Limits { pixels: 4_999, ..exact },
        Limits { decoded_bytes: 14_999, ..exact },
    ] {
        assert!(Picture::take(file.clone(), &tight).is_err(), "{tight:?}");
    }
}

#[test]
fn a_film_of_too_many_frames_is_refused() {
    let mut gif = red_and_blue(8, 8, ImageFormat::Gif);
    let end = gif.len() - 1;
    let frame_at = gif.iter().position(|byte| *byte == 0x2c).unwrap();
    let frame = gif[frame_at..end].to_vec();
    gif.truncate(end);
    gif.extend(frame.repeat(9));
    gif.push(0x3b);
    let limits = |frames| Limits { frames, ..Limits::default() };
    assert_eq!(Picture::take(gif.clone(), &limits(10)).unwrap().frames, 10);
    assert!(matches!(Picture::take(gif, &limits(9)), Err(MediaError::TooManyFrames(9))));
}

#[test]
fn a_jpeg_of_endless_passes_is_refused() {
    let jpeg = red_and_blue(8, 8, ImageFormat::Jpeg);
    let scan = jpeg.windows(2).position(|two| two == b"\xff\xda").unwrap();
    let pass = jpeg[scan..jpeg.len() - 2].to_vec();
    let mut bomb = jpeg[..scan].to_vec();
    bomb.extend(pass.repeat(100_000 / 2));
    bomb.extend_from_slice(b"\xff\xd9");
    assert!(matches!(refusal(bomb), MediaError::TooManyFrames(_)));
}

#[test]
fn what_is_no_picture_is_refused_under_any_name() {
    for bytes in
        [&b"<!doctype html><script>alert(1)</script>"[..], b"#!/bin/sh", b"PK\x03\x04", b"%PDF-1.7", b"x"]
    {
        assert!(matches!(refusal(bytes.to_vec()), MediaError::NoPicture));
    }
    assert!(matches!(refusal(Vec::new()), MediaError::Empty));
    for bytes in [&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x04\0\0\0WEBP", b"<svg><g>"] {
        assert!(matches!(refusal(bytes.to_vec()), MediaError::Damaged(_)), "{bytes:?}");
    }
}

fn taken_apart(bytes: &[u8]) {
    // Small limits: what is asked is that nothing panics.
    let limits = Limits { pixels: 1_000_000, decoded_bytes: 8_000_000, ..Limits::default() };
    let _ = Picture::take(bytes.to_vec(), &limits);
    let _ = Renditions::of(bytes, &limits);
    for name in ["a.mp4", "a.pdf", "a.txt"] {
        let _ = Attachment::take(name, bytes.to_vec(), 1_000_000);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_picture_never_takes_the_house_down(
        which in 0..6usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = match which {
            0 => red_and_blue(32, 16, ImageFormat::Jpeg),
            1 => red_and_blue(32, 16, ImageFormat::Png),
            2 => red_and_blue(32, 16, ImageFormat::Gif),
            3 => red_and_blue(32, 16, ImageFormat::WebP),
            4 => taken_by_a_phone(6),
            _ => br##"<svg viewBox="0 0 9 9"><style>a{b:url(#c)}</style><use href="#d"/>&#65;</svg>"##.to_vec(),
        };
        for (index, value) in changes {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        taken_apart(&bytes);
    }

    #[test]
    fn any_bytes_are_taken_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
        taken_apart(&bytes);
    }
}

//! WebP: chunk by chunk of its RIFF container, taken apart and put together.
//!
//! Spec: RFC 9649, section 2.

use crate::exif::Exif;
use crate::picture::Cleaned;
use crate::{Limits, MediaError};

/// Flags of `VP8X`.
const HAS_PROFILE: u8 = 0x20;
const HAS_ALPHA: u8 = 0x10;
const HAS_EXIF_OR_XMP: u8 = 0x0c;
const PROFILE_BYTES_MAX: usize = 1024 * 1024;

/// Takes a WebP apart and puts together what may stay.
pub(crate) fn clean(bytes: &[u8], limits: &Limits) -> Result<Cleaned, MediaError> {
    let (mut chunks, mut rest) = (Vec::with_capacity(bytes.len()), &bytes[12..]);
    let (mut size, mut frames, mut has_pixels, mut exif) = (None, 0, false, Exif::default());
    while let Some((length, name, body)) = chunk(rest) {
        rest = rest.get(length..).unwrap_or_default();
        match &name {
            b"VP8X" => {
                size = extended_size(body);
                let mut body = body.to_vec();
                if let Some(flags) = body.first_mut() {
                    *flags &= !HAS_EXIF_OR_XMP;
                }
                push(&mut chunks, name, &body);
                continue;
            }
            b"VP8 " | b"VP8L" => {
                has_pixels = true;
                size = size.or_else(|| if &name == b"VP8L" { lossless_size(body) } else { lossy_size(body) });
            }
            b"ANMF" => {
                has_pixels = true;
                frames += 1;
            }
            b"EXIF" => exif = Exif::read(body),
            b"ICCP" if body.len() <= PROFILE_BYTES_MAX => {}
            b"ALPH" | b"ANIM" => {}
            _ => continue,
        }
        if &name == b"EXIF" {
            continue;
        }
        if frames > limits.frames {
            return Err(MediaError::TooManyFrames(limits.frames));
        }
        push(&mut chunks, name, body);
    }
    let (width, height) =
        size.filter(|_| has_pixels).ok_or_else(|| MediaError::damaged("it has no pixels"))?;
    let decoded_bytes = u64::from(width) * u64::from(height) * 4;
    let Exif { orientation, credit } = exif;
    Ok(Cleaned {
        bytes: file(&chunks),
        width,
        height,
        decoded_bytes,
        frames: frames.max(1),
        orientation,
        credit,
    })
}

/// A WebP of one chunk of pixels, with a colour profile beside it.
pub(crate) fn with_profile(
    webp: Vec<u8>,
    width: u32,
    height: u32,
    has_alpha: bool,
    profile: &[u8],
) -> Vec<u8> {
    let mut head = vec![HAS_PROFILE | if has_alpha { HAS_ALPHA } else { 0 }, 0, 0, 0];
    head.extend_from_slice(&(width - 1).to_le_bytes()[..3]);
    head.extend_from_slice(&(height - 1).to_le_bytes()[..3]);
    let mut chunks = Vec::with_capacity(webp.len() + profile.len() + 64);
    push(&mut chunks, *b"VP8X", &head);
    push(&mut chunks, *b"ICCP", profile);
    let mut rest = &webp[12..];
    while let Some((length, name, body)) = chunk(rest) {
        rest = rest.get(length..).unwrap_or_default();
        if &name != b"VP8X" {
            push(&mut chunks, name, body);
        }
    }
    file(&chunks)
}

fn file(chunks: &[u8]) -> Vec<u8> {
    let mut file = b"RIFF".to_vec();
    file.extend_from_slice(&(chunks.len() as u32 + 4).to_le_bytes());
    file.extend_from_slice(b"WEBP");
    file.extend_from_slice(chunks);
    file
}

fn push(chunks: &mut Vec<u8>, name: [u8; 4], body: &[u8]) {
    chunks.extend_from_slice(&name);
    chunks.extend_from_slice(&(body.len() as u32).to_le_bytes());
    chunks.extend_from_slice(body);
    if !body.len().is_multiple_of(2) {
        chunks.push(0);
    }
}

/// The first chunk: its length with head and padding, its name, its body.
fn chunk(rest: &[u8]) -> Option<(usize, [u8; 4], &[u8])> {
    let name = rest.get(..4)?.try_into().ok()?;
    let length = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?) as usize;
    let body = rest.get(8..length.checked_add(8)?)?;
    Some((8 + length + length % 2, name, body))
}

fn extended_size(body: &[u8]) -> Option<(u32, u32)> {
    let three = |at: usize| {
        let [a, b, c] = *body.get(at..at + 3)? else { return None };
        Some(u32::from_le_bytes([a, b, c, 0]) + 1)
    };
    Some((three(4)?, three(7)?))
}

/// RFC 6386, section 9.1: after the start code, fourteen bits each.
fn lossy_size(body: &[u8]) -> Option<(u32, u32)> {
    let [w1, w2, h1, h2] = *body.get(6..10)? else { return None };
    let fourteen = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3fff);
    Some((fourteen(w1, w2), fourteen(h1, h2)))
}

/// RFC 9649, section 3.4: after the signature, fourteen bits each, less one.
fn lossless_size(body: &[u8]) -> Option<(u32, u32)> {
    let bits = u32::from_le_bytes(body.get(1..5)?.try_into().ok()?);
    Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
}

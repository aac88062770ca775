//! PNG: chunk by chunk. What a decoder needs for the pixels and their colours stays, everything else goes.
//!
//! Spec: <https://www.w3.org/TR/png-3/>, chapter 11.

use crate::credit::Credit;
use crate::exif::Exif;
use crate::picture::Cleaned;
use crate::{Limits, MediaError};

const SIGNATURE: usize = 8;
/// Pixels, palette, transparency, colours, size of a pixel, frames of a moving picture.
const KEPT: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];
/// A colour profile, still compressed; what is larger is no profile.
const PROFILE_BYTES_MAX: usize = 1024 * 1024;

/// Takes a PNG apart and puts together what may stay.
pub(crate) fn clean(bytes: &[u8], limits: &Limits) -> Result<Cleaned, MediaError> {
    let mut kept = bytes[..SIGNATURE].to_vec();
    let (mut rest, mut head, mut has_pixels) = (&bytes[SIGNATURE..], None, false);
    let (mut frames, mut orientation, mut credit) = (0, None, Credit::default());
    while let Some((length, name, body)) = chunk(rest) {
        let (this, after) = rest.split_at(length);
        rest = after;
        match &name {
            b"IHDR" => head = Head::read(body),
            b"IDAT" => has_pixels = true,
            b"fcTL" => frames += 1,
            b"eXIf" => {
                let exif = Exif::read(body);
                orientation = orientation.or(exif.orientation);
                credit.note_by(exif.credit.by.unwrap_or_default().as_bytes());
                credit.note_copyright(exif.credit.copyright.unwrap_or_default().as_bytes());
            }
            b"tEXt" => note_text(body, &mut credit),
            _ => {}
        }
        if frames > limits.frames {
            return Err(MediaError::TooManyFrames(limits.frames));
        }
        let is_endless_profile = &name == b"iCCP" && body.len() > PROFILE_BYTES_MAX;
        if KEPT.contains(&&name) && !is_endless_profile {
            kept.extend_from_slice(this);
        }
        if &name == b"IEND" {
            break;
        }
    }
    let head = head.filter(|_| has_pixels).ok_or_else(|| MediaError::damaged("it has no pixels"))?;
    Ok(Cleaned {
        bytes: kept,
        width: head.width,
        height: head.height,
        // Sides of 32 bits each may ask for more bytes than there are numbers for.
        decoded_bytes: (u64::from(head.width) * u64::from(head.height)).saturating_mul(head.bytes_per_pixel),
        frames: frames.max(1),
        orientation,
        credit,
    })
}

/// The first chunk: its whole length, its name, its body. `None` at the end, and where it breaks off.
fn chunk(rest: &[u8]) -> Option<(usize, [u8; 4], &[u8])> {
    let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
    let name = rest.get(4..8)?.try_into().ok()?;
    let body = rest.get(8..length.checked_add(8)?)?;
    rest.get(length + 8..length + 12)?;
    Some((length + 12, name, body))
}

struct Head {
    width: u32,
    height: u32,
    bytes_per_pixel: u64,
}

impl Head {
    fn read(body: &[u8]) -> Option<Self> {
        let width = u32::from_be_bytes(body.get(..4)?.try_into().ok()?);
        let height = u32::from_be_bytes(body.get(4..8)?.try_into().ok()?);
        let (depth, colour) = (*body.get(8)?, *body.get(9)?);
        // A palette may be transparent, and gray is decoded as it is but shown in three colours.
        let channels = if matches!(colour, 3 | 4 | 6) { 4 } else { 3 };
        Some(Self { width, height, bytes_per_pixel: channels * if depth == 16 { 2 } else { 1 } })
    }
}

fn note_text(body: &[u8], credit: &mut Credit) {
    if let Some(text) = body.strip_prefix(b"Author\0") {
        credit.note_by(text);
    } else if let Some(text) = body.strip_prefix(b"Copyright\0") {
        credit.note_copyright(text);
    }
}

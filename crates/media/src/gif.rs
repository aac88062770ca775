//! GIF: block by block. Comments and what programs added for themselves go.
//!
//! Spec: `GIF89a`, sections 17 to 27.

use crate::credit::Credit;
use crate::picture::Cleaned;
use crate::{Limits, MediaError};

/// Extensions of applications that a browser needs: how often a film repeats, and the colour profile.
const KEPT_APPLICATIONS: [&[u8]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// Takes a GIF apart and puts together what may stay.
pub(crate) fn clean(bytes: &[u8], limits: &Limits) -> Result<Cleaned, MediaError> {
    let broken = || MediaError::damaged("it breaks off");
    let head: &[u8] = bytes.get(..13).ok_or_else(broken)?;
    let width = u32::from(u16::from_le_bytes([head[6], head[7]]));
    let height = u32::from(u16::from_le_bytes([head[8], head[9]]));
    let mut at = 13 + colours(head[10]);
    let mut kept = bytes.get(..at).ok_or_else(broken)?.to_vec();
    let mut frames = 0;
    // A file that breaks off after its first frame still shows that.
    while let Some(first) = bytes.get(at).copied().filter(|first| *first != 0x3b) {
        let Some((end, stays)) = block(bytes, at, first) else { break };
        frames += u32::from(first == 0x2c);
        if frames > limits.frames {
            return Err(MediaError::TooManyFrames(limits.frames));
        }
        if stays {
            kept.extend_from_slice(&bytes[at..end]);
        }
        at = end;
    }
    if frames == 0 {
        return Err(MediaError::damaged("it has no frame"));
    }
    kept.push(0x3b);
    let decoded_bytes = u64::from(width) * u64::from(height) * 4;
    Ok(Cleaned {
        bytes: kept,
        width,
        height,
        decoded_bytes,
        frames,
        orientation: None,
        credit: Credit::default(),
    })
}

/// Bytes of a colour table by the byte of flags before it.
fn colours(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Where the block at `at` ends and whether it stays; `None` where it breaks off or is none.
fn block(bytes: &[u8], at: usize, first: u8) -> Option<(usize, bool)> {
    match first {
        0x2c => {
            let flags = *bytes.get(at + 9)?;
            // After the table one byte says how long the codes are.
            Some((sub_blocks(bytes, at + 11 + colours(flags))?, true))
        }
        0x21 => {
            let label = *bytes.get(at + 1)?;
            let end = sub_blocks(bytes, at + 2)?;
            let is_kept_application = label == 0xff
                && bytes.get(at + 3..at + 14).is_some_and(|name| KEPT_APPLICATIONS.contains(&name));
            Some((end, matches!(label, 0xf9 | 0x01) || is_kept_application))
        }
        _ => None,
    }
}

/// The end of a chain of sub-blocks.
fn sub_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += length + 1;
        if length == 0 {
            return Some(at);
        }
    }
}

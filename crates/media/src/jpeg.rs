//! JPEG: walked segment by segment, so that what is kept is kept to the bit and nothing is encoded anew.
//!
//! Spec: ITU-T T.81, annex B, for markers and the frame's head.

use crate::credit::Credit;
use crate::exif::Exif;
use crate::picture::Cleaned;
use crate::{Limits, MediaError};

/// A colour profile is a few kilobytes; what is larger is no profile.
const PROFILE_BYTES_MAX: usize = 1024 * 1024;
const CAPTION_BLOCK: &[u8] = b"Photoshop 3.0\0";

/// Takes a JPEG apart and puts together what may stay: the pixels, the colour profile, the credit.
pub(crate) fn clean(bytes: &[u8], limits: &Limits) -> Result<Cleaned, MediaError> {
    let mut walk = Walk { bytes, at: 2, kept: Vec::with_capacity(bytes.len()), found: Found::default() };
    walk.kept.extend_from_slice(b"\xff\xd8");
    while walk.segment(limits)? {}
    let Walk { mut kept, found, .. } = walk;
    let frame = found.frame.ok_or_else(|| MediaError::damaged("it has no frame"))?;
    if found.scans == 0 {
        return Err(MediaError::damaged("it has no pixels"));
    }
    kept.extend_from_slice(b"\xff\xd9");
    Ok(Cleaned {
        bytes: with_credit(kept, &found.credit),
        width: frame.width,
        height: frame.height,
        decoded_bytes: frame.decoded_bytes(),
        frames: 1,
        orientation: found.orientation,
        credit: found.credit,
    })
}

/// A JPEG with a segment that says nothing but the credit.
pub(crate) fn with_credit(mut jpeg: Vec<u8>, credit: &Credit) -> Vec<u8> {
    if credit != &Credit::default() {
        // After JFIF's own segment, which has to be the first.
        let is_jfif = jpeg.get(2..4) == Some(b"\xff\xe0");
        let length = jpeg.get(4..6).map_or(0, |two| usize::from(u16::from_be_bytes([two[0], two[1]])));
        let at = if is_jfif { (4 + length).min(jpeg.len()) } else { 2 };
        jpeg.splice(at..at, caption_block(credit));
    }
    jpeg
}

/// The head of the frame.
#[derive(Clone, Copy)]
struct Frame {
    width: u32,
    height: u32,
    components: u64,
    /// Samples of all components per pixel, times 64.
    samples_64: u64,
    is_progressive: bool,
}

impl Frame {
    fn read(marker: u8, body: &[u8]) -> Option<Self> {
        let [_, h1, h2, w1, w2, components, rest @ ..] = body else { return None };
        let factors: Vec<(u64, u64)> = rest
            .chunks_exact(3)
            .take(usize::from(*components))
            .map(|component| (u64::from(component[1] >> 4).max(1), u64::from(component[1] & 15).max(1)))
            .collect();
        let across = factors.iter().map(|(h, _)| *h).max()?;
        let down = factors.iter().map(|(_, v)| *v).max()?;
        let samples_64 = factors.iter().map(|(h, v)| 64 * h * v / (across * down)).sum();
        Some(Self {
            width: u32::from(u16::from_be_bytes([*w1, *w2])),
            height: u32::from(u16::from_be_bytes([*h1, *h2])),
            components: factors.len() as u64,
            samples_64,
            is_progressive: marker == 0xc2,
        })
    }

    /// A progressive picture is put together from all its coefficients, two bytes each.
    fn decoded_bytes(&self) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let coefficients = if self.is_progressive { pixels * self.samples_64 * 2 / 64 } else { 0 };
        pixels * self.components.max(3) + coefficients
    }
}

#[derive(Default)]
struct Found {
    frame: Option<Frame>,
    scans: u32,
    profile_bytes: usize,
    orientation: Option<u8>,
    credit: Credit,
}

struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    kept: Vec<u8>,
    found: Found,
}

impl Walk<'_> {
    /// Takes the next segment; `false` at the end of the picture. What follows the end (a phone's second picture, with
    /// its own place and time) is never reached.
    fn segment(&mut self, limits: &Limits) -> Result<bool, MediaError> {
        let Some(marker) = self.marker() else { return Ok(false) };
        // These stand alone: restarts, TEM, and a start in the middle.
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            return Ok(true);
        }
        if marker == 0xd9 {
            return Ok(false);
        }
        let length =
            self.bytes.get(self.at..self.at + 2).map(|two| usize::from(u16::from_be_bytes([two[0], two[1]])));
        let body = length.and_then(|length| self.bytes.get(self.at + 2..self.at.checked_add(length.max(2))?));
        let Some(body) = body else {
            // Broken off among the segments: what stands before may still be a picture.
            return if self.found.scans > 0 { Ok(false) } else { Err(MediaError::damaged("it breaks off")) };
        };
        self.at += 2 + body.len();
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            if self.found.frame.is_some() {
                return Err(MediaError::damaged("it has two frames"));
            }
            self.found.frame = Frame::read(marker, body);
        }
        if self.keeps(marker, body) {
            self.kept.extend_from_slice(&[0xff, marker]);
            self.kept.extend_from_slice(&(body.len() as u16 + 2).to_be_bytes());
            self.kept.extend_from_slice(body);
        }
        if marker == 0xda {
            self.found.scans += 1;
            if self.found.scans > limits.frames {
                return Err(MediaError::TooManyFrames(limits.frames));
            }
            self.scan();
        }
        Ok(true)
    }

    /// The next marker. Bytes that belong to none are skipped, as decoders do.
    fn marker(&mut self) -> Option<u8> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            let start = rest.iter().position(|byte| *byte == 0xff)?;
            let code = rest[start..].iter().position(|byte| *byte != 0xff)?;
            self.at += start + code + 1;
            match rest[start + code] {
                0 => {}
                marker => return Some(marker),
            }
        }
    }

    /// Copies the pixels up to the next marker that is no restart.
    fn scan(&mut self) {
        let from = self.at;
        let rest = &self.bytes[from..];
        let mut end = rest.len();
        let mut looked = 0;
        while let Some(found) = rest[looked..].iter().position(|byte| *byte == 0xff) {
            let at = looked + found;
            match rest.get(at + 1) {
                Some(0 | 0xd0..=0xd7) => looked = at + 2,
                Some(0xff) => looked = at + 1,
                _ => {
                    end = at;
                    break;
                }
            }
        }
        self.kept.extend_from_slice(&rest[..end]);
        self.at = from + end;
    }

    /// Whether a segment stays. Of the applications' own, only what colours depend on does.
    fn keeps(&mut self, marker: u8, body: &[u8]) -> bool {
        match marker {
            0xe0 => body.starts_with(b"JFIF\0"),
            0xe1 => {
                if body.starts_with(b"Exif\0") {
                    let exif = Exif::read(body);
                    self.found.orientation = self.found.orientation.or(exif.orientation);
                    self.found.credit.note_by(exif.credit.by.unwrap_or_default().as_bytes());
                    self.found.credit.note_copyright(exif.credit.copyright.unwrap_or_default().as_bytes());
                }
                false
            }
            0xe2 => {
                let is_profile = body.starts_with(b"ICC_PROFILE\0");
                self.found.profile_bytes += if is_profile { body.len() } else { 0 };
                is_profile && self.found.profile_bytes <= PROFILE_BYTES_MAX
            }
            0xed => {
                if let Some(block) = body.strip_prefix(CAPTION_BLOCK) {
                    read_caption(block, &mut self.found.credit);
                }
                false
            }
            0xee => body.starts_with(b"Adobe"),
            0xe3..=0xef | 0xfe => false,
            _ => true,
        }
    }
}

/// Finds the press's caption (IPTC-IIM) among Photoshop's resources, and the credit in it.
fn read_caption(mut block: &[u8], credit: &mut Credit) {
    while let Some(rest) = block.strip_prefix(b"8BIM") {
        let [i1, i2, name, rest @ ..] = rest else { return };
        // A name and a body each fill up to an even length; the name counts its length byte.
        let Some(rest) = rest.get(usize::from(*name | 1)..) else { return };
        let [l1, l2, l3, l4, rest @ ..] = rest else { return };
        let length = u32::from_be_bytes([*l1, *l2, *l3, *l4]) as usize;
        let Some(body) = rest.get(..length) else { return };
        if [*i1, *i2] == [4, 4] {
            read_records(body, credit);
        }
        block = rest.get(length + length % 2..).unwrap_or_default();
    }
}

/// Spec: IPTC-IIM 4.2, chapter 6: 2:80 by-line, 2:110 credit, 2:116 copyright notice.
fn read_records(mut body: &[u8], credit: &mut Credit) {
    while let [0x1c, record, data_set, l1, l2, rest @ ..] = body {
        let Some(text) = rest.get(..usize::from(u16::from_be_bytes([*l1, *l2]))) else { return };
        match (record, data_set) {
            (2, 80 | 110) => credit.note_by(text),
            (2, 116) => credit.note_copyright(text),
            _ => {}
        }
        body = &rest[text.len()..];
    }
}

fn caption_block(credit: &Credit) -> Vec<u8> {
    // UTF-8, by the escape sequence that 1:90 names.
    let mut records = vec![0x1c, 1, 90, 0, 3, 0x1b, b'%', b'G'];
    let lines = [(80, &credit.by), (116, &credit.copyright)];
    for (data_set, text) in lines.into_iter().filter_map(|(data_set, text)| Some((data_set, text.as_ref()?)))
    {
        records.extend_from_slice(&[0x1c, 2, data_set]);
        records.extend_from_slice(&(text.len() as u16).to_be_bytes());
        records.extend_from_slice(text.as_bytes());
    }
    let mut body = CAPTION_BLOCK.to_vec();
    body.extend_from_slice(b"8BIM\x04\x04\0\0");
    body.extend_from_slice(&(records.len() as u32).to_be_bytes());
    body.extend_from_slice(&records);
    if !records.len().is_multiple_of(2) {
        body.push(0);
    }
    let mut segment = vec![0xff, 0xed];
    segment.extend_from_slice(&(body.len() as u16 + 2).to_be_bytes());
    segment.extend_from_slice(&body);
    segment
}

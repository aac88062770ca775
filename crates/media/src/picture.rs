//! Taking a picture in: recognised, measured, proved, cleaned.

use crate::credit::Credit;
use crate::raster::Raster;
use crate::{Colour, Kind, Limits, MediaError, gif, hash, jpeg, png, riff, svg};

/// A picture that may be kept and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// One of JPEG, PNG, GIF, WebP and SVG.
    pub kind: Kind,
    /// The file to keep: without place, device and whatever else no reader should learn.
    pub bytes: Vec<u8>,
    /// Pixels across, as shown; 0 for a drawing that does not say.
    pub width: u32,
    /// Pixels down, as shown; 0 for a drawing that does not say.
    pub height: u32,
    /// Frames; 1 unless it moves.
    pub frames: u32,
    /// The colour it has on the whole; `None` for drawings and what is transparent.
    pub colour: Option<Colour>,
    /// SHA-256 of [`Picture::bytes`] in hex.
    pub hash: String,
    /// Who made it, as the file says.
    pub credit: Option<String>,
    /// Whose it is, as the file says.
    pub copyright: Option<String>,
}

/// A file without what may not stay, and what was read on the way.
pub(crate) struct Cleaned {
    pub(crate) bytes: Vec<u8>,
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// What decoding will need.
    pub(crate) decoded_bytes: u64,
    pub(crate) frames: u32,
    /// Which side is up, 1 to 8; EXIF's tag 0x0112.
    pub(crate) orientation: Option<u8>,
    pub(crate) credit: Credit,
}

impl Cleaned {
    /// Refuses what is too large, while nothing but its head has been looked at.
    pub(crate) fn within(self, limits: &Limits) -> Result<Self, MediaError> {
        let (width, height) = (self.width, self.height);
        if width == 0 || height == 0 {
            return Err(MediaError::damaged("it has no size"));
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > limits.pixels || self.decoded_bytes > limits.decoded_bytes {
            return Err(MediaError::TooManyPixels { width, height });
        }
        Ok(self)
    }
}

impl Picture {
    /// Takes a file in. The pixels stay as they are, bit by bit, unless the camera lay on its side: then they are turned
    /// and encoded anew, because what says so is removed.
    ///
    /// # Errors
    /// [`MediaError`] says what is wrong with it, for the person who sent it.
    pub fn take(bytes: Vec<u8>, limits: &Limits) -> Result<Self, MediaError> {
        if bytes.is_empty() {
            return Err(MediaError::Empty);
        }
        if bytes.len() > limits.bytes {
            return Err(MediaError::TooManyBytes { bytes: bytes.len(), max: limits.bytes });
        }
        let kind = Kind::of(&bytes);
        let cleaned = match kind {
            Kind::Jpeg => jpeg::clean(&bytes, limits),
            Kind::Png => png::clean(&bytes, limits),
            Kind::Gif => gif::clean(&bytes, limits),
            Kind::WebP => riff::clean(&bytes, limits),
            Kind::Svg => return Self::drawing(&bytes),
            Kind::OtherPicture(name) => Err(MediaError::Unwanted(name)),
            _ => Err(MediaError::NoPicture),
        }?;
        drop(bytes);
        let cleaned = cleaned.within(limits)?;
        let raster = Raster::decode(kind, &cleaned.bytes)?;
        let (mut kept, mut width, mut height) = (cleaned.bytes, cleaned.width, cleaned.height);
        let colour = raster.colour();
        if let Some(side) = cleaned.orientation.filter(|side| *side != 1 && cleaned.frames == 1) {
            let turned = raster.turned(side);
            (width, height) = (turned.width(), turned.height());
            kept = turned.encode(kind, Raster::FINE)?;
            kept = match kind {
                // The credit is written again beside the new pixels.
                Kind::Jpeg => jpeg::with_credit(kept, &cleaned.credit),
                _ => kept,
            };
        }
        let Credit { by, copyright } = cleaned.credit;
        let hash = hash(&kept);
        Ok(Self {
            kind,
            bytes: kept,
            width,
            height,
            frames: cleaned.frames,
            colour,
            hash,
            credit: by,
            copyright,
        })
    }

    /// A drawing keeps no more than the elements and attributes that draw.
    fn drawing(bytes: &[u8]) -> Result<Self, MediaError> {
        let svg::Drawing { bytes, width, height } = svg::clean(bytes)?;
        let hash = hash(&bytes);
        let (kind, frames) = (Kind::Svg, 1);
        Ok(Self { kind, bytes, width, height, frames, colour: None, hash, credit: None, copyright: None })
    }

    /// The ending that its name gets, without a dot.
    pub fn ending(&self) -> &'static str {
        match self.kind {
            Kind::Png => "png",
            Kind::Gif => "gif",
            Kind::WebP => "webp",
            Kind::Svg => "svg",
            _ => "jpg",
        }
    }
}

//! Smaller versions of a picture.

use crate::picture::Cleaned;
use crate::raster::Raster;
use crate::{Kind, Limits, MediaError, Size, jpeg, png, riff};

/// What a rendition is encoded as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// As the picture itself is.
    Same,
    /// JPEG, on white where the picture is transparent.
    Jpeg,
    /// WebP.
    WebP,
}

/// A smaller version, ready to be kept and served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// What it is encoded as.
    pub kind: Kind,
    /// The file.
    pub bytes: Vec<u8>,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// A decoded picture that renditions are made of, one after the other.
pub struct Renditions {
    kind: Kind,
    raster: Raster,
}

impl Renditions {
    /// Decodes a picture. `None` when it is better shown as it is: a drawing, a GIF, whatever moves.
    ///
    /// # Errors
    /// [`MediaError`]: it is no picture, or asks for more than `limits`. Files that came by other ways than
    /// [`crate::Picture::take`] are judged here as there.
    pub fn of(bytes: &[u8], limits: &Limits) -> Result<Option<Self>, MediaError> {
        let kind = Kind::of(bytes);
        let cleaned = match kind {
            Kind::Jpeg => jpeg::clean(bytes, limits)?,
            Kind::Png => png::clean(bytes, limits)?,
            Kind::WebP => riff::clean(bytes, limits)?,
            Kind::Svg | Kind::Gif => return Ok(None),
            Kind::OtherPicture(name) => return Err(MediaError::Unwanted(name)),
            _ => return Err(MediaError::NoPicture),
        };
        if cleaned.frames > 1 {
            return Ok(None);
        }
        let Cleaned { bytes, orientation, .. } = cleaned.within(limits)?;
        let raster = Raster::decode(kind, &bytes)?;
        drop(bytes);
        let raster = orientation.into_iter().fold(raster, Raster::turned);
        Ok(Some(Self { kind, raster }))
    }

    /// Whether a version of `size` would be smaller than the picture.
    pub fn shrinks_to(&self, size: Size) -> bool {
        let (width, height) = (self.raster.width(), self.raster.height());
        let fit = size.fit(width, height);
        fit.width < width || fit.height < height
    }

    /// Makes a version of `size`, never larger than the picture itself.
    ///
    /// # Errors
    /// [`MediaError::Damaged`] when it cannot be encoded.
    pub fn make(&self, size: Size, encoding: Encoding) -> Result<Rendition, MediaError> {
        let kind = match encoding {
            Encoding::Same => self.kind,
            Encoding::Jpeg => Kind::Jpeg,
            Encoding::WebP => Kind::WebP,
        };
        let raster = self.raster.resized(size)?;
        let bytes = raster.encode(kind, Raster::SHOWN)?;
        Ok(Rendition { kind, bytes, width: raster.width(), height: raster.height() })
    }
}

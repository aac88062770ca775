//! Pixels: decoded, turned, made smaller, encoded.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageReader};

use crate::size::Fit;
use crate::{Colour, Kind, MediaError, Size, riff};

/// A profile that is carried along to smaller versions; a larger one would outweigh them.
const PROFILE_BYTES_MAX: usize = 64 * 1024;

/// Pixels of eight bits: red, green, blue, and alpha where something is transparent.
pub(crate) struct Raster {
    width: u32,
    height: u32,
    has_alpha: bool,
    pixels: Vec<u8>,
    profile: Option<Vec<u8>>,
}

impl Raster {
    /// The quality of what is kept.
    pub(crate) const FINE: u8 = 92;
    /// The quality of what is shown.
    pub(crate) const SHOWN: u8 = 80;

    /// Decodes the first frame. Its size has been judged before.
    pub(crate) fn decode(kind: Kind, bytes: &[u8]) -> Result<Self, MediaError> {
        let format = match kind {
            Kind::Jpeg => ImageFormat::Jpeg,
            Kind::Png => ImageFormat::Png,
            Kind::Gif => ImageFormat::Gif,
            Kind::WebP => ImageFormat::WebP,
            _ => return Err(MediaError::NoPicture),
        };
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        // Judged by `Limits` already; the library's own idea of memory knows nothing of the machine's.
        reader.no_limits();
        let mut decoder = reader.into_decoder().map_err(MediaError::damaged)?;
        let profile = decoder.icc_profile().ok().flatten();
        let image = DynamicImage::from_decoder(decoder).map_err(MediaError::damaged)?;
        Ok(Self::of(image, profile.filter(|profile| profile.len() <= PROFILE_BYTES_MAX)))
    }

    fn of(image: DynamicImage, profile: Option<Vec<u8>>) -> Self {
        let (width, height, has_alpha) = (image.width(), image.height(), image.color().has_alpha());
        // What was gray is now of three colours, and a profile for gray would be wrong.
        let profile = profile.filter(|_| image.color().has_color());
        let pixels = if has_alpha { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
        Self { width, height, has_alpha, pixels, profile }
    }

    pub(crate) fn width(&self) -> u32 {
        self.width
    }

    pub(crate) fn height(&self) -> u32 {
        self.height
    }

    /// The colour on the whole.
    pub(crate) fn colour(&self) -> Option<Colour> {
        Colour::of(self.width, self.height, if self.has_alpha { 4 } else { 3 }, &self.pixels)
    }

    /// Turned so that up is up; `side` is EXIF's orientation.
    pub(crate) fn turned(self, side: u8) -> Self {
        let Some(orientation) = Orientation::from_exif(side) else { return self };
        let Self { width, height, has_alpha, pixels, profile } = self;
        let image = if has_alpha {
            image::RgbaImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgba8)
        } else {
            image::RgbImage::from_raw(width, height, pixels).map(DynamicImage::ImageRgb8)
        };
        let mut image = image.unwrap_or_default();
        image.apply_orientation(orientation);
        Self::of(image, profile)
    }

    /// As large as `size` allows, by Lanczos' filter; transparent pixels lend no colour to their neighbours.
    pub(crate) fn resized(&self, size: Size) -> Result<Self, MediaError> {
        let Fit { part: [left, top, part_width, part_height], width, height } =
            size.fit(self.width, self.height);
        let pixel_type = if self.has_alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        let source =
            ImageRef::new(self.width, self.height, &self.pixels, pixel_type).map_err(MediaError::damaged)?;
        let mut target = Image::new(width, height, pixel_type);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).crop(
            f64::from(left),
            f64::from(top),
            f64::from(part_width),
            f64::from(part_height),
        );
        Resizer::new().resize(&source, &mut target, &options).map_err(MediaError::damaged)?;
        let (has_alpha, profile) = (self.has_alpha, self.profile.clone());
        Ok(Self { width, height, has_alpha, pixels: target.into_vec(), profile })
    }

    /// A file of `kind`. A JPEG gets a white ground where the picture is transparent.
    pub(crate) fn encode(&self, kind: Kind, quality: u8) -> Result<Vec<u8>, MediaError> {
        let mut file = Vec::new();
        match kind {
            Kind::WebP => return Ok(self.encode_webp(f32::from(quality))),
            Kind::Png => {
                let colour = if self.has_alpha { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
                self.write(PngEncoder::new(&mut file), &self.pixels, colour)?;
            }
            _ => {
                let encoder = JpegEncoder::new_with_quality(&mut file, quality);
                if self.has_alpha {
                    self.write(encoder, &self.on_white(), ExtendedColorType::Rgb8)?;
                } else {
                    self.write(encoder, &self.pixels, ExtendedColorType::Rgb8)?;
                }
            }
        }
        Ok(file)
    }

    fn write(
        &self,
        mut encoder: impl ImageEncoder,
        pixels: &[u8],
        colour: ExtendedColorType,
    ) -> Result<(), MediaError> {
        if let Some(profile) = &self.profile {
            // A format without profiles shows the colours as they are.
            let _ = encoder.set_icc_profile(profile.clone());
        }
        encoder.write_image(pixels, self.width, self.height, colour).map_err(MediaError::damaged)
    }

    fn encode_webp(&self, quality: f32) -> Vec<u8> {
        let encoder = if self.has_alpha {
            webp::Encoder::from_rgba(&self.pixels, self.width, self.height)
        } else {
            webp::Encoder::from_rgb(&self.pixels, self.width, self.height)
        };
        let plain = encoder.encode(quality).to_vec();
        match &self.profile {
            Some(profile) => riff::with_profile(plain, self.width, self.height, self.has_alpha, profile),
            None => plain,
        }
    }

    fn on_white(&self) -> Vec<u8> {
        let over = |value: u8, alpha: u8| {
            ((u32::from(value) * u32::from(alpha) + 255 * (255 - u32::from(alpha)) + 127) / 255) as u8
        };
        let pixels = self.pixels.chunks_exact(4);
        pixels.flat_map(|pixel| [0, 1, 2].map(|channel| over(pixel[channel], pixel[3]))).collect()
    }
}

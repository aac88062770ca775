//! How much a picture may ask of the machine.

/// What is refused before anything is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file as sent.
    pub bytes: usize,
    /// Pixels across times pixels down.
    pub pixels: u64,
    /// Bytes that decoding needs for all pixels at once, and for the coefficients that a progressive JPEG is put together from.
    pub decoded_bytes: u64,
    /// Frames of a moving picture, and passes of a progressive one.
    pub frames: u32,
}

impl Default for Limits {
    /// A camera's 50 megapixels, and never more than 256 MiB in all.
    fn default() -> Self {
        Self { bytes: 32 * 1024 * 1024, pixels: 50_000_000, decoded_bytes: 176 * 1024 * 1024, frames: 1_000 }
    }
}

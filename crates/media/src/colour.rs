//! The colour that a picture has on the whole, shown while it loads.

use std::collections::HashMap;
use std::fmt;

/// Rows and columns that are looked at; more would not change the answer.
const GRID: u32 = 64;

/// A colour, written `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl fmt::Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Colour {
    /// The mean of the most frequent colours: those that agree in the upper three bits of each channel. What is mostly
    /// transparent is left out; `None` when nothing is left.
    pub(crate) fn of(width: u32, height: u32, channels: usize, pixels: &[u8]) -> Option<Self> {
        let mut bins: HashMap<[u8; 3], (u64, [u64; 3])> = HashMap::new();
        for row in (0..height).step_by(height.div_ceil(GRID).max(1) as usize) {
            for column in (0..width).step_by(width.div_ceil(GRID).max(1) as usize) {
                let at = (row as usize * width as usize + column as usize) * channels;
                let Some(pixel) = pixels.get(at..at + channels) else { continue };
                if pixel.get(3).is_some_and(|alpha| *alpha < 128) {
                    continue;
                }
                let (count, sums) = bins.entry([pixel[0] >> 5, pixel[1] >> 5, pixel[2] >> 5]).or_default();
                *count += 1;
                for (sum, value) in sums.iter_mut().zip(pixel) {
                    *sum += u64::from(*value);
                }
            }
        }
        // Among equals the darker one, so that the answer never depends on a table's order.
        let (_, (count, sums)) =
            bins.into_iter().max_by_key(|(bin, (count, _))| (*count, std::cmp::Reverse(*bin)))?;
        Some(Self(sums.map(|sum| (sum / count) as u8)))
    }
}

//! Sizes as Ghost's addresses write them: `w600`, `h400`, `w600h400`.

use std::fmt;
use std::str::FromStr;

/// The largest side that is ever made.
const SIDE_MAX: u32 = 4096;

/// The box that a rendition fits: by width, by height, or filled in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    width: Option<u32>,
    height: Option<u32>,
}

impl Size {
    /// So wide, as high as follows.
    pub const fn wide(width: u32) -> Self {
        Self { width: Some(width), height: None }
    }

    /// A size of a theme's package: either side or both; `None` when neither is between 1 and 4096.
    pub fn new(width: Option<u32>, height: Option<u32>) -> Option<Self> {
        let fits = |side: Option<u32>| side.is_none_or(|side| (1..=SIDE_MAX).contains(&side));
        let is_size = (width.is_some() || height.is_some()) && fits(width) && fits(height);
        is_size.then_some(Self { width, height })
    }

    /// What becomes of a picture: the part that is kept (left, top, width, height) and how large that is shown. Never larger than
    /// it was. Where both sides are given, what does not fit is cut off on both sides alike.
    pub(crate) fn fit(self, width: u32, height: u32) -> Fit {
        let scaled = |side: u32, by: u32, from: u32| {
            (u64::from(side) * u64::from(by)).div_ceil(u64::from(from.max(1))).clamp(1, u64::from(u32::MAX))
                as u32
        };
        match (self.width, self.height) {
            (Some(w), None) if w < width => Fit::whole(width, height, w, scaled(height, w, width)),
            (None, Some(h)) if h < height => Fit::whole(width, height, scaled(width, h, height), h),
            (Some(w), Some(h)) => {
                let (w, h) = (w.min(width), h.min(height));
                // The largest part of the picture that has the box's shape.
                let (part_w, part_h) = if u64::from(w) * u64::from(height) > u64::from(h) * u64::from(width) {
                    (width, scaled(h, width, w).min(height))
                } else {
                    (scaled(w, height, h).min(width), height)
                };
                let part = [(width - part_w) / 2, (height - part_h) / 2, part_w, part_h];
                Fit { part, width: w, height: h }
            }
            _ => Fit::whole(width, height, width, height),
        }
    }
}

/// How a picture becomes a rendition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fit {
    /// Left, top, width and height of what is kept.
    pub(crate) part: [u32; 4],
    /// Pixels across afterwards.
    pub(crate) width: u32,
    /// Pixels down afterwards.
    pub(crate) height: u32,
}

impl Fit {
    fn whole(from_width: u32, from_height: u32, width: u32, height: u32) -> Self {
        Self { part: [0, 0, from_width, from_height], width, height }
    }
}

impl FromStr for Size {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = |digits: &str| -> Result<Option<u32>, ()> {
            let plain = digits.len() <= 4
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && !digits.starts_with('0');
            if plain { digits.parse().map(Some).map_err(|_| ()) } else { Err(()) }
        };
        let (width, height) = match (text.strip_prefix('w'), text.strip_prefix('h')) {
            (Some(rest), _) => match rest.split_once('h') {
                Some((width, height)) => (number(width)?, number(height)?),
                None => (number(rest)?, None),
            },
            (None, Some(height)) => (None, number(height)?),
            (None, None) => return Err(()),
        };
        Self::new(width, height).ok_or(())
    }
}

impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(width) = self.width {
            write!(out, "w{width}")?;
        }
        if let Some(height) = self.height {
            write!(out, "h{height}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_size_is_read_and_written_alike() {
        for text in ["w600", "h400", "w600h400", "w4096"] {
            assert_eq!(text.parse::<Size>().unwrap().to_string(), text);
        }
        for text in ["", "w", "600", "w0", "w06", "w4097", "w-1", "wh", "w600h", "w600x400", "w99999", "w６"]
        {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_picture_is_never_made_larger_and_never_distorted() {
        let fit = |text: &str, width, height| text.parse::<Size>().unwrap().fit(width, height);
        assert_eq!(fit("w600", 1200, 800), Fit { part: [0, 0, 1200, 800], width: 600, height: 400 });
        assert_eq!(fit("w600", 300, 200), Fit { part: [0, 0, 300, 200], width: 300, height: 200 });
        assert_eq!(fit("h100", 1200, 800), Fit { part: [0, 0, 1200, 800], width: 150, height: 100 });
        assert_eq!(fit("w100h100", 1200, 800), Fit { part: [200, 0, 800, 800], width: 100, height: 100 });
        assert_eq!(fit("w100h100", 800, 1200), Fit { part: [0, 200, 800, 800], width: 100, height: 100 });
        assert_eq!(fit("w1", 60_000, 1), Fit { part: [0, 0, 60_000, 1], width: 1, height: 1 });
    }
}

//! Addresses of smaller versions of pictures, as Ghost writes them: `images/size/w600/format/webp/2026/11/bridge.jpg`.
//!
//! Only sizes that the site's theme names, and a few of our own, are made: an address is no order to fill the disk.

use dateline_media::{Encoding, Size};

/// Sizes that the house's own pages and Ghost's (icons, cards of social networks, `srcset`) name.
pub(crate) const OWN_SIZES: [&str; 6] = ["w600", "w1000", "w1200", "w1600", "w2400", "w256h256"];

/// What an address of a smaller version asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wanted<'s> {
    /// As it stands in the address.
    pub(crate) size: &'s str,
    /// `webp` and the like; `None` for the picture's own.
    pub(crate) format: Option<&'s str>,
    /// The picture's path below `images/`.
    pub(crate) file: &'s [&'s str],
}

impl<'s> Wanted<'s> {
    /// Reads the segments after `content`; `None` for any other address.
    pub(crate) fn of(segments: &'s [&'s str]) -> Option<Self> {
        match segments {
            ["images", "size", size, "format", format, file @ ..] if !file.is_empty() => {
                Some(Self { size, format: Some(format), file })
            }
            ["images", "size", size, file @ ..] if !file.is_empty() => {
                Some(Self { size, format: None, file })
            }
            _ => None,
        }
    }

    /// The segments of the picture itself.
    pub(crate) fn original(&self) -> Vec<&'s str> {
        std::iter::once("images").chain(self.file.iter().copied()).collect()
    }

    /// What is to be made; `None` for a format that is not.
    pub(crate) fn order(&self) -> Option<(Size, Encoding)> {
        let encoding = match self.format {
            None => Encoding::Same,
            Some("webp") => Encoding::WebP,
            Some("jpg" | "jpeg") => Encoding::Jpeg,
            Some(_) => return None,
        };
        Some((self.size.parse().ok()?, encoding))
    }
}

//! The little of EXIF that outlives the upload: which side is up, who made it and whose it is.

use crate::credit::Credit;

const ORIENTATION: u16 = 0x0112;
const ARTIST: u16 = 0x013b;
const COPYRIGHT: u16 = 0x8298;
/// Entries looked at of the first directory; cameras write some dozen.
const ENTRIES_MAX: usize = 256;

/// What the first directory of a TIFF block says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Exif {
    /// 1 to 8 as in EXIF 2.32, section 4.6.4; `None` when nothing or something else is said.
    pub(crate) orientation: Option<u8>,
    /// Artist and Copyright.
    pub(crate) credit: Credit,
}

impl Exif {
    /// Reads a TIFF block, with or without `Exif\0\0` before it. What is damaged says nothing.
    pub(crate) fn read(block: &[u8]) -> Self {
        Tiff::open(block.strip_prefix(b"Exif\0\0").unwrap_or(block))
            .and_then(|tiff| tiff.first_directory())
            .unwrap_or_default()
    }
}

struct Tiff<'a> {
    bytes: &'a [u8],
    big_endian: bool,
}

impl<'a> Tiff<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        match bytes.get(..4)? {
            b"II*\0" => Some(Self { bytes, big_endian: false }),
            b"MM\0*" => Some(Self { bytes, big_endian: true }),
            _ => None,
        }
    }

    fn first_directory(&self) -> Option<Exif> {
        let directory = self.long(4)?;
        let count = usize::from(self.short(directory)?).min(ENTRIES_MAX);
        let mut exif = Exif::default();
        for entry in (0..count).map(|index| directory.saturating_add(2 + index * 12)) {
            match self.short(entry)? {
                ORIENTATION => {
                    let value = u8::try_from(self.short(entry + 8)?).ok();
                    exif.orientation = value.filter(|side| (1..=8).contains(side));
                }
                ARTIST => exif.credit.note_by(self.text(entry).unwrap_or_default()),
                COPYRIGHT => exif.credit.note_copyright(self.text(entry).unwrap_or_default()),
                _ => {}
            }
        }
        Some(exif)
    }

    /// The text of an entry: in the entry itself up to four bytes, elsewhere when it is longer.
    fn text(&self, entry: usize) -> Option<&'a [u8]> {
        let length = self.long(entry + 4)?;
        let from = if length <= 4 { entry + 8 } else { self.long(entry + 8)? };
        self.bytes.get(from..from.checked_add(length)?)
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) } as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_that_points_outside_says_nothing() {
        for block in [&b"II*\0\xff\xff\xff\xff"[..], b"MM\0*\0\0\0\x08\xff\xff", b"II", b"", b"Exif\0\0II*\0"]
        {
            assert_eq!(Exif::read(block), Exif::default());
        }
    }

    #[test]
    fn which_side_is_up_is_read_in_both_byte_orders() {
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0";
        assert_eq!(Exif::read(little).orientation, Some(6));
        assert_eq!(Exif::read(big).orientation, Some(6));
    }
}

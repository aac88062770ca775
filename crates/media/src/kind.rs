//! What a file is, by its first bytes.

/// What a file is, by its content and never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `image/jpeg`
    Jpeg,
    /// `image/png`
    Png,
    /// `image/gif`
    Gif,
    /// `image/webp`
    WebP,
    /// `image/svg+xml`
    Svg,
    /// A picture of a kind that is not taken; its name.
    OtherPicture(&'static str),
    /// Film in the MPEG-4 or `QuickTime` container.
    Mp4,
    /// Sound in the MPEG-4 container.
    M4a,
    /// Matroska, of which `WebM` is a part.
    WebM,
    /// Ogg.
    Ogg,
    /// MPEG audio, layer 3.
    Mp3,
    /// Free lossless audio.
    Flac,
    /// Waves.
    Wav,
    /// A PDF.
    Pdf,
    /// A ZIP, and what is made of it, such as EPUB.
    Zip,
    /// Anything else.
    Other,
}

impl Kind {
    /// Looks at the first bytes.
    ///
    /// The signatures are those of <https://mimesniff.spec.whatwg.org/>, ISO 14496-12 for the brands of `ftyp`.
    pub fn of(bytes: &[u8]) -> Self {
        let starts = |signature: &[u8]| bytes.starts_with(signature);
        let riff = |kind: &[u8]| starts(b"RIFF") && bytes.get(8..12) == Some(kind);
        match bytes {
            _ if starts(b"\xff\xd8\xff") => Self::Jpeg,
            _ if starts(b"\x89PNG\r\n\x1a\n") => Self::Png,
            _ if starts(b"GIF87a") || starts(b"GIF89a") => Self::Gif,
            _ if riff(b"WEBP") => Self::WebP,
            _ if riff(b"WAVE") => Self::Wav,
            _ if starts(b"II*\0") || starts(b"MM\0*") => Self::OtherPicture("TIFF"),
            _ if starts(b"BM") && bytes.get(6..10) == Some(&[0; 4]) => Self::OtherPicture("BMP"),
            _ if starts(b"\0\0\x01\0") => Self::OtherPicture("ICO"),
            _ if starts(b"\0\0\0\x0cJXL ") || starts(b"\xff\x0a") => Self::OtherPicture("JPEG XL"),
            _ if bytes.get(4..8) == Some(b"ftyp") => by_brand(bytes),
            _ if starts(b"\x1a\x45\xdf\xa3") => Self::WebM,
            _ if starts(b"OggS") => Self::Ogg,
            _ if starts(b"fLaC") => Self::Flac,
            _ if starts(b"ID3") || is_mpeg_audio(bytes) => Self::Mp3,
            _ if starts(b"%PDF-") => Self::Pdf,
            _ if starts(b"PK\x03\x04") => Self::Zip,
            _ if is_svg(bytes) => Self::Svg,
            _ => Self::Other,
        }
    }
}

/// The family of ISO containers says what it holds in its first box.
fn by_brand(bytes: &[u8]) -> Kind {
    match bytes.get(8..12) {
        Some(b"avif" | b"avis") => Kind::OtherPicture("AVIF"),
        Some(b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1") => {
            Kind::OtherPicture("HEIC")
        }
        Some(b"M4A " | b"M4B ") => Kind::M4a,
        _ => Kind::Mp4,
    }
}

/// The head of a frame: eleven bits set, layer 3, neither a forbidden rate nor a forbidden frequency.
fn is_mpeg_audio(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, second, third, ..]
        if second & 0xe6 == 0xe2 && third & 0xf0 != 0xf0 && third & 0x0c != 0x0c)
}

/// Whether the first element is `svg`, after byte order mark, declaration, comments and document type.
fn is_svg(bytes: &[u8]) -> bool {
    /// An editor's preamble is shorter.
    const LOOKED_AT: usize = 4096;
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(LOOKED_AT)]);
    let mut rest = start.trim_start_matches('\u{feff}').trim_start();
    loop {
        // A document type may declare things in brackets of its own.
        let declares = rest.split_once('>').is_some_and(|(head, _)| head.contains('['));
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!") && declares => "]>",
            _ if rest.starts_with("<!") => ">",
            _ => break,
        };
        let Some(at) = rest.find(end) else { return false };
        rest = rest[at + end.len()..].trim_start();
    }
    rest.strip_prefix("<svg").is_some_and(|after| after.starts_with([' ', '\t', '\r', '\n', '>', '/']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_it_begins_with() {
        for (bytes, kind) in [
            (&b"\xff\xd8\xff\xe0"[..], Kind::Jpeg),
            (b"RIFF\0\0\0\0WEBPVP8 ", Kind::WebP),
            (b"RIFF\0\0\0\0WAVEfmt ", Kind::Wav),
            (b"\0\0\0\x1cftypavif", Kind::OtherPicture("AVIF")),
            (b"\0\0\0\x1cftypheic", Kind::OtherPicture("HEIC")),
            (b"\0\0\0\x1cftypisom", Kind::Mp4),
            (b"\0\0\0\x1cftypM4A ", Kind::M4a),
            (b"\xff\xfb\x90\x00", Kind::Mp3),
            (b"\xef\xbb\xbf<?xml version='1.0'?><!-- x --><svg xmlns=''/>", Kind::Svg),
            (b"<svgx/>", Kind::Other),
            (b"<!doctype html><svg>", Kind::Svg),
            (b"<html><svg>", Kind::Other),
            (b"", Kind::Other),
        ] {
            assert_eq!(Kind::of(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
    }
}

//! Taking in what is no picture: sound, film, documents.

use std::path::Path;

use crate::served::media_type;
use crate::{FileName, Kind, MediaError, hash, mp4};

/// A file that may be kept and served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// What it is.
    pub kind: Kind,
    /// What it will be called.
    pub name: FileName,
    /// The file to keep.
    pub bytes: Vec<u8>,
    /// SHA-256 of [`Attachment::bytes`] in hex.
    pub hash: String,
}

impl Attachment {
    /// Takes any file that is served to readers: its ending says as what, and its content must not say otherwise.
    ///
    /// # Errors
    /// [`MediaError`] says what is wrong with it, for the person who sent it.
    pub fn take(sent_name: &str, mut bytes: Vec<u8>, bytes_max: usize) -> Result<Self, MediaError> {
        if bytes.is_empty() {
            return Err(MediaError::Empty);
        }
        if bytes.len() > bytes_max {
            return Err(MediaError::TooManyBytes { bytes: bytes.len(), max: bytes_max });
        }
        let ending = Path::new(sent_name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        // Pictures come in as pictures, or their place would stay in them.
        let served = media_type(sent_name).filter(|served| !served.starts_with("image/"));
        let served = served.ok_or_else(|| MediaError::NotServed(ending.chars().take(20).collect()))?;
        let kind = Kind::of(&bytes);
        if !agrees(kind, served) {
            return Err(MediaError::Mismatch(served.to_owned()));
        }
        if matches!(kind, Kind::Mp4 | Kind::M4a) {
            mp4::forget(&mut bytes);
        }
        let (name, hash) = (FileName::new(sent_name, ending), hash(&bytes));
        Ok(Self { kind, name, bytes, hash })
    }

    /// The same for sound and film only.
    ///
    /// # Errors
    /// [`MediaError::NotPlayable`] for anything else, by its content.
    pub fn take_playable(sent_name: &str, bytes: Vec<u8>, bytes_max: usize) -> Result<Self, MediaError> {
        let playable = [Kind::Mp4, Kind::M4a, Kind::WebM, Kind::Ogg, Kind::Mp3, Kind::Flac, Kind::Wav];
        if !bytes.is_empty() && !playable.contains(&Kind::of(&bytes)) {
            return Err(MediaError::NotPlayable);
        }
        Self::take(sent_name, bytes, bytes_max)
    }
}

/// Whether a content may be served as a media type. What has no signature (text, AAC) may be anything that is no other
/// known thing: a browser that is told not to guess does with it what the type says.
fn agrees(kind: Kind, served: &str) -> bool {
    match kind {
        Kind::Mp4 | Kind::M4a => matches!(served, "video/mp4" | "audio/mp4" | "video/quicktime"),
        Kind::WebM => matches!(served, "video/webm" | "audio/webm"),
        Kind::Ogg => matches!(served, "audio/ogg" | "video/ogg"),
        Kind::Mp3 => matches!(served, "audio/mpeg" | "audio/aac"),
        Kind::Flac => served == "audio/flac",
        Kind::Wav => served == "audio/wav",
        Kind::Pdf => served == "application/pdf",
        Kind::Zip => matches!(served, "application/zip" | "application/epub+zip"),
        Kind::Other => served.starts_with("text/") || served.starts_with("font/") || served == "audio/aac",
        Kind::Jpeg | Kind::Png | Kind::Gif | Kind::WebP | Kind::Svg | Kind::OtherPicture(_) => false,
    }
}

//! Why a file was not taken.

use std::io;

/// Why a file was not taken. The sentence is for the person who sent it.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// The content is no picture, whatever the name says.
    #[error("this is no picture that the site can show; send a JPEG, PNG, GIF, WebP or SVG")]
    NoPicture,
    /// A picture of a kind that is not taken.
    #[error(
        "this is a picture in the format {0}, which not every browser shows; save it as JPEG, PNG or WebP"
    )]
    Unwanted(&'static str),
    /// The content is neither sound nor film.
    #[error("this is neither sound nor film that the site can play; send MP3, M4A, OGG, WAV, MP4 or WebM")]
    NotPlayable,
    /// A file whose ending would never be served.
    #[error("files ending in \"{0}\" are not served to readers; send a PDF or a ZIP")]
    NotServed(String),
    /// The content is something else than the ending says.
    #[error("the content of this file is not what its name says ({0}); rename it or save it anew")]
    Mismatch(String),
    /// Nothing was sent.
    #[error("the file is empty; choose another one")]
    Empty,
    /// More bytes than are taken.
    #[error("the file has {bytes} bytes, and at most {max} are taken; save it smaller")]
    TooManyBytes {
        /// Its size.
        bytes: usize,
        /// The most bytes.
        max: usize,
    },
    /// A picture that is too large to be decoded.
    #[error(
        "the picture has {width} × {height} pixels, which is more than is taken; make it smaller and send it again"
    )]
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// More frames or passes than a picture needs.
    #[error("the picture has more than {0} frames; send it as a film, or with fewer")]
    TooManyFrames(u32),
    /// What cannot be decoded.
    #[error("the picture is damaged ({0}); open it in a program, save it anew and send that")]
    Damaged(String),
    /// The folder could not be written or read.
    #[error(
        "the file could not be kept: {0}; look whether the disk is full and who owns the content folder, or whether the object store answers"
    )]
    Disk(#[from] io::Error),
}

impl MediaError {
    /// What cannot be decoded, and why.
    pub(crate) fn damaged(why: impl ToString) -> Self {
        Self::Damaged(why.to_string())
    }
}

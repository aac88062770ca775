//! Pictures and other files, from the moment somebody sends one until a reader's browser asks for it.
//!
//! Values in, bytes out: no store, no clock, no network. [`Picture::take`] recognises a picture by its content, refuses
//! what is too large before any of it is decoded, proves that it decodes, removes where and with what it was taken,
//! and says how large it is and what colour it has on the whole. [`Attachment::take`] does the same for sound, film and
//! documents. [`Folder`] keeps both under Ghost's addresses, [`Renditions`] makes smaller versions, and [`Darkroom`] keeps those.
//!
//! ```
//! use dateline_media::{Limits, MediaError, Picture};
//!
//! let page = b"<!doctype html><script>alert(1)</script>".to_vec();
//! assert!(matches!(Picture::take(page, &Limits::default()), Err(MediaError::NoPicture)));
//! ```

mod attachment;
mod bucket;
mod colour;
mod credit;
mod darkroom;
mod disk;
mod error;
mod exif;
mod folder;
mod gif;
mod hash;
mod jpeg;
mod kind;
mod limits;
mod mp4;
mod name;
mod opened;
mod picture;
mod png;
mod raster;
mod rendition;
mod riff;
mod served;
mod size;
mod svg;

pub use attachment::Attachment;
pub use colour::Colour;
pub use darkroom::{Darkroom, PAGE_WIDTHS, page_versions};
pub use error::MediaError;
pub use folder::{Folder, Month, Section};
pub use hash::hash;
pub use kind::Kind;
pub use limits::Limits;
pub use name::FileName;
pub use opened::{About, Opened};
pub use picture::Picture;
pub use rendition::{Encoding, Rendition, Renditions};
pub use served::media_type;
pub use size::Size;

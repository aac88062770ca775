//! Pictures and other files of a site, and what is known of them.

use crate::{MediaId, Millis};

/// A file that stories show or link to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Its id.
    pub id: MediaId,
    /// Where it lies below the content folder, such as `images/2026/11/bridge.jpg`; `None` while it is only out there.
    pub path: Option<String>,
    /// Where it came from: an address elsewhere, or its own below `/content/`.
    pub source: String,
    /// What it is served as, such as `image/jpeg`; empty when nobody has looked yet.
    pub media_type: String,
    /// Its size.
    pub bytes: i64,
    /// Pixels across, as shown; 0 for what is no picture, or not known.
    pub width: i64,
    /// Pixels down, as shown; 0 for what is no picture, or not known.
    pub height: i64,
    /// SHA-256 of the file in hex.
    pub hash: Option<String>,
    /// The colour on the whole, `#rrggbb`.
    pub colour: Option<String>,
    /// What is seen, for those who do not see it.
    pub alt: String,
    /// What stands below it.
    pub caption: String,
    /// Who made it.
    pub credit: String,
    /// Under what terms it may be shown.
    pub licence: String,
    /// When it arrived.
    pub created_at: Millis,
}

impl Media {
    /// Its address on the site, where it lies here.
    pub fn address(&self) -> Option<String> {
        self.path.as_ref().map(|path| format!("/content/{path}"))
    }
}

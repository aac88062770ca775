//! Files of a theme that are served to readers.

use aws_lc_rs::digest;
use bytes::Bytes;
use data_encoding::{BASE64, BASE64URL_NOPAD};

/// A file under the theme's `assets/`, or one that Dateline adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The file.
    pub bytes: Bytes,
    /// For the `Content-Type` header, with its character set where it has one.
    pub media_type: &'static str,
    /// 16 letters that change with the content: what stands after `?v=`, and good for an entity tag.
    pub hash: String,
    /// What a page says of a script it names, and a content policy of the scripts it lets run: `sha256-…`.
    /// Spec: <https://www.w3.org/TR/SRI/>.
    pub integrity: String,
}

impl Asset {
    /// The file `bytes` under this name; the name's ending decides the media type.
    pub(crate) fn new(name: &str, bytes: Bytes) -> Self {
        let digest = digest::digest(&digest::SHA256, &bytes);
        let mut hash = BASE64URL_NOPAD.encode(digest.as_ref());
        hash.truncate(16);
        let integrity = format!("sha256-{}", BASE64.encode(digest.as_ref()));
        Self { media_type: media_type(name), hash, integrity, bytes }
    }
}

/// The media type of a file by its ending; what nobody knows is offered as a download.
fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "html" | "htm" => "text/html; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "xsl" => "text/xsl; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "eot" => "application/vnd.ms-fontobject",
        "wasm" => "application/wasm",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assets_address_changes_with_its_content() {
        let one = Asset::new("a.css", Bytes::from_static(b"a{}"));
        assert_eq!(one.hash.len(), 16);
        assert_eq!(one, Asset::new("b.CSS", Bytes::from_static(b"a{}")));
        assert_ne!(one.hash, Asset::new("a.css", Bytes::from_static(b"b{}")).hash);
    }

    #[test]
    fn an_unknown_kind_of_file_is_a_download() {
        assert_eq!(media_type("brush.xyz"), "application/octet-stream");
        assert_eq!(media_type("css"), "application/octet-stream");
    }
}

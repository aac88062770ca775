//! Sitemaps, <https://www.sitemaps.org/protocol.html>.

use crate::{
    dates::rfc3339,
    xml::{Xml, escaped_len},
};

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// Pages named on one `/sitemap.xml?page=N` of a Blogger site.
pub const BLOGGER_PAGE: usize = 150;

/// Addresses must be shorter than 2,048 characters (the protocol's rule for `<loc>`).
const MAX_ADDRESS: usize = 2_047;

/// What stands around the address of each page and around the whole, at most, in bytes.
const AROUND_URL: usize = 110;
const AROUND_ALL: usize = 200;

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitemapUrl {
    /// Absolute address. Pages with 2,048 characters or more are left out of the sitemap.
    pub url: String,
    /// When the page last changed, milliseconds UTC.
    pub updated: Option<i64>,
}

/// A sitemap named in an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitemapFile {
    /// Absolute address.
    pub url: String,
    /// When the newest of its pages last changed, milliseconds UTC.
    pub updated: Option<i64>,
}

/// How much one sitemap may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pages.
    pub urls: usize,
    /// Bytes, uncompressed.
    pub bytes: usize,
}

impl Limits {
    /// The protocol's own: 50,000 addresses, 50 MB.
    pub const PROTOCOL: Self = Self { urls: 50_000, bytes: 50_000_000 };
}

/// Cuts the pages into the runs of which each fits one sitemap; a run holds at least one page.
pub fn split(urls: &[SitemapUrl], limits: Limits) -> Vec<&[SitemapUrl]> {
    let mut runs = Vec::new();
    let (mut start, mut bytes) = (0, AROUND_ALL);
    for (index, url) in urls.iter().enumerate() {
        let more = escaped_len(&url.url) + AROUND_URL;
        let full = index - start >= limits.urls || bytes + more > limits.bytes;
        if full && index > start {
            runs.push(&urls[start..index]);
            (start, bytes) = (index, AROUND_ALL);
        }
        bytes += more;
    }
    if start < urls.len() {
        runs.push(&urls[start..]);
    }
    runs
}

/// One sitemap. The caller keeps to the protocol's limits with [`split`].
pub fn sitemap(urls: &[SitemapUrl]) -> Vec<u8> {
    let mut xml = Xml::document(None);
    xml.open("urlset", &[NAMESPACE]);
    for page in urls.iter().filter(|page| page.url.chars().count() <= MAX_ADDRESS) {
        write(&mut xml, "url", &page.url, page.updated);
    }
    xml.close("urlset");
    xml.into_bytes()
}

/// The list of a site's sitemaps, at most 50,000.
pub fn sitemap_index(files: &[SitemapFile]) -> Vec<u8> {
    let mut xml = Xml::document(None);
    xml.open("sitemapindex", &[NAMESPACE]);
    for file in files.iter().take(Limits::PROTOCOL.urls) {
        write(&mut xml, "sitemap", &file.url, file.updated);
    }
    xml.close("sitemapindex");
    xml.into_bytes()
}

fn write(xml: &mut Xml, element: &str, url: &str, updated: Option<i64>) {
    xml.open(element, &[]);
    xml.text("loc", &[], url);
    if let Some(updated) = updated {
        xml.text("lastmod", &[], &rfc3339(updated));
    }
    xml.close(element);
}

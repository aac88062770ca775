//! Addresses as names of files, and the way from one file to another.

use aws_lc_rs::digest::{SHA256, digest};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::Kind;

/// The most bytes of a name that file systems take, with room for an ending.
const NAME_BYTES_MAX: usize = 200;
/// What stays in an address that is written into a page.
const IN_LINK: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'!');

/// The scripts that only talk with the server: they search, send comments and work for leave to send them.
const TALKING_SCRIPTS: [&str; 3] = ["/public/search.js", "/public/comments.js", "/public/proof.js"];

/// Whether only a server can answer an address: searches, reply forms, the desk and the APIs, and what is for these.
pub(super) fn needs_a_server(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let beneath =
        |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    TALKING_SCRIPTS.contains(&path)
        || (beneath("/search") && !path.starts_with("/search/label/"))
        || ["/comment", "/comments", "/ghost", "/admin"].into_iter().any(beneath)
}

/// The file of an address, below the folder: `/a/` is `a/index.html`, `/a.html?page=2` is `a.page-2.html`, and a feed
/// without an ending is the `index.xml` of its folder.
pub(super) fn file_of(address: &str, kind: Kind) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let mut parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(name_of).collect();
    let last_has_ending = parts.last().is_some_and(|last| last.contains('.')) && !path.ends_with('/');
    let is_page = kind == Kind::Page;
    let named = last_has_ending && (!is_page || has_html_ending(path));
    if !named && (is_page || kind == Kind::Feed) {
        parts.push(if is_page { "index.html".to_owned() } else { "index.xml".to_owned() });
    }
    if !query.is_empty() && (is_page || kind == Kind::Feed) {
        let last = parts.pop().unwrap_or_default();
        let (stem, ending) = last.rsplit_once('.').unwrap_or((&last, "html"));
        let query = name_of(&query.replace('=', "-").replace('&', "."));
        parts.push(format!("{stem}.{query}.{ending}"));
    }
    parts.join("/")
}

pub(super) fn has_html_ending(path: &str) -> bool {
    [".html", ".htm"].into_iter().any(|ending| path.to_ascii_lowercase().ends_with(ending))
}

/// A part of a path as the name of a file: what cannot stand in one stays encoded.
fn name_of(part: &str) -> String {
    let decoded = percent_decode_str(part).decode_utf8().map_or_else(|_| part.to_owned(), Into::into);
    let mut name = String::with_capacity(decoded.len());
    for c in decoded.chars() {
        if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%') {
            name.extend(c.to_string().bytes().map(|byte| format!("%{byte:02X}")));
        } else {
            name.push(c);
        }
    }
    if matches!(name.as_str(), "." | "..") {
        return name.replace('.', "%2E");
    }
    if name.len() <= NAME_BYTES_MAX {
        return name;
    }
    // Two long names with one beginning stay two.
    let digest = data_encoding::HEXLOWER.encode(&digest(&SHA256, part.as_bytes()).as_ref()[..8]);
    let (stem, ending) = name.rsplit_once('.').filter(|(_, ending)| ending.len() <= 8).unwrap_or((&name, ""));
    let mut end = NAME_BYTES_MAX - 30;
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let dot = if ending.is_empty() { "" } else { "." };
    format!("{}~{digest}{dot}{ending}", &stem[..end])
}

/// The way from one file to another, encoded for a link.
pub(super) fn between(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let most = from.len().min(to.len()) - 1;
    let shared = (0..most).take_while(|&n| from[n] == to[n]).count();
    let up = "../".repeat(from.len() - 1 - shared);
    format!("{up}{}", utf8_percent_encode(&to[shared..].join("/"), IN_LINK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_file_that_a_web_server_finds_under_it() {
        for (address, kind, file) in [
            ("/", Kind::Page, "index.html"),
            ("/harbour/", Kind::Page, "harbour/index.html"),
            ("/2012/03/harbour.html", Kind::Page, "2012/03/harbour.html"),
            ("/2012/03/harbour.html?commentPage=2", Kind::Page, "2012/03/harbour.commentPage-2.html"),
            ("/search/label/Town%20Hall", Kind::Page, "search/label/Town Hall/index.html"),
            ("/search/label/a%2Fb", Kind::Page, "search/label/a%2Fb/index.html"),
            ("/feeds/posts/default", Kind::Feed, "feeds/posts/default/index.xml"),
            ("/sitemap.xml?page=2", Kind::Feed, "sitemap.page-2.xml"),
            ("/version-1.5", Kind::Page, "version-1.5/index.html"),
            ("/assets/css/screen.css?v=1", Kind::Sheet, "assets/css/screen.css"),
            ("/content/images/a.jpg", Kind::Other, "content/images/a.jpg"),
        ] {
            assert_eq!(file_of(address, kind), file, "{address}");
        }
    }

    #[test]
    fn no_address_leaves_the_folder_or_has_a_name_that_no_disk_takes() {
        assert_eq!(name_of("%2e%2e"), "%2E%2E");
        assert_eq!(name_of("a%00b"), "a%00b");
        let (at, beyond) = (name_of(&"x".repeat(200)), name_of(&"x".repeat(201)));
        assert_eq!((at.len(), beyond.len() < 200), (200, true));
        assert_ne!(name_of(&"x".repeat(300)), name_of(&"x".repeat(301)));
        assert_eq!(name_of(&format!("{}.html", "é".repeat(200))).rsplit_once('.').unwrap().1, "html");
    }

    #[test]
    fn a_link_goes_from_file_to_file() {
        assert_eq!(between("index.html", "a/index.html"), "a/index.html");
        assert_eq!(between("a/b/index.html", "a/c.html"), "../c.html");
        assert_eq!(between("a/index.html", "a/index.html"), "index.html");
        assert_eq!(between("a/index.html", "Town Hall/index.html"), "../Town%20Hall/index.html");
    }
}

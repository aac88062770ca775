//! The site as files that stand still: they open from a folder and are served by any web server, without Dateline.
//!
//! The site is read as a reader would read it, from its front page along every link, through the very application that
//! serves it. Then each page's links are turned into paths from file to file.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};
use dateline_markup::{LinkFate, still_page};
use dateline_model::Paper;
use dateline_web::{App, Reply};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Serialize;

use crate::house::{Trouble, host_of};

/// Files that one site may become.
const FILES_MAX: usize = 2_000_000;
/// The most bytes of a name that file systems take, with room for an ending.
const NAME_BYTES_MAX: usize = 200;
/// Where a reader begins, and what only machines ask for.
const BEGINNINGS: [&str; 6] =
    ["/", "/sitemap.xml", "/sitemap-pages.xml", "/robots.txt", "/favicon.ico", NOWHERE];
/// An address that no site has: what it answers becomes `404.html`.
const NOWHERE: &str = "/404.html";
/// What stays in an address that is written into a page.
const IN_LINK: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b'!');

/// What was written.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Standing {
    pub(crate) site: String,
    /// Pages for readers.
    pub(crate) pages: usize,
    /// Feeds and sitemaps.
    pub(crate) feeds: usize,
    /// Pictures, style sheets and other files.
    pub(crate) files: usize,
    /// Pages that lead on to where a story stands now.
    pub(crate) redirects: usize,
    /// What files cannot do, and addresses that did not answer, as sentences.
    pub(crate) left_out: Vec<String>,
}

/// What an address has become.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Became {
    /// A file, by its path below the folder, with `/`.
    File { path: String, kind: Kind },
    /// The same as another address.
    LeadsTo(String),
    /// Nothing: it did not answer.
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Feed,
    Sheet,
    Other,
}

/// Walks through one site and writes it down.
pub(crate) struct Walk<'a> {
    app: &'a App,
    /// The host that the application knows the site by.
    host: String,
    /// The beginnings of the site's own whole addresses.
    origins: Vec<String>,
    folder: PathBuf,
    known: BTreeMap<String, Became>,
    waiting: VecDeque<String>,
    /// Whether the site has said its own address.
    is_named: bool,
    standing: Standing,
}

impl<'a> Walk<'a> {
    /// A walk through a site, into a folder that is there.
    pub(crate) fn new(app: &'a App, paper: &Paper, folder: &Path) -> Self {
        let (asked, url) = (host_of(paper), &paper.settings.url);
        let mut origins = vec![format!("http://{asked}"), format!("https://{asked}")];
        if !url.is_empty() {
            origins.push(url.trim_end_matches('/').to_owned());
        }
        Self {
            app,
            host: asked.to_owned(),
            origins,
            folder: folder.to_owned(),
            known: BTreeMap::new(),
            waiting: VecDeque::new(),
            is_named: !url.is_empty(),
            standing: Standing { site: paper.site.host.clone(), ..Standing::default() },
        }
    }

    /// Reads the site along its links and from `more`, old addresses that lead somewhere, and writes the files.
    ///
    /// # Errors
    /// A file cannot be written, or there are more than two million.
    pub(crate) async fn write(mut self, more: Vec<String>) -> Result<Standing, Trouble> {
        for address in BEGINNINGS.iter().map(|address| (*address).to_owned()).chain(more) {
            self.meet(address);
        }
        while let Some(address) = self.waiting.pop_front() {
            self.fetch(&address).await?;
        }
        self.settle()?;
        self.tell();
        Ok(self.standing)
    }

    /// Puts an address on the list, once.
    fn meet(&mut self, address: String) {
        if !self.known.contains_key(&address) && !needs_a_server(&address) {
            self.known.insert(address.clone(), Became::Nothing);
            self.waiting.push_back(address);
        }
    }

    async fn fetch(&mut self, address: &str) -> Result<(), Trouble> {
        if self.known.len() > FILES_MAX {
            return Err(format!("the site has more than {FILES_MAX} addresses").into());
        }
        let reply = self.app.ask(&self.host, address).await;
        let became = match reply.status {
            200 => self.keep(address, &reply)?,
            404 if address == NOWHERE => self.keep(address, &reply)?,
            301 | 302 | 308 => self.lead(address, &reply),
            _ => Became::Nothing,
        };
        self.known.insert(address.to_owned(), became);
        Ok(())
    }

    /// Writes what answered, as it is, and goes on along its links.
    fn keep(&mut self, address: &str, reply: &Reply) -> Result<Became, Trouble> {
        let kind = Kind::of(&reply.content_type);
        let path = file_of(address, kind);
        let whole = self.folder.join(&path);
        match write_file(&whole, &reply.body) {
            Ok(()) => {}
            // A file where another address needs a folder, as of /a.html and /a.html/b: one of them has to stay away.
            Err(error) if is_in_the_way(&error) => return Ok(Became::Nothing),
            Err(error) => return Err(format!("{} cannot be written: {error}", whole.display()).into()),
        }
        let text = || String::from_utf8_lossy(&reply.body);
        match kind {
            Kind::Page => {
                let mut met = Vec::new();
                still_page(&text(), |link| {
                    met.push(link.to_owned());
                    LinkFate::Stays
                });
                self.meet_all(address, met);
            }
            Kind::Sheet => {
                let met = sheet_links(&text()).map(|(from, to)| text()[from..to].to_owned()).collect();
                self.meet_all(address, met);
            }
            // The pages that no other page leads to.
            Kind::Feed if address.starts_with("/sitemap") => {
                let text = text();
                let locations = text.split("<loc>").skip(1).filter_map(|rest| rest.split_once("</loc>"));
                let met = locations.map(|(location, _)| location.replace("&amp;", "&")).collect();
                self.meet_all(address, met);
            }
            Kind::Feed | Kind::Other => {}
        }
        Ok(Became::File { path, kind })
    }

    fn meet_all(&mut self, page: &str, links: Vec<String>) {
        for link in links {
            if let Some((address, _)) = self.own(page, &link) {
                self.meet(address);
            }
        }
    }

    fn lead(&mut self, address: &str, reply: &Reply) -> Became {
        let to = reply.location.as_deref().unwrap_or_default();
        match self.own(address, to) {
            Some((target, _)) => {
                self.meet(target.clone());
                Became::LeadsTo(target)
            }
            None => Became::LeadsTo(to.to_owned()),
        }
    }

    /// The address on this site that a link on `page` leads to, and its fragment with `#`. `None` for what is elsewhere.
    fn own(&self, page: &str, link: &str) -> Option<(String, String)> {
        let link = link.trim();
        let (link, fragment) = link.find('#').map_or((link, ""), |at| link.split_at(at));
        if link.is_empty() {
            return None;
        }
        for origin in &self.origins {
            if let Some(rest) = link.strip_prefix(origin.as_str()) {
                return match rest.as_bytes().first() {
                    None => Some(("/".to_owned(), fragment.to_owned())),
                    Some(b'/') => Some((rest.to_owned(), fragment.to_owned())),
                    Some(_) => None,
                };
            }
        }
        let base = url::Url::parse(&format!("http://{}{page}", self.host)).ok()?;
        let joined = base.join(link).ok()?;
        if joined.origin() != base.origin() {
            return None;
        }
        let query = joined.query().map_or_else(String::new, |query| format!("?{query}"));
        Some((format!("{}{query}", joined.path()), fragment.to_owned()))
    }

    /// The file that an address ends at, through one redirect.
    fn file_at(&self, address: &str) -> Option<&str> {
        match self.known.get(address)? {
            Became::File { path, .. } => Some(path),
            Became::LeadsTo(to) => match self.known.get(to)? {
                Became::File { path, .. } => Some(path),
                Became::LeadsTo(_) | Became::Nothing => None,
            },
            Became::Nothing => None,
        }
    }

    /// Turns links into paths, now that every file is known, and writes a page for each redirect.
    fn settle(&mut self) -> Result<(), Trouble> {
        let mut led = Vec::new();
        for (address, became) in &self.known {
            match became {
                Became::File { path, kind } => {
                    let count = match kind {
                        Kind::Page => &mut self.standing.pages,
                        Kind::Feed => &mut self.standing.feeds,
                        Kind::Sheet | Kind::Other => &mut self.standing.files,
                    };
                    *count += 1;
                    self.settle_file(address, path, *kind)?;
                }
                Became::LeadsTo(to) => led.push((address.as_str(), to.as_str())),
                Became::Nothing => {}
            }
        }
        for (address, to) in led {
            self.standing.redirects += usize::from(self.write_redirect(address, to)?);
        }
        Ok(())
    }

    fn settle_file(&self, address: &str, path: &str, kind: Kind) -> Result<(), Trouble> {
        let whole = self.folder.join(path);
        let settled = match kind {
            Kind::Page => {
                let text = std::fs::read_to_string(&whole)?;
                still_page(&text, |link| self.fate(address, path, link))
            }
            Kind::Sheet => {
                let text = std::fs::read_to_string(&whole)?;
                let (mut out, mut done) = (String::with_capacity(text.len()), 0);
                for (from, to) in sheet_links(&text) {
                    if let LinkFate::Becomes(link) = self.fate(address, path, &text[from..to]) {
                        out.push_str(&text[done..from]);
                        out.push_str(&link);
                        done = to;
                    }
                }
                out.push_str(&text[done..]);
                out
            }
            Kind::Feed | Kind::Other => return Ok(()),
        };
        Ok(std::fs::write(&whole, settled)?)
    }

    fn fate(&self, page: &str, file: &str, link: &str) -> LinkFate {
        let Some((address, fragment)) = self.own(page, link) else { return LinkFate::Stays };
        match self.file_at(&address) {
            Some(target) => LinkFate::Becomes(format!("{}{fragment}", between(file, target))),
            None => LinkFate::Goes,
        }
    }

    /// A page that sends its reader on; `false` when a file cannot have that address, or it leads nowhere.
    fn write_redirect(&self, address: &str, to: &str) -> Result<bool, Trouble> {
        let path = file_of(address, Kind::Page);
        // An icon or a picture that leads elsewhere is not found by opening a page.
        let file = path.strip_suffix("/index.html").unwrap_or(&path).rsplit('/').next().unwrap_or_default();
        if address.contains('?') || (file.contains('.') && !has_html_ending(file) && !address.ends_with('/'))
        {
            return Ok(false);
        }
        let target = match self.file_at(to) {
            Some(target) => between(&path, target),
            None if to.starts_with("http") => to.to_owned(),
            None => return Ok(false),
        };
        let whole = self.folder.join(&path);
        if whole.exists() {
            return Ok(false);
        }
        let target = target.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
        let page = format!(
            "<!doctype html>\n<meta charset=\"utf-8\">\n<title>{target}</title>\n\
             <meta http-equiv=\"refresh\" content=\"0; url={target}\">\n<a href=\"{target}\">{target}</a>\n"
        );
        match write_file(&whole, page.as_bytes()) {
            Ok(()) => Ok(true),
            Err(error) if is_in_the_way(&error) => Ok(false),
            Err(error) => Err(format!("{} cannot be written: {error}", whole.display()).into()),
        }
    }

    /// Says what files cannot do.
    fn tell(&mut self) {
        let out = &mut self.standing.left_out;
        if !self.is_named {
            out.push(
                "the site's address: feeds, sitemaps and canonical links say localhost, until `dateline site set \
                 url=https://…` gives it one"
                    .to_owned(),
            );
        }
        out.push("forms: a reader cannot search, write a comment or reply".to_owned());
        out.push("old addresses that were told apart by their query, such as /?p=12".to_owned());
        if self.standing.feeds > 0 {
            out.push(
                "feeds stand as index.xml in the folder of their address; tell your web server to serve them there"
                    .to_owned(),
            );
        }
        let silent: Vec<&str> = self
            .known
            .iter()
            .filter(|(address, became)| **became == Became::Nothing && *address != "/favicon.ico")
            .map(|(address, _)| address.as_str())
            .collect();
        if !silent.is_empty() {
            let some = silent.iter().take(5).copied().collect::<Vec<_>>().join(", ");
            out.push(format!("{} addresses that pages lead to and that do not answer: {some}", silent.len()));
        }
    }
}

impl Kind {
    fn of(content_type: &str) -> Self {
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        match media_type {
            "text/html" => Self::Page,
            "text/css" => Self::Sheet,
            "application/feed+json" => Self::Feed,
            // A drawing is a picture although it is written in XML.
            "image/svg+xml" => Self::Other,
            _ if media_type.ends_with("xml") => Self::Feed,
            _ => Self::Other,
        }
    }
}

/// Writes a file, and the folders it lies in.
fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(path, bytes)
}

/// Whether a file stands where a folder should be, or the other way round.
fn is_in_the_way(error: &io::Error) -> bool {
    use io::ErrorKind::{AlreadyExists, IsADirectory, NotADirectory};
    matches!(error.kind(), AlreadyExists | IsADirectory | NotADirectory)
}

/// The scripts that only talk with the server: they search, send comments and work for leave to send them.
const TALKING_SCRIPTS: [&str; 3] = ["/public/search.js", "/public/comments.js", "/public/proof.js"];

/// Whether only a server can answer an address: searches, reply forms, the desk and the APIs, and what is for these.
fn needs_a_server(address: &str) -> bool {
    let path = address.split('?').next().unwrap_or_default();
    let beneath =
        |folder: &str| path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    TALKING_SCRIPTS.contains(&path)
        || (beneath("/search") && !path.starts_with("/search/label/"))
        || ["/comment", "/comments", "/ghost", "/admin"].into_iter().any(beneath)
}

/// The file of an address, below the folder: `/a/` is `a/index.html`, `/a.html?page=2` is `a.page-2.html`, and a feed
/// without an ending is the `index.xml` of its folder.
fn file_of(address: &str, kind: Kind) -> String {
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

fn has_html_ending(path: &str) -> bool {
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
fn between(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let most = from.len().min(to.len()) - 1;
    let shared = (0..most).take_while(|&n| from[n] == to[n]).count();
    let up = "../".repeat(from.len() - 1 - shared);
    format!("{up}{}", utf8_percent_encode(&to[shared..].join("/"), IN_LINK))
}

/// Where the addresses of `url(…)` stand in a style sheet, without quotation marks: byte positions.
fn sheet_links(sheet: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    sheet.match_indices("url(").filter_map(|(at, opening)| {
        let from = at + opening.len();
        let to = from + sheet[from..].find(')')?;
        let inner = &sheet[from..to];
        let trimmed = inner.trim().trim_matches(['"', '\'']);
        if trimmed.is_empty() || trimmed.starts_with("data:") || trimmed.starts_with('#') {
            return None;
        }
        let start = from + inner.find(trimmed)?;
        Some((start, start + trimmed.len()))
    })
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

    #[test]
    fn the_addresses_of_a_style_sheet_are_found() {
        let sheet = "a{b:url(\"x.woff2\")} c{d:url( '/y.png' )} e{f:url(data:z)} g{h:url(#i)}";
        let found: Vec<&str> = sheet_links(sheet).map(|(from, to)| &sheet[from..to]).collect();
        assert_eq!(found, ["x.woff2", "/y.png"]);
    }
}

//! The site as files that stand still: they open from a folder and are served by any web server, without Dateline.
//!
//! The site is read as a reader would read it, from its front page along every link, through the very application that
//! serves it. Then each page's links are turned into paths from file to file.

mod name;

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::path::{Path, PathBuf};

use dateline_markup::{LinkFate, still_page};
use dateline_model::{Paper, PathExpression, encode_path};
use dateline_store::{Store, StoreError};
use serde::Serialize;

use crate::export::ExportError;
use crate::front::{Answer, Front, host_of};
use crate::manner::{Phase, Watch};
use name::{between, file_of, has_html_ending, needs_a_server};

/// Files that one site may become.
const FILES_MAX: usize = 2_000_000;
/// Redirects that are read at once.
const REDIRECTS: i64 = 1_000;
/// Where a reader begins, and what only machines ask for.
const BEGINNINGS: [&str; 6] =
    ["/", "/sitemap.xml", "/sitemap-pages.xml", "/robots.txt", "/favicon.ico", NOWHERE];
/// An address that no site has: what it answers becomes `404.html`.
const NOWHERE: &str = "/404.html";

/// Reads a site along its links, and from the old addresses that lead somewhere, and writes it as files into `folder`, which
/// is there and empty. What cannot stand still is told in what comes back.
///
/// # Errors
/// [`ExportError::Io`], [`ExportError::TooManyAddresses`], [`ExportError::Stopped`] when the watch says so,
/// [`ExportError::Store`].
pub async fn stand_still(
    front: &impl Front,
    store: &Store,
    paper: &Paper,
    folder: &Path,
    watch: &Watch,
) -> Result<Standing, ExportError> {
    watch.enter(Phase::Writing);
    let old = old_paths(store, paper).await?;
    let mut walk = Walk { front, watch, stand: Stand::new(paper, folder), waiting: VecDeque::new() };
    for address in BEGINNINGS.iter().map(|address| (*address).to_owned()).chain(old) {
        walk.meet(address);
    }
    while let Some(address) = walk.waiting.pop_front() {
        walk.fetch(&address).await?;
    }
    let stand = walk.stand;
    let path = stand.folder.clone();
    let settled = tokio::task::spawn_blocking(move || stand.settle()).await;
    settled.map_err(|error| at(&path)(io::Error::other(error)))?
}

/// The old addresses that lead on and that a file can have.
async fn old_paths(store: &Store, paper: &Paper) -> Result<Vec<String>, StoreError> {
    let mut old: Vec<String> = Vec::new();
    let mut read = store.read().await?;
    loop {
        let after = old.last().cloned().unwrap_or_default();
        let found = read.redirects_after(paper.id(), &after, REDIRECTS).await?;
        let is_last = (found.len() as i64) < REDIRECTS;
        old.extend(found.into_iter().map(|redirect| redirect.from));
        if is_last {
            break;
        }
    }
    let is_one =
        |path: &&String| !path.contains('?') && !path.ends_with("/*") && !PathExpression::is_one(path);
    Ok(old.iter().filter(is_one).map(|path| encode_path(path)).collect())
}

/// What failed, with the name of the file.
fn at(path: &Path) -> impl Fn(io::Error) -> ExportError {
    move |reason| ExportError::Io { path: path.to_owned(), reason }
}

/// What a site became. Serialises to the JSON of `dateline export --to static --json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The host of the site.
    pub site: String,
    /// Pages for readers.
    pub pages: usize,
    /// Feeds and sitemaps.
    pub feeds: usize,
    /// Pictures, style sheets and other files.
    pub files: usize,
    /// Pages that lead on to where a story stands now.
    pub redirects: usize,
    /// What files cannot do, and addresses that did not answer, as sentences.
    pub left_out: Vec<String>,
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

/// A walk through one site.
struct Walk<'a, F> {
    front: &'a F,
    watch: &'a Watch,
    stand: Stand,
    waiting: VecDeque<String>,
}

/// What is known of a site that becomes files, and where they stand.
struct Stand {
    /// The host that the application knows the site by.
    host: String,
    /// The beginnings of the site's own whole addresses.
    origins: Vec<String>,
    folder: PathBuf,
    known: BTreeMap<String, Became>,
    /// Whether the site has said its own address.
    is_named: bool,
    standing: Standing,
}

impl<F: Front> Walk<'_, F> {
    /// Puts an address on the list, once.
    fn meet(&mut self, address: String) {
        if !self.stand.known.contains_key(&address) && !needs_a_server(&address) {
            self.stand.known.insert(address.clone(), Became::Nothing);
            self.waiting.push_back(address);
        }
    }

    async fn fetch(&mut self, address: &str) -> Result<(), ExportError> {
        if self.watch.is_stopped() {
            return Err(ExportError::Stopped);
        }
        if self.stand.known.len() > FILES_MAX {
            return Err(ExportError::TooManyAddresses(FILES_MAX));
        }
        let answer = self.front.ask(&self.stand.host, address).await;
        let became = match answer.status {
            200 => self.keep(address, &answer)?,
            404 if address == NOWHERE => self.keep(address, &answer)?,
            301 | 302 | 308 => self.lead(address, &answer),
            _ => Became::Nothing,
        };
        self.stand.known.insert(address.to_owned(), became);
        Ok(())
    }

    /// Writes what answered, as it is, and goes on along its links.
    fn keep(&mut self, address: &str, answer: &Answer) -> Result<Became, ExportError> {
        let kind = Kind::of(&answer.content_type);
        let path = file_of(address, kind);
        let whole = self.stand.folder.join(&path);
        match write_file(&whole, &answer.body) {
            Ok(()) => {}
            // A file where another address needs a folder, as of /a.html and /a.html/b: one of them has to stay away.
            Err(error) if is_in_the_way(&error) => return Ok(Became::Nothing),
            Err(error) => return Err(at(&whole)(error)),
        }
        let text = || String::from_utf8_lossy(&answer.body);
        match kind {
            Kind::Page => {
                self.watch.add_stories(1);
                let mut met = Vec::new();
                still_page(&text(), |link| {
                    met.push(link.to_owned());
                    LinkFate::Stays
                });
                self.meet_all(address, met);
            }
            Kind::Sheet => {
                self.watch.add_file();
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
            Kind::Feed => {}
            Kind::Other => self.watch.add_file(),
        }
        Ok(Became::File { path, kind })
    }

    fn meet_all(&mut self, page: &str, links: Vec<String>) {
        for link in links {
            if let Some((address, _)) = self.stand.own(page, &link) {
                self.meet(address);
            }
        }
    }

    fn lead(&mut self, address: &str, answer: &Answer) -> Became {
        let to = answer.location.as_deref().unwrap_or_default();
        match self.stand.own(address, to) {
            Some((target, _)) => {
                self.meet(target.clone());
                Became::LeadsTo(target)
            }
            None => Became::LeadsTo(to.to_owned()),
        }
    }
}

impl Stand {
    fn new(paper: &Paper, folder: &Path) -> Self {
        let (asked, url) = (host_of(paper), &paper.settings.url);
        let mut origins = vec![format!("http://{asked}"), format!("https://{asked}")];
        if !url.is_empty() {
            origins.push(url.trim_end_matches('/').to_owned());
        }
        Self {
            host: asked.to_owned(),
            origins,
            folder: folder.to_owned(),
            known: BTreeMap::new(),
            is_named: !url.is_empty(),
            standing: Standing { site: paper.site.host.clone(), ..Standing::default() },
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
    fn settle(mut self) -> Result<Standing, ExportError> {
        for (address, became) in &self.known {
            let Became::File { path, kind } = became else { continue };
            let count = match kind {
                Kind::Page => &mut self.standing.pages,
                Kind::Feed => &mut self.standing.feeds,
                Kind::Sheet | Kind::Other => &mut self.standing.files,
            };
            *count += 1;
            let whole = self.folder.join(path);
            self.settle_file(address, path, *kind).map_err(at(&whole))?;
        }
        for (address, became) in &self.known {
            if let Became::LeadsTo(to) = became {
                let is_written = self.write_redirect(address, to)?;
                self.standing.redirects += usize::from(is_written);
            }
        }
        self.tell();
        Ok(self.standing)
    }

    fn settle_file(&self, address: &str, path: &str, kind: Kind) -> io::Result<()> {
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
        std::fs::write(&whole, settled)
    }

    fn fate(&self, page: &str, file: &str, link: &str) -> LinkFate {
        let Some((address, fragment)) = self.own(page, link) else { return LinkFate::Stays };
        match self.file_at(&address) {
            Some(target) => LinkFate::Becomes(format!("{}{fragment}", between(file, target))),
            None => LinkFate::Goes,
        }
    }

    /// A page that sends its reader on; `false` when a file cannot have that address, or it leads nowhere.
    fn write_redirect(&self, address: &str, to: &str) -> Result<bool, ExportError> {
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
            Err(error) => Err(at(&whole)(error)),
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
    fn the_addresses_of_a_style_sheet_are_found() {
        let sheet = "a{b:url(\"x.woff2\")} c{d:url( '/y.png' )} e{f:url(data:z)} g{h:url(#i)}";
        let found: Vec<&str> = sheet_links(sheet).map(|(from, to)| &sheet[from..to]).collect();
        assert_eq!(found, ["x.woff2", "/y.png"]);
    }
}

//! Pictures come home: the files that imported stories show on other hosts are fetched, kept, and the stories lead to them.
//!
//! What is to be fetched stands in the store, one row a file, so a run that was killed goes on where it was. What lies
//! in the export itself is taken from there; only the rest is asked for outside, four at a time. A file that cannot be
//! had stays where it is, and the stories go on showing it from there.

mod original;
mod rewrite;

use std::collections::{BTreeMap, HashMap};
use std::io::Read as _;

use dateline_egress::{Egress, EgressError, Fetched};
use dateline_media::{Attachment, FileName, Folder, Limits, MediaError, Month, Picture, Section, media_type};
use dateline_model::{Clock, Media, MediaId, Redirect, RedirectTarget, SiteId, Zone, encode_path, mint_uuid};
use dateline_store::{Store, StoreError};
use percent_encoding::percent_decode_str;
use tokio::task::{JoinSet, spawn_blocking};
use url::Url;

use crate::files::Files;
use crate::ledger::Ledger;
use crate::loader::ImportError;
use crate::manner::{Manner, Phase};
use crate::report::Report;
use crate::source::Source;

pub use original::original_size;

/// Files asked for at the same time.
const AT_ONCE: i64 = 4;
/// How often a file is asked for whose server has a bad moment.
const TRIES: usize = 3;
/// Bytes of sound, film and documents.
const ATTACHMENT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Files named in the report that stayed where they are.
const NAMED_MAX: usize = 100;

/// Where files come from and where they go.
pub struct MediaWay<'a> {
    /// Where they are kept.
    pub folder: &'a Folder,
    /// The way out; without one, only what lies in the export comes home.
    pub egress: Option<&'a Egress>,
    /// Who watches, and the move whose steps are noted.
    pub manner: &'a Manner,
    /// Told after every few files: how many came, how many did not.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// Why a file stays where it is.
#[derive(Debug, thiserror::Error)]
enum Stays {
    #[error(transparent)]
    Egress(#[from] EgressError),
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error("it could not be read in the export: {0}")]
    Unreadable(String),
    #[error("the export does not hold it")]
    NotInExport,
    /// Nobody has asked for it, since nothing was to be fetched.
    #[error("it was not asked for")]
    NotAsked,
}

/// Fetches the files that stories of a site show elsewhere, and writes the stories anew. `source` is the export that was
/// imported. The report says what came and names what did not.
///
/// # Errors
/// [`ImportError`]: the database failed, or the disk. What was fetched until then is kept.
pub async fn fetch_media(
    store: &Store,
    site: SiteId,
    source: &Source,
    way: &MediaWay<'_>,
    clock: &dyn Clock,
    report: &mut Report,
) -> Result<(), ImportError> {
    let zone = store.read().await?.settings(site).await?.zone();
    let ledger = Ledger::open(store, site, way.manner.account).await?;
    let (known, stays) = (HashMap::new(), BTreeMap::new());
    let mut visit = Visit { store, site, zone, way, clock, known, stored: 0, stays, not_asked: 0, ledger };
    way.manner.watch.enter(Phase::Files);
    let in_export = InExport::of(source);
    let mut last = MediaId(mint_uuid(0, [0; 6]));
    loop {
        if way.manner.watch.is_stopped() {
            return Err(ImportError::Stopped);
        }
        let rows = store.read().await?.remote_media(site, last, AT_ONCE).await?;
        let Some(row) = rows.last() else { break };
        last = row.id;
        let mut asked: JoinSet<(Media, Result<Vec<u8>, Stays>)> = JoinSet::new();
        for row in rows {
            let (egress, local) = (way.egress.cloned(), in_export.find(&row.source));
            let is_known = visit.known.contains_key(&original_size(&row.source));
            asked.spawn(async move {
                let is_out_there = row.source.contains("//");
                let bytes = match (local, egress) {
                    _ if is_known => Ok(Vec::new()),
                    (Some((files, name)), _) => read_local(files, name).await,
                    (None, _) if !is_out_there => Err(Stays::NotInExport),
                    (None, Some(egress)) => ask(&egress, &original_size(&row.source)).await,
                    (None, None) => Err(Stays::NotAsked),
                };
                (row, bytes)
            });
        }
        while let Some(answered) = asked.join_next().await {
            let (row, bytes) = answered.map_err(|stopped| ImportError::Worker(stopped.to_string()))?;
            visit.settle(row, bytes).await?;
        }
        let stays = visit.stays.len() + visit.not_asked;
        way.manner.watch.set_files(visit.stored, stays);
        (way.progress)(visit.stored, stays);
    }
    rewrite::stories(store, site, &visit.zone, &mut visit.ledger).await?;
    visit.tell(report);
    Ok(())
}

/// One run through the files of a site.
struct Visit<'a> {
    store: &'a Store,
    site: SiteId,
    zone: Zone,
    way: &'a MediaWay<'a>,
    clock: &'a dyn Clock,
    /// What became of an address in this run: sizes of one picture are one picture.
    known: HashMap<String, Option<MediaId>>,
    stored: usize,
    stays: BTreeMap<String, String>,
    /// Files out there that nothing was asked for.
    not_asked: usize,
    ledger: Ledger,
}

impl Visit<'_> {
    /// Keeps what was fetched and notes where it lies.
    async fn settle(&mut self, row: Media, bytes: Result<Vec<u8>, Stays>) -> Result<(), ImportError> {
        let original = original_size(&row.source);
        if let Some(known) = self.known.get(&original) {
            if let Some(id) = *known
                && let Some(same) = self.store.read().await?.media(self.site, id).await?
            {
                self.note(Media { id: row.id, source: row.source, created_at: row.created_at, ..same })
                    .await?;
            }
            return Ok(());
        }
        let kept = match bytes {
            Ok(bytes) => self.keep(&row, bytes).await?,
            Err(reason) => Err(reason),
        };
        let id = match kept {
            Ok(media) => {
                self.stored += 1;
                Some(self.note(media).await?)
            }
            Err(Stays::NotAsked) => {
                self.not_asked += 1;
                None
            }
            Err(reason) => {
                self.stays.insert(row.source, reason.to_string());
                None
            }
        };
        self.known.insert(original, id);
        Ok(())
    }

    async fn note(&mut self, media: Media) -> Result<MediaId, StoreError> {
        let (site, mut ledger) = (self.site, std::mem::take(&mut self.ledger));
        let moved = moved(&media);
        let (id, ledger) = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let id = tx.keep_media(site, &media).await?;
                    ledger.bring_home(id);
                    if let Some(moved) = moved
                        && tx.keep_redirect(site, &moved).await?
                    {
                        ledger.add_redirect(&moved.from);
                    }
                    ledger.close(tx).await?;
                    Ok::<_, StoreError>((id, ledger))
                })
            })
            .await?;
        self.ledger = ledger;
        Ok(id)
    }

    /// The row of a file that lies here now. The inner error is the file's, the outer one the house's.
    async fn keep(&self, row: &Media, bytes: Vec<u8>) -> Result<Result<Media, Stays>, ImportError> {
        let name = name_of(&row.source);
        let taken = spawn_blocking(move || Taken::of(&name, bytes)).await;
        let taken = match taken.map_err(|stopped| ImportError::Worker(stopped.to_string()))? {
            Ok(taken) => taken,
            Err(reason) => return Ok(Err(reason.into())),
        };
        let same = self.store.read().await?.media_by_hash(self.site, &taken.hash).await?;
        if let Some(same) = same
            && let Some(path) = &same.path
            && self
                .way
                .folder
                .about(path)
                .await
                .map_err(MediaError::from)
                .map_err(ImportError::Media)?
                .is_some()
        {
            return Ok(Ok(Media {
                id: row.id,
                source: row.source.clone(),
                created_at: row.created_at,
                ..same
            }));
        }
        let today = self.zone.date_of(self.clock.now());
        let month = Month { year: today.year, month: today.month };
        let (folder, length) = (self.way.folder.clone(), taken.bytes.len() as i64);
        let Taken { section, name, bytes, hash, width, height, colour, credit } = taken;
        // A site of Ghost has its files under the same addresses as we have; no story need change then. Else a run that was
        // killed between the disk and the database finds the file that it had kept.
        let same_place = path_of(&row.source).strip_prefix("/content/").map(str::to_owned);
        let wanted = same_place.unwrap_or_else(|| Folder::first_path(section, month, &name));
        let is_free = media_type(&wanted) == name.media_type() && !self.is_known(&wanted).await?;
        let kept = spawn_blocking(move || {
            if is_free && folder.put(&wanted, &bytes)? {
                return Ok(wanted);
            }
            folder.keep(section, month, &name, &bytes)
        })
        .await;
        let path =
            kept.map_err(|stopped| ImportError::Worker(stopped.to_string()))?.map_err(ImportError::Media)?;
        Ok(Ok(Media {
            media_type: media_type(&path).unwrap_or_default().to_owned(),
            path: Some(path),
            bytes: length,
            width: i64::from(width),
            height: i64::from(height),
            hash: Some(hash),
            colour,
            credit,
            ..row.clone()
        }))
    }

    /// Whether any site of the installation has a file of this path.
    async fn is_known(&self, path: &str) -> Result<bool, StoreError> {
        let mut read = self.store.read().await?;
        for site in read.sites().await? {
            if read.media_by_path(site.id, path).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn tell(self, report: &mut Report) {
        let seen = report.media.remote;
        report.media.stored = self.stored;
        report.media.remote = self.stays.len() + self.not_asked;
        report.media.already_there = seen.saturating_sub(self.stored + report.media.remote);
        let more = self.stays.len().saturating_sub(NAMED_MAX);
        for (address, reason) in self.stays.into_iter().take(NAMED_MAX) {
            report.add_media(&address, &reason);
        }
        if more > 0 {
            report.add_general(format!("{more} more files could not be fetched and stay where they are"));
        }
    }
}

/// The redirect from where a file of this very site lay to where it lies now: others show it and link to it.
fn moved(media: &Media) -> Option<Redirect> {
    let is_here = media.source.starts_with('/') && !media.source.starts_with("//");
    let (from, to) = (path_of(&media.source), media.address()?);
    let is_elsewhere = is_here && !from.contains(['*', '?']) && encode_path(&from) != to;
    is_elsewhere.then_some(Redirect { from, to: RedirectTarget::Address(to), permanent: true })
}

/// What was taken in, before it has a place.
struct Taken {
    section: Section,
    name: FileName,
    bytes: Vec<u8>,
    hash: String,
    width: u32,
    height: u32,
    colour: Option<String>,
    credit: String,
}

impl Taken {
    /// A picture by its content; anything else by its name, as far as it is served to readers.
    fn of(name: &str, bytes: Vec<u8>) -> Result<Self, MediaError> {
        let is_other = media_type(name).is_some_and(|served| !served.starts_with("image/"));
        if is_other {
            let Attachment { name, bytes, hash, .. } = Attachment::take(name, bytes, ATTACHMENT_BYTES_MAX)?;
            let credit = String::new();
            return Ok(Self {
                section: Section::Files,
                name,
                bytes,
                hash,
                width: 0,
                height: 0,
                colour: None,
                credit,
            });
        }
        let picture = Picture::take(bytes, &Limits::default())?;
        Ok(Self {
            section: Section::Images,
            name: FileName::new(name, picture.ending()),
            hash: picture.hash,
            width: picture.width,
            height: picture.height,
            colour: picture.colour.map(|colour| colour.to_string()),
            credit: picture.credit.or(picture.copyright).unwrap_or_default(),
            bytes: picture.bytes,
        })
    }
}

/// Asks for a file, again when its server has a bad moment.
async fn ask(egress: &Egress, address: &str) -> Result<Vec<u8>, Stays> {
    let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    let limits = dateline_egress::Limits {
        bytes: ATTACHMENT_BYTES_MAX.max(Limits::default().bytes),
        time: std::time::Duration::from_mins(1),
        ..dateline_egress::Limits::default()
    };
    let mut tries = 1;
    loop {
        match egress.get(&whole, &limits).await {
            Ok(Fetched { bytes, .. }) => return Ok(bytes.into()),
            Err(error) if error.is_passing() && tries < TRIES => tries += 1,
            Err(error) => return Err(error.into()),
        }
    }
}

/// Folders whose files a site shows as if they lay at its root.
const ROOTS: [&str; 6] = ["", "static/", "public/", "source/", "assets/", "src/"];

/// The files of an export by their names, in the spelling of [`plain`].
struct InExport<'a> {
    whole: HashMap<String, Place<'a>>,
    /// By the ends of their names; `None` where two files have one.
    ends: HashMap<String, Option<Place<'a>>>,
}

/// A file by its name in a folder or zip.
type Place<'a> = (&'a Files, &'a str);

impl<'a> InExport<'a> {
    fn of(source: &'a Source) -> Self {
        let (mut whole, mut ends) = (HashMap::new(), HashMap::new());
        for (files, name) in
            source.places().flat_map(|files| files.names().iter().map(move |name| (files, name)))
        {
            let (known, place) = (plain(name), (files, name.as_str()));
            // A last part that two files have says nothing; with the folder before it, it may.
            for end in ends_of(&known) {
                ends.entry(end.to_owned()).and_modify(|known| *known = None).or_insert(Some(place));
            }
            // Of two pictures of one name Takeout numbers the second, and their addresses do not say which is meant.
            if let Some(first) = known.contains("blogger/").then(|| unnumbered(&known)).flatten() {
                for end in ends_of(&first) {
                    ends.insert(end.to_owned(), None);
                }
            }
            whole.insert(known, place);
        }
        Self { whole, ends }
    }

    /// The file that an address on another host names: by its last four parts, else by fewer, as long as only one file
    /// is called so. An address without a host names a file of the site's root first.
    fn find(&self, address: &str) -> Option<(Files, String)> {
        spellings(&path_of(address)).iter().find_map(|wanted| self.called(wanted, address))
    }

    /// The file of this name, in the spelling of [`plain`], that `address` may mean.
    fn called(&self, wanted: &str, address: &str) -> Option<(Files, String)> {
        let here = wanted.trim_start_matches('/');
        let mut roots = ROOTS.iter().filter(|_| !address.contains("//"));
        let at_root = roots.find_map(|root| self.whole.get(&format!("{root}{here}")).copied());
        let by_end = || ends_of(here).into_iter().find_map(|end| *self.ends.get(end)?);
        at_root.or_else(by_end).map(|(files, name)| (files.clone(), name.to_owned()))
    }
}

/// What a file that an address names may be called in an export, in the spelling of [`plain`]: Blogger encodes some names
/// twice, and Takeout writes what no folder of Windows takes as `_`.
pub(crate) fn spellings(name: &str) -> [String; 3] {
    let once = plain(name);
    let twice = percent_decode_str(&once).decode_utf8().map_or_else(|_| once.clone(), |name| plain(&name));
    let tamed = twice.replace(['\'', '"', '&', '?', '*', ':', '|', '<', '>', '%'], "_");
    [once, twice, tamed]
}

/// A name as addresses and folders both have it: Blogger writes a blank as a plus, and nobody agrees on capitals.
pub(crate) fn plain(name: &str) -> String {
    name.replace('+', " ").to_lowercase()
}

/// The name of the file of which `fog(1).png` is the second.
pub(crate) fn unnumbered(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let (stem, number) = stem.strip_suffix(')')?.rsplit_once('(')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{stem}.{ending}"))
}

/// The last four, three, two parts of a path, and the last.
fn ends_of(path: &str) -> Vec<&str> {
    let path = path.trim_start_matches('/');
    let mut starts: Vec<usize> = path.rmatch_indices('/').map(|(at, _)| at + 1).take(4).collect();
    // All of a short path is an end of it, too.
    if starts.len() < 4 || path.len() < 200 {
        starts.push(0);
    }
    starts.sort_unstable();
    starts.dedup();
    starts.into_iter().map(|at| &path[at..]).filter(|end| !end.is_empty()).collect()
}

async fn read_local(files: Files, name: String) -> Result<Vec<u8>, Stays> {
    let read = spawn_blocking(move || {
        files.with_file(&name, |file| {
            let mut bytes = Vec::new();
            let limit = ATTACHMENT_BYTES_MAX as u64 + 1;
            file.take(limit).read_to_end(&mut bytes).map_err(|reason| crate::problem::OpenError::Io {
                path: std::path::PathBuf::from(&name),
                reason,
            })?;
            Ok(bytes)
        })
    });
    match read.await {
        Ok(read) => read.map_err(|error| Stays::Unreadable(error.to_string())),
        Err(stopped) => Err(Stays::Unreadable(stopped.to_string())),
    }
}

/// The path of an address, decoded.
fn path_of(address: &str) -> String {
    let whole = match address {
        without_scheme if without_scheme.starts_with("//") => format!("https:{address}"),
        without_host if without_host.starts_with('/') => format!("https://localhost{address}"),
        whole => whole.to_owned(),
    };
    let path = Url::parse(&whole).map(|url| url.path().to_owned()).unwrap_or_default();
    percent_decode_str(&path).decode_utf8_lossy().into_owned()
}

/// The name of a file at an address.
fn name_of(address: &str) -> String {
    path_of(address).rsplit('/').next().unwrap_or_default().to_owned()
}

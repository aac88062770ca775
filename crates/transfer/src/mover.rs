//! Moving house from the desk: imports and exports that run beside the requests, one after the other, are looked at while
//! they run, go on after a restart, and are taken back.
//!
//! What was asked for stands in the database; files that arrive and files that are made lie in a folder of the data folder,
//! one for each move. Nothing is remembered only in memory but how far the running move is.

mod package;
mod upload;
mod words;
mod work;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dateline_egress::Policy;
use dateline_media::Folder;
use dateline_model::{Clock, MoveId, SiteId};
use dateline_store::{Store, StoreError, StoredMove};
use tokio::sync::Notify;

use crate::export::Target;
use crate::links::LinkReport;
use crate::manner::{Premises, Watch};
use crate::source::{Family, Source};

pub use upload::Upload;
use words::{About, State};
pub use words::{Asked, Errand, Move, MoveError, Offered};

/// Moves of a site that are listed.
const LISTED: i64 = 100;
/// Bytes of an export that may be sent in: as large as the largest file that is read.
const UPLOAD_BYTES_MAX: u64 = 64 << 30;
/// Characters of a name.
const NAME_CHARS_MAX: usize = 200;

/// Where an installation keeps what moves.
#[derive(Debug, Clone)]
pub struct Rooms {
    /// Where the files of sites lie.
    pub premises: Premises,
    /// What arrives and what is made, a folder for each move.
    moves: PathBuf,
    /// Where whoever runs the installation puts exports for the desk to choose from.
    inbox: PathBuf,
}

impl Rooms {
    /// The same with pictures and files in another place.
    #[must_use]
    pub fn with_content(self, content: Folder) -> Self {
        Self { premises: self.premises.with_content(content), ..self }
    }

    /// The rooms in a data folder: `moves/` and `import/`. Nothing need be there yet.
    pub fn of(data: &Path) -> Self {
        Self { premises: Premises::of(data), moves: data.join("moves"), inbox: data.join("import") }
    }
}

/// Moves the sites of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Mover(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    rooms: Rooms,
    policy: Policy,
    /// Rings when there is something to do.
    bell: Notify,
    /// The move that has its turn.
    running: Mutex<Option<Running>>,
    /// Files that are being sent in.
    sending: Mutex<HashSet<MoveId>>,
}

struct Running {
    id: MoveId,
    watch: Watch,
    source: Option<(Source, u64)>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Mover {
    /// A mover for the sites of a store. `policy` says which hosts pictures may be fetched from.
    pub fn new(store: Store, clock: Arc<dyn Clock>, rooms: Rooms, policy: Policy) -> Self {
        let (bell, running, sending) = Default::default();
        Self(Arc::new(Inner { store, clock, rooms, policy, bell, running, sending }))
    }

    /// What lies in the inbox, by name.
    ///
    /// # Errors
    /// [`MoveError::Disk`].
    pub fn offered(&self) -> Result<Vec<Offered>, MoveError> {
        let inbox = &self.0.rooms.inbox;
        let entries = match std::fs::read_dir(inbox) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(reason) => return Err(MoveError::Disk { path: inbox.clone(), reason }),
        };
        let offered = |entry: std::fs::DirEntry| {
            let name = entry.file_name().into_string().ok().filter(|name| !name.starts_with('.'))?;
            let kind = entry.file_type().ok()?;
            let bytes = if kind.is_file() { entry.metadata().ok()?.len() } else { 0 };
            (kind.is_file() || kind.is_dir()).then_some(Offered { name, bytes, is_folder: kind.is_dir() })
        };
        let mut offered: Vec<Offered> = entries.flatten().filter_map(offered).collect();
        offered.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(offered)
    }

    /// The imports of a site, or its exports, newest first.
    ///
    /// # Errors
    /// [`MoveError::Store`].
    pub async fn list(&self, site: SiteId, imports: bool) -> Result<Vec<Move>, MoveError> {
        let stored = self.0.store.read().await?.moves(site, LISTED).await?;
        let mut moves = Vec::new();
        for stored in stored.into_iter().filter(|stored| (stored.kind == IMPORT) == imports) {
            moves.push(self.seen(site, stored).await?);
        }
        Ok(moves)
    }

    /// A move of a site.
    ///
    /// # Errors
    /// [`MoveError::NoSuchMove`].
    pub async fn one(&self, site: SiteId, id: MoveId) -> Result<Move, MoveError> {
        let stored = self.stored(site, id).await?;
        self.seen(site, stored).await
    }

    /// A new import of a file that will be sent in.
    ///
    /// # Errors
    /// [`MoveError::Size`].
    pub async fn expect(&self, site: SiteId, name: &str, size: u64) -> Result<Move, MoveError> {
        if !(1..=UPLOAD_BYTES_MAX).contains(&size) {
            return Err(MoveError::Size(size));
        }
        let about = About { name: plain_name(name), size: Some(size), ..About::default() };
        self.add(site, IMPORT, State::Uploading, about).await
    }

    /// A new import of what lies in the inbox under a name.
    ///
    /// # Errors
    /// [`MoveError::NotOffered`].
    pub async fn take(&self, site: SiteId, name: &str) -> Result<Move, MoveError> {
        if !self.offered()?.iter().any(|offered| offered.name == name) {
            return Err(MoveError::NotOffered(crate::problem::for_report(name)));
        }
        self.add(site, IMPORT, State::Ready, About { name: name.to_owned(), ..About::default() }).await
    }

    /// A new export, which begins when it has its turn: the word of a [`Target`], or `static` for the site's pages as files.
    ///
    /// # Errors
    /// [`MoveError::Format`].
    pub async fn export(&self, site: SiteId, format: &str) -> Result<Move, MoveError> {
        if format != STATIC && Target::from_word(format).is_none() {
            return Err(MoveError::Format(crate::problem::for_report(format)));
        }
        let about = About { name: format.to_owned(), ..About::default() };
        let new = self.add(site, EXPORT, State::Exporting, about).await?;
        self.0.bell.notify_one();
        Ok(new)
    }

    /// Sends an import on an errand, which begins when it has its turn.
    ///
    /// # Errors
    /// [`MoveError::NotNow`], [`MoveError::SomethingElse`], [`MoveError::Format`].
    pub async fn send(&self, site: SiteId, id: MoveId, errand: Errand) -> Result<Move, MoveError> {
        let mut stored = self.stored(site, id).await?;
        let (state, mut about) = (State::of(&stored.state), parse(&stored.about));
        if stored.kind != IMPORT {
            return Err(MoveError::NoSuchMove);
        }
        let next = match errand {
            Errand::Rehearse(asked) if matches!(state, State::Ready) => {
                about.asked = checked(asked)?;
                about.rehearsal = None;
                State::Rehearsing
            }
            Errand::Import(asked) if matches!(state, State::Ready | State::Stopped | State::Failed) => {
                about.asked = checked(asked)?;
                State::Importing
            }
            Errand::Undo if matches!(state, State::Done | State::Stopped | State::Failed) => {
                if !self.can_undo(site, &stored).await? {
                    return Err(MoveError::SomethingElse);
                }
                State::Undoing
            }
            Errand::Check if matches!(state, State::Done | State::Stopped | State::Failed) => {
                about.before = Some(state.as_str().to_owned());
                State::Checking
            }
            _ => return Err(MoveError::NotNow(state.as_str())),
        };
        // The first start after nothing was written; an import that was given up goes on under its old account.
        let begins = next == State::Importing && state == State::Ready;
        about.trouble = None;
        next.as_str().clone_into(&mut stored.state);
        stored.about = json(&about);
        let begun: Result<(), StoreError> = self
            .0
            .store
            .write(move |tx| {
                Box::pin(async move {
                    if begins {
                        stored.began_line = tx.last_line(site).await?;
                        tx.begin_account(site, id).await?;
                    }
                    stored.ended_line = None;
                    tx.save_move(site, &stored).await
                })
            })
            .await;
        begun?;
        self.0.bell.notify_one();
        self.one(site, id).await
    }

    /// Has a move stopped that waits or has its turn. What it wrote stays, and it can be started again or taken back.
    ///
    /// # Errors
    /// [`MoveError::NotNow`]; an undoing is not stopped.
    pub async fn stop(&self, site: SiteId, id: MoveId) -> Result<Move, MoveError> {
        let stored = self.stored(site, id).await?;
        let state = State::of(&stored.state);
        if !state.is_at_work() || state == State::Undoing {
            return Err(MoveError::NotNow(state.as_str()));
        }
        let has_turn = {
            let running = lock(&self.0.running);
            let running = running.as_ref().filter(|running| running.id == id);
            running.inspect(|running| running.watch.stop()).is_some()
        };
        if !has_turn {
            self.end(site, id, |about| (stopped(state, &about), about)).await?;
        }
        self.one(site, id).await
    }

    /// Forgets a move that is not at work, with its files. What an import wrote stays.
    ///
    /// # Errors
    /// [`MoveError::NotNow`], [`MoveError::Disk`].
    pub async fn remove(&self, site: SiteId, id: MoveId) -> Result<(), MoveError> {
        let stored = self.stored(site, id).await?;
        let state = State::of(&stored.state);
        if state.is_at_work() {
            return Err(MoveError::NotNow(state.as_str()));
        }
        let folder = self.folder(id);
        let gone = tokio::task::spawn_blocking(move || match std::fs::remove_dir_all(&folder) {
            Err(reason) if reason.kind() != std::io::ErrorKind::NotFound => {
                Err(MoveError::Disk { path: folder, reason })
            }
            _ => Ok(()),
        });
        gone.await.map_err(|error| MoveError::Worker(error.to_string()))??;
        self.0.store.write(move |tx| Box::pin(async move { tx.delete_move(site, id).await })).await?;
        Ok(())
    }

    /// The file that an export made: its name and where it lies.
    ///
    /// # Errors
    /// [`MoveError::NotNow`] while there is none.
    pub async fn made(&self, site: SiteId, id: MoveId) -> Result<(String, PathBuf), MoveError> {
        let stored = self.stored(site, id).await?;
        let name = parse(&stored.about).file;
        let name = name.ok_or(MoveError::NotNow(State::of(&stored.state).as_str()))?;
        let path = self.folder(id).join(&name);
        Ok((name, path))
    }

    /// What became of every old address that an import tells of.
    ///
    /// # Errors
    /// [`MoveError::NotNow`] while nobody has asked.
    pub async fn links(&self, site: SiteId, id: MoveId) -> Result<LinkReport, MoveError> {
        let stored = self.stored(site, id).await?;
        if parse(&stored.about).links.is_none() {
            return Err(MoveError::NotNow(State::of(&stored.state).as_str()));
        }
        let path = self.folder(id).join(LINKS);
        let disk = |reason| MoveError::Disk { path: path.clone(), reason };
        let json = tokio::fs::read(&path).await.map_err(disk)?;
        serde_json::from_slice(&json).map_err(std::io::Error::other).map_err(disk)
    }

    async fn add(&self, site: SiteId, kind: &str, state: State, about: About) -> Result<Move, MoveError> {
        let now = self.0.clock.now();
        let began_line = self.0.store.read().await?.last_line(site).await?;
        let stored = StoredMove {
            id: MoveId::mint(now),
            kind: kind.to_owned(),
            state: state.as_str().to_owned(),
            about: json(&about),
            began_line,
            ended_line: None,
            lines: 0,
            created_at: now,
        };
        let kept = stored.clone();
        let added: Result<(), StoreError> =
            self.0.store.write(move |tx| Box::pin(async move { tx.save_move(site, &kept).await })).await;
        added?;
        self.seen(site, stored).await
    }

    async fn stored(&self, site: SiteId, id: MoveId) -> Result<StoredMove, MoveError> {
        self.0.store.read().await?.one_move(site, id).await?.ok_or(MoveError::NoSuchMove)
    }

    /// The rule: every line that the change log of the site has since the import began is the import's own. That was
    /// counted when it ended; from then on there must be no line at all.
    async fn can_undo(&self, site: SiteId, stored: &StoredMove) -> Result<bool, MoveError> {
        let Some(ended) = stored.ended_line.filter(|_| stored.lines > 0) else { return Ok(false) };
        Ok(self.0.store.read().await?.last_line(site).await? == ended)
    }

    async fn seen(&self, site: SiteId, stored: StoredMove) -> Result<Move, MoveError> {
        let (state, about) = (State::of(&stored.state), parse(&stored.about));
        let is_import = stored.kind == IMPORT;
        let folder = self.folder(stored.id);
        let length = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |about| about.len());
        let progress =
            lock(&self.0.running).as_ref().filter(|running| running.id == stored.id).map(|running| {
                let (read, all) =
                    running.source.as_ref().map_or((0, 0), |(source, all)| (source.bytes_read(), *all));
                (running.watch.progress(), read, all)
            });
        let ended = matches!(state, State::Done | State::Stopped | State::Failed);
        Ok(Move {
            id: stored.id,
            is_import,
            state: state.as_str(),
            upload: about.size.map(|size| (length(&about.name), size)),
            can_undo: is_import && ended && self.can_undo(site, &stored).await?,
            file: about.file.as_ref().map(|name| (name.clone(), length(name))),
            name: about.name,
            asked: about.asked,
            format: about.format,
            rehearsal: about.rehearsal,
            report: about.report,
            links: about.links,
            trouble: about.trouble,
            progress,
            created_at: stored.created_at,
        })
    }

    /// Where the files of a move lie.
    fn folder(&self, id: MoveId) -> PathBuf {
        self.0.rooms.moves.join(id.hex())
    }
}

/// The kinds of moves as they are stored.
const IMPORT: &str = "import";
const EXPORT: &str = "export";

/// The pages of a site as files, among the formats of exports.
const STATIC: &str = "static";
/// The file with the whole link report, in the folder of an import.
const LINKS: &str = "links.json";

/// What a move is that was stopped at work: a rehearsal wrote nothing, and asking for addresses neither.
fn stopped(state: State, about: &About) -> State {
    match state {
        State::Rehearsing => State::Ready,
        State::Checking => before(about),
        _ => State::Stopped,
    }
}

/// What an import was before its old addresses were asked for.
fn before(about: &About) -> State {
    about.before.as_deref().map_or(State::Done, State::of)
}

fn parse(about: &str) -> About {
    serde_json::from_str(about).unwrap_or_default()
}

fn json(about: &About) -> String {
    serde_json::to_string(about).unwrap_or_default()
}

fn checked(asked: Asked) -> Result<Asked, MoveError> {
    let from = asked.from.filter(|word| !word.is_empty() && word != "auto");
    match from.as_deref().map(|word| (word, Family::from_word(word))) {
        Some((word, None)) => Err(MoveError::Format(crate::problem::for_report(word))),
        _ => Ok(Asked { from, blog: asked.blog.filter(|name| !name.is_empty()), media: asked.media }),
    }
}

/// The last part of a name that somebody's computer gave, fit for a disk. Its ending says what it is.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let fits = |c: &char| !c.is_control() && !matches!(c, ':' | '"' | '<' | '>' | '|' | '?' | '*');
    let plain: String = last.chars().filter(fits).collect();
    let plain = plain.trim().trim_start_matches('.');
    let count = plain.chars().count();
    let plain: String = plain.chars().skip(count.saturating_sub(NAME_CHARS_MAX / 2)).collect();
    if plain.is_empty() { "export".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_was_sent_is_fit_for_a_disk() {
        for (sent, name) in [
            ("blog-05-22-2016.xml", "blog-05-22-2016.xml"),
            ("../../etc/passwd", "passwd"),
            ("C:\\exports\\site.zip", "site.zip"),
            (".hidden", "hidden"),
            ("a\0b\n.xml", "ab.xml"),
            ("", "export"),
            ("..", "export"),
        ] {
            assert_eq!(plain_name(sent), name, "{sent:?}");
        }
        assert_eq!(
            plain_name(&format!("{}.xml", "x".repeat(900))).split_once('.').unwrap_or_default().1,
            "xml"
        );
    }

    #[test]
    fn every_state_has_a_word_of_its_own() {
        for state in State::ALL {
            assert_eq!(State::of(state.as_str()), state);
        }
        assert_eq!(State::of("unheard of"), State::Failed);
    }
}

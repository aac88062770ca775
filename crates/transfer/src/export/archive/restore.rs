//! An archive comes back: into another installation, onto another database, after years.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead, Read};
use std::sync::Arc;

use aws_lc_rs::digest::{Context, SHA256};
use dateline_markup::{Profile, sanitise, sanitise_import};
use dateline_media::{FileName, MediaError, Month, Section, hash, media_type};
use dateline_model::{
    Author, Comment, Detail, Details, Injection, Media, Mention, Millis, PostStatus, Redirect, SiteId,
    SiteSettings, StaffUser, Tag, Zone,
};
use dateline_store::{Store, StoreError, Tx};
use dateline_theme::Brought;
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use super::{CONTENT, KEEPSAKES, Listed, MANIFEST, MEDIA, Manifest, THEMES, VERSION, rows};
use crate::files::Files;
use crate::ledger::Ledger;
use crate::loader::{ImportError, settle};
use crate::manner::{Manner, Phase, Premises};
use crate::problem::{Action, OpenError, Problem};
use crate::record::PostState;
use crate::report::Report;

/// Rows that are stored in one transaction.
const BATCH: usize = 500;
/// Bytes after which a batch is full anyway.
const BATCH_BYTES: usize = 4 << 20;
/// Bytes of one row.
const ROW_BYTES_MAX: usize = 32 << 20;
/// Bytes of one file of the library, of a theme, of a keepsake.
const FILE_BYTES_MAX: u64 = 256 << 20;

/// Brings an archive into a site, every row under its own id. Rows that are there already stay as they are, so that
/// an import that was killed is resumed by running it again.
///
/// # Errors
/// [`ImportError`]; what was stored until then stays.
pub(crate) async fn restore(
    store: &Store,
    site: SiteId,
    files: &Files,
    manner: &Manner,
    now: Millis,
) -> Result<Report, ImportError> {
    let mut desk = Restorer {
        store: store.clone(),
        site,
        manner,
        now,
        report: Report::default(),
        settings: SiteSettings::default(),
        moved: Arc::default(),
        ledger: Ledger::open(store, site, manner.account).await?,
    };
    manner.watch.enter(Phase::Stories);
    let manifest = files.small_text(MANIFEST, files.limits().settings_bytes)?;
    let manifest: Manifest = manifest
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .filter(|manifest: &Manifest| manifest.format == "dateline-archive")
        .ok_or_else(|| OpenError::Unknown {
            path: files.path().to_owned(),
            found: "its manifest cannot be read".to_owned(),
        })?;
    if manifest.version > VERSION {
        let found = format!("it is an archive of version {}, made by a newer Dateline", manifest.version);
        return Err(OpenError::Unknown { path: files.path().to_owned(), found }.into());
    }
    for listed in &manifest.files {
        if !files.has(&listed.name) {
            desk.problem(&listed.name, "the archive names this file but does not hold it".to_owned());
            continue;
        }
        match listed.name.as_str() {
            name if name.starts_with(THEMES) => desk.theme(files, listed).await?,
            name if name.starts_with(KEEPSAKES) => desk.keepsake(files, listed).await?,
            name => {
                if name == "comments.jsonl" {
                    manner.watch.enter(Phase::Comments);
                }
                desk.rows(files, listed).await?;
            }
        }
    }
    if !manner.dry_run {
        desk.save_settings().await?;
        manner.watch.enter(Phase::Counting);
        settle(store, site, manner.account).await?;
    }
    Ok(desk.report)
}

struct Restorer<'a> {
    store: Store,
    site: SiteId,
    manner: &'a Manner,
    now: Millis,
    report: Report,
    settings: SiteSettings,
    /// Addresses of files that another file has here, with those they got instead.
    moved: Arc<HashMap<String, String>>,
    ledger: Ledger,
}

impl Restorer<'_> {
    fn problem(&mut self, file: &str, message: String) {
        let action = Action::Skipped;
        self.report.add(Problem { line: 0, entry: file.to_owned(), message, action });
    }

    /// The bytes of a file that the manifest lists; told when they are not those that were written.
    async fn listed_bytes(&mut self, files: &Files, listed: &Listed) -> Result<Vec<u8>, ImportError> {
        let bytes = read_whole(files, &listed.name).await?;
        if hash(&bytes) != listed.sha256 {
            self.problem(&listed.name, "its checksum is not the one that the archive names".to_owned());
        }
        Ok(bytes)
    }

    /// Puts the theme on the shelf. The same files have the same name on every shelf.
    async fn theme(&mut self, files: &Files, listed: &Listed) -> Result<(), ImportError> {
        let bytes = self.listed_bytes(files, listed).await?;
        let Some(premises) = self.manner.premises.clone().filter(|_| !self.manner.dry_run) else {
            return Ok(());
        };
        let name = listed.name.trim_start_matches(THEMES).trim_end_matches(".zip").to_owned();
        let (short, now) = (name.split('@').next().unwrap_or_default().to_owned(), self.now);
        let added = spawn_blocking(move || {
            let files = dateline_theme::unpack(&bytes)?;
            premises.themes.add(&short, &files, now)
        });
        let added = added.await.map_err(|error| ImportError::Worker(error.to_string()))?;
        let refused = match added {
            Ok(Brought::Kept { name: kept, .. }) => {
                self.settings.theme = kept;
                return Ok(());
            }
            Ok(Brought::Refused(findings)) => {
                findings.first().map_or_else(String::new, |finding| finding.message.clone())
            }
            Err(error) => error.to_string(),
        };
        self.settings.theme = String::new();
        self.problem(&listed.name, format!("the theme was not taken, and the site has our own: {refused}"));
        Ok(())
    }

    /// Keeps what an old site left.
    async fn keepsake(&mut self, files: &Files, listed: &Listed) -> Result<(), ImportError> {
        let bytes = self.listed_bytes(files, listed).await?;
        let name = listed.name.trim_start_matches(KEEPSAKES);
        if let Some(premises) = self.manner.premises.as_ref().filter(|_| !self.manner.dry_run) {
            premises.keep(self.site, name, &bytes).map_err(ImportError::Keepsake)?;
        }
        Ok(())
    }

    /// Saves the settings, with the theme that came along.
    async fn save_settings(&mut self) -> Result<(), ImportError> {
        let (site, settings, mut ledger) =
            (self.site, self.settings.clone(), std::mem::take(&mut self.ledger));
        let (changed, ledger): (u64, _) = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let before = tx.settings(site).await?;
                    let changed = tx.save_settings(site, &settings).await?;
                    if before.timezone != settings.timezone {
                        tx.recount(site, &settings.zone()).await?;
                    }
                    ledger.change_settings(&before);
                    ledger.close(tx).await?;
                    Ok::<_, StoreError>((changed, ledger))
                })
            })
            .await?;
        self.ledger = ledger;
        self.report.changed_rows += changed;
        Ok(())
    }

    /// Reads one file on a thread of its own and stores its rows in batches.
    async fn rows(&mut self, files: &Files, listed: &Listed) -> Result<(), ImportError> {
        let (sender, mut batches) = mpsc::channel(2);
        let (source, name) = (files.clone(), listed.name.clone());
        let reader = spawn_blocking(move || lines(&source, &name, &sender));
        while let Some(batch) = batches.recv().await {
            if self.manner.watch.is_stopped() {
                return Err(ImportError::Stopped);
            }
            self.batch(files, &listed.name, batch).await?;
        }
        let digest = reader.await.map_err(|error| ImportError::Worker(error.to_string()))??;
        if digest != listed.sha256 {
            let message = "its checksum is not the one that the archive names; what can be read was taken";
            self.problem(&listed.name, message.to_owned());
        }
        Ok(())
    }

    async fn batch(&mut self, files: &Files, name: &str, lines: Vec<Line>) -> Result<(), ImportError> {
        let mut batch = Batch { moved: Arc::clone(&self.moved), ..Batch::default() };
        for Line { number, bytes } in lines {
            if let Err(why) = batch.take(name, &bytes, &mut self.settings) {
                let message = format!("the row cannot be read: {why}");
                let (entry, action) = (name.to_owned(), Action::Skipped);
                self.report.add(Problem { line: number, entry, message, action });
            }
        }
        for told in &batch.posts {
            let post = &told.post;
            let state = match post.status {
                PostStatus::Draft => PostState::Draft,
                PostStatus::Scheduled => PostState::Scheduled,
                PostStatus::Published => PostState::Published,
                PostStatus::Trashed => PostState::Trashed,
            };
            self.report.count_post(post.kind, state);
            self.report.permalinks += usize::from(post.permalink.is_some());
        }
        for comment in &batch.comments {
            self.report.count_comment(comment.state, comment.parent.is_some());
        }
        self.report.tags += batch.tags.len();
        self.report.authors += batch.authors.len();
        self.report.redirects += batch.redirects.len();
        self.report.comments.mentions += batch.mentions.len();
        self.manner.watch.add_stories(batch.posts.len());
        self.manner.watch.add_comments(batch.comments.len());
        if self.manner.dry_run {
            self.report.media.remote += batch.media.iter().filter(|media| media.path.is_none()).count();
            return Ok(());
        }
        self.bring_home(files, &mut batch.media).await?;
        let (site, zone) = (self.site, self.settings.zone());
        let mut ledger = std::mem::take(&mut self.ledger);
        let (changed, ledger): (u64, _) = self
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let changed = batch.store(tx, site, &zone, &mut ledger).await?;
                    ledger.close(tx).await?;
                    Ok::<_, StoreError>((changed, ledger))
                })
            })
            .await?;
        self.ledger = ledger;
        self.report.changed_rows += changed;
        Ok(())
    }

    /// Puts the files of these rows into their places. A row whose file cannot be had stays as one that is only out there.
    async fn bring_home(&mut self, files: &Files, rows: &mut [Media]) -> Result<(), ImportError> {
        for media in rows {
            let Some(path) = media.path.clone() else {
                self.report.media.remote += 1;
                continue;
            };
            if let Some(known) = self.store.read().await?.media(self.site, media.id).await?
                && let Some(place) = known.path
            {
                self.report.media.already_there += 1;
                self.note_place(&path, &place);
                continue;
            }
            let placed = match self.manner.premises.clone() {
                Some(premises) => self.place(files, premises, media, &path).await?,
                None => Err("no folder to keep it in was given".to_owned()),
            };
            match placed {
                Ok(place) => {
                    self.report.media.stored += 1;
                    self.note_place(&path, &place);
                    media.path = Some(place);
                }
                Err(why) => {
                    self.report.media.remote += 1;
                    self.problem(&path, format!("the file is not kept: {why}"));
                    (media.path, media.hash) = (None, None);
                }
            }
        }
        self.manner.watch.set_files(self.report.media.stored, self.report.media.remote);
        Ok(())
    }

    /// The place of a file: its own, or another one where that is taken. The inner error is the file's.
    async fn place(
        &mut self,
        files: &Files,
        premises: Premises,
        media: &Media,
        path: &str,
    ) -> Result<Result<String, String>, ImportError> {
        let name = format!("{CONTENT}{path}");
        if !files.has(&name) {
            return Ok(Err("the archive does not hold it".to_owned()));
        }
        let bytes = read_whole(files, &name).await?;
        if media.hash.as_ref().is_some_and(|known| *known != hash(&bytes)) {
            return Ok(Err("its checksum is not the one that the archive names".to_owned()));
        }
        let path = path.to_owned();
        let taken = self.is_anothers(&path).await?;
        let placed = spawn_blocking(move || {
            if !taken && premises.content.put(&path, &bytes)? {
                return Ok(Some(path));
            }
            let Some((section, month, name)) = parted(&path) else { return Ok(None) };
            premises.content.keep(section, month, &name, &bytes).map(Some)
        });
        let placed: Result<Option<String>, MediaError> =
            placed.await.map_err(|error| ImportError::Worker(error.to_string()))?;
        Ok(placed.map_err(ImportError::Media)?.ok_or_else(|| "its name is none that is served".to_owned()))
    }

    /// Whether another site of the installation has a file of this path, which it could one day take away.
    async fn is_anothers(&self, path: &str) -> Result<bool, ImportError> {
        let mut read = self.store.read().await?;
        for site in read.sites().await?.into_iter().filter(|site| site.id != self.site) {
            if read.media_by_path(site.id, path).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn note_place(&mut self, path: &str, place: &str) {
        if path != place {
            let (from, to) = (format!("/content/{path}"), format!("/content/{place}"));
            Arc::make_mut(&mut self.moved).insert(from, to);
        }
    }
}

/// Section, month and name of a path such as `images/2026/11/bridge.jpg`.
fn parted(path: &str) -> Option<(Section, Month, FileName)> {
    let (before, name) = path.rsplit_once('/')?;
    let mut parts = before.split('/');
    let section = match parts.next()? {
        "images" => Section::Images,
        "media" => Section::Media,
        "files" => Section::Files,
        _ => return None,
    };
    let (year, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    media_type(name)?;
    let (_, ending) = name.rsplit_once('.')?;
    Some((section, Month { year, month }, FileName::new(name, ending)))
}

/// All of a file, within what one file of the library may have.
async fn read_whole(files: &Files, name: &str) -> Result<Vec<u8>, ImportError> {
    let (files, name) = (files.clone(), name.to_owned());
    let read = spawn_blocking(move || {
        files.with_file(&name, |file| {
            let mut bytes = Vec::new();
            let io = |reason| OpenError::Io { path: files.path().join(&name), reason };
            file.take(FILE_BYTES_MAX).read_to_end(&mut bytes).map_err(io)?;
            Ok(bytes)
        })
    });
    Ok(read.await.map_err(|error| ImportError::Worker(error.to_string()))??)
}

/// A row as it stands in its file.
struct Line {
    /// From 1.
    number: u64,
    bytes: Vec<u8>,
}

/// Hands over the lines of a file and answers its digest.
fn lines(files: &Files, name: &str, sender: &mpsc::Sender<Vec<Line>>) -> Result<String, OpenError> {
    let io = |reason| OpenError::Io { path: files.path().to_owned(), reason };
    files.with_file(name, |file| {
        let mut reader = io::BufReader::new(file.take(files.limits().file_bytes));
        let mut digest = Context::new(&SHA256);
        let (mut batch, mut number, mut size) = (Vec::new(), 0, 0);
        loop {
            let mut bytes = Vec::new();
            let read =
                (&mut reader).take(ROW_BYTES_MAX as u64 + 1).read_until(b'\n', &mut bytes).map_err(io)?;
            digest.update(&bytes);
            size += read;
            number += 1;
            if read > 0 {
                batch.push(Line { number, bytes });
            }
            if (read == 0 || batch.len() >= BATCH || size >= BATCH_BYTES) && !batch.is_empty() {
                size = 0;
                if sender.blocking_send(std::mem::take(&mut batch)).is_err() {
                    // The import was given up.
                    return Ok(String::new());
                }
            }
            if read == 0 {
                return Ok(data_encoding::HEXLOWER.encode(digest.finish().as_ref()));
            }
        }
    })
}

/// Rows that are stored together.
#[derive(Default)]
struct Batch {
    moved: Arc<HashMap<String, String>>,
    authors: Vec<(Author, Details)>,
    tags: Vec<(Tag, Details, Injection)>,
    media: Vec<Media>,
    posts: Vec<rows::Story>,
    comments: Vec<Comment>,
    mentions: Vec<Mention>,
    redirects: Vec<Redirect>,
    staff: Vec<StaffUser>,
}

impl Batch {
    /// Reads a row of the file `name`.
    fn take(&mut self, name: &str, line: &[u8], settings: &mut SiteSettings) -> Result<(), String> {
        fn read<'a, R: Deserialize<'a>>(line: &'a [u8]) -> Result<R, String> {
            serde_json::from_slice(line).map_err(|error| error.to_string())
        }
        match name {
            "settings.jsonl" => {
                let row: rows::SettingRow = read(line)?;
                settings.set(&row.name, &row.value).map_err(|error| error.to_string())?;
            }
            "authors.jsonl" => self.authors.push(read::<rows::AuthorRow>(line)?.author()?),
            "tags.jsonl" => self.tags.push(read::<rows::TagRow>(line)?.tag()?),
            MEDIA => self.media.push(read::<rows::MediaRow>(line)?.media()?),
            "posts.jsonl" => {
                let story = read::<rows::PostRow>(line)?.story()?;
                self.posts.push(self.cleaned(story));
            }
            "comments.jsonl" => {
                let mut comment = read::<rows::CommentRow>(line)?.comment()?;
                comment.html = sanitise(&comment.html, Profile::Commenter);
                self.comments.push(comment);
            }
            "mentions.jsonl" => self.mentions.push(read::<rows::MentionRow>(line)?.mention()?),
            "redirects.jsonl" => self.redirects.push(read::<rows::RedirectRow>(line)?.redirect()?),
            "staff.jsonl" => self.staff.push(read::<rows::UserRow>(line)?.user()?),
            _ => return Err("no release of Dateline writes such a file".to_owned()),
        }
        Ok(())
    }

    /// A story whose HTML was cleaned once more, since an archive is a file that anybody may have changed, and whose
    /// pictures are where they lie now.
    fn cleaned(&self, mut story: rows::Story) -> rows::Story {
        let post = &mut story.post;
        post.html = sanitise_import(&post.html).html;
        if !self.moved.is_empty() {
            post.html = dateline_markup::rewrite_urls(&post.html, |address| self.moved.get(address).cloned());
            let image = post.image.as_ref().and_then(|address| self.moved.get(address));
            post.image = image.cloned().or(post.image.take());
        }
        post.opening = Some(dateline_markup::opening(&post.html, post.teaser_is_all));
        story
    }

    /// Stores what is not there yet; answers how many rows that were.
    async fn store(
        self,
        tx: &mut Tx,
        site: SiteId,
        zone: &Zone,
        ledger: &mut Ledger,
    ) -> Result<u64, StoreError> {
        for (author, details) in &self.authors {
            if tx.author(site, author.id).await?.is_none() {
                tx.save_author(site, author).await?;
                tx.set_details_of_author(site, author.id, details).await?;
                ledger.add_author(author.id);
            }
        }
        for (tag, details, injection) in &self.tags {
            if tx.tag(site, tag.id).await?.is_none() {
                tx.save_tag(site, tag).await?;
                tx.set_details_of_tag(site, tag.id, details).await?;
                if !injection.is_empty() {
                    tx.inject_into_tag(site, tag.id, injection).await?;
                }
                ledger.add_tag(tag.id);
            }
        }
        for media in &self.media {
            let known = tx.media(site, media.id).await?;
            if known.as_ref().is_some_and(|known| known.path.is_some() || media.path.is_none()) {
                continue;
            }
            let id = tx.keep_media(site, media).await?;
            match known {
                None if id == media.id => ledger.add_media(&[id]),
                _ => ledger.bring_home(id),
            }
        }
        let mut new = Vec::with_capacity(self.posts.len());
        let mut beside = Vec::new();
        for rows::Story { post, credits, details, injection } in self.posts {
            if tx.desk_post(site, post.id).await?.is_some() {
                continue;
            }
            if let (PostStatus::Scheduled, Some(at)) = (post.status, post.published_at) {
                tx.enqueue(site, "publish", post.id.0, at).await?;
            }
            if let Some(end) =
                details.moment(Detail::UnpublishAt).filter(|_| post.status != PostStatus::Draft)
            {
                tx.enqueue(site, "unpublish", post.id.0, end).await?;
            }
            ledger.add_post(post.id);
            beside.push((post.id, details, injection));
            new.push((post, credits));
        }
        tx.insert_posts(site, zone, &new).await?;
        for (post, details, injection) in &beside {
            if !details.is_empty() {
                tx.set_details_of_post(site, *post, details).await?;
            }
            if !injection.is_empty() {
                tx.inject_into_post(site, *post, injection).await?;
            }
        }
        if !self.comments.is_empty() {
            tx.many_comments();
            let added: HashSet<_> = tx.insert_comments(site, &self.comments).await?.into_iter().collect();
            for comment in self.comments.iter().filter(|comment| added.contains(&comment.id)) {
                ledger.add_comment(comment.id, comment.post);
            }
        }
        for mention in &self.mentions {
            if tx.add_mention(site, mention).await? {
                ledger.add_mention(mention.id, mention.post);
            }
        }
        for redirect in &self.redirects {
            if tx.keep_redirect(site, redirect).await? {
                ledger.add_redirect(&redirect.from);
            }
        }
        let known = if self.staff.is_empty() { Vec::new() } else { tx.users(site).await? };
        for user in self.staff {
            if !known.iter().any(|other| other.id == user.id || other.email == user.email) {
                tx.save_user(site, &user).await?;
                ledger.add_user(user.id);
            }
        }
        Ok(tx.changed_rows())
    }
}

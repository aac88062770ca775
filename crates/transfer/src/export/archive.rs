//! Dateline's own archive, version 1: a zip of one JSON object per line for every row, with a manifest that names
//! the files, their rows and their SHA-256. `docs/archive.md` describes it. Nothing secret is in it: no keys, no
//! hashes of addresses.

mod rows;

use std::fs::File;
use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use aws_lc_rs::digest::{Context, SHA256};
use dateline_model::{
    Author, Comment, Mention, Millis, PostStatus, Redirect, SiteId, SiteSettings, StaffUser, Tag, Zone,
};
use dateline_store::{Store, StoreError, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::mpsc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::walk::Walk;
use super::{ExportError, Exported, at};
use crate::files::Files;
use crate::loader::ImportError;
use crate::problem::{Action, OpenError, Problem};
use crate::record::PostState;
use crate::report::Report;

/// The file that says what the others are.
pub(crate) const MANIFEST: &str = "dateline.json";
/// The version of the shapes of the rows.
const VERSION: u32 = 1;
/// Rows that are stored in one transaction.
const BATCH: usize = 500;
/// Bytes after which a batch is full anyway.
const BATCH_BYTES: usize = 4 << 20;
/// Bytes of one row.
const ROW_BYTES_MAX: usize = 32 << 20;

#[derive(Serialize, Deserialize)]
struct Manifest {
    format: String,
    version: u32,
    exported_at: Millis,
    host: String,
    files: Vec<Listed>,
}

#[derive(Serialize, Deserialize)]
struct Listed {
    name: String,
    rows: usize,
    sha256: String,
}

/// A zip that notes what is written to it.
struct Archive<'a> {
    zip: ZipWriter<File>,
    files: Vec<Listed>,
    digest: Context,
    out: &'a Path,
}

impl Archive<'_> {
    fn begin(&mut self, name: &str) -> Result<(), ExportError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .large_file(true)
            .last_modified_time(zip::DateTime::default());
        self.zip.start_file(name, options).map_err(|error| at(self.out)(io::Error::other(error)))?;
        self.digest = Context::new(&SHA256);
        self.files.push(Listed { name: name.to_owned(), rows: 0, sha256: String::new() });
        Ok(())
    }

    fn row(&mut self, row: &impl Serialize) -> Result<(), ExportError> {
        let mut line = serde_json::to_vec(row).map_err(|error| at(self.out)(io::Error::other(error)))?;
        line.push(b'\n');
        self.digest.update(&line);
        if let Some(file) = self.files.last_mut() {
            file.rows += 1;
        }
        self.zip.write_all(&line).map_err(at(self.out))
    }

    fn end(&mut self) {
        let digest = std::mem::replace(&mut self.digest, Context::new(&SHA256)).finish();
        if let Some(file) = self.files.last_mut() {
            file.sha256 = data_encoding::HEXLOWER.encode(digest.as_ref());
        }
    }
}

/// Writes the archive.
pub(super) async fn write(walk: &mut Walk, out: &Path, now: Millis) -> Result<Exported, ExportError> {
    let zip = ZipWriter::new(File::create_new(out).map_err(at(out))?);
    let mut archive = Archive { zip, files: Vec::new(), digest: Context::new(&SHA256), out };
    archive.begin("settings.jsonl")?;
    for (name, value) in walk.settings.to_rows() {
        archive.row(&json!({"name": name, "value": value}))?;
    }
    archive.end();
    archive.begin("authors.jsonl")?;
    for author in &walk.authors {
        archive.row(&rows::AuthorRow::from(author))?;
    }
    archive.end();
    archive.begin("tags.jsonl")?;
    for tag in &walk.tags {
        archive.row(&rows::TagRow::from(tag))?;
    }
    archive.end();
    archive.begin("posts.jsonl")?;
    while let Some(told) = walk.next().await? {
        archive.row(&rows::PostRow::from(&told))?;
    }
    archive.end();
    // What stands under the stories comes in files of its own, so the same moment is walked through once more.
    for (name, of_mentions) in [("comments.jsonl", false), ("mentions.jsonl", true)] {
        walk.again();
        archive.begin(name)?;
        while let Some(told) = walk.next().await? {
            if of_mentions {
                for mention in &told.mentions {
                    archive.row(&rows::MentionRow::from(mention))?;
                }
            } else {
                for comment in &told.comments {
                    archive.row(&rows::CommentRow::from(comment))?;
                }
            }
        }
        archive.end();
    }
    archive.begin("redirects.jsonl")?;
    for redirect in walk.redirects().await? {
        archive.row(&rows::RedirectRow::from(&redirect))?;
    }
    archive.end();
    archive.begin("staff.jsonl")?;
    for user in walk.staff().await? {
        archive.row(&rows::UserRow::from(&user))?;
    }
    archive.end();
    let manifest = Manifest {
        format: "dateline-archive".to_owned(),
        version: VERSION,
        exported_at: now,
        host: walk.site.host.clone(),
        files: std::mem::take(&mut archive.files),
    };
    archive.begin(MANIFEST)?;
    archive.row(&manifest)?;
    let finished = archive.zip.finish().map_err(|error| at(out)(io::Error::other(error)))?;
    finished.sync_all().map_err(at(out))?;
    Ok(std::mem::take(&mut walk.exported))
}

/// Brings an archive into a site, every row under its own id. Rows that are there already stay as they are, so that
/// an import that was killed is resumed by running it again.
///
/// # Errors
/// [`ImportError`]; what was stored until then stays.
pub(crate) async fn restore(
    store: &Store,
    site: SiteId,
    files: &Files,
    dry_run: bool,
) -> Result<Report, ImportError> {
    let (report, settings) = (Report::default(), SiteSettings::default());
    let mut desk = Restorer { store: store.clone(), site, dry_run, report, settings };
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
        desk.file(files, listed).await?;
    }
    if !dry_run {
        let settings = desk.settings.clone();
        let zone = settings.zone();
        let changed: Result<u64, StoreError> = store
            .write(move |tx| {
                Box::pin(async move {
                    let before = tx.settings(site).await?;
                    let changed = tx.save_settings(site, &settings).await?;
                    if before.timezone != settings.timezone {
                        tx.recount(site, &zone).await?;
                    }
                    Ok(changed)
                })
            })
            .await;
        desk.report.changed_rows += changed?;
    }
    Ok(desk.report)
}

struct Restorer {
    store: Store,
    site: SiteId,
    dry_run: bool,
    report: Report,
    settings: SiteSettings,
}

impl Restorer {
    fn problem(&mut self, file: &str, message: String) {
        let action = Action::Skipped;
        self.report.add(Problem { line: 0, entry: file.to_owned(), message, action });
    }

    /// Reads one file on a thread of its own and stores its rows in batches.
    async fn file(&mut self, files: &Files, listed: &Listed) -> Result<(), ImportError> {
        let (sender, mut batches) = mpsc::channel(2);
        let (files, name) = (files.clone(), listed.name.clone());
        let reader = tokio::task::spawn_blocking(move || lines(&files, &name, &sender));
        while let Some(batch) = batches.recv().await {
            self.batch(&listed.name, batch).await?;
        }
        let digest = reader.await.map_err(|error| ImportError::Worker(error.to_string()))??;
        if digest != listed.sha256 {
            let message = "its checksum is not the one that the archive names; what can be read was taken";
            self.problem(&listed.name, message.to_owned());
        }
        Ok(())
    }

    async fn batch(&mut self, name: &str, lines: Vec<Line>) -> Result<(), ImportError> {
        let mut batch = Batch::default();
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
        if self.dry_run {
            return Ok(());
        }
        let (site, zone) = (self.site, self.settings.zone());
        let changed: Result<u64, StoreError> =
            self.store.write(move |tx| Box::pin(async move { batch.store(tx, site, &zone).await })).await;
        self.report.changed_rows += changed?;
        Ok(())
    }
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
    authors: Vec<Author>,
    tags: Vec<Tag>,
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
            "posts.jsonl" => self.posts.push(read::<rows::PostRow>(line)?.story()?),
            "comments.jsonl" => self.comments.push(read::<rows::CommentRow>(line)?.comment()?),
            "mentions.jsonl" => self.mentions.push(read::<rows::MentionRow>(line)?.mention()?),
            "redirects.jsonl" => self.redirects.push(read::<rows::RedirectRow>(line)?.redirect()?),
            "staff.jsonl" => self.staff.push(read::<rows::UserRow>(line)?.user()?),
            _ => return Err("no release of Dateline writes such a file".to_owned()),
        }
        Ok(())
    }

    /// Stores what is not there yet; answers how many rows that were.
    async fn store(self, tx: &mut Tx, site: SiteId, zone: &Zone) -> Result<u64, StoreError> {
        for author in &self.authors {
            if tx.author(site, author.id).await?.is_none() {
                tx.save_author(site, author).await?;
            }
        }
        for tag in &self.tags {
            if tx.tag(site, tag.id).await?.is_none() {
                tx.save_tag(site, tag).await?;
            }
        }
        let mut new = Vec::with_capacity(self.posts.len());
        for rows::Story { post, credits } in self.posts {
            if tx.desk_post(site, post.id).await?.is_some() {
                continue;
            }
            if let (PostStatus::Scheduled, Some(at)) = (post.status, post.published_at) {
                tx.enqueue(site, "publish", post.id.0, at).await?;
            }
            new.push((post, credits));
        }
        tx.insert_posts(site, zone, &new).await?;
        tx.insert_comments(site, &self.comments).await?;
        for mention in &self.mentions {
            tx.add_mention(site, mention).await?;
        }
        for redirect in &self.redirects {
            tx.keep_redirect(site, redirect).await?;
        }
        let known = if self.staff.is_empty() { Vec::new() } else { tx.users(site).await? };
        for user in self.staff {
            if !known.iter().any(|other| other.id == user.id || other.email == user.email) {
                tx.save_user(site, &user).await?;
            }
        }
        Ok(tx.changed_rows())
    }
}

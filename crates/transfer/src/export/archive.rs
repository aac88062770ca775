//! Dateline's own archive, version 1: a zip of one JSON object per line for every row, the files of the library, the
//! theme, and a manifest that names the rows' files, their number and their SHA-256. `docs/archive.md` describes it.
//! Nothing secret is in it: no keys, no hashes of addresses.

mod restore;
mod rows;

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use aws_lc_rs::digest::{Context, SHA256};
use dateline_media::hash;
use dateline_model::Millis;
use serde::{Deserialize, Serialize};
use serde_json::json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::walk::Walk;
use super::{ExportError, Exported, at};
use crate::manner::Premises;

pub(crate) use restore::restore;
pub(crate) use rows::{CommentRow, PostRow};

/// The file that says what the others are.
pub(crate) const MANIFEST: &str = "dateline.json";
/// The version of the shapes of the rows.
const VERSION: u32 = 1;
/// Where the files of the library lie in the zip.
const CONTENT: &str = "content/";
/// Where the theme does, as a zip of its own.
const THEMES: &str = "themes/";
/// Where what an old site left does.
const KEEPSAKES: &str = "keepsakes/";
/// The rows of the library, which come before the stories that show its files.
const MEDIA: &str = "media.jsonl";

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
    fn open(&mut self, name: &str, method: CompressionMethod) -> Result<(), ExportError> {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .large_file(true)
            .last_modified_time(zip::DateTime::default());
        self.zip.start_file(name, options).map_err(|error| at(self.out)(io::Error::other(error)))
    }

    /// A file that is no list of rows. It is taken as it is: pictures and zips do not become smaller.
    fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
        self.open(name, CompressionMethod::Stored)?;
        self.zip.write_all(bytes).map_err(at(self.out))
    }

    /// The same for one whose checksum stands in the manifest.
    fn listed_file(&mut self, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
        self.files.push(Listed { name: name.to_owned(), rows: 0, sha256: hash(bytes) });
        self.file(name, bytes)
    }

    fn begin(&mut self, name: &str) -> Result<(), ExportError> {
        self.open(name, CompressionMethod::Deflated)?;
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
pub(super) async fn write(
    walk: &mut Walk,
    out: &Path,
    now: Millis,
    premises: &Premises,
) -> Result<Exported, ExportError> {
    let zip = ZipWriter::new(File::create_new(out).map_err(at(out))?);
    let mut archive = Archive { zip, files: Vec::new(), digest: Context::new(&SHA256), out };
    archive.begin("settings.jsonl")?;
    for (name, value) in walk.settings.to_rows() {
        archive.row(&json!({"name": name, "value": value}))?;
    }
    archive.end();
    belongings(&mut archive, walk, premises)?;
    archive.begin("authors.jsonl")?;
    for author in &walk.authors {
        archive.row(&rows::AuthorRow::of(author, walk.known.of_author(author.id)))?;
    }
    archive.end();
    archive.begin("tags.jsonl")?;
    for tag in walk.tags.clone() {
        let injection = walk.injection_of_tag(tag.id).await?;
        archive.row(&rows::TagRow::of(&tag, walk.known.of_tag(tag.id), &injection))?;
    }
    archive.end();
    library(&mut archive, walk, premises).await?;
    archive.begin("posts.jsonl")?;
    while let Some(told) = walk.next().await? {
        archive.row(&rows::PostRow::new(&told.post, &told.credits(), &told.details, &told.injection))?;
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

/// The theme of the site, and what its old site left.
fn belongings(archive: &mut Archive<'_>, walk: &Walk, premises: &Premises) -> Result<(), ExportError> {
    let theme = &walk.settings.theme;
    if let Some(Ok(packed)) = premises.themes.pack(theme) {
        archive.listed_file(&format!("{THEMES}{theme}.zip"), &packed)?;
    }
    let folder = premises.keepsakes_of(walk.site.id);
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .map(|entries| entries.flatten().map(|entry| entry.file_name()).collect())
        .unwrap_or_default();
    names.sort();
    for name in names {
        let path = folder.join(&name);
        let bytes = std::fs::read(&path).map_err(at(&path))?;
        archive.listed_file(&format!("{KEEPSAKES}{}", name.to_string_lossy()), &bytes)?;
    }
    Ok(())
}

/// The files of the library: first their rows, each with the checksum of its file, then the files.
async fn library(archive: &mut Archive<'_>, walk: &mut Walk, premises: &Premises) -> Result<(), ExportError> {
    archive.begin(MEDIA)?;
    let mut last = None;
    loop {
        let some = walk.media_after(last).await?;
        let Some(media) = some.last() else { break };
        last = Some(media.id);
        for media in &some {
            archive.row(&rows::MediaRow::from(media))?;
        }
    }
    archive.end();
    walk.files(&premises.content, |path, bytes| archive.file(&format!("{CONTENT}{path}"), bytes)).await
}

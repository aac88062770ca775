//! An export as one zip: what the format is, and beside it the files of the library.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use dateline_model::{Millis, Paper, SiteId};
use dateline_store::Store;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{MoveError, STATIC};
use crate::export::{Exported, Target, export, library};
use crate::front::Front;
use crate::manner::{Premises, Watch};
use crate::still::{Standing, stand_still};

/// Writes the zip into `folder` and answers its name. What an export that was killed left there is written anew.
pub(super) async fn write(
    store: &Store,
    site: SiteId,
    target: Target,
    folder: &Path,
    now: Millis,
    premises: &Premises,
) -> Result<(String, Exported), MoveError> {
    let name = begin(folder, target.as_str(), now)?;
    let zip = folder.join(&name);
    let draft = folder.join("draft");
    if target == Target::Dateline {
        // Whole under its name, or not there: whoever downloads gets all of it.
        let exported = export(store, site, target, &draft, now, premises).await?;
        std::fs::rename(&draft, &zip).map_err(disk(&zip))?;
        return Ok((name, exported));
    }
    let inside = match target {
        Target::WordPress => "wordpress.xml",
        Target::Ghost => "ghost.json",
        Target::Markdown | Target::Dateline => "",
    };
    let written = folder.join(if inside.is_empty() { "markdown" } else { inside });
    let mut exported = export(store, site, target, &written, now, premises).await?;
    // A folder of Markdown has them in it.
    let mut beside = match target {
        Target::Markdown => Vec::new(),
        _ => library(&mut store.read().await?, site).await?,
    };
    beside.sort();
    exported.files += pack_up(written, inside, draft, zip, beside, premises.clone()).await?;
    Ok((name, exported))
}

/// Writes the zip of a site's pages as files into `folder` and answers its name.
pub(super) async fn write_still(
    front: &impl Front,
    store: &Store,
    paper: &Paper,
    folder: &Path,
    now: Millis,
    (premises, watch): (&Premises, &Watch),
) -> Result<(String, Standing), MoveError> {
    let name = begin(folder, STATIC, now)?;
    let site = folder.join("site");
    std::fs::create_dir(&site).map_err(disk(&site))?;
    let standing = stand_still(front, store, paper, &site, watch).await?;
    // Its pictures are among the files that were read along its links.
    let (draft, zip) = (folder.join("draft"), folder.join(&name));
    pack_up(site, "", draft, zip, Vec::new(), premises.clone()).await?;
    Ok((name, standing))
}

/// Makes the folder of an export, empty, and the name of its zip.
fn begin(folder: &Path, format: &str, now: Millis) -> Result<String, MoveError> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(disk(folder))?;
    }
    std::fs::create_dir_all(folder).map_err(disk(folder))?;
    let day = jiff::Timestamp::from_millisecond(now).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    Ok(format!("{format}-{}.zip", day.strftime("%Y-%m-%d")))
}

fn disk(path: &Path) -> impl FnOnce(io::Error) -> MoveError {
    let path = path.to_owned();
    move |reason| MoveError::Disk { path, reason }
}

/// Packs what was written, under `inside` when it is one file, and the library; then it is gone and the zip stands whole under
/// its name. Answers how many files of the library there were.
async fn pack_up(
    written: PathBuf,
    inside: &'static str,
    draft: PathBuf,
    zip: PathBuf,
    library: Vec<String>,
    premises: Premises,
) -> Result<usize, MoveError> {
    let packed = tokio::task::spawn_blocking(move || {
        let packed = pack(&draft, &written, inside, &library, &premises).map_err(disk(&draft))?;
        let cleared =
            if written.is_dir() { std::fs::remove_dir_all(&written) } else { std::fs::remove_file(&written) };
        cleared.and_then(|()| std::fs::rename(&draft, &zip)).map_err(disk(&zip))?;
        Ok(packed)
    });
    packed.await.map_err(|error| MoveError::Worker(error.to_string()))?
}

/// Packs one file, or a folder with all that is below it, and the library; answers how many files of it there were.
fn pack(to: &Path, from: &Path, name: &str, library: &[String], premises: &Premises) -> io::Result<usize> {
    let mut zip = ZipWriter::new(File::create_new(to)?);
    let options = |method| {
        SimpleFileOptions::default()
            .compression_method(method)
            .large_file(true)
            .last_modified_time(zip::DateTime::default())
    };
    for (name, path) in below(from, name)? {
        zip.start_file(name, options(CompressionMethod::Deflated)).map_err(io::Error::other)?;
        io::copy(&mut File::open(path)?, &mut zip)?;
    }
    let mut packed = 0;
    for path in library {
        if let Some(bytes) = premises.content.read(path).map_err(io::Error::other)? {
            let name = format!("content/{path}");
            zip.start_file(name, options(CompressionMethod::Stored)).map_err(io::Error::other)?;
            zip.write_all(&bytes)?;
            packed += 1;
        }
    }
    zip.finish().map_err(io::Error::other)?.sync_all()?;
    Ok(packed)
}

/// The files at or below a path with their names, in order.
fn below(path: &Path, name: &str) -> io::Result<Vec<(String, PathBuf)>> {
    if !path.is_dir() {
        return Ok(vec![(name.to_owned(), path.to_owned())]);
    }
    let mut entries: Vec<_> = std::fs::read_dir(path)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    let mut files = Vec::new();
    for entry in entries {
        let own = entry.file_name().to_string_lossy().into_owned();
        let name = if name.is_empty() { own } else { format!("{name}/{own}") };
        files.extend(below(&entry.path(), &name)?);
    }
    Ok(files)
}

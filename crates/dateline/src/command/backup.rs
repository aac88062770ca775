//! `dateline backup` and `dateline restore`: the whole newspaper as a folder.
//!
//! A backup holds `dateline.db`, the folders with files that nothing else could make again (`content/`, `themes/`,
//! `keepsakes/`) and, written last, `backup.json`: without it the backup is not complete and is not restored.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use dateline_media::{Folder, MediaError};
use dateline_model::{Clock, SystemClock};
use dateline_store::Store;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use crate::config::Config;
use crate::house::{Claim, House, Trouble};
use crate::say;

use super::Json;

/// The file that ends a backup.
const MANIFEST: &str = "backup.json";

/// The folders that are kept, below the data folder and below the backup.
const FOLDERS: [&str; 3] = [Config::CONTENT_FOLDER, "themes", "keepsakes"];

/// Where a backup goes.
#[derive(Args)]
pub(crate) struct Backup {
    /// A folder that is not there yet
    out: PathBuf,
    #[command(flatten)]
    report: Json,
}

/// What is put back.
#[derive(Args)]
pub(crate) struct Restore {
    /// The folder that `dateline backup` made
    #[arg(value_name = "IN")]
    from: PathBuf,
}

/// What a backup says about itself.
#[derive(Serialize, Deserialize)]
struct Manifest {
    /// The release that made it.
    version: String,
    made_at: String,
    database_bytes: u64,
    files: u64,
}

/// Copies database and files, while a server may be using both.
pub(super) async fn backup(house: House, options: Backup) -> Result<ExitCode, Trouble> {
    if !house.store.is_sqlite() {
        let content = house.config.content();
        return Err(format!(
            "this newspaper lives in PostgreSQL: back it up with pg_dump (or your provider's backups), and copy {}",
            content.display()
        )
        .into());
    }
    let out = &options.out;
    fs::create_dir(out)
        .map_err(|error| format!("{} cannot be made: {error}; name a new folder", out.display()))?;
    if out.canonicalize()?.starts_with(house.config.server.data.canonicalize()?) {
        fs::remove_dir(out)?;
        return Err("a backup belongs outside the data folder, best on another disk".into());
    }
    let database = out.join(Config::DATABASE_FILE);
    house.store.copy_to(&database).await?;
    sound(&database).await?;
    // Files come after the rows that name them, and none is ever changed: whatever the copied rows name is there.
    let mut files = copy_folders(&house.config.server.data, out)?;
    files += fetch_objects(&house.files, &out.join(Config::CONTENT_FOLDER)).await?;
    let manifest = Manifest {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: say::moment(SystemClock.now()),
        database_bytes: fs::metadata(&database)?.len(),
        files,
    };
    fs::write(out.join(MANIFEST), serde_json::to_string_pretty(&manifest)?)?;
    for durable in [database, out.join(MANIFEST), out.clone()] {
        File::open(durable)?.sync_all()?;
    }
    if options.report.json {
        say::json(&manifest);
    } else {
        say::note(&format!(
            "{} bytes of database and {files} files are in {}",
            manifest.database_bytes,
            out.display()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts a backup where no newspaper is.
pub(super) async fn restore(config: Config, options: Restore) -> Result<ExitCode, Trouble> {
    if !config.server.database.is_empty() {
        return Err(
            "a backup is restored into a data folder; take server.database out of the configuration first, \
                    or use your database's own tools"
                .into(),
        );
    }
    let (from, data) = (&options.from, &config.server.data);
    let manifest = fs::read_to_string(from.join(MANIFEST)).map_err(|error| {
        format!("{} is no complete backup: its {MANIFEST} cannot be read ({error})", from.display())
    })?;
    let manifest: Manifest = serde_json::from_str(&manifest).map_err(|error| {
        format!("{} is not what `dateline backup` wrote: {error}", from.join(MANIFEST).display())
    })?;
    if data.exists() && fs::read_dir(data)?.next().is_some() {
        return Err(format!(
            "{} is not empty, and nothing in it is written over; give an empty folder with --data",
            data.display()
        )
        .into());
    }
    let _claim = Claim::take(data)?;
    let (database, arriving) = (data.join(Config::DATABASE_FILE), data.join("restoring.db"));
    fs::copy(from.join(Config::DATABASE_FILE), &arriving)?;
    sound(&arriving).await?;
    copy_folders(from, data)?;
    let files = config.media.files(config.content())?;
    if files.disk().is_none() {
        store_objects(&files, &config.content()).await?;
    }
    File::open(&arriving)?.sync_all()?;
    fs::rename(&arriving, &database)?;
    File::open(data)?.sync_all()?;
    say::note(&format!("{} holds the newspaper as it was at {}", data.display(), manifest.made_at));
    Ok(ExitCode::SUCCESS)
}

/// Refuses a database file that is damaged.
async fn sound(file: &Path) -> Result<(), Trouble> {
    match Store::damage_in(file).await?.first() {
        None => Ok(()),
        Some(damage) => Err(format!("{} is damaged: {damage}", file.display()).into()),
    }
}

/// Copies the folders that are kept and counts their files.
fn copy_folders(from: &Path, to: &Path) -> Result<u64, Trouble> {
    let mut files = 0;
    for name in FOLDERS {
        let folder = from.join(name);
        if folder.is_dir() {
            copy_folder(&folder, &to.join(name), &mut files)?;
        }
    }
    Ok(files)
}

/// Copies what lies in an object store into a folder and counts the files.
async fn fetch_objects(files: &Folder, to: &Path) -> Result<u64, Trouble> {
    let (files, to) = (files.clone(), to.to_owned());
    let fetched = spawn_blocking(move || {
        let mut count = 0;
        let copy = Folder::new(to);
        for path in files.objects()? {
            // What was thrown away meanwhile is named by no row that was copied.
            if let Some(bytes) = files.read(&path)?
                && copy.put(&path, &bytes)?
            {
                count += 1;
            }
        }
        Ok::<_, MediaError>(count)
    });
    Ok(fetched.await??)
}

/// Moves the files of a folder of this machine into an object store. One that lies there already stays.
async fn store_objects(files: &Folder, from: &Path) -> Result<(), Trouble> {
    let mut found = Vec::new();
    paths_below(from, "", &mut found)?;
    let (files, folder) = (files.clone(), from.to_owned());
    let stored = spawn_blocking(move || {
        for path in found {
            files.put(&path, &fs::read(folder.join(&path))?)?;
        }
        Ok::<_, MediaError>(())
    });
    stored.await??;
    if from.is_dir() {
        fs::remove_dir_all(from)?;
    }
    Ok(())
}

/// The paths of the files below a folder, as addresses write them.
fn paths_below(folder: &Path, below: &str, found: &mut Vec<String>) -> Result<(), Trouble> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            paths_below(&entry.path(), &format!("{path}/"), found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Copies the files below a folder, links left out, and counts them.
fn copy_folder(from: &Path, to: &Path, files: &mut u64) -> Result<(), Trouble> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy_folder(&entry.path(), &target, files)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), &target)?;
            File::open(&target)?.sync_all()?;
            *files += 1;
        }
    }
    Ok(())
}

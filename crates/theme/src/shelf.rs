//! Themes as they lie in the data folder: `themes/NAME@HASH/`, one folder for each version that was ever added, so
//! that a name stands for the same files for ever and the last good theme is still there.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use dateline_model::Millis;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{
    Asset, Finding, MAX_FILES, MAX_TEMPLATE_BYTES, MAX_THEME_BYTES, Severity, Theme, ThemeError, check,
    unpack,
};

/// Folders within folders of a theme.
const MAX_DEPTH: usize = 12;

/// A theme's files: names relative to its folder with `/`, and contents.
pub type Files = Vec<(String, Bytes)>;

/// The folder of an installation's themes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    folder: PathBuf,
}

/// What became of a theme that somebody brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brought {
    /// It lies on the shelf under this name, whatever else there is to say of it.
    Kept {
        /// Its name with its version.
        name: String,
        /// What could be better.
        findings: Vec<Finding>,
    },
    /// It cannot print every page, and was not taken.
    Refused(Vec<Finding>),
}

/// Reads a theme from a folder or a zip.
///
/// # Errors
/// What cannot be read, is larger than a theme may be, or is an archive that [`unpack`] refuses.
pub fn read_theme(path: &Path) -> Result<Files, ThemeError> {
    if path.is_dir() {
        let mut files = Files::new();
        walk(path, "", 0, &mut files)?;
        return Ok(files);
    }
    unpack(&std::fs::read(path).map_err(|error| unreadable(path, &error))?)
}

/// Adds the files of a folder. A link is refused as in an archive: what it leads to is not the theme's.
fn walk(folder: &Path, prefix: &str, depth: usize, files: &mut Files) -> Result<(), ThemeError> {
    if depth > MAX_DEPTH {
        return Err(ThemeError::TooLarge { what: "the depth of folders".to_owned(), limit: MAX_DEPTH });
    }
    let failed = |error: std::io::Error| unreadable(folder, &error);
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).map_err(failed)?.collect::<Result<_, _>>().map_err(failed)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') || name == "node_modules" {
            continue;
        }
        let (kind, name) = (entry.file_type().map_err(failed)?, format!("{prefix}{name}"));
        if kind.is_symlink() {
            return Err(ThemeError::Link(name));
        }
        if kind.is_dir() {
            walk(&entry.path(), &format!("{name}/"), depth + 1, files)?;
        } else if kind.is_file() {
            files.push((name, std::fs::read(entry.path()).map_err(failed)?.into()));
            let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
            if files.len() > MAX_FILES || bytes > MAX_THEME_BYTES {
                let what = format!("the theme in {}", folder.display());
                return Err(ThemeError::TooLarge { what, limit: MAX_THEME_BYTES });
            }
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &std::io::Error) -> ThemeError {
    ThemeError::File(format!("{} cannot be read: {error}", path.display()))
}

fn unwritable(path: &Path, error: &std::io::Error) -> ThemeError {
    ThemeError::File(format!("{} cannot be written: {error}", path.display()))
}

impl Shelf {
    /// The shelf in a folder, which is made when the first theme comes.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Checks a theme and keeps it under the name it gives itself, or `fallback` where it gives none. One that has
    /// fatal findings is not taken; the others only say what could be better, as in Ghost.
    ///
    /// # Errors
    /// The disk does not take it.
    pub fn add(&self, fallback: &str, files: &Files, now: Millis) -> Result<Brought, ThemeError> {
        let findings = check(files.clone());
        if findings.iter().any(|finding| finding.severity == Severity::Fatal) {
            return Ok(Brought::Refused(findings));
        }
        let theme = Theme::load(files.clone())?;
        let own = &theme.package().name;
        let name = self.keep(if own.is_empty() { fallback } else { own }, files, now)?;
        Ok(Brought::Kept { name, findings })
    }

    /// Keeps a theme under its name; the same files get the same name, and nothing is written twice.
    fn keep(&self, name: &str, files: &Files, now: Millis) -> Result<String, ThemeError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let short: String = name.chars().filter(|c| plain(*c)).take(60).collect();
        let short = short.trim_start_matches('.');
        let name = format!("{}@{}", if short.is_empty() { "theme" } else { short }, version_of(files));
        let folder = self.folder.join(&name);
        let failed = |error: std::io::Error| unwritable(&folder, &error);
        let added = || {
            let now = UNIX_EPOCH + Duration::from_millis(now.unsigned_abs());
            std::fs::File::open(&folder).and_then(|it| it.set_modified(now)).map_err(failed)
        };
        if folder.is_dir() {
            // Added again, it is the newest again.
            return added().map(|()| name);
        }
        // Written beside its place and moved there whole, so that a full disk leaves no half of a theme.
        std::fs::create_dir_all(&self.folder).map_err(failed)?;
        let draft = tempfile::Builder::new().prefix(".adding-").tempdir_in(&self.folder).map_err(failed)?;
        for (file, bytes) in files {
            let path = draft.path().join(file);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(failed)?;
            }
            std::fs::write(&path, bytes).map_err(failed)?;
        }
        std::fs::rename(draft.keep(), &folder).map_err(failed)?;
        added().map(|()| name)
    }

    /// The names of the themes that were added, with their versions.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut names: Vec<String> = entries
            .filter(|entry| entry.path().is_dir())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        names
    }

    /// The theme that somebody means who writes `name`: with its version that one, without it the version added last.
    pub fn meant(&self, name: &str) -> Option<String> {
        let known = self.names();
        if known.iter().any(|full| full == name) {
            return Some(name.to_owned());
        }
        let added =
            |full: &String| std::fs::metadata(self.folder.join(full)).and_then(|it| it.modified()).ok();
        known.into_iter().filter(|full| full.split('@').next() == Some(name)).max_by_key(added)
    }

    /// The theme of a name with its version; `None` when there is none.
    pub fn load(&self, name: &str) -> Option<Result<Theme, ThemeError>> {
        Some(self.files(name)?.and_then(Theme::load))
    }

    /// The files of a theme; `None` when there is none of this name with its version.
    pub fn files(&self, name: &str) -> Option<Result<Files, ThemeError>> {
        // Only names that the folder lists: none of them leads out of it.
        self.names().iter().any(|known| known == name).then(|| read_theme(&self.folder.join(name)))
    }

    /// The theme's `package.json`; an empty object where there is none that can be read.
    pub fn manifest(&self, name: &str) -> serde_json::Value {
        let path = self.folder.join(name).join("package.json");
        let small = |meta: &std::fs::Metadata| meta.len() <= MAX_TEMPLATE_BYTES as u64;
        let known = self.names().iter().any(|known| known == name);
        let bytes = std::fs::metadata(&path).ok().filter(|meta| known && small(meta));
        let bytes = bytes.and_then(|_| std::fs::read(&path).ok()).unwrap_or_default();
        let read = serde_json::from_slice(&bytes).ok().filter(serde_json::Value::is_object);
        read.unwrap_or_else(|| serde_json::Value::Object(serde_json::Map::new()))
    }

    /// The theme of a name as a zip with one folder in it.
    ///
    /// # Errors
    /// The files cannot be read.
    pub fn pack(&self, name: &str) -> Option<Result<Vec<u8>, ThemeError>> {
        let short = name.split('@').next().unwrap_or(name);
        Some(self.files(name)?.and_then(|files| packed(short, &files)))
    }

    /// Removes a theme with its version, for good; `false` when there is none of this name. Whether a site is printed
    /// with it, the caller has asked.
    ///
    /// # Errors
    /// The disk does not let go of it.
    pub fn remove(&self, name: &str) -> Result<bool, ThemeError> {
        if !self.names().iter().any(|known| known == name) {
            return Ok(false);
        }
        let folder = self.folder.join(name);
        std::fs::remove_dir_all(&folder).map_err(|error| unwritable(&folder, &error))?;
        Ok(true)
    }
}

fn packed(folder: &str, files: &Files) -> Result<Vec<u8>, ThemeError> {
    let failed = |error: &dyn std::fmt::Display| ThemeError::Archive(error.to_string());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let file = format!("{folder}/{name}");
        writer.start_file(file, SimpleFileOptions::default()).map_err(|error| failed(&error))?;
        writer.write_all(bytes).map_err(|error| failed(&error))?;
    }
    Ok(writer.finish().map_err(|error| failed(&error))?.into_inner())
}

/// What changes with any file.
fn version_of(files: &Files) -> String {
    // A zip has its files in any order; packed again, a theme is the same theme.
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0));
    let mut all = Vec::new();
    for (name, bytes) in sorted {
        for part in [name.as_bytes(), bytes] {
            all.extend_from_slice(&(part.len() as u64).to_le_bytes());
            all.extend_from_slice(part);
        }
    }
    Asset::new("", all.into()).hash
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const NOW: Millis = 1_795_521_600_000;

    fn a_theme() -> Files {
        let file = |name: &str, text: &'static str| (name.to_owned(), Bytes::from_static(text.as_bytes()));
        vec![
            file("assets/css/a.css", "a{}"),
            file("index.hbs", "{{#foreach posts}}{{title}}{{/foreach}}"),
            file("post.hbs", "x"),
        ]
    }

    fn another() -> Files {
        let mut files = a_theme();
        files[1].1 = Bytes::from_static(b"index");
        files
    }

    fn shelf() -> (tempfile::TempDir, Shelf) {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::new(folder.path().join("themes"));
        (folder, shelf)
    }

    #[test]
    fn a_theme_that_is_kept_is_found_again_and_the_same_one_is_kept_once() {
        let (_folder, shelf) = shelf();
        let name = shelf.keep("plain", &a_theme(), NOW).unwrap();
        assert_eq!(shelf.keep("plain", &a_theme(), NOW).unwrap(), name);
        assert_eq!(shelf.names(), std::slice::from_ref(&name));
        assert!(shelf.load(&name).unwrap().unwrap().asset("css/a.css").is_some());
        assert!(shelf.load("other").is_none());
        assert!(shelf.load("../themes").is_none());
    }

    #[test]
    fn another_version_of_a_theme_has_another_name() {
        let (_folder, shelf) = shelf();
        let first = shelf.keep("plain", &a_theme(), NOW).unwrap();
        assert_ne!(shelf.keep("plain", &another(), NOW).unwrap(), first);
        assert_eq!(shelf.names().len(), 2);
    }

    #[test]
    fn a_bare_name_means_the_version_that_was_added_last() {
        let (_folder, shelf) = shelf();
        let first = shelf.keep("plain", &a_theme(), NOW).unwrap();
        let second = shelf.keep("plain", &another(), NOW).unwrap();
        for (files, newest, hour) in [(a_theme(), &first, 1), (another(), &second, 2), (a_theme(), &first, 3)]
        {
            assert_eq!(shelf.keep("plain", &files, NOW + hour * 3_600_000).unwrap(), *newest);
            assert_eq!(shelf.meant("plain").as_ref(), Some(newest));
        }
        assert_eq!(shelf.meant(&second), Some(second));
        assert_eq!(shelf.meant("pla"), None);
    }

    #[test]
    fn a_name_that_leads_out_of_the_folder_stays_in_it() {
        let (_folder, shelf) = shelf();
        let name = shelf.keep("../../etc/cron.d", &a_theme(), NOW).unwrap();
        assert!(name.starts_with("etccron.d@"), "{name}");
    }

    #[test]
    fn a_theme_is_packed_as_it_came_and_removed_for_good() {
        let (_folder, shelf) = shelf();
        let name = shelf.keep("plain", &a_theme(), NOW).unwrap();
        let archive = shelf.pack(&name).unwrap().unwrap();
        assert_eq!(unpack(&archive).unwrap(), a_theme());
        assert!(!shelf.remove("..").unwrap());
        assert!(shelf.remove(&name).unwrap());
        assert!(shelf.pack(&name).is_none() && shelf.names().is_empty());
    }

    #[test]
    fn a_theme_that_cannot_print_is_refused_and_leaves_nothing() {
        let (_folder, shelf) = shelf();
        let mut files = a_theme();
        files[2].1 = Bytes::from_static(b"{{#if");
        assert!(matches!(shelf.add("plain", &files, NOW).unwrap(), Brought::Refused(_)));
        assert!(shelf.names().is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_a_folder_is_refused_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("partials")).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("partials/secret.hbs")).unwrap();
        let error = read_theme(folder.path()).unwrap_err();
        assert_eq!(error, ThemeError::Link("partials/secret.hbs".to_owned()));
        // What is no part of a theme may be a link, as package managers make them.
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc", folder.path().join("node_modules")).unwrap();
        assert!(read_theme(folder.path()).unwrap().is_empty());
    }
}

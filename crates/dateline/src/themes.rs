//! Themes as they lie in the data folder: `themes/NAME@HASH/`, one folder for each version that was ever added, so
//! that a name stands for the same files for ever and the last good theme is still there.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use dateline_model::{Clock, SystemClock};
use dateline_press::ThemeSource;
use dateline_theme::{MAX_FILES, MAX_THEME_BYTES, Theme, ThemeError, unpack};

use crate::house::Trouble;

/// Folders within folders of a theme.
const MAX_DEPTH: usize = 12;

/// A theme's files: names relative to its folder with `/`, and contents.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// Reads a theme from a folder or a zip.
pub(crate) fn read(path: &Path) -> Result<Files, Trouble> {
    let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}", path.display());
    if path.is_dir() {
        let mut files = Files::new();
        walk(path, "", 0, &mut files)?;
        return Ok(files);
    }
    let archive = std::fs::read(path).map_err(unreadable)?;
    let files = unpack(&archive).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(files.into_iter().map(|(name, bytes)| (name, bytes.to_vec())).collect())
}

/// Adds the files of a folder. Links are passed over: what they lead to is not the theme's.
fn walk(folder: &Path, prefix: &str, depth: usize, files: &mut Files) -> Result<(), Trouble> {
    if depth > MAX_DEPTH {
        return Err(format!("{} has more than {MAX_DEPTH} folders within folders", folder.display()).into());
    }
    let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}", folder.display());
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).map_err(unreadable)?.collect::<Result<_, _>>().map_err(unreadable)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') || name == "node_modules" {
            continue;
        }
        let (kind, name) = (entry.file_type().map_err(unreadable)?, format!("{prefix}{name}"));
        if kind.is_dir() {
            walk(&entry.path(), &format!("{name}/"), depth + 1, files)?;
        } else if kind.is_file() {
            files.push((name, std::fs::read(entry.path()).map_err(unreadable)?));
            let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
            if files.len() > MAX_FILES || bytes > MAX_THEME_BYTES {
                return Err(format!("{} is larger than a theme may be", folder.display()).into());
            }
        }
    }
    Ok(())
}

/// Keeps a theme under its name; the same files get the same name, and nothing is written twice.
pub(crate) fn keep(themes: &Path, name: &str, files: &Files) -> Result<String, Trouble> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let short: String = name.chars().filter(|c| plain(*c)).take(60).collect();
    let short = short.trim_start_matches('.');
    let name = format!("{}@{}", if short.is_empty() { "theme" } else { short }, version_of(files));
    let folder = themes.join(&name);
    if folder.is_dir() {
        // Added again, it is the newest again.
        let now = UNIX_EPOCH + Duration::from_millis(SystemClock.now().unsigned_abs());
        let touched = std::fs::File::open(&folder).and_then(|it| it.set_modified(now));
        touched.map_err(|error| format!("{} cannot be used: {error}", folder.display()))?;
        return Ok(name);
    }
    // Written beside its place and moved there whole, so that a full disk leaves no half of a theme.
    let unwritable = |error: std::io::Error| format!("{} cannot be written: {error}", folder.display());
    std::fs::create_dir_all(themes).map_err(unwritable)?;
    let draft = tempfile::Builder::new().prefix(".adding-").tempdir_in(themes).map_err(unwritable)?;
    for (file, bytes) in files {
        let path = draft.path().join(file);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(unwritable)?;
        }
        std::fs::write(&path, bytes).map_err(unwritable)?;
    }
    std::fs::rename(draft.keep(), &folder).map_err(unwritable)?;
    Ok(name)
}

/// What changes with any file.
fn version_of(files: &Files) -> String {
    let mut all = Vec::new();
    for (name, bytes) in files {
        all.extend_from_slice(&(name.len() as u64).to_le_bytes());
        all.extend_from_slice(name.as_bytes());
        all.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        all.extend_from_slice(bytes);
    }
    dateline_press::short_hash(&all)
}

/// The names of the themes that were added.
pub(crate) fn names(themes: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(themes).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    names
}

/// The theme that somebody means who writes `name`: with its version that one, without it the version added last.
pub(crate) fn meant(themes: &Path, name: &str) -> Option<String> {
    let known = names(themes);
    if known.iter().any(|full| full == name) {
        return Some(name.to_owned());
    }
    let added = |full: &String| std::fs::metadata(themes.join(full)).and_then(|it| it.modified()).ok();
    known.into_iter().filter(|full| full.split('@').next() == Some(name)).max_by_key(added)
}

/// Where the press finds the themes that sites name.
pub(crate) fn source(themes: PathBuf) -> ThemeSource {
    Arc::new(move |name| {
        let folder = themes.join(name);
        folder.is_dir().then(|| load(&folder))
    })
}

fn load(folder: &Path) -> Result<Theme, ThemeError> {
    let files = read(folder).map_err(|error| ThemeError::Standard(error.to_string()))?;
    Theme::load(files)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn a_theme() -> Files {
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        vec![
            file("index.hbs", "{{#foreach posts}}{{title}}{{/foreach}}"),
            file("post.hbs", "x"),
            file("assets/css/a.css", "a{}"),
        ]
    }

    #[test]
    fn a_theme_that_is_kept_is_found_again_and_the_same_one_is_kept_once() {
        let folder = tempfile::tempdir().unwrap();
        let name = keep(folder.path(), "plain", &a_theme()).unwrap();
        assert_eq!(keep(folder.path(), "plain", &a_theme()).unwrap(), name);
        assert_eq!(names(folder.path()), std::slice::from_ref(&name));
        let theme = source(folder.path().to_owned())(&name).unwrap().unwrap();
        assert!(theme.asset("css/a.css").is_some());
        assert!(source(folder.path().to_owned())("other").is_none());
    }

    #[test]
    fn another_version_of_a_theme_has_another_name() {
        let folder = tempfile::tempdir().unwrap();
        let first = keep(folder.path(), "plain", &a_theme()).unwrap();
        let mut files = a_theme();
        files[0].1.push(b' ');
        assert_ne!(keep(folder.path(), "plain", &files).unwrap(), first);
        assert_eq!(names(folder.path()).len(), 2);
    }

    #[test]
    fn a_bare_name_means_the_version_that_was_added_last() {
        let folder = tempfile::tempdir().unwrap();
        let first = keep(folder.path(), "plain", &a_theme()).unwrap();
        let mut files = a_theme();
        files[0].1.push(b' ');
        let second = keep(folder.path(), "plain", &files).unwrap();
        let age = |name: &str, seconds| {
            let version = std::fs::File::open(folder.path().join(name)).unwrap();
            version.set_modified(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
        };
        for (of_first, of_second, newest) in [(1, 2, &second), (2, 1, &first)] {
            age(&first, of_first);
            age(&second, of_second);
            assert_eq!(meant(folder.path(), "plain").as_ref(), Some(newest));
        }
        assert_eq!(keep(folder.path(), "plain", &files).unwrap(), second);
        assert_eq!(meant(folder.path(), "plain"), Some(second.clone()), "it was added again just now");
        assert_eq!(meant(folder.path(), &first), Some(first));
        assert_eq!(meant(folder.path(), "pla"), None);
    }

    #[test]
    fn a_name_that_leads_out_of_the_folder_stays_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let name = keep(folder.path(), "../../etc/cron.d", &a_theme()).unwrap();
        assert!(name.starts_with("etccron.d@"), "{name}");
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_folder_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/passwd", folder.path().join("index.hbs")).unwrap();
        assert!(read(folder.path()).unwrap().is_empty());
    }
}

//! Themes as zip archives. Nothing is ever extracted to disk: an archive becomes names and contents in memory.

use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use bytes::Bytes;
use zip::ZipArchive;

use crate::theme::{MAX_FILES, MAX_THEME_BYTES};
use crate::{Theme, ThemeError};

/// The files of a theme in a zip archive, for [`Theme::load`] and [`check`](crate::check()). A theme that lies in a folder
/// inside the archive is taken out of it; folders and what systems leave in archives are left out.
///
/// # Errors
/// What is no archive, is encrypted, holds links, names outside its folder, two names that differ only in capitals, or
/// more files or bytes than a theme may have. Bytes are counted as they are unpacked, whatever the archive says.
pub fn unpack(archive: &[u8]) -> Result<Vec<(String, Bytes)>, ThemeError> {
    unpack_within(archive, MAX_THEME_BYTES)
}

fn unpack_within(archive: &[u8], limit: usize) -> Result<Vec<(String, Bytes)>, ThemeError> {
    too_large("the archive in bytes", archive.len(), limit)?;
    let mut archive = ZipArchive::new(Cursor::new(archive)).map_err(unreadable)?;
    too_large("the number of files", archive.len(), MAX_FILES)?;
    let mut files: Vec<(String, Bytes)> = Vec::with_capacity(archive.len());
    let mut spellings: HashMap<String, String> = HashMap::with_capacity(archive.len());
    let mut left = limit;
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).map_err(unreadable)?;
        let name = file.name().map_err(unreadable)?.into_owned();
        if file.is_symlink() {
            return Err(ThemeError::Link(name));
        }
        if file.is_dir() || name.ends_with('/') || is_left_by_a_system(&name) {
            continue;
        }
        Theme::check_name(&name)?;
        if let Some(other) = spellings.insert(name.to_lowercase(), name.clone()) {
            return Err(ThemeError::SameName(other, name));
        }
        let mut bytes = Vec::new();
        // One byte more than is left tells a full archive from one that is too large.
        file.by_ref()
            .take(left as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(error.into()))?;
        too_large("the theme's size in bytes", limit - left + bytes.len(), limit)?;
        left -= bytes.len();
        files.push((name, bytes.into()));
    }
    Ok(without_folder(files))
}

fn unreadable(error: zip::result::ZipError) -> ThemeError {
    ThemeError::Archive(error.to_string())
}

fn too_large(what: &str, size: usize, limit: usize) -> Result<(), ThemeError> {
    if size <= limit { Ok(()) } else { Err(ThemeError::TooLarge { what: what.to_owned(), limit }) }
}

fn is_left_by_a_system(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    name.starts_with("__MACOSX/") || matches!(file, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// The files without the folder that all of them lie in, if there is one and the theme begins in it.
fn without_folder(files: Vec<(String, Bytes)>) -> Vec<(String, Bytes)> {
    let folder =
        files.first().and_then(|(name, _)| name.split_once('/')).map(|(folder, _)| format!("{folder}/"));
    match folder {
        Some(folder) if folder != "assets/" && files.iter().all(|(name, _)| name.starts_with(&folder)) => {
            files.into_iter().map(|(name, bytes)| (name[folder.len()..].to_owned(), bytes)).collect()
        }
        _ => files,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn a_bomb_goes_off_at_the_limit() {
        const LIMIT: usize = 1 << 20;
        let bomb = |sizes: &[usize]| {
            let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
            for (number, size) in sizes.iter().enumerate() {
                writer.start_file(format!("{number}.css"), SimpleFileOptions::default()).unwrap();
                writer.write_all(&vec![0; *size]).unwrap();
            }
            let archive = writer.finish().unwrap().into_inner();
            assert!(archive.len() < LIMIT / 100, "the archive itself is small");
            unpack_within(&archive, LIMIT)
        };
        assert!(bomb(&[LIMIT]).is_ok());
        assert!(bomb(&[LIMIT - 1, 1]).is_ok());
        for sizes in [&[LIMIT + 1][..], &[LIMIT, 1], &[1, LIMIT]] {
            assert!(matches!(bomb(sizes), Err(ThemeError::TooLarge { limit: LIMIT, .. })), "{sizes:?}");
        }
    }
}

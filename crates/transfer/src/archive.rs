//! Zips, read in place: nothing is unpacked to disk, and what a zip claims is checked while it is read.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use crate::problem::{Limits, OpenError};
use crate::text::TooMuch;

/// A zip whose names have been looked through.
#[derive(Debug)]
pub(crate) struct Archive {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    /// The names in the zip of files that are called otherwise here.
    renamed: HashMap<String, String>,
    ratio: u64,
}

/// A small file may well be made of one letter; below this size the ratio says nothing.
const RATIO_FREE_BYTES: u64 = 1 << 20;

impl Archive {
    /// Opens `path` and refuses what no honest Takeout has: too many entries, names that lead out of it.
    pub(crate) fn open(path: &Path, limits: &Limits) -> Result<Self, OpenError> {
        let refuse = |reason: String| OpenError::Zip { path: path.to_owned(), reason };
        let io = |reason| OpenError::Io { path: path.to_owned(), reason };
        let mut file = File::open(path).map_err(io)?;
        // Counted before the directory is read, which would hold all of it in memory.
        let entries = entries_in(&mut file).map_err(io)?;
        let entries =
            entries.ok_or_else(|| refuse("it has no end; it may have been cut short".to_owned()))?;
        if entries > limits.zip_entries {
            return Err(refuse(format!("it has {entries} entries, more than {}", limits.zip_entries)));
        }
        file.rewind().map_err(io)?;
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|e| refuse(e.to_string()))?;
        for name in zip.file_names_raw() {
            let name = String::from_utf8_lossy(name);
            let climbs = name.split(['/', '\\']).any(|part| part == "..");
            if climbs
                || name.starts_with(['/', '\\'])
                || name.contains(['\0', ':']) && name[1..].starts_with(':')
            {
                return Err(refuse(format!("\"{}\" leads out of it", crate::problem::for_report(&name))));
            }
        }
        let mut renamed = HashMap::new();
        for name in zip.file_names().filter_map(Result::ok) {
            let clean = clean(&name);
            if clean != name && zip.index_for_name(&clean).is_none() {
                renamed.entry(clean).or_insert_with(|| name.into());
            }
        }
        Ok(Self { path: path.to_owned(), zip, renamed, ratio: limits.zip_ratio })
    }

    /// The names of its files, with `/` between their parts also where the zip was made on Windows.
    pub(crate) fn names(&self) -> Vec<String> {
        let named = |name: &str| {
            let clean = clean(name);
            if self.renamed.get(&clean).is_some_and(|known| known == name) { clean } else { name.to_owned() }
        };
        self.zip.file_names().filter_map(|name| name.ok().map(|name| named(&name))).collect()
    }

    /// What the zip calls the file `name`.
    fn raw<'n>(&'n self, name: &'n str) -> &'n str {
        self.renamed.get(name).map_or(name, String::as_str)
    }

    /// How long its file `name` says it is, unpacked; 0 when it is not there.
    pub(crate) fn length(&mut self, name: &str) -> u64 {
        let raw = self.raw(name).to_owned();
        self.zip.by_name(&raw).map_or(0, |file| file.size())
    }

    /// Its file `name`, unpacked while it is read.
    pub(crate) fn file(&mut self, name: &str) -> Result<impl Read, OpenError> {
        let path = self.path.clone();
        let ratio = self.ratio;
        let refuse = |reason: String| OpenError::Zip { path, reason };
        let raw = self.raw(name).to_owned();
        let file = self.zip.by_name(&raw).map_err(|e| refuse(e.to_string()))?;
        let left = file.compressed_size().saturating_mul(ratio).max(RATIO_FREE_BYTES);
        Ok(Unpacked { file, left, ratio })
    }
}

/// A name without the parts that say nothing: `.\posts\\fog.md` is `posts/fog.md`.
fn clean(name: &str) -> String {
    let folder = if name.ends_with(['/', '\\']) { "/" } else { "" };
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "."));
    parts.collect::<Vec<_>>().join("/") + folder
}

/// A file of a zip that may not grow beyond what its packed size allows.
struct Unpacked<R> {
    file: R,
    left: u64,
    ratio: u64,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.left =
            self.left.checked_sub(read as u64).ok_or_else(|| io::Error::other(TooMuch::Ratio(self.ratio)))?;
        Ok(read)
    }
}

/// How many entries the end of a zip announces; `None` when there is no such end. Appnote 4.3.14 to 4.3.16.
fn entries_in(file: &mut File) -> io::Result<Option<u64>> {
    const END: &[u8] = b"PK\x05\x06";
    const END_BYTES: usize = 22;
    const COMMENT_MAX: u64 = 65_535;
    let length = file.seek(SeekFrom::End(0))?;
    let tail_length = length.min(COMMENT_MAX + END_BYTES as u64 + 20);
    file.seek(SeekFrom::Start(length - tail_length))?;
    let mut tail = Vec::with_capacity(tail_length as usize);
    file.take(tail_length).read_to_end(&mut tail)?;
    let Some(at) = tail.windows(END.len()).rposition(|window| window == END) else { return Ok(None) };
    let Some(count) = tail.get(at + 10..at + 12) else { return Ok(None) };
    let count = u64::from(u16::from_le_bytes([count[0], count[1]]));
    if count < u64::from(u16::MAX) {
        return Ok(Some(count));
    }
    // The real number stands in the zip64 record that the locator before the end points to.
    let Some(locator) = at.checked_sub(20).and_then(|start| tail.get(start..at)) else {
        return Ok(Some(count));
    };
    if !locator.starts_with(b"PK\x06\x07") {
        return Ok(Some(count));
    }
    let mut offset = [0; 8];
    offset.copy_from_slice(&locator[8..16]);
    file.seek(SeekFrom::Start(u64::from_le_bytes(offset)))?;
    let mut record = [0; 40];
    if file.read_exact(&mut record).is_err() || !record.starts_with(b"PK\x06\x06") {
        return Ok(None);
    }
    let mut total = [0; 8];
    total.copy_from_slice(&record[32..40]);
    Ok(Some(u64::from_le_bytes(total)))
}

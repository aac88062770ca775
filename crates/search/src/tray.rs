//! Where the new parts of an index lie until they are filed.
//!
//! An index that follows the log is committed several times a second under a lively thread, and each commit makes a dozen small files, of
//! which most are merged into others and deleted within seconds. Each of them would be created, waited for until it is on the
//! disk, and entered in a list that is written anew. In the tray they lie in memory, where searchers find them like all others, and
//! what is left of them is filed now and then: first the files, then the list of parts that names them, then what no list
//! names any more is deleted. Whatever moment a power cut comes at, the disk holds the index of one filing, whole; what came after it is taken
//! from the change log again.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, OwnedBytes, TerminatingWrite, WatchCallback, WatchHandle,
    WritePtr,
};

/// The list of the parts that an index consists of, by its name in the library.
const PARTS: &str = "meta.json";
/// The list of all files that are the library's to delete, by its name there: an array of names.
const OWN_FILES: &str = ".managed.json";

/// How large a file may become in memory, in bytes. Larger ones are those of large parts, which are written once and stay.
const LARGE: usize = 256 * 1024;
/// How much may lie there before it is filed, in bytes.
const FULL: usize = 4 * 1024 * 1024;
/// How many lists of parts may follow each other before the last of them is filed: half a minute of a lively thread at most.
const LISTS: u32 = 32;

/// The folder of an index, before which new files lie in memory.
#[derive(Debug, Clone)]
pub(crate) struct Tray(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: Box<dyn Directory>,
    lying: Mutex<Lying>,
    /// Held by whoever files.
    filing: Mutex<()>,
}

/// What the folder does not know yet.
#[derive(Debug, Default)]
struct Lying {
    /// Files that are written once; `None` while somebody writes.
    files: HashMap<PathBuf, Option<OwnedBytes>>,
    /// Files that are replaced as a whole.
    lists: HashMap<PathBuf, Arc<[u8]>>,
    /// Files in the folder that the index no longer knows.
    gone: HashSet<PathBuf>,
    /// How many lists of parts were written since the last filing.
    replaced: u32,
}

impl Tray {
    pub(crate) fn before(folder: Box<dyn Directory>) -> Self {
        Self(Arc::new(Inner { folder, lying: Mutex::default(), filing: Mutex::default() }))
    }

    /// Files what lies here when it is much, or has lain here for long.
    pub(crate) fn file_if_full(&self) -> io::Result<()> {
        let is_full = {
            let lying = self.lying();
            let bytes: usize = lying.files.values().flatten().map(OwnedBytes::len).sum();
            lying.replaced >= LISTS || bytes >= FULL
        };
        if is_full { self.file() } else { Ok(()) }
    }

    /// Files what lies here. After an error everything lies here still, and can be filed later.
    pub(crate) fn file(&self) -> io::Result<()> {
        // Nothing that can panic happens under it.
        let _alone = self.0.filing.lock().unwrap_or_else(PoisonError::into_inner);
        let (files, lists, gone, replaced) = {
            let lying = self.lying();
            let whole = lying.files.iter().filter_map(|(path, bytes)| Some((path.clone(), bytes.clone()?)));
            (whole.collect::<HashMap<_, _>>(), lying.lists.clone(), lying.gone.clone(), lying.replaced)
        };
        if files.is_empty() && lists.is_empty() && gone.is_empty() {
            return Ok(());
        }
        let filed = self.write(&files, &lists, &gone);
        let mut lying = self.lying();
        for path in files.into_keys() {
            let is_there = lying.files.contains_key(&path);
            if is_there && filed.is_ok() {
                lying.files.remove(&path);
            } else if !is_there {
                // It was deleted while it was filed.
                lying.gone.insert(path);
            }
        }
        filed?;
        lying.lists.retain(|path, list| !lists.get(path).is_some_and(|written| Arc::ptr_eq(written, list)));
        lying.gone.retain(|path| !gone.contains(path));
        lying.replaced -= replaced;
        Ok(())
    }

    /// The order counts: a file is the library's before it is there, there before a list names it, and deleted when no list names it.
    fn write(
        &self,
        files: &HashMap<PathBuf, OwnedBytes>,
        lists: &HashMap<PathBuf, Arc<[u8]>>,
        gone: &HashSet<PathBuf>,
    ) -> io::Result<()> {
        let folder = &self.0.folder;
        if let Some(own) = lists.get(Path::new(OWN_FILES)) {
            let mut own: HashSet<PathBuf> = serde_json::from_slice(own)?;
            own.extend(gone.iter().cloned());
            folder.atomic_write(Path::new(OWN_FILES), &serde_json::to_vec(&own)?)?;
        }
        for (path, bytes) in files {
            // Of a filing that broke off.
            if folder.exists(path).map_err(io::Error::other)? {
                folder.delete(path).map_err(io::Error::other)?;
            }
            let mut file = folder.open_write(path).map_err(io::Error::other)?;
            file.write_all(bytes)?;
            file.terminate()?;
        }
        folder.sync_directory()?;
        if let Some(parts) = lists.get(Path::new(PARTS)) {
            folder.atomic_write(Path::new(PARTS), parts)?;
            folder.sync_directory()?;
        }
        for path in gone {
            match folder.delete(path) {
                Ok(()) | Err(DeleteError::FileDoesNotExist(_)) => {}
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(())
    }

    fn lying(&self) -> MutexGuard<'_, Lying> {
        self.0.lying.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Directory for Tray {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let lying = self.lying();
        match lying.files.get(path) {
            Some(Some(bytes)) => return Ok(Arc::new(bytes.clone())),
            None if !lying.gone.contains(path) => {}
            Some(None) | None => return Err(OpenReadError::FileDoesNotExist(path.to_owned())),
        }
        drop(lying);
        self.0.folder.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let mut lying = self.lying();
        let failed = |error| DeleteError::IoError {
            io_error: Arc::new(io::Error::other(error)),
            filepath: path.to_owned(),
        };
        let lay_here = lying.files.remove(path).is_some();
        // Of a file that lay here some may have been filed before filing broke off.
        let is_filed = !lying.gone.contains(path) && self.0.folder.exists(path).map_err(failed)?;
        if is_filed {
            lying.gone.insert(path.to_owned());
        }
        if lay_here || is_filed { Ok(()) } else { Err(DeleteError::FileDoesNotExist(path.to_owned())) }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        let lying = self.lying();
        if lying.files.contains_key(path) || lying.lists.contains_key(path) {
            return Ok(true);
        }
        Ok(!lying.gone.contains(path) && self.0.folder.exists(path)?)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let mut lying = self.lying();
        let failed = |error| OpenWriteError::wrap_io_error(io::Error::other(error), path.to_owned());
        if lying.files.contains_key(path) || self.0.folder.exists(path).map_err(failed)? {
            return Err(OpenWriteError::FileAlreadyExists(path.to_owned()));
        }
        lying.files.insert(path.to_owned(), None);
        drop(lying);
        let draft = Draft { tray: self.clone(), path: path.to_owned(), lies: Vec::new(), large: None };
        Ok(BufWriter::new(Box::new(draft)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let lies = self.lying().lists.get(path).cloned();
        lies.map_or_else(|| self.0.folder.atomic_read(path), |list| Ok(list.to_vec()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let mut lying = self.lying();
        lying.replaced += u32::from(path == Path::new(PARTS));
        lying.lists.insert(path.to_owned(), data.into());
        Ok(())
    }

    /// Done by each filing.
    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.0.folder.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.folder.watch(callback)
    }
}

/// A file that is being written.
struct Draft {
    tray: Tray,
    path: PathBuf,
    /// What was written, as long as that is little.
    lies: Vec<u8>,
    /// Where the rest goes when it is not.
    large: Option<WritePtr>,
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(large) = &mut self.large {
            return large.write(bytes);
        }
        self.lies.extend_from_slice(bytes);
        if self.lies.len() > LARGE {
            let mut large = self.tray.0.folder.open_write(&self.path).map_err(io::Error::other)?;
            large.write_all(&std::mem::take(&mut self.lies))?;
            self.large = Some(large);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.large.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl TerminatingWrite for Draft {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let large = self.large.take();
        let is_large = large.is_some();
        large.map_or(Ok(()), TerminatingWrite::terminate)?;
        let files = &mut self.tray.lying().files;
        if is_large {
            files.remove(&self.path);
        } else {
            files.insert(self.path.clone(), Some(OwnedBytes::new(std::mem::take(&mut self.lies))));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::fs;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tantivy::directory::{MmapDirectory, RamDirectory};
    use tantivy::{HasLen as _, TantivyDocument};

    use super::*;
    use crate::schema::VERSION;
    use crate::volume::{Mark, Step, Volume};

    /// A disk that takes so many steps and then no more. Creating a file is one, writing it another.
    #[derive(Debug, Clone)]
    struct Disk {
        folder: MmapDirectory,
        steps: Arc<AtomicUsize>,
    }

    impl Disk {
        fn step(&self) -> io::Result<()> {
            let left =
                self.steps.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
            left.map(drop).map_err(|_| io::Error::other("the disk is gone"))
        }
    }

    impl Directory for Disk {
        fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
            self.folder.get_file_handle(path)
        }
        fn delete(&self, path: &Path) -> Result<(), DeleteError> {
            let failed =
                |error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() };
            self.step().map_err(failed)?;
            self.folder.delete(path)
        }
        fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
            self.folder.exists(path)
        }
        fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
            let failed = |error| OpenWriteError::wrap_io_error(error, path.to_owned());
            self.step().map_err(failed)?;
            let file = self.folder.open_write(path)?;
            Ok(BufWriter::new(Box::new(OnDisk(self.clone(), file))))
        }
        fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
            self.folder.atomic_read(path)
        }
        fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
            self.step()?;
            self.folder.atomic_write(path, data)
        }
        fn sync_directory(&self) -> io::Result<()> {
            self.step()?;
            self.folder.sync_directory()
        }
        fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
            self.folder.acquire_lock(lock)
        }
        fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
            self.folder.watch(callback)
        }
    }

    struct OnDisk(Disk, WritePtr);

    impl Write for OnDisk {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.step()?;
            self.1.write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            self.1.flush()
        }
    }

    impl TerminatingWrite for OnDisk {
        fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
            self.1.flush()?;
            self.1.get_mut().terminate_ref(token)
        }
    }

    fn mark(seq: i64) -> Mark {
        Mark { version: VERSION, seq, about: None, locale: "en".to_owned() }
    }

    /// Commits up to change number `upto`, each with one more card.
    fn follow(volume: &Volume, upto: i64) {
        for seq in volume.mark().unwrap().seq + 1..=upto {
            volume.write(vec![Step::Add(TantivyDocument::default())], &mark(seq)).unwrap();
        }
    }

    /// An index in a folder that was filed at change number `seq`.
    fn filed_at(folder: &Path, seq: i64) {
        drop(Volume::create(folder).unwrap().bulk().unwrap().finish(&mark(0)));
        let volume = Volume::open(folder).unwrap();
        follow(&volume, seq);
        volume.rest().unwrap();
    }

    fn copied(folder: &Path) -> tempfile::TempDir {
        let copy = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
        }
        copy
    }

    fn on_a_disk(folder: &Path, steps: usize) -> (Volume, Arc<AtomicUsize>) {
        let steps = Arc::new(AtomicUsize::new(steps));
        let disk = Disk { folder: MmapDirectory::open(folder).unwrap(), steps: Arc::clone(&steps) };
        (Volume::open_in(folder, Box::new(disk)).unwrap(), steps)
    }

    /// What is in the folder beside locks and lists.
    fn files_in(folder: &Path) -> HashSet<PathBuf> {
        let names = fs::read_dir(folder).unwrap().map(|entry| PathBuf::from(entry.unwrap().file_name()));
        names.filter(|name| !name.to_str().unwrap().starts_with('.') && name != Path::new(PARTS)).collect()
    }

    /// Reads an index as the disk has it: whole, with as many cards as its mark says.
    fn stands_at(folder: &Path) -> i64 {
        let volume = Volume::open(folder).unwrap();
        assert_eq!(volume.damaged_files().unwrap(), Vec::<PathBuf>::new());
        let seq = volume.mark().unwrap().seq;
        assert_eq!(volume.searcher().num_docs(), seq as u64);
        seq
    }

    /// Fails where the folder holds anything that the index does not know.
    fn has_no_leftovers(folder: &Path) {
        let index = tantivy::Index::open_in_dir(folder).unwrap();
        let parts = index.searchable_segment_ids().unwrap();
        let is_known =
            |name: &PathBuf| parts.iter().any(|part| name.to_str().unwrap().starts_with(&part.uuid_string()));
        let unknown: Vec<_> = files_in(folder).into_iter().filter(|name| !is_known(name)).collect();
        assert_eq!(unknown, Vec::<PathBuf>::new());
    }

    #[test]
    fn what_is_committed_is_found_at_once_and_on_disk_when_the_index_rests() {
        let folder = tempfile::tempdir().unwrap();
        filed_at(folder.path(), 1);
        let before = files_in(folder.path());
        let volume = Volume::open(folder.path()).unwrap();
        follow(&volume, 20);
        assert_eq!(volume.searcher().num_docs(), 20);
        assert_eq!(files_in(folder.path()), before);
        assert_eq!(stands_at(folder.path()), 1);
        volume.rest().unwrap();
        assert_eq!(stands_at(folder.path()), 20);
        has_no_leftovers(folder.path());
    }

    #[test]
    fn a_lively_thread_is_filed_now_and_then() {
        let folder = tempfile::tempdir().unwrap();
        filed_at(folder.path(), 0);
        let volume = Volume::open(folder.path()).unwrap();
        let mut stood = HashSet::new();
        for seq in 1..=120 {
            follow(&volume, seq);
            stood.insert(stands_at(folder.path()));
        }
        assert!(stood.len() > 2 && stood.iter().any(|seq| *seq > 60), "{stood:?}");
    }

    #[test]
    fn a_power_cut_at_any_step_of_filing_leaves_the_index_of_one_filing() {
        let (before, mut stood) = (tempfile::tempdir().unwrap(), Vec::new());
        filed_at(before.path(), 2);
        for steps in 0.. {
            let folder = copied(before.path());
            let (volume, _) = on_a_disk(folder.path(), steps);
            // Eight parts are merged into one.
            follow(&volume, 9);
            let filed = volume.rest();
            drop(volume);
            stood.push(stands_at(folder.path()));
            filed_at_again(folder.path(), 10);
            if filed.is_ok() {
                break;
            }
        }
        assert!(stood.is_sorted() && stood[0] == 2 && stood[stood.len() - 1] == 9, "{stood:?}");
        assert!(stood.len() > 8, "there are that many steps at least: {stood:?}");
    }

    /// The next start: the log is followed on, and nothing is left of what was cut off.
    fn filed_at_again(folder: &Path, seq: i64) {
        let volume = Volume::open(folder).unwrap();
        follow(&volume, seq);
        volume.rest().unwrap();
        drop(volume);
        assert_eq!(stands_at(folder), seq);
        has_no_leftovers(folder);
    }

    #[test]
    fn a_full_disk_loses_nothing_and_is_gone_on_with_when_there_is_room() {
        let before = tempfile::tempdir().unwrap();
        filed_at(before.path(), 2);
        for steps in 0..12 {
            let folder = copied(before.path());
            let (volume, room) = on_a_disk(folder.path(), steps);
            follow(&volume, 6);
            assert!(matches!(volume.rest(), Err(crate::SearchError::Folder { .. })));
            assert_eq!(volume.searcher().num_docs(), 6);
            // What was filed in part is merged into something else.
            follow(&volume, 9);
            room.store(usize::MAX, Ordering::Relaxed);
            volume.rest().unwrap();
            drop(volume);
            assert_eq!(stands_at(folder.path()), 9);
            has_no_leftovers(folder.path());
        }
    }

    #[test]
    fn while_the_disk_takes_nothing_no_more_is_taken_in_than_the_tray_holds() {
        let folder = tempfile::tempdir().unwrap();
        filed_at(folder.path(), 0);
        let (volume, room) = on_a_disk(folder.path(), 0);
        let refused = (1..1_000).find(|seq| {
            let written = volume.write(vec![Step::Add(TantivyDocument::default())], &mark(*seq));
            assert!(
                written.is_ok() || matches!(written, Err(crate::SearchError::Folder { .. })),
                "{written:?}"
            );
            written.is_err()
        });
        assert!(refused.unwrap() <= i64::from(LISTS) + 1);
        let times_idle = || (0..1_000).filter(|_| volume.is_idle()).count();
        for _ in 0..2 {
            assert_eq!(times_idle(), 1, "it is tried again");
            assert!(volume.rest().is_err());
        }
        let taken = volume.mark().unwrap().seq;
        room.store(usize::MAX, Ordering::Relaxed);
        follow(&volume, taken + 5);
        assert_eq!(times_idle(), 1);
        volume.rest().unwrap();
        assert_eq!(times_idle(), 0);
        assert_eq!(stands_at(folder.path()), taken + 5);
    }

    #[test]
    fn a_large_file_goes_to_the_folder_and_all_others_lie_in_the_tray() {
        let folder = RamDirectory::create();
        let tray = Tray::before(Box::new(folder.clone()));
        for (name, length, is_large) in [("a", 0, false), ("b", LARGE, false), ("c", LARGE + 1, true)] {
            let mut file = tray.open_write(Path::new(name)).unwrap();
            file.write_all(&vec![b'x'; length]).unwrap();
            file.terminate().unwrap();
            assert_eq!(folder.exists(Path::new(name)).unwrap(), is_large, "{name}");
            assert_eq!(tray.open_read(Path::new(name)).unwrap().len(), length, "{name}");
            assert!(matches!(tray.open_write(Path::new(name)), Err(OpenWriteError::FileAlreadyExists(_))));
        }
        tray.file().unwrap();
        for name in ["a", "b", "c"] {
            assert!(folder.exists(Path::new(name)).unwrap());
            tray.delete(Path::new(name)).unwrap();
            assert!(matches!(tray.delete(Path::new(name)), Err(DeleteError::FileDoesNotExist(_))));
            assert!(tray.open_read(Path::new(name)).is_err() && !tray.exists(Path::new(name)).unwrap());
            assert!(folder.exists(Path::new(name)).unwrap(), "the list in the folder may name it");
        }
        tray.file().unwrap();
        assert!(["a", "b", "c"].iter().all(|name| !folder.exists(Path::new(name)).unwrap()));
    }

    #[test]
    fn it_is_full_at_as_many_bytes_or_lists_as_it_holds() {
        let folder = RamDirectory::create();
        let tray = Tray::before(Box::new(folder.clone()));
        let put = |number: usize, length: usize| {
            let mut file = tray.open_write(Path::new(&number.to_string())).unwrap();
            file.write_all(&vec![b'x'; length]).unwrap();
            file.terminate().unwrap();
        };
        (1..FULL / LARGE).for_each(|number| put(number, LARGE));
        put(0, LARGE - 1);
        tray.file_if_full().unwrap();
        assert!(!folder.exists(Path::new("0")).unwrap());
        put(FULL, 1);
        tray.file_if_full().unwrap();
        assert!(folder.exists(Path::new("0")).unwrap());
        for _ in 1..LISTS {
            tray.atomic_write(Path::new(PARTS), b"{}").unwrap();
        }
        tray.file_if_full().unwrap();
        assert!(!folder.exists(Path::new(PARTS)).unwrap());
        tray.atomic_write(Path::new(PARTS), b"{}").unwrap();
        tray.file_if_full().unwrap();
        assert!(folder.exists(Path::new(PARTS)).unwrap());
    }
}

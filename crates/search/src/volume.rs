//! One index in its folder: opened, written in whole commits, read at one moment.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::{fs, io};

use serde::{Deserialize, Serialize};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::{
    Directory, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term,
};

use crate::SearchError;
use crate::dictionary::LookedUp;
use crate::schema::{Fields, VERSION, register_tokenizers, schema};
use crate::spans::Spans;
use crate::tray::Tray;

/// Memory of a writer that follows the log, in bytes: the least that is allowed.
const FOLLOWING_BYTES: usize = 15_000_000;
/// Memory of each of the writers that build an index, in bytes.
const BUILDING_BYTES: usize = 32_000_000;
/// How many of these there are.
const BUILDING_THREADS: usize = 2;
/// Cards of a part below which it is merged with all others that are so small, however small. A part of ten thousand, which is usual
/// elsewhere, would be written anew with every eighth commit, and there is a commit in every second of a lively thread.
const SMALL_PART: u32 = 1_000;

/// How far an index has followed the change log. It is part of each commit, so that what the index holds and
/// what it says about it can never disagree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The version of the schema and of the analysis.
    pub(crate) version: u32,
    /// The number of the last change that the index knows of.
    pub(crate) seq: i64,
    /// What that change was about. A database that was exchanged for another tells another story under this number.
    pub(crate) about: Option<uuid::Uuid>,
    /// The site's language when the index was built.
    pub(crate) locale: String,
}

/// A step of a change to the index; the order counts.
pub(crate) enum Step {
    /// Takes out all cards with this term.
    Remove(Term),
    /// Puts in a card.
    Add(TantivyDocument),
}

/// An index in its folder.
pub(crate) struct Volume {
    pub(crate) folder: PathBuf,
    pub(crate) fields: Fields,
    /// Where its newest cards stand.
    pub(crate) spans: Spans,
    /// Words that were asked for of late.
    pub(crate) looked_up: LookedUp,
    index: Index,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    /// Where its new parts lie, when it follows the log; what is built whole goes into its folder.
    tray: Option<Tray>,
    /// How often nothing was to be written since the last time.
    idle: AtomicU32,
}

/// After how many looks at a quiet log a writer is closed.
const IDLE_LOOKS: u32 = 20;

impl Volume {
    /// Starts an empty index in a new folder.
    pub(crate) fn create(folder: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(folder)
            .map_err(|source| SearchError::Folder { path: folder.to_owned(), source })?;
        let index = Index::create_in_dir(folder, schema())?;
        Self::of(folder, index, None)
    }

    /// Opens an index that is there. An error is all that damage or another version shows.
    pub(crate) fn open(folder: &Path) -> Result<Self, SearchError> {
        // What reads the files asserts what a file that was cut off breaks.
        let opened = std::panic::catch_unwind(|| {
            Self::open_in(folder, Box::new(MmapDirectory::open(folder).map_err(TantivyError::from)?))
        });
        opened.unwrap_or_else(|_| Err(SearchError::Damaged("opening it panicked".to_owned())))
    }

    /// The same where the library reads and writes the folder through `files`.
    pub(crate) fn open_in(folder: &Path, files: Box<dyn Directory>) -> Result<Self, SearchError> {
        let tray = Tray::before(files);
        let index = Index::open(tray.clone())?;
        if index.schema() != schema() {
            return Err(SearchError::Damaged("it has the fields of another version".to_owned()));
        }
        let volume = Self::of(folder, index, Some(tray))?;
        if volume.mark()?.version != VERSION {
            return Err(SearchError::Damaged("it was written by another version".to_owned()));
        }
        Ok(volume)
    }

    fn of(folder: &Path, index: Index, tray: Option<Tray>) -> Result<Self, SearchError> {
        register_tokenizers(&index);
        let fields = Fields::of(&index.schema())?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Self {
            folder: folder.to_owned(),
            fields,
            spans: Spans::default(),
            looked_up: LookedUp::default(),
            index,
            reader,
            writer: Mutex::new(None),
            tray,
            idle: AtomicU32::new(0),
        })
    }

    /// How far it has followed the log.
    pub(crate) fn mark(&self) -> Result<Mark, SearchError> {
        let payload = self.index.load_metas()?.payload.unwrap_or_default();
        serde_json::from_str(&payload).map_err(|error| SearchError::Damaged(error.to_string()))
    }

    /// What it holds at this moment.
    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Takes `steps` and commits them together with `mark`: after a power cut either both are there or neither, and neither is
    /// if nothing was filed since.
    pub(crate) fn write(&self, steps: Vec<Step>, mark: &Mark) -> Result<(), SearchError> {
        self.idle.store(0, Ordering::Relaxed);
        // Before anything is taken: while the folder takes nothing, the tray must not grow.
        self.file(Tray::file_if_full)?;
        let mut slot = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = if let Some(writer) = slot.take() {
            writer
        } else {
            let writer = self.index.writer_with_options(options(1, FOLLOWING_BYTES))?;
            writer.set_merge_policy(Box::new(merging()));
            writer
        };
        // A writer that failed is dropped, and with it whatever it had not committed.
        take(&writer, steps)?;
        commit(&mut writer, mark)?;
        *slot = Some(writer);
        self.reader.reload()?;
        Ok(())
    }

    /// Whether nothing was written for a while, asked at each look at the log.
    pub(crate) fn is_idle(&self) -> bool {
        self.idle.fetch_add(1, Ordering::Relaxed) == IDLE_LOOKS
    }

    /// Closes the writer, so that a hundred quiet sites cost no memory; waits for what it is still merging, and files everything.
    /// Where that fails it is idle again after as many looks.
    pub(crate) fn rest(&self) -> Result<(), SearchError> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        writer.map_or(Ok(()), IndexWriter::wait_merging_threads)?;
        self.file(Tray::file).inspect_err(|_| self.idle.store(0, Ordering::Relaxed))
    }

    fn file(&self, how: impl FnOnce(&Tray) -> io::Result<()>) -> Result<(), SearchError> {
        let filed = self.tray.as_ref().map_or(Ok(()), how);
        filed.map_err(|source| SearchError::Folder { path: self.folder.clone(), source })
    }

    /// Opens a writer for a whole site's stories.
    pub(crate) fn bulk(&self) -> Result<Bulk, SearchError> {
        let writer = self.index.writer_with_options(options(BUILDING_THREADS, BUILDING_BYTES))?;
        Ok(Bulk(writer))
    }

    /// The files whose content is not what was written. Reads all of them.
    pub(crate) fn damaged_files(&self) -> Result<Vec<PathBuf>, SearchError> {
        Ok(self.index.validate_checksum()?.into_iter().collect())
    }
}

/// Writes the cards of a whole site; nothing of it is there before [`Bulk::finish`].
pub(crate) struct Bulk(IndexWriter);

impl Bulk {
    /// Puts in a card. Waits when the cards come faster than they can be filed.
    pub(crate) fn add(&self, card: TantivyDocument) -> Result<(), SearchError> {
        self.0.add_document(card)?;
        Ok(())
    }

    /// Commits everything with its mark and waits until the parts are merged.
    pub(crate) fn finish(mut self, mark: &Mark) -> Result<(), SearchError> {
        commit(&mut self.0, mark)?;
        Ok(self.0.wait_merging_threads()?)
    }

    /// Gives up what was put in, and waits until no thread writes any more.
    pub(crate) fn abandon(self) -> Result<(), SearchError> {
        Ok(self.0.wait_merging_threads()?)
    }
}

fn options(threads: usize, bytes: usize) -> IndexWriterOptions {
    IndexWriterOptions::builder()
        .num_worker_threads(threads)
        .memory_budget_per_thread(bytes)
        .num_merge_threads(1)
        .build()
}

/// When parts of an index that follows the log are merged: eight of about one size at a time.
fn merging() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_layer_size(SMALL_PART);
    policy
}

fn take(writer: &IndexWriter, steps: Vec<Step>) -> Result<(), SearchError> {
    for step in steps {
        match step {
            Step::Remove(term) => {
                writer.delete_term(term);
            }
            Step::Add(card) => {
                writer.add_document(card)?;
            }
        }
    }
    Ok(())
}

fn commit(writer: &mut IndexWriter, mark: &Mark) -> Result<(), SearchError> {
    let payload = serde_json::to_string(mark).map_err(|error| SearchError::Stopped(error.to_string()))?;
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&payload);
    commit.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_hundred_comments_one_by_one_leave_few_parts() {
        let folder = tempfile::tempdir().unwrap();
        let volume = Volume::create(folder.path()).unwrap();
        let mark = Mark { version: VERSION, seq: 1, about: None, locale: "en".to_owned() };
        for _ in 0..100 {
            volume.write(vec![Step::Add(TantivyDocument::default())], &mark).unwrap();
        }
        volume.rest().unwrap();
        let volume = Volume::open(folder.path()).unwrap();
        assert_eq!(volume.searcher().num_docs(), 100);
        assert!(volume.searcher().segment_readers().len() < 16);
    }
}

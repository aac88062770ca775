//! Reading on one thread, sanitising on as many as there are, storing in the order of the file.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use dateline_model::Millis;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::ImportError;
use super::threads::Threads;
use crate::problem::{Damage, OpenError, Problem, Trouble};
use crate::record::{CommentRecord, PostRecord, Record, SiteRecord};
use crate::source::Source;

/// Records that travel and are stored together.
const CHUNK_RECORDS: usize = 250;
/// Bytes of bodies after which a chunk is full anyway.
const CHUNK_BYTES: usize = 2 << 20;
/// Chunks that wait between the reader and the rest.
const WAITING: usize = 2;
/// Chunks that are being sanitised at once.
const AT_ONCE: usize = 3;

/// What the reader hands over.
pub(super) enum Chunk {
    Site(Box<SiteRecord>),
    Posts(Vec<PostRecord>),
    Comments(Vec<CommentRecord>),
    Problem(Problem),
    Damage(Damage),
}

/// A pass over the source on a thread of its own.
pub(super) struct Reading {
    chunks: mpsc::Receiver<Chunk>,
    reader: JoinHandle<Result<Threads, OpenError>>,
}

impl Reading {
    /// The pass that hands over everything but comments, which it takes note of.
    pub(super) fn posts(source: Source, now: Millis) -> Self {
        Self::start(source, now, true)
    }

    /// The pass that hands over comments.
    pub(super) fn comments(source: Source, now: Millis) -> Self {
        Self::start(source, now, false)
    }

    fn start(source: Source, now: Millis, posts: bool) -> Self {
        let (sender, chunks) = mpsc::channel(WAITING);
        let reader = tokio::task::spawn_blocking(move || {
            let mut sorter =
                Sorter { sender, posts, threads: Threads::default(), waiting: Waiting::default() };
            source.read(now, &mut |item| sorter.take(item))?;
            // Nobody waits for the last chunk when the import was given up.
            let _ = sorter.flush();
            sorter.threads.settle();
            Ok(sorter.threads)
        });
        Self { chunks, reader }
    }

    /// The next chunk, in the order of the file.
    pub(super) async fn next(&mut self) -> Option<Chunk> {
        self.chunks.recv().await
    }

    /// Who answers whom, after the last chunk; only the first pass knows.
    pub(super) async fn threads(self) -> Result<Threads, ImportError> {
        let threads = self.reader.await.map_err(|error| ImportError::Worker(error.to_string()))?;
        Ok(threads?)
    }
}

#[derive(Default)]
struct Waiting {
    posts: Vec<PostRecord>,
    comments: Vec<CommentRecord>,
    bytes: usize,
}

struct Sorter {
    sender: mpsc::Sender<Chunk>,
    posts: bool,
    threads: Threads,
    waiting: Waiting,
}

impl Sorter {
    fn take(&mut self, item: Result<Record, Trouble>) -> ControlFlow<()> {
        match item {
            Ok(Record::Post(post)) => {
                if self.posts {
                    self.waiting.bytes += post.html.len();
                    self.waiting.posts.push(*post);
                }
            }
            Ok(Record::Comment(comment)) => {
                if self.posts {
                    self.threads.add(&comment);
                } else {
                    self.waiting.bytes += comment.html.len();
                    self.waiting.comments.push(*comment);
                }
            }
            Ok(Record::Site(site)) => {
                self.flush()?;
                self.send(Chunk::Site(site))?;
            }
            Err(Trouble::Problem(problem)) => self.send(Chunk::Problem(problem))?,
            Err(Trouble::Damage(damage)) => self.send(Chunk::Damage(damage))?,
        }
        let records = self.waiting.posts.len() + self.waiting.comments.len();
        if records >= CHUNK_RECORDS || self.waiting.bytes >= CHUNK_BYTES {
            return self.flush();
        }
        ControlFlow::Continue(())
    }

    fn flush(&mut self) -> ControlFlow<()> {
        let Waiting { posts, comments, .. } = std::mem::take(&mut self.waiting);
        if !posts.is_empty() {
            self.send(Chunk::Posts(posts))?;
        }
        if !comments.is_empty() {
            self.send(Chunk::Comments(comments))?;
        }
        ControlFlow::Continue(())
    }

    fn send(&self, chunk: Chunk) -> ControlFlow<()> {
        match self.sender.blocking_send(chunk) {
            Ok(()) => ControlFlow::Continue(()),
            // The import was given up.
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Work that is done on other threads and comes back in the order in which it was started.
pub(super) struct InFlight<T>(VecDeque<JoinHandle<Vec<T>>>);

impl<T> Default for InFlight<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T: Send + 'static> InFlight<T> {
    pub(super) fn start(&mut self, work: impl FnOnce() -> Vec<T> + Send + 'static) {
        self.0.push_back(tokio::task::spawn_blocking(work));
    }

    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= AT_ONCE
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was started first, when it is done.
    pub(super) async fn next(&mut self) -> Result<Vec<T>, ImportError> {
        match self.0.pop_front() {
            Some(work) => work.await.map_err(|error| ImportError::Worker(error.to_string())),
            None => Ok(Vec::new()),
        }
    }
}

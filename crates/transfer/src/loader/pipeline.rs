//! Reading on one thread, sanitising on as many as there are, storing in the order of the file.

use std::collections::VecDeque;
use std::ops::ControlFlow;

use dateline_model::Millis;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::ImportError;
use super::threads::Threads;
use crate::problem::{Damage, OpenError, Problem, Trouble};
use crate::record::{CommentRecord, MentionRecord, PostRecord, Record, RedirectRecord, SiteRecord};
use crate::source::Source;

/// Records that travel together, and are stored together where others want to write too.
const CHUNK_RECORDS: usize = 1_000;
/// The same where the transaction is longer than that anyway: few enough that the processors' own memory holds them on
/// their way from one thread to the next.
const CHUNK_ALONE: usize = 192;
/// Comments that do: they are small, and the more of them share a commit, the fewer pages of the indexes by story are
/// written twice.
const CHUNK_COMMENTS: usize = 4_000;
/// Bytes of bodies after which a chunk is full anyway.
const CHUNK_BYTES: usize = 4 << 20;
/// Bytes of links that the first pass keeps for its end; when there are more, they are read again.
const LINKS_KEPT: usize = 8 << 20;
/// Chunks that wait between the reader and the rest.
const WAITING: usize = 2;
/// Chunks that are being sanitised at once, and no more than there are processors: the reader and the writer need theirs, and
/// threads that wait for each other's memory cost more than they do.
const AT_ONCE: usize = 3;

/// What the reader hands over.
pub(super) enum Chunk {
    Site(Box<SiteRecord>),
    /// Authors, tags and files.
    Heads(Vec<Record>),
    Posts(Vec<PostRecord>),
    Comments(Vec<CommentRecord>),
    /// What leads to posts and tags from outside.
    Links(Vec<Link>),
    /// Something to be put away.
    Keepsake(String, String),
    Problem(Problem),
    Damage(Damage),
}

/// An old address or a mention by another site.
pub(super) enum Link {
    Redirect(Box<RedirectRecord>),
    Mention(Box<MentionRecord>),
}

impl Link {
    /// About how much memory it takes.
    fn bytes(&self) -> usize {
        size_of::<RedirectRecord>().max(size_of::<MentionRecord>())
            + match self {
                Self::Redirect(redirect) => 2 * redirect.from.len(),
                Self::Mention(mention) => mention.html.len() + mention.title.len(),
            }
    }
}

/// What the first pass learns for the time after it.
#[derive(Default)]
pub(super) struct Known {
    pub(super) threads: Threads,
    pub(super) links: Links,
}

/// What leads to posts and tags, all of which are known only when the first pass is over.
pub(super) enum Links {
    /// All of it.
    Kept(Vec<Link>),
    /// More than is kept: the second pass brings it once more.
    TooMany,
}

impl Default for Links {
    fn default() -> Self {
        Self::Kept(Vec::new())
    }
}

impl Known {
    /// Whether there is anything that the first pass left to the second.
    pub(super) fn calls_for_a_second_pass(&self) -> bool {
        matches!(self.links, Links::TooMany) || !self.threads.is_empty()
    }

    /// The links that were kept, in pieces to be stored together.
    pub(super) fn take_links(&mut self) -> Vec<Vec<Link>> {
        let Links::Kept(links) = &mut self.links else { return Vec::new() };
        let mut links = std::mem::take(links).into_iter();
        std::iter::from_fn(|| Some(links.by_ref().take(CHUNK_RECORDS).collect::<Vec<_>>()))
            .take_while(|piece| !piece.is_empty())
            .collect()
    }
}

/// What a pass hands over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Everything but comments and links, which it takes note of.
    Posts,
    /// Comments.
    Comments,
    /// Comments and links.
    CommentsAndLinks,
}

/// A pass over the source on a thread of its own.
pub(super) struct Reading {
    chunks: mpsc::Receiver<Chunk>,
    reader: JoinHandle<Result<Known, OpenError>>,
}

impl Reading {
    /// The pass that hands over everything but comments and links, which it takes note of.
    /// `alone` says that nobody else writes through the store.
    pub(super) fn posts(source: Source, now: Millis, alone: bool) -> Self {
        Self::start(source, now, Pass::Posts, if alone { CHUNK_ALONE } else { CHUNK_RECORDS })
    }

    /// The pass that hands over comments, and the links that were too many to be kept.
    pub(super) fn comments(source: Source, now: Millis, links: &Links) -> Self {
        let pass = if matches!(links, Links::TooMany) { Pass::CommentsAndLinks } else { Pass::Comments };
        Self::start(source, now, pass, CHUNK_RECORDS)
    }

    fn start(source: Source, now: Millis, pass: Pass, records_max: usize) -> Self {
        let (sender, chunks) = mpsc::channel(WAITING);
        let reader = tokio::task::spawn_blocking(move || {
            let (known, waiting) = (Known::default(), Waiting::default());
            let mut sorter = Sorter { sender, pass, records_max, known, waiting, link_bytes: 0 };
            source.read(now, &mut |item| sorter.take(item))?;
            // Nobody waits for the last chunk when the import was given up.
            let _ = sorter.flush();
            sorter.known.threads.settle();
            Ok(sorter.known)
        });
        Self { chunks, reader }
    }

    /// The next chunk, in the order of the file.
    pub(super) async fn next(&mut self) -> Option<Chunk> {
        self.chunks.recv().await
    }

    /// What the pass learnt, after the last chunk.
    pub(super) async fn known(self) -> Result<Known, ImportError> {
        let known = self.reader.await.map_err(|error| ImportError::Worker(error.to_string()))?;
        Ok(known?)
    }
}

#[derive(Default)]
struct Waiting {
    heads: Vec<Record>,
    posts: Vec<PostRecord>,
    comments: Vec<CommentRecord>,
    links: Vec<Link>,
    bytes: usize,
}

struct Sorter {
    sender: mpsc::Sender<Chunk>,
    pass: Pass,
    /// Records that travel together.
    records_max: usize,
    known: Known,
    waiting: Waiting,
    /// Bytes of the links that were kept.
    link_bytes: usize,
}

impl Sorter {
    fn take(&mut self, item: Result<Record, Trouble>) -> ControlFlow<()> {
        match item {
            Ok(Record::Post(post)) => {
                if self.pass == Pass::Posts {
                    self.waiting.bytes += post.body.len();
                    self.waiting.posts.push(*post);
                }
            }
            Ok(Record::Comment(comment)) => {
                if self.pass == Pass::Posts {
                    self.known.threads.add(&comment);
                } else {
                    self.waiting.bytes += comment.html.len();
                    self.waiting.comments.push(*comment);
                }
            }
            Ok(Record::Redirect(redirect)) => self.link(Link::Redirect(redirect)),
            Ok(Record::Mention(mention)) => self.link(Link::Mention(mention)),
            Ok(head @ (Record::Author(_) | Record::Tag(_) | Record::Media(_))) => {
                if self.pass == Pass::Posts {
                    self.waiting.heads.push(head);
                }
            }
            Ok(Record::Keepsake(name, text)) => {
                if self.pass == Pass::Posts {
                    self.send(Chunk::Keepsake(name, text))?;
                }
            }
            Ok(Record::Site(site)) => {
                self.flush()?;
                self.send(Chunk::Site(site))?;
            }
            Err(Trouble::Problem(problem)) => self.send(Chunk::Problem(problem))?,
            Err(Trouble::Damage(damage)) => self.send(Chunk::Damage(damage))?,
        }
        let Waiting { heads, posts, comments, links, bytes } = &self.waiting;
        let records = heads.len() + posts.len() + links.len();
        if records >= self.records_max || comments.len() >= CHUNK_COMMENTS || *bytes >= CHUNK_BYTES {
            return self.flush();
        }
        ControlFlow::Continue(())
    }

    fn link(&mut self, link: Link) {
        match (self.pass, &mut self.known.links) {
            (Pass::Posts, Links::Kept(links)) => {
                self.link_bytes += link.bytes();
                links.push(link);
                if self.link_bytes > LINKS_KEPT {
                    self.known.links = Links::TooMany;
                }
            }
            (Pass::CommentsAndLinks, _) => self.waiting.links.push(link),
            (Pass::Posts | Pass::Comments, _) => {}
        }
    }

    fn flush(&mut self) -> ControlFlow<()> {
        let Waiting { heads, posts, comments, links, .. } = std::mem::take(&mut self.waiting);
        if !heads.is_empty() {
            self.send(Chunk::Heads(heads))?;
        }
        if !posts.is_empty() {
            self.send(Chunk::Posts(posts))?;
        }
        if !comments.is_empty() {
            self.send(Chunk::Comments(comments))?;
        }
        if !links.is_empty() {
            self.send(Chunk::Links(links))?;
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
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        self.0.len() >= processors.min(AT_ONCE)
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

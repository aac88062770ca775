//! The writing side on a task of its own: while it writes, the next stories are read and prepared.
//!
//! Where nobody else wants to write, a transaction goes on as long as stories come, up to a limit: a page of an index is then
//! written once for thousands of stories and not once for each batch.

use dateline_store::{Store, StoreError};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::ImportError;
use super::desk::Desk;
use super::prepare::PreparedPost;
use crate::problem::Problem;
use crate::record::Record;

/// Pieces that may wait for the writer, so that it finds some after each commit.
const WAITING: usize = 8;
/// Stories after which a transaction ends at the latest: less than half a second's work, for which other processes that want to
/// write have to wait.
const STORIES_MOST: usize = 6_000;
/// Bytes of bodies for each story that a transaction may have, after which it ends as well.
const BYTES_EACH: usize = 4 << 10;
/// Bytes of pages that the writer's memory holds for each story of a transaction: those of its body, its row and its part of the
/// indexes. No more, because a page that is used again costs less than a new one.
const PAGES_EACH: usize = 8 << 10;
/// The same for the last piece, which may go beyond the transaction's bytes.
const PAGES_MORE: usize = 4 << 20;
/// The first transactions are shorter: the indexes are small yet, and what is committed is copied beside the writer.
const STORIES_LEAST: usize = 1_000;
/// A transaction may have so much of the stories that were stored before it.
const PART: usize = 3;

/// What is stored in one go.
pub(super) enum Piece {
    /// Authors, tags and files.
    Heads(Vec<Record>),
    Posts(Vec<PreparedPost>),
}

impl Piece {
    /// How many stories it has, and how many bytes.
    fn size(&self) -> (usize, usize) {
        match self {
            Self::Heads(_) => (0, 0),
            Self::Posts(posts) => (posts.len(), posts.iter().map(|post| post.post.html.len()).sum()),
        }
    }
}

/// Stories on their way into the store.
pub(super) struct Writing {
    pieces: mpsc::Sender<Piece>,
    told: mpsc::UnboundedReceiver<Problem>,
    task: Task,
}

/// The task that writes. When nobody waits for it any more it begins no further transaction.
struct Task(JoinHandle<Result<Desk, StoreError>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Writing {
    /// Begins to write. `alone` says that nobody else writes through this store.
    pub(super) fn start(store: Store, desk: Desk, alone: bool) -> Self {
        let (sender, pieces) = mpsc::channel(if alone { WAITING } else { 1 });
        let (tell, told) = mpsc::unbounded_channel();
        let work = async move {
            if !alone {
                return write(&store, desk, pieces, &tell, None).await;
            }
            store.trust_references().await?;
            let together = |stored: usize| (stored / PART).clamp(STORIES_LEAST, STORIES_MOST);
            let written = write(&store, desk, pieces, &tell, Some(&together)).await;
            store.expect_pages(STORIES_MOST * PAGES_EACH + PAGES_MORE).await?;
            store.check_references().await?;
            written
        };
        Self { pieces: sender, told, task: Task(tokio::spawn(work)) }
    }

    /// Hands a piece over, when there is room for it; `false` when the writer has given up, which it explains at its
    /// [`end`](Self::end).
    pub(super) async fn take(&self, piece: Piece) -> bool {
        self.pieces.send(piece).await.is_ok()
    }

    /// The next thing there is to tell of what is stored.
    pub(super) fn told(&mut self) -> Option<Problem> {
        self.told.try_recv().ok()
    }

    /// Waits until everything is stored, and gives the desk back with what there is left to tell.
    pub(super) async fn end(mut self) -> Result<(Desk, Vec<Problem>), ImportError> {
        drop(self.pieces);
        let desk = (&mut self.task.0).await.map_err(|error| ImportError::Worker(error.to_string()))??;
        Ok((desk, std::iter::from_fn(|| self.told.try_recv().ok()).collect()))
    }
}

/// Writes pieces as long as some come, each in a transaction of its own, or in transactions of at least so many stories as `together`
/// says of those stored before.
async fn write(
    store: &Store,
    mut desk: Desk,
    mut pieces: mpsc::Receiver<Piece>,
    tell: &mpsc::UnboundedSender<Problem>,
    together: Option<&(dyn Fn(usize) -> usize + Sync)>,
) -> Result<Desk, StoreError> {
    let (mut stored, mut expected) = (0, 0);
    while let Some(first) = pieces.recv().await {
        let together = together.map_or(0, |together| together(stored));
        if together > expected {
            expected = together;
            store.expect_pages(together * PAGES_EACH + PAGES_MORE).await?;
        }
        let done = store.write(move |tx| {
            Box::pin(async move {
                let (mut next, mut stories, mut bytes) = (Some(first), 0, 0);
                desk.open(tx).await?;
                while let Some(piece) = next.take() {
                    let (more, heavier) = piece.size();
                    (stories, bytes) = (stories + more, bytes + heavier);
                    desk.put(tx, piece).await?;
                    if stories < together && bytes < together * BYTES_EACH {
                        next = pieces.recv().await;
                    }
                }
                desk.close(tx).await?;
                Ok::<_, StoreError>((desk, pieces, stories))
            })
        });
        let more;
        (desk, pieces, more) = done.await?;
        stored += more;
        // Whoever gave up the import reads no report.
        desk.problems.drain(..).for_each(|problem| drop(tell.send(problem)));
    }
    Ok(desk)
}

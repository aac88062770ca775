//! Comments that pages have shown, kept until a later edition of them is shown.
//!
//! Under a story that is talked about each new comment has the page made anew, and the two hundred that stand on it are
//! scattered over the database, one on each of its pages. So what was read of a long thread is kept: the index of the thread
//! says which edition of each comment is the current one, and only what is not here in that edition is read again.
//!
//! An edition is a number that is drawn when a comment is added and that every change of what pages show of it makes one
//! greater, by whichever process. So nothing here is ever out of date: it is asked for by what the snapshot of the page says.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::mem::size_of;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dateline_model::{CommentId, PostId, ShownComment, SiteId};

/// What a comment weighs beside itself and its words: its place in the table, and what an allocation rounds up to.
const ENTRY_BYTES: usize = 128;

/// Comments of long threads. Until it is given room it holds nothing.
#[derive(Default)]
pub(crate) struct Clippings {
    bytes_max: AtomicUsize,
    envelopes: Mutex<Envelopes>,
}

/// What was asked for lately, and what was asked for before that.
#[derive(Default)]
struct Envelopes {
    new: Envelope,
    old: Envelope,
}

#[derive(Default)]
struct Envelope {
    comments: HashMap<(SiteId, CommentId), Clipping>,
    /// Stories of which there is something.
    posts: HashSet<(SiteId, PostId)>,
    bytes: usize,
}

/// A comment in one of its editions.
#[derive(Debug, Clone)]
pub(crate) struct Clipping {
    pub(crate) edition: i64,
    pub(crate) comment: Arc<ShownComment>,
}

/// An edition that no comment had before. Two bits are left for it to grow.
pub(crate) fn first_edition() -> i64 {
    (RandomState::new().build_hasher().finish() >> 2) as i64
}

impl Clipping {
    fn bytes(&self) -> usize {
        let comment = &self.comment;
        let words = [
            Some(&comment.html),
            Some(&comment.author_name),
            comment.author_url.as_ref(),
            comment.import_key.as_ref(),
        ];
        let words: usize = words.into_iter().flatten().map(String::capacity).sum();
        ENTRY_BYTES + size_of::<ShownComment>() + words
    }
}

impl Clippings {
    /// Lets it hold `bytes_max`.
    pub(crate) fn give_room(&self, bytes_max: usize) {
        self.bytes_max.store(bytes_max, Ordering::Relaxed);
    }

    /// Bytes that are held.
    pub(crate) fn bytes(&self) -> usize {
        let envelopes = self.envelopes();
        envelopes.new.bytes + envelopes.old.bytes
    }

    /// Whether there is something of the thread of a story.
    pub(crate) fn has_some_of(&self, site: SiteId, post: PostId) -> bool {
        let envelopes = self.envelopes();
        [&envelopes.new, &envelopes.old].into_iter().any(|kept| kept.posts.contains(&(site, post)))
    }

    /// Those of these comments that are here in this edition, each in its place.
    pub(crate) fn find(&self, site: SiteId, editions: &[(CommentId, i64)]) -> Vec<Option<Arc<ShownComment>>> {
        let mut envelopes = self.envelopes();
        let mut find = |&(id, edition): &(CommentId, i64)| {
            let found = if let Some(clipping) = envelopes.new.comments.get(&(site, id)) {
                clipping.clone()
            } else {
                let clipping = envelopes.old.take(site, id)?;
                self.put(&mut envelopes, site, clipping.clone());
                clipping
            };
            (found.edition == edition).then_some(found.comment)
        };
        editions.iter().map(&mut find).collect()
    }

    /// Keeps comments as they were read.
    pub(crate) fn keep(&self, site: SiteId, read: &[Clipping]) {
        let mut envelopes = self.envelopes();
        for clipping in read {
            if clipping.bytes() <= self.half() {
                self.put(&mut envelopes, site, clipping.clone());
            }
        }
    }

    fn put(&self, envelopes: &mut Envelopes, site: SiteId, clipping: Clipping) {
        let bytes = clipping.bytes();
        if envelopes.new.bytes + bytes > self.half() {
            envelopes.old = std::mem::take(&mut envelopes.new);
        }
        let Envelope { comments, posts, bytes: held } = &mut envelopes.new;
        *held += bytes;
        posts.insert((site, clipping.comment.post));
        if let Some(before) = comments.insert((site, clipping.comment.id), clipping) {
            *held -= before.bytes();
        }
    }

    fn half(&self) -> usize {
        self.bytes_max.load(Ordering::Relaxed) / 2
    }

    fn envelopes(&self) -> MutexGuard<'_, Envelopes> {
        // Nothing that can panic happens under it.
        self.envelopes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Envelope {
    fn take(&mut self, site: SiteId, id: CommentId) -> Option<Clipping> {
        let clipping = self.comments.remove(&(site, id))?;
        self.bytes -= clipping.bytes();
        Some(clipping)
    }
}

#[cfg(test)]
mod tests {
    use dateline_model::CommentState;

    use super::*;

    fn site(number: u128) -> SiteId {
        SiteId(uuid::Uuid::from_u128(number))
    }

    fn clipping(number: u128, edition: i64) -> Clipping {
        let id = CommentId(uuid::Uuid::from_u128(number));
        let comment = ShownComment {
            id,
            post: PostId(uuid::Uuid::from_u128(number / 100)),
            parent: None,
            root: id,
            thread_at: 0,
            state: CommentState::Approved,
            author_name: "Ana Reis".to_owned(),
            author_url: None,
            by_staff: false,
            html: format!("<p>Comment {number}, edition {edition}.</p>"),
            created_at: 0,
            edited: false,
            likes: 0,
            import_key: None,
        };
        Clipping { edition, comment: Arc::new(comment) }
    }

    fn with_room(bytes: usize) -> Clippings {
        let clippings = Clippings::default();
        clippings.give_room(bytes);
        clippings
    }

    fn find(clippings: &Clippings, number: u128, edition: i64) -> Option<String> {
        let asked = [(CommentId(uuid::Uuid::from_u128(number)), edition)];
        clippings.find(site(1), &asked).remove(0).map(|comment| comment.html.clone())
    }

    #[test]
    fn a_comment_is_found_in_the_edition_that_is_asked_for_alone() {
        let clippings = with_room(1 << 20);
        clippings.keep(site(1), &[clipping(1, 7)]);
        assert_eq!(find(&clippings, 1, 7).as_deref(), Some("<p>Comment 1, edition 7.</p>"));
        assert_eq!((find(&clippings, 1, 8), find(&clippings, 2, 7)), (None, None));
        clippings.keep(site(1), &[clipping(1, 8)]);
        assert_eq!((find(&clippings, 1, 7).is_some(), find(&clippings, 1, 8).is_some()), (false, true));
        assert_eq!(clippings.find(site(2), &[(clipping(1, 8).comment.id, 8)]), [None], "another site's");
        assert!(clippings.has_some_of(site(1), clipping(1, 8).comment.post));
        assert!(!clippings.has_some_of(site(2), clipping(1, 8).comment.post));
        assert!(!clippings.has_some_of(site(1), clipping(200, 8).comment.post));
    }

    #[test]
    fn more_than_there_is_room_for_is_never_held_and_what_is_asked_for_stays() {
        let room = 100 * clipping(1_000, 0).bytes();
        let clippings = with_room(room);
        for number in 1_000..1_500 {
            clippings.keep(site(1), &[clipping(number, 0)]);
            assert!(clippings.bytes() <= room);
            assert!(find(&clippings, 1_000, 0).is_some(), "after {number}");
        }
        assert_eq!(find(&clippings, 1_001, 0), None);
        assert!(find(&clippings, 1_499, 0).is_some());
        assert!(!clippings.has_some_of(site(1), clipping(1_150, 0).comment.post), "nothing is left of it");
        let held = clippings.bytes();
        clippings.keep(site(1), &[clipping(1_499, 0)]);
        assert_eq!(clippings.bytes(), held, "what is there already takes no more room");
    }

    #[test]
    fn without_room_and_of_a_comment_larger_than_half_of_it_nothing_is_kept() {
        for room in [0, 2 * clipping(1, 0).bytes() - 1] {
            let clippings = with_room(room);
            clippings.keep(site(1), &[clipping(1, 0)]);
            assert_eq!((clippings.bytes(), find(&clippings, 1, 0)), (0, None));
        }
        let clippings = with_room(2 * clipping(1, 0).bytes());
        clippings.keep(site(1), &[clipping(1, 0)]);
        assert!(find(&clippings, 1, 0).is_some());
    }
}

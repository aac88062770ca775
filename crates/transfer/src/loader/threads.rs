//! Who answers whom. A parent may come later in the file than its replies, so all comments are known by their
//! numbers before the first is stored: 48 bytes each.

use std::collections::HashMap;

use dateline_model::{CommentId, CommentLimits, Millis, mint_uuid};

use crate::record::CommentRecord;

/// A number of the source as a key. Blogger's numbers fit; a longer one is folded.
pub(super) fn key_of(number: &str) -> u64 {
    number.parse().unwrap_or_else(|_| {
        // FNV-1a, because ids are made from it and must be the same in every release.
        number.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    })
}

struct Node {
    /// The parent's key; 0 for none.
    parent: u64,
    post: u64,
    published: Millis,
    /// The first comment of its thread; its own key when it is that.
    root: u64,
    depth: u32,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Unsettled,
    /// On the way up from the comment that is being settled.
    Walking,
    Settled,
    /// It names a parent that it cannot have.
    Orphan(Orphan),
}

/// Why a comment cannot answer the one that it names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Orphan {
    Absent,
    OtherPost,
    Circle,
}

/// A comment's place in its thread.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seat {
    pub(super) id: CommentId,
    pub(super) parent: Option<CommentId>,
    pub(super) root: CommentId,
    pub(super) thread_at: Millis,
    pub(super) depth: i64,
    pub(super) orphan: Option<Orphan>,
}

/// All comments of a source.
#[derive(Default)]
pub(super) struct Threads {
    comments: HashMap<u64, Node>,
    /// What makes the ids of a second site of one system others than those of the first, whose numbers may be the same.
    salt: u64,
}

impl Threads {
    /// Has ids made for a site that has this name beside others of its system.
    pub(super) fn salt(&mut self, name: &str) {
        self.salt = key_of(name);
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.comments.is_empty()
    }

    pub(super) fn add(&mut self, comment: &CommentRecord) {
        let key = key_of(&comment.id);
        let node = Node {
            parent: comment.parent.as_deref().map_or(0, key_of),
            post: key_of(comment.post.as_str()),
            published: comment.published.at,
            root: key,
            depth: 0,
            place: Place::Unsettled,
        };
        self.comments.insert(key, node);
    }

    /// Finds everybody's thread, once all comments are known.
    pub(super) fn settle(&mut self) {
        let keys: Vec<u64> = self.comments.keys().copied().collect();
        let mut line = Vec::new();
        for key in keys {
            self.settle_one(key, &mut line);
        }
    }

    fn settle_one(&mut self, key: u64, line: &mut Vec<u64>) {
        line.clear();
        let mut at = key;
        // Upwards until somebody has a place, then down again.
        let (root, mut depth) = loop {
            let Some(node) = self.comments.get(&at) else { return };
            match node.place {
                Place::Settled | Place::Orphan(_) => break (node.root, node.depth + 1),
                Place::Walking => {
                    let last = line.pop().unwrap_or(at);
                    self.put(last, last, 0, Place::Orphan(Orphan::Circle));
                    break (last, 1);
                }
                Place::Unsettled => {}
            }
            let (parent, post) = (node.parent, node.post);
            let place = match self.comments.get(&parent) {
                _ if parent == 0 => Place::Settled,
                None => Place::Orphan(Orphan::Absent),
                Some(above) if above.post != post => Place::Orphan(Orphan::OtherPost),
                Some(_) => {
                    self.put(at, at, 0, Place::Walking);
                    line.push(at);
                    at = parent;
                    continue;
                }
            };
            self.put(at, at, 0, place);
            break (at, 1);
        };
        while let Some(key) = line.pop() {
            self.put(key, root, depth, Place::Settled);
            depth = depth.saturating_add(1);
        }
    }

    fn put(&mut self, key: u64, root: u64, depth: u32, place: Place) {
        if let Some(node) = self.comments.get_mut(&key) {
            (node.root, node.depth, node.place) = (root, depth, place);
        }
    }

    /// The place of a comment, `None` when it was never added.
    pub(super) fn seat(&self, number: &str) -> Option<Seat> {
        let key = key_of(number);
        let node = self.comments.get(&key)?;
        let deepest = CommentLimits::default().depth;
        let orphan = match node.place {
            Place::Orphan(orphan) => Some(orphan),
            _ => None,
        };
        let parent = (node.depth > 0).then(|| self.parent_within(node, deepest));
        Some(Seat {
            id: self.id(key),
            parent: parent.map(|key| self.id(key)),
            root: self.id(node.root),
            thread_at: self.comments.get(&node.root).map_or(node.published, |root| root.published),
            depth: i64::from(node.depth).min(deepest),
            orphan,
        })
    }

    /// The parent, or for a comment below the deepest level the ancestor just above that level.
    fn parent_within(&self, node: &Node, deepest: i64) -> u64 {
        let (mut key, mut depth) = (node.parent, i64::from(node.depth) - 1);
        while depth >= deepest {
            match self.comments.get(&key) {
                Some(above) => key = above.parent,
                None => break,
            }
            depth -= 1;
        }
        key
    }

    /// The id of an imported comment: its moment and its number, so that it is the same in every run and a
    /// parent's id is known before the parent is stored.
    fn id(&self, key: u64) -> CommentId {
        let published = self.comments.get(&key).map_or(0, |node| node.published);
        // The finaliser of SplitMix64: every bit of the number reaches the 48 that are kept.
        let mut mixed = (key ^ self.salt).wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let bytes = mixed.to_be_bytes();
        CommentId(mint_uuid(published, [bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5]]))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use dateline_model::CommentState;

    use super::*;
    use crate::record::{Byline, Moment, Story};

    fn threads(comments: &[(u32, Option<u32>)]) -> Threads {
        let mut threads = Threads::default();
        for (id, parent) in comments {
            threads.add(&CommentRecord {
                id: id.to_string(),
                post: Story::Number("1".to_owned()),
                parent: parent.map(|parent| parent.to_string()),
                author: Byline::default(),
                html: String::new(),
                breaks: false,
                published: Moment { at: i64::from(*id), offset_seconds: 0 },
                state: CommentState::Approved,
                line: 1,
                hash: String::new(),
            });
        }
        threads.settle();
        threads
    }

    #[test]
    fn a_reply_may_come_before_its_parent() {
        let threads = threads(&[(3, Some(2)), (2, Some(1)), (1, None), (9, None)]);
        let seat = |n: &str| threads.seat(n).unwrap();
        assert_eq!((seat("3").depth, seat("3").thread_at, seat("3").parent), (2, 1, Some(seat("2").id)));
        assert_eq!((seat("2").depth, seat("2").root), (1, seat("1").id));
        assert_eq!((seat("1").depth, seat("1").parent, seat("1").root), (0, None, seat("1").id));
        assert_eq!(threads.seat("77"), None);
    }

    #[test]
    fn a_circle_is_cut_and_nobody_is_lost() {
        let threads = threads(&[(1, Some(1)), (2, Some(3)), (3, Some(2)), (4, Some(3)), (5, Some(99))]);
        let seat = |n: &str| threads.seat(n).unwrap();
        assert_eq!((seat("1").orphan, seat("1").parent), (Some(Orphan::Circle), None));
        assert_eq!(seat("5").orphan, Some(Orphan::Absent));
        let orphans = [seat("2").orphan, seat("3").orphan];
        assert_eq!(orphans.iter().flatten().collect::<Vec<_>>(), [&Orphan::Circle], "one cut is enough");
        assert!(seat("4").parent.is_some());
    }

    #[test]
    fn a_thread_ten_thousand_deep_ends_at_the_deepest_level() {
        let chain: Vec<_> = (1..=10_000).map(|n| (n, (n > 1).then(|| n - 1))).collect();
        let threads = threads(&chain);
        let (deep, level) = (threads.seat("10000").unwrap(), CommentLimits::default().depth);
        assert_eq!((deep.depth, deep.root), (level, threads.seat("1").unwrap().id));
        assert_eq!(deep.parent, threads.seat(&level.to_string()).map(|seat| seat.id));
    }
}

//! Threads: every page of them is what sorting all comments would give, however they came and went.

use std::collections::BTreeMap;
use std::sync::Arc;

use dateline_model::{Comment, CommentId, CommentState, Millis, Post, ShownComment};
use dateline_store::CommentCounts;

use crate::paper::{DAY, NOON, Paper, a_comment, a_reply, store_suite, work, write};

store_suite!(
    every_page_of_a_long_thread_is_what_sorting_gives,
    every_page_is_the_same_where_threads_are_kept,
    a_kept_thread_shows_every_change_with_the_next_page,
    a_thread_is_kept_from_sixteen_comments_on,
    one_thread_of_thousands_is_paged_like_any_other,
    what_readers_like_most_stands_first_and_nothing_is_lost,
    a_thread_that_arrives_backwards_is_kept_in_order,
    a_thread_counted_again_is_the_same_thread,
    comments_are_counted_by_state,
    a_deleted_story_takes_its_comments_out_of_the_counts,
);

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// The comments of a story as they should be stored.
#[derive(Default)]
struct Expected(BTreeMap<CommentId, Comment>);

impl Expected {
    /// The page's order: threads by their beginning, each in order of time.
    fn oldest(&self) -> Vec<Comment> {
        let shown = |c: &&Comment| matches!(c.state, CommentState::Approved | CommentState::Removed);
        let mut all: Vec<_> = self.0.values().filter(shown).cloned().collect();
        all.sort_by_key(|c| (c.thread_at, c.root, c.created_at, c.id));
        all
    }

    fn newest(&self) -> Vec<Comment> {
        let oldest = self.oldest();
        oldest
            .chunk_by(|a, b| (a.thread_at, a.root) == (b.thread_at, b.root))
            .rev()
            .flatten()
            .cloned()
            .collect()
    }
}

async fn insert(paper: &Paper, comments: Vec<Comment>) {
    let site = paper.site;
    let insert = work(move |tx| {
        Box::pin(async move {
            for comment in &comments {
                assert!(tx.insert_comment(site, comment).await?);
            }
            Ok(())
        })
    });
    paper.store.write(insert).await.unwrap();
}

/// What a page shows of these.
fn as_shown(comments: &[Comment]) -> Vec<Arc<ShownComment>> {
    comments.iter().map(|comment| Arc::new(comment.clone().into())).collect()
}

/// Compares pages of several sizes with what is expected, and asks each comment for its place.
async fn compare(paper: &Paper, post: &Post, expected: &Expected) {
    let (oldest, newest) = (expected.oldest(), expected.newest());
    let mut read = paper.read().await;
    assert_eq!(read.thread_size(paper.site, post.id).await.unwrap(), oldest.len() as i64);
    for limit in [7, 200] {
        let last = oldest.len().saturating_sub(3);
        for offset in (0..oldest.len() + limit).step_by(limit * 9 + 1).chain([last]) {
            let slice =
                |all: &[Comment]| as_shown(&all[offset.min(all.len())..(offset + limit).min(all.len())]);
            let found = read.public_thread(paper.site, post.id, limit as i64, offset as i64).await.unwrap();
            assert_eq!(found, slice(&oldest), "{limit} after {offset}, oldest first");
            let found = read.public_thread_newest(paper.site, post.id, limit as i64, offset as i64).await;
            assert_eq!(found.unwrap(), slice(&newest), "{limit} after {offset}, newest first");
        }
    }
    for (place, comment) in oldest.iter().enumerate().step_by(37) {
        assert_eq!(read.place_in_thread(paper.site, comment).await.unwrap(), place as i64);
    }
    assert_eq!(read.check(paper.site, &paper.zone).await.unwrap(), []);
}

async fn every_page_of_a_long_thread_is_what_sorting_gives(paper: Paper) {
    let (post, other) = (paper.publish("bridge", NOON).await, paper.publish("ferry", NOON).await);
    let (mut dice, mut expected) = (Dice(7), Expected::default());
    let states = [CommentState::Approved, CommentState::Removed, CommentState::Pending, CommentState::Spam];
    for _ in 0..26 {
        let mut batch = vec![a_comment(&other, NOON)];
        for _ in 0..100 {
            // Forty hours, so that many share their millisecond; two in three answer somebody.
            let at = NOON + dice.roll(40) as Millis;
            let known: Vec<_> = expected.0.values().collect();
            let mut comment = match known.len() {
                n if n > 0 && dice.roll(3) > 0 => a_reply(known[dice.roll(n)], at),
                _ => a_comment(&post, at),
            };
            comment.state = states[dice.roll(8).saturating_sub(4)];
            expected.0.insert(comment.id, comment.clone());
            batch.push(comment);
        }
        insert(&paper, batch).await;
    }
    compare(&paper, &post, &expected).await;
    // Moderators change their minds, and an import moves comments to other threads.
    let ids: Vec<_> = expected.0.keys().copied().collect();
    for _ in 0..8 {
        let mut changes = Vec::new();
        for _ in 0..60 {
            let old = expected.0[&ids[dice.roll(ids.len())]].clone();
            let mut new = Comment { state: states[dice.roll(4)], ..old.clone() };
            if dice.roll(4) == 0 {
                (new.thread_at, new.root, new.created_at) =
                    (NOON - dice.roll(9) as Millis * DAY, ids[0], NOON + 7);
            }
            expected.0.insert(new.id, new.clone());
            changes.push((old, new));
        }
        let site = paper.site;
        let update = work(move |tx| {
            Box::pin(async move {
                for (old, new) in &changes {
                    tx.update_comment(site, old, new).await?;
                }
                Ok(())
            })
        });
        paper.store.write(update).await.unwrap();
    }
    compare(&paper, &post, &expected).await;
    let approved = expected.0.values().filter(|c| c.state == CommentState::Approved).count() as i64;
    assert_eq!(paper.counter(&post).await, approved);
}

async fn every_page_is_the_same_where_threads_are_kept(paper: Paper) {
    // Room for some of it: what is asked for in between falls out again.
    paper.store.keep_long_threads(200 << 10);
    every_page_of_a_long_thread_is_what_sorting_gives(paper).await;
}

/// The first page of a thread as it is read by whoever writes, for whom nothing is kept.
async fn as_stored(paper: &Paper, post: &Post) -> Vec<Arc<ShownComment>> {
    let (site, post) = (paper.site, post.id);
    write!(paper, |tx| tx.public_thread(site, post, 200, 0)).unwrap()
}

async fn a_kept_thread_shows_every_change_with_the_next_page(paper: Paper) {
    paper.store.keep_long_threads(1 << 20);
    let (post, site, zone) = (paper.publish("bridge", NOON).await, paper.site, paper.zone.clone());
    let comments: Vec<_> = (0..30).map(|n| a_comment(&post, NOON + n)).collect();
    insert(&paper, comments.clone()).await;
    let page = || async { paper.read().await.public_thread(site, post.id, 200, 0).await.unwrap() };
    let mut before = page().await;
    assert_eq!(before, as_shown(&comments));
    let read_anew = |before: &[Arc<ShownComment>], now: &[Arc<ShownComment>]| {
        now.iter().filter(|new| !before.iter().any(|old| Arc::ptr_eq(old, new))).count()
    };
    assert_eq!(read_anew(&before, &page().await), 0, "nothing is read again");

    let [liked, edited, wiped, taken_back, brought_again, spam, ..] = &*comments else { unreachable!() };
    let like = liked.clone();
    write!(paper, |tx| tx.like(site, &like, b"a reader")).unwrap();
    let mut now = page().await;
    assert_eq!((now[0].likes, read_anew(&before, &now)), (1, 1));

    before = now;
    let (old, new) =
        (edited.clone(), Comment { html: "<p>In other words.</p>".to_owned(), ..edited.clone() });
    write!(paper, |tx| tx.update_comment(site, &old, &new)).unwrap();
    now = page().await;
    assert_eq!((&*now[1].html, read_anew(&before, &now)), ("<p>In other words.</p>", 1));

    before = now;
    let (like, wipe) = (wiped.clone(), wiped.id);
    write!(paper, |tx| tx.like(site, &like, b"a reader")).unwrap();
    assert_eq!(page().await[2].likes, 1);
    write!(paper, |tx| tx.wipe_comment(site, wipe)).unwrap();
    now = page().await;
    assert_eq!((now[2].likes, read_anew(&before, &now)), (0, 1));

    before = now;
    let (old, removed) = (taken_back.clone(), Comment { state: CommentState::Removed, ..taken_back.clone() });
    write!(paper, |tx| tx.update_comment(site, &old, &removed)).unwrap();
    now = page().await;
    assert_eq!((now[3].state, read_anew(&before, &now)), (CommentState::Removed, 1));

    before = now;
    let gone = brought_again.id;
    write!(paper, |tx| tx.delete_comment(site, gone)).unwrap();
    now = page().await;
    assert_eq!((now.len(), read_anew(&before, &now)), (29, 0));
    let other_words = Comment { html: "<p>Once more.</p>".to_owned(), ..brought_again.clone() };
    paper.comment(&other_words).await;
    now = page().await;
    assert_eq!((now.len(), &*now[4].html), (30, "<p>Once more.</p>"), "the same id with other words");

    before = now;
    let (old, new) = (spam.clone(), Comment { state: CommentState::Spam, ..spam.clone() });
    write!(paper, |tx| tx.update_comment(site, &old, &new)).unwrap();
    now = page().await;
    assert_eq!((now.len(), read_anew(&before, &now)), (29, 0));

    before = page().await;
    let lost = Comment { parent: Some(a_comment(&post, NOON).id), ..a_comment(&post, NOON + 40) };
    paper.comment(&lost).await;
    now = page().await;
    assert_eq!((now.len(), read_anew(&before, &now)), (30, 1));
    assert_eq!(now[29].parent, lost.parent);
    write!(paper, |tx| tx.repair(site, &zone, NOON)).unwrap();
    now = page().await;
    assert_eq!(now[29].parent, None, "what it answered was never there");
    assert_eq!(now, as_stored(&paper, &post).await);
}

async fn a_thread_is_kept_from_sixteen_comments_on(paper: Paper) {
    let (short, long) = (paper.publish("ferry", NOON).await, paper.publish("bridge", NOON).await);
    for (post, comments) in [(&short, 15), (&long, 16)] {
        insert(&paper, (0..comments).map(|n| a_comment(post, NOON + n)).collect()).await;
    }
    let read = |post: &Post| {
        let (paper, post) = (&paper, post.id);
        async move { paper.read().await.public_thread(paper.site, post, 200, 0).await.unwrap() }
    };
    read(&long).await;
    assert_eq!(paper.store.kept_bytes(), 0, "nothing is kept where there is no room for it");
    paper.store.keep_long_threads(1 << 20);
    read(&short).await;
    assert_eq!(paper.store.kept_bytes(), 0);
    let first = read(&long).await;
    assert!(paper.store.kept_bytes() > 0);
    assert!(first.iter().zip(read(&long).await).all(|(one, other)| Arc::ptr_eq(one, &other)));
}

async fn one_thread_of_thousands_is_paged_like_any_other(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let mut expected = Expected::default();
    let root = a_comment(&post, NOON);
    let mut all = vec![a_comment(&post, NOON - 1), root.clone(), a_comment(&post, NOON + 5_000)];
    all.extend((0..1_800).map(|n| a_reply(&root, NOON + n)));
    expected.0.extend(all.iter().map(|c| (c.id, c.clone())));
    insert(&paper, all).await;
    compare(&paper, &post, &expected).await;
}

async fn a_thread_that_arrives_backwards_is_kept_in_order(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let mut expected = Expected::default();
    for batch in 0..12 {
        let comments: Vec<_> = (0..100).map(|n| a_comment(&post, NOON - batch * 100 - n)).collect();
        expected.0.extend(comments.iter().map(|c| (c.id, c.clone())));
        insert(&paper, comments).await;
    }
    compare(&paper, &post, &expected).await;
}

async fn a_thread_counted_again_is_the_same_thread(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let mut expected = Expected::default();
    let comments: Vec<_> = (0..1_500).map(|n| a_comment(&post, NOON + n)).collect();
    expected.0.extend(comments.iter().map(|c| (c.id, c.clone())));
    let (site, zone) = (paper.site, paper.zone.clone());
    let recount = work(move |tx| {
        Box::pin(async move {
            for comment in &comments {
                tx.insert_comment(site, comment).await?;
            }
            // In the same write as the comments: what was noted about them must not be counted once more.
            tx.recount(site, &zone).await
        })
    });
    paper.store.write(recount).await.unwrap();
    compare(&paper, &post, &expected).await;
    assert_eq!(paper.counter(&post).await, 1_500);
}

async fn counts(paper: &Paper) -> CommentCounts {
    paper.read().await.desk_comment_counts(paper.site).await.unwrap()
}

async fn comments_are_counted_by_state(paper: Paper) {
    assert_eq!(counts(&paper).await, CommentCounts::default());
    let post = paper.publish("bridge", NOON).await;
    let pending = Comment { state: CommentState::Pending, ..a_comment(&post, NOON) };
    paper.comment(&pending).await;
    paper.comment(&a_comment(&post, NOON)).await;
    paper.comment(&Comment { state: CommentState::Spam, ..a_comment(&post, NOON) }).await;
    assert_eq!(
        counts(&paper).await,
        CommentCounts { approved: 1, pending: 1, spam: 1, ..CommentCounts::default() }
    );
    let (site, removed) = (paper.site, Comment { state: CommentState::Removed, ..pending.clone() });
    write!(paper, |tx| tx.update_comment(site, &pending, &removed)).unwrap();
    assert_eq!(
        counts(&paper).await,
        CommentCounts { approved: 1, spam: 1, removed: 1, ..CommentCounts::default() }
    );
}

async fn a_deleted_story_takes_its_comments_out_of_the_counts(paper: Paper) {
    let (post, other) = (paper.publish("bridge", NOON).await, paper.publish("ferry", NOON).await);
    for n in 0..3 {
        paper.comment(&a_comment(&post, NOON + n)).await;
    }
    paper.comment(&a_comment(&other, NOON)).await;
    let (site, zone, gone) = (paper.site, paper.zone.clone(), post.clone());
    let late = a_comment(&post, NOON + 9);
    let delete = work(move |tx| {
        Box::pin(async move {
            tx.insert_comment(site, &late).await?;
            tx.delete_post(site, &zone, &gone).await
        })
    });
    paper.store.write(delete).await.unwrap();
    assert_eq!(counts(&paper).await, CommentCounts { approved: 1, ..CommentCounts::default() });
    assert_eq!(paper.read().await.thread_size(paper.site, post.id).await.unwrap(), 0);
    assert_eq!(paper.read().await.check(paper.site, &paper.zone).await.unwrap(), []);
}

async fn what_readers_like_most_stands_first_and_nothing_is_lost(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let (mut dice, mut expected) = (Dice(11), Expected::default());
    let comments: Vec<Comment> = (0..1_300).map(|n| a_comment(&post, NOON + n)).collect();
    insert(&paper, comments.clone()).await;
    expected.0.extend(comments.iter().map(|c| (c.id, c.clone())));
    for _ in 0..400 {
        let liked = comments[dice.roll(comments.len())].clone();
        let (site, voter) = (paper.site, dice.roll(usize::MAX).to_be_bytes());
        expected.0.get_mut(&liked.id).unwrap().likes += 1;
        let like = work(move |tx| Box::pin(async move { tx.like(site, &liked, &voter).await.map(|_| ()) }));
        paper.store.write(like).await.unwrap();
    }
    let mut best = expected.oldest();
    best.sort_by_key(|c| std::cmp::Reverse(c.likes));
    let mut read = paper.read().await;
    for offset in (0..best.len() + 200).step_by(97) {
        let found = read.public_thread_best(paper.site, post.id, 200, offset as i64).await.unwrap();
        let slice = &best[offset.min(best.len())..(offset + 200).min(best.len())];
        assert_eq!(found, as_shown(slice), "after {offset}");
    }
}

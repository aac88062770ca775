//! Comments: threads for readers, the queue for moderators, and what is forgotten.

use std::collections::BTreeSet;
use std::sync::Arc;

use dateline_model::{Comment, CommentState, Millis, Post, PostId, ShownComment, UserId};
use dateline_store::{Arrived, Beside, Fingerprints, KnownReader, SETTLE_THREADS};

use crate::paper::{DAY, HOUR, NOON, Paper, a_comment, a_reply, a_story, store_suite, write};

store_suite!(
    a_comment_comes_back_as_it_was_stored,
    threads_stand_in_the_order_of_their_beginnings,
    a_comment_knows_its_place_in_the_thread,
    the_counter_follows_every_change_of_state,
    the_counter_goes_by_what_is_stored,
    a_form_sent_twice_makes_one_comment,
    comments_that_arrive_together_are_kept_or_refused_each_alone,
    a_form_sent_again_is_told_where_its_comment_stands_now,
    a_record_imported_twice_makes_one_comment,
    many_comments_are_counted_when_they_are_settled,
    the_moderation_queue_continues_at_its_mark,
    a_reader_is_known_by_an_approved_comment,
    addresses_are_forgotten_when_their_time_is_over,
    recent_comments_are_the_newest_first,
    a_comment_under_no_post_is_refused,
);

async fn update(paper: &Paper, old: &Comment, new: &Comment) {
    let (site, old, new) = (paper.site, old.clone(), new.clone());
    write!(paper, |tx| tx.update_comment(site, &old, &new)).unwrap();
}

async fn a_comment_comes_back_as_it_was_stored(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let first = a_comment(&post, NOON);
    let full = Comment {
        state: CommentState::Pending,
        author_name: "Ana".to_owned(),
        author_email: Some("ana@example.org".to_owned()),
        author_url: Some("https://ana.example".to_owned()),
        staff: Some(UserId::mint(NOON)),
        text: "<b>\u{1F6A2}</b>".to_owned(),
        html: "<p>&lt;b&gt;\u{1F6A2}</p>".to_owned(),
        updated_at: NOON + 3,
        address_hash: Some(vec![0, 1, 255]),
        address_until: Some(NOON + DAY),
        edited_at: None,
        likes: 0,
        submission: Some("form-1".to_owned()),
        import_key: Some("blogger:9".to_owned()),
        import_hash: Some("cd34".to_owned()),
        ..a_reply(&first, NOON + 1)
    };
    assert!(paper.comment(&first).await && paper.comment(&full).await);
    let mut read = paper.read().await;
    assert_eq!(read.desk_comment(paper.site, full.id).await.unwrap(), Some(full.clone()));
    assert_eq!(read.comment_by_import_key(paper.site, "blogger:9").await.unwrap(), Some(full.clone()));
    assert_eq!(read.desk_comment(paper.site, first.id).await.unwrap(), Some(first.clone()));
    drop(read);
    let edited = Comment {
        parent: None,
        root: full.id,
        thread_at: NOON + 2,
        depth: 0,
        state: CommentState::Approved,
        author_name: "Ana Reis".to_owned(),
        author_url: None,
        text: "edited".to_owned(),
        html: "<p>edited</p>".to_owned(),
        created_at: NOON + 2,
        updated_at: NOON + 9,
        import_hash: None,
        ..full.clone()
    };
    update(&paper, &full, &edited).await;
    let stored = paper.read().await.desk_comment(paper.site, full.id).await.unwrap();
    assert_eq!(stored, Some(edited));
}

/// Three threads, their replies written crosswise; answers them in the order of the page.
async fn three_threads(paper: &Paper, post: &Post) -> Vec<Comment> {
    let roots: Vec<_> = (0..3).map(|n| a_comment(post, NOON + n)).collect();
    let mut page: Vec<Vec<Comment>> = roots.iter().map(|root| vec![root.clone()]).collect();
    for (n, thread) in [2, 0, 1, 0, 2, 0].into_iter().enumerate() {
        let to = page[thread].last().unwrap().clone();
        page[thread].push(a_reply(&to, NOON + 100 + n as i64));
    }
    // A removed one keeps the place of its replies; a pending one and spam have none.
    page[0][1].state = CommentState::Removed;
    let pending = Comment { state: CommentState::Pending, ..a_reply(&roots[0], NOON + 101) };
    let spam = Comment { state: CommentState::Spam, ..a_comment(post, NOON) };
    for comment in page.iter().rev().flatten().chain([&pending, &spam]) {
        assert!(paper.comment(comment).await);
    }
    page.into_iter().flatten().collect()
}

async fn threads_stand_in_the_order_of_their_beginnings(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let page = three_threads(&paper, &post).await;
    let page: Vec<_> = page.into_iter().map(ShownComment::from).map(Arc::new).collect();
    let mut read = paper.read().await;
    assert_eq!(read.public_thread(paper.site, post.id, 99, 0).await.unwrap(), page);
    assert_eq!(read.thread_size(paper.site, post.id).await.unwrap(), page.len() as i64);
    for (n, part) in page.chunks(4).enumerate() {
        assert_eq!(read.public_thread(paper.site, post.id, 4, n as i64 * 4).await.unwrap(), part);
    }
}

async fn a_comment_knows_its_place_in_the_thread(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let page = three_threads(&paper, &post).await;
    let mut read = paper.read().await;
    for (place, comment) in page.iter().enumerate() {
        assert_eq!(read.place_in_thread(paper.site, comment).await.unwrap(), place as i64);
    }
}

async fn the_counter_follows_every_change_of_state(paper: Paper) {
    use CommentState::{Approved, Pending, Removed, Spam};
    let post = paper.publish("bridge", NOON).await;
    paper.comment(&a_comment(&post, NOON)).await;
    let mut now = a_comment(&post, NOON);
    paper.comment(&now).await;
    assert_eq!(paper.counter(&post).await, 2);
    for state in [Pending, Approved, Approved, Spam, Removed, Approved, Removed, Pending, Spam, Approved] {
        let next = Comment { state, ..now.clone() };
        update(&paper, &now, &next).await;
        assert_eq!(paper.counter(&post).await, 1 + i64::from(state == Approved), "{state:?}");
        now = next;
    }
    let total = paper.read().await.public_comment_total(paper.site, NOON).await.unwrap();
    assert_eq!(total, 2);
}

async fn the_counter_goes_by_what_is_stored(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let seen = Comment { state: CommentState::Pending, ..a_comment(&post, NOON) };
    let approved = Comment { state: CommentState::Approved, ..seen.clone() };
    paper.comment(&seen).await;
    // Two moderators had the queue open; each approves what looked pending.
    update(&paper, &seen, &approved).await;
    update(&paper, &seen, &approved).await;
    assert_eq!(paper.counter(&post).await, 1);
}

async fn a_form_sent_twice_makes_one_comment(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let first = Comment { submission: Some("form-1".to_owned()), ..a_comment(&post, NOON) };
    let second = Comment { submission: first.submission.clone(), ..a_comment(&post, NOON + 1) };
    assert_eq!(paper.arrives(&first).await.unwrap(), Arrived { before: None, place: 0 });
    let seq = paper.read().await.changes_since(0, 99).await.unwrap().last().unwrap().seq;
    assert_eq!(paper.arrives(&second).await.unwrap(), Arrived { before: Some(first.clone()), place: 0 });
    let an_hour_later = Comment { submission: Some("form-1-later".to_owned()), ..second.clone() };
    assert_eq!(
        paper.arrives(&an_hour_later).await.unwrap().before,
        Some(first.clone()),
        "by its earlier key"
    );
    let mut read = paper.read().await;
    assert_eq!(read.thread_size(paper.site, post.id).await.unwrap(), 1);
    assert_eq!(read.changes_since(seq, 99).await.unwrap(), [], "nothing happened, so the log says nothing");
    drop(read);
    assert_eq!(paper.counter(&post).await, 1);
    // Comments without a form are never the same.
    assert!(paper.comment(&a_comment(&post, NOON)).await && paper.comment(&a_comment(&post, NOON)).await);
}

async fn comments_that_arrive_together_are_kept_or_refused_each_alone(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let by = |n: i64| Comment { submission: Some(format!("form-{n}")), ..a_comment(&post, NOON + n) };
    let mut comments: Vec<Comment> = (0..30).map(by).collect();
    let form = comments[3].submission.clone();
    comments[7].submission = form;
    let pending = Comment { state: CommentState::Pending, ..by(40) };
    let homeless = Comment { post: PostId::mint(NOON), ..by(50) };
    let reply = Comment { submission: None, ..a_reply(&comments[0], NOON + 60) };
    let arrived = paper.arrive(&comments).await;
    let taken: Vec<&Arrived> = arrived.iter().map(|one| one.as_ref().unwrap()).collect();
    let there = |at: usize| taken[at].before.as_ref().map(|before| before.id);
    let (third, seventh) = (there(3), there(7));
    assert!(
        (third, seventh) == (None, Some(comments[3].id)) || (third, seventh) == (Some(comments[7].id), None),
        "{third:?} {seventh:?}"
    );
    assert_eq!(taken.iter().filter(|one| one.before.is_none()).count(), 29);
    assert_eq!(paper.counter(&post).await, 29);
    let last = paper.arrive(&[pending, homeless, reply]).await;
    assert_eq!(last[0].as_ref().unwrap(), &Arrived { before: None, place: 0 });
    assert!(last[1].is_err(), "its story is not there");
    assert_eq!(last[2].as_ref().unwrap().place, 1, "under the first one of the thread");
    let mut read = paper.read().await;
    for (comment, arrived) in comments.iter().zip(&taken).filter(|(_, arrived)| arrived.before.is_none()) {
        let moved = i64::from(arrived.place > 0);
        let place = read.place_in_thread(paper.site, comment).await.unwrap();
        // On SQLite all were told at one moment; on PostgreSQL the later ones were not there yet.
        assert!(place >= arrived.place + moved, "{place} {arrived:?}");
    }
    assert_eq!(read.thread_size(paper.site, post.id).await.unwrap(), 30);
    assert_eq!(read.desk_comment_counts(paper.site).await.unwrap().pending, 1);
}

async fn a_form_sent_again_is_told_where_its_comment_stands_now(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let sent = Comment { submission: Some("form-1".to_owned()), ..a_comment(&post, NOON + 2) };
    assert_eq!(paper.arrives(&sent).await.unwrap().place, 0);
    // One that was begun earlier is kept later, as happens to those that arrive together.
    assert_eq!(paper.arrives(&a_comment(&post, NOON + 1)).await.unwrap().place, 0);
    let again = Comment { submission: sent.submission.clone(), ..a_comment(&post, NOON + 3) };
    assert_eq!(paper.arrives(&again).await.unwrap(), Arrived { before: Some(sent), place: 1 });
}

async fn a_record_imported_twice_makes_one_comment(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let key = Some("blogger:9".to_owned());
    assert!(paper.comment(&Comment { import_key: key.clone(), ..a_comment(&post, NOON) }).await);
    assert!(!paper.comment(&Comment { import_key: key, ..a_comment(&post, NOON) }).await);
    assert_eq!(paper.counter(&post).await, 1);
}

async fn many_comments_are_counted_when_they_are_settled(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let here = a_comment(&post, NOON);
    paper.comment(&here).await;
    let site = paper.site;
    let mut moved_in: Vec<Comment> = (1..600).map(|n| a_comment(&post, NOON + n)).collect();
    moved_in.push(Comment { state: CommentState::Pending, ..a_comment(&post, NOON) });
    let arriving = moved_in.clone();
    write!(paper, |tx| async {
        tx.many_comments();
        tx.insert_comments(site, &arriving).await
    })
    .unwrap();
    assert_eq!(paper.counter(&post).await, 1, "not yet");
    let due = paper.read().await.due_jobs(SETTLE_THREADS, Millis::MAX).await.unwrap();
    assert_eq!(due.len(), 1);
    assert!(write!(paper, |tx| tx.settle_threads(site)).unwrap());
    assert!(!write!(paper, |tx| tx.settle_threads(site)).unwrap(), "once is enough");
    assert_eq!(paper.counter(&post).await, 600);
    let mut read = paper.read().await;
    assert_eq!(read.thread_size(site, post.id).await.unwrap(), 600);
    assert_eq!(read.place_in_thread(site, &moved_in[598]).await.unwrap(), 599);
    assert_eq!(read.desk_comment_counts(site).await.unwrap().pending, 1);
    assert_eq!(read.due_jobs(SETTLE_THREADS, Millis::MAX).await.unwrap(), []);
}

async fn the_moderation_queue_continues_at_its_mark(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let mut expected = BTreeSet::new();
    for n in 0..11 {
        // Several in one millisecond: the id decides.
        let comment = Comment { state: CommentState::Pending, ..a_comment(&post, NOON + n / 4) };
        expected.insert((comment.created_at, comment.id));
        paper.comment(&comment).await;
    }
    paper.comment(&a_comment(&post, NOON)).await;
    let mut read = paper.read().await;
    let (mut seen, mut mark) = (Vec::new(), None);
    loop {
        let part = read.desk_comments(paper.site, CommentState::Pending, mark, 3).await.unwrap();
        let Some(last) = part.last() else { break };
        mark = Some((last.comment.created_at, last.comment.id));
        assert!(part.iter().all(|found| found.post_title == post.title));
        assert!(part.iter().all(|found| Some(&found.post_permalink) == post.permalink.as_ref()));
        seen.extend(part.into_iter().map(|found| (found.comment.created_at, found.comment.id)));
    }
    assert_eq!(seen, expected.into_iter().rev().collect::<Vec<_>>());
}

/// What stands for an address of mail and one of the net, and whether the reader is known.
type Reader<'r> = (Option<&'r str>, Option<&'r [u8]>, bool);

async fn a_reader_is_known_by_an_approved_comment(paper: Paper) {
    let (site, post) = (paper.site, paper.publish("bridge", NOON).await);
    for (email, address, state) in [
        ("known", 1, CommentState::Approved),
        ("waits", 2, CommentState::Pending),
        ("sells", 3, CommentState::Spam),
    ] {
        let comment = Comment {
            address_hash: Some(vec![address]),
            address_until: Some(NOON + DAY),
            state,
            ..a_comment(&post, NOON)
        };
        let beside = Beside { email_hash: Some(email.into()), ..Beside::default() };
        let added = write!(paper, |tx| tx.insert_readers_comments(site, &[(&comment, &beside)]));
        assert_eq!(added.unwrap().len(), 1);
    }
    paper.comment(&a_comment(&post, NOON)).await;
    let mut read = paper.read().await;
    let cases: [Reader; 9] = [
        (Some("known"), None, true),
        (None, Some(&[1]), true),
        (Some("other"), Some(&[1]), true),
        (Some("known"), Some(&[9]), true),
        (Some("waits"), Some(&[2]), false),
        (Some("sells"), Some(&[3]), false),
        (Some("KNOWN"), None, false),
        (None, Some(&[][..]), false),
        // One who says nothing is not the one who said nothing before.
        (None, None, false),
    ];
    for (email, address, known) in cases {
        let reader = Fingerprints { email: email.map(Vec::from), address: address.map(<[u8]>::to_vec) };
        for (moment, settled) in [(NOON, 0), (NOON + 1, i64::from(known))] {
            let found = read.known_reader(site, &reader, moment, NOON).await.unwrap();
            let expected = KnownReader { known, banned: false, settled };
            assert_eq!(found, expected, "{email:?} {address:?}");
        }
    }
}

async fn addresses_are_forgotten_when_their_time_is_over(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    let until = |until| Comment {
        address_hash: Some(vec![7; 32]),
        address_until: Some(until),
        ..a_comment(&post, NOON)
    };
    let (old, new) = (until(NOON), until(NOON + 1));
    paper.comment(&old).await;
    paper.comment(&new).await;
    assert_eq!(write!(paper, |tx| tx.erase_old_addresses(NOON)).unwrap(), 1);
    assert_eq!(write!(paper, |tx| tx.erase_old_addresses(NOON)).unwrap(), 0);
    let mut read = paper.read().await;
    let erased = read.desk_comment(paper.site, old.id).await.unwrap().unwrap();
    assert_eq!((erased.address_hash, erased.address_until), (None, None));
    assert_eq!(erased.text, old.text);
    assert_eq!(read.desk_comment(paper.site, new.id).await.unwrap(), Some(new));
}

async fn recent_comments_are_the_newest_first(paper: Paper) {
    let (bridge, ferry) = (paper.publish("bridge", NOON).await, paper.publish("ferry", NOON).await);
    let mut expected = Vec::new();
    for n in 0..6 {
        let comment = a_comment(if n % 2 == 0 { &bridge } else { &ferry }, NOON + n);
        paper.comment(&comment).await;
        expected.insert(0, comment);
    }
    let mut read = paper.read().await;
    let found = read.public_recent_comments(paper.site, NOON, 4, 1).await.unwrap();
    assert_eq!(found.into_iter().map(|found| found.comment).collect::<Vec<_>>(), expected[1..5]);
    let found = read.public_comments_of(paper.site, NOON, ferry.id, 2, 1).await.unwrap();
    let found: Vec<_> = found.into_iter().map(|found| found.comment).collect();
    assert_eq!(found, [expected[2].clone(), expected[4].clone()]);
}

async fn a_comment_under_no_post_is_refused(paper: Paper) {
    let site = paper.site;
    let comment = a_comment(&a_story("never printed", NOON), NOON + HOUR);
    assert!(write!(paper, |tx| tx.insert_comment(site, &comment)).is_err());
    let log = paper.read().await.changes_since(0, 9).await.unwrap();
    assert!(log.iter().all(|change| change.thing == dateline_model::Thing::Site), "{log:?}");
}

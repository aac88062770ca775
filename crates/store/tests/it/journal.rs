//! What follows from writes: the change log, jobs, redirects, revisions, media.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use dateline_model::{ChangeKind, Millis, Post, PostId, Redirect, RedirectTarget, Thing};
use dateline_store::{Credits, Job, Store, StoreError};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::paper::{DAY, HOUR, NOON, Paper, a_comment, a_story, store_suite, work, write};

store_suite!(
    the_change_log_tells_what_happened_in_order,
    the_log_names_the_lists_and_the_neighbours_that_a_story_moves,
    many_stories_at_once_are_told_as_one_change_of_the_site,
    a_follower_hears_of_a_commit_before_its_writer_does_and_never_of_a_refused_write,
    a_reader_of_the_log_misses_nothing_that_commits_late,
    a_reader_that_follows_the_log_sees_every_change_once,
    a_job_asked_for_twice_happens_once_at_the_later_word,
    one_of_two_takers_gets_the_job,
    a_job_comes_back_when_its_work_fails,
    a_moved_job_cannot_be_taken_by_who_saw_it_before,
    a_redirect_leads_where_it_was_last_told,
    redirects_of_folders_and_by_expressions_lead_on_what_stood_there,
    revisions_are_listed_newest_first,
    a_picture_is_noted_once,
);

async fn the_change_log_tells_what_happened_in_order(paper: Paper) {
    let story = paper.publish("bridge", NOON).await;
    let comment = a_comment(&story, NOON + 1);
    paper.comment(&comment).await;
    paper.update(&story, &Credits::default()).await.unwrap();
    paper.delete(&story).await.unwrap();
    let mut read = paper.read().await;
    let log = read.changes_since(0, 99).await.unwrap();
    assert!(log.is_sorted_by(|a, b| a.seq < b.seq));
    let about = [Thing::Post, Thing::Comment];
    let log: Vec<_> = log.into_iter().filter(|change| about.contains(&change.thing)).collect();
    let told: Vec<_> = log.iter().map(|change| (change.thing, change.id, change.kind)).collect();
    assert_eq!(
        told,
        [
            (Thing::Post, story.id.0, ChangeKind::Created),
            (Thing::Comment, comment.id.0, ChangeKind::Created),
            (Thing::Post, story.id.0, ChangeKind::Updated),
            (Thing::Post, story.id.0, ChangeKind::Deleted),
        ]
    );
    assert_eq!((log[1].site, log[1].post, log[1].at), (paper.site, Some(story.id.0), NOON));
    assert_eq!(read.changes_since(log[1].seq, 1).await.unwrap(), log[2..3]);
    assert_eq!(read.last_change_at(paper.site).await.unwrap(), Some(NOON));
}

/// What the log says after `seq`, and its last number.
async fn told_since(paper: &Paper, seq: i64) -> (HashSet<(Thing, Uuid)>, i64) {
    let log = paper.read().await.changes_since(seq, 99).await.unwrap();
    (log.iter().map(|change| (change.thing, change.id)).collect(), log.last().map_or(seq, |last| last.seq))
}

async fn the_log_names_the_lists_and_the_neighbours_that_a_story_moves(paper: Paper) {
    let first = paper.publish("first", NOON).await;
    let third = paper.publish("third", NOON + 2 * HOUR).await;
    let tag = paper.tag("harbour").await;
    let (_, seq) = told_since(&paper, 0).await;
    let mut second = paper.publish("second", NOON + HOUR).await;
    let (told, seq) = told_since(&paper, seq).await;
    let neighbour = |post: &Post| (Thing::Neighbours, post.id.0);
    let all = (Thing::List, paper.site.0);
    // The newsroom is eleven hours behind, where it is still the ninth.
    let day = (Thing::Day, Uuid::from_u128(20_261_109));
    let headline = (Thing::Headline, second.id.0);
    let moved = [all, day, neighbour(&first), neighbour(&second), neighbour(&third)];
    assert_eq!(told, [(Thing::Post, second.id.0), headline].into_iter().chain(moved).collect());

    // Filed under a tag, it enters that list and leaves no other.
    let filed = Credits { tags: vec![tag], ..Credits::default() };
    paper.update(&second, &filed).await.unwrap();
    let (told, seq) = told_since(&paper, seq).await;
    assert_eq!(told, HashSet::from([(Thing::Post, second.id.0), (Thing::List, tag.0)]));

    // A new headline moves nothing.
    "Another headline".clone_into(&mut second.title);
    paper.update(&second, &filed).await.unwrap();
    let (told, seq) = told_since(&paper, seq).await;
    assert_eq!(told, HashSet::from([(Thing::Post, second.id.0), headline]));

    // Another date moves it in every list that holds it.
    second.published_at = Some(NOON + 3 * HOUR);
    paper.update(&second, &filed).await.unwrap();
    let (told, _) = told_since(&paper, seq).await;
    assert!(told.is_superset(&HashSet::from([
        all,
        (Thing::List, tag.0),
        neighbour(&first),
        neighbour(&third)
    ])));
}

async fn many_stories_at_once_are_told_as_one_change_of_the_site(paper: Paper) {
    let (_, seq) = told_since(&paper, 0).await;
    let (site, zone) = (paper.site, paper.zone.clone());
    let stories: Vec<Post> = (0..3).map(|n| a_story(&format!("story-{n}"), NOON + n)).collect();
    let ids: Vec<Uuid> = stories.iter().map(|story| story.id.0).collect();
    write!(paper, |tx| async {
        tx.many_stories();
        for story in &stories {
            tx.insert_post(site, &zone, story, &Credits::default()).await?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    let (told, _) = told_since(&paper, seq).await;
    let mut expected: HashSet<_> = ids.into_iter().map(|id| (Thing::Post, id)).collect();
    expected.insert((Thing::Site, site.0));
    assert_eq!(told, expected);
}

async fn a_follower_hears_of_a_commit_before_its_writer_does_and_never_of_a_refused_write(paper: Paper) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = Arc::clone(&heard);
    paper.store.follow(Arc::new(move |changes| ears.lock().unwrap().extend_from_slice(changes)));
    let story = paper.publish("bridge", NOON).await;
    let told = std::mem::take(&mut *heard.lock().unwrap());
    assert!(told.iter().any(|change| change.thing == Thing::Post && change.id == story.id.0));
    let log = paper.read().await.changes_since(told[0].seq - 1, 99).await.unwrap();
    assert_eq!(log, told, "the numbers are those of the log");
    paper.insert(&story, &Credits::default()).await.unwrap_err();
    assert_eq!(*heard.lock().unwrap(), []);
}

/// A change whose id says which one it is.
fn a_change(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

async fn a_reader_of_the_log_misses_nothing_that_commits_late(paper: Paper) {
    // The first write logs its change and is still at work when the second one arrives.
    let other = Store::open(&paper.address()).await.unwrap();
    let (site, first, second) = (paper.site, a_change(1), a_change(2));
    let (_, start) = told_since(&paper, 0).await;
    let (logged, is_logged) = oneshot::channel();
    let (finish, may_finish) = oneshot::channel::<()>();
    let slow = work(move |tx| {
        Box::pin(async move {
            tx.note(site, Thing::Post, first, ChangeKind::Updated);
            tx.keep_install_value("slow", "1").await?;
            logged.send(()).unwrap();
            may_finish.await.unwrap();
            Ok(())
        })
    });
    let quick = work(move |tx| {
        Box::pin(async move {
            tx.note(site, Thing::Post, second, ChangeKind::Updated);
            Ok(())
        })
    });
    let store = paper.store.clone();
    let slow = tokio::spawn(async move { store.write(slow).await });
    is_logged.await.unwrap();
    let quick = tokio::spawn(async move { other.write(quick).await });
    if paper.is_sqlite() {
        // One writes at a time.
        assert_eq!(paper.read().await.changes_since(start, 9).await.unwrap(), []);
        finish.send(()).unwrap();
        quick.await.unwrap().unwrap();
        slow.await.unwrap().unwrap();
        let log = paper.read().await.changes_since(start, 9).await.unwrap();
        assert_eq!(log.iter().map(|change| change.id).collect::<Vec<_>>(), [first, second]);
        return;
    }
    quick.await.unwrap().unwrap();
    let seen = paper.read().await.changes_since(start, 9).await.unwrap();
    assert_eq!(seen.iter().map(|change| change.id).collect::<Vec<_>>(), [second], "nothing uncommitted");
    finish.send(()).unwrap();
    slow.await.unwrap().unwrap();
    let late = paper.read().await.changes_since(seen[0].seq, 9).await.unwrap();
    assert_eq!(late.iter().map(|change| change.id).collect::<Vec<_>>(), [first]);
}

async fn a_reader_that_follows_the_log_sees_every_change_once(paper: Paper) {
    let mut writes = tokio::task::JoinSet::new();
    let (site, (_, start)) = (paper.site, told_since(&paper, 0).await);
    for n in 0..120 {
        let (store, id) = (paper.store.clone(), a_change(n));
        writes.spawn(async move {
            let log = work(move |tx| {
                Box::pin(async move {
                    tx.note(site, Thing::Post, id, ChangeKind::Updated);
                    tx.keep_install_value(&format!("v{n}"), "1").await?;
                    tx.note(site, Thing::Post, id, ChangeKind::Updated);
                    Ok(())
                })
            });
            store.write(log).await.unwrap();
        });
    }
    let (mut cursor, mut seen) = (start, Vec::new());
    loop {
        let written = writes.is_empty();
        let found = paper.read().await.changes_since(cursor, 7).await.unwrap();
        if let Some(last) = found.last() {
            cursor = last.seq;
        } else if written {
            break;
        }
        seen.extend(found.into_iter().map(|change| change.id));
        while writes.try_join_next().is_some() {}
        tokio::task::yield_now().await;
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..120).flat_map(|n| [a_change(n), a_change(n)]).collect::<Vec<_>>());
}

async fn enqueue(paper: &Paper, thing: Uuid, at: Millis) {
    let site = paper.site;
    write!(paper, |tx| tx.enqueue(site, "publish", thing, at)).unwrap();
}

async fn due(paper: &Paper, now: Millis) -> Vec<Job> {
    paper.read().await.due_jobs("publish", now).await.unwrap()
}

async fn a_job_asked_for_twice_happens_once_at_the_later_word(paper: Paper) {
    let (thing, other) = (PostId::mint(1).0, PostId::mint(2).0);
    assert_eq!(paper.read().await.next_job_at().await.unwrap(), None);
    enqueue(&paper, thing, NOON).await;
    enqueue(&paper, thing, NOON + HOUR).await;
    enqueue(&paper, other, NOON + 2 * HOUR).await;
    assert_eq!(paper.read().await.next_job_at().await.unwrap(), Some(NOON + HOUR));
    assert_eq!(due(&paper, NOON + HOUR - 1).await, []);
    let jobs = due(&paper, NOON + HOUR).await;
    assert_eq!(jobs.len(), 1);
    assert_eq!((jobs[0].site, jobs[0].kind.as_str(), jobs[0].thing), (paper.site, "publish", thing));
    assert_eq!(due(&paper, NOON + 2 * HOUR).await.len(), 2);
    assert_eq!(paper.read().await.due_jobs("mail", NOON + DAY).await.unwrap(), [], "another room's errand");
    let site = paper.site;
    write!(paper, |tx| tx.cancel_job(site, "publish", thing)).unwrap();
    let left: Vec<_> = due(&paper, NOON + 2 * HOUR).await.iter().map(|job| job.thing).collect();
    assert_eq!(left, [other]);
}

async fn one_of_two_takers_gets_the_job(paper: Paper) {
    let second = Store::open(&paper.address()).await.unwrap();
    for n in 0..20_i64 {
        enqueue(&paper, PostId::mint(n).0, NOON).await;
    }
    let mut takers = tokio::task::JoinSet::new();
    for job in due(&paper, NOON).await {
        for store in [paper.store.clone(), second.clone()] {
            let job = job.clone();
            takers.spawn(async move {
                let take = work(move |tx| Box::pin(async move { tx.take_job(&job).await }));
                store.write(take).await.unwrap()
            });
        }
    }
    let mut taken = 0;
    while let Some(got) = takers.join_next().await {
        taken += usize::from(got.unwrap());
    }
    assert_eq!(taken, 20);
    assert_eq!(due(&paper, NOON).await, []);
}

async fn a_job_comes_back_when_its_work_fails(paper: Paper) {
    enqueue(&paper, PostId::mint(1).0, NOON).await;
    let job = due(&paper, NOON).await.remove(0);
    let failing = job.clone();
    let take = work(move |tx| {
        Box::pin(async move {
            assert!(tx.take_job(&failing).await?);
            Err::<(), _>(dateline_store::StoreError::Gone)
        })
    });
    assert!(paper.store.write(take).await.is_err());
    assert_eq!(due(&paper, NOON).await, [job]);
}

async fn a_moved_job_cannot_be_taken_by_who_saw_it_before(paper: Paper) {
    let thing = PostId::mint(1).0;
    enqueue(&paper, thing, NOON).await;
    let seen = due(&paper, NOON).await.remove(0);
    enqueue(&paper, thing, NOON + HOUR).await;
    assert!(!write!(paper, |tx| tx.take_job(&seen)).unwrap());
    let moved = due(&paper, NOON + HOUR).await.remove(0);
    assert!(write!(paper, |tx| tx.take_job(&moved)).unwrap());
}

async fn a_redirect_leads_where_it_was_last_told(paper: Paper) {
    let site = paper.site;
    let to = |to, permanent| Redirect { from: "/old".to_owned(), to, permanent };
    let first = to(RedirectTarget::Address("https://example.org/".to_owned()), false);
    let second = to(RedirectTarget::Post(PostId::mint(1)), true);
    for redirect in [first, second] {
        let told = redirect.clone();
        write!(paper, |tx| tx.add_redirect(site, &told)).unwrap();
        assert_eq!(paper.read().await.redirect(site, "/old").await.unwrap(), Some(redirect));
    }
    assert_eq!(paper.read().await.redirect(site, "/Old").await.unwrap(), None);
    write!(paper, |tx| tx.drop_redirect(site, "/old")).unwrap();
    assert_eq!(paper.read().await.redirect(site, "/old").await.unwrap(), None);
}

async fn redirects_of_folders_and_by_expressions_lead_on_what_stood_there(paper: Paper) {
    let site = paper.site;
    let all = [
        ("/old/*", "/new/*"),
        ("/old/shop/*", "https://shop.example/*/"),
        ("/b/*", "/b/c/*"),
        ("/old/own", "/mine/"),
        ("^/([0-9]{4})/([0-9]{2})/(.*)$", "/$3"),
        ("^/old/([0-9]+)/?$", "/numbers/$1/"),
        ("^/([0-9]{4})/", "/archive/"),
    ];
    for (from, to) in all {
        let redirect =
            Redirect { from: from.to_owned(), to: RedirectTarget::Address(to.to_owned()), permanent: true };
        write!(paper, |tx| tx.add_redirect(site, &redirect)).unwrap();
    }
    for (path, expected) in [
        ("/old/a/b c/", Some("/new/a/b%20c/")),
        ("/old//evil.example", Some("/new/evil.example")),
        ("/old/shop/mug/", Some("https://shop.example/mug/")),
        ("/old/own", Some("/mine/")),
        ("/b/x", Some("/b/c/x")),
        ("/2019/04/fog & owls/", Some("/fog%20&%20owls/")),
        ("/2019/", Some("/archive/")),
        ("/old/17/", Some("/numbers/17/")),
        ("/b/c/x", None),
        ("/old", None),
        ("/older/a", None),
        ("/?p=3", None),
    ] {
        let found = paper.read().await.redirect(site, path).await.unwrap();
        let to = expected.map(|to| RedirectTarget::Address(to.to_owned()));
        assert_eq!(found.map(|redirect| redirect.to), to, "{path}");
        assert!(paper.read().await.own_redirect(site, path).await.unwrap().is_none() || path == "/old/own");
    }
}

async fn revisions_are_listed_newest_first(paper: Paper) {
    let (site, mut story) = (paper.site, a_story("bridge", NOON));
    paper.insert(&story, &Credits::default()).await.unwrap();
    for n in 0..103 {
        story.title = format!("Title {n}");
        story.updated_at = NOON + n;
        let kept = story.clone();
        write!(paper, |tx| tx.add_revision(site, &kept, "edit", NOON + n)).unwrap();
    }
    let mut read = paper.read().await;
    let kept = read.desk_revisions(site, story.id, i64::MAX, 100).await.unwrap();
    assert_eq!(kept.len(), 100);
    let newest = &kept[0];
    let told = (newest.title.as_str(), newest.reason.as_str(), newest.replaced_at);
    assert_eq!(told, ("Title 102", "edit", NOON + 102));
    assert!(kept.is_sorted_by(|a, b| a.version > b.version));
    let rest = read.desk_revisions(site, story.id, kept[99].version, 100).await.unwrap();
    assert_eq!(rest.len(), 3, "the next page begins where the first ended");
    let whole = read.desk_revision(site, story.id, newest.id).await.unwrap().unwrap();
    assert_eq!((whole.words.title.as_str(), &whole.words.html), ("Title 102", &story.html));
    let then = read.words_at(site, story.id, NOON + 50).await.unwrap().unwrap();
    assert_eq!(then.words.title, "Title 50");
    assert_eq!(read.words_at(site, story.id, NOON + 103).await.unwrap(), None, "they are its words still");
}

async fn a_picture_is_noted_once(paper: Paper) {
    let site = paper.site;
    let note = |path| {
        work(move |tx| {
            Box::pin(async move { tx.add_media(site, "https://example.org/a.jpg", path, NOON).await })
        })
    };
    assert!(paper.store.write(note(None)).await.unwrap().is_some());
    assert!(paper.store.write(note(Some("a.jpg"))).await.unwrap().is_none());
}

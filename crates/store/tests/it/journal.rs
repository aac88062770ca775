//! What follows from writes: the change log, jobs, redirects, revisions, media.

use dateline_model::{Change, ChangeKind, Millis, PostId, Redirect, RedirectTarget, SiteId, Thing};
use dateline_store::{Credits, Job, Store};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::paper::{HOUR, NOON, Paper, a_comment, a_story, store_suite, work, write};

store_suite!(
    the_change_log_tells_what_happened_in_order,
    a_reader_of_the_log_misses_nothing_that_commits_late,
    a_reader_that_follows_the_log_sees_every_change_once,
    a_job_asked_for_twice_happens_once_at_the_later_word,
    one_of_two_takers_gets_the_job,
    a_job_comes_back_when_its_work_fails,
    a_moved_job_cannot_be_taken_by_who_saw_it_before,
    a_redirect_leads_where_it_was_last_told,
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
    assert_eq!((log[1].site, log[1].post, log[1].at), (paper.site, Some(story.id.0), NOON + 1));
    assert_eq!(read.changes_since(log[1].seq, 1).await.unwrap(), log[2..3]);
    assert_eq!(read.changes_since(log[3].seq, 1).await.unwrap(), []);
}

fn a_change(site: SiteId, at: Millis) -> Change {
    let (thing, kind) = (Thing::Post, ChangeKind::Updated);
    Change { seq: 0, site, thing, id: PostId::mint(at).0, post: None, kind, at }
}

async fn a_reader_of_the_log_misses_nothing_that_commits_late(paper: Paper) {
    // The first write logs its change and is still at work when the second one arrives.
    let other = Store::open(&paper.address()).await.unwrap();
    let (first, second) = (a_change(paper.site, NOON), a_change(paper.site, NOON + 1));
    let (logged, is_logged) = oneshot::channel();
    let (finish, may_finish) = oneshot::channel::<()>();
    let slow = work(move |tx| {
        Box::pin(async move {
            tx.log(&first).await?;
            tx.keep_install_value("slow", "1").await?;
            logged.send(()).unwrap();
            may_finish.await.unwrap();
            Ok(())
        })
    });
    let quick = work(move |tx| Box::pin(async move { tx.log(&second).await }));
    let store = paper.store.clone();
    let slow = tokio::spawn(async move { store.write(slow).await });
    is_logged.await.unwrap();
    let quick = tokio::spawn(async move { other.write(quick).await });
    if paper.is_sqlite() {
        // One writes at a time.
        assert_eq!(paper.read().await.changes_since(0, 9).await.unwrap(), []);
        finish.send(()).unwrap();
        quick.await.unwrap().unwrap();
        slow.await.unwrap().unwrap();
        let at: Vec<_> = paper.read().await.changes_since(0, 9).await.unwrap().iter().map(|c| c.at).collect();
        assert_eq!(at, [NOON, NOON + 1]);
        return;
    }
    quick.await.unwrap().unwrap();
    let seen = paper.read().await.changes_since(0, 9).await.unwrap();
    assert_eq!(seen.iter().map(|change| change.at).collect::<Vec<_>>(), [NOON + 1], "nothing uncommitted");
    finish.send(()).unwrap();
    slow.await.unwrap().unwrap();
    let late = paper.read().await.changes_since(seen[0].seq, 9).await.unwrap();
    assert_eq!(late.iter().map(|change| change.at).collect::<Vec<_>>(), [NOON]);
}

async fn a_reader_that_follows_the_log_sees_every_change_once(paper: Paper) {
    let mut writes = tokio::task::JoinSet::new();
    for n in 0..120_i64 {
        let (store, changes) = (paper.store.clone(), [a_change(paper.site, n), a_change(paper.site, n)]);
        writes.spawn(async move {
            let log = work(move |tx| {
                Box::pin(async move {
                    tx.log(&changes[0]).await?;
                    tx.keep_install_value(&format!("v{n}"), "1").await?;
                    tx.log(&changes[1]).await
                })
            });
            store.write(log).await.unwrap();
        });
    }
    let (mut cursor, mut seen) = (0, Vec::new());
    loop {
        let written = writes.is_empty();
        let found = paper.read().await.changes_since(cursor, 7).await.unwrap();
        if let Some(last) = found.last() {
            cursor = last.seq;
        } else if written {
            break;
        }
        seen.extend(found.into_iter().map(|change| change.at));
        while writes.try_join_next().is_some() {}
        tokio::task::yield_now().await;
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..120).flat_map(|n| [n, n]).collect::<Vec<_>>());
}

async fn enqueue(paper: &Paper, thing: Uuid, at: Millis) {
    let site = paper.site;
    write!(paper, |tx| tx.enqueue(site, "publish", thing, at)).unwrap();
}

async fn due(paper: &Paper, now: Millis) -> Vec<Job> {
    paper.read().await.due_jobs(now).await.unwrap()
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

async fn revisions_are_listed_newest_first(paper: Paper) {
    let (site, mut story) = (paper.site, a_story("bridge", NOON));
    paper.insert(&story, &Credits::default()).await.unwrap();
    for n in 0..103 {
        story.title = format!("Title {n}");
        let kept = story.clone();
        write!(paper, |tx| tx.add_revision(site, &kept, "edit", NOON + n)).unwrap();
    }
    let kept = paper.read().await.desk_revisions(site, story.id).await.unwrap();
    assert_eq!(kept.len(), 100);
    let (_, title, reason, at) = &kept[0];
    assert_eq!((title.as_str(), reason.as_str(), *at), ("Title 102", "edit", NOON + 102));
    assert!(kept.is_sorted_by(|a, b| a.3 > b.3));
}

async fn a_picture_is_noted_once(paper: Paper) {
    let site = paper.site;
    let note = |path| {
        work(move |tx| {
            Box::pin(async move { tx.add_media(site, "https://example.org/a.jpg", path, NOON).await })
        })
    };
    assert!(paper.store.write(note(None)).await.unwrap());
    assert!(!paper.store.write(note(Some("a.jpg"))).await.unwrap());
}

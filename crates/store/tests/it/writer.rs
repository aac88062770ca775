//! Many writes at once: each is kept or refused by itself, and none is answered before it is durable.

use dateline_model::{Millis, PostId};
use dateline_store::{Credits, ListKey, Store, StoreError, Window};

use crate::paper::{NOON, Paper, a_comment, a_story, store_suite, work, write};

store_suite!(
    a_refused_write_takes_no_other_with_it,
    an_answered_write_is_there_for_everybody,
    a_caller_that_goes_away_stops_nothing,
    a_bug_in_one_write_stops_that_write_only,
    a_write_counts_only_its_own_rows,
    writes_at_once_count_every_story_once,
    a_refused_write_leaves_no_counts_behind,
    a_reader_sees_one_moment,
    a_database_keeps_what_it_holds_when_it_is_opened_again,
);

async fn a_refused_write_takes_no_other_with_it(paper: Paper) {
    paper.publish("taken", NOON).await;
    let mut writes = tokio::task::JoinSet::new();
    for n in 0..300_i64 {
        let (store, site, zone) = (paper.store.clone(), paper.site, paper.zone.clone());
        // Every third one does its work, then finds the permalink of its second story taken.
        let fails = n % 3 == 0;
        let story = a_story(&format!("s{n}"), NOON + n);
        let second = a_story("taken", NOON);
        writes.spawn(async move {
            let work = work(move |tx| {
                Box::pin(async move {
                    tx.insert_post(site, &zone, &story, &Credits::default()).await?;
                    if fails {
                        tx.insert_post(site, &zone, &second, &Credits::default()).await?;
                    }
                    Ok(story.id)
                })
            });
            (fails, store.write(work).await)
        });
    }
    let mut kept = Vec::new();
    while let Some(answer) = writes.join_next().await {
        match answer.unwrap() {
            (false, Ok(id)) => kept.push(id),
            (true, Err(StoreError::Taken)) => {}
            (fails, answer) => panic!("fails: {fails}, answer: {answer:?}"),
        }
    }
    assert_eq!(kept.len(), 200);
    let mut read = paper.read().await;
    let listed = read.public_window(paper.site, NOON + 999, ListKey::All, Window::newest(999)).await.unwrap();
    let mut listed: Vec<PostId> = listed.into_iter().map(|card| card.id).collect();
    assert_eq!(listed.len(), 201);
    listed.retain(|id| !kept.contains(id));
    assert_eq!(listed.len(), 1, "the one that held the permalink");
    assert_eq!(read.list_total(paper.site, ListKey::All).await.unwrap(), 201);
}

async fn an_answered_write_is_there_for_everybody(paper: Paper) {
    let other_process = Store::open(&paper.address()).await.unwrap();
    let mut writes = tokio::task::JoinSet::new();
    for n in 0..40_i64 {
        let (store, other, site, zone) =
            (paper.store.clone(), other_process.clone(), paper.site, paper.zone.clone());
        let story = a_story(&format!("s{n}"), NOON + n);
        writes.spawn(async move {
            let id = story.id;
            let work = work(move |tx| {
                Box::pin(async move { tx.insert_post(site, &zone, &story, &Credits::default()).await })
            });
            store.write(work).await.unwrap();
            other.read().await.unwrap().desk_post(site, id).await.unwrap().is_some()
        });
    }
    while let Some(seen) = writes.join_next().await {
        assert!(seen.unwrap(), "answered, but another process does not see it");
    }
}

async fn a_caller_that_goes_away_stops_nothing(paper: Paper) {
    for n in 0..50_i64 {
        let (store, site, zone) = (paper.store.clone(), paper.site, paper.zone.clone());
        let story = a_story(&format!("gone{n}"), NOON + n);
        let caller = tokio::spawn(async move {
            let work = work(move |tx| {
                Box::pin(async move { tx.insert_post(site, &zone, &story, &Credits::default()).await })
            });
            store.write(work).await
        });
        tokio::task::yield_now().await;
        caller.abort();
        drop(caller.await);
    }
    paper.publish("stays", NOON).await;
    let mut read = paper.read().await;
    let path = read.permalink_holder(paper.site, "/stays/").await.unwrap();
    assert!(path.is_some());
    // A write of an absent caller happened as a whole or not at all.
    let listed = read.public_window(paper.site, NOON + 99, ListKey::All, Window::newest(99)).await.unwrap();
    assert_eq!(read.list_total(paper.site, ListKey::All).await.unwrap(), listed.len() as i64);
}

async fn a_bug_in_one_write_stops_that_write_only(paper: Paper) {
    let mut writes = tokio::task::JoinSet::new();
    for n in 0..60_i64 {
        let (store, site, zone) = (paper.store.clone(), paper.site, paper.zone.clone());
        let story = a_story(&format!("s{n}"), NOON + n);
        writes.spawn(async move {
            let work = work(move |tx| {
                assert!(n % 20 != 1, "before the first await");
                Box::pin(async move {
                    tx.insert_post(site, &zone, &story, &Credits::default()).await?;
                    assert!(n % 20 != 0, "story {n} is too good to be true");
                    Ok(())
                })
            });
            (n, store.write(work).await)
        });
    }
    while let Some(answer) = writes.join_next().await {
        let (n, answer) = answer.unwrap();
        match (n % 20, answer) {
            (0, Err(StoreError::Panicked(why))) => assert!(why.contains("too good to be true"), "{why}"),
            (1, Err(StoreError::Panicked(why))) => assert_eq!(why, "before the first await"),
            (2.., Ok(())) => {}
            (_, answer) => panic!("story {n}: {answer:?}"),
        }
    }
    paper.publish("after", NOON).await;
    let total = paper.read().await.list_total(paper.site, ListKey::All).await.unwrap();
    assert_eq!(total, 60 - 6 + 1);
}

async fn a_write_counts_only_its_own_rows(paper: Paper) {
    let mut writes = tokio::task::JoinSet::new();
    for n in 0..100_i64 {
        let (store, site, zone) = (paper.store.clone(), paper.site, paper.zone.clone());
        let stories: Vec<_> = (0..n % 4).map(|m| a_story(&format!("s{n}-{m}"), NOON + n)).collect();
        writes.spawn(async move {
            let expected = stories.len() as u64;
            let work = work(move |tx| {
                Box::pin(async move {
                    for story in &stories {
                        tx.insert_post(site, &zone, story, &Credits::default()).await?;
                    }
                    Ok(tx.changed_rows())
                })
            });
            assert_eq!(store.write(work).await.unwrap(), expected);
        });
    }
    while let Some(done) = writes.join_next().await {
        done.unwrap();
    }
}

async fn writes_at_once_count_every_story_once(paper: Paper) {
    // Two tags and two authors in opposite orders: a database that locks rows must not lock up.
    let (a, b) = (paper.author("Ana").await, paper.author("Bea").await);
    let (s, t) = (paper.tag("Sea").await, paper.tag("Town").await);
    let credits = [
        Credits { authors: vec![a, b], tags: vec![s, t] },
        Credits { authors: vec![b, a], tags: vec![t, s] },
    ];
    let story = a_story("one", NOON);
    paper.insert(&story, &credits[0]).await.unwrap();
    let comment =
        dateline_model::Comment { state: dateline_model::CommentState::Pending, ..a_comment(&story, NOON) };
    paper.comment(&comment).await;
    let mut writes = tokio::task::JoinSet::new();
    for n in 0..40_i64 {
        let (store, site, zone) = (paper.store.clone(), paper.site, paper.zone.clone());
        let credits = credits[n as usize % 2].clone();
        let (new, same, held) = (a_story(&format!("s{n}"), NOON + n), story.clone(), comment.clone());
        writes.spawn(async move {
            let work = work(move |tx| {
                Box::pin(async move {
                    tx.insert_post(site, &zone, &new, &credits).await?;
                    let kind = dateline_model::ChangeKind::Updated;
                    tx.update_post(site, &zone, &same, &credits, kind).await?;
                    // Forty moderators approve the comment that each of them saw waiting.
                    let approved = dateline_model::Comment {
                        state: dateline_model::CommentState::Approved,
                        ..held.clone()
                    };
                    tx.update_comment(site, &held, &approved).await
                })
            });
            store.write(work).await.unwrap();
        });
    }
    while let Some(done) = writes.join_next().await {
        done.unwrap();
    }
    let mut read = paper.read().await;
    for key in [ListKey::All, ListKey::Tag(s), ListKey::Tag(t), ListKey::Author(a), ListKey::Author(b)] {
        assert_eq!(read.list_total(paper.site, key).await.unwrap(), 41, "{key:?}");
    }
    assert_eq!(read.tag(paper.site, s).await.unwrap().unwrap().post_count, 41);
    drop(read);
    assert_eq!(paper.counter(&story).await, 1);
}

async fn a_refused_write_leaves_no_counts_behind(paper: Paper) {
    let tag = paper.tag("Harbour").await;
    let (site, zone) = (paper.site, paper.zone.clone());
    let credits = Credits { authors: vec![], tags: vec![tag] };
    let story = a_story("bridge", NOON);
    let refused = work(move |tx| {
        Box::pin(async move {
            tx.insert_post(site, &zone, &story, &credits).await?;
            Err::<(), _>(StoreError::Gone)
        })
    });
    assert!(paper.store.write(refused).await.is_err());
    paper.publish("ferry", NOON).await;
    let mut read = paper.read().await;
    assert_eq!(read.list_total(site, ListKey::All).await.unwrap(), 1);
    assert_eq!(read.list_total(site, ListKey::Tag(tag)).await.unwrap(), 0);
    let log = read.changes_since(0, 99).await.unwrap();
    assert_eq!(
        log.iter().filter(|change| change.thing == dateline_model::Thing::Post).count(),
        1,
        "the ferry"
    );
}

async fn a_reader_sees_one_moment(paper: Paper) {
    let site = paper.site;
    let mut read = paper.read().await;
    assert_eq!(read.list_total(site, ListKey::All).await.unwrap(), 0);
    let story = paper.publish("bridge", NOON).await;
    assert_eq!(read.list_total(site, ListKey::All).await.unwrap(), 0);
    assert_eq!(read.desk_post(site, story.id).await.unwrap(), None);
    drop(read);
    assert!(paper.read().await.desk_post(site, story.id).await.unwrap().is_some());
}

async fn a_database_keeps_what_it_holds_when_it_is_opened_again(paper: Paper) {
    let story = paper.publish("bridge", NOON).await;
    let (address, site) = (paper.address(), paper.site);
    let Paper { store, shelf, .. } = paper;
    drop(store);
    let again = Store::open(&address).await.unwrap();
    let found = again.read().await.unwrap().desk_post(site, story.id).await.unwrap();
    assert_eq!(found, Some(story));
    let kept = again.write(work(|tx| Box::pin(async move { tx.keep_install_value("key", "1").await }))).await;
    assert_eq!(kept.unwrap(), "1");
    drop(shelf);
}

/// Not of the suite: PostgreSQL commits by itself.
#[tokio::test]
async fn requests_in_a_queue_are_answered_in_their_own_words() {
    let paper = Paper::on_sqlite().await;
    let story = paper.publish("bridge", NOON).await;
    let answers = (0..600).map(|n: Millis| {
        let (store, site, comment) = (paper.store.clone(), paper.site, a_comment(&story, NOON + n));
        async move {
            let work = work(move |tx| {
                Box::pin(async move { tx.insert_comment(site, &comment).await.map(|new| (new, n)) })
            });
            store.write(work).await.unwrap()
        }
    });
    let answers = futures_util::future::join_all(answers).await;
    assert_eq!(answers, (0..600).map(|n| (true, n)).collect::<Vec<_>>());
    assert_eq!(paper.counter(&story).await, 600);
    let site = paper.site;
    write!(paper, |tx| tx.delete_site(site)).unwrap();
}

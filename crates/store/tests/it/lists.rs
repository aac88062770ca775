//! Lists: any page of them equals what counting one by one would give.

use dateline_model::{Millis, Period, Post, PostId, SiteSettings, Visibility};
use dateline_store::{Credits, ListKey, SETTLE_LISTS, Window};

use crate::paper::{DAY, HOUR, NOON, Paper, a_page, a_story, store_suite, work, write};

store_suite!(
    every_page_of_a_list_is_what_counting_gives,
    lists_of_many_new_stories_are_counted_when_they_are_settled,
    an_embargoed_story_shifts_no_page,
    a_stretch_of_time_holds_its_stories,
    stories_under_several_tags_are_under_each,
    static_pages_stand_by_title,
);

/// Two hundred-odd stories over fifteen months, some days with many, many at the same moment.
async fn a_river(paper: &Paper, keys: &[ListKey]) -> Vec<(Post, Credits)> {
    let mut stories = Vec::new();
    for n in 0..222_i64 {
        let day = [0, 0, 0, 1, 2, 2, 40, 41, 41, 41, 300, 440][(n % 12) as usize];
        // Around midnight of the newsroom (11:00 UTC), on both sides of it.
        let at = NOON - day * DAY - HOUR + [-1, 0, 1, HOUR, -HOUR][(n % 5) as usize];
        let mut credits = Credits::default();
        for (m, key) in keys.iter().enumerate() {
            match key {
                ListKey::Tag(tag) if n % (m as i64 + 2) == 0 => credits.tags.push(*tag),
                ListKey::Author(author) if n % (m as i64 + 1) != 0 => credits.authors.push(*author),
                _ => {}
            }
        }
        stories.push((a_story(&format!("s{n}"), at), credits));
    }
    let (site, zone, all) = (paper.site, paper.zone.clone(), stories.clone());
    let insert = work(move |tx| {
        Box::pin(async move {
            for (post, credits) in &all {
                tx.insert_post(site, &zone, post, credits).await?;
            }
            Ok(())
        })
    });
    paper.store.write(insert).await.unwrap();
    stories.sort_by_key(|(post, _)| (post.published_at, post.id));
    stories.reverse();
    stories
}

fn of_list(stories: &[(Post, Credits)], key: ListKey) -> Vec<PostId> {
    let holds = |credits: &Credits| match key {
        ListKey::All => true,
        ListKey::Tag(tag) => credits.tags.contains(&tag),
        ListKey::Author(author) => credits.authors.contains(&author),
    };
    stories.iter().filter(|(_, credits)| holds(credits)).map(|(post, _)| post.id).collect()
}

async fn every_page_of_a_list_is_what_counting_gives(paper: Paper) {
    let keys = [
        ListKey::Tag(paper.tag("Harbour").await),
        ListKey::Tag(paper.tag("Tides").await),
        ListKey::Author(paper.author("Ana Reis").await),
        ListKey::All,
    ];
    let stories = a_river(&paper, &keys).await;
    paper.insert(&a_page("about", NOON), &Credits::default()).await.unwrap();
    let mut read = paper.read().await;
    for key in keys {
        let expected = of_list(&stories, key);
        assert!(expected.len() > 10);
        assert_eq!(read.list_total(paper.site, key).await.unwrap(), expected.len() as i64);
        for limit in [1, 3, 7, 100] {
            for offset in 0..expected.len() + 2 {
                let list = read.public_list(paper.site, &paper.zone, NOON, key, limit, offset as i64);
                let found: Vec<_> = list.await.unwrap().into_iter().map(|card| card.id).collect();
                let wanted: Vec<_> = expected.iter().skip(offset).take(limit as usize).copied().collect();
                assert_eq!(found, wanted, "{key:?}, {limit} after {offset}");
            }
        }
    }
}

async fn lists_of_many_new_stories_are_counted_when_they_are_settled(paper: Paper) {
    let keys = [
        ListKey::Tag(paper.tag("Harbour").await),
        ListKey::Tag(paper.tag("Nobody's").await),
        ListKey::Author(paper.author("Ana Reis").await),
        ListKey::All,
    ];
    let (site, zone) = (paper.site, paper.zone.clone());
    let settings = SiteSettings { timezone: "Pacific/Pago_Pago".to_owned(), ..SiteSettings::default() };
    write!(paper, |tx| tx.save_settings(site, &settings)).unwrap();
    let before = a_story("before", NOON - 500 * DAY);
    paper.insert(&before, &Credits::default()).await.unwrap();
    let credits = Credits {
        authors: paper
            .read()
            .await
            .authors(site, 10)
            .await
            .unwrap()
            .into_iter()
            .map(|author| author.id)
            .collect(),
        tags: keys
            .iter()
            .take(1)
            .filter_map(|key| match key {
                ListKey::Tag(tag) => Some(*tag),
                _ => None,
            })
            .collect(),
    };
    // More moments than are read together, three stories at each of some of them, in no order.
    let mut stories: Vec<_> = (0..5_000_i64)
        .map(|n| (a_story(&format!("s{n}"), NOON - (n * 7_919 % 4_600) * HOUR), credits.clone()))
        .collect();
    let gone = stories[17].0.clone();
    let (all, hours) = (stories.clone(), zone.clone());
    let arrive = work(move |tx| {
        Box::pin(async move {
            tx.lists_later();
            tx.insert_posts(site, &hours, &all).await
        })
    });
    paper.store.write(arrive).await.unwrap();
    let waits = i64::from(paper.is_sqlite());
    let due = paper.read().await.due_jobs(SETTLE_LISTS, Millis::MAX).await.unwrap();
    assert_eq!(due.len() as i64, waits, "PostgreSQL has counted");
    // What somebody does meanwhile is counted with the rest.
    paper.delete(&gone).await.unwrap();
    stories.remove(17);
    assert_eq!(write!(paper, |tx| tx.settle_lists(site)).unwrap(), paper.is_sqlite());
    assert!(!write!(paper, |tx| tx.settle_lists(site)).unwrap(), "once is enough");
    let mut read = paper.read().await;
    assert_eq!(read.due_jobs(SETTLE_LISTS, Millis::MAX).await.unwrap(), []);
    for (key, expected) in keys.into_iter().zip([4_999, 0, 4_999, 5_000]) {
        assert_eq!(read.list_total(site, key).await.unwrap(), expected);
    }
    assert_eq!(
        read.check(site, &zone).await.unwrap(),
        [],
        "every year, month and day, and the tags' own numbers"
    );
}

async fn an_embargoed_story_shifts_no_page(paper: Paper) {
    let tag = paper.tag("Harbour").await;
    let author = paper.author("Ana Reis").await;
    let keys = [ListKey::Tag(tag), ListKey::Author(author), ListKey::All];
    let credits = Credits { authors: vec![author], tags: vec![tag] };
    let mut expected = Vec::new();
    // Half an hour apart, so that a page begins far down in a day.
    for n in 0..60 {
        let mut story = a_story(&format!("s{n}"), NOON - n * HOUR / 2);
        if n % 3 == 1 {
            story.visibility = Visibility::public_from(NOON + HOUR);
        } else {
            expected.push(story.id);
        }
        paper.insert(&story, &credits).await.unwrap();
    }
    let mut read = paper.read().await;
    for key in keys {
        for offset in 0..expected.len() + 2 {
            let list = read.public_list(paper.site, &paper.zone, NOON, key, 2, offset as i64).await.unwrap();
            let found: Vec<_> = list.into_iter().map(|card| card.id).collect();
            let wanted: Vec<_> = expected.iter().skip(offset).take(2).copied().collect();
            assert_eq!(found, wanted, "{key:?} after {offset}");
        }
    }
}

async fn a_stretch_of_time_holds_its_stories(paper: Paper) {
    let stories = a_river(&paper, &[]).await;
    let mut read = paper.read().await;
    let archive = read.archive(paper.site, ListKey::All).await.unwrap();
    assert!(archive.is_sorted_by(|a, b| a.0 > b.0), "newest month first");
    assert_eq!(archive.iter().map(|(_, n)| n).sum::<i64>(), stories.len() as i64);
    for (month, n) in archive {
        assert!(matches!(month, Period::Month(..)));
        let (from, to) = paper.zone.span_of(month).unwrap();
        let window = Window { from, to, limit: 999, offset: 0 };
        let cards = read.public_window(paper.site, NOON, ListKey::All, window).await.unwrap();
        let within = |post: &&Post| (from..to).contains(&post.published_at.unwrap());
        let wanted: Vec<_> =
            stories.iter().map(|(post, _)| post).filter(within).map(|post| post.id).collect();
        assert_eq!(cards.iter().map(|card| card.id).collect::<Vec<_>>(), wanted, "{month:?}");
        assert_eq!(cards.len() as i64, n);
    }
}

async fn stories_under_several_tags_are_under_each(paper: Paper) {
    let (a, b, c) = (paper.tag("A").await, paper.tag("B").await, paper.tag("C").await);
    let mut posts = Vec::new();
    for (n, tags) in [vec![a, b, c], vec![b, a], vec![a], vec![c, b]].into_iter().enumerate() {
        let post = a_story(&format!("s{n}"), NOON - n as i64);
        paper.insert(&post, &Credits { authors: vec![], tags }).await.unwrap();
        posts.push(post.id);
    }
    let mut read = paper.read().await;
    let cases = [
        (vec![a], vec![0, 1, 2]),
        (vec![a, b], vec![0, 1]),
        (vec![b, c], vec![0, 3]),
        (vec![c, b, a], vec![0]),
        (vec![a, a, a, a], vec![0, 1, 2]),
        (vec![], vec![]),
    ];
    for (tags, expected) in cases {
        let found = read.public_with_tags(paper.site, NOON, &tags, Window::newest(9)).await.unwrap();
        let expected: Vec<_> = expected.into_iter().map(|n: usize| posts[n]).collect();
        assert_eq!(found.into_iter().map(|card| card.id).collect::<Vec<_>>(), expected, "{tags:?}");
    }
}

async fn static_pages_stand_by_title(paper: Paper) {
    for title in ["staff", "About", "Zebra", "contact"] {
        let page = Post { title: title.to_owned(), ..a_page(title, NOON) };
        paper.insert(&page, &Credits::default()).await.unwrap();
    }
    let pages = paper.read().await.public_pages(paper.site, NOON, 3, 1).await.unwrap();
    let titles: Vec<_> = pages.iter().map(|card| card.title.as_str()).collect();
    assert_eq!(titles, ["Zebra", "contact", "staff"], "capitals before small letters, on both databases");
}

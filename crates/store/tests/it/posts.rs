//! Stories and pages, one at a time.

use dateline_model::{Change, ChangeKind, Post, PostKind, PostStatus, Thing, Visibility};
use dateline_store::{Credits, ListKey, StoreError, Window};

use crate::paper::{DAY, HOUR, NOON, Paper, a_comment, a_page, a_story, store_suite, work, write};

store_suite!(
    a_post_comes_back_as_it_was_stored,
    an_edited_post_comes_back_as_it_was_edited,
    a_deleted_post_is_gone_with_all_that_hangs_on_it,
    a_post_that_is_gone_cannot_be_edited,
    a_permalink_belongs_to_one_post,
    an_imported_record_becomes_one_post,
    the_desk_finds_a_post_in_every_state,
    what_is_not_yet_public_is_read_nowhere,
    neighbours_are_the_stories_beside_it_in_the_list,
    the_most_discussed_stories_come_first,
    credits_keep_their_printed_order,
    bodies_of_many_posts_are_read_at_once,
    a_story_that_nobody_has_looked_at_is_found_until_its_opening_is_known,
);

async fn a_story_that_nobody_has_looked_at_is_found_until_its_opening_is_known(paper: Paper) {
    let known = Post { opening: Some(String::new()), ..a_story("known", NOON) };
    let unknown = a_story("unknown", NOON);
    for post in [&known, &unknown] {
        paper.insert(post, &Credits::default()).await.unwrap();
    }
    let site = paper.site;
    let found = paper.read().await.without_opening(site, 9).await.unwrap();
    assert_eq!(found.iter().map(|found| found.id).collect::<Vec<_>>(), [unknown.id]);
    for opening in ["Ships", "too late"] {
        let id = unknown.id;
        let note = work(move |tx| Box::pin(async move { tx.set_opening(site, id, opening).await }));
        paper.store.write(note).await.unwrap();
    }
    let mut read = paper.read().await;
    assert_eq!(read.without_opening(site, 9).await.unwrap(), []);
    assert_eq!(read.desk_post(site, unknown.id).await.unwrap().unwrap().opening.as_deref(), Some("Ships"));
}

/// A post with something in every field.
fn a_full_post() -> Post {
    Post {
        html: "<p>First</p><!--more--><p>Second</p>".to_owned(),
        source: Some("First\n\n---\n\nSecond".to_owned()),
        excerpt: Some("Short".to_owned()),
        teaser: "First".to_owned(),
        teaser_is_all: true,
        opening: Some("First\nSecond".to_owned()),
        image: Some("/media/bridge.jpg".to_owned()),
        image_alt: Some("A bridge".to_owned()),
        image_caption: Some("The bridge, 2026".to_owned()),
        featured: true,
        dateline: Some("LISBON".to_owned()),
        lang: Some("pt".to_owned()),
        meta_title: Some("Bridge".to_owned()),
        meta_description: Some("About a bridge".to_owned()),
        words: 412,
        pictures: 3,
        comments_open: false,
        edited_at: Some(NOON + 5),
        created_at: NOON - 7,
        updated_at: NOON + 4,
        import_key: Some("blogger:8812".to_owned()),
        import_hash: Some("ab12".to_owned()),
        ..a_story("bridge", NOON)
    }
}

async fn a_post_comes_back_as_it_was_stored(paper: Paper) {
    let post = a_full_post();
    paper.insert(&post, &Credits::default()).await.unwrap();
    let mut read = paper.read().await;
    assert_eq!(read.desk_post(paper.site, post.id).await.unwrap().unwrap(), post);
    assert_eq!(read.public_post(paper.site, NOON, post.id).await.unwrap().unwrap(), post);
    let by_path = read.public_post_by_permalink(paper.site, NOON, "/bridge/").await.unwrap();
    for (folder, found) in [("/bridge/", false), ("/", true), ("/bri/", false), ("/bridg/", false)] {
        let under = read.public_post_under(paper.site, NOON, folder).await.unwrap();
        assert_eq!(under.is_some(), found, "{folder}");
    }
    assert_eq!(by_path.unwrap(), post);
    let by_key = read.post_by_import_key(paper.site, "blogger:8812").await.unwrap();
    assert_eq!(by_key.unwrap(), post);
    let card = read.public_window(paper.site, NOON, ListKey::All, Window::newest(1)).await.unwrap().remove(0);
    assert_eq!((card.id, card.title, card.slug), (post.id, post.title, post.slug));
    assert_eq!((Some(card.permalink), card.excerpt), (post.permalink, post.excerpt));
    assert_eq!((card.teaser, card.teaser_is_all), (post.teaser, post.teaser_is_all));
    assert_eq!(card.opening, post.opening);
    assert_eq!((card.image, card.image_alt, card.featured), (post.image, post.image_alt, post.featured));
    assert_eq!((card.dateline, card.lang, card.words), (post.dateline, post.lang, post.words));
    assert_eq!((Some(card.published_at), card.updated_at), (post.published_at, post.updated_at));
    assert_eq!((card.comment_count, card.import_key), (0, post.import_key));
}

async fn an_edited_post_comes_back_as_it_was_edited(paper: Paper) {
    let bare = Post::draft(PostKind::Post, NOON);
    paper.insert(&bare, &Credits::default()).await.unwrap();
    assert_eq!(paper.read().await.desk_post(paper.site, bare.id).await.unwrap().unwrap(), bare);
    let full = Post { id: bare.id, ..a_full_post() };
    paper.update(&full, &Credits::default()).await.unwrap();
    assert_eq!(paper.read().await.desk_post(paper.site, bare.id).await.unwrap().unwrap(), full);
    let page = Post { kind: PostKind::Page, status: PostStatus::Trashed, ..bare.clone() };
    paper.update(&page, &Credits::default()).await.unwrap();
    assert_eq!(paper.read().await.desk_post(paper.site, bare.id).await.unwrap().unwrap(), page);
}

async fn a_deleted_post_is_gone_with_all_that_hangs_on_it(paper: Paper) {
    let credits =
        Credits { authors: vec![paper.author("Ana Reis").await], tags: vec![paper.tag("Harbour").await] };
    let post = a_full_post();
    paper.insert(&post, &credits).await.unwrap();
    let comment = a_comment(&post, NOON);
    paper.comment(&comment).await;
    let (site, kept) = (paper.site, post.clone());
    write!(paper, |tx| tx.add_revision(site, &kept, "edit", NOON)).unwrap();
    paper.delete(&post).await.unwrap();
    let mut read = paper.read().await;
    assert_eq!(read.desk_post(site, post.id).await.unwrap(), None);
    assert_eq!(read.desk_comment(site, comment.id).await.unwrap(), None);
    assert_eq!(read.desk_revisions(site, post.id, i64::MAX, 100).await.unwrap(), []);
    assert_eq!(read.html_of(site, &[post.id]).await.unwrap(), []);
    assert_eq!(read.credits(site, post.id).await.unwrap(), Credits::default());
    assert_eq!(read.list_total(site, ListKey::All).await.unwrap(), 0);
    drop(read);
    paper.delete(&post).await.unwrap();
}

async fn a_post_that_is_gone_cannot_be_edited(paper: Paper) {
    let post = paper.publish("bridge", NOON).await;
    paper.delete(&post).await.unwrap();
    let answer = paper.update(&post, &Credits::default()).await;
    assert!(matches!(answer, Err(StoreError::Gone)), "{answer:?}");
    assert_eq!(paper.read().await.list_total(paper.site, ListKey::All).await.unwrap(), 0);
}

async fn a_permalink_belongs_to_one_post(paper: Paper) {
    let first = paper.publish("bridge", NOON).await;
    let answer = paper.insert(&a_story("bridge", NOON + 1), &Credits::default()).await;
    assert!(matches!(answer, Err(StoreError::Taken)), "{answer:?}");
    let mut other = paper.publish("ferry", NOON).await;
    other.permalink.clone_from(&first.permalink);
    let answer = paper.update(&other, &Credits::default()).await;
    assert!(matches!(answer, Err(StoreError::Taken)), "{answer:?}");
    let mut read = paper.read().await;
    let holder = read.permalink_holder(paper.site, "/bridge/").await.unwrap();
    assert_eq!(holder, Some((first.id, PostKind::Post)));
    assert_eq!(read.permalink_holder(paper.site, "/Bridge/").await.unwrap(), None);
    assert!(read.slug_is_taken(paper.site, "ferry", first.id).await.unwrap());
    assert!(!read.slug_is_taken(paper.site, "ferry", other.id).await.unwrap(), "one's own slug is free");
    assert!(!read.slug_is_taken(paper.site, "tram", first.id).await.unwrap());
    assert_eq!(read.list_total(paper.site, ListKey::All).await.unwrap(), 2);
}

async fn an_imported_record_becomes_one_post(paper: Paper) {
    let mut post = a_story("bridge", NOON);
    post.import_key = Some("blogger:1".to_owned());
    paper.insert(&post, &Credits::default()).await.unwrap();
    let mut again = a_story("bridge-2", NOON);
    again.import_key.clone_from(&post.import_key);
    let answer = paper.insert(&again, &Credits::default()).await;
    assert!(matches!(answer, Err(StoreError::Taken)), "{answer:?}");
}

async fn the_desk_finds_a_post_in_every_state(paper: Paper) {
    let states = [PostStatus::Draft, PostStatus::Scheduled, PostStatus::Published, PostStatus::Trashed];
    for (n, status) in states.into_iter().enumerate() {
        let n = n as i64;
        let mut post = a_story(&format!("s{n}"), NOON + n);
        post.status = status;
        post.visibility = Visibility::HIDDEN;
        paper.insert(&post, &Credits::default()).await.unwrap();
    }
    let mut read = paper.read().await;
    let all = read.desk_posts(paper.site, PostKind::Post, None, 10, 0).await.unwrap();
    let slugs: Vec<_> = all.iter().map(|post| post.slug.as_str()).collect();
    assert_eq!(slugs, ["s3", "s2", "s1", "s0"], "changed last first");
    assert_eq!(read.desk_posts(paper.site, PostKind::Post, None, 2, 1).await.unwrap(), all[1..3]);
    assert_eq!(read.desk_count(paper.site, PostKind::Post, None).await.unwrap(), 4);
    assert_eq!(read.desk_count(paper.site, PostKind::Page, None).await.unwrap(), 0);
    for (post, status) in all.iter().rev().zip(states) {
        let found = read.desk_posts(paper.site, PostKind::Post, Some(status), 10, 0).await.unwrap();
        assert_eq!(found, std::slice::from_ref(post));
        assert_eq!(read.desk_count(paper.site, PostKind::Post, Some(status)).await.unwrap(), 1);
        let by_slug = read.desk_post_by_slug(paper.site, PostKind::Post, &post.slug).await.unwrap();
        assert_eq!(by_slug.as_ref(), Some(post));
        assert_eq!(read.desk_post_by_slug(paper.site, PostKind::Page, &post.slug).await.unwrap(), None);
    }
}

async fn what_is_not_yet_public_is_read_nowhere(paper: Paper) {
    let site = paper.site;
    let (author, tag) = (paper.author("Ana Reis").await, paper.tag("Harbour").await);
    let credits = Credits { authors: vec![author], tags: vec![tag] };
    let before = paper.publish("before", NOON - HOUR).await;
    let embargoed = Post { visibility: Visibility::public_from(NOON + HOUR), ..a_story("embargo", NOON - 1) };
    let hidden = Post { visibility: Visibility::HIDDEN, ..a_story("hidden", NOON - 2) };
    let page = Post { visibility: Visibility::public_from(NOON + HOUR), ..a_page("page", NOON - 3) };
    for post in [&embargoed, &hidden, &page] {
        paper.insert(post, &credits).await.unwrap();
        paper.comment(&a_comment(post, NOON - 1)).await;
    }
    let mut read = paper.read().await;
    for post in [&embargoed, &hidden, &page] {
        let path = post.permalink.as_deref().unwrap();
        assert_eq!(read.public_post_by_permalink(site, NOON, path).await.unwrap(), None);
        assert_eq!(read.public_post(site, NOON, post.id).await.unwrap(), None);
        assert_eq!(read.public_comments_of(site, NOON, post.id, 9, 0).await.unwrap(), []);
    }
    for key in [ListKey::Tag(tag), ListKey::Author(author)] {
        assert_eq!(read.public_list(site, &paper.zone, NOON, key, 9, 0).await.unwrap(), []);
    }
    let all = read.public_list(site, &paper.zone, NOON, ListKey::All, 9, 0).await.unwrap();
    assert_eq!(all.iter().map(|card| card.id).collect::<Vec<_>>(), [before.id]);
    assert_eq!(read.public_with_tags(site, NOON, &[tag], Window::newest(9)).await.unwrap(), []);
    assert_eq!(read.public_pages(site, NOON, 9, 0).await.unwrap(), []);
    assert_eq!(read.public_most_discussed(site, NOON, 9).await.unwrap(), []);
    assert_eq!(read.public_recent_comments(site, NOON, 9, 0).await.unwrap(), []);
    assert_eq!(read.public_comment_total(site, NOON).await.unwrap(), 0);
    assert_eq!(read.public_neighbours(site, NOON, &before).await.unwrap(), (None, None));
    assert_eq!(read.last_change(site, NOON).await.unwrap(), before.updated_at);
    // At its moment the embargo ends everywhere.
    let later = NOON + HOUR;
    assert!(read.public_post(site, later - 1, embargoed.id).await.unwrap().is_none());
    assert!(read.public_post(site, later, embargoed.id).await.unwrap().is_some());
    assert_eq!(read.public_list(site, &paper.zone, later, ListKey::All, 9, 0).await.unwrap().len(), 2);
    assert_eq!(read.public_pages(site, later, 9, 0).await.unwrap().len(), 1);
    assert_eq!(read.public_recent_comments(site, later, 9, 0).await.unwrap().len(), 2);
    assert_eq!(read.public_comment_total(site, later).await.unwrap(), 2);
}

async fn neighbours_are_the_stories_beside_it_in_the_list(paper: Paper) {
    // Two stories of one moment: their ids decide.
    let mut stories = [
        paper.publish("a", NOON - DAY).await,
        paper.publish("b", NOON).await,
        paper.publish("c", NOON).await,
        paper.publish("d", NOON + 1).await,
    ];
    paper.insert(&a_page("page", NOON), &Credits::default()).await.unwrap();
    stories.sort_by_key(|post| (post.published_at, post.id));
    let mut read = paper.read().await;
    for (n, story) in stories.iter().enumerate() {
        let (older, newer) = read.public_neighbours(paper.site, NOON + DAY, story).await.unwrap();
        assert_eq!(older.map(|link| link.id), n.checked_sub(1).map(|n| stories[n].id));
        assert_eq!(newer.map(|link| link.id), stories.get(n + 1).map(|post| post.id));
    }
    let page = a_page("page", NOON);
    assert_eq!(read.public_neighbours(paper.site, NOON, &page).await.unwrap(), (None, None));
}

async fn the_most_discussed_stories_come_first(paper: Paper) {
    let mut expected = Vec::new();
    for (slug, comments) in [("quiet", 0), ("loud", 3), ("some", 1), ("same", 1)] {
        let story = paper.publish(slug, NOON - expected.len() as i64).await;
        for n in 0..comments {
            paper.comment(&a_comment(&story, NOON + n)).await;
        }
        expected.push(story);
    }
    let found = paper.read().await.public_most_discussed(paper.site, NOON, 3).await.unwrap();
    let found: Vec<_> = found.into_iter().map(|link| (link.title, link.comment_count)).collect();
    let named = |title: &str, n| (title.to_owned(), n);
    assert_eq!(found, [named("On loud", 3), named("On some", 1), named("On same", 1)]);
}

async fn credits_keep_their_printed_order(paper: Paper) {
    let (zoe, ana) = (paper.author("Zoe").await, paper.author("Ana").await);
    let (tides, art) = (paper.tag("Tides").await, paper.tag("Art").await);
    let credits = Credits { authors: vec![zoe, ana, zoe], tags: vec![tides, art, tides] };
    let post = a_story("bridge", NOON);
    paper.insert(&post, &credits).await.unwrap();
    let other = a_story("ferry", NOON);
    paper.insert(&other, &Credits { authors: vec![ana], tags: vec![art] }).await.unwrap();
    let mut read = paper.read().await;
    let stored = read.credits(paper.site, post.id).await.unwrap();
    assert_eq!(stored, Credits { authors: vec![zoe, ana], tags: vec![tides, art] });
    let bylines = read.bylines(paper.site, &[other.id, post.id]).await.unwrap();
    let names = |id| -> Vec<_> {
        bylines.iter().filter(|(post, _)| *post == id).map(|(_, byline)| byline.name.as_str()).collect()
    };
    assert_eq!((names(post.id), names(other.id)), (vec!["Zoe", "Ana"], vec!["Ana"]));
    // A tag given twice counts once.
    assert_eq!(read.list_total(paper.site, ListKey::Tag(tides)).await.unwrap(), 1);
    drop(read);
    paper.update(&post, &Credits { authors: vec![ana], tags: vec![] }).await.unwrap();
    let mut read = paper.read().await;
    let stored = read.credits(paper.site, post.id).await.unwrap();
    assert_eq!(stored, Credits { authors: vec![ana], tags: vec![] });
    assert_eq!(read.list_total(paper.site, ListKey::Tag(tides)).await.unwrap(), 0);
}

async fn bodies_of_many_posts_are_read_at_once(paper: Paper) {
    let (site, zone) = (paper.site, paper.zone.clone());
    let posts: Vec<Post> = (0..70)
        .map(|n| Post { html: format!("<p>{n}</p>"), ..a_story(&format!("s{n}"), NOON + n) })
        .collect();
    let ids: Vec<_> = posts.iter().map(|post| post.id).collect();
    let mut expected: Vec<_> = posts.iter().map(|post| (post.id, post.html.clone())).collect();
    let work = crate::paper::work(move |tx| {
        Box::pin(async move {
            for post in &posts {
                tx.insert_post(site, &zone, post, &Credits::default()).await?;
            }
            Ok(tx.changed_rows())
        })
    });
    assert_eq!(paper.store.write(work).await.unwrap(), 70);
    let mut read = paper.read().await;
    for n in [0, 1, 31, 32, 33, 64, 70] {
        let mut found = read.html_of(site, &ids[..n]).await.unwrap();
        found.sort();
        expected.sort();
        let wanted: Vec<_> = expected.iter().filter(|(id, _)| ids[..n].contains(id)).cloned().collect();
        assert_eq!(found, wanted, "{n} bodies");
    }
    let changes = read.changes_since(0, 1_000).await.unwrap();
    let made = |change: &&Change| change.thing == Thing::Post && change.kind == ChangeKind::Created;
    assert_eq!(changes.iter().filter(made).count(), 70);
}

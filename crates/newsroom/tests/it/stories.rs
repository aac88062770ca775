//! Saving, publishing, moving and deleting stories.

use dateline_model::{PostKind, PostStatus, RedirectTarget};
use dateline_newsroom::{AuthorRef, Body, Move, NewsroomError, PostEdit, TagRef};

use crate::desk::{DAY, Desk, HOUR, NOON, a_story, renamed};

#[tokio::test]
async fn a_published_story_has_a_permalink_and_a_draft_has_none() {
    let desk = Desk::new().await;
    let draft = desk.create(a_story("Harbour bridge reopens"), Move::Stay).await;
    assert_eq!(
        (draft.status, draft.slug.as_str(), &draft.permalink),
        (PostStatus::Draft, "harbour-bridge-reopens", &None)
    );
    assert_eq!(desk.at("/harbour-bridge-reopens/").await, None);
    let out = desk.newsroom.publish(&desk.paper, draft.id).await.unwrap();
    assert_eq!((out.permalink.as_deref(), out.published_at), (Some("/harbour-bridge-reopens/"), Some(NOON)));
    assert!(desk.at("/harbour-bridge-reopens/").await.is_some());
    desk.newsroom.unpublish(&desk.paper, draft.id).await.unwrap();
    assert_eq!(desk.at("/harbour-bridge-reopens/").await, None);
}

#[tokio::test]
async fn the_pattern_of_the_site_makes_the_permalink() {
    let desk = Desk::with(
        |_| {},
        |settings| {
            settings.set("permalinks", "/:year/:month/:primary_tag/:primary_author/:slug.html").unwrap();
            settings.set("timezone", "Pacific/Auckland").unwrap();
        },
    )
    .await;
    let edit = PostEdit { authors: Some(vec![AuthorRef::named("Ana Reis")]), ..a_story("Bridge") };
    // 30 November at noon in Greenwich is the first of December in the newsroom.
    desk.clock.advance(21 * DAY);
    let out = desk.create(edit, Move::Publish(None)).await;
    assert_eq!(out.permalink.as_deref(), Some("/2026/12/harbour/ana-reis/bridge.html"));
}

#[tokio::test]
async fn two_stories_of_one_headline_have_two_addresses() {
    let desk = Desk::new().await;
    let first = desk.publish("Bridge").await;
    let second = desk.publish("Bridge").await;
    assert_eq!((first.slug.as_str(), second.slug.as_str()), ("bridge", "bridge-2"));
    let page = desk
        .newsroom
        .create(&desk.paper, PostKind::Page, a_story("Bridge"), Move::Publish(None))
        .await
        .unwrap();
    assert_eq!(page.permalink.as_deref(), Some("/bridge-3/"));
}

#[tokio::test]
async fn a_story_that_moves_leaves_a_redirect_and_can_come_back() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let moved = desk.save(&story, renamed("the-bridge")).await;
    assert_eq!(moved.permalink.as_deref(), Some("/the-bridge/"));
    let site = desk.paper.id();
    let redirect = desk.read().await.redirect(site, "/bridge/").await.unwrap().unwrap();
    assert_eq!((redirect.to, redirect.permanent), (RedirectTarget::Post(story.id), true));
    let back = desk.save(&story, renamed("bridge")).await;
    assert_eq!(back.permalink.as_deref(), Some("/bridge/"));
    assert_eq!(desk.read().await.redirect(site, "/bridge/").await.unwrap(), None);
    assert!(desk.read().await.redirect(site, "/the-bridge/").await.unwrap().is_some());
}

#[tokio::test]
async fn a_new_headline_does_not_move_a_story() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let edit = PostEdit { title: Some("Bridge open again".to_owned()), ..PostEdit::default() };
    let saved = desk.save(&story, edit).await;
    assert_eq!((saved.title.as_str(), saved.permalink.as_deref()), ("Bridge open again", Some("/bridge/")));
    assert_eq!(saved.published_at, story.published_at);
}

#[tokio::test]
async fn of_two_editors_the_second_to_save_is_told() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let edit = |title: &str| PostEdit { title: Some(title.to_owned()), ..PostEdit::default() };
    let seen = Some(story.updated_at);
    let first = desk.newsroom.save(&desk.paper, story.id, edit("First"), Move::Stay, seen).await.unwrap();
    let second = desk.newsroom.save(&desk.paper, story.id, edit("Second"), Move::Stay, seen).await;
    assert!(matches!(second, Err(NewsroomError::Conflict)), "{second:?}");
    assert_eq!(desk.post(story.id).await.title, "First");
    let seen = Some(first.updated_at);
    desk.newsroom.save(&desk.paper, story.id, edit("Second"), Move::Stay, seen).await.unwrap();
}

#[tokio::test]
async fn words_that_are_saved_over_are_kept() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    desk.save(&story, PostEdit { featured: Some(true), ..PostEdit::default() }).await;
    assert!(desk.read().await.desk_revisions(desk.paper.id(), story.id).await.unwrap().is_empty());
    desk.save(&story, PostEdit { title: Some("Ferry".to_owned()), ..PostEdit::default() }).await;
    let kept = desk.read().await.desk_revisions(desk.paper.id(), story.id).await.unwrap();
    assert_eq!(kept.iter().map(|(_, title, ..)| title.as_str()).collect::<Vec<_>>(), ["Bridge"]);
}

#[tokio::test]
async fn what_an_author_writes_is_cleaned_and_its_teaser_made() {
    let desk = Desk::new().await;
    let body = "<p>The bridge <script>alert(1)</script>is open.</p><!--more--><p>At last.</p>".to_owned();
    let story = desk
        .create(PostEdit { body: Some(Body::Html(body)), ..a_story("Bridge") }, Move::Publish(None))
        .await;
    assert!(!story.html.contains("script") && story.html.contains("At last."), "{}", story.html);
    assert_eq!((story.teaser.as_str(), story.teaser_is_all, story.words), ("The bridge is open.", false, 6));
    let markdown = PostEdit { body: Some(Body::Markdown("The *bridge*".to_owned())), ..PostEdit::default() };
    let saved = desk.save(&story, markdown).await;
    assert!(saved.html.contains("<em>bridge</em>"), "{}", saved.html);
    assert_eq!(saved.source.as_deref(), Some("The *bridge*"));
    let html = PostEdit { body: Some(Body::Html("<p>x</p>".to_owned())), ..PostEdit::default() };
    assert_eq!(desk.save(&story, html).await.source, None);
}

#[tokio::test]
async fn tags_and_bylines_keep_their_order_and_are_made_once() {
    let desk = Desk::new().await;
    let names = |names: &[&str]| Some(names.iter().map(|name| TagRef::named(name)).collect());
    let story = desk
        .create(PostEdit { tags: names(&["Sea", "Bridge", "Sea"]), ..a_story("A") }, Move::Publish(None))
        .await;
    desk.create(PostEdit { tags: names(&["Bridge"]), ..a_story("B") }, Move::Publish(None)).await;
    let mut read = desk.read().await;
    let tags = read.tags_of(desk.paper.id(), &[story.id]).await.unwrap();
    assert_eq!(tags.iter().map(|(_, tag)| tag.name.as_str()).collect::<Vec<_>>(), ["Sea", "Bridge"]);
    let counts: Vec<_> =
        read.tags(desk.paper.id(), 9, 0).await.unwrap().into_iter().map(|t| (t.slug, t.post_count)).collect();
    assert_eq!(counts, [("bridge".to_owned(), 2), ("sea".to_owned(), 1)]);
}

#[tokio::test]
async fn what_is_too_long_is_refused_at_the_first_character_too_many() {
    let desk = Desk::new().await;
    let titled = |chars: usize| PostEdit { title: Some("é".repeat(chars)), ..a_story("x") };
    let create = |edit| desk.newsroom.create(&desk.paper, PostKind::Post, edit, Move::Stay);
    assert!(create(titled(2_000)).await.is_ok());
    assert!(matches!(create(titled(2_001)).await, Err(NewsroomError::TooLong { field: "title", .. })));
    assert!(matches!(
        create(PostEdit { slug: Some("x".repeat(192)), ..a_story("x") }).await,
        Err(NewsroomError::TooLong { field: "slug", .. })
    ));
    let body = |bytes: usize| PostEdit { body: Some(Body::Html("x".repeat(bytes))), ..a_story("x") };
    assert!(create(body(4 * 1024 * 1024)).await.is_ok());
    assert!(matches!(
        create(body(4 * 1024 * 1024 + 1)).await,
        Err(NewsroomError::TooLong { field: "body", .. })
    ));
}

#[tokio::test]
async fn a_deleted_story_is_gone_with_its_comments() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    desk.published(&story, desk.form(&story, "At last.")).await;
    desk.newsroom.delete(&desk.paper, story.id).await.unwrap();
    assert_eq!(desk.at("/bridge/").await, None);
    let again = desk.newsroom.delete(&desk.paper, story.id).await;
    assert!(matches!(again, Err(NewsroomError::NoSuchPost(id)) if id == story.id));
    desk.clock.advance(HOUR);
    assert_eq!(desk.read().await.check(desk.paper.id(), &desk.paper.zone).await.unwrap(), []);
}

//! Stories: from the first draft to the bin, with what is kept of every version.

use dateline_model::{ChangeKind, Post, PostKind, PostStatus, Thing};
use dateline_newsroom::{AuthorRef, Body, Move, NewsroomError, PostEdit, TagRef};
use dateline_store::{Credits, ListKey};

use crate::desk::{DAY, Desk, HOUR, NOON, newsroom_suite, titled};

newsroom_suite!(
    a_draft_is_nobodys_business_but_the_desks,
    a_published_story_is_on_the_front_page,
    a_story_printed_with_an_older_date_stands_at_that_date,
    an_edit_keeps_what_it_does_not_name,
    every_saved_version_is_kept_with_its_words,
    an_unpublished_story_comes_back_at_the_same_address,
    a_story_in_the_bin_can_be_taken_back,
    a_deleted_story_takes_its_comments_and_its_hour_along,
    a_save_over_somebody_elses_save_is_a_conflict,
    of_two_editors_who_save_at_once_one_is_told,
    two_editors_may_publish_the_same_headline_at_once,
    a_post_that_is_gone_cannot_be_saved,
    tags_and_authors_are_found_or_made,
    what_an_author_writes_is_cleaned,
    every_save_is_in_the_change_log,
    stories_of_before_get_their_openings_once,
);

async fn a_draft_is_nobodys_business_but_the_desks(desk: Desk) {
    let draft = desk.create(titled("Harbour bridge reopens"), Move::Stay).await.unwrap();
    assert_eq!((draft.status, draft.slug.as_str()), (PostStatus::Draft, "harbour-bridge-reopens"));
    assert_eq!(draft.permalink, None, "an address is given when the story leaves the desk");
    assert!(!desk.is_public(&draft).await);
    assert_eq!(desk.stored(draft.id).await, Some(draft.clone()));
    assert_eq!(desk.read().await.list_total(desk.paper.id(), ListKey::All).await.unwrap(), 0);
    assert_eq!((draft.created_at, draft.updated_at, draft.edited_at), (NOON, NOON, Some(NOON)));
}

async fn a_published_story_is_on_the_front_page(desk: Desk) {
    let draft = desk.create(titled("Harbour bridge reopens"), Move::Stay).await.unwrap();
    desk.clock.advance(HOUR);
    let story = desk.newsroom.publish(&desk.paper, draft.id).await.unwrap();
    assert_eq!(story.status, PostStatus::Published);
    assert_eq!(story.permalink.as_deref(), Some("/2026/11/harbour-bridge-reopens/"));
    assert_eq!((story.published_at, story.updated_at), (Some(NOON + HOUR), NOON + HOUR));
    assert_eq!(story.teaser, "All about: Harbour bridge reopens");
    assert!(desk.is_public(&story).await);
    let mut read = desk.read().await;
    let front = read.public_list(desk.paper.id(), &desk.paper.zone, NOON + HOUR, ListKey::All, 9, 0).await;
    assert_eq!(front.unwrap().into_iter().map(|card| card.id).collect::<Vec<_>>(), [story.id]);
    drop(read);
    // To publish what is out changes nothing that a reader sees.
    desk.clock.advance(HOUR);
    let again = desk.newsroom.publish(&desk.paper, draft.id).await.unwrap();
    assert_eq!((again.published_at, again.visibility), (story.published_at, story.visibility));
}

async fn a_story_printed_with_an_older_date_stands_at_that_date(desk: Desk) {
    let old = desk.create(titled("From the archive"), Move::Publish(Some(NOON - 400 * DAY))).await.unwrap();
    assert_eq!(old.permalink.as_deref(), Some("/2025/10/from-the-archive/"));
    assert_eq!(old.visibility.public_from, Some(NOON));
    let new = desk.published("News").await;
    let mut read = desk.read().await;
    let (older, newer) = read.public_neighbours(desk.paper.id(), NOON, &new).await.unwrap();
    assert_eq!((older.map(|link| link.id), newer), (Some(old.id), None));
}

async fn an_edit_keeps_what_it_does_not_name(desk: Desk) {
    let full = PostEdit {
        excerpt: Some(Some("In short".to_owned())),
        image: Some(Some("/media/bridge.jpg".to_owned())),
        dateline: Some(Some("LISBON".to_owned())),
        lang: Some(Some("pt".to_owned())),
        featured: Some(true),
        comments_open: Some(false),
        tags: Some(vec![TagRef::named("Harbour")]),
        authors: Some(vec![AuthorRef::named("Ana Reis")]),
        ..titled("Bridge")
    };
    let first = desk.create(full, Move::Publish(None)).await.unwrap();
    let edit = PostEdit { title: Some("  The bridge  ".to_owned()), ..PostEdit::default() };
    let second = desk.save(&first, edit, Move::Stay).await.unwrap();
    let expected =
        dateline_model::Post { title: "The bridge".to_owned(), updated_at: NOON + 1, ..first.clone() };
    assert_eq!(second, expected, "the headline changed, and a later save has a later time");
    let credits = desk.read().await.credits(desk.paper.id(), first.id).await.unwrap();
    assert_eq!((credits.tags.len(), credits.authors.len()), (1, 1));
    let cleared =
        PostEdit { excerpt: Some(None), dateline: Some(None), tags: Some(vec![]), ..PostEdit::default() };
    let third = desk.save(&first, cleared, Move::Stay).await.unwrap();
    assert_eq!((third.excerpt, third.dateline, third.teaser.as_str()), (None, None, "All about: Bridge"));
    let credits = desk.read().await.credits(desk.paper.id(), first.id).await.unwrap();
    assert_eq!((credits.tags.len(), credits.authors.len()), (0, 1));
}

async fn every_saved_version_is_kept_with_its_words(desk: Desk) {
    let story = desk.published("First words").await;
    for (n, title) in ["Second words", "Third words"].into_iter().enumerate() {
        desk.clock.advance(HOUR);
        desk.save(&story, titled(title), Move::Stay).await.unwrap();
        // A save without new words keeps no version.
        let flag = PostEdit { featured: Some(n == 0), ..PostEdit::default() };
        desk.save(&story, flag, Move::Stay).await.unwrap();
    }
    let kept = desk.newsroom.revisions(&desk.paper, story.id, None).await.unwrap();
    let kept: Vec<_> = kept.into_iter().map(|one| (one.title, one.replaced_at)).collect();
    assert_eq!(
        kept,
        [("Second words".to_owned(), NOON + 2 * HOUR), ("First words".to_owned(), NOON + HOUR)],
        "each with the time at which it was saved over"
    );
}

async fn an_unpublished_story_comes_back_at_the_same_address(desk: Desk) {
    let story = desk.published("Bridge").await;
    desk.clock.advance(40 * DAY);
    let draft = desk.newsroom.unpublish(&desk.paper, story.id).await.unwrap();
    assert_eq!((draft.status, &draft.permalink), (PostStatus::Draft, &story.permalink));
    assert!(!desk.is_public(&story).await);
    assert_eq!(desk.read().await.list_total(desk.paper.id(), ListKey::All).await.unwrap(), 0);
    // Meanwhile nobody else may stand there.
    let other = PostEdit { published_at: Some(NOON), ..titled("Bridge") };
    let other = desk.create(other, Move::Publish(None)).await.unwrap();
    assert_eq!(other.permalink.as_deref(), Some("/2026/11/bridge-2/"));
    let again = desk.newsroom.publish(&desk.paper, story.id).await.unwrap();
    assert_eq!((again.permalink, again.published_at), (story.permalink, story.published_at));
}

async fn a_story_in_the_bin_can_be_taken_back(desk: Desk) {
    let story = desk.published("Bridge").await;
    let binned = desk.save(&story, PostEdit::default(), Move::ToTrash).await.unwrap();
    assert_eq!(binned.status, PostStatus::Trashed);
    assert!(!desk.is_public(&story).await);
    let back = desk.newsroom.publish(&desk.paper, story.id).await.unwrap();
    assert_eq!((back.status, back.permalink), (PostStatus::Published, story.permalink));
}

async fn a_deleted_story_takes_its_comments_and_its_hour_along(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "well said").await;
    let rewritten = PostEdit { slug: Some("tunnel".to_owned()), ..titled("Tunnel") };
    desk.save(&story, rewritten, Move::Schedule(NOON + HOUR)).await.unwrap();
    desk.newsroom.delete(&desk.paper, story.id).await.unwrap();
    let mut read = desk.read().await;
    let site = desk.paper.id();
    assert_eq!(read.desk_post(site, story.id).await.unwrap(), None);
    assert_eq!(read.desk_comment(site, comment.id).await.unwrap(), None);
    assert_eq!(read.desk_revisions(site, story.id, i64::MAX, 100).await.unwrap(), []);
    assert_eq!(read.redirect(site, "/2026/11/bridge/").await.unwrap(), None, "it would lead nowhere");
    assert_eq!(read.next_job_at().await.unwrap(), None);
    drop(read);
    let answer = desk.newsroom.delete(&desk.paper, story.id).await;
    assert!(matches!(answer, Err(NewsroomError::NoSuchPost(id)) if id == story.id), "{answer:?}");
}

async fn a_save_over_somebody_elses_save_is_a_conflict(desk: Desk) {
    let story = desk.published("Bridge").await;
    let seen = Some(story.updated_at);
    let save = |title: &str| desk.newsroom.save(&desk.paper, story.id, titled(title), Move::Stay, seen);
    let first = save("Mine").await.unwrap();
    let answer = save("Yours").await;
    assert!(matches!(answer, Err(NewsroomError::Conflict)), "{answer:?}");
    assert_eq!(desk.stored(story.id).await.unwrap().title, "Mine");
    let reloaded = Some(first.updated_at);
    let second = desk.newsroom.save(&desk.paper, story.id, titled("Yours"), Move::Stay, reloaded).await;
    assert_eq!(second.unwrap().title, "Yours");
}

async fn of_two_editors_who_save_at_once_one_is_told(desk: Desk) {
    let other = desk.second_process().await;
    let mut story = desk.published("Bridge").await;
    for _ in 0..15 {
        let seen = Some(story.updated_at);
        let mine = desk.newsroom.save(&desk.paper, story.id, titled("Mine"), Move::Stay, seen);
        let yours = other.save(&desk.paper, story.id, titled("Yours"), Move::Stay, seen);
        let saved = match tokio::join!(mine, yours) {
            (Ok(saved), Err(NewsroomError::Conflict)) | (Err(NewsroomError::Conflict), Ok(saved)) => saved,
            answers => panic!("{answers:?}"),
        };
        story = desk.stored(story.id).await.unwrap();
        assert_eq!(story, saved);
    }
}

async fn two_editors_may_publish_the_same_headline_at_once(desk: Desk) {
    let other = desk.second_process().await;
    let create = |newsroom: &dateline_newsroom::Newsroom| {
        let (newsroom, paper) = (newsroom.clone(), desk.paper.clone());
        async move {
            let edit = PostEdit { tags: Some(vec![TagRef::named("Harbour")]), ..titled("Bridge") };
            newsroom.create(&paper, PostKind::Post, edit, Move::Publish(None)).await.unwrap()
        }
    };
    let mut paths = Vec::new();
    for _ in 0..5 {
        let (mine, yours) = tokio::join!(create(&desk.newsroom), create(&other));
        paths.extend([mine.permalink.unwrap(), yours.permalink.unwrap()]);
    }
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), 10);
    assert_eq!(desk.read().await.tag_count(desk.paper.id()).await.unwrap(), 1);
}

async fn a_post_that_is_gone_cannot_be_saved(desk: Desk) {
    let never = dateline_model::PostId::mint(NOON);
    let answer = desk.newsroom.publish(&desk.paper, never).await;
    assert!(matches!(answer, Err(NewsroomError::NoSuchPost(id)) if id == never), "{answer:?}");
}

async fn tags_and_authors_are_found_or_made(desk: Desk) {
    let site = desk.paper.id();
    let edit = PostEdit {
        tags: Some(vec![
            TagRef::named("Harbour"),
            TagRef::named(" Harbour "),
            TagRef::named("#photo"),
            TagRef::named(""),
        ]),
        authors: Some(vec![
            AuthorRef::named("Ana Reis"),
            AuthorRef::named("Zoé"),
            AuthorRef::named("Ana Reis"),
        ]),
        ..titled("One")
    };
    let one = desk.create(edit, Move::Publish(None)).await.unwrap();
    let mut read = desk.read().await;
    let tags: Vec<_> =
        read.tags_of(site, &[one.id]).await.unwrap().into_iter().map(|(_, tag)| tag.slug).collect();
    assert_eq!(tags, ["harbour", "hash-photo"]);
    let bylines: Vec<_> =
        read.bylines(site, &[one.id]).await.unwrap().into_iter().map(|(_, by)| by.slug).collect();
    assert_eq!(bylines, ["ana-reis", "zoe"]);
    let harbour = read.tag_by_slug(site, "harbour").await.unwrap().unwrap();
    drop(read);
    let edit = PostEdit {
        tags: Some(vec![
            TagRef { id: Some(harbour.id), ..TagRef::default() },
            TagRef { slug: Some("hash-photo".to_owned()), ..TagRef::default() },
            // Another name that makes the same slug; and a slug that is none.
            TagRef::named("HARBOUR!"),
            TagRef { slug: Some("../Odd slug".to_owned()), ..TagRef::default() },
        ]),
        authors: Some(vec![AuthorRef { slug: Some("zoe".to_owned()), ..AuthorRef::default() }]),
        ..titled("Two")
    };
    let two = desk.create(edit, Move::Publish(None)).await.unwrap();
    let mut read = desk.read().await;
    let tags: Vec<_> =
        read.tags_of(site, &[two.id]).await.unwrap().into_iter().map(|(_, tag)| tag.slug).collect();
    assert_eq!(tags, ["harbour", "hash-photo", "harbour-2", "odd-slug"]);
    assert_eq!(read.authors(site, 9).await.unwrap().len(), 2);
    assert_eq!(read.tag(site, harbour.id).await.unwrap().unwrap().post_count, 2);
}

async fn what_an_author_writes_is_cleaned(desk: Desk) {
    let html = "<p>Read <b>this</b><script>alert(1)</script></p><!--more--><p>and that</p><img src=/a.jpg>";
    let edit = PostEdit { body: Some(Body::Html(html.to_owned())), ..titled("Nul \0 and void") };
    let story = desk.create(edit, Move::Publish(None)).await.unwrap();
    assert!(!story.html.contains("script") && story.html.contains("<b>this</b>"), "{}", story.html);
    assert_eq!((story.title.as_str(), story.words, story.pictures), ("Nul  and void", 4, 1));
    assert_eq!((story.teaser.as_str(), story.teaser_is_all), ("Read this", false));
    let markdown = "**Bold**\0 words\n\n<!--more-->\n\nrest";
    let edit = PostEdit { body: Some(Body::Markdown(markdown.to_owned())), ..PostEdit::default() };
    let story = desk.save(&story, edit, Move::Stay).await.unwrap();
    assert_eq!(story.source.as_deref(), Some("**Bold** words\n\n<!--more-->\n\nrest"));
    assert!(story.html.starts_with("<p><strong>Bold</strong> words</p>"), "{}", story.html);
    assert_eq!(desk.stored(story.id).await, Some(story));
}

async fn stories_of_before_get_their_openings_once(desk: Desk) {
    let body = format!("<p>{}</p>", "ship ".repeat(400));
    let long = PostEdit { body: Some(Body::Html(body)), ..titled("Ships") };
    let long = desk.create(long, Move::Publish(None)).await.unwrap();
    assert_eq!(long.opening.as_deref().map(str::len), Some(500), "what is saved now has one");
    let short = PostEdit { body: Some(Body::Html("<p>Rain.</p>".to_owned())), ..titled("Rain") };
    let short = desk.create(short, Move::Publish(None)).await.unwrap();
    assert_eq!(short.opening.as_deref(), Some(""), "its teaser says it all");
    for story in [&long, &short] {
        let (site, zone) = (desk.paper.id(), desk.paper.zone.clone());
        let old = Post { opening: None, ..story.clone() };
        let forget = desk.newsroom.store().write(move |tx| {
            Box::pin(async move {
                tx.update_post(site, &zone, &old, &Credits::default(), ChangeKind::Updated).await
            })
        });
        forget.await.unwrap();
    }
    let seq = desk.log_end().await;
    desk.newsroom.find_openings().await.unwrap();
    for story in [long, short] {
        assert_eq!(desk.stored(story.id).await.unwrap().opening, story.opening);
    }
    let log = desk.log_since(seq).await;
    assert_eq!(
        log.iter().map(|change| change.thing).collect::<Vec<_>>(),
        [Thing::Site],
        "lists are made anew"
    );
    let seq = desk.log_end().await;
    desk.newsroom.find_openings().await.unwrap();
    assert!(desk.log_since(seq).await.is_empty(), "there is nothing left to find");
}

async fn every_save_is_in_the_change_log(desk: Desk) {
    let mut seq = desk.log_end().await;
    let mut told = async |desk: &Desk| {
        let log = desk.log_since(seq).await;
        seq = log.last().map_or(seq, |change| change.seq);
        let of_posts: Vec<_> =
            log.iter().filter(|change| change.thing == Thing::Post).map(|c| c.kind).collect();
        of_posts
    };
    let draft = desk.create(titled("Bridge"), Move::Stay).await.unwrap();
    assert_eq!(told(&desk).await, [ChangeKind::Created]);
    let steps = [
        (Move::Publish(None), ChangeKind::Published),
        (Move::Stay, ChangeKind::Updated),
        (Move::ToDraft, ChangeKind::Retracted),
        (Move::Schedule(NOON + HOUR), ChangeKind::Updated),
        (Move::Publish(None), ChangeKind::Published),
        (Move::ToTrash, ChangeKind::Retracted),
    ];
    for (to, kind) in steps {
        desk.save(&draft, PostEdit::default(), to).await.unwrap();
        assert_eq!(told(&desk).await, [kind], "{to:?}");
    }
    desk.newsroom.delete(&desk.paper, draft.id).await.unwrap();
    assert_eq!(told(&desk).await, [ChangeKind::Deleted]);
    let refused = desk.save(&draft, PostEdit::default(), Move::Stay).await;
    assert!(refused.is_err());
    assert_eq!(told(&desk).await, []);
}

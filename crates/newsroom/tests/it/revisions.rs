//! The words that stories had, and who wrote at the same time.

use dateline_model::{Detail, Words};
use dateline_newsroom::{Body, Grip, Move, NewsroomError, PostEdit};

use crate::desk::{DAY, Desk, HOUR, MINUTE, NOON, newsroom_suite, titled};

newsroom_suite!(
    a_revision_says_whose_words_it_keeps,
    an_old_version_comes_back_word_for_word,
    who_comes_too_late_is_shown_both_versions_and_what_they_began_with,
    a_story_is_held_by_one_window_and_can_be_taken_over,
    a_hold_that_nobody_renews_ends,
    a_preview_link_opens_a_draft_until_it_ends_or_is_taken_back,
    a_copy_is_a_draft_without_what_belongs_to_one_story_only,
);

fn bodied(html: &str, by: &str) -> PostEdit {
    PostEdit { body: Some(Body::Html(html.to_owned())), by: Some(by.to_owned()), ..PostEdit::default() }
}

async fn a_revision_says_whose_words_it_keeps(desk: Desk) {
    let first = PostEdit { by: Some("Ana".to_owned()), ..titled("Bridge") };
    let story = desk.create(first, Move::ToDraft).await.unwrap();
    desk.clock.advance(HOUR);
    let changed = desk.save(&story, bodied("<p>New words.</p>", "Bo"), Move::Stay).await.unwrap();
    assert_eq!(changed.saved_by.as_deref(), Some("Bo"));
    let kept = desk.newsroom.revisions(&desk.paper, story.id, None).await.unwrap();
    assert_eq!((kept.len(), kept[0].saved_by.as_str(), kept[0].version), (1, "Ana", story.updated_at));
    let flag = PostEdit { featured: Some(true), by: Some("Cy".to_owned()), ..PostEdit::default() };
    let flagged = desk.save(&story, flag, Move::Stay).await.unwrap();
    assert_eq!(flagged.saved_by.as_deref(), Some("Bo"), "whoever moves a story has not written it");
}

async fn an_old_version_comes_back_word_for_word(desk: Desk) {
    let markdown = PostEdit { body: Some(Body::Markdown("The *bridge*.".to_owned())), ..titled("Bridge") };
    let story = desk.create(markdown, Move::Publish(None)).await.unwrap();
    desk.clock.advance(HOUR);
    let standfirst =
        PostEdit { excerpt: Some(Some("Trams run again.".to_owned())), ..bodied("<p>Gone.</p>", "Bo") };
    let changed = desk.save(&story, standfirst, Move::Stay).await.unwrap();
    let first = desk.newsroom.revisions(&desk.paper, story.id, None).await.unwrap().remove(0);
    let seen = Some(changed.updated_at);
    let back =
        desk.newsroom.restore(&desk.paper, story.id, first.id, Some("Ana".to_owned()), seen).await.unwrap();
    assert_eq!(Words::of(&back), Words::of(&story));
    assert_eq!(back.permalink, story.permalink);
    let kept = desk.newsroom.revisions(&desk.paper, story.id, None).await.unwrap();
    assert_eq!(kept.len(), 2, "what it replaced is a version, too");
    let stale = desk.newsroom.restore(&desk.paper, story.id, first.id, None, seen).await;
    assert!(matches!(stale, Err(NewsroomError::Conflict)), "{stale:?}");
    let second = desk.published("Tunnel").await;
    let elsewhere = desk.newsroom.restore(&desk.paper, second.id, first.id, None, None).await;
    assert!(matches!(elsewhere, Err(NewsroomError::Unknown { .. })), "{elsewhere:?}");
}

async fn who_comes_too_late_is_shown_both_versions_and_what_they_began_with(desk: Desk) {
    let story = desk.create(bodied("<p>One.</p>", "Ana"), Move::ToDraft).await.unwrap();
    desk.clock.advance(MINUTE);
    // Something else than the words changes in between.
    let flagged = PostEdit { featured: Some(true), ..PostEdit::default() };
    desk.save(&story, flagged, Move::Stay).await.unwrap();
    desk.clock.advance(MINUTE);
    let theirs = desk.save(&story, bodied("<p>One.</p><p>Two.</p>", "Bo"), Move::Stay).await.unwrap();
    let late = desk
        .newsroom
        .save(&desk.paper, story.id, bodied("<p>Uno.</p>", "Ana"), Move::Stay, Some(story.updated_at))
        .await;
    assert!(matches!(late, Err(NewsroomError::Conflict)), "{late:?}");
    let met = desk.newsroom.collision(&desk.paper, story.id, story.updated_at).await.unwrap();
    assert_eq!((&met.theirs, met.ancestor.html.as_str()), (&theirs, "<p>One.</p>"));
    assert_eq!(desk.stored(story.id).await.unwrap(), theirs, "nothing was replaced");
    let met = desk.newsroom.collision(&desk.paper, story.id, theirs.updated_at).await.unwrap();
    assert_eq!(met.ancestor, Words::of(&theirs), "who is up to date began with what is there");
}

async fn a_story_is_held_by_one_window_and_can_be_taken_over(desk: Desk) {
    let story = desk.published("Bridge").await;
    let hold = |holder: &'static str, take_over| {
        let (newsroom, paper) = (desk.newsroom.clone(), desk.paper.clone());
        async move { newsroom.hold(&paper, story.id, (holder, None, holder), take_over).await.unwrap() }
    };
    assert!(matches!(hold("ana", false).await, Grip::Mine(_)));
    assert!(matches!(hold("bo", false).await, Grip::Theirs(lock) if lock.name == "ana"));
    desk.clock.advance(MINUTE);
    assert!(matches!(hold("ana", false).await, Grip::Mine(lock) if lock.taken_at == NOON));
    assert!(matches!(hold("bo", true).await, Grip::Mine(_)));
    assert!(matches!(hold("ana", false).await, Grip::Theirs(_)), "who was pushed out is told");
    assert!(!desk.newsroom.let_go(&desk.paper, story.id, "ana").await.unwrap());
    assert!(desk.newsroom.let_go(&desk.paper, story.id, "bo").await.unwrap());
    assert_eq!(desk.newsroom.holder(&desk.paper, story.id).await.unwrap(), None);
    for holder in [String::new(), "x".repeat(101)] {
        let refused = desk.newsroom.hold(&desk.paper, story.id, (&holder, None, ""), false).await;
        assert!(refused.is_err(), "{holder}");
    }
}

async fn a_hold_that_nobody_renews_ends(desk: Desk) {
    let story = desk.published("Bridge").await;
    desk.newsroom.hold(&desk.paper, story.id, ("ana", None, "Ana"), false).await.unwrap();
    desk.clock.advance(2 * MINUTE - 1);
    assert!(desk.newsroom.holder(&desk.paper, story.id).await.unwrap().is_some());
    desk.clock.advance(1);
    assert_eq!(desk.newsroom.holder(&desk.paper, story.id).await.unwrap(), None);
    let grip = desk.newsroom.hold(&desk.paper, story.id, ("bo", None, "Bo"), false).await.unwrap();
    assert!(matches!(grip, Grip::Mine(_)));
}

async fn a_preview_link_opens_a_draft_until_it_ends_or_is_taken_back(desk: Desk) {
    let draft = desk.create(titled("Bridge"), Move::ToDraft).await.unwrap();
    let (newsroom, paper) = (&desk.newsroom, &desk.paper);
    let one = newsroom.link_preview(paper, draft.id, "Ana", None).await.unwrap();
    let other = newsroom.link_preview(paper, draft.id, "Ana", Some(HOUR)).await.unwrap();
    assert_ne!(one.token, other.token);
    assert_eq!(newsroom.previewed(paper, &one.token).await.unwrap().map(|post| post.id), Some(draft.id));
    assert_eq!(
        newsroom.previewed(paper, &draft.id.0.to_string()).await.unwrap(),
        None,
        "its number is no secret"
    );
    desk.clock.advance(HOUR);
    assert_eq!(newsroom.previewed(paper, &other.token).await.unwrap(), None);
    assert_eq!(newsroom.previews(paper, draft.id).await.unwrap(), std::slice::from_ref(&one.link));
    assert!(newsroom.withdraw_preview(paper, draft.id, one.link.id).await.unwrap());
    assert_eq!(newsroom.previewed(paper, &one.token).await.unwrap(), None);
    let long = newsroom.link_preview(paper, draft.id, "Ana", Some(1_000 * DAY)).await.unwrap();
    assert_eq!(long.link.expires_at - long.link.created_at, 90 * DAY, "no link is for ever");
    for _ in 0..49 {
        newsroom.link_preview(paper, draft.id, "Ana", None).await.unwrap();
    }
    let one_more = newsroom.link_preview(paper, draft.id, "Ana", None).await;
    assert!(matches!(one_more, Err(NewsroomError::TooManyPreviews { .. })), "{one_more:?}");
    desk.save(&draft, PostEdit::default(), Move::ToTrash).await.unwrap();
    assert_eq!(newsroom.previewed(paper, &long.token).await.unwrap(), None, "the bin shows nothing");
}

async fn a_copy_is_a_draft_without_what_belongs_to_one_story_only(desk: Desk) {
    let edit = PostEdit {
        details: vec![
            (Detail::OgTitle, Some("A bridge for all".to_owned())),
            (Detail::CanonicalUrl, Some("https://elsewhere.example/bridge".to_owned())),
        ],
        tags: Some(vec![dateline_newsroom::TagRef::named("Harbour")]),
        ..titled("Bridge")
    };
    let story = desk.create(edit, Move::Publish(None)).await.unwrap();
    let copy = desk.newsroom.copy(&desk.paper, story.id, Some("Ana".to_owned())).await.unwrap();
    assert_eq!(
        (copy.title.as_str(), copy.status.as_str(), copy.permalink.as_deref()),
        ("Bridge (Copy)", "draft", None)
    );
    assert_eq!(copy.html, story.html);
    let (mut read, site) = (desk.read().await, desk.paper.id());
    assert_eq!(read.credits(site, copy.id).await.unwrap(), read.credits(site, story.id).await.unwrap());
    let details = read.details_of_post(site, copy.id).await.unwrap();
    assert_eq!(details.get(Detail::OgTitle), Some("A bridge for all"));
    assert_eq!(details.get(Detail::CanonicalUrl), None);
}

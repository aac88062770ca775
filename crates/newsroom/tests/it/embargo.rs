//! Embargoes, and stories that end by themselves.

use dateline_model::{Detail, Millis, Post, PostStatus};
use dateline_newsroom::{Move, NewsroomError, PostEdit};

use crate::desk::{DAY, Desk, HOUR, NOON, newsroom_suite, titled};

newsroom_suite!(
    a_story_under_an_embargo_comes_out_when_that_ends_whoever_publishes_it,
    no_hour_before_the_end_of_an_embargo_is_taken,
    an_embargo_cannot_call_back_what_is_out,
    an_embargo_that_was_taken_away_holds_nothing,
    a_story_goes_back_to_the_desk_at_its_end,
    a_story_cannot_end_before_it_begins,
    the_end_of_a_story_goes_with_the_story,
    a_detail_that_does_not_fit_is_refused_with_what_would,
);

fn set(detail: Detail, at: Option<Millis>) -> PostEdit {
    PostEdit { details: vec![(detail, at.map(|at| at.to_string()))], ..PostEdit::default() }
}

async fn embargoed(desk: &Desk, until: Millis) -> Post {
    let edit = PostEdit { details: set(Detail::EmbargoUntil, Some(until)).details, ..titled("Budget") };
    desk.create(edit, Move::ToDraft).await.unwrap()
}

async fn a_story_under_an_embargo_comes_out_when_that_ends_whoever_publishes_it(desk: Desk) {
    let story = embargoed(&desk, NOON + DAY).await;
    let waiting = desk.newsroom.publish(&desk.paper, story.id).await.unwrap();
    assert_eq!((waiting.status, waiting.published_at), (PostStatus::Scheduled, Some(NOON + DAY)));
    desk.clock.advance(DAY - 1);
    desk.newsroom.run_due().await.unwrap();
    assert!(!desk.is_public(&story).await);
    desk.clock.advance(1);
    desk.newsroom.run_due().await.unwrap();
    assert!(desk.is_public(&story).await);
}

async fn no_hour_before_the_end_of_an_embargo_is_taken(desk: Desk) {
    let story = embargoed(&desk, NOON + DAY).await;
    let early = desk.newsroom.schedule(&desk.paper, story.id, NOON + DAY - 1).await;
    assert!(matches!(early, Err(NewsroomError::Embargoed)), "{early:?}");
    desk.newsroom.schedule(&desk.paper, story.id, NOON + DAY).await.unwrap();
    let longer = desk.save(&story, set(Detail::EmbargoUntil, Some(NOON + 2 * DAY)), Move::Stay).await;
    assert!(matches!(longer, Err(NewsroomError::Embargoed)), "its hour has to move first: {longer:?}");
    let moved = PostEdit { published_at: Some(NOON + HOUR), ..PostEdit::default() };
    let moved = desk.save(&story, moved, Move::Stay).await;
    assert!(matches!(moved, Err(NewsroomError::Embargoed)), "{moved:?}");
}

async fn an_embargo_cannot_call_back_what_is_out(desk: Desk) {
    let story = desk.published("Bridge").await;
    let late = desk.save(&story, set(Detail::EmbargoUntil, Some(NOON + DAY)), Move::Stay).await;
    assert!(matches!(late, Err(NewsroomError::OutAlready)), "{late:?}");
    let back = desk.save(&story, set(Detail::EmbargoUntil, Some(NOON + DAY)), Move::ToDraft).await.unwrap();
    assert_eq!(back.status, PostStatus::Draft);
    assert!(!desk.is_public(&story).await);
}

async fn an_embargo_that_was_taken_away_holds_nothing(desk: Desk) {
    let story = embargoed(&desk, NOON + DAY).await;
    let out = desk.save(&story, set(Detail::EmbargoUntil, None), Move::Publish(None)).await.unwrap();
    assert_eq!(out.status, PostStatus::Published);
    assert!(desk.is_public(&story).await);
}

async fn a_story_goes_back_to_the_desk_at_its_end(desk: Desk) {
    let story = desk.published("Offer of the week").await;
    desk.save(&story, set(Detail::UnpublishAt, Some(NOON + DAY)), Move::Stay).await.unwrap();
    desk.clock.advance(DAY - 1);
    desk.newsroom.run_due().await.unwrap();
    assert!(desk.is_public(&story).await);
    desk.clock.advance(1);
    // Another process may be as quick: the story goes once.
    let (first, second) = (desk.newsroom.clone(), desk.second_process().await);
    let (one, other) = tokio::join!(first.run_due(), second.run_due());
    one.unwrap();
    other.unwrap();
    assert!(!desk.is_public(&story).await);
    let mut read = desk.read().await;
    assert_eq!(read.next_job_at().await.unwrap(), None);
    let details = read.details_of_post(desk.paper.id(), story.id).await.unwrap();
    assert!(details.is_empty(), "published again, it stays until somebody says so");
}

async fn a_story_cannot_end_before_it_begins(desk: Desk) {
    let story = desk.published("Bridge").await;
    for at in [NOON - HOUR, NOON] {
        let past = desk.save(&story, set(Detail::UnpublishAt, Some(at)), Move::Stay).await;
        assert!(matches!(past, Err(NewsroomError::EndsTooEarly)), "{past:?}");
    }
    let draft = desk.create(titled("Tunnel"), Move::ToDraft).await.unwrap();
    desk.save(&draft, set(Detail::UnpublishAt, Some(NOON + HOUR)), Move::Stay).await.unwrap();
    let later = desk.newsroom.schedule(&desk.paper, draft.id, NOON + HOUR).await;
    assert!(matches!(later, Err(NewsroomError::EndsTooEarly)), "{later:?}");
    desk.newsroom.schedule(&desk.paper, draft.id, NOON + HOUR - 1).await.unwrap();
}

async fn the_end_of_a_story_goes_with_the_story(desk: Desk) {
    let story = desk.published("Bridge").await;
    desk.save(&story, set(Detail::UnpublishAt, Some(NOON + DAY)), Move::Stay).await.unwrap();
    desk.newsroom.unpublish(&desk.paper, story.id).await.unwrap();
    assert_eq!(desk.read().await.next_job_at().await.unwrap(), None);
    let again = desk.published("Tunnel").await;
    desk.save(&again, set(Detail::UnpublishAt, Some(NOON + DAY)), Move::Stay).await.unwrap();
    desk.newsroom.delete(&desk.paper, again.id).await.unwrap();
    assert_eq!(desk.read().await.next_job_at().await.unwrap(), None);
}

async fn a_detail_that_does_not_fit_is_refused_with_what_would(desk: Desk) {
    let story = desk.published("Bridge").await;
    for (detail, value) in [
        (Detail::CanonicalUrl, "javascript:alert(1)".to_owned()),
        (Detail::CustomTemplate, "../default".to_owned()),
        (Detail::OgTitle, "x".repeat(301)),
    ] {
        let edit = PostEdit { details: vec![(detail, Some(value))], ..PostEdit::default() };
        let refused = desk.save(&story, edit, Move::Stay).await.unwrap_err().to_string();
        assert!(refused.contains(detail.as_str()), "{refused}");
    }
    let longest = vec![(Detail::OgTitle, Some("x".repeat(300)))];
    desk.save(&story, PostEdit { details: longest, ..PostEdit::default() }, Move::Stay).await.unwrap();
}

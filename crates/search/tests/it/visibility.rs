//! The one rule of visibility: what a reader may not see is not found, not counted and not suggested.

use dateline_model::{CommentState, PostStatus, Visibility};
use dateline_search::{Audience, SearchRequest};

use crate::paper::{HOUR, House, NOON, a_comment, a_story, a_tag, found, slugs};

#[tokio::test]
async fn an_embargoed_story_is_findable_at_its_hour_and_not_before() {
    let house = House::new().await;
    let tag = house.tag(&a_tag("Ports")).await;
    house.publish(&a_story("open").titled("Harbour").under(tag)).await;
    let story = house.publish(&a_story("secret").titled("Harbour takeover").under(tag).of(NOON + HOUR)).await;
    house.comment(&a_comment(&story, "a leak")).await;
    house.catch_up().await;
    let request = SearchRequest { facets: true, ..SearchRequest::new("harbour") };
    let before = house.ask_at(&request, NOON + HOUR - 1).await;
    assert_eq!((slugs(&before), before.total), (vec!["open".to_owned()], 1));
    assert_eq!(before.facets.tags[0].1, 1);
    assert_eq!(house.find_at("leak in:comments", NOON + HOUR - 1).await, [""; 0]);
    // Not even as what a misspelling may have meant.
    assert_eq!(house.ask_at(&SearchRequest::new("takeovr"), NOON).await.did_you_mean, None);
    // No change is written at the hour; the hour alone decides.
    let after = house.ask_at(&request, NOON + HOUR).await;
    assert_eq!((after.total, after.facets.tags[0].1), (2, 2));
    assert_eq!(house.find_at("leak in:comments", NOON + HOUR).await, ["secret"]);
    let mended = house.ask_at(&SearchRequest::new("takeovr"), NOON + HOUR).await;
    assert_eq!(mended.did_you_mean.as_deref(), Some("takeover"));
}

#[tokio::test]
async fn drafts_are_found_at_the_desk_alone() {
    let house = House::new().await;
    let draft = a_story("draft").titled("Harbour").with(|post| {
        post.status = PostStatus::Draft;
        post.visibility = Visibility::HIDDEN;
    });
    house.publish(&draft).await;
    house.publish(&a_story("trash").titled("Harbour").with(|post| post.status = PostStatus::Trashed)).await;
    house.catch_up().await;
    assert_eq!(house.find("harbour").await, [""; 0]);
    let desk = SearchRequest { audience: Audience::Desk, ..SearchRequest::new("harbour") };
    assert_eq!(slugs(&house.ask(&desk).await), ["draft"]);
}

#[tokio::test]
async fn a_retracted_story_is_gone_with_its_comments_and_comes_back_with_them() {
    let house = House::new().await;
    let mut story = house.publish(&a_story("bridge").titled("Harbour")).await;
    house.comment(&a_comment(&story, "well said")).await;
    house.catch_up().await;
    assert_eq!(house.find("said in:comments").await, ["bridge"]);
    story.visibility = Visibility::HIDDEN;
    story.status = PostStatus::Draft;
    house.change(&story).await;
    // Even before the index knows.
    assert_eq!(house.find("harbour").await, [""; 0]);
    assert_eq!(house.ask(&SearchRequest::new("harbour")).await.total, 0);
    house.catch_up().await;
    assert_eq!(house.find("harbour").await, [""; 0]);
    assert_eq!(house.find("said in:comments").await, [""; 0]);
    story.visibility = Visibility::public_from(NOON);
    house.change(&story).await;
    house.catch_up().await;
    assert_eq!(house.find("harbour").await, ["bridge"]);
    assert_eq!(house.find("said in:comments").await, ["bridge"]);
}

#[tokio::test]
async fn a_deleted_story_is_gone_with_its_comments() {
    let house = House::new().await;
    let story = house.publish(&a_story("bridge").titled("Harbour")).await;
    house.comment(&a_comment(&story, "well said")).await;
    house.catch_up().await;
    house.delete(&story).await;
    house.catch_up().await;
    assert_eq!(house.find("harbour").await, [""; 0]);
    assert_eq!(house.search.state(house.paper.id()).cards, 0);
}

#[tokio::test]
async fn only_approved_comments_are_found() {
    let house = House::new().await;
    let story = house.publish(&a_story("bridge").titled("Harbour")).await;
    let mut comment = a_comment(&story, "trolleybus");
    comment.state = CommentState::Pending;
    house.comment(&comment).await;
    house.catch_up().await;
    assert_eq!(house.find("trolleybus in:comments").await, [""; 0]);
    house.moderate(&comment, CommentState::Approved).await;
    house.catch_up().await;
    assert_eq!(house.find("trolleybus in:comments").await, ["bridge"]);
    house.moderate(&comment, CommentState::Spam).await;
    assert_eq!(house.find("trolleybus in:comments").await, [""; 0]);
    house.catch_up().await;
    assert_eq!(house.search.state(house.paper.id()).cards, 1);
}

#[tokio::test]
async fn two_papers_never_mix() {
    let mut house = House::new().await;
    house.publish(&a_story("bell").titled("Harbour")).await;
    let bell = house.paper.clone();
    house.paper = found(&house.store, "other.example", &[]).await;
    house.publish(&a_story("other").titled("Harbour")).await;
    house.catch_up().await;
    assert_eq!(house.find("harbour").await, ["other"]);
    house.paper = bell;
    assert_eq!(house.find("harbour").await, ["bell"]);
}

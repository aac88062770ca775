//! Stories come out at their hour: without a reader, once, and across the end of a process.

use dateline_model::{PostStatus, Visibility};
use dateline_newsroom::{Move, NewsroomError, PostEdit};

use crate::desk::{Desk, HOUR, NOON, SECOND, a_story};

async fn scheduled(desk: &Desk, at: i64) -> dateline_model::Post {
    desk.create(a_story("Harbour bridge reopens"), Move::Schedule(at)).await
}

#[tokio::test]
async fn a_story_comes_out_at_its_hour_and_not_before() {
    let desk = Desk::new().await;
    let story = scheduled(&desk, NOON + HOUR).await;
    assert_eq!(desk.newsroom.run_due().await.unwrap(), 0);
    assert_eq!(desk.at("/harbour-bridge-reopens/").await, None);
    desk.clock.advance(HOUR - 1);
    assert_eq!(desk.newsroom.run_due().await.unwrap(), 0);
    desk.clock.advance(1);
    assert_eq!(desk.newsroom.run_due().await.unwrap(), 1);
    let out = desk.at("/harbour-bridge-reopens/").await.unwrap();
    assert_eq!((out.status, out.published_at), (PostStatus::Published, Some(NOON + HOUR)));
    assert_eq!(out.visibility, Visibility::public_from(NOON + HOUR));
    assert_eq!(desk.newsroom.run_due().await.unwrap(), 0);
    assert_eq!(desk.times_published(story.id).await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_publish_a_story_once_between_them() {
    let desk = Desk::new().await;
    let second = desk.second_process().await;
    let mut stories = Vec::new();
    for number in 0..20 {
        let story = desk.create(a_story(&format!("Story {number}")), Move::Schedule(NOON + SECOND)).await;
        stories.push(story.id);
    }
    desk.clock.advance(SECOND);
    let (ours, theirs) = tokio::join!(desk.newsroom.run_due(), second.run_due());
    assert_eq!(ours.unwrap() + theirs.unwrap(), 20);
    for id in stories {
        assert_eq!(desk.times_published(id).await, 1);
    }
}

#[tokio::test]
async fn a_round_that_did_not_end_gives_its_story_back() {
    let desk = Desk::new().await;
    let story = scheduled(&desk, NOON + SECOND).await;
    desk.clock.advance(SECOND);
    // The job is claimed and the process ends before the transaction does.
    let job = desk.read().await.due_jobs(NOON + SECOND).await.unwrap().remove(0);
    let died: Result<(), dateline_store::StoreError> = desk
        .store
        .write(move |tx| {
            Box::pin(async move {
                assert!(tx.take_job(&job).await?);
                Err(dateline_store::StoreError::Gone)
            })
        })
        .await;
    assert!(died.is_err());
    assert_eq!(desk.newsroom.run_due().await.unwrap(), 1);
    assert_eq!(desk.times_published(story.id).await, 1);
}

#[tokio::test]
async fn an_hour_that_is_moved_or_taken_away_is_forgotten() {
    let desk = Desk::new().await;
    let moved = scheduled(&desk, NOON + HOUR).await;
    desk.newsroom.schedule(&desk.paper, moved.id, NOON + 2 * HOUR).await.unwrap();
    let kept_back = scheduled(&desk, NOON + HOUR).await;
    desk.newsroom.unpublish(&desk.paper, kept_back.id).await.unwrap();
    let deleted = scheduled(&desk, NOON + HOUR).await;
    desk.newsroom.delete(&desk.paper, deleted.id).await.unwrap();
    desk.clock.advance(HOUR);
    assert_eq!(desk.newsroom.run_due().await.unwrap(), 0);
    desk.clock.advance(HOUR);
    assert_eq!(desk.newsroom.run_due().await.unwrap(), 1);
    assert_eq!(desk.post(moved.id).await.status, PostStatus::Published);
    assert_eq!(desk.post(kept_back.id).await.status, PostStatus::Draft);
}

#[tokio::test]
async fn a_story_pulled_forward_carries_the_hour_at_which_it_came_out() {
    let desk = Desk::new().await;
    let story = scheduled(&desk, NOON + HOUR).await;
    desk.clock.advance(SECOND);
    let out = desk.newsroom.publish(&desk.paper, story.id).await.unwrap();
    assert_eq!(out.published_at, Some(NOON + SECOND));
    desk.clock.advance(HOUR);
    assert_eq!(desk.newsroom.run_due().await.unwrap(), 0);
    assert_eq!(desk.times_published(story.id).await, 1);
}

#[tokio::test]
async fn an_hour_that_has_passed_is_refused() {
    let desk = Desk::new().await;
    let draft = desk.create(a_story("Late"), Move::Stay).await;
    for at in [NOON - 1, NOON] {
        let refused = desk.newsroom.schedule(&desk.paper, draft.id, at).await;
        assert!(matches!(refused, Err(NewsroomError::NotInFuture)), "{refused:?}");
    }
    assert_eq!(desk.save(&draft, PostEdit::default()).await.status, PostStatus::Draft);
}

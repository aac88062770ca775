//! The scheduler: a story comes out at its hour, once, whatever happens to the process.

use dateline_model::{ChangeKind, Comment, CommentId, PostId, PostStatus};
use dateline_newsroom::{Move, Newsroom, NewsroomError, PostEdit};
use dateline_store::{ListKey, StoreError};

use crate::desk::{DAY, Desk, HOUR, MINUTE, NOON, newsroom_suite, titled};

newsroom_suite!(
    a_scheduled_story_comes_out_at_its_hour_and_not_before,
    a_story_whose_hour_passed_while_nobody_ran_comes_out_with_its_own_date,
    two_processes_publish_a_story_once,
    a_crash_between_claim_and_commit_gives_the_story_back,
    a_moved_hour_is_the_hour,
    a_story_pulled_forward_or_taken_back_has_no_hour_any_more,
    a_story_can_only_be_scheduled_for_an_hour_to_come,
    an_editor_who_saves_while_the_story_comes_out_loses_nothing,
    jobs_of_other_rooms_are_left_alone,
    comments_of_an_import_that_was_killed_are_counted,
    lists_of_an_import_that_was_killed_are_counted,
    a_scheduled_story_advances_the_last_change_of_the_paper,
);

async fn run(newsroom: &Newsroom) -> usize {
    newsroom.run_due().await.unwrap()
}

impl Desk {
    async fn scheduled(&self, title: &str, at: i64) -> dateline_model::Post {
        self.create(titled(title), Move::Schedule(at)).await.unwrap()
    }

    async fn times_published(&self, post: PostId) -> usize {
        let log = self.log_since(0).await;
        log.iter().filter(|change| change.id == post.0 && change.kind == ChangeKind::Published).count()
    }
}

async fn a_scheduled_story_comes_out_at_its_hour_and_not_before(desk: Desk) {
    let story = desk.scheduled("Bridge", NOON + HOUR).await;
    assert_eq!(story.status, PostStatus::Scheduled);
    assert_eq!(
        story.permalink.as_deref(),
        Some("/2026/11/bridge/"),
        "known before, for those who announce it"
    );
    desk.clock.advance(HOUR - 1);
    assert_eq!(run(&desk.newsroom).await, 0);
    assert!(!desk.is_public(&story).await);
    desk.clock.advance(1);
    assert_eq!(run(&desk.newsroom).await, 1);
    assert!(desk.is_public(&story).await);
    let out = desk.stored(story.id).await.unwrap();
    assert_eq!((out.status, out.published_at), (PostStatus::Published, Some(NOON + HOUR)));
    assert_eq!(desk.read().await.list_total(desk.paper.id(), ListKey::All).await.unwrap(), 1);
    assert_eq!(run(&desk.newsroom).await, 0);
    assert_eq!(desk.times_published(story.id).await, 1);
}

async fn a_story_whose_hour_passed_while_nobody_ran_comes_out_with_its_own_date(desk: Desk) {
    let story = desk.scheduled("Bridge", NOON + HOUR).await;
    desk.clock.advance(3 * DAY);
    assert_eq!(run(&desk.second_process().await).await, 1);
    let out = desk.stored(story.id).await.unwrap();
    assert_eq!((out.published_at, out.visibility.public_from), (Some(NOON + HOUR), Some(NOON + HOUR)));
}

async fn two_processes_publish_a_story_once(desk: Desk) {
    let other = desk.second_process().await;
    let mut stories = Vec::new();
    for n in 0..20 {
        stories.push(desk.scheduled(&format!("Story {n}"), NOON + HOUR + n).await);
    }
    desk.clock.advance(2 * HOUR);
    let (mine, yours) = tokio::join!(run(&desk.newsroom), run(&other));
    assert_eq!(mine + yours, 20);
    for story in stories {
        assert_eq!(desk.times_published(story.id).await, 1);
        assert!(desk.is_public(&story).await);
    }
    assert_eq!(desk.read().await.list_total(desk.paper.id(), ListKey::All).await.unwrap(), 20);
}

async fn a_crash_between_claim_and_commit_gives_the_story_back(desk: Desk) {
    let story = desk.scheduled("Bridge", NOON + HOUR).await;
    desk.clock.advance(HOUR);
    let job = desk.read().await.due_jobs("publish", NOON + HOUR).await.unwrap().remove(0);
    let crashed: Result<(), StoreError> = desk
        .newsroom
        .store()
        .write(move |tx| {
            Box::pin(async move {
                assert!(tx.take_job(&job).await?);
                panic!("the process dies here")
            })
        })
        .await;
    assert!(matches!(crashed, Err(StoreError::Panicked(_))), "{crashed:?}");
    assert!(!desk.is_public(&story).await);
    assert_eq!(run(&desk.second_process().await).await, 1);
    assert_eq!(desk.times_published(story.id).await, 1);
}

async fn a_moved_hour_is_the_hour(desk: Desk) {
    let story = desk.scheduled("Bridge", NOON + HOUR).await;
    desk.newsroom.schedule(&desk.paper, story.id, NOON + 2 * HOUR).await.unwrap();
    desk.clock.advance(HOUR);
    assert_eq!(run(&desk.newsroom).await, 0);
    // The date of a scheduled story is its hour, whichever way an editor sets it.
    let date = PostEdit { published_at: Some(NOON + HOUR + MINUTE), ..PostEdit::default() };
    desk.save(&story, date, Move::Stay).await.unwrap();
    desk.clock.advance(MINUTE);
    assert_eq!(run(&desk.newsroom).await, 1);
    assert_eq!(desk.stored(story.id).await.unwrap().published_at, Some(NOON + HOUR + MINUTE));
}

async fn a_story_pulled_forward_or_taken_back_has_no_hour_any_more(desk: Desk) {
    let forward = desk.scheduled("Forward", NOON + HOUR).await;
    let back = desk.scheduled("Back", NOON + HOUR).await;
    let gone = desk.scheduled("Gone", NOON + HOUR).await;
    desk.clock.advance(MINUTE);
    let out = desk.newsroom.publish(&desk.paper, forward.id).await.unwrap();
    assert_eq!(out.published_at, Some(NOON + MINUTE), "the hour at which it came out");
    desk.newsroom.unpublish(&desk.paper, back.id).await.unwrap();
    desk.newsroom.delete(&desk.paper, gone.id).await.unwrap();
    desk.clock.advance(2 * HOUR);
    assert_eq!(run(&desk.newsroom).await, 0);
    assert!(!desk.is_public(&back).await);
    assert_eq!(desk.read().await.next_job_at().await.unwrap(), None);
}

async fn a_story_can_only_be_scheduled_for_an_hour_to_come(desk: Desk) {
    for at in [NOON, NOON - 1, i64::MIN] {
        let answer = desk.create(titled("Late"), Move::Schedule(at)).await;
        assert!(matches!(answer, Err(NewsroomError::NotInFuture)), "{answer:?}");
    }
    let story = desk.scheduled("Bridge", NOON + 1).await;
    let past = PostEdit { published_at: Some(NOON), ..PostEdit::default() };
    let answer = desk.save(&story, past, Move::Stay).await;
    assert!(matches!(answer, Err(NewsroomError::NotInFuture)), "{answer:?}");
    // Its hour has come, and the scheduler is about to look: words may still be corrected.
    desk.clock.advance(HOUR);
    desk.save(&story, titled("The bridge"), Move::Stay).await.unwrap();
    assert_eq!(run(&desk.newsroom).await, 1);
}

async fn an_editor_who_saves_while_the_story_comes_out_loses_nothing(desk: Desk) {
    let other = desk.second_process().await;
    for n in 0..10 {
        let story = desk.scheduled(&format!("Story {n}"), NOON + HOUR * (n + 1)).await;
        desk.clock.advance(HOUR);
        let edit = PostEdit { title: Some(format!("Corrected {n}")), ..PostEdit::default() };
        let (saved, published) = tokio::join!(desk.save(&story, edit, Move::Stay), run(&other));
        saved.unwrap();
        let out = desk.stored(story.id).await.unwrap();
        // The save may have renewed the job that the other had seen; then the next round has it.
        let published = published + run(&other).await;
        assert_eq!((out.title, published), (format!("Corrected {n}"), 1));
        assert!(desk.is_public(&story).await);
    }
}

async fn jobs_of_other_rooms_are_left_alone(desk: Desk) {
    let (site, thing) = (desk.paper.id(), PostId::mint(NOON).0);
    let enqueue = |kind: &'static str| {
        desk.newsroom
            .store()
            .write(move |tx| Box::pin(async move { tx.enqueue(site, kind, thing, NOON).await }))
    };
    let done: Result<(), StoreError> = enqueue("mail").await;
    done.unwrap();
    assert_eq!(run(&desk.newsroom).await, 0);
    let left = desk.read().await.due_jobs("mail", NOON).await.unwrap();
    assert_eq!(left.len(), 1, "whoever sends mail still finds its errand");
    // A story that is gone has nothing to be published, and its job goes too.
    enqueue("publish").await.unwrap();
    assert_eq!(run(&desk.newsroom).await, 0);
    assert_eq!(desk.read().await.due_jobs("publish", NOON).await.unwrap(), []);
}

async fn comments_of_an_import_that_was_killed_are_counted(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Reader", "Well said.").await;
    let site = desk.paper.id();
    let copy = Comment { id: CommentId::mint(NOON + 1), submission: None, ..comment };
    let moved_in = desk.newsroom.store().write(move |tx| {
        Box::pin(async move {
            tx.many_comments();
            tx.insert_comments(site, &[copy]).await
        })
    });
    assert_eq!(Result::<_, StoreError>::unwrap(moved_in.await).len(), 1);
    run(&desk.newsroom).await;
    assert_eq!(desk.stored(story.id).await.unwrap().comment_count, 1, "the import may still be running");
    desk.clock.advance(2 * MINUTE);
    run(&desk.newsroom).await;
    assert_eq!(desk.stored(story.id).await.unwrap().comment_count, 2);
}

async fn lists_of_an_import_that_was_killed_are_counted(desk: Desk) {
    let (site, zone) = (desk.paper.id(), desk.paper.zone.clone());
    desk.published("Bridge").await;
    let gone = desk.published("Ferry").await;
    let write = desk.newsroom.store().write::<_, _, StoreError>(move |tx| {
        Box::pin(async move {
            tx.lists_later();
            tx.delete_post(site, &zone, &gone).await
        })
    });
    write.await.unwrap();
    let listed = async || desk.read().await.list_total(site, ListKey::All).await.unwrap();
    let before = listed().await;
    desk.clock.advance(MINUTE - 1);
    run(&desk.newsroom).await;
    assert_eq!(listed().await, before, "the import may still be running");
    desk.clock.advance(1);
    run(&desk.newsroom).await;
    assert_eq!(listed().await, 1);
}

async fn a_scheduled_story_advances_the_last_change_of_the_paper(desk: Desk) {
    desk.scheduled("Bridge", NOON + HOUR).await;
    desk.clock.advance(MINUTE);
    desk.published("Meanwhile").await;
    let site = desk.paper.id();
    assert_eq!(desk.read().await.last_change(site, NOON + MINUTE).await.unwrap(), NOON + MINUTE);
    desk.clock.advance(HOUR);
    run(&desk.newsroom).await;
    let last = desk.read().await.last_change(site, NOON + 2 * HOUR).await.unwrap();
    assert_eq!(last, NOON + HOUR + MINUTE, "or a reader's copy of the front page would count as fresh");
}

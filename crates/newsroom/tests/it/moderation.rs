//! Moderation: decisions about comments, their counts, and moderators who work at the same time.

use std::sync::Arc;

use dateline_model::{ChangeKind, Comment, CommentId, CommentState, Moderation};
use dateline_newsroom::{CommentRules, NewsroomError};

use crate::desk::{Desk, NOON, newsroom_suite, ruling};

newsroom_suite!(
    an_approved_comment_is_shown_and_counted,
    every_decision_keeps_the_counters_right,
    a_decision_that_changes_nothing_says_so,
    a_decision_about_a_comment_that_is_gone_changes_none,
    moderators_who_decide_at_once_never_lock_up,
);

impl Desk {
    async fn moderate(&self, ids: &[CommentId], to: CommentState) -> Result<usize, NewsroomError> {
        Ok(self.newsroom.moderate(&self.paper, ids, ruling(to)).await?.changed)
    }
}

async fn an_approved_comment_is_shown_and_counted(desk: Desk) {
    let desk = desk.under(CommentRules { moderation: Moderation::All, ..CommentRules::default() }).await;
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "well said").await;
    let waiting =
        desk.read().await.desk_comments(desk.paper.id(), CommentState::Pending, None, 9).await.unwrap();
    assert_eq!(
        waiting.into_iter().map(|found| found.comment).collect::<Vec<_>>(),
        std::slice::from_ref(&comment)
    );
    let seq = desk.log_end().await;
    desk.clock.advance(1_000);
    assert_eq!(desk.moderate(&[comment.id], CommentState::Approved).await.unwrap(), 1);
    let shown = desk.read().await.public_thread(desk.paper.id(), story.id, 9, 0).await.unwrap();
    let expected = Comment { state: CommentState::Approved, updated_at: NOON + 1_000, ..comment.clone() };
    assert_eq!(shown, [Arc::new(expected.into())]);
    assert_eq!(desk.counter(&story).await, 1);
    let log: Vec<_> = desk.log_since(seq).await.into_iter().map(|change| (change.id, change.kind)).collect();
    assert_eq!(log, [(comment.id.0, ChangeKind::Updated)]);
}

async fn every_decision_keeps_the_counters_right(desk: Desk) {
    use CommentState::{Approved, Pending, Removed, Spam};
    let story = desk.published("Bridge").await;
    let mut ids = Vec::new();
    for n in 0..4 {
        ids.push(desk.comment(&story, "Ana", &format!("comment {n}")).await.id);
    }
    let steps =
        [(Spam, 2, 2), (Removed, 3, 1), (Approved, 4, 4), (Pending, 1, 3), (Pending, 4, 0), (Removed, 4, 0)];
    for (to, of, approved) in steps {
        desk.moderate(&ids[..of], to).await.unwrap();
        assert_eq!(desk.counter(&story).await, approved, "{of} {to:?}");
        let total = desk.read().await.public_comment_total(desk.paper.id(), NOON).await.unwrap();
        assert_eq!(total, approved, "{of} {to:?}");
    }
    assert_eq!(
        desk.read().await.thread_size(desk.paper.id(), story.id).await.unwrap(),
        4,
        "removed ones keep their place"
    );
}

async fn a_decision_that_changes_nothing_says_so(desk: Desk) {
    let story = desk.published("Bridge").await;
    let a = desk.comment(&story, "Ana", "one").await;
    let b = desk.comment(&story, "Ana", "two").await;
    desk.moderate(&[a.id], CommentState::Spam).await.unwrap();
    let seq = desk.log_end().await;
    assert_eq!(desk.moderate(&[a.id, b.id, a.id], CommentState::Spam).await.unwrap(), 1);
    assert_eq!(desk.log_since(seq).await.len(), 1);
    assert_eq!(desk.moderate(&[], CommentState::Spam).await.unwrap(), 0);
}

async fn a_decision_about_a_comment_that_is_gone_changes_none(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "one").await;
    let gone = CommentId::mint(NOON);
    let answer = desk.moderate(&[comment.id, gone], CommentState::Spam).await;
    assert!(
        matches!(&answer, Err(NewsroomError::Unknown { what: "comment", name }) if *name == gone.to_string()),
        "{answer:?}"
    );
    assert_eq!(desk.state_of(&comment).await, CommentState::Approved);
}

async fn moderators_who_decide_at_once_never_lock_up(desk: Desk) {
    let other = desk.second_process().await;
    let (bridge, ferry) = (desk.published("Bridge").await, desk.published("Ferry").await);
    let mut ids = Vec::new();
    for n in 0..20 {
        let story = if n % 2 == 0 { &bridge } else { &ferry };
        ids.push(desk.comment(story, "Ana", &format!("comment {n}")).await.id);
    }
    let backwards: Vec<_> = ids.iter().rev().copied().collect();
    for _ in 0..10 {
        let (mine, yours) = tokio::join!(
            desk.newsroom.moderate(&desk.paper, &ids, ruling(CommentState::Spam)),
            other.moderate(&desk.paper, &backwards, ruling(CommentState::Approved)),
        );
        mine.unwrap();
        yours.unwrap();
    }
    let approved =
        desk.read().await.desk_comments(desk.paper.id(), CommentState::Approved, None, 99).await.unwrap();
    assert!(matches!(approved.len(), 0 | 20), "a decision is whole: {}", approved.len());
    assert_eq!(desk.counter(&bridge).await + desk.counter(&ferry).await, approved.len() as i64);
}

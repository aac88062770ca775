//! Walks through all of a site, as an index takes them.

use dateline_model::{Comment, CommentId, CommentState, PostId, Visibility};
use dateline_store::Credits;
use uuid::Uuid;

use crate::paper::{HOUR, NOON, Paper, a_comment, a_page, a_story, store_suite};

store_suite!(
    a_walk_meets_every_post_once_in_any_state,
    a_walk_meets_every_approved_comment_with_the_hour_of_its_story,
    the_newest_change_has_the_last_number,
);

async fn a_walk_meets_every_post_once_in_any_state(paper: Paper) {
    let mut posts = vec![a_story("first", NOON), a_page("second", NOON + 1), a_story("third", NOON + 2)];
    posts[2].visibility = Visibility::HIDDEN;
    for post in &posts {
        paper.insert(post, &Credits::default()).await.unwrap();
    }
    let (mut met, mut after) = (Vec::new(), PostId(Uuid::nil()));
    loop {
        let some = paper.read().await.desk_posts_after(paper.site, after, 2).await.unwrap();
        let Some(last) = some.last() else { break };
        after = last.id;
        met.extend(some);
    }
    assert_eq!(met, posts);
}

async fn a_walk_meets_every_approved_comment_with_the_hour_of_its_story(paper: Paper) {
    let story = paper.publish("bridge", NOON).await;
    let other = paper.publish("harbour", NOON + HOUR).await;
    let (first, second) = (a_comment(&story, NOON), a_comment(&other, NOON + 1));
    let held = Comment { state: CommentState::Pending, ..a_comment(&story, NOON + 2) };
    let third = a_comment(&story, NOON + 3);
    for comment in [&first, &second, &held, &third] {
        assert!(paper.comment(comment).await);
    }
    let start = CommentId(Uuid::nil());
    let mut read = paper.read().await;
    let all = read.approved_comments_after(paper.site, start, 9).await.unwrap();
    let expected = [(&first, NOON), (&second, NOON + HOUR), (&third, NOON)];
    assert_eq!(all, expected.map(|(comment, hour)| (comment.clone(), Visibility::public_from(hour))));
    assert_eq!(read.approved_comments_after(paper.site, first.id, 1).await.unwrap()[0].0, second);
    let under = read.approved_comments_of(paper.site, story.id, start, 9).await.unwrap();
    assert_eq!(under, [first.clone(), third.clone()]);
    assert_eq!(read.approved_comments_of(paper.site, story.id, first.id, 9).await.unwrap(), [third]);
}

async fn the_newest_change_has_the_last_number(paper: Paper) {
    let before = paper.read().await.last_seq().await.unwrap();
    paper.publish("bridge", NOON).await;
    let mut read = paper.read().await;
    let log = read.changes_since(before, 99).await.unwrap();
    assert_eq!(read.last_seq().await.unwrap(), log.last().unwrap().seq);
    assert_eq!(read.changes_since(0, 99).await.unwrap().len(), log.len() + before as usize);
}

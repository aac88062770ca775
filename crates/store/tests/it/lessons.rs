//! Lessons of the spam filter: their order, their limit, and that they go with what they are about.

use dateline_store::StoredLesson;

use crate::paper::{NOON, Paper, a_comment, store_suite, write};

store_suite!(
    lessons_come_back_in_the_order_they_were_taught,
    every_change_to_the_lessons_is_a_new_revision,
    a_lesson_taken_back_and_put_back_is_where_it_was,
    beyond_the_limit_the_oldest_of_its_kind_goes,
    a_lesson_goes_with_its_comment,
);

/// Teaches that comments under a story are spam (`true`) or not, and answers what is kept.
async fn taught(paper: &Paper, kinds: &[bool]) -> Vec<StoredLesson> {
    let (site, post) = (paper.site, paper.publish("bridge", NOON).await);
    for (n, spam) in kinds.iter().copied().enumerate() {
        let comment = a_comment(&post, NOON + n as i64);
        paper.comment(&comment).await;
        let lesson = format!("lesson {n}");
        write!(paper, |tx| tx.teach(site, comment.id, spam, &lesson)).unwrap();
    }
    lessons(paper).await
}

async fn lessons(paper: &Paper) -> Vec<StoredLesson> {
    paper.read().await.lessons(paper.site, 100).await.unwrap()
}

async fn revision(paper: &Paper) -> i64 {
    let revisions = paper.read().await.lesson_revisions().await.unwrap();
    revisions.into_iter().find(|(site, _)| *site == paper.site).map_or(0, |(_, revision)| revision)
}

fn texts(lessons: &[StoredLesson]) -> Vec<&str> {
    lessons.iter().map(|lesson| lesson.lesson.as_str()).collect()
}

async fn lessons_come_back_in_the_order_they_were_taught(paper: Paper) {
    let kept = taught(&paper, &[true, false, false, true]).await;
    assert_eq!(texts(&kept), ["lesson 0", "lesson 1", "lesson 2", "lesson 3"]);
    assert_eq!(kept.iter().map(|lesson| lesson.spam).collect::<Vec<_>>(), [true, false, false, true]);
    let newest = paper.read().await.lessons(paper.site, 1).await.unwrap();
    assert_eq!(texts(&newest), ["lesson 2", "lesson 3"], "the newest of each kind");
}

async fn every_change_to_the_lessons_is_a_new_revision(paper: Paper) {
    assert_eq!(revision(&paper).await, 0);
    let (site, kept) = (paper.site, taught(&paper, &[true, false]).await);
    assert_eq!(revision(&paper).await, 2);
    let first = kept[0].comment;
    write!(paper, |tx| tx.unteach(site, first)).unwrap();
    assert_eq!(revision(&paper).await, 3);
    write!(paper, |tx| tx.unteach(site, first)).unwrap();
    assert_eq!(revision(&paper).await, 3, "there was nothing to take back");
    assert_eq!(write!(paper, |tx| tx.unteach_all(site)).unwrap(), 1);
    assert_eq!(revision(&paper).await, 4);
    assert_eq!(lessons(&paper).await, []);
}

async fn a_lesson_taken_back_and_put_back_is_where_it_was(paper: Paper) {
    let (site, kept) = (paper.site, taught(&paper, &[true, false, true]).await);
    let middle = kept[1].clone();
    let (id, former) = (middle.comment, middle.clone());
    write!(paper, |tx| tx.teach(site, id, true, "another opinion")).unwrap();
    assert_eq!(texts(&lessons(&paper).await), ["lesson 0", "lesson 2", "another opinion"]);
    write!(paper, |tx| tx.put_lesson_back(site, &former)).unwrap();
    assert_eq!(lessons(&paper).await, kept);
    assert_eq!(paper.read().await.lesson(site, id).await.unwrap(), Some(middle));
}

async fn beyond_the_limit_the_oldest_of_its_kind_goes(paper: Paper) {
    let site = paper.site;
    taught(&paper, &[true, false, true, true]).await;
    assert_eq!(write!(paper, |tx| tx.drop_old_lessons(site, 3)).unwrap(), 0, "at the limit");
    assert_eq!(write!(paper, |tx| tx.drop_old_lessons(site, 2)).unwrap(), 1);
    assert_eq!(texts(&lessons(&paper).await), ["lesson 1", "lesson 2", "lesson 3"]);
}

async fn a_lesson_goes_with_its_comment(paper: Paper) {
    let (site, zone) = (paper.site, paper.zone.clone());
    let kept = taught(&paper, &[true]).await;
    let comment = paper.read().await.desk_comment(site, kept[0].comment).await.unwrap().unwrap();
    let post = paper.read().await.desk_post(site, comment.post).await.unwrap().unwrap();
    write!(paper, |tx| tx.delete_post(site, &zone, &post)).unwrap();
    assert_eq!(lessons(&paper).await, []);
}

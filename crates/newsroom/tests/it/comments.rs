//! A reader's form becomes a comment, or comes back.

use dateline_model::{CommentState, Moderation, Role};
use dateline_newsroom::{CommentError, CommentForm, NewsroomError};

use crate::desk::{DAY, Desk, HOUR, KITCHEN, MINUTE, NOON};

#[tokio::test]
async fn a_comment_is_read_at_once_where_nothing_is_held() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let form = CommentForm {
        email: " Marta@Vale.example ".to_owned(),
        url: "vale.example".to_owned(),
        ..desk.form(&story, "At <b>last</b>.")
    };
    let comment = desk.published(&story, form).await;
    assert_eq!(comment.text, "At <b>last</b>.");
    assert_eq!(comment.author_email.as_deref(), Some("marta@vale.example"));
    assert_eq!(comment.author_url.as_deref(), Some("https://vale.example/"));
    assert_eq!((desk.count(&story).await, comment.depth, comment.root), (1, 0, comment.id));
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_said_field_by_field() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let limits = desk.newsroom.rules().limits;
    let wrong = CommentForm {
        name: " ".to_owned(),
        email: "marta".to_owned(),
        url: "javascript:alert(1)".to_owned(),
        ..desk.form(&story, &"x".repeat(limits.body_chars + 1))
    };
    let Err(CommentError::Invalid(problems)) = desk.send(&story, wrong).await else { panic!("taken") };
    let said: Vec<_> = problems.iter().map(|problem| (problem.field, problem.reason)).collect();
    assert_eq!(said, [("name", "empty"), ("body", "too_long"), ("email", "invalid"), ("url", "invalid")]);
    let longest = CommentForm {
        name: "é".repeat(limits.name_chars),
        ..desk.form(&story, &"é".repeat(limits.body_chars))
    };
    desk.published(&story, longest).await;
    assert_eq!(desk.count(&story).await, 1);
}

#[tokio::test]
async fn a_form_sent_twice_makes_one_comment() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let first = desk.published(&story, desk.form(&story, "At last.")).await;
    desk.clock.advance(9 * MINUTE);
    let again = desk.published(&story, desk.form(&story, " At last. ")).await;
    assert_eq!(first.id, again.id);
    desk.published(&story, desk.form(&story, "At long last.")).await;
    let elsewhere = desk.newsroom.comment(&desk.paper, &story, desk.form(&story, "At last."), KITCHEN).await;
    assert!(elsewhere.is_ok());
    assert_eq!(desk.count(&story).await, 3);
    desk.clock.advance(HOUR);
    desk.published(&story, desk.form(&story, "At last.")).await;
    assert_eq!(desk.count(&story).await, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_sent_twice_at_once_makes_one_comment() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let send = || desk.send(&story, desk.form(&story, "At last."));
    let (first, second) = tokio::join!(send(), send());
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(desk.count(&story).await, 1);
}

#[tokio::test]
async fn a_form_is_good_for_a_week_and_for_its_own_story() {
    let desk = Desk::new().await;
    let (story, other) = (desk.publish("Bridge").await, desk.publish("Ferry").await);
    let form = desk.form(&story, "At last.");
    let stale = |sent: Result<_, CommentError>| matches!(sent, Err(CommentError::Stale));
    assert!(stale(desk.send(&other, form.clone()).await));
    let (hour, signature) = form.stamp.split_once('.').unwrap();
    let older = format!("{}.{signature}", hour.parse::<i64>().unwrap() - 1);
    assert!(stale(desk.send(&story, CommentForm { stamp: older, ..form.clone() }).await));
    for stamp in ["", ".", "x.y", "99999999999999999999.x"] {
        assert!(
            stale(desk.send(&story, CommentForm { stamp: stamp.to_owned(), ..form.clone() }).await),
            "{stamp}"
        );
    }
    desk.clock.advance(7 * DAY);
    desk.published(&story, form.clone()).await;
    desk.clock.advance(1);
    assert!(stale(desk.send(&story, CommentForm { body: "Later.".to_owned(), ..form }).await));
}

#[tokio::test]
async fn where_everything_is_held_a_comment_waits_for_the_desk() {
    let desk = Desk::moderating(Moderation::All).await;
    let story = desk.publish("Bridge").await;
    let comment = desk.held(&story, desk.form(&story, "At last.")).await;
    assert_eq!(desk.count(&story).await, 0);
    assert_eq!(desk.newsroom.moderate(&desk.paper, &[comment.id], CommentState::Approved).await.unwrap(), 1);
    assert_eq!(desk.newsroom.moderate(&desk.paper, &[comment.id], CommentState::Approved).await.unwrap(), 0);
    assert_eq!(desk.count(&story).await, 1);
    desk.newsroom.moderate(&desk.paper, &[comment.id], CommentState::Spam).await.unwrap();
    assert_eq!(desk.count(&story).await, 0);
}

#[tokio::test]
async fn a_newcomer_waits_once() {
    let desk = Desk::moderating(Moderation::First).await;
    let story = desk.publish("Bridge").await;
    let first = desk.held(&story, desk.form(&story, "At last.")).await;
    desk.held(&story, desk.form(&story, "Still waiting.")).await;
    desk.newsroom.moderate(&desk.paper, &[first.id], CommentState::Approved).await.unwrap();
    desk.published(&story, desk.form(&story, "And now?")).await;
}

#[tokio::test]
async fn the_sites_own_setting_goes_before_the_installations() {
    let desk = Desk::moderating(Moderation::All).await;
    let story = desk.publish("Bridge").await;
    let open = [("moderation".to_owned(), "open".to_owned())];
    let paper = desk.newsroom.change_settings(&desk.paper, &open).await.unwrap();
    let sent = desk.newsroom.comment(&paper, &story, desk.form(&story, "At last."), KITCHEN).await.unwrap();
    assert!(matches!(sent, dateline_newsroom::CommentOutcome::Published(_)));
}

#[tokio::test]
async fn a_comment_with_three_links_waits_and_one_with_two_does_not() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let links = |n: usize| "see https://a.example ".repeat(n);
    desk.published(&story, desk.form(&story, &links(2))).await;
    let held = desk.held(&story, desk.form(&story, &links(3))).await;
    assert_eq!(held.state, CommentState::Pending);
}

#[tokio::test]
async fn who_fills_the_field_that_people_do_not_see_is_a_machine() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let form = CommentForm { trap: "x".to_owned(), ..desk.form(&story, "Cheap watches") };
    assert_eq!(desk.held(&story, form).await.state, CommentState::Spam);
}

#[tokio::test]
async fn a_reply_stands_under_what_it_answers_and_only_there() {
    let desk = Desk::new().await;
    let (story, other) = (desk.publish("Bridge").await, desk.publish("Ferry").await);
    let question = desk.published(&story, desk.form(&story, "When?")).await;
    let answer = |parent, body: &str| CommentForm { parent: Some(parent), ..desk.form(&story, body) };
    let reply = desk.published(&story, answer(question.id, "Monday.")).await;
    assert_eq!((reply.parent, reply.root, reply.depth), (Some(question.id), question.id, 1));
    let elsewhere = CommentForm { parent: Some(question.id), ..desk.form(&other, "Monday.") };
    assert!(matches!(desk.send(&other, elsewhere).await, Err(CommentError::NoSuchParent)));
    desk.newsroom.moderate(&desk.paper, &[reply.id], CommentState::Spam).await.unwrap();
    assert!(matches!(desk.send(&story, answer(reply.id, "Sure?")).await, Err(CommentError::NoSuchParent)));
}

#[tokio::test]
async fn the_deepest_reply_stands_beside_what_it_answers() {
    let desk = Desk::with(|rules| rules.limits.depth = 2, |_| {}).await;
    let story = desk.publish("Bridge").await;
    let mut last = desk.published(&story, desk.form(&story, "0")).await;
    let mut depths = Vec::new();
    for number in 1..=4 {
        let form = CommentForm { parent: Some(last.id), ..desk.form(&story, &number.to_string()) };
        last = desk.published(&story, form).await;
        depths.push(last.depth);
    }
    assert_eq!(depths, [1, 2, 2, 2]);
}

#[tokio::test]
async fn a_closed_story_takes_no_comment_but_the_staff_has_the_last_word() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let form = desk.form(&story, "At last.");
    let edit = dateline_newsroom::PostEdit { comments_open: Some(false), ..Default::default() };
    let closed = desk.save(&story, edit).await;
    assert!(matches!(desk.send(&closed, form).await, Err(CommentError::Closed)));
    let user =
        desk.newsroom.add_user(&desk.paper, "ana@bell.example", "Ana Reis", Role::Editor).await.unwrap();
    let said =
        desk.newsroom.comment_as_staff(&desk.paper, story.id, &user, None, "Thank you all.").await.unwrap();
    assert_eq!(
        (said.author_name.as_str(), said.staff, said.state),
        ("Ana Reis", Some(user.id), CommentState::Approved)
    );
    assert_eq!(desk.count(&story).await, 1);
    let empty = desk.newsroom.comment_as_staff(&desk.paper, story.id, &user, None, " ").await;
    assert!(matches!(empty, Err(CommentError::Invalid(_))));
}

#[tokio::test]
async fn an_address_is_kept_as_a_hash_and_forgotten_after_a_month() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let comment = desk.published(&story, desk.form(&story, "At last.")).await;
    assert_eq!(comment.address_until, Some(NOON + 30 * DAY));
    assert!(comment.address_hash.as_ref().is_some_and(|hash| hash.len() == 16));
    for (at, expected) in [(NOON + 30 * DAY - 1, 0), (NOON + 30 * DAY, 1)] {
        let erased: Result<u64, dateline_store::StoreError> =
            desk.store.write(move |tx| Box::pin(async move { tx.erase_old_addresses(at).await })).await;
        assert_eq!(erased.unwrap(), expected);
    }
}

#[tokio::test]
async fn an_unknown_comment_stops_the_whole_decision() {
    let desk = Desk::new().await;
    let story = desk.publish("Bridge").await;
    let comment = desk.published(&story, desk.form(&story, "At last.")).await;
    let unknown = dateline_model::CommentId::mint(NOON);
    let decided = desk.newsroom.moderate(&desk.paper, &[comment.id, unknown], CommentState::Removed).await;
    assert!(matches!(decided, Err(NewsroomError::Unknown { what: "comment", .. })), "{decided:?}");
    assert_eq!(desk.count(&story).await, 1);
}

//! A reader's own comment, what other readers do with it, and what its writer may say to a decision.

use dateline_model::{CommentState, ReportReason};
use dateline_newsroom::{CommentError, CommentForm, CommentRules};

use crate::desk::{Desk, MINUTE, address, newsroom_suite, ruling, taken};

newsroom_suite!(
    an_own_comment_is_changed_for_a_quarter_of_an_hour_and_no_longer,
    what_was_changed_is_judged_again_and_the_words_of_before_are_kept,
    nothing_comes_out_of_the_queue_by_being_changed,
    a_deleted_comment_leaves_its_place_and_nothing_else,
    a_key_opens_one_comment_alone,
    a_house_that_allows_no_changes_makes_none,
    a_reader_likes_a_comment_once,
    a_report_waits_until_a_moderator_decides,
    a_decision_can_be_objected_to_once,
    an_objection_that_is_refused_leaves_everything_as_it_is,
    words_on_a_list_act_without_the_filter,
    members_alone_may_comment_where_a_rule_says_so,
    a_browser_that_did_no_work_is_looked_at,
);

async fn an_own_comment_is_changed_for_a_quarter_of_an_hour_and_no_longer(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "well sad").await;
    let (newsroom, paper) = (&desk.newsroom, &desk.paper);
    let key = newsroom.own_key(paper, comment.id);
    desk.clock.advance(15 * MINUTE - 1);
    let changed = newsroom.change_own_comment(paper, comment.id, &key, "well said").await.unwrap();
    assert_eq!((changed.text.as_str(), changed.html.as_str()), ("well said", "<p>well said</p>"));
    let stored = desk.stored_comment(comment.id).await.unwrap();
    assert_eq!(stored, changed);
    assert!(stored.edited_at.is_some() && stored.created_at == comment.created_at);
    desk.clock.advance(1);
    for answer in [
        newsroom.change_own_comment(paper, comment.id, &key, "later").await.map(|_| ()),
        newsroom.delete_own_comment(paper, comment.id, &key).await.map(|_| ()),
    ] {
        assert!(matches!(answer, Err(CommentError::TooLate)), "{answer:?}");
    }
    assert_eq!(desk.stored_comment(comment.id).await.unwrap().text, "well said");
}

async fn what_was_changed_is_judged_again_and_the_words_of_before_are_kept(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "well said").await;
    let (newsroom, paper) = (&desk.newsroom, &desk.paper);
    let key = newsroom.own_key(paper, comment.id);
    let links = "see https://a.example https://b.example https://c.example";
    let changed = newsroom.change_own_comment(paper, comment.id, &key, links).await.unwrap();
    assert_eq!(changed.state, CommentState::Pending);
    assert_eq!(desk.counter(&story).await, 0);
    let versions = desk.read().await.comment_versions(paper.id(), comment.id, 10).await.unwrap();
    assert_eq!(versions.iter().map(|version| version.text.as_str()).collect::<Vec<_>>(), ["well said"]);
    let verdict = desk.read().await.verdict(paper.id(), comment.id).await.unwrap().unwrap();
    assert!(verdict.contains("links-held"), "{verdict}");
}

async fn nothing_comes_out_of_the_queue_by_being_changed(desk: Desk) {
    let story = desk.published("Bridge").await;
    let links = "see https://a.example https://b.example https://c.example";
    let comment = desk.comment(&story, "Ana", links).await;
    assert_eq!(comment.state, CommentState::Pending);
    let key = desk.newsroom.own_key(&desk.paper, comment.id);
    let changed = desk.newsroom.change_own_comment(&desk.paper, comment.id, &key, "harmless").await.unwrap();
    assert_eq!((changed.state, changed.text.as_str()), (CommentState::Pending, "harmless"));
}

async fn a_deleted_comment_leaves_its_place_and_nothing_else(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "my telephone number is 555").await;
    let reply = desk.reply(&story, &comment, "do not publish that").await;
    let key = desk.newsroom.own_key(&desk.paper, comment.id);
    desk.newsroom.change_own_comment(&desk.paper, comment.id, &key, "my number is 556").await.unwrap();
    desk.newsroom.delete_own_comment(&desk.paper, comment.id, &key).await.unwrap();
    let left = desk.stored_comment(comment.id).await.unwrap();
    assert_eq!((left.state, left.text.as_str(), left.html.as_str()), (CommentState::Removed, "", ""));
    assert_eq!((left.author_name.as_str(), &left.address_hash), ("—", &None));
    assert_eq!(desk.read().await.comment_versions(desk.paper.id(), comment.id, 10).await.unwrap(), []);
    assert_eq!(desk.state_of(&reply).await, CommentState::Approved);
    let own = desk.newsroom.own_comment(&desk.paper, comment.id, &key).await.unwrap();
    assert_eq!((own.editable_until, own.statement), (None, None));
}

async fn a_key_opens_one_comment_alone(desk: Desk) {
    let story = desk.published("Bridge").await;
    let (mine, theirs) = (desk.comment(&story, "Ana", "one").await, desk.comment(&story, "Bea", "two").await);
    let key = desk.newsroom.own_key(&desk.paper, mine.id);
    for key in [key.as_str(), "", "x", &key.to_lowercase(), &key[1..]] {
        let answer = desk.newsroom.change_own_comment(&desk.paper, theirs.id, key, "hm").await;
        assert!(matches!(answer, Err(CommentError::NotYours)), "{key}: {answer:?}");
    }
}

async fn a_house_that_allows_no_changes_makes_none(desk: Desk) {
    let desk = desk.under(CommentRules { editable_for: 0, ..CommentRules::default() }).await;
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "well said").await;
    let key = desk.newsroom.own_key(&desk.paper, comment.id);
    let answer = desk.newsroom.change_own_comment(&desk.paper, comment.id, &key, "hm").await;
    assert!(matches!(answer, Err(CommentError::TooLate)), "{answer:?}");
    // What became of it can be read all the same.
    assert!(desk.newsroom.own_comment(&desk.paper, comment.id, &key).await.is_ok());
}

async fn a_reader_likes_a_comment_once(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "well said").await;
    let like = async |from: &str| desk.newsroom.like(&desk.paper, &comment, address(from)).await.unwrap();
    assert!(like("192.0.2.1").await && !like("192.0.2.1").await);
    assert!(like("2001:db8:1:2::a").await && !like("2001:db8:1:2::b").await);
    assert_eq!(desk.stored_comment(comment.id).await.unwrap().likes, 2);
    desk.clock.advance(31 * 24 * 60 * MINUTE);
    assert_eq!(desk.newsroom.forget_old_likers().await.unwrap(), 2);
    assert_eq!(desk.stored_comment(comment.id).await.unwrap().likes, 2);
}

async fn a_report_waits_until_a_moderator_decides(desk: Desk) {
    let story = desk.published("Bridge").await;
    let (quiet, loud) = (desk.comment(&story, "Ana", "one").await, desk.comment(&story, "Bea", "two").await);
    let report = async |comment: &_, reason, words: &str, from: &str| {
        desk.newsroom.report(&desk.paper, comment, (reason, words), address(from)).await
    };
    assert!(report(&quiet, ReportReason::Spam, "", "192.0.2.1").await.unwrap());
    assert!(report(&loud, ReportReason::Abuse, "she means me", "192.0.2.1").await.unwrap());
    assert!(!report(&loud, ReportReason::Spam, "again", "192.0.2.1").await.unwrap());
    assert!(report(&loud, ReportReason::Other, &"ä".repeat(1_000), "192.0.2.2").await.unwrap());
    let too_long = report(&loud, ReportReason::Other, &"ä".repeat(1_001), "192.0.2.3").await;
    assert!(matches!(too_long, Err(CommentError::Invalid(_))), "{too_long:?}");

    let list = async || desk.read().await.reported_comments(desk.paper.id(), 10).await.unwrap();
    let listed = list().await;
    assert_eq!(
        listed.iter().map(|(c, r)| (c.comment.id, r.len())).collect::<Vec<_>>(),
        [(loud.id, 2), (quiet.id, 1)]
    );
    desk.newsroom.moderate(&desk.paper, &[loud.id], ruling(CommentState::Approved)).await.unwrap();
    assert_eq!(list().await.len(), 1);
    assert_eq!(desk.newsroom.dismiss_reports(&desk.paper, quiet.id).await.unwrap(), 1);
    assert_eq!(list().await, []);
    assert_eq!(desk.state_of(&loud).await, CommentState::Approved);
}

async fn a_decision_can_be_objected_to_once(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "the mayor lies").await;
    let (newsroom, paper) = (&desk.newsroom, &desk.paper);
    let key = newsroom.own_key(paper, comment.id);
    let early = newsroom.appeal(paper, comment.id, &key, "why?").await;
    assert!(matches!(early, Err(CommentError::NotYours)), "{early:?}");

    let why = dateline_newsroom::Ruling { why: "No insults.".to_owned(), ..ruling(CommentState::Removed) };
    newsroom.moderate(paper, &[comment.id], why).await.unwrap();
    let own = newsroom.own_comment(paper, comment.id, &key).await.unwrap();
    assert_eq!(own.editable_until, None);
    assert_eq!(
        own.statement.map(|s| (s.state, s.why)),
        Some((CommentState::Removed, "No insults.".to_owned()))
    );
    for words in ["", " \u{200b} ", &"ä".repeat(2_001)] {
        let answer = newsroom.appeal(paper, comment.id, &key, words).await;
        assert!(matches!(answer, Err(CommentError::Invalid(_))), "{answer:?}");
    }
    newsroom.appeal(paper, comment.id, &key, &"ä".repeat(2_000)).await.unwrap();
    let again = newsroom.appeal(paper, comment.id, &key, "and another thing").await;
    assert!(matches!(again, Err(CommentError::Twice)), "{again:?}");

    assert_eq!(newsroom.open_appeals(paper).await.unwrap().len(), 1);
    newsroom.answer_appeal(paper, comment.id, true, ("Ana Reis", "You are right.")).await.unwrap();
    assert_eq!(newsroom.open_appeals(paper).await.unwrap(), []);
    assert_eq!(desk.state_of(&comment).await, CommentState::Approved);
    let own = newsroom.own_comment(paper, comment.id, &key).await.unwrap();
    let answer = own.appeal.unwrap().answer.unwrap();
    assert!(answer.granted && answer.words == "You are right." && own.statement.is_none());
    let twice = newsroom.answer_appeal(paper, comment.id, false, ("Ana Reis", "")).await;
    assert!(twice.unwrap_err().to_string().contains("objection"));
}

async fn an_objection_that_is_refused_leaves_everything_as_it_is(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "the mayor lies").await;
    let key = desk.newsroom.own_key(&desk.paper, comment.id);
    desk.newsroom.moderate(&desk.paper, &[comment.id], ruling(CommentState::Trash)).await.unwrap();
    desk.newsroom.appeal(&desk.paper, comment.id, &key, "but he does").await.unwrap();
    desk.newsroom.answer_appeal(&desk.paper, comment.id, false, ("Ana Reis", "")).await.unwrap();
    assert_eq!(desk.state_of(&comment).await, CommentState::Trash);
    let own = desk.newsroom.own_comment(&desk.paper, comment.id, &key).await.unwrap();
    assert!(own.statement.is_some() && !own.appeal.unwrap().answer.unwrap().granted);
}

async fn words_on_a_list_act_without_the_filter(desk: Desk) {
    let mut desk = desk.under(CommentRules { spam_filter: false, ..CommentRules::default() }).await;
    desk.set("held_words", "mayor").await;
    desk.set("refused_words", "casino").await;
    let story = desk.published("Bridge").await;
    for (words, state) in [
        ("all is well", CommentState::Approved),
        ("the MАYOR again", CommentState::Pending),
        ("my c a s i n o", CommentState::Spam),
    ] {
        assert_eq!(desk.comment(&story, "Ana", words).await.state, state, "{words}");
    }
}

async fn members_alone_may_comment_where_a_rule_says_so(mut desk: Desk) {
    let story = desk.published("Bridge").await;
    for (rule, closed) in [("members", false), ("hidden", true), ("closed", true)] {
        desk.set("comment_rules", &format!("story:{} {rule}", story.id)).await;
        let answer = desk.send(&story, desk.form(&story, "Ana", "well said"), "192.0.2.1").await;
        let refused = match answer {
            Err(CommentError::Closed) => closed,
            Err(CommentError::MembersOnly) => !closed,
            _ => false,
        };
        assert!(refused, "{rule}");
    }
}

async fn a_browser_that_did_no_work_is_looked_at(mut desk: Desk) {
    let story = desk.published("Bridge").await;
    assert!(desk.newsroom.challenge(&desk.paper).is_none());
    desk.set("proof_of_work", "true").await;
    assert_eq!(desk.comment(&story, "Ana", "one").await.state, CommentState::Pending);
    let challenge = desk.newsroom.challenge(&desk.paper).unwrap();
    let proof = crate::desk::solved(&challenge);
    desk.clock.advance(MINUTE);
    let with = |body: &str| CommentForm { proof: proof.clone(), ..desk.form(&story, "Ana", body) };
    assert_eq!(taken(desk.send(&story, with("two"), "192.0.2.1").await).state, CommentState::Approved);
    assert_eq!(taken(desk.send(&story, with("three"), "192.0.2.1").await).state, CommentState::Pending);
    // Another process of the newspaper knows that it was spent, until it would be worth nothing anyway.
    let other = desk.second_process().await;
    let elsewhere = other.comment(&desk.paper, &story, with("elsewhere"), crate::desk::address("192.0.2.3"));
    assert_eq!(taken(elsewhere.await).state, CommentState::Pending);
    assert_eq!(desk.newsroom.forget_spent().await.unwrap(), 0);
    // The challenge was asked for when somebody began to write: nobody writes that fast.
    let proof = crate::desk::solved(&desk.newsroom.challenge(&desk.paper).unwrap());
    desk.clock.advance(500);
    let hasty = CommentForm { proof, ..desk.form(&story, "Bea", "four") };
    let comment = taken(desk.send(&story, hasty, "192.0.2.8").await);
    let verdict = desk.read().await.verdict(desk.paper.id(), comment.id).await.unwrap().unwrap();
    assert!(verdict.contains("instant"), "{verdict}");
}

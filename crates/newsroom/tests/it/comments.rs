//! Comments: what a reader may send, what becomes of it, and what is forgotten.

use std::sync::Arc;

use dateline_model::{ChangeKind, CommentId, CommentState, Moderation, Role, ShownComment, Thing};
use dateline_newsroom::{CommentError, CommentForm, CommentOutcome, CommentRules, Move, PostEdit, Stamp};

use crate::desk::{DAY, Desk, HOUR, MINUTE, NOON, address, newsroom_suite, ruling, taken};

newsroom_suite!(
    a_comment_is_shown_at_once_on_an_open_site,
    a_comment_is_cleaned_and_the_readers_words_are_kept,
    a_comment_on_a_closed_story_is_refused,
    the_staff_has_the_last_word,
    every_comment_waits_where_all_are_held,
    a_newcomers_first_comment_waits_and_the_next_does_not,
    a_comment_with_three_links_waits,
    what_is_typed_into_the_trap_is_spam,
    a_form_sent_twice_makes_one_comment,
    a_form_sent_twice_at_once_makes_one_comment,
    the_same_words_an_hour_later_are_another_comment,
    a_stamp_is_good_for_a_week_and_for_its_own_story,
    a_forged_stamp_is_refused,
    a_reply_stands_under_what_it_answers,
    a_reply_to_what_is_not_there_is_refused_and_can_be_sent_alone,
    the_hundredth_level_is_the_last,
    every_field_is_taken_at_its_limit_and_refused_beyond_it,
    an_address_that_is_none_is_named,
    a_comment_of_nothing_visible_is_empty,
    a_flood_of_comments_is_counted_exactly,
    an_address_is_a_hash_and_is_forgotten_after_its_time,
);

fn under(moderation: Moderation) -> CommentRules {
    CommentRules { moderation, ..CommentRules::default() }
}

async fn a_comment_is_shown_at_once_on_an_open_site(desk: Desk) {
    let story = desk.published("Bridge").await;
    let seq = desk.log_end().await;
    let answer = desk.send(&story, desk.form(&story, "Ana", "well said"), "192.0.2.1").await.unwrap();
    let CommentOutcome::Published(comment, _) = answer else { panic!("{answer:?}") };
    assert_eq!(desk.stored_comment(comment.id).await, Some(comment.clone()));
    assert_eq!((comment.state, comment.depth, comment.root), (CommentState::Approved, 0, comment.id));
    assert_eq!(desk.counter(&story).await, 1);
    let log = desk.log_since(seq).await;
    assert_eq!(log.len(), 1);
    assert_eq!((log[0].thing, log[0].id, log[0].kind), (Thing::Comment, comment.id.0, ChangeKind::Created));
    assert_eq!(log[0].post, Some(story.id.0));
}

async fn a_comment_is_cleaned_and_the_readers_words_are_kept(desk: Desk) {
    let story = desk.published("Bridge").await;
    let form = CommentForm {
        email: " Ana@Example.org ".to_owned(),
        url: "ana.example/\u{0}blog".to_owned(),
        ..desk.form(
            &story,
            "  Ana\0\u{202e} \n Reis ",
            "1 < 2 <script>alert(1)</script>\0\u{202e}\r\n\r\nhttps://a.example",
        )
    };
    let comment = taken(desk.send(&story, form, "192.0.2.1").await);
    assert_eq!(comment.author_name, "Ana Reis");
    assert_eq!(comment.author_url.as_deref(), Some("https://ana.example/blog"));
    assert_eq!(comment.text, "1 < 2 <script>alert(1)</script>\n\nhttps://a.example");
    assert_eq!(
        comment.html,
        "<p>1 &lt; 2 &lt;script&gt;alert(1)&lt;/script&gt;</p><p><a href=\"https://a.example\" \
         rel=\"nofollow ugc noopener\">https://a.example</a></p>"
    );
    assert_eq!(desk.stored_comment(comment.id).await, Some(comment));
}

async fn a_comment_on_a_closed_story_is_refused(mut desk: Desk) {
    let story = desk.published("Bridge").await;
    let close = |open| PostEdit { comments_open: Some(open), ..PostEdit::default() };
    desk.save(&story, close(false), Move::Stay).await.unwrap();
    let answer = desk.send(&story, desk.form(&story, "Ana", "late"), "192.0.2.1").await;
    assert!(matches!(answer, Err(CommentError::Closed)), "{answer:?}");
    desk.save(&story, close(true), Move::Stay).await.unwrap();
    desk.comment(&story, "Ana", "in time").await;
    desk.set("comments_open", "false").await;
    let answer = desk.send(&story, desk.form(&story, "Ana", "late"), "192.0.2.1").await;
    assert!(matches!(answer, Err(CommentError::Closed)), "{answer:?}");
    assert_eq!(desk.counter(&story).await, 1);
}

async fn the_staff_has_the_last_word(mut desk: Desk) {
    desk.set("moderation", "all").await;
    let story = desk.published("Bridge").await;
    let question = desk.comment(&story, "Reader", "when?").await;
    let close = PostEdit { comments_open: Some(false), ..PostEdit::default() };
    desk.save(&story, close, Move::Stay).await.unwrap();
    let ana =
        desk.newsroom.add_user(&desk.paper, "ana@bell.example", "Ana Reis", Role::Editor).await.unwrap();
    let say = async |parent, body: &str| {
        desk.newsroom.comment_as_staff(&desk.paper, story.id, &ana, parent, body).await
    };
    let said = say(None, "Thank you all.\0").await.unwrap();
    assert_eq!(
        (said.author_name.as_str(), said.staff, said.state),
        ("Ana Reis", Some(ana.id), CommentState::Approved)
    );
    assert_eq!(desk.stored_comment(said.id).await, Some(said));
    assert_eq!(desk.counter(&story).await, 1);
    let answer = say(Some(question.id), "tomorrow").await;
    assert!(
        matches!(answer, Err(CommentError::NoSuchParent)),
        "nobody could read what it answers: {answer:?}"
    );
    assert!(matches!(say(None, " ").await, Err(CommentError::Invalid(_))));
    assert!(matches!(say(None, &"x".repeat(10_001)).await, Err(CommentError::Invalid(_))));
}

async fn every_comment_waits_where_all_are_held(desk: Desk) {
    let mut desk = desk.under(under(Moderation::All)).await;
    let story = desk.published("Bridge").await;
    let answer = desk.send(&story, desk.form(&story, "Ana", "well said"), "192.0.2.1").await.unwrap();
    assert!(matches!(answer, CommentOutcome::Held(_)), "{answer:?}");
    assert_eq!(desk.counter(&story).await, 0);
    // A site's own setting goes before the installation's.
    desk.set("moderation", "open").await;
    let answer = desk.send(&story, desk.form(&story, "Bea", "me too"), "192.0.2.2").await.unwrap();
    assert!(matches!(answer, CommentOutcome::Published(..)), "{answer:?}");
}

async fn a_newcomers_first_comment_waits_and_the_next_does_not(desk: Desk) {
    let desk = desk.under(under(Moderation::First)).await;
    let story = desk.published("Bridge").await;
    let said = async |email: &str, from: &str, body: &str| {
        let form = CommentForm { email: email.to_owned(), ..desk.form(&story, "Ana", body) };
        taken(desk.send(&story, form, from).await)
    };
    let first = said("ana@example.org", "192.0.2.1", "one").await;
    assert_eq!(first.state, CommentState::Pending);
    assert_eq!(
        said("ana@example.org", "192.0.2.1", "two").await.state,
        CommentState::Pending,
        "not yet known"
    );
    desk.newsroom.moderate(&desk.paper, &[first.id], ruling(CommentState::Approved)).await.unwrap();
    assert_eq!(said("", "192.0.2.1", "three").await.state, CommentState::Approved, "by address");
    assert_eq!(
        said("ANA@example.org", "198.51.100.7", "four").await.state,
        CommentState::Approved,
        "by e-mail"
    );
    assert_eq!(said("bea@example.org", "198.51.100.9", "five").await.state, CommentState::Pending);
    assert_eq!(said("", "198.51.100.9", "six").await.state, CommentState::Pending, "nobody is not somebody");
}

async fn a_comment_with_three_links_waits(desk: Desk) {
    let story = desk.published("Bridge").await;
    let two = "The plans are at http://a.example and the map is at https://b.example for who wants to look";
    assert_eq!(desk.comment(&story, "Ana", two).await.state, CommentState::Approved);
    let three = format!("{two}, and HTTPS://c.example has the history");
    let three = three.as_str();
    assert_eq!(desk.comment(&story, "Ana", three).await.state, CommentState::Pending);
    let desk = desk.under(CommentRules { spam_filter: false, ..CommentRules::default() }).await;
    assert_eq!(desk.comment(&story, "Bea", three).await.state, CommentState::Approved);
}

async fn what_is_typed_into_the_trap_is_spam(desk: Desk) {
    let story = desk.published("Bridge").await;
    let form = CommentForm { trap: "http://pills.example".to_owned(), ..desk.form(&story, "Bot", "buy") };
    let answer = desk.send(&story, form, "192.0.2.1").await.unwrap();
    let CommentOutcome::Held(comment) = answer else { panic!("{answer:?}") };
    assert_eq!(comment.state, CommentState::Spam);
    assert_eq!(desk.counter(&story).await, 0);
}

async fn a_form_sent_twice_makes_one_comment(desk: Desk) {
    let story = desk.published("Bridge").await;
    let form = desk.form(&story, "Ana", "well said");
    let first = taken(desk.send(&story, form.clone(), "192.0.2.1").await);
    // At the end of the time in which it is the same form, on either side of a step of the clock.
    for _ in 0..2 {
        desk.clock.advance(5 * MINUTE);
        assert_eq!(taken(desk.send(&story, form.clone(), "192.0.2.1").await), first);
    }
    assert_eq!(desk.counter(&story).await, 1);
    let others = [
        (CommentForm { name: "Bea".to_owned(), ..form.clone() }, "192.0.2.1"),
        (CommentForm { body: "well said!".to_owned(), ..form.clone() }, "192.0.2.1"),
        (CommentForm { parent: Some(first.id), ..form.clone() }, "192.0.2.1"),
        (form.clone(), "192.0.2.2"),
    ];
    for (form, from) in others {
        assert_ne!(taken(desk.send(&story, form, from).await).id, first.id);
    }
    let other_story = desk.published("Ferry").await;
    assert_ne!(desk.comment(&other_story, "Ana", "well said").await.id, first.id);
    assert_eq!(desk.counter(&story).await, 5);
}

async fn a_form_sent_twice_at_once_makes_one_comment(desk: Desk) {
    let story = desk.published("Bridge").await;
    let other = desk.second_process().await;
    for n in 0..10 {
        let form = desk.form(&story, "Ana", &format!("well said {n}"));
        let (mine, yours) = tokio::join!(
            desk.newsroom.comment(&desk.paper, &story, form.clone(), address("192.0.2.1")),
            other.comment(&desk.paper, &story, form, address("192.0.2.1")),
        );
        assert_eq!(taken(mine), taken(yours));
    }
    assert_eq!(desk.counter(&story).await, 10);
}

async fn the_same_words_an_hour_later_are_another_comment(desk: Desk) {
    let story = desk.published("Bridge").await;
    let first = desk.comment(&story, "Ana", "+1").await;
    desk.clock.advance(HOUR);
    assert_ne!(desk.comment(&story, "Ana", "+1").await.id, first.id);
}

async fn a_stamp_is_good_for_a_week_and_for_its_own_story(desk: Desk) {
    let (story, other) = (desk.published("Bridge").await, desk.published("Ferry").await);
    let form = desk.form(&story, "Ana", "well said");
    assert_eq!(form.stamp, desk.form(&story, "Bea", "the page stays the same page for a day").stamp);
    let answer = desk.send(&other, form.clone(), "192.0.2.1").await;
    assert!(matches!(answer, Err(CommentError::Stale)), "of another story: {answer:?}");
    // It was given out at noon, and counts from its day's beginning.
    desk.clock.advance(7 * DAY + DAY / 2);
    taken(desk.send(&story, form.clone(), "192.0.2.1").await);
    desk.clock.advance(1);
    let late = CommentForm { body: "too late".to_owned(), ..form };
    let answer = desk.send(&story, late, "192.0.2.1").await;
    assert!(matches!(answer, Err(CommentError::Stale)), "{answer:?}");
}

async fn a_forged_stamp_is_refused(desk: Desk) {
    let story = desk.published("Bridge").await;
    let good = desk.form(&story, "Ana", "well said").stamp;
    let (day, signature) = good.split_once('.').unwrap();
    let future = Stamp::issue(desk.newsroom.secret(), &desk.paper, story.id, NOON + DAY);
    let forged = [
        String::new(),
        day.to_owned(),
        format!("{day}."),
        format!("{}.{signature}", day.parse::<i64>().unwrap() - 1),
        format!("{day}.{}", signature.to_lowercase()),
        format!("{}.{signature}", i64::MIN),
        format!("{}.{signature}", i64::MAX),
        format!("\u{661}.{signature}"),
        "x".repeat(100_000),
        future,
    ];
    for stamp in forged {
        let form = CommentForm { stamp: stamp.clone(), ..desk.form(&story, "Ana", "well said") };
        let answer = desk.send(&story, form, "192.0.2.1").await;
        assert!(matches!(answer, Err(CommentError::Stale)), "{stamp:.60}: {answer:?}");
    }
    assert_eq!(desk.counter(&story).await, 0);
}

async fn a_reply_stands_under_what_it_answers(desk: Desk) {
    let story = desk.published("Bridge").await;
    let root = desk.comment(&story, "Ana", "one").await;
    desk.clock.advance(MINUTE);
    desk.comment(&story, "Bea", "another thread").await;
    desk.clock.advance(MINUTE);
    let reply = desk.reply(&story, &root, "two").await;
    assert_eq!((reply.parent, reply.root, reply.depth), (Some(root.id), root.id, 1));
    assert_eq!((reply.thread_at, reply.created_at), (NOON, NOON + 2 * MINUTE));
    let below = desk.reply(&story, &reply, "three").await;
    assert_eq!((below.parent, below.root, below.depth), (Some(reply.id), root.id, 2));
    // Who answers a removed comment answers the place that it left.
    desk.newsroom.moderate(&desk.paper, &[below.id], ruling(CommentState::Removed)).await.unwrap();
    assert_eq!(desk.reply(&story, &below, "four").await.parent, Some(below.id));
}

async fn a_reply_to_what_is_not_there_is_refused_and_can_be_sent_alone(desk: Desk) {
    let (story, other) = (desk.published("Bridge").await, desk.published("Ferry").await);
    let elsewhere = desk.comment(&other, "Ana", "elsewhere").await;
    let spam = desk.comment(&story, "Bot", "buy").await;
    desk.newsroom.moderate(&desk.paper, &[spam.id], ruling(CommentState::Spam)).await.unwrap();
    for parent in [elsewhere.id, spam.id, CommentId::mint(NOON)] {
        let form = CommentForm { parent: Some(parent), ..desk.form(&story, "Bea", "I agree") };
        let answer = desk.send(&story, form.clone(), "192.0.2.1").await;
        assert!(matches!(answer, Err(CommentError::NoSuchParent)), "{answer:?}");
        let alone = CommentForm { parent: None, body: format!("to {parent}"), ..form };
        assert_eq!(taken(desk.send(&story, alone, "192.0.2.1").await).parent, None);
    }
}

async fn the_hundredth_level_is_the_last(desk: Desk) {
    // A hundred answers in an hour from one house are nothing that the filter lets pass.
    let desk = desk.under(CommentRules { spam_filter: false, ..CommentRules::default() }).await;
    let story = desk.published("Bridge").await;
    let mut line = vec![desk.comment(&story, "Ana", "level 0").await];
    for level in 1..=103 {
        desk.clock.advance(1);
        line.push(desk.reply(&story, line.last().unwrap(), &format!("level {level}")).await);
    }
    assert_eq!((line[100].depth, line[100].parent), (100, Some(line[99].id)));
    // Deeper ones stand beside the hundredth.
    for deep in &line[101..] {
        assert_eq!((deep.depth, deep.parent, deep.root), (100, Some(line[99].id), line[0].id));
    }
    let page = desk.read().await.public_thread(desk.paper.id(), story.id, 200, 0).await.unwrap();
    let line: Vec<_> = line.into_iter().map(|comment| Arc::new(ShownComment::from(comment))).collect();
    assert_eq!(page, line);
}

type Setter = fn(&mut CommentForm, usize);

async fn every_field_is_taken_at_its_limit_and_refused_beyond_it(desk: Desk) {
    let story = desk.published("Bridge").await;
    let fields: [(&str, usize, Setter); 4] = [
        ("name", 80, |form, n| form.name = "é".repeat(n)),
        ("email", 254, |form, n| form.email = format!("{}@b.example", "a".repeat(n - 10))),
        ("url", 500, |form, n| form.url = format!("https://a.example/{}", "a".repeat(n - 18))),
        ("body", 10_000, |form, n| form.body = "é".repeat(n)),
    ];
    for (field, limit, set) in fields {
        let mut form = desk.form(&story, "Ana", field);
        set(&mut form, limit);
        taken(desk.send(&story, form.clone(), "192.0.2.1").await);
        for beyond in [limit + 1, 65_536] {
            set(&mut form, beyond);
            let answer = desk.send(&story, form.clone(), "192.0.2.1").await;
            let Err(CommentError::Invalid(problems)) = answer else { panic!("{field}: {answer:?}") };
            assert_eq!(problems.len(), 1, "{problems:?}");
            assert_eq!((problems[0].field, problems[0].reason, problems[0].max), (field, "too_long", limit));
        }
    }
    let empty = CommentForm { name: String::new(), body: String::new(), ..desk.form(&story, "", "") };
    let answer = desk.send(&story, empty, "192.0.2.1").await;
    let Err(CommentError::Invalid(problems)) = answer else { panic!("{answer:?}") };
    let told: Vec<_> = problems.iter().map(|problem| (problem.field, problem.reason)).collect();
    assert_eq!(told, [("name", "empty"), ("body", "empty")]);
}

async fn an_address_that_is_none_is_named(desk: Desk) {
    let story = desk.published("Bridge").await;
    let wrong = async |email: &str, url: &str| {
        let form = CommentForm {
            email: email.to_owned(),
            url: url.to_owned(),
            ..desk.form(&story, "Ana", "well said")
        };
        match desk.send(&story, form, "192.0.2.1").await {
            Err(CommentError::Invalid(problems)) => {
                problems.iter().map(|p| (p.field, p.reason)).collect::<Vec<_>>()
            }
            answer => panic!("{email:?} {url:?}: {answer:?}"),
        }
    };
    let emails = [
        "ana",
        "@",
        "ana@",
        "@example.org",
        "ana@example",
        "a b@example.org",
        "a@b@example.org",
        "ana@.example.org",
        "ana@example.org.",
        "ana@exa..mple.org",
        "ana@example.org\r\nBcc: b@example.org",
        "<a@b.example>",
    ];
    for email in emails {
        assert_eq!(wrong(email, "").await, vec![("email", "invalid")], "{email:?}");
    }
    let urls = [
        "javascript:alert(1)",
        "javascript://a.example/%0aalert(1)",
        "data:text/html,x",
        "ftp://a.example",
        "localhost",
        "https://",
        "http:///",
        "https://a b.example",
        "mailto:ana@example.org",
        "https://bell.example@evil.example",
        "//",
    ];
    for url in urls {
        assert_eq!(wrong("", url).await, vec![("url", "invalid")], "{url:?}");
    }
    assert_eq!(wrong("ana", "localhost").await, vec![("email", "invalid"), ("url", "invalid")]);
}

async fn a_comment_of_nothing_visible_is_empty(desk: Desk) {
    let story = desk.published("Bridge").await;
    for unseen in [" \r\n\t", "\u{200b}\u{2060}", "\u{202e}", "\u{3164}", "\0\0"] {
        let answer = desk.send(&story, desk.form(&story, unseen, unseen), "192.0.2.1").await;
        let Err(CommentError::Invalid(problems)) = answer else { panic!("{unseen:?}: {answer:?}") };
        let told: Vec<_> = problems.iter().map(|problem| (problem.field, problem.reason)).collect();
        assert_eq!(told, [("name", "empty"), ("body", "empty")], "{unseen:?}");
    }
}

async fn a_flood_of_comments_is_counted_exactly(desk: Desk) {
    let (story, other) = (desk.published("Bridge").await, desk.second_process().await);
    let mut senders = tokio::task::JoinSet::new();
    for n in 0..200 {
        let newsroom = if n % 2 == 0 { desk.newsroom.clone() } else { other.clone() };
        let (paper, story) = (desk.paper.clone(), story.clone());
        let form = desk.form(&story, "Ana", &format!("comment {n}"));
        // From many houses, or the filter would take it for the flood it is.
        let from = address(&format!("2001:db8:{n}::1"));
        senders.spawn(async move { taken(newsroom.comment(&paper, &story, form, from).await) });
    }
    while let Some(comment) = senders.join_next().await {
        comment.unwrap();
    }
    assert_eq!(desk.counter(&story).await, 200);
    let mut read = desk.read().await;
    assert_eq!(read.thread_size(desk.paper.id(), story.id).await.unwrap(), 200);
    assert_eq!(read.public_comment_total(desk.paper.id(), NOON).await.unwrap(), 200);
}

async fn an_address_is_a_hash_and_is_forgotten_after_its_time(desk: Desk) {
    let story = desk.published("Bridge").await;
    let from = async |from: &str| {
        let form = desk.form(&story, "Ana", &format!("from {from}"));
        taken(desk.send(&story, form, from).await)
    };
    let comment = from("192.0.2.1").await;
    let hash = comment.address_hash.clone().unwrap();
    assert!(hash.len() == 16 && hash != [192, 0, 2, 1]);
    assert_eq!(
        from("::ffff:192.0.2.1").await.address_hash,
        comment.address_hash,
        "one machine, two spellings"
    );
    assert_ne!(from("192.0.2.2").await.address_hash, comment.address_hash);
    let v6 = from("2001:db8:1:2:aaaa::1").await.address_hash;
    assert_eq!(
        from("2001:db8:1:2:bbbb::2").await.address_hash,
        v6,
        "a machine changes its last 64 bits daily"
    );
    assert_ne!(from("2001:db8:1:3::1").await.address_hash, v6);
    desk.clock.advance(30 * DAY - 1);
    assert_eq!(desk.newsroom.forget_old_addresses().await.unwrap(), 0);
    desk.clock.advance(1);
    assert_eq!(desk.newsroom.forget_old_addresses().await.unwrap(), 6);
    assert_eq!(desk.newsroom.forget_old_addresses().await.unwrap(), 0);
    let stored = desk.stored_comment(comment.id).await.unwrap();
    assert_eq!((stored.address_hash, stored.address_until, stored.text), (None, None, comment.text));
}

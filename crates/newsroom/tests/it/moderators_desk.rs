//! The moderators' desk: what is decided is logged and can be undone to the letter, readers are known and kept out,
//! and what a person asks to be forgotten is.

use dateline_model::{BatchId, Comment, CommentId, CommentState, Paper, Post};
use dateline_newsroom::{BanBy, CommentForm, NewsroomError, Person, Ruled, Ruling, Undone};
use dateline_store::{Fingerprint, Queue};

use crate::desk::{DAY, Desk, HOUR, NOON, newsroom_suite, ruling, taken};

newsroom_suite!(
    who_decided_what_and_why_is_in_the_log,
    an_undone_decision_leaves_states_and_lessons_as_they_were,
    an_undo_stops_where_somebody_decided_later,
    an_undone_decision_brings_back_the_reports_it_had_settled,
    what_was_undone_is_not_undone_twice,
    a_batch_nobody_made_cannot_be_undone,
    what_is_in_the_bin_is_neither_shown_nor_counted,
    the_queue_is_narrowed_by_story_reader_and_words,
    a_history_tells_how_the_readers_other_comments_fared,
    what_a_banned_reader_writes_goes_to_the_spam_drawer_until_the_ban_ends,
    a_ban_by_what_is_not_known_or_without_end_is_refused,
    an_e_mail_address_is_kept_as_a_hash_only,
    addresses_of_older_releases_become_hashes,
    a_person_is_shown_all_that_is_kept,
    an_erased_person_leaves_empty_places_only,
);

impl Desk {
    async fn rule(&self, ids: &[CommentId], to: CommentState) -> Ruled {
        self.newsroom.moderate(&self.paper, ids, ruling(to)).await.unwrap()
    }

    async fn undo(&self, batch: BatchId) -> Undone {
        self.newsroom.undo(&self.paper, batch, "Ben").await.unwrap()
    }

    async fn mailed(&self, post: &Post, email: &str, body: &str) -> Comment {
        let form = CommentForm { email: email.to_owned(), ..self.form(post, "Marta", body) };
        taken(self.send(post, form, "192.0.2.1").await)
    }

    /// What the filter was taught, to the letter.
    async fn lessons_as_json(&self) -> String {
        self.newsroom.lessons(self.paper.id()).await.unwrap().to_json().unwrap()
    }

    async fn found(&self, state: CommentState, queue: Queue) -> Vec<String> {
        let found = self.read().await.queue(self.paper.id(), state, &queue, 50).await.unwrap();
        found.into_iter().map(|found| found.comment.text).collect()
    }
}

async fn who_decided_what_and_why_is_in_the_log(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ann", "You are all fools").await;
    let why = Ruling { why: "insults the readers".to_owned(), ..ruling(CommentState::Removed) };
    let ruled = desk.newsroom.moderate(&desk.paper, &[comment.id], why).await.unwrap();
    let log = desk.read().await.decisions_before(desk.paper.id(), None, 10).await.unwrap();
    let decision = &log[0].decision;
    assert_eq!((decision.who.as_str(), decision.why.as_str()), ("Ana Reis", "insults the readers"));
    assert_eq!((decision.from, decision.to), (CommentState::Approved, CommentState::Removed));
    assert_eq!((decision.at, decision.batch, decision.comment), (NOON, ruled.batch, comment.id));
    let long = Ruling { why: "x".repeat(501), ..ruling(CommentState::Spam) };
    let refused = desk.newsroom.moderate(&desk.paper, &[comment.id], long).await;
    assert!(matches!(refused, Err(NewsroomError::TooLong { field: "reason", max: 500 })), "{refused:?}");
    desk.rule(&[comment.id], CommentState::Removed).await;
    let log = desk.read().await.decisions_before(desk.paper.id(), None, 10).await.unwrap();
    assert_eq!(log.len(), 1, "what changes nothing is not logged");
}

async fn an_undone_decision_leaves_states_and_lessons_as_they_were(desk: Desk) {
    let story = desk.published("Bridge").await;
    let mut comments = Vec::new();
    for n in 0..4 {
        comments.push(desk.comment(&story, "Ana", &format!("remark {n}")).await);
    }
    let ids: Vec<CommentId> = comments.iter().map(|comment| comment.id).collect();
    desk.rule(&ids[..1], CommentState::Spam).await;
    desk.rule(&ids[1..2], CommentState::Approved).await;
    desk.rule(&ids[2..3], CommentState::Pending).await;
    let (lessons, mut states) = (desk.lessons_as_json().await, Vec::new());
    for comment in &comments {
        states.push(desk.state_of(comment).await);
    }
    for to in CommentState::ALL {
        let ruled = desk.rule(&ids, to).await;
        let undone = desk.undo(ruled.batch).await;
        assert_eq!(undone.overruled, 0, "{to:?}");
        for (comment, state) in comments.iter().zip(&states) {
            assert_eq!(desk.state_of(comment).await, *state, "{to:?}");
        }
        assert_eq!(desk.lessons_as_json().await, lessons, "{to:?}");
    }
    assert_eq!(desk.counter(&story).await, 2);
}

async fn an_undo_stops_where_somebody_decided_later(desk: Desk) {
    let story = desk.published("Bridge").await;
    let (a, b) = (desk.comment(&story, "Ana", "one").await, desk.comment(&story, "Ana", "two").await);
    let all = desk.rule(&[a.id, b.id], CommentState::Spam).await;
    let later = desk.rule(&[b.id], CommentState::Trash).await;
    assert_eq!(desk.undo(all.batch).await, Undone { restored: 1, overruled: 1 });
    assert_eq!(
        (desk.state_of(&a).await, desk.state_of(&b).await),
        (CommentState::Approved, CommentState::Trash)
    );
    // With the later decision taken back, the first can be.
    assert_eq!(desk.undo(later.batch).await, Undone { restored: 1, overruled: 0 });
    assert_eq!(desk.undo(all.batch).await, Undone { restored: 1, overruled: 1 });
    assert_eq!(desk.state_of(&b).await, CommentState::Approved);
}

async fn an_undone_decision_brings_back_the_reports_it_had_settled(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "one").await;
    let report = async |from: &str| {
        let said = (dateline_model::ReportReason::Abuse, "rude");
        desk.newsroom.report(&desk.paper, &comment, said, crate::desk::address(from)).await.unwrap()
    };
    report("192.0.2.7").await;
    let spam = desk.rule(&[comment.id], CommentState::Spam).await;
    let site = desk.paper.id();
    assert_eq!(desk.read().await.count_reported(site).await.unwrap(), 0);
    desk.undo(spam.batch).await;
    assert_eq!(desk.read().await.reports_of(site, comment.id, 9).await.unwrap()[0].words, "rude");
    desk.newsroom.dismiss_reports(&desk.paper, comment.id).await.unwrap();
    report("192.0.2.8").await;
    let trash = desk.rule(&[comment.id], CommentState::Trash).await;
    desk.clock.advance(30 * DAY);
    assert_eq!(desk.newsroom.forget_old_reports().await.unwrap(), 1);
    desk.undo(trash.batch).await;
    assert_eq!(desk.read().await.count_reported(site).await.unwrap(), 0, "what is old does not come back");
}

async fn what_was_undone_is_not_undone_twice(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "one").await;
    let spam = desk.rule(&[comment.id], CommentState::Spam).await;
    assert_eq!(desk.undo(spam.batch).await, Undone { restored: 1, overruled: 0 });
    desk.rule(&[comment.id], CommentState::Spam).await;
    assert_eq!(desk.undo(spam.batch).await, Undone { restored: 0, overruled: 1 });
    assert_eq!(desk.state_of(&comment).await, CommentState::Spam);
    let log = desk.read().await.decisions_about(desk.paper.id(), comment.id, 9).await.unwrap();
    assert_eq!(log.last().unwrap().decision.undone, Some(("Ben".to_owned(), NOON)));
}

async fn a_batch_nobody_made_cannot_be_undone(desk: Desk) {
    let batch = BatchId::mint(NOON);
    let answer = desk.newsroom.undo(&desk.paper, batch, "Ben").await;
    assert!(matches!(answer, Err(NewsroomError::Unknown { what: "decision", .. })), "{answer:?}");
}

async fn what_is_in_the_bin_is_neither_shown_nor_counted(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ana", "one").await;
    desk.rule(&[comment.id], CommentState::Trash).await;
    assert_eq!(desk.counter(&story).await, 0);
    let mut read = desk.read().await;
    assert_eq!(read.thread_size(desk.paper.id(), story.id).await.unwrap(), 0);
    assert_eq!(read.desk_comment_counts(desk.paper.id()).await.unwrap().trash, 1);
    drop(read);
    desk.rule(&[comment.id], CommentState::Approved).await;
    assert_eq!(desk.counter(&story).await, 1);
}

async fn the_queue_is_narrowed_by_story_reader_and_words(mut desk: Desk) {
    desk.set("moderation", "all").await;
    let (bridge, ferry) = (desk.published("Bridge").await, desk.published("Ferry").await);
    let marta = desk.mailed(&bridge, "marta@mail.example", "When does it OPEN?").await;
    desk.clock.advance(1);
    desk.mailed(&ferry, "Marta@mail.example", "100% late, as ever").await;
    desk.clock.advance(1);
    desk.comment(&ferry, "Ben", "It is on time").await;
    let pending = CommentState::Pending;
    let of = |post: &Post| Queue { post: Some(post.id), ..Queue::default() };
    assert_eq!(desk.found(pending, of(&ferry)).await, ["It is on time", "100% late, as ever"]);
    let words = |words: &str| Queue { words: words.to_owned(), ..Queue::default() };
    assert_eq!(desk.found(pending, words("open")).await, ["When does it OPEN?"]);
    assert_eq!(desk.found(pending, words("0%")).await, ["100% late, as ever"]);
    assert_eq!(desk.found(pending, words("ben")).await, ["It is on time"], "the name is searched too");
    assert_eq!(desk.found(pending, words("_t")).await, Vec::<String>::new(), "a joker is a letter");
    let known = desk.newsroom.history(&desk.paper, marta.id).await.unwrap().fingerprints;
    let by_mail = Queue { reader: known.email.map(Fingerprint::Email), ..Queue::default() };
    assert_eq!(desk.found(pending, by_mail).await, ["100% late, as ever", "When does it OPEN?"]);
    let by_address = Queue { reader: known.address.map(Fingerprint::Address), ..words("it") };
    assert_eq!(desk.found(pending, by_address.clone()).await, ["It is on time", "When does it OPEN?"]);
    let second = Queue { before: Some((marta.created_at + 2, marta.id)), ..by_address };
    assert_eq!(desk.found(pending, second).await.len(), 2 - 1);
}

async fn a_history_tells_how_the_readers_other_comments_fared(desk: Desk) {
    let story = desk.published("Bridge").await;
    let mut ids = Vec::new();
    for n in 0..4 {
        ids.push(desk.mailed(&story, "marta@mail.example", &format!("remark {n}")).await.id);
    }
    desk.comment(&story, "Ben", "somebody else").await;
    desk.rule(&ids[..2], CommentState::Spam).await;
    let history = desk.newsroom.history(&desk.paper, ids[0]).await.unwrap();
    let mut states = history.states.clone();
    states.sort_unstable_by_key(|(state, _)| state.as_str());
    assert_eq!(states, [(CommentState::Approved, 2), (CommentState::Spam, 2)]);
    assert_eq!(history.decisions.len(), 1);
    let gone = desk.newsroom.history(&desk.paper, CommentId::mint(NOON)).await;
    assert!(matches!(gone, Err(NewsroomError::Unknown { what: "comment", .. })), "{gone:?}");
}

async fn what_a_banned_reader_writes_goes_to_the_spam_drawer_until_the_ban_ends(desk: Desk) {
    let story = desk.published("Bridge").await;
    let rude = desk.comment(&story, "Ann", "You are all fools").await;
    let until = NOON + 2 * DAY;
    let said = ("Ana Reis", "again and again");
    desk.newsroom.ban(&desk.paper, rude.id, BanBy::Address, until, said).await.unwrap();
    let bans = desk.read().await.bans(desk.paper.id(), NOON, 10).await.unwrap();
    assert_eq!((bans[0].name.as_str(), bans[0].kind.as_str(), bans[0].until), ("Ann", "address", until));
    let again = desk.comment(&story, "Nobody", "Nothing wrong with this").await;
    assert_eq!(again.state, CommentState::Spam);
    let neighbour = taken(desk.send(&story, desk.form(&story, "Ben", "hello"), "192.0.2.2").await);
    assert_eq!(neighbour.state, CommentState::Approved);
    desk.clock.advance(2 * DAY);
    assert_eq!(desk.comment(&story, "Ann", "I am sorry").await.state, CommentState::Approved);
    assert_eq!(desk.newsroom.forget_old_bans().await.unwrap(), 1);
    assert_eq!(desk.newsroom.forget_old_bans().await.unwrap(), 0);
    let until = NOON + 9 * DAY;
    let ban = desk.newsroom.ban(&desk.paper, rude.id, BanBy::Address, until, said).await.unwrap();
    desk.newsroom.lift_ban(&desk.paper, ban.fingerprint.clone()).await.unwrap();
    assert_eq!(desk.comment(&story, "Ann", "thank you").await.state, CommentState::Approved);
    let twice = desk.newsroom.lift_ban(&desk.paper, ban.fingerprint).await;
    assert!(matches!(twice, Err(NewsroomError::Unknown { what: "ban", .. })), "{twice:?}");
}

async fn a_ban_by_what_is_not_known_or_without_end_is_refused(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.comment(&story, "Ann", "You are all fools").await;
    let ban = async |by, until| desk.newsroom.ban(&desk.paper, comment.id, by, until, ("Ana", "")).await;
    let answer = ban(BanBy::Email, NOON + DAY).await;
    assert!(matches!(answer, Err(NewsroomError::NoFingerprint("email"))), "{answer:?}");
    for until in [NOON, NOON + 366 * DAY + 1, i64::MAX] {
        let answer = ban(BanBy::Address, until).await;
        assert!(matches!(answer, Err(NewsroomError::BanTooLong)), "{answer:?}");
    }
    ban(BanBy::Address, NOON + 366 * DAY).await.unwrap();
    desk.clock.advance(31 * DAY);
    desk.newsroom.forget_old_addresses().await.unwrap();
    let answer = ban(BanBy::Address, NOON + 40 * DAY).await;
    assert!(
        matches!(answer, Err(NewsroomError::NoFingerprint("address"))),
        "the address is forgotten: {answer:?}"
    );
}

async fn an_e_mail_address_is_kept_as_a_hash_only(desk: Desk) {
    let story = desk.published("Bridge").await;
    let comment = desk.mailed(&story, "marta@mail.example", "hello").await;
    assert_eq!(desk.stored_comment(comment.id).await.unwrap().author_email, None);
    let known = desk.newsroom.history(&desk.paper, comment.id).await.unwrap().fingerprints;
    assert_eq!(known.email.map(|hash| hash.len()), Some(16));
    let other_site = desk.newsroom.found_site("other.example", desk.paper.settings.clone()).await.unwrap();
    let hash = |paper: &Paper| desk.newsroom.secret().hash_email(paper.id(), "marta@mail.example");
    assert_ne!(hash(&desk.paper), hash(&other_site), "sites cannot be matched with each other");
}

async fn addresses_of_older_releases_become_hashes(desk: Desk) {
    let (site, story) = (desk.paper.id(), desk.published("Bridge").await);
    let new = desk.mailed(&story, "marta@mail.example", "hello").await;
    let old = |email: &str, import_key: Option<&str>| Comment {
        id: CommentId::mint(NOON - HOUR),
        author_email: Some(email.to_owned()),
        import_key: import_key.map(str::to_owned),
        submission: None,
        ..new.clone()
    };
    let stored =
        [old("Marta@Mail.example", None), old("marta@mail.example", Some("wordpress:1")), old(" ", None)];
    let insert = stored.clone();
    let work = desk.newsroom.store().write(move |tx| {
        Box::pin(async move {
            for comment in insert {
                let comment = Comment { root: comment.id, ..comment };
                assert!(tx.insert_comment(site, &comment).await?);
            }
            Ok::<_, dateline_store::StoreError>(())
        })
    });
    work.await.unwrap();
    assert_eq!(desk.newsroom.hash_emails().await.unwrap(), 3);
    assert_eq!(desk.newsroom.hash_emails().await.unwrap(), 0);
    let kept = async |n: usize| desk.stored_comment(stored[n].id).await.unwrap().author_email;
    assert_eq!(kept(0).await, None);
    assert_eq!(kept(1).await.as_deref(), Some("marta@mail.example"), "an import's own archive");
    assert_eq!(kept(2).await, None);
    let person = Person::Email("MARTA@mail.example ".to_owned());
    assert_eq!(desk.newsroom.comments_of(&desk.paper, &person).await.unwrap().len(), 3);
}

async fn a_person_is_shown_all_that_is_kept(desk: Desk) {
    let story = desk.published("Bridge").await;
    let (first, second) = (
        desk.mailed(&story, "marta@mail.example", "one").await,
        desk.mailed(&story, "marta@mail.example", "two").await,
    );
    let other = desk.comment(&story, "Ben", "three").await;
    desk.rule(&[second.id], CommentState::Trash).await;
    let of = async |person| {
        let found = desk.newsroom.comments_of(&desk.paper, &person).await.unwrap();
        found.into_iter().map(|comment| comment.text).collect::<Vec<_>>()
    };
    let mut words = of(Person::Email("marta@mail.example".to_owned())).await;
    words.sort_unstable();
    assert_eq!(words, ["one", "two"]);
    assert_eq!(of(Person::Email(" ".to_owned())).await, Vec::<String>::new());
    assert_eq!(of(Person::Comments(vec![first.id, other.id])).await, ["one", "three"]);
}

async fn an_erased_person_leaves_empty_places_only(desk: Desk) {
    let story = desk.published("Bridge").await;
    let said = desk.mailed(&story, "marta@mail.example", "my secret").await;
    let answer = desk.reply(&story, &said, "is it?").await;
    let spam = desk.mailed(&story, "marta@mail.example", "another secret").await;
    desk.rule(&[said.id], CommentState::Approved).await;
    desk.rule(&[spam.id], CommentState::Spam).await;
    let person = Person::Email("marta@mail.example".to_owned());
    assert_eq!(desk.newsroom.erase_person(&desk.paper, &person).await.unwrap(), 2);
    assert_eq!(desk.newsroom.erase_person(&desk.paper, &person).await.unwrap(), 0);
    for comment in [&said, &spam] {
        let left = desk.stored_comment(comment.id).await.unwrap();
        assert_eq!((left.text.as_str(), left.html.as_str(), left.author_name.as_str()), ("", "", "—"));
        assert_eq!((left.state, left.address_hash, left.submission), (CommentState::Removed, None, None));
        let known = desk.newsroom.history(&desk.paper, comment.id).await.unwrap();
        assert_eq!((known.fingerprints, known.decisions), Default::default());
        assert_eq!(desk.read().await.verdict(desk.paper.id(), comment.id).await.unwrap(), None);
    }
    assert!(!desk.lessons_as_json().await.contains("secret"));
    assert_eq!(desk.counter(&story).await, 1);
    assert_eq!(desk.stored_comment(answer.id).await.unwrap().parent, Some(said.id));
}

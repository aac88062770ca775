//! Letters: who is written to, when, and who is not.

use dateline_egress::{MailSecurity, MailServer, Mailer};
use dateline_model::{Comment, CommentState, DigestEvery, Moderation, Post, Role, SubscriptionId};
use dateline_newsroom::{CommentError, CommentForm, CommentRules, NewsroomError, PostOffice, Posted, Ruling};
use dateline_sink::{Postbox, Received};

use crate::desk::{DAY, Desk, HOUR, MINUTE, newsroom_suite, ruling, taken};

newsroom_suite!(
    a_reader_who_said_yes_is_told_of_an_answer,
    a_comment_that_waits_is_told_to_nobody,
    who_stops_is_forgotten_and_hears_no_more,
    an_address_that_nobody_confirms_is_forgotten_in_a_week,
    an_address_is_asked_three_times_a_day_and_no_more,
    a_letter_that_cannot_go_now_goes_later_and_is_given_up_in_the_end,
    an_address_where_nobody_is_gets_nothing_more,
    a_minute_has_so_many_letters_and_no_more,
    without_a_mail_server_nothing_is_written_and_everything_works,
    a_writer_is_told_why_a_comment_was_taken_away_unless_it_comes_back,
    a_moderator_hears_of_what_waits_as_often_as_wanted,
    two_processes_send_a_letter_once,
    a_forgotten_password_is_answered_alike_and_sent_to_accounts_alone,
    an_import_and_older_comments_are_no_news,
    what_a_reader_left_for_letters_is_shown_and_erased_with_the_rest,
);

impl Desk {
    /// The same desk with a mail server.
    async fn mailing(mut self, per_minute: u32) -> (Self, Postbox) {
        let postbox = Postbox::open().await.unwrap();
        self.newsroom = self.newsroom.with_mail(office(&postbox, per_minute));
        self.newsroom.run_errands().await.unwrap();
        (self, postbox)
    }

    /// Has everything written and sent that is due.
    async fn post(&self) -> Posted {
        self.newsroom.run_errands().await.unwrap();
        self.newsroom.post_letters().await.unwrap()
    }

    async fn wishing(&self, post: &Post, email: &str, body: &str) -> Comment {
        let email = email.to_owned();
        let form = CommentForm { email, subscribe: true, ..self.form(post, "Marta", body) };
        taken(self.send(post, form, "192.0.2.1").await)
    }

    /// A reader who asked to hear of answers, and said yes.
    async fn subscribed(&self, post: &Post, postbox: &Postbox) -> (Comment, SubscriptionId, String) {
        let comment = self.wishing(post, "marta@reader.example", "I was there").await;
        self.post().await;
        let (id, key) = link(postbox.letters().last().unwrap());
        assert!(self.newsroom.confirm_subscription(&self.paper, id, &key).await.unwrap());
        (comment, id, key)
    }
}

fn office(postbox: &Postbox, per_minute: u32) -> PostOffice {
    let server = MailServer {
        host: "127.0.0.1".to_owned(),
        port: postbox.address().port(),
        security: MailSecurity::None,
        ..MailServer::default()
    };
    PostOffice::new(Mailer::new(&server).unwrap(), "news@bell.example", per_minute).unwrap()
}

/// The subscription that a letter leads to, with its key.
fn link(letter: &Received) -> (SubscriptionId, String) {
    let text = letter.text();
    let (_, rest) = text.split_once("https://bell.example/comments/subscription/").unwrap();
    let mut parts = rest.split(['/', '\n']);
    (parts.next().unwrap().parse().unwrap(), parts.next().unwrap().to_owned())
}

async fn a_reader_who_said_yes_is_told_of_an_answer(desk: Desk) {
    let (desk, postbox) = desk.mailing(0).await;
    let story = desk.published("Bridge").await;
    let comment = desk.wishing(&story, "Marta@Reader.example", "I was there").await;
    desk.reply(&story, &comment, "Too early to be told").await;
    assert_eq!(desk.post().await.sent, 1, "the question alone");
    let letters = postbox.letters();
    assert_eq!(letters[0].to, ["Marta@Reader.example"]);
    assert_eq!(letters[0].header("From"), "\"The Harbour Bell\" <news@bell.example>");
    assert!(letters[0].header("Subject").contains("“Bridge”"));
    let (id, key) = link(&letters[0]);
    assert!(!desk.newsroom.confirm_subscription(&desk.paper, id, "another key").await.unwrap());
    assert!(desk.newsroom.confirm_subscription(&desk.paper, id, &key).await.unwrap());
    let answer = desk.reply(&story, &comment, "So was I").await;
    assert_eq!(desk.post().await.sent, 1);
    let told = postbox.letters().pop().unwrap();
    assert!(told.text().contains("> So was I"), "{}", told.text());
    assert!(told.text().contains(&format!("https://bell.example/comments/{}/{}", story.id, answer.id)));
    let stop = format!("<https://bell.example/comments/subscription/{id}/{key}/stop>");
    assert_eq!(told.header("List-Unsubscribe"), stop);
    // Neither what goes elsewhere in the thread nor an answer of one's own is told, and nothing is told twice.
    desk.comment(&story, "Rui", "Something else").await;
    let own = CommentForm {
        parent: Some(comment.id),
        email: "marta@reader.example".to_owned(),
        ..desk.form(&story, "Marta", "P.S.")
    };
    taken(desk.send(&story, own, "192.0.2.1").await);
    desk.newsroom.moderate(&desk.paper, &[answer.id], ruling(CommentState::Trash)).await.unwrap();
    desk.newsroom.moderate(&desk.paper, &[answer.id], ruling(CommentState::Approved)).await.unwrap();
    assert_eq!(desk.post().await, Posted::default());
}

async fn a_comment_that_waits_is_told_to_nobody(desk: Desk) {
    let (desk, postbox) = desk.mailing(0).await;
    let story = desk.published("Bridge").await;
    let (comment, ..) = desk.subscribed(&story, &postbox).await;
    let rules = CommentRules { moderation: Moderation::All, ..CommentRules::default() };
    let office = office(&postbox, 0);
    let mut desk = desk.under(rules).await;
    desk.newsroom = desk.newsroom.clone().with_mail(office);
    let held = desk.reply(&story, &comment, "Cheap pills").await;
    desk.wishing(&story, "rui@reader.example", "Me too").await;
    assert_eq!(held.state, CommentState::Pending);
    assert_eq!(desk.post().await.sent, 0);
    desk.newsroom.moderate(&desk.paper, &[held.id], ruling(CommentState::Spam)).await.unwrap();
    assert_eq!(desk.post().await.sent, 0);
    desk.newsroom.moderate(&desk.paper, &[held.id], ruling(CommentState::Approved)).await.unwrap();
    assert_eq!(desk.post().await.sent, 1);
}

async fn who_stops_is_forgotten_and_hears_no_more(desk: Desk) {
    let (desk, postbox) = desk.mailing(0).await;
    let story = desk.published("Bridge").await;
    let (comment, id, key) = desk.subscribed(&story, &postbox).await;
    assert!(!desk.newsroom.stop_subscription(&desk.paper, id, "another key").await.unwrap());
    assert!(desk.newsroom.stop_subscription(&desk.paper, id, &key).await.unwrap());
    assert!(
        desk.newsroom.stop_subscription(&desk.paper, id, &key).await.unwrap(),
        "a second click is no error"
    );
    assert_eq!(desk.newsroom.subscribed(&desk.paper, id, &key).await.unwrap(), None);
    desk.reply(&story, &comment, "So was I").await;
    assert_eq!(desk.post().await.sent, 0);
    let stored = desk.stored_comment(comment.id).await.unwrap();
    assert_eq!(stored.author_email, None, "what is kept of the address is its hash");
}

async fn an_address_that_nobody_confirms_is_forgotten_in_a_week(desk: Desk) {
    let (desk, postbox) = desk.mailing(0).await;
    let story = desk.published("Bridge").await;
    desk.wishing(&story, "marta@reader.example", "I was there").await;
    desk.post().await;
    let (id, key) = link(&postbox.letters()[0]);
    desk.clock.advance(7 * DAY);
    assert_eq!(desk.newsroom.forget_unconfirmed().await.unwrap(), 0);
    desk.clock.advance(1);
    assert_eq!(desk.newsroom.forget_unconfirmed().await.unwrap(), 1);
    assert!(!desk.newsroom.confirm_subscription(&desk.paper, id, &key).await.unwrap());
}

async fn an_address_is_asked_three_times_a_day_and_no_more(desk: Desk) {
    let (desk, postbox) = desk.mailing(0).await;
    for n in 0..4 {
        let story = desk.published(&format!("Story {n}")).await;
        desk.wishing(&story, "marta@reader.example", &format!("remark {n}")).await;
        desk.wishing(&story, "marta@reader.example", &format!("another {n}")).await;
        desk.post().await;
    }
    assert_eq!(postbox.letters().len(), 3);
    desk.clock.advance(DAY + 1);
    let story = desk.published("Tomorrow").await;
    desk.wishing(&story, "marta@reader.example", "again").await;
    assert_eq!(desk.post().await.sent, 1);
    let without = CommentForm { subscribe: true, ..desk.form(&story, "Marta", "no address") };
    let refused = desk.send(&story, without, "192.0.2.1").await;
    assert!(matches!(refused, Err(CommentError::Invalid(_))), "{refused:?}");
}

async fn a_letter_that_cannot_go_now_goes_later_and_is_given_up_in_the_end(desk: Desk) {
    let (desk, postbox) = desk.mailing(0).await;
    let story = desk.published("Bridge").await;
    desk.wishing(&story, "marta@reader.example", "I was there").await;
    postbox.answer_next("451 4.7.1 Try again later");
    assert_eq!(desk.post().await, Posted { later: 1, ..Posted::default() });
    let waiting = desk.newsroom.mail_state(&desk.paper).await.unwrap().waiting;
    assert!(waiting[0].tries == 1 && waiting[0].last_error.contains("Try again later"), "{waiting:?}");
    assert_eq!(desk.post().await, Posted::default(), "not before its minute");
    desk.clock.advance(MINUTE);
    assert_eq!(desk.post().await.sent, 1);
    assert_eq!(desk.newsroom.mail_state(&desk.paper).await.unwrap().waiting, []);
    desk.wishing(&story, "rui@reader.example", "Me too").await;
    let mut tries = 0;
    while !desk.newsroom.mail_state(&desk.paper).await.unwrap().waiting.is_empty() || tries == 0 {
        postbox.answer_next("452 4.2.2 Full");
        desk.post().await;
        desk.clock.advance(DAY);
        tries += 1;
    }
    assert_eq!((tries, postbox.letters().len()), (8, 1));
}

async fn an_address_where_nobody_is_gets_nothing_more(desk: Desk) {
    let (desk, postbox) = desk.mailing(0).await;
    let story = desk.published("Bridge").await;
    desk.wishing(&story, "marta@reader.example", "I was there").await;
    postbox.answer_next("550 5.1.1 No such user");
    assert_eq!(desk.post().await, Posted { given_up: 1, ..Posted::default() });
    let other = desk.published("Tide").await;
    desk.wishing(&other, "marta@reader.example", "And here").await;
    assert_eq!(desk.post().await, Posted::default());
    assert!(desk.newsroom.resume_mail_to(&desk.paper, " MARTA@reader.example").await.unwrap());
    let third = desk.published("Fog").await;
    desk.wishing(&third, "marta@reader.example", "Here too").await;
    assert_eq!(desk.post().await.sent, 1);
    desk.newsroom.stop_mail_to(&desk.paper, "marta@reader.example").await.unwrap();
    let fourth = desk.published("Rain").await;
    desk.wishing(&fourth, "marta@reader.example", "Once more").await;
    assert_eq!(desk.post().await, Posted::default());
}

async fn a_minute_has_so_many_letters_and_no_more(desk: Desk) {
    let (desk, postbox) = desk.mailing(2).await;
    let story = desk.published("Bridge").await;
    for n in 0..3 {
        desk.wishing(&story, &format!("reader{n}@reader.example"), &format!("remark {n}")).await;
    }
    assert_eq!(desk.post().await.sent, 2);
    assert_eq!(desk.post().await.sent, 0);
    desk.clock.advance(MINUTE);
    assert_eq!(desk.post().await.sent, 1);
    assert_eq!(postbox.letters().len(), 3);
}

async fn without_a_mail_server_nothing_is_written_and_everything_works(desk: Desk) {
    let story = desk.published("Bridge").await;
    desk.wishing(&story, "marta@reader.example", "I was there").await;
    assert_eq!(desk.post().await, Posted::default());
    let state = desk.newsroom.mail_state(&desk.paper).await.unwrap();
    assert_eq!((state.sender, state.waiting), (None, Vec::new()));
    let refused = desk.newsroom.try_mail(&desk.paper, "ana@bell.example").await;
    assert!(matches!(refused, Err(NewsroomError::NoMail)), "{refused:?}");
    assert!(refused.unwrap_err().to_string().contains("mail.host"));
    let invited = desk.newsroom.invite(&desk.paper, "eva@bell.example", Role::Author).await.unwrap();
    assert!(!desk.newsroom.mail_invitation(&desk.paper, &invited).await.unwrap());
}

async fn a_writer_is_told_why_a_comment_was_taken_away_unless_it_comes_back(desk: Desk) {
    let (desk, postbox) = desk.mailing(0).await;
    let story = desk.published("Bridge").await;
    let (comment, ..) = desk.subscribed(&story, &postbox).await;
    let rule = async |to, why: &str| {
        let ruling = Ruling { why: why.to_owned(), ..ruling(to) };
        desk.newsroom.moderate(&desk.paper, &[comment.id], ruling).await.unwrap()
    };
    let ruled = rule(CommentState::Removed, "a mistake").await;
    desk.post().await;
    desk.newsroom.undo(&desk.paper, ruled.batch, "Ben").await.unwrap();
    desk.clock.advance(10 * MINUTE);
    assert_eq!(desk.post().await.sent, 0, "the moderator thought better of it");
    rule(CommentState::Removed, "names a private person").await;
    assert_eq!(desk.post().await.sent, 0);
    desk.clock.advance(10 * MINUTE);
    assert_eq!(desk.post().await.sent, 1);
    let text = postbox.letters().pop().unwrap().text();
    assert!(text.contains("> I was there") && text.contains("> names a private person"), "{text}");
    let key = desk.newsroom.own_key(&desk.paper, comment.id);
    assert!(text.contains(&format!("/comments/{}/{}?key={key}", story.id, comment.id)), "{text}");
}

async fn a_moderator_hears_of_what_waits_as_often_as_wanted(desk: Desk) {
    let rules = CommentRules { moderation: Moderation::All, ..CommentRules::default() };
    let (desk, postbox) = desk.under(rules).await.mailing(0).await;
    let add = |email, role| desk.newsroom.add_user(&desk.paper, email, "Ben", role);
    let (ben, _) = (
        add("ben@bell.example", Role::Moderator).await.unwrap(),
        add("eva@bell.example", Role::Author).await.unwrap(),
    );
    let story = desk.published("Bridge").await;
    assert_eq!(desk.newsroom.write_digests().await.unwrap(), 0, "nothing waits");
    desk.comment(&story, "Marta", "First!").await;
    assert_eq!(desk.newsroom.write_digests().await.unwrap(), 1);
    desk.post().await;
    let letter = postbox.letters().pop().unwrap();
    assert_eq!(letter.to, ["ben@bell.example"]);
    assert!(letter.text().contains("wait for a decision: 1") && letter.text().contains("> First!"));
    assert!(letter.text().contains("https://bell.example/admin/#/comments"));
    desk.clock.advance(HOUR);
    desk.comment(&story, "Rui", "Second!").await;
    assert_eq!(desk.newsroom.write_digests().await.unwrap(), 0, "not before tomorrow");
    desk.newsroom.set_digest(&desk.paper, ben.id, DigestEvery::Hour).await.unwrap();
    assert_eq!(desk.newsroom.write_digests().await.unwrap(), 1);
    desk.clock.advance(DAY);
    assert_eq!(desk.newsroom.write_digests().await.unwrap(), 0, "nothing is new");
    desk.comment(&story, "Ana", "Third!").await;
    let stop = letter.header("List-Unsubscribe");
    let key = stop.trim_end_matches('>').rsplit('/').next().unwrap();
    assert!(!desk.newsroom.stop_digest(&desk.paper, ben.id, "another key").await.unwrap());
    assert!(desk.newsroom.stop_digest(&desk.paper, ben.id, key).await.unwrap());
    assert_eq!(desk.newsroom.write_digests().await.unwrap(), 0);
}

async fn two_processes_send_a_letter_once(desk: Desk) {
    let (desk, postbox) = desk.mailing(0).await;
    let other = desk.second_process().await.with_mail(office(&postbox, 0));
    other.run_errands().await.unwrap();
    let story = desk.published("Bridge").await;
    for n in 0..5 {
        desk.wishing(&story, &format!("reader{n}@reader.example"), &format!("remark {n}")).await;
    }
    let (one, two) = tokio::join!(desk.newsroom.run_errands(), other.run_errands());
    one.unwrap();
    two.unwrap();
    let (one, two) = tokio::join!(desk.newsroom.post_letters(), other.post_letters());
    assert_eq!(one.unwrap().sent + two.unwrap().sent, 5);
    let mut to: Vec<String> = postbox.letters().into_iter().flat_map(|letter| letter.to).collect();
    to.sort();
    to.dedup();
    assert_eq!((to.len(), postbox.letters().len()), (5, 5));
}

async fn a_forgotten_password_is_answered_alike_and_sent_to_accounts_alone(desk: Desk) {
    let (desk, postbox) = desk.mailing(0).await;
    desk.newsroom.add_user(&desk.paper, "ana@bell.example", "Ana", Role::Editor).await.unwrap();
    for address in ["nobody@bell.example", " Ana@bell.example", "ana@bell.example", ""] {
        desk.newsroom.ask_for_password(&desk.paper, address);
    }
    assert_eq!(desk.post().await.sent, 1);
    let text = postbox.letters()[0].text();
    let (_, token) = text.split_once("https://bell.example/admin/#/reset/").unwrap();
    let token = token.split_whitespace().next().unwrap();
    desk.newsroom.ask_for_password(&desk.paper, "ana@bell.example");
    assert_eq!(desk.post().await.sent, 0, "the link that lies in the letter box stays good");
    let password = "the tide turns at six";
    assert_eq!(
        desk.newsroom.reset_password(&desk.paper, token, password).await.unwrap().email,
        "ana@bell.example"
    );
    let invited = desk.newsroom.invite(&desk.paper, "eva@bell.example", Role::Author).await.unwrap();
    assert!(desk.newsroom.mail_invitation(&desk.paper, &invited).await.unwrap());
    desk.post().await;
    assert!(postbox.letters().pop().unwrap().text().contains(&invited.address("https://bell.example")));
}

async fn an_import_and_older_comments_are_no_news(desk: Desk) {
    let story = desk.published("Bridge").await;
    let before = desk.comment(&story, "Marta", "long ago").await;
    let (desk, postbox) = desk.mailing(0).await;
    desk.reply(&story, &before, "an answer").await;
    desk.subscribed(&story, &postbox).await;
    assert_eq!(postbox.letters().len(), 1);
}

async fn what_a_reader_left_for_letters_is_shown_and_erased_with_the_rest(desk: Desk) {
    use dateline_newsroom::Person;
    let (desk, postbox) = desk.mailing(0).await;
    let story = desk.published("Bridge").await;
    let (_, id, key) = desk.subscribed(&story, &postbox).await;
    let marta = Person::Email("marta@reader.example".to_owned());
    desk.newsroom.erase_person(&desk.paper, &marta).await.unwrap();
    assert_eq!(desk.newsroom.subscribed(&desk.paper, id, &key).await.unwrap(), None);
}

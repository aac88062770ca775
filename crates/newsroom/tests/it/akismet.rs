//! Akismet, where a site has a key: one reason among others.

use dateline_egress::{Egress, Policy};
use dateline_model::CommentState;
use dateline_newsroom::{Akismet, Assessment, CommentForm, Person};
use dateline_sink::Counter;

use crate::desk::{Desk, newsroom_suite, ruling, taken};

newsroom_suite!(
    akismet_holds_what_it_takes_for_spam_and_says_so,
    a_site_without_a_key_hands_nothing_over,
    without_an_answer_a_comment_is_judged_without_it,
    what_the_site_takes_for_spam_is_not_handed_over,
    akismet_is_told_when_a_moderator_decides_otherwise,
    akismet_is_not_told_of_an_erased_reader,
);

impl Desk {
    async fn asking(mut self, counter: &Counter) -> Self {
        let egress = Egress::new(Policy::public().and(counter.address())).unwrap();
        self.newsroom = self.newsroom.with_akismet(Akismet::at(egress, &counter.url("")));
        self.set("akismet_key", "0123456789ab").await;
        self
    }

    async fn reasons(&self, comment: &dateline_model::Comment) -> Vec<String> {
        let verdict = self.read().await.verdict(self.paper.id(), comment.id).await.unwrap();
        let assessment = Assessment::of_stored(verdict.as_deref()).unwrap();
        assessment.reasons.into_iter().map(|why| why.word).collect()
    }
}

async fn akismet_holds_what_it_takes_for_spam_and_says_so(desk: Desk) {
    let counter = Counter::open().await.unwrap();
    let desk = desk.asking(&counter).await;
    let story = desk.published("Bridge").await;
    counter.answer_next(200, "true");
    let held = desk.comment(&story, "Rui", "I was there & saw it").await;
    assert_eq!(held.state, CommentState::Pending);
    assert!(desk.reasons(&held).await.contains(&"akismet".to_owned()));
    counter.answer_next(200, "false");
    let fine = desk.comment(&story, "Ana", "So was I").await;
    assert_eq!(fine.state, CommentState::Approved);
    let asked = counter.asked();
    assert_eq!((asked[0].method.as_str(), asked[0].path.as_str()), ("POST", "/1.1/comment-check"));
    for part in [
        "api_key=0123456789ab",
        "user_ip=192.0.2.1",
        "comment_content=I%20was%20there%20%26%20saw%20it",
        "blog=https%3A%2F%2Fbell.example",
    ] {
        assert!(asked[0].body.contains(part), "{part}: {}", asked[0].body);
    }
}

async fn a_site_without_a_key_hands_nothing_over(desk: Desk) {
    let counter = Counter::open().await.unwrap();
    let mut desk = desk.asking(&counter).await;
    desk.set("akismet_key", "").await;
    let story = desk.published("Bridge").await;
    assert_eq!(desk.comment(&story, "Rui", "I was there").await.state, CommentState::Approved);
    assert_eq!(counter.asked(), []);
}

async fn without_an_answer_a_comment_is_judged_without_it(desk: Desk) {
    let counter = Counter::open().await.unwrap();
    let mut desk = desk.asking(&counter).await;
    let story = desk.published("Bridge").await;
    for (status, body) in [(500, ""), (200, "invalid"), (200, "<html>")] {
        counter.answer_next(status, body);
        let comment = desk.comment(&story, "Rui", &format!("I was there, {status} {body}")).await;
        assert_eq!(comment.state, CommentState::Approved, "{status} {body}");
    }
    // The network is blocked.
    let nowhere = Egress::new(Policy::public()).unwrap();
    desk.newsroom = desk.newsroom.with_akismet(Akismet::at(nowhere, &counter.url("")));
    assert_eq!(desk.comment(&story, "Eva", "And I").await.state, CommentState::Approved);
    assert_eq!(counter.asked().len(), 3);
}

async fn what_the_site_takes_for_spam_is_not_handed_over(desk: Desk) {
    let counter = Counter::open().await.unwrap();
    let desk = desk.asking(&counter).await;
    let story = desk.published("Bridge").await;
    let form = CommentForm { trap: "https://pills.example".to_owned(), ..desk.form(&story, "Rui", "Pills") };
    assert_eq!(taken(desk.send(&story, form, "192.0.2.1").await).state, CommentState::Spam);
    assert_eq!(counter.asked(), []);
}

async fn akismet_is_told_when_a_moderator_decides_otherwise(desk: Desk) {
    let counter = Counter::open().await.unwrap();
    let desk = desk.asking(&counter).await;
    let story = desk.published("Bridge").await;
    counter.answer_next(200, "true");
    let held = desk.comment(&story, "Rui", "I was there & saw it").await;
    counter.answer_next(200, "false");
    let passed = desk.comment(&story, "Eva", "Look at my shop").await;
    counter.answer_next(200, "false");
    let fine = desk.comment(&story, "Ana", "So was I").await;
    for (comment, to) in [
        (&held, CommentState::Approved),
        (&passed, CommentState::Spam),
        (&fine, CommentState::Approved),
        // A second thought is no second correction.
        (&passed, CommentState::Approved),
    ] {
        desk.newsroom.moderate(&desk.paper, &[comment.id], ruling(to)).await.unwrap();
    }
    let thanks = "Thanks for making the web a better place.";
    counter.answer_next(200, thanks);
    counter.answer_next(200, thanks);
    assert_eq!(desk.newsroom.correct_akismet().await, 2);
    let told: Vec<_> = counter.asked().into_iter().skip(3).collect();
    let paths: Vec<&str> = told.iter().map(|asked| asked.path.as_str()).collect();
    assert_eq!(paths, ["/1.1/submit-ham", "/1.1/submit-spam"]);
    for part in
        ["api_key=0123456789ab", "user_ip=192.0.2.1", "comment_content=I%20was%20there%20%26%20saw%20it"]
    {
        assert!(told[0].body.contains(part), "{part}: {}", told[0].body);
    }
    assert_eq!(desk.newsroom.correct_akismet().await, 0, "once is enough");
}

async fn akismet_is_not_told_of_an_erased_reader(desk: Desk) {
    let counter = Counter::open().await.unwrap();
    let desk = desk.asking(&counter).await;
    let story = desk.published("Bridge").await;
    counter.answer_next(200, "true");
    let form =
        CommentForm { email: "rui@mail.example".to_owned(), ..desk.form(&story, "Rui", "I was there") };
    let held = taken(desk.send(&story, form, "192.0.2.1").await);
    desk.newsroom.moderate(&desk.paper, &[held.id], ruling(CommentState::Approved)).await.unwrap();
    let rui = Person::Email("rui@mail.example".to_owned());
    assert_eq!(desk.newsroom.erase_person(&desk.paper, &rui).await.unwrap(), 1);
    assert_eq!(desk.newsroom.correct_akismet().await, 0);
}

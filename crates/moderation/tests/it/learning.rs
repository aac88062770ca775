//! What a site learns from its moderators.

use dateline_moderation::{
    Circumstances, Decision, Error, LESSON_BYTES_MAX, LESSONS_MAX, LESSONS_SPARE, Lesson, Lessons, Model,
    Scorer, Sign, Submission,
};
use proptest::prelude::*;

use crate::saying;

const SPAM: &[&str] = &[
    "buy cheap pills online without prescription",
    "cheap pills and watches, best price online",
    "best casino bonus online, play and win",
    "work from home and earn money online",
    "cheap replica watches best price",
];
const FINE: &[&str] = &[
    "the bridge was closed for far too long",
    "I crossed the harbour every day as a child",
    "thank you for the report, the mayor should answer",
    "the repairs cost more than the council said",
    "my grandmother remembers the old ferry",
];

/// A site that was taught each of these `times` times, by turns.
fn taught(times: usize) -> Lessons {
    let mut lessons = Lessons::default();
    for n in 0..times {
        for (spam, texts) in [(true, SPAM), (false, FINE)] {
            for (at, text) in texts.iter().enumerate() {
                lessons.learn(Lesson::new(
                    &format!("{spam}-{n}-{at}"),
                    &saying(&format!("{text} {n}")),
                    spam,
                ));
            }
        }
    }
    lessons
}

fn scorer(lessons: &Lessons) -> Scorer {
    Scorer { model: lessons.fit(), ..Scorer::default() }
}

#[test]
fn a_taught_site_knows_its_spam_and_says_by_which_words() {
    let scorer = scorer(&taught(10));
    let spam = scorer.score(&saying("cheap pills, best price"));
    assert_eq!(spam.decision, Decision::Spam, "{spam:?}");
    let words = spam.reasons.iter().find(|reason| reason.word == "words").unwrap();
    assert!(words.sentence.starts_with("looks like what you marked as spam: "), "{}", words.sentence);
    assert!(words.sentence.contains("cheap"), "{}", words.sentence);
    let fine = scorer.score(&saying("the council closed the bridge"));
    assert_eq!(fine.decision, Decision::Publish, "{fine:?}");
}

#[test]
fn disguised_spam_is_known_by_its_plain_words() {
    let scorer = scorer(&taught(10));
    for body in [
        "𝐜𝐡𝐞𝐚𝐩 𝐩𝐢𝐥𝐥𝐬 best price",
        "c h e a p pills best price",
        "сhеар рills best price",
        "CHEAP PÍLLS best price",
    ] {
        let verdict = scorer.score(&saying(body));
        assert_eq!(verdict.decision, Decision::Spam, "{body}: {verdict:?}");
    }
}

#[test]
fn a_site_that_was_only_shown_spam_does_not_call_everything_spam() {
    let mut lessons = Lessons::default();
    for n in 0..200 {
        lessons.learn(Lesson::new(&n.to_string(), &saying(SPAM[n % SPAM.len()]), true));
    }
    assert_eq!(lessons.fit().lessons(), [0, 200]);
    for text in FINE {
        assert_eq!(scorer(&lessons).score(&saying(text)).decision, Decision::Publish, "{text}");
    }
}

#[test]
fn decisions_move_the_weight_of_signs() {
    let mut lessons = Lessons::default();
    for n in 0..40 {
        // A site about links, where links are welcome and shouting is not.
        lessons.learn(Lesson::new(
            &format!("a{n}"),
            &saying(&format!("see http://notes{n}.example for more")),
            false,
        ));
        lessons.learn(Lesson::new(&format!("b{n}"), &saying(&format!("HEAR ME NOW EVERYBODY {n}")), true));
    }
    let model = lessons.fit();
    assert!(model.weight(Sign::Links1) < Sign::Links1.prior());
    assert!(model.weight(Sign::Shouting) > Sign::Shouting.prior());
}

#[test]
fn who_decides_about_the_same_words_both_ways_fills_no_drawer() {
    let mut torn = Lessons::default();
    for n in 0..100 {
        torn.learn(Lesson::new(&n.to_string(), &saying(FINE[n % FINE.len()]), n % 2 == 0));
    }
    for text in FINE {
        assert_ne!(scorer(&torn).score(&saying(text)).decision, Decision::Spam, "{text}");
    }
}

#[test]
fn links_to_the_paper_itself_teach_nothing_about_links() {
    let mut lessons = taught(5);
    let own = Circumstances { own_hosts: &["harbour.example"], ..Circumstances::default() };
    for n in 0..10 {
        let body = format!("as you wrote https://harbour.example/story-{n}");
        let submission = Submission { circumstances: own, ..saying(&body) };
        lessons.learn(Lesson::new(&format!("own{n}"), &submission, false));
    }
    let model = lessons.fit_on(&["harbour.example"]);
    assert!(model.weight(Sign::OwnLink) < Sign::OwnLink.prior());
    let scorer = Scorer { model, ..Scorer::default() };
    let away = saying("see https://pills.example/story");
    assert_eq!(scorer.score(&away).reasons.iter().filter(|reason| reason.word == "own-link").count(), 0);
}

#[test]
fn an_undo_restores_the_filter_to_the_bit() {
    let before = taught(5);
    let mut lessons = before.clone();
    lessons.learn(Lesson::new("undo me", &saying("the bridge sells cheap pills"), true));
    assert_ne!(lessons.fit(), before.fit());
    assert!(lessons.unlearn("undo me"));
    assert_eq!(lessons, before);
    assert_eq!(lessons.fit(), before.fit());
    assert!(!lessons.unlearn("undo me"), "it is gone already");
}

#[test]
fn a_second_decision_about_a_comment_replaces_the_first() {
    let mut lessons = taught(1);
    lessons.learn(Lesson::new("c1", &saying("cheap pills"), true));
    lessons.learn(Lesson::new("c1", &saying("cheap pills"), false));
    assert_eq!((lessons.count(true), lessons.count(false)), (5, 6));
}

#[test]
fn a_new_site_and_a_reset_one_know_nothing() {
    assert_eq!(Lessons::default().fit(), Model::default());
}

#[test]
fn the_newest_thousand_of_each_kind_count_and_an_undo_brings_older_ones_back() {
    let mut lessons = Lessons::default();
    for n in 0..LESSONS_MAX + LESSONS_SPARE {
        lessons.learn(Lesson::new(&format!("s{n}"), &saying("cheap pills"), true));
    }
    assert_eq!(lessons.count(true), LESSONS_MAX + LESSONS_SPARE);
    lessons.learn(Lesson::new("fine", &saying("the bridge"), false));
    lessons.learn(Lesson::new("one more", &saying("cheap pills"), true));
    assert_eq!(lessons.count(true), LESSONS_MAX + LESSONS_SPARE, "the oldest spam makes room");
    assert_eq!(lessons.count(false), 1, "and never a lesson of the other kind");
    assert!(lessons.iter().all(|lesson| lesson.id != "s0"));
    assert_eq!(lessons.fit().lessons(), [1, LESSONS_MAX]);
    for n in 1..=50 {
        lessons.unlearn(&format!("s{}", LESSONS_MAX + LESSONS_SPARE - n));
    }
    assert_eq!(lessons.fit().lessons(), [1, LESSONS_MAX]);
}

#[test]
fn an_erased_reader_is_forgotten() {
    let mut lessons = taught(2);
    assert_eq!(lessons.forget(|id| id.starts_with("true-1")), SPAM.len());
    assert_eq!(lessons.count(true), SPAM.len());
}

#[test]
fn lessons_are_exported_as_json_that_a_person_can_read() {
    let mut lessons = Lessons::default();
    let submission =
        Submission { email: "ana@mail.example", url: "http://a.example", ..saying("cheap pills") };
    lessons.learn(Lesson::new("c1", &submission, true));
    let json = lessons.to_json().unwrap();
    assert_eq!(
        json,
        "{\"version\":1,\"lessons\":[{\"id\":\"c1\",\"spam\":true,\"name\":\"Ana Reis\",\"mail_host\":\"mail.example\",\
         \"url\":\"http://a.example\",\"body\":\"cheap pills\",\"signs\":[\"web-address\",\"foreign-address\",\"short\"]}]}"
    );
    assert!(!json.contains("ana@"), "an address is nobody's business");
    assert_eq!(Lessons::from_json(&json).unwrap(), lessons);
}

#[test]
fn lessons_of_a_later_release_and_damaged_ones_are_refused_with_a_way_on() {
    let later = Lessons::from_json("{\"version\":2,\"lessons\":[]}").unwrap_err();
    assert!(matches!(later, Error::Version(2)), "{later}");
    for damaged in
        ["", "{}", "[]", "{\"version\":1,\"lessons\":[{\"id\":1}]}", "{\"version\":1,\"lessons\":[],\"x\":1}"]
    {
        assert!(matches!(Lessons::from_json(damaged), Err(Error::Written(_))), "{damaged}");
    }
}

#[test]
fn a_lesson_keeps_no_more_than_its_limit() {
    let at = "é".repeat(LESSON_BYTES_MAX / 2);
    let beyond = at.clone() + "!";
    let size = |body: &str| serde_json::to_string(&Lesson::new("c", &saying(body), true)).unwrap().len();
    assert!(size(&beyond) <= size(&at) + 2, "{} {}", size(&beyond), size(&at));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn learning_and_unlearning_restores_and_json_is_faithful(
        bodies in proptest::collection::vec(("\\PC{0,60}|[a-d ]{0,30}", any::<bool>()), 0..40),
        extra in "\\PC{0,80}",
    ) {
        let mut lessons = Lessons::default();
        for (at, (body, spam)) in bodies.iter().enumerate() {
            lessons.learn(Lesson::new(&at.to_string(), &saying(body), *spam));
        }
        let before = lessons.clone();
        lessons.learn(Lesson::new("extra", &saying(&extra), true));
        prop_assert!(lessons.unlearn("extra"));
        prop_assert_eq!(&lessons, &before);
        let read = Lessons::from_json(&lessons.to_json().unwrap()).unwrap();
        prop_assert_eq!(read.fit(), before.fit());
        let probability = Scorer { model: read.fit(), ..Scorer::default() }.score(&saying(&extra)).probability;
        prop_assert!((0.0..=1.0).contains(&probability));
    }
}

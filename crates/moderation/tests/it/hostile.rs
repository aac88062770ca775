//! Whatever a stranger sends is scored, and within bounds.

use std::sync::LazyLock;

use dateline_moderation::{
    BODY_BYTES_MAX, Circumstances, Lesson, Lessons, REASONS_MAX, Recent, Scorer, Submission, is_disguised,
    skeleton,
};
use proptest::prelude::*;

use crate::{saying, untaught};

/// A scorer that knows words of every kind that the tests below throw at it.
static TAUGHT: LazyLock<Scorer> = LazyLock::new(|| {
    let mut lessons = Lessons::default();
    for n in 0..24 {
        let body =
            format!("a b c 漢字 항구 http://a.example 𝐀 {}", if n % 2 == 0 { "cheap" } else { "bridge" });
        lessons.learn(Lesson::new(&n.to_string(), &saying(&body), n % 2 == 0));
    }
    Scorer { model: lessons.fit(), ..Scorer::default() }
});

fn score_everywhere(text: &str) {
    let circumstances = Circumstances { story: text, ..Circumstances::default() };
    let submission = Submission { name: text, email: text, url: text, body: text, circumstances };
    let verdict = TAUGHT.score(&submission);
    assert!((0.0..=1.0).contains(&verdict.probability), "{verdict:?}");
    assert!(verdict.reasons.len() <= REASONS_MAX);
    assert!(verdict.reasons.iter().all(|reason| reason.weight.is_finite() && reason.sentence.len() < 1_000));
    Lessons::default().learn(Lesson::new(text, &submission, true));
    let _ = (skeleton(text), is_disguised(text));
}

#[test]
fn long_and_strange_texts_are_scored() {
    for unit in [
        "a",
        "a ",
        ".",
        " . com",
        "http://",
        "@",
        "&",
        "&#",
        "&#x110000;",
        "&amp;",
        "\u{fdfa}",
        "\u{301}",
        "\u{202e}",
        "\u{0}",
        "𝐀",
        "ｗｗｗ．",
        "[url=",
        "<a ",
        "항",
        "漢",
        "ا",
        "🇵🇹",
        "\u{e0041}",
        "1",
        "!?",
    ] {
        let text: String = unit.chars().cycle().take(2_000).collect();
        score_everywhere(&text);
        Recent::new(1).arrive(1, None, &saying(&text), 0);
        untaught(&unit.repeat(64_000 / unit.len()));
    }
}

#[test]
fn a_text_at_the_limit_is_read_to_its_end_and_not_beyond() {
    let links = |body: &str| untaught(body).reasons.iter().any(|reason| reason.word.starts_with("links-"));
    let link = " http://a.example";
    let fill = "x".repeat(BODY_BYTES_MAX - 30_000);
    assert!(links(&(fill.clone() + link)));
    let at = "x ".repeat((BODY_BYTES_MAX - link.len()) / 2);
    assert!(!links(&(at.clone() + "xxxxxxxxxxxxxxxxxxx" + link)));
}

#[test]
fn spam_cannot_hide_its_links_in_the_middle_of_a_long_text() {
    let filler = "The bridge reopens after four years of repairs. ".repeat(80);
    let body = format!("{filler} {} {filler}", "http://pills.example/buy ".repeat(12));
    let verdict = untaught(&body);
    assert!(verdict.reasons.iter().any(|reason| reason.sentence == "12 links"), "{verdict:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_is_scored_without_panic(text in "\\PC{0,200}|(?s).{0,120}|[a-c. /:@&#;0-9\\[\\]<>=\u{200b}\u{301}\u{1d400}]{0,120}") {
        score_everywhere(&text);
    }

    #[test]
    fn scoring_is_a_function(text in "\\PC{0,100}") {
        prop_assert_eq!(Scorer::default().score(&saying(&text)), Scorer::default().score(&saying(&text)));
    }
}

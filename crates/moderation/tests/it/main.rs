//! What the crate promises its neighbours, through its public functions.
#![allow(clippy::unwrap_used, missing_docs)]

mod akismet;
#[path = "../../examples/measure/collection.rs"]
mod collection;
mod collections;
mod hostile;
mod learning;
mod lists;
mod names;
mod proof_of_work;
mod signs;
mod traffic;
#[path = "../../examples/measure/trial.rs"]
#[allow(dead_code, reason = "the measuring example uses the rest")]
mod trial;

use dateline_moderation::{Decision, Scorer, Submission, Verdict};

/// A comment with nothing but a text.
fn saying(body: &str) -> Submission<'_> {
    Submission { name: "Ana Reis", body, ..Submission::default() }
}

/// What a site that was never taught makes of a text.
fn untaught(body: &str) -> Verdict {
    Scorer::default().score(&saying(body))
}

#[track_caller]
fn assert_reason(verdict: &Verdict, word: &str, sentence: &str) {
    let found = verdict.reasons.iter().find(|reason| reason.word == word);
    assert_eq!(found.map(|reason| reason.sentence.as_str()), Some(sentence), "{verdict:?}");
}

#[test]
fn an_untaught_site_publishes_ordinary_comments() {
    for body in [
        "Great reporting, thank you.",
        "I was there in 1998! It cost 4 euros and my grandmother still talks about it :-)",
        "",
        "?",
        "THIS IS A DISGRACE!!!",
        "See https://www.harbour.example/timetable for the new times.",
        "Ich wohne seit 40 Jahren hier. Die Brücke war nie gesperrt, außer 1987.",
        "橋が明日再開するのは本当に嬉しいです。",
        "Мост открыли, наконец-то! Спасибо за статью.",
        "الجسر سيفتح غدا، خبر رائع",
        "पुल कल फिर खुलेगा",
        "👏👏👏",
        "Hahaha 😂😂😂",
        "Call me old-fashioned, but 3-2 was the right result.",
    ] {
        let verdict = untaught(body);
        assert_eq!(verdict.decision, Decision::Publish, "{body}: {verdict:?}");
    }
}

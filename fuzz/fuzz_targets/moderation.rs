//! Scores a comment, makes a lesson of it, and compares names.
#![no_main]

use dateline_moderation::{Lesson, Lessons, Scorer, Submission, is_disguised, skeleton};

libfuzzer_sys::fuzz_target!(|sent: (&str, &str, &str)| {
    let (body, name, url) = sent;
    let submission = Submission { name, email: url, url, body, ..Submission::default() };
    let verdict = Scorer::default().score(&submission);
    assert!((0.0..=1.0).contains(&verdict.probability), "{verdict:?}");
    let mut lessons = Lessons::default();
    lessons.learn(Lesson::new("c", &submission, true));
    let json = lessons.to_json().expect("lessons are text");
    assert_eq!(Lessons::from_json(&json).expect("what was written can be read"), lessons);
    let once = skeleton(name);
    assert_eq!(skeleton(&once), once, "what looks alike looks like its skeleton");
    let _ = is_disguised(name);
});

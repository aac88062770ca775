//! How long scoring and fitting take.

use std::time::{Duration, Instant};

use dateline_moderation::{Lesson, Lessons, Recent, Scorer, Submission};

use crate::collection::Run;

pub(crate) fn print(runs: &[Run]) {
    let Some(run) = runs.iter().max_by_key(|run| run.judged.len()) else { return };
    let mut lessons = Lessons::default();
    let everything = run.decided.iter().chain(&run.judged).take(2_000);
    for (at, comment) in everything.enumerate() {
        lessons.learn(Lesson::new(&at.to_string(), &comment.submission(), comment.spam));
    }
    let fitting = fastest(5, || drop(lessons.fit()));
    println!("Fitting {} lessons: {fitting:?}", lessons.iter().len());
    println!("Lessons as JSON: {} kB", lessons.to_json().map_or(0, |json| json.len() / 1_000));
    let scorer = Scorer { model: lessons.fit(), ..Scorer::default() };

    let all: Vec<&str> =
        runs.iter().flat_map(|run| &run.judged).map(|comment| comment.text.as_str()).collect();
    let everything = fastest(5, || {
        for text in &all {
            std::hint::black_box(scorer.score(&Submission { body: text, ..Submission::default() }));
        }
    });
    println!("Scoring {} comments: {:?} each", all.len(), everything / all.len() as u32);
    let mut recent = Recent::new(1);
    let arriving = fastest(1, || {
        for (at, text) in all.iter().enumerate() {
            let submission = Submission { body: text, ..Submission::default() };
            std::hint::black_box(recent.arrive(1, None, &submission, at as i64));
        }
    });
    println!("Counting their arrival: {:?} each", arriving / all.len() as u32);
    for (name, unit) in HOSTILE {
        let text: String = unit.chars().cycle().take(10_000).collect();
        let submission = Submission { name: "Somebody", body: &text, ..Submission::default() };
        println!("10,000 characters of {name}: {:?}", fastest(101, || drop(scorer.score(&submission))));
    }
}

const HOSTILE: &[(&str, &str)] = &[
    (
        "English",
        "The bridge across the harbour reopens tomorrow after four years of repairs, said the mayor. ",
    ),
    ("links", "http://a.example/b?c=d www.shop.example "),
    ("letters from formulas", "𝐁𝒖𝓎 𝕔𝗵𝘦𝚊𝖕 "),
    ("Han", "港口大橋明天重新開放市長說經過四年維修"),
    ("piled marks", "Z\u{334}\u{336}\u{351}\u{357}a\u{335}\u{353}l\u{33d}g\u{353}o\u{33d} "),
    ("single letters", "a b c d e f g "),
    ("one word", "x"),
    ("entities", "&#120;&amp;"),
    ("invisible characters", "a\u{200b}b\u{202e}c"),
    ("dots", "a.b. c . com "),
    ("Hangul", "항구 다리가 내일 다시 열립니다 "),
    ("phrases in one sign", "\u{fdfa}"),
    ("words in one sign", "\u{3316}"),
];

/// The shortest of so many runs: what the work takes when nothing else has the machine.
fn fastest(runs: u32, mut work: impl FnMut()) -> Duration {
    let mut once = || {
        let started = Instant::now();
        work();
        started.elapsed()
    };
    (0..runs).map(|_| once()).min().unwrap_or_default()
}

//! The filter on comments that people wrote, where the collections are at hand. `--example measure` says more.

use std::path::PathBuf;

use dateline_moderation::{Decision, Lesson, Lessons, Scorer};

use crate::saying;

#[path = "../../examples/measure/collection.rs"]
#[allow(dead_code, reason = "the measuring example uses the rest")]
mod collection;

/// Precision and recall of the spam drawer, with as many decisions taught as the run has.
fn measure(run: &collection::Run) -> (f64, f64) {
    let mut lessons = Lessons::default();
    for (at, comment) in run.decided.iter().enumerate() {
        lessons.learn(Lesson::new(&at.to_string(), &comment.submission(), comment.spam));
    }
    let scorer = Scorer { model: lessons.fit(), ..Scorer::default() };
    let (mut right, mut wrong, mut missed) = (0.0, 0.0, 0.0);
    for comment in &run.judged {
        match (scorer.score(&comment.submission()).decision == Decision::Spam, comment.spam) {
            (true, true) => right += 1.0,
            (true, false) => wrong += 1.0,
            (false, true) => missed += 1.0,
            (false, false) => {}
        }
    }
    (right / (right + wrong), right / (right + missed))
}

#[test]
fn five_hundred_decisions_make_a_filter_on_every_collection() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/spam");
    let runs = collection::runs(&folder);
    if runs.is_empty() {
        println!("skipped: no labelled comments in ../shared/corpus/spam");
        return;
    }
    for run in &runs {
        let untaught = Scorer::default();
        let wrongly = run.judged.iter().filter(|comment| !comment.spam);
        let wrongly = wrongly
            .filter(|comment| untaught.score(&saying(&comment.text)).decision == Decision::Spam)
            .count();
        assert_eq!(wrongly, 0, "{}: an untaught site called readers spam", run.name);
        let (precision, recall) = measure(run);
        // Between files the readers change and not only the spam, so less is asked; text messages are no comments.
        let (least_precision, least_recall) = match run.name.as_str() {
            name if name.starts_with("Youtube") && name.contains("by time") => (0.98, 0.90),
            name if name.contains("taught") => (0.95, 0.75),
            name if name.starts_with("sms") => (0.98, 0.75),
            _ => (0.98, 0.85),
        };
        assert!(
            precision >= least_precision && recall >= least_recall,
            "{}: precision {precision:.3}, recall {recall:.3}",
            run.name
        );
    }
}

//! The filter on comments that people wrote, where the collections are at hand. `--example measure` says more.

use std::path::PathBuf;

use dateline_moderation::{Decision, Recent, Scorer};

use crate::{collection::runs, trial::judge};

#[test]
fn five_hundred_decisions_make_a_filter_on_every_collection() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/spam");
    let runs = runs(&folder);
    if runs.is_empty() {
        println!("skipped: no labelled comments in ../shared/corpus/spam");
        return;
    }
    for run in &runs {
        let untaught = Scorer::default();
        let wrongly = run.judged.iter().filter(|comment| !comment.spam);
        let wrongly = wrongly
            .filter(|comment| untaught.score(&comment.submission()).decision == Decision::Spam)
            .count();
        assert_eq!(wrongly, 0, "{}: an untaught site called readers spam", run.name);
        // As a site runs: comments arrive, and copies and campaigns are seen. Text messages are no comments.
        let drawer = judge(run, Some(Recent::new(1))).as_spam;
        let least_recall = if run.name.starts_with("sms") { 0.85 } else { 0.90 };
        assert!(
            drawer.precision() >= 0.98 && drawer.recall() >= least_recall,
            "{}: precision {:.3}, recall {:.3}",
            run.name,
            drawer.precision(),
            drawer.recall()
        );
        let precision = judge(run, None).as_spam.precision();
        assert!(
            precision >= 0.98,
            "{} without a look at what else arrived: precision {precision:.3}",
            run.name
        );
    }
}

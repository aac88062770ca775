//! Measures the filter on labelled comments: `cargo run --release -p dateline-moderation --example measure [FOLDER]`.
//!
//! Reads the collections in FOLDER (`../shared/corpus/spam` beside the checkout unless named), teaches a fresh site
//! the first 500 decisions of each run in the order a moderator would meet them, scores the rest, and prints a table in
//! Markdown, with two baselines in the same run: plain Bayes over whole words, and "hold anything with a link".

mod baseline;
mod collection;
mod speed;
mod trial;

use std::{path::PathBuf, process::ExitCode};

use baseline::{PlainBayes, has_link};
use collection::{Run, runs};
use dateline_moderation::{Decision, Recent, Scorer};
use trial::{Tally, judge};

fn main() -> ExitCode {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/spam");
    let folder = std::env::args_os().nth(1).map_or(beside, PathBuf::from);
    let runs = runs(&folder);
    if runs.is_empty() {
        eprintln!("no collections in {}; name the folder that has them", folder.display());
        return ExitCode::from(2);
    }
    println!("{HEADER}");
    println!("| --- {}|", "| ---: ".repeat(HEADER.matches('|').count() - 2));
    for run in &runs {
        println!("{}", row(run));
    }
    println!();
    speed::print(&runs);
    ExitCode::SUCCESS
}

const HEADER: &str = "| run | judged | spam | precision | recall | recall with held | readers held | best recall at 0.98 | with traffic: precision | recall | untrained: readers called spam | Bayes: precision | recall | links: precision | recall |";

fn row(run: &Run) -> String {
    let mut bayes = PlainBayes::default();
    run.decided.iter().for_each(|comment| bayes.learn(&comment.text, comment.spam));
    let (mut by_bayes, mut by_link, mut untrained) = (Tally::default(), Tally::default(), Tally::default());
    let fresh = Scorer::default();
    for comment in &run.judged {
        by_bayes.count(bayes.is_spam(&comment.text), comment.spam);
        by_link.count(has_link(&comment.text), comment.spam);
        untrained.count(fresh.score(&comment.submission()).decision == Decision::Spam, comment.spam);
    }
    let still = judge(run, None);
    let busy = judge(run, Some(Recent::new(1)));
    format!(
        "| {} | {} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {:.3} | {} | {:.3} | {:.3} | {:.3} | {:.3} |",
        run.name,
        run.judged.len(),
        still.as_spam.spam(),
        still.as_spam.precision(),
        still.as_spam.recall(),
        still.not_shown.recall(),
        still.not_shown.readers_share() - still.as_spam.readers_share(),
        best_recall(still.scored),
        busy.as_spam.precision(),
        busy.as_spam.recall(),
        untrained.wrong,
        by_bayes.precision(),
        by_bayes.recall(),
        by_link.precision(),
        by_link.recall(),
    )
}

/// The recall that a threshold chosen with hindsight would have had at a precision of 0.98.
fn best_recall(mut scored: Vec<(f64, bool)>) -> f64 {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = scored.iter().filter(|(_, spam)| *spam).count();
    let (mut right, mut best) = (0, 0);
    for (at, (_, spam)) in scored.iter().enumerate() {
        right += usize::from(*spam);
        let ends_tie = scored.get(at + 1).is_none_or(|next| next.0 < scored[at].0);
        if ends_tie && right * 100 >= (at + 1) * 98 {
            best = right;
        }
    }
    best as f64 / all.max(1) as f64
}

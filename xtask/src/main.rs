//! The project's own chores. `cargo xtask ci` is the whole test run; every step of it can be run alone. What takes
//! too long for every run, or is no test, stands beside it.
//!
//! Each step prints its time, and the last line says `N passed, N failed`: tests, journeys and
//! one for each other check. The exit code is 0 only when nothing failed.

mod admin;
mod endure;
mod journeys;
mod layers;
mod licences;
mod node;
mod step;
mod suite;

use std::{process::ExitCode, time::Instant};

use step::{Outcome, Workspace};

/// A step of the test run: the word on the command line, what it proves, how.
struct Step {
    name: &'static str,
    proves: &'static str,
    run: fn(&Workspace) -> Outcome,
}

/// Cheap and telling steps first.
const STEPS: [Step; 7] = [
    Step { name: "fmt", proves: "every file is formatted", run: format },
    Step {
        name: "layers",
        proves: "crates depend downwards only, as ARCHITECTURE.md says",
        run: layers::run,
    },
    Step { name: "deny", proves: "licences and banned crates, as deny.toml says", run: licences::run },
    Step {
        name: "admin",
        proves: "the desk's types and tests, and that its committed build is today's",
        run: admin::run,
    },
    Step { name: "clippy", proves: "the lints of Cargo.toml and clippy.toml", run: clippy },
    Step { name: "test", proves: "all tests, on SQLite and PostgreSQL", run: suite::run },
    Step { name: "journeys", proves: "a reader's walks through Chromium", run: journeys::run },
];

/// Not part of `ci`.
const CHORES: [Step; 2] = [
    Step {
        name: "endure",
        proves: "nothing is lost when the server is killed or its disk is full (some minutes)",
        run: endure::run,
    },
    Step { name: "picture", proves: "docs/front-page.webp is the demo of today", run: journeys::picture },
];

fn main() -> ExitCode {
    let asked = std::env::args().nth(1).unwrap_or_default();
    let steps = STEPS.iter().filter(|step| asked == "ci" || asked == step.name);
    let chosen: Vec<&Step> = steps.chain(CHORES.iter().filter(|step| asked == step.name)).collect();
    if chosen.is_empty() {
        eprintln!("usage: cargo xtask STEP\n\n  ci        all of these");
        for step in &STEPS {
            eprintln!("  {:<9} {}", step.name, step.proves);
        }
        eprintln!("\nbeside them");
        for step in &CHORES {
            eprintln!("  {:<9} {}", step.name, step.proves);
        }
        return ExitCode::from(2);
    }
    let workspace = Workspace::here();
    let mut total = Outcome::default();
    for step in chosen {
        println!("\n== {}: {}", step.name, step.proves);
        let started = Instant::now();
        let outcome = (step.run)(&workspace);
        println!("== {}: {outcome} in {:.1} s", step.name, started.elapsed().as_secs_f64());
        total += outcome;
    }
    println!("\n{total}");
    if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn format(workspace: &Workspace) -> Outcome {
    Outcome::check(workspace.cargo(["fmt", "--all", "--check"]).status())
}

fn clippy(workspace: &Workspace) -> Outcome {
    let words = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    Outcome::check(workspace.cargo(words).status())
}

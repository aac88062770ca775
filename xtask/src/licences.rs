//! `cargo xtask deny`: licences, banned crates and sources as `deny.toml` says; advisories where they can be had.

use std::{path::PathBuf, process::Command};

use crate::step::{Outcome, Workspace};

/// The version whose reading of `deny.toml` we know.
const VERSION: &str = "0.20.2";

/// Runs `cargo deny`, which the first run builds into a folder of its own below the target folder (three minutes).
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let tool = match tool(workspace) {
        Ok(tool) => tool,
        Err(reason) => return Outcome::broken(&reason),
    };
    let deny = |words: &[&str]| {
        let mut command = Command::new(&tool);
        command.current_dir(&workspace.root).args(["--workspace", "--locked"]).args(words);
        command
    };
    let mut outcome = Outcome::check(deny(&["check", "licenses", "bans", "sources"]).status());
    if deny(&["fetch", "db"]).output().is_ok_and(|answer| answer.status.success()) {
        outcome += Outcome::check(deny(&["check", "--disable-fetch", "advisories"]).status());
    } else {
        println!("advisories not checked: their database cannot be reached");
    }
    outcome
}

fn tool(workspace: &Workspace) -> Result<PathBuf, String> {
    let folder = workspace.target.join(format!("tools/cargo-deny-{VERSION}"));
    let tool = folder.join("bin/cargo-deny");
    if tool.is_file() {
        return Ok(tool);
    }
    println!("building cargo-deny {VERSION}, once");
    let installed = workspace
        .cargo(["install", "--locked", "--quiet", "--version", VERSION, "cargo-deny", "--root"])
        .arg(&folder)
        .status();
    match installed {
        Ok(status) if status.success() => Ok(tool),
        _ => Err("cargo-deny could not be built; is the crate registry reachable?".to_owned()),
    }
}

//! `cargo xtask endure`: the trials of `bench endure` on a release build. As root the trial of a full disk mounts a
//! small file system of its own; otherwise it is left out and said so.

use std::{path::Path, process::Command};

use serde_json::Value;

use crate::step::{Outcome, Workspace, is_root};

/// The size of the disk that fills up.
const DISK: &str = "size=32m";

/// Runs each trial and counts those in which nothing was lost.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let words = ["build", "--release", "--locked", "-p", "dateline", "-p", "dateline-bench"];
    if !workspace.cargo(words).status().is_ok_and(|status| status.success()) {
        return Outcome::broken(&"the release build failed");
    }
    let folder = workspace.target.join("endure");
    // What an earlier run left would be in the way.
    let _ = std::fs::remove_dir_all(&folder);
    if let Err(error) = std::fs::create_dir_all(&folder) {
        return Outcome::broken(&error);
    }
    let mut outcome = Outcome::default();
    outcome += trial(workspace, &["kills"], &folder.join("kills"));
    outcome += trial(workspace, &["hours"], &folder.join("hours"));
    outcome += imports(workspace, &folder);
    if is_root() {
        outcome += on_a_small_disk(workspace, &folder.join("disk"));
    } else {
        println!("full-disk: left out; it mounts a file system, for which it must be root");
    }
    outcome
}

/// Exports of every system that are small enough to be imported a hundred times, some with pictures.
const EXPORTS: [&str; 5] =
    ["classic/whole-blog.xml", "takeout", "wordpress/whole-site.xml", "ghost/whole", "markdown/hugo"];

/// An import that is killed, of each system and of a blog that takes a while.
fn imports(workspace: &Workspace, folder: &Path) -> Outcome {
    let large = folder.join("blog.xml");
    let bench = workspace.target.join("release/bench");
    let made = Command::new(bench)
        .args(["generate", "--posts", "2000", "--comments", "6000", "--out"])
        .arg(&large)
        .status();
    if !made.is_ok_and(|status| status.success()) {
        return Outcome::broken(&"no export could be written for the trial of imports");
    }
    let fixtures = workspace.root.join("crates/transfer/tests/fixtures");
    let sources = EXPORTS.iter().map(|name| fixtures.join(name)).chain([large]);
    let sources: Vec<String> = sources.map(|path| path.display().to_string()).collect();
    let words: Vec<&str> = std::iter::once("imports").chain(sources.iter().map(String::as_str)).collect();
    trial(workspace, &words, &folder.join("imports"))
}

fn on_a_small_disk(workspace: &Workspace, disk: &Path) -> Outcome {
    let mounted = std::fs::create_dir_all(disk).is_ok()
        && Command::new("mount")
            .args(["-t", "tmpfs", "-o", DISK, "dateline-endure"])
            .arg(disk)
            .status()
            .is_ok_and(|status| status.success());
    if !mounted {
        return Outcome::broken(&"no small file system could be mounted for the trial of a full disk");
    }
    let ballast = disk.join("ballast").display().to_string();
    let outcome = trial(workspace, &["full-disk", "--ballast", &ballast], &disk.join("data"));
    let gone = Command::new("umount").arg(disk).status();
    if !gone.is_ok_and(|status| status.success()) {
        println!("{} is still mounted", disk.display());
    }
    outcome
}

fn trial(workspace: &Workspace, words: &[&str], data: &Path) -> Outcome {
    let release = workspace.target.join("release");
    let report = Command::new(release.join("bench"))
        .args(["endure", words[0], "--dateline"])
        .arg(release.join("dateline"))
        .arg("--data")
        .arg(data)
        .args(&words[1..])
        .output();
    let report = match report {
        Ok(done) if done.status.success() => String::from_utf8_lossy(&done.stdout).into_owned(),
        Ok(done) => return Outcome::broken(&String::from_utf8_lossy(&done.stderr).trim()),
        Err(error) => return Outcome::broken(&error),
    };
    println!("{}", report.trim());
    let report: Value = serde_json::from_str(&report).unwrap_or_default();
    if endured(&report) { Outcome::PASSED } else { Outcome::FAILED }
}

/// Whether a report says that everything acknowledged is there, once and at its hour.
fn endured(report: &Value) -> bool {
    let number = |pointer: &str| report.pointer(pointer).and_then(Value::as_u64);
    let nothing_lost = match number("/verdict/acknowledged") {
        Some(acknowledged) => {
            acknowledged > 0
                && number("/verdict/lost") == Some(0)
                && number("/verdict/doubled") == Some(0)
                && number("/verdict/check/left") == Some(0)
        }
        None => number("/check/left") == Some(0),
    };
    let at_its_hour = number("/late_ms").unwrap_or(0) <= number("/promised_ms").unwrap_or(u64::MAX);
    let readers_served = number("/front_page_while_full").unwrap_or(200) == 200;
    let goes_on = number("/acknowledged_after").unwrap_or(1) > 0;
    let same = number("/differ").unwrap_or(0) == 0;
    number("/out") == number("/stories") && nothing_lost && at_its_hour && readers_served && goes_on && same
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::endured;

    #[test]
    fn one_lost_comment_is_a_failure() {
        let report = |lost: u64, left: u64| {
            let check = json!({ "left": left });
            json!({ "verdict": { "acknowledged": 9, "lost": lost, "doubled": 0, "check": check } })
        };
        assert!(endured(&report(0, 0)));
        assert!(!endured(&report(1, 0)));
        assert!(!endured(&report(0, 1)));
        assert!(!endured(&json!({})));
    }

    #[test]
    fn an_import_that_differs_from_a_clean_one_is_a_failure() {
        let report = |differ: u64, left: u64| json!({ "differ": differ, "check": { "left": left } });
        assert!(endured(&report(0, 0)));
        assert!(!endured(&report(1, 0)));
        assert!(!endured(&report(0, 1)));
    }

    #[test]
    fn a_story_that_is_late_or_missing_is_a_failure() {
        let report = |out: u64, late: u64| json!({ "stories": 2, "out": out, "late_ms": late, "promised_ms": 2000, "check": { "left": 0 } });
        assert!(endured(&report(2, 900)));
        assert!(!endured(&report(1, 900)));
        assert!(!endured(&report(2, 2001)));
    }
}

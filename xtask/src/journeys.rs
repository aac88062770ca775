//! `cargo xtask journeys`: walks of a reader through the demo site, in a real browser. `cargo xtask picture` takes
//! the README's picture of it.

use std::{fs, path::Path, process::Command};

use crate::{
    step::{Outcome, Workspace, install, program},
    suite::for_each_line,
};

/// The oldest Node that the browser driver runs on; Debian 13 has it, Debian 12 does not.
const NODE_MIN: u32 = 20;

/// Builds `dateline`, fetches the browser and its driver where missing, and runs `tests/journeys/run.mjs`.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    walk(workspace).unwrap_or_else(|reason| Outcome::broken(&reason))
}

/// Takes `docs/front-page.webp` anew.
pub(crate) fn picture(workspace: &Workspace) -> Outcome {
    let picture = workspace.root.join("docs/front-page.webp");
    match script(workspace, "picture.mjs") {
        Ok(mut camera) => Outcome::check(camera.arg(picture).status()),
        Err(reason) => Outcome::broken(&reason),
    }
}

fn walk(workspace: &Workspace) -> Result<Outcome, String> {
    let mut runner = script(workspace, "run.mjs")?;
    let mut outcome = Outcome::default();
    let content = for_each_line(&mut runner, |line| {
        if let Some(counted) = last_line(line) {
            outcome = counted;
        }
    })
    .map_err(|error| error.to_string())?;
    if !content && outcome.failed == 0 {
        outcome += Outcome::FAILED;
    }
    Ok(outcome)
}

/// A script of the journeys, ready to run on a fresh build.
fn script(workspace: &Workspace, name: &str) -> Result<Command, String> {
    let folder = workspace.root.join("tests/journeys");
    let node = program_or_install("node", &["node"], &["nodejs", "npm"])?;
    let version = Command::new(&node).arg("--version").output().map_err(|error| error.to_string())?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    if major(&version).is_none_or(|major| major < NODE_MIN) {
        return Err(format!("the browser driver needs Node {NODE_MIN} or newer, and this is {version:?}"));
    }
    let chromium = program_or_install(
        "Chromium",
        &["chromium", "chromium-browser", "google-chrome"],
        &["chromium", "fonts-noto-core"],
    )?;
    fetch_driver(&folder)?;
    let built = workspace.cargo(["build", "--package", "dateline", "--locked"]).status();
    if !built.is_ok_and(|status| status.success()) {
        return Err("dateline does not build, so there is no site to walk through".to_owned());
    }
    let mut script = Command::new(node);
    script
        .arg(name)
        .current_dir(&folder)
        .env("DATELINE_BIN", workspace.target.join("debug/dateline"))
        .env("CHROMIUM", chromium);
    Ok(script)
}

fn program_or_install(name: &str, names: &[&str], packages: &[&str]) -> Result<std::path::PathBuf, String> {
    if program(names).is_none() {
        install(packages).map_err(|reason| format!("{name}: {reason}"))?;
    }
    program(names).ok_or_else(|| format!("{name} was installed but is not on PATH"))
}

/// Fetches the packages that the lock file names, unless they lie there already.
fn fetch_driver(folder: &Path) -> Result<(), String> {
    let age = |path: &str| fs::metadata(folder.join(path)).and_then(|file| file.modified()).ok();
    let (locked, fetched) = (age("package-lock.json"), age("node_modules/.package-lock.json"));
    if fetched.is_some() && fetched >= locked {
        return Ok(());
    }
    let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    let ended = Command::new("npm").args(words).current_dir(folder).status();
    if ended.map_err(|error| format!("npm: {error}"))?.success() {
        return Ok(());
    }
    Err("npm could not fetch the browser driver; is the registry reachable?".to_owned())
}

/// The first number of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

/// The runner's last line, such as `journeys: 14 passed, 0 failed`.
fn last_line(line: &str) -> Option<Outcome> {
    let (passed, failed) =
        line.strip_prefix("journeys: ")?.strip_suffix(" failed")?.split_once(" passed, ")?;
    Some(Outcome { passed: passed.parse().ok()?, failed: failed.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::{Outcome, last_line, major};

    #[test]
    fn the_runners_last_line_is_counted() {
        assert_eq!(last_line("journeys: 14 passed, 1 failed"), Some(Outcome { passed: 14, failed: 1 }));
        assert_eq!(last_line("journeys: many passed, 1 failed"), None);
        assert_eq!(last_line("ok a reader finds the archive"), None);
    }

    #[test]
    fn nodes_version_is_understood() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
        assert_eq!(major(""), None);
    }
}

//! `cargo xtask journeys`: walks of a reader through the demo site, in a real browser. `cargo xtask picture` takes
//! the README's picture of it.

use std::process::Command;

use crate::{
    node::{fetch_packages, program_or_install, require_node},
    step::{Outcome, Workspace},
    suite::for_each_line,
};

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
    let node = require_node()?;
    let chromium = program_or_install(
        "Chromium",
        &["chromium", "chromium-browser", "google-chrome"],
        &["chromium", "fonts-noto-core"],
    )?;
    fetch_packages(&folder)?;
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

/// The runner's last line, such as `journeys: 14 passed, 0 failed`.
fn last_line(line: &str) -> Option<Outcome> {
    let (passed, failed) =
        line.strip_prefix("journeys: ")?.strip_suffix(" failed")?.split_once(" passed, ")?;
    Some(Outcome { passed: passed.parse().ok()?, failed: failed.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::{Outcome, last_line};

    #[test]
    fn the_runners_last_line_is_counted() {
        assert_eq!(last_line("journeys: 14 passed, 1 failed"), Some(Outcome { passed: 14, failed: 1 }));
        assert_eq!(last_line("journeys: many passed, 1 failed"), None);
        assert_eq!(last_line("ok a reader finds the archive"), None);
    }
}

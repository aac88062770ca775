//! `cargo xtask test`: all tests of the workspace, with a PostgreSQL for those that want one.

use std::{
    io::{self, BufRead, BufReader},
    process::{Command, Stdio},
};

use dateline_pgtest::{REQUIRE_VARIABLE, SERVER_VARIABLE, Server, programs};

use crate::step::{Outcome, Workspace, environment, install};

/// Runs every test; those for PostgreSQL must run, on one server that ends with this step.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let given = environment(SERVER_VARIABLE);
    let server = match given.is_none().then(server).transpose() {
        Ok(server) => server,
        Err(reason) => return Outcome::broken(&reason),
    };
    let mut tests = workspace.cargo(["test", "--workspace", "--locked", "--no-fail-fast"]);
    tests.env(REQUIRE_VARIABLE, "1").env("INSTA_UPDATE", "no");
    if let Some(server) = &server {
        tests.env(SERVER_VARIABLE, server.maintenance_url());
    }
    let mut outcome = Outcome::default();
    let ended = for_each_line(&mut tests, |line| outcome += result_line(line).unwrap_or_default());
    match ended {
        Ok(success) if !success && outcome.failed == 0 => outcome += Outcome::FAILED,
        Ok(_) => (),
        Err(error) => outcome += Outcome::broken(&error),
    }
    outcome
}

fn server() -> Result<Server, String> {
    if programs().is_none() {
        install(&["postgresql"]).map_err(|reason| format!("PostgreSQL: {reason}"))?;
    }
    Server::start().map_err(|error| error.to_string())
}

/// Runs a command, passing its standard output on and each of its lines to `seen`. Whether it was content.
pub(crate) fn for_each_line(command: &mut Command, mut seen: impl FnMut(&str)) -> io::Result<bool> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            seen(&line);
        }
    }
    Ok(child.wait()?.success())
}

/// The counts of a line such as `test result: ok. 4 passed; 0 failed; 0 ignored; …`; `None` for other lines.
fn result_line(line: &str) -> Option<Outcome> {
    let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    let count = |word: &str| {
        counts
            .split("; ")
            .find_map(|part| part.strip_suffix(word)?.trim_end().parse().ok())
            .unwrap_or_default()
    };
    Some(Outcome { passed: count("passed"), failed: count("failed") })
}

#[cfg(test)]
mod tests {
    use super::{Outcome, result_line};

    #[test]
    fn the_sum_is_taken_from_the_result_lines_alone() {
        let check = |line: &str, expected| assert_eq!(result_line(line), expected);
        check(
            "test result: ok. 41 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.19s",
            Some(Outcome { passed: 41, failed: 0 }),
        );
        check(
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.19s",
            Some(Outcome { passed: 3, failed: 2 }),
        );
        check("test a_story_with_9 passed; 9 failed; ... ok", None);
        check("test result: ", None);
    }
}

//! A newspaper on a folder of its own: commands on it, and a server that can be killed.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;

use super::Subject;
use crate::{
    BenchError, comments,
    http::{Address, Client},
    target::Target,
};

/// The data folder and the binary that works on it.
pub(super) struct Paper {
    dateline: PathBuf,
    pub(super) data: PathBuf,
}

/// A running server. Killed when it is dropped.
pub(super) struct Server {
    child: Child,
    /// `http://127.0.0.1:PORT`.
    pub(super) url: String,
}

impl Paper {
    /// A new newspaper with a few stories to comment on.
    pub(super) fn found(subject: &Subject) -> Result<Self, BenchError> {
        if subject.data.exists() {
            return Err(BenchError::InUse(subject.data.clone()));
        }
        let paper = Self { dateline: subject.dateline.clone(), data: subject.data.clone() };
        paper.run(&["site", "add", "*"])?;
        for number in 1..=10 {
            paper.write_story(&format!("Story number {number}"), &["--publish"])?;
        }
        Ok(paper)
    }

    /// A new newspaper without a story, in a folder of this name inside the subject's.
    pub(super) fn empty(subject: &Subject, name: &str) -> Result<Self, BenchError> {
        let paper = Self { dateline: subject.dateline.clone(), data: subject.data.join(name) };
        if paper.data.exists() {
            return Err(BenchError::InUse(paper.data));
        }
        fs::create_dir_all(&subject.data)
            .map_err(|source| BenchError::File { path: subject.data.clone(), source })?;
        paper.run(&["site", "add", "*"])?;
        Ok(paper)
    }

    /// Runs a command and kills it after a time; whether it had not ended by then.
    pub(super) async fn kill_after(&self, words: &[&str], life: Duration) -> Result<bool, BenchError> {
        let mut child = self.command(words).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        tokio::time::sleep(life).await;
        let lived = child.try_wait()?.is_none();
        child.kill()?;
        child.wait()?;
        Ok(lived)
    }

    /// Takes a story from a file, as its author would; answers what `--json` says about it.
    pub(super) fn write_story(&self, title: &str, words: &[&str]) -> Result<Value, BenchError> {
        let file = self.data.with_extension("story.md");
        let text = format!("# {title}\n\nThe bridge was shut for longer than it was open.\n");
        fs::write(&file, text).map_err(|source| BenchError::File { path: file.clone(), source })?;
        let path = file.to_string_lossy().into_owned();
        let new = ["post", "new", "--file", &path];
        let story = self.json(&[&new, words].concat());
        fs::remove_file(&file).map_err(|source| BenchError::File { path: file, source })?;
        story
    }

    /// Runs a command to its end; answers its stdout. Exit 1 is an answer too.
    pub(super) fn run(&self, words: &[&str]) -> Result<String, BenchError> {
        let done = self.command(words).output()?;
        if done.status.code().is_some_and(|code| code < 2) {
            return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
        }
        let why = String::from_utf8_lossy(&done.stderr).trim().to_owned();
        Err(BenchError::Refused(words.join(" "), why))
    }

    pub(super) fn json(&self, words: &[&str]) -> Result<Value, BenchError> {
        let answer = self.run(&[words, &["--json"]].concat())?;
        serde_json::from_str(&answer).map_err(|_| BenchError::Answer("a command's report is no JSON"))
    }

    /// Starts the server and waits until it listens. What it logs is added to a file beside the data folder.
    pub(super) fn serve(&self) -> Result<Server, BenchError> {
        let log = self.log();
        let file = fs::File::options().create(true).append(true).open(&log);
        let file = file.map_err(|source| BenchError::File { path: log, source })?;
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(file).spawn()?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let url = line.trim().strip_prefix("listening on ").unwrap_or_default().to_owned();
        let server = Server { child, url };
        if server.url.is_empty() {
            return Err(BenchError::NeverStarted(self.log().display().to_string(), 0));
        }
        Ok(server)
    }

    /// Where the server's log is.
    pub(super) fn log(&self) -> PathBuf {
        self.data.with_extension("log")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.dateline);
        command.args(words).arg("--data").arg(&self.data).stdin(Stdio::null());
        command.env("DATELINE_COMMENTS__PER_MINUTE", "0").env("DATELINE_COMMENTS__SPAM_FILTER", "off");
        command
    }
}

impl Server {
    /// The end that a power cut would be: no signal that could be caught, no goodbye.
    pub(super) fn kill(mut self) -> Result<(), BenchError> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// A load of comments on this server; `acknowledged` gets their tokens.
    pub(super) fn load(&self, token: &str, seconds: u64, acknowledged: &Path) -> comments::Options {
        comments::Options {
            target: Target::at(&self.url),
            connections: 32,
            seconds,
            stories: 10,
            form_age_ms: 0,
            token: token.to_owned(),
            acknowledged: Some(acknowledged.to_owned()),
        }
    }

    /// The status of a page; `None` when there is no answer.
    pub(super) async fn status(&self, path: &str) -> Option<u16> {
        let address = Address::parse(&self.url).ok()?;
        let answer = Client::new(&address.authority, &address.authority).get(path, "identity").await;
        answer.ok().map(|answer| answer.status)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already waited for after `kill`.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The tokens in a file that a load of comments wrote.
pub(super) fn tokens(file: &Path) -> Result<Vec<String>, BenchError> {
    let text =
        fs::read_to_string(file).map_err(|source| BenchError::File { path: file.to_owned(), source })?;
    Ok(text.lines().map(str::to_owned).collect())
}

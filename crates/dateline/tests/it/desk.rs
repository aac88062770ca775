//! A desk with a terminal on it: runs the binary, reads what it says, keeps a server running for a while.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

/// A folder of its own, with the data folder `data` in it.
pub(crate) struct Desk {
    folder: TempDir,
    settings: Vec<(String, String)>,
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A server that is told to stop, and waited for, when it is dropped.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), settings: Vec::new() }
    }

    /// A desk whose newspaper has a site already.
    pub(crate) fn with_site() -> Self {
        let desk = Self::new();
        desk.done(&["site", "add", "*", "--title", "The Harbour Bell"]);
        desk
    }

    /// Sets a variable of the environment for every command.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file onto the desk and answers its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(words).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Said {
        let Output { status, stdout, stderr } = self.command(words).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
    }

    /// Runs a command with `typed` on its standard input.
    pub(crate) fn told(&self, words: &[&str], typed: &str) -> Said {
        let mut command = self.command(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Said { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
    }

    /// Runs a command that must succeed; answers its stdout.
    pub(crate) fn done(&self, words: &[&str]) -> String {
        let said = self.run(words);
        assert_eq!(said.code, 0, "{words:?}: {said:?}");
        said.out
    }

    /// Runs a command that must refuse; answers why.
    pub(crate) fn refused(&self, words: &[&str]) -> String {
        let said = self.run(words);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{words:?}: {said:?}");
        said.err
    }

    /// Runs a command that must succeed; answers its JSON.
    pub(crate) fn json(&self, words: &[&str]) -> serde_json::Value {
        let out = self.done(words);
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{words:?}: {error}: {out}"))
    }

    /// Starts a server and waits until it says where it listens.
    pub(crate) fn start(&self, words: &[&str]) -> Running {
        self.start_logging_to(Stdio::piped(), words)
    }

    /// The same with its log going elsewhere.
    pub(crate) fn start_logging_to(&self, log: Stdio, words: &[&str]) -> Running {
        let mut command = self.command(words);
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some(address) = line.trim().strip_prefix("listening on http://") else {
            let Output { stderr, .. } = child.wait_with_output().unwrap();
            panic!("said \"{line}\" and {}", String::from_utf8_lossy(&stderr));
        };
        Running { address: address.to_owned(), child }
    }

    pub(crate) fn serve(&self) -> Running {
        self.start(&["serve", "--listen", "127.0.0.1:0"])
    }
}

impl Running {
    /// Asks for a page; answers status and body.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.send("GET", path, &[], "")
    }

    /// Sends a request on a connection of its own.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> (u16, String) {
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        for header in headers {
            write!(request, "{header}\r\n").unwrap();
        }
        write!(request, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).and_then(|word| word.parse().ok());
        (status.unwrap_or_else(|| panic!("answered {answer}")), answer)
    }

    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Tells the server to stop and waits for it; answers its exit code and what it logged.
    pub(crate) fn stop(mut self) -> (i32, String) {
        self.signal("TERM");
        let mut log = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            stderr.read_to_string(&mut log).unwrap();
        }
        (self.child.wait().unwrap().code().unwrap_or(-1), log)
    }

    /// The end of the process as a power cut would be its end.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn signal(&self, name: &str) {
        let told = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.child.id())]).status();
        assert!(told.unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already waited for, after `stop` and `kill`; still running, when a test failed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same words wherever and whenever they were said: ids, moments, secrets, paths and milliseconds are masked.
pub(crate) fn masked(text: &str, desk: &Desk) -> String {
    let folder = desk.folder.path().to_str().unwrap();
    let text = text.replace(folder, "[desk]");
    let mut masked = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_alphanumeric() || "-:.+".contains(c) {
            word.push(c);
            continue;
        }
        masked.push_str(&mask(&word));
        word.clear();
        if c != '\0' {
            masked.push(c);
        }
    }
    masked
}

fn mask(word: &str) -> String {
    let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_hexdigit());
    let is_moment = |text: &str| text.len() == 20 && text.ends_with('Z') && text.as_bytes()[10] == b'T';
    match (word.len(), word.split_once(':')) {
        (24, None) if is_hex(word) => "[id]".to_owned(),
        (26, None) if is_hex(word) => "[content key]".to_owned(),
        (89, Some((id, secret))) if is_hex(id) && is_hex(secret) => "[id]:[secret]".to_owned(),
        _ if is_moment(word) => "[moment]".to_owned(),
        _ => word.to_owned(),
    }
}

/// A fixture of the importers.
pub(crate) fn export(name: &str) -> String {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../transfer/tests/fixtures");
    fixtures.join(name).to_str().unwrap().to_owned()
}

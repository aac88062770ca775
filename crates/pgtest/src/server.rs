//! One throw-away server: found, started, supervised and taken away again.

use std::{
    ffi::OsString,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::{PostgresError, random_hex};

/// The shell script that owns the server; it lives exactly as long as the pipe we hold.
const SUPERVISOR: &str = include_str!("supervise.sh");

/// Folders that packages use beside `PATH`: Debian keeps the server's programs out of it.
const PACKAGE_FOLDERS: &str = "/usr/lib/postgresql";

/// Accounts that may run the server when we are root, best first; `initdb` refuses root.
const ACCOUNTS: [&str; 2] = ["postgres", "nobody"];

/// A PostgreSQL of our own in a temporary folder, reachable through a socket in it and nowhere else.
///
/// It is not durable (`fsync=off`) and goes away with this value, and also when the process that
/// holds the value ends in any way, `kill -9` included.
#[derive(Debug)]
pub struct Server {
    supervisor: Child,
    url: String,
}

impl Server {
    /// Initialises and starts a server, and returns once it answers (about two seconds).
    ///
    /// # Errors
    /// [`PostgresError::NotInstalled`] when no server programs are found,
    /// [`PostgresError::NoAccount`] when root has no account to run it under,
    /// [`PostgresError::Start`] with the server's own last words.
    pub fn start() -> Result<Self, PostgresError> {
        let programs = programs().ok_or(PostgresError::NotInstalled)?;
        let folder = std::env::temp_dir().join(format!("dateline-pg-{}", random_hex()));
        fs::create_dir(&folder)?;
        let account = account(&folder)?;
        let mut supervisor = Command::new("/bin/sh");
        supervisor.arg("-c").arg(SUPERVISOR).arg("supervise.sh").arg(&programs).arg(&folder);
        match account {
            Some(name) => supervisor.arg(name).args(["setpriv", "--reuid", name, "--clear-groups"]).args([
                "--regid",
                &group_of(name)?,
                "--",
            ]),
            None => supervisor.args(["", "env"]),
        };
        let mut supervisor = supervisor.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let greeting = first_words(&mut supervisor)?;
        if greeting.trim_end() != "ready" {
            supervisor.wait()?;
            return Err(PostgresError::Start(greeting));
        }
        let url = format!("postgres:///postgres?host={}&user=postgres", folder.display());
        Ok(Self { supervisor, url })
    }

    /// Address of the maintenance database, as `psql` and sqlx read it.
    pub fn maintenance_url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.supervisor.stdin.take());
        if let Err(error) = self.supervisor.wait() {
            eprintln!("the test PostgreSQL may still be running: {error}");
        }
    }
}

/// "ready", or everything the supervisor said before it gave up.
fn first_words(supervisor: &mut Child) -> io::Result<String> {
    let Some(stdout) = supervisor.stdout.as_mut() else { return Ok(String::new()) };
    let mut words = [0; 5];
    let mut said = Vec::new();
    if stdout.read_exact(&mut words).is_ok() {
        said.extend(words);
        if &words != b"ready" {
            stdout.read_to_end(&mut said)?;
        }
    }
    Ok(String::from_utf8_lossy(&said).into_owned())
}

/// Folder that holds `initdb` and `postgres`: the newest packaged version, else one on `PATH`.
///
/// `None` means that the server is not installed; its client alone is not enough.
pub fn programs() -> Option<PathBuf> {
    let complete = |folder: &PathBuf| ["initdb", "postgres", "psql"].iter().all(|p| folder.join(p).is_file());
    let mut packaged: Vec<(u32, PathBuf)> = fs::read_dir(PACKAGE_FOLDERS)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    packaged.sort();
    let on_path = std::env::split_paths(&environment("PATH").unwrap_or_default()).collect::<Vec<_>>();
    packaged.into_iter().rev().map(|(_, folder)| folder).chain(on_path).find(complete)
}

/// The account to run the server under: `None` for our own, a name when we are root.
fn account(folder: &Path) -> Result<Option<&'static str>, PostgresError> {
    if !is_owned_by_root(folder)? {
        return Ok(None);
    }
    ACCOUNTS.into_iter().find(|name| id("-u", name).is_ok()).map(Some).ok_or(PostgresError::NoAccount)
}

#[cfg(unix)]
fn is_owned_by_root(folder: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(fs::metadata(folder)?.uid() == 0)
}

#[cfg(not(unix))]
fn is_owned_by_root(_folder: &Path) -> io::Result<bool> {
    Ok(false)
}

/// The number of the account's own group (`nobody` has one called `nogroup` on Debian).
fn group_of(account: &str) -> Result<String, PostgresError> {
    id("-g", account)
}

/// What `id` says about an account; an error when there is no such account.
fn id(flag: &str, account: &str) -> Result<String, PostgresError> {
    let answer = Command::new("id").args([flag, account]).stderr(Stdio::null()).output()?;
    if !answer.status.success() {
        return Err(PostgresError::NoAccount);
    }
    Ok(String::from_utf8_lossy(&answer.stdout).trim().to_owned())
}

/// A variable of the environment. This crate has no configuration file: it runs inside `cargo test`.
#[expect(clippy::disallowed_methods, reason = "a test run is configured by its environment alone")]
pub(crate) fn environment(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

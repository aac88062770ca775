//! What every step needs: where the workspace is, how a command is run, what came of it.

use std::{
    fmt, io,
    ops::AddAssign,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
};

/// How many checks of a step passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Outcome {
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0 };
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1 };

    /// One check that passed if the command ran and was content.
    pub(crate) fn check(ended: io::Result<ExitStatus>) -> Self {
        match ended {
            Ok(status) if status.success() => Self::PASSED,
            Ok(_) => Self::FAILED,
            Err(error) => Self::broken(&error),
        }
    }

    /// One check that failed if there are complaints, each printed on a line.
    pub(crate) fn complaints(complaints: &[String]) -> Self {
        for complaint in complaints {
            println!("{complaint}");
        }
        if complaints.is_empty() { Self::PASSED } else { Self::FAILED }
    }

    /// One check that could not even be tried.
    pub(crate) fn broken(reason: &dyn fmt::Display) -> Self {
        println!("{reason}");
        Self::FAILED
    }
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The folder with the workspace's `Cargo.toml`, and the folder that Cargo builds into.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// The workspace that this program was built from.
    pub(crate) fn here() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_path_buf();
        let target =
            environment("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Self { root, target }
    }

    /// A Cargo command in the workspace, with the Cargo that runs us.
    pub(crate) fn cargo<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = Command::new(environment("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root).args(words);
        command
    }
}

/// The first of the programs that is on `PATH`.
pub(crate) fn program(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> =
        environment("PATH").iter().flat_map(|path| std::env::split_paths(path).collect::<Vec<_>>()).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}

/// Installs Debian packages, where that is possible; otherwise says what to install.
///
/// No service is started: the run brings up what it needs by itself.
pub(crate) fn install(packages: &[&str]) -> Result<(), String> {
    let wish = format!("apt-get install -y {}", packages.join(" "));
    if program(&["apt-get"]).is_none() || !is_root() {
        return Err(format!("missing here; on Debian install it as root: {wish}"));
    }
    println!("{wish}");
    for words in [
        vec!["update", "-q"],
        [vec!["install", "-y", "-q", "--no-install-recommends"], packages.to_vec()].concat(),
    ] {
        // At run level 1 Debian's maintainer scripts leave services stopped.
        let ended = Command::new("apt-get")
            .args(&words)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env("RUNLEVEL", "1")
            .status()
            .map_err(|error| error.to_string())?;
        if !ended.success() && words[0] == "install" {
            return Err(format!("could not install; try by hand: {wish}"));
        }
    }
    Ok(())
}

/// Whether this process may do everything.
pub(crate) fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|answer| answer.stdout.trim_ascii() == b"0")
}

/// A variable of the environment.
#[expect(
    clippy::disallowed_methods,
    reason = "a chore has no configuration file; these are Cargo's and the system's"
)]
pub(crate) fn environment(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

//! Node and its packages: found, installed where that is possible, and fetched as a lock file names them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::step::{install, program};

/// The oldest Node that the desk's build and the browser driver run on; Debian 13 has it, Debian 12 does not.
const NODE_MIN: u32 = 20;

/// The path of a Node that is new enough.
pub(crate) fn require_node() -> Result<PathBuf, String> {
    let node = program_or_install("node", &["node"], &["nodejs", "npm"])?;
    let version = Command::new(&node).arg("--version").output().map_err(|error| error.to_string())?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    if major(&version).is_none_or(|major| major < NODE_MIN) {
        return Err(format!("this needs Node {NODE_MIN} or newer, and what is here is {version:?}"));
    }
    Ok(node)
}

/// The path of a program, installed as one of Debian's packages where it is missing.
pub(crate) fn program_or_install(name: &str, names: &[&str], packages: &[&str]) -> Result<PathBuf, String> {
    if program(names).is_none() {
        install(packages).map_err(|reason| format!("{name}: {reason}"))?;
    }
    program(names).ok_or_else(|| format!("{name} was installed but is not on PATH"))
}

/// Fetches the packages that the folder's lock file names, unless they lie there already.
pub(crate) fn fetch_packages(folder: &Path) -> Result<(), String> {
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
    Err(format!("npm could not fetch the packages of {}; is the registry reachable?", folder.display()))
}

/// The first number of `v20.20.2`.
fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn nodes_version_is_understood() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20"), None);
        assert_eq!(major(""), None);
    }
}

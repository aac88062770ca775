//! `cargo xtask admin`: the desk is sound, and the build of it that the binary carries is the one its source makes.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    node::{fetch_packages, program_or_install, require_node},
    step::{Outcome, Workspace},
};

/// Checks the types, runs the unit tests, builds, and compares with the committed files byte by byte.
pub(crate) fn run(workspace: &Workspace) -> Outcome {
    let source = workspace.root.join("admin");
    let npm = match prepare(&source) {
        Ok(npm) => npm,
        Err(reason) => return Outcome::broken(&reason),
    };
    let fresh = workspace.target.join("admin");
    let npm = |words: &[&str]| Command::new(&npm).args(words).current_dir(&source).status();
    let mut outcome = Outcome::check(npm(&["run", "--silent", "check"]));
    outcome += Outcome::check(npm(&["test", "--silent"]));
    let to = fresh.to_string_lossy();
    let built = Outcome::check(npm(&["run", "--silent", "build", "--", "--outDir", &to, "--emptyOutDir"]));
    outcome += built;
    if built == Outcome::PASSED {
        outcome += compare(&fresh, &workspace.root.join("crates/web/admin"));
    }
    outcome
}

fn prepare(source: &Path) -> Result<PathBuf, String> {
    require_node()?;
    let npm = program_or_install("npm", &["npm"], &["npm"])?;
    fetch_packages(source)?;
    Ok(npm)
}

fn compare(fresh: &Path, committed: &Path) -> Outcome {
    match (files(fresh), files(committed)) {
        (Ok(fresh), Ok(committed)) => Outcome::complaints(&differences(&fresh, &committed)),
        (Err(error), _) | (_, Err(error)) => Outcome::broken(&error),
    }
}

/// What is wrong with the committed files, and how it is put right.
fn differences(fresh: &BTreeMap<PathBuf, Vec<u8>>, committed: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<String> {
    let of_build = fresh.iter().filter_map(|(name, bytes)| match committed.get(name) {
        None => Some(format!("crates/web/admin/{} is missing", name.display())),
        Some(other) if other != bytes => Some(format!("crates/web/admin/{} is of before", name.display())),
        Some(_) => None,
    });
    let left_over = committed.keys().filter(|name| !fresh.contains_key(*name));
    let mut all: Vec<String> = of_build.collect();
    all.extend(left_over.map(|name| format!("crates/web/admin/{} belongs to no build", name.display())));
    if !all.is_empty() {
        all.push(
            "the desk's build is not what its source makes: cd admin && npm run build, and commit it"
                .to_owned(),
        );
    }
    all
}

/// Every file of a folder by its path in it.
fn files(folder: &Path) -> io::Result<BTreeMap<PathBuf, Vec<u8>>> {
    let (mut found, mut open) = (BTreeMap::new(), vec![folder.to_path_buf()]);
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap_or(&path).to_path_buf();
                found.insert(name, fs::read(&path)?);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::{BTreeMap, PathBuf, differences};

    fn build(files: &[(&str, &str)]) -> BTreeMap<PathBuf, Vec<u8>> {
        files.iter().map(|(name, text)| (PathBuf::from(name), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_build_of_before_is_told_from_todays() {
        let fresh = build(&[("index.html", "new"), ("assets/a-2.js", "a")]);
        assert!(differences(&fresh, &fresh).is_empty());
        let old = build(&[("index.html", "old"), ("assets/a-1.js", "a")]);
        let complaints = differences(&fresh, &old);
        assert_eq!(complaints.len(), 4, "{complaints:?}");
        assert!(complaints.iter().any(|line| line.contains("a-1.js belongs to no build")), "{complaints:?}");
    }
}

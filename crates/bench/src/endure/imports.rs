//! kill -9 in the middle of an import.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use serde_json::{Value, json};

use super::{Subject, server::Paper};
use crate::{BenchError, random::Random};

/// What is imported, and how often it is killed.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    subject: Subject,
    /// Exports to try, of any system: files, folders or zips
    #[arg(required = true)]
    sources: Vec<PathBuf>,
    /// How often each is killed, each time on a newspaper of its own
    #[arg(long, default_value_t = 50)]
    rounds: u64,
}

/// Imports each export cleanly, then again and again with a kill at a moment of its own and a second run, and compares what
/// the two leave.
pub(super) async fn run(options: &Options) -> Result<Value, BenchError> {
    let (mut chance, mut sources) = (Random::seeded(9), Vec::new());
    for source in &options.sources {
        let clean = Paper::empty(&options.subject, "clean")?;
        let begun = Instant::now();
        import(&clean, source)?;
        let life = begun.elapsed();
        let expected = whole(&clean)?;
        let (mut killed, mut differ, mut left) = (0, 0, 0);
        for round in 0..options.rounds {
            let paper = Paper::empty(&options.subject, &format!("round-{round}"))?;
            // Anywhere between its first instruction and its last one.
            let moment = life.as_micros() as u64 * chance.below(1_000) / 1_000;
            killed += u64::from(paper.kill_after(&words(source), Duration::from_micros(moment)).await?);
            import(&paper, source)?;
            let again: Value = paper.json(&words(source))?;
            differ += u64::from(whole(&paper)? != expected || again["changed_rows"] != 0);
            left += paper.json(&["check"])?["left"].as_u64().unwrap_or(1);
            remove(&paper.data)?;
        }
        remove(&clean.data)?;
        sources.push(json!({
            "source": source, "files": expected.len(), "rounds": options.rounds, "killed": killed,
            "differ": differ, "left": left, "clean_ms": life.as_millis() as u64,
        }));
    }
    let sum = |name: &str| sources.iter().filter_map(|one| one[name].as_u64()).sum::<u64>();
    Ok(
        json!({ "trial": "imports", "differ": sum("differ"), "check": { "left": sum("left") }, "sources": sources }),
    )
}

fn words(source: &Path) -> [&str; 2] {
    ["import", source.to_str().unwrap_or_default()]
}

fn import(paper: &Paper, source: &Path) -> Result<(), BenchError> {
    paper.run(&words(source)).map(drop)
}

/// Everything that readers and editors can see, as files: the way out to Markdown holds every story in its state with its
/// comments, and names no id that is given anew. Beside it, the files of the library.
fn whole(paper: &Paper) -> Result<BTreeMap<String, Vec<u8>>, BenchError> {
    let out = paper.data.with_extension("out");
    let path = out.to_string_lossy().into_owned();
    paper.run(&["export", &path, "--to", "markdown"])?;
    let mut files = BTreeMap::new();
    for (folder, name) in [(out.as_path(), "export"), (&paper.data.join("content"), "content")] {
        gather(folder, name, &mut files)?;
    }
    remove(&out)?;
    Ok(files)
}

fn gather(folder: &Path, name: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<(), BenchError> {
    if !folder.is_dir() {
        return Ok(());
    }
    let failed = |source| BenchError::File { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // What was arriving at the moment of a kill has no name that is served.
        if entry.file_name().to_string_lossy().starts_with(".arriving-") {
            continue;
        }
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            gather(&entry.path(), &name, files)?;
        } else {
            let bytes = fs::read(entry.path()).map_err(failed)?;
            let text = String::from_utf8(bytes).map_or_else(std::string::FromUtf8Error::into_bytes, undated);
            files.insert(name.clone(), if name.ends_with("/comments.json") { in_order(&text) } else { text });
        }
    }
    Ok(())
}

/// The comments, one to a line, in an order of their own: those of two stories of the same moment stand in the order of the
/// stories' ids, half of which is chance.
fn in_order(text: &[u8]) -> Vec<u8> {
    let mut lines: Vec<&[u8]> =
        text.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b",").unwrap_or(line)).collect();
    lines.sort_unstable();
    lines.join(&b'\n')
}

/// A story without the dates that it got today because its source has none: those are of the moment of the import.
fn undated(text: String) -> Vec<u8> {
    let today = format!("\"{}", today());
    let is_todays = |line: &&str| {
        let date = line.strip_prefix("date: ").or_else(|| line.strip_prefix("lastmod: "));
        date.is_some_and(|date| date.starts_with(&today))
    };
    let kept: Vec<&str> = text.split('\n').filter(|line| !is_todays(line)).collect();
    kept.join("\n").into_bytes()
}

#[expect(clippy::disallowed_methods, reason = "the import under trial lives in real time")]
fn today() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}

fn remove(folder: &Path) -> Result<(), BenchError> {
    fs::remove_dir_all(folder).map_err(|source| BenchError::File { path: folder.to_owned(), source })
}

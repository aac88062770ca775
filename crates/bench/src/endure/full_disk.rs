//! A disk that fills up under a load of comments.

use std::fs;

use clap::Args;
use serde_json::{Value, json};

use super::{
    Subject,
    server::{Paper, tokens},
    verdict,
};
use crate::{BenchError, comments};

/// Where the disk is.
#[derive(Args)]
pub(crate) struct Options {
    /// Its `--data` lies on a small file system of its own, such as a tmpfs of 24 MiB
    #[command(flatten)]
    subject: Subject,
    /// A file on the same file system that fills most of it, and is removed to make room again
    #[arg(long)]
    ballast: std::path::PathBuf,
    /// Mebibytes that the ballast leaves free
    #[arg(long, default_value_t = 12)]
    ballast_mib: usize,
}

/// Loads until the disk is full, looks whether readers are still served, makes room and loads again.
pub(super) async fn run(options: &Options) -> Result<Value, BenchError> {
    let paper = Paper::found(&options.subject)?;
    let file = |source| BenchError::File { path: options.ballast.clone(), source };
    fs::write(&options.ballast, vec![0; options.ballast_mib * 1024 * 1024]).map_err(file)?;
    let server = paper.serve()?;
    let noted = std::env::temp_dir().join(format!("acknowledged-{}", std::process::id()));
    let full = comments::run(&server.load("full", 8, &noted)).await?;
    let mut acknowledged = tokens(&noted)?;
    let reading = server.status("/").await;
    fs::remove_file(&options.ballast).map_err(file)?;
    let after = comments::run(&server.load("after", 2, &noted)).await?;
    acknowledged.extend(tokens(&noted)?);
    server.kill()?;
    let log = fs::read_to_string(paper.log()).unwrap_or_default();
    let said: Vec<&str> = log.lines().filter(|line| line.contains("ERROR")).take(3).collect();
    let verdict = verdict(&paper, &acknowledged)?;
    Ok(json!({
        "trial": "full disk",
        "refused_while_full": full["refused_by_status"], "broken_while_full": full["broken"],
        "front_page_while_full": reading,
        "acknowledged_after": after["acknowledged"], "refused_after": after["refused"],
        "log": said, "verdict": verdict,
    }))
}

//! Imports a source into a database of its own and prints the report with what it cost:
//! `cargo run --release -p dateline-transfer --example import -- EXPORT [DATABASE]`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dateline_model::{Clock, Site, SiteId, SystemClock};
use dateline_store::{Store, StoreError};
use dateline_transfer::{Limits, Manner, Source, import};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let Some(export) = arguments.next() else {
        eprintln!("usage: import EXPORT [DATABASE]");
        return ExitCode::from(2);
    };
    match run(&export, arguments.next()).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

async fn run(export: &Path, database: Option<PathBuf>) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let store = Store::open_sqlite(&database.unwrap_or_else(|| folder.path().join("import.db"))).await?;
    let clock = SystemClock;
    let known = store.read().await?.sites().await?.into_iter().next();
    let site = match known {
        Some(site) => site.id,
        None => add_site(&store, clock.now()).await?,
    };
    let source = Source::open(export, None, Limits::default())?;
    let report = import(&store, site, &source, &clock, &Manner::default()).await?;
    println!("{report}");
    if let Some(peak) = peak_memory() {
        println!("{peak} at most in memory");
    }
    Ok(ExitCode::from(u8::from(report.needs_reading())))
}

async fn add_site(store: &Store, now: i64) -> Result<SiteId, StoreError> {
    let site = Site { id: SiteId::mint(now), host: "*".to_owned(), created_at: now };
    let id = site.id;
    store.write(move |tx| Box::pin(async move { tx.insert_site(&site).await })).await.map(|()| id)
}

/// The largest resident size of this process so far, where the system tells it.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.trim_start_matches("VmHWM:").trim().to_owned())
}

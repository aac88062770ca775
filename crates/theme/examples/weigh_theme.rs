//! What a theme takes: `cargo run --release -p dateline-theme --example weigh_theme -- FOLDER_OR_ZIP…` prints for each how long its
//! activation takes and what it then holds. Bytes are counted by the allocator, so that no busy machine changes them.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use allocation_counter::measure;
use dateline_theme::{Theme, read_theme};

/// Activations of which the quickest counts.
const TIMES: usize = 10;

fn main() -> ExitCode {
    let mut failed = false;
    for path in std::env::args().skip(1) {
        match weigh(Path::new(&path)) {
            Ok(line) => println!("{path}: {line}"),
            Err(error) => {
                failed = true;
                eprintln!("{path}: {error}");
            }
        }
    }
    if failed { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

fn weigh(path: &Path) -> Result<String, dateline_theme::ThemeError> {
    // What is made once for all themes is made before.
    drop(Theme::load(read_theme(path)?)?);
    let (mut kept, mut quickest) = (None, f64::INFINITY);
    let taken = measure(|| kept = Some(read_theme(path).and_then(Theme::load)));
    let theme = kept.transpose()?;
    for _ in 0..TIMES {
        let began = Instant::now();
        let again = Theme::load(read_theme(path)?)?;
        quickest = quickest.min(began.elapsed().as_secs_f64() * 1_000.0);
        drop(again);
    }
    let mebibytes = taken.bytes_current as f64 / f64::from(1 << 20);
    drop(theme);
    Ok(format!("read, compiled and ready in {quickest:.1} ms, holds {mebibytes:.2} MiB"))
}

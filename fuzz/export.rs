//! What the targets of `transfer` share: bytes become an export on disk, and the export is read twice.

use std::ops::ControlFlow;
use std::path::Path;

use dateline_transfer::{Limits, Source};

/// Reads an export as often as it can be read, with limits that keep a run short. Both readings must tell the same.
pub fn read(path: &Path) {
    let limits =
        Limits { entry_bytes: 64 << 10, file_bytes: 1 << 20, settings_bytes: 64 << 10, ..Limits::default() };
    let Ok(source) = Source::open(path, None, limits) else { return };
    let tell = || {
        let mut told = String::new();
        let done = source.read(1_793_491_200_000, &mut |item| {
            told.push_str(&format!("{item:?}\n"));
            ControlFlow::Continue(())
        });
        (done.is_ok(), told)
    };
    assert!(tell() == tell(), "two readings differ");
}

/// The same for one file of a name.
pub fn read_file(name: &str, bytes: &[u8]) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let path = home.path().join(name);
    std::fs::write(&path, bytes).expect("a temporary file");
    read(&path);
}

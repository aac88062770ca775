//! Says what is wrong with a theme in a folder: `cargo run -p dateline-theme --example check_theme -- FOLDER…`.
//!
//! One line for each finding, the worst first; with `--codes` only severity and rule, for the laboratory in `tests/themes`.

use std::error::Error;
use std::path::Path;

use dateline_theme::check;

type File = (String, Vec<u8>);

fn main() -> Result<(), Box<dyn Error>> {
    let mut codes_only = false;
    for argument in std::env::args_os().skip(1) {
        if argument == "--codes" {
            codes_only = true;
            continue;
        }
        let folder = Path::new(&argument);
        println!("# {}", folder.display());
        for finding in check(files(folder, folder)?) {
            if codes_only {
                println!("{} {}", finding.severity.name(), finding.code);
            } else {
                println!("{finding}");
            }
        }
    }
    Ok(())
}

fn files(root: &Path, folder: &Path) -> Result<Vec<File>, Box<dyn Error>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let (kind, path) = (entry.file_type()?, entry.path());
        if kind.is_dir() && entry.file_name() != "node_modules" {
            all.extend(files(root, &path)?);
        } else if kind.is_file() {
            all.push((path.strip_prefix(root)?.to_string_lossy().replace('\\', "/"), std::fs::read(&path)?));
        }
    }
    Ok(all)
}

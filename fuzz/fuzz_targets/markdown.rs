//! Reads Markdown with its front matter, and the configuration of a generator beside it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    dateline_fuzz::read_file("story.md", bytes);
    let home = tempfile::tempdir().expect("a temporary folder");
    let half = bytes.len() / 2;
    for (name, part) in [("hugo.toml", &bytes[..half]), ("content/posts/a.md", &bytes[half..])] {
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a temporary folder");
        std::fs::write(path, part).expect("a temporary file");
    }
    dateline_fuzz::read(home.path());
});

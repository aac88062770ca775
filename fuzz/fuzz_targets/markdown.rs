//! Reads Markdown with its front matter, and what a generator has beside it: the first byte says which.
#![no_main]

/// A story and three files beside it, by generator.
const FOLDERS: [[&str; 4]; 6] = [
    ["content/posts/a.de.md", "hugo.toml", "config/_default/menus.yaml", "content/posts/_index.md"],
    ["_posts/2020-01-02-a.md", "_config.yml", "_data/navigation.yml", "_data/comments/a/1.yml"],
    ["source/_posts/a.md", "_config.yml", "_config.next.yml", "netlify.toml"],
    ["content/blog/2020-01-02-a/index.md", "config.toml", "content/blog/_index.md", "static/_redirects"],
    ["src/posts/a.md", ".eleventy.js", "src/posts/posts.11tydata.js", "src/_data/navigation.json"],
    ["posts/a.md", "_config.yml", "comments.json", "b.md"],
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    dateline_fuzz::read_file("story.md", bytes);
    let Some((first, bytes)) = bytes.split_first() else { return };
    let home = tempfile::tempdir().expect("a temporary folder");
    let quarter = bytes.len() / 4;
    for (n, name) in FOLDERS[usize::from(*first) % FOLDERS.len()].into_iter().enumerate() {
        let end = if n == 3 { bytes.len() } else { (n + 1) * quarter };
        let path = home.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a temporary folder");
        std::fs::write(path, &bytes[n * quarter..end]).expect("a temporary file");
    }
    dateline_fuzz::read(home.path());
});

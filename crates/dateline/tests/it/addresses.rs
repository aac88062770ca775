//! After a move, every address that readers, search engines and feed readers know answers.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dateline_model::{CommentState, PostKind, encode_path};
use dateline_transfer::{CommentRecord, Limits, PostRecord, PostState, Record, Source, Story};

use crate::desk::{Desk, Running, export};

/// 1 December 2026: what the exports schedule for later is then still to come.
const NOW: i64 = 1_796_083_200_000;

/// The real exports, where they are at hand.
fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/blogger");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return Vec::new();
    };
    let feed = |path: &PathBuf| path.extension().is_some_and(|ext| ext == "xml" || ext == "atom");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).filter(feed).collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds no export", folder.display());
    files
}

/// What an export says was on the old site.
#[derive(Default)]
struct Old {
    posts: Vec<PostRecord>,
    comments: Vec<CommentRecord>,
}

fn read(path: &Path) -> Old {
    let mut old = Old::default();
    let source = Source::open(path, None, Limits::default()).unwrap();
    source
        .read(NOW, &mut |item| {
            match item {
                Ok(Record::Post(post)) => old.posts.push(*post),
                Ok(Record::Comment(comment)) => old.comments.push(*comment),
                _ => {}
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    old
}

impl Old {
    fn public(&self) -> impl Iterator<Item = (&PostRecord, &str)> {
        let public = self.posts.iter().filter(|post| post.state == PostState::Published);
        public.filter_map(|post| Some((post, post.path.as_deref()?)))
    }

    /// Paths and queries, by the shapes U1 to U25 and F1 to F7 of Blogger.
    fn addresses(&self) -> BTreeSet<String> {
        let fixed = [
            "/",
            "/index.html",
            "/?m=1",
            "/search?q=the",
            "/feeds/posts/default",
            "/feeds/posts/default?alt=rss",
            "/feeds/posts/default?alt=json",
            "/feeds/posts/full",
            "/feeds/posts/summary?max-results=5",
            "/feeds/pages/default",
            "/feeds/comments/default",
            "/atom.xml",
            "/rss.xml",
            "/sitemap.xml",
            "/sitemap-pages.xml",
            "/robots.txt",
        ];
        let mut all: BTreeSet<String> = fixed.map(str::to_owned).into();
        for (post, path) in self.public() {
            let path = encode_path(path);
            all.insert(path.clone());
            all.insert(format!("{path}?m=1"));
            all.insert(format!("/feeds/posts/default/{}", post.id));
            all.insert(format!("/feeds/{}/comments/default", post.id));
            let parts: Vec<&str> = path.split('/').collect();
            if let (PostKind::Post, ["", year, month, _]) = (post.kind, &parts[..]) {
                all.insert(format!("/{year}/"));
                all.insert(format!("/{year}/{month}/"));
            }
            if post.kind == PostKind::Post {
                for label in &post.labels {
                    let label = encode_path(label).replace('/', "%2F");
                    all.insert(format!("/search/label/{label}"));
                    all.insert(format!("/feeds/posts/default/-/{label}"));
                }
            }
        }
        all
    }
}

/// What is wrong with an address: it neither answers nor leads in one step to one that does.
fn fault(server: &Running, address: &str) -> Option<String> {
    let (status, answer) = server.get(address);
    match status {
        200 => None,
        301 | 308 => {
            let line = answer.lines().find(|line| line.to_ascii_lowercase().starts_with("location:"));
            let to = line.and_then(|line| line.split_once(": ")).map(|(_, to)| to.trim()).unwrap_or_default();
            let path = to.split_once("://").map_or(to, |(_, rest)| &rest[rest.find('/').unwrap_or(0)..]);
            let (status, _) = server.get(path.split('#').next().unwrap_or_default());
            (status != 200).then(|| format!("{address} leads to {to}, which answers {status}"))
        }
        status => Some(format!("{address} answers {status}")),
    }
}

/// The address that a month's archive had before: of a month in which stories are dated, whatever their paths say.
fn older_archive(server: &Running, address: &str) -> Option<String> {
    let (year, month) = address.strip_prefix('/')?.strip_suffix('/')?.split_once('/')?;
    let stands = server.get(address).0 == 200;
    stands.then(|| format!("/{year}_{month}_01_archive.html"))
}

/// Moves an export in and asks for everything that was known of the old site; answers how many addresses these were.
fn crawl(path: &Path) -> usize {
    let desk = Desk::new();
    let said = desk.run(&["import", path.to_str().unwrap(), "--json"]);
    assert!(said.code < 2, "{}: {}", path.display(), said.err);
    let (old, server) = (read(path), desk.serve());
    let mut addresses = old.addresses();
    let older: Vec<String> = addresses.iter().filter_map(|address| older_archive(&server, address)).collect();
    addresses.extend(older);
    let faults: Vec<String> = addresses.iter().filter_map(|address| fault(&server, address)).collect();
    assert!(faults.is_empty(), "{}: {} of {}: {faults:#?}", path.display(), faults.len(), addresses.len());
    for (post, path) in old.public() {
        let (_, page) = server.get(&encode_path(path));
        let mine = old
            .comments
            .iter()
            .filter(|comment| matches!(&comment.post, Story::Number(number) if *number == post.id));
        let mine: Vec<_> = mine.filter(|comment| comment.state == CommentState::Approved).collect();
        // A longer thread has several pages.
        for comment in mine.iter().filter(|_| mine.len() <= 200) {
            assert!(
                page.contains(&format!("id=\"c{}\"", comment.id)),
                "{path} has no comment {}",
                comment.id
            );
        }
    }
    assert_eq!(server.stop().0, 0);
    addresses.len()
}

#[test]
fn every_address_of_an_exported_blog_answers() {
    for name in ["takeout.zip", "classic/comment-threads.xml"] {
        assert!(crawl(Path::new(&export(name))) > 16, "{name} names hardly anything");
    }
}

#[test]
fn every_address_of_the_real_exports_answers() {
    for path in corpus() {
        println!("{}: {} addresses", path.display(), crawl(&path));
    }
}

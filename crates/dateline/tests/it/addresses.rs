//! After a move, every address that readers, search engines and feed readers know answers.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dateline_model::{CommentState, encode_path};
use dateline_transfer::{
    CommentRecord, Limits, OldAddress, PostRecord, PostState, Record, Source, Story, old_addresses,
};

use crate::desk::{Desk, Running, export};

/// 1 December 2026: what the exports schedule for later is then still to come.
const NOW: i64 = 1_796_083_200_000;

/// The real exports of a system, where they are at hand.
fn corpus(system: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(system);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no {}", folder.display());
        return Vec::new();
    };
    let mut sources: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    sources.sort();
    assert!(!sources.is_empty(), "{} holds no export", folder.display());
    sources
}

/// What an export says was on the old site.
#[derive(Default)]
struct Old {
    posts: Vec<PostRecord>,
    comments: Vec<CommentRecord>,
    addresses: Vec<String>,
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
    old_addresses(&source, &dateline_model::SiteSettings::default(), NOW, &mut |address| {
        if let OldAddress::Page(address) = address {
            old.addresses.push(address);
        }
    })
    .unwrap();
    old
}

impl Old {
    fn public(&self) -> impl Iterator<Item = (&PostRecord, &str)> {
        let public = self.posts.iter().filter(|post| post.state == PostState::Published);
        public.filter_map(|post| Some((post, post.path.as_deref()?)))
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
    let mut addresses = old.addresses.clone();
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
    for path in corpus("blogger") {
        println!("{}: {} addresses", path.display(), crawl(&path));
    }
}

/// Moves a source in and asks for its old addresses with the command; answers how many there were and which are lost.
fn links(path: &Path) -> (u64, Vec<String>) {
    let (desk, source) = (Desk::new(), path.to_str().unwrap());
    let said = desk.run(&["import", source, "--json"]);
    assert!(said.code < 2, "{source}: {}", said.err);
    let said = desk.run(&["links", source, "--json"]);
    let report: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let faults = report["faults"].as_array().unwrap();
    assert_eq!(said.code, i32::from(!faults.is_empty()), "{source}: {report}");
    let line = |fault: &serde_json::Value| {
        format!("{}: {}", fault["address"].as_str().unwrap(), fault["reason"].as_str().unwrap())
    };
    (report["checked"].as_u64().unwrap(), faults.iter().map(line).collect())
}

/// The comment stands under a story that only its password opened, and that is a draft here.
const UNDER_A_PASSWORD: &str = "comment wordpress:926: its story is not public";

#[test]
fn every_address_of_sites_of_wordpress_ghost_and_markdown_answers() {
    for path in ["wordpress", "ghost", "markdown"].into_iter().flat_map(corpus) {
        let (checked, mut lost) = links(&path);
        lost.retain(|line| line != UNDER_A_PASSWORD);
        assert!(lost.is_empty(), "{}: {} of {checked}: {lost:#?}", path.display(), lost.len());
        println!("{}: {checked} addresses", path.display());
    }
}

#[test]
fn numbers_feeds_and_pages_of_comments_of_wordpress_lead_to_the_story() {
    let desk = Desk::new();
    desk.run(&["import", &export("wordpress/whole-site.xml")]);
    let server = desk.serve();
    let leads = |from: &str| {
        let (status, answer) = server.get(from);
        assert_eq!(status, 301, "{from}: {answer}");
        answer.lines().find_map(|line| line.strip_prefix("location: ").map(str::to_owned)).unwrap()
    };
    let story = "/2024/03/05/the-fog-lifts/";
    assert_eq!(leads("/?p=30"), story);
    assert_eq!(leads("/index.php?p=30&utm_source=mail"), story);
    assert_eq!(leads(&format!("{story}trackback/")), story);
    assert_eq!(leads(&format!("{story}comment-page-1/")), format!("{story}#comments"));
    assert!(leads(&format!("{story}feed/")).ends_with("/comments/default"));
    assert_eq!(leads("/category/harbour/page/2/"), "/tag/harbour/");
    assert_eq!(leads("/?cat=12"), "/tag/pilots/");
    assert_eq!(leads("/?category_name=pilots"), "/tag/pilots/");
    assert_eq!(leads("/?name=the-fog-lifts"), story);
    assert_eq!(leads("/?author_name=ana-reis"), "/author/ana-reis/");
    assert_eq!(leads("/index.php/category/pilots/"), "/tag/pilots/");
    assert_eq!(leads("/2024/03/feed/"), "/rss/");
    assert_eq!(server.get("/?p=99999").0, 404);
    assert_eq!(server.get("/?tag=a-campaign").0, 200);
    assert_eq!(server.stop().0, 0);
}

#[test]
fn an_address_that_is_lost_is_named_with_the_reason() {
    let desk = Desk::new();
    let source = export("wordpress/whole-site.xml");
    desk.run(&["import", &source]);
    let id = desk.json(&["post", "list", "--json"]);
    let id =
        id.as_array().unwrap().iter().find(|post| post["title"] == "The fog lifts").unwrap()["id"].clone();
    desk.done(&["post", "unpublish", id.as_str().unwrap()]);
    let said = desk.run(&["links", &source]);
    assert_eq!(said.code, 1, "{said:?}");
    assert!(said.out.contains("/2024/03/05/the-fog-lifts/: it answers 404"), "{}", said.out);
    assert!(said.out.contains("comment wordpress:501: its story is not public"), "{}", said.out);
}

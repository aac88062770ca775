//! Damaged exports by the thousand: small good files with bytes turned, left out, doubled and mixed, always the same ones. No
//! reader panics, none goes on for ever, and what is read a second time is the same.

use std::ops::ControlFlow;
use std::path::Path;

use dateline_transfer::{Limits, Record, Source};

use crate::fixtures::fixture;
use crate::tally::NOW;

/// Damaged copies of each file.
const COPIES: u64 = 300;
/// Bytes of a file that is damaged; in a longer one most damage is in the same texts.
const BYTES_MAX: usize = 12_000;
/// Pieces that mean something to one of the readers.
const PIECES: &[&str] = &[
    "<",
    ">",
    "&",
    "&amp;",
    "&#0;",
    "&#x110000;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<entry>",
    "</entry>",
    "<item>",
    "</item>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
    "xmlns:wp=\"\"",
    "\0",
    "\u{feff}",
    "\r\n",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "1e999",
    "-1",
    "\\u0000",
    "\\ud800",
    "---\n",
    "+++\n",
    "...\n",
    "- ",
    "? ",
    "&a ",
    "*a ",
    "<<: *a\n",
    "---js\n",
    ";;;\n",
    "| date: '%Y' }}",
    "](@/",
    "!!binary ",
    "[[",
    "[caption]",
    "[/caption]",
    "<!-- wp:html -->",
    "<!--more-->",
    "<!-- wp:block {\"ref\":50} /-->",
    "[vc_row a=\"",
    "%%",
    "{{<",
    ">}}",
    "{%",
    "%}",
    "0000-00-00 00:00:00",
    "9999-99-99T99:99:99Z",
    "../../x",
    "//",
    "data:image/png;base64,AAAA",
    "é",
    "\u{202e}",
    "𝔘",
];

/// A small generator of numbers (xorshift64*), so that the same copies are made on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % sides.max(1)
    }
}

/// A copy with one to eight damages.
fn damaged(whole: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut copy = whole.to_vec();
    for _ in 0..=dice.roll(8) {
        let (at, to) = (dice.roll(copy.len()), dice.roll(copy.len()));
        let (from, to) = (at.min(to), at.max(to).min(at.min(to) + 200));
        match dice.roll(7) {
            0 if !copy.is_empty() => copy[at] ^= 1 << dice.roll(8),
            1 => copy.truncate(at),
            2 => drop(copy.drain(from..to)),
            3 => {
                let doubled = copy[from..to].to_vec();
                copy.splice(at..at, doubled);
            }
            4 if !copy.is_empty() => copy[at] = dice.roll(256) as u8,
            _ => {
                let piece = PIECES[dice.roll(PIECES.len())].bytes();
                copy.splice(at..at, piece);
            }
        }
    }
    copy
}

/// What a source holds, briefly; `None` when it is none.
fn read(path: &Path) -> Option<Vec<String>> {
    let limits = Limits { entry_bytes: 64 << 10, ..Limits::default() };
    let source = Source::open(path, None, limits).ok()?;
    let mut told = Vec::new();
    let sink = &mut |item| {
        told.push(match item {
            Ok(Record::Post(post)) => format!("{} {}", post.id, post.hash),
            Ok(Record::Comment(comment)) => format!("{} {}", comment.id, comment.hash),
            other => format!("{other:?}"),
        });
        ControlFlow::Continue(())
    };
    source.read(NOW, sink).ok()?;
    Some(told)
}

/// Damages a file of a source and reads the source; the rest of it stays whole.
fn check(source: &Path, file: &str, seed: u64) {
    let home = tempfile::tempdir().unwrap();
    let copy = home.path().join("copy");
    let single = source.is_file();
    let (path, damaged_file) = if single {
        let path = home.path().join(source.file_name().unwrap());
        (path.clone(), path)
    } else {
        copy_folder(source, &copy);
        (copy.clone(), copy.join(file))
    };
    let mut whole = std::fs::read(if single { source.to_owned() } else { source.join(file) }).unwrap();
    whole.truncate(BYTES_MAX);
    let (mut dice, mut understood) = (Dice(seed | 1), 0);
    for n in 0..COPIES {
        std::fs::write(&damaged_file, damaged(&whole, &mut dice)).unwrap();
        let first = read(&path);
        understood += usize::from(first.is_some());
        if n % 10 == 0 {
            assert_eq!(first, read(&path), "{} copy {n}", source.display());
        }
    }
    assert!(understood > 0, "no copy of {} was an export any more", source.display());
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}

#[test]
fn no_damaged_export_stops_the_readers() {
    for (n, (source, file)) in [
        ("classic/jump-breaks.xml", ""),
        ("classic/comments-before-posts.xml", ""),
        ("classic/settings-nonsense.xml", ""),
        ("takeout-feeds/location-and-enclosure.atom", ""),
        ("takeout-feeds/comment-states.atom", ""),
        ("public-feed.xml", ""),
        ("wordpress/whole-site.xml", ""),
        ("ghost/bare-and-old.json", ""),
        ("ghost/whole", "pilot.ghost.json"),
        ("disqus/disqus.xml", ""),
        ("disqus/comments.json", ""),
        ("markdown/hugo", "content/posts/fog/index.md"),
        ("markdown/hugo", "hugo.toml"),
        ("markdown/jekyll", "_config.yml"),
        ("markdown/jekyll", "_posts/2024-03-05-the-fog.md"),
        ("wordpress/plug-ins.xml", ""),
        ("markdown/eleventy", "src/posts/posts.json"),
        ("markdown/eleventy", "src/posts/2024-03-05-fog.md"),
        ("markdown/eleventy", "src/posts/gale.md"),
        ("markdown/parts", "config/_default/hugo.toml"),
        ("markdown/parts", "config/_default/languages.yaml"),
        ("markdown/parts", "config/_default/menus.pt.toml"),
        ("markdown/parts", "content/portugues/posts/fog.md"),
        ("markdown/parts", "static/_redirects"),
        ("markdown/own", "comments.json"),
    ]
    .into_iter()
    .enumerate()
    {
        check(&fixture(source), file, 7_919 * (n as u64 + 1));
    }
}

//! Real exports from `../shared/corpus`: every count equals what its README says.

use std::path::{Path, PathBuf};

use crate::tally::Tally;

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/blogger");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no {}", folder.display());
    None
}

/// A file, what is in it, and what the report says.
struct Expected {
    file: &'static str,
    format: &'static str,
    counts: &'static str,
    replies: usize,
    labels: (usize, usize),
    authors: usize,
    settings: usize,
    empty_titles: usize,
    language: &'static str,
    host: &'static str,
}

const fn classic(
    file: &'static str,
    counts: &'static str,
    replies: usize,
    labels: (usize, usize),
    settings: usize,
    site: (&'static str, &'static str),
) -> Expected {
    let (language, host) = site;
    Expected {
        file,
        format: "blogger-classic",
        counts,
        replies,
        labels,
        authors: 1,
        settings,
        empty_titles: 0,
        language,
        host,
    }
}

fn expectations() -> Vec<Expected> {
    vec![
        classic(
            "tomwhite-2020.xml",
            "posts 67/9/0/0 pages 4/0 comments 103/0/0/0",
            0,
            (35, 93),
            56,
            ("en-GB", "www.tom-e-white.com"),
        ),
        classic(
            "babeltower-2014-fr.xml",
            "posts 19/0/0/0 comments 19/0/0/1",
            0,
            (26, 35),
            55,
            ("fr", "the-babel-tower.blogspot.com"),
        ),
        classic(
            "kcargile-2012.xml",
            "posts 8/2/0/0 pages 1/0 comments 1/0/0/0",
            0,
            (44, 57),
            54,
            ("en", "www.kriscargile.com"),
        ),
        classic(
            "pelican-fixture.xml",
            "posts 1/1/0/0 pages 1/1 comments 1/0/0/0",
            0,
            (2, 2),
            58,
            ("nl", "youngdoctornotes.blogspot.com"),
        ),
        Expected {
            empty_titles: 1,
            ..classic("dida-id.xml", "posts 10/1/0/0", 0, (13, 25), 52, ("id", "didaids.blogspot.com"))
        },
        Expected {
            empty_titles: 1,
            ..classic(
                "cheshrkat-test-blog.xml",
                "posts 7/2/0/0 pages 2/0 comments 6/0/0/0",
                3,
                (3, 13),
                57,
                ("en-GB", "200ok-weblog-test.blogspot.com"),
            )
        },
        classic(
            "soudannavi-2025-ja.xml",
            "posts 48/0/0/0",
            0,
            (0, 0),
            51,
            ("ja", "flashsoudannavi.blogspot.com"),
        ),
        Expected {
            authors: 2,
            ..classic(
                "runtjorden-2016-sv.xml",
                "posts 38/1/0/0 comments 124/0/0/0",
                0,
                (32, 84),
                56,
                ("sv", "runtjordennu.blogspot.com"),
            )
        },
        classic(
            "chase-seibert.xml",
            "posts 166/2/0/0 comments 147/0/0/0",
            0,
            (99, 248),
            55,
            ("en", "bitkickers.blogspot.com"),
        ),
        Expected {
            format: "blogger-takeout",
            ..classic(
                "mtbbergamo-takeout-2026-it.atom",
                "posts 347/1/0/0 pages 24/0",
                0,
                // The README's 13 and 483 count the empty element that Takeout writes for a post without labels.
                (12, 446),
                0,
                ("", ""),
            )
        },
        Expected {
            format: "blogger-feed",
            ..classic(
                "opseeker-public-feed.xml",
                "posts 25/0/0/0",
                0,
                (65, 65),
                0,
                ("", "csnitknowledge.blogspot.com"),
            )
        },
    ]
}

#[test]
fn every_real_export_holds_what_its_readme_says() {
    let Some(folder) = corpus() else { return };
    for expected in expectations() {
        let tally = Tally::of(&folder.join(expected.file));
        let uses: usize = tally.posts.iter().map(|post| post.labels.len()).sum();
        let labels = (tally.labels().len(), uses);
        println!(
            "{}: {} {}, labels {labels:?}, authors {}, host {:?}, zone {:?}, {} problems",
            expected.file,
            tally.format,
            tally.counts(),
            tally.authors().len(),
            tally.site.host,
            tally.site.time_zone,
            tally.problems.len()
        );
        let name = expected.file;
        assert_eq!(tally.damage, None, "{name}");
        assert_eq!(tally.problems, vec![], "{name}");
        assert_eq!((tally.format, tally.counts().as_str()), (expected.format, expected.counts), "{name}");
        assert_eq!(tally.comments.iter().filter(|c| c.parent.is_some()).count(), expected.replies, "{name}");
        assert_eq!(labels, expected.labels, "{name}");
        assert_eq!(tally.authors().len(), expected.authors, "{name}");
        assert_eq!(tally.site.settings.len(), expected.settings, "{name}");
        assert_eq!(
            tally.posts.iter().filter(|p| p.title.is_empty()).count(),
            expected.empty_titles,
            "{name}"
        );
        assert_eq!(tally.site.language.as_deref().unwrap_or_default(), expected.language, "{name}");
        assert_eq!(tally.site.host.as_deref().unwrap_or_default(), expected.host, "{name}");
        let public_without_path = tally
            .posts
            .iter()
            .filter(|p| p.path.is_none() && p.state == dateline_transfer::PostState::Published);
        assert_eq!(public_without_path.map(|p| &p.id).collect::<Vec<_>>(), Vec::<&String>::new(), "{name}");
    }
}

#[test]
fn what_precedes_the_damage_of_a_real_file_is_read() {
    let Some(folder) = corpus() else { return };
    let tally = Tally::of(&folder.join("babeltower-hand-formatted-broken.xml"));
    let damage = tally.damage.unwrap();
    println!("{damage:?}");
    assert_eq!(damage.line, 2185);
}

//! WordPress's exports: the real ones of the corpus by their counts, our own by their oddity.

use std::path::{Path, PathBuf};

use dateline_model::{PostStatus, RedirectTarget};

use crate::paper::Paper;
use crate::tally::Tally;

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/wordpress");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no {}", folder.display());
    None
}

/// A file of the corpus and what its README counts: stories, pages, comments with pingbacks, replies among
/// them, pingbacks and trackbacks, files, authors declared.
const COUNTED: [(&str, [usize; 7]); 26] = [
    ("themeunittestdata.wordpress.xml", [51, 21, 32, 10, 4, 38, 2]),
    ("64-block-test-data.xml", [61, 1, 2, 1, 0, 9, 2]),
    ("jekyll-import-2025.xml", [7, 1, 0, 0, 0, 6, 1]),
    ("pelican-fixture.xml", [11, 2, 4, 2, 1, 4, 2]),
    ("nikola-example.xml", [4, 1, 0, 0, 0, 3, 1]),
    ("nikola-unicode.xml", [1, 1, 0, 0, 0, 0, 1]),
    ("bitcoinfrance-fr.xml", [102, 11, 235, 107, 42, 193, 1]),
    ("aem3372-zh.xml", [92, 5, 52, 20, 5, 70, 1]),
    ("spotthevuln.xml", [199, 4, 172, 9, 100, 8, 3]),
    ("mythz.xml", [29, 2, 91, 16, 19, 52, 2]),
    ("tarcan-tr.xml", [126, 1, 0, 0, 0, 239, 0]),
    ("gbc-wordpress.1.xml", [4, 2, 3, 0, 0, 4, 0]),
    ("chase-seibert-disqus.xml", [0, 0, 147, 0, 0, 0, 0]),
    // Its README counts one page; an item of a plug-in's kind that readers saw comes as another, which the report tells.
    ("migrate-sample-bare-ampersand.xml", [3, 2, 0, 0, 0, 1, 2]),
    ("migrate-co-authors-plus.xml", [4, 0, 0, 0, 0, 0, 3]),
    ("importer-small-export.xml", [6, 5, 1, 0, 0, 0, 3]),
    ("importer-slashes.xml", [1, 0, 1, 0, 0, 0, 1]),
    ("importer-crazy-cdata-escaped.xml", [1, 0, 0, 0, 0, 0, 0]),
    ("importer-namespace-edge-cases.xml", [5, 0, 0, 0, 0, 0, 1]),
    ("importer-term-formats.xml", [0, 0, 0, 0, 0, 0, 0]),
    ("importer-test-serialized-postmeta-with-cdata.xml", [1, 0, 0, 0, 0, 0, 0]),
    ("importer-valid-wxr-1.0.xml", [3, 3, 1, 0, 0, 0, 0]),
    ("importer-blank-lines.xml", [1, 0, 0, 0, 0, 0, 0]),
    ("importer-wxr-flat-attachment-different-site.xml", [1, 0, 0, 0, 0, 1, 1]),
    ("importer-missing-version-tag.xml", [0, 0, 0, 0, 0, 0, 1]),
    ("importer-e2e-css-urls.xml", [1, 0, 0, 0, 0, 0, 1]),
];

#[test]
fn every_real_export_holds_what_its_readme_says() {
    let Some(folder) = corpus() else { return };
    let mut wrong = Vec::new();
    for (name, counted) in COUNTED {
        let tally = Tally::of(&folder.join(name));
        let page = |post: &&dateline_transfer::PostRecord| post.kind == dateline_model::PostKind::Page;
        let pages = tally.posts.iter().filter(page).count();
        let replies = tally.comments.iter().filter(|comment| comment.parent.is_some()).count();
        let found = [
            tally.posts.len() - pages,
            pages,
            tally.comments.len() + tally.mentions.len(),
            replies,
            tally.mentions.len(),
            tally.media.len(),
            // Those who sign without being declared come besides.
            counted[6].min(tally.declared.len()),
        ];
        println!("{name}: {} {found:?} pattern {:?}", tally.counts(), tally.site.permalinks);
        for problem in &tally.problems {
            println!("    {} {:?} {}", problem.line, problem.entry, problem.message);
        }
        if (found, &tally.damage) != (counted, &None) {
            wrong.push(format!("{name}: counted {counted:?}, found {found:?} {:?}", tally.damage));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn tags_of_a_real_file_that_do_not_match_are_told_by_their_line() {
    let Some(folder) = corpus() else { return };
    let tally = Tally::of(&folder.join("importer-malformed.xml"));
    assert_eq!((&tally.damage, tally.lines().contains(&90)), (&None, true), "{:?}", tally.problems);
}

fn fixture(name: &str) -> PathBuf {
    crate::fixtures::fixture("wordpress").join(name).with_extension("xml")
}

#[test]
fn odd_files_are_read_as_far_as_sense_allows() {
    let check = |name: &str, counts: &str, problems: &[u64], damage: Option<u64>| {
        let tally = Tally::of(&fixture(name));
        let found = (tally.counts(), tally.lines(), tally.damage.as_ref().map(|damage| damage.line));
        assert_eq!(found, (counts.to_owned(), problems.to_vec(), damage), "{name}: {:?}", tally.problems);
    };
    check("undeclared-prefixes", "posts 1/0/0/0", &[], None);
    check("cut-in-an-item", "posts 2/0/0/0", &[], Some(16));
    check("tag-never-closed", "posts 3/0/0/0", &[13], None);
    check("utf-16", "posts 1/0/0/0", &[], None);
    check("latin-1-called-utf-8", "posts 1/0/0/0", &[5], None);
    check("control-characters", "posts 1/0/0/0", &[], None);
    check("bare-ampersands", "posts 1/0/0/0", &[], None);
    check("entity-bomb", "posts 2/0/0/0", &[6], None);
    check("deep", "posts 1/0/0/0", &[5], None);
    check("same-id-twice", "posts 2/0/0/0", &[10, 0], None);
    check("no-date", "posts 2/0/0/0", &[5, 10], None);
    check("comment-without-date", "posts 1/0/0/0 comments 2/0/0/0", &[7], None);
    check("comments-on-a-file", "", &[5], None);
    check("unknown-status", "posts 0/1/0/0", &[5], None);
    check("empty-titles", "posts 5/0/0/0", &[], None);
    check("no-items", "", &[], None);
    check("comments-in-circles", "posts 2/0/0/0 comments 6/0/0/0", &[], None);
    check("thread-of-disqus", "comments 3/0/0/0", &[], None);
    assert_eq!(Tally::of(&fixture("control-characters")).posts[0].title, "A formfeed");
    assert_eq!(Tally::of(&fixture("bare-ampersands")).posts[0].title, "Salt & pepper &");
    assert_eq!(Tally::of(&fixture("utf-16")).posts[0].body, "Café");
    assert_eq!(Tally::of(&fixture("latin-1-called-utf-8")).posts[0].title, "Café");
}

#[test]
fn a_site_in_good_order_is_read_whole() {
    let tally = Tally::of(&fixture("whole-site"));
    assert_eq!(tally.counts(), "posts 1/3/1/1 pages 1/0 comments 2/1/1/1");
    assert_eq!(tally.site.title.as_deref(), Some("The Pilot’s Log"));
    assert_eq!(tally.site.description.as_deref(), Some("Tides & traffic"));
    assert_eq!(
        (tally.site.language.as_deref(), tally.site.time_zone.as_deref()),
        (Some("pt-BR"), Some("-03:00"))
    );
    assert_eq!(tally.site.permalinks.as_deref(), Some("/:year/:month/:day/:slug/"));
    let fog = tally.post("30");
    assert_eq!(fog.path.as_deref(), Some("/2024/03/05/the-fog-lifts/"));
    assert_eq!(fog.labels, ["Pilots", "Nevoeiro"]);
    assert_eq!((fog.authors[0].name.as_str(), fog.featured), ("Ana Reis", true));
    assert_eq!(fog.image.as_ref().unwrap().alt.as_deref(), Some("A ship"));
    assert_eq!(fog.meta_description.as_deref(), Some("Ships and fog"));
    assert_eq!(tally.post("33").path, None);
    assert_eq!(tally.post("35").path.as_deref(), Some("/2024/03/08/for-the-crew/"));
    let lines: Vec<&str> = tally.problems.iter().map(|problem| problem.entry.as_str()).collect();
    assert_eq!(lines, ["", "Not yet", "For the crew", "Private thoughts", "nav_menu_item"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_addresses_of_a_wordpress_site_lead_on() {
    let paper = Paper::new().await;
    let report = paper.import(&fixture("whole-site")).await;
    assert_eq!(
        (report.format.as_str(), report.comments.mentions, report.comments.replies),
        ("wordpress", 1, 1)
    );
    let fog = paper.post_of("wordpress:30").await;
    assert_eq!(fog.permalink.as_deref(), Some("/2024/03/05/the-fog-lifts/"));
    assert_eq!((fog.slug.as_str(), fog.comment_count, fog.featured), ("the-fog-lifts", 2, true));
    assert_eq!(fog.excerpt.as_deref(), Some("Seven ships & a bell."));
    assert_eq!(fog.image_caption.as_deref(), Some("At <em>anchor</em>"));
    for part in [
        "<p>Seven ships waited.</p>",
        "alignright",
        "<!--more-->",
        "bell rang.<br>",
        "buoy.jpg",
        "[tide-table",
    ] {
        assert!(fog.html.contains(part), "{part} in {}", fog.html);
    }
    let to = |path: &'static str| {
        let paper = &paper;
        async move {
            let mut read = paper.store.read().await.unwrap();
            read.redirect(paper.site, path).await.unwrap().map(|redirect| redirect.to)
        }
    };
    let address = |path: &str| Some(RedirectTarget::Address(path.to_owned()));
    assert_eq!(to("/2024/03/05/fog/").await, Some(RedirectTarget::Post(fog.id)));
    assert_eq!(to("/2024/03/05/the-fog-lifts/2/").await, Some(RedirectTarget::Post(fog.id)));
    assert_eq!(to("/category/harbour/").await, address("/tag/harbour/"));
    assert_eq!(to("/category/harbour/pilots/").await, address("/tag/pilots/"));
    assert_eq!(to("/category/pilots/feed/").await, address("/tag/pilots/rss/"));
    assert_eq!(to("/?cat=12").await, address("/tag/pilots/"));
    assert_eq!(to("/?author=3").await, address("/author/ana-reis/"));
    assert_eq!(to("/tag/nevoeiro-☁/").await, None, "the page of the tag itself");
    let ship = "https://pilot.example.org/wp-content/uploads/2024/03/ship.jpg";
    assert_eq!(to("/2024/03/05/the-fog-lifts/ship/").await, address(ship));
    let mut read = paper.store.read().await.unwrap();
    let mentions = read.approved_mentions(paper.site, fog.id, 10, 0).await.unwrap();
    assert_eq!(
        (mentions[0].title.as_str(), mentions[0].excerpt.as_str()),
        ("Tide Tables Weekly", "[…] the fog lifts […]")
    );
    let tag = read.tag_by_slug(paper.site, "harbour").await.unwrap().unwrap();
    assert_eq!(tag.description.as_deref(), Some("Ships in & out"));
    let comment = read.comment_by_import_key(paper.site, "wordpress:501").await.unwrap().unwrap();
    assert_eq!(comment.html, "<p>I heard it.</p>\n<p>Twice.</p>\n");
    assert_eq!(
        (comment.author_email.as_deref(), comment.author_url.as_deref()),
        (Some("chidi@example.org"), None)
    );
    assert_eq!(comment.anchor(), "comment-501");
    let crew = paper.post_of("wordpress:35").await;
    assert_eq!((crew.status, crew.visibility.public_from), (PostStatus::Draft, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thread_finds_the_story_that_is_here_already() {
    let paper = Paper::new().await;
    paper.import(&fixture("same-path-twice")).await;
    let report = paper.import(&fixture("thread-of-disqus")).await;
    assert_eq!((report.comments.approved, report.comments.replies), (2, 1), "{report}");
    assert!(report.problems.iter().any(|problem| problem.message.contains("/nowhere/")), "{report}");
    assert_eq!(paper.post_of("wordpress:1").await.comment_count, 2);
}

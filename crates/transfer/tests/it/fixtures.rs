//! Exports of our own writing, one oddity each; see `tests/fixtures/README.md`.

use std::path::{Path, PathBuf};

use dateline_model::CommentState;
use dateline_transfer::{Action, Limits, OpenError, PostState, Source};

use crate::tally::Tally;

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn classic(name: &str) -> Tally {
    Tally::of(&fixture("classic").join(name).with_extension("xml"))
}

fn takeout(name: &str) -> Tally {
    Tally::of(&fixture("takeout-feeds").join(name).with_extension("atom"))
}

#[test]
fn a_classic_backup_is_counted_by_kind_and_state() {
    let check = |name: &str, counts: &str, problems: &[u64], damage: Option<u64>| {
        let tally = classic(name);
        let found = (tally.counts(), tally.lines(), tally.damage.as_ref().map(|d| d.line));
        assert_eq!(found, (counts.to_owned(), problems.to_vec(), damage), "{name}: {:?}", tally.problems);
        assert_eq!(tally.format, "blogger-classic", "{name}");
    };
    check("whole-blog", "posts 3/1/1/0 pages 1/1 comments 3/0/0/0", &[], None);
    check("drafts-have-no-link", "posts 2/3/0/0 pages 0/1", &[], None);
    check("scheduled", "posts 1/1/1/0", &[], None);
    check("labels-non-ascii", "posts 3/0/0/0", &[], None);
    check("comment-threads", "posts 2/0/0/0 comments 11/0/0/0", &[], None);
    check("comments-before-posts", "posts 1/0/0/0 comments 2/0/0/0", &[], None);
    check("comment-without-post", "posts 1/0/0/0 comments 2/0/0/0", &[66], None);
    check("comment-removed", "posts 1/0/0/0 comments 2/0/0/2", &[], None);
    check("titles-empty", "posts 4/0/0/0", &[], None);
    check("jump-breaks", "posts 6/0/0/0", &[], None);
    check("pasted-teaser", "posts 5/0/0/0", &[], None);
    check("undeclared-prefix", "posts 1/1/0/0 comments 1/0/0/0", &[], None);
    check("entity-bomb", "posts 3/0/0/0", &[42], None);
    check("external-entity", "posts 2/0/0/0", &[33], None);
    check("html-entity-unescaped", "posts 3/0/0/0", &[30], None);
    check("depth-bomb", "posts 2/0/0/0", &[30], None);
    check("many-attributes", "posts 2/0/0/0", &[30], None);
    check("broken-in-the-middle", "posts 2/0/0/0", &[], Some(51));
    check("truncated", "posts 2/0/0/0", &[], Some(51));
    check("control-characters", "posts 2/0/0/0", &[], None);
    check("duplicate-ids", "posts 2/0/0/0 comments 1/0/0/0", &[30, 0], None);
    check("duplicate-permalinks", "posts 3/0/0/0", &[], None);
    check("permalinks-odd", "posts 6/0/0/0", &[60], None);
    check("latin-1", "posts 1/0/0/0", &[], None);
    check("windows-1252", "posts 1/0/0/0", &[], None);
    check("latin-1-called-utf-8", "posts 1/0/0/0", &[15], None);
    check("utf-16-le", "posts 1/0/0/0", &[], None);
    check("utf-16-be", "posts 1/0/0/0", &[], None);
    check("utf-8-bom", "posts 1/0/0/0", &[], None);
    check("unreadable-date", "posts 6/0/0/0", &[30, 45, 60, 73, 88], None);
    check("entry-without-id", "posts 2/0/0/0", &[30, 44], None);
    check("hostile-body", "posts 1/0/0/0 comments 1/0/0/0", &[], None);
    check("content-in-cdata", "posts 2/0/0/0", &[], None);
    check("unknown-kind", "posts 1/0/0/0", &[30], None);
    check("feed-without-entries", "", &[], None);
}

#[test]
fn a_takeout_feed_is_counted_by_type_and_status() {
    let check = |name: &str, counts: &str, problems: usize| {
        let tally = takeout(name);
        let found = (tally.counts(), tally.problems.len(), tally.damage.as_ref());
        assert_eq!(found, (counts.to_owned(), problems, None), "{name}: {:?}", tally.problems);
        assert_eq!(tally.format, "blogger-takeout", "{name}");
    };
    check("comments-before-posts", "posts 1/0/0/0 comments 2/0/0/0", 0);
    check("post-states", "posts 1/3/2/2", 1);
    check("comment-states", "posts 1/0/0/0 comments 3/2/1/1", 2);
    check("double-encoded-title", "posts 3/0/0/0", 0);
    check("location-and-enclosure", "posts 2/0/0/0", 0);
    check("filename-missing", "posts 3/0/0/0", 1);
    check("other-prefix", "posts 1/0/0/0 comments 1/0/0/0", 0);
    let broken = takeout("broken-in-the-middle");
    assert_eq!((broken.counts().as_str(), broken.damage.unwrap().line), ("posts 1/0/0/0", 49));
}

#[test]
fn a_blog_in_good_order_is_read_whole() {
    let tally = classic("whole-blog");
    assert_eq!((tally.labels().len(), tally.authors().len()), (4, 2));
    assert_eq!(tally.posts.iter().filter(|post| post.path.is_some()).count(), 5);
    assert_eq!(tally.site.time_zone.as_deref(), Some("Europe/Lisbon"));
    assert_eq!(tally.site.language.as_deref(), Some("en-GB"));
    assert_eq!(tally.site.blog_id.as_deref(), Some("7300000000000000001"));
    assert_eq!(tally.site.templates, 1);
    assert_eq!(tally.comments.iter().filter(|comment| comment.parent.is_some()).count(), 2);
    assert!(tally.posts.iter().any(|post| post.location.is_some()));
}

#[test]
fn reading_twice_gives_the_same_records() {
    let (first, second) = (classic("whole-blog"), classic("whole-blog"));
    assert_eq!(first.posts, second.posts);
    assert_eq!(first.comments, second.comments);
    let mut hashes: Vec<_> = first.posts.iter().map(|post| &post.hash).collect();
    hashes.sort();
    hashes.dedup();
    assert_eq!(hashes.len(), first.posts.len(), "every post has a digest of its own");
}

#[test]
fn letters_survive_every_encoding() {
    for name in ["utf-16-le", "utf-16-be", "utf-8-bom"] {
        assert_eq!(classic(name).posts[0].title, "灯台 Café 🚢", "{name}");
    }
    for name in ["latin-1", "windows-1252", "latin-1-called-utf-8"] {
        let tally = classic(name);
        assert!(tally.posts[0].title.starts_with("Café da manhã"), "{name}: {}", tally.posts[0].title);
        assert_eq!(tally.labels().into_iter().collect::<Vec<_>>(), ["Família"], "{name}");
    }
}

#[test]
fn titles_are_plain_text() {
    let titles = |tally: Tally| tally.posts.into_iter().map(|post| post.title).collect::<Vec<_>>();
    assert_eq!(titles(classic("titles-empty")), ["", "", "", "A <b>bold</b> & quoted \"title\""]);
    assert_eq!(
        titles(takeout("double-encoded-title")),
        ["The keeper's wife & the fog", "A title about <b> tags", "Fish & chips"]
    );
    assert_eq!(titles(classic("control-characters"))[0], "A form feedand a bell");
}

#[test]
fn labels_are_spelt_as_exported() {
    let tally = classic("labels-non-ascii");
    assert_eq!(tally.labels().len(), 12, "{:?}", tally.labels());
    for label in ["R+D", "50%", "a/b"] {
        assert!(tally.labels().contains(label), "{label}");
    }
    assert!(tally.labels().iter().any(|label| label.chars().count() == 300));
}

#[test]
fn permalinks_are_those_of_the_old_site() {
    let tally = classic("permalinks-odd");
    let paths: Vec<_> = tally.posts.iter().map(|post| post.path.as_deref().unwrap_or("none")).collect();
    assert_eq!(
        paths,
        [
            "/2024/03/café-da-lanterna.html",
            "/2024/03/منارة.html",
            "/2024/03/query.html",
            "none",
            "/2024/02/leap-night.html",
            "/2024/03/other-host.html",
        ]
    );
}

#[test]
fn xhtml_and_cdata_bodies_are_read() {
    let tally = classic("content-in-cdata");
    assert!(tally.posts.iter().any(|post| post.body.contains("Fish & chips")), "{:?}", tally.posts);
    assert!(tally.posts.iter().any(|post| post.body.contains("<em>")), "{:?}", tally.posts);
}

#[test]
fn entities_are_never_expanded_and_files_never_opened() {
    assert!(classic("entity-bomb").posts.iter().any(|post| post.body == "&a9;"));
    assert!(classic("external-entity").posts.iter().any(|post| post.body == "<p>&secret;</p>"));
}

#[test]
fn settings_are_understood_whatever_the_language_of_their_titles() {
    let site = classic("settings").site;
    assert_eq!(site.title.as_deref(), Some("Correio da Lanterna"));
    assert!(site.description.as_deref().unwrap().contains('&'));
    assert_eq!(site.language.as_deref(), Some("pt-PT"));
    assert_eq!(site.time_zone.as_deref(), Some("Atlantic/Azores"));
    assert_eq!(site.posts_per_page, Some(12));
    assert_eq!((site.comments_open, site.comments_moderated), (Some(true), Some(true)));
    let nonsense = classic("settings-nonsense");
    assert_eq!(
        (nonsense.site.time_zone, nonsense.site.posts_per_page, nonsense.site.language),
        (None, None, None)
    );
    assert_eq!(nonsense.problems.len(), 4, "{:?}", nonsense.problems);
}

#[test]
fn the_zip_holds_what_the_folder_holds() {
    let (folder, zip) = (Tally::of(&fixture("takeout")), Tally::of(&fixture("takeout.zip")));
    assert_eq!(folder.counts(), "posts 2/1/0/0 pages 1/1 comments 2/0/0/0");
    assert_eq!((folder.posts, folder.comments, folder.site), (zip.posts, zip.comments, zip.site.clone()));
    assert_eq!((folder.problems.len(), zip.problems.len()), (0, 0), "{:?}", zip.problems);
    assert_eq!(zip.site.host.as_deref(), Some("keeperslantern.blogspot.com"));
    assert_eq!(zip.site.title.as_deref(), Some("The Keeper's Lantern"));
    let blogs = fixture("takeout/Takeout/Blogger/Blogs");
    let feed = Tally::of(&blogs.join("The Keeper_s Lantern/feed.atom"));
    assert_eq!(feed.counts(), "posts 2/1/0/0 pages 1/1 comments 2/0/0/0");
    assert_eq!(feed.site.host.as_deref(), Some("keeperslantern.blogspot.com"));
}

#[test]
fn of_several_blogs_one_is_named() {
    let path = fixture("takeout-two-blogs");
    let error = Source::open(&path, None, Limits::default()).unwrap_err();
    assert!(error.to_string().contains("Lantern One, Lantern Two"), "{error}");
    assert!(Source::open(&path, Some("Lantern Two"), Limits::default()).is_ok());
    assert!(matches!(
        Source::open(&path, Some("Lantern Nine"), Limits::default()),
        Err(OpenError::SeveralBlogs { .. })
    ));
}

#[test]
fn what_is_no_export_is_refused_with_what_was_expected() {
    let error = |name: &str| Source::open(&fixture(name), None, Limits::default()).unwrap_err();
    for name in ["not-a-feed.xml", "not-xml.txt", "empty-file.xml"] {
        assert!(matches!(error(name), OpenError::Unknown { .. }), "{name}: {}", error(name));
    }
    assert!(matches!(error("zip-without-blog.zip"), OpenError::NoBlog { .. }));
    assert!(matches!(error("classic"), OpenError::SeveralBlogs { .. }));
    assert!(matches!(error("zip-climbs-out.zip"), OpenError::Zip { .. }));
    assert!(matches!(error("zip-cut-short.zip"), OpenError::Zip { .. }));
    assert!(matches!(error("no-such-file.xml"), OpenError::Io { .. }));
}

#[test]
fn the_public_feed_of_a_blog_holds_posts() {
    let tally = Tally::of(&fixture("public-feed.xml"));
    assert_eq!((tally.format, tally.counts().as_str()), ("blogger-feed", "posts 3/0/0/0"));
}

#[test]
fn a_podcast_keeps_its_recording() {
    let tally = takeout("location-and-enclosure");
    let enclosure = &tally.posts[1].enclosures[0];
    assert_eq!((enclosure.length, enclosure.media_type.as_deref()), (Some(482_113), Some("audio/mpeg")));
    assert_eq!(tally.posts[1].title_link.as_deref(), Some("https://example.org/fog"));
    assert_eq!(tally.posts[0].location.as_deref(), Some("North Mole, Porto Velho"));
    assert!(tally.posts[0].meta_description.is_some());
}

#[test]
fn a_status_that_nobody_knows_hides_and_is_reported() {
    let posts = takeout("post-states");
    assert_eq!(posts.problems[0].action, Action::Imported);
    assert!(posts.posts.iter().any(|post| post.state == PostState::Trashed));
    let comments = takeout("comment-states");
    let quarantined = comments.comments.iter().find(|comment| comment.id == "7455").unwrap();
    assert_eq!(quarantined.state, CommentState::Pending);
}

#[test]
fn a_post_is_found_by_its_line() {
    let tally = classic("unreadable-date");
    assert_eq!(tally.problems[0].action, Action::Imported);
    assert!(tally.problems[0].message.contains("a Tuesday in spring"));
    assert_eq!(tally.post("7301").line, 15);
}

//! The way out, and in again.

use std::io::Read;
use std::path::Path;

use dateline_model::{PostKind, Redirect, RedirectTarget, Zone};
use dateline_store::ListKey;
use dateline_transfer::{ExportError, Exported, Report, Target, export};

use crate::fixtures::fixture;
use crate::media::DOT;
use crate::paper::Paper;
use crate::tally::NOW;

/// A paper with everything in it.
async fn full() -> Paper {
    let paper = Paper::new().await;
    paper.import(&fixture("wordpress/whole-site.xml")).await;
    paper.import(&fixture("classic/whole-blog.xml")).await;
    let fog = paper.post_of("wordpress:30").await;
    let site = paper.site;
    let to = RedirectTarget::Address("https://old.example/*".to_owned());
    let whole = Redirect { from: "/old/*".to_owned(), to, permanent: false };
    let added: Result<bool, dateline_store::StoreError> = paper
        .store
        .write(move |tx| {
            Box::pin(async move {
                tx.add_redirect(site, &whole).await?;
                let to = RedirectTarget::Post(fog.id);
                tx.keep_redirect(site, &Redirect { from: "/mist/".to_owned(), to, permanent: true }).await
            })
        })
        .await;
    assert!(added.unwrap());
    paper
}

async fn out(paper: &Paper, target: Target, path: &Path) -> Exported {
    export(&paper.store, paper.site, target, path, NOW, &paper.premises()).await.unwrap()
}

/// A comment that a reader likes, and that its writer changed.
async fn like_and_change_a_comment(paper: &Paper) {
    let mut read = paper.store.read().await.unwrap();
    let found =
        read.desk_comments(paper.site, dateline_model::CommentState::Approved, None, 1).await.unwrap();
    drop(read);
    let (site, old) = (paper.site, found[0].comment.clone());
    let changed = dateline_model::Comment { edited_at: Some(1_795_608_000_000), ..old.clone() };
    let work = paper.store.write(move |tx| {
        Box::pin(async move {
            tx.update_comment(site, &old, &changed).await?;
            tx.like(site, &old, b"somebody").await
        })
    });
    let counted: Result<bool, dateline_store::StoreError> = work.await;
    assert!(counted.unwrap());
}

/// The files of a zip but the manifest, which names the hour.
fn contents(path: &Path) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut files = Vec::new();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        files.push((file.name().unwrap().into_owned(), text));
    }
    files.retain(|(name, _)| name != "dateline.json");
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_archive_brings_every_row_back() {
    let (paper, folder) = (full().await, tempfile::tempdir().unwrap());
    let (first, second) = (folder.path().join("first.zip"), folder.path().join("second.zip"));
    like_and_change_a_comment(&paper).await;
    let told = out(&paper, Target::Dateline, &first).await;
    assert_eq!((told.posts, told.pages, told.comments), (11, 3, 8), "{told:?}");
    assert_eq!(told.left_out, Vec::<String>::new());
    let other = Paper::new().await;
    let report = other.import(&first).await;
    assert_eq!((report.format.as_str(), &report.problems), ("dateline", &vec![]), "{report}");
    assert_eq!((report.posts.published, report.comments.mentions), (4, 1), "{report}");
    out(&other, Target::Dateline, &second).await;
    assert_eq!(contents(&first), contents(&second), "each row of each file");
    assert!(
        contents(&first).iter().any(|(_, rows)| rows.contains("\"edited_at\":1795608000000,\"likes\":1"))
    );
    assert_eq!(other.import(&first).await.changed_rows, 0);
    let (fog, copy) = (paper.post_of("wordpress:30").await, other.post_of("wordpress:30").await);
    assert_eq!(fog, copy, "with its counters");
    let refused = export(&other.store, other.site, Target::Dateline, &first, NOW, &other.premises()).await;
    assert!(matches!(refused, Err(ExportError::Exists(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_archive_is_told_and_cannot_smuggle() {
    let (paper, folder) = (full().await, tempfile::tempdir().unwrap());
    let first = folder.path().join("first.zip");
    out(&paper, Target::Dateline, &first).await;
    let mut zip = zip::ZipArchive::new(std::fs::File::open(&first).unwrap()).unwrap();
    let unpacked = folder.path().join("unpacked");
    std::fs::create_dir(&unpacked).unwrap();
    for n in 0..zip.len() {
        let mut file = zip.by_index(n).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        let text = match file.name().unwrap().as_ref() {
            "posts.jsonl" => {
                text.replace("Seven ships waited.", "<script>alert(1)</script>Eight ships waited.")
                    + "{\"id\":\n"
            }
            _ => text,
        };
        let place = unpacked.join(&*file.name().unwrap());
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, text).unwrap();
    }
    let other = Paper::new().await;
    let report = other.import(&unpacked).await;
    assert_eq!(report.problems.len(), 2, "{report}");
    let fog = other.post_of("wordpress:30").await;
    assert!(fog.html.contains("Eight ships") && !fog.html.contains("script"), "{}", fog.html);
}

/// What a reader would find again, whatever the system between.
async fn seen(paper: &Paper) -> Vec<String> {
    let mut read = paper.store.read().await.unwrap();
    let mut lines = Vec::new();
    for kind in [PostKind::Post, PostKind::Page] {
        for post in read.desk_posts(paper.site, kind, None, 100, 0).await.unwrap() {
            if post.visibility.public_from.is_none() {
                continue;
            }
            let tags = read.tags_of(paper.site, &[post.id]).await.unwrap();
            let tags: Vec<String> = tags.into_iter().map(|(_, tag)| tag.name).collect();
            let authors = read.bylines(paper.site, &[post.id]).await.unwrap();
            let authors: Vec<String> = authors.into_iter().map(|(_, byline)| byline.name).collect();
            let words = dateline_markup::plain_text(&post.html);
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            lines.push(format!(
                "{kind:?} {} {:?} {:?} {tags:?} {authors:?} {:?} {} {words}",
                post.title, post.permalink, post.published_at, post.excerpt, post.featured
            ));
        }
    }
    lines.sort();
    lines
}

async fn again(target: Target, name: &str) -> (Paper, Paper, Exported, Report) {
    let (paper, folder) = (full().await, tempfile::tempdir().unwrap());
    let path = folder.path().join(name);
    let told = out(&paper, target, &path).await;
    let other = Paper::new().await;
    let report = other.import(&path).await;
    println!("{told:#?}\n{report}");
    let (before, after) = (seen(&paper).await, seen(&other).await);
    assert_eq!(before, after, "{name}");
    assert_eq!(report.posts.published, 4);
    (paper, other, told, report)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paper_that_leaves_for_wordpress_finds_itself_again() {
    let (_, _, told, report) = again(Target::WordPress, "wordpress.xml").await;
    assert_eq!(
        report.comments.approved + report.comments.pending + report.comments.spam + report.comments.removed,
        told.comments
    );
    assert_eq!((report.comments.mentions, report.comments.replies), (1, 3), "{report}");
    assert!(told.left_out.iter().any(|words| words.contains("redirects")));
}

/// The comments of all stories with what they answer, whatever their numbers.
async fn threads(paper: &Paper) -> Vec<String> {
    let mut read = paper.store.read().await.unwrap();
    let mut lines = Vec::new();
    for kind in [PostKind::Post, PostKind::Page] {
        for post in read.desk_posts(paper.site, kind, None, 100, 0).await.unwrap() {
            let first = dateline_model::CommentId(dateline_model::mint_uuid(0, [0; 6]));
            let comments = read.desk_comments_of(paper.site, post.id, first, 1_000).await.unwrap();
            for comment in &comments {
                let above = comments.iter().find(|other| Some(other.id) == comment.parent);
                let above = above.map(|above| (&above.author_name, above.created_at));
                lines.push(format!(
                    "{:?} {:?} {:?} {} {} {above:?}",
                    post.title,
                    comment.author_name,
                    comment.author_email,
                    comment.state.as_str(),
                    comment.html.trim()
                ));
            }
        }
    }
    lines.sort();
    lines
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paper_that_leaves_for_markdown_finds_itself_again() {
    let (paper, folder) = (full().await, tempfile::tempdir().unwrap());
    let path = folder.path().join("out");
    out(&paper, Target::Markdown, &path).await;
    let other = Paper::new().await;
    let report = other.import(&path).await;
    assert_eq!(seen(&paper).await, seen(&other).await);
    assert_eq!((report.comments.approved, report.comments.replies), (5, 3), "{report}");
    assert_eq!(threads(&paper).await, threads(&other).await);
    assert_eq!(other.import(&path).await.changed_rows, 0);
    // Whoever imports the comments once more by themselves has them once.
    other.import(&path.join("comments.json")).await;
    assert_eq!(threads(&paper).await, threads(&other).await);
    let mut read = other.store.read().await.unwrap();
    assert!(read.redirect(other.site, "/mist/").await.unwrap().is_some());
    let old = read.redirect(other.site, "/old/a b/").await.unwrap().unwrap();
    assert_eq!(
        (old.to, old.permanent),
        (RedirectTarget::Address("https://old.example/a%20b/".to_owned()), false)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_of_markdown_takes_pictures_and_menus_along() {
    let (paper, folder) = (Paper::new().await, tempfile::tempdir().unwrap());
    let home = folder.path().join("home");
    let write = |name: &str, bytes: &[u8]| {
        let path = home.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    write("_config.yml", b"title: Tern\n");
    write(
        "_data/navigation.yml",
        b"main:\n  - title: Harbour\n    url: /harbour/\nfooter:\n  - title: Imprint\n    url: /imprint/\n",
    );
    write("_posts/2020-01-02-fog.md", b"---\ntitle: Fog\ntags: [sea]\n---\n![The fog](/pics/fog.png)\n");
    write("pics/fog.png", DOT);
    let mut report = paper.import(&home).await;
    paper.bring_files(&home, &mut report).await;
    let path = folder.path().join("out");
    let told = out(&paper, Target::Markdown, &path).await;
    assert_eq!(told.files, 1, "{told:?}");
    assert_eq!(told.left_out, ["1 redirects by expressions or from addresses with a query"]);
    let other = Paper::new().await;
    let mut report = other.import(&path).await;
    other.bring_files(&path, &mut report).await;
    assert_eq!((report.media.stored, report.media.remote), (1, 0), "{report}");
    assert_eq!(seen(&paper).await, seen(&other).await);
    let menus = |settings: dateline_model::SiteSettings| (settings.navigation, settings.secondary_navigation);
    assert_eq!(menus(paper.settings().await), menus(other.settings().await));
    assert_eq!(menus(other.settings().await).1[0].label, "Imprint");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_formats_of_others_have_no_place_for_is_named() {
    let (paper, folder) = (Paper::new().await, tempfile::tempdir().unwrap());
    let home = folder.path().join("tern.json");
    let table = serde_json::json!({"db": [{"meta": {"version": "5.0.0"}, "data": {
        "posts": [
            {"id": "1", "title": "Fog", "slug": "fog", "html": "<p>Thick.</p>", "status": "published", "type": "post",
                "published_at": "2020-01-02T10:00:00.000Z",
                "canonical_url": "https://gull.example/fog/"},
        ],
        "tags": [
            {"id": "2", "name": "Sea", "slug": "sea", "description": "All of it"},
            {"id": "4", "name": "#desk", "slug": "hash-desk", "visibility": "internal"},
        ],
        "posts_tags": [{"post_id": "1", "tag_id": "4"}],
        "users": [{"id": "3", "name": "Ana Reis", "slug": "ana", "bio": "Writes."}],
        "posts_authors": [{"post_id": "1", "author_id": "3"}],
        "settings": [{"key": "navigation", "value": "[{\"label\":\"Harbour\",\"url\":\"/harbour/\"}]"}],
    }}]});
    std::fs::write(&home, table.to_string()).unwrap();
    paper.import(&home).await;
    let names = |told: Exported, parts: &[&str]| {
        for part in parts {
            assert!(told.left_out.iter().any(|words| words.contains(part)), "{part}: {told:?}");
        }
    };
    let markdown = out(&paper, Target::Markdown, &folder.path().join("out")).await;
    names(
        markdown,
        &[
            "1 stories with details",
            "1 tags of the newsroom's own",
            "1 tags that no story has",
            "1 tags with words",
            "1 authors with words",
        ],
    );
    let story = std::fs::read_to_string(folder.path().join("out/posts/fog.md")).unwrap();
    assert!(story.contains("internal: [\"#desk\"]") && !story.contains("tags:"), "{story}");
    let wordpress = out(&paper, Target::WordPress, &folder.path().join("out.xml")).await;
    names(wordpress, &["1 stories with details", "1 authors with words", "1 entries of the menus"]);
    let ghost = out(&full().await, Target::Ghost, &folder.path().join("out.json")).await;
    names(ghost, &["stories get new addresses there"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paper_that_leaves_for_ghost_takes_its_stories_along() {
    let (paper, folder) = (full().await, tempfile::tempdir().unwrap());
    let path = folder.path().join("out.json");
    let told = out(&paper, Target::Ghost, &path).await;
    assert!(told.left_out.iter().any(|words| words.contains("comments")), "{told:?}");
    let other = Paper::new().await;
    let report = other.import(&path).await;
    assert_eq!((report.posts.published, report.pages.published), (4, 2), "{report}");
    assert_eq!(report.tags, told.tags);
    let fog = seen(&other).await.into_iter().find(|line| line.contains("The fog lifts")).unwrap();
    assert!(
        fog.contains("Ana Reis") && fog.contains("Seven ships & a bell.") && fog.contains("/the-fog-lifts/"),
        "{fog}"
    );
}

/// The first table of a Ghost export.
fn tables(path: &Path) -> serde_json::Value {
    let file: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    file["db"][0]["data"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_ghost_would_refuse_a_whole_paper_for_is_made_to_fit_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let long = |count: usize| "é".repeat(count);
    let row = |id: &str, title: String, excerpt: String| {
        serde_json::json!({"id": id, "title": title, "slug": id, "html": "<p>x</p>", "type": "post", "status": "published",
            "published_at": "2026-11-24T10:00:00.000Z", "custom_excerpt": excerpt})
    };
    let author = |id: &str, bio: String| serde_json::json!({"id": id, "name": id, "slug": id, "bio": bio});
    for (zone, name, unknown) in [
        ("-03:00", Some("Etc/GMT+3"), false),
        ("+05:30", None, true),
        ("Europe/Lisbon", Some("Europe/Lisbon"), false),
    ] {
        let paper = Paper::new().await;
        let export = serde_json::json!({"db": [{"meta": {"version": "6.0.0"}, "data": {
            "posts": [row("fits", long(255), long(300)), row("too-long", long(256), long(301))],
            "users": [author("ana", long(250)), author("rui", long(251))],
            "posts_authors": [{"post_id": "fits", "author_id": "ana"}, {"post_id": "too-long", "author_id": "rui"}],
            "tags": [{"id": "t", "name": "Νησί", "slug": "νησί"}], "posts_tags": [{"post_id": "fits", "tag_id": "t"}],
            "settings": [{"key": "timezone", "value": zone}]}}]});
        let (from, path) = (
            folder.path().join("from.json"),
            folder.path().join(format!("{unknown}{zone}.json").replace('/', "-")),
        );
        std::fs::write(&from, export.to_string()).unwrap();
        paper.import(&from).await;
        let told = out(&paper, Target::Ghost, &path).await;
        let data = tables(&path);
        let find = |table: &str, key: &str, value: &str| {
            data[table].as_array().unwrap().iter().find(|row| row[key] == value).cloned()
        };
        let chars = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().chars().count();
        for (slug, signer) in [("fits", "ana"), ("too-long", "rui")] {
            let (post, author) =
                (find("posts", "slug", slug).unwrap(), find("users", "slug", signer).unwrap());
            assert_eq!(
                (chars(&post, "title"), chars(&post, "custom_excerpt"), chars(&author, "bio")),
                (255, 300, 250)
            );
        }
        let kept = find("settings", "key", "timezone").map(|row| row["value"].clone());
        assert_eq!(kept, name.map(Into::into), "{zone}");
        let says = |words: &str| told.left_out.iter().any(|line| line.contains(words));
        assert!(
            says("3 texts longer than Ghost takes") && says("1 slugs with letters beyond ASCII"),
            "{told:?}"
        );
        assert_eq!(says("time zone without a name"), unknown, "{zone}: {told:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_above_a_story_is_an_item_of_its_own_for_wordpress() {
    let (paper, folder) = (full().await, tempfile::tempdir().unwrap());
    let path = folder.path().join("wordpress.xml");
    out(&paper, Target::WordPress, &path).await;
    let file = std::fs::read_to_string(&path).unwrap();
    let picture = file.split("<item>").find(|item| item.contains("<wp:post_type>attachment<")).unwrap();
    for part in [
        "<dc:creator><![CDATA[",
        "<guid ",
        "<wp:post_date>2024-03-05 ",
        "<wp:post_name>ship<",
        "<wp:attachment_url>",
    ] {
        assert!(
            picture.contains(part) && !picture.contains("<dc:creator><![CDATA[]]>"),
            "{part} in {picture}"
        );
    }
}

/// Headlines as a list shows them, newest first.
async fn listed(paper: &Paper) -> Vec<String> {
    let mut read = paper.store.read().await.unwrap();
    let list = read.public_list(paper.site, &Zone::utc(), NOW, ListKey::All, 100, 0).await.unwrap();
    list.into_iter().map(|post| post.title).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stories_of_one_second_keep_their_order_wherever_they_go() {
    let item = |n: usize| {
        // Names and numbers that would sort them in another way.
        let (slug, id) = (["kelp", "gull", "fog", "weir", "ash"][n % 5], 900 - 7 * n);
        format!(
            "<item><title>Story {n:02}</title><link>https://gull.example/{slug}-{n}/</link><content:encoded>Fog.</content:encoded><wp:post_id>{id}</wp:post_id>\
             <wp:post_date_gmt>2020-03-01 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
        )
    };
    let items: String = (0..40).map(item).collect();
    let text = format!(
        "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:wp='http://wordpress.org/export/1.2/'><channel><wp:wxr_version>1.2</wp:wxr_version>{items}</channel></rss>"
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.xml");
    std::fs::write(&path, text).unwrap();
    let paper = Paper::new().await;
    paper.import(&path).await;
    let expected: Vec<String> = (0..40).rev().map(|n| format!("Story {n:02}")).collect();
    assert_eq!(listed(&paper).await, expected, "the last of a source is the newest");
    for (target, name) in [
        (Target::WordPress, "out.xml"),
        (Target::Markdown, "out"),
        (Target::Ghost, "out.json"),
        (Target::Dateline, "out.zip"),
    ] {
        let path = folder.path().join(name);
        out(&paper, target, &path).await;
        let other = Paper::new().await;
        other.import(&path).await;
        assert_eq!(listed(&other).await, expected, "{name}");
    }
}

//! Whole imports into a database.

use std::path::{Path, PathBuf};

use dateline_model::{ChangeKind, CommentState, PostKind, PostStatus};
use dateline_store::StoreError;
use dateline_transfer::{Action, Report};

use crate::fixtures::fixture;
use crate::paper::Paper;
use crate::tally::NOW;

fn counts(report: &Report) -> String {
    let (p, g, c) = (report.posts, report.pages, report.comments);
    format!(
        "posts {}/{}/{}/{} pages {}/{} comments {}/{}/{}/{} ({})",
        p.published,
        p.draft,
        p.scheduled,
        p.trashed,
        g.published,
        g.draft,
        c.approved,
        c.pending,
        c.spam,
        c.removed,
        c.replies
    )
}

/// Every file of the corpus and of the fixtures that can be opened.
fn all_files() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let mut files = vec![fixture("takeout"), fixture("takeout.zip"), fixture("public-feed.xml")];
    files.extend(
        ["ghost/whole", "markdown/hugo", "markdown/jekyll", "markdown/eleventy", "markdown/plain"]
            .map(fixture),
    );
    files.extend(
        ["jekyll-edge", "hugo-stack", "jekyll-arabic"].map(|name| corpus.join("markdown").join(name)),
    );
    files.retain(|file| file.exists());
    let ours = ["classic", "takeout-feeds", "wordpress"].map(fixture);
    for folder in ["blogger", "wordpress", "ghost"].map(|name| corpus.join(name)).into_iter().chain(ours) {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            println!("skipped: there is no {}", folder.display());
            continue;
        };
        files.extend(entries.map(|entry| entry.unwrap().path()));
    }
    files.sort();
    files
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_run_of_any_file_changes_nothing() {
    for file in all_files() {
        let paper = Paper::new().await;
        let first = paper.import(&file).await;
        let second = paper.import(&file).await;
        println!("{}: {} rows, {}", file.display(), first.changed_rows, counts(&first));
        assert_eq!(second.changed_rows, 0, "{}", file.display());
        assert_eq!(counts(&first), counts(&second), "{}", file.display());
        let stored = paper.posts().await as usize;
        let p = first.posts;
        let told =
            p.published + p.draft + p.scheduled + p.trashed + first.pages.published + first.pages.draft;
        let binned_pages = usize::from(file.ends_with("post-states.atom"));
        assert_eq!(stored, told + binned_pages, "{}", file.display());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fixtures_import_as_their_readme_says() {
    let check = async |name: &str, expected: &str, problems: usize| {
        let report = Paper::new().await.import(&fixture(name)).await;
        let real = report.problems.iter().filter(|problem| problem.line > 0).count();
        assert_eq!((counts(&report).as_str(), real), (expected, problems), "{name}: {report}");
    };
    check("classic/whole-blog.xml", "posts 3/1/1/0 pages 1/1 comments 3/0/0/0 (2)", 0).await;
    check("classic/comment-threads.xml", "posts 2/0/0/0 pages 0/0 comments 11/0/0/0 (6)", 3).await;
    check("classic/comments-before-posts.xml", "posts 1/0/0/0 pages 0/0 comments 2/0/0/0 (1)", 0).await;
    check("classic/comment-without-post.xml", "posts 1/0/0/0 pages 0/0 comments 1/0/0/0 (0)", 2).await;
    check("classic/comment-removed.xml", "posts 1/0/0/0 pages 0/0 comments 2/0/0/2 (1)", 0).await;
    check("classic/duplicate-permalinks.xml", "posts 3/0/0/0 pages 0/0 comments 0/0/0/0 (0)", 1).await;
    check("classic/pasted-teaser.xml", "posts 5/0/0/0 pages 0/0 comments 0/0/0/0 (0)", 2).await;
    check("classic/broken-in-the-middle.xml", "posts 2/0/0/0 pages 0/0 comments 0/0/0/0 (0)", 1).await;
    check("takeout", "posts 2/1/0/0 pages 1/1 comments 2/0/0/0 (1)", 0).await;
    check("takeout-feeds/comment-states.atom", "posts 1/0/0/0 pages 0/0 comments 2/2/1/1 (1)", 3).await;
    check("takeout-feeds/post-states.atom", "posts 1/3/2/2 pages 0/0 comments 0/0/0/0 (0)", 1).await;
    check("takeout-feeds/filename-missing.atom", "posts 3/0/0/0 pages 0/0 comments 0/0/0/0 (0)", 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_site_and_its_first_comment_are_where_they_were() {
    let paper = Paper::new().await;
    let report = paper.import(&fixture("takeout")).await;
    assert_eq!((report.permalinks, report.tags, report.authors), (4, 3, 1), "{report}");
    let settings = paper.settings().await;
    assert_eq!(settings.title, "The Keeper's Lantern");
    assert_eq!((settings.timezone.as_str(), settings.locale.as_str()), ("Europe/Lisbon", "pt-PT"));
    assert_eq!(settings.permalinks, "/:year/:month/:slug.html");
    let mut read = paper.store.read().await.unwrap();
    let listed = read
        .public_list(paper.site, &settings.zone(), NOW, dateline_store::ListKey::All, 10, 0)
        .await
        .unwrap();
    assert_eq!(listed.len(), 2);
    assert_eq!(listed.iter().map(|card| card.comment_count).sum::<i64>(), 2);
    assert!(listed.iter().all(|card| card.permalink.contains(".html")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_stand_under_what_they_answer() {
    let paper = Paper::new().await;
    paper.import(&fixture("classic/comments-before-posts.xml")).await;
    let report = paper.import(&fixture("takeout-feeds/comments-before-posts.atom")).await;
    assert_eq!(report.comments.replies, 1);
    let (reply, parent) = (paper.comment("7452").await, paper.comment("7451").await);
    assert_eq!((reply.parent, reply.root, reply.depth), (Some(parent.id), parent.id, 1));
    assert_eq!(reply.anchor(), "c7452");
    assert_eq!(paper.post("9007199254740993001").await.comment_count, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_hostile_survives_the_journey() {
    let paper = Paper::new().await;
    let report = paper.import(&fixture("classic/hostile-body.xml")).await;
    let mut read = paper.store.read().await.unwrap();
    let posts = read.desk_posts(paper.site, PostKind::Post, None, 10, 0).await.unwrap();
    let thread = read.public_thread(paper.site, posts[0].id, 10, 0).await.unwrap();
    for html in [&posts[0].html, &thread[0].html] {
        let html = html.to_lowercase();
        for bad in ["<script", "onerror", "onclick", "javascript:", "<form", "<style"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
    }
    assert!(report.problems.iter().any(|problem| problem.message.contains("script")), "{report}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scheduled_post_waits_for_its_hour() {
    let paper = Paper::new().await;
    paper.import(&fixture("classic/scheduled.xml")).await;
    let mut read = paper.store.read().await.unwrap();
    let posts =
        read.desk_posts(paper.site, PostKind::Post, Some(PostStatus::Scheduled), 10, 0).await.unwrap();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].visibility.public_from, None);
    assert_eq!(read.next_job_at().await.unwrap(), posts[0].published_at);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dry_run_counts_and_writes_nothing() {
    let paper = Paper::new().await;
    let before = paper.settings().await;
    let dry = paper.run(&fixture("classic/whole-blog.xml"), true).await;
    assert_eq!((paper.posts().await, dry.changed_rows), (0, 0));
    assert_eq!(paper.settings().await, before);
    let real = paper.import(&fixture("classic/whole-blog.xml")).await;
    assert_eq!(counts(&dry), counts(&real));
    assert!(real.changed_rows > 0);
}

/// A feed of one post with a comment, with the words that a test changes.
fn small_feed(folder: &Path, title: &str, path: &str, comment: &str) -> PathBuf {
    let entry = |kind: &str, id: u32, inside: &str| {
        format!(
            "<entry><id>tag:blogger.com,1999:blog-1.post-{id}</id><published>2024-03-05T09:30:00Z</published>\
             <category scheme='http://schemas.google.com/g/2005#kind' \
             term='http://schemas.google.com/blogger/2008/kind#{kind}'/>{inside}</entry>"
        )
    };
    let post = entry(
        "post",
        8812,
        &format!(
            "<title>{title}</title><content>Words.</content><link rel='alternate' href='http://a.example{path}'/>"
        ),
    );
    let comment = entry(
        "comment",
        8813,
        &format!(
            "<author><name>Ana</name></author><content>{comment}</content>\
             <in-reply-to xmlns='http://purl.org/syndication/thread/1.0' ref='tag:blogger.com,1999:blog-1.post-8812'/>"
        ),
    );
    let feed = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-1.archive</id>{post}{comment}</feed>"
    );
    let file = folder.join("blog.xml");
    std::fs::write(&file, feed).unwrap();
    file
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_changed_in_the_source_is_brought_up_to_date() {
    let (paper, folder) = (Paper::new().await, tempfile::tempdir().unwrap());
    paper.import(&small_feed(folder.path(), "Old", "/2024/03/old.html", "First.")).await;
    let id = paper.post("8812").await.id;
    let report = paper.import(&small_feed(folder.path(), "New", "/2024/03/new.html", "Second.")).await;
    assert!(report.changed_rows > 0);
    let post = paper.post("8812").await;
    assert_eq!(
        (post.id, post.title.as_str(), post.permalink.as_deref()),
        (id, "New", Some("/2024/03/new.html"))
    );
    assert_eq!(post.comment_count, 1);
    assert_eq!(paper.comment("8813").await.text, "Second.");
    let mut read = paper.store.read().await.unwrap();
    let redirect = read.redirect(paper.site, "/2024/03/old.html").await.unwrap().unwrap();
    assert_eq!(redirect.to, dateline_model::RedirectTarget::Post(id));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_edited_here_is_left_alone_and_reported() {
    let (paper, folder) = (Paper::new().await, tempfile::tempdir().unwrap());
    paper.import(&small_feed(folder.path(), "Old", "/2024/03/old.html", "First.")).await;
    let (mut post, comment) = (paper.post("8812").await, paper.comment("8813").await);
    post.title = "Edited".to_owned();
    post.edited_at = Some(NOW);
    let site = paper.site;
    let edit: Result<(), StoreError> = paper
        .store
        .write(move |tx| {
            Box::pin(async move {
                let credits = tx.credits(site, post.id).await?;
                let zone = dateline_model::Zone::utc();
                tx.update_post(site, &zone, &post, &credits, ChangeKind::Updated).await?;
                let mut spam = comment.clone();
                (spam.state, spam.updated_at) = (CommentState::Spam, NOW);
                tx.update_comment(site, &comment, &spam).await
            })
        })
        .await;
    edit.unwrap();
    let report = paper.import(&small_feed(folder.path(), "New", "/2024/03/old.html", "Second.")).await;
    assert_eq!(report.changed_rows, 0, "{report}");
    assert_eq!(report.problems.iter().filter(|problem| problem.action == Action::Kept).count(), 2);
    assert_eq!(paper.post("8812").await.title, "Edited");
    assert_eq!(paper.comment("8813").await.state, CommentState::Spam);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn settings_that_an_editor_changed_survive_the_next_import() {
    let paper = Paper::new().await;
    paper.import(&fixture("classic/whole-blog.xml")).await;
    let (site, mut settings) = (paper.site, paper.settings().await);
    settings.title = "A better name".to_owned();
    let saved: Result<u64, StoreError> =
        paper.store.write(move |tx| Box::pin(async move { tx.save_settings(site, &settings).await })).await;
    saved.unwrap();
    assert_eq!(paper.import(&fixture("classic/whole-blog.xml")).await.changed_rows, 0);
    assert_eq!(paper.settings().await.title, "A better name");
}

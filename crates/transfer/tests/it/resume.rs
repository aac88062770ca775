//! An import that is killed anywhere and run again ends where one clean run ends.

use std::path::{Path, PathBuf};

use dateline_model::PostKind;
use dateline_store::ListKey;

use crate::fixtures::fixture;
use crate::paper::Paper;

/// Everything that readers and editors can see, without the ids, which every run gives anew.
pub(crate) async fn whole(paper: &Paper) -> Vec<String> {
    let mut read = paper.store.read().await.unwrap();
    let site = paper.site;
    let mut lines: Vec<String> = read
        .settings(site)
        .await
        .unwrap()
        .to_rows()
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    for kind in [PostKind::Post, PostKind::Page] {
        for mut post in read.desk_posts(site, kind, None, 10_000, 0).await.unwrap() {
            let credits = (
                read.bylines(site, &[post.id]).await.unwrap(),
                read.tags_of(site, &[post.id]).await.unwrap(),
            );
            let names: Vec<&str> = credits.0.iter().map(|(_, byline)| byline.slug.as_str()).collect();
            let tags: Vec<(&str, i64)> =
                credits.1.iter().map(|(_, tag)| (tag.slug.as_str(), tag.post_count)).collect();
            lines.push(format!("{:?} {names:?} {tags:?}", post.import_key));
            for shown in read.public_thread(site, post.id, 10_000, 0).await.unwrap() {
                let comment = read.desk_comment(site, shown.id).await.unwrap().unwrap();
                let place = (comment.depth, comment.thread_at, comment.parent.is_some());
                lines.push(format!("{:?} {place:?} {}", comment.import_key, comment.html));
            }
            for mention in read.desk_mentions(site, post.id, 100, 0).await.unwrap() {
                lines.push(format!("{:?} {}", mention.import_key, mention.title));
            }
            let id = post.id;
            (post.id, post.created_at) = (dateline_model::PostId(site.0), 0);
            lines.push(format!("{post:?}").replace(&format!("{id:?}"), ""));
        }
    }
    lines.push(format!("{:?}", read.archive(site, ListKey::All).await.unwrap()));
    lines.sort();
    // The site of each paper has an id of its own.
    lines.into_iter().map(|line| line.replace(&format!("{:?}", site.0), "")).collect()
}

async fn check(path: &Path, points: &[usize]) {
    let clean = Paper::new().await;
    clean.import(path).await;
    let expected = whole(&clean).await;
    assert!(expected.len() > 25, "{}", path.display());
    for polls in points {
        let paper = Paper::new().await;
        let ended = paper.killed(path, *polls).await;
        paper.import(path).await;
        assert_eq!(paper.import(path).await.changed_rows, 0, "{} after {polls}", path.display());
        let found = whole(&paper).await;
        let differ = expected.iter().zip(&found).find(|(a, b)| a != b);
        assert!(
            found == expected,
            "{} killed after {polls} polls (ended: {ended}): {differ:#?}",
            path.display()
        );
    }
}

/// Every early moment, where most happens, and then ever rarer ones.
fn points() -> Vec<usize> {
    vec![1, 2, 4, 7, 11, 17, 26, 40, 70]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_may_be_killed_anywhere_and_run_again() {
    for name in ["classic/whole-blog.xml", "wordpress/whole-site.xml", "ghost/whole", "markdown/hugo"] {
        check(&fixture(name), &points()).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_site_may_be_killed_anywhere_and_run_again() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let files: Vec<PathBuf> =
        ["blogger/kcargile-2012.xml", "wordpress/pelican-fixture.xml"].map(|name| corpus.join(name)).to_vec();
    for file in files {
        if !file.is_file() {
            println!("skipped: there is no {}", file.display());
            continue;
        }
        check(&file, &[3, 9, 20, 33]).await;
    }
}

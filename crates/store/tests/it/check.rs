//! What the check finds after somebody's accident with the tables, and what the repair makes of it.

use std::path::Path;

use dateline_model::{PostKind, PostStatus, Redirect, RedirectTarget, Visibility};
use dateline_sqlite::Options;
use dateline_store::{Credits, Store};
use sqlx::{Connection, PgConnection};

use crate::paper::{DAY, HOUR, NOON, Paper, a_comment, a_reply, a_story, store_suite, write};

store_suite!(
    a_healthy_paper_breaks_no_rule,
    what_was_spoilt_is_found_and_mended,
    what_only_a_person_can_mend_is_left_and_said,
    a_deleted_story_leaves_no_redirect_behind,
);

/// Does to the tables what no release of Dateline does.
async fn spoil(paper: &Paper, sql: &'static str) {
    let address = paper.address();
    if paper.is_sqlite() {
        let options = Options::new(address.trim_start_matches("sqlite:")).pragma("foreign_keys", "OFF");
        dateline_sqlite::Connection::open(&options).unwrap().query(sql).execute().unwrap();
    } else {
        let mut connection = PgConnection::connect(&address).await.unwrap();
        sqlx::query(sql).execute(&mut connection).await.unwrap();
    }
}

async fn found(paper: &Paper) -> Vec<(&'static str, i64)> {
    let findings = paper.read().await.check(paper.site, &paper.zone).await.unwrap();
    findings.into_iter().map(|finding| (finding.what, finding.rows)).collect()
}

async fn repair(paper: &Paper) {
    let (site, zone) = (paper.site, paper.zone.clone());
    write!(paper, |tx| tx.repair(site, &zone, NOON)).unwrap();
}

/// Two signed and tagged stories with a thread, a draft, and one that waits for its hour.
async fn a_full_paper(paper: &Paper) {
    let credits = Credits {
        authors: vec![paper.author("Ana Reis").await],
        tags: vec![paper.tag("Harbour").await, paper.tag("Bridge").await],
    };
    let (first, second) = (a_story("bridge", NOON - DAY), a_story("ferry", NOON - HOUR));
    paper.insert(&first, &credits).await.unwrap();
    paper.insert(&second, &credits).await.unwrap();
    let comment = a_comment(&first, NOON);
    paper.comment(&comment).await;
    paper.comment(&a_reply(&comment, NOON + 1)).await;
    let mut waiting = a_story("tomorrow", NOON + DAY);
    (waiting.status, waiting.visibility) = (PostStatus::Scheduled, Visibility::HIDDEN);
    paper.insert(&waiting, &credits).await.unwrap();
    let (site, id) = (paper.site, waiting.id.0);
    write!(paper, |tx| tx.enqueue(site, "publish", id, NOON + DAY)).unwrap();
    let draft = dateline_model::Post::draft(PostKind::Post, NOON);
    paper.insert(&draft, &Credits::default()).await.unwrap();
}

async fn a_healthy_paper_breaks_no_rule(paper: Paper) {
    a_full_paper(&paper).await;
    assert_eq!(found(&paper).await, []);
    assert_eq!(paper.store.damage().await.unwrap(), Vec::<String>::new());
}

async fn what_was_spoilt_is_found_and_mended(paper: Paper) {
    a_full_paper(&paper).await;
    let accidents: [(&'static str, &[(&str, i64)]); 12] = [
        (
            "UPDATE posts SET comment_count = 7 WHERE slug = 'bridge'",
            &[("posts with a wrong count of comments", 1)],
        ),
        ("DELETE FROM comment_counts", &[("states whose comments nobody counts", 1)]),
        ("DELETE FROM thread_runs", &[("threads whose comments nobody counts", 1)]),
        ("UPDATE thread_runs SET n = 9", &[("runs of a thread with a wrong count of comments", 1)]),
        ("DELETE FROM bodies WHERE html = ''", &[("posts without a body", 4)]),
        (
            "UPDATE posts SET listed_at = NULL WHERE slug = 'bridge'",
            &[
                ("posts that lists show wrongly", 1),
                ("bylines that lists show wrongly", 1),
                ("tags of posts that lists show wrongly", 2),
                ("wrong counts of a year, a month or a day", 3),
            ],
        ),
        ("UPDATE tags SET post_count = 9 WHERE name = 'Bridge'", &[("tags with a wrong count of posts", 1)]),
        ("UPDATE authors SET post_count = 0", &[("authors with a wrong count of posts", 1)]),
        ("DELETE FROM post_counts WHERE grain = 0", &[("wrong counts of a year, a month or a day", 4)]),
        ("DELETE FROM jobs", &[("scheduled posts that no job would publish", 1)]),
        (
            "DELETE FROM comments WHERE parent_id IS NULL",
            &[
                ("replies to a comment that is gone", 1),
                ("posts with a wrong count of comments", 1),
                ("states with a wrong count of comments", 1),
                ("runs of a thread with a wrong count of comments", 1),
            ],
        ),
        (
            "UPDATE posts SET public_from = 1 WHERE status = 'draft'",
            &[("posts that are not out and can be read all the same", 1)],
        ),
    ];
    for (accident, expected) in accidents {
        spoil(&paper, accident).await;
        assert_eq!(found(&paper).await, expected, "{accident}");
        repair(&paper).await;
        assert_eq!(found(&paper).await, [], "after {accident}");
    }
}

async fn what_only_a_person_can_mend_is_left_and_said(paper: Paper) {
    a_full_paper(&paper).await;
    spoil(&paper, "UPDATE posts SET permalink = NULL WHERE slug = 'ferry'").await;
    repair(&paper).await;
    assert_eq!(found(&paper).await, [("public posts without a permalink; publish them again", 1)]);
}

async fn a_deleted_story_leaves_no_redirect_behind(paper: Paper) {
    let story = paper.publish("bridge", NOON).await;
    let (site, to) = (paper.site, RedirectTarget::Post(story.id));
    let redirect = Redirect { from: "/old/".to_owned(), to, permanent: true };
    write!(paper, |tx| tx.add_redirect(site, &redirect)).unwrap();
    paper.delete(&story).await.unwrap();
    assert_eq!(paper.read().await.redirect(site, "/old/").await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_the_paper_of_one_moment() {
    let paper = Paper::on_sqlite().await;
    let story = paper.publish("bridge", NOON).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.db");
    paper.store.copy_to(&file).await.unwrap();
    paper.comment(&a_comment(&story, NOON)).await;
    let copy = Store::open_sqlite(&file).await.unwrap();
    assert_eq!(copy.damage().await.unwrap(), Vec::<String>::new());
    let printed = copy.read().await.unwrap().desk_post(paper.site, story.id).await.unwrap().unwrap();
    assert_eq!(printed.comment_count, 0);
    assert!(paper.store.copy_to(&file).await.is_err(), "a copy was written over");
}

/// Bytes of a page of a database file, as it says itself (SQLite's file format, offset 16).
fn page_bytes(file: &Path) -> usize {
    let head = std::fs::read(file).unwrap();
    usize::from(u16::from_be_bytes([head[16], head[17]]))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_old_paper_keeps_its_pages_until_it_is_restored_from_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let [new, old, copy] = ["new.db", "old.db", "copy.db"].map(|name| folder.path().join(name));
    drop(Store::open_sqlite(&new).await.unwrap());
    assert_eq!(page_bytes(&new), 8_192);
    // As it was made when SQLite itself chose.
    let options = Options::new(&old).create().pragma("page_size", "4096");
    dateline_sqlite::Connection::open(&options)
        .unwrap()
        .run_script("CREATE TABLE t (a); DROP TABLE t")
        .unwrap();
    let store = Store::open_sqlite(&old).await.unwrap();
    assert_eq!(page_bytes(&old), 4_096);
    store.copy_to(&copy).await.unwrap();
    assert_eq!(page_bytes(&copy), 8_192);
    assert_eq!(Store::open_sqlite(&copy).await.unwrap().damage().await.unwrap(), Vec::<String>::new());
}

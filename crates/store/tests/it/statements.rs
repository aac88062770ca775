//! What holds for every statement: both databases understand it, and it names its site.

use std::collections::BTreeSet;
use std::path::Path;

use dateline_store::Store;

use crate::paper::{Paper, store_suite};

store_suite!(every_statement_is_understood);

async fn every_statement_is_understood(paper: Paper) {
    for (module, name, sql) in Store::statements() {
        paper.store.prepare(sql).await.unwrap_or_else(|error| panic!("{module}::{name}: {error}\n{sql}"));
    }
}

/// Statements that read or write without naming a site, each with its reason.
const OF_THE_WHOLE_INSTALLATION: [(&str, &str, &str); 17] = [
    ("comment", "ERASE_ADDRESSES", "the promise to forget addresses is kept for all sites at once"),
    ("decision", "ERASE_OLD_BANS", "the promise to forget bans is kept for all sites at once"),
    ("journal", "CHANGES_SINCE", "caches and indexes follow the log of all sites; each line names its own"),
    ("journal", "LAST_SEQ", "an index that is built anew begins where the log of all sites ends"),
    ("journal", "DUE_JOBS", "one scheduler works for all sites; each job names its own"),
    ("journal", "NEXT_JOB", "one scheduler sleeps until the next job of any site"),
    ("lesson", "REVISIONS", "one learner works for all sites; each line names its own"),
    ("lesson", "STAFF_NAMES", "one learner works for all sites; each line names its own"),
    ("reader", "ERASE_OLD_LIKERS", "the promise to forget who liked what is kept for all sites at once"),
    ("reader", "ERASE_OLD_REPORTS", "the promise to forget settled reports is kept for all sites at once"),
    ("site", "ALL_SITES", "host names are looked up among all sites"),
    ("site", "INSTALL_VALUE", "the installation's own values belong to no site"),
    ("site", "MOVE_INSTALL_VALUE", "the installation's own values belong to no site"),
    ("site", "SET_INSTALL_VALUE", "the installation's own values belong to no site"),
    ("spent", "ERASE_SPENT", "what has lost its worth is forgotten for all sites at once"),
    ("subscription", "ERASE_UNCONFIRMED", "the promise to forget addresses is kept for all sites at once"),
    ("webhook", "ERASE_OLD_DELIVERIES", "what was told long ago is forgotten for all sites at once"),
];

#[test]
fn every_statement_names_its_site() {
    let mut exempt: BTreeSet<_> = OF_THE_WHOLE_INSTALLATION.iter().map(|(m, n, _)| (*m, *n)).collect();
    for (module, name, sql) in Store::statements() {
        let site_is_first_value =
            sql.starts_with("INSERT") && sql.contains("(site_id,") && sql.contains("($1,");
        let names_site = sql.contains("site_id = $1") || site_is_first_value;
        assert!(names_site != exempt.remove(&(module, name)), "{module}::{name} and its site:\n{sql}");
    }
    assert!(exempt.is_empty(), "exempt, but not there: {exempt:?}");
}

/// What the page of a story shows of a comment.
const SHOWN_OF_A_COMMENT: [&str; 12] = [
    "parent_id",
    "root_id",
    "thread_at",
    "state",
    "author_name",
    "author_url",
    "user_id",
    "html",
    "created_at",
    "import_key",
    "edited_at",
    "likes",
];

#[test]
fn whoever_changes_what_is_shown_of_a_comment_begins_an_edition() {
    let mut begins = 0;
    for (module, name, sql) in Store::statements() {
        if sql.starts_with("INSERT INTO comments ") {
            assert!(sql.contains(", edition)"), "{module}::{name} draws no edition");
        }
        let Some(changes) = sql.strip_prefix("UPDATE comments SET ") else { continue };
        let (changes, _) = changes.split_once("WHERE").unwrap();
        let shown = changes.split(',').any(|change| {
            let column = change.split('=').next().unwrap_or_default().trim();
            SHOWN_OF_A_COMMENT.contains(&column)
        });
        assert_eq!(changes.contains("edition = edition + 1"), shown, "{module}::{name}: {changes}");
        begins += usize::from(shown);
    }
    assert_eq!(begins, 4, "a change, a like, what is wiped, and what answers nobody any more");
}

#[test]
fn every_joined_table_is_joined_within_the_site() {
    for (module, name, sql) in Store::statements() {
        for join in sql.split("JOIN ").skip(1) {
            let condition: String = join.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
            assert!(condition.contains(".site_id = "), "{module}::{name} joins across sites: {condition}");
        }
    }
}

#[test]
fn what_readers_see_asks_the_one_rule_of_visibility() {
    let listed = |name: &str| name.starts_with("PUBLIC_") || name.starts_with("LIST_");
    for (module, name, sql) in Store::statements().into_iter().filter(|s| listed(s.1)) {
        assert!(sql.contains("p.public_from <= $2"), "{module}::{name} shows what may be hidden:\n{sql}");
    }
}

#[test]
fn sql_is_put_together_at_run_time_in_one_module_only() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            path.ends_with("select.rs")
                || !(text.contains("AssertSqlSafe(") || text.contains("built_query(")),
            "{}",
            path.display()
        );
    }
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &str| -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
        let files = std::fs::read_dir(folder).unwrap();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

#[tokio::test]
async fn an_address_of_no_database_is_refused_with_what_would_do() {
    let Err(error) = Store::open("mysql://localhost").await else { panic!("opened") };
    assert!(error.to_string().contains("sqlite:PATH or postgres://"), "{error}");
}

#[test]
fn no_statement_is_planned_anew_because_of_its_limit() {
    for (module, name, sql) in Store::statements() {
        assert!(
            !sql.contains("LIMIT $"),
            "{module}::{name}: SQLite plans it again at every run; cast the limit: {sql}"
        );
    }
}

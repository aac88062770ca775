//! A file that an earlier release made is opened as it is; one that this release does not know is left alone.

use std::path::Path;

use dateline_sqlite::{Connection, Options};
use dateline_store::{Store, StoreError};
use tempfile::TempDir;

/// What the driver of earlier releases wrote about its steps: version, description, and the checksum in hex.
const BEFORE: &str = include_str!("fixtures/steps-of-the-driver-before.txt");

/// A file of this release that nobody has open.
async fn file() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()).await.unwrap());
    let connection = Connection::open(&Options::new(folder.path().join("paper.db"))).unwrap();
    (folder, connection)
}

async fn open(folder: &Path) -> Result<Store, StoreError> {
    Store::open_sqlite(&folder.join("paper.db")).await
}

fn lines(connection: &Connection) -> Vec<String> {
    let sql = "SELECT version || '|' || description || '|' || lower(hex(checksum)) FROM _sqlx_migrations
        WHERE success ORDER BY version";
    connection.query(sql).values().unwrap()
}

#[tokio::test]
async fn a_new_file_says_of_its_steps_what_the_driver_before_said() {
    let (_folder, connection) = file().await;
    let lines = lines(&connection);
    let before: Vec<&str> = BEFORE.lines().collect();
    assert_eq!(lines[..before.len()], before);
}

#[tokio::test]
async fn a_file_of_the_driver_before_is_opened_and_takes_no_step_twice() {
    let (folder, connection) = file().await;
    let this_release = lines(&connection);
    // The table as that driver made it and filled it in.
    connection
        .run_script(
            r#"DROP TABLE _sqlx_migrations;
CREATE TABLE IF NOT EXISTS "_sqlx_migrations" (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);"#,
        )
        .unwrap();
    // Steps that came after that driver were taken by this one.
    for line in BEFORE.lines().chain(this_release[BEFORE.lines().count()..].iter().map(String::as_str)) {
        let parts: Vec<&str> = line.split('|').collect();
        let sql = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            VALUES (CAST($1 AS INTEGER), $2, TRUE, unhex($3), 71000)";
        connection.query(sql).bind(parts[0]).bind(parts[1]).bind(parts[2]).execute().unwrap();
    }
    open(folder.path()).await.unwrap();
    assert_eq!(lines(&connection), this_release);
}

#[tokio::test]
async fn a_file_of_a_later_release_is_refused() {
    let (folder, connection) = file().await;
    let later = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (20990101000000, 'what comes later', TRUE, x'00', -1)";
    connection.query(later).execute().unwrap();
    let said = open(folder.path()).await.err().unwrap().to_string();
    assert!(said.contains("migration 20990101000000 was previously applied but is missing"), "{said}");
}

#[tokio::test]
async fn a_step_that_was_another_one_is_refused() {
    let (folder, connection) = file().await;
    let other = "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 20261124000001";
    assert_eq!(connection.query(other).execute().unwrap(), 1);
    let said = open(folder.path()).await.err().unwrap().to_string();
    assert!(said.contains("migration 20261124000001 was previously applied but has been modified"), "{said}");
}

#[tokio::test]
async fn a_step_that_failed_half_way_is_refused() {
    let (folder, connection) = file().await;
    let half = "UPDATE _sqlx_migrations SET success = FALSE WHERE version = 20261124000001";
    assert_eq!(connection.query(half).execute().unwrap(), 1);
    let said = open(folder.path()).await.err().unwrap().to_string();
    assert!(said.contains("migration 20261124000001 is partially applied"), "{said}");
}

#[tokio::test]
async fn a_step_that_fails_is_named_and_leaves_nothing() {
    let (folder, connection) = file().await;
    let (steps, first) = (lines(&connection).len(), "SELECT min(version) FROM _sqlx_migrations");
    let first: i64 = connection.query(first).value().unwrap().unwrap();
    // It makes tables, and now finds them there.
    connection.query("DELETE FROM _sqlx_migrations WHERE version = $1").bind(first).execute().unwrap();
    let said = open(folder.path()).await.err().unwrap().to_string();
    assert!(said.contains(&format!("step {first} failed")), "{said}");
    assert_eq!(lines(&connection).len(), steps - 1);
}

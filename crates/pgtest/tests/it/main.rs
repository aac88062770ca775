//! The promises that tests of other crates lean on, tried on a real server.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use dateline_pgtest::{Server, fresh_database, programs};
use sqlx::{Connection, PgConnection, Row};

#[tokio::test]
async fn every_test_writes_into_a_database_of_its_own() {
    let (Some(first), Some(second)) = (fresh_database(), fresh_database()) else { return };
    let mut writer = PgConnection::connect(&first.url).await.unwrap();
    sqlx::query("CREATE TABLE stories (title TEXT)").execute(&mut writer).await.unwrap();
    let mut other = PgConnection::connect(&second.url).await.unwrap();
    assert!(sqlx::query("SELECT title FROM stories").fetch_optional(&mut other).await.is_err());
}

#[tokio::test]
async fn a_database_goes_away_although_a_connection_is_still_open() {
    let Some(witness) = fresh_database() else { return };
    let Some(database) = fresh_database() else { return };
    let _open = PgConnection::connect(&database.url).await.unwrap();
    let url = database.url.clone();
    drop(database);
    assert!(PgConnection::connect(&url).await.is_err());
    drop(witness);
}

#[tokio::test]
async fn a_database_holds_every_script_and_counts_its_characters() {
    let Some(database) = fresh_database() else { return };
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let headline = "Ponte reabre · جسر الميناء · 橋";
    let row = sqlx::query("SELECT $1::text, length($1::text)").bind(headline);
    let row = row.fetch_one(&mut connection).await.unwrap();
    assert_eq!(row.get::<String, _>(0), headline);
    assert_eq!(row.get::<i32, _>(1), i32::try_from(headline.chars().count()).unwrap());
}

#[test]
fn a_stopped_server_leaves_nothing_in_the_temporary_folder() {
    if programs().is_none() {
        eprintln!("skipped: PostgreSQL is not installed");
        return;
    }
    let server = Server::start().unwrap();
    let folder =
        server.maintenance_url().split("host=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    assert!(Path::new(&folder).join("data").exists());
    drop(server);
    assert!(!Path::new(&folder).exists());
}

//! Statements against a small paper in a file of its own.
#![allow(clippy::unwrap_used)]

use dateline_sqlite::{Connection, Error, FromRow, Options, Row};
use tempfile::TempDir;
use uuid::Uuid;

/// A database with one table of stories.
fn paper() -> (TempDir, Connection) {
    let folder = tempfile::tempdir().unwrap();
    let paper = Connection::open(&Options::new(folder.path().join("paper.db")).create()).unwrap();
    paper
        .run_script(
            "CREATE TABLE stories (slug TEXT PRIMARY KEY, title TEXT, words INTEGER, id BLOB, open INTEGER);
             INSERT INTO stories (slug, title, words) VALUES ('harbour', 'Harbour bridge reopens', 310);
             INSERT INTO stories (slug, title, words) VALUES ('tram', 'No trams on Sunday', NULL);",
        )
        .unwrap();
    (folder, paper)
}

#[derive(Debug, PartialEq)]
struct Story {
    words: Option<i64>,
    title: String,
    slug: String,
    mood: Option<String>,
}

impl FromRow for Story {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok(Self {
            words: row.get("words")?,
            title: row.get("title")?,
            slug: row.get("slug")?,
            mood: row.get_or_default("mood")?,
        })
    }
}

#[test]
fn a_story_is_read_by_the_names_of_its_columns() {
    let (_folder, paper) = paper();
    let stories: Vec<Story> =
        paper.query("SELECT slug, title, words FROM stories ORDER BY slug").rows().unwrap();
    let expected = Story {
        words: Some(310),
        title: "Harbour bridge reopens".to_owned(),
        slug: "harbour".to_owned(),
        mood: None,
    };
    assert_eq!(stories.len(), 2);
    assert_eq!(stories[0], expected);
    assert_eq!(stories[1].words, None);
}

#[test]
fn values_go_by_their_numbers_wherever_these_stand_in_the_text() {
    let (_folder, paper) = paper();
    let sql = "SELECT title FROM stories WHERE words > $2 AND slug = $1 AND slug = $1";
    let title: Option<String> = paper.query(sql).bind("harbour").bind(300).value().unwrap();
    assert_eq!(title.as_deref(), Some("Harbour bridge reopens"));
    let nobody: Option<String> = paper.query(sql).bind("tram").bind(300).value().unwrap();
    assert_eq!(nobody, None);
    // One that the text does not use is left out.
    let unused = "SELECT title FROM stories WHERE slug = $2";
    let title: Option<String> = paper.query(unused).bind(7).bind("tram").bind(8).value().unwrap();
    assert_eq!(title.as_deref(), Some("No trams on Sunday"));
}

#[test]
fn a_value_that_was_forgotten_is_an_error_and_no_null() {
    let (_folder, paper) = paper();
    let answer = paper.query("UPDATE stories SET title = $2 WHERE slug = $1").bind("tram").execute();
    assert!(matches!(answer, Err(Error::TooFewValues { wanted: 2, given: 1 })), "{answer:?}");
}

#[test]
fn ids_flags_and_bytes_come_back_as_they_went_in() {
    let (_folder, paper) = paper();
    let id = Uuid::from_u128(7);
    let changed = paper
        .query("UPDATE stories SET id = $1, open = $2, title = $3")
        .bind(id)
        .bind(true)
        .bind(None::<String>)
        .execute();
    assert_eq!(changed.unwrap(), 2);
    assert_eq!(paper.query("SELECT id FROM stories").values::<Uuid>().unwrap(), [id, id]);
    assert_eq!(paper.query("SELECT id FROM stories").value::<Vec<u8>>().unwrap().unwrap(), id.as_bytes());
    assert_eq!(paper.query("SELECT open FROM stories").value::<bool>().unwrap(), Some(true));
    assert_eq!(paper.query("SELECT title FROM stories").value::<Option<String>>().unwrap(), Some(None));
}

#[test]
fn a_slug_that_is_taken_is_told_from_other_errors() {
    let (_folder, paper) = paper();
    let insert = "INSERT INTO stories (slug) VALUES ($1)";
    assert!(paper.query(insert).bind("tram").execute().unwrap_err().is_unique_violation());
    assert!(!paper.query("INSERT INTO no_table VALUES (1)").execute().unwrap_err().is_unique_violation());
    // The statement that failed can be asked again.
    assert_eq!(paper.query(insert).bind("ferry").execute().unwrap(), 1);
}

#[test]
fn a_column_that_holds_something_else_is_named() {
    let (_folder, paper) = paper();
    let words: Result<Vec<i64>, Error> = paper.query("SELECT words FROM stories ORDER BY slug").values();
    assert_eq!(words.unwrap_err().to_string(), "the column \"words\" cannot be read: Invalid type");
    let stories: Result<Vec<Story>, Error> = paper.query("SELECT title FROM stories").rows();
    assert_eq!(stories.unwrap_err().to_string(), "the rows have no column \"words\"");
}

#[test]
fn what_an_insert_returns_is_read_and_all_of_it_is_done() {
    let (_folder, paper) = paper();
    let first: Option<String> =
        paper.query("INSERT INTO stories (slug) VALUES ('a'), ('b') RETURNING slug").value().unwrap();
    assert_eq!(first.as_deref(), Some("a"));
    assert_eq!(paper.query("SELECT count(*) FROM stories").value::<i64>().unwrap(), Some(4));
    let changed = paper.query("DELETE FROM stories WHERE slug IN ('a', 'b') RETURNING slug").execute();
    assert_eq!(changed.unwrap(), 2);
}

#[test]
fn what_is_not_committed_is_undone_with_the_connection() {
    let (folder, paper) = paper();
    paper.query("BEGIN IMMEDIATE").execute().unwrap();
    assert!(paper.is_in_transaction());
    paper.query("DELETE FROM stories").execute().unwrap();
    drop(paper);
    let again = Connection::open(&Options::new(folder.path().join("paper.db")).read_only()).unwrap();
    assert!(!again.is_in_transaction());
    assert_eq!(again.query("SELECT count(*) FROM stories").value::<i64>().unwrap(), Some(2));
    assert!(again.query("DELETE FROM stories").execute().is_err());
}

#[test]
fn a_file_that_is_not_there_is_only_made_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::new(folder.path().join("nowhere.db"));
    assert!(Connection::open(&options).is_err());
    assert!(Connection::open(&options.clone().create().pragma("journal_mode", "WAL")).is_ok());
    let paper = Connection::open(&options).unwrap();
    assert_eq!(paper.query("PRAGMA journal_mode").value::<String>().unwrap().as_deref(), Some("wal"));
}

#[test]
fn a_built_statement_is_bound_like_any_other() {
    let (_folder, paper) = paper();
    let sql = format!("SELECT slug FROM stories WHERE {} = $1", "title");
    let slug: Option<String> = paper.built_query(&sql).bind("No trams on Sunday").value().unwrap();
    assert_eq!(slug.as_deref(), Some("tram"));
    assert!(paper.prepare("SELECT nothing FROM stories").is_err());
}

#[test]
fn a_statement_that_may_fail_half_way_is_undone_with_its_transaction() {
    let (_folder, paper) = paper();
    let longer =
        "UPDATE stories SET words = words + 1, slug = CASE slug WHEN 'tram' THEN 'harbour' ELSE slug END";
    let words = || paper.query("SELECT words FROM stories WHERE slug = 'harbour'").value::<i64>().unwrap();
    paper.query("BEGIN").execute().unwrap();
    assert!(paper.or_fail(longer).execute().is_err());
    assert_eq!(words(), Some(311), "what was written before stays");
    paper.query("ROLLBACK").execute().unwrap();
    assert_eq!(words(), Some(310));
    assert_eq!(paper.or_fail("INSERT INTO stories (slug) VALUES ('ferry')").execute().unwrap(), 1);
}

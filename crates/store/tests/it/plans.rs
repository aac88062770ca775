//! How the databases answer: no reader's question reads a whole table, or a whole site of one, or sorts what has no
//! bound. The plans are those of an empty database, so they follow from the indexes and not from statistics.

use std::collections::BTreeSet;

use dateline_sqlite::{FromRow, Options};
use dateline_store::Store;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};

use crate::paper::{Paper, store_suite};

store_suite!(no_question_reads_or_sorts_what_has_no_bound);

/// More parameters than any statement has.
const MAX_PARAMETERS: usize = 1_000;

/// Statements that do, each with its reason. A module without a name is all of it.
const ALLOWED: [(&str, &str, &str); 52] = [
    ("check", "", "a check reads everything; that is what it is for"),
    (
        "comment",
        "DESK_OF_POST_AFTER",
        "an export sorts the comments of one story rather than read those of all",
    ),
    ("comment", "KNOWN_READER", "it counts ten rows at most, which SQLite calls a scan of what it found"),
    ("journal", "LAST_SEQ", "the last of the table by its key, although SQLite calls it a scan"),
    ("journal", "NEXT_JOB", "the first of the index by hour, although SQLite calls it a scan"),
    ("lesson", "REVISIONS", "one row for each site, read beside the requests"),
    (
        "lesson",
        "STAFF_NAMES",
        "installations have as many accounts as their owners made, read beside the requests",
    ),
    ("lesson", "UNTEACH_ALL", "all that a site taught goes, at most some two thousand lessons"),
    (
        "letter",
        "COUNT_LETTERS_TO",
        "it counts twenty rows at most, which SQLite calls a scan of what it found",
    ),
    ("list", "BEGIN_ALL", "one row of an index, which SQLite calls a scan of what it found"),
    ("list", "BEGIN_AUTHOR", "one row of an index, which SQLite calls a scan of what it found"),
    ("list", "BEGIN_TAG", "one row of an index, which SQLite calls a scan of what it found"),
    ("media", "MEDIA_IN_DETAILS", "somebody at the desk asks which files nothing shows"),
    ("media", "MEDIA_IN_INJECTIONS", "somebody at the desk asks which files nothing shows"),
    ("media", "MEDIA_IN_SETTINGS", "somebody at the desk asks which files nothing shows"),
    ("media", "MEDIA_IN_SNIPPETS", "somebody at the desk asks which files nothing shows"),
    ("media", "MEDIA_OF_AUTHORS", "somebody at the desk asks which files nothing shows"),
    ("people", "DELETE_AUTHOR", "an import is taken back once, and its stories are gone by then"),
    ("people", "KEYS", "a site has as many keys as its owner made"),
    ("people", "USERS", "a site has as many accounts as its owner made"),
    ("post", "BYLINES_OF_1", "the credits of one story"),
    ("post", "BYLINES_OF_4", "the credits of at most 4 stories"),
    ("post", "BYLINES_OF_8", "the credits of at most 8 stories"),
    ("post", "BYLINES_OF_32", "the credits of at most 32 stories"),
    ("post", "TAGS_OF_1", "the tags of one story"),
    ("post", "TAGS_OF_4", "the tags of at most 4 stories"),
    ("post", "TAGS_OF_8", "the tags of at most 8 stories"),
    ("post", "TAGS_OF_32", "the tags of at most 32 stories"),
    ("post_write", "ALL_SIGNED", "counting again reads everything"),
    ("post_write", "ALL_TAGGED", "counting again reads everything"),
    ("post_write", "AUTHOR_LISTS", "counting again reads everything"),
    ("post_write", "DROP_COUNTS", "counting again reads everything"),
    ("post_write", "TAG_LISTS", "counting again reads everything"),
    ("thread", "RECOUNT_ON_POSTS", "counting again reads everything"),
    ("post_write", "ZERO_AUTHORS", "counting again reads everything"),
    ("post_write", "ZERO_TAGS", "counting again reads everything"),
    ("reader", "COUNT_REPORTED", "what readers reported and nobody has looked at yet; the desk asks for it"),
    ("reader", "REPORTED", "what readers reported and nobody has looked at yet; the desk asks for it"),
    ("site", "ALL_SITES", "sites are read when the process starts and when one changes"),
    ("site", "DELETE_SITE", "everything of the site goes"),
    ("site", "FORGET_CHANGES", "everything of the site goes"),
    ("site", "SETTINGS", "a site has as many settings as there are names for"),
    (
        "subscription",
        "COUNT_WAITING",
        "it counts three rows at most, which SQLite calls a scan of what it found",
    ),
    ("tag", "COUNT_TAGS", "the index of the tags, for a list that shows their number"),
    ("tag", "DELETE_TAG", "an editor deletes a section once in a year"),
    ("thread", "DROP_RUNS", "counting again reads everything"),
    ("thread", "DROP_STATE_COUNTS", "counting again reads everything"),
    ("thread", "LONG_RUNS", "counting again reads everything"),
    ("thread", "RECOUNT_STATES", "counting again reads everything"),
    ("thread", "RUN_PER_THREAD", "counting again reads everything"),
    ("thread", "RUNS_OF_SITE", "a check reads everything; that is what it is for"),
    ("thread", "STATE_COUNTS", "a comment has one of a handful of states"),
];

async fn no_question_reads_or_sorts_what_has_no_bound(paper: Paper) {
    let mut unused: BTreeSet<_> = ALLOWED.iter().map(|(module, name, _)| (*module, *name)).collect();
    let plans = if paper.is_sqlite() { of_sqlite(&paper) } else { of_postgres(&paper).await };
    for (module, name, plan) in plans {
        let costly: Vec<_> = plan.iter().filter(|step| is_costly(step)).collect();
        let allowed = ALLOWED.iter().any(|(m, n, _)| *m == module && (*n == name || n.is_empty()));
        assert!(costly.is_empty() || allowed, "{module}::{name}: {costly:#?} of {plan:#?}");
        if !costly.is_empty() {
            unused.remove(&(module, name));
            unused.remove(&(module, ""));
        }
    }
    // PostgreSQL reads a site of a table by the same index as one row of it, and does not say which it does.
    assert!(unused.is_empty() || !paper.is_sqlite(), "allowed, but not needed: {unused:?}");
}

/// The steps of each statement's plan.
type Plans = Vec<(&'static str, &'static str, Vec<String>)>;

/// Whether a step of a plan reads a table, reads all rows of a site without a limit, or sorts.
fn is_costly(step: &str) -> bool {
    let whole_table =
        (step.starts_with("SCAN ") && !step.contains("VALUES CLAUSE")) || step.contains("Seq Scan");
    let sorts = step.contains("TEMP B-TREE") || step.contains("Sort Key");
    let whole_site = step.ends_with(UNLIMITED) && !step.starts_with("SEARCH sites ");
    whole_table || sorts || whole_site
}

/// Marks a step that stops at nothing but the end of the site.
const UNLIMITED: &str = "(site_id=?) unlimited";

/// One step of a plan of SQLite.
struct Step(String);

impl FromRow for Step {
    fn from_row(row: &dateline_sqlite::Row<'_>) -> Result<Self, dateline_sqlite::Error> {
        Ok(Self(row.get("detail")?))
    }
}

fn of_sqlite(paper: &Paper) -> Plans {
    let address = paper.address();
    let options = Options::new(address.trim_start_matches("sqlite:"));
    let connection = dateline_sqlite::Connection::open(&options).unwrap();
    let mut plans = Plans::new();
    for (module, name, sql) in Store::statements() {
        let values = (1..=MAX_PARAMETERS).take_while(|n| sql.contains(&format!("${n}")));
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let query = values.fold(connection.built_query(&explain), |query, _| query.bind(None::<i64>));
        let steps: Vec<Step> = query.rows().unwrap();
        let limit = if sql.contains("LIMIT") { "" } else { " unlimited" };
        let steps = steps.into_iter().map(|step| step.0 + limit).collect();
        plans.push((module, name, steps));
    }
    plans
}

async fn of_postgres(paper: &Paper) -> Plans {
    let mut connection = PgConnection::connect(&paper.address()).await.unwrap();
    // On tables this small everything would be a scan; so what can be done with an index is to be done with it.
    let settings = "SET enable_seqscan = off; SET enable_sort = off; SET enable_incremental_sort = off;
        SET plan_cache_mode = force_generic_plan";
    sqlx::raw_sql(settings).execute(&mut connection).await.unwrap();
    let mut plans = Plans::new();
    for (module, name, sql) in Store::statements() {
        let parameters = (1..=MAX_PARAMETERS).take_while(|n| sql.contains(&format!("${n}"))).count();
        let nulls = vec!["NULL"; parameters].join(", ");
        let arguments = if parameters == 0 { String::new() } else { format!("({nulls})") };
        let prepare = AssertSqlSafe(format!("PREPARE question AS {sql}"));
        sqlx::raw_sql(prepare).execute(&mut connection).await.unwrap();
        let explain = AssertSqlSafe(format!("EXPLAIN EXECUTE question{arguments}"));
        let rows = sqlx::raw_sql(explain).fetch_all(&mut connection).await.unwrap();
        sqlx::raw_sql("DEALLOCATE question").execute(&mut connection).await.unwrap();
        plans.push((module, name, rows.iter().map(|row| row.get::<String, _>(0)).collect()));
    }
    plans
}

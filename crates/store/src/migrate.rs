//! Bringing an SQLite file to this release's shape.
//!
//! The table `_sqlx_migrations`, which says what a file has been through, is that of sqlx, whose driver kept it in
//! earlier releases and still does on PostgreSQL. Its rules hold here too: steps run in the order of their versions, each
//! in one transaction with its line in the table, and a step that is not the one this release knows stops everything.

use std::collections::{BTreeMap, BTreeSet};

use dateline_sqlite::Connection;
use sqlx::migrate::{MigrateError, Migration, Migrator};

use crate::StoreError;

static STEPS: Migrator = sqlx::migrate!("migrations/sqlite");

const MAKE_TABLE: &str = "CREATE TABLE IF NOT EXISTS _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
)";
const HALF_DONE: &str = "SELECT version FROM _sqlx_migrations WHERE success = FALSE ORDER BY version LIMIT 1";
const DONE: &str = "SELECT version, checksum FROM _sqlx_migrations ORDER BY version";
/// How long a step took is not kept.
const NOTE: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
    VALUES ($1, $2, TRUE, $3, -1)";

struct DoneRow {
    version: i64,
    checksum: Vec<u8>,
}

impl dateline_sqlite::FromRow for DoneRow {
    fn from_row(row: &dateline_sqlite::Row<'_>) -> Result<Self, dateline_sqlite::Error> {
        Ok(Self { version: row.get("version")?, checksum: row.get("checksum")? })
    }
}

/// Takes all steps that the file behind `connection` has not taken yet.
///
/// # Errors
/// [`StoreError::Migrate`] when the file has taken a step that this release does not know, as one of a later release,
/// or another one of that version, or one that failed half-way. [`StoreError::Step`] when one fails now; the file is
/// then as that step found it.
pub(crate) fn bring_up_to_date(connection: &Connection) -> Result<(), StoreError> {
    connection.query(MAKE_TABLE).execute()?;
    if let Some(version) = connection.query(HALF_DONE).value()? {
        return Err(MigrateError::Dirty(version).into());
    }
    let done: Vec<DoneRow> = connection.query(DONE).rows()?;
    let known: BTreeSet<i64> = STEPS.iter().map(|step| step.version).collect();
    if let Some(foreign) = done.iter().find(|done| !known.contains(&done.version)) {
        return Err(MigrateError::VersionMissing(foreign.version).into());
    }
    // A file that is made now has nothing to lose yet: its steps stay in order, and its first write puts them on the disk.
    let is_new = done.is_empty();
    if is_new {
        connection.run_script("PRAGMA synchronous = NORMAL")?;
    }
    let done: BTreeMap<i64, Vec<u8>> = done.into_iter().map(|row| (row.version, row.checksum)).collect();
    for step in STEPS.iter() {
        match done.get(&step.version) {
            Some(checksum) if **checksum != *step.checksum => {
                return Err(MigrateError::VersionMismatch(step.version).into());
            }
            Some(_) => {}
            None => {
                take(connection, step)
                    .map_err(|source| StoreError::Step { version: step.version, source })?;
            }
        }
    }
    if is_new {
        connection.run_script("PRAGMA synchronous = FULL")?;
    }
    Ok(())
}

fn take(connection: &Connection, step: &Migration) -> Result<(), dateline_sqlite::Error> {
    connection.query("BEGIN IMMEDIATE").execute()?;
    let taken = connection.run_script(step.sql.as_str()).and_then(|()| {
        let note = connection.query(NOTE).bind(step.version).bind(&step.description);
        note.bind(&step.checksum).execute()
    });
    if taken.is_err() {
        // SQLite may have ended the transaction by itself; the step's own error says more.
        let _ = connection.query("ROLLBACK").execute();
    }
    taken?;
    connection.query("COMMIT").execute()?;
    Ok(())
}

//! The database as a file: copying it while it is in use, and asking whether it is whole.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use crate::{Database, Store, StoreError};

impl Store {
    /// Whether the database is a file of our own, and not a server.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.database, Database::Sqlite { .. })
    }

    /// Copies the database as it is at one moment into a new file, while others read and write.
    ///
    /// # Errors
    /// [`StoreError::NotAFile`] on PostgreSQL, whose own tools copy it.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        let Database::Sqlite { readers, .. } = &self.database else { return Err(StoreError::NotAFile) };
        let mut reader = readers.lend().await?;
        // The copy is a file of its own; the reader's promise not to write is about this one.
        sqlx::query("PRAGMA query_only = OFF").execute(&mut *reader).await?;
        let path = file.to_string_lossy().into_owned();
        let copied = sqlx::query("VACUUM INTO $1").bind(path).execute(&mut *reader).await;
        sqlx::query("PRAGMA query_only = ON").execute(&mut *reader).await?;
        copied?;
        Ok(())
    }

    /// What SQLite's own check finds wrong in the file; empty when it is whole. PostgreSQL looks after its own.
    pub async fn damage(&self) -> Result<Vec<String>, StoreError> {
        let Database::Sqlite { readers, .. } = &self.database else { return Ok(Vec::new()) };
        integrity(&mut *readers.lend().await?).await
    }

    /// The same about a file that nobody has open; it is only read.
    pub async fn damage_in(file: &Path) -> Result<Vec<String>, StoreError> {
        let mut connection = SqliteConnectOptions::new().filename(file).read_only(true).connect().await?;
        let damage = integrity(&mut connection).await?;
        connection.close().await?;
        Ok(damage)
    }
}

async fn integrity(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let lines: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(20)").fetch_all(connection).await?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

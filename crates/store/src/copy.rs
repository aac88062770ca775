//! The database as a file: copying it while it is in use, and asking whether it is whole.

use std::path::Path;

use crate::{Database, Store, StoreError};

impl Store {
    /// Whether the database is a file of our own, and not a server.
    pub fn is_sqlite(&self) -> bool {
        matches!(self.0, Database::Sqlite { .. })
    }

    /// Copies the database as it is at one moment into a new file, while others read and write.
    ///
    /// # Errors
    /// [`StoreError::NotAFile`] on PostgreSQL, whose own tools copy it.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        let Database::Sqlite { readers, .. } = &self.0 else { return Err(StoreError::NotAFile) };
        let mut reader = readers.acquire().await?;
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
        let Database::Sqlite { readers, .. } = &self.0 else { return Ok(Vec::new()) };
        let mut reader = readers.acquire().await?;
        let lines: Vec<String> =
            sqlx::query_scalar("PRAGMA integrity_check(20)").fetch_all(&mut *reader).await?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }
}

//! The database as a file: copying it while it is in use, and asking whether it is whole. Both read all of it, and so
//! have a thread that nobody else needs.

use std::path::Path;

use dateline_sqlite::{Connection, Options};
use tokio::task::spawn_blocking;

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
        let reader = readers.lend().await?;
        let path = file.to_string_lossy().into_owned();
        aside(move || {
            // The copy is a file of its own; the reader's promise not to write is about this one.
            reader.query("PRAGMA query_only = OFF").execute()?;
            let copied = reader.query("VACUUM INTO $1").bind(path).execute();
            reader.query("PRAGMA query_only = ON").execute()?;
            copied?;
            Ok(())
        })
        .await
    }

    /// What SQLite's own check finds wrong in the file; empty when it is whole. PostgreSQL looks after its own.
    pub async fn damage(&self) -> Result<Vec<String>, StoreError> {
        let Database::Sqlite { readers, .. } = &self.database else { return Ok(Vec::new()) };
        let reader = readers.lend().await?;
        aside(move || integrity(&reader)).await
    }

    /// The same about a file that nobody has open; it is only read.
    pub async fn damage_in(file: &Path) -> Result<Vec<String>, StoreError> {
        let options = Options::new(file).read_only();
        aside(move || integrity(&Connection::open(&options)?)).await
    }
}

/// Does long work on a thread of its own.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    spawn_blocking(work).await.unwrap_or_else(|broken| Err(StoreError::Panicked(broken.to_string())))
}

fn integrity(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let lines: Vec<String> = connection.query("PRAGMA integrity_check(20)").values()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

//! A connection to one file, and how it is opened.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::{CachedStatement, OpenFlags};

use crate::query::Bound;
use crate::shape::Shape;
use crate::{Error, Query};

/// How to open a database.
#[derive(Debug, Clone)]
#[must_use]
pub struct Options {
    path: PathBuf,
    access: OpenFlags,
    busy_timeout: Duration,
    statements_kept: usize,
    pragmas: Vec<(&'static str, &'static str)>,
}

impl Options {
    /// The file at `path`, which must be there, to read and write.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self {
            path: path.into(),
            access: OpenFlags::SQLITE_OPEN_READ_WRITE,
            busy_timeout: Duration::from_secs(5),
            statements_kept: 16,
            pragmas: Vec::new(),
        }
    }

    /// Makes the file when it is not there.
    pub fn create(mut self) -> Self {
        self.access = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        self
    }

    /// Only reads it.
    pub fn read_only(mut self) -> Self {
        self.access = OpenFlags::SQLITE_OPEN_READ_ONLY;
        self
    }

    /// How long a statement waits while another connection has the file locked; 5 seconds if nothing is said. The
    /// thread sleeps meanwhile.
    pub fn busy_timeout(mut self, wait: Duration) -> Self {
        self.busy_timeout = wait;
        self
    }

    /// How many statements stay prepared; 16 if nothing is said.
    pub fn statements_kept(mut self, most: usize) -> Self {
        self.statements_kept = most;
        self
    }

    /// Runs `PRAGMA name = value` when the file is open, after those that were given before.
    pub fn pragma(mut self, name: &'static str, value: &'static str) -> Self {
        self.pragmas.push((name, value));
        self
    }
}

/// A connection to a database, for one caller at a time. It is closed when it is dropped.
pub struct Connection {
    /// Boxed, because connections are carried about in the futures of whoever asks them.
    sqlite: Box<rusqlite::Connection>,
    /// What is known of the statements of the program's text, by where that text lies and how long it is.
    shapes: RefCell<HashMap<(usize, usize), Arc<Shape>>>,
    /// Statements as [`Connection::or_fail`] runs them, by the same.
    failing: RefCell<HashMap<(usize, usize), Arc<str>>>,
}

impl Connection {
    /// Opens a database.
    ///
    /// # Errors
    /// [`Error::Sqlite`] when there is no such file, or it is no database.
    pub fn open(options: &Options) -> Result<Self, Error> {
        // No mutex: Rust already sees to it that a connection is used by one thread at a time.
        let flags = options.access | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Box::new(rusqlite::Connection::open_with_flags(&options.path, flags)?);
        connection.busy_timeout(options.busy_timeout)?;
        connection.set_prepared_statement_cache_capacity(options.statements_kept);
        for (name, value) in &options.pragmas {
            connection.execute_batch(&format!("PRAGMA {name} = {value}"))?;
        }
        Ok(Self { sqlite: connection, shapes: RefCell::default(), failing: RefCell::default() })
    }

    /// A statement of the program's text.
    pub fn query(&self, sql: &'static str) -> Query<'_> {
        Query::new(self.sqlite.prepare_cached(sql).map_err(Error::from).and_then(|statement| {
            let shape = self.shape(sql, &statement)?;
            Ok(self.bound(statement, shape))
        }))
    }

    /// A statement of the program's text that begins with `INSERT` or `UPDATE`. Where it fails, the rows that it wrote before
    /// stay, and whoever runs it must undo the transaction: so SQLite need not keep a copy of each page that the statement
    /// writes to, which for a statement of many rows is as much memory as those pages have.
    pub fn or_fail(&self, sql: &'static str) -> Query<'_> {
        let text = (sql.as_ptr().addr(), sql.len());
        let known = self.failing.borrow().get(&text).cloned();
        let failing = known.unwrap_or_else(|| {
            let (verb, rest) = sql.split_at(sql.find(' ').unwrap_or(sql.len()));
            let failing: Arc<str> = format!("{verb} OR FAIL{rest}").into();
            self.failing.borrow_mut().insert(text, Arc::clone(&failing));
            failing
        });
        Query::new(self.sqlite.prepare_cached(&failing).map_err(Error::from).and_then(|statement| {
            let shape = self.shape(sql, &statement)?;
            Ok(self.bound(statement, shape))
        }))
    }

    /// A statement that was put together while running. Nothing that somebody else wrote may stand in its text.
    pub fn built_query(&self, sql: &str) -> Query<'_> {
        Query::new(self.sqlite.prepare_cached(sql).map_err(Error::from).and_then(|statement| {
            let shape = Arc::new(Shape::of(&statement)?);
            Ok(self.bound(statement, shape))
        }))
    }

    /// Prepares a statement and leaves it at that.
    pub fn prepare(&self, sql: &str) -> Result<(), Error> {
        self.sqlite.prepare_cached(sql)?;
        Ok(())
    }

    /// Runs statements without values, divided by semicolons.
    pub fn run_script(&self, sql: &str) -> Result<(), Error> {
        Ok(self.sqlite.execute_batch(sql)?)
    }

    /// The number of the row that was added last, in a table that numbers its rows.
    pub fn last_row(&self) -> i64 {
        self.sqlite.last_insert_rowid()
    }

    /// Whether a transaction is open. SQLite may end one by itself, as on a full disk.
    pub fn is_in_transaction(&self) -> bool {
        !self.sqlite.is_autocommit()
    }

    fn bound<'c>(&'c self, statement: CachedStatement<'c>, shape: Arc<Shape>) -> Bound<'c> {
        Bound { connection: &self.sqlite, statement, shape, given: 0 }
    }

    fn shape(&self, sql: &'static str, statement: &CachedStatement<'_>) -> Result<Arc<Shape>, Error> {
        let text = (sql.as_ptr().addr(), sql.len());
        if let Some(shape) = self.shapes.borrow().get(&text) {
            return Ok(Arc::clone(shape));
        }
        let shape = Arc::new(Shape::of(statement)?);
        self.shapes.borrow_mut().insert(text, Arc::clone(&shape));
        Ok(shape)
    }
}

//! Reading rows: each column by its name, straight from SQLite's own memory.

use std::cell::Cell;

use rusqlite::types::FromSql;

use crate::Error;
use crate::shape::Shape;

/// A row while the statement stands on it.
pub struct Row<'r> {
    values: &'r rusqlite::Row<'r>,
    shape: &'r Shape,
    /// Where the next column is looked for first: rows are mostly read in the order of their columns.
    next: Cell<usize>,
}

impl<'r> Row<'r> {
    pub(crate) fn new(values: &'r rusqlite::Row<'r>, shape: &'r Shape) -> Self {
        Self { values, shape, next: Cell::new(0) }
    }

    /// The value in the column called `name`.
    ///
    /// # Errors
    /// [`Error::NoSuchColumn`] when the statement has none of that name, [`Error::Unreadable`] when it holds another
    /// kind of value, as NULL for what is no `Option`.
    pub fn get<T: FromSql>(&self, name: &'static str) -> Result<T, Error> {
        self.find(name)?.ok_or(Error::NoSuchColumn(name))
    }

    /// The same, with a default for rows without such a column.
    pub fn get_or_default<T: FromSql + Default>(&self, name: &'static str) -> Result<T, Error> {
        Ok(self.find(name)?.unwrap_or_default())
    }

    fn find<T: FromSql>(&self, name: &str) -> Result<Option<T>, Error> {
        let columns = &self.shape.columns;
        let next = self.next.get();
        let here = (next..columns.len()).chain(0..next).find(|&at| *columns[at] == *name);
        let Some(at) = here else { return Ok(None) };
        self.next.set(at + 1);
        self.at(at).map(Some)
    }

    /// The value in the column at place `at`, from 0.
    pub(crate) fn at<T: FromSql>(&self, at: usize) -> Result<T, Error> {
        T::column_result(self.values.get_ref(at)?).map_err(|source| {
            let column = self.shape.columns.get(at).map(ToString::to_string).unwrap_or_default();
            Error::Unreadable { column, source }
        })
    }
}

/// What can be made of a row.
pub trait FromRow: Sized {
    /// Reads the columns it is made of.
    fn from_row(row: &Row<'_>) -> Result<Self, Error>;
}

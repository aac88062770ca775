//! One run of a statement: its values are bound to it as they come, and its rows read as they are found.

use std::sync::Arc;

use rusqlite::CachedStatement;
use rusqlite::types::{FromSql, ToSql};

use crate::shape::Shape;
use crate::{Error, FromRow, Row};

/// A statement that is being asked. What goes wrong with it is told when it is run.
#[must_use = "a statement does nothing until it is run"]
pub struct Query<'c>(Result<Bound<'c>, Error>);

pub(crate) struct Bound<'c> {
    pub(crate) connection: &'c rusqlite::Connection,
    pub(crate) statement: CachedStatement<'c>,
    pub(crate) shape: Arc<Shape>,
    /// How many values were bound.
    pub(crate) given: usize,
}

impl<'c> Query<'c> {
    pub(crate) fn new(bound: Result<Bound<'c>, Error>) -> Self {
        Self(bound)
    }

    /// Binds the next value: the first call `$1`, the second one `$2`. Values that the text does not use are left out.
    pub fn bind(mut self, value: impl ToSql) -> Self {
        if let Ok(bound) = &mut self.0
            && let Err(error) = bound.bind(value)
        {
            self.0 = Err(error);
        }
        self
    }

    /// Runs it to its end and answers how many rows it changed; rows that it answers are left.
    pub fn execute(self) -> Result<u64, Error> {
        let mut bound = self.ready()?;
        let mut rows = bound.statement.raw_query();
        while rows.next()?.is_some() {}
        drop(rows);
        Ok(bound.connection.changes())
    }

    /// All of its rows.
    pub fn rows<T: FromRow>(self) -> Result<Vec<T>, Error> {
        let Bound { mut statement, shape, .. } = self.ready()?;
        let mut rows = statement.raw_query();
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(T::from_row(&Row::new(row, &shape))?);
        }
        Ok(all)
    }

    /// Its first row, if it has one. What follows is not looked for.
    pub fn row<T: FromRow>(self) -> Result<Option<T>, Error> {
        self.first(T::from_row)
    }

    /// The first column of its first row, if it has one.
    pub fn value<T: FromSql>(self) -> Result<Option<T>, Error> {
        self.first(|row| row.at(0))
    }

    /// The first column of all its rows.
    pub fn values<T: FromSql>(self) -> Result<Vec<T>, Error> {
        let Bound { mut statement, shape, .. } = self.ready()?;
        let mut rows = statement.raw_query();
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(Row::new(row, &shape).at(0)?);
        }
        Ok(all)
    }

    fn first<T>(self, read: impl FnOnce(&Row<'_>) -> Result<T, Error>) -> Result<Option<T>, Error> {
        let Bound { mut statement, shape, .. } = self.ready()?;
        let mut rows = statement.raw_query();
        rows.next()?.map(|row| read(&Row::new(row, &shape))).transpose()
    }

    fn ready(self) -> Result<Bound<'c>, Error> {
        let bound = self.0?;
        let wanted = bound.shape.values.len();
        if bound.given < wanted {
            return Err(Error::TooFewValues { wanted, given: bound.given });
        }
        Ok(bound)
    }
}

impl Bound<'_> {
    fn bind(&mut self, value: impl ToSql) -> Result<(), Error> {
        let place = self.shape.values.get(self.given).copied().unwrap_or(0);
        self.given += 1;
        if place > 0 {
            self.statement.raw_bind_parameter(place, value)?;
        }
        Ok(())
    }
}

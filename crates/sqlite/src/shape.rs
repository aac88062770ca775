//! What a statement's text says about its values and columns, found out once.

use rusqlite::Statement;

use crate::Error;

/// Where a statement's values and columns stand.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    /// SQLite's own number of the value `$n` at place `n - 1`, 0 for one that the text does not use. SQLite numbers
    /// values in the order in which the text first names them.
    pub(crate) values: Vec<usize>,
    /// The columns' names in their order.
    pub(crate) columns: Vec<Box<str>>,
}

impl Shape {
    pub(crate) fn of(statement: &Statement<'_>) -> Result<Self, Error> {
        let mut values = Vec::new();
        for at in 1..=statement.parameter_count() {
            let name = statement.parameter_name(at).unwrap_or_default();
            let number = name.get(1..).and_then(|digits| digits.parse().ok()).unwrap_or(at);
            if values.len() < number {
                values.resize(number, 0);
            }
            values[number - 1] = at;
        }
        let names = (0..statement.column_count()).map(|at| Ok(statement.column_name(at)?.into()));
        Ok(Self { values, columns: names.collect::<Result<_, rusqlite::Error>>()? })
    }
}

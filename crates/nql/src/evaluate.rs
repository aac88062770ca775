//! A filter asked of one thing in memory: for lists that are small, and to prove the SQL by.

use std::cmp::Ordering;

use crate::filter::{Condition, Filter, Operator, Place, Test, Value};

/// A value that a thing has. A field may have several (tags), or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(i64),
    /// A moment in milliseconds UTC.
    Moment(i64),
    /// A text.
    Text(String),
}

impl Filter {
    /// Whether a thing fits; `values` gives the values of a field, none for one that is missing or null.
    pub fn matches(&self, values: &dyn Fn(&str) -> Vec<Given>, now: i64) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(values, now)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(values, now)),
            Self::Is(condition) => condition.fits(&values(&condition.key), now),
        }
    }
}

impl Condition {
    fn fits(&self, given: &[Given], now: i64) -> bool {
        let equal = |value: &Value| match value {
            Value::Null => given.is_empty(),
            value => given.iter().any(|own| own.compare(value, now) == Some(Ordering::Equal)),
        };
        let any = |fits: fn(Ordering) -> bool, value: &Value| {
            given.iter().any(|own| own.compare(value, now).is_some_and(fits))
        };
        match &self.test {
            Test::Compare(Operator::Equal, value) => equal(value),
            Test::Compare(Operator::NotEqual, value) => !equal(value),
            Test::Compare(Operator::Greater, value) => any(Ordering::is_gt, value),
            Test::Compare(Operator::GreaterOrEqual, value) => any(Ordering::is_ge, value),
            Test::Compare(Operator::Less, value) => any(Ordering::is_lt, value),
            Test::Compare(Operator::LessOrEqual, value) => any(Ordering::is_le, value),
            Test::OneOf { values, not } => values.iter().any(equal) != *not,
            Test::HasAll(values) => values.iter().all(equal),
            Test::Holds { place, text, not } => {
                let text = text.to_lowercase();
                let holds = |own: &Given| {
                    let own = own.to_text().to_lowercase();
                    match place {
                        Place::Anywhere => own.contains(&text),
                        Place::Start => own.starts_with(&text),
                        Place::End => own.ends_with(&text),
                    }
                };
                given.iter().any(holds) != *not
            }
        }
    }
}

impl Given {
    /// How this compares with a written value; `None` when the two are of different kinds.
    fn compare(&self, value: &Value, now: i64) -> Option<Ordering> {
        match (self, value) {
            (Self::Bool(own), Value::Bool(other)) => Some(own.cmp(other)),
            (Self::Bool(own), Value::Number(other @ (0 | 1))) => Some(i64::from(*own).cmp(other)),
            (Self::Number(own), Value::Number(other)) => Some(own.cmp(other)),
            (Self::Moment(own), value) => Some(own.cmp(&value.moment(now)?)),
            (Self::Text(own), value) => Some(own.as_str().cmp(&value.to_text())),
            _ => None,
        }
    }

    fn to_text(&self) -> String {
        match self {
            Self::Bool(flag) => flag.to_string(),
            Self::Number(number) | Self::Moment(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

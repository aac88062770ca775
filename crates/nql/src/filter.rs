//! What a filter says.

use jiff::tz::Offset;

/// A whole filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// Every one of them.
    All(Vec<Filter>),
    /// At least one of them.
    Any(Vec<Filter>),
    /// One condition.
    Is(Condition),
}

/// A condition on one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The field, such as `tag`, `authors.name` or `published_at`.
    pub key: String,
    /// What its value must be.
    pub test: Test,
}

/// What the value of a field must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// `key:value`, `key:>value` and so on.
    Compare(Operator, Value),
    /// `key:[a,b]`, and `key:-[a,b]` when `not`.
    OneOf {
        /// The values.
        values: Vec<Value>,
        /// Whether it must be none of them.
        not: bool,
    },
    /// `key:[a+b]`: each of the values.
    HasAll(Vec<Value>),
    /// `key:~'text'` and so on, whatever the case.
    Holds {
        /// Where in the value.
        place: Place,
        /// The text.
        text: String,
        /// Whether it must not be there.
        not: bool,
    },
}

/// How values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// The same.
    Equal,
    /// Another one, or none.
    NotEqual,
    /// Greater or later.
    Greater,
    /// Greater, later or the same.
    GreaterOrEqual,
    /// Less or earlier.
    Less,
    /// Less, earlier or the same.
    LessOrEqual,
}

/// Where a text is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `~`
    Anywhere,
    /// `~^`
    Start,
    /// `~$`
    End,
}

/// A value as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// `now-7d`: so many units before (negative) or after the present.
    Now(i64, Unit),
    /// Anything else.
    Text(String),
}

/// A unit of `now-7d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `w`
    Week,
    /// `M`
    Month,
    /// `y`
    Year,
}

impl Filter {
    /// All conditions in the order written.
    pub fn conditions(&self) -> Vec<&Condition> {
        match self {
            Self::Is(condition) => vec![condition],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::conditions).collect(),
        }
    }

    /// The filter without the conditions that `drop` names; `None` when nothing is left.
    pub fn without(self, drop: &dyn Fn(&Condition) -> bool) -> Option<Self> {
        let keep =
            |parts: Vec<Self>| parts.into_iter().filter_map(|part| part.without(drop)).collect::<Vec<_>>();
        match self {
            Self::Is(condition) => (!drop(&condition)).then_some(Self::Is(condition)),
            Self::All(parts) => Some(keep(parts)).filter(|parts| !parts.is_empty()).map(Self::All),
            Self::Any(parts) => Some(keep(parts)).filter(|parts| !parts.is_empty()).map(Self::Any),
        }
    }
}

impl Value {
    /// The value as a moment in milliseconds UTC: `now-7d`, `2024-01-31 10:00:00`, or RFC 3339.
    pub fn moment(&self, now: i64) -> Option<i64> {
        match self {
            Self::Now(count, unit) => unit.from(now, *count),
            Self::Text(text) => moment(text),
            _ => None,
        }
    }

    /// The value as a text: numbers and words as they were written.
    pub fn to_text(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Now(..) => String::new(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Unit {
    /// `count` units from `now`; months and years by the calendar in UTC. `None` beyond the calendar.
    fn from(self, now: i64, count: i64) -> Option<i64> {
        let span = jiff::Span::new();
        let span = match self {
            Self::Second => span.try_seconds(count),
            Self::Minute => span.try_minutes(count),
            Self::Hour => span.try_hours(count),
            Self::Day => span.try_hours(count.checked_mul(24)?),
            Self::Week => span.try_hours(count.checked_mul(24 * 7)?),
            Self::Month => span.try_months(count),
            Self::Year => span.try_years(count),
        };
        let at = jiff::Timestamp::from_millisecond(now).ok()?;
        let date = Offset::UTC.to_datetime(at).checked_add(span.ok()?).ok()?;
        Some(Offset::UTC.to_timestamp(date).ok()?.as_millisecond())
    }
}

fn moment(text: &str) -> Option<i64> {
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(at.as_millisecond());
    }
    // Without a zone it is UTC; a bare date is its first moment.
    let date: jiff::civil::DateTime = text.parse().ok()?;
    Some(Offset::UTC.to_timestamp(date).ok()?.as_millisecond())
}

impl Filter {
    /// The filter that finds what has this text in a field.
    pub fn equal(key: &str, text: &str) -> Self {
        let test = Test::Compare(Operator::Equal, Value::Text(text.to_owned()));
        Self::Is(Condition { key: key.to_owned(), test })
    }

    /// The filter that finds nothing: whatever is there has an id.
    pub fn nothing() -> Self {
        Self::Is(Condition { key: "id".to_owned(), test: Test::Compare(Operator::Equal, Value::Null) })
    }

    /// The filter that finds what this one does not, by De Morgan's rules. What a comparison by size passes over because
    /// it has no value, its opposite passes over too.
    #[must_use]
    pub fn negated(&self) -> Self {
        let each = |parts: &[Self]| parts.iter().map(Self::negated).collect();
        match self {
            Self::All(parts) => Self::Any(each(parts)),
            Self::Any(parts) => Self::All(each(parts)),
            Self::Is(condition) => condition.negated(),
        }
    }
}

impl Condition {
    fn negated(&self) -> Filter {
        let is = |test| Filter::Is(Self { key: self.key.clone(), test });
        match self.test.clone() {
            Test::Compare(operator, value) => is(Test::Compare(operator.negated(), value)),
            Test::OneOf { values, not } => is(Test::OneOf { values, not: !not }),
            Test::Holds { place, text, not } => is(Test::Holds { place, text, not: !not }),
            Test::HasAll(values) => Filter::Any(
                values.into_iter().map(|value| is(Test::Compare(Operator::NotEqual, value))).collect(),
            ),
        }
    }
}

impl Operator {
    fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
        }
    }
}

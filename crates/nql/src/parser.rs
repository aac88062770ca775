//! From text to filter. Grammar: the contract on Ghost's API, "NQL filter grammar".

use crate::error::{FilterError, Reason};
use crate::filter::{Condition, Filter, Operator, Place, Test, Unit, Value};
use crate::word;

/// Bytes of a filter.
pub const MAX_BYTES: usize = 8 * 1024;
/// Conditions of a filter.
pub const MAX_CONDITIONS: usize = 64;
/// Values of all its lists together; PostgreSQL and SQLite both take far more parameters.
pub const MAX_VALUES: usize = 500;
/// Groups within groups.
pub const MAX_DEPTH: usize = 16;

impl Filter {
    /// Reads a filter. White space is allowed around `+`, `,` and groups, nowhere else.
    ///
    /// # Errors
    /// [`FilterError`] with the place and what is expected there.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        if text.len() > MAX_BYTES {
            let reason = Reason::TooMuch("a filter has at most 8192 bytes");
            return Err(FilterError { at: MAX_BYTES, reason });
        }
        let mut reader = Reader { text, at: 0, conditions: 0, values: 0, depth: 0 };
        let filter = reader.either()?;
        reader.blanks();
        if reader.rest().is_empty() { Ok(filter) } else { Err(reader.error(Reason::JoinExpected)) }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    conditions: usize,
    values: usize,
    depth: usize,
}

type Read<T> = Result<T, FilterError>;

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn error(&self, reason: Reason) -> FilterError {
        FilterError { at: self.at, reason }
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = self.rest().starts_with(sign);
        self.at += if found { sign.len() } else { 0 };
        found
    }

    /// `a,b,c`
    fn either(&mut self) -> Read<Filter> {
        let mut parts = vec![self.both()?];
        while self.joined(",") {
            parts.push(self.both()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Filter::Any(parts) })
    }

    /// `a+b+c`
    fn both(&mut self) -> Read<Filter> {
        let mut parts = vec![self.term()?];
        while self.joined("+") {
            parts.push(self.term()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Filter::All(parts) })
    }

    fn joined(&mut self, sign: &str) -> bool {
        let before = self.at;
        self.blanks();
        let found = self.take(sign);
        if !found {
            self.at = before;
        }
        found
    }

    fn term(&mut self) -> Read<Filter> {
        self.blanks();
        if !self.take("(") {
            return Ok(Filter::Is(self.condition()?));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(Reason::TooMuch("groups stand within each other at most 16 deep")));
        }
        let inside = self.either()?;
        self.depth -= 1;
        self.blanks();
        if self.take(")") { Ok(inside) } else { Err(self.error(Reason::OpenGroup)) }
    }

    fn condition(&mut self) -> Read<Condition> {
        self.conditions += 1;
        if self.conditions > MAX_CONDITIONS {
            return Err(self.error(Reason::TooMuch("a filter has at most 64 conditions")));
        }
        let key = word::name(self.rest());
        if key.is_empty() {
            return Err(self.error(Reason::KeyExpected));
        }
        self.at += key.len();
        if !self.take(":") {
            return Err(self.error(Reason::ColonExpected));
        }
        // Blanks may stand anywhere but before the colon.
        self.blanks();
        Ok(Condition { key: key.to_owned(), test: self.test()? })
    }

    fn test(&mut self) -> Read<Test> {
        let not = self.take("-");
        self.blanks();
        if self.take("[") {
            return self.list(not);
        }
        for (sign, place) in [("~^", Place::Start), ("~$", Place::End), ("~", Place::Anywhere)] {
            if self.take(sign) {
                self.blanks();
                return Ok(Test::Holds { place, text: self.quoted()?, not });
            }
        }
        let operators = [
            (">=", Operator::GreaterOrEqual),
            ("<=", Operator::LessOrEqual),
            (">", Operator::Greater),
            ("<", Operator::Less),
        ];
        let found = operators.into_iter().find(|(sign, _)| !not && self.take(sign));
        let plain = if not { Operator::NotEqual } else { Operator::Equal };
        self.blanks();
        Ok(Test::Compare(found.map_or(plain, |(_, operator)| operator), self.value()?))
    }

    /// The rest of a list whose bracket has been read.
    fn list(&mut self, not: bool) -> Read<Test> {
        let (mut values, mut any, mut all) = (Vec::new(), false, false);
        loop {
            self.blanks();
            values.push(self.value()?);
            self.blanks();
            if self.take("]") {
                break;
            }
            match (self.take(","), self.take("+")) {
                (true, _) => any = true,
                (_, true) => all = true,
                _ => return Err(self.error(Reason::OpenList)),
            }
            if all && (any || not) {
                return Err(self.error(Reason::MixedList));
            }
        }
        Ok(if all { Test::HasAll(values) } else { Test::OneOf { values, not } })
    }

    fn value(&mut self) -> Read<Value> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(self.error(Reason::TooMuch("a filter has at most 500 values")));
        }
        if self.rest().starts_with('\'') {
            return Ok(Value::Text(self.quoted()?));
        }
        if let Some(value) = self.now() {
            return Ok(value);
        }
        let (word, taken) = word::literal(self.rest());
        if taken == 0 {
            return Err(self.error(Reason::ValueExpected));
        }
        self.at += taken;
        Ok(match word.as_str() {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            // Leading zeros are part of a slug, not of a number.
            _ => match word.parse::<i64>() {
                Ok(number) if number.to_string() == word => Value::Number(number),
                _ => Value::Text(word),
            },
        })
    }

    /// `now-7d`, `now+1M`
    fn now(&mut self) -> Option<Value> {
        let rest = self.rest().strip_prefix("now")?;
        let sign = match rest.chars().next()? {
            '-' => -1,
            '+' => 1,
            _ => return None,
        };
        let digits = &rest[1..];
        let digits = &digits[..digits.find(|c: char| !c.is_ascii_digit())?];
        let unit = match rest[1 + digits.len()..].chars().next()? {
            's' => Unit::Second,
            'm' => Unit::Minute,
            'h' => Unit::Hour,
            'd' => Unit::Day,
            'w' => Unit::Week,
            'M' => Unit::Month,
            'y' => Unit::Year,
            _ => return None,
        };
        let count: i64 = digits.parse().ok()?;
        let length = "now".len() + 1 + digits.len() + 1;
        // `now-7days` is a word, not a moment.
        if word::literal(&self.text[self.at + length..]).1 > 0 {
            return None;
        }
        self.at += length;
        Some(Value::Now(sign * count, unit))
    }

    fn quoted(&mut self) -> Read<String> {
        if !self.rest().starts_with('\'') {
            return Err(self.error(Reason::ValueExpected));
        }
        let Some((text, taken)) = word::quoted(self.rest()) else {
            return Err(self.error(Reason::OpenQuote));
        };
        self.at += taken;
        Ok(text)
    }
}

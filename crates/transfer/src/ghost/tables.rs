//! The tables of an export as a stream of rows: one row is in memory at a time.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::problem::{Damage, Limits};
use crate::text::{Text, TooMuch};

/// A row as written: columns by name.
pub(super) type Row = Map<String, Value>;

/// Takes the rows: the table, the line in the file, the columns.
pub(super) type RowSink<'a> = dyn FnMut(&str, u64, Row) -> ControlFlow<()> + 'a;

/// Reads the rows of all tables but those of `without`; `Break` when `sink` wanted no more.
pub(super) fn read<R: Read>(
    text: Text<R>,
    limits: Limits,
    without: &[&str],
    sink: &mut RowSink<'_>,
) -> Result<ControlFlow<()>, Damage> {
    let place =
        Rc::new(Place { line: Cell::new(1), left: Cell::new(limits.entry_bytes), most: limits.entry_bytes });
    let mut stopped = false;
    let reader = Counted { text, place: Rc::clone(&place) };
    let mut json = serde_json::Deserializer::from_reader(reader);
    let walk = Walk { place: &place, without, sink, stopped: &mut stopped };
    match walk.deserialize(&mut json).and_then(|()| json.end()) {
        Err(_) if stopped => Ok(ControlFlow::Break(())),
        Ok(()) => Ok(ControlFlow::Continue(())),
        Err(error) => Err(damage(&error)),
    }
}

/// The text of a column; empty for null and what is no text.
pub(super) fn text<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).and_then(Value::as_str).unwrap_or_default()
}

/// The text of a column, when it has any.
pub(super) fn some(row: &Row, column: &str) -> Option<String> {
    Some(text(row, column).trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// An id, which is a number in old exports.
pub(super) fn id(row: &Row, column: &str) -> String {
    match row.get(column) {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => String::new(),
    }
}

/// Yes or no, as one of the databases has it.
pub(super) fn is_true(row: &Row, column: &str) -> bool {
    match row.get(column) {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::Number(number)) => number.as_i64() == Some(1),
        Some(Value::String(word)) => word == "true" || word == "1",
        _ => false,
    }
}

fn damage(error: &serde_json::Error) -> Damage {
    let reason = std::error::Error::source(error)
        .and_then(|source| source.downcast_ref::<io::Error>())
        .and_then(io::Error::get_ref)
        .and_then(|inner| inner.downcast_ref::<TooMuch>());
    let message = match reason {
        Some(limit) => limit.to_string(),
        None => format!("the JSON is damaged: {error}"),
    };
    Damage { line: error.line() as u64, column: error.column() as u64, message }
}

/// Where the reader is, and how much of one row may still come.
struct Place {
    line: Cell<u64>,
    left: Cell<usize>,
    most: usize,
}

/// Counts lines and bytes on their way to the parser.
struct Counted<R: Read> {
    text: Text<R>,
    place: Rc<Place>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.text.next_piece();
        let available = self.text.fill_buf()?;
        let n = available.len().min(into.len());
        into[..n].copy_from_slice(&available[..n]);
        self.text.consume(n);
        // Control characters, which no JSON may hold as they are, would end the reading.
        for byte in
            into[..n].iter_mut().filter(|byte| **byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t'))
        {
            *byte = b' ';
        }
        let breaks: u64 = into[..n].iter().map(|byte| u64::from(*byte == b'\n')).sum();
        self.place.line.set(self.place.line.get() + breaks);
        let left = self.place.left.get().checked_sub(n);
        self.place.left.set(left.ok_or_else(|| io::Error::other(TooMuch::Piece(self.place.most)))?);
        Ok(n)
    }
}

/// The document: `{"db":[{"meta","data"}]}`, `{"meta","data"}`, or tables alone, as Ghost's API answers with them.
struct Walk<'a, 'b> {
    place: &'a Place,
    without: &'a [&'a str],
    sink: &'a mut RowSink<'b>,
    stopped: &'a mut bool,
}

impl<'b> Walk<'_, 'b> {
    fn again(&mut self) -> Walk<'_, 'b> {
        Walk { place: self.place, without: self.without, sink: &mut *self.sink, stopped: &mut *self.stopped }
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export of Ghost")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut parts: A) -> Result<(), A::Error> {
        while parts.next_element_seed(self.again())?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut parts: A) -> Result<(), A::Error> {
        let mut address = None;
        while let Some(name) = parts.next_key::<String>()? {
            match name.as_str() {
                "db" => parts.next_value_seed(self.again())?,
                // Tools that move sites to Ghost list stories with where each was: `[{"url":…,"data":{…}}]`.
                "url" => address = Some(parts.next_value::<Value>()?),
                "data" if address.is_some() => {
                    self.place.left.set(self.place.most);
                    let line = self.place.line.get();
                    let Value::Object(mut row) = bare(parts.next_value()?) else { continue };
                    row.entry("url").or_insert_with(|| address.take().unwrap_or_default());
                    let number = text(&row, "slug").chars().take(LISTED_CHARS_MAX).collect::<String>();
                    row.entry("id").or_insert_with(|| number.into());
                    if !self.without.contains(&"posts") && (self.sink)("posts", line, row).is_break() {
                        *self.stopped = true;
                        return Err(A::Error::custom("no more is wanted"));
                    }
                }
                "data" => parts.next_value_seed(Tables(self.again()))?,
                "posts" | "pages" | "tags" | "users" | "posts_tags" | "posts_authors" | "posts_meta" => {
                    table(&name, &mut self, &mut parts)?;
                }
                _ => {
                    parts.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// Characters of a slug that stand for the id of a story that has none.
const LISTED_CHARS_MAX: usize = 40;

/// A row of a list whose tags and authors are written as the stories are.
fn bare(row: Value) -> Value {
    let Value::Object(mut row) = row else { return row };
    let inner = |value: Value| match value {
        Value::Object(mut pair) if pair.get("data").is_some_and(Value::is_object) => {
            pair.remove("data").unwrap_or_default()
        }
        other => other,
    };
    if let Some(author) = row.remove("author") {
        row.entry("authors").or_insert_with(|| Value::Array(vec![author]));
    }
    for column in ["tags", "authors"] {
        if let Some(Value::Array(list)) = row.get_mut(column) {
            *list = std::mem::take(list).into_iter().map(inner).collect();
        }
    }
    Value::Object(row)
}

/// `{"posts":[…],"tags":[…]}`.
struct Tables<'a, 'b>(Walk<'a, 'b>);

impl<'de> DeserializeSeed<'de> for Tables<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Tables<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tables by their names")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut tables: A) -> Result<(), A::Error> {
        while let Some(name) = tables.next_key::<String>()? {
            table(&name, &mut self.0, &mut tables)?;
        }
        Ok(())
    }
}

/// Reads the table of a name, or passes over it.
fn table<'de, A: MapAccess<'de>>(
    name: &str,
    walk: &mut Walk<'_, '_>,
    tables: &mut A,
) -> Result<(), A::Error> {
    walk.place.left.set(walk.place.most);
    if walk.without.contains(&name) {
        tables.next_value_seed(Unread(walk.place))
    } else {
        tables.next_value_seed(Table { walk: walk.again(), name })
    }
}

/// A table that nobody asks for, which may be longer than a row.
struct Unread<'a>(&'a Place);

impl<'de> DeserializeSeed<'de> for Unread<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unread<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        while rows.next_element::<IgnoredAny>()?.is_some() {
            self.0.left.set(self.0.most);
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut columns: A) -> Result<(), A::Error> {
        while columns.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// `[{…},{…}]`.
struct Table<'a, 'b> {
    walk: Walk<'a, 'b>,
    name: &'a str,
}

impl<'de> DeserializeSeed<'de> for Table<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Table<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        let Walk { place, sink, stopped, .. } = self.walk;
        loop {
            place.left.set(place.most);
            let line = place.line.get();
            match rows.next_element::<Value>()? {
                None => return Ok(()),
                Some(Value::Object(row)) => {
                    if sink(self.name, line, row).is_break() {
                        *stopped = true;
                        return Err(A::Error::custom("no more is wanted"));
                    }
                }
                Some(_) => {}
            }
        }
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut columns: A) -> Result<(), A::Error> {
        while columns.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

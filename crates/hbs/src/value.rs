//! Values as templates see them, with JavaScript's rules for truth, text and comparison.

use std::fmt;
use std::hash::Hasher;
use std::rc::Rc;

mod convert;
mod map;
mod print;
mod text;

pub use map::Map;
pub use text::Text;

/// A thing with named fields, borrowed by the values that come out of it.
///
/// A field is asked for when a template reads it, so it may be computed then; keep the result in a `OnceCell` if it
/// is dear.
pub trait Object {
    /// The field `key`, or [`Value::Undefined`].
    fn get(&self, key: &str) -> Value<'_>;

    /// The names of the fields in order, for `{{#each object}}`. By default none.
    fn keys(&self) -> Vec<Text<'_>> {
        Vec::new()
    }

    /// Tells `digest` everything that [`Self::get`] answers from, for a host that keeps what was printed of it: two objects of
    /// this kind that tell the same have the same fields. `false`, as by default, when it does not say.
    fn digest(&self, _digest: &mut dyn Hasher) -> bool {
        false
    }
}

/// A list that makes its elements when they are asked for. `Vec<T>` is one for every `T` that is [`ToValue`].
pub trait Sequence {
    /// Number of elements.
    fn size(&self) -> usize;

    /// Element `index` counted from 0, or [`Value::Undefined`].
    fn at(&self, index: usize) -> Value<'_>;
}

/// Anything that can be seen as a value without giving it away.
pub trait ToValue {
    /// The value, borrowing from `self`.
    fn to_value(&self) -> Value<'_>;
}

/// A value. Cloning is cheap: texts, lists and maps are borrowed or shared.
#[derive(Clone, Default)]
pub enum Value<'a> {
    /// Absent.
    #[default]
    Undefined,
    /// Present and empty.
    Null,
    /// True or false.
    Bool(bool),
    /// A number; whole numbers print without a point.
    Number(f64),
    /// Text that is escaped when printed.
    Str(Text<'a>),
    /// Markup that is printed as it is. True in conditions even when empty, as in JavaScript.
    Safe(Text<'a>),
    /// A list.
    List(List<'a>),
    /// Something with fields.
    Object(ObjectRef<'a>),
    /// A moment, in milliseconds UTC since 1970.
    Date(i64),
}

/// A list: shared values, or borrowed data.
#[derive(Clone)]
pub enum List<'a> {
    /// Values made for this page.
    Shared(Rc<[Value<'a>]>),
    /// The page's data.
    Borrowed(&'a dyn Sequence),
}

/// An object: a shared map, or borrowed data.
#[derive(Clone)]
pub enum ObjectRef<'a> {
    /// Fields put together for this page.
    Map(Rc<Map<'a>>),
    /// The page's data.
    Borrowed(&'a dyn Object),
}

impl<'a> List<'a> {
    /// Number of elements.
    pub fn len(&self) -> usize {
        match self {
            Self::Shared(values) => values.len(),
            Self::Borrowed(sequence) => sequence.size(),
        }
    }

    /// Whether there are no elements.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Element `index` counted from 0, or [`Value::Undefined`].
    pub fn at(&self, index: usize) -> Value<'a> {
        match self {
            Self::Shared(values) => values.get(index).cloned().unwrap_or_default(),
            Self::Borrowed(sequence) => sequence.at(index),
        }
    }

    /// The elements in order.
    pub fn iter(&self) -> impl Iterator<Item = Value<'a>> + '_ {
        (0..self.len()).map(|index| self.at(index))
    }
}

impl<'a> ObjectRef<'a> {
    /// The field `key`, or [`Value::Undefined`].
    pub fn get(&self, key: &str) -> Value<'a> {
        match self {
            Self::Map(map) => map.get(key),
            Self::Borrowed(object) => object.get(key),
        }
    }

    /// The names of the fields in order.
    pub fn keys(&self) -> Vec<Text<'a>> {
        match self {
            Self::Map(map) => map.keys(),
            Self::Borrowed(object) => object.keys(),
        }
    }
}

impl<'a> Value<'a> {
    /// Tells `digest` what it says; see [`Object::digest`]. `false` for all but borrowed objects.
    pub fn digest(&self, digest: &mut dyn Hasher) -> bool {
        matches!(self, Self::Object(ObjectRef::Borrowed(object)) if object.digest(digest))
    }

    /// Borrowed data with fields.
    pub fn object(object: &'a dyn Object) -> Self {
        Self::Object(ObjectRef::Borrowed(object))
    }

    /// A borrowed list.
    pub fn sequence(sequence: &'a dyn Sequence) -> Self {
        Self::List(List::Borrowed(sequence))
    }

    /// A list of these values.
    pub fn list(values: impl IntoIterator<Item = Value<'a>>) -> Self {
        Self::List(List::Shared(values.into_iter().collect()))
    }

    /// Markup that is printed as it is.
    pub fn safe(markup: impl Into<Text<'a>>) -> Self {
        Self::Safe(markup.into())
    }

    /// Whether the value is undefined or null.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Undefined | Self::Null)
    }

    /// JavaScript's truth: everything but `false`, `0`, `NaN`, `""`, null and undefined. Empty lists are true.
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Undefined | Self::Null => false,
            Self::Bool(value) => *value,
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Str(text) => !text.is_empty(),
            Self::Safe(_) | Self::List(_) | Self::Object(_) | Self::Date(_) => true,
        }
    }

    /// What `{{#if}}` and `{{#with}}` call empty: not true and not 0, or an empty list.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(list) => list.is_empty(),
            Self::Number(number) => number.is_nan(),
            other => !other.is_truthy(),
        }
    }

    /// The text of a string or of safe markup.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) | Self::Safe(text) => Some(text),
            _ => None,
        }
    }

    /// The field, element, or `length` named `key`, or [`Value::Undefined`].
    #[must_use]
    pub fn property(&self, key: &str) -> Value<'a> {
        match self {
            Self::Object(object) => object.get(key),
            Self::List(list) if key == "length" => Value::Number(list.len() as f64),
            Self::List(list) => index(key).map_or(Value::Undefined, |at| list.at(at)),
            Self::Str(text) if key == "length" => Value::Number(text.encode_utf16().count() as f64),
            Self::Str(text) => index(key)
                .and_then(|at| text.chars().nth(at))
                .map_or(Value::Undefined, |letter| Value::from(letter.to_string())),
            _ => Value::Undefined,
        }
    }

    /// JavaScript's `===`. Lists and objects are equal to themselves only.
    #[allow(clippy::float_cmp, reason = "JavaScript compares numbers exactly")]
    pub fn strict_equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Undefined, Self::Undefined) | (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Number(a), Self::Number(b)) => a == b,
            (Self::Str(a), Self::Str(b)) => a == b,
            (Self::Safe(a), Self::Safe(b)) => std::ptr::eq(a.as_str(), b.as_str()),
            (Self::Date(a), Self::Date(b)) => a == b,
            (Self::List(List::Shared(a)), Self::List(List::Shared(b))) => Rc::ptr_eq(a, b),
            (Self::List(List::Borrowed(a)), Self::List(List::Borrowed(b))) => std::ptr::addr_eq(*a, *b),
            (Self::Object(ObjectRef::Map(a)), Self::Object(ObjectRef::Map(b))) => Rc::ptr_eq(a, b),
            (Self::Object(ObjectRef::Borrowed(a)), Self::Object(ObjectRef::Borrowed(b))) => {
                std::ptr::addr_eq(*a, *b)
            }
            _ => false,
        }
    }

    /// JavaScript's `==`.
    #[allow(clippy::float_cmp, reason = "JavaScript compares numbers exactly")]
    pub fn loose_equals(&self, other: &Self) -> bool {
        if self.strict_equals(other) {
            return true;
        }
        if self.is_absent() || other.is_absent() {
            return self.is_absent() && other.is_absent();
        }
        match (self.is_compound(), other.is_compound()) {
            (true, true) => false,
            (false, false) => !self.both_text(other) && self.to_number() == other.to_number(),
            _ => {
                let (a, b) = (self.to_primitive(), other.to_primitive());
                if a.both_text(&b) { a.to_text() == b.to_text() } else { a.to_number() == b.to_number() }
            }
        }
    }

    /// JavaScript's order for `<` and `>`: texts by UTF-16 units, everything else as numbers; `None` with `NaN`.
    pub fn compare(&self, other: &Self) -> Option<std::cmp::Ordering> {
        if let (Self::Date(a), Self::Date(b)) = (self, other) {
            return Some(a.cmp(b));
        }
        let (a, b) = (self.to_primitive(), other.to_primitive());
        if a.both_text(&b) {
            return Some(a.to_text().encode_utf16().cmp(b.to_text().encode_utf16()));
        }
        let number = |original: &Self, primitive: &Self| match original {
            Self::Date(at) => *at as f64,
            _ => primitive.to_number(),
        };
        number(self, &a).partial_cmp(&number(other, &b))
    }

    /// JavaScript's `Number(value)`.
    pub fn to_number(&self) -> f64 {
        match self {
            Self::Undefined => f64::NAN,
            Self::Null | Self::Bool(false) => 0.0,
            Self::Bool(true) => 1.0,
            Self::Number(number) => *number,
            Self::Date(at) => *at as f64,
            other => number_of_text(&other.to_text()),
        }
    }

    fn is_compound(&self) -> bool {
        matches!(self, Self::Safe(_) | Self::List(_) | Self::Object(_) | Self::Date(_))
    }

    fn both_text(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Str(_), Self::Str(_)))
    }

    fn to_primitive(&self) -> Value<'a> {
        if self.is_compound() { Value::Str(self.to_text()) } else { self.clone() }
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undefined => out.write_str("undefined"),
            Self::Null => out.write_str("null"),
            Self::Str(text) => write!(out, "{:?}", text.as_str()),
            Self::Safe(text) => write!(out, "Safe({:?})", text.as_str()),
            Self::List(list) => out.debug_list().entries(list.iter().take(100)).finish(),
            other => out.write_str(&other.to_text()),
        }
    }
}

/// A list index as a path segment spells it: digits without a leading zero.
fn index(key: &str) -> Option<usize> {
    let canonical = key == "0" || !key.starts_with(['0', '+']);
    if canonical { key.parse().ok() } else { None }
}

fn number_of_text(text: &str) -> f64 {
    let text = text.trim();
    if text.is_empty() {
        return 0.0;
    }
    match text {
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ if text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-')) => {
            text.parse().unwrap_or(f64::NAN)
        }
        _ => f64::NAN,
    }
}

//! Making values from Rust's own types.

use super::{Object, Sequence, Text, ToValue, Value};

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Str(Text::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Str(Text::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Str(text.into())
    }
}

impl<'a> From<Text<'a>> for Value<'a> {
    fn from(text: Text<'a>) -> Self {
        Self::Str(text)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

macro_rules! from_number {
    ($($number:ty),*) => {$(
        impl From<$number> for Value<'_> {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        }
        impl ToValue for $number {
            fn to_value(&self) -> Value<'_> {
                Value::Number(*self as f64)
            }
        }
    )*};
}

from_number!(f64, i64, u64, usize);

macro_rules! from_small_number {
    ($($number:ty),*) => {$(
        impl From<$number> for Value<'_> {
            fn from(number: $number) -> Self {
                Self::Number(f64::from(number))
            }
        }
        impl ToValue for $number {
            fn to_value(&self) -> Value<'_> {
                Value::Number(f64::from(*self))
            }
        }
    )*};
}

from_small_number!(u8, u16, u32, i32);

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<'a> From<Vec<Value<'a>>> for Value<'a> {
    fn from(values: Vec<Value<'a>>) -> Self {
        Self::list(values)
    }
}

impl<T: Object> ToValue for T {
    fn to_value(&self) -> Value<'_> {
        Value::object(self)
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value<'_> {
        Value::from(self)
    }
}

impl<T: ToValue> Sequence for Vec<T> {
    fn size(&self) -> usize {
        self.len()
    }

    fn at(&self, index: usize) -> Value<'_> {
        self.get(index).map_or(Value::Undefined, ToValue::to_value)
    }
}

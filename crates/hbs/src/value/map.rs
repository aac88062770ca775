//! An ordered map of values, which may lie over another value.

use std::rc::Rc;

use super::{ObjectRef, Text, Value};

/// Fields in the order they were set, laid over the fields of another value if there is one.
#[derive(Clone, Default)]
pub struct Map<'a> {
    entries: Vec<(Text<'a>, Value<'a>)>,
    base: Value<'a>,
}

impl<'a> Map<'a> {
    /// An empty map.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty map through which the fields of `base` are seen.
    pub fn over(base: Value<'a>) -> Self {
        Self { entries: Vec::new(), base }
    }

    /// The same map with `key` set.
    #[must_use]
    pub fn with(mut self, key: impl Into<Text<'a>>, value: impl Into<Value<'a>>) -> Self {
        self.set(key, value);
        self
    }

    /// Sets `key`; a key set before keeps its place.
    pub fn set(&mut self, key: impl Into<Text<'a>>, value: impl Into<Value<'a>>) {
        let (key, value) = (key.into(), value.into());
        match self.entries.iter_mut().find(|(name, _)| *name == key) {
            Some(entry) => entry.1 = value,
            None => self.entries.push((key, value)),
        }
    }

    /// The field `key`, or [`Value::Undefined`].
    pub fn get(&self, key: &str) -> Value<'a> {
        let mut map = self;
        loop {
            if let Some((_, value)) = map.entries.iter().find(|(name, _)| name.as_str() == key) {
                return value.clone();
            }
            match &map.base {
                Value::Object(ObjectRef::Map(below)) => map = below,
                Value::List(_) if key == "length" => return Value::Undefined,
                below => return below.property(key),
            }
        }
    }

    /// The names of the fields: those of the value below first, then its own.
    pub fn keys(&self) -> Vec<Text<'a>> {
        let mut layers = vec![self];
        let mut keys = Vec::new();
        let mut map = self;
        while let Value::Object(below) = &map.base {
            match below {
                ObjectRef::Map(below) => {
                    layers.push(below);
                    map = below;
                }
                ObjectRef::Borrowed(object) => {
                    keys = object.keys();
                    break;
                }
            }
        }
        for (key, _) in layers.iter().rev().flat_map(|layer| &layer.entries) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
        keys
    }
}

impl<'a> From<Map<'a>> for Value<'a> {
    fn from(map: Map<'a>) -> Self {
        Self::Object(ObjectRef::Map(Rc::new(map)))
    }
}

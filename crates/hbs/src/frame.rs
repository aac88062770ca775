//! Data frames: the `@` variables, inherited by inner blocks.

use std::borrow::Cow;
use std::rc::Rc;

use crate::Value;

/// One level of `@` variables. Cheap to clone; a clone does not see later changes of the original.
#[derive(Clone)]
pub struct Frame<'a>(Rc<Level<'a>>);

#[derive(Clone)]
struct Level<'a> {
    variables: Vec<(Cow<'static, str>, Value<'a>)>,
    base: Value<'a>,
    parent: Option<Frame<'a>>,
}

impl<'a> Frame<'a> {
    pub(crate) fn root(context: Value<'a>, base: Value<'a>) -> Self {
        Self(Rc::new(Level { variables: vec![(Cow::Borrowed("root"), context)], base, parent: None }))
    }

    /// A new level inside this one.
    #[must_use]
    pub fn child(&self) -> Self {
        Self(Rc::new(Level { variables: Vec::new(), base: Value::Undefined, parent: Some(self.clone()) }))
    }

    /// The level around this one: what `@../name` looks at.
    pub fn parent(&self) -> Option<&Self> {
        self.0.parent.as_ref()
    }

    /// The variable `@name` of the nearest level that has it, else undefined.
    pub fn get(&self, name: &str) -> Value<'a> {
        let mut level = &self.0;
        loop {
            if let Some((_, value)) = level.variables.iter().find(|(key, _)| key == name) {
                return value.clone();
            }
            match &level.parent {
                Some(parent) => level = &parent.0,
                None => return level.base.property(name),
            }
        }
    }

    /// Sets `@name` on this level.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value<'a>>) {
        let (name, value) = (name.into(), value.into());
        let level = Rc::make_mut(&mut self.0);
        match level.variables.iter_mut().find(|(key, _)| *key == name) {
            Some(variable) => variable.1 = value,
            None => level.variables.push((name, value)),
        }
    }
}

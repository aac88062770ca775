//! The table of helpers.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::{Call, HelperError, Value, builtin};

/// What a program that renders templates hands to its helpers.
///
/// A type family, so that one table of helpers serves every page although each page's state borrows other data.
pub trait Host: 'static {
    /// The state of one page, whose data lives for `'a`. Helpers see it shared; use `Cell` or `RefCell` to change it.
    type State<'a>: 'a;
}

impl Host for () {
    type State<'a> = ();
}

pub(crate) type Helper<H> =
    dyn for<'c, 'a> Fn(&mut Call<'c, 'a, H>) -> Result<Value<'a>, HelperError> + Send + Sync;

/// Helpers by name. [`Helpers::new`] holds the language's own: `if`, `unless`, `each`, `with`, `lookup`, `log`.
pub struct Helpers<H: Host = ()> {
    rows: FxHashMap<&'static str, Box<Helper<H>>>,
    steady: FxHashSet<&'static str>,
    ground: FxHashSet<&'static str>,
}

/// The language's own helpers that only look at what they are given.
const STEADY: [&str; 5] = ["if", "unless", "each", "with", "lookup"];

impl<H: Host> Default for Helpers<H> {
    fn default() -> Self {
        Self::new()
    }
}

impl<H: Host> Helpers<H> {
    /// The language's own helpers.
    pub fn new() -> Self {
        let (rows, ground) = (FxHashMap::default(), FxHashSet::default());
        let mut table = Self { rows, steady: STEADY.into_iter().collect(), ground };
        builtin::add_to(&mut table);
        table
    }

    /// Adds a helper, replacing one of the same name.
    ///
    /// What it returns is printed: escaped in `{{name}}` unless it is [`Value::Safe`], as it is from a block or a
    /// triple tag. What it writes through [`Call::write`] comes before that and is never escaped.
    pub fn add<F>(&mut self, name: &'static str, helper: F) -> &mut Self
    where
        F: for<'c, 'a> Fn(&mut Call<'c, 'a, H>) -> Result<Value<'a>, HelperError> + Send + Sync + 'static,
    {
        self.rows.insert(name, Box::new(helper));
        self
    }

    /// Says of these helpers that what they print follows from their arguments, their context and the ground; see
    /// [`Call::block_stands_alone`].
    pub fn steady(&mut self, names: impl IntoIterator<Item = &'static str>) -> &mut Self {
        self.steady.extend(names);
        self
    }

    /// Says of these `@` variables that they are the ground on which many pages stand: the host knows when they change.
    pub fn ground(&mut self, names: impl IntoIterator<Item = &'static str>) -> &mut Self {
        self.ground.extend(names);
        self
    }

    pub(crate) fn is_steady(&self, name: &str) -> bool {
        self.steady.contains(name)
    }

    pub(crate) fn is_ground(&self, name: &str) -> bool {
        self.ground.contains(name)
    }

    /// Whether a helper of this name exists.
    pub fn contains(&self, name: &str) -> bool {
        self.rows.contains_key(name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Helper<H>> {
        self.rows.get(name).map(|helper| &**helper)
    }
}

//! What one rendering is given, and how much it may spend.

use crate::{Helpers, Host, Value};

/// How much one rendering may spend. Templates are foreign code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Tags and loop rounds.
    pub steps: u64,
    /// Bytes of the page.
    pub output_bytes: usize,
    /// Bytes of text that helpers make in all, printed or not.
    pub helper_bytes: usize,
    /// Partials within partials.
    pub partial_depth: u32,
    /// Blocks, partials and sub-expressions within each other. At the default a thread needs 2 MiB of stack.
    pub depth: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            steps: 2_000_000,
            output_bytes: 8 << 20,
            helper_bytes: 64 << 20,
            partial_depth: 40,
            depth: 100,
        }
    }
}

/// Everything one rendering is given.
pub struct Page<'c, 'a, H: Host = ()> {
    /// The context of the outermost template: what `{{title}}` and `@root` see.
    pub context: Value<'a>,
    /// What `{{@name}}` sees where no block has set `@name`: usually a map with `site`, `custom` and so on.
    pub data: Value<'a>,
    /// The helpers that may be called.
    pub helpers: &'c Helpers<H>,
    /// The host's own state, handed to every helper.
    pub state: &'c H::State<'a>,
    /// What the rendering may spend.
    pub limits: Limits,
    /// Asked after every 16 helpers and every 256 steps; `true` ends the rendering with [`crate::Limit::Time`].
    pub out_of_time: Option<&'c dyn Fn() -> bool>,
    /// Receives the lines that `{{log}}` writes. Without it they are dropped.
    pub log: Option<&'c dyn Fn(&str)>,
    /// Writes a moment, in milliseconds UTC, as a tag prints it. Without it moments are written in UTC.
    pub moments: Option<&'c dyn Fn(i64) -> String>,
}

impl<'c, 'a, H: Host> Page<'c, 'a, H> {
    /// A page with this context, no `@` data, the default limits, no deadline and no log.
    pub fn new(context: Value<'a>, helpers: &'c Helpers<H>, state: &'c H::State<'a>) -> Self {
        let limits = Limits::default();
        Self {
            context,
            data: Value::Undefined,
            helpers,
            state,
            limits,
            out_of_time: None,
            log: None,
            moments: None,
        }
    }

    /// The same page with this `@` data.
    #[must_use]
    pub fn data(mut self, data: Value<'a>) -> Self {
        self.data = data;
        self
    }
}

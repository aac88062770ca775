//! One call of a helper, as the helper sees it.

use crate::alone::stands_alone;
use crate::ast::{Expr, Pos, Program};
use crate::interpret::{self, Env, Run, Scope};
use crate::uses::Uses;
use crate::{Frame, HelperError, Host, Limit, Map, Text, Value, partial};

/// One call of a helper: its arguments, its surroundings, and the blocks it may render.
pub struct Call<'c, 'a, H: Host = ()> {
    pub(crate) env: Env<'c, 'a, H>,
    pub(crate) run: &'c mut Run,
    pub(crate) scope: &'c Scope<'a>,
    pub(crate) name: &'a str,
    pub(crate) params: Vec<Value<'a>>,
    pub(crate) hash: Vec<(&'a str, Value<'a>)>,
    pub(crate) main: Option<&'a Program>,
    pub(crate) inverse: Option<&'a Program>,
    pub(crate) is_block: bool,
    pub(crate) is_argument: bool,
    pub(crate) written: &'a [Expr],
    pub(crate) pos: Pos,
}

type Outcome = Result<(), HelperError>;

impl<'c, 'a, H: Host> Call<'c, 'a, H> {
    /// The name the template used.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The current context, `this`.
    pub fn this(&self) -> &Value<'a> {
        &self.scope.this
    }

    /// The positional arguments.
    pub fn params(&self) -> &[Value<'a>] {
        &self.params
    }

    /// Positional argument `index` from 0; undefined when not given.
    pub fn param(&self, index: usize) -> Value<'a> {
        self.params.get(index).cloned().unwrap_or_default()
    }

    /// The named arguments in the order written.
    pub fn hash(&self) -> &[(&'a str, Value<'a>)] {
        &self.hash
    }

    /// Named argument `key`; undefined when not given. Of repeated ones the first counts.
    pub fn option(&self, key: &str) -> Value<'a> {
        let given = self.hash.iter().find(|(name, _)| *name == key);
        given.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// A value as a tag prints it on this page: as its text, and moments as [`Page::moments`](crate::Page::moments) writes them.
    pub fn text(&self, value: &Value<'a>) -> Text<'a> {
        self.env.text(value)
    }

    /// The variable `@name`.
    pub fn data(&self, name: &str) -> Value<'a> {
        self.scope.frame.get(name)
    }

    /// The current data frame. Render a block with a [`Frame::child`] of it to give the block variables.
    pub fn frame(&self) -> &Frame<'a> {
        &self.scope.frame
    }

    /// The host's state.
    pub fn state(&self) -> &'c H::State<'a> {
        self.env.state
    }

    /// Whether the helper was called as a block, `{{#name}}…{{/name}}`.
    pub fn is_block(&self) -> bool {
        self.is_block
    }

    /// Whether the helper was called in parentheses, as an argument of another.
    pub fn is_argument(&self) -> bool {
        self.is_argument
    }

    /// Whether positional argument `index` is a text that the template itself spells out.
    pub fn is_literal(&self, index: usize) -> bool {
        matches!(self.written.get(index), Some(Expr::Str(_)))
    }

    /// Whether the block, or a partial it calls, may use the name `name`: as a helper, or as any part of a path. Never
    /// wrong when it says no. For helpers that need not fetch what nobody prints.
    pub fn block_uses(&self, name: &str) -> bool {
        let uses = |program: &Program| Uses::of(self.env.templates, program);
        self.main.is_some_and(|program| program.uses.get_or_init(|| uses(program)).contains(name))
    }

    /// Names the block among all blocks of its templates, for a host that keeps what it printed. Nothing unless the block
    /// stands alone: what it prints follows from the context and the parameters it is rendered with and from the ground,
    /// for it calls steady helpers alone ([`Helpers::steady`](crate::Helpers::steady)), names no `../` and no `@` variable
    /// but those of its own loops and of the ground ([`Helpers::ground`](crate::Helpers::ground)), and no partial that the
    /// page around could replace. Templates are asked with one table of helpers.
    pub fn block_stands_alone(&self) -> Option<usize> {
        let main = self.main?;
        let (templates, helpers) = (self.env.templates, self.env.helpers);
        let alone = main.alone.get_or_init(|| stands_alone(templates, helpers, main));
        let is_bare = self.scope.inlines.is_none() && self.scope.partial_block.is_none();
        (*alone && is_bare).then_some(std::ptr::from_ref(main).addr())
    }

    /// How many block parameters the tag names, as in `as |item index|`.
    pub fn block_params(&self) -> usize {
        self.main.map_or(0, |program| program.params.len())
    }

    /// Whether there is an `{{else}}` part.
    pub fn has_inverse(&self) -> bool {
        self.inverse.is_some()
    }

    /// Renders the block in the current context to the page. Nothing happens without a block.
    pub fn block(&mut self) -> Outcome {
        match self.main {
            Some(program) => inside(interpret::program_here(self.env, self.run, self.scope, program)),
            None => Ok(()),
        }
    }

    /// Renders the `{{else}}` part in the current context to the page. Nothing happens without one.
    pub fn inverse(&mut self) -> Outcome {
        match self.inverse {
            Some(program) => inside(interpret::program_here(self.env, self.run, self.scope, program)),
            None => Ok(()),
        }
    }

    /// Renders the block with `this` as its context, `frame` as its variables and `params` as its block parameters.
    ///
    /// `../` leads back to the current context when `this` is another one.
    pub fn block_with(&mut self, this: &Value<'a>, frame: &Frame<'a>, params: &[Value<'a>]) -> Outcome {
        match self.main {
            Some(program) => {
                let scope = self.scope.inner(this, frame, program, params);
                inside(interpret::program(self.env, self.run, &scope, program))
            }
            None => Ok(()),
        }
    }

    /// Renders the `{{else}}` part with `this` as its context and `frame` as its variables.
    pub fn inverse_with(&mut self, this: &Value<'a>, frame: &Frame<'a>) -> Outcome {
        match self.inverse {
            Some(program) => {
                let scope = self.scope.inner(this, frame, program, &[]);
                inside(interpret::program(self.env, self.run, &scope, program))
            }
            None => Ok(()),
        }
    }

    /// Runs `work` and returns what it wrote instead of putting it on the page.
    pub fn capture(&mut self, work: impl FnOnce(&mut Self) -> Outcome) -> Result<String, HelperError> {
        let start = self.run.out.len();
        let outcome = work(self);
        let text = self.run.out.split_off(start);
        outcome?;
        inside(self.run.charge_text(self.env, self.scope, self.pos, text.len()))?;
        Ok(text)
    }

    /// Runs `work` and shows what it put on the page.
    pub fn watch(&mut self, work: impl FnOnce(&mut Self) -> Outcome) -> Result<&str, HelperError> {
        let start = self.run.out.len();
        work(self)?;
        Ok(self.run.out.get(start..).unwrap_or_default())
    }

    /// Whether a partial of this name can be called here.
    pub fn has_partial(&self, name: &str) -> bool {
        self.scope.find_inline(name).is_some() || self.env.templates.partial(name).is_some()
    }

    /// Renders the partial `name` with `this` as its context to the page.
    pub fn partial(&mut self, name: &str, this: Value<'a>) -> Outcome {
        inside(partial::by_name(self.env, self.run, self.scope, name, this, self.pos))
    }

    /// The current context with the named arguments laid over it.
    pub fn this_with_hash(&self) -> Map<'a> {
        let mut map = Map::over(self.scope.this.clone());
        for (key, value) in &self.hash {
            map.set(*key, value.clone());
        }
        map
    }

    /// Puts `markup` on the page as it is.
    pub fn write(&mut self, markup: &str) -> Outcome {
        inside(self.run.write(self.env, self.scope, self.pos, markup))
    }

    /// Puts `text` on the page, escaped.
    pub fn write_escaped(&mut self, text: &str) -> Outcome {
        inside(self.run.write_escaped(self.env, self.scope, self.pos, text))
    }

    /// Counts `steps` against the limit; for helpers with loops of their own.
    pub fn spend(&mut self, steps: u64) -> Outcome {
        inside(self.run.spend(self.env, self.scope, self.pos, steps))
    }

    /// Ends the rendering with [`Limit::Time`] if the host says that time is up.
    pub fn check_time(&mut self) -> Outcome {
        match self.env.out_of_time {
            Some(out_of_time) if out_of_time() => {
                inside(Err(interpret::limit(self.scope, self.pos, Limit::Time)))
            }
            _ => Ok(()),
        }
    }

    /// Hands a line to the host's log.
    pub fn log(&self, line: &str) {
        if let Some(log) = self.env.log {
            log(line);
        }
    }
}

fn inside(result: Result<(), crate::RenderError>) -> Outcome {
    result.map_err(|error| HelperError::Inside(Box::new(error)))
}

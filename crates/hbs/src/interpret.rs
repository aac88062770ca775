//! Walking the tree.

use std::cell::RefCell;
use std::rc::Rc;

use crate::ast::{Block, Expr, Invoke, Mustache, Node, Path, Pos, Program};
use crate::call::Call;
use crate::escape::escape_into;
use crate::helpers::Helper;
use crate::limits::{Limits, Page};
use crate::partial::{self, Closure, Inline};
use crate::{Frame, HelperError, Helpers, Host, Limit, Place, RenderError, Templates, Text, Value, builtin};

type Outcome = Result<(), RenderError>;

/// What stays the same during one rendering.
pub(crate) struct Env<'c, 'a, H: Host> {
    pub(crate) templates: &'a Templates,
    pub(crate) helpers: &'c Helpers<H>,
    pub(crate) state: &'c H::State<'a>,
    pub(crate) limits: &'c Limits,
    pub(crate) out_of_time: Option<&'c dyn Fn() -> bool>,
    pub(crate) log: Option<&'c dyn Fn(&str)>,
    pub(crate) moments: Option<&'c dyn Fn(i64) -> String>,
}

impl<H: Host> Clone for Env<'_, '_, H> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<H: Host> Copy for Env<'_, '_, H> {}

impl<'c, 'a, H: Host> Env<'c, 'a, H> {
    pub(crate) fn new(templates: &'a Templates, page: &'c Page<'c, 'a, H>) -> Self {
        let Page { helpers, state, limits, out_of_time, log, moments, .. } = page;
        let (out_of_time, log, moments) = (*out_of_time, *log, *moments);
        Self { templates, helpers, state, limits, out_of_time, log, moments }
    }

    /// A value as a tag of this page prints it.
    pub(crate) fn text(self, value: &Value<'a>) -> Text<'a> {
        match (value, self.moments) {
            (Value::Date(at), Some(written)) => written(*at).into(),
            (value, _) => value.to_text(),
        }
    }
}

/// Bytes that a page is expected to have; a longer one is moved as it grows.
const PAGE_BYTES: usize = 32 << 10;
/// Rooms that a thread keeps for its next page, one for the inside and one for what is around it, and how large each may be.
const ROOMS_KEPT: usize = 2;
const ROOM_KEPT: usize = 512 << 10;
/// Helpers that run between two looks at the clock. The clock costs as much as a small helper does.
const HELPERS_PER_LOOK: u32 = 16;

thread_local! {
    /// Rooms in which this thread has printed. A page is moved as it grows, the system hands out the memory of a long one page
    /// by page, and the allocator tidies up whenever a large piece comes back: once is enough.
    static ROOMS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The page so far and what has been spent on it.
pub(crate) struct Run {
    pub(crate) out: String,
    steps: u64,
    helper_bytes: usize,
    pub(crate) depth: u32,
    pub(crate) partial_depth: u32,
    /// Helpers that ran since somebody looked at the clock.
    unwatched: u32,
}

impl Run {
    pub(crate) fn new() -> Self {
        Self { out: take_room(), steps: 0, helper_bytes: 0, depth: 0, partial_depth: 0, unwatched: 0 }
    }

    /// What is printed so far, to be put into what is printed from here on.
    pub(crate) fn begin_anew(&mut self) -> Rc<str> {
        let inside = std::mem::replace(&mut self.out, take_room());
        let text = Rc::from(&*inside);
        keep_room(inside);
        text
    }

    /// The whole page, in no more memory than it needs: it may be kept.
    pub(crate) fn into_page(self) -> String {
        let page = self.out.as_str().to_owned();
        keep_room(self.out);
        page
    }

    pub(crate) fn spend<H: Host>(
        &mut self,
        env: Env<'_, '_, H>,
        at: &Scope<'_>,
        pos: Pos,
        steps: u64,
    ) -> Outcome {
        let before = self.steps;
        self.steps = before.saturating_add(steps);
        if self.steps > env.limits.steps {
            return Err(limit(at, pos, Limit::Steps));
        }
        if before / 256 == self.steps / 256 { Ok(()) } else { check_time(env, at, pos) }
    }

    pub(crate) fn write<H: Host>(
        &mut self,
        env: Env<'_, '_, H>,
        at: &Scope<'_>,
        pos: Pos,
        text: &str,
    ) -> Outcome {
        if self.out.len() + text.len() > env.limits.output_bytes {
            return Err(limit(at, pos, Limit::OutputBytes));
        }
        self.out.push_str(text);
        Ok(())
    }

    pub(crate) fn write_escaped<H: Host>(
        &mut self,
        env: Env<'_, '_, H>,
        at: &Scope<'_>,
        pos: Pos,
        text: &str,
    ) -> Outcome {
        if self.out.len() + text.len() > env.limits.output_bytes {
            return Err(limit(at, pos, Limit::OutputBytes));
        }
        escape_into(&mut self.out, text);
        if self.out.len() > env.limits.output_bytes {
            return Err(limit(at, pos, Limit::OutputBytes));
        }
        Ok(())
    }

    pub(crate) fn charge_text<H: Host>(
        &mut self,
        env: Env<'_, '_, H>,
        at: &Scope<'_>,
        pos: Pos,
        bytes: usize,
    ) -> Outcome {
        self.helper_bytes = self.helper_bytes.saturating_add(bytes);
        if self.helper_bytes > env.limits.helper_bytes {
            return Err(limit(at, pos, Limit::HelperBytes));
        }
        Ok(())
    }

    pub(crate) fn deeper<H: Host>(&mut self, env: Env<'_, '_, H>, at: &Scope<'_>, pos: Pos) -> Outcome {
        if self.depth >= env.limits.depth {
            return Err(limit(at, pos, Limit::Depth));
        }
        self.depth += 1;
        Ok(())
    }
}

fn take_room() -> String {
    let kept = ROOMS.with_borrow_mut(Vec::pop);
    kept.unwrap_or_else(|| String::with_capacity(PAGE_BYTES))
}

fn keep_room(mut room: String) {
    if room.capacity() > ROOM_KEPT {
        return;
    }
    room.clear();
    ROOMS.with_borrow_mut(|rooms| {
        if rooms.len() < ROOMS_KEPT {
            rooms.push(room);
        }
    });
}

/// What a tag can see.
#[derive(Clone)]
pub(crate) struct Scope<'a> {
    pub(crate) this: Value<'a>,
    pub(crate) contexts: Rc<Contexts<'a>>,
    pub(crate) frame: Frame<'a>,
    pub(crate) params: Option<Rc<Params<'a>>>,
    pub(crate) inlines: Option<Rc<Inline<'a>>>,
    pub(crate) partial_block: Option<Rc<Closure<'a>>>,
    /// Name of the template, for messages.
    pub(crate) file: &'a str,
}

/// The contexts that `../` goes through, innermost first.
pub(crate) struct Contexts<'a> {
    value: Value<'a>,
    outer: Option<Rc<Contexts<'a>>>,
}

/// Block parameters, innermost list first.
pub(crate) struct Params<'a> {
    values: Vec<Value<'a>>,
    outer: Option<Rc<Params<'a>>>,
}

impl<'a> Scope<'a> {
    pub(crate) fn outermost(this: Value<'a>, frame: Frame<'a>, file: &'a str) -> Self {
        let contexts = Rc::new(Contexts { value: this.clone(), outer: None });
        Self { this, contexts, frame, params: None, inlines: None, partial_block: None, file }
    }

    /// The scope of a block rendered with another context, frame or parameters.
    pub(crate) fn inner(
        &self,
        this: &Value<'a>,
        frame: &Frame<'a>,
        program: &Program,
        params: &[Value<'a>],
    ) -> Self {
        let mut scope = self.with_context(this);
        scope.frame = frame.clone();
        if !program.params.is_empty() {
            let outer = scope.params.take();
            scope.params = Some(Rc::new(Params { values: params.to_vec(), outer }));
        }
        scope
    }

    /// The same scope in another context; a new step for `../` only when it really is another one.
    pub(crate) fn with_context(&self, this: &Value<'a>) -> Self {
        let mut scope = self.clone();
        scope.this = this.clone();
        if !this.loose_equals(&self.contexts.value) {
            scope.contexts =
                Rc::new(Contexts { value: this.clone(), outer: Some(Rc::clone(&self.contexts)) });
        }
        scope
    }

    pub(crate) fn find_inline(&self, name: &str) -> Option<&Closure<'a>> {
        let mut next = self.inlines.as_ref();
        while let Some(inline) = next {
            if inline.name.as_str() == name {
                return Some(&inline.closure);
            }
            next = inline.outer.as_ref();
        }
        None
    }

    fn context(&self, depth: u32) -> Value<'a> {
        if depth == 0 {
            return self.this.clone();
        }
        let mut contexts = &self.contexts;
        for _ in 0..depth {
            match &contexts.outer {
                Some(outer) => contexts = outer,
                None => return Value::Undefined,
            }
        }
        contexts.value.clone()
    }

    fn param(&self, list: usize, index: usize) -> Value<'a> {
        let mut params = self.params.as_ref();
        for _ in 0..list {
            params = params.and_then(|params| params.outer.as_ref());
        }
        params.and_then(|params| params.values.get(index)).cloned().unwrap_or_default()
    }

    /// The value at the end of `path`.
    fn resolve(&self, path: &'a Path) -> Value<'a> {
        let mut segments = path.segments.iter();
        let mut value = if let Some((list, index)) = path.param {
            segments.next();
            self.param(list, index)
        } else if path.data {
            let Some(name) = segments.next() else { return Value::Undefined };
            let mut frame = &self.frame;
            for _ in 0..path.depth {
                match frame.parent() {
                    Some(parent) => frame = parent,
                    None => return Value::Undefined,
                }
            }
            if &**name == "partial-block" {
                Value::Bool(self.partial_block.is_some())
            } else {
                frame.get(name)
            }
        } else {
            self.context(path.depth)
        };
        for segment in segments {
            if value.is_absent() {
                return Value::Undefined;
            }
            value = value.property(segment);
        }
        value
    }
}

/// Renders a block in the scope of its tag. It has no parameters unless it declares some nobody gives.
pub(crate) fn program_here<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    block: &'a Program,
) -> Outcome {
    if block.params.is_empty() {
        return program(env, run, scope, block);
    }
    let scope = scope.inner(&scope.this, &scope.frame, block, &[]);
    program(env, run, &scope, block)
}

/// Renders the nodes of a program, after making its inline partials known.
pub(crate) fn program<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    program: &'a Program,
) -> Outcome {
    if program.has_inlines {
        let scope = partial::with_inlines(env, run, scope, program)?;
        return nodes(env, run, &scope, &program.body);
    }
    nodes(env, run, scope, &program.body)
}

fn nodes<'a, H: Host>(env: Env<'_, 'a, H>, run: &mut Run, scope: &Scope<'a>, nodes: &'a [Node]) -> Outcome {
    for node in nodes {
        match node {
            Node::Content(content) => run.write(env, scope, Pos { line: 1, column: 1 }, &content.value)?,
            Node::Mustache(tag) => mustache(env, run, scope, tag)?,
            Node::Block(tag) => block(env, run, scope, tag)?,
            Node::Partial(tag) => partial::tag(env, run, scope, tag)?,
            Node::Comment(_) | Node::Inline(_) => {}
        }
    }
    Ok(())
}

fn mustache<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    tag: &'a Mustache,
) -> Outcome {
    let pos = tag.invoke.pos;
    run.spend(env, scope, pos, 1)?;
    let value = invoke(env, run, scope, &tag.invoke, Blocks::default())?;
    match value {
        Value::Undefined | Value::Null => Ok(()),
        Value::Str(text) if tag.escaped => run.write_escaped(env, scope, pos, &text),
        Value::List(_) if tag.escaped => run.write_escaped(env, scope, pos, &value.to_text()),
        other => run.write(env, scope, pos, &env.text(&other)),
    }
}

fn block<'a, H: Host>(env: Env<'_, 'a, H>, run: &mut Run, scope: &Scope<'a>, tag: &'a Block) -> Outcome {
    let pos = tag.invoke.pos;
    run.spend(env, scope, pos, 1)?;
    run.deeper(env, scope, pos)?;
    let (main, inverse) = (tag.main.as_ref(), tag.inverse.as_ref());
    let blocks = Blocks { main, inverse, is_block: true, is_argument: false };
    let helper = tag.invoke.path.helper_name().and_then(|name| env.helpers.get(name));
    let value = match helper {
        Some(helper) => help(env, run, scope, &tag.invoke, blocks, helper)?,
        None if tag.invoke.has_arguments() => property(scope, &tag.invoke)?,
        None => section(env, run, scope, tag, blocks).map(|()| Value::Undefined)?,
    };
    // Most blocks have written all they had to say.
    if !value.is_absent() {
        run.write(env, scope, pos, &env.text(&value))?;
    }
    run.depth -= 1;
    Ok(())
}

/// `{{#name}}` where `name` is no helper: what happens depends on the value.
fn section<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    tag: &'a Block,
    blocks: Blocks<'a>,
) -> Outcome {
    let value = scope.resolve(&tag.invoke.path);
    let invoke = &tag.invoke;
    let mut call = make_call(env, run, scope, invoke, blocks);
    let outcome = match &value {
        Value::Bool(true) => call.block(),
        Value::Undefined | Value::Null | Value::Bool(false) => call.inverse(),
        Value::List(_) => builtin::iterate(&mut call, &value),
        other => call.block_with(other, &scope.frame, &[]),
    };
    outcome.map_err(|error| helper_failed(scope, invoke, error))
}

/// The bodies of a block tag.
#[derive(Clone, Copy, Default)]
struct Blocks<'a> {
    main: Option<&'a Program>,
    inverse: Option<&'a Program>,
    is_block: bool,
    /// Whether there is no tag at all but a sub-expression.
    is_argument: bool,
}

fn make_call<'c, 'a, H: Host>(
    env: Env<'c, 'a, H>,
    run: &'c mut Run,
    scope: &'c Scope<'a>,
    invoke: &'a Invoke,
    blocks: Blocks<'a>,
) -> Call<'c, 'a, H> {
    Call {
        env,
        run,
        scope,
        name: &invoke.path.original,
        params: Vec::new(),
        hash: Vec::new(),
        main: blocks.main,
        inverse: blocks.inverse,
        is_block: blocks.is_block,
        is_argument: blocks.is_argument,
        written: &invoke.params,
        pos: invoke.pos,
    }
}

/// The value of a head with its arguments: what a helper returns, else the property of that name.
fn invoke<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    invoke: &'a Invoke,
    blocks: Blocks<'a>,
) -> Result<Value<'a>, RenderError> {
    match invoke.path.helper_name().and_then(|name| env.helpers.get(name)) {
        Some(helper) => help(env, run, scope, invoke, blocks, helper),
        None => property(scope, invoke),
    }
}

/// The value of a head that names no helper.
fn property<'a>(scope: &Scope<'a>, invoke: &'a Invoke) -> Result<Value<'a>, RenderError> {
    let value = scope.resolve(&invoke.path);
    if invoke.params.is_empty() && (invoke.hash.is_empty() || value.is_absent()) {
        return Ok(value);
    }
    let (place, name) = (place(scope, invoke.pos), invoke.path.original.to_string());
    Err(RenderError::MissingHelper { place, name })
}

/// What a helper returns.
fn help<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    invoke: &'a Invoke,
    blocks: Blocks<'a>,
    helper: &Helper<H>,
) -> Result<Value<'a>, RenderError> {
    let mut params = Vec::with_capacity(invoke.params.len());
    for param in &invoke.params {
        params.push(expression(env, run, scope, param)?);
    }
    let hash = named(env, run, scope, &invoke.hash)?;
    let mut call = make_call(env, run, scope, invoke, blocks);
    (call.params, call.hash) = (params, hash);
    let value = helper(&mut call).map_err(|error| helper_failed(scope, invoke, error))?;
    run.unwatched += 1;
    if run.unwatched >= HELPERS_PER_LOOK {
        run.unwatched = 0;
        check_time(env, scope, invoke.pos)?;
    }
    if let Value::Str(crate::Text::Shared(text)) | Value::Safe(crate::Text::Shared(text)) = &value {
        run.charge_text(env, scope, invoke.pos, text.len())?;
    }
    Ok(value)
}

/// The values of named arguments, in order.
pub(crate) fn named<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    hash: &'a [(Box<str>, Expr)],
) -> Result<Vec<(&'a str, Value<'a>)>, RenderError> {
    let mut values = Vec::with_capacity(hash.len());
    for (key, expr) in hash {
        values.push((&**key, expression(env, run, scope, expr)?));
    }
    Ok(values)
}

/// The value of an argument. Paths read properties here and never call helpers.
pub(crate) fn expression<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    expr: &'a Expr,
) -> Result<Value<'a>, RenderError> {
    Ok(match expr {
        Expr::Path(path) => scope.resolve(path),
        Expr::Str(text) => Value::from(&**text),
        Expr::Number(number) => Value::Number(*number),
        Expr::Bool(value) => Value::Bool(*value),
        Expr::Undefined => Value::Undefined,
        Expr::Null => Value::Null,
        Expr::Sub(sub) => {
            run.spend(env, scope, sub.pos, 1)?;
            run.deeper(env, scope, sub.pos)?;
            let start = run.out.len();
            let value = invoke(env, run, scope, sub, Blocks { is_argument: true, ..Blocks::default() })?;
            run.depth -= 1;
            if run.out.len() == start {
                return Ok(value);
            }
            let mut written = run.out.split_off(start);
            written.push_str(&value.to_text());
            run.charge_text(env, scope, sub.pos, written.len())?;
            Value::safe(written)
        }
    })
}

fn helper_failed(scope: &Scope<'_>, invoke: &Invoke, error: HelperError) -> RenderError {
    match error {
        HelperError::Inside(error) => *error,
        HelperError::Message(message) => {
            let (place, name) = (place(scope, invoke.pos), invoke.path.original.to_string());
            RenderError::Helper { place, name, message }
        }
    }
}

fn check_time<H: Host>(env: Env<'_, '_, H>, scope: &Scope<'_>, pos: Pos) -> Outcome {
    match env.out_of_time {
        Some(out_of_time) if out_of_time() => Err(limit(scope, pos, Limit::Time)),
        _ => Ok(()),
    }
}

pub(crate) fn place(scope: &Scope<'_>, pos: Pos) -> Place {
    Place { file: scope.file.to_owned(), line: pos.line, column: pos.column }
}

pub(crate) fn limit(scope: &Scope<'_>, pos: Pos, limit: Limit) -> RenderError {
    RenderError::Limit { place: place(scope, pos), limit }
}

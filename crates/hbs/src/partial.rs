//! Partials: files, inline partials, and the body a partial was called with.

use std::rc::Rc;

use crate::ast::{Expr, Node, Partial, Pos, Program};
use crate::interpret::{self, Env, Run, Scope, expression, limit, named, place};
use crate::{Host, Limit, Map, RenderError, Text, Value};

type Outcome = Result<(), RenderError>;

/// A block with the scope it was written in.
#[derive(Clone)]
pub(crate) struct Closure<'a> {
    program: &'a Program,
    scope: Rc<Scope<'a>>,
}

/// An inline partial, and those defined before or outside it.
pub(crate) struct Inline<'a> {
    pub(crate) name: Text<'a>,
    pub(crate) closure: Closure<'a>,
    pub(crate) outer: Option<Rc<Inline<'a>>>,
}

/// The scope with the inline partials that `program` defines.
pub(crate) fn with_inlines<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    program: &'a Program,
) -> Result<Scope<'a>, RenderError> {
    let written_in = Rc::new(scope.clone());
    let mut scope = scope.clone();
    for node in &program.body {
        let Node::Inline(block) = node else { continue };
        let (Some(name), Some(body)) = (block.invoke.params.first(), &block.main) else { continue };
        let name = expression(env, run, &scope, name)?.to_text();
        let closure = Closure { program: body, scope: Rc::clone(&written_in) };
        let outer = scope.inlines.take();
        scope.inlines = Some(Rc::new(Inline { name, closure, outer }));
    }
    Ok(scope)
}

/// `{{> name context key=value}}` or `{{#> name}}fallback{{/name}}`.
pub(crate) fn tag<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    tag: &'a Partial,
) -> Outcome {
    run.spend(env, scope, tag.pos, 1)?;
    run.write(env, scope, tag.pos, &tag.indent)?;
    let name = match &tag.name {
        Expr::Path(path) => Text::Borrowed(&path.original),
        other => expression(env, run, scope, other)?.to_text(),
    };
    let mut this = match &tag.context {
        Some(context) => expression(env, run, scope, context)?,
        None => scope.this.clone(),
    };
    if !tag.hash.is_empty() {
        let mut map = Map::over(this);
        for (key, value) in named(env, run, scope, &tag.hash)? {
            map.set(key, value);
        }
        this = map.into();
    }
    let Some(block) = &tag.block else {
        return by_name(env, run, scope, &name, this, tag.pos);
    };
    let closure = Closure { program: block, scope: Rc::new(scope.clone()) };
    if !exists(env, scope, &name) {
        return enter(env, run, scope, tag.pos, |run| render_closure(env, run, scope, &closure, &this));
    }
    // Inline partials of the body are offered to the partial: this is how a body fills named places of a layout.
    let mut scope = if block.has_inlines { with_inlines(env, run, scope, block)? } else { scope.clone() };
    scope.partial_block = Some(Rc::new(closure));
    by_name(env, run, &scope, &name, this, tag.pos)
}

fn exists<H: Host>(env: Env<'_, '_, H>, scope: &Scope<'_>, name: &str) -> bool {
    match name {
        "@partial-block" => scope.partial_block.is_some(),
        name => scope.find_inline(name).is_some() || env.templates.partial(name).is_some(),
    }
}

/// Renders the partial `name` in the context `this`.
pub(crate) fn by_name<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    scope: &Scope<'a>,
    name: &str,
    this: Value<'a>,
    pos: Pos,
) -> Outcome {
    let closure =
        if name == "@partial-block" { scope.partial_block.as_deref() } else { scope.find_inline(name) };
    if let Some(closure) = closure {
        let is_inline = name != "@partial-block";
        return enter(env, run, scope, pos, |run| {
            if is_inline {
                render_inline(env, run, scope, closure, &this)
            } else {
                render_closure(env, run, scope, closure, &this)
            }
        });
    }
    let Some(template) = env.templates.partial(name) else {
        return Err(RenderError::MissingPartial { place: place(scope, pos), name: name.to_owned() });
    };
    let mut inner = Scope::outermost(this, scope.frame.clone(), &template.name);
    inner.inlines.clone_from(&scope.inlines);
    inner.partial_block.clone_from(&scope.partial_block);
    enter(env, run, scope, pos, |run| interpret::program(env, run, &inner, &template.program))
}

/// The body of a block partial sees what it saw where it was written, in the context it is called with.
fn render_closure<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    caller: &Scope<'a>,
    closure: &Closure<'a>,
    this: &Value<'a>,
) -> Outcome {
    let mut scope = closure.scope.inner(this, &caller.frame, closure.program, &[]);
    scope.inlines.clone_from(&closure.scope.inlines);
    interpret::program(env, run, &scope, closure.program)
}

/// An inline partial also sees the body and the inline partials of its caller.
fn render_inline<'a, H: Host>(
    env: Env<'_, 'a, H>,
    run: &mut Run,
    caller: &Scope<'a>,
    closure: &Closure<'a>,
    this: &Value<'a>,
) -> Outcome {
    let mut scope = closure.scope.inner(this, &caller.frame, closure.program, &[]);
    scope.inlines.clone_from(&caller.inlines);
    scope.partial_block.clone_from(&caller.partial_block);
    interpret::program(env, run, &scope, closure.program)
}

fn enter<H: Host>(
    env: Env<'_, '_, H>,
    run: &mut Run,
    scope: &Scope<'_>,
    pos: Pos,
    work: impl FnOnce(&mut Run) -> Outcome,
) -> Outcome {
    run.deeper(env, scope, pos)?;
    if run.partial_depth >= env.limits.partial_depth {
        return Err(limit(scope, pos, Limit::PartialDepth));
    }
    run.partial_depth += 1;
    work(run)?;
    run.partial_depth -= 1;
    run.depth -= 1;
    Ok(())
}

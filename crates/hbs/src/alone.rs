//! Which blocks stand alone: what they print follows from the context and the parameters that they are given, and from
//! nothing else of the page around them, so that one printing serves many pages.

use std::collections::HashSet;

use crate::ast::{Expr, Invoke, Node, Partial, Path, Program};
use crate::{Helpers, Host, Templates};

/// Variables that the loops of the language and of Ghost set for each round.
const OF_LOOPS: [&str; 9] = ["key", "index", "number", "first", "last", "even", "odd", "rowStart", "rowEnd"];
/// Helpers whose blocks are rounds of a loop.
const LOOPS: [&str; 2] = ["each", "foreach"];

/// Whether `program`, the body of a block, stands alone when only `helpers` may be called.
pub(crate) fn stands_alone<H: Host>(templates: &Templates, helpers: &Helpers<H>, program: &Program) -> bool {
    let mut search = Search { templates, helpers, seen: HashSet::new() };
    search.program(program, Around::default())
}

/// What stands between the block that is asked about and a place inside it.
#[derive(Clone, Copy, Default)]
struct Around {
    /// Lists of block parameters that can be named.
    params: usize,
    in_loop: bool,
}

struct Search<'t, H: Host> {
    templates: &'t Templates,
    helpers: &'t Helpers<H>,
    /// Partials that were looked into, and whether that was inside a loop.
    seen: HashSet<(&'t str, bool)>,
}

impl<H: Host> Search<'_, H> {
    fn program(&mut self, program: &Program, mut around: Around) -> bool {
        around.params += usize::from(!program.params.is_empty());
        !program.has_inlines
            && program.body.iter().all(|node| match node {
                Node::Content(_) | Node::Comment(_) => true,
                Node::Mustache(tag) => self.invoke(&tag.invoke, around),
                Node::Block(block) => {
                    let head = &block.invoke;
                    let helper = head.path.helper_name().filter(|name| self.helpers.contains(name));
                    // A section over a list is a loop, too, but over one thing it is none.
                    let is_loop = helper.is_some_and(|name| LOOPS.contains(&name));
                    let inside = Around { in_loop: around.in_loop || is_loop, ..around };
                    self.invoke(head, around)
                        && block.main.as_ref().is_none_or(|main| self.program(main, inside))
                        && block.inverse.as_ref().is_none_or(|inverse| self.program(inverse, around))
                }
                Node::Partial(tag) => self.partial(tag, around),
                Node::Inline(_) => false,
            })
    }

    fn partial(&mut self, tag: &Partial, around: Around) -> bool {
        let name = match &tag.name {
            Expr::Path(path) => &path.original,
            Expr::Str(name) => name,
            _ => return false,
        };
        let arguments = tag.context.iter().chain(tag.hash.iter().map(|(_, expr)| expr));
        let (templates, in_loop) = (self.templates, around.in_loop);
        let Some((name, called)) = templates.partials().find(|(known, _)| *known == &**name) else {
            return false;
        };
        let is_known = !self.seen.insert((name, in_loop));
        tag.block.is_none()
            && arguments.into_iter().all(|expr| self.expression(expr, around))
            && (is_known || self.program(&called.program, Around { params: 0, in_loop }))
    }

    fn invoke(&self, invoke: &Invoke, around: Around) -> bool {
        let helper = invoke.path.helper_name().filter(|name| self.helpers.contains(name));
        let head = match helper {
            Some(name) => self.helpers.is_steady(name),
            None => self.path(&invoke.path, around),
        };
        let named = invoke.hash.iter().map(|(_, expr)| expr);
        head && invoke.params.iter().chain(named).all(|expr| self.expression(expr, around))
    }

    fn expression(&self, expr: &Expr, around: Around) -> bool {
        match expr {
            Expr::Path(path) => self.path(path, around),
            Expr::Sub(sub) => self.invoke(sub, around),
            Expr::Str(_) | Expr::Number(_) | Expr::Bool(_) | Expr::Undefined | Expr::Null => true,
        }
    }

    fn path(&self, path: &Path, around: Around) -> bool {
        if let Some((list, _)) = path.param {
            return list < around.params;
        }
        // How far outward `../` leads depends on the contexts around the block.
        if path.depth > 0 {
            return false;
        }
        if !path.data {
            return true;
        }
        path.segments.first().is_some_and(|name| {
            let name = &**name;
            self.helpers.is_ground(name) || (around.in_loop && OF_LOOPS.contains(&name))
        })
    }
}

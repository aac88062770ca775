//! Looking for names that do not exist, before a reader meets them.

use std::collections::HashSet;

use crate::ast::{Expr, Invoke, Node, Partial, Pos, Program};
use crate::circles::circles;
use crate::templates::{Template, error};
use crate::{Helpers, Host, TemplateError, Templates};

struct Check<'t, H: Host> {
    templates: &'t Templates,
    helpers: &'t Helpers<H>,
    /// Names of inline partials of all templates; which of them is visible where is known only when rendering.
    inlines: HashSet<&'t str>,
    file: &'t str,
    errors: Vec<TemplateError>,
}

/// Every call of an unknown helper with arguments, of an unknown partial without a fallback, and of a partial that can
/// never end.
pub(crate) fn check<H: Host>(
    templates: &Templates,
    helpers: &Helpers<H>,
    all: &[&Template],
) -> Vec<TemplateError> {
    let mut check = Check { templates, helpers, inlines: HashSet::new(), file: "", errors: Vec::new() };
    for template in all {
        find_inlines(&template.program, &mut check.inlines);
    }
    for template in all {
        check.file = &template.name;
        check.program(&template.program);
    }
    for circle in circles(templates).into_iter().filter(|circle| circle.endless) {
        // An inline partial of the same name may be the one that is called.
        if let Some(template) = templates.partial(circle.partial).filter(|_| check.inlines.is_empty()) {
            check.file = &template.name;
            let message =
                "the partial leads back to itself and never ends; remove the call, or put it inside {{#if}}";
            check.report(circle.call, message.to_owned());
        }
    }
    check.errors
}

fn programs(node: &Node) -> impl Iterator<Item = &Program> {
    let programs = match node {
        Node::Block(block) | Node::Inline(block) => [block.main.as_ref(), block.inverse.as_ref()],
        Node::Partial(partial) => [partial.block.as_ref(), None],
        _ => [None, None],
    };
    programs.into_iter().flatten()
}

fn find_inlines<'t>(program: &'t Program, names: &mut HashSet<&'t str>) {
    for node in &program.body {
        if let Node::Inline(block) = node
            && let Some(Expr::Str(name)) = block.invoke.params.first()
        {
            names.insert(name);
        }
        programs(node).for_each(|program| find_inlines(program, names));
    }
}

impl<H: Host> Check<'_, H> {
    fn program(&mut self, program: &Program) {
        for node in &program.body {
            match node {
                Node::Mustache(tag) => self.invoke(&tag.invoke),
                Node::Block(tag) => self.invoke(&tag.invoke),
                Node::Partial(tag) => self.partial(tag),
                Node::Content(_) | Node::Comment(_) | Node::Inline(_) => {}
            }
            programs(node).for_each(|program| self.program(program));
        }
    }

    fn invoke(&mut self, invoke: &Invoke) {
        let known = invoke.path.helper_name().is_some_and(|name| self.helpers.contains(name));
        let is_call = !invoke.params.is_empty() || !invoke.hash.is_empty();
        if !known && is_call {
            let name = &invoke.path.original;
            let message =
                format!("there is no helper named {name:?}; correct the name or remove the arguments");
            self.report(invoke.pos, message);
        }
        let named = invoke.hash.iter().map(|(_, expr)| expr);
        invoke.params.iter().chain(named).for_each(|expr| self.expression(expr));
    }

    fn expression(&mut self, expr: &Expr) {
        if let Expr::Sub(sub) = expr {
            self.invoke(sub);
        }
    }

    fn partial(&mut self, tag: &Partial) {
        if let (Expr::Path(path), None) = (&tag.name, &tag.block) {
            let name = &*path.original;
            let known = self.templates.partial(name).is_some() || self.inlines.contains(name);
            if !known && name != "@partial-block" {
                let hint = "add the file or call it as a block with a fallback";
                self.report(tag.pos, format!("there is no partial named {name:?}; {hint}"));
            }
        }
        self.expression(&tag.name);
        tag.context
            .iter()
            .chain(tag.hash.iter().map(|(_, expr)| expr))
            .for_each(|expr| self.expression(expr));
    }

    fn report(&mut self, pos: Pos, message: String) {
        self.errors.push(error(self.file, pos, message));
    }
}

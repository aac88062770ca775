//! Which names templates use: what a host has to fetch before they are printed.

use std::collections::HashSet;

use crate::Templates;
use crate::ast::{Expr, Invoke, Node, Partial, Path, Program};

/// The names that stand anywhere in a program and in the partials it calls.
#[derive(Debug, Default)]
pub(crate) struct Uses {
    names: HashSet<Box<str>>,
    /// Whether a partial is called whose name only the data knows.
    anything: bool,
}

impl Uses {
    /// Those of `program`.
    pub(crate) fn of(templates: &Templates, program: &Program) -> Self {
        let mut search = Search { templates, seen: HashSet::new(), uses: Self::default() };
        search.program(program);
        search.uses
    }

    /// Whether `name` may be used. Never wrong when it says no.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.anything || self.names.contains(name)
    }
}

struct Search<'t> {
    templates: &'t Templates,
    /// Partials that were looked into.
    seen: HashSet<&'t str>,
    uses: Uses,
}

impl Search<'_> {
    fn program(&mut self, program: &Program) {
        for node in &program.body {
            match node {
                Node::Content(_) | Node::Comment(_) => {}
                Node::Mustache(tag) => self.invoke(&tag.invoke),
                Node::Block(block) | Node::Inline(block) => {
                    self.invoke(&block.invoke);
                    [&block.main, &block.inverse].into_iter().flatten().for_each(|inner| self.program(inner));
                }
                Node::Partial(tag) => self.partial(tag),
            }
        }
    }

    fn partial(&mut self, tag: &Partial) {
        tag.context.iter().for_each(|expr| self.expression(expr));
        tag.hash.iter().for_each(|(_, expr)| self.expression(expr));
        tag.block.iter().for_each(|inner| self.program(inner));
        match &tag.name {
            Expr::Path(path) => self.enter(|name| name == &*path.original),
            Expr::Str(name) => self.enter(|partial| partial == &**name),
            computed => {
                self.expression(computed);
                // `(concat "icons/" type)` can only name what begins with `icons/`.
                match beginning(computed) {
                    Some(beginning) => self.enter(|partial| partial.starts_with(beginning)),
                    None => self.uses.anything = true,
                }
            }
        }
    }

    /// Looks into the partials that `called` may mean.
    fn enter(&mut self, called: impl Fn(&str) -> bool) {
        let templates = self.templates;
        for (name, template) in templates.partials() {
            if called(name) && self.seen.insert(name) {
                self.program(&template.program);
            }
        }
    }

    fn invoke(&mut self, invoke: &Invoke) {
        self.path(&invoke.path);
        let named = invoke.hash.iter().map(|(_, expr)| expr);
        invoke.params.iter().chain(named).for_each(|expr| self.expression(expr));
    }

    fn expression(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(path) => self.path(path),
            Expr::Sub(sub) => self.invoke(sub),
            _ => {}
        }
    }

    fn path(&mut self, path: &Path) {
        self.uses.names.extend(path.segments.iter().cloned());
    }
}

fn beginning(name: &Expr) -> Option<&str> {
    match name {
        Expr::Sub(sub) => match sub.params.first() {
            Some(Expr::Str(text)) if &*sub.path.original == "concat" && !text.is_empty() => Some(text),
            _ => None,
        },
        _ => None,
    }
}

//! Partials that call themselves, over one or more steps.

use std::collections::{BTreeMap, HashMap};

use crate::Templates;
use crate::ast::{Expr, Node, Pos, Program};

/// The first call that each partial makes of each other one.
type Calls<'t> = HashMap<&'t str, Pos>;

/// A partial that leads back to itself.
pub(crate) struct Circle<'t> {
    /// Its name.
    pub(crate) partial: &'t str,
    /// The call that leads back.
    pub(crate) call: Pos,
    /// Whether no block stands around the calls, so that it can never end.
    pub(crate) endless: bool,
}

/// Every partial that leads back to itself, in the order of names. Partials whose names only the data knows lead nowhere.
pub(crate) fn circles(templates: &Templates) -> Vec<Circle<'_>> {
    let mut endless = BTreeMap::new();
    let mut all = BTreeMap::new();
    for (name, template) in templates.partials() {
        let (mut always, mut ever) = (Calls::new(), Calls::new());
        calls(&template.program, true, &mut always, &mut ever);
        endless.insert(name, always);
        all.insert(name, ever);
    }
    let endless = around(endless);
    let mut found: Vec<_> =
        endless.iter().map(|(partial, call)| Circle { partial, call: *call, endless: true }).collect();
    let ending = around(all).into_iter().filter(|(partial, _)| !endless.contains_key(partial));
    found.extend(ending.map(|(partial, call)| Circle { partial, call, endless: false }));
    found.sort_by_key(|circle| circle.partial);
    found
}

fn calls<'t>(program: &'t Program, certain: bool, always: &mut Calls<'t>, ever: &mut Calls<'t>) {
    for node in &program.body {
        match node {
            Node::Content(_) | Node::Comment(_) | Node::Mustache(_) => {}
            Node::Block(block) | Node::Inline(block) => {
                for inner in [&block.main, &block.inverse].into_iter().flatten() {
                    calls(inner, false, always, ever);
                }
            }
            Node::Partial(tag) => {
                let name = match &tag.name {
                    Expr::Path(path) => Some(&*path.original),
                    Expr::Str(name) => Some(&**name),
                    _ => None,
                };
                if let Some(name) = name {
                    ever.entry(name).or_insert(tag.pos);
                    if certain {
                        always.entry(name).or_insert(tag.pos);
                    }
                }
                tag.block.iter().for_each(|inner| calls(inner, false, always, ever));
            }
        }
    }
}

/// Those of the partials that stand in a circle or between two, with the call that leads on. Takes away, again and again,
/// what calls none of the rest and what none of the rest calls.
fn around<'t>(graph: BTreeMap<&'t str, Calls<'t>>) -> BTreeMap<&'t str, Pos> {
    let mut callers: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, calls) in &graph {
        for called in calls.keys().filter(|called| graph.contains_key(*called)) {
            callers.entry(called).or_default().push(name);
        }
    }
    let mut out: HashMap<&str, usize> = HashMap::new();
    let mut into: HashMap<&str, usize> = HashMap::new();
    for (name, calls) in &graph {
        out.insert(name, calls.keys().filter(|called| graph.contains_key(*called)).count());
        into.insert(name, callers.get(name).map_or(0, Vec::len));
    }
    let mut left = graph.clone();
    let mut loose: Vec<&str> = graph
        .keys()
        .copied()
        .filter(|name| out.get(name) == Some(&0) || into.get(name) == Some(&0))
        .collect();
    while let Some(name) = loose.pop() {
        let Some(calls) = left.remove(name) else { continue };
        let mut lower = |counts: &mut HashMap<&'t str, usize>, other: &'t str| {
            if let Some(count) = counts.get_mut(other) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    loose.push(other);
                }
            }
        };
        for called in calls.keys() {
            lower(&mut into, called);
        }
        for caller in callers.get(name).into_iter().flatten() {
            lower(&mut out, caller);
        }
    }
    let leads_on = |calls: &Calls<'t>| {
        calls
            .iter()
            .filter(|(called, _)| left.contains_key(*called))
            .map(|(_, pos)| *pos)
            .min_by_key(|pos| (pos.line, pos.column))
    };
    left.iter().filter_map(|(name, calls)| Some((*name, leads_on(calls)?))).collect()
}

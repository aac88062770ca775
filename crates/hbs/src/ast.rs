//! The tree of a template.

use std::sync::OnceLock;

use crate::uses::Uses;

/// Line and column, from 1; columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pos {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

/// Whether `~` stands at the beginning and at the end of a tag.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Strip {
    pub(crate) open: bool,
    pub(crate) close: bool,
}

/// A sequence of nodes that is rendered together.
#[derive(Debug, Default)]
pub(crate) struct Program {
    pub(crate) body: Vec<Node>,
    /// Names of the block parameters, `as |item key|`.
    pub(crate) params: Vec<Box<str>>,
    /// Whether this is the single block that `{{else if …}}` opens.
    pub(crate) chained: bool,
    pub(crate) has_inlines: bool,
    /// What is used inside, found out when somebody asks.
    pub(crate) uses: OnceLock<Uses>,
    /// Whether it stands alone as the body of a block, found out when somebody asks.
    pub(crate) alone: OnceLock<bool>,
}

#[derive(Debug)]
pub(crate) enum Node {
    Content(Content),
    Comment(Strip),
    Mustache(Box<Mustache>),
    Block(Box<Block>),
    Partial(Box<Partial>),
    /// `{{#*inline "name"}}…{{/inline}}`
    Inline(Box<Block>),
}

/// Text between tags.
#[derive(Debug)]
pub(crate) struct Content {
    pub(crate) value: String,
    /// As written; the standalone rule looks at this while `value` is being shortened. Emptied afterwards.
    pub(crate) original: String,
    pub(crate) left_stripped: bool,
    pub(crate) right_stripped: bool,
}

#[derive(Debug)]
pub(crate) struct Mustache {
    pub(crate) invoke: Invoke,
    pub(crate) escaped: bool,
    pub(crate) strip: Strip,
}

#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) invoke: Invoke,
    pub(crate) main: Option<Program>,
    pub(crate) inverse: Option<Program>,
    pub(crate) open_strip: Strip,
    pub(crate) inverse_strip: Strip,
    pub(crate) close_strip: Strip,
}

#[derive(Debug)]
pub(crate) struct Partial {
    pub(crate) name: Expr,
    pub(crate) context: Option<Expr>,
    pub(crate) hash: Vec<(Box<str>, Expr)>,
    /// The body of `{{#> name}}…{{/name}}`.
    pub(crate) block: Option<Program>,
    /// Blanks that stood before a partial on a line of its own.
    pub(crate) indent: String,
    pub(crate) open_strip: Strip,
    pub(crate) close_strip: Strip,
    pub(crate) pos: Pos,
}

/// A head with arguments: the inside of a tag or of a sub-expression.
#[derive(Debug)]
pub(crate) struct Invoke {
    pub(crate) path: Path,
    pub(crate) params: Vec<Expr>,
    pub(crate) hash: Vec<(Box<str>, Expr)>,
    pub(crate) pos: Pos,
}

impl Invoke {
    pub(crate) fn has_arguments(&self) -> bool {
        !self.params.is_empty() || !self.hash.is_empty()
    }
}

#[derive(Debug)]
pub(crate) enum Expr {
    Path(Path),
    Str(Box<str>),
    Number(f64),
    Bool(bool),
    Undefined,
    Null,
    Sub(Box<Invoke>),
}

#[derive(Debug, Default)]
pub(crate) struct Path {
    pub(crate) original: Box<str>,
    /// How many `../`.
    pub(crate) depth: u32,
    /// Whether it begins with `@`.
    pub(crate) data: bool,
    /// Whether it begins with `this` or a point, so that it never names a helper or block parameter.
    pub(crate) scoped: bool,
    pub(crate) segments: Vec<Box<str>>,
    /// The block parameter it names: how many lists of parameters outward, and which of them.
    pub(crate) param: Option<(usize, usize)>,
}

impl Path {
    /// The name of the helper it may call.
    pub(crate) fn helper_name(&self) -> Option<&str> {
        let simple = self.depth == 0 && !self.data && !self.scoped && self.param.is_none();
        match self.segments.as_slice() {
            [name] if simple => Some(name),
            _ => None,
        }
    }
}
